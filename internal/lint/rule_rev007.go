package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var revocationTellsUnknown = &Rule{
	ID: "REV007", Title: "revocation endpoint tells which tokens exist",
	Why: "An error for an unknown token helps nobody but those who guess tokens, and clients would report it as a failure although the token is gone.",
	Cites: []Cite{
		{"RFC 7009", "2.2", ""},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad: `issuers:
  main: {endpoints: {revocation: {path: /oauth2/revoke, unknown_token: 404}}}
`,
	Good: `issuers:
  main: {endpoints: {revocation: {path: /oauth2/revoke, unknown_token: 200}}}
`,
	At:     "issuers.main.endpoints.revocation.unknown_token",
	Repair: "writes 200",
	Check: func(p *Pass) {
		for s, status := range Each[specs.Value[specs.Status]](p, "issuers.*.endpoints.revocation.unknown_token") {
			if status.IsSet() && status.V != 200 {
				p.Report(s, "an unknown token is answered with %d; write 200, as for one that was revoked", status.V).Write(s, "200")
			}
		}
	},
}
