// Promise: every page is whole: one h1, a title, a language, ids that are unique, links that lead somewhere, tags
// that match, and nothing that runs or loads but what the site ships.
package site_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/site"
)

var examples = []string{"minimal", "acme"}

var inputs = site.Inputs{
	Diagrams: []site.Diagram{{ID: "issue", Title: "Getting a token", Description: "How a worker gets a token.", Kind: "issuance", Tokens: []string{"access"},
		Steps: []draw.Line{{Depth: 0, Text: "Worker to server: asks"}, {Depth: 1, Text: "if it is known"}, {Depth: 0, Text: "Server answers"}}}},
	Checklist: site.Checklist{
		Scores: []site.ChecklistScore{{Section: "Lifetimes", Done: 0, Of: 1, Missing: []string{"LIF-2 needs a person"}}},
		Items: []site.ChecklistItem{{ID: "LIF-2", Section: "Lifetimes", Title: "Reasons", Question: "Does each reason still hold?", Audience: []string{"security"}, Status: "needs a person",
			Why: "only people can say", Evidence: []site.Evidence{{Setting: "tokens.access.lifetime", Value: "10m", At: "policy.yaml:21:15"}}, More: 3,
			Pages: []string{"lifetimes", "no-such-page"}, Scenarios: []string{"idle_phone"}, Clauses: []string{"ASVS 5.0 7.1.1", "", "", ""}, Fingerprint: "0011"}},
	},
}

// elements are all that a page of ours may hold; svg and what is in it come from draw and from the chart.
var elements = strings.Fields(`a article body br button circle code dd desc details dialog div dl dt em figcaption figure footer g h1 h2 h3 h4 h5 h6 head
	header hr html input kbd label li link main marker mask meta nav ol p path polygon pre rect script section span strong summary svg table tbody td text th thead title tr tspan ul blockquote defs use line ellipse`)

// loaded are the attributes whose address a browser fetches by itself.
var loaded = map[string]string{"script": "src", "link": "href"}

// faultsOf says what is wrong with one page.
func faultsOf(data []byte) []string {
	var faults []string
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	void := []string{"meta", "link", "input", "br", "hr"}
	var open []string
	ids, h1, title, lang := map[string]bool{}, 0, "", ""
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		t := z.Token()
		switch kind {
		case html.CommentToken:
			fault("a comment: %.80q", t.Data)
		case html.TextToken:
			if len(open) > 0 && open[len(open)-1] == "script" && strings.TrimSpace(t.Data) != "" {
				fault("a script in the page: %.80q", t.Data)
			}
			if slices.Contains(open, "head") && open[len(open)-1] == "title" {
				title = t.Data
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != t.Data {
				fault("</%s> closes %v", t.Data, open)
				return faults
			}
			open = open[:len(open)-1]
		case html.StartTagToken, html.SelfClosingTagToken:
			if !slices.Contains(elements, t.Data) {
				fault("the element %s", t.Data)
			}
			if kind == html.StartTagToken && !slices.Contains(void, t.Data) {
				open = append(open, t.Data)
			}
			if t.Data == "h1" {
				h1++
			}
			for _, a := range t.Attr {
				switch {
				case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", a.Key == "srcset", a.Key == "ping":
					fault("the attribute %s of %s", a.Key, t.Data)
				case a.Key == "id" && ids[a.Val]:
					fault("the id %q twice", a.Val)
				case a.Key == "id":
					ids[a.Val] = true
				case a.Key == "lang":
					lang = a.Val
				case a.Key == "href" || a.Key == "src":
					address := strings.ToLower(a.Val)
					scheme, _, has := strings.Cut(address, ":")
					switch {
					case has && !strings.ContainsAny(scheme, "/?#") && !slices.Contains([]string{"http", "https", "mailto"}, scheme):
						fault("the address %q", a.Val)
					case t.Data == "link" && slices.Contains(t.Attr, html.Attribute{Key: "rel", Val: "canonical"}): // says where the page is, loads nothing
					case loaded[t.Data] == a.Key && (has && !strings.ContainsAny(scheme, "/?#") || strings.HasPrefix(address, "//")):
						fault("%s loads %q", t.Data, a.Val)
					}
				}
			}
		}
	}
	if len(open) > 0 {
		fault("unclosed: %v", open)
	}
	if h1 != 1 || strings.TrimSpace(title) == "" || lang != "en" {
		fault("%d h1, title %q, language %q", h1, title, lang)
	}
	return faults
}

