package lint

import (
	"time"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var policyUnowned = &Rule{
	ID: "GOV001", Title: "owner, approvers or review missing, or the review overdue",
	Why: "A policy that nobody answers for drifts away from what runs.",
	Cites: []Cite{
		{"ASVS 5.0", "7.1.1", ""},
		{"ASVS 5.0", "11.1.1", ""},
	},
	In: []Ask{{ASVS2, diag.Error}, {BCP, diag.Info}},
	House: []House{
		{"review_every", days(366), "the longest time between two reviews"},
	},
	Bad:  "policy:\n  owners: [{team: identity}]\n  review: {every: 90d, last: 2026-01-15, approvers: [security]}\n",
	Good: "policy:\n  owners: [{team: identity}]\n  review: {every: 90d, last: 2026-10-15, approvers: [security]}\n",
	At:   "policy.review.last",
	Check: func(p *Pass) {
		for s, owners := range EachOrSilent[specs.List[specs.Owner]](p, "policy.owners") {
			if owners.State == specs.Silent {
				p.Missing(s, "say which team answers for the policy").AtMost(diag.Warning)
			}
		}
		most := p.Figure("review_every").D
		for s, r := range EachOrSilent[specs.Review](p, "policy.review") {
			every, last := s.In("every", r.Every.Mark), s.In("last", r.Last.Mark)
			if r.Approvers.State == specs.Silent {
				p.Missing(s.In("approvers", r.Approvers.Mark), "say who must approve a change").AtMost(diag.Warning)
			}
			switch {
			case r.Every.State == specs.Silent:
				p.Missing(every, "say how often the policy is reviewed, such as 180d").AtMost(diag.Warning)
			case r.Every.IsSet() && r.Every.V > most:
				p.Report(every, "%s between two reviews is long; %s or less is advised", r.Every.V, most).AtMost(diag.Warning)
			}
			if today := p.Today(); !today.IsZero() && r.Every.IsSet() && r.Last.IsSet() {
				if late := today.Sub(r.Last.V.Time) - time.Duration(r.Every.V); late > 0 {
					p.Report(last, "the review is overdue since %s", specs.Date{Time: r.Last.V.Add(time.Duration(r.Every.V))})
				}
			}
		}
	},
}
