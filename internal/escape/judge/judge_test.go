// The promise: there is one program per language, it holds every text, and the one that Go can
// check without leaving the test is right.
package judge

import (
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"testing"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
)

var placeholder = regexp.MustCompile(`\{(doc|comment|ident|lit|hex|base64|n|name|count|calls)\}`)

func TestPrograms(t *testing.T) {
	programs := Programs()
	if len(programs) != len(escape.Languages) {
		t.Fatalf("%d programs for %d languages", len(programs), len(escape.Languages))
	}
	for i, p := range programs {
		if p.Language != escape.Languages[i] || p.File == "" || p.Run == "" {
			t.Errorf("program %d is for %s; file %q, command %q", i, p.Language.Name(), p.File, p.Run)
		}
		if m := placeholder.FindString(p.Source); m != "" {
			t.Errorf("%s: %s is left", p.File, m)
		}
		last := regexp.MustCompile(`(?i)case_?` + strconv.Itoa(len(hostile.Texts())-1) + `\b`)
		if !last.MatchString(p.Source) && p.Language != escape.Rego {
			t.Errorf("%s: the last case is missing", p.File)
		}
	}
}

func TestGoProgramParses(t *testing.T) {
	p := Programs()[0]
	f, err := parser.ParseFile(token.NewFileSet(), p.File, p.Source, 0)
	if err != nil {
		t.Fatal(err)
	}
	// The import, same and main, and two functions for each case.
	if want := 3 + 2*len(hostile.Texts()); len(f.Decls) != want {
		t.Errorf("%d declarations, want %d", len(f.Decls), want)
	}
}

func TestTextsAreNamedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, h := range hostile.Texts() {
		if seen[h.Name] || !regexp.MustCompile(`^[a-z0-9-]+$`).MatchString(h.Name) {
			t.Errorf("text %q: its name is taken or malformed", h.Name)
		}
		seen[h.Name] = true
	}
	if len(seen) < 150 {
		t.Errorf("only %d texts", len(seen))
	}
}
