// Measures what a comparison costs.
package diff

import "testing"

func BenchmarkCompare(b *testing.B) {
	old, changed := acme(b), acme(b, verdictCases[0].edit, verdictCases[26].edit)
	b.ReportAllocs()
	for b.Loop() {
		Compare(old, changed, Options{})
	}
}
