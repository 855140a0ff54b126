package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var outOfTime = &Rule{
	ID: "CLI007", Title: "client behaviour that outlasts its credential",
	Why: "People learn halfway through a task that their sign-in was over before they began.",
	Cites: []Cite{
		{"RFC 9449", "7.3", "RECOMMENDED"},
		{"SP 800-63B-4", "5.1", "SHALL"},
	},
	Severity: diag.Warning,
	Bad: `issuers:
  main: {endpoints: {token: /oauth2/token, jwks: /.well-known/jwks.json, revocation: /oauth2/revoke}}
client_strategy: {on_logout: [erase]}
`,
	Good: `issuers:
  main: {endpoints: {token: /oauth2/token, jwks: /.well-known/jwks.json, revocation: /oauth2/revoke}}
client_strategy: {on_logout: [erase, revoke]}
`,
	At:     "client_strategy.on_logout",
	Repair: "writes true for a fresh proof with each retry, and adds revoke to sign-out",
	Check: func(p *Pass) {
		offlineTooLong(p)
		for w := range windows(p, "client_strategy.retry", "client_strategy.request_timeout") {
			at, retry := At[specs.Retry](p, "client_strategy.retry", w.Sel)
			timeout := Get[specs.Value[specs.Duration]](p, "client_strategy.request_timeout", w.Sel)
			if budget, ok := patience(retry, timeout); ok && budget > w.Duration {
				p.Report(at.In("attempts", retry.Attempts.Mark), "all tries together take up to %s, and clients begin %s before the end; try less often, or begin earlier", budget, w.Duration).
					Related(w.At, "when clients begin")
			}
		}
		for s, steps := range Each[specs.Values[specs.LogoutStep]](p, "client_strategy.on_logout") {
			// Clients that do nothing at all at sign-out are for STOR005.
			if len(steps.Items) > 0 && !specs.Has(steps, specs.LogoutRevoke) && p.offers("revocation") {
				p.Report(s, "signing out leaves the tokens alive, though there is a revocation endpoint; add revoke").Add(s, string(specs.LogoutRevoke))
			}
		}
		for s, fresh := range Each[specs.Value[bool]](p, "client_strategy.fresh_proof_per_retry") {
			if fresh.IsSet() && !fresh.V && p.usesDPoP() {
				p.Report(s, "a proof that is sent twice is refused as a replay; write true").Write(s, "true")
			}
		}
	},
}

// offlineTooLong compares the time that a client may be offline with the life of what lets it come back.
func offlineTooLong(p *Pass) {
	for place, life := range Each[specs.Lifetime](p, "tokens.*.lifetime", "client_strategy.offline") {
		if !p.Is(place.Name(), specs.RefreshToken) {
			continue
		}
		at, offline := At[specs.Offline](p, "client_strategy.offline", place.Sel)
		idle, ok := p.Amount(life.Idle, place.Sel)
		if ok && offline.Max.IsSet() && lastsLonger(specs.Extent{D: offline.Max.V}, idle.Max) {
			p.Report(at.In("max", offline.Max.Mark), "a client may be offline for %s, and %s ends after %s without use; write %s or less", offline.Max.V, place.Name(), idle.Max, idle.Max).
				Related(place.At, "the life of %s", place.Name())
		}
	}
}
