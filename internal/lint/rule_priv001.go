package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var needlessPersonalData = &Rule{
	ID: "PRIV001", Title: "personal data in tokens without need or protection",
	Why: "Whoever holds a signed token can read it: the client, its logs, its error reports.",
	Cites: []Cite{
		{"RFC 9068", "6", ""},
		{"RFC 10017", "9.1", "SHOULD NOT"},
		{"ASVS 5.0", "14.1.1", ""},
		{"ASVS 5.0", "14.2.6", ""},
	},
	In: []Ask{{BCP, diag.Warning}, {Browser, diag.Warning}, {ASVS2, diag.Warning}},
	Bad: `clients:
  app: {type: public, platform: mobile, grants: [authorization_code]}
tokens:
  access:
    type: access_token
    format: jwt
    issued: [{grant: authorization_code, to: app}]
    claims: {email: {why: Receipts, personal_data: high}}
`,
	Good: `clients:
  app: {type: public, platform: mobile, grants: [authorization_code]}
tokens:
  access:
    type: access_token
    format: jwt
    issued: [{grant: authorization_code, to: app}]
    claims: {sub: {why: Whose orders these are, personal_data: medium}}
`,
	At: "tokens.access.claims.email.personal_data",
	Check: func(p *Pass) {
		for _, pattern := range []string{"tokens.*.claims.*", "tokens.*.claims.*.members.*"} {
			for s, c := range Each[specs.Claim](p, pattern, "tokens.*.format", "tokens.*.encrypted") {
				if c.PersonalData.V != specs.PersonalMedium && c.PersonalData.V != specs.PersonalHigh {
					continue // technical or pseudonymous: such a claim points at nobody by itself
				}
				switch c.Why.State {
				case specs.Silent:
					p.Missing(s, "why the token needs this personal data; add why, or leave the claim out")
				case specs.None:
					p.Report(s.In("why", c.Why.Mark), "nothing needs this personal data; leave the claim out")
				case specs.Set, specs.Undecided:
				}
				at := s.In("personal_data", c.PersonalData.Mark)
				if c.PersonalData.V == specs.PersonalHigh && p.Is(s.Name(), opensResources...) && readable(p, s) {
					p.Report(at, "the claim says directly who somebody is, and every client that holds the token can read it; leave it to the userinfo endpoint, encrypt the token, or make it opaque")
				}
			}
		}
	},
}

// readable reports whether the claims of the token at a spot can be read by a client that is given it.
func readable(p *Pass, s Spot) bool {
	token := s.Name()
	switch p.FormatOf(token, s.Sel) {
	case specs.FormatJWT, specs.FormatCWT:
	default:
		return false
	}
	if encrypted := Get[specs.Value[bool]](p, "tokens."+token+".encrypted", s.Sel); encrypted.IsSet() && encrypted.V {
		return false
	}
	return p.AnyHolder(s, func(c *specs.Client) bool {
		return c.Type.V == specs.ClientPublic || c.FirstParty.IsSet() && !c.FirstParty.V
	})
}
