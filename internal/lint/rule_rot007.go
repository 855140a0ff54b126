package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var graceForOldGenerations = &Rule{
	ID: "ROT007", Title: "grace for more than the last generation",
	Why:      "Only the token before the present one can belong to a lost response. One that is older came from somewhere else.",
	Severity: diag.Error,
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, previous: {lifetime: 10s, generations: 3}, on_reuse: family}}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, previous: {lifetime: 10s, generations: 1}, on_reuse: family}}
`,
	At:     "tokens.refresh.rotation.previous.generations",
	Repair: "writes 1",
	Check: func(p *Pass) {
		for r := range rotations(p) {
			g := r.Rotation.Previous.Generations
			if grace, known := r.grace(p); !g.IsSet() || g.V <= 1 || known && grace.Kind == specs.Finite && grace.D == 0 {
				continue
			}
			s := r.previous.In("generations", g.Mark)
			p.Report(s, "%d superseded tokens still work; only the last one can belong to a lost response; write 1", g.V).Write(s, "1")
		}
	},
}
