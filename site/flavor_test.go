// Promise: the pages of each flavour say what the site says, link only to what is there, and hold nothing that the
// program would obey but what this package put there, whatever the policy's texts are.
package site_test

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"gopkg.in/yaml.v3"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
	"github.com/tokenbook/tokenbook/site"
)

// docs builds the pages of a flavour, by their path below the folder of the documentation.
func docs(t testing.TB, b *book.Book, in site.Inputs, flavor string) map[string]string {
	t.Helper()
	in.Flavor = flavor
	out := map[string]string{}
	for _, f := range build(t, b, in) {
		if name, ok := strings.CutPrefix(f.Path, site.DocsFolder); ok {
			out[name] = string(f.Data)
		}
	}
	if len(out) == 0 {
		t.Fatalf("%s: no pages", flavor)
	}
	return out
}

// body is a page without its front matter.
func body(t testing.TB, page string) string {
	t.Helper()
	parts := strings.SplitN(page, "---\n", 3)
	if len(parts) != 3 || parts[0] != "" {
		t.Fatalf("no front matter: %.80q", page)
	}
	return parts[2]
}

var pictured = site.Inputs{Diagrams: []site.Diagram{{ID: "refresh", Title: "Refresh", Description: "How it goes.", Kind: "rotation",
	Standalone: []byte("<svg/>"), Steps: []draw.Line{{Text: "one"}, {Text: "two", Depth: 1}}}, {ID: "worker", Title: "Worker", Kind: "client", Standalone: []byte("<svg/>")}}}

func TestFlavorsHaveEveryPage(t *testing.T) {
	for _, name := range examples {
		b := load(t, name)
		twins := 0
		for _, f := range build(t, b, inputs) {
			if strings.HasSuffix(f.Path, ".md") {
				twins++
			}
		}
		for _, flavor := range site.Flavors() {
			pages := 0
			for file, page := range docs(t, b, inputs, flavor) {
				if strings.HasSuffix(file, ".md") && (!strings.HasSuffix(file, "/_index.md") || strings.Count(page, "\n") > 5) {
					pages++
				}
			}
			if pages != twins {
				t.Errorf("%s, %s: %d pages, and the site has %d", name, flavor, pages, twins)
			}
		}
	}
}

func TestFrontMatter(t *testing.T) {
	minimal := load(t, "minimal")
	for flavor, tt := range map[string]struct {
		file string
		want map[string]any
	}{
		"docusaurus": {"lifecycle/lifetimes.md", map[string]any{"title": "Lifetimes", "sidebar_label": "Lifetimes", "sidebar_position": 1, "custom_edit_url": nil}},
		"hugo":       {"lifecycle/lifetimes.md", map[string]any{"title": "Lifetimes", "linkTitle": "Lifetimes", "weight": 1}},
		"mkdocs":     {"lifecycle/lifetimes.md", map[string]any{"title": "Lifetimes"}},
	} {
		page := docs(t, minimal, site.Inputs{}, flavor)[tt.file]
		got := map[string]any{}
		if err := yaml.Unmarshal([]byte(strings.SplitN(page+"---\n---\n", "---\n", 3)[1]), &got); err != nil {
			t.Errorf("%s: %v", flavor, err)
		}
		if s, ok := got["description"].(string); !ok || len(s) < 20 {
			t.Errorf("%s: description %v", flavor, got["description"])
		}
		delete(got, "description")
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", flavor, d)
		}
	}
}

var relref = regexp.MustCompile(`\{\{< relref "([a-z0-9_./#-]+)" >\}\}`)

// TestFlavorLinks follows every link and every picture of every page. For Hugo a link is in a shortcode.
func TestFlavorLinks(t *testing.T) {
	for _, name := range examples {
		in := inputs
		in.Diagrams = append(pictured.Diagrams, inputs.Diagrams...)
		for _, flavor := range site.Flavors() {
			pages := docs(t, load(t, name), in, flavor)
			links := 0
			for file, page := range pages {
				if !strings.HasSuffix(file, ".md") {
					continue
				}
				source := []byte(relref.ReplaceAllString(body(t, page), "$1"))
				_ = ast.Walk(github.Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
					address := ""
					switch v := n.(type) {
					case *ast.Link:
						address = string(v.Destination)
					case *ast.Image:
						address = string(v.Destination)
						if flavor == "hugo" && !strings.HasSuffix(file, "_index.md") { // a page is published as a folder
							address = strings.TrimPrefix(address, "../")
						}
					}
					if entering && address != "" && !strings.Contains(address, ":") {
						links++
						if fault := followed(pages, file, address); fault != "" {
							t.Errorf("%s, %s, %s: %s: %s", name, flavor, file, address, fault)
						}
					}
					return ast.WalkContinue, nil
				})
			}
			if links < 20 {
				t.Errorf("%s, %s: only %d links were followed", name, flavor, links)
			}
		}
	}
}

// followed says what is wrong with a link.
func followed(pages map[string]string, from, address string) string {
	file, id, _ := strings.Cut(address, "#")
	to, ok := pages[path.Join(path.Dir(from), file)]
	switch {
	case !ok:
		return "there is no such file"
	case id != "" && !strings.Contains(to, "{#"+id+"}\n") && !strings.Contains(to, `<a id="`+id+`"></a>`):
		return "there is no such heading"
	}
	return ""
}

// ours is what this package writes that a program obeys.
var ours = map[string]*regexp.Regexp{
	"docusaurus": regexp.MustCompile(`<br/>|(?m)^(<details>|<summary>The diagram in words</summary>|</details>|:{3,}(note|tip|info|warning|danger)?)$`),
	"hugo":       regexp.MustCompile(`(?m)\{\{< relref "[a-z0-9_./#-]+" >\}\}|^\{\{< (details summary="The diagram in words"|/details) >\}\}$|^> \[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]$`),
	"mkdocs":     regexp.MustCompile(`(?m)<br/>|<a id="[a-z0-9_.-]+"></a>|^!!! [a-z]+ "[A-Z][a-z]+"$`),
}

