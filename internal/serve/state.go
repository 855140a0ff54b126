package serve

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/tokenbook/tokenbook/generator"
)

// preview is what is shown, and to whom.
type preview struct {
	options Options
	hosts   map[string]bool // what a Host header may say
	origins map[string]bool
	seed    maphash.Seed
	// ended is done when the preview ends.
	ended <-chan struct{}
	// again asks the loop for another build of the same files.
	again chan struct{}
	// background are the makers of files that pages link to.
	background sync.WaitGroup

	ahead time.Time // when a page was shown before its build was done; the loop's own

	mu       sync.Mutex
	number   int    // of the last build
	site     *site  // what is shown: the last good one, perhaps with pages of the next; or nil
	whole    *site  // the last good one as it was built
	said     *said  // of the last build
	findings []byte // said as JSON
	changed  chan struct{}
	cancel   context.CancelFunc // of the background work for site
	viewers  map[string]int     // how many browsers show a page
}

// site is one good build. It does not change.
type site struct {
	files    map[string][]byte
	versions map[string]string // of each page
	stamps   map[string]string // of pages that were shown ahead
	stamp    string
	rest     *rest
}

// rest are the files that pages link to. Nothing of it is read before made is closed.
type rest struct {
	made    chan struct{}
	asked   chan struct{} // has one element when somebody waits
	files   map[string][]byte
	trouble error // why there are none
}

func newPreview(ctx context.Context, o Options, port int) *preview {
	p := &preview{options: o, seed: maphash.MakeSeed(), ended: ctx.Done(), again: make(chan struct{}, 1), changed: make(chan struct{}), viewers: map[string]int{}}
	p.hosts, p.origins = hostsOf(port)
	p.said = &said{Summary: "building", Findings: []saidFinding{}}
	p.findings = p.said.json()
	return p
}

// show puts a result in place of what was shown.
func (p *preview) show(ctx context.Context, number int, r *Result) Event {
	event := Event{Number: number, Broken: len(r.Files) == 0, Findings: r.Findings, Err: r.Err}
	said := sayOf(r)
	findings := said.json()
	var next *site
	if !event.Broken {
		next = p.newSite(r)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.number, p.said, p.findings = number, said, findings
	if next != nil {
		event.Changed = changedPages(p.whole, next)
		if p.cancel != nil {
			p.cancel()
		}
		p.whole = next
		var work context.Context
		work, p.cancel = context.WithCancel(ctx)
		p.background.Go(func() { p.makeRest(work, next.rest, r.Rest) })
	}
	p.site = p.whole // without what was shown ahead of a build that did not end well
	if p.site != nil {
		event.Pages = len(p.site.versions)
	}
	p.tell()
	return event
}

// tell wakes those who wait for a change. The lock is held.
func (p *preview) tell() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// maxAhead is how many pages are made before the others.
const maxAhead = 4

// lookedAt are pages that browsers show: none after a build that failed, whose findings would still be on show.
func (p *preview) lookedAt() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.said.Broken {
		return nil
	}
	pages := slices.Sorted(maps.Keys(p.viewers))
	return pages[:min(maxAhead, len(pages))]
}

// showAhead shows a page of the next site in this one.
func (p *preview) showAhead(page generator.File, stamp string) {
	version := p.version(page.Data, stamp)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.site == nil || p.site.versions[page.Path] == version {
		return
	}
	next := *p.site
	next.files, next.versions, next.stamps = maps.Clone(next.files), maps.Clone(next.versions), maps.Clone(next.stamps)
	next.files[page.Path], next.versions[page.Path], next.stamps[page.Path] = page.Data, version, stamp
	p.site = &next
	if p.ahead.IsZero() {
		p.ahead = p.options.Now()
	}
	p.tell()
}

// view counts a browser that shows a page, until the function that it returns is called.
func (p *preview) view(page string) (leave func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.viewers[page]++
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.viewers[page]--; p.viewers[page] == 0 {
			delete(p.viewers, page)
		}
	}
}