func checkPages(t *testing.T, what string, files []generator.File) {
	t.Helper()
	pages := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Path, ".html") {
			continue
		}
		pages++
		for _, fault := range faultsOf(f.Data) {
			t.Errorf("%s: %s: %s", what, f.Path, fault)
		}
		want := 3 // those of the shell
		if strings.HasSuffix(f.Path, "/checklist.html") {
			want++ // its filters
		}
		if strings.HasSuffix(f.Path, "/print.html") {
			want = 0 // paper runs none
		}
		if n := bytes.Count(f.Data, []byte("<script")); n != want {
			t.Errorf("%s: %s has %d scripts, not %d", what, f.Path, n, want)
		}
	}
	if pages == 0 {
		t.Errorf("%s: no pages", what)
	}
	for _, fault := range site.CheckLinks(files) {
		t.Errorf("%s: %s", what, fault)
	}
}

func TestPagesAreWhole(t *testing.T) {
	for _, name := range examples {
		checkPages(t, name, build(t, load(t, name), inputs))
	}
}

func TestEveryPageHasATwin(t *testing.T) {
	for _, name := range examples {
		files := build(t, load(t, name), site.Inputs{})
		for _, f := range files {
			if key, ok := strings.CutSuffix(strings.TrimPrefix(f.Path, site.Folder), ".html"); ok {
				twin := file(t, files, key+".md")
				if !strings.HasPrefix(twin, "# ") {
					t.Errorf("%s: the twin of %s does not begin with its title: %.60q", name, key, twin)
				}
				if strings.ContainsAny(twin, "\x02\x03") {
					t.Errorf("%s: the twin of %s holds marks", name, key)
				}
			}
		}
	}
}

// A policy that says next to nothing makes no page about what it does not speak of, and says of the rest that it is
// not specified.
func TestSilenceIsSaid(t *testing.T) {
	files := build(t, load(t, "minimal"), site.Inputs{})
	for _, f := range files {
		for _, absent := range []string{"incidents.html", "migrations.html", "privacy.html", "scenarios.html", "limits.html", "environments.html", "checklist.html", "sitemap.xml"} {
			if f.Path == site.Folder+absent {
				t.Errorf("there is a page %s, of which the policy says nothing", absent)
			}
		}
	}
	if index := file(t, files, "index.md"); strings.Contains(index, "What clients do") || !strings.Contains(index, "[Clients](clients/index.md)") {
		t.Error("the overview points to a page that is not there, or not to one that is")
	}
	token := file(t, files, "tokens/access.html")
	for _, want := range []string{`Revocable</th><td><span class="muted">not specified</span>`, `data-at="policy.yaml:20:15"`, ">10 minutes</span>"} {
		if !strings.Contains(token, want) {
			t.Errorf("tokens/access.html lacks %s", want)
		}
	}
}

func TestStates(t *testing.T) {
	files := build(t, policy(t, `tokenbook: v1
policy: {id: states, title: States, version: 1.0.0}
tokens:
  one: {type: access_token, lifetime: undecided, revocable: false, rotation: none, audiences: none}
`), site.Inputs{})
	page := file(t, files, "tokens/one.md")
	for _, want := range []string{"| Lifetime | undecided |", "| Revocable | no |", "| Audiences | none |", "| Format | not specified |", "| Rotation | none |"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the token lacks %q:\n%s", want, page)
		}
	}
}

// The start page tells what holds already from what is announced.
func TestStartPageTellsChangesApart(t *testing.T) {
	twin := file(t, build(t, load(t, "acme"), site.Inputs{}), "index.md")
	_, rest, _ := strings.Cut(twin, "## What changed last")
	last, next, ok := strings.Cut(rest, "## What comes next")
	if !ok || !strings.Contains(last, "Exposed signing keys") || !strings.Contains(next, "Generation 4") {
		t.Errorf("got %s", rest)
	}
}
