package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var introspectionCache = &Rule{
	ID: "VAL007", Title: "introspection answers kept too long, or opaque tokens that nobody looks up",
	Why: "An answer that is remembered past the token's end brings a dead token back to life; a revoked one lives as long as the answer.",
	Cites: []Cite{
		{"RFC 7662", "4", "MUST NOT"},
	},
	In: []Ask{{BCP, diag.Error}, {FAPI2, diag.Error}, {ASVS2, diag.Error}},
	House: []House{
		{"introspection_cache", minutes(5), "the longest time that an introspection answer is remembered"},
	},
	Bad: `validation: {checks: [revocation, audience], introspection: {cache: 30s, capped_at_expiry: false}}
`,
	Good: `validation: {checks: [revocation, audience], introspection: {cache: 30s, capped_at_expiry: true}}
`,
	At:     "validation.introspection.capped_at_expiry",
	Repair: "writes true",
	Check: func(p *Pass) {
		most := p.Figure("introspection_cache").D
		for s, use := range Each[specs.IntrospectionUse](p, "validation.introspection") {
			if !use.Cache.IsSet() || use.Cache.V == 0 {
				continue
			}
			capped := s.In("capped_at_expiry", use.CappedAtExpiry.Mark)
			switch {
			case use.CappedAtExpiry.IsSet() && !use.CappedAtExpiry.V, use.CappedAtExpiry.State == specs.None:
				p.Report(capped, "answers are remembered past the token's end; write true").Write(capped, "true")
			case use.CappedAtExpiry.State == specs.Silent:
				p.Missing(capped, "say that no answer is remembered past the token's end: capped_at_expiry: true").AtMost(diag.Warning)
			}
			if use.Cache.V > most {
				p.Report(s.In("cache", use.Cache.Mark), "answers are remembered for %s, and a revoked token lives as long; %s or less is advised", use.Cache.V, most).As(diag.Warning)
			}
		}
		for _, resource := range p.ResourceServers.IDs() {
			path := "resource_servers." + resource + ".mode"
			for s, mode := range EachOrSilent[specs.Value[specs.ValidationMode]](p, path, "validation.mode") {
				if !mode.IsSet() {
					s, mode = At[specs.Value[specs.ValidationMode]](p, "validation.mode", s.Sel)
				}
				if mode.V != specs.ValidateLocally || !mode.IsSet() {
					continue
				}
				for _, token := range p.Accepted(resource, s.Sel) {
					if p.FormatOf(token, s.Sel) == specs.FormatOpaque {
						p.Report(s, "%s checks tokens itself, and %s is opaque: nothing in it can be checked; write introspection", resource, token)
					}
				}
			}
		}
	},
}
