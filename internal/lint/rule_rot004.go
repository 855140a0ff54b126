package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var routineRotationUnderFAPI = &Rule{
	ID: "ROT004", Title: "routine rotation under FAPI 2.0",
	Why: "Tokens that are bound to a key and clients that authenticate gain nothing from rotation, and each lost response ends a session.",
	Cites: []Cite{
		{"FAPI 2.0", "5.3.2.1", "shall not"},
		{"FAPI 2.0", "5.3.3.1", "shall"},
	},
	In: []Ask{{FAPI2, diag.Error}},
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, on_reuse: family}}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: none}
`,
	At:     "tokens.refresh.rotation.mode",
	Repair: "writes none",
	Check: func(p *Pass) {
		for r := range rotations(p) {
			if r.Mode.V != specs.RotateOnUse && r.Mode.V != specs.RotateOnClock || !r.Mode.IsSet() {
				continue
			}
			grace, stated := r.grace(p)
			if r.Mode.Because() != "" && stated && (grace.D > 0 || grace.Kind != specs.Finite) {
				continue // an extraordinary case, with the retry window that note 1 asks for
			}
			s := r.In("mode", r.Mode.Mark)
			p.Report(s, "%s is routine rotation; write none, or give the extraordinary reason (because) and a window for retries (previous)", r.Mode.V).Write(s, "none")
		}
	},
}
