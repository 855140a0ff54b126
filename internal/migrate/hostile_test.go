// Keeps the promise that text of a policy cannot break out of the plan's forms, whatever it says, and that each form has the
// same bytes for the same plan.
package migrate

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/escape/hostile"
)

func TestFormsHoldForHostileTexts(t *testing.T) {
	p := planned(t, small(t, dated), small(t, strings.Replace(dated, "ES256", "EdDSA", 1)), Options{})
	m := &p.Migrations[0]
	lines := func(text string) int { return strings.Count(text, "\n") }
	var clean strings.Builder
	m.Flag, m.Rollback = "f", "r"
	if err := WriteText(&clean, p, Show{}); err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	if err := WriteMarkdown(&table, p, Show{}); err != nil {
		t.Fatal(err)
	}
	for _, h := range hostile.Texts() {
		if strings.TrimSpace(h.Text) == "" {
			continue
		}
		m.Title, m.Steps[0].Do, m.Flag, m.Rollback = h.Text, h.Text, h.Text, h.Text
		var text, markdown, data strings.Builder
		for _, err := range []error{WriteText(&text, p, Show{Old: h.Text, New: h.Text}), WriteMarkdown(&markdown, p, Show{Old: h.Text, New: h.Text}), WriteJSON(&data, p, Show{Old: h.Text, New: h.Text})} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if lines(text.String()) != lines(clean.String()) {
			t.Errorf("%s: text has %d lines, want %d", h.Name, lines(text.String()), lines(clean.String()))
		}
		if lines(markdown.String()) != lines(table.String()) {
			t.Errorf("%s: Markdown has %d lines, want %d", h.Name, lines(markdown.String()), lines(table.String()))
		}
		for _, r := range text.String() {
			if r < 0x20 && r != '\n' || r == 0x7f {
				t.Errorf("%s: text has the control character %U", h.Name, r)
				break
			}
		}
		for _, line := range strings.Split(markdown.String(), "\n") {
			if strings.HasPrefix(line, "| 1.") && strings.Count(strings.ReplaceAll(line, `\|`, ""), "|") != 6 {
				t.Errorf("%s: a row has other columns: %s", h.Name, line)
			}
		}
		var back jsonPlan
		if err := json.Unmarshal([]byte(data.String()), &back); err != nil || len(back.Migrations) != 1 || len(back.Migrations[0].Steps) != 6 {
			t.Errorf("%s: JSON does not read back: %v", h.Name, err)
		}
	}
}

// TestMarkdownReads: the box to tick is what is to be done, and times and places are code, in which colons stay.
func TestMarkdownReads(t *testing.T) {
	var b strings.Builder
	if err := WriteMarkdown(&b, planned(t, small(t, dated), small(t, strings.Replace(dated, "ES256", "EdDSA", 1)), Options{}), Show{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"- [ ] 1.1 (optional) Accept EdDSA", "| `2027-02-01 01:00Z` | operators |", "(`policy.yaml:", " to `2027-02-02 03:10Z` at the earliest."} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "&#58;") {
		t.Errorf("a colon is not readable:\n%s", b.String())
	}
}
