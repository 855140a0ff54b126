package lint

import "github.com/tokenbook/tokenbook/internal/diag"

var keyUsedEarly = &Rule{
	ID: "KEY005", Title: "new key used before verifiers can know it, or a leaked one withdrawn slower than claimed",
	Why:      "Both changes travel through the same caches: a copy that is too old refuses good tokens, or takes those of a thief who has the key.",
	Cites:    []Cite{{"OIDC Core", "10.1.1", ""}},
	Severity: diag.Error,
	Bad: `issuers:
  main:
    keys: {signing: {algorithms: ES256, rotate_every: 90d, publish_ahead: 1h, keep_after: 1d, jwks_max_age: 1d}}
validation: {checks: [signature, typ, issuer, audience, expiry], jwks: {cache: 1d, refetch_on_unknown_kid: false}}
`,
	Good: `issuers:
  main:
    keys: {signing: {algorithms: ES256, rotate_every: 90d, publish_ahead: 2d, keep_after: 1d, jwks_max_age: 1d}}
validation: {checks: [signature, typ, issuer, audience, expiry], jwks: {cache: 1d, refetch_on_unknown_kid: false}}
`,
	At:    "issuers.main.keys.signing.publish_ahead",
	Check: func(p *Pass) { keyConditions(p, "publish", "withdraw") },
}
