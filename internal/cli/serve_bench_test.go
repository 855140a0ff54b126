// Keeps the cost of a save under serve in sight: what a preview does between two versions of a policy.
package cli

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"testing/fstest"
	"time"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/serve"
	"github.com/tokenbook/tokenbook/site"
	"github.com/tokenbook/tokenbook/specs"
)

// editions are acme as it is and as it is after one edit of its tokens.
func editions(b testing.TB, edit func(text []byte) []byte) [2]fs.FS {
	b.Helper()
	var out [2]fs.FS
	for i := range out {
		files := fstest.MapFS{}
		names, err := filepath.Glob(filepath.Join(filepath.Dir(acme), "*.yaml"))
		if err != nil {
			b.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				b.Fatal(err)
			}
			if i == 1 && filepath.Base(name) == "tokens.yaml" {
				after := edit(text)
				if bytes.Equal(text, after) {
					b.Fatal("the edit changes nothing")
				}
				text = after
			}
			files[filepath.Base(name)] = &fstest.MapFile{Data: text, Mode: 0o444}
		}
		out[i] = files
	}
	return out
}

// previewOf is a preview that has made both editions once.
func previewOf(b testing.TB, of [2]fs.FS) *showing {
	b.Helper()
	at, err := locate(acme, "")
	if err != nil {
		b.Fatal(err)
	}
	world := World{Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "keep the collector" }, Now: time.Now}
	s := newShowing(world, at, specs.Date{}, "")
	for _, files := range of {
		if made := s.build(files, serve.Wanted{}); made.Err != nil || len(made.Files) == 0 {
			b.Fatalf("%v %v", made.Err, made.Findings)
		}
	}
	return s
}

// replace is an edit of one place.
func replace(before, after string) func([]byte) []byte {
	return func(text []byte) []byte { return bytes.Replace(text, []byte(before), []byte(after), 1) }
}

var anotherValue = replace("idle: {default: 14d", "idle: {default: 13d")

// BenchmarkSave is what serve does when a file is saved, up to the pages that it shows.
func BenchmarkSave(b *testing.B) {
	for _, c := range []struct {
		name string
		edit func([]byte) []byte
	}{
		{"another word", replace("Checkout takes about", "Checkout lasts about")},
		{"another value", anotherValue},
		{"a finding comes and goes", replace("lifetime: 10m", "lifetime: 9m")}, // and with it a page, so that all others change
		{"a line more", func(text []byte) []byte { return append([]byte("# a note that moves every line below it\n"), text...) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			of := editions(b, c.edit)
			s := previewOf(b, of)
			var began time.Time
			var first time.Duration
			wanted := serve.Wanted{Pages: []string{"site/tokens/access.html"}, Show: func(generator.File, string) { first += time.Since(began) }}
			for i := 0; b.Loop(); i++ {
				began = time.Now()
				if made := s.build(of[i%2], wanted); made.Err != nil || len(made.Files) == 0 {
					b.Fatalf("%v %v", made.Err, made.Findings)
				}
			}
			b.ReportMetric(float64(first.Milliseconds())/float64(b.N), "ms/page-on-show")
		})
	}
}

// BenchmarkSaveStages is what each step costs where a value changes.
func BenchmarkSaveStages(b *testing.B) {
	of := editions(b, anotherValue)
	s := previewOf(b, of)
	var in [2]*input
	var books [2]*book.Book
	var m [2]making
	var inputs [2]site.Inputs
	for _, stage := range []struct {
		name string
		do   func(i int)
	}{
		{"read", func(i int) {
			in[i] = &input{root: s.at.root, entry: s.at.entry, shown: s.at.shown}
			in[i].load(of[i], s.date)
		}},
		{"judge", func(i int) { books[i] = book.New(in[i].policy, in[i].findings) }},
		{"draw", func(i int) {
			var err error
			s.drawings.turn()
			m[i].book = books[i]
			if m[i].pictures, err = generator.PicturesBy(books[i], s.crew); err != nil {
				b.Fatal(err)
			}
		}},
		{"contracts", func(i int) {
			var err error
			if m[i].contracts, err = generator.Contracts(books[i]); err != nil {
				b.Fatal(err)
			}
		}},
		{"checklist and steps", func(i int) { inputs[i] = s.inputs(in[i], m[i], s.known()) }},
		{"a page ahead", func(i int) {
			if made, err := site.Ahead(books[i], inputs[i], s.pages, []string{"site/tokens/access.html"}); err != nil || len(made) != 1 {
				b.Fatal(made, err)
			}
		}},
		{"pages", func(i int) {
			if _, err := site.BuildWith(books[i], inputs[i], site.Means{Workers: runtime.GOMAXPROCS(0), Cache: s.pages}); err != nil {
				b.Fatal(err)
			}
		}},
	} {
		stage.do(0)
		stage.do(1)
		b.Run(stage.name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				stage.do(i % 2)
			}
		})
	}
}
