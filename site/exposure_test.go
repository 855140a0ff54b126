// Promise: the page of exposure shows each bound with its calculation, the settings and places behind it and how it
// compares with the promise, in words; the pages of tokens show their part; who states no trigger gets no such page.
package site_test

import (
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/site"
)

const troubled = `tokenbook: v1
policy: {id: troubled, title: Troubled, version: 1.0.0, owners: [{team: identity, contact: identity@example.com, on_call: https://oncall.example.com}]}
profiles: [oauth-bcp]
issuers:
  main:
    url: https://id.example.com
    endpoints: {token: /token}
    keys:
      signing: {algorithms: ES256, rotate_every: 90d, publish_ahead: 1h, keep_after: 30m, jwks_max_age: 2h}
      quiet: {algorithms: ES256, rotate_every: 30d}
clients:
  web: {type: public, platform: browser, grants: [authorization_code, refresh_token], auth: none, storage: {refresh: local_storage}}
resource_servers:
  orders: {audience: o, accepts: access, mode: local}
tokens:
  access: {type: access_token, format: jwt, keys: signing, lifetime: 1h, audiences: o, issued: [authorization_code, refresh_token]}
  refresh:
    type: refresh_token
    format: opaque
    lifetime: {idle: 30d, absolute: 180d}
    issued: authorization_code
    rotation: {mode: on_use, previous: none, on_reuse: {kill: family}}
client_strategy: {request_timeout: 5s, retry: {attempts: 2, base: 1s}, coordination: none, replace: atomic_before_use}
validation: {mode: local, clock_skew: 60s, jwks: {cache: 4h}}
revocation:
  objective: 5m
  mechanisms: {access: denylist, refresh: endpoint}
  propagation: {denylist: 4m}
  denylist: {poll: 2m}
  triggers: {logout: {kill: session}}
errors:
  adopt: [resource]
  causes:
    expired: {code: invalid_token, status: 401, at: resource, token_state: expired, tokens: access, then: refresh, owner: payments, runbook: Look at the clock first., log: {reason: token_expired}}
    expired_too: {code: old, status: 401, at: resource, token_state: expired, tokens: access}
    never: {code: odd, status: 400, at: resource, token_state: superseded, then: stop}
`

// wants reports what a file lacks.
func wants(t *testing.T, text, what string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(text, w) {
			t.Errorf("%s lacks %q:\n%s", what, w, text)
		}
	}
}

func TestExposurePage(t *testing.T) {
	files := build(t, policy(t, troubled), site.Inputs{})
	wants(t, file(t, files, "exposure.md"), "exposure.md",
		"| 2 | 1 | 1 | 0 | 0 |",
		"[!CAUTION]",
		"`min(1h longest life + 1m clock tolerance, 4m denylist + 2m poll)`",
		"2 minutes poll: `revocation.denylist.poll` (policy.yaml&#58;29)",
		"| Promised | 5 minutes, objective of revocation (policy.yaml&#58;26) |",
		"| Verdict | not met |",
		"`revocation.denylist.poll`: write at most 1m<br/>`tokens.access.lifetime`: write at most 4m<br/>`revocation.objective`: promise 6m",
		"| [`logout`](revocation.md#trigger-logout) | 6 min<br/>not met |")
	wants(t, file(t, files, "tokens/access.md"), "tokens/access.md",
		"### How long it is still accepted", "| 6 minutes | 5 minutes, objective of revocation")
	wants(t, file(t, files, "exposure.html"), "exposure.html", `data-at="policy.yaml:29:`, ">not met</span>")
	for _, f := range build(t, load(t, "minimal"), site.Inputs{}) {
		if f.Path == site.Folder+"exposure.html" {
			t.Error("a policy without triggers has a page of exposure")
		}
	}
}