// theirs is what nobody else may write: for all of them outside code, for what is obeyed in code anywhere.
var theirs = map[string]struct{ outside, anywhere *regexp.Regexp }{
	"docusaurus": {regexp.MustCompile(`(^|[^\\])\{|<[a-zA-Z/!]|(?m)^(import|export)\b|^\s*:::|^\s*(> *)+:::`), regexp.MustCompile("(?m)^ *```+ *mdx-code-block$")},
	"hugo":       {regexp.MustCompile(`<[a-zA-Z/!]|(?m)^\s*(> ?)+(\[|&#91;)!`), regexp.MustCompile(`\{\{[<%]|<!--more-->`)},
	"mkdocs":     {regexp.MustCompile(`<[a-zA-Z/!]|(?m)^\s*(!!!|\?\?\?|===)|\{:`), regexp.MustCompile(`\{\{|\{%|\{#|--8<--`)},
}

func TestHostileTextsInFlavors(t *testing.T) {
	var texts []string
	for _, h := range hostile.Texts() {
		if hostileBook([]string{h.Text}, 0) != nil {
			texts = append(texts, h.Text)
		}
	}
	for round := range rounds / 2 {
		first := round * len(texts) / (rounds / 2)
		h := texts[first]
		in := site.Inputs{Diagrams: []site.Diagram{{ID: "d", Title: "x" + h, Description: h, Kind: "rotation", Standalone: []byte("<svg/>"), Steps: []draw.Line{{Text: h}, {Text: h, Depth: 7}}}}}
		for _, flavor := range site.Flavors() {
			for file, page := range docs(t, hostileBook(texts, first), in, flavor) {
				if strings.HasSuffix(file, ".md") {
					checkFlavored(t, fmt.Sprintf("round %d, %s, %s", round, flavor, file), flavor, body(t, page))
				}
			}
		}
		if t.Failed() {
			return // one round is enough to mend what is broken
		}
	}
}

func checkFlavored(t *testing.T, what, flavor, page string) {
	t.Helper()
	left := ours[flavor].ReplaceAllString(page, "")
	if m := theirs[flavor].anywhere.FindString(left); m != "" {
		t.Errorf("%s: holds %q", what, m)
	}
	if m := theirs[flavor].outside.FindStringIndex(withoutCode(left)); m != nil {
		t.Errorf("%s: holds %q outside of code", what, withoutCode(left)[max(0, m[0]-20):min(len(withoutCode(left)), m[1]+20)])
	}
}

// withoutCode is Markdown without what it holds as code, the ids of headings apart.
func withoutCode(markdown string) string {
	source := []byte(markdown)
	blank := bytes.Clone(source)
	hide := func(from, to int) {
		for i := from; i < to; i++ {
			if blank[i] != '\n' {
				blank[i] = 'x'
			}
		}
	}
	_ = ast.Walk(github.Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch v := n.(type) {
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			for i := range v.Lines().Len() {
				hide(v.Lines().At(i).Start, v.Lines().At(i).Stop)
			}
		case *ast.CodeSpan:
			for child := v.FirstChild(); child != nil; child = child.NextSibling() {
				if s, ok := child.(*ast.Text); ok {
					hide(s.Segment.Start, s.Segment.Stop)
				}
			}
		}
		return ast.WalkContinue, nil
	})
	return string(blank)
}

// A policy's own quotations, tables, lists and code come out as such, and a quotation stays one.
func TestProseInFlavors(t *testing.T) {
	const summary = "> [!WARNING]\n> Do this.\n\n1. one\n   - two\n\n     ```\n     {% x %}\n     ```\n\n| a |\n|---|\n| `b|c` |\n"
	b := policy(t, strings.Replace(small, "title: Small policy,", "title: Small policy, summary: "+strconv.Quote(summary)+",", 1))
	for flavor, tt := range map[string]struct {
		file string
		want []string
	}{
		"docusaurus": {"index.md", []string{"> &#91;!WARNING&#93; Do this.", "\n1. one\n\n   - two\n\n     ```\n     {% x %}\n     ```\n"}},
		"hugo":       {"_index.md", []string{"> &#8288;&#91;!WARNING&#93; Do this.", "\n1. one\n\n   - two\n\n     ```\n     {% x %}\n     ```\n"}},
		"mkdocs":     {"index.md", []string{"> &#91;!WARNING&#93; Do this.", "\n1. one\n\n    - two\n\n        \\{&#37; x %\\}\n"}},
	} {
		page := docs(t, b, site.Inputs{}, flavor)[tt.file]
		for _, want := range tt.want {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %q:\n%.600s", flavor, want, page)
			}
		}
	}
}

func TestUnknownFlavorWritesNothing(t *testing.T) {
	for _, f := range build(t, load(t, "minimal"), site.Inputs{Flavor: "jekyll"}) {
		if !strings.HasPrefix(f.Path, site.Folder) {
			t.Errorf("%s is written", f.Path)
		}
	}
}

func TestFlavorsAreEqualTwice(t *testing.T) {
	paths := func(files []generator.File) (out []string) {
		for _, f := range files {
			out = append(out, f.Path+"\n"+string(f.Data))
		}
		return out
	}
	for _, flavor := range site.Flavors() {
		in := pictured
		in.Flavor = flavor
		if d := cmp.Diff(paths(build(t, load(t, "minimal"), in)), paths(build(t, load(t, "minimal"), in))); d != "" {
			t.Errorf("%s: %s", flavor, d)
		}
	}
}
