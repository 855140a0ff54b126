// This file keeps the promises of the SVG: well-formed, named, showing what the
// model says, loading and running nothing, safe to put several into one page,
// and the same bytes however it is made.
package draw

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shown is what an SVG says: the text of each text element with its lines
// joined, the title, the description, and all ids.
type shown struct {
	texts       []string
	title, desc string
	ids         []string
	root        map[string]string
}

// read parses an SVG with a real XML parser and fails on whatever no picture
// may have; it does not use the tokens that the scan uses.
func read(t *testing.T, svg []byte) shown {
	t.Helper()
	var out shown
	var stack []string
	var text []string
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v in %s", err, svg)
		}
		switch v := token.(type) {
		case xml.StartElement:
			if v.Name.Space != "http://www.w3.org/2000/svg" {
				t.Errorf("element %v", v.Name)
			}
			if slices.Contains([]string{"script", "foreignObject", "a", "image", "use", "animate", "set", "iframe"}, v.Name.Local) {
				t.Errorf("element %s", v.Name.Local)
			}
			if len(stack) == 0 {
				out.root = map[string]string{}
			}
			for _, a := range v.Attr {
				name := a.Name.Local
				if strings.HasPrefix(name, "on") || name == "href" || name == "style" || name == "src" {
					t.Errorf("attribute %s of %s", name, v.Name.Local)
				}
				if strings.Contains(a.Value, "url(") && !strings.HasPrefix(a.Value, "url(#draw-") {
					t.Errorf("reference %s", a.Value)
				}
				if name == "id" {
					out.ids = append(out.ids, a.Value)
				}
				if len(stack) == 0 {
					out.root[name] = a.Value
				}
			}
			stack = append(stack, v.Name.Local)
			text = text[:0]
		case xml.CharData:
			if slices.Contains(stack, "text") {
				out.texts[len(out.texts)-1] += string(v)
			}
			text = append(text, string(v))
		case xml.EndElement:
			switch v.Name.Local {
			case "title":
				out.title = strings.Join(text, "")
			case "desc":
				out.desc = strings.Join(text, "")
			}
			stack = stack[:len(stack)-1]
		default:
			t.Errorf("%T in the picture", token)
		}
		if n := len(stack); n > 0 && stack[n-1] == "text" {
			if _, start := token.(xml.StartElement); start {
				out.texts = append(out.texts, "")
			}
		}
	}
	return out
}

// squeezed takes the spaces out: where a picture breaks a line, there is none.
func squeezed(s string) string { return strings.ReplaceAll(s, " ", "") }

func TestSVGShowsTheModel(t *testing.T) {
	r := NewRenderer(nil)
	models := []Model{refreshSequence(), codeSequence(), familyMachine(), accessMachine()}
	for _, text := range append([]string{strings.Repeat("long ", 2000), strings.Repeat("x", 10000)}, hostile...) {
		models = append(models, around(text)...)
	}
	for _, m := range models {
		svg, err := r.SVG(m, Inline)
		if err != nil {
			t.Errorf("%.60q: %v", m.head().id, err)
			continue
		}
		got := read(t, svg)
		for i, text := range got.texts {
			got.texts[i] = squeezed(text)
		}
		for _, label := range modelLabels(m) {
			if label = squeezed(strings.ReplaceAll(label, "\n", "")); label != "" && !slices.Contains(got.texts, label) {
				t.Errorf("%.60q: label %q does not show in %q", m.head().id, label, got.texts)
			}
		}
		if want := cut(clean(m.head().title), LabelLimit); got.title != want {
			t.Errorf("title %q, want %q", got.title, want)
		}
		if want := cut(clean(m.head().description), DescriptionLimit); got.desc != want {
			t.Errorf("description %q, want %q", got.desc, want)
		}
	}
}

