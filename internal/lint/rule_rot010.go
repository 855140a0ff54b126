package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var shortReuseMemory = &Rule{
	ID: "ROT010", Title: "memory of spent tokens shorter than the refresh token's life",
	Why: "A thief who waits until the server has forgotten the spent token presents an unknown one, and nothing alarms anybody.",
	Cites: []Cite{
		{"RFC 9700", "4.14.2", ""},
	},
	In: []Ask{{BCP, diag.Warning}, {Browser, diag.Warning}, {ASVS1, diag.Warning}},
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, on_reuse: {kill: family, remember_for: 24h}}}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, on_reuse: {kill: family, remember_for: 30d}}}
`,
	At:     "tokens.refresh.rotation.on_reuse.remember_for",
	Repair: "writes the life of the token",
	Check: func(p *Pass) {
		for r := range rotations(p, "tokens.*.lifetime") {
			remember := r.OnReuse.RememberFor
			own, life := At[specs.Lifetime](p, "tokens."+r.Name()+".lifetime", r.Sel)
			bound, ok := p.Longest(life, r.Sel)
			if !remember.IsSet() || !ok || !Exceeds(bound.Max, remember.V) {
				continue
			}
			s := r.In("on_reuse", r.OnReuse.Mark).In("remember_for", remember.Mark)
			found := p.Report(s, "spent tokens are forgotten after %s, and the family can live for %s; remember them as long", remember.V, bound.Max).Related(own.At, "the life of the token")
			if bound.Max.Kind == specs.Finite {
				found.Write(s, bound.Max.D.String())
			}
		}
	},
}
