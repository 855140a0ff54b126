// These tests keep the promises of the diagram files: three for each flow, in one order, with the same bytes for any
// number of workers, for a sparse policy and for a large one.
package generator

import (
	"bytes"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/internal/flow"
	"github.com/tokenbook/tokenbook/specs"
)

// pictured makes a book of one of the example policies.
func pictured(t testing.TB, name string) *book.Book {
	t.Helper()
	root, err := os.OpenRoot("../examples/" + name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	source, findings := specs.Load(root.FS(), "policy.yaml")
	if source == nil {
		t.Fatalf("the policy cannot be read: %v", findings)
	}
	doc, _ := specs.Parse(source)
	return book.New(specs.Resolve(doc, source, specs.Date{}), nil)
}

func TestDiagramFiles(t *testing.T) {
	for _, name := range []string{"minimal", "acme"} {
		t.Run(name, func(t *testing.T) {
			b := pictured(t, name)
			one, err := Pictures(b, 1, nil)
			if err != nil {
				t.Fatal(err)
			}
			three, err := Pictures(b, 3, nil)
			if err != nil {
				t.Fatal(err)
			}
			files, again := DiagramFiles(one), DiagramFiles(three)
			if want := 3 * len(flow.Flows(b)); len(files) != want || len(again) != want || want == 0 {
				t.Fatalf("%d and %d files, want %d", len(files), len(again), want)
			}
			for i, f := range files {
				if f.Path != again[i].Path || !bytes.Equal(f.Data, again[i].Data) {
					t.Errorf("%s differs with the number of workers", f.Path)
				}
				if i > 0 && files[i-1].Path >= f.Path {
					t.Errorf("%s is out of order, or twice", f.Path)
				}
				start := map[string]string{".d2": "# ", ".mmd": "", ".svg": "<svg "}[f.Path[strings.LastIndex(f.Path, "."):]]
				if !strings.HasPrefix(f.Path, "diagrams/") || !bytes.HasPrefix(f.Data, []byte(start)) || len(f.Data) < 50 {
					t.Errorf("%s begins with %.40q", f.Path, f.Data)
				}
			}
			for _, p := range one {
				if !bytes.HasPrefix(p.Inline, []byte("<svg ")) || bytes.Contains(p.Inline, []byte("<style")) || len(p.Inline) >= len(p.Standalone) {
					t.Errorf("%s: the inline form is %d bytes, the one that stands alone %d", p.ID, len(p.Inline), len(p.Standalone))
				}
			}
		})
	}
}

// What the pictures of the largest example cost: for a program that has just begun, for one that has its letters measured, and
// when all are in the cache.
func BenchmarkDiagramsAcme(b *testing.B) {
	policy := pictured(b, "acme")
	run := func(b *testing.B, crew func() *draw.Crew) {
		b.ReportAllocs()
		inline, standalone, n := 0, 0, 0
		for b.Loop() {
			pictures, err := PicturesBy(policy, crew())
			if err != nil || len(DiagramFiles(pictures)) == 0 {
				b.Fatal(err)
			}
			inline, standalone, n = 0, 0, len(pictures)
			for _, p := range pictures {
				inline, standalone = inline+len(p.Inline), standalone+len(p.Standalone)
			}
		}
		b.ReportMetric(float64(n), "pictures")
		b.ReportMetric(float64(inline/n), "inline-B/picture")
		b.ReportMetric(float64(standalone/n), "standalone-B/picture")
	}
	b.Run("first", func(b *testing.B) { run(b, func() *draw.Crew { return draw.NewCrew(2, nil) }) })
	b.Run("again", func(b *testing.B) {
		crew := draw.NewCrew(2, nil)
		run(b, func() *draw.Crew { return crew })
	})
	b.Run("cached", func(b *testing.B) {
		crew := draw.NewCrew(2, &remembered{kept: map[string][]byte{}})
		run(b, func() *draw.Crew { return crew })
	})
}

// remembered is a cache in memory.
type remembered struct {
	mu   sync.Mutex
	kept map[string][]byte
}

func (r *remembered) Get(key string) ([]byte, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	data, ok := r.kept[key]
	return data, ok
}

func (r *remembered) Put(key string, data []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept[key] = data
}
