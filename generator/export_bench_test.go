package generator

import "testing"

// BenchmarkCode is what all code of a large policy costs.
func BenchmarkCode(b *testing.B) {
	bk := exampleBook(b, "acme")
	for b.Loop() {
		if _, err := code.Emit(bk); err != nil {
			b.Fatal(err)
		}
	}
}
