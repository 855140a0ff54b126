package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var nobodySeesSessions = &Rule{
	ID: "REV009", Title: "users or administrators cannot end sessions",
	Why: "People notice theft before dashboards do. Somebody who sees a stranger's session has to be able to end it.",
	Cites: []Cite{
		{"ASVS 5.0", "7.5.2", ""},
		{"ASVS 5.0", "7.4.5", ""},
		{"ASVS 5.0", "10.7.3", ""},
	},
	In: []Ask{{ASVS2, diag.Warning}},
	Bad: `clients:
  app: {type: public, grants: [authorization_code]}
revocation:
  by: client
`,
	Good: `clients:
  app: {type: public, grants: [authorization_code]}
revocation:
  by: [user, administrator, client]
`,
	At:     "revocation.by",
	Repair: "adds who is missing",
	Check: func(p *Pass) {
		if !hasUsers(p) {
			return
		}
		for s, by := range EachOrSilent[specs.Values[specs.Revoker]](p, "revocation.by") {
			var missing []string
			if !specs.Has(by, specs.RevokerUser) {
				missing = append(missing, string(specs.RevokerUser))
			}
			if !specs.Has(by, specs.RevokerAdministrator) && !specs.Has(by, specs.RevokerTenantAdministrator) {
				missing = append(missing, string(specs.RevokerAdministrator))
			}
			switch {
			case len(missing) == 0 || by.State == specs.Undecided:
			case !by.Stated():
				p.Missing(s, "say who can end tokens: revocation.by has user and administrator")
			default:
				p.Report(s, "%s cannot end tokens; add it", strings.Join(missing, " and ")).Add(s, missing...)
			}
		}
	},
}
