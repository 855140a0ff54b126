// Reads policies for the tests of this package: acme with changes to its text, and small ones written in the test.
package diff

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// edit is a change of one file's text.
type edit struct{ file, old, new string }

// acmeText is the text of the example.
func acmeText(t testing.TB) fstest.MapFS {
	t.Helper()
	dir := filepath.Join("..", "..", "examples", "acme")
	names, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no files in %s: %v", dir, err)
	}
	out := fstest.MapFS{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(name)] = &fstest.MapFile{Data: data}
	}
	return out
}

// acme is the example with changes to its text.
func acme(t testing.TB, edits ...edit) *specs.Policy {
	t.Helper()
	files := acmeText(t)
	for _, e := range edits {
		text := string(files[e.file].Data)
		if strings.Count(text, e.old) < 1 {
			t.Fatalf("%s does not hold %q", e.file, e.old)
		}
		files[e.file] = &fstest.MapFile{Data: []byte(strings.Replace(text, e.old, e.new, 1))}
	}
	p, findings := load(files)
	if p == nil {
		t.Fatalf("acme with %v is no policy:\n%v", edits, findings)
	}
	return p
}

// load reads a policy; nil where its text has errors.
func load(files fstest.MapFS) (*specs.Policy, diag.List) {
	source, findings := specs.Load(files, "policy.yaml")
	if source == nil {
		return nil, findings
	}
	doc, parsed := specs.Parse(source)
	findings = append(findings, parsed...)
	findings = append(findings, specs.Link(doc, source)...)
	if findings.Count(diag.Error) > 0 {
		return nil, findings
	}
	return specs.Resolve(doc, source, specs.Date{}), findings
}

// small is a policy written in the test, after the lines that every policy needs.
func small(t testing.TB, text string) *specs.Policy {
	t.Helper()
	p, findings := load(smallFiles(text))
	if p == nil {
		t.Fatalf("no policy:\n%s\n%v", text, findings)
	}
	return p
}

func smallFiles(text string) fstest.MapFS {
	return fstest.MapFS{"policy.yaml": {Data: []byte("tokenbook: v1\npolicy: {id: small, title: Small, version: 1.0.0}\n" + text)}}
}

// tryText is a small policy, or nil where the format refuses its text.
func tryText(text string) *specs.Policy {
	p, _ := load(smallFiles(text))
	return p
}
