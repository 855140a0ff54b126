package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var revokedStillAccepted = &Rule{
	ID: "REV010", Title: "revoked token accepted during a grace",
	Why: "A grace after a compromise is a present for the thief. A user who has to sign in again may keep their work; the token must not keep its power.",
	Cites: []Cite{
		{"RFC 7009", "2.1", ""},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: 30d}
revocation:
  grace: {lifetime: 10m, accepts: refresh}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: 30d}
revocation:
  grace: {lifetime: 10m, accepts: none}
`,
	At:     "revocation.grace.accepts",
	Repair: "writes none",
	Check: func(p *Pass) {
		for s, accepts := range Each[specs.Values[specs.TokenID]](p, "revocation.grace.accepts") {
			if len(accepts.Items) > 0 {
				p.Report(s, "revoked tokens are still accepted for a time; write none, and keep the user's work in another way (keeps)").Write(s, "none")
			}
		}
	},
}
