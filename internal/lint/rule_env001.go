package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var sharedIssuer = &Rule{
	ID: "ENV001", Title: "issuer or keys shared between environments",
	Why: "A token of the test environment opens production where both trust one issuer and its keys.",
	Cites: []Cite{
		{"RFC 8725", "3.8", "MUST"},
		{"RFC 9068", "5", ""},
	},
	Severity: diag.Error,
	Bad: `environments:
  production: {issuer: main, purpose: production}
  staging: {issuer: main, purpose: staging}
`,
	Good: `issuers:
  staging: {url: https://id.staging.example.com, endpoints: {token: /oauth2/token, jwks: /.well-known/jwks.json}, keys: {signing: ES256}}
environments:
  production: {issuer: main, purpose: production}
  staging: {issuer: staging, purpose: staging}
`,
	At: "environments.staging.issuer",
	Check: func(p *Pass) {
		var all []trust
		for i := range p.Environments.Entries {
			next, ok := trustOf(p, &p.Environments.Entries[i])
			if !ok {
				continue
			}
			for _, first := range all {
				if next.purpose.IsSet() && first.purpose.IsSet() && next.purpose.V == first.purpose.V {
					continue // two regions of one environment
				}
				if next.address == first.address {
					p.Report(next.issuer, "%s has the issuer %s too, so that tokens of one open the other; give each an issuer with an address and keys of its own", first.name, diag.Quote(next.address)).
						Related(first.issuer.At, "the other environment")
					break
				}
				if next.keysAt != "" && next.keysAt == first.keysAt {
					p.Report(next.keys, "%s has its keys at %s too, so that whoever signs for one signs for both; give each keys of its own", first.name, diag.Quote(next.keysAt)).
						Related(first.keys.At, "the keys of the other environment")
					break
				}
			}
			all = append(all, next)
		}
	},
}

// trust is by what the verifiers of one environment know its tokens.
type trust struct {
	name            string
	purpose         specs.Value[specs.Purpose]
	issuer, keys    Spot
	address, keysAt string // keysAt is empty where the keys stand below the issuer's own address
}

// trustOf reads what holds in an environment. ok is false where its issuer has no address that is decided.
func trustOf(p *Pass, e *specs.Entry[specs.Environment]) (trust, bool) {
	sel := specs.Selection{specs.AxisEnvironment: e.ID}
	at, issuer := At[specs.Value[specs.IssuerID]](p, "environments."+e.ID+".issuer", sel)
	at.Sel = nil // the path names the environment
	url := Get[specs.Value[specs.URL]](p, "issuers."+string(issuer.V)+".url", sel)
	keys, path := At[specs.Value[specs.Path]](p, "issuers."+string(issuer.V)+".endpoints.jwks.path", sel)
	out := trust{name: e.ID, purpose: Get[specs.Value[specs.Purpose]](p, "environments."+e.ID+".purpose", sel), issuer: at, keys: keys, address: string(url.V)}
	if path.IsSet() && strings.Contains(string(path.V), "://") {
		out.keysAt = string(path.V)
	}
	return out, issuer.IsSet() && url.IsSet()
}
