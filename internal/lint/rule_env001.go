package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var sharedIssuer = &Rule{
	ID: "ENV001", Title: "issuer shared between environments",
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
		type user struct {
			name string
			*specs.Environment
		}
		of := map[string]user{} // by the address of the issuer, which is what tokens carry
		for i := range p.Environments.Entries {
			e := &p.Environments.Entries[i]
			issuer := p.Issuers.Get(string(e.V.Issuer.V))
			if !e.V.Issuer.IsSet() || issuer == nil {
				continue
			}
			address := string(issuer.URL.V)
			first, taken := of[address]
			if !taken {
				of[address] = user{e.ID, &e.V}
				continue
			}
			if e.V.Purpose.IsSet() && first.Purpose.IsSet() && e.V.Purpose.V == first.Purpose.V {
				continue // two regions of one environment
			}
			s := Spot{Path: "environments." + e.ID + ".issuer", At: e.V.Issuer.At}
			p.Report(s, "%s has the issuer %s too, so that tokens of one open the other; give each an issuer with an address and keys of its own", first.name, diag.Quote(address)).
				Related(first.Issuer.At, "the other environment")
		}
	},
}
