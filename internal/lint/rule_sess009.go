package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var noStepUp = &Rule{
	ID: "SESS009", Title: "sensitive operation without step-up",
	Why: "A token that was issued weeks ago should not be enough for what does the most harm.",
	Cites: []Cite{
		{"ASVS 5.0", "7.5.1", ""},
		{"ASVS 5.0", "7.5.3", ""},
		{"RFC 9470", "3", ""},
	},
	In: []Ask{{ASVS2, diag.Warning}, {AAL2, diag.Warning}},
	Bad: `scopes: {account: {description: The account}}
operations:
  change_email: {scopes: account, sensitivity: high}
`,
	Good: `scopes: {account: {description: The account}}
operations:
  change_email: {scopes: account, sensitivity: high, max_age: 5m}
`,
	At: "operations.change_email",
	Check: func(p *Pass) {
		for s, o := range Each[specs.Operation](p, "operations.*") {
			high := o.Sensitivity.V == specs.LevelHigh || o.Sensitivity.V == specs.LevelCritical
			if !high || o.ACR.IsSet() || o.MaxAge.IsSet() {
				continue
			}
			if o.ACR.State == specs.None && o.MaxAge.State == specs.None {
				p.Report(s, "the operation is sensitive and asks for nothing beside a token; write acr or max_age")
			} else {
				p.Missing(s, "the operation is sensitive; say what it asks for beside a token: acr or max_age")
			}
		}
	},
}
