package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var idleNeverFires = &Rule{
	ID: "LIFE007", Title: "idle limit not shorter than the absolute one",
	Why:      "A limit for disuse that is as long as the whole life can never end anything: what readers take for a control is none.",
	Cites:    []Cite{{"SP 800-63B-4", "5.2", ""}, {"ASVS 5.0", "7.3.1", ""}},
	Severity: diag.Error,
	Bad: `sessions:
  sso: {lifetime: {idle: 12h, absolute: 8h}}
`,
	Good: `sessions:
  sso: {lifetime: {idle: 30m, absolute: 8h}}
`,
	At: "sessions.sso.lifetime.idle",
	Check: func(p *Pass) {
		for _, pattern := range []string{"tokens.*.lifetime", "sessions.*.lifetime"} {
			for s, life := range Each[specs.Lifetime](p, pattern) {
				idle, hasIdle := p.Amount(life.Idle, s.Sel)
				whole, hasWhole := p.Longest(life, s.Sel)
				if !hasIdle || !hasWhole || idle.Default.Kind != specs.Finite || whole.Default.Kind != specs.Finite || idle.Default.D < whole.Default.D {
					continue
				}
				at := s.In("idle", life.Idle.Mark)
				what := strings.TrimSuffix(s.Path, ".lifetime")
				found := p.Report(at, "%s can lie unused for %s and ends after %s in any case; write less, or take one of the two out", what, idle.Default, whole.Default)
				if idle.Default.D == whole.Default.D {
					found.As(diag.Warning)
				}
			}
		}
	},
}
