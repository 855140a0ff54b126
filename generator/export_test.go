// These tests keep the promise that what code imports is what the policy says: Go's source compiles whatever a policy
// writes, its numbers are those of the one lookup, silence stays silence, and the same policy gives the same bytes.
package generator

import (
	"go/ast"
	consts "go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
	"github.com/tokenbook/tokenbook/specs"
)

// exported is the file of constants in one language.
func exported(t *testing.T, b *book.Book, lang string) string {
	t.Helper()
	data, err := ExportFile(b, lang, ExportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// standardLibrary is read once for all tests.
var standardLibrary = sync.OnceValue(func() types.Importer { return importer.ForCompiler(token.NewFileSet(), "source", nil) })

// checkedGo type-checks Go source against the standard library.
func checkedGo(t *testing.T, text string) (*ast.File, *types.Package, *types.Info) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "policy.go", text, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	if !ast.IsGenerated(file) {
		t.Error("linters do not see that the file is generated")
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	config := types.Config{Importer: standardLibrary()}
	pkg, err := config.Check("policy", fset, []*ast.File{file}, info)
	if err != nil {
		t.Fatal(err)
	}
	return file, pkg, info
}

const sparse = "tokens: {t: {type: access_token}}\n"

func TestGoHasTheValuesOfThePolicy(t *testing.T) {
	for _, tc := range []struct {
		name string
		book *book.Book
	}{{"minimal", exampleBook(t, "minimal")}, {"acme", exampleBook(t, "acme")}, {"sparse", textBook(t, sparse)}} {
		t.Run(tc.name, func(t *testing.T) {
			file, pkg, info := checkedGo(t, exported(t, tc.book, "go"))
			p := tc.book.Policy
			if got := consts.StringVal(constantOf(t, pkg, "PolicyHash")); got != p.Hash() {
				t.Errorf("PolicyHash is %s, not %s", got, p.Hash())
			}
			for _, group := range exportedSettings {
				for _, s := range group.settings {
					text, _, _ := p.EffectiveText(s.path, nil)
					name := goIdent([]string{s.name}, escape.Pascal)
					if strings.HasSuffix(text, "%") {
						name += "Share"
					}
					found, ok := pkg.Scope().Lookup(name).(*types.Const)
					if stated := text != "" && text != "none" && text != "undecided"; ok != stated {
						t.Errorf("%s: stated %q, and a constant exists: %v", s.path, text, ok)
					}
					if ok {
						if got := asText(found); got != text {
							t.Errorf("%s is %s, and the policy says %s", name, got, text)
						}
					}
				}
			}
			checkLifetimes(t, p, file, info)
		})
	}
}

func constantOf(t *testing.T, pkg *types.Package, name string) consts.Value {
	t.Helper()
	c, ok := pkg.Scope().Lookup(name).(*types.Const)
	if !ok {
		t.Fatalf("there is no constant %s", name)
	}
	return c.Val()
}

// asText writes a constant as an author would.
func asText(c *types.Const) string {
	n, _ := consts.Int64Val(consts.ToInt(c.Val()))
	switch {
	case c.Type().String() == "time.Duration":
		return specs.Duration(n).String()
	case c.Val().Kind() == consts.Float:
		f, _ := consts.Float64Val(c.Val())
		return strconv.FormatFloat(f*100, 'f', -1, 64) + "%"
	case c.Val().Kind() == consts.Bool:
		return c.Val().String()
	}
	return strconv.FormatInt(n, 10)
}

// checkLifetimes compares each row of LookupLifetime with the lookup of the policy.
func checkLifetimes(t *testing.T, p *specs.Policy, file *ast.File, info *types.Info) {
	t.Helper()
	rows := 0
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Name.Name != "LookupLifetime" {
			continue
		}
		walkRows(f.Body.List, specs.Selection{}, func(sel specs.Selection, lit *ast.CompositeLit) {
			rows++
			lookup := specs.Selection{}
			for axis, name := range sel {
				for _, id := range slices.Concat(p.Environments.IDs(), p.Clients.IDs(), p.Tokens.IDs()) {
					if goIdent([]string{axis, id}, escape.Pascal) == name {
						lookup[axis] = id
					}
				}
			}
			path := "tokens." + lookup["token"] + ".lifetime.ttl.default"
			delete(lookup, "token")
			want, _, _ := p.EffectiveText(path, lookup)
			if got := defaultOf(lit, info); want != "" && got != want {
				t.Errorf("%s for %v is %q, and the policy says %q", path, lookup, got, want)
			}
		})
	}
	if stated := slices.ContainsFunc(p.Tokens.Entries, func(e specs.Entry[specs.Token]) bool { return e.V.Lifetime.Stated() }); stated && rows == 0 {
		t.Error("lifetimes are stated and none is exported")
	}
}

func walkRows(body []ast.Stmt, sel specs.Selection, f func(specs.Selection, *ast.CompositeLit)) {
	for _, stmt := range body {
		switch s := stmt.(type) {
		case *ast.SwitchStmt:
			for _, c := range s.Body.List {
				for _, key := range c.(*ast.CaseClause).List {
					walkRows(c.(*ast.CaseClause).Body, sel.With(s.Tag.(*ast.Ident).Name, key.(*ast.Ident).Name), f)
				}
			}
		case *ast.ReturnStmt:
			if len(sel) > 0 {
				f(sel, s.Results[0].(*ast.CompositeLit))
			}
		}
	}
}

// defaultOf is the field Default of a literal as an author would write it.
func defaultOf(lit *ast.CompositeLit, info *types.Info) string {
	for _, e := range lit.Elts {
		field := e.(*ast.KeyValueExpr)
		if field.Key.(*ast.Ident).Name != "Default" {
			continue
		}
		switch v := field.Value.(type) {
		case *ast.CallExpr:
			n, _ := consts.Int64Val(info.Types[v.Args[0]].Value)
			return specs.Duration(n).String()
		case *ast.CompositeLit:
			return escape.Words(v.Elts[0].(*ast.KeyValueExpr).Value.(*ast.Ident).Name)[0]
		}
	}
	return ""
}

// hostileBook is a policy in which every place that takes free text or any name holds every hostile text once.
func hostileBook(t *testing.T) *book.Book {
	t.Helper()
	b := exampleBook(t, "minimal")
	doc := b.Policy.Document
	doc.Observability.Logs.State, doc.Observability.Logs.Redact.State = specs.Set, specs.Set
	for i, h := range hostile.Texts() {
		text := set(h.Text)
		doc.Scopes.Entries = append(doc.Scopes.Entries, specs.Entry[specs.Scope]{ID: h.Text, V: specs.Scope{Section: specs.Section{Mark: text.Mark}}})
		doc.Tokens.Entries[0].V.Claims.Entries = append(doc.Tokens.Entries[0].V.Claims.Entries, specs.Entry[specs.Claim]{ID: h.Text, V: specs.Claim{Section: specs.Section{Mark: text.Mark}}})
		doc.Observability.Logs.Redact.Items = append(doc.Observability.Logs.Redact.Items, text)
		client := doc.Clients.Entries[0].V
		client.Title = text
		doc.Clients.Entries = append(doc.Clients.Entries, specs.Entry[specs.Client]{ID: "c" + strconv.Itoa(i), V: client})
		doc.Tokens.Entries[0].V.Audiences.Items = append(doc.Tokens.Entries[0].V.Audiences.Items, text)
		doc.Errors.Causes.Entries = append(doc.Errors.Causes.Entries, specs.Entry[specs.Cause]{ID: "e" + strconv.Itoa(i), V: specs.Cause{Section: specs.Section{Mark: text.Mark}, Code: text}})
		doc.Policy.Title.V += h.Text
	}
	for _, m := range []*specs.Mark{&doc.Scopes.Mark, &doc.Tokens.Entries[0].V.Claims.Mark, &doc.Errors.Causes.Mark, &doc.Observability.Mark, &doc.Observability.Logs.Mark, &doc.Observability.Logs.Redact.Mark} {
		m.State, m.At = specs.Set, diag.Span{File: "policy.yaml\n*/ evil()", Start: diag.Position{Line: 1, Column: 1}}
	}
	return book.New(specs.Resolve(doc, b.Policy.Source, specs.Date{}), nil)
}

func TestHostileTextStaysText(t *testing.T) {
	b := hostileBook(t)
	_, pkg, _ := checkedGo(t, exported(t, b, "go"))
	values := map[string]int{}
	for _, name := range pkg.Scope().Names() {
		if c, ok := pkg.Scope().Lookup(name).(*types.Const); ok && c.Val().Kind() == consts.String {
			values[consts.StringVal(c.Val())]++
		}
	}
	for _, h := range hostile.Texts() {
		if values[escape.Valid(h.Text)] == 0 {
			t.Errorf("%s: no constant has the text %q", h.Name, h.Text)
		}
	}
	for _, lang := range Languages() {
		for _, r := range exported(t, b, lang) {
			if r < ' ' && r != '\n' && r != '\t' || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
				t.Errorf("%s: the source holds the character %U", lang, r)
				break
			}
		}
	}
}

