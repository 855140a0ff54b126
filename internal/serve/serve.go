// Package serve shows the site of a policy on this machine while the policy is written: it builds, watches the files
// that the build read, builds again when one changes, and tells the browsers that show a page.
//
//	serve.go    Run, what it is given, the loop: build, show, wait for a change
//	watch.go    which files a build read, and whether they are still the same
//	state.go    what is shown: the last good site, and what is to be said about the policy
//	border.go   who may ask for what: host, method, origin, path
//	pages.go    what is answered: files from memory, the pages with the script that reloads them
//	events.go   what browsers are told: changes and findings
//
// Nothing is read from the disk for a request: what can be asked for is what the last build made. Serve does not know
// how a site is made; it is given a function (Builder). It prints nothing; it reports (Event).
package serve

import (
	"context"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/diag"
)

// Builder makes a site from the files of a folder. It is called from one goroutine at a time, but Rest of an earlier
// result may still be at work. It may panic; the preview goes on.
type Builder func(fsys fs.FS, wanted Wanted) Result

// Wanted are the pages that browsers show at the moment, by their paths. A builder may hand over one of them before all
// is made, with the stamp of the result to come.
type Wanted struct {
	Pages []string
	Show  func(page generator.File, stamp string)
}

// Result is what a build made.
type Result struct {
	// Files are the pages and all that they need to be shown, with paths relative to the output folder. Where there are
	// none, nothing could be made, and the last good site stays.
	Files []generator.File
	// Rest makes the other files that pages link to, after the pages are shown. again asks for another build: the pages
	// were made with the wrong names of these files. It may be nil; it gives up when ctx ends.
	Rest func(ctx context.Context) (files []generator.File, again bool, err error)
	// Stamp is text that changes on every page whenever anything changes, such as a digest. Pages are shown without it,
	// so that a page is loaded again only when something else on it changes. It may be empty.
	Stamp string
	// Findings are what is to be said about the policy, with names of files that the reader can open.
	Findings diag.List
	// Text gives the text of a file that findings name, without secrets; it may be nil.
	Text func(file string) (string, bool)
	// Err is the tool's own trouble.
	Err error
}

// Event is one build, for the terminal.
type Event struct {
	// Number counts the builds, from 1.
	Number int
	Took   time.Duration
	// First is how long it took until a page that somebody looks at was shown; zero where none was shown ahead.
	First time.Duration
	// Pages is how many pages the site has, Changed how many of them differ from those shown before.
	Pages, Changed int
	// Broken is true where nothing could be made: the last good site stays, if there is one.
	Broken   bool
	Findings diag.List
	// Err is the tool's own trouble, Stack where a build panicked.
	Err   error
	Stack []byte
}

// Options are what Run is given.
type Options struct {
	// Listener has a loopback address.
	Listener net.Listener
	// Root is the folder that the builder reads from; nothing outside it is read.
	Root  string
	Build Builder
	// Report is told each build, one after the other.
	Report func(Event)
	// Now is the clock, for durations alone.
	Now func() time.Time
}

// How long things take.
const (
	lookPause    = 25 * time.Millisecond  // between two looks at the files
	settlePause  = 4 * time.Millisecond   // a file that is being written changes within this
	vanishWait   = 400 * time.Millisecond // how long a file may be gone while an editor replaces it
	carefulLooks = 40                     // looks after a build that read the contents whatever the times of the files say
	restPause    = 500 * time.Millisecond // before the files beside pages are made, so that the browser has the machine first
	closeWait    = time.Second            // for answers under way when the preview ends
)

// Run shows the site until ctx ends, which is no error. An error means that nothing can be shown any more.
func Run(ctx context.Context, o Options) error {
	address, ok := o.Listener.Addr().(*net.TCPAddr)
	if !ok || !address.IP.IsLoopback() {
		return fmt.Errorf("%s is not an address of this machine alone", o.Listener.Addr())
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := newPreview(ctx, o, address.Port)
	server := &http.Server{
		Handler: p, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx },
		ErrorLog:    quiet(),
	}
	built := make(chan struct{})
	go func() {
		defer close(built)
		p.loop(ctx)
	}()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(o.Listener) }()
	var err error
	select {
	case <-ctx.Done():
		wait, done := context.WithTimeout(context.WithoutCancel(ctx), closeWait)
		defer done()
		if server.Shutdown(wait) != nil {
			err = server.Close()
		}
	case err = <-ended:
		cancel()
	}
	<-built
	p.background.Wait()
	return err
}

// loop builds, and builds again whenever a file that the build looked for has changed.
func (p *preview) loop(ctx context.Context) {
	for number := 1; ctx.Err() == nil; number++ {
		began := p.options.Now()
		p.ahead = time.Time{}
		seen, result, stack := p.build()
		event := p.show(ctx, number, &result)
		event.Took, event.Stack = p.options.Now().Sub(began), stack
		if !p.ahead.IsZero() {
			event.First = p.ahead.Sub(began)
		}
		p.options.Report(event)
		p.wait(ctx, seen)
	}
}

// build calls the builder and survives it.
func (p *preview) build() (seen *reading, result Result, stack []byte) {
	seen = &reading{files: map[string]record{}}
	defer func() {
		if fault := recover(); fault != nil {
			result, stack = Result{Err: fmt.Errorf("the build stopped by a fault of the tool: %v", fault)}, debug.Stack()
		}
	}()
	folder := openFolder(p.options.Root)
	defer folder.close()
	return seen, p.options.Build(&recorder{fsys: folder, reading: seen}, Wanted{p.lookedAt(), p.showAhead}), nil
}

// wait returns when the files are other than a build has seen them, when another build is asked for, or when ctx ends.
func (p *preview) wait(ctx context.Context, seen *reading) {
	tick := time.NewTicker(lookPause)
	defer tick.Stop()
	for look := 0; ; look++ {
		select {
		case <-ctx.Done():
			return
		case <-p.again:
			return
		case <-tick.C:
			folder := openFolder(p.options.Root)
			changed := seen.differs(folder, look < carefulLooks)
			folder.close()
			if changed && p.settle(ctx, seen) {
				return
			}
		}
	}
}

// settle waits until nothing is being written any more: two looks that find the same, and no file gone that was there,
// for editors replace a file by another and may leave a moment without. It reports whether the files differ in the end.
func (p *preview) settle(ctx context.Context, seen *reading) bool {
	last := ""
	for began := p.options.Now(); ctx.Err() == nil; {
		folder := openFolder(p.options.Root)
		now, gone := seen.sum(folder)
		folder.close()
		late := p.options.Now().Sub(began) > vanishWait
		if now == last && !gone || late {
			break
		}
		last = now
		select {
		case <-ctx.Done():
		case <-time.After(settlePause):
		}
	}
	folder := openFolder(p.options.Root)
	defer folder.close()
	return seen.differs(folder, true)
}
