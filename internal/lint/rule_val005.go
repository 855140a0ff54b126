package lint

import (
	"time"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// The tolerance of FAPI 2.0 section 5.3.2.1 for times that lie ahead: 10 s must be accepted, more than 60 s refused.
const (
	fapiSkewLeast = specs.Duration(10 * time.Second)
	fapiSkewMost  = specs.Duration(60 * time.Second)
)

var clockTolerance = &Rule{
	ID: "VAL005", Title: "clock tolerance missing or large",
	Why: "Tolerance lengthens the life of every token, and a large one hides clocks that are wrong.",
	Cites: []Cite{
		{"RFC 9068", "4", "MAY"},
		{"FAPI 2.0", "5.3.2.1", "shall"},
		{"RFC 9449", "11.1", ""},
	},
	In: []Ask{{BCP, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	House: []House{
		{"clock_skew", minutes(2), "the largest clock tolerance; the RFC speaks of a few minutes at most"},
		{"clock_skew_most", minutes(5), "the clock tolerance from which the finding is an error"},
	},
	Bad: `validation: {checks: [signature, issuer, audience, expiry], clock_skew: 15m}
`,
	Good: `validation: {checks: [signature, issuer, audience, expiry], clock_skew: 30s}
`,
	At: "validation.clock_skew.tolerance",
	Check: func(p *Pass) {
		advised, most := p.Figure("clock_skew").D, p.Figure("clock_skew_most").D
		for s, skew := range EachOrSilent[specs.Skew](p, "validation.clock_skew") {
			t := skew.Tolerance
			at := s.In("tolerance", t.Mark)
			fapi := p.Claims(s).Has(FAPI2)
			switch {
			case !skew.Stated():
				p.Missing(s, "say how far clocks may be off; a tolerance such as 30s").As(diag.Info)
			case !t.IsSet():
			case t.V > most:
				p.Report(at, "a tolerance of %s is more than the few minutes of the RFC; %s or less is advised", t.V, advised)
			case t.V > advised:
				p.Report(at, "a tolerance of %s is large; %s or less is advised", t.V, advised).As(diag.Warning)
			}
			if future := skew.Future; fapi && future.IsSet() && (future.V < fapiSkewLeast || future.V > fapiSkewMost) {
				p.Report(s.In("future", future.Mark), "times up to %s ahead are accepted; accept 10s and refuse more than 60s", future.V).Cite(Cite{"FAPI 2.0", "5.3.2.1", "shall"})
			}
		}
	},
}
