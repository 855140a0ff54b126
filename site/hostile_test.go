// Promise: no text of a policy becomes markup, a script, an address or a mark, on any page, in any twin, in the
// index, whatever it holds.
package site_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
	"github.com/tokenbook/tokenbook/site"
	"github.com/tokenbook/tokenbook/specs"
)

// everywhere is a policy with a text in every kind of free field; TEXT stands for it, quoted for YAML.
const everywhere = `tokenbook: v1
policy:
  id: hostile
  title: TEXT
  summary: TEXT
  version: 1.0.0
  status: draft
  owners: [{team: TEXT, contact: TEXT, on_call: TEXT}]
  feedback: TEXT
  success: {one: {text: TEXT}}
  decisions: {one: {text: TEXT, by: [TEXT]}}
  residual_risks: {one: {text: TEXT, accepted_by: TEXT}}
  intake: {text: TEXT, watch: [TEXT]}
  retirement: {successor: TEXT, steps: TEXT}
site: {url: https://docs.example.com/x, repository: https://git.example.com/y, path: TEXT, name: TEXT}
sources: {one: {title: TEXT}}
questions: [{at: tokens.access.lifetime, text: TEXT, asked_of: TEXT}]
axes: {kind: {of: client, values: [TEXT, b], means: TEXT}}
settings: {knob: {name: TEXT, default: 5m, needs: TEXT}}
scopes: {"orders.read": {description: TEXT}}
issuers:
  main:
    url: https://id.example.com
    title: TEXT
    endpoints: {token: {path: /token, description: TEXT, cache_control: TEXT, input: {p: {value: TEXT, description: TEXT}}}}
    keys: {signing: {algorithms: ES256, kid: TEXT, custody: {access: TEXT}}}
    responses: {token: {fields: {f: {value: TEXT, description: TEXT}}}}
environments: {production: {issuer: main, title: TEXT, description: TEXT, branding: {prefix: TEXT}}}
parties: {one: {name: TEXT, does: [TEXT], never: [TEXT]}}
clients:
  worker: {type: confidential, title: TEXT, description: TEXT, grants: client_credentials, auth: private_key_jwt, csrf: TEXT, owner: TEXT, storage: {access: {in: memory, erased_on: [TEXT]}}}
sessions: {web: {title: TEXT, lifetime: {ttl: 1h, ends_with: [TEXT]}, rationale: TEXT}}
resource_servers: {api: {title: TEXT, audience: TEXT, owner: TEXT}}
tokens:
  access:
    type: access_token
    title: TEXT
    summary: TEXT
    format: jwt
    lifetime: {is: 10m, because: TEXT, stated: TEXT}
    rationale: TEXT
    audiences: TEXT
    claims: {sub: {why: TEXT, value: TEXT, stored: [TEXT], sample: TEXT}}
    header: {typ: TEXT}
    needs: [TEXT]
    edge_cases: {odd: {given: TEXT, expect: TEXT, sample: TEXT}}
    cross_device: {move: {text: TEXT}}
    attenuation: TEXT
    sample: {a: TEXT}
    risk: {class: high, text: TEXT, threats: [TEXT]}
    variants: [{when: {client: worker}, lifetime: 5m, because: TEXT}]
validation: {checks: [signature, expiry], clock_sync: TEXT}
revocation:
  triggers: {logout: {description: TEXT, kill: session}}
  notify: {one: {to: TEXT, event: TEXT}}
  denylist: {store: TEXT}
errors:
  adopt: [token]
  causes:
    odd: {code: TEXT, status: 400, at: token, meaning: TEXT, trigger: TEXT, neighbours: TEXT, description: TEXT, user_message: TEXT, runbook: TEXT, owner: TEXT, headers: {X-Odd: TEXT}, log: {sample: TEXT, reason: TEXT}}
client_strategy:
  messages: {one: {text: TEXT, shown_when: TEXT}}
  offline: {then: TEXT}
  methods: {get: {does: TEXT, returns: TEXT, parameters: {p: TEXT}}}
observability: {events: {e: {recorded_when: TEXT, fields: [TEXT]}}, metrics: {m: {measures: TEXT, unit: TEXT}}, logs: {sample: TEXT, redact: [TEXT]}}
privacy: {minimisation: TEXT, leakage: {a: TEXT}, regulations: {r: {title: TEXT, how: TEXT}}}
incidents: {playbooks: {p: {title: TEXT, signs: TEXT, steps: [{do: TEXT, by: TEXT, command: TEXT}]}}, review: TEXT}
changes: [{version: 1.0.0, title: TEXT, text: TEXT, breaks: TEXT, rollback: TEXT, flag: TEXT}]
deprecations: {d: {name: TEXT, replacement: TEXT}}
exceptions: {e: {at: tokens.access.lifetime, reason: TEXT, owner: TEXT, standard: TEXT}}
fixtures: {f: {data: TEXT}}
scenarios: {s: {title: TEXT, given: TEXT, steps: [{do: TEXT, expect: TEXT}]}}
glossary: {word: {means: TEXT, see: [TEXT], cite: TEXT}}
`

