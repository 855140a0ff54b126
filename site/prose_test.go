// Promise: the prose of a policy comes out as Markdown that is safe in any page: no raw HTML, no picture, no heading
// of its own, every block closed, references as values, within bounds of time and size.
package site

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
	"github.com/tokenbook/tokenbook/specs"
)

func proseBuilder(t testing.TB) *builder {
	t.Helper()
	source, findings := specs.Load(fstest.MapFS{"policy.yaml": {Data: []byte(`tokenbook: v1
policy: {id: prose, title: Prose, version: 1.0.0}
tokens:
  access: {type: access_token, lifetime: 10m}
  refresh: {type: refresh_token, lifetime: {idle: 14d, absolute: {of: 90d, from: authorization}}}
`)}}, "policy.yaml")
	if source == nil {
		t.Fatal(findings)
	}
	doc, _ := specs.Parse(source)
	lib, err := loadLibrary(overlay{})
	if err != nil {
		t.Fatal(err)
	}
	p := specs.Resolve(doc, source, specs.Date{})
	return &builder{book: book.New(p, nil), policy: p, proseParser: lib.prose, references: referenceKinds()}
}

func TestProse(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain", "Ends soon.", "Ends soon."},
		{"emphasis", "a *b* **c** `d`", "a *b* **c** `d`"},
		{"heading", "# Big\n\ntext", "**Big**\n\ntext"},
		{"raw html", "a <b>c</b> <script>x</script>", `a &lt;b&gt;c&lt;/b&gt; &lt;script&gt;x&lt;/script&gt;`},
		{"html block", "<div>\nx\n</div>", `&lt;div&gt; x &lt;/div&gt;`},
		{"remote picture", "![a](https://e.example/x.png)", "[a](https://e.example/x.png)"},
		{"picture as data", "![a](data:image/png;base64,xx)", "a"},
		{"bad link", "[a](javascript:alert) [b](../x) [c](file:///x)", "a b c"},
		{"good link", "[a](https://e.example/?a=b&c=d)", "[a](https://e.example/?a=b&amp;c=d)"},
		{"list", "- a\n- b\n  - c", "- a\n- b\n\n  - c"},
		{"numbers", "3. a\n4. b", "3. a\n4. b"},
		{"open fence", "```\ncode", "```\ncode\n```"},
		{"quote", "> a\n> b", "> a b"},
		{"table", "|a|b|\n|-|-|\n|1|2|", "| a | b |\n|---|---|\n| 1 | 2 |"},
		{"definition", "[a]\n\n[a]: https://e.example", "[a](https://e.example)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := string(withoutMarks(proseBuilder(t).blockProse(specs.Prose(tt.in))))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What our own pages give a meaning to means nothing in prose; how the escaper spells it is its own affair.
func TestProseCannotSpeakForThePage(t *testing.T) {
	b := proseBuilder(t)
	for in, forbidden := range map[string]string{
		"> [!NOTE]\n> x":                "[!NOTE]",
		"{{ no.such.path }}":            "{{",
		"^\x02l,\x03x":                  markStart,
		"| a |\n|---|\n| ^\x02B0\x03 |": markStart,
		"`^\x02B0\x03`":                 markStart,
	} {
		if got := string(b.blockProse(specs.Prose(in))); strings.Contains(got, forbidden) {
			t.Errorf("%q came out as %q", in, got)
		}
	}
}

func TestReferencesShowValuesWithTheirPlace(t *testing.T) {
	b := proseBuilder(t)
	got := string(b.blockProse("After {{ tokens.access.lifetime }}, or {{tokens.refresh.lifetime.absolute}}; `max-age={{ tokens.access.lifetime }}`"))
	want := "After ^\x02vpolicy.yaml%3A4%3A42,,tokens.access.lifetime%2C%20policy.yaml%3A4%3A42\x0310 minutes^\x02/v\x03, or "
	if !strings.HasPrefix(got, want) {
		t.Errorf("got %q", got)
	}
	for _, part := range []string{"90 days from authorization", "`max-age=10m`"} {
		if !strings.Contains(got, part) {
			t.Errorf("got %q without %q", got, part)
		}
	}
}

func TestProseInACellIsOneLine(t *testing.T) {
	b := proseBuilder(t)
	for _, h := range hostile.Texts() {
		if got := string(b.inlineProse(specs.Prose(h.Text))); strings.ContainsAny(got, "\n|") {
			t.Errorf("%s: %.100q", h.Name, got)
		}
	}
}

// The worst cases measured for the parser end in time and stay small.
func TestProseIsBounded(t *testing.T) {
	for name, in := range map[string]string{
		"wide table":   strings.Repeat("|a", 5000) + "|\n" + strings.Repeat("|-", 5000) + "|\n" + strings.Repeat("|x|\n", 2000),
		"links":        strings.Repeat("[a](", 30000),
		"references":   strings.Repeat("[a]: /x\n", 30000),
		"deep list":    strings.Repeat("- ", 5000) + "x",
		"deep quote":   strings.Repeat("> ", 5000) + "x",
		"indent":       strings.Repeat(" ", 50000) + "- x",
		"emphasis":     strings.Repeat("*a ", 20000),
		"backticks":    strings.Repeat("`", 30000) + " " + strings.Repeat("` ", 10000),
		"settings":     strings.Repeat("{{ tokens.access.lifetime }}", 1000),
		"long":         strings.Repeat("word ", 100000),
		"broken utf-8": strings.Repeat("\xff\xfe", 40000),
	} {
		began := time.Now()
		got := proseBuilder(t).blockProse(specs.Prose(in))
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		if len(got) > 20*maxProse {
			t.Errorf("%s made %d bytes", name, len(got))
		}
	}
}

// The short ways past the escapers give what the escapers give.
func TestShortWaysAreEqual(t *testing.T) {
	texts := []string{"import x", "export", "Access token", "a  b", " a", "a ", "1. x", "9", "a,b", "Über", "a/b-c_d.e:f", "x\ny", ".", "..", "~a"}
	for _, h := range hostile.Texts() {
		texts = append(texts, h.Text)
	}
	for _, s := range texts {
		for name, pair := range map[string][2]string{
			"attr": {attr(s), escape.HTMLAttr(s)}, "htmlText": {htmlText(s), escape.HTMLText(s)},
			"md": {md(s), escape.MarkdownText(s)}, "part": {part(s), escape.URLPart(s)},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s(%.60q) = %.60q, the escaper says %.60q", name, s, pair[0], pair[1])
			}
		}
	}
}

func TestMarksSurviveWhatTheyCarry(t *testing.T) {
	for _, h := range hostile.Texts() {
		want := escape.Valid(h.Text)
		if want == "." || want == ".." {
			continue // a path segment is spelled so that no browser resolves it
		}
		m, size := readMark(string(mark(markValue, h.Text, "x")))
		if size == 0 || m.kind != markValue || m.arg(0) != want || m.arg(1) != "x" {
			t.Errorf("%s: got %+v", h.Name, m)
		}
	}
}
