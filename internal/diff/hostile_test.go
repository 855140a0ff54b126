// Keeps the promise that no text of a policy becomes more than text in any format of a diff.
package diff

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
)

var tags = regexp.MustCompile(`<\s*/?\s*([a-zA-Z0-9]+)`)

func TestHostileText(t *testing.T) {
	base := small(t, shop+"tokens: {access: {type: access_token, audiences: [harmless], needs: harmless, header: {typ: harmless}}}\n")
	tried := 0
	for _, text := range hostile.Texts() {
		quoted, err := json.Marshal(text.Text)
		if err != nil {
			t.Fatal(err)
		}
		p := tryText(shop + "tokens: {access: {type: access_token, audiences: [" + string(quoted) + "], needs: [" + string(quoted) + "], header: {typ: " + string(quoted) + "}}}\n")
		if p == nil {
			continue // the format refuses it
		}
		tried++
		d := Compare(base, p, Options{})
		d.Outputs = []Output{{"page", text.Text, Added}}
		show := Show{Old: text.Text, New: text.Text, OldName: func(string) string { return text.Text }, NewName: func(string) string { return text.Text }}
		write := func(f func(io.Writer, *Diff, Show) error) string {
			var b bytes.Buffer
			if err := f(&b, d, show); err != nil {
				t.Fatalf("%s: %v", text.Name, err)
			}
			return b.String()
		}
		if i := strings.IndexFunc(write(WriteText), func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) }); i >= 0 {
			t.Errorf("%s: a control character reaches the terminal:\n%q", text.Name, write(WriteText))
		}
		var back struct {
			Old     string
			Changes []struct{ New struct{ Text string } }
		}
		if err := json.Unmarshal([]byte(write(WriteJSON)), &back); err != nil || back.Old != string([]rune(text.Text)) {
			t.Errorf("%s: JSON holds %q, %v", text.Name, back.Old, err)
		}
		format, _ := diag.FormatByName("sarif")
		var sarif bytes.Buffer
		if err := format.Write(&sarif, d.Report(show)); err != nil || !json.Valid(sarif.Bytes()) {
			t.Errorf("%s: SARIF is no JSON: %v", text.Name, err)
		}
		checkMarkdown(t, text.Name, write(WriteMarkdown), len(d.Changes))
	}
	if tried < 30 {
		t.Errorf("only %d hostile texts were tried", tried)
	}
}

// checkMarkdown renders a diff as a pull request would, and looks for tags that it does not write and for rows that fell apart.
func checkMarkdown(t *testing.T, name, text string, changes int) {
	t.Helper()
	var html bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(text), &html); err != nil {
		t.Fatal(err)
	}
	const known = " h2 h3 p table thead tbody tr th td code strong br ul li details summary "
	for _, tag := range tags.FindAllStringSubmatch(html.String(), -1) {
		if !strings.Contains(known, " "+strings.ToLower(tag[1])+" ") {
			t.Errorf("%s: the tag %s comes out of the text:\n%s", name, tag[1], text)
			return
		}
	}
	rows := strings.Count(html.String(), "<tr>") - strings.Count(html.String(), "<thead>")
	if cells := strings.Count(html.String(), "<td>"); cells != rows*4 || rows < changes {
		t.Errorf("%s: %d cells in %d rows for %d changes:\n%s", name, cells, rows, changes, text)
	}
}
