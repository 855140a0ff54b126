// Keeps the promises of the formatter: white space becomes one style, while every value, anchor, quote and comment stays,
// in its order; formatting twice is formatting once; what cannot be kept so is refused with its place.
package edit

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestFormat(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"levels", "a:\n    b:\n         c: 1\n    d: 2\ne: 3\n", "a:\n  b:\n    c: 1\n  d: 2\ne: 3\n"},
		{"a root that is indented", "  a: 1\n  b:\n   c: 2\n", "a: 1\nb:\n  c: 2\n"},
		{"lists at the level of their key", "a:\n- x\n- y\nb:\n-   c: 1\n    d: 2\n-\n     c: 1\n", "a:\n  - x\n  - y\nb:\n  - c: 1\n    d: 2\n  -\n    c: 1\n"},
		{"lists in lists", "a:\n- - x\n  - y\n-     - z\n", "a:\n  - - x\n    - y\n  - - z\n"},
		{"lists in mappings in lists", "a:\n- b:\n  - x\n  c:\n  - - d: 1\n", "a:\n  - b:\n      - x\n    c:\n      - - d: 1\n"},
		{"a value below its key", "a:\n      text\nb:\n {c: d}\n", "a:\n  text\nb:\n  {c: d}\n"},
		{"a missing value", "a:\nb: &x\nc: 1\n", "a:\nb: &x\nc: 1\n"},
		{"a column of values", "a:      1\nbbb :   {c: 1}\nd:\n    'e':  [x] # y\n    ff:   &z 2\n\n    g:    1\nh: 1\nii: 2\n", "a:   1\nbbb: {c: 1}\nd:\n  'e': [x] # y\n  ff:  &z 2\n\n  g: 1\nh: 1\nii: 2\n"},
		{"a column of values that go on", "a:    {b: 1,\n c: 2}\nd:    [x,\n y]\neee: 1\nf:   2\n", "a: {b: 1,\n    c: 2}\nd: [x,\n    y]\neee: 1\nf:   2\n"},
		{"spaces around signs", "a :   1\n'b'  :\t'2'\t\nc:   {d:1 , 'e':2}\n", "a: 1\n'b': '2'\nc: {d:1, 'e': 2}\n"},
		{"spaces in brackets", "a: { b: [ x ,y ], c: { } , d: [ ] }\n", "a: {b: [x, y], c: {}, d: []}\n"},
		{"nothing before a comma", "a: {b: , c: }\nd: [x, y, ]\n", "a: {b: , c: }\nd: [x, y,]\n"},
		{"windows", "a: 1\r\nb: |\r\n  x\r\n  y\r\n", "a: 1\nb: |\n  x\n  y\n"},
		{"a byte order mark", "\ufeffa: 1\n", "a: 1\n"},
		{"trailing white space", "a: 1  \n  \nb: 2\t\n", "a: 1\n\nb: 2\n"},
		{"empty lines", "\n\n# x\n\n\n\na: 1\n\n\nb:\n\n\n  c: 2\n\n\n", "# x\n\na: 1\n\nb:\n\n  c: 2\n"},
		{"no last line end", "a: 1\nb: [x,\n  y]", "a: 1\nb: [x,\n    y]\n"},
		{"order and quotes", "z: \"1\"\na: '2'\nm: 010\nn: ~\nyes: no\n", "z: \"1\"\na: '2'\nm: 010\nn: ~\nyes: no\n"},
		{"wide letters", "ß€: {é:  1, 'ö' :   [🙂  ,x]} # ü\n", "ß€: {é: 1, 'ö': [🙂, x]} # ü\n"},
		{"anchors", "a:   &x   {b:   1}\nc:  &y\n     d:  *x\ne:  [ *x , &z 1 ]\nf:\n    &w g: *y\nh:\n    <<:   *y\n", "a: &x {b: 1}\nc: &y\n  d: *x\ne: [*x, &z 1]\nf:\n  &w g: *y\nh:\n  <<: *y\n"},
		{"an anchor of its own line", "a:\n    &x\n    b: 1\n", "a:\n  &x\n  b: 1\n"},
		{"a document mark", "---   # c\na: 1\n...\n", "--- # c\na: 1\n...\n"},
		{"a mapping in brackets alone", "{ a: 1,\n     b: 2\n}\n", "{a: 1,\n b: 2\n}\n"},

		{"brackets below the first entry", "a: {b: 1,\n  c: [x,\n y],\n        d: 2}\n", "a: {b: 1,\n    c: [x,\n        y],\n    d: 2}\n"},
		{"brackets that end a line", "a: {\n     b: 1,\n     c: [\n  x\n ]\n}\nd:\n   - {\n    e: 1\n       }\n", "a: {\n  b: 1,\n  c: [\n    x\n  ]\n}\nd:\n  - {\n    e: 1\n  }\n"},
		{"a bracket far to the right", "a: {" + strings.Repeat("b", 60) + ": [x,\n y],\n c: 1}\n", "a: {" + strings.Repeat("b", 60) + ": [x,\n      y],\n    c: 1}\n"},
		{"a key before its brackets", "a:\n   {b: 1,\n  c: 2}\n", "a:\n  {b: 1,\n   c: 2}\n"},

		{"plain text of several lines", "a: one\n      two\n\n      three # c\nb: [four\n five, six]\n", "a: one\n  two\n\n  three # c\nb: [four\n      five, six]\n"},
		{"quoted text of several lines", "a: \"one  \n\ttwo \\\n      \\ three\\ \n  four\"   # c\nb: 'it''s   \n\n\n  so'\n", "a: \"one\n  two \\\n  \\ three\\ \n  four\" # c\nb: 'it''s\n\n\n  so'\n"},

		{"a literal text", "a:\n     b: |\n          one  \n            two\n\n\n          # three\n\n\n     c: 1\n", "a:\n  b: |\n    one  \n      two\n\n\n    # three\n\n  c: 1\n"},
		{"a folded text", "a:\n  - >-   # c\n     one\n\n       two\n     \n     three\n  - x\n", "a:\n  - >- # c\n    one\n\n      two\n\n    three\n  - x\n"},
		{"a text that says its indentation", "a:\n   b: |2\n       one\n     two\n   c: 1\n", "a:\n  b: |2\n      one\n    two\n  c: 1\n"},
		{"a text that keeps its line ends", "a:\n b: |+\n  one\n\n\n c: >+\n  two\n\n", "a:\n  b: |+\n    one\n\n\n  c: >+\n    two\n\n"},
		{"a text with white space at its end", "a: |\n    one\n      \n    \nb: 1\n", "a: |\n  one\n    \n\nb: 1\n"},
		{"a text without a line end", "a: |\n    one", "a: |-\n  one\n"},
		{"a kept text without a line end", "a: |2+\n  one\n  two", "a: |2-\n  one\n  two\n"},
		{"an empty text", "a: |\n\n\nb: >-\nc: 1\n", "a: |\n\nb: >-\nc: 1\n"},
		{"a comment after a text", "a:\n    b: |\n          x\n      # about a\n    # about c\n    c: 1\n", "a:\n  b: |\n    x\n  # about a\n  # about c\n  c: 1\n"},

		{"comments with what follows", "# a\na:\n    # b\n    b:\n    # c\n    - c\n    # d\n    - d\n    # e\n    e: 1\n# f\nf: 1\n", "# a\na:\n  # b\n  b:\n    # c\n    - c\n    # d\n    - d\n  # e\n  e: 1\n# f\nf: 1\n"},
		{"comments at the end of a level", "a:\n    b:\n        c: 1\n        # c\n      # between\n    # b\n# a\nd: 1\n    # end\n", "a:\n  b:\n    c: 1\n    # c\n  # between\n  # b\n# a\nd: 1\n# end\n"},
		{"comments before a level", "a:\n  # deeper\n      b: 1\nc:\n# at the margin\n    d: 1\n", "a:\n  # deeper\n  b: 1\nc:\n# at the margin\n  d: 1\n"},
		{"comments keep their text", "a: 1 #b\n#!c   \n#\n", "a: 1 #b\n#!c\n#\n"},
		{"one space before a comment", "a: 1    # x\nbb: [2]      # y\n", "a: 1 # x\nbb: [2] # y\n"},
		{"a column of comments", "a: 1       # x\nbb:   [2]  # y\n           # goes on\n\nc: 3       # z\n", "a: 1    # x\nbb: [2] # y\n        # goes on\n\nc: 3 # z\n"},
		{"a column and the next line", "abc: # x\n     # y\n     d: 1\n", "abc: # x\n  # y\n  d: 1\n"},
		{"comments in brackets", "a: [x, # one\n # two\n     y,\n       # three\n ]\n", "a: [x, # one\n    # two\n    y,\n    # three\n   ]\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Format(c.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if again, err := Format(got); err != nil || again != got {
				t.Errorf("a second time: %v\n%s", err, cmp.Diff(got, again))
			}
		})
	}
}

