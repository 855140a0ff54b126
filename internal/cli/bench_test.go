// Keeps the cost of each stage in sight; benchstat compares two runs of `make bench`.
package cli

import (
	"path/filepath"
	"runtime"
	"testing"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/flow"
	"github.com/tokenbook/tokenbook/internal/lint"
	"github.com/tokenbook/tokenbook/internal/output"
	"github.com/tokenbook/tokenbook/site"
	"github.com/tokenbook/tokenbook/specs"
)

var acme = filepath.Join("..", "..", "examples", "acme", "policy.yaml")

func readAcme(b *testing.B) *input {
	b.Helper()
	in, err := read(acme, "", specs.Date{})
	if err != nil || in.policy == nil {
		b.Fatalf("acme cannot be read: %v %v", err, in)
	}
	return in
}

// BenchmarkCheck is `check` of acme without the start of the program.
func BenchmarkCheck(b *testing.B) {
	for b.Loop() {
		readAcme(b).judge(specs.Date{})
	}
}

// BenchmarkBuild is `build` of acme into memory.
func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		in := readAcme(b)
		if _, err := generate(book.New(in.policy, in.findings), looks{}, func(string) {}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStages(b *testing.B) {
	in := readAcme(b)
	b.Run("analyse", func(b *testing.B) {
		for b.Loop() {
			analysis.Analyse(in.policy)
		}
	})
	facts := analysis.Analyse(in.policy)
	b.Run("lint", func(b *testing.B) {
		for b.Loop() {
			lint.Run(in.policy, facts, in.findings, lint.Options{})
		}
	})
	whole := book.New(in.policy, in.findings)
	for _, e := range generator.All() {
		b.Run("emit "+e.Name, func(b *testing.B) {
			for b.Loop() {
				if _, err := e.Emit(whole); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("contracts", func(b *testing.B) {
		for b.Loop() {
			if _, err := generator.Contracts(whole); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("flows", func(b *testing.B) {
		for b.Loop() {
			flow.Flows(whole)
		}
	})
	b.Run("diagrams", func(b *testing.B) {
		for b.Loop() {
			if _, err := generator.Pictures(whole, runtime.GOMAXPROCS(0), nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	pictures, err := generator.Pictures(whole, 1, nil)
	if err != nil {
		b.Fatal(err)
	}
	contracts, err := generator.Contracts(whole)
	if err != nil {
		b.Fatal(err)
	}
	inputs := siteInputs(whole, pictures, contracts, nil)
	b.Run("site", func(b *testing.B) {
		for b.Loop() {
			if _, err := site.Build(whole, inputs); err != nil {
				b.Fatal(err)
			}
		}
	})
	files, err := generate(book.New(in.policy, in.findings), looks{}, func(string) {})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("write unchanged", func(b *testing.B) {
		dir := filepath.Join(b.TempDir(), "out")
		for b.Loop() {
			if _, err := output.Write(dir, outputFiles(files), output.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
