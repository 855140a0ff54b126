// The promise: JSON, YAML and CSS strings read back as what was written; a cell is never a
// formula, and a value in .env or on a command line is never code.
package escape_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
)

func checkJSON(t testing.TB, s string) {
	t.Helper()
	out := escape.JSON(s)
	var got string
	if err := json.Unmarshal([]byte(out), &got); err != nil || got != escape.Valid(s) {
		t.Errorf("JSON(%.200q) reads back as %.200q (%v)", s, got, err)
	}
	block, err := escape.ScriptJSON(map[string]any{s: []string{s}})
	if err != nil {
		t.Fatal(err)
	}
	var back map[string][]string
	if err := json.Unmarshal(block, &back); err != nil || len(back[escape.Valid(s)]) != 1 || back[escape.Valid(s)][0] != escape.Valid(s) {
		t.Errorf("data block of %.200q reads back as %.300v (%v)", s, back, err)
	}
	for _, text := range []string{out, string(block)} {
		if p := rawProblem(text); p != "" || strings.ContainsAny(text, "<>&\n\t") {
			t.Errorf("JSON of %.200q: %s or markup in %.200q", s, p, text)
		}
	}
	text, tags := tokens(t, "<script type=\"application/json\">"+string(block)+"</script>")
	if text != string(block) || len(tags) != 2 {
		t.Errorf("%.200q leaves its script element", s)
	}
}

func TestJSON(t *testing.T) {
	for _, h := range hostile.Texts() {
		checkJSON(t, h.Text)
	}
	if _, err := escape.ScriptJSON(math.NaN()); err == nil {
		t.Error("NaN has no JSON form and should be an error")
	}
}

func FuzzJSON(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) { checkJSON(t, s) })
}

func checkYAML(t testing.TB, s string) {
	t.Helper()
	for _, scalar := range []string{escape.YAML(s), escape.YAMLScalar(s)} {
		key := scalar
		if len(key) > 1000 { // YAML allows a key 1024 characters
			key = `"k"`
		}
		doc := escape.YAMLComment("", s) + "\n" + key + ": " + scalar + "\n" +
			escape.YAMLComment("  ", s) + "\nlist: [" + scalar + ", {" + key + ": " + scalar + "}]\n"
		var node yaml.Node
		if err := yaml.Unmarshal([]byte(doc), &node); err != nil {
			t.Fatalf("%.200q: %v in %.300q", s, err, doc)
		}
		root := node.Content[0]
		list := root.Content[3]
		nodes := []*yaml.Node{root.Content[1], list.Content[0], list.Content[1].Content[1]}
		if key == scalar {
			nodes = append(nodes, root.Content[0], list.Content[1].Content[0])
		}
		for _, n := range nodes {
			if n.Value != escape.Valid(s) || n.ShortTag() != "!!str" {
				t.Errorf("%.200q reads back as %s %.200q", s, n.ShortTag(), n.Value)
			}
		}
		if len(root.Content) != 4 {
			t.Errorf("%.200q adds keys", s)
		}
		front := "---\ntitle: " + scalar + "\n---\n"
		if strings.Count(front, "\n") != 3 {
			t.Errorf("%.200q breaks front matter: %.200q", s, front)
		}
	}
}

func TestYAML(t *testing.T) {
	for _, h := range hostile.Texts() {
		checkYAML(t, h.Text)
	}
}

func FuzzYAML(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) { checkYAML(t, s) })
}

func TestYAMLScalarIsPlainOnlyForWords(t *testing.T) {
	for in, want := range map[string]string{
		"access_token": "access_token", "Access tokens": "Access tokens", "a/b.c-d": "a/b.c-d",
		"": `""`, "yes": `"yes"`, "NULL": `"NULL"`, "n": `"n"`, "Infinity": `"Infinity"`, "1e3": `"1e3"`, "a ": `"a "`, "a  b": `"a  b"`,
		" a": `" a"`, "-a": `"-a"`, ".inf": `".inf"`, "a: b": `"a: b"`, "a #b": `"a #b"`, "é": `"é"`, "2026-01-01": `"2026-01-01"`,
	} {
		if got := escape.YAMLScalar(in); got != want {
			t.Errorf("YAMLScalar(%q) = %s, want %s", in, got, want)
		}
	}
}

// readCSS reads one string, or one identifier, as CSS Syntax Level 3 (4.3.5, 4.3.7, 4.3.11) says.
func readCSS(t testing.TB, src string, isString bool) string {
	t.Helper()
	if isString {
		if len(src) < 2 || src[0] != '"' || src[len(src)-1] != '"' {
			t.Fatalf("%.200q has no quotes", src)
		}
		src = src[1 : len(src)-1]
	}
	var b strings.Builder
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRuneInString(src[i:])
		i += size
		if r != '\\' {
			name := r >= 0x80 || r == '-' || r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
			if isString && (r == '"' || r == '\n') || !isString && !name {
				t.Fatalf("%q ends %.200q early", r, src)
			}
			b.WriteRune(r)
			continue
		}
		digits := 0
		for digits < 6 && i+digits < len(src) && strings.IndexByte("0123456789abcdefABCDEF", src[i+digits]) >= 0 {
			digits++
		}
		n, err := strconv.ParseUint(src[i:i+digits], 16, 32)
		if err != nil {
			t.Fatalf("%.200q: %v", src, err)
		}
		b.WriteRune(rune(n))
		if i += digits; i < len(src) && src[i] == ' ' {
			i++
		}
	}
	return b.String()
}

