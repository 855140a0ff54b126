package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var sessionLevel2 = &Rule{
	ID: "SESS002", Title: "session at AAL2 longer than 24 hours, or than an hour without activity",
	Why:   "The level says that the user was there with two factors; the longer ago that is, the less it says. The third edition had 12 hours and 30 minutes.",
	Cites: []Cite{{"SP 800-63B-4", "2.2.3", "SHALL"}},
	In:    []Ask{{AAL1, diag.Error}},
	Bad: `profiles: nist-aal2
sessions:
  sso: {assurance: aal2, lifetime: {idle: 1h, absolute: 7d}}
`,
	Good: `profiles: nist-aal2
sessions:
  sso: {assurance: aal2, lifetime: {idle: 1h, absolute: 24h}}
`,
	At:    "sessions.sso.lifetime.absolute",
	Check: func(p *Pass) { sessionLimits(p, specs.AAL2, aal2Whole, aal2Idle, diag.Warning) },
}
