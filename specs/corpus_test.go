// Documents for the other tests: the minimal policy, and for every setting of the format documents that write it in
// many ways, made from the table of types so that a new setting is covered on the day it is added.
package specs

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// place is one setting of the format and the way to it from the document.
type place struct {
	path  string // with sample names
	info  *typeInfo
	field *fieldInfo
	of    *typeInfo
	wrap  func(value string) string // a whole document with that value
}

func documentInfo() *typeInfo { return infoOf(reflect.TypeFor[Document]()) }

// places lists every setting of every structure, each once, by the first way that leads to it.
func places(t *testing.T) []place {
	t.Helper()
	var out []place
	type open struct {
		info *typeInfo
		path string
		wrap func(string) string
	}
	root := open{documentInfo(), "", func(inner string) string { return inner + "\n" }}
	seen := map[reflect.Type]bool{root.info.typ: true}
	for queue := []open{root}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for i := range at.info.fields {
			f := &at.info.fields[i]
			p := place{path: join(at.path, f.name), info: f.info(), field: f, of: at.info}
			p.wrap = func(value string) string { return at.wrap(structureWith(at.info, f, value)) }
			out = append(out, p)
			inner, path, wrap, key := p.info, p.path, p.wrap, f.key
			for inner.kind == mapType || inner.kind == listType {
				outer, name := wrap, sampleKey(key)
				if inner.kind == mapType {
					wrap, path = func(v string) string { return outer("{" + name + ": " + v + "}") }, join(path, name)
				} else {
					wrap, path = func(v string) string { return outer("[" + v + "]") }, path+".0"
				}
				inner, key = inner.member(), ""
			}
			if inner.kind == structType && !seen[inner.typ] {
				seen[inner.typ] = true
				queue = append(queue, open{inner, path, wrap})
			}
		}
	}
	if len(out) < 800 {
		t.Fatalf("only %d settings found; the walk is broken", len(out))
	}
	return out
}

// structureWith is a structure in the long form with one setting given, and those that it must have.
func structureWith(info *typeInfo, given *fieldInfo, value string) string {
	var parts []string
	for i := range info.fields {
		f := &info.fields[i]
		switch {
		case f.name == given.name:
			parts = append(parts, f.name+": "+value)
		case f.must:
			parts = append(parts, f.name+": "+sample(f.info(), f.key))
		}
	}
	if info.typ == reflect.TypeFor[Document]() {
		return strings.Join(parts, "\n")
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// everySetting is a policy that states every setting of the format. Structures that contain themselves are written
// long once on each way and short below.
func everySetting() string {
	var lines []string
	for i := range documentInfo().fields {
		f := &documentInfo().fields[i]
		if f.name == "extends" || f.name == "include" {
			continue
		}
		lines = append(lines, f.name+": "+fullest(f.info(), f.key, []reflect.Type{documentInfo().typ}))
	}
	return strings.Join(lines, "\n") + "\n"
}

func fullest(info *typeInfo, key string, above []reflect.Type) string {
	switch info.kind {
	case listType:
		return "[" + fullest(info.elem, "", above) + "]"
	case mapType:
		return "{" + sampleKey(key) + ": " + fullest(info.mapElem(), "", above) + "}"
	case structType:
		if slices.Contains(above, info.typ) {
			return sample(info, key)
		}
		above = append(above[:len(above):len(above)], info.typ)
		var parts []string
		for i := range info.fields {
			f := &info.fields[i]
			parts = append(parts, f.name+": "+fullest(f.info(), f.key, above))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	default:
		return sample(info, key)
	}
}

// exampleFiles are the policies among the examples that stand in one file.
func exampleFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../examples/*/policy.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	return files
}

// read parses a text that stands in one file and returns its document with the findings that are errors.
func read(text string) (*Document, diag.List) {
	var findings diag.List
	root := parseYAML("policy.yaml", []byte(text), &findings)
	var doc *Document
	if root != nil {
		doc = decodeDocument(root, &findings)
	}
	findings.Sort()
	return doc, slices.DeleteFunc(findings, func(f diag.Finding) bool { return f.Severity < diag.Error })
}

// must reads a text in which nothing is wrong.
func must(t *testing.T, text string) *Document {
	t.Helper()
	doc, findings := read(text)
	if len(findings) > 0 {
		t.Fatalf("unexpected findings: %v\n%s", findings, numbered(text))
	}
	return doc
}

func numbered(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		fmt.Fprintf(&b, "%4d  %s\n", i+1, line)
	}
	return b.String()
}

// head is the beginning of a policy; tests write the settings they are about below it.
const head = `tokenbook: v1
policy: {id: test, title: Test, version: 1.0.0}
`

// headTokens is head with a token.
const headTokens = head + `tokens: {access: {type: access_token}}
`

func TestSampleOfEverySettingIsAccepted(t *testing.T) {
	for _, p := range places(t) {
		for _, value := range []string{sample(p.info, p.field.key), fullest(p.info, p.field.key, []reflect.Type{documentInfo().typ})} {
			if _, findings := read(p.wrap(value)); len(findings) > 0 {
				t.Errorf("%s: %s is refused: %v", p.path, value, findings)
			}
		}
	}
}

func TestEverySettingIsStatedOnce(t *testing.T) {
	doc := must(t, everySetting())
	stated := map[string]bool{}
	doc.Visit(func(s *Setting) {
		if s.field != nil && s.Mark.Stated() {
			stated[s.Path] = true
		}
	})
	missing := 0
	for _, p := range places(t) {
		if p.field.name != "extends" && p.field.name != "include" && !stated[p.path] {
			missing++
			t.Errorf("%s is not stated by the policy that states every setting", p.path)
		}
	}
	if missing == 0 && len(stated) < 1000 {
		t.Errorf("only %d settings stated", len(stated))
	}
}

// loaded loads a policy from files in memory; the entry is policy.yaml.
func loaded(t testing.TB, files map[string]string) *Source {
	t.Helper()
	source, findings := Load(inMemory(files), "policy.yaml")
	if source == nil || len(findings) > 0 {
		t.Fatalf("unexpected findings: %v", findings)
	}
	return source
}

func inMemory(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func reflectOf[T any](v *T) reflect.Value { return reflect.ValueOf(v).Elem() }
