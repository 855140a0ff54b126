// Keeps the promise that formatting changes layout alone: what a file says, its comments, their order and its quoting stay,
// and doing it twice is doing it once.
package edit

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var layouts = []struct{ name, before, want string }{
	{"indentation of two", "a:\n    b:\n        c: 1\n    d: 2\n", "a:\n  b:\n    c: 1\n  d: 2\n"},
	{"lists below their key", "a:\n- b: 1\n  c: 2\n- d\ne: 3\n", "a:\n  - b: 1\n    c: 2\n  - d\ne: 3\n"},
	{"wide items", "a:\n  -   b: 1\n      c: 2\n  -   - x\n      - y\n", "a:\n  - b: 1\n    c: 2\n  - - x\n    - y\n"},
	{"items on the next line", "a:\n-\n  b: 1\n", "a:\n  -\n    b: 1\n"},
	{"braces", "a: { b: 1 ,c: [ 1,2 , 3 ] , d: \"x, y\" }\n", "a: {b: 1, c: [1, 2, 3], d: \"x, y\"}\n"},
	{"braces over lines", "a:\n    b: { c: 1,   # one\n         d: 2 }\n", "a:\n  b: {c: 1,   # one\n       d: 2}\n"},
	{"alignment stays", "web:    {a: 1}\nworker: {a: 2}   # two\n", "web:    {a: 1}\nworker: {a: 2}   # two\n"},
	{"block text keeps its shape", "a:\n    b: |\n        one\n          two  \n\n        three\n    c: 1\n", "a:\n  b: |\n      one\n        two  \n\n      three\n  c: 1\n"},
	{"folded text", "a:\n    b: >-\n      one\n      two\n", "a:\n  b: >-\n    one\n    two\n"},
	{"plain text over lines", "a:\n    b: one\n      two\n    c: 1\n", "a:\n  b: one\n    two\n  c: 1\n"},
	{"quoted text over lines", "a:\n    b: \"one\n      two\"\n    c: 'it''s\n      so'\n", "a:\n  b: \"one\n    two\"\n  c: 'it''s\n    so'\n"},
	{"comments go with what follows", "# top\na:\n    # of b\n    b: 1\n# of c\nc: 2\n# end\n", "# top\na:\n  # of b\n  b: 1\n# of c\nc: 2\n# end\n"},
	{"empty lines", "\n\na: 1\n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"},
	{"ends of lines", "a: 1   \r\nb: 2\t\r\n", "a: 1\nb: 2\n"},
	{"no end of line", "a: 1", "a: 1\n"},
	{"anchors and merges", "a: &x\n    b: 1\nc:\n    <<: *x\n    d: &y [ 1 ]\n", "a: &x\n  b: 1\nc:\n  <<: *x\n  d: &y [1]\n"},
	{"quoted keys and colons", "\"a: b\":\n    'c:d': http://x/y#z\n", "\"a: b\":\n  'c:d': http://x/y#z\n"},
}

func TestFormat(t *testing.T) {
	for _, c := range layouts {
		got, err := Format(c.before)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
		if again, err := Format(got); err != nil || again != got {
			t.Errorf("%s: a second time gives %q, %v", c.name, again, err)
		}
	}
}

// TestFormatRefuses tells that what cannot be laid out is left alone with a reason.
func TestFormatRefuses(t *testing.T) {
	for _, text := range []string{"a: [1\n", "a:\n\tb: 1\n", "? a\n: b\n", "a: {b: \"x\n  y\"}\n"} {
		if got, err := Format(text); err == nil {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// TestPublishedPoliciesAreFormatted tells that what the repository shows is what the formatter writes.
func TestPublishedPoliciesAreFormatted(t *testing.T) {
	for _, text := range published(t) {
		got, err := Format(text)
		if err != nil {
			t.Errorf("%v\n%.200s", err, text)
			continue
		}
		if diff := cmp.Diff(text, got); diff != "" {
			t.Errorf("not formatted:\n%s", diff)
		}
	}
}

// published are the policies that users see: the examples and what init writes.
func published(t testing.TB) []string {
	var out []string
	for _, pattern := range []string{"../../examples/*/*.yaml", "../../templates/starters/*.yaml"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, string(data))
		}
	}
	return out
}

func FuzzFormat(f *testing.F) {
	for _, c := range layouts {
		f.Add(c.before)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<16 {
			return
		}
		once, err := Format(text) // that the meaning stays is checked in it
		if err != nil {
			return
		}
		twice, err := Format(once)
		if err != nil || twice != once {
			t.Errorf("%q becomes %q, and that %q, %v", text, once, twice, err)
		}
	})
}

func BenchmarkFormat(b *testing.B) {
	all := published(b)
	size := 0
	for _, text := range all {
		size += len(text)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, text := range all {
			if _, err := Format(text); err != nil {
				b.Fatal(err)
			}
		}
	}
}
