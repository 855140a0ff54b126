// Keeps the promise of docs/architecture.md that a package imports only what stands to its left, and that nothing but
// the named packages prints, writes files, reads the clock or the environment.
package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/tokenbook/tokenbook/"

// line is the order of the packages; a package imports only what comes before it.
var line = []string{
	"internal/escape", "internal/parallel", "internal/diag", "internal/standard", "specs", "internal/edit", "internal/analysis", "internal/lint", "internal/book",
	"internal/diff", "internal/migrate", "internal/draw", "internal/flow", "internal/contract", "internal/review", "templates", "generator", "site",
	"internal/output", "internal/serve", "internal/cli", "cmd/tokenbook",
}

// aside are packages that serve tests and are imported by tests alone.
var aside = []string{"internal/escape/hostile", "internal/escape/judge", "internal/contract/judge"}

func TestImportOrder(t *testing.T) {
	seen := map[string]bool{}
	for dir, files := range sources(t) {
		if slices.Contains(aside, dir) || strings.HasPrefix(dir, "examples/") || strings.HasPrefix(dir, "test/") {
			continue
		}
		at := slices.Index(line, dir)
		if at < 0 {
			t.Errorf("package %s has no place in the order; add it to `line` and to docs/architecture.md", dir)
			continue
		}
		seen[dir] = true
		for _, f := range files {
			for _, spec := range f.file.Imports {
				imported, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					t.Fatal(err)
				}
				inside, ours := strings.CutPrefix(imported, module)
				if !ours {
					continue
				}
				if slices.Index(line, inside) >= at || slices.Index(line, inside) < 0 {
					t.Errorf("%s imports %s, which does not stand to the left of %s", f.name, inside, dir)
				}
			}
		}
	}
	for _, dir := range line {
		if !seen[dir] {
			t.Errorf("the order names %s, which does not exist", dir)
		}
	}
}

// networked are the packages that may speak to a network: the preview answers this machine alone, the command line takes
// its port.
var networked = []string{"internal/serve", "internal/cli", "cmd/tokenbook"}

func TestNetworkImports(t *testing.T) {
	importing := map[string]bool{}
	for dir, files := range sources(t) {
		for _, f := range files {
			for _, spec := range f.file.Imports {
				imported, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					t.Fatal(err)
				}
				if imported != "net" && !(strings.HasPrefix(imported, "net/") && imported != "net/url" && imported != "net/netip") {
					continue
				}
				importing[dir] = true
				if slices.Contains(line, dir) && !slices.Contains(networked, dir) {
					t.Errorf("%s imports %s: nothing leaves the machine, and only the preview answers", f.name, imported)
				}
			}
		}
	}
	if !importing["internal/serve"] {
		t.Error("no import of internal/serve was seen, so this test sees none")
	}
}

// ban is a function that only some packages may call, with the reason.
type ban struct {
	name    string
	allowed []string
	reason  string
}

var bans = []ban{
	{"time.Now", []string{"internal/cli", "internal/output"}, "the same policy must give the same bytes on any day"},
	{"os.Getenv", []string{"internal/cli"}, "outputs must not depend on the environment"},
	{"os.LookupEnv", []string{"internal/cli"}, "outputs must not depend on the environment"},
	{"fmt.Print", []string{}, "only the command line prints, and to the streams it was given"},
	{"fmt.Println", []string{}, "only the command line prints, and to the streams it was given"},
	{"fmt.Printf", []string{}, "only the command line prints, and to the streams it was given"},
	{"os.WriteFile", []string{}, "only internal/output writes, all or nothing"},
	{"os.Create", []string{}, "only internal/output writes, all or nothing"},
	{"os.Exit", []string{"cmd/tokenbook"}, "a stage reports; the command ends the program"},
	{"net.Dial", []string{}, "nothing leaves the machine"},
	{"http.Get", []string{}, "nothing leaves the machine"},
}

func TestBannedCalls(t *testing.T) {
	for dir, files := range sources(t) {
		if !slices.Contains(line, dir) {
			continue
		}
		for _, f := range files {
			ast.Inspect(f.file, func(n ast.Node) bool {
				if fn, ok := n.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
					t.Errorf("%s: init runs unseen; use a value that is made where it is needed", f.name)
				}
				sel, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				pkg, ok := sel.X.(*ast.Ident)
				if !ok {
					return true
				}
				for _, b := range bans {
					if pkg.Name+"."+sel.Sel.Name == b.name && !slices.Contains(b.allowed, dir) {
						t.Errorf("%s: %s is not for package %s: %s", f.name, b.name, dir, b.reason)
					}
				}
				return true
			})
		}
	}
}

// maxLines is how long a file may be before it is two files.
const maxLines = 450

func TestFileLength(t *testing.T) {
	for dir, files := range sources(t) {
		if strings.HasPrefix(dir, "examples/") {
			continue
		}
		for _, f := range files {
			if f.lines > maxLines {
				t.Errorf("%s has %d lines; beyond %d a file is two subjects", f.name, f.lines, maxLines)
			}
		}
	}
}

type source struct {
	name  string
	file  *ast.File
	lines int
}

// sources parses every Go file that is not a test, by package folder.
func sources(t *testing.T) map[string][]source {
	t.Helper()
	root := filepath.Join("..", "..")
	out := map[string][]source{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if base := d.Name(); rel != "." && (strings.HasPrefix(base, ".") || base == "node_modules" || base == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		out[path.Dir(rel)] = append(out[path.Dir(rel)], source{name: rel, file: parsed, lines: strings.Count(string(text), "\n")})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < len(line)/2 {
		t.Fatalf("found only %d packages below %s", len(out), root)
	}
	return out
}
