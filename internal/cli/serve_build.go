package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/internal/lint"
	"github.com/tokenbook/tokenbook/internal/parallel"
	"github.com/tokenbook/tokenbook/internal/serve"
	"github.com/tokenbook/tokenbook/site"
	"github.com/tokenbook/tokenbook/specs"
)

// showing is one run of serve: where the policy is, and what one build leaves to the next.
type showing struct {
	world World
	at    *input
	date  specs.Date
	// templates is the folder of the team's own templates, or empty; it is read with each build.
	templates string

	drawings *drawingCache
	crew     *draw.Crew
	pages    *site.Cache

	mu    sync.Mutex
	names []generator.File // the files besides pages, without their bytes; nil before the first build
}

func newShowing(world World, at *input, date specs.Date, templates string) *showing {
	if world.Getenv("GOGC") == "" && world.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(previewPace)
	}
	drawings := &drawingCache{}
	return &showing{world: world, at: at, date: date, templates: templates, drawings: drawings, crew: draw.NewCrew(runtime.GOMAXPROCS(0), drawings), pages: &site.Cache{}}
}

// previewPace is how much the heap may grow between two collections, in percent: what a build leaves to the next is small
// beside what it makes and drops.
const previewPace = 400

// build reads the policy and makes its site. Pages link to files that are made later (rest); their names are those of
// the build before, which hold unless tokens, issuers or diagrams came or went. The first build has no names to go by
// and makes everything.
func (s *showing) build(fsys fs.FS, wanted serve.Wanted) serve.Result {
	in := &input{root: s.at.root, entry: s.at.entry, shown: s.at.shown}
	in.load(fsys, s.date)
	result := serve.Result{Text: func(name string) (string, bool) { return in.text(in.within(name)) }}
	if in.policy == nil {
		result.Findings = in.named(in.findings)
		return result
	}
	b, pictures, contracts, err := s.judgeAndDraw(in)
	result.Findings, result.Stamp = in.named(b.Findings), site.Stamp(b)
	if err != nil {
		result.Err = err
		return result
	}
	rest := func(ctx context.Context) (files []generator.File, again bool, err error) {
		if files, err = emit(ctx, b); err != nil {
			return nil, false, err
		}
		files = slices.Concat(generator.ContractFiles(contracts), files, generator.DiagramFiles(pictures))
		return files, s.remember(files), nil
	}
	result.Rest = rest
	names := s.known()
	if names == nil {
		files, _, err := rest(context.Background())
		if err != nil {
			result.Err = err
			return result
		}
		result.Rest = func(context.Context) ([]generator.File, bool, error) { return files, false, nil }
		names = files
	}
	workers := runtime.GOMAXPROCS(0)
	if len(wanted.Pages) > 0 { // the browser is busy with the page that it is given first
		workers = max(1, workers-1)
	}
	inputs := siteInputs(b, pictures, contracts, names)
	inputs.Logo = in.logo
	if s.templates != "" {
		if inputs.Templates, err = ownTemplates(s.templates); err != nil {
			result.Err = err
			return result
		}
	}
	means := site.Means{Workers: workers, Cache: s.pages, First: wanted.Pages, Show: func(page generator.File) { wanted.Show(page, result.Stamp) }}
	if result.Files, err = site.BuildWith(b, inputs, means); err != nil {
		result.Err = fmt.Errorf("site: %w", err)
	}
	return result
}

// judgeAndDraw makes the book, and the pictures and contracts that pages show, which need no findings and are made
// meanwhile.
func (s *showing) judgeAndDraw(in *input) (*book.Book, []generator.Picture, []generator.Contract, error) {
	b := &book.Book{Policy: in.policy, Facts: analysis.Analyse(in.policy), Findings: in.findings}
	s.drawings.turn()
	var judged diag.List
	var pictures []generator.Picture
	var contracts []generator.Contract
	var failed [2]error
	parallel.Do(
		func() { contracts, failed[0] = generator.Contracts(b) },
		func() { judged = lint.Run(b.Policy, b.Facts, in.findings, lint.Options{}) },
		func() {
			if pictures, failed[1] = generator.PicturesBy(b, s.crew); failed[1] != nil {
				failed[1] = fmt.Errorf("diagrams: %w", failed[1])
			}
		},
	)
	return &book.Book{Policy: b.Policy, Facts: b.Facts, Findings: judged, Reviews: in.reviews}, pictures, contracts, errors.Join(failed[:]...)
}

// emit makes the files for other programs, except diagrams, one after the other until ctx ends.
func emit(ctx context.Context, b *book.Book) ([]generator.File, error) {
	var files []generator.File
	for _, e := range generator.All() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		made, err := e.Emit(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name, err)
		}
		files = append(files, made...)
	}
	return files, nil
}

func (s *showing) known() []generator.File {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.names
}

// remember keeps the names of files for the next build and reports whether they are new.
func (s *showing) remember(files []generator.File) bool {
	names := make([]generator.File, len(files))
	for i, f := range files {
		names[i].Path = f.Path
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	same := slices.EqualFunc(s.names, names, func(a, b generator.File) bool { return a.Path == b.Path })
	s.names = names
	return !same
}

// named are findings whose places name files as the reader can open them.
func (in *input) named(findings diag.List) diag.List {
	out := slices.Clone(findings)
	for i := range out {
		out[i].At.File = in.name(out[i].At.File)
	}
	return out
}

// within undoes name.
func (in *input) within(shown string) string {
	if in.source == nil {
		return ""
	}
	for _, f := range in.source.Files {
		if in.name(f.Name) == shown {
			return f.Name
		}
	}
	return ""
}

// drawingCache keeps the pictures of the last two builds, so that a picture is drawn only when it is new and none is kept
// that is shown no more.
type drawingCache struct {
	mu            sync.Mutex
	now, previous map[string][]byte
}

// turn begins a build.
func (c *drawingCache) turn() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.previous, c.now = c.now, map[string][]byte{}
}

// Get implements draw.Cache.
func (c *drawingCache) Get(key string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	svg, ok := c.now[key]
	if !ok {
		if svg, ok = c.previous[key]; ok {
			c.now[key] = svg
		}
	}
	return svg, ok
}

// Put implements draw.Cache.
func (c *drawingCache) Put(key string, svg []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now[key] = svg
}
