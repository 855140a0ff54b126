// The promise: Markdown text renders as the writer's text, wherever it stands inline, with no
// element of its own; and no preprocessor (Hugo, Jinja, Liquid, MDX) finds anything in it.
package escape_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
)

// everything is goldmark with all it can recognise, and with raw HTML let through.
var everything = goldmark.New(
	goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList),
	goldmark.WithParserOptions(parser.WithAttribute()),
	goldmark.WithRendererOptions(html.WithUnsafe()),
)

// render returns the text and the names of the tags that are opened.
func render(t testing.TB, md string) (text string, opened []string) {
	t.Helper()
	var b bytes.Buffer
	if err := everything.Convert([]byte(md), &b); err != nil {
		t.Fatal(err)
	}
	text, tags := tokens(t, b.String())
	for _, tag := range tags {
		if s := tag.String(); !strings.HasPrefix(s, "</") {
			opened = append(opened, tag.Data)
		}
	}
	return strings.Trim(text, "\n"), opened
}

// preprocessed are the openings that some program looks for before it reads Markdown, and what
// MDX reads as code.
var preprocessed = regexp.MustCompile(`\{\{|\{%|\{#|\{:|(^|[^\\])\{|<|--8<|^(import|export)`)

var manyNewlines = regexp.MustCompile(`\n+`)

func checkMarkdown(t testing.TB, s string) {
	t.Helper()
	out, want := escape.MarkdownText(s), escape.Fold(s)
	contexts := []struct{ before, after, textBefore, textAfter, elements string }{
		{"", "", "", "", "p"},
		{"before ", " after", "before ", " after", "p"},
		{"line\n", "\nline", "line ", " line", "p"},
		{"# ", "", "", "", "h1"},
		{"- ", "", "", "", "ul li"},
		{"> ", "", "", "", "blockquote p"},
		{"**b** ", "", "b ", "", "p strong"},
		{"| h |\n|---|\n| ", " |", "h ", "", "table thead tr th tbody tr td"},
	}
	for _, c := range contexts {
		if want == "" {
			continue // an empty block has no paragraph; nothing was written
		}
		got, opened := render(t, c.before+out+c.after+"\n")
		got = strings.Trim(manyNewlines.ReplaceAllString(got, " "), " ")
		if got != c.textBefore+want+c.textAfter || strings.Join(opened, " ") != c.elements {
			t.Errorf("%.100q as %.200q after %q: text %.200q, elements %v", s, out, c.before, got, opened)
		}
	}
	if m := preprocessed.FindString(out); m != "" {
		t.Errorf("%.100q: %q is left in %.200q", s, m, out)
	}
	if strings.ContainsAny(out, "\n\t|") {
		t.Errorf("%.100q: %.200q leaves its line or cell", s, out)
	}
}

func TestMarkdownText(t *testing.T) {
	for _, h := range hostile.Texts() {
		checkMarkdown(t, h.Text)
	}
	for in, want := range map[string]string{
		"Access tokens live for 10 minutes.": "Access tokens live for 10 minutes.",
		"client_id is a-b (see 1.2): x":      "client_id is a-b (see 1.2): x",
		"1. x":                               `1\. x`,
		"-x":                                 `\-x`,
		"import":                             "&#105;mport",
		"an import":                          "an import",
		"a | b":                              "a &#124; b",
		"{{< x >}}":                          `\{\{&lt; x &gt;\}\}`,
		"{% x %}":                            `\{&#37; x %\}`,
		"https://x":                          "https&#58;//x",
		"  a\n\nb ":                          "a b",
		"":                                   "",
	} {
		if got := escape.MarkdownText(in); got != want {
			t.Errorf("MarkdownText(%q) = %s, want %s", in, got, want)
		}
	}
}

func FuzzMarkdownText(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) { checkMarkdown(t, s) })
}

// Python-Markdown prints the backslash before any other character.
var everyMarkdownEscapes = regexp.MustCompile("\\\\([^\\\\`*_{}\\[\\]()#+.!-]|$)")

func TestBackslashesAreUnderstoodEverywhere(t *testing.T) {
	for _, h := range hostile.Texts() {
		out := strings.ReplaceAll(escape.MarkdownText(h.Text), `\\`, "")
		if m := everyMarkdownEscapes.FindString(out); m != "" {
			t.Errorf("%s: %q in %.200q", h.Name, m, out)
		}
	}
}

