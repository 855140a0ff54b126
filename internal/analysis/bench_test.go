// Keeps the cost of each part of the analysis in sight.
package analysis

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

func example(tb testing.TB, name string) *specs.Policy {
	tb.Helper()
	dir, err := os.OpenRoot(filepath.Join("..", "..", "examples", name))
	if err != nil {
		tb.Fatal(err)
	}
	defer dir.Close()
	src, findings := specs.Load(dir.FS(), "policy.yaml")
	if src == nil {
		tb.Fatal(findings)
	}
	doc, parsed := specs.Parse(src)
	if all := append(append(findings, parsed...), specs.Link(doc, src)...); all.Count(diag.Error) > 0 {
		tb.Fatal(all)
	}
	return specs.Resolve(doc, src, specs.Date{})
}

func BenchmarkAnalyse(b *testing.B) {
	p := example(b, "acme")
	all, lived := values(p), lives(p)
	for _, part := range []struct {
		name string
		run  func()
	}{
		{"all", func() { Analyse(p) }},
		{"values", func() { values(p) }},
		{"exposure", func() { exposures(newExposing(newReader(p))) }},
		{"keys", func() { keyTimelines(newReader(p)) }},
		{"races", func() { races(newReader(p)) }},
		{"errors", func() { r := newReader(p); errorTable(r, newExposing(r)) }},
		{"judgements", func() { judgements(newReader(p), all, lived) }},
	} {
		b.Run(part.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				part.run()
			}
		})
	}
}
