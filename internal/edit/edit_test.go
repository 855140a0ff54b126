// Keeps the promise that a change of a policy's text changes what it names and nothing else: comments, blank lines, quotes
// and the order of settings stay; what cannot be changed so is refused with the reason.
package edit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/diag"
)

func short(path string) string {
	if strings.HasSuffix(path, "rotation") {
		return "mode"
	}
	return ""
}

// place finds the first ^ of a text, which marks a place, and takes it out.
func place(t *testing.T, text string) (string, diag.Span) {
	t.Helper()
	i := strings.Index(text, "^")
	if i < 0 {
		return text, diag.Span{}
	}
	before := text[:i]
	line := strings.Count(before, "\n") + 1
	column := len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1
	return strings.Replace(text, "^", "", 1), diag.Span{Start: diag.Position{Line: line, Column: column}}
}

func TestApply(t *testing.T) {
	for _, c := range []struct {
		name, text string
		change     diag.Change
		want       string // a text that begins with ! is part of the reason for a refusal
	}{
		{"replace plain", "a: ^1 # why\nb: 2\n", diag.Change{Op: diag.Replace, Text: "3"}, "a: 3 # why\nb: 2\n"},
		{"replace quoted", "a: ^'it''s' # why\n", diag.Change{Op: diag.Replace, Text: "x"}, "a: x # why\n"},
		{"replace double-quoted", "a: {b: ^\"x # \\\" y\", c: 1}\n", diag.Change{Op: diag.Replace, Text: "x"}, "a: {b: x, c: 1}\n"},
		{"replace flow list", "a: ^[1, [2, '3]'], {x: y}] # why\n", diag.Change{Op: diag.Replace, Text: "none"}, "a: none # why\n"},
		{"replace after wide letters", "a: {ß€: 1, b: ^2}\n", diag.Change{Op: diag.Replace, Text: "3"}, "a: {ß€: 1, b: 3}\n"},
		{"replace after an anchor", "a: &x ^1\nb: 2\n", diag.Change{Op: diag.Replace, Text: "3"}, "a: &x 3\nb: 2\n"},
		{"replace in windows text", "a: ^1\r\nb: 2\r\n", diag.Change{Op: diag.Replace, Text: "3"}, "a: 3\r\nb: 2\r\n"},
		{"replace without a last line end", "b: 2\na: ^1", diag.Change{Op: diag.Replace, Text: "3"}, "b: 2\na: 3"},
		{"replace an alias", "a: &x 1\nb: ^*x\n", diag.Change{Op: diag.Replace, Text: "3"}, "!alias"},
		{"replace a block", "a: ^|\n  text\nb: 1\n", diag.Change{Op: diag.Replace, Text: "3"}, "!several lines"},
		{"replace what is gone", "a: 1\n\n   ^\n", diag.Change{Op: diag.Replace, Text: "3"}, "!not there"},
		{"replace with what breaks the text", "a: ^1\n", diag.Change{Op: diag.Replace, Text: "[1"}, "!not be YAML"},
		{"replace with what states more", "a: ^1\nb: 2\n", diag.Change{Op: diag.Replace, Text: "1\nc: 3"}, "!state c as well"},

		{"append to flow", "a: ^[x, y] # why\n", diag.Change{Op: diag.Append, Text: "z"}, "a: [x, y, z] # why\n"},
		{"append to block", "a:\n  ^- x # one\n  - y\n\nb: 1\n", diag.Change{Op: diag.Append, Text: "z"}, "a:\n  - x # one\n  - y\n  - z\n\nb: 1\n"},
		{"append to a plain value", "a: ^x # why\n", diag.Change{Op: diag.Append, Text: "z"}, "a: [x, z] # why\n"},

		{"remove first", "a: [^x, y]\n", diag.Change{Op: diag.Remove}, "a: [y]\n"},
		{"remove last", "a: [x, ^y] # why\n", diag.Change{Op: diag.Remove}, "a: [x] # why\n"},
		{"remove between", "a: [x,^y, z]\n", diag.Change{Op: diag.Remove}, "a: [x,z]\n"},
		{"remove from block", "a:\n  - x\n  - ^y # gone with it\n  - z\n", diag.Change{Op: diag.Remove}, "a:\n  - x\n  - z\n"},
		{"remove the only one", "a: [^x]\n", diag.Change{Op: diag.Remove}, "!several list items"},

		{"insert into block", "a:\n  b: 1 # one\n\n  # more\nc: 2\n", diag.Change{Op: diag.Insert, Path: "a.d", Text: "3"}, "a:\n  b: 1 # one\n  d: 3\n\n  # more\nc: 2\n"},
		{"insert into flow", "a: {b: 1} # why\n", diag.Change{Op: diag.Insert, Path: "a.d", Text: "3"}, "a: {b: 1, d: 3} # why\n"},
		{"insert into nothing", "a: {b: 1}\n", diag.Change{Op: diag.Insert, Path: "c.d.e", Text: "3"}, "a: {b: 1}\nc: {d: {e: 3}}\n"},
		{"insert after a block of text", "a:\n  b: |\n    one\n    two\nc: 1\n", diag.Change{Op: diag.Insert, Path: "a.d", Text: "3"}, "a:\n  b: |\n    one\n    two\n  d: 3\nc: 1\n"},
		{"insert beside a short form", "rotation: on_use # why\n", diag.Change{Op: diag.Insert, Path: "rotation.on_reuse", Text: "family"}, "rotation: {mode: on_use, on_reuse: family} # why\n"},
		{"insert below a name with dots", "scopes:\n  orders.read: {a: 1}\n", diag.Change{Op: diag.Insert, Path: "scopes.orders.read.b", Text: "2"}, "scopes:\n  orders.read: {a: 1, b: 2}\n"},
		{"insert beside a plain value", "a: 1\n", diag.Change{Op: diag.Insert, Path: "a.b", Text: "2"}, "!write it out"},
		{"insert what is there", "a: {b: 1}\n", diag.Change{Op: diag.Insert, Path: "a.b", Text: "2"}, "!stated already"},
		{"insert into an alias", "a: &x {c: 1}\nb: *x\n", diag.Change{Op: diag.Insert, Path: "b.d", Text: "2"}, "!alias"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, at := place(t, c.text)
			c.change.At = at
			got, refused := Apply(text, []diag.Change{c.change}, short)
			reason, fails := strings.CutPrefix(c.want, "!")
			switch {
			case fails && (len(refused) == 0 || !strings.Contains(refused[0].Reason.Error(), reason)):
				t.Errorf("refused %v, want a reason with %q; the text is now %q", refused, reason, got)
			case fails && got != text:
				t.Errorf("a refused change left its mark: %q", got)
			case !fails && (len(refused) > 0 || got != c.want):
				t.Errorf("refused %v\n%s", refused, cmp.Diff(c.want, got))
			}
		})
	}
}

