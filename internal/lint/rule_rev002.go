package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var selfContainedNotCutOff = &Rule{
	ID: "REV002", Title: "self-contained access token cannot be cut off",
	Why: "A service that only checks the signature lets a dismissed user in until the token expires.",
	Cites: []Cite{
		{"ASVS 5.0", "7.4.1", ""},
		{"FAPI 2.0", "5.3.4", "shall"},
		{"ASVS 5.0", "8.3.2", ""},
	},
	In: []Ask{{FAPI2, diag.Error}, {ASVS1, diag.Error}, {BCP, diag.Warning}, {Browser, diag.Warning}},
	House: []House{
		{"uncut_access_lifetime", minutes(10), "the longest life of a self-contained access token that nothing but its expiry ends"},
	},
	Bad: `tokens:
  access: {type: access_token, format: jwt, lifetime: 1h}
revocation:
  mechanisms: {access: expiry}
`,
	Good: `tokens:
  access: {type: access_token, format: jwt, lifetime: 1h}
revocation:
  mechanisms: {access: [expiry, denylist]}
`,
	At: "tokens.access.lifetime",
	Check: func(p *Pass) {
		most := p.Figure("uncut_access_lifetime").D
		for s, life := range Each[specs.Lifetime](p, "tokens.*.lifetime", "tokens.*.format", "revocation.mechanisms", "validation.mode") {
			format := Get[specs.Format](p, "tokens."+s.Name()+".format", s.Sel).Kind.V
			if !p.Is(s.Name(), specs.AccessToken) || format != specs.FormatJWT && format != specs.FormatJWE && format != specs.FormatCWT && format != specs.FormatPASETO {
				continue
			}
			bound, known := p.Longest(life, s.Sel)
			if !known || !Exceeds(bound.Max, most) && !p.Claims(s).Has(FAPI2) {
				continue
			}
			if Get[specs.Value[specs.ValidationMode]](p, "validation.mode", s.Sel).V == specs.ValidateByIntrospection {
				continue
			}
			mechanisms := Get[specs.Map[specs.Values[specs.Mechanism]]](p, "revocation.mechanisms", s.Sel)
			var ways []string
			var where diag.Span
			stated, cut := false, false
			for _, column := range []string{s.Name(), "any"} {
				if m := mechanisms.Get(column); m != nil && m.Stated() {
					stated, where = true, m.At
					for _, v := range specs.Plain(*m) {
						ways = append(ways, string(v))
					}
					cut = cut || slices.ContainsFunc(specs.Plain(*m), func(v specs.Mechanism) bool { return v != specs.ByExpiry && v != specs.ByCascade })
				}
			}
			shorter := fmt.Sprintf("; or write %s or less for tokens.%s.lifetime", most, s.Name())
			if p.Claims(s).Has(FAPI2) {
				shorter = "" // however short it is, services have to look (5.3.4)
			}
			switch {
			case cut:
			case stated:
				p.Report(s, "the token lives %s, and revocation.mechanisms states for it only %s, which cuts off nothing at services that check the signature alone; add denylist, introspection or status_list there%s",
					bound.Max, joined(ways), shorter).Related(where, "the mechanisms")
			default:
				p.Missing(s.Lacks("revocation.mechanisms."+s.Name()), "nothing says how this self-contained token of %s is cut off; add a mechanism, such as denylist%s", bound.Max, shorter)
			}
		}
	},
}

// joined names the ways in which a token ends; a policy can state that there are none.
func joined(ways []string) string {
	if len(ways) == 0 {
		return "none"
	}
	return strings.Join(ways, " and ")
}
