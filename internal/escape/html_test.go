// The promise: a browser shows the writer's text in HTML and SVG and finds no other element or
// attribute; links go to http, https, mailto or within the site.
package escape_test

import (
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
)

// shownText is the text that prose borders promise to show: one picture per control character.
func shownText(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == 0x85:
			return r
		case r < 0x20:
			return '␀' + r
		case r == 0x7f:
			return '␡'
		case r >= 0x80 && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x206f, r == 0xfeff,
			r >= 0xfff9 && r <= 0xfffb, r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe, r >= 0xe0000 && r < 0xe0080:
			return '\ufffd'
		}
		return r
	}, escape.Valid(s))
	for _, end := range []string{"\r\n", "\r", "\u0085", "\u2028", "\u2029"} {
		s = strings.ReplaceAll(s, end, "\n")
	}
	return s
}

// tokens reads HTML and returns its text, and its tags as written anew by the parser.
func tokens(t testing.TB, src string) (text string, tags []html.Token) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(src))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				t.Fatal(z.Err())
			}
			return text, tags
		case html.TextToken:
			text += z.Token().Data
		default:
			tags = append(tags, z.Token())
		}
	}
}

func checkHTML(t testing.TB, s string) {
	t.Helper()
	for _, element := range []string{"p", "title", "textarea"} {
		text, tags := tokens(t, "<"+element+">"+escape.HTMLText(s)+"</"+element+">")
		if text != shownText(s) || len(tags) != 2 {
			t.Errorf("<%s> with %.200q: text %.200q, %d tags", element, s, text, len(tags))
		}
	}
	for _, q := range []string{`"`, `'`} {
		_, tags := tokens(t, "<p title="+q+escape.HTMLAttr(s)+q+">")
		if len(tags) != 1 || len(tags[0].Attr) != 1 || tags[0].Attr[0].Val != shownText(s) {
			t.Errorf("attribute with %.200q: %v", s, tags)
		}
	}
}

func TestHTML(t *testing.T) {
	for _, h := range hostile.Texts() {
		checkHTML(t, h.Text)
	}
}

func FuzzHTML(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) { checkHTML(t, s) })
}

// seed starts a fuzz target with the hostile texts, except those that are only long: the fuzzer
// would spend its time on making them short.
func seed(f *testing.F) {
	for _, h := range hostile.Texts() {
		if len(h.Text) < 500 {
			f.Add(h.Text)
		}
	}
}

func checkSVG(t testing.TB, s string) {
	t.Helper()
	want := strings.Map(func(r rune) rune {
		if r >= 0x2400 && r <= 0x2421 {
			return '\ufffd'
		}
		return r
	}, shownText(s))
	got := strings.Map(func(r rune) rune {
		if r >= 0x2400 && r <= 0x2421 { // a picture that the writer used
			return '\ufffd'
		}
		return r
	}, svgParts(t, `<svg a="`+escape.SVGAttr(s)+`" b='`+escape.SVGAttr(s)+`'>`+escape.SVGText(s)+`</svg>`))
	if got != want+"|"+want+"|"+want {
		t.Errorf("SVG with %.200q: got %.300q", s, got)
	}
}

// svgParts parses a document of one element and joins its two attributes and its text.
func svgParts(t testing.TB, src string) string {
	t.Helper()
	var doc struct {
		A    string `xml:"a,attr"`
		B    string `xml:"b,attr"`
		Text string `xml:",chardata"`
		Any  []any  `xml:",any"`
	}
	if err := xml.Unmarshal([]byte(src), &doc); err != nil {
		t.Fatalf("%v in %.300q", err, src)
	}
	return doc.A + "|" + doc.B + "|" + doc.Text
}

func TestSVG(t *testing.T) {
	for _, h := range hostile.Texts() {
		checkSVG(t, h.Text)
	}
}

func FuzzSVG(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) { checkSVG(t, s) })
}

