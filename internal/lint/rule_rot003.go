package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var reuseSparesFamily = &Rule{
	ID: "ROT003", Title: "reuse does not end the whole family",
	Why: "When a spent token comes back, the server cannot tell the thief from the owner. Unless every token of the family dies, the thief may be the one who keeps a live one.",
	Cites: []Cite{
		{"RFC 9700", "4.14.2", "MUST"},
		{"OAuth 2.1", "4.3.1", "MUST"},
		{"ASVS 5.0", "10.4.5", ""},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {ASVS1, diag.Error}},
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, on_reuse: token}}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, on_reuse: family}}
`,
	At:     "tokens.refresh.rotation.on_reuse.kill",
	Repair: "writes family",
	Check: func(p *Pass) {
		for r := range rotations(p) {
			kill := r.OnReuse.Kill
			if !r.onUse() || len(kill.Items) == 0 || kills(kill, wholeFamily...) {
				continue
			}
			s := r.In("on_reuse", r.OnReuse.Mark).In("kill", kill.Mark)
			found := p.Report(s, "the family lives on when a spent token comes back; write family, or something wider such as grant or session")
			if len(kill.Items) == 1 && kill.Items[0].Tokens.State == specs.Silent && len(kill.Items[0].Of.Items) == 1 {
				found.Write(s.at(kill.Items[0].Of.Items[0].At), string(specs.UnitFamily))
			}
		}
	},
}

// wholeFamily are the units that hold every token of a family.
var wholeFamily = []specs.Unit{specs.UnitFamily, specs.UnitGrant, specs.UnitConsent, specs.UnitSession, specs.UnitUser, specs.UnitTenant}
