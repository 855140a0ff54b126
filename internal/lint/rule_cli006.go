package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var newTokenStoredLate = &Rule{
	ID: "CLI006", Title: "rotated refresh token stored late, or the old one kept",
	Why: "The old token is dead once the new one is out. A client that stops between using the new one and storing it has nothing left.",
	Cites: []Cite{
		{"RFC 6749", "6", "MUST"},
		{"FAPI 2.0", "5.3.3.1", "shall"},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, on_reuse: family}}
client_strategy: {replace: lazy}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, on_reuse: family}}
client_strategy: {replace: atomic_before_use}
`,
	At:     "client_strategy.replace",
	Repair: "writes atomic_before_use",
	Check: func(p *Pass) {
		for r := range rotations(p, "client_strategy.replace") {
			if !r.onUse() {
				continue
			}
			s, replace := At[specs.Value[specs.Replace]](p, "client_strategy.replace", r.Sel)
			switch {
			case replace.IsSet() && replace.V != specs.ReplaceAtomicBeforeUse || replace.State == specs.None:
				p.Report(s, "a client that stops before it has stored the new token loses the session; write atomic_before_use").Write(s, string(specs.ReplaceAtomicBeforeUse))
			case replace.State == specs.Silent && p.ClientStrategy.State == specs.Set:
				p.Missing(s, "when clients store a new refresh token; write atomic_before_use").AtMost(diag.Warning).State(s.At.File, "client_strategy.replace", string(specs.ReplaceAtomicBeforeUse))
			}
		}
	},
}
