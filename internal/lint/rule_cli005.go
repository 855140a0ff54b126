package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var clientLooksInside = &Rule{
	ID: "CLI005", Title: "client that looks into the access token",
	Why: "The access token is for the resource server. Its format can change any day, and clients that read it break.",
	Cites: []Cite{
		{"RFC 9068", "6", "MUST NOT"},
		{"OAuth 2.1", "3.2.3", ""},
	},
	In:     []Ask{{BCP, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad:    "client_strategy: {trigger: jwt_exp}\n",
	Good:   "client_strategy: {trigger: expires_in}\n",
	At:     "client_strategy.trigger",
	Repair: "writes expires_in, or false",
	Check: func(p *Pass) {
		for s, trigger := range Each[specs.Value[specs.RefreshTrigger]](p, "client_strategy.trigger") {
			if trigger.IsSet() && trigger.V == specs.RefreshOnJWTExp {
				p.Report(s, "clients read exp in the access token; write expires_in, which the token endpoint gives them").Write(s, string(specs.RefreshOnExpiresIn))
			}
		}
		for s, reads := range Each[specs.Value[bool]](p, "clients.*.reads_access_token") {
			if reads.IsSet() && reads.V {
				p.Report(s, "the client reads the access token; write false, and give it what it needs by the ID token or the userinfo endpoint").Write(s, "false")
			}
		}
	},
}