func TestSVGRoot(t *testing.T) {
	for _, m := range []Model{refreshSequence(), accessMachine()} {
		svg, err := NewRenderer(nil).SVG(m, Inline)
		if err != nil {
			t.Fatal(err)
		}
		got := read(t, svg)
		prefix := "draw-" + m.head().id + "-"
		if got.root["role"] != "img" || !slices.Contains(strings.Fields(got.root["aria-labelledby"]), prefix+"t") {
			t.Errorf("root %v has no accessible name", got.root)
		}
		for _, id := range strings.Fields(got.root["aria-labelledby"]) {
			if !slices.Contains(got.ids, id) {
				t.Errorf("aria-labelledby names %s, which is not there", id)
			}
		}
		for i, id := range got.ids {
			if !strings.HasPrefix(id, prefix) || slices.Contains(got.ids[:i], id) {
				t.Errorf("id %s has no prefix %s or is there twice", id, prefix)
			}
		}
		var x, y, w, h int
		if _, err := fmt.Sscan(got.root["viewBox"], &x, &y, &w, &h); err != nil || fmt.Sprint(w) != got.root["width"] || fmt.Sprint(h) != got.root["height"] {
			t.Errorf("size %v: %v", got.root, err)
		}
		if w > 1260 {
			t.Errorf("%s is %d pixels wide", m.head().id, w)
		}
	}
}

// TestIDPrefix: different models never share ids in a page.
func TestIDPrefix(t *testing.T) {
	seen := map[string]string{}
	for _, id := range append([]string{"refresh", "refresh-2", "Refresh", "re fresh", "réfresh", "refresh--", strings.Repeat("a", 65), strings.Repeat("a", 66), "a--b", "a-", strings.TrimSuffix(strings.TrimPrefix(idPrefix("Refresh"), "draw-"), "-")}, hostile...) {
		p := idPrefix(id)
		if other, ok := seen[p]; ok && other != id {
			t.Errorf("%q and %q both have %s", id, other, p)
		}
		seen[p] = id
		if strings.Trim(p, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("prefix %q of %q", p, id)
		}
	}
	if got := idPrefix("refresh-2"); got != "draw-refresh-2-" {
		t.Errorf("a plain ID gives %s", got)
	}
}

func TestForms(t *testing.T) {
	r := NewRenderer(nil)
	for _, m := range []Model{refreshSequence(), familyMachine(), around("жук 日本")[0]} {
		inline, err := r.SVG(m, Inline)
		if err != nil {
			t.Fatal(err)
		}
		file, err := r.SVG(m, Standalone)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(inline, []byte("<style")) || bytes.Contains(inline, []byte("font")) {
			t.Error("an inline picture has a style or a font in it")
		}
		style := file[bytes.Index(file, []byte("<style>")):bytes.Index(file, []byte("</style>"))]
		if bytes.Count(style, []byte("@font-face")) != 2 || !bytes.Contains(style, []byte("prefers-color-scheme:dark")) || !bytes.Contains(style, []byte("[data-theme=dark]")) {
			t.Error("a standalone picture lacks its fonts or a theme")
		}
		if got := append(bytes.Clone(file[:bytes.Index(file, []byte("<style>"))]), file[bytes.Index(file, []byte("</style>"))+len("</style>"):]...); !bytes.Equal(got, inline) {
			t.Error("the forms differ in more than the style")
		}
		read(t, file)
	}
}

// TestSizes holds the size of pictures without a font.
func TestSizes(t *testing.T) {
	for m, most := range map[Model]int{refreshSequence(): 10_000, familyMachine(): 8_000} {
		svg, err := NewRenderer(nil).SVG(m, Inline)
		if err != nil || len(svg) > most {
			t.Errorf("%s has %d bytes, want at most %d: %v", m.head().id, len(svg), most, err)
		}
	}
}

// thirty is a set of thirty different models.
func thirty() []Model {
	var models []Model
	for i := range 10 {
		a, b, c := refreshSequence(), familyMachine(), accessMachine()
		a.ID, b.ID, c.ID = fmt.Sprintf("r%d", i), fmt.Sprintf("f%d", i), fmt.Sprintf("a%d", i)
		a.Actors[i%6].Label += fmt.Sprint(" ", i)
		b.States[i].Label += fmt.Sprint(" ", i)
		c.Edges[i%5].Label += fmt.Sprint(" ", i)
		models = append(models, a, b, c)
	}
	return models
}

