// What a site costs: time, memory and pages a second, for the smallest example and a large one.
package site_test

import (
	"testing"

	"github.com/tokenbook/tokenbook/site"
)

// BenchmarkBuild reports HTML pages a second, each with its twin.
func BenchmarkBuild(b *testing.B) {
	for _, name := range examples {
		bk := load(b, name)
		pages := 0
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				files, err := site.Build(bk, inputs)
				if err != nil {
					b.Fatal(err)
				}
				pages = len(files)
			}
			b.ReportMetric(float64(pages*b.N)/b.Elapsed().Seconds()/2, "pages/s")
		})
	}
}
