package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var longMessages = &Rule{
	ID: "LIFE013", Title: "logout token or client assertion valid for long",
	Why: "Both are messages for one moment. A long life only serves somebody who recorded one and sends it again.",
	Cites: []Cite{
		{"ASVS 5.0", "10.5.5", ""},
		{"RFC 7523", "3", ""},
		{"FAPI 2.0", "5.3.2.1", ""},
	},
	In: []Ask{{ASVS2, diag.Warning}, {FAPI2, diag.Warning}},
	House: []House{
		{"logout_token_lifetime", minutes(2), "the longest life of a logout token; ASVS speaks of about two minutes"},
		{"client_assertion_lifetime", minutes(5), "the longest life of a client assertion"},
	},
	Bad: `tokens:
  logout: {type: logout_token, lifetime: 1h}
`,
	Good: `tokens:
  logout: {type: logout_token, lifetime: 2m}
`,
	At:     "tokens.logout.lifetime",
	Repair: "writes the advised life",
	Check: func(p *Pass) {
		for s, life := range Each[specs.Lifetime](p, "tokens.*.lifetime") {
			most := p.Figure("logout_token_lifetime").D
			switch {
			case p.Is(s.Name(), specs.LogoutToken):
			case p.Is(s.Name(), specs.ClientAssertion):
				most = p.Figure("client_assertion_lifetime").D
			default:
				continue
			}
			if bound, known := p.Longest(life, s.Sel); known && Exceeds(bound.Max, most) {
				p.Report(s, "%s is long for a message of one moment; %s or less is advised", bound.Max, most).Write(s, most.String())
			}
		}
	},
}
