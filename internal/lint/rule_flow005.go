package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var noMixUpDefence = &Rule{
	ID: "FLOW005", Title: "no defence against mix-up of issuers",
	Why: "A client that knows several servers can be made to send the code of one to another.",
	Cites: []Cite{
		{"RFC 9700", "2.1", "REQUIRED"},
		{"RFC 9207", "2.3", "MUST"},
		{"FAPI 2.0", "5.3.2.2", "shall"},
		{"ASVS 5.0", "10.2.2", ""},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS2, diag.Error}},
	Bad: `issuers:
  main: {authorization_response_iss: false}
  second: {url: "https://other.example.com", authorization_response_iss: true}
clients:
  app: {type: public, grants: [authorization_code]}
`,
	Good: `issuers:
  main: {authorization_response_iss: true}
  second: {url: "https://other.example.com", authorization_response_iss: true}
clients:
  app: {type: public, grants: [authorization_code]}
`,
	At:     "issuers.main.authorization_response_iss",
	Repair: "writes true",
	Check: func(p *Pass) {
		if !hasCode(p) {
			return
		}
		for s, iss := range EachOrSilent[specs.Value[bool]](p, "issuers.*.authorization_response_iss") {
			if p.Issuers.Len() < 2 && !p.Claims(s).Has(FAPI2) {
				continue
			}
			switch {
			case iss.State == specs.Silent:
				p.Missing(s, "say that authorization responses carry iss: true").State(s.At.File, s.Path, "true")
			case iss.State == specs.None, iss.IsSet() && !iss.V:
				p.Report(s, "authorization responses do not say which issuer sent them; write true").Write(s, "true")
			}
		}
	},
}
