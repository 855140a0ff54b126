// Keeps the promise that every limit is held, says itself and where, and that what stays below it is read: no text makes
// work that grows out of proportion to its size. docs/trust.md shows the limits; it is held to the constants here.
package specs

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// rows are lines made of a pattern, one for each number below n.
func rows(n int, pattern string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, pattern, i)
	}
	return b.String()
}

// stages reads a policy as the command line does.
func stages(files map[string]string) diag.List {
	source, findings := Load(inMemory(files), "policy.yaml")
	if source == nil {
		return findings
	}
	doc, parsed := Parse(source)
	findings = append(findings, parsed...)
	if findings.Count(diag.Error) == 0 {
		findings = append(findings, Link(doc, source)...)
	}
	return findings
}

const manyHead = "tokenbook: v1\npolicy: {id: test, title: Test, version: 1.0.0}\n"

func clientsOf(n int) string {
	return "clients:\n" + rows(n, "  c%d: {type: public, grants: authorization_code}\n")
}

// limitCases are, for each limit, a policy that passes it and one that does not.
var limitCases = []struct {
	limit, rule string
	near, over  map[string]string
}{
	{"MaxFileBytes", "syntax", one(manyTokens(1) + "#" + strings.Repeat("a", MaxFileBytes-200)), one(manyTokens(1) + "#" + strings.Repeat("a", MaxFileBytes))},
	{"MaxPolicyBytes", "file", map[string]string{"policy.yaml": manyTokens(1) + "include: [a.yaml, b.yaml]\n", "a.yaml": filler("glossary", MaxFileBytes-20), "b.yaml": filler("timers", MaxFileBytes-1000)},
		map[string]string{"policy.yaml": manyTokens(1) + "include: [a.yaml, b.yaml]\n", "a.yaml": filler("glossary", MaxFileBytes-20), "b.yaml": filler("timers", MaxFileBytes-20)}},
	{"MaxFiles", "file", included(MaxFiles-1, nil), included(10_000, nil)},
	{"MaxExtends", "file", chainOf(MaxExtends), chainOf(MaxExtends + 1)},
	{"MaxMarks", "syntax", one(manyTokens(1) + "# " + strings.Repeat(",", MaxMarks-20)), one(manyTokens(1) + "# " + strings.Repeat(",", MaxMarks))},
	{"MaxNodes", "syntax", nil, included(10, func(int) string { return "glossary: {a: [" + strings.Repeat("b,", MaxNodes/10) + "b]}\n" })},
	{"MaxDepth", "syntax", nil, one("a: " + strings.Repeat("[", MaxDepth+1) + strings.Repeat("]", MaxDepth+1))},
	{"MaxScalarBytes", "syntax", one(manyTokens(1) + "glossary: {a: \"" + strings.Repeat("b", MaxScalarBytes) + "\"}\n"), one(manyTokens(1) + "glossary: {a: \"" + strings.Repeat("b", MaxScalarBytes+1) + "\"}\n")},
	{"MaxTokens", "limit", one(manyTokens(MaxTokens)), one(manyTokens(MaxTokens + 1))},
	{"MaxEntries", "limit", one(manyTokens(1) + clientsOf(MaxEntries)), one(manyTokens(1) + clientsOf(MaxEntries+1))},
	{"MaxStructures", "limit", nil, one(manyHead + "tokens:\n" + rows(30, "  t%d: {type: access_token, issued: ["+strings.Repeat("authorization_code,", 700)+"]}\n"))},
	{"MaxReplacements", "limit", one(manyVariants(MaxReplacements, "user: u%[1]d")), one(manyVariants(MaxReplacements+1, "user: u%[1]d"))},
	{"MaxConditionValues", "limit", nil, one(manyVariants(100, "user: ["+rows(501, "v%d, ")+"u%[1]d]"))},
	{"MaxChoices", "limit", nil, one(manyHead + clientsOf(100) + "issuers: {main: https://id.example.com}\nenvironments:\n" + rows(100, "  e%d: {issuer: main}\n") +
		"tokens: {access: {type: access_token, issued: authorization_code}}\n")},
	{"MaxChoices", "limit", nil, one(manyHead + clientsOf(200) + "scopes:\n" + rows(200, "  s%d: {description: S}\n") +
		"tokens: {access: {type: access_token, lifetime: 5m, variants: [{when: {client: c1, scope: s1}, lifetime: 1m}]}}\n")},
	{"MaxFindings", "limit", nil, one(manyTokens(1) + rows(20_000, "key%d: x\n"))},
	{"MaxFindings", "limit", nil, one(manyTokens(1) + "clients: {" + strings.Repeat("a: {type: public}, ", 3000) + "}\n")},
	{"MaxFindings", "limit", nil, one(manyTokens(1) + "glossary: {a: [" + strings.Repeat("!!str x, ", 20_000) + "]}\n")},
	{"MaxFindings", "limit", nil, one(manyHead + clientsOf(MaxEntries) + "tokens: {access: {type: access_token, issued: [{grant: authorization_code, to: [" + rows(20_000, "x%d, ") + "]}]}}\n")},
	{"MaxNameLength", "format", one(manyHead + "tokens: {" + strings.Repeat("a", MaxNameLength) + ": {type: api_key}}\n"), one(manyHead + "tokens: {" + strings.Repeat("a", MaxNameLength+1) + ": {type: api_key}}\n")},
}

