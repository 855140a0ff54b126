package lint

import (
	"time"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var dayPassed = &Rule{
	ID: "GOV004", Title: "a day that has passed without what it was for",
	Why:      "A fixed review, an accepted risk or an old issuer that is accepted for a while becomes permanent when nobody looks at its day.",
	Severity: diag.Warning,
	Bad:      "policy:\n  review: {every: 365d, last: 2026-04-15, next: 2026-10-15, approvers: [security]}\n",
	Good:     "policy:\n  review: {every: 365d, last: 2026-04-15, next: 2026-12-15, approvers: [security]}\n",
	At:       "policy.review.next",
	Check: func(p *Pass) {
		for s, r := range Each[specs.Review](p, "policy.review") {
			next := s.In("next", r.Next.Mark)
			if !r.Next.IsSet() {
				continue
			}
			if today := p.Today(); !today.IsZero() && r.Next.V.Before(today.Time) && (!r.Last.IsSet() || r.Last.V.Before(r.Next.V.Time)) {
				p.Report(next, "the review of %s is overdue; hold it, and write the day under last", r.Next.V)
			}
			if r.Every.IsSet() && r.Last.IsSet() && r.Next.V.Sub(r.Last.V.Time) > time.Duration(r.Every.V) {
				p.Report(next, "it is later than every allows; write %s or earlier", specs.Date{Time: r.Last.V.Add(time.Duration(r.Every.V))}).Related(r.Every.At, "how often it is reviewed")
			}
		}
		today := p.Today()
		if today.IsZero() {
			return
		}
		for s, r := range Each[specs.Retirement](p, "policy.retirement") {
			if status := p.Policy.Policy.Status; r.Date.IsSet() && r.Date.V.Before(today.Time) && !(status.IsSet() && status.V == specs.PolicyRetired) {
				p.Report(s.In("date", r.Date.Mark), "the policy held until %s; write status: retired, or a later day", r.Date.V)
			}
		}
		for s, r := range Each[specs.ResidualRisk](p, "policy.residual_risks.*") {
			if r.Until.IsSet() && !today.Before(r.Until.V.Time) {
				p.Report(s.In("until", r.Until.Mark), "the risk was to be looked at again on %s; accept it anew with a later day, or end it", r.Until.V)
			}
		}
		for s, a := range Each[specs.AuditCycle](p, "privacy.audits") {
			if due := (specs.Date{Time: a.Last.V.Add(time.Duration(a.Every.V))}); a.Every.IsSet() && a.Last.IsSet() && due.Before(today.Time) {
				p.Report(s.In("last", a.Last.Mark), "the next audit was due on %s; hold it, or change every", due)
			}
		}
		for s, list := range Each[specs.List[specs.AcceptedIssuer]](p, "issuers.*.also_accepted") {
			for i := range list.Items {
				if a := &list.Items[i]; a.Until.IsSet() && a.Until.V.Before(today.Time) {
					p.Report(s.Item(i, a.Mark).In("until", a.Until.Mark), "it was accepted until %s; take it out, from verifiers too", a.Until.V)
				}
			}
		}
	},
}
