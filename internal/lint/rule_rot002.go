package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var rotationWithoutReuseDetection = &Rule{
	ID: "ROT002", Title: "rotation without detection of reuse",
	Why: "Rotation alone only makes a thief refresh first. That the spent token comes back is the sign of theft; without a reaction to it, rotation protects from nothing.",
	Cites: []Cite{
		{"RFC 9700", "4.14.2", "MUST"},
		{"ASVS 5.0", "10.4.5", ""},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {ASVS1, diag.Error}},
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use}}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, on_reuse: family}}
`,
	At:     "tokens.refresh.rotation.on_reuse",
	Repair: "states that the family dies",
	Check: func(p *Pass) {
		for r := range rotations(p) {
			s := r.In("on_reuse", r.OnReuse.Mark)
			var found Report
			switch {
			case !r.onUse() || r.OnReuse.State == specs.Undecided || len(r.OnReuse.Kill.Items) > 0:
				continue
			case r.OnReuse.State == specs.None || r.OnReuse.Kill.State == specs.None:
				found = p.Report(s, "the token changes with each use, and a spent one that comes back is answered by nothing; write on_reuse: family")
			case !r.OnReuse.Kill.Stated():
				found = p.Missing(s, "the token changes with each use; state what dies when a spent one comes back, as in on_reuse: family")
				found.State(r.At.File, s.Path, "family")
			}
			if len(p.Holders(r.Spot)) > 0 && !p.public(r.Spot) {
				found.AtMost(diag.Warning) // a client that authenticates is a second hurdle
			}
		}
	},
}