func TestUnformatted(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"no YAML", "a: [1\n", "not YAML"},
		{"nothing", "# x\n", "empty"},
		{"a list", "- a\n", "mapping"},
		{"several documents", "a: 1\n---\nb: 2\n", "line 2, column 1: a second document"},
		{"a tag", "a: 1\nb: !!str 2\n", "line 2, column 4: a tag"},
		{"a tag without a name", "a: 1\nb: ! 2\n", "line 2, column 4: the text of this value"},
		{"a key of its own line", "a: 1\n? b\n: 2\n", "line 2, column 1: this cannot"},
		{"a key without a name", "a: 1\n\"\": 2\n~: 3\n&x : 4\n", "line 4, column 1: a key must"},
		{"a key in brackets", "[a]: 1\n", "line 1, column 1: a key must"},
		{"a key that is an alias", "a: &x 1\n*x : 2\n", "line 2, column 1: a key must"},
		{"a line end of Unicode", "a: 1\nb: \"x\u2028y\"\n", "line 2, column 6: the character U+2028 ends a line for some programs and not for others; write a line end, or \\u2028"},
	} {
		got, err := Format(c.text)
		var why *Unformatted
		if got != "" || !errors.As(err, &why) || !strings.HasPrefix(err.Error(), c.want) && !strings.Contains(why.Reason, c.want) {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
	}
}

