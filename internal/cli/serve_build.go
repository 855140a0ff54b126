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

	drawings  *drawingCache
	crew      *draw.Crew
	pages     *site.Cache
	contracts []generator.Contract // of the last build

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
	m, err := s.make(in, wanted)
	result.Findings, result.Stamp = in.named(m.book.Findings), site.Stamp(m.book)
	if err != nil {
		result.Err = err
		return result
	}
	rest := func(ctx context.Context) (files []generator.File, again bool, err error) {
		made, err := emit(ctx, m.book)
		if err != nil {
			return nil, false, err
		}
		files = slices.Concat(generator.ContractFiles(m.contracts), made, generator.DiagramFiles(m.pictures))
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
	if len(wanted.Pages) > 0 { // the browser is busy with the page that it was given first
		workers = max(1, workers-1)
	}
	s.contracts = m.contracts
	if result.Files, err = site.BuildWith(m.book, s.inputs(in, m, names), site.Means{Workers: workers, Cache: s.pages}); err != nil {
		result.Err = fmt.Errorf("site: %w", err)
	}
	return result
}

// making is what pages are made from.
type making struct {
	book      *book.Book
	pictures  []generator.Picture
	contracts []generator.Contract
	templates fs.FS
}

// make judges and draws a policy and makes its contracts. Pages that somebody looks at are shown as soon as they can be,
// with the contracts of the build before, and the machine is left to the browser then.
func (s *showing) make(in *input, wanted serve.Wanted) (m making, err error) {
	m.book = &book.Book{Policy: in.policy, Facts: analysis.Analyse(in.policy), Findings: in.findings, Reviews: in.reviews}
	if s.templates != "" {
		if m.templates, err = ownTemplates(s.templates); err != nil {
			return m, err
		}
	}
	unjudged, names := m.book, s.known()
	judged := *unjudged
	var drawn, contracted error
	contracts := func() { m.contracts, contracted = generator.Contracts(unjudged) }
	tasks := []func(){ // none of which needs findings
		func() { judged.Findings = lint.Run(in.policy, unjudged.Facts, in.findings, lint.Options{}) },
		func() {
			s.drawings.turn()
			m.pictures, drawn = generator.PicturesBy(unjudged, s.crew)
		},
	}
	looking := names != nil && len(wanted.Pages) > 0
	if !looking {
		tasks = append(tasks, contracts)
	}
	parallel.Do(tasks...)
	m.book = &judged
	if err := errors.Join(drawn, contracted); err != nil || !looking {
		return m, err
	}
	before := m
	before.contracts = s.contracts
	pages, err := site.Ahead(m.book, s.inputs(in, before, names), s.pages, wanted.Pages)
	if err != nil {
		return m, err
	}
	for _, page := range pages {
		wanted.Show(page, site.Stamp(m.book))
	}
	contracts()
	return m, contracted
}

// inputs are what pages show beside the policy.
func (s *showing) inputs(in *input, m making, names []generator.File) site.Inputs {
	inputs := siteInputs(m.book, m.pictures, m.contracts, names)
	inputs.Logo, inputs.Templates = in.logo, m.templates
	return inputs
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
