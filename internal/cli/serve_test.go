// Keeps the promises of serve: it shows what build writes, byte for byte, whatever was built before; findings name
// files as the reader can open them; and only a port that nobody asked for gives way to the next.
package cli

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/serve"
	"github.com/tokenbook/tokenbook/specs"
)

func TestServeShowsWhatBuildWrites(t *testing.T) {
	of := editions(t, anotherValue)
	s := previewOf(t, of)
	for i, files := range of {
		in := &input{root: s.at.root, entry: s.at.entry, shown: s.at.shown}
		in.load(files, s.date)
		want, err := generate(book.New(in.policy, in.findings), looks{logo: in.logo}, func(string) {})
		if err != nil {
			t.Fatal(err)
		}
		made := s.build(files, serve.Wanted{})
		rest, again, err := made.Rest(t.Context())
		if err != nil || again || made.Err != nil {
			t.Fatalf("%v %v %v", err, again, made.Err)
		}
		got := append(made.Files, rest...)
		generator.SortFiles(got)
		if len(got) != len(want) {
			t.Fatalf("edition %d: %d files are shown, build writes %d", i, len(got), len(want))
		}
		for j := range want {
			if got[j].Path != want[j].Path || !bytes.Equal(got[j].Data, want[j].Data) {
				t.Errorf("edition %d: %s is shown other than build writes %s", i, got[j].Path, want[j].Path)
			}
		}
		start := ""
		for _, f := range got {
			if f.Path == "site/index.html" {
				start = string(f.Data)
			}
		}
		if made.Stamp == "" || strings.Count(start, made.Stamp) != 1 {
			t.Errorf("edition %d: the stamp %q is not on the start page, or not once", i, made.Stamp)
		}
	}
}

const smallPolicy = `tokenbook: v1
policy: {id: small, title: Small, version: 1.0.0}
issuers: {main: {url: https://id.example.com, endpoints: {token: /token, jwks: /jwks}}}
clients: {worker: {type: confidential, platform: server, grants: client_credentials, auth: private_key_jwt}}
tokens: {access: {type: access_token, format: jwt, lifetime: 10m}}
`

func TestServeFindsNewNames(t *testing.T) {
	policy := func(text string) fstest.MapFS { return fstest.MapFS{"policy.yaml": {Data: []byte(text)}} }
	s := newShowing(World{Getenv: func(string) string { return "keep the collector" }}, &input{entry: "policy.yaml", shown: "./team/"}, specs.Date{}, "")
	if made := s.build(policy(smallPolicy), serve.Wanted{}); len(made.Files) == 0 {
		t.Fatal(made.Findings, made.Err)
	}
	more := policy(smallPolicy + "include: more.yaml\n")
	more["more.yaml"] = &fstest.MapFile{Data: []byte("clients: {cli: {type: public, platform: cli, grants: [authorization_code]}}\nissuers: {other: {url: https://other.example.com, endpoints: {token: /t, authorization: /a}}}\n")}
	made := s.build(more, serve.Wanted{})
	if made.Rest == nil {
		t.Fatal(made.Findings, made.Err)
	}
	if _, again, err := made.Rest(t.Context()); err != nil || !again {
		t.Errorf("another issuer brings no other names of files: again %v, %v", again, err)
	}
	made = s.build(more, serve.Wanted{})
	if _, again, err := made.Rest(t.Context()); err != nil || again {
		t.Errorf("the names are never right: again %v, %v", again, err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := made.Rest(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("work that nobody waits for goes on: %v", err)
	}

	more["more.yaml"].Data = []byte("clients: {cli: {type: nothing}}\n")
	made = s.build(more, serve.Wanted{})
	if len(made.Files) > 0 || made.Findings.Count(diag.Error) != 1 || made.Findings[0].At.String() != "team/more.yaml:1:23" {
		t.Fatalf("%d files, %v", len(made.Files), made.Findings)
	}
	if text, ok := made.Text("team/more.yaml"); !ok || !strings.Contains(text, "nothing") {
		t.Errorf("the text of the file is not found: %v %q", ok, text)
	}
	if made = s.build(fstest.MapFS{}, serve.Wanted{}); len(made.Findings) == 0 {
		t.Error("a policy that is gone is no finding")
	}
	if _, ok := made.Text("team/policy.yaml"); ok {
		t.Error("there is text of a file that is gone")
	}
}

func TestServeReports(t *testing.T) {
	var out, trouble bytes.Buffer
	s := newShowing(World{Stdout: &out, Stderr: &trouble, Getenv: func(string) string { return "keep the collector" },
		Now: func() time.Time { return time.Date(2026, 11, 20, 9, 30, 5, 0, time.UTC) }}, &input{}, specs.Date{}, "")
	var many diag.List
	for range mostShown + 2 {
		many.Add("format", diag.Error, diag.Span{File: "policy.yaml", Start: diag.Position{Line: 3, Column: 7}}, "", "no \x1b[31mcolour\nof its own")
	}
	s.report(serve.Event{Number: 1, Pages: 12, Changed: 12, Took: 84 * time.Millisecond})
	s.report(serve.Event{Number: 2, Pages: 12, Changed: 1, Took: 84 * time.Millisecond, First: 51 * time.Millisecond})
	s.report(serve.Event{Number: 3, Pages: 12, Broken: true, Findings: many[:1], Took: 9 * time.Millisecond})
	s.report(serve.Event{Number: 4, Broken: true, Findings: many, Took: 9 * time.Millisecond})
	s.report(serve.Event{Number: 5, Broken: true, Err: errors.New("the build stopped"), Stack: []byte("goroutine 1\n")})
	for _, want := range []string{
		"09:30:05  12 pages of 12 changed, no findings (84ms)\n",
		"09:30:05  1 page of 12 changed, no findings (84ms, the page on show after 51ms)\n",
		"09:30:05  1 error: the last good site stays (9ms)\npolicy.yaml:3:7: error: no ",
		"22 errors: there is no site yet (9ms)\n", "… and 2 more errors\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not said:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "\x1b") {
		t.Error("text of the policy reaches the terminal as it is")
	}
	if trouble.String() != "tokenbook: the build stopped\ngoroutine 1\n" {
		t.Errorf("%q", trouble.String())
	}
}

func TestPortThatIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	if l, err := listen(t.Context(), port, true); err == nil {
		l.Close()
		t.Error("a port that was asked for and is taken gives way to another")
	}
	l, err := listen(t.Context(), port, false)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if got := l.Addr().(*net.TCPAddr); got.Port <= port || got.Port >= port+portTries || !got.IP.IsLoopback() {
		t.Errorf("%v is not one of the next ports", got)
	}
}
