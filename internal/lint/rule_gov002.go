package lint

import (
	"slices"
	"time"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var untraceableChange = &Rule{
	ID: "GOV002", Title: "exception, deprecation or version that cannot be traced",
	Why: "An exception without an end becomes the rule; a cutoff within the life of a token that it concerns breaks clients or signs people out.",
	Cites: []Cite{
		{"ASVS 5.0", "7.1.1", ""},
		{"ASVS 5.0", "11.1.4", ""},
	},
	In: []Ask{{ASVS2, diag.Error}, {BCP, diag.Warning}},
	Bad: `exceptions:
  long_jobs: {at: tokens.access.lifetime, reason: Batch jobs run all night, owner: data, approver: security, expires: 2026-09-30}
`,
	Good: `exceptions:
  long_jobs: {at: tokens.access.lifetime, reason: Batch jobs run all night, owner: data, approver: security, expires: 2027-03-31}
`,
	At: "exceptions.long_jobs.expires",
	Check: func(p *Pass) {
		for s, e := range Each[specs.Exception](p, "exceptions.*") {
			if e.State != specs.Set {
				continue // taken back, or an open question
			}
			traced(p, s.In("reason", e.Reason.Mark), e.Reason.Mark, "why the exception is made; add reason")
			traced(p, s.In("approver", e.Approver.Mark), e.Approver.Mark, "who agreed to the exception; add approver")
			expires := s.In("expires", e.Expires.Mark)
			switch today := p.Today(); {
			case !e.Expires.Stated():
				p.Missing(expires, "when the exception ends; add expires").AtMost(diag.Warning)
			case e.Expires.State == specs.None:
				p.Report(expires, "the exception never ends; give it a day, and renew it if it is still needed then").AtMost(diag.Warning)
			case e.Expires.IsSet() && !today.IsZero() && !today.Before(e.Expires.V.Time):
				p.Report(expires, "the exception ended on %s; mend %s, or agree on a new end", e.Expires.V, e.Setting.V)
			}
		}
		for s, d := range Each[specs.Deprecation](p, "deprecations.*") {
			if !d.Announced.IsSet() || !d.Cutoff.IsSet() {
				continue
			}
			cutoff := s.In("cutoff", d.Cutoff.Mark)
			about, known := concernOf(p, &d)
			because := ""
			if !known {
				about.tokens, because = p.TokensOf(specs.RefreshToken), ", and may be concerned, for nothing says which tokens are"
			}
			longest, token := about.longest(p)
			switch notice := specs.Duration(d.Cutoff.V.Sub(d.Announced.V.Time)); {
			case notice <= 0:
				p.Report(cutoff, "nobody is told before it ends; move the cutoff behind the announcement").Related(d.Announced.At, "the announcement")
			case notice < longest:
				p.Report(cutoff, "clients have %s from the announcement, and the %s from before it lives up to %s%s; move the cutoff to %s or later",
					notice, tokenWords(p, token), longest, because, specs.Date{Time: d.Announced.V.Add(time.Duration(longest))}).Related(d.Announced.At, "the announcement")
			}
		}
		if p.Changes.State != specs.Set || !p.Policy.Policy.Version.IsSet() {
			return
		}
		version := p.Policy.Policy.Version
		if !slices.ContainsFunc(p.Changes.Items, func(c specs.Change) bool { return !c.Version.IsSet() || c.Version.V == version.V }) {
			p.Missing(Spot{Path: "policy.version", At: version.At}, "what version %s changes; add an entry to changes", version.V).AtMost(diag.Warning)
		}
	},
}

// traced reports what an exception has to say of itself, where it is silent or says that there is none.
func traced(p *Pass, s Spot, m specs.Mark, say string) {
	switch m.State {
	case specs.Silent:
		p.Missing(s, "%s", say).AtMost(diag.Warning)
	case specs.None:
		p.Report(s, "there is none; say %s", say).AtMost(diag.Warning)
	case specs.Set, specs.Undecided:
	}
}
