// These benchmarks measure the steps from a folder to a policy, on the largest example.
package specs

import (
	"os"
	"testing"
)

func loadExample(b *testing.B) *Source {
	b.Helper()
	source, findings := Load(os.DirFS("../examples/acme"), "policy.yaml")
	if source == nil {
		b.Fatal(findings)
	}
	return source
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		loadExample(b)
	}
}

func BenchmarkParse(b *testing.B) {
	source := loadExample(b)
	for b.Loop() {
		Parse(source)
	}
}

func BenchmarkLink(b *testing.B) {
	source := loadExample(b)
	doc, _ := Parse(source)
	for b.Loop() {
		Link(doc, source)
	}
}

func BenchmarkResolve(b *testing.B) {
	source := loadExample(b)
	doc, _ := Parse(source)
	for b.Loop() {
		Resolve(doc, source, Date{})
	}
}

func BenchmarkSchema(b *testing.B) {
	for b.Loop() {
		Schema()
	}
}

func BenchmarkReference(b *testing.B) {
	for b.Loop() {
		Reference()
	}
}

// BenchmarkComments is what the first text costs: the source of the format is parsed once.
func BenchmarkComments(b *testing.B) {
	for b.Loop() {
		readComments()
	}
}
