// Promise: a site can be built from any valid policy, however sparse, and two builds of it are equal.
package site_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/site"
	"github.com/tokenbook/tokenbook/specs"
)

// load reads a policy of the examples; what is in it must be valid.
func load(t testing.TB, name string) *book.Book {
	t.Helper()
	dir := filepath.Join("..", "examples", name)
	if _, err := os.Stat(filepath.Join(dir, "policy.yaml")); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	source, findings := specs.Load(root.FS(), "policy.yaml")
	return read(t, source, findings)
}

// policy makes a book of the text of a policy.
func policy(t testing.TB, text string) *book.Book {
	t.Helper()
	source, findings := specs.Load(fstest.MapFS{"policy.yaml": {Data: []byte(text)}}, "policy.yaml")
	return read(t, source, findings)
}

func read(t testing.TB, source *specs.Source, findings diag.List) *book.Book {
	t.Helper()
	if source == nil {
		t.Fatal(findings)
	}
	doc, more := specs.Parse(source)
	findings = append(findings, more...)
	findings = append(findings, specs.Link(doc, source)...)
	if findings.Count(diag.Error) > 0 {
		var lines []string
		for _, f := range findings {
			lines = append(lines, f.String())
		}
		t.Fatal(strings.Join(lines, "\n"))
	}
	return book.New(specs.Resolve(doc, source, specs.Date{}), findings)
}

func build(t testing.TB, b *book.Book, in site.Inputs) []generator.File {
	t.Helper()
	files, err := site.Build(b, in)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// file is one file of a site by its path below the site's folder.
func file(t testing.TB, files []generator.File, path string) string {
	t.Helper()
	for _, f := range files {
		if f.Path == site.Folder+path {
			return string(f.Data)
		}
	}
	t.Fatalf("no file %s", path)
	return ""
}

func TestTwoBuildsAreEqual(t *testing.T) {
	for _, name := range examples {
		first, second := build(t, load(t, name), inputs), build(t, load(t, name), inputs)
		if len(first) != len(second) {
			t.Fatalf("%s: %d files, then %d", name, len(first), len(second))
		}
		for i := range first {
			if first[i].Path != second[i].Path || !bytes.Equal(first[i].Data, second[i].Data) {
				t.Errorf("%s: %s differs from %s", name, first[i].Path, second[i].Path)
			}
		}
	}
}
