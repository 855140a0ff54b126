// Promise: what stands around the pages is true: the index finds sections, llms.txt and the site map list every page,
// places link to the repository, errors have stable addresses, samples show what the policy states.
package site_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/site"
)

const small = `tokenbook: v1
policy: {id: small, title: Small policy, version: 1.2.3, feedback: team@example.com}
site: {url: https://docs.example.com/tokens/, repository: https://git.example.com/x.git, path: policies/policy.yaml}
clients:
  web: {type: public, grants: authorization_code, auth: none}
  worker: {type: confidential, grants: client_credentials, auth: private_key_jwt}
environments: {production: main, staging: main}
issuers: {main: {url: https://id.example.com, endpoints: {token: /token}}}
tokens:
  access:
    type: access_token
    lifetime: 10m
    issued: [{grant: authorization_code}, {grant: client_credentials}]
    variants: [{when: {client: worker}, lifetime: 5m, because: no user waits}]
  key: {type: api_key, lifetime: until_revoked}
envelopes: {mine: {type: json, fields: {code: {holds: error}, more: {holds: uri}, n: {holds: status}}}}
errors:
  causes:
    reused: {code: invalid_grant, status: 400, at: token, description: The grant is dead, page: dead-grant, then: reauthenticate}
    index: {code: odd, status: 418, at: resource, envelope: mine}
`

func TestIndexFindsSectionsCodesAndSettings(t *testing.T) {
	index := file(t, build(t, policy(t, small), site.Inputs{}), "assets/search-index.js")
	var pages []struct {
		P, U, C string
		S, V    [][3]string
	}
	if err := json.Unmarshal([]byte(strings.TrimSuffix(strings.TrimPrefix(index, "window.tokenbookIndex="), ";\n")), &pages); err != nil {
		t.Fatal(err)
	}
	var section, setting, code, place bool
	for _, p := range pages {
		for _, s := range p.S {
			section = section || p.P == "Access" && p.U == "tokens/access.html" && s[0] == "Lifetime" && s[1] == "lifetime" && strings.Contains(s[2], "5 minutes")
		}
		for _, v := range p.V {
			setting = setting || p.U == "tokens/access.html" && v == [3]string{"tokens.access.type", "", "access_token"}
			place = place || p.U == "issuers/main.html" && v[0] == "issuers.main.endpoints"
		}
		code = code || p.U == "errors/dead-grant.html" && p.C == "invalid_grant"
	}
	for what, found := range map[string]bool{"the lifetime of the access token": section, "the setting tokens.access.type": setting, "the code invalid_grant": code, "the path of the endpoint": place} {
		if !found {
			t.Errorf("%s is not in the index: %.600s", what, index)
		}
	}
}

func TestListsOfPages(t *testing.T) {
	files := build(t, policy(t, small), site.Inputs{})
	llms, siteMap := file(t, files, "llms.txt"), file(t, files, "sitemap.xml")
	for _, f := range files {
		key, ok := strings.CutSuffix(strings.TrimPrefix(f.Path, site.Folder), ".html")
		if !ok {
			continue
		}
		if !strings.Contains(llms, "]("+key+".md)") {
			t.Errorf("llms.txt lacks %s", key)
		}
		if !strings.Contains(siteMap, "<loc>https://docs.example.com/tokens/"+key+".html</loc>") {
			t.Errorf("sitemap.xml lacks %s", key)
		}
	}
}

func TestPagesShow(t *testing.T) {
	in := site.Inputs{
		Diagrams: []site.Diagram{{ID: "life", Title: "Life of a key", Kind: "state", Tokens: []string{"key"}, SVG: []byte(`<svg class="tb-draw" role="img"><title>x</title></svg>`),
			Steps: []draw.Line{{Text: "Born"}, {Depth: 3, Text: "Used"}, {Text: "Dead"}}}},
		Downloads: []site.Download{{Path: "openapi/main.yaml", Label: "Contract of main"}},
	}
	files := build(t, policy(t, small), in)
	for path, wants := range map[string][]string{
		"tokens/access.html": {`href="https://git.example.com/x/blob/HEAD/policies/policy.yaml#L12"`, "10 minutes</a>", "5 minutes</a>", "no user waits", `title="policy.yaml:12:15, then policy.yaml:14:`},
		"tokens/key.html":    {"until revoked", "assets/diagrams.css", "Life of a key", `<a href="../diagrams/life.html">In words, and as a file</a>`},
		"diagrams/life.html": {"Life of a key", "<ol><li>Born<ol><li>Used</li></ol></li><li>Dead</li></ol>", `href="../tokens/key.html"`},
		"errors/dead-grant.md": {"HTTP/1.1 400 Bad Request", `"error": "invalid_grant"`, `"error_description": "The grant is dead"`,
			`"error_uri": "https://docs.example.com/tokens/errors/dead-grant.html"`, "Start a new authorization with the user."},
		"errors/index-2.md":   {`"code": "odd"`, `"n": 418`, `"more": "https://docs.example.com/tokens/errors/index-2.html"`},
		"clients/worker.html": {"5 minutes"},
		"lifetimes.html":      {`<svg class="chart-w"`, `<svg class="chart-n"`, "Access: 10 minutes; Key: until revoked"},
		"issuers/index.html":  {`href="../../openapi/main.yaml"`},
		"downloads.md":        {"[Contract of main](../openapi/main.yaml)"},
		"index.html":          {`href="mailto:team@example.com"`, `aria-current="page"`},
		"assets/diagrams.css": {"@font-face"},
		"assets/LICENSES.txt": {"Luca Ongaro", "SIL Open Font License"},
	} {
		text := file(t, files, path)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q", path, want)
			}
		}
	}
}

// Every page forbids what it does not need, and has neither inline style nor inline script.
func TestContentSecurityPolicy(t *testing.T) {
	const policyText = `content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'"`
	for _, f := range build(t, load(t, "minimal"), inputs) {
		if strings.HasSuffix(f.Path, ".html") && !strings.Contains(string(f.Data), policyText) {
			t.Errorf("%s lacks the policy", f.Path)
		}
	}
}