func one(text string) map[string]string { return map[string]string{"policy.yaml": text} }

func manyTokens(n int) string { return manyHead + "tokens:\n" + rows(n, "  t%d: {type: api_key}\n") }

func manyVariants(n int, when string) string {
	return manyHead + "tokens:\n  access:\n    type: access_token\n    lifetime: 5m\n    variants:\n" + rows(n, "    - {when: {"+when+"}, lifetime: 1m}\n")
}

// filler is a part of a policy that says nothing.
func filler(key string, size int) string {
	return key + ": none\n#" + strings.Repeat("a", size-20) + "\n"
}

func included(n int, text func(int) string) map[string]string {
	files := map[string]string{"policy.yaml": manyTokens(1) + "include: [" + rows(n, "p%d.yaml, ") + "]\n"}
	for i := range n {
		files[fmt.Sprintf("p%d.yaml", i)] = fmt.Sprintf("glossary: {a%d: b}\n", i)
		if text != nil {
			files[fmt.Sprintf("p%d.yaml", i)] = text(i)
		}
	}
	return files
}

func chainOf(n int) map[string]string {
	files := map[string]string{"policy.yaml": "tokenbook: v1\nextends: b1.yaml\n"}
	for i := 1; i < n; i++ {
		files[fmt.Sprintf("b%d.yaml", i)] = fmt.Sprintf("tokenbook: v1\nextends: b%d.yaml\n", i+1)
	}
	files[fmt.Sprintf("b%d.yaml", n)] = manyTokens(1)
	return files
}

func TestLimits(t *testing.T) {
	values := limitValues(t)
	tried := map[string]bool{}
	for _, c := range limitCases {
		t.Run(c.limit, func(t *testing.T) {
			tried[c.limit] = true
			said := stages(c.over)
			var about []string
			for _, f := range said {
				if f.Rule == c.rule && strings.Contains(f.Message, strconv.FormatInt(values[c.limit], 10)) {
					about = append(about, f.String())
				}
				if f.At.File == "" || f.Severity != diag.Error && c.rule != "limit" {
					t.Errorf("names no place: %.300s", f)
				}
				if len(f.Message) > 2000 {
					t.Errorf("a message of %d bytes: %.300s", len(f.Message), f)
				}
			}
			if len(about) != 1 {
				t.Errorf("%d findings of %d name the limit: %.500s", len(about), len(said), fmt.Sprint(append(about, fmt.Sprint(said))))
			}
			if len(said) > 2*MaxFindings {
				t.Errorf("says %d things", len(said))
			}
			if c.near == nil {
				return
			}
			for _, f := range stages(c.near) {
				if f.Severity == diag.Error {
					t.Errorf("what stays below the limit is refused: %.300s", f)
				}
			}
		})
	}
	for name := range values {
		if !tried[name] {
			t.Errorf("no case reaches %s", name)
		}
	}
}

