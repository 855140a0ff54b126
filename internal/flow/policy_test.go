// This file holds the policies that the tests of this package share, and what turns text into flows.
package flow

import (
	"io/fs"
	"os"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// small is a policy that states a little of everything.
const small = `tokenbook: v1
policy: {id: small, title: Small, version: 1.0.0, effective: 2026-01-01}
issuers:
  main:
    title: Example ID
    url: https://id.example.com
    endpoints: {authorization: /authorize, token: /token, revocation: /revoke, introspection: /introspect, jwks: /keys}
    keys:
      signing: {algorithms: ES256, rotate_every: 91d, publish_ahead: 7d, keep_after: 8d, jwks_max_age: 1h}
    pkce: {needed: required, methods: S256}
environments:
  production: {issuer: main, purpose: production}
  staging: {issuer: main}
clients:
  spa: {title: Shop, type: public, platform: browser, grants: [authorization_code, refresh_token], auth: none, consent: once}
  worker: {title: Worker, type: confidential, platform: server, grants: client_credentials, auth: private_key_jwt}
resource_servers:
  orders: {title: Orders, audience: https://orders.example.com, accepts: access, mode: local}
  vault: {title: Vault, audience: https://vault.example.com, accepts: access, mode: introspection}
tokens:
  code: {type: authorization_code, format: opaque, lifetime: {ttl: 61s, uses: 1}}
  access:
    type: access_token
    format: jwt
    lifetime: 10m
    issued:
      - {grant: authorization_code, at: token, to: spa}
      - {grant: client_credentials, at: token, to: worker}
    keys: signing
    binding: [{to: dpop}]
    variants:
      - {when: {client: worker}, lifetime: 5m, because: nobody waits}
      - {when: {client: spa, environment: staging}, lifetime: 3m, because: tests are impatient}
  refresh:
    type: refresh_token
    format: opaque
    lifetime: {idle: 14d, absolute: {of: 90d, from: authorization}}
    issued: [{grant: authorization_code, at: token, to: spa}]
    rotation:
      mode: on_use
      previous: {lifetime: 12s, generations: 1, answers: same_successor}
      on_reuse: {kill: family, error: refresh_reuse, event: token.reuse}
validation:
  checks: [signature, issuer, audience, expiry, revocation, scope]
  clock_skew: 45s
  introspection: {cache: 50s, negative_cache: 5s}
  jwks: {cache: 20m}
revocation:
  objective: 4m
  mechanisms: {access: [expiry, denylist], refresh: [endpoint]}
  propagation: {denylist: 30s}
  denylist: {entry_lifetime: 11m, poll: 15s}
  triggers:
    logout: {kill: session}
    password_change: {kill: user, within: {any: 2m}}
errors:
  adopt: [token, resource, authorization]
  causes:
    refresh_reuse: {code: invalid_grant, status: 400, at: token, token_state: reused, then: reauthenticate}
client_strategy:
  refresh_at: {remaining: 20%, at_least: 55s, jitter: 10%}
  single_flight: true
  coordination: web_locks
  replace: atomic_before_use
  request_timeout: 6s
  retry: {attempts: 3, backoff: exponential, base: 500ms, cap: 9s, jitter: full}
  on_expiry: silent_refresh
  on_invalid_grant: reauthenticate
  on_logout: [revoke, erase]
  offline: {max: 2d, read_only: true}
outages:
  denylist: {then: use_cache, for: 9m}
observability:
  events:
    token.reuse: {recorded_when: a superseded token comes back, kind: reuse_detected}
`

// parse makes a book of a policy that stands in a string.
func parse(t testing.TB, text string) *book.Book {
	t.Helper()
	return load(t, fstest.MapFS{"policy.yaml": {Data: []byte(text)}})
}

// example makes a book of one of the example policies.
func example(t testing.TB, name string) *book.Book {
	t.Helper()
	root, err := os.OpenRoot("../../examples/" + name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	return load(t, root.FS())
}

func load(t testing.TB, fsys fs.FS) *book.Book {
	t.Helper()
	source, findings := specs.Load(fsys, "policy.yaml")
	if source == nil {
		t.Fatalf("the policy cannot be read: %v", findings)
	}
	doc, more := specs.Parse(source)
	findings = append(findings, more...)
	findings = append(findings, specs.Link(doc, source)...)
	for _, f := range findings {
		if f.Severity == diag.Error {
			t.Errorf("the policy of the test is wrong: %v", f)
		}
	}
	return book.New(specs.Resolve(doc, source, specs.Date{}), findings)
}