// checkURL holds what is promised about any accepted link.
func checkURL(t testing.TB, s string) {
	t.Helper()
	u, err := escape.URL(s)
	if err != nil {
		if u != "" || escape.Href(s) != "#" || escape.Src(s) != "" || escape.MarkdownURL(s) != "#" {
			t.Errorf("%.200q is refused (%v) but leads to %q", s, err, u)
		}
		return
	}
	parsed, err := url.Parse(u)
	if err != nil {
		t.Fatalf("%.200q gives %q: %v", s, u, err)
	}
	switch parsed.Scheme {
	case "", "http", "https", "mailto":
	default:
		t.Errorf("%.200q goes out as %q", s, parsed.Scheme)
	}
	if parsed.Scheme == "" && parsed.Host != "" || parsed.User != nil {
		t.Errorf("%.200q names a host or user in %q", s, u)
	}
	if i := strings.IndexFunc(u, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"'<>\\^`{|}()", r) }); i >= 0 {
		t.Errorf("%.200q gives %q with a bare %q", s, u, u[i])
	}
	if again, err := escape.URL(u); err != nil || again != u {
		t.Errorf("%.200q: URL is not stable: %q, then %q (%v)", s, u, again, err)
	}
	decode := func(s string) string { // percent signs that introduce nothing stay
		var b strings.Builder
		for i := 0; i < len(s); i++ {
			if i+2 < len(s) && s[i] == '%' {
				if d, err := url.PathUnescape(s[i : i+3]); err == nil {
					b.WriteString(d)
					i += 2
					continue
				}
			}
			b.WriteByte(s[i])
		}
		return b.String()
	}
	if got, want := decode(u), decode(strings.Trim(escape.Valid(s), " ")); !strings.EqualFold(got, want) {
		t.Errorf("%.200q: decoded %.200q, want %.200q", s, got, want)
	}
	_, tags := tokens(t, `<a href="`+escape.Href(s)+`">`)
	if tags[0].Attr[0].Val != u {
		t.Errorf("href %.200q reads back as %q", u, tags[0].Attr[0].Val)
	}
}

func TestURLHoldsForHostileTexts(t *testing.T) {
	for _, h := range hostile.Texts() {
		checkURL(t, h.Text)
	}
}

func FuzzURL(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) { checkURL(t, s) })
}

func TestURL(t *testing.T) {
	tests := []struct{ in, href, src string }{
		{"https://example.com/a?b=1&c=2#d", "https://example.com/a?b=1&amp;c=2#d", ""},
		{"HTTPS://example.com", "https://example.com", ""},
		{"http://[::1]:8080/x", "http://[::1]:8080/x", ""},
		{"https://bücher.example/é", "https://b%C3%BCcher.example/%C3%A9", ""},
		{"mailto:a@example.com", "mailto:a@example.com", ""},
		{"../tokens/a b.svg", "../tokens/a%20b.svg", "../tokens/a%20b.svg"},
		{"#part", "#part", "#part"},
		{"?q=javascript:x", "?q=javascript:x", "?q=javascript:x"},
		{"a/b:c", "a/b:c", "a/b:c"},
		{"100%", "100%25", "100%25"},
		{"%41", "%41", "%41"},
		{`x" onclick="y`, "x%22%20onclick=%22y", "x%22%20onclick=%22y"},
		{"javascript:alert(1)", "#", ""},
		{"javascript&colon;alert(1)", "javascript&amp;colon;alert%281%29", "javascript&amp;colon;alert%281%29"},
		{"java\nscript:alert(1)", "#", ""},
		{"\x01javascript:alert(1)", "#", ""},
		{"data:,x", "#", ""},
		{"blob:x", "#", ""},
		{"a:b", "#", ""},
		{":x", "#", ""},
		{"//evil.example", "#", ""},
		{`\\evil.example`, "#", ""},
		{`/\evil.example`, "#", ""},
		{"https:evil.example", "#", ""},
		{"https:/evil.example", "#", ""},
		{"https://", "#", ""},
		{"https:///x", "#", ""},
		{"https://a@b", "#", ""},
		{"https://a b/", "#", ""},
		{"mailto:", "#", ""},
		{"", "#", ""},
	}
	for _, test := range tests {
		if got := escape.Href(test.in); got != test.href {
			t.Errorf("Href(%q) = %q, want %q", test.in, got, test.href)
		}
		if got := escape.Src(test.in); got != test.src {
			t.Errorf("Src(%q) = %q, want %q", test.in, got, test.src)
		}
	}
}

func TestURLSaysWhy(t *testing.T) {
	for in, want := range map[string]string{
		"javascript:x": `"javascript:" is none of http, https, mailto`,
		"a\tb":         "U+0009",
		`\\x`:          "backslash",
		"//x":          "write https: in front",
		"https://a@b":  "user name",
		"https://":     "no host",
	} {
		if _, err := escape.URL(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("URL(%q): %v, want %q in it", in, err, want)
		}
	}
}

func TestURLPart(t *testing.T) {
	for _, h := range hostile.Texts() {
		out := escape.URLPart(h.Text)
		got, err := url.PathUnescape(out)
		want := escape.Valid(h.Text)
		if want == "." || want == ".." {
			want = strings.ReplaceAll(want, ".", "%2E")
		}
		if err != nil || got != want || strings.ContainsAny(out, "/?#&=+\"'<>") {
			t.Errorf("%s: %.200q reads back as %.200q (%v)", h.Name, out, got, err)
		}
	}
}
