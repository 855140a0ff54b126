package generator

// Promise: whatever somebody writes into the texts of a policy, the contracts stay valid, and a reader of the YAML gets
// the text back: as it is where text is plain, as Markdown that shows it where text is Markdown.

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/contract/judge"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
	"github.com/tokenbook/tokenbook/specs"
	"gopkg.in/yaml.v3"
)

// hostilePolicy has the text in every setting that takes any text and that a contract shows.
const hostilePolicy = `tokenbook: v1
policy: {id: probe, title: %[1]s, summary: %[1]s, version: 1.0.0, owners: [{team: %[1]s, contact: %[1]s}], feedback: %[1]s}
site: {url: https://docs.example}
issuers:
  main:
    title: %[1]s
    url: "https://{shop}.shops.example"
    variables: {shop: {per: %[1]s, example: %[1]s}}
    endpoints:
      token: {path: /token, description: %[1]s, callers: app, cache_control: %[1]s, input: {extra: {type: string, value: %[1]s, description: %[1]s, needed: required}}}
      mint: {path: /mint, description: %[1]s, credential: {query: %[1]s, cookie: %[1]s, scheme: %[1]s}}
    responses: {any: {headers: {X-Note: {description: %[1]s, value: %[1]s}}, fields: {note: {type: string, value: %[1]s, present: always, description: %[1]s}}}}
clients: {app: {type: public, grants: [refresh_token, {own: %[1]s}], auth: none}}
scopes: {read: %[1]s}
resource_servers: {api: {title: %[1]s, audience: %[1]s}}
tokens:
  access: {title: %[1]s, type: access_token, format: jwt, lifetime: 1h, header: {typ: %[1]s}, audiences: [%[1]s], claims: {note: {why: %[1]s, value: %[1]s, sample: %[1]s, needs: %[1]s, present: always}}}
  refresh: {type: refresh_token, match: {prefixes: %[1]s}}
envelopes: {own: {type: json, content_type: %[1]s, fields: {code: {type: string, holds: error}, text: {type: string, value: %[1]s}}}}
limits: {calls: {max: 3, key: [%[1]s], endpoints: [token]}}
errors:
  causes:
    first: {code: %[1]s, status: 400, at: token, meaning: %[1]s, description: %[1]s, user_message: %[1]s, headers: {X-Reason: %[1]s}}
    second: {code: %[1]s, status: 401, at: resource, envelope: own, description: %[1]s}
`

func TestHostileTextsStayText(t *testing.T) {
	var refused []string
	for _, h := range hostile.Texts() {
		b, why := tryBook(fmt.Sprintf(hostilePolicy, escape.YAML(h.Text)))
		if b == nil {
			refused = append(refused, h.Name+": "+why)
			continue
		}
		t.Run(h.Name, func(t *testing.T) {
			text := escape.Valid(h.Text)
			if _, err := claims.Emit(b); err != nil {
				t.Fatal(err)
			}
			files, err := openAPI.Emit(b)
			if err != nil {
				t.Fatal(err)
			}
			if len(text) < 1000 { // what is on disk, not the tree that Emit has checked; the long ones cost seconds
				if err := judge.OpenAPI(files[1].Data); err != nil {
					t.Error(err)
				}
				if _, err := OpenAPI30.Emit(b); err != nil {
					t.Error(err)
				}
			}
			var doc map[string]any
			if err := yaml.Unmarshal(files[1].Data, &doc); err != nil {
				t.Fatal(err)
			}
			if text == "" { // it says nothing: names stand in its place, and there is no code to send
				return
			}
			if got := at(t, doc, "info", "title"); got != text+": "+text {
				t.Errorf("title %q of %q", got, text)
			}
			op := at(t, doc, "paths", "/token", "post")
			if got, _ := at(t, op, "description").(string); !strings.HasPrefix(got, escape.MarkdownText(text)) {
				t.Errorf("description %q of %q", got, text)
			}
			value := at(t, op, "responses", "400", "content", "application/json", "examples", "first", "value")
			if got := at(t, value, "error"); got != text {
				t.Errorf("code %q of %q", got, text)
			}
			if got := at(t, value, "error_description"); got != text {
				t.Errorf("error_description %q of %q", got, text)
			}
		})
	}
	if len(refused) > len(hostile.Texts())/4 {
		t.Errorf("%d of %d texts are refused before they reach a contract, too many to prove anything; the first: %s", len(refused), len(hostile.Texts()), refused[0])
	}
}

// tryBook is the book of a policy, or why the format refuses it.
func tryBook(text string) (*book.Book, string) {
	fault := func(findings diag.List) string {
		for _, f := range findings {
			if f.Severity == diag.Error {
				return f.String()
			}
		}
		return ""
	}
	source, findings := specs.Load(fstest.MapFS{"policy.yaml": {Data: []byte(text)}}, "policy.yaml")
	if why := fault(findings); why != "" {
		return nil, why
	}
	doc, findings := specs.Parse(source)
	if why := fault(append(findings, specs.Link(doc, source)...)); why != "" {
		return nil, why
	}
	return book.New(specs.Resolve(doc, source, specs.Date{}), nil), ""
}
