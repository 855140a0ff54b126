package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var sessionLimitsUnexplained = &Rule{
	ID: "SESS007", Title: "session limits not written down, or not explained",
	Why: "Those who audit and those who write clients need the same numbers, and the reason for them.",
	Cites: []Cite{
		{"ASVS 5.0", "7.1.1", ""},
		{"ASVS 5.0", "7.1.2", ""},
		{"SP 800-63B-4", "5.2", "SHALL"},
	},
	In: []Ask{{ASVS2, diag.Warning}, {AAL1, diag.Warning}},
	Bad: `sessions:
  sso: {lifetime: {absolute: 8h}}
`,
	Good: `sessions:
  sso: {lifetime: {idle: 30m, absolute: 8h}, rationale: A working day., max_concurrent: 5}
`,
	At: "sessions.sso",
	Check: func(p *Pass) {
		for s, session := range Each[specs.Session](p, "sessions.*") {
			var missing []string
			need := func(stated bool, name string) {
				if !stated {
					missing = append(missing, name)
				}
			}
			need(session.Lifetime.Idle.Stated(), "lifetime.idle")
			need(session.Lifetime.Absolute.Stated() || session.Lifetime.TTL.Stated() || len(session.Lifetime.EndsWith.Items) > 0, "lifetime.absolute")
			need(session.Rationale.Stated(), "rationale")
			need(session.MaxConcurrent.Stated(), "max_concurrent")
			if len(missing) > 0 {
				p.Missing(s, "say of the session its %s", strings.Join(missing, ", "))
			}
		}
	},
}
