// This file keeps the promise that labels are shown as one knows them: nothing
// hidden, nothing reordered, cut only at the limit, broken where it reads well.
package draw

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain":            "plain",
		" a  b ":           "a b",
		"a\r\nb\u2028c\td": "a b c d",
		"a\u00a0b":         "a b",
		"a\x00b":           "a[U+0000]b",
		"\x1b[31m":         "[U+001B][31m",
		"\u202Eabc":        "[U+202E]abc",
		"a\u200bb\ufeff":   "a[U+200B]b[U+FEFF]",
		"a\u00adb":         "a[U+00AD]b",
		"\U000E0041":       "[U+E0041]",
		"\u3164":           "[U+3164]",
		"a\xffb":           "a\ufffdb",
		"\ufffe":           "[U+FFFE]",
		"\ue000":           "[U+E000]",
		"é ß € → 日本 \u0065\u0301 😀\ufe0f": "é ß € → 日本 \u0065\u0301 😀\ufe0f",
		"": "",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{
		{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"ab cd", 4, "ab…"}, {"ééé", 3, "ééé"}, {"éééé", 3, "éé…"},
	} {
		if got := cut(c.in, c.limit); got != c.want {
			t.Errorf("cut(%q, %d) = %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

func TestWrapped(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  []string
	}{
		{"", 10, nil},
		{"short", 10, []string{"short"}},
		{"Authorization server", 18, []string{"Authorization", "server"}},
		{"one two three four five six", 22, []string{"one two three", "four five six"}},
		{"see https://example.com/a/very/long/path?x=1", 20, []string{"see", "https://example.com/", "a/very/long/path?x=1"}},
		{"aaaaaaaaaaaaaaaaaaaaaaaa", 10, []string{"aaaaaaaaaa", "aaaaaaaaaa", "aaaa"}},
		{"日本語日本語日本語", 10, []string{"日本語日本", "語日本語"}},
		{"line\nbreaks are spaces", 40, []string{"line breaks are spaces"}},
	} {
		if diff := cmp.Diff(c.want, wrapped(c.in, c.width)); diff != "" {
			t.Errorf("wrapped(%q, %d): %s", c.in, c.width, diff)
		}
	}
	long := wrapped(strings.Repeat("x", 10000), 28)
	if n := utf8.RuneCountInString(strings.Join(long, "")); n != LabelLimit || !strings.HasSuffix(long[len(long)-1], "…") {
		t.Errorf("a label of 10,000 characters shows %d, ending in %q", n, long[len(long)-1])
	}
}

// FuzzWrapped: no line is wider than it may be, nothing but spaces gets lost,
// and no character is left that hides itself or others.
func FuzzWrapped(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, 12)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		width = 2 + (width%60+60)%60
		lines := wrapped(s, width)
		whole := cut(clean(s), LabelLimit)
		if got, want := strings.Join(lines, ""), strings.ReplaceAll(whole, " ", ""); strings.ReplaceAll(got, " ", "") != want {
			t.Fatalf("%q became %q", want, got)
		}
		for _, line := range lines {
			if columns(line) > width {
				t.Fatalf("line %q is wider than %d", line, width)
			}
			for _, r := range line {
				if unicode.In(r, unicode.Cc, unicode.Cf) || hidden(r) {
					t.Fatalf("%U is left in %q", r, line)
				}
			}
		}
	})
}
