package draw

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"sync/atomic"

	"oss.terrastruct.com/d2/d2compiler"
	"oss.terrastruct.com/d2/d2exporter"
	"oss.terrastruct.com/d2/d2graph"
	"oss.terrastruct.com/d2/d2layouts"
	"oss.terrastruct.com/d2/d2renderers/d2svg"
	"oss.terrastruct.com/d2/d2themes/d2themescatalog"
	"oss.terrastruct.com/d2/lib/log"
	"oss.terrastruct.com/d2/lib/textmeasure"

	"github.com/tokenbook/tokenbook/internal/parallel"
)

// Form is what a picture carries besides its shapes.
type Form int

const (
	// Inline goes into a page that has StyleSheet and the font: FontCSS, or
	// Font as files. It carries neither itself and has no style attribute, so
	// that a strict content security policy lets it pass.
	Inline Form = iota
	// Standalone is a file of its own: style and fonts are in it.
	Standalone
)

// layoutVersion is part of every cache key. It changes with anything that
// changes the bytes of a picture whose D2 text stays the same.
const layoutVersion = "2"

// A Cache keeps pictures between runs. Keys are lower-case hexadecimal; equal
// keys mean equal pictures. RenderAll calls it from several goroutines.
type Cache interface {
	Get(key string) ([]byte, bool)
	Put(key string, svg []byte)
}

// A Renderer makes SVG. It owns the ruler that measures its text, which is
// costly to make and must not be shared: a Renderer is NOT safe for concurrent
// use. Make one for each goroutine and keep it.
type Renderer struct {
	ruler  *textmeasure.Ruler // nil until a picture is not in the cache
	widths map[lineKey]int    // what the ruler has measured
	fonts  *fontMemo
	cache  Cache
}

// NewRenderer makes a renderer. A nil cache is none.
func NewRenderer(cache Cache) *Renderer { return newRenderer(cache, new(fontMemo)) }

func newRenderer(cache Cache, fonts *fontMemo) *Renderer {
	return &Renderer{widths: map[lineKey]int{}, cache: cache, fonts: fonts}
}

// Drawing is a picture in both forms.
type Drawing struct{ Inline, Standalone []byte }

// form is the drawing in one form.
func (d Drawing) form(f Form) []byte {
	if f == Standalone {
		return d.Standalone
	}
	return d.Inline
}

// SVG draws a model. The error is that of Validate, or that of the scan which
// every picture has to pass: only known elements and attributes, nothing that
// runs, loads or links.
func (r *Renderer) SVG(m Model, form Form) ([]byte, error) {
	d, err := r.Draw(m)
	return d.form(form), err
}

// Draw draws a model once and gives it in both forms. The error is that of SVG.
func (r *Renderer) Draw(m Model) (Drawing, error) {
	if err := m.Validate(); err != nil {
		return Drawing{}, err
	}
	text, marks := m.d2text()
	if d, ok := r.cached(m.head(), text); ok {
		return d, nil
	}
	d, err := r.draw(m.head(), text, marks)
	if err != nil {
		return Drawing{}, fmt.Errorf("drawing %q: %w", m.head().id, err)
	}
	if r.cache != nil {
		r.cache.Put(cacheKey(m.head(), text, Inline), d.Inline)
		r.cache.Put(cacheKey(m.head(), text, Standalone), d.Standalone)
	}
	return d, nil
}

// cached is the drawing that the cache has in both forms.
func (r *Renderer) cached(h head, text string) (d Drawing, ok bool) {
	if r.cache == nil {
		return Drawing{}, false
	}
	if d.Inline, ok = r.cache.Get(cacheKey(h, text, Inline)); !ok {
		return Drawing{}, false
	}
	d.Standalone, ok = r.cache.Get(cacheKey(h, text, Standalone))
	return d, ok
}

// cacheKey covers all that the bytes of a picture depend on.
func cacheKey(h head, text string, form Form) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s %d %q %q %q %q", layoutVersion, form, h.id, h.title, h.description, text)
	return hex.EncodeToString(sum.Sum(nil))
}

