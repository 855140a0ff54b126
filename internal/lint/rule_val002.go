package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var checksMissing = &Rule{
	ID: "VAL002", Title: "mandatory token checks missing",
	Why: "Each check that is left out lets one kind of forged or diverted token in.",
	Cites: []Cite{
		{"RFC 9068", "4", "MUST"},
		{"RFC 9700", "2.3", "MUST"},
		{"ASVS 5.0", "9.1.1", ""},
		{"ASVS 5.0", "9.2.1", ""},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad: `tokens:
  access: {type: access_token, format: jwt}
validation: {checks: [signature, expiry]}
`,
	Good: `tokens:
  access: {type: access_token, format: jwt}
validation: {checks: [signature, issuer, audience, expiry]}
`,
	At:     "validation.checks",
	Repair: "adds the checks that are missing",
	Check: func(p *Pass) {
		if len(p.TokensOf(specs.AccessToken)) == 0 {
			return
		}
		needed := []specs.Check{specs.CheckAudience}
		if p.checksSignatures() {
			needed = []specs.Check{specs.CheckSignature, specs.CheckIssuer, specs.CheckAudience, specs.CheckExpiry}
		}
		for s, checks := range EachOrSilent[specs.Values[specs.Check]](p, "validation.checks") {
			var missing []string
			for _, c := range needed {
				if !specs.Has(checks, c) {
					missing = append(missing, string(c))
				}
			}
			switch {
			case len(missing) == 0 || checks.State == specs.Undecided:
			case !checks.Stated():
				p.Missing(s, "list what services check: %s", strings.Join(missing, ", "))
			case checks.State == specs.None:
				p.Report(s, "services check nothing; list %s", strings.Join(missing, ", "))
			default:
				p.Report(s, "services do not check %s; add them to the list", strings.Join(missing, ", ")).Add(s, missing...)
			}
		}
	},
}
