package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var refreshUnbound = &Rule{
	ID: "ROT009", Title: "refresh token not tied to client, scope and resource servers",
	Why: "A refresh token that any client can redeem, or that can be redeemed for any API, is worth more to a thief than what the user approved.",
	Cites: []Cite{
		{"RFC 6749", "10.4", "MUST"},
		{"RFC 9700", "4.14.2", "MUST"},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, bound_to: user}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, bound_to: [client, scope, resource]}
`,
	At:     "tokens.refresh.bound_to",
	Repair: "adds what is missing",
	Check: func(p *Pass) {
		needed := []specs.BoundTo{specs.BoundToClient, specs.BoundToScope, specs.BoundToResource}
		for s, to := range EachOrSilent[specs.Values[specs.BoundTo]](p, "tokens.*.bound_to") {
			if !p.Is(s.Name(), specs.RefreshToken) || to.State == specs.Undecided {
				continue
			}
			var missing []string
			for _, n := range needed {
				if !specs.Has(to, n) && !(n != specs.BoundToClient && specs.Has(to, specs.BoundToGrant)) { // a grant has one scope and one set of resources
					missing = append(missing, string(n))
				}
			}
			switch {
			case len(missing) == 0:
			case !to.Stated():
				p.Missing(s, "say what the server ties the refresh token to; write bound_to: [client, scope, resource]").AtMost(diag.Warning).State(s.At.File, s.Path, "[client, scope, resource]")
			case to.State == specs.None || slices.Contains(missing, string(specs.BoundToClient)):
				p.Report(s, "the refresh token is not tied to its client; add %s", strings.Join(missing, ", ")).Add(s, missing...)
			default:
				p.Report(s, "the refresh token is not tied to %s; add what is missing, or grant, which has both", strings.Join(missing, " and ")).Add(s, missing...)
			}
		}
	},
}
