package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var denylistForgets = &Rule{
	ID: "REV005", Title: "denylist entry ends before the token",
	Why:      "When the entry goes first, the revoked token is good again.",
	Cites:    []Cite{{"OWASP JWT", "", ""}},
	Severity: diag.Error,
	Bad: `tokens:
  access: {type: access_token, format: jwt, lifetime: 15m}
revocation:
  mechanisms: {access: denylist}
  denylist: {entry_lifetime: 5m}
`,
	Good: `tokens:
  access: {type: access_token, format: jwt, lifetime: 15m}
revocation:
  mechanisms: {access: denylist}
  denylist: {entry_lifetime: 1h}
`,
	At: "revocation.denylist.entry_lifetime",
	Check: func(p *Pass) {
		access := p.TokensOf(specs.AccessToken)
		with := []string{"validation.clock_skew", "revocation.mechanisms"}
		for _, id := range access {
			with = append(with, "tokens."+id+".lifetime")
		}
		for s, entry := range Each[specs.Lifetime](p, "revocation.denylist.entry_lifetime", with...) {
			kept, known := p.Longest(entry, s.Sel)
			if !known {
				continue
			}
			skew := Get[specs.Skew](p, "validation.clock_skew", s.Sel).Tolerance.V // zero where it is not stated
			mechanisms := Get[specs.Map[specs.Values[specs.Mechanism]]](p, "revocation.mechanisms", s.Sel)
			for _, id := range access {
				m := mechanisms.Get(id)
				if m == nil {
					m = mechanisms.Get("any")
				}
				if m == nil || !specs.Has(*m, specs.ByDenylist) {
					continue
				}
				at, life := At[specs.Lifetime](p, "tokens."+id+".lifetime", s.Sel)
				bound, ok := p.Longest(life, s.Sel)
				if !ok || bound.Max.Kind != specs.Finite || !Exceeds(specs.Extent{D: bound.Max.D + skew}, kept.Min.D) || kept.Min.Kind != specs.Finite {
					continue
				}
				p.Report(s, "entries are kept for %s; %s can be accepted for %s (its life and the clock tolerance); keep them at least as long", kept.Min, id, bound.Max.D+skew).Related(at.At, "the life of %s", id)
			}
		}
	},
}
