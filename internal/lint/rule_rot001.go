package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var publicRefreshUnprotected = &Rule{
	ID: "ROT001", Title: "public client's refresh token neither rotated nor bound to a key",
	Why: "A public client cannot prove who it is. A copied refresh token would work for the thief, silently, until it expires.",
	Cites: []Cite{
		{"RFC 9700", "2.2.2", "MUST"},
		{"RFC 9700", "4.14.2", "MUST"},
		{"RFC 10017", "6.3.2.3", "MUST"},
		{"OAuth 2.1", "4.3.1", "MUST"},
		{"ASVS 5.0", "10.4.5", ""},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {ASVS1, diag.Error}},
	Bad: `clients:
  app: {type: public, grants: [authorization_code, refresh_token]}
tokens:
  refresh: {type: refresh_token, lifetime: 30d, issued: [{grant: authorization_code, to: app}], rotation: none}
`,
	Good: `clients:
  app: {type: public, grants: [authorization_code, refresh_token]}
tokens:
  refresh: {type: refresh_token, lifetime: 30d, issued: [{grant: authorization_code, to: app}], rotation: {mode: on_use, on_reuse: family}}
`,
	At: "tokens.refresh.rotation",
	Check: func(p *Pass) {
		for s, r := range EachOrSilent[specs.Rotation](p, "tokens.*.rotation", "tokens.*.binding") {
			if !p.Is(s.Name(), specs.RefreshToken) || !p.public(s) || p.KeyBound(s) {
				continue
			}
			level3 := p.Claims(s).Has(ASVS3)
			switch {
			case r.State == specs.Undecided:
			case level3:
				p.Report(s, "at this level a public client's refresh token has to be bound to a key, whether or not it rotates; state binding: dpop or mtls").Cite(Cite{"ASVS 5.0", "10.4.5", ""})
			case r.State == specs.None || r.Mode.State == specs.None || r.Mode.V == specs.RotateOnClock || r.Mode.V == specs.RotateOnDemand:
				p.Report(s, "a public client gets this refresh token, and it is neither changed with each use nor bound to a key; write mode: on_use, or state binding: dpop")
			case !r.Stated():
				p.Missing(s, "a public client gets this refresh token; state rotation: {mode: on_use, on_reuse: family}, or binding: dpop")
			}
		}
	},
}
