// The promise: whatever a policy says, no border lets an invisible or reordering character out,
// and every function that crosses a border stands in the table.
package escape_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
)

// rawProblem says what is wrong with an output in general, or "".
func rawProblem(out string) string {
	if !utf8.ValidString(out) {
		return "invalid UTF-8"
	}
	for _, r := range out {
		switch {
		case r == '\n' || r == '\t':
		case r < 0x20 || r >= 0x7f && r <= 0x9f:
			return "a raw control character"
		case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return "a raw direction control"
		case r == 0x2028 || r == 0x2029:
			return "a raw line separator"
		case r == 0xfeff:
			return "a raw byte order mark"
		case r >= 0xe0000 && r <= 0xe007f:
			return "a raw tag character"
		}
	}
	return ""
}

func TestBordersHoldForHostileTexts(t *testing.T) {
	for _, b := range escape.Borders {
		for _, h := range hostile.Texts() {
			out := b.Func(h.Text)
			if p := rawProblem(out); p != "" {
				t.Errorf("%s, %s: %s in %.200q", b.Name, h.Name, p, out)
			}
			if valid := b.Func(escape.Valid(h.Text)); valid != out {
				t.Errorf("%s, %s: invalid UTF-8 is not replaced before escaping:\n%s", b.Name, h.Name, cmp.Diff(valid, out))
			}
		}
	}
}

func TestInvalidUTF8IsOneReplacementPerByte(t *testing.T) {
	for in, want := range map[string]string{"a\xffb": "a\ufffdb", "\xed\xa0\x80": "\ufffd\ufffd\ufffd", "\xf0\x9f": "\ufffd\ufffd", "é": "é"} {
		if got := escape.Valid(in); got != want {
			t.Errorf("Valid(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		" a\r\n b\t\tc ": "a b c", "a\u2028b\u2029c\u0085d": "a b c d", "\x00\x7f\u202e": "␀␡\ufffd", "\n": "", "a\u00a0 b": "a\u00a0 b",
	} {
		if got := escape.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestBordersAreNamedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range escape.Borders {
		if seen[b.Name] || b.Name == "" || b.Where == "" {
			t.Errorf("border %q: its name is taken or a column is empty", b.Name)
		}
		seen[b.Name] = true
	}
	for _, l := range escape.Languages {
		if !seen[l.Name()+" string"] || !seen[l.Name()+" comment"] {
			t.Errorf("%s has no rows", l.Name())
		}
	}
}

// Functions of another form than func(string) string that cross a border, with the row or the
// test that covers them; and the two that cross none.
var otherForms = []string{"CSSColour", "CSVRow", "Collisions", "Fold", "MarkdownFence", "MarkdownLink", "ScriptJSON", "URL", "Valid", "Words", "YAMLComment"}

func TestEveryFunctionIsABorder(t *testing.T) {
	var rows []string
	for _, b := range escape.Borders {
		name := runtime.FuncForPC(reflect.ValueOf(b.Func).Pointer()).Name()
		rows = append(rows, name[strings.LastIndex(name, ".")+1:])
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var missing []string
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if ok && fn.Recv == nil && fn.Name.IsExported() && !slices.Contains(rows, fn.Name.Name) {
				missing = append(missing, fn.Name.Name)
			}
		}
	}
	slices.Sort(missing)
	if d := cmp.Diff(otherForms, missing); d != "" {
		t.Errorf("exported functions without a row in Borders (-expected +found):\n%s", d)
	}
}

// The longest spelling of one byte has 9 (a bad byte in a URL becomes U+FFFD, percent-encoded); a
// comment adds its frame.
func TestLongTextsGrowInProportion(t *testing.T) {
	for _, piece := range []string{" ", "\n", "`", `\`, "coding:", "@", "{", "*/", "-", "%", "\xff", "\U000e0041", "\x00"} {
		text := strings.Repeat(piece, 20_000/len(piece))
		for _, b := range escape.Borders {
			if out := b.Func(text); len(out) > 12*len(text)+100 {
				t.Errorf("%s: %q grows from %d to %d bytes", b.Name, piece, len(text), len(out))
			}
		}
	}
}
