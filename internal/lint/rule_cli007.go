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
			if len(steps.Items) > 0 && !specs.Has(steps, specs.LogoutRevoke) && revocable(p) {
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
	for s, offline := range Each[specs.Offline](p, "client_strategy.offline", "tokens.*.lifetime") {
		if !offline.Max.IsSet() {
			continue
		}
		at := s.In("max", offline.Max.Mark)
		for _, token := range p.TokensOf(specs.RefreshToken) {
			if client, ok := s.Sel[specs.AxisClient]; ok && !p.concerns("tokens."+token, specs.Selection{specs.AxisClient: client}) {
				continue
			}
			place, life := At[specs.Lifetime](p, "tokens."+token+".lifetime", s.Sel)
			idle, ok := p.Amount(life.Idle, s.Sel)
			if !ok || !lastsLonger(specs.Extent{D: offline.Max.V}, idle.Max) {
				continue
			}
			p.Report(at, "a client may be offline for %s, and %s ends after %s without use; write %s or less", offline.Max.V, token, idle.Max, idle.Max).Related(place.At, "the life of %s", token)
		}
	}
}

// revocable reports whether an issuer has a revocation endpoint.
func revocable(p *Pass) bool {
	for i := range p.Issuers.Entries {
		if p.Issuers.Entries[i].V.Endpoints.Get("revocation") != nil {
			return true
		}
	}
	return false
}
