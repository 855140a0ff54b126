// Keeps the promises of a live preview: what is saved is shown, however an editor saves; the last good site stays while
// the policy is broken, even where the tool itself fails; a page is loaded again only when it has changed; and the
// preview ends when it is told to.
package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/diag"
)

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

// bench is a preview in a folder of its own.
type bench struct {
	t      *testing.T
	dir    string
	url    string
	host   string
	events chan Event
	end    context.CancelFunc
	ended  chan error
}

// start begins a preview of a folder with some files.
func start(t *testing.T, build Builder, files map[string]string) *bench {
	t.Helper()
	b := &bench{t: t, dir: t.TempDir(), events: make(chan Event, 100), ended: make(chan error, 1)}
	for name, text := range files {
		b.save(name, text)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b.host = listener.Addr().String()
	b.url = "http://" + b.host
	ctx, cancel := context.WithCancel(t.Context())
	b.end = cancel
	go func() {
		b.ended <- Run(ctx, Options{Listener: listener, Root: b.dir, Build: build, Report: func(e Event) { b.events <- e }, Now: time.Now})
	}()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-b.ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(patience):
			t.Error("the preview does not end")
		}
	})
	return b
}

func (b *bench) save(name, text string) {
	b.t.Helper()
	if err := os.MkdirAll(filepath.Dir(filepath.Join(b.dir, name)), 0o700); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.dir, name), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// next is the next build.
func (b *bench) next() Event {
	b.t.Helper()
	select {
	case e := <-b.events:
		return e
	case <-time.After(patience):
		b.t.Fatal("nothing was built")
		return Event{}
	}
}

// still fails if anything is built within some looks at the files.
func (b *bench) still() {
	b.t.Helper()
	select {
	case e := <-b.events:
		b.t.Fatalf("build %d was for nothing", e.Number)
	case <-time.After(12 * lookPause):
	}
}

func (b *bench) get(path string) (status int, body string, header http.Header) {
	b.t.Helper()
	response, err := http.Get(b.url + path)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return response.StatusCode, string(data), response.Header
}

// shows fails unless a page holds some text.
func (b *bench) shows(path, text string) {
	b.t.Helper()
	if _, body, _ := b.get(path); !strings.Contains(body, text) {
		b.t.Errorf("%s does not show %q:\n%s", path, text, body)
	}
}

func page(text string) []byte {
	return []byte("<!doctype html>\n<html>\n<head>\n" + string(pageMeta) + "\n<title>t</title>\n</head>\n<body>\n<main>" + text + "</main>\n</body>\n</html>\n")
}

// toy builds a page from policy.yaml and one from each file that it includes. It breaks and fails as it is told.
func toy(fsys fs.FS, _ Wanted) Result {
	var findings diag.List
	var files []generator.File
	var read func(name string, at diag.Span)
	read = func(name string, at diag.Span) {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			findings.Add("file", diag.Error, at, "", "%s cannot be read", name)
			return
		}
		text := string(data)
		if strings.Contains(text, "panic") {
			panic("a fault made for a test")
		}
		for i, line := range strings.Split(text, "\n") {
			here := diag.Span{File: name, Start: diag.Position{Line: i + 1, Column: 1}}
			if other, ok := strings.CutPrefix(line, "include: "); ok {
				read(other, here)
			}
			if strings.Contains(line, "broken") {
				findings.Add("format", diag.Error, here, "", "%s", line)
			}
			if strings.Contains(line, "doubtful") {
				findings.Add("LIFE001", diag.Warning, here, "", "%s", line)
			}
		}
		files = append(files, generator.File{Path: "site/" + strings.TrimSuffix(name, ".yaml") + ".html", Data: page(text + " stamp-" + fmt.Sprint(len(text)))})
	}
	read("policy.yaml", diag.Span{File: "policy.yaml"})
	if findings.Count(diag.Error) > 0 {
		return Result{Findings: findings}
	}
	files = append(files, generator.File{Path: "site/index.html", Data: page("start")}, generator.File{Path: "site/assets/site.css", Data: []byte("a{}")})
	return Result{Files: files, Findings: findings}
}

