// This file measures what a picture costs. The level to hold: 1 to 2 ms and
// 15 KB for each further one.
package draw

import (
	"fmt"
	"testing"
)

func BenchmarkFirst(b *testing.B) {
	for b.Loop() {
		if _, err := NewRenderer(nil).SVG(refreshSequence(), Inline); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSequence(b *testing.B) { benchmarkWarm(b, refreshSequence(), Inline, nil) }

func BenchmarkMachine(b *testing.B) { benchmarkWarm(b, familyMachine(), Inline, nil) }

func BenchmarkStandalone(b *testing.B) { benchmarkWarm(b, refreshSequence(), Standalone, nil) }

func BenchmarkCached(b *testing.B) {
	benchmarkWarm(b, refreshSequence(), Inline, &memory{kept: map[string][]byte{}})
}

func benchmarkWarm(b *testing.B, m Model, form Form, cache Cache) {
	r := NewRenderer(cache)
	svg, err := r.SVG(m, form)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.SVG(m, form); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(svg)), "bytes/svg")
}

func BenchmarkLayered(b *testing.B) {
	for b.Loop() {
		c := chartOfMachine(familyMachine())
		c.arrange()
	}
}

func BenchmarkThirty(b *testing.B) {
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			for b.Loop() {
				if _, err := RenderAll(thirty(), workers, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