func (p *preview) newSite(r *Result) *site {
	s := &site{files: byPath(r.Files), versions: map[string]string{}, stamps: map[string]string{}, stamp: r.Stamp, rest: &rest{made: make(chan struct{}), asked: make(chan struct{}, 1)}}
	for _, f := range r.Files {
		if strings.HasSuffix(f.Path, ".html") {
			s.versions[f.Path] = p.version(f.Data, r.Stamp)
		}
	}
	return s
}

// byPath are the bytes of files by their paths, never nil, which stands for no file.
func byPath(files []generator.File) map[string][]byte {
	out := make(map[string][]byte, len(files))
	for _, f := range files {
		out[f.Path] = f.Data
		if f.Data == nil {
			out[f.Path] = []byte{}
		}
	}
	return out
}

// version tells two states of a page apart. It holds for this run of the preview only, so that pages of an earlier run
// are loaded again.
func (p *preview) version(page []byte, stamp string) string {
	var h maphash.Hash
	h.SetSeed(p.seed)
	eachPart(page, stamp, func(part []byte) { h.Write(part) })
	return strconv.FormatUint(h.Sum64(), 36)
}

// changedPages counts the pages that are new, gone or different.
func changedPages(before, after *site) int {
	if before == nil {
		return len(after.versions)
	}
	n := 0
	for name, version := range after.versions {
		if before.versions[name] != version {
			n++
		}
	}
	for name := range before.versions {
		if after.versions[name] == "" {
			n++
		}
	}
	return n
}

// makeRest makes the files that pages link to and survives it.
func (p *preview) makeRest(ctx context.Context, s *rest, do func(context.Context) ([]generator.File, bool, error)) {
	defer close(s.made)
	defer func() {
		if fault := recover(); fault != nil {
			s.trouble = fmt.Errorf("this file could not be made by a fault of the tool: %v", fault)
		}
	}()
	if do == nil {
		return
	}
	select {
	case <-time.After(restPause):
	case <-s.asked:
	case <-ctx.Done():
	}
	files, again, err := do(ctx)
	if err != nil {
		s.trouble = err
		return
	}
	s.files = byPath(files)
	if again && ctx.Err() == nil {
		select {
		case p.again <- struct{}{}:
		default: // it is asked for already
		}
	}
}

// now is what is shown at this moment; changed is closed when it is replaced.
func (p *preview) now() (s *site, number int, findings []byte, changed <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.site, p.number, p.findings, p.changed
}

// errNotMade says that the preview or the request ended before a file was made.
var errNotMade = errors.New("this file is not made yet")

// file is a file of the site, nil where there is none: at once if pages need it, else when it is made. Where a newer build takes the place of the
// one that was making it, the newer one's is waited for.
func (p *preview) file(ctx context.Context, name string) (data []byte, s *site, err error) {
	for {
		s, _, _, changed := p.now()
		if s == nil {
			return nil, nil, nil
		}
		if data, ok := s.files[name]; ok {
			return data, s, nil
		}
		if strings.HasPrefix(name, siteFolder) {
			return nil, s, nil
		}
		select {
		case s.rest.asked <- struct{}{}:
		default: // it is asked for already
		}
		select {
		case <-s.rest.made:
		case <-changed:
			continue
		case <-ctx.Done():
			return nil, s, errNotMade
		}
		if current, _, _, _ := p.now(); current.rest != s.rest {
			continue
		}
		return s.rest.files[name], s, s.rest.trouble
	}
}

// version of a page as it is shown now; empty where there is none.
func (s *site) version(name string) string {
	if s == nil {
		return ""
	}
	return s.versions[name]
}

// stampOf is the stamp that a page carries.
func (s *site) stampOf(name string) string {
	if stamp, ok := s.stamps[name]; ok {
		return stamp
	}
	return s.stamp
}
