package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var toleranceNotSmall = &Rule{
	ID: "VAL006", Title: "clock tolerance not small against the token's life",
	Why:      "A tolerance of the size of the life doubles it: the life that readers see is not the one that holds.",
	Severity: diag.Error,
	House: []House{
		{"clock_skew_share", percent(10), "the largest clock tolerance as a share of an access token's life"},
	},
	Bad: `tokens:
  access: {type: access_token, lifetime: 5m}
validation: {checks: [signature, issuer, audience, expiry], clock_skew: 5m}
`,
	Good: `tokens:
  access: {type: access_token, lifetime: 10m}
validation: {checks: [signature, issuer, audience, expiry], clock_skew: 30s}
`,
	At: "validation.clock_skew.tolerance",
	Check: func(p *Pass) {
		share := p.Figure("clock_skew_share").Number
		access := p.TokensOf(specs.AccessToken)
		with := make([]string, len(access))
		for i, id := range access {
			with[i] = "tokens." + id + ".lifetime"
		}
		for s, skew := range Each[specs.Skew](p, "validation.clock_skew", with...) {
			if !skew.Tolerance.IsSet() {
				continue
			}
			at := s.In("tolerance", skew.Tolerance.Mark)
			for _, id := range access {
				life, l := At[specs.Lifetime](p, "tokens."+id+".lifetime", s.Sel)
				bound, ok := p.Longest(l, s.Sel)
				switch {
				case !ok || bound.Default.Kind != specs.Finite || bound.Default.D == 0:
				case skew.Tolerance.V >= bound.Default.D:
					p.Report(at, "the tolerance of %s is as long as %s lives (%s); write a small part of it", skew.Tolerance.V, id, bound.Default).Related(life.At, "the life of %s", id)
				case float64(skew.Tolerance.V) > float64(bound.Default.D)*share/100:
					p.Report(at, "the tolerance of %s is more than %g%% of the life of %s (%s); less is advised", skew.Tolerance.V, share, id, bound.Default).As(diag.Warning).Related(life.At, "the life of %s", id)
				}
			}
		}
	},
}
