// The promise: in the Markdown of each site generator a text stays the text, and no code holds what the generator
// would obey.
package escape_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
)

// commands are what each generator looks for in a page before it knows what is code.
var commands = map[string]*regexp.Regexp{
	"Docusaurus": regexp.MustCompile("(?m)^ *`{3,4} *mdx-code-block$|^#{1,6}[^#].*{#"),
	"MkDocs":     regexp.MustCompile(`\{\{|\{%|\{#|--8<--`),
	"Hugo":       regexp.MustCompile(`\{\{[<%]|<!--more-->`),
}

func TestDialectsLetNothingBeObeyed(t *testing.T) {
	for _, d := range escape.Dialects {
		obeyed := commands[d.Name()]
		if obeyed == nil {
			t.Fatalf("nobody says what %s obeys", d.Name())
		}
		for _, h := range hostile.Texts() {
			for where, out := range map[string]string{
				"text": d.Text(h.Text), "code": d.Code(h.Text), "cell": d.CodeCell(h.Text), "fence": d.Fence("text", h.Text),
				"indented": d.Indented(h.Text), "language": d.Fence(h.Text, "x"),
			} {
				if m := obeyed.FindString(out); m != "" {
					t.Errorf("%s, %s, %s: %q is left in %.200q", d.Name(), where, h.Name, m, out)
				}
			}
		}
	}
}

func TestDialectsKeepTexts(t *testing.T) {
	for _, d := range escape.Dialects {
		for _, h := range hostile.Texts() {
			want := escape.Fold(h.Text)
			if want == "" {
				continue
			}
			for where, out := range map[string]string{"text": d.Text(h.Text), "code": d.Code(h.Text)} {
				got, opened := render(t, "a "+out+" b\n")
				got = strings.ReplaceAll(got, "\u2060", "")
				if plain := strings.ReplaceAll(want, "\u2060", ""); got != "a "+plain+" b" && got != "a  "+plain+"  b" {
					t.Errorf("%s, %s, %s: shows %.200q", d.Name(), where, h.Name, got)
				}
				if elements := strings.Join(opened, " "); elements != "p" && elements != "p code" {
					t.Errorf("%s, %s, %s: elements %s", d.Name(), where, h.Name, elements)
				}
			}
		}
	}
}

func TestDialects(t *testing.T) {
	for _, tt := range []struct{ name, got, want string }{
		{"code is code", escape.Docusaurus.Code("{a}"), "`{a}`"},
		{"an emoji's name is none", escape.Docusaurus.Text("a.yaml:100:3"), "a.yaml&#58;\u2060100&#58;3"},
		{"elsewhere nobody reads it", escape.Hugo.Text("a.yaml:100:3"), "a.yaml&#58;100&#58;3"},
		{"a macro in code", escape.MkDocs.Code("{{ x }}"), `\{\{ x \}\}`},
		{"Docusaurus has none", escape.Docusaurus.Code("{{ x }}"), "`{{ x }}`"},
		{"a shortcode in code", escape.Hugo.Fence("go", "{{< x >}}\ny"), `\{\{&lt; x &gt;\}\}` + "  \ny"},
		{"a bar in a cell", escape.Hugo.CodeCell("a|b"), "`a\\|b`"},
		{"Python-Markdown would show the backslash", escape.MkDocs.CodeCell("a|b"), "`a|b`"},
		{"and splits where a backtick is near", escape.MkDocs.CodeCell("`|`"), "`` `\\|` ``"},
		{"a language that is a command", escape.Docusaurus.Fence("mdx-code-block", "{x}"), "```\n{x}\n```"},
		{"lines without a fence", escape.MkDocs.Indented("a\n\n  b\n"), "    a\n\n      b"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}
