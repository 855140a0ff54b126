package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var pushedRequestsOptional = &Rule{
	ID: "FLOW004", Title: "pushed authorization requests not required",
	Why: "Parameters that go through the browser can be read and changed there; a pushed request comes from a client that has shown who it is.",
	Cites: []Cite{
		{"FAPI 2.0", "5.3.2.2", "shall"},
		{"ASVS 5.0", "10.4.13", ""},
		{"RFC 9126", "5", ""},
	},
	In: []Ask{{FAPI2, diag.Error}, {ASVS3, diag.Error}},
	Bad: `issuers:
  main: {pushed_authorization_requests: optional}
clients:
  app: {type: confidential, grants: [authorization_code]}
`,
	Good: `issuers:
  main: {pushed_authorization_requests: required}
clients:
  app: {type: confidential, grants: [authorization_code]}
`,
	At:     "issuers.main.pushed_authorization_requests",
	Repair: "writes required",
	Check: func(p *Pass) {
		if !hasCode(p) {
			return
		}
		for s, need := range EachOrSilent[specs.Value[specs.Need]](p, "issuers.*.pushed_authorization_requests") {
			switch {
			case need.State == specs.Silent:
				p.Missing(s, "say that authorization requests must be pushed: required").State(s.At.File, s.Path, string(specs.NeedRequired))
			case need.State == specs.None, need.IsSet() && need.V != specs.NeedRequired:
				p.Report(s, "authorization requests may go through the browser; write required").Write(s, string(specs.NeedRequired))
			}
		}
	},
}
