// Keeps the promises of docs/trust.md about the local server: it answers this machine by its own names, to pages of its
// own and to nobody's else, reads nothing from the disk for a request, and sends nothing that could run but its own
// script; text of the policy never becomes markup.
package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
	"github.com/tokenbook/tokenbook/templates"
)

// ask sends a request as it is written; PORT stands for the port.
func (b *bench) ask(request string) (*http.Response, string) {
	b.t.Helper()
	conn, err := net.Dial("tcp", b.host)
	if err != nil {
		b.t.Fatal(err)
	}
	defer conn.Close()
	_, port, _ := net.SplitHostPort(b.host)
	text := strings.ReplaceAll(strings.ReplaceAll(request, "PORT", port), "\n", "\r\n") + "\r\nConnection: close\r\n\r\n"
	if _, err := io.WriteString(conn, text); err != nil {
		b.t.Fatal(err)
	}
	method, _, _ := strings.Cut(request, " ")
	response, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		b.t.Fatalf("%q: %v", request, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return response, string(body)
}

func TestWhoIsAnswered(t *testing.T) {
	const own = "Host: 127.0.0.1:PORT"
	b := start(t, toy, map[string]string{"policy.yaml": "one", "secret.txt": "never to be read"})
	b.next()
	get := func(path, headers string) string { return "GET " + path + " HTTP/1.1\n" + headers }
	for _, c := range []struct {
		request string
		want    int
	}{
		{get("/site/index.html", own), 200},
		{get("/site/index.html", "Host: localhost:PORT"), 200},
		{get("/site/index.html", "Host: LocalHost:PORT"), 200},
		{get("/site/index.html", "Host: [::1]:PORT"), 200},
		{get("/", own), 302},
		{get("/site/", own), 302},
		{"HEAD /site/index.html HTTP/1.1\n" + own, 200},
		{"HEAD /-/events?page=site/index.html HTTP/1.1\n" + own, 200},

		{get("/site/index.html", "Host: rebound.example:PORT"), 403},
		{get("/site/index.html", "Host: rebound.example"), 403},
		{get("/site/index.html", "Host: localhost"), 403},
		{get("/site/index.html", "Host: localhost:1"), 403},
		{get("/site/index.html", "Host: localhost:PORT.rebound.example"), 403},
		{get("/site/index.html", "Host: localhost.rebound.example:PORT"), 403},
		{get("/site/index.html", "Host: 127.0.0.2:PORT"), 403},
		{get("/site/index.html", "Host: 0.0.0.0:PORT"), 403},
		{get("/site/index.html", "Host:"), 403},
		{"GET /site/index.html HTTP/1.0", 403},
		{get("http://rebound.example/site/index.html", own), 403},
		{get("/-/findings.json", "Host: rebound.example:PORT"), 403},
		{get("/-/events", "Host: rebound.example:PORT"), 403},

		{"POST /site/index.html HTTP/1.1\n" + own + "\nContent-Length: 0", 405},
		{"PUT /site/index.html HTTP/1.1\n" + own + "\nContent-Length: 0", 405},
		{"DELETE /site/index.html HTTP/1.1\n" + own, 405},
		{"OPTIONS /site/index.html HTTP/1.1\n" + own, 405},
		{"TRACE /site/index.html HTTP/1.1\n" + own, 405},
		{"PATCH /-/findings.json HTTP/1.1\n" + own + "\nContent-Length: 0", 405},
		{"FETCH / HTTP/1.1\n" + own, 405},

		{get("/site/index.html", own+"\nSec-Fetch-Site: none\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document"), 200},
		{get("/site/index.html", own+"\nSec-Fetch-Site: same-origin\nSec-Fetch-Mode: no-cors\nSec-Fetch-Dest: script"), 200},
		{get("/site/index.html", own+"\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document"), 200},
		{get("/site/index.html", own+"\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: iframe"), 403},
		{get("/site/index.html", own+"\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: no-cors\nSec-Fetch-Dest: script"), 403},
		{get("/site/index.html", own+"\nSec-Fetch-Site: same-site\nSec-Fetch-Mode: no-cors\nSec-Fetch-Dest: image"), 403},
		{get("/-/events", own+"\nSec-Fetch-Site: cross-site\nSec-Fetch-Mode: cors\nSec-Fetch-Dest: empty"), 403},
		{get("/site/index.html", own+"\nSec-Fetch-Site: same-origin\nSec-Fetch-Site: cross-site"), 403},
		{get("/-/findings.json", own+"\nOrigin: http://127.0.0.1:PORT"), 200},
		{get("/-/findings.json", own+"\nOrigin: http://elsewhere.example"), 403},
		{get("/-/findings.json", own+"\nOrigin: null"), 403},
		{get("/-/findings.json", own+"\nOrigin: http://127.0.0.1:PORT\nOrigin: http://elsewhere.example"), 403},

		{get("/nowhere.html", own), 404},
		{get("/secret.txt", own), 404},
		{get("/policy.yaml", own), 404},
		{get("/site/nowhere.html", own), 404},
		{get("/-/plain.html", own), 404},
		{get("/-/", own), 404},
		{get("/../secret.txt", own), 400},
		{get("/site/../secret.txt", own), 400},
		{get("/site/../../secret.txt", own), 400},
		{get("/site/./index.html", own), 400},
		{get("/site/%2e%2e/secret.txt", own), 400},
		{get("/site/%2e%2e%2fsecret.txt", own), 400},
		{get("/site/..%2Fsecret.txt", own), 400},
		{get("/site/..%5csecret.txt", own), 400},
		{get(`/site/..\secret.txt`, own), 400},
		{get("/site/index.html%00.css", own), 400},
		{get("/site/%0d%0aX-Planted:%20yes", own), 400},
		{get("//secret.txt", own), 400},
		{get("/site//index.html", own), 400},
		{get("/%2fetc/passwd", own), 400},
		{get("/C:/Windows/win.ini", own), 404},
		{get("/site/index.html/", own), 404},
		{get("/site/index.html::$DATA", own), 404},
		{get("*", own), 400},
		{get("/site/%zz", own), 400},
	} {
		response, body := b.ask(c.request) //nolint:bodyclose // ask has read and closed it
		if response.StatusCode != c.want {
			t.Errorf("%q: %d, want %d", c.request, response.StatusCode, c.want)
		}
		if strings.Contains(body, "never to be read") || response.Header.Get("X-Planted") != "" {
			t.Errorf("%q: answered with what it must not:\n%s", c.request, body)
		}
		if response.StatusCode == http.StatusMethodNotAllowed && response.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%q: Allow is %q", c.request, response.Header.Get("Allow"))
		}
		if strings.HasPrefix(c.request, "HEAD") && body != "" {
			t.Errorf("%q: a body", c.request)
		}
	}
}

