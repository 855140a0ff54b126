// Promise: the document of the whole policy holds every page that belongs on paper, once, with links that stay within it, ids
// that are unique, the words of the pages, and no script; it is made only when asked for.
package site_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/site"
)

func TestPrint(t *testing.T) {
	for _, name := range examples {
		in := inputs
		in.Print = true
		files := build(t, load(t, name), in)
		for _, fault := range site.CheckLinks(files) {
			if strings.Contains(fault, "print.html") && !strings.Contains(fault, "openapi/") {
				t.Errorf("%s: %s", name, fault)
			}
		}
		paper := file(t, files, "print.html")
		for _, fault := range faultsOf([]byte(paper)) {
			t.Errorf("%s: %s", name, fault)
		}
		for what, none := range map[string]string{"a script": "<script", "a heading of a page": `<h1 id=`, "what is folded up": "<details>"} {
			if strings.Contains(paper, none) {
				t.Errorf("%s: the document has %s", name, what)
			}
		}
		for _, f := range files {
			key, page := strings.CutSuffix(strings.TrimPrefix(f.Path, site.Folder), ".html")
			if !page || key == "print" {
				continue
			}
			if !strings.Contains(string(f.Data), `print.html">The whole policy, to print</a>`) {
				t.Errorf("%s: %s does not lead to the document", name, key)
			}
			chapter := strings.Count(paper, "<h2 id=\"c") // one for each
			heading := regexp.MustCompile(`<h1 id="[^"]*">(.*)</h1>`).FindStringSubmatch(string(f.Data))
			if heading == nil || chapter == 0 {
				t.Fatalf("%s: %s has no heading, or the document no chapters", name, key)
			}
			left := slices.ContainsFunc([]string{"api/", "rules", "diagrams/", "downloads", "checklist", "settings"}, func(p string) bool { return strings.HasPrefix(key, p) })
			if has := strings.Contains(paper, ">"+heading[1]+` <a class="anchor"`) || strings.Contains(paper, ">"+heading[1]+"</h2>"); !has && !left {
				t.Errorf("%s: %s (%s) is no chapter", name, key, heading[1])
			}
		}
	}
}

// TestPrintLinks follows links of a page to what they are in the document.
func TestPrintLinks(t *testing.T) {
	in := inputs
	in.Print = true
	in.Templates = fstest.MapFS{"pages/85-own-page.md.tmpl": {Data: []byte("{{- /* Given a View. */ -}}\n{{- /*\nnav: Own\ngroup: Reference\nabout: A page of a team.\n*/ -}}\n# Own page\n\n" +
		"[a](tokens/access.html) [b](tokens/access.html#claims) [c](downloads.html) [d](https://example.com/x.html#y) [e](#own) [f](../openapi/x.yaml)\n")}}
	paper := file(t, build(t, load(t, "acme"), in), "print.html")
	_, own, ok := strings.Cut(paper, "Own page</h2>")
	if !ok {
		t.Fatal("a page of the team's own is no chapter")
	}
	own, _, _ = strings.Cut(own, "</section>")
	access := regexp.MustCompile(`<a href="#(c[0-9]+)">Access token</a>`).FindStringSubmatch(paper)
	if access == nil {
		t.Fatal("the contents do not list the access token")
	}
	here := regexp.MustCompile(`<h2 id="(c[0-9]+)-own-page">Own page`).FindStringSubmatch(paper)
	if here == nil {
		t.Fatal("the heading's id does not begin with its chapter's")
	}
	for text, want := range map[string]string{
		"a": "#" + access[1], "b": "#" + access[1] + "-claims", "c": "downloads.html", "d": "https://example.com/x.html#y",
		"e": "#" + here[1] + "-own", "f": "../openapi/x.yaml",
	} {
		if !strings.Contains(own, `<a href="`+want+`" rel="noreferrer">`+text+"</a>") {
			t.Errorf("%s does not lead to %s:\n%s", text, want, own)
		}
	}
}

func TestNoPrintUnasked(t *testing.T) {
	for _, f := range build(t, load(t, "minimal"), inputs) {
		if strings.Contains(f.Path, "print") || strings.Contains(string(f.Data), "print.html") {
			t.Errorf("%s speaks of the document that nobody asked for", f.Path)
		}
	}
}
