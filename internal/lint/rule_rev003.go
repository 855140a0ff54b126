package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var slowNews = &Rule{
	ID: "REV003", Title: "news of a revocation slower than the token's own end",
	Why:      "Where the token would have expired before the news arrives, the mechanism protects nothing.",
	Cites:    []Cite{{"ASVS 5.0", "8.3.2", ""}},
	Severity: diag.Error,
	Bad: `tokens:
  access: {type: access_token, lifetime: 10m}
revocation:
  mechanisms: {access: denylist}
  propagation: {denylist: 15m}
`,
	Good: `tokens:
  access: {type: access_token, lifetime: 10m}
revocation:
  mechanisms: {access: denylist}
  propagation: {denylist: 30s}
`,
	At: "revocation.propagation.denylist.worst",
	Check: func(p *Pass) {
		access := p.TokensOf(specs.AccessToken)
		with := []string{"revocation.mechanisms"}
		for _, id := range access {
			with = append(with, "tokens."+id+".lifetime")
		}
		for s, delay := range Each[specs.Delay](p, "revocation.propagation.*", with...) {
			if !delay.Worst.IsSet() || delay.Worst.V.Unquantified {
				continue
			}
			mechanisms := Get[specs.Map[specs.Values[specs.Mechanism]]](p, "revocation.mechanisms", s.Sel)
			for _, id := range access {
				m := mechanisms.Get(id)
				if m == nil || !specs.Has(*m, specs.Mechanism(s.Name())) {
					continue
				}
				at, life := At[specs.Lifetime](p, "tokens."+id+".lifetime", s.Sel)
				if bound, ok := p.Longest(life, s.Sel); ok && bound.Max.Kind == specs.Finite && delay.Worst.V.D >= bound.Max.D {
					p.Report(s.In("worst", delay.Worst.Mark), "the news takes up to %s, and %s ends after %s by itself; write less, or leave the mechanism out", delay.Worst.V, id, bound.Max).Related(at.At, "the life of %s", id)
				}
			}
		}
	},
}
