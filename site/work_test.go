// Promise: neither the number of workers nor what an earlier build left behind changes a byte of a site, and a page that
// is shown ahead is the page that the build makes.
package site_test

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/site"
	"github.com/tokenbook/tokenbook/specs"
)

// edit is one change of a file of acme.
type edit struct{ name, file, before, after string }

var edits = []edit{
	{"as it is", "", "", ""},
	{"a value", "tokens.yaml", "idle: {default: 14d", "idle: {default: 13d"},
	{"a word", "tokens.yaml", "Checkout takes about", "Checkout lasts about"},
	{"every place moves", "tokens.yaml", "", "# one line more\n"},
	{"a finding, and with it a page", "tokens.yaml", "lifetime: 10m", "lifetime: 9m"},
	{"the title of a page that others link to", "tokens.yaml", "title: ", "title: New "},
	{"the repository that places link to", "policy.yaml", "repository: https://", "repository: https://gitlab."},
	{"back again", "", "", ""},
}

func (e edit) book(t *testing.T) *book.Book {
	t.Helper()
	files := fstest.MapFS{}
	dir := filepath.Join("..", "examples", "acme")
	names, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Base(name) == e.file {
			after := strings.Replace(string(text), e.before, e.after, 1)
			if after == string(text) {
				t.Fatalf("%s: the edit changes nothing", e.name)
			}
			text = []byte(after)
		}
		files[filepath.Base(name)] = &fstest.MapFile{Data: text}
	}
	source, findings := specs.Load(files, "policy.yaml")
	return read(t, source, findings)
}

// differences are the paths of files that differ.
func differences(a, b []generator.File) []string {
	have := map[string][]byte{}
	for _, f := range a {
		have[f.Path] = f.Data
	}
	var out []string
	for _, f := range b {
		if !bytes.Equal(have[f.Path], f.Data) {
			out = append(out, f.Path)
		}
		delete(have, f.Path)
	}
	for path := range maps.Keys(have) {
		out = append(out, path)
	}
	return out
}

func TestMeansChangeNothing(t *testing.T) {
	cache := &site.Cache{}
	var before []generator.File
	for i, e := range edits {
		b := e.book(t)
		in := inputs
		in.Diagrams = append([]site.Diagram(nil), in.Diagrams...)
		in.Diagrams[0].Description += strings.Repeat("!", i%2) // a picture that changes while its page's text does not
		plain, err := site.Build(b, in)
		if err != nil {
			t.Fatal(err)
		}
		if len(differences(before, plain)) == 0 {
			t.Errorf("%s: nothing changes, so that this tests nothing", e.name)
		}
		before = plain
		made, err := site.BuildWith(b, in, site.Means{Workers: 1 + 2*(i%2), Cache: cache})
		if err != nil {
			t.Fatal(err)
		}
		if diff := differences(plain, made); len(diff) > 0 {
			t.Errorf("%s: %d files differ, such as %s", e.name, len(diff), diff[0])
		}
	}
}

func TestPagesMadeAhead(t *testing.T) {
	cache := &site.Cache{}
	for i, e := range edits[:4] {
		b := e.book(t)
		ahead, err := site.Ahead(b, inputs, cache, []string{"site/tokens/access.html", "site/nowhere.html", "site/lifetimes.html"})
		if err != nil {
			t.Fatal(err)
		}
		if want := min(2*i, 2); len(ahead) != want {
			t.Fatalf("%s: %d pages are made ahead, want %d", e.name, len(ahead), want)
		}
		made, err := site.BuildWith(b, inputs, site.Means{Cache: cache})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range ahead {
			if got := file(t, made, strings.TrimPrefix(f.Path, site.Folder)); got != string(f.Data) {
				t.Errorf("%s: %s was made other than it is", e.name, f.Path)
			}
		}
	}
}
