package cli

import (
	"crypto/sha256"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/specs"
)

// outputsThatDiffer builds both policies and compares what is made of them, by name. The version number, the hash, days
// and places in the policy's text stand in most files; they alone make no difference.
func outputsThatDiffer(was, is *input) ([]diff.Output, error) {
	var made [2]map[string]map[string]string
	for i, in := range []*input{was, is} {
		files, err := generate(book.New(in.policy, in.findings), looks{logo: in.logo}, func(string) {})
		if err != nil {
			return nil, err
		}
		if made[i], err = namedOutputs(in.policy, files); err != nil {
			return nil, err
		}
	}
	var out []diff.Output
	for _, kind := range []string{"constant", "endpoint", "alert", "page", "file"} {
		out = append(out, diff.Outputs(kind, made[0][kind], made[1][kind])...)
	}
	return out, nil
}

var placeInText = regexp.MustCompile(`[0-9]+:[0-9]+|#L[0-9]+(-L[0-9]+)?|"(line|column)": *[0-9]+`)

// namedOutputs are what is made of a policy: kind, name, and something that is equal where the thing is.
func namedOutputs(p *specs.Policy, files []generator.File) (map[string]map[string]string, error) {
	out := map[string]map[string]string{"constant": {}, "endpoint": {}, "alert": {}, "page": {}, "file": {}}
	plain := strings.NewReplacer(p.Hash(), "", p.Hash()[:12], "", string(p.Document.Policy.Version.V), "", p.Date.String(), "")
	for _, f := range files {
		switch page, isSite := strings.CutPrefix(f.Path, "site/"); {
		case isSite && strings.HasSuffix(page, ".md"):
			out["page"][page] = digest(placeInText.ReplaceAllString(plain.Replace(string(f.Data)), ""))
		case isSite:
		default:
			out["file"][f.Path] = digest(placeInText.ReplaceAllString(plain.Replace(string(f.Data)), ""))
		}
		if strings.HasPrefix(f.Path, "code/go/") {
			if err := goNames(f.Data, out["constant"]); err != nil {
				return nil, fmt.Errorf("%s: %w", f.Path, err)
			}
		}
	}
	for i := range p.Issuers.Entries {
		issuer := &p.Issuers.Entries[i]
		for _, name := range issuer.V.Endpoints.IDs() {
			text, _, _ := p.EffectiveText("issuers."+issuer.ID+".endpoints."+name, nil)
			out["endpoint"][issuer.ID+" "+name] = text
		}
	}
	for _, name := range p.Observability.Alerts.IDs() {
		text, _, _ := p.EffectiveText("observability.alerts."+name, nil)
		out["alert"][name] = text
	}
	return out, nil
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return string(sum[:])
}

// policyNames are the constants that change with every change of the policy.
var policyNames = []string{"PolicyHash", "PolicyVersion"}

// goNames are the exported names of generated Go, each with its text. The names in other languages are the same words.
func goNames(data []byte, to map[string]string) error {
	return eachGoName(data, func(name string, _, whole string) {
		if !slices.Contains(policyNames, name) {
			to[name] = whole
		}
	})
}

// importedNames are what services import of a policy, each with what Go's compiler checks of it: the type of a constant,
// the fields of a struct, the parameters of a function.
func importedNames(p *specs.Policy) (map[string]string, error) {
	data, err := generator.ExportFile(book.New(p, nil), "go", generator.ExportOptions{})
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	return out, eachGoName(data, func(name, checked, _ string) { out[name] = checked })
}

// withNames are the options for a comparison in which the names that services import count. old may be nil.
func withNames(old, next *specs.Policy) (o diff.Options, err error) {
	if old == nil {
		return o, nil
	}
	if o.OldNames, err = importedNames(old); err == nil {
		o.NewNames, err = importedNames(next)
	}
	return o, err
}

// eachGoName calls with each exported name of a Go file, what the compiler checks of it, and all its text.
func eachGoName(data []byte, call func(name, checked, whole string)) error {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "", data, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	text := func(n ast.Node) string {
		return string(data[set.Position(n.Pos()).Offset:set.Position(n.End()).Offset])
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil && d.Name.IsExported() {
				call(d.Name.Name, text(d.Type), text(d))
			}
		case *ast.GenDecl:
			checked := "" // of the constant before, too, where one has neither type nor value
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.ValueSpec:
					for i, name := range spec.Names {
						switch {
						case spec.Type != nil:
							checked = text(spec.Type)
						case i < len(spec.Values):
							checked = kindOf(spec.Values[i])
						}
						if name.IsExported() {
							call(name.Name, checked, text(spec))
						}
					}
				case *ast.TypeSpec:
					if spec.Name.IsExported() {
						call(spec.Name.Name, text(spec.Type), text(spec))
					}
				}
			}
		}
	}
	return nil
}

// kindOf tells lengths of time from texts and numbers, which is what matters to who compiles against a constant.
func kindOf(e ast.Expr) string {
	kind := ""
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok {
				kind = x.Name + "."
			}
			return false
		case *ast.BasicLit:
			if kind == "" {
				kind = n.Kind.String()
			}
		case *ast.Ident:
			kind = "bool"
		}
		return true
	})
	return kind
}
