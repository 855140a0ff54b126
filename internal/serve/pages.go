package serve

import (
	"bytes"
	"io"
	"log"
	"net/http"
	"path"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/templates"
)

// Where things are below the address of the server. No file of a build begins with own.
const (
	own        = "/-/"
	siteFolder = "site/"
	startPage  = "/" + siteFolder + "index.html"
)

// pagePolicy is the content security policy that every page carries (templates/theme/shell.html). Under serve a page may
// connect to this server besides, for the script that reloads it; and no other page may frame it.
const (
	pagePolicy   = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'"
	servedPolicy = pagePolicy + "; connect-src 'self'"
	headerPolicy = servedPolicy + "; frame-ancestors 'none'"
	// filePolicy is that of everything that is no page: nothing in it runs or loads. Pictures have their style in them.
	filePolicy = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)

// contentTypes are by the ending of a path; anything else is plain text, such as code.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".json": "application/json", ".yaml": "application/yaml", ".xml": "application/xml",
	".md": "text/markdown; charset=utf-8", ".csv": "text/csv; charset=utf-8",
	".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".ico": "image/x-icon", ".woff": "font/woff", ".woff2": "font/woff2",
}

func contentType(name string) string {
	if t := contentTypes[path.Ext(name)]; t != "" {
		return t
	}
	return "text/plain; charset=utf-8"
}

// ServeHTTP answers a request.
func (p *preview) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	if status, why := p.refuse(r); status != 0 {
		if status == http.StatusMethodNotAllowed {
			h.Set("Allow", "GET, HEAD")
		}
		answer(w, status, "text/plain; charset=utf-8", []byte(why+"\n"))
		return
	}
	switch name := r.URL.Path; name {
	case "/", "/site", "/site/":
		h.Set("Location", startPage)
		answer(w, http.StatusFound, "text/plain; charset=utf-8", []byte(startPage+"\n"))
	case own + "events":
		p.events(w, r)
	case own + "findings.json":
		_, _, findings, _ := p.now()
		answer(w, http.StatusOK, "application/json", findings)
	case own + "serve.js", own + "serve.css":
		data, err := templates.Serve.ReadFile("serve/" + path.Base(name))
		if err != nil {
			answer(w, http.StatusInternalServerError, "text/plain; charset=utf-8", []byte(err.Error()))
			return
		}
		answer(w, http.StatusOK, contentType(name), data)
	default:
		p.answerFile(w, r, strings.TrimPrefix(name, "/"))
	}
}

// answer writes one answer; net/http leaves the body out for HEAD.
func answer(w http.ResponseWriter, status int, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write(body) // whoever asked may have gone
}

// answerFile answers with a file of the site, or with the page that stands in for one.
func (p *preview) answerFile(w http.ResponseWriter, r *http.Request, name string) {
	data, s, err := p.file(r.Context(), name)
	page := strings.HasSuffix(name, ".html")
	switch {
	case err != nil:
		answer(w, http.StatusInternalServerError, "text/plain; charset=utf-8", []byte(escape.Terminal(err.Error())+"\n"))
	case data == nil && !page && s != nil:
		answer(w, http.StatusNotFound, "text/plain; charset=utf-8", []byte("there is no such file\n"))
	case data == nil && s != nil:
		w.Header().Set("Content-Security-Policy", headerPolicy)
		answer(w, http.StatusNotFound, contentType(".html"), p.plainPage(name, "There is no such page", "The policy as it is now makes no such page. If it comes, it is shown here."))
	case data == nil:
		w.Header().Set("Content-Security-Policy", headerPolicy)
		answer(w, http.StatusServiceUnavailable, contentType(".html"), p.plainPage(name, "No page could be made yet", "The page is shown here as soon as there is one."))
	case page:
		w.Header().Set("Content-Security-Policy", headerPolicy)
		w.Header().Set("Content-Type", contentType(name))
		p.writePage(w, name, data, s)
	default:
		answer(w, http.StatusOK, contentType(name), data)
	}
}

var pageMeta = []byte(`<meta http-equiv="Content-Security-Policy" content="` + pagePolicy + `">`)

// writePage writes a page as it was built, but for three things: its content security policy, the script that reloads
// it, and the stamp, which would be out of date as soon as something else changes.
func (p *preview) writePage(w io.Writer, name string, data []byte, s *site) {
	var out bytes.Buffer
	out.Grow(len(data) + 1<<10)
	tags, endHead := scriptTags(name, s.version(name)), []byte("</head>")
	rest := data
	if before, after, ok := bytes.Cut(data, pageMeta); ok {
		out.Write(before)
		out.WriteString(`<meta http-equiv="Content-Security-Policy" content="` + servedPolicy + `">` + "\n" + tags)
		rest = after
	} else if before, _, ok := bytes.Cut(data, endHead); ok { // a team's own frame; what the header asks for holds
		out.Write(before)
		out.WriteString(tags + "\n")
		rest = data[len(before):]
	}
	first := true
	eachPart(rest, s.stampOf(name), func(part []byte) {
		if !first {
			out.WriteString("of this moment")
		}
		first = false
		out.Write(part)
	})
	_, _ = w.Write(out.Bytes()) // whoever asked may have gone
}

func scriptTags(page, version string) string {
	return `<link rel="stylesheet" href="` + own + `serve.css">` + "\n" +
		`<script src="` + own + `serve.js" data-page="` + escape.HTMLAttr(page) + `" data-version="` + escape.HTMLAttr(version) + `" defer></script>`
}

// eachPart gives the parts of a page between the places where the stamp stands.
func eachPart(page []byte, stamp string, f func(part []byte)) {
	for stamp != "" {
		before, after, ok := bytes.Cut(page, []byte(stamp))
		if !ok {
			break
		}
		f(before)
		page = after
	}
	f(page)
}

// plainPage stands in where there is no page. It says what is found without script, too.
func (p *preview) plainPage(name, title, text string) []byte {
	p.mu.Lock()
	version, said := p.site.version(name), p.said
	p.mu.Unlock()
	var list strings.Builder
	for _, f := range said.Findings {
		list.WriteString("<li><p><code>" + escape.HTMLText(f.At) + "</code> " + escape.HTMLText(f.Severity) + " [" + escape.HTMLText(f.Rule) + "]</p><p>" + escape.HTMLText(f.Message) + "</p></li>\n")
	}
	found := ""
	if list.Len() > 0 {
		found = "<h2>" + escape.HTMLText(said.Summary) + "</h2>\n<ol>\n" + list.String() + "</ol>"
	}
	slots := map[string]string{"title": title, "text": text, "findings": found, "script": scriptTags(name, version)}
	data, err := templates.Serve.ReadFile("serve/plain.html")
	if err != nil {
		return []byte(err.Error())
	}
	var out bytes.Buffer
	rest := string(data)
	for {
		before, after, ok := strings.Cut(rest, "[[")
		out.WriteString(before)
		if !ok {
			return out.Bytes()
		}
		slot, next, _ := strings.Cut(after, "]]")
		out.WriteString(slots[slot])
		rest = next
	}
}

// quiet is a log that nobody reads: what net/http has to say is about broken connections.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
