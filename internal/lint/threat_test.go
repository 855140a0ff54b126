// Keeps the promise that each control answers just the attacks that it is named for: without it exactly those stand open.
package lint

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// fortress answers every attack in one way each, so that nothing stands in for a control that is taken away.
const fortress = `tokenbook: v1
policy: {id: fortress, title: Fortress, version: 1.0.0}
profiles: [oauth-bcp, browser]
issuers:
  main:
    url: https://id.example.com
    pkce: {needed: required, methods: S256}
    authorization_response_iss: true
    tls: {terminated_at: proxy, headers_sanitised: true}
  second:
    url: https://other.example.com
    pkce: {needed: required, methods: S256}
    authorization_response_iss: true
    tls: {terminated_at: proxy, headers_sanitised: true}
clients:
  spa:
    type: confidential
    platform: browser
    architecture: bff
    grants: [authorization_code, refresh_token]
    redirect_match: exact
    csrf: token in a header
  worker: {type: confidential, platform: server, grants: client_credentials}
tokens:
  code: {type: authorization_code, lifetime: {ttl: 60s, uses: 1}, issued: [{grant: authorization_code, to: spa}]}
  access:
    type: access_token
    lifetime: 30m
    transport: header
    audiences: https://api.example.com
    claims: {client_id: whose token it is}
    issued: [{grant: authorization_code, to: [spa]}, {grant: client_credentials, to: [worker]}]
  refresh:
    type: refresh_token
    lifetime: 8h
    rotation: {mode: on_use, on_reuse: {kill: family}}
    issued: [{grant: refresh_token, to: spa}]
validation: {checks: [signature, issuer, audience, expiry]}
observability: {logs: {tokens: never}}

`

// words are the attacks that no setting can answer.
const words = `policy: {id: fortress, title: Fortress, version: 1.0.0, residual_risks: {redirect_307: The server answers with 303., clickjacking: Frames are refused.}}
`

func open(t *testing.T, policy string) []string {
	t.Helper()
	src, findings := specs.Load(fstest.MapFS{"policy.yaml": {Data: []byte(policy)}}, "policy.yaml")
	if src == nil {
		t.Fatal(findings)
	}
	doc, parsed := specs.Parse(src)
	all := append(append(findings, parsed...), specs.Link(doc, src)...)
	if all.Count(diag.Error) > 0 {
		t.Fatal(all)
	}
	var out []string
	for _, a := range Answers(specs.Resolve(doc, src, specs.Date{})) {
		if a.Applies && !a.Answered() {
			out = append(out, a.ID)
		}
	}
	return out
}

func TestControlsAnswerTheirAttacks(t *testing.T) {
	base := strings.Replace(fortress, "policy: {id: fortress, title: Fortress, version: 1.0.0}\n", words, 1)
	if left := open(t, base); len(left) > 0 {
		t.Fatalf("the fortress leaves open %v", left)
	}
	for _, c := range []struct {
		control  *Control
		old, new string
		want     []string
	}{
		{exactRedirects, "redirect_match: exact", "redirect_match: prefix", []string{"redirect-validation", "open-redirection"}},
		{pkceRequired, "    pkce: {needed: required, methods: S256}\n    authorization_response_iss: true\n    tls: {terminated_at: proxy, headers_sanitised: true}\nclients", "    pkce: {needed: optional, methods: S256}\n    authorization_response_iss: true\n    tls: {terminated_at: proxy, headers_sanitised: true}\nclients", []string{"code-injection", "csrf", "pkce-downgrade"}},
		{codeOnce, "uses: 1", "uses: 2", []string{"referrer-leak"}},
		{codeResponse, "grants: client_credentials", "grants: [client_credentials, implicit]", []string{"referrer-leak", "token-injection"}},
		{headerTransport, "transport: header", "transport: [header, query]", []string{"browser-history"}},
		{issInResponse, "iss: true\n    tls: {terminated_at: proxy, headers_sanitised: true}\nclients", "iss: false\n    tls: {terminated_at: proxy, headers_sanitised: true}\nclients", []string{"mix-up"}},
		{audienceChecked, "issuer, audience, expiry", "issuer, expiry", []string{"resource-server-leak", "stolen-access-token"}},
		{audienceChecked, "    audiences: https://api.example.com\n", "", []string{"resource-server-leak", "stolen-access-token"}},
		{shortAccess, "lifetime: 30m", "lifetime: 61m", []string{"stolen-access-token"}},
		{logsRedacted, "tokens: never", "tokens: raw", []string{"resource-server-leak"}},
		{headersSanitised, "headers_sanitised: true}\nclients", "headers_sanitised: false}\nclients", []string{"proxy-headers"}},
		{refreshRotated, ", on_reuse: {kill: family}", "", []string{"refresh-token-theft"}},
		{clientNamed, "    claims: {client_id: whose token it is}\n", "", []string{"client-as-user"}},
		{noTokenInBrowser, "architecture: bff", "architecture: browser_only", []string{"in-browser-messages", "single-theft", "persistent-theft", "new-tokens", "proxied-requests"}},
		{csrfDefence, "    csrf: token in a header\n", "", []string{"proxied-requests"}},
		{nil, "clickjacking: Frames are refused.", "other: Else.", []string{"clickjacking"}},
	} {
		if !strings.Contains(base, c.old) {
			t.Fatalf("the fortress has no %q", c.old)
		}
		if diff := cmp.Diff(c.want, open(t, strings.Replace(base, c.old, c.new, 1))); diff != "" {
			t.Errorf("%s for %s: %s", c.new, c.old, diff)
		}
	}
}

func TestOtherWaysToAnswer(t *testing.T) {
	base := strings.Replace(fortress, "policy: {id: fortress, title: Fortress, version: 1.0.0}\n", words, 1)
	for _, c := range []struct{ old, new string }{
		{"lifetime: 30m", "lifetime: 2h\n    binding: dpop"},
		{"rotation: {mode: on_use, on_reuse: {kill: family}}", "binding: {to: mtls}"},
		{"architecture: bff", "architecture: browser_only\n    storage: {access: memory}"},
	} {
		left := open(t, strings.Replace(base, c.old, c.new, 1))
		if c.old == "architecture: bff" { // a script in the page can still begin flows and send requests
			if diff := cmp.Diff([]string{"in-browser-messages", "new-tokens", "proxied-requests"}, left); diff != "" {
				t.Error(diff)
			}
		} else if len(left) > 0 {
			t.Errorf("%s leaves open %v", c.new, left)
		}
	}
}

func TestEveryControlIsTriedAndEveryThreatIsCited(t *testing.T) {
	ids := map[string]bool{}
	for _, threat := range Threats() {
		if ids[threat.ID] || threat.Title == "" || threat.Text == "" || threat.Cite.Clause == "" {
			t.Errorf("%s: twice, or without words", threat.ID)
		}
		ids[threat.ID] = true
	}
	for _, c := range Controls() {
		if c.ID == "" || c.Title == "" || len(c.Settings) == 0 {
			t.Errorf("%+v says too little of itself", c)
		}
	}
}
