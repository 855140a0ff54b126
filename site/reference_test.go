// Promise: the API reference leaves nothing out. Every operation, parameter, field, status, header, example and error of
// every contract is on the page of its operation, whatever the contract refers to, and no page is too large to load.
package site_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"gopkg.in/yaml.v3"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/site"
)

// references are the contracts of a policy as the site is given them.
func references(t testing.TB, b *book.Book) []site.Contract {
	t.Helper()
	contracts, err := generator.Contracts(b)
	if err != nil {
		t.Fatal(err)
	}
	var out []site.Contract
	for _, c := range contracts {
		out = append(out, site.Contract{File: c.File.Path, Issuer: c.Issuer, Resources: c.Resources, Reference: c.Reference})
	}
	return out
}

func contractFiles(t testing.TB, b *book.Book) []generator.File {
	t.Helper()
	contracts, err := generator.Contracts(b)
	if err != nil {
		t.Fatal(err)
	}
	return generator.ContractFiles(contracts)
}

// described is a contract as it was written, read without the code under test.
type described map[string]any

// follow is what a value refers to.
func (d described) follow(v any) map[string]any {
	m, _ := v.(map[string]any)
	for hop := 0; hop < 10; hop++ {
		ref, ok := m["$ref"].(string)
		if !ok {
			return m
		}
		var at any = map[string]any(d)
		for _, key := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
			at = at.(map[string]any)[key]
		}
		m, _ = at.(map[string]any)
	}
	return m
}

// names are the names of all members that a schema speaks of.
func (d described) names(schema any, depth int) []string {
	s := d.follow(schema)
	if s == nil || depth > 6 {
		return nil
	}
	var out []string
	properties, _ := s["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		out = append(append(out, name), d.names(properties[name], depth+1)...)
	}
	out = append(out, d.names(s["items"], depth+1)...)
	for _, key := range []string{"oneOf", "anyOf", "allOf"} {
		list, _ := s[key].([]any)
		for _, a := range list {
			out = append(out, d.names(a, depth+1)...)
		}
	}
	return out
}

// texts are all texts that a value holds, but for the names of its members.
func texts(v any) []string {
	var out []string
	switch v := v.(type) {
	case string:
		out = append(out, v)
	case []any:
		for _, item := range v {
			out = append(out, texts(item)...)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			out = append(out, texts(v[key])...)
		}
	}
	return out
}

// sample is an example that is one text.
func sample(v any) []string {
	if s, ok := v.(string); ok {
		return []string{s}
	}
	return nil
}

// content are the names and samples of a body.
func (d described) content(body map[string]any, samples bool) []string {
	var out []string
	content, _ := body["content"].(map[string]any)
	for _, media := range slices.Sorted(maps.Keys(content)) {
		m, _ := content[media].(map[string]any)
		out = append(append(out, media), d.names(m["schema"], 0)...)
		examples, _ := m["examples"].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(examples)) {
			if samples {
				for _, s := range texts(d.follow(examples[name])["value"]) {
					quoted, _ := json.Marshal(s)
					out = append(out, strings.Trim(string(quoted), `"`))
				}
			}
		}
	}
	return out
}

// wanted is all that the page of an operation has to show.
func (d described) wanted(path string, item, op map[string]any) []string {
	out := []string{path, fmt.Sprint(op["summary"])}
	for _, list := range []any{item["parameters"], op["parameters"]} {
		params, _ := list.([]any)
		for _, p := range params {
			out = append(out, fmt.Sprint(d.follow(p)["name"]))
			out = append(out, sample(d.follow(p)["example"])...)
		}
	}
	out = append(out, d.content(d.follow(op["requestBody"]), false)...)
	responses, _ := op["responses"].(map[string]any)
	for _, status := range slices.Sorted(maps.Keys(responses)) {
		r := d.follow(responses[status])
		if status != "default" {
			out = append(out, status)
		}
		out = append(out, d.content(r, true)...)
		headers, _ := r["headers"].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(headers)) {
			out = append(out, name)
			h := d.follow(headers[name])
			out = append(out, sample(h["example"])...)
			examples, _ := h["examples"].(map[string]any)
			for _, e := range slices.Sorted(maps.Keys(examples)) {
				out = append(out, texts(d.follow(examples[e])["value"])...)
			}
		}
		for _, list := range []string{"x-tokenbook-errors", "x-tokenbook-tokens"} {
			facts, _ := r[list].([]any)
			for _, f := range facts {
				for _, key := range []string{"cause", "code", "meaning", "token"} {
					if s, ok := f.(map[string]any)[key].(string); ok {
						out = append(out, s)
					}
				}
			}
		}
	}
	return out
}