func TestExportIsDeterministic(t *testing.T) {
	b := exampleBook(t, "acme")
	first, err := code.Emit(b)
	if err != nil {
		t.Fatal(err)
	}
	second, err := code.Emit(exampleBook(t, "acme"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(first, second); d != "" {
		t.Error(d)
	}
	for _, lang := range Languages() {
		if !slices.ContainsFunc(first, func(f File) bool { return strings.HasPrefix(f.Path, "code/"+lang) }) {
			t.Errorf("no file for %s", lang)
		}
	}
}

// TestPageNamesEveryLanguage keeps docs/publishing.md whole: each language with its file, each data format by name.
func TestPageNamesEveryLanguage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "publishing.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range LanguageList() {
		if !strings.Contains(string(page), "`"+l.Name+"`") && !strings.Contains(string(page), "--lang "+l.Name) {
			t.Errorf("docs/publishing.md does not name %s", l.Name)
		}
		if file := strings.Replace(path.Base(l.File), "PolicyTokenPolicy", "<Policy>TokenPolicy", 1); l.HasTest && !strings.Contains(string(page), "`"+file+"`") {
			t.Errorf("docs/publishing.md does not name %s, the file of %s", file, l.Name)
		}
	}
}

func TestUnknownLanguage(t *testing.T) {
	_, err := ExportFile(textBook(t, sparse), "cobol", ExportOptions{})
	if err == nil || !strings.Contains(err.Error(), "go, typescript, python") {
		t.Errorf("the error does not name the languages: %v", err)
	}
}