func TestOnlyThisMachine(t *testing.T) {
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if err := Run(t.Context(), Options{Listener: listener}); err == nil {
		t.Error("a preview can be reached from other machines")
	}
}

// TestPagePolicy holds the policy of served pages to that of pages as they are built, with one thing more.
func TestPagePolicy(t *testing.T) {
	shell, err := templates.Theme.ReadFile("theme/shell.html")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(shell), string(pageMeta)) != 1 {
		t.Errorf("the pages of the site have another policy than serve takes them to have:\n%s", pageMeta)
	}
	ownFrame := func(fsys fs.FS, w Wanted) Result {
		r := toy(fsys, w)
		r.Files = append(r.Files, generator.File{Path: "site/own.html", Data: []byte("<!doctype html>\n<head>\n<title>A team's own frame</title>\n</head>\n<body></head></body>\n")})
		return r
	}
	b := start(t, ownFrame, map[string]string{"policy.yaml": "one"})
	b.next()
	for _, path := range []string{"/site/index.html", "/site/nowhere.html", "/site/own.html"} {
		_, body, header := b.get(path)
		policy := header.Get("Content-Security-Policy")
		if policy != pagePolicy+"; connect-src 'self'; frame-ancestors 'none'" {
			t.Errorf("%s: %s", path, policy)
		}
		if strings.Count(body, `<script src="/-/serve.js"`) != 1 || strings.Count(body, "<script") != 1 {
			t.Errorf("%s does not have the one script:\n%s", path, body)
		}
		if path == "/site/index.html" && !strings.Contains(body, `content="`+pagePolicy+`; connect-src 'self'">`) {
			t.Errorf("%s: the policy in the page keeps the script from listening:\n%s", path, body)
		}
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	build := func(fsys fs.FS, w Wanted) Result {
		r := toy(fsys, w)
		r.Rest = func(context.Context) ([]generator.File, bool, error) {
			var files []generator.File
			for _, name := range []string{"openapi/main.yaml", "schemas/access.json", "diagrams/issue.svg", "diagrams/issue.d2", "review/checklist.csv", "code/go/policy.go", "code/typescript/policy.ts"} {
				files = append(files, generator.File{Path: name, Data: []byte("x")})
			}
			return files, false, nil
		}
		r.Files = append(r.Files, generator.File{Path: "site/index.md"}, generator.File{Path: "site/sitemap.xml"}, generator.File{Path: "site/llms.txt"}, generator.File{Path: "site/assets/logo.png"}, generator.File{Path: "site/assets/site.js"})
		return r
	}
	b := start(t, build, map[string]string{"policy.yaml": "one"})
	b.next()
	for path, kind := range map[string]string{
		"/site/index.html": "text/html; charset=utf-8", "/site/nowhere.html": "text/html; charset=utf-8", "/nowhere": "text/plain; charset=utf-8",
		"/site/assets/site.css": "text/css; charset=utf-8", "/site/assets/site.js": "text/javascript; charset=utf-8", "/site/index.md": "text/markdown; charset=utf-8",
		"/site/sitemap.xml": "application/xml", "/site/llms.txt": "text/plain; charset=utf-8", "/site/assets/logo.png": "image/png", "/openapi/main.yaml": "application/yaml",
		"/schemas/access.json": "application/json", "/diagrams/issue.svg": "image/svg+xml", "/diagrams/issue.d2": "text/plain; charset=utf-8",
		"/review/checklist.csv": "text/csv; charset=utf-8", "/code/go/policy.go": "text/plain; charset=utf-8", "/code/typescript/policy.ts": "text/plain; charset=utf-8",
		"/-/serve.js": "text/javascript; charset=utf-8", "/-/serve.css": "text/css; charset=utf-8", "/-/findings.json": "application/json",
	} {
		_, _, header := b.get(path)
		for name, want := range map[string]string{
			"Content-Type": kind, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		policy := header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(kind, "html") == strings.Contains(policy, "sandbox") {
			t.Errorf("%s: Content-Security-Policy is %q", path, policy)
		}
		for name := range header {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s: %s lets other origins read", path, name)
			}
		}
	}
}

