// These benchmarks keep the promise that the pictures of a large policy are a matter of a blink, so that a site can be
// rebuilt at every save.
package flow

import "testing"

func BenchmarkFlowsAcme(b *testing.B) {
	policy := example(b, "acme")
	b.ReportAllocs()
	for b.Loop() {
		if len(Flows(policy)) == 0 {
			b.Fatal("no flow")
		}
	}
}

func BenchmarkFlowsMinimal(b *testing.B) {
	policy := example(b, "minimal")
	b.ReportAllocs()
	for b.Loop() {
		if len(Flows(policy)) == 0 {
			b.Fatal("no flow")
		}
	}
}