// hostileBook is that policy with a text in each place, the one after the other from the list; nil where the format
// refuses one of them.
func hostileBook(texts []string, first int) *book.Book {
	var out strings.Builder
	for i, between := range strings.Split(everywhere, "TEXT") {
		if i > 0 {
			out.WriteString(escape.YAML(texts[(first+i)%len(texts)]))
		}
		out.WriteString(between)
	}
	source, findings := specs.Load(fstest.MapFS{"policy.yaml": {Data: []byte(out.String())}}, "policy.yaml")
	if source == nil || findings.Count(diag.Error) > 0 {
		return nil
	}
	doc, _ := specs.Parse(source)
	specs.Link(doc, source)
	findings.Add("test", diag.Warning, diag.Span{File: "policy.yaml"}, "", "%s", texts[first%len(texts)])
	return book.New(specs.Resolve(doc, source, specs.Date{}), findings)
}

// hostileContract is a contract with a text wherever one can be.
func hostileContract(h string) site.Contract {
	field := contract.Field{Name: h, In: "query", Form: h, Type: h, Format: h, Required: true, Depth: 9, Description: h,
		Constraints: []contract.Constraint{{Words: "one of", Values: []string{h, "x" + h}}}, Examples: []contract.Example{{Name: h, Summary: h, Value: h}}}
	at := func(in string) contract.Field { f := field; f.In = in; return f }
	content := contract.Content{Media: h, Forms: []contract.Form{{Name: h, Description: h, Self: field, Fields: []contract.Field{field}}, {Name: h}},
		Examples: []contract.Example{{Name: h, Summary: h, Value: new(contract.Object).Set(h, contract.Of(h))}, {Value: h}}}
	form := content
	form.Media = "application/x-www-form-urlencoded"
	operation := contract.Operation{ID: h, Method: "POST", Path: "/" + h, Tag: h, Summary: h, Description: h, Deprecated: true, Declared: true,
		Servers:    []contract.Server{{URL: "https://{" + h + "}.example", Description: h, Variables: []contract.Variable{{Name: h, Default: h, Description: h, Choices: []string{h}}}}},
		Security:   []contract.Way{{{Scheme: h, Scopes: []string{h}}}},
		Parameters: []contract.Field{at("query"), at("path"), at("header"), at("cookie")}, Body: &contract.Body{Description: h, Contents: []contract.Content{content, form}},
		Notes: contract.Notes{Endpoint: h, Place: h, Replaces: h, Accepts: []string{h}, Limits: []contract.LimitNote{{Limit: h, Max: h, Per: h, Key: []string{h}, Place: h}},
			Calls: []contract.CallNote{{Operation: h, Resource: h, Scopes: []string{h}, ACR: h, MaxAge: h, Place: h}}},
		Responses: []contract.Response{{Status: "200", Description: h, Headers: []contract.Field{field}, Contents: []contract.Content{content}, Notes: contract.ResponseNotes{
			SameAnswerFor: h, Tokens: []contract.TokenNote{{Token: h, Type: h, Place: h, Lifetime: h, Rotation: h, RotationPlace: h, Varies: []contract.TokenVariant{{When: []contract.Choice{{Axis: h, Value: h}}}}}},
			Errors: []contract.ErrorNote{{Cause: h, Code: h, Number: h, Meaning: h, Action: h, Retryable: h, UserMessage: h, Place: h}}}}, {Status: h}}}
	plain := operation
	plain.Method, plain.Body, plain.Servers = "GET", nil, nil
	return site.Contract{File: "openapi/h.yaml", Issuer: h, Reference: contract.Reference{Title: h, Version: h, Description: h,
		Servers: []contract.Server{{URL: h, Description: h}}, Tags: []contract.Tag{{Name: h, Description: h}},
		Schemes: []contract.Scheme{{Name: h, Type: "http", Word: h, In: h, Parameter: h, Format: h, Description: h,
			Flows: []contract.Flow{{Name: h, AuthorizationURL: h, TokenURL: h, RefreshURL: h, Scopes: []contract.Scope{{Name: h, Description: h}}}}}},
		Operations: []contract.Operation{operation, plain}}}
}