func TestRenderAll(t *testing.T) {
	want, err := RenderAll(thirty(), 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	one := NewRenderer(nil)
	for i, m := range slices.Backward(thirty()) {
		svg, err := one.SVG(m, Inline)
		if err != nil || !bytes.Equal(svg, want[i].Inline) {
			t.Errorf("picture %d depends on what was drawn before: %v", i, err)
		}
	}
	for _, workers := range []int{-1, 2, 7} {
		got, err := RenderAll(thirty(), workers, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d workers: %s", workers, diff)
		}
	}
	if got, err := RenderAll(nil, 3, nil); err != nil || len(got) != 0 {
		t.Errorf("no models give %d pictures, %v", len(got), err)
	}
	bad := []Model{accessMachine(), &Machine{ID: "x"}, &Sequence{ID: "y"}, accessMachine()}
	got, err := RenderAll(bad, 2, nil)
	if err == nil || !strings.Contains(err.Error(), `machine "x"`) || !strings.Contains(err.Error(), `sequence "y"`) {
		t.Errorf("the error does not name both: %v", err)
	}
	if got[0].Inline == nil || got[1].Inline != nil || got[2].Standalone != nil || !bytes.Equal(got[0].Inline, got[3].Inline) {
		t.Error("the pictures of the other models are missing or differ")
	}
}

// memory is a Cache.
type memory struct {
	mu         sync.Mutex
	kept       map[string][]byte
	hits, puts int
}

func (m *memory) Get(key string) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	svg, ok := m.kept[key]
	if ok {
		m.hits++
	}
	return svg, ok
}

func (m *memory) Put(key string, svg []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.puts++
	m.kept[key] = svg
}

func TestCache(t *testing.T) {
	cache := &memory{kept: map[string][]byte{}}
	first, err := RenderAll(thirty(), 2, cache)
	if err != nil || cache.puts != 60 || cache.hits != 0 {
		t.Fatalf("%d puts, %d hits, %v", cache.puts, cache.hits, err)
	}
	second, err := RenderAll(thirty(), 2, cache)
	if err != nil || cache.puts != 60 || cache.hits != 60 {
		t.Fatalf("%d puts, %d hits, %v", cache.puts, cache.hits, err)
	}
	if diff := cmp.Diff(first, second); diff != "" {
		t.Error(diff)
	}
	// Whatever changes the picture changes the key.
	changed := accessMachine()
	keys := map[string]bool{}
	for _, change := range []func(){
		func() {}, func() { changed.ID = "z" }, func() { changed.Title = "z" }, func() { changed.Description = "z" }, func() { changed.Edges[0].Failed = true },
	} {
		change()
		for _, form := range []Form{Inline, Standalone} {
			text, _ := changed.d2text()
			keys[cacheKey(changed.head(), text, form)] = true
		}
	}
	if len(keys) != 10 {
		t.Errorf("ten different pictures have %d keys", len(keys))
	}
}

// TestSilent: D2 prints warnings unless it is told not to.
func TestSilent(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, stderr := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = write, write
	_, failed := RenderAll([]Model{refreshSequence(), familyMachine()}, 2, nil)
	os.Stdout, os.Stderr = stdout, stderr
	if err := write.Close(); err != nil {
		t.Fatal(err)
	}
	printed, err := io.ReadAll(read)
	if err != nil || failed != nil || len(printed) > 0 {
		t.Errorf("printed %q, %v, %v", printed, err, failed)
	}
}

func FuzzSVG(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	r := NewRenderer(nil)
	f.Fuzz(func(t *testing.T, s string) {
		for _, m := range around(s) {
			svg, err := r.SVG(m, Inline)
			if err != nil {
				t.Fatal(err)
			}
			if got := read(t, svg); got.title != cut(clean("t"+s), LabelLimit) {
				t.Errorf("title %q", got.title)
			}
		}
	})
}