// TestHostileFindings puts each hostile text wherever a finding has text: the page that stands in has no element but its
// own, and the JSON says what was said.
func TestHostileFindings(t *testing.T) {
	elements := func(page []byte) map[string]int {
		out := map[string]int{}
		tokens := html.NewTokenizer(strings.NewReader(string(page)))
		for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
			if kind == html.StartTagToken || kind == html.SelfClosingTagToken {
				token := tokens.Token()
				out[token.Data]++
				for _, a := range token.Attr {
					out[token.Data+" "+a.Key]++
				}
			}
		}
		return out
	}
	say := func(text string) (*preview, []byte) {
		at := diag.Span{File: text, Start: diag.Position{Line: 1, Column: 1}}
		result := Result{
			Findings: diag.List{{Rule: text, Severity: diag.Error, At: at, Setting: text, Message: text, Basis: text, Fix: &diag.Fix{Title: text}}},
			Text:     func(string) (string, bool) { return text, true },
			Err:      fmt.Errorf("%s", text),
		}
		p := newPreview(t.Context(), Options{}, 1)
		p.show(t.Context(), 1, &result)
		return p, p.plainPage(text, "No page", "None")
	}
	_, plain := say("plain")
	want := fmt.Sprint(elements(plain))
	for _, h := range hostile.Texts() {
		p, page := say(h.Text)
		if got := fmt.Sprint(elements(page)); got != want {
			t.Errorf("%s: elements %s, want %s", h.Name, got, want)
		}
		var back said
		if err := json.Unmarshal(p.findings, &back); err != nil || len(back.Findings) != 2 {
			t.Errorf("%s: %v %s", h.Name, err, p.findings)
		}
		for _, c := range []string{"<", ">", "&", "\u202e", "\u0000", "\u2028"} {
			if strings.Contains(string(p.findings), c) {
				t.Errorf("%s: the JSON holds %q as it is", h.Name, c)
			}
		}
	}
}

// TestTheScriptMakesNoMarkup reads the script as a reviewer would: nothing in it turns text into elements or code.
func TestTheScriptMakesNoMarkup(t *testing.T) {
	script, err := templates.Serve.ReadFile("serve/serve.js")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(script), "textContent") {
		t.Fatal("this is not the script")
	}
	for _, way := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "createContextualFragment", "srcdoc", "eval(", "Function(", "setAttribute(\"on", ".href", "http:", "https:"} {
		if strings.Contains(string(script), way) {
			t.Errorf("serve.js uses %s", way)
		}
	}
}