// Several changes of one text do not move each other.
func TestApplySeveral(t *testing.T) {
	text := "a: [x, y]\nb: 1\n"
	span := func(line, column int) diag.Span { return diag.Span{Start: diag.Position{Line: line, Column: column}} }
	got, refused := Apply(text, []diag.Change{
		{Op: diag.Append, At: span(1, 4), Text: "z"}, {Op: diag.Replace, At: span(2, 4), Text: "22"}, {Op: diag.Remove, At: span(1, 8)},
	}, short)
	if want := "a: [x, z]\nb: 22\n"; got != want || len(refused) > 0 {
		t.Errorf("got %q, refused %v", got, refused)
	}
}

// Whatever place and text are asked for, what comes back still says all that it said, but for what was named.
func FuzzApply(f *testing.F) {
	for _, name := range []string{"minimal", "acme", "github"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "examples", name, "policy.yaml"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data), 5, 8, 0, "x", "policy.title")
		f.Add(string(data), 12, 14, 2, "[y]", "tokens.access.format")
	}
	f.Add("a: [x, 'y''z']\n", 1, 8, 3, "", "")
	f.Fuzz(func(t *testing.T, text string, line, column, op int, put, path string) {
		c := diag.Change{Op: diag.Operation(op & 3), At: diag.Span{Start: diag.Position{Line: line, Column: column}}, Text: put, Path: path}
		got, refused := Apply(text, []diag.Change{c}, short)
		if len(refused) > 0 {
			if got != text {
				t.Errorf("a refused change left its mark")
			}
			return
		}
		if err := onlyNamed(text, got, c); err != nil {
			t.Error(err)
		}
	})
}
