// Promise: the sites of several versions are one site: every link leads somewhere, every page leads to itself in the
// other versions, pages of older versions say so and stay out of search engines, and no text of a policy takes part.
package site_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/site"
)

const versioned = `tokenbook: v1
policy: {id: several, title: TITLE, version: VERSION, effective: DAY}
site: {url: https://docs.example.com/tokens/, repository: https://git.example.com/x, path: policy.yaml}
clients: {worker: {type: confidential, grants: client_credentials, auth: private_key_jwt}}
tokens:
  access: {type: access_token, format: jwt, lifetime: 10m}
  OTHER: {type: api_key, lifetime: until_revoked}
`

// several are three versions: each has a token of its own, and one says no day.
func several(t *testing.T, title string) []*book.Book {
	t.Helper()
	var out []*book.Book
	for _, words := range [][3]string{{"2.10.0", "2026-09-01", "newest"}, {"1.0.0", "", "first"}, {"2.9.0", "2026-02-01", "second"}} {
		text := strings.NewReplacer("VERSION", words[0], "DAY", words[1], "OTHER", words[2], "TITLE", title).Replace(versioned)
		out = append(out, policy(t, strings.Replace(text, ", effective: }", "}", 1)))
	}
	return out
}

// joined is the site of some versions; the first is the newest.
func joined(t *testing.T, books []*book.Book) []generator.File {
	t.Helper()
	var versions []site.Version
	for i, b := range books {
		in := inputs
		in.Side = site.Older
		if i == 0 {
			in.Side = site.Newest
		}
		versions = append(versions, site.NewVersion(b.Policy, build(t, b, in)))
	}
	return site.Join(versions)
}

func TestVersionsAreOneSite(t *testing.T) {
	files := joined(t, several(t, "Several"))
	checkPages(t, "several versions", files)
	for _, f := range files {
		if strings.ContainsRune(string(f.Data), '\x02') {
			t.Errorf("%s: something was not filled in", f.Path)
		}
		old := strings.HasPrefix(f.Path, site.Folder+"v/")
		if old && strings.HasSuffix(f.Path, "sitemap.xml") {
			t.Errorf("%s is written for an older version", f.Path)
		}
		if strings.HasSuffix(f.Path, ".html") {
			for what, mark := range map[string]string{"notice": `class="outdated"`, "word to search engines": `name="robots" content="noindex"`} {
				if strings.Contains(string(f.Data), mark) != old {
					t.Errorf("%s: its %s", f.Path, what)
				}
			}
			if strings.Count(string(f.Data), `rel="canonical"`) > 1 || old && strings.Contains(string(f.Data), "git.example.com/x/") {
				t.Errorf("%s: more than one canonical address, or a link to what the repository no longer holds", f.Path)
			}
		}
	}
	if m := file(t, files, "sitemap.xml"); strings.Contains(m, "/v/") {
		t.Error("the site map lists older versions")
	}
}

func TestVersionsLeadToEachOther(t *testing.T) {
	files := joined(t, several(t, "Several"))
	for _, tt := range []struct {
		page string
		want []string
	}{
		{"tokens/access.html", []string{
			`<a href="../tokens/access.html" aria-current="page">2.10.0 <span>current</span></a>`,
			`<a href="../v/2.9.0/tokens/access.html">2.9.0 <span>until 2026-09-01</span></a>`,
			`<a href="../v/1.0.0/tokens/access.html">1.0.0 <span>until 2026-02-01</span></a>`,
		}},
		{"tokens/newest.html", []string{`<a href="../v/1.0.0/index.html">1.0.0 <span>until 2026-02-01, no such page: its start</span></a>`}},
		{"v/1.0.0/tokens/access.html", []string{
			`This describes version 1.0.0, superseded by 2.9.0 as of 2026-02-01. <a href="../../../tokens/access.html">See this page in the current version, 2.10.0</a>`,
			`<a href="../../../v/2.9.0/tokens/access.html">2.9.0`,
			`<link rel="canonical" href="https://docs.example.com/tokens/tokens/access.html">`,
			`<title>Access · Several 1.0.0</title>`,
			`<script src="../assets/site.js" defer>`, `data-root="../"`, `"og:url" content="https://docs.example.com/tokens/v/1.0.0/tokens/access.html"`,
		}},
		{"v/1.0.0/tokens/first.html", []string{`<a href="../../../index.html">This page is not in the current version, 2.10.0; see its start</a>`}},
		{"v/2.9.0/tokens/access.md", []string{"# Access\n\n> This describes version 2.9.0, superseded by 2.10.0 as of 2026-09-01. [See this page in the current version, 2.10.0](../../../tokens/access.md)\n\n"}},
		{"llms.txt", []string{"- [2.9.0](v/2.9.0/llms.txt): older\n- [1.0.0](v/1.0.0/llms.txt): older\n"}},
		{"v/2.9.0/llms.txt", []string{"superseded by 2.10.0 as of 2026-09-01", "- [2.10.0](../../llms.txt): current\n"}},
	} {
		got := file(t, files, tt.page)
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q", tt.page, want)
			}
		}
	}
	if gone := file(t, files, "v/1.0.0/tokens/first.html"); strings.Contains(gone, "canonical") {
		t.Error("a page that the newest lacks names one that stands for it")
	}
}

// What is not known is not said.
func TestVersionsWithoutDays(t *testing.T) {
	var books []*book.Book
	for _, number := range []string{"2.0.0", "1.0.0"} {
		text := strings.NewReplacer("VERSION", number, ", effective: DAY", "", "OTHER", "key", "TITLE", "x", "site: {url: https://docs.example.com/tokens/, repository: https://git.example.com/x, path: policy.yaml}\n", "").Replace(versioned)
		books = append(books, policy(t, text))
	}
	files := joined(t, books)
	page := file(t, files, "v/1.0.0/index.html")
	for _, want := range []string{"superseded by 2.0.0. <a", "<span>older</span>", `<link rel="canonical" href="../../index.html">`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	changed := policy(t, strings.NewReplacer("VERSION", "2.0.0", ", effective: DAY", "", "OTHER", "key", "TITLE", "x").Replace(versioned)+
		"changes: [{version: 1.0.0, title: y, date: 2025-01-01}, {version: 2.0.0, title: x, date: 2026-05-04}]\n")
	if v := site.NewVersion(changed.Policy, nil); v.Since.String() != "2026-05-04" {
		t.Errorf("the day of a version is taken from its change, not %s", v.Since)
	}
}

func TestVersionsDoNotDependOnOrder(t *testing.T) {
	books := several(t, "Several")
	first := joined(t, books)
	second := joined(t, []*book.Book{books[0], books[2], books[1]})
	if d := cmp.Diff(first, second); d != "" {
		t.Error(d)
	}
}

// A title that holds what Join fills in stays a title. The format takes no such title, so it is put in behind it.
func TestTextsCannotBeVersions(t *testing.T) {
	books := several(t, "Several")
	for _, b := range books {
		b.Policy.Document.Policy.Title.V = "\x02switch\x03 \x02notice\x03 </details><script>alert(1)</script>"
	}
	files := joined(t, books)
	checkPages(t, "hostile title", files)
	for _, page := range []string{"index.html", "v/2.9.0/index.html", "v/2.9.0/tokens/access.html"} {
		text := file(t, files, page)
		_, body, _ := strings.Cut(text, "</a>\n<details") // the first of them stands behind the brand
		if strings.Count(text, `<details class="versions`) != 1 || !strings.HasPrefix(body, ` class="versions`) || strings.ContainsRune(text, '\x02') {
			t.Errorf("%s: a title was filled in", page)
		}
	}
}
