package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// LIFE005 of sliding limits without an end is part of LIFE003: in this format a limit that slides is `idle`.
var successorLivesAnew = &Rule{
	ID: "LIFE006", Title: "rotated refresh token gets a whole life of its own",
	Why: "If each successor begins anew, rotation renews the grant without end, also for a thief.",
	Cites: []Cite{
		{"RFC 10017", "6.3.2.3", "MUST NOT"},
		{"ASVS 5.0", "10.4.8", ""},
	},
	In: []Ask{{Browser, diag.Error}, {ASVS2, diag.Error}},
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, expiry: fresh, on_reuse: family}}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, expiry: inherited, on_reuse: family}}
`,
	At:     "tokens.refresh.rotation.expiry",
	Repair: "writes inherited",
	Check: func(p *Pass) {
		for r := range rotations(p, "tokens.*.lifetime") {
			life := Get[specs.Lifetime](p, "tokens."+r.Name()+".lifetime", r.Sel)
			if !r.Expiry.IsSet() || r.Expiry.V != specs.ExpiryFresh {
				continue
			}
			if from := life.Absolute.From; life.Absolute.IsSet() && from.IsSet() && from.V != specs.FromIssue {
				continue // the absolute limit counts from a moment that rotation does not move
			}
			s := r.In("expiry", r.Expiry.Mark)
			p.Report(s, "each successor lives as long as the first token did; write inherited").Write(s, string(specs.ExpiryInherited))
		}
	},
}
