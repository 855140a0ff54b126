package site

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/parallel"
)

// Means are what a build may use to be done sooner. The bytes of a site depend on none of them.
type Means struct {
	// Workers is how many pages are made at once; 0 is as many as there are processors.
	Workers int
	// Cache keeps what one build leaves to the next; nil keeps nothing.
	Cache *Cache
}

// Cache keeps the pages of the last build. A page whose Markdown, links and pictures are as they were is not rendered
// again. One cache serves one build at a time; the zero Cache is empty.
type Cache struct {
	pages  map[pageDigest]rendered
	before []*page
}

// pageDigest is a digest of all that rendering a page depends on.
type pageDigest [sha256.Size]byte

// rendered is what render makes of a page.
type rendered struct {
	html     []byte
	twin     []byte // as Markdown
	title    string
	toc      []heading
	sections []searchEntry
}

// digester makes a digest of texts that cannot run into one another.
type digester struct{ hash.Hash }

func (d digester) add(texts ...string) {
	for _, t := range texts {
		var length [8]byte
		binary.LittleEndian.PutUint64(length[:], uint64(len(t)))
		d.Write(length[:])
		_, _ = io.WriteString(d, t) // a hash takes everything
	}
}

// digest is that of one page: its Markdown, what stands for the marks in it, and where places are linked to.
func (b *builder) digest(p *page) pageDigest {
	d := digester{sha256.New()}
	d.add(p.key, p.nav, p.within, p.markdown, fmt.Sprint(b.inputs.Side), b.repository, b.repositoryHost, b.sourceFolder)
	eachMark(p.markdown, string([]byte{markLink, markLinks, markBlock}), func(m anyMark) {
		switch m.kind {
		case markLink:
			d.add(b.href(p, m.arg(0), m.arg(1), ""))
		case markLinks:
			d.add(b.eachLink(p, m, "", func(_, href string) string { return href }))
		case markBlock:
			if block := b.block(p, m.arg(0)); block != nil {
				d.add(block.html, block.markdown)
			}
		}
	})
	return pageDigest(d.Sum(nil))
}

// renderAll renders every page, or takes it from the cache.
func (b *builder) renderAll() error {
	digests := make([]pageDigest, len(b.pages))
	err := b.share(len(b.pages), (*builder).withRenderer, func(w *builder, i int) error {
		p := w.pages[i]
		if w.means.Cache == nil {
			return w.render(p)
		}
		digests[i] = w.digest(p)
		if made, ok := w.means.Cache.pages[digests[i]]; ok {
			p.rendered = made
			return nil
		}
		return w.render(p)
	})
	if err != nil || b.means.Cache == nil {
		return err
	}
	kept := make(map[pageDigest]rendered, len(b.pages))
	for i, p := range b.pages {
		kept[digests[i]] = p.rendered
	}
	b.means.Cache.pages, b.means.Cache.before = kept, b.pages
	return nil
}

// Ahead makes some pages, by their paths, for somebody who waits for them: each as it is if the site has the same pages
// with the same titles as the build before has left in the cache. It may differ from the page that the next build makes. Of
// pages that the build before did not have nothing is made.
func Ahead(bk *book.Book, in Inputs, cache *Cache, paths []string) ([]generator.File, error) {
	if len(cache.before) == 0 || len(paths) == 0 {
		return nil, nil
	}
	b, err := newBuilder(bk, in, Means{})
	if err != nil {
		return nil, err
	}
	shell, err := loadShell(b.overlay)
	if err != nil {
		return nil, err
	}
	if err := b.withTemplates(); err != nil {
		return nil, err
	}
	if err := b.withRenderer(); err != nil {
		return nil, err
	}
	planned := b.plan()
	b.pages, b.byKey = slices.Clone(cache.before), map[string]*page{}
	for _, p := range b.pages {
		b.byKey[p.key] = p
	}
	var out []generator.File
	for _, plan := range planned {
		file, p := Folder+plan.key+".html", plan.page
		at := slices.IndexFunc(b.pages, func(old *page) bool { return old.key == p.key })
		if at < 0 || !slices.Contains(paths, file) {
			continue
		}
		if err := b.write(plan, p); err != nil {
			return nil, err
		}
		if strings.TrimSpace(p.markdown) == "" {
			continue
		}
		if b.byKey[p.parent] == nil {
			p.parent = ""
		}
		b.pages[at], b.byKey[p.key] = p, p
		if err := b.render(p); err != nil {
			return nil, err
		}
		out = append(out, generator.File{Path: file, Data: b.wrap(shell, b.newNav(), at)})
	}
	return out, nil
}

// share does a number of tasks, the last first (long pages stand at the end), with the workers that the build has, each
// of which is a builder of its own: a copy with what cannot be shared made anew by ready. The error is that of the first
// task, in their order, that failed.
func (b *builder) share(tasks int, ready func(w *builder) error, do func(w *builder, task int) error) error {
	errs := make([]error, tasks)
	var next atomic.Int64
	workers := b.means.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	work := make([]func(), min(workers, tasks))
	for k := range work {
		w := *b
		if err := ready(&w); err != nil {
			return err
		}
		work[k] = func() {
			for i := tasks - int(next.Add(1)); i >= 0; i = tasks - int(next.Add(1)) {
				errs[i] = do(&w, i)
			}
		}
	}
	parallel.Do(work...)
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