// What stands between Format and a wrong result notices each kind of change.
func TestSameNotices(t *testing.T) {
	const text = "a: &x 'b' # one\nc: [d, *x]\ne: |\n  f\n# two\n"
	root, err := single(text)
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := scan(text, root)
	if err != nil {
		t.Fatal(err)
	}
	if err := same(root, tokens, text); err != nil {
		t.Errorf("the text itself: %v", err)
	}
	for _, change := range [][2]string{
		{"'b'", "'c'"}, {"'b'", "b"}, {"&x", "&y"}, {"*x", "'b'"}, {"[d", "[d, d"}, {"  f", "   g"}, {"|", ">"}, {"[d, *x]", "\n  - d\n  - *x"},
		{"# one", "# 1"}, {"# two", ""}, {"# two", "# two\n# three"}, {" # one", ""}, {"a: &x 'b' # one\nc:", "a: &x 'b'\nc: # one\n "}, {"a:", "[a"},
	} {
		if err := same(root, tokens, strings.Replace(text, change[0], change[1], 1)); err == nil {
			t.Errorf("%q for %q goes unnoticed", change[1], change[0])
		}
	}
}

// ours are the policies of this repository.
func ours(t testing.TB) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"examples/*/*.yaml", "templates/starters/*.yaml"} {
		found, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	if len(names) < 10 {
		t.Fatalf("there are only %d policies", len(names))
	}
	return names
}

