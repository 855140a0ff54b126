package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var graceOutlivesTimers = &Rule{
	ID: "ROT006", Title: "grace as long as the lives that it overlaps",
	Why:      "A superseded token that works as long as an access token lives, or as long as the refresh token may lie idle, is never really retired: each refresh leaves one more working string.",
	Severity: diag.Error,
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, previous: 15m, on_reuse: family}}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, previous: 10s, on_reuse: family}}
`,
	At: "tokens.refresh.rotation.previous",
	Check: func(p *Pass) {
		access := p.TokensOf(specs.AccessToken)
		with := []string{"tokens.*.lifetime"}
		for _, id := range access {
			with = append(with, "tokens."+id+".lifetime")
		}
		for r := range rotations(p, with...) {
			grace, known := r.grace(p)
			if !known || grace.Kind == specs.Finite && grace.D == 0 {
				continue
			}
			own, life := At[specs.Lifetime](p, "tokens."+r.Name()+".lifetime", r.Sel)
			if idle, ok := p.Amount(life.Idle, r.Sel); ok && !Exceeds(idle.Default, grace.D) {
				p.Report(r.previous, "the superseded token works for %s, as long as an unused one lives (%s); write a few seconds", grace, idle.Default).Related(own.At, "the idle limit")
				continue
			}
			if bound, ok := p.Longest(life, r.Sel); ok && !Exceeds(bound.Default, grace.D) {
				p.Report(r.previous, "the superseded token works for %s, as long as the token itself lives (%s); write a few seconds", grace, bound.Default).Related(own.At, "the lifetime")
				continue
			}
			for _, id := range access {
				s, l := At[specs.Lifetime](p, "tokens."+id+".lifetime", r.Sel)
				if bound, ok := p.Longest(l, r.Sel); ok && !Exceeds(bound.Default, grace.D) {
					p.Report(r.previous, "the superseded token works for %s, as long as an access token lives (%s); write a few seconds", grace, bound.Default).Related(s.At, "the access token's life")
					break
				}
			}
		}
	},
}
