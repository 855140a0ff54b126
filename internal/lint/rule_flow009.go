package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var grantsUndecided = &Rule{
	ID: "FLOW009", Title: "grants not chosen per client, or a refresh token that nobody decided on",
	Why: "Every grant that a client does not need is one more way in; a refresh token for a machine is a second credential without a use.",
	Cites: []Cite{
		{"ASVS 5.0", "10.4.4", ""},
		{"RFC 9700", "4.14.2", "MUST"},
		{"RFC 6749", "4.4.3", "SHOULD NOT"},
	},
	In: []Ask{{BCP, diag.Warning}, {Browser, diag.Warning}, {ASVS1, diag.Warning}},
	Bad: `clients:
  job: {type: confidential, grants: [client_credentials, refresh_token], auth: private_key_jwt}
`,
	Good: `clients:
  job: {type: confidential, grants: [client_credentials], auth: private_key_jwt}
`,
	At:     "clients.job.grants.1",
	Repair: "takes the refresh token from a machine",
	Check: func(p *Pass) {
		for s, grants := range EachOrSilent[specs.Values[specs.GrantType]](p, "clients.*.grants", "clients.*.refresh_decision", "clients.*.type") {
			if grants.State == specs.Silent {
				p.Missing(s, "list the grants that this client needs, such as [authorization_code, refresh_token]")
				continue
			}
			kind := Get[specs.Value[specs.ClientType]](p, "clients."+s.Name()+".type", s.Sel)
			for i, g := range grants.Items {
				if g.V == specs.GrantClientCredentials && kind.V == specs.ClientPublic {
					p.Report(s.Item(i, g.Mark), "a public client cannot show who it is, and has no credentials to be given a token for; make it confidential, or take the grant away").
						As(diag.Error).Cite(Cite{"RFC 6749", "4.4", "MUST"})
				}
			}
			onlyMachine := specs.Has(grants, specs.GrantClientCredentials)
			for _, g := range specs.Plain(grants) {
				onlyMachine = onlyMachine && (g == specs.GrantClientCredentials || g == specs.GrantRefreshToken)
			}
			for i, g := range grants.Items {
				if g.V != specs.GrantRefreshToken {
					continue
				}
				if onlyMachine {
					p.Report(s.Item(i, g.Mark), "a client that has credentials of its own needs no refresh token; remove it").Drop("refresh_token", g.At)
				} else if at, decision := At[specs.Value[specs.Prose]](p, "clients."+s.Name()+".refresh_decision", s.Sel); decision.State == specs.Silent {
					p.Missing(at, "say why this client gets refresh tokens: the assessment of the risk").As(diag.Info)
				}
			}
		}
	},
}