func readText(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The examples and starters show the style.
func TestOurPoliciesAreFormatted(t *testing.T) {
	for _, name := range ours(t) {
		text := readText(t, name)
		got, err := Format(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got != text {
			t.Errorf("%s is not formatted; `tokenbook fmt` would change\n%s", name, cmp.Diff(text, got))
		}
	}
}

// However the white space of our policies is disturbed, formatting brings back the very text.
func TestFormatRestores(t *testing.T) {
	for _, name := range ours(t) {
		text := readText(t, name)
		for _, c := range []struct {
			how     string
			disturb func(string) string
		}{
			{"windows line ends", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }},
			{"more empty lines", func(s string) string { return "\n\n" + strings.ReplaceAll(s, "\n\n", "\n \n\n\n") + "\n\n" }},
			{"no last line end", func(s string) string { return strings.TrimRight(s, "\n") }},
			{"twice the indentation", func(s string) string {
				lines := strings.Split(s, "\n")
				for i, l := range lines {
					rest := strings.TrimLeft(l, " ")
					items := strings.TrimLeft(rest, "- ")
					dashes := rest[:len(rest)-len(items)]
					lines[i] = l[:len(l)-len(rest)] + l[:len(l)-len(rest)] + strings.ReplaceAll(dashes, "- ", "-   ") + items
				}
				return strings.Join(lines, "\n")
			}},
		} {
			got, err := Format(c.disturb(text))
			if err != nil {
				t.Errorf("%s with %s: %v", name, c.how, err)
			} else if got != text {
				t.Errorf("%s with %s:\n%s", name, c.how, cmp.Diff(text, got))
			}
		}
	}
}

// No text makes formatting slow or its result much larger than the text.
func TestFormatIsBounded(t *testing.T) {
	const many, enough = 20_000, 20 * time.Second // on a busy machine; each takes a fraction of a second otherwise
	for name, text := range map[string]string{
		"long line, many below":    "a: {" + strings.Repeat("b", 900) + ": [x,\n" + strings.Repeat("y,\n", many) + "z]}\n",
		"brackets in brackets":     "a: " + strings.Repeat("[\n", 60) + strings.Repeat("y,\n", many) + strings.Repeat("]\n", 60),
		"many empty lines in text": "a: |\n  x\n" + strings.Repeat("\n", many) + "  y\nb: x\n" + strings.Repeat("\n", many) + "  y\n",
		"commas on one line":       "a: [" + strings.Repeat("x , ", many) + "y]\n",
		"many texts":               strings.Repeat("- |\n  x\n", many),
		"many comments":            "a:\n" + strings.Repeat(" # x\n", many) + " b: 1\n",
		"many comments in column":  strings.Repeat("- a          # x\n", many) + "- b          # " + strings.Repeat("x", 60_000) + "\n",
		"empty lines":              "a: |\n" + strings.Repeat("\n", many) + "  x" + strings.Repeat("\n", many),
		"plain text of lines":      "a: b\n" + strings.Repeat("\n\n  b", many) + "\n",
	} {
		if strings.HasPrefix(text, "-") {
			text = "list:\n" + text
		}
		start := time.Now()
		got, err := Format(text)
		if took := time.Since(start); took > enough {
			t.Errorf("%s took %v", name, took)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(got) > 100*len(text) {
			t.Errorf("%s grew from %d to %d bytes", name, len(text), len(got))
		}
	}
}

// What formatting gives back says the same, and is formatted.
func FuzzFormat(f *testing.F) {
	for _, name := range ours(f) {
		text := readText(f, name)
		f.Add(text)
		for part := range strings.SplitSeq(text, "\n\n") {
			f.Add(part)
		}
	}
	f.Add("a:\n- |2+\n    x\n\n  # y\n- >\n  z")
	f.Add("a: \"b\\ \n\tc\" # d\n\n\n?  e\n: f\n")
	f.Add("{a: [b: c , &d 'e''f', *d ],\r\n # g\r\n h: }")
	f.Fuzz(func(t *testing.T, text string) {
		once, err := Format(text)
		if err != nil {
			var why *Unformatted
			if !errors.As(err, &why) || why.Reason == "" {
				t.Fatalf("refused without a reason: %v", err)
			}
			return
		}
		before, err := says(text)
		if err != nil {
			t.Fatal(err)
		}
		after, err := says(once)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Error(diff)
		}
		twice, err := Format(once)
		if err != nil {
			t.Fatalf("formatted, it is refused: %v\n%q", err, once)
		}
		if twice != once {
			t.Errorf("%q became %q", once, twice)
		}
	})
}

// BenchmarkFormat formats the files of acme.
func BenchmarkFormat(b *testing.B) {
	var texts []string
	size := 0
	for _, name := range ours(b) {
		if strings.Contains(filepath.ToSlash(name), "/acme/") {
			texts = append(texts, readText(b, name))
			size += len(texts[len(texts)-1])
		}
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, text := range texts {
			if _, err := Format(text); err != nil {
				b.Fatal(err)
			}
		}
	}
}
