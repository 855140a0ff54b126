package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var sessionLevel3 = &Rule{
	ID: "SESS003", Title: "session at AAL3 longer than 12 hours, or than 15 minutes without activity",
	Why:   "A session of the highest level must not drift away from the sign-in that earned it.",
	Cites: []Cite{{"SP 800-63B-4", "2.3.3", "SHALL"}},
	In:    []Ask{{AAL1, diag.Error}},
	Bad: `profiles: nist-aal3
sessions:
  sso: {assurance: aal3, lifetime: {idle: 15m, absolute: 24h}}
`,
	Good: `profiles: nist-aal3
sessions:
  sso: {assurance: aal3, lifetime: {idle: 15m, absolute: 12h}}
`,
	At:    "sessions.sso.lifetime.absolute",
	Check: func(p *Pass) { sessionLimits(p, specs.AAL3, aal3Whole, aal3Idle, diag.Error) },
}