func (r *Renderer) draw(h head, text string, marks []mark) (Drawing, error) {
	shapes, err := r.shapes(text, marks)
	if err != nil {
		return Drawing{}, err
	}
	t := &trimmer{prefix: idPrefix(h.id), marks: map[string]bool{}}
	if err := t.rewrite(string(shapes)); err != nil {
		return Drawing{}, err
	}
	inline := t.frame(h)
	if err := scan(inline, t.prefix, ""); err != nil {
		return Drawing{}, fmt.Errorf("the picture does not pass the scan: %w", err)
	}
	css := r.fonts.rules(t.regular.String(), t.bold.String()) + themeRules + lookRules
	standalone := withStyle(inline, css)
	if err := scan(standalone, t.prefix, css); err != nil {
		return Drawing{}, fmt.Errorf("the picture does not pass the scan: %w", err)
	}
	return Drawing{[]byte(inline), []byte(standalone)}, nil
}

// RenderAll draws all models with one renderer for each of the workers (at
// least one) and gives the drawings in the order of the models: the same bytes
// for any number of workers. The error joins those of all models that failed;
// their drawings are empty.
func RenderAll(models []Model, workers int, cache Cache) ([]Drawing, error) {
	return NewCrew(workers, cache).RenderAll(models)
}

// A Crew is renderers that are kept from one run to the next with what they
// have measured: a picture drawn by a crew that has drawn before takes a
// fraction of the time. It is for one run at a time.
type Crew struct{ renderers []*Renderer }

// NewCrew makes a crew of a number of workers (at least one). A nil cache is
// none.
func NewCrew(workers int, cache Cache) *Crew {
	c, fonts := new(Crew), new(fontMemo)
	for range max(workers, 1) {
		c.renderers = append(c.renderers, newRenderer(cache, fonts))
	}
	return c
}

// RenderAll is the function of that name, done by this crew.
func (c *Crew) RenderAll(models []Model) ([]Drawing, error) {
	drawings := make([]Drawing, len(models))
	errs := make([]error, len(models))
	var next atomic.Int64
	work := make([]func(), min(len(c.renderers), len(models)))
	for k := range work {
		work[k] = func() {
			for i := int(next.Add(1)) - 1; i < len(models); i = int(next.Add(1)) - 1 {
				drawings[i], errs[i] = c.renderers[k].Draw(models[i])
			}
		}
	}
	parallel.Do(work...)
	return drawings, errors.Join(errs...)
}

// noFiles is the file system that D2 text is compiled with: an import in it
// could otherwise read any file of the machine.
type noFiles struct{}

func (noFiles) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("diagrams import no files")}
}

// shapes takes D2 text to the bare shapes that D2 draws for it. It does what
// d2lib.Compile and d2svg.Render do, without the layout engines that run in a
// JavaScript interpreter, and, by means of MasterID, without fonts and themes:
// together they are nine tenths of the time and two thirds of the bytes.
func (r *Renderer) shapes(text string, marks []mark) ([]byte, error) {
	ctx := log.With(context.Background(), slog.New(slog.DiscardHandler))
	g, err := r.layout(ctx, text, marks)
	if err != nil {
		return nil, err
	}
	diagram, err := d2exporter.Export(ctx, g, nil, nil)
	if err != nil {
		return nil, err
	}
	light, dark, pad := d2themescatalog.NeutralDefault.ID, d2themescatalog.DarkMauve.ID, int64(0)
	return d2svg.Render(diagram, &d2svg.RenderOpts{Pad: &pad, ThemeID: &light, DarkThemeID: &dark, MasterID: "d2"})
}

// layout takes D2 text to a graph in which everything has its place. marks are
// the steps of a sequence; a machine has none.
func (r *Renderer) layout(ctx context.Context, text string, marks []mark) (*d2graph.Graph, error) {
	if r.ruler == nil {
		ruler, err := textmeasure.NewRuler()
		if err != nil {
			return nil, err
		}
		r.ruler = ruler
	}
	g, _, err := d2compiler.Compile("diagram.d2", strings.NewReader(text), &d2compiler.CompileOptions{FS: noFiles{}})
	if err != nil {
		return nil, err
	}
	if err := g.ApplyTheme(d2themescatalog.NeutralDefault.ID); err != nil {
		return nil, err
	}
	r.restyle(g)
	sequence, restore := g.Root.IsSequenceDiagram(), func() {}
	if sequence {
		restore = reserve(g)
	}
	core := func(_ context.Context, g *d2graph.Graph) error { return layered(g) }
	if err := d2layouts.LayoutNested(ctx, g, d2layouts.NestedGraphInfo(g.Root), core, d2layouts.DefaultRouter); err != nil {
		return nil, err
	}
	restore()
	if sequence {
		return g, restack(g, marks)
	}
	return g, nil
}