func checkCSS(t testing.TB, s string) {
	t.Helper()
	want := strings.ReplaceAll(escape.Valid(s), "\x00", "\ufffd")
	str, id := escape.CSSString(s), escape.CSSIdent(s)
	if got := readCSS(t, str, true); got != want {
		t.Errorf("CSS string %.200q reads back as %.200q, want %.200q", str, got, want)
	}
	if got := readCSS(t, id, false); got != want && want != "" {
		t.Errorf("CSS identifier %.200q reads back as %.200q, want %.200q", id, got, want)
	}
	if first := strings.TrimPrefix(id, "-"); first == "" || first[0] >= '0' && first[0] <= '9' {
		t.Errorf("CSS identifier %.200q would be a number", id)
	}
	if strings.Contains(str+id, "<") {
		t.Errorf("CSS of %.200q could end a style element", s)
	}
	if c, ok := escape.CSSColour(s); !ok && c != "" || strings.ContainsAny(c, "();:/\\ ") {
		t.Errorf("CSSColour(%.200q) = %q, %t", s, c, ok)
	}
}

func TestCSS(t *testing.T) {
	for _, h := range hostile.Texts() {
		checkCSS(t, h.Text)
	}
	for in, want := range map[string]string{
		"#FFF": "#fff", "#a1b2c3d4": "#a1b2c3d4", " RebeccaPurple ": "rebeccapurple", "currentColor": "currentcolor",
		"#12": "", "#12345": "", "#ggg": "", "": "", "red blue": "", "url(x)": "", "rgb(0,0,0)": "", "var(--x)": "", "red;": "", "#": "",
	} {
		if got, ok := escape.CSSColour(in); got != want || ok != (want != "") {
			t.Errorf("CSSColour(%q) = %q, %t, want %q", in, got, ok, want)
		}
	}
}

func FuzzCSS(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) { checkCSS(t, s) })
}

func checkCSV(t testing.TB, s string) {
	t.Helper()
	r := csv.NewReader(strings.NewReader(escape.CSVRow("first", s, "last")))
	r.FieldsPerRecord = 3
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 1 {
		t.Fatalf("cell %.200q: %d rows, %v", s, len(rows), err)
	}
	cell := rows[0][1]
	if strings.ReplaceAll(cell, "'", "") != strings.ReplaceAll(shownText(s), "'", "") {
		t.Errorf("cell %.200q reads back as %.200q", s, cell)
	}
	// Every piece that a spreadsheet with another separator could take for a cell.
	for _, piece := range strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == '\n' || r == '\t' }) {
		if strings.ContainsAny(piece[:1], "=+-@") {
			t.Errorf("cell %.200q holds the formula %.100q", s, piece)
		}
	}
	if first := strings.TrimLeft(cell, " "); first != "" && strings.ContainsRune("=+-@\t＝＋－＠", []rune(first)[0]) {
		t.Errorf("cell %.200q is a formula: %.100q", s, cell)
	}
}

func TestCSV(t *testing.T) {
	for _, h := range hostile.Texts() {
		checkCSV(t, h.Text)
	}
	for in, want := range map[string]string{
		"word": "word", "": `""`, "=1": `"'=1"`, "  @x": `"'  @x"`, `say "x"`: `"say ""x"""`, "a;=b": `"a;'=b"`, "it's": `"it's"`, "a\r\nb": "\"a\nb\"",
	} {
		if got := escape.CSV(in); got != want {
			t.Errorf("CSV(%q) = %s, want %s", in, got, want)
		}
	}
}

func FuzzCSV(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) { checkCSV(t, s) })
}

func TestDotEnv(t *testing.T) {
	for _, h := range hostile.Texts() {
		out := escape.DotEnv(h.Text)
		inner, quoted := strings.CutPrefix(out, "'")
		inner = strings.TrimSuffix(inner, "'")
		if strings.ContainsAny(inner, "'\\$`\n\t") {
			t.Errorf("%s: %.200q holds what readers of .env disagree on", h.Name, out)
		}
		if !quoted && (out != h.Text || strings.ContainsAny(out, ` "#=;&|<>(){}[]*?!~`) || out == "") {
			t.Errorf("%s: %.200q needs quotes", h.Name, out)
		}
	}
	for in, want := range map[string]string{
		"600": "600", "https://id.example/a": "https://id.example/a", "": "''", "a b": "'a b'", `it's $x \`: "'it’s ＄x ⧵'", "a#b": "'a#b'", "a\nB=c": "'a B=c'",
	} {
		if got := escape.DotEnv(in); got != want {
			t.Errorf("DotEnv(%q) = %s, want %s", in, got, want)
		}
	}
}
