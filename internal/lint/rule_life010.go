package lint

import (
	"time"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// The life of a pushed request: RFC 9126 section 2.2 speaks of 5 to 600 seconds, FAPI 2.0 section 5.3.2.2 of less than 600.
const (
	pushedLeast = specs.Duration(5 * time.Second)
	pushedMost  = specs.Duration(600 * time.Second)
)

var longPushedRequest = &Rule{
	ID: "LIFE010", Title: "request_uri of a pushed request lives too long or too short",
	Why: "The reference stands for a signed request. One that works for long can be put into another user's browser.",
	Cites: []Cite{
		{"FAPI 2.0", "5.3.2.2", "shall"},
		{"RFC 9126", "2.2", ""},
	},
	In: []Ask{{FAPI2, diag.Error}, {BCP, diag.Info}, {ASVS1, diag.Info}},
	Bad: `tokens:
  request: {type: request_uri, lifetime: 1h}
`,
	Good: `tokens:
  request: {type: request_uri, lifetime: 90s}
`,
	At: "tokens.request.lifetime",
	Check: func(p *Pass) {
		for s, life := range Each[specs.Lifetime](p, "tokens.*.lifetime") {
			bound, known := p.Longest(life, s.Sel)
			switch {
			case !p.Is(s.Name(), specs.RequestURI) || !known:
			case Exceeds(bound.Max, pushedMost), p.Claims(s).Has(FAPI2) && bound.Max.D == pushedMost:
				p.Report(s, "%s is too long for a pushed request; write less than %s", bound.Max, pushedMost)
			case bound.Default.D < pushedLeast:
				p.Report(s, "%s is too short for a user's browser to bring it back; write %s or more", bound.Default, pushedLeast).As(diag.Info)
			}
		}
	},
}
