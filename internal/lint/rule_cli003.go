package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var boundlessRetry = &Rule{
	ID: "CLI003", Title: "retries without bound, growing wait or random spread",
	Why: "Clients that repeat at once and together keep a token endpoint down that has just come back.",
	Cites: []Cite{
		{"ASVS 5.0", "13.2.6", ""},
		{"RFC 7009", "2.2.1", ""},
	},
	In: []Ask{{ASVS3, diag.Error}, {BCP, diag.Warning}, {ASVS1, diag.Warning}},
	House: []House{
		{"retry_attempts", count(5), "the largest number of tries after the first"},
	},
	Bad:  "client_strategy:\n  retry: {attempts: 20, backoff: exponential, jitter: full}\n",
	Good: "client_strategy:\n  retry: {attempts: 3, backoff: exponential, jitter: full}\n",
	At:   "client_strategy.retry.attempts",
	Check: func(p *Pass) {
		most := p.Figure("retry_attempts").Number
		for s, r := range Each[specs.Retry](p, "client_strategy.retry") {
			if r.State == specs.None {
				continue // nothing is repeated
			}
			attempts, backoff, jitter := s.In("attempts", r.Attempts.Mark), s.In("backoff", r.Backoff.Mark), s.In("jitter", r.Jitter.Mark)
			switch {
			case r.Attempts.State == specs.Silent:
				p.Missing(attempts, "say how often a request is repeated, such as 3")
			case r.Attempts.IsSet() && float64(r.Attempts.V) > most:
				p.Report(attempts, "%d tries after the first are many; %g or fewer are advised", r.Attempts.V, most)
			}
			if r.Backoff.State == specs.None || r.Backoff.IsSet() && r.Backoff.V != specs.BackoffExponential {
				p.Report(backoff, "the wait between tries does not grow; write exponential").AtMost(diag.Warning).Write(backoff, string(specs.BackoffExponential))
			}
			if r.Jitter.State == specs.None {
				p.Report(jitter, "clients that failed together try again together; write full").AtMost(diag.Warning).Write(jitter, string(specs.JitterFull))
			}
		}
	},
}