func TestSavedFilesAreShown(t *testing.T) {
	b := start(t, toy, map[string]string{"policy.yaml": "one\ninclude: part.yaml", "part.yaml": "first"})
	if e := b.next(); e.Number != 1 || e.Broken || e.Pages != 3 || e.Changed != 3 {
		t.Fatalf("the first build: %+v", e)
	}
	b.shows("/site/policy.html", "one")

	b.save("policy.yaml", "two\ninclude: part.yaml")
	if e := b.next(); e.Changed != 1 {
		t.Errorf("%d pages changed, want 1", e.Changed)
	}
	b.shows("/site/policy.html", "two")

	b.save("part.yaml", "other") // the same size, within the same tick of some clocks
	b.next()
	b.shows("/site/part.html", "other")

	other := filepath.Join(b.dir, ".policy.yaml.new")
	if err := os.WriteFile(other, []byte("ten\ninclude: part.yaml"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(other, filepath.Join(b.dir, "policy.yaml")); err != nil {
		t.Fatal(err)
	}
	b.next()
	b.shows("/site/policy.html", "ten")

	now := time.Now().Add(time.Hour)
	if err := os.Chtimes(filepath.Join(b.dir, "policy.yaml"), now, now); err != nil {
		t.Fatal(err)
	}
	b.save("unrelated.yaml", "nobody includes this")
	b.still()
}

func TestAFileGoneForAMomentIsNoFault(t *testing.T) {
	b := start(t, toy, map[string]string{"policy.yaml": "one"})
	b.next()
	name := filepath.Join(b.dir, "policy.yaml")
	for i, leave := range []func() error{
		func() error { return os.Rename(name, name+"~") },
		func() error { return os.Truncate(name, 0) },
	} {
		if err := leave(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(4 * lookPause)
		b.save("policy.yaml", fmt.Sprintf("saved %d", i))
		if e := b.next(); e.Broken {
			t.Errorf("%d: the moment between was built: %v", i, e.Findings)
		}
		b.shows("/site/policy.html", fmt.Sprintf("saved %d", i))
	}
	if err := os.Rename(name, name+"~"); err != nil {
		t.Fatal(err)
	}
	if e := b.next(); !e.Broken {
		t.Error("a file that stays away is not missed")
	}
	if err := os.Rename(name+"~", name); err != nil {
		t.Fatal(err)
	}
	if e := b.next(); e.Broken {
		t.Error("a file that came back is not seen")
	}
}

func TestAFileThatIsNotThereYetIsAwaited(t *testing.T) {
	b := start(t, toy, map[string]string{"policy.yaml": "one\ninclude: later.yaml"})
	if e := b.next(); !e.Broken {
		t.Fatal("a missing file is no finding")
	}
	b.still()
	b.save("later.yaml", "now it is there")
	if e := b.next(); e.Broken {
		t.Fatalf("%v", e.Findings)
	}
	b.shows("/site/later.html", "now it is there")
}

func TestAFileThatMayNotBeReadIsNotBuiltAgainAndAgain(t *testing.T) {
	b := start(t, toy, map[string]string{"policy.yaml": "one\ninclude: folder", "folder/one": "1"})
	if e := b.next(); !e.Broken {
		t.Fatalf("a folder was read as a file: %+v", e)
	}
	b.save("folder/two", "a folder changes when files in it do")
	b.still()
}

func TestTheLastGoodSiteStays(t *testing.T) {
	b := start(t, toy, map[string]string{"policy.yaml": "good"})
	b.next()
	b.save("policy.yaml", "broken <b>text</b>")
	if e := b.next(); !e.Broken || e.Pages != 2 {
		t.Fatalf("%+v", e)
	}
	b.shows("/site/policy.html", "good")
	found := b.findings()
	want := said{Broken: true, Errors: 1, Summary: "1 error", Others: "no findings",
		Findings: []saidFinding{{Severity: "error", At: "policy.yaml:1:1", Rule: "format", Message: "broken <b>text</b>"}}}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
	b.save("policy.yaml", "panic")
	if e := b.next(); e.Err == nil || len(e.Stack) == 0 || !e.Broken {
		t.Fatalf("a panic is not told: %+v", e)
	}
	b.shows("/site/policy.html", "good")
	if found = b.findings(); found.Errors != 1 || !strings.Contains(found.Findings[0].Message, "a fault made for a test") {
		t.Errorf("%+v", found)
	}
	b.save("policy.yaml", "doubtful, but mended")
	if e := b.next(); e.Broken {
		t.Fatalf("%+v", e)
	}
	b.shows("/site/policy.html", "mended")
	if found = b.findings(); found.Errors != 0 || found.Summary != "1 warning" {
		t.Errorf("%+v", found)
	}
}

func (b *bench) findings() (out said) {
	b.t.Helper()
	_, body, header := b.get(own + "findings.json")
	if header.Get("Content-Type") != "application/json" || header.Get("X-Content-Type-Options") != "nosniff" {
		b.t.Errorf("findings are not sent as JSON alone: %v", header)
	}
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		b.t.Fatal(err)
	}
	return out
}

func TestBrokenFromTheStart(t *testing.T) {
	b := start(t, toy, map[string]string{"policy.yaml": "broken <script>alert(1)</script>"})
	b.next()
	for _, path := range []string{"/site/index.html", "/site/nowhere.html"} {
		status, body, _ := b.get(path)
		if status != http.StatusServiceUnavailable || !strings.Contains(body, "policy.yaml:1:1") || !strings.Contains(body, "&lt;script&gt;alert(1)") || strings.Contains(body, "<script>") {
			t.Errorf("%s: %d\n%s", path, status, body)
		}
	}
	stream := b.listen("site/index.html")
	if v := stream.next(); v != "" {
		t.Errorf("a version without a page: %q", v)
	}
	b.save("policy.yaml", "mended")
	b.next()
	if v := stream.next(); v == "" {
		t.Error("the browser is not told that there is a page now")
	}
}

// stream is what a browser is told about a page.
type stream struct {
	t    *testing.T
	told chan string // versions
}

func (b *bench) listen(page string) *stream {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.url+own+"events?page="+page, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { response.Body.Close() })
	if kind := response.Header.Get("Content-Type"); kind != "text/event-stream" {
		b.t.Fatalf("events are %q", kind)
	}
	s := &stream{b.t, make(chan string, 100)}
	go func() {
		defer close(s.told)
		lines := bufio.NewScanner(response.Body)
		for lines.Scan() {
			var v struct{ Version string }
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && json.Unmarshal([]byte(data), &v) == nil {
				s.told <- v.Version
			}
		}
	}()
	return s
}

func (s *stream) next() string {
	s.t.Helper()
	select {
	case v := <-s.told:
		return v
	case <-time.After(patience):
		s.t.Fatal("the browser is told nothing")
		return ""
	}
}

func TestBrowsersAreToldWhetherTheirPageChanged(t *testing.T) {
	stamped := func(fsys fs.FS, w Wanted) Result {
		r := toy(fsys, w)
		data, _ := fs.ReadFile(fsys, "policy.yaml")
		r.Stamp = fmt.Sprintf("<i>%x</i>", data)
		for i := range r.Files {
			r.Files[i].Data = append(r.Files[i].Data, r.Stamp...)
		}
		return r
	}
	b := start(t, stamped, map[string]string{"policy.yaml": "one"})
	b.next()
	policy, index := b.listen("site/policy.html"), b.listen("site/index.html")
	was, wasIndex := policy.next(), index.next()
	if was == "" || was == wasIndex {
		t.Fatalf("versions: %q %q", was, wasIndex)
	}
	b.shows("/site/policy.html", `data-version="`+was+`"`)
	b.save("policy.yaml", "two")
	if e := b.next(); e.Changed != 1 {
		t.Errorf("%d pages changed, want 1: the stamp is no change", e.Changed)
	}
	if now := policy.next(); now == was {
		t.Error("a page that changed has the same version")
	}
	if now := index.next(); now != wasIndex {
		t.Error("a page that did not change has another version")
	}
	if _, body, _ := b.get("/site/index.html"); strings.Contains(body, "<i>") {
		t.Error("a page shows a stamp that may be out of date")
	}
}

func TestThePageOnShowIsMadeFirst(t *testing.T) {
	hold := make(chan struct{})
	fail := false
	build := func(fsys fs.FS, w Wanted) Result {
		r := toy(fsys, w)
		if len(w.Pages) > 0 {
			w.Show(r.Files[0], "")
			<-hold
			if fail {
				panic("a fault behind the first page")
			}
		}
		return r
	}
	b := start(t, build, map[string]string{"policy.yaml": "one"})
	b.next()
	policy := b.listen("site/policy.html")
	first := policy.next()
	b.save("policy.yaml", "two")
	second := policy.next()
	if second == first {
		t.Error("the page was not shown ahead")
	}
	b.shows("/site/policy.html", "two")
	hold <- struct{}{}
	if e := b.next(); e.First == 0 || e.First > e.Took || e.Changed != 1 {
		t.Errorf("%+v", e)
	}
	if v := policy.next(); v != second {
		t.Error("the whole site has another version of the page that was shown ahead")
	}
	fail = true
	b.save("policy.yaml", "three")
	policy.next()
	hold <- struct{}{}
	b.next()
	if v := policy.next(); v != second {
		t.Error("a page of a build that failed stays")
	}
	b.shows("/site/policy.html", "two")
}

func TestFilesBesidePages(t *testing.T) {
	var mu sync.Mutex
	names, trouble := "old.txt", error(nil)
	release := make(chan struct{}, 10)
	build := func(fsys fs.FS, w Wanted) Result {
		r := toy(fsys, w)
		mu.Lock()
		used := names
		mu.Unlock()
		r.Rest = func(context.Context) ([]generator.File, bool, error) {
			<-release
			mu.Lock()
			defer mu.Unlock()
			again := used != "new.txt"
			names = "new.txt"
			return []generator.File{{Path: "code/" + names, Data: []byte("made")}}, again, trouble
		}
		return r
	}
	b := start(t, build, map[string]string{"policy.yaml": "one"})
	b.next()
	release <- struct{}{}
	release <- struct{}{}
	if e := b.next(); e.Number != 2 {
		t.Errorf("wrong names of files do not lead to another build: %+v", e)
	}
	if status, body, _ := b.get("/code/new.txt"); status != http.StatusOK || body != "made" {
		t.Errorf("%d %s", status, body)
	}
	if status, _, _ := b.get("/code/none.txt"); status != http.StatusNotFound {
		t.Errorf("a file that there is not: %d", status)
	}
	mu.Lock()
	trouble = errors.New("no room for it")
	mu.Unlock()
	b.save("policy.yaml", "two")
	b.next()
	release <- struct{}{}
	if status, body, _ := b.get("/code/new.txt"); status != http.StatusInternalServerError || !strings.Contains(body, "no room") {
		t.Errorf("%d %s", status, body)
	}
}

func TestManyAtOnce(t *testing.T) {
	b := start(t, toy, map[string]string{"policy.yaml": "0"})
	b.next()
	var group sync.WaitGroup
	done := make(chan struct{})
	for i := range 8 {
		group.Go(func() {
			paths := []string{"/site/policy.html", "/site/index.html", "/-/findings.json", "/nowhere", "/site/assets/site.css"}
			for n := i; ; n++ {
				select {
				case <-done:
					return
				default:
				}
				response, err := http.Get(b.url + paths[n%len(paths)])
				if err != nil {
					t.Error(err)
					return
				}
				_, _ = io.Copy(io.Discard, response.Body)
				response.Body.Close()
			}
		})
	}
	for range 4 {
		b.listen("site/policy.html").next()
	}
	for i := 1; i <= 5; i++ {
		b.save("policy.yaml", strings.Repeat("broken ", i%2)+fmt.Sprint(i))
		b.next()
	}
	close(done)
	group.Wait()
	b.save("policy.yaml", "the end")
	b.next()
	b.shows("/site/policy.html", "the end")
}

func TestThePreviewEnds(t *testing.T) {
	b := start(t, toy, map[string]string{"policy.yaml": "one"})
	b.next()
	b.listen("site/index.html").next()
	b.end()
	select {
	case err := <-b.ended:
		b.ended <- err
		if err != nil {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Fatal("a browser that listens keeps the preview from ending")
	}
	if _, err := net.DialTimeout("tcp", b.host, time.Second); err == nil {
		t.Error("somebody still answers")
	}
}
