package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var refreshNeverIdle = &Rule{
	ID: "LIFE004", Title: "refresh token without an end for disuse",
	Why: "Grants that nobody uses any more stay open, and nobody would notice who uses them next.",
	Cites: []Cite{
		{"RFC 9700", "4.14.2", "SHOULD"},
		{"OAuth 2.1", "4.3.3", "SHOULD"},
	},
	In: []Ask{{BCP, diag.Warning}, {Browser, diag.Warning}, {ASVS1, diag.Warning}, {FAPI2, diag.Warning}},
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: {absolute: 90d, idle: none}}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: {absolute: 90d, idle: 14d}}
`,
	At: "tokens.refresh.lifetime.idle",
	Check: func(p *Pass) {
		for s, life := range Each[specs.Lifetime](p, "tokens.*.lifetime") {
			at := s.In("idle", life.Idle.Mark)
			switch {
			case !p.Is(s.Name(), specs.RefreshToken):
			case life.Idle.State == specs.None:
				p.Report(at, "a refresh token that nobody uses lives on; write how long it may lie unused, such as 14d")
			case life.Idle.State == specs.Silent && life.IsSet():
				p.Missing(at, "say how long a refresh token may lie unused, such as idle: 14d")
			}
		}
	},
}