// rounds is how many different texts each place is given; every text stands in about half as many places.
const rounds = 16

func TestHostileTexts(t *testing.T) {
	var texts []string
	for _, h := range hostile.Texts() {
		if hostileBook([]string{h.Text}, 0) != nil {
			texts = append(texts, h.Text)
		}
	}
	if len(texts) < len(hostile.Texts())/2 {
		t.Fatalf("only %d of %d texts are accepted by the format", len(texts), len(hostile.Texts()))
	}
	for round := range rounds {
		first := round * len(texts) / rounds
		h := texts[first]
		bk := hostileBook(texts, first)
		files := build(t, bk, site.Inputs{
			Print:     true,
			Reference: append(references(t, bk), hostileContract(h)),
			Diagrams:  []site.Diagram{{ID: "d", Title: "x" + h, Description: h, Kind: "rotation", Steps: []draw.Line{{Text: h}}}},
			Checklist: site.Checklist{
				Scores: []site.ChecklistScore{{Section: "s" + h, Of: 1, Missing: []string{h}}},
				Items: []site.ChecklistItem{{ID: h, Section: "s" + h, Title: h, Question: h, Audience: []string{h}, Status: h, Why: h, Findings: []string{h}, Pages: []string{h},
					Scenarios: []string{h}, Clauses: []string{h, h, h, h}, Fingerprint: h, Evidence: []site.Evidence{{Setting: h, Value: h, At: h}}}},
			},
		})
		files = append(files, contractFiles(t, bk)...)
		files = append(files, generator.File{Path: "openapi/h.yaml"})
		what := fmt.Sprintf("round %d", round)
		checkPages(t, what, files)
		for _, f := range files {
			checkOther(t, what, f)
		}
		if t.Failed() {
			return // one round is enough to mend what is broken
		}
	}
}

// checkOther looks at the files that are not HTML.
func checkOther(t *testing.T, what string, f generator.File) {
	t.Helper()
	switch {
	case strings.HasSuffix(f.Path, ".md"), strings.HasSuffix(f.Path, "llms.txt"):
		checkTwin(t, what+": "+f.Path, f.Data)
	case strings.HasSuffix(f.Path, "search-index.js"):
		data := strings.TrimSuffix(strings.TrimPrefix(string(f.Data), "window.tokenbookIndex="), ";\n")
		if !json.Valid([]byte(data)) || strings.Contains(data, "</") {
			t.Errorf("%s: the index is no data: %.80q", what, data)
		}
	case strings.HasSuffix(f.Path, ".xml"):
		for d := xml.NewDecoder(bytes.NewReader(f.Data)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				t.Errorf("%s: %s: %v", what, f.Path, err)
				return
			}
		}
	}
}

// github reads Markdown as GitHub would.
var github = goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()

// checkTwin reads Markdown as GitHub would and looks for what nobody may put there.
func checkTwin(t *testing.T, what string, data []byte) {
	t.Helper()
	root := github.Parse(text.NewReader(data))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch v := n.(type) {
		case *ast.RawHTML:
			if raw := string(v.Segments.Value(data)); raw != "<br/>" {
				t.Errorf("%s: raw HTML %.80q", what, raw)
			}
		case *ast.HTMLBlock:
			t.Errorf("%s: a block of raw HTML", what)
		case *ast.Image:
			t.Errorf("%s: a picture from %.80q", what, v.Destination)
		case *ast.Link:
			if _, err := escape.URL(string(v.Destination)); err != nil {
				t.Errorf("%s: a link to %.80q: %v", what, v.Destination, err)
			}
		}
		return ast.WalkContinue, nil
	})
}
