package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var passwordGrant = &Rule{
	ID: "FLOW001", Title: "password grant",
	Why: "The user's password passes through the client, which then could do anything as the user, and no second factor can be asked for.",
	Cites: []Cite{
		{"RFC 9700", "2.4", "MUST NOT"},
		{"RFC 10017", "7.3", "MUST NOT"},
		{"FAPI 2.0", "5.3.2.1", "shall"},
		{"ASVS 5.0", "10.4.4", ""},
	},
	In:     []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad:    "clients:\n  shop: {type: public, grants: [authorization_code, password]}\n",
	Good:   "clients:\n  shop: {type: public, grants: [authorization_code, refresh_token]}\n",
	At:     "clients.shop.grants.1",
	Repair: "takes the grant from the list",
	Check: func(p *Pass) {
		for s, grants := range Each[specs.Values[specs.GrantType]](p, "clients.*.grants") {
			for i, g := range grants.Items {
				if g.V != specs.GrantPassword {
					continue
				}
				r := p.Report(s.Item(i, g.Mark), "the password grant hands the user's password to the client; use authorization_code")
				if len(grants.Items) > 1 {
					r.Drop("the password grant", g.At)
				}
			}
		}
	},
}