// shown is the text of a page's article.
func shown(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "article" {
			for inner := range n.Descendants() {
				if inner.Type == html.TextNode {
					b.WriteString(inner.Data)
				}
			}
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// plainWords undoes the backslashes and references of a description.
func plainWords(s string) string {
	s = strings.NewReplacer(`\`, "", "&#58;", ":", "&#61;", "=", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
	return strings.Join(strings.Fields(s), " ")
}

const maxPage = 100 << 10

func TestReferenceIsComplete(t *testing.T) {
	for _, name := range []string{"minimal", "acme", "github"} {
		t.Run(name, func(t *testing.T) {
			b := load(t, name)
			contracts := contractFiles(t, b)
			files := build(t, b, site.Inputs{Reference: references(t, b)})
			for _, fault := range site.CheckLinks(append(contracts, files...)) {
				t.Error(fault)
			}
			seen := 0
			for _, c := range contracts {
				var whole map[string]any
				if err := yaml.Unmarshal(c.Data, &whole); err != nil {
					t.Fatal(err)
				}
				d := described(whole)
				paths, _ := d["paths"].(map[string]any)
				for path, item := range paths {
					for method, op := range item.(map[string]any) {
						o, ok := op.(map[string]any)
						if !ok || o["operationId"] == nil {
							continue
						}
						seen++
						page := pageOf(t, files, c.Path, fmt.Sprint(o["operationId"]))
						text := shown(t, page)
						for _, want := range append(d.wanted(path, item.(map[string]any), o), strings.ToUpper(method)) {
							if !strings.Contains(text, plainWords(want)) && !strings.Contains(text, want) {
								t.Errorf("%s: the page of %s %s lacks %q", c.Path, method, path, want)
							}
						}
						for _, r := range links(page) {
							if strings.HasSuffix(r, "#") {
								t.Errorf("%s: %s %s has a link to nothing", c.Path, method, path)
							}
						}
					}
				}
			}
			pages := 0
			for _, f := range files {
				if strings.HasPrefix(f.Path, site.Folder+"api/") && strings.HasSuffix(f.Path, ".html") {
					pages++
					if len(f.Data) > maxPage {
						t.Errorf("%s has %d bytes", f.Path, len(f.Data))
					}
				}
			}
			if seen == 0 || pages != seen+len(contracts) {
				t.Errorf("%d operations of %d contracts have %d pages", seen, len(contracts), pages)
			}
		})
	}
}

// pageOf is the page of an operation: the one that names it and leads to its contract.
func pageOf(t *testing.T, files []generator.File, contract, id string) string {
	t.Helper()
	for _, f := range files {
		if key, ok := strings.CutSuffix(f.Path, ".md"); ok && strings.HasPrefix(key, site.Folder+"api/") &&
			strings.Contains(string(f.Data), "| Name in code | `"+id+"` |") && strings.Contains(string(f.Data), "../"+contract+") |") {
			return file(t, files, strings.TrimPrefix(key, site.Folder)+".html")
		}
	}
	t.Fatalf("%s: no page of %s", contract, id)
	return ""
}

func links(page string) []string {
	var out []string
	for _, part := range strings.Split(page, `href="`)[1:] {
		address, _, _ := strings.Cut(part, `"`)
		out = append(out, address)
	}
	return out
}

// Errors lead from the page of an operation to their pages and back, and so do tokens and endpoints.
func TestReferenceIsLinked(t *testing.T) {
	b := load(t, "minimal")
	files := build(t, b, site.Inputs{Reference: references(t, b)})
	for page, want := range map[string][]string{
		"api/main/request-token.html": {"../../errors/invalid_grant.html", "../../tokens/access.html", "../../../openapi/main.yaml", "index.html"},
		"errors/invalid_grant.html":   {"../api/main/request-token.html"},
		"tokens/access.html":          {"../api/main/request-token.html"},
		"index.html":                  {"api/main/index.html", "api/main-services/index.html"},
		"validation.html":             {"api/main/get-key-set.html"},
		"issuers/main.html":           {"../api/main/request-token.html", "../api/main/get-key-set.html"},
	} {
		have := links(file(t, files, page))
		for _, link := range want {
			if !slices.Contains(have, link) {
				t.Errorf("%s has no link to %s", page, link)
			}
		}
	}
	index := file(t, files, "assets/search-index.js")
	if !strings.Contains(index, `POST https://id.example.com/oauth2/token`) {
		t.Error("the search index does not know the method and path of an operation")
	}
	if llms := file(t, files, "llms.txt"); !strings.Contains(llms, "## API reference") || !strings.Contains(llms, "(api/main/request-token.md)") {
		t.Error("llms.txt does not list the reference")
	}
}

// Without contracts there is no reference and no link to one.
func TestNoReference(t *testing.T) {
	for _, f := range build(t, load(t, "minimal"), site.Inputs{}) {
		if strings.HasPrefix(f.Path, site.Folder+"api/") || strings.Contains(string(f.Data), "API reference") {
			t.Errorf("%s speaks of a reference", f.Path)
		}
	}
}
