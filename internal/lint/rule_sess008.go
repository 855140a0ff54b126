package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var noMaxAuthAge = &Rule{
	ID: "SESS008", Title: "no limit for the age of a sign-in elsewhere",
	Why: "A session of another provider that is days old would pass for a fresh sign-in.",
	Cites: []Cite{
		{"SP 800-63C-4", "4.7", "SHALL"},
		{"ASVS 5.0", "7.6.1", ""},
	},
	In: []Ask{{AAL1, diag.Warning}, {ASVS2, diag.Warning}},
	Bad: `issuers:
  main: {federation: {provider: Corporate directory, max_auth_age: none}}
`,
	Good: `issuers:
  main: {federation: {provider: Corporate directory, max_auth_age: 12h}}
`,
	At: "issuers.main.federation.max_auth_age",
	Check: func(p *Pass) {
		for s, f := range Each[specs.Federation](p, "issuers.*.federation") {
			at := s.In("max_auth_age", f.MaxAuthAge.Mark)
			switch {
			case f.State == specs.None || !f.Provider.IsSet():
			case f.MaxAuthAge.State == specs.None:
				p.Report(at, "a sign-in at the provider counts however old it is; write the oldest that counts, such as 12h")
			case f.MaxAuthAge.State == specs.Silent:
				p.Missing(at, "say how old a sign-in at the provider may be, such as max_auth_age: 12h")
			}
		}
	},
}