// Two files with the same ten thousand keys, and a base with as many: each key is looked up, not searched for.
func TestManyKeysInTwoFiles(t *testing.T) {
	text := "glossary:\n" + rows(20_000, "  k%d: b\n")
	for _, how := range []string{"include", "extends"} {
		found := stages(map[string]string{"policy.yaml": manyTokens(1) + how + ": a.yaml\n" + text, "a.yaml": "tokenbook: v1\n" + text})
		if found.Count(diag.Error) == 0 || len(found) > 2*MaxFindings {
			t.Errorf("%s: %d findings", how, len(found))
		}
	}
}

// unreadable is a file system with a file that this user may not read: as root, the mode of a real one means nothing.
type unreadable struct{ fstest.MapFS }

func (u unreadable) Open(name string) (fs.File, error) {
	if name == "locked.yaml" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return u.MapFS.Open(name)
}

// Stat answers, as it does for a real file whose folder may be read.
func (u unreadable) Stat(name string) (fs.FileInfo, error) { return u.MapFS.Stat(name) }

func TestAFileThatMayNotBeRead(t *testing.T) {
	fsys := unreadable{fstest.MapFS{"locked.yaml": {Data: []byte("x")}, "policy.yaml": {Data: []byte(manyTokens(1) + "include: locked.yaml\n")}}}
	for entry, want := range map[string]string{
		"locked.yaml": `locked.yaml: error: "locked.yaml" cannot be read: permission denied [file]`,
		"policy.yaml": `policy.yaml:5:10: error: "locked.yaml" cannot be read: permission denied [file]`,
	} {
		_, found := Load(fsys, entry)
		if len(found) != 1 || found[0].String() != want {
			t.Errorf("says %v, want %s", found, want)
		}
	}
}

// limitValues are the constants of limits.go, each of which has a sentence.
func limitValues(t *testing.T) map[string]int64 {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, "limits.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var onlyConstants ast.File
	onlyConstants.Name = parsed.Name
	documented := map[string]bool{}
	for _, d := range parsed.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		onlyConstants.Decls = append(onlyConstants.Decls, g)
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			documented[v.Names[0].Name] = v.Doc != nil
		}
	}
	pkg, err := new(types.Config).Check("limits", files, []*ast.File{&onlyConstants}, nil)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int64{}
	for _, name := range pkg.Scope().Names() {
		if !strings.HasPrefix(name, "Max") {
			continue
		}
		if !documented[name] {
			t.Errorf("%s has no comment", name)
		}
		n, exact := constant.Int64Val(pkg.Scope().Lookup(name).(*types.Const).Val())
		if !exact {
			t.Errorf("%s is no whole number", name)
		}
		out[name] = n
	}
	return out
}

// limitRow is a line of the table of limits in docs/trust.md.
var limitRow = regexp.MustCompile("(?m)^\\| `(Max[A-Za-z]+)` \\| ([0-9,]+) \\|")

func TestTrustPageShowsTheLimits(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "trust.md"))
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]string{}
	for _, m := range limitRow.FindAllStringSubmatch(string(page), -1) {
		shown[m[1]] = strings.ReplaceAll(m[2], ",", "")
	}
	values := limitValues(t)
	for name, n := range values {
		if shown[name] != strconv.FormatInt(n, 10) {
			t.Errorf("docs/trust.md says %q of %s, which is %d", shown[name], name, n)
		}
	}
	for name := range shown {
		if _, ok := values[name]; !ok {
			t.Errorf("docs/trust.md shows %s, which is no limit", name)
		}
	}
}

// Twenty thousand secrets, on one line and on as many, are found and masked in one pass.
func TestManySecrets(t *testing.T) {
	for name, end := range map[string]string{"on one line": " ", "on many": "\n# "} {
		var b strings.Builder
		b.WriteString(manyTokens(1) + "# ")
		for i := range 20_000 {
			fmt.Fprintf(&b, "%s%s", "ghp_"+strconv.FormatInt(int64(i)*7919+1<<40, 36)+strings.Repeat("aB3dE5gH7jK9mN1", 2), end)
		}
		files := one(b.String() + "\n")
		source, found := Load(inMemory(files), "policy.yaml")
		if found.Count(diag.Error) != MaxFindings+1 {
			t.Errorf("%s: %d findings", name, len(found))
		}
		if left := source.Masked(files["policy.yaml"]); strings.Contains(left, "aB3dE5gH7") {
			t.Errorf("%s: some are left", name)
		}
	}
}
