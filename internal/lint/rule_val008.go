package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var failsOpen = &Rule{
	ID: "VAL008", Title: "validation lets calls through when something is down",
	Why: "Whoever can bring the key server or the introspection endpoint down would be let in without a token.",
	Cites: []Cite{
		{"ASVS 5.0", "16.5.3", ""},
		{"ASVS 5.0", "16.5.2", ""},
	},
	In: []Ask{{ASVS2, diag.Error}, {FAPI2, diag.Error}, {BCP, diag.Warning}},
	Bad: `validation:
  checks: [signature, issuer, audience, expiry]
  unavailable: {introspection: allow}
`,
	Good: `validation:
  checks: [signature, issuer, audience, expiry]
  unavailable: {introspection: {then: use_cache, cache_at_most: 60s}}
`,
	At:     "validation.unavailable.introspection.then",
	Repair: "writes refuse",
	Check: func(p *Pass) {
		for s, f := range Each[specs.Fallback](p, "validation.unavailable.*") {
			at := s.In("then", f.Then.Mark)
			switch {
			case f.Then.V == specs.FallbackAllow && f.Then.IsSet():
				p.Report(at, "while %s is down, calls are let through unchecked; write refuse, or use_cache with cache_at_most", s.Name()).Write(at, string(specs.FallbackRefuse))
			case f.Then.V == specs.FallbackUseCache && f.Then.IsSet() && f.CacheAtMost.State == specs.Silent:
				p.Missing(s.In("cache_at_most", f.CacheAtMost.Mark), "say how old a remembered answer may be, such as 60s").AtMost(diag.Warning)
			}
		}
	},
}
