package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var accessOutlivesRefresh = &Rule{
	ID: "LIFE008", Title: "access token outlives the refresh token",
	Why:      "Access would go on after the grant that it rests on has ended.",
	Cites:    []Cite{{"Refresh Expiration", "5", "MUST NOT"}},
	Severity: diag.Warning,
	Bad: `clients:
  app: {type: public, grants: [authorization_code, refresh_token]}
tokens:
  access: {type: access_token, lifetime: 24h, issued: [{grant: refresh_token, to: app}]}
  refresh: {type: refresh_token, lifetime: 8h, issued: [{grant: authorization_code, to: app}]}
`,
	Good: `clients:
  app: {type: public, grants: [authorization_code, refresh_token]}
tokens:
  access: {type: access_token, lifetime: 10m, issued: [{grant: refresh_token, to: app}]}
  refresh: {type: refresh_token, lifetime: 8h, issued: [{grant: authorization_code, to: app}]}
`,
	At: "tokens.access.lifetime",
	Check: func(p *Pass) {
		for _, refresh := range p.TokensOf(specs.RefreshToken) {
			for s, life := range Each[specs.Lifetime](p, "tokens.*.lifetime", "tokens."+refresh+".lifetime") {
				if !p.Is(s.Name(), specs.AccessToken) || !p.shareClients(s, refresh) {
					continue
				}
				at, parent := At[specs.Lifetime](p, "tokens."+refresh+".lifetime", s.Sel)
				mine, ok := p.Longest(life, s.Sel)
				theirs, known := p.Longest(parent, s.Sel)
				if ok && known && mine.Max.Kind == specs.Finite && theirs.Default.Kind == specs.Finite && mine.Max.D >= theirs.Default.D {
					p.Report(s, "it lives %s, and %s, with which it was got, ends after %s; write less", mine.Max, refresh, theirs.Default).Related(at.At, "the life of %s", refresh)
				}
			}
		}
	},
}

// shareClients reports whether a client gets the token at a spot and another one.
func (p *Pass) shareClients(s Spot, other string) bool {
	for _, mine := range p.Holders(s) {
		for _, theirs := range p.ClientsOf(other) {
			if mine == theirs {
				return true
			}
		}
	}
	return false
}
