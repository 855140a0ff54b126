package generator

// Promise: the contracts of a policy cost milliseconds, so that a build of many policies stays quick. The benchmark
// shows the figure; it asserts nothing.

import "testing"

func BenchmarkOpenAPI(b *testing.B) {
	for _, name := range []string{"minimal", "acme"} {
		book := exampleBook(b, name)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := openAPI.Emit(book); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