func checkMarkdownCode(t testing.TB, s string) {
	t.Helper()
	want := escape.Fold(s)
	if want != "" {
		text, opened := render(t, "x "+escape.MarkdownCode(s)+" y\n")
		isCode := strings.Join(opened, " ") == "p code"
		hugo := strings.Contains(want, "{{<") || strings.Contains(want, "{{%")
		if text != "x "+want+" y" || isCode == hugo {
			t.Errorf("code %.200q: text %.200q, elements %v", s, text, opened)
		}
		text, opened = render(t, "| h |\n|---|\n| "+escape.MarkdownCodeCell(s)+" |\n")
		if got := strings.Join(strings.Fields(text), " "); got != strings.Join(strings.Fields("h "+want), " ") ||
			!strings.HasPrefix(strings.Join(opened, " ")+" code", "table thead tr th tbody tr td code") {
			t.Errorf("code cell %.200q: text %.200q, elements %v", s, got, opened)
		}
	}
	fence := escape.MarkdownFence("go {x}`<", s)
	text, opened := render(t, fence+"\n")
	want = shownText(s)
	if !strings.Contains(want, "{{<") && !strings.Contains(want, "{{%") {
		if strings.Join(opened, " ") != "pre code" || text != strings.Trim(want, "\n") {
			t.Errorf("fence %.200q: text %.200q, elements %v", s, text, opened)
		}
		return
	}
	if preprocessed.MatchString(fence) || len(opened) == 0 || opened[0] != "p" || strings.Trim(strings.Join(opened[1:], ""), "br") != "" {
		t.Errorf("fence %.200q: elements %v in %.200q", s, opened, fence)
	}
}

func TestMarkdownCode(t *testing.T) {
	for _, h := range hostile.Texts() {
		checkMarkdownCode(t, h.Text)
	}
	for in, want := range map[string]string{"a": "`a`", "`": "`` ` ``", "a``b": "```a``b```", "": "", "{{< x": `\{\{&lt; x`} {
		if got := escape.MarkdownCode(in); got != want {
			t.Errorf("MarkdownCode(%q) = %s, want %s", in, got, want)
		}
	}
	if got, want := escape.MarkdownFence("c++\n{x}", "a\n```\n"), "````c++x\na\n```\n````"; got != want {
		t.Errorf("fence %q, want %q", got, want)
	}
}

func FuzzMarkdownCode(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) { checkMarkdownCode(t, s) })
}

func checkMarkdownLink(t testing.TB, s string) {
	t.Helper()
	for _, md := range []string{escape.MarkdownLink(s, s) + "\n", "| h |\n|---|\n| " + escape.MarkdownLink("x", s) + " |\n", "[x](" + escape.MarkdownURL(s) + ")\n"} {
		var b bytes.Buffer
		if err := everything.Convert([]byte(md), &b); err != nil {
			t.Fatal(err)
		}
		_, tags := tokens(t, b.String())
		links := 0
		for _, tag := range tags {
			for _, a := range tag.Attr {
				// goldmark encodes the brackets of an IPv6 host as well.
				back := strings.NewReplacer("%5B", "[", "%5D", "]").Replace(a.Val)
				if _, err := escape.URL(back); a.Key != "href" || err != nil {
					t.Errorf("link to %.200q: %s=%.200q", s, a.Key, a.Val)
				}
				links++
			}
		}
		if _, err := escape.URL(s); links > 1 || err == nil && links == 0 && escape.Fold(s) != "" {
			t.Errorf("link to %.200q: %d links in %.200q", s, links, b.String())
		}
	}
}

func TestMarkdownLink(t *testing.T) {
	for _, h := range hostile.Texts() {
		checkMarkdownLink(t, h.Text)
	}
	for address, want := range map[string]string{
		"https://e.example/a_b?x=1&y=2": `[a&#93;b](https://e.example/a_b?x=1&amp;y=2)`,
		"a(b)":                          `[a&#93;b](a%28b%29)`,
		"javascript:x":                  `a&#93;b`,
	} {
		if got := escape.MarkdownLink("a]b", address); got != want {
			t.Errorf("MarkdownLink to %q = %s, want %s", address, got, want)
		}
	}
}

func FuzzMarkdownLink(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) { checkMarkdownLink(t, s) })
}
