package lint

import (
	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
)

var neverWins = &Rule{
	ID: "EFF001", Title: "variant whose value never holds",
	Why:      "Somebody wrote a value for a case and believes in it; wherever the case occurs, another value wins.",
	Severity: diag.Warning,
	Bad: `clients:
  job: {type: confidential, platform: server, grants: client_credentials, auth: private_key_jwt}
tokens:
  access:
    type: access_token
    lifetime: 10m
    variants:
      - {when: {client_type: confidential}, lifetime: 5m}
      - {when: {client: job}, lifetime: 2m}
      - {when: {client: worker}, lifetime: 3m}
`,
	Good: `tokens:
  access:
    type: access_token
    lifetime: 10m
    variants:
      - {when: {client: worker}, lifetime: 3m}
`,
	At:    "tokens.access.lifetime",
	Check: func(p *Pass) { judged(p, analysis.JudgedNeverWins) },
}

// judged reports the judgements of one kind.
func judged(p *Pass, kind string) {
	for _, j := range p.Facts().Judgements {
		if j.Kind == kind {
			p.Report(Spot{Path: j.Path, At: j.At, Sel: j.Selection}, "%s", j.Text).Related(j.Winner, "what holds instead: %s", j.WinnerPath)
		}
	}
}
