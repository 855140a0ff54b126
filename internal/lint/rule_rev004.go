package lint

import (
	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
)

var promiseNotKept = &Rule{
	ID: "REV004", Title: "dead token accepted for longer than promised",
	Why:      "Caches, polling and clock tolerance add up. What the policy promises after a trigger cannot be kept by what it states elsewhere.",
	Cites:    []Cite{{"RFC 7662", "4", ""}, {"Token Status List", "8", ""}},
	Severity: diag.Error,
	Bad: `tokens:
  access: {type: access_token, lifetime: 10m}
validation: {checks: [signature, typ, issuer, audience, expiry], mode: local, clock_skew: 30s}
revocation:
  objective: 1m
  mechanisms: {access: expiry}
  triggers: {account_disabled: {kill: user}}
`,
	Good: `tokens:
  access: {type: access_token, lifetime: 10m}
validation: {checks: [signature, typ, issuer, audience, expiry], mode: local, clock_skew: 30s}
revocation:
  objective: 11m
  mechanisms: {access: expiry}
  triggers: {account_disabled: {kill: user}}
`,
	At: "revocation.triggers.account_disabled",
	Check: func(p *Pass) {
		for _, e := range p.Facts().Exposures {
			if e.Verdict != analysis.ExposureMissed || e.Objective == nil {
				continue
			}
			where := "the issuer"
			if !e.Issuer {
				where = "services"
				if e.Resource != "" {
					where = e.Resource
				}
			}
			p.Report(Spot{Path: "revocation.triggers." + e.Trigger, At: e.At}, "after %s, %s is still accepted at %s for up to %s (%s); %s is promised",
				e.Trigger, e.Token, where, e.Bound, e.Formula, e.Objective.D).Related(e.Objective.At, "the promise")
		}
	},
}
