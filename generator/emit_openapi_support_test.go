package generator

// What the tests of the contracts share: policies from the examples and from text, and a reader for what was written.

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
	"gopkg.in/yaml.v3"
)

// exampleBook is the book of one of the examples.
func exampleBook(t testing.TB, name string) *book.Book {
	t.Helper()
	root, err := os.OpenRoot(filepath.Join("..", "examples", name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := root.Close(); err != nil {
			t.Error(err)
		}
	}()
	source, findings := specs.Load(root.FS(), "policy.yaml")
	return bookOf(t, source, findings)
}

// textBook is the book of a policy given as text; what every policy needs stands before it.
func textBook(t testing.TB, text string) *book.Book {
	t.Helper()
	head := "tokenbook: v1\npolicy: {id: probe, title: A probe, version: 1.0.0}\n"
	if strings.Contains(text, "\npolicy:") {
		head = "tokenbook: v1\n"
	}
	source, findings := specs.Load(fstest.MapFS{"policy.yaml": {Data: []byte(head + text)}}, "policy.yaml")
	return bookOf(t, source, findings)
}

func bookOf(t testing.TB, source *specs.Source, findings diag.List) *book.Book {
	t.Helper()
	refuse := func(findings diag.List) {
		for _, f := range findings {
			if f.Severity == diag.Error {
				t.Fatalf("the policy is not in order: %s", f)
			}
		}
	}
	refuse(findings)
	doc, findings := specs.Parse(source)
	refuse(findings)
	refuse(specs.Link(doc, source))
	return book.New(specs.Resolve(doc, source, specs.Date{}), nil)
}

// contractOf is what the emitter wrote to a path, read back.
func contractOf(t testing.TB, b *book.Book, path string) map[string]any {
	t.Helper()
	files, err := openAPI.Emit(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Path == path {
			var out map[string]any
			if err := yaml.Unmarshal(f.Data, &out); err != nil {
				t.Fatal(err)
			}
			return out
		}
	}
	t.Fatalf("no file %s", path)
	return nil
}

// at walks into what was read; the keys are members of mappings.
func at(t testing.TB, v any, keys ...string) any {
	t.Helper()
	for i, key := range keys {
		m, ok := v.(map[string]any)
		if !ok || m[key] == nil {
			t.Fatalf("nothing at %s", strings.Join(keys[:i+1], " > "))
		}
		v = m[key]
	}
	return v
}
