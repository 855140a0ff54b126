package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var longGrace = &Rule{
	ID: "ROT005", Title: "long grace of the superseded refresh token, or none planned for a lost response",
	Why: "While the superseded token works, theft looks like a retry. Without any grace, a response that is lost on the way ends the session of an honest client.",
	Cites: []Cite{
		{"FAPI 2.0", "5.3.2.1", ""},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {ASVS1, diag.Error}},
	House: []House{
		{"rotation_grace", seconds(60), "the longest grace of a superseded refresh token; what vendors offer lies between 0 and 60 s"},
		{"rotation_grace_most", minutes(5), "the grace from which the finding is an error"},
	},
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, previous: 10m, on_reuse: family}}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, previous: 10s, on_reuse: family}}
`,
	At: "tokens.refresh.rotation.previous",
	Check: func(p *Pass) {
		advised, most := p.Figure("rotation_grace").D, p.Figure("rotation_grace_most").D
		for r := range rotations(p) {
			grace, known := r.grace(p)
			switch {
			case !r.onUse() || !known:
			case Exceeds(grace, most):
				p.Report(r.previous, "the superseded token works for %s; more than %s makes theft and retry the same; %s or less is advised", grace, most, advised)
			case Exceeds(grace, advised):
				p.Report(r.previous, "the superseded token works for %s; %s or less is advised", grace, advised).As(diag.Warning)
			case grace.D == 0 && p.AnyHolder(r.Spot, losesResponses):
				p.Report(r.previous, "a client on a mobile or browser platform loses its session with one lost response; a grace of a few seconds is advised").As(diag.Info)
			}
		}
	},
}

// losesResponses reports whether a client runs where responses are often lost.
func losesResponses(c *specs.Client) bool {
	return c.Platform.V == specs.PlatformMobile || c.Platform.V == specs.PlatformBrowser
}
