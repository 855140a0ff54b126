package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
)

var keyRetiredEarly = &Rule{
	ID: "KEY004", Title: "verification key gone before the last token it signed",
	Why:      "Good tokens would suddenly be refused, and every client would refresh at once.",
	Cites:    []Cite{{"OIDC Core", "10.1.1", ""}},
	Severity: diag.Error,
	Bad: `issuers:
  main:
    keys: {signing: {algorithms: ES256, rotate_every: 90d, publish_ahead: 1d, keep_after: 5m, jwks_max_age: 1h}}
tokens:
  access: {type: access_token, format: jwt, lifetime: 1h, keys: signing}
validation: {checks: [signature, typ, issuer, audience, expiry], clock_skew: 30s}
`,
	Good: `issuers:
  main:
    keys: {signing: {algorithms: ES256, rotate_every: 90d, publish_ahead: 1d, keep_after: 2h, jwks_max_age: 1h}}
tokens:
  access: {type: access_token, format: jwt, lifetime: 1h, keys: signing}
validation: {checks: [signature, typ, issuer, audience, expiry], clock_skew: 30s}
`,
	At:    "issuers.main.keys.signing.keep_after",
	Check: func(p *Pass) { keyConditions(p, "keep", "delete") },
}

// keyConditions reports what the timeline of a key set says of some conditions.
func keyConditions(p *Pass, ids ...string) {
	for _, t := range p.Facts().Keys {
		for _, c := range t.Conditions {
			if c.Verdict != analysis.KeyFails || !slices.Contains(ids, c.ID) {
				continue
			}
			s := Spot{Path: c.Have.Path, At: c.Have.At}
			if s.Path == "" {
				s = Spot{Path: "issuers." + t.Issuer + ".keys." + t.Set, At: t.At}
			}
			where := ""
			if len(t.Environments) > 0 {
				where = " in " + strings.Join(t.Environments, ", ")
			}
			found := p.Report(s, "%s is stated, and %s is needed%s (%s), or %s; %s", c.Have.D, c.Need, where, c.Formula, c.Text, strings.TrimPrefix(c.Repair, s.Path+": "))
			for _, term := range c.Terms {
				if term.Path != s.Path {
					found.Related(term.At, "%s", term.Text)
				}
			}
		}
	}
}
