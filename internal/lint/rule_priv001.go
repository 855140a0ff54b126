package lint

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
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
		for s, c := range Each[specs.Claim](p, "tokens.*.claims.*", "tokens.*.format", "tokens.*.encrypted") {
			if !c.PersonalData.IsSet() || c.PersonalData.V == specs.PersonalData(standard.PersonalNone) {
				continue
			}
			if !c.Why.Stated() {
				p.Missing(s, "why the token needs this personal data; add why, or leave the claim out")
			}
			at := s.In("personal_data", c.PersonalData.Mark)
			if c.PersonalData.V == specs.PersonalHigh && p.Is(s.Name(), specs.AccessToken) && readable(p, s) {
				p.Report(at, "the claim says directly who somebody is, and every client that holds the token can read it; leave it to the userinfo endpoint, encrypt the token, or make it opaque")
			}
		}
	},
}

// readable reports whether the claims of the token at a spot can be read by a client that is given it.
func readable(p *Pass, s Spot) bool {
	token := s.Names[0]
	switch Get[specs.Format](p, "tokens."+token+".format", s.Sel).Kind.V {
	case specs.FormatJWT, specs.FormatCWT:
	default:
		return false
	}
	if encrypted := Get[specs.Value[bool]](p, "tokens."+token+".encrypted", s.Sel); encrypted.IsSet() && encrypted.V {
		return false
	}
	return slices.ContainsFunc(p.ClientsOf(token), func(id string) bool {
		c := p.Client(id)
		return c.Type.V == specs.ClientPublic || c.FirstParty.IsSet() && !c.FirstParty.V
	})
}
