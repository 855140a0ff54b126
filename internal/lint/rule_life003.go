package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var refreshWithoutEnd = &Rule{
	ID: "LIFE003", Title: "refresh token without an absolute end",
	Why: "A refresh token that use can keep alive for ever is a permanent credential: once stolen, it never has to be stolen again.",
	Cites: []Cite{
		{"ASVS 5.0", "10.4.8", ""},
		{"RFC 10017", "6.3.2.3", "MUST"},
		{"SP 800-63B-4", "2.2.3", "SHALL"},
	},
	In: []Ask{{ASVS2, diag.Error}, {AAL1, diag.Error}, {Browser, diag.Error}, {BCP, diag.Warning}},
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: {idle: 7d}}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: {idle: 7d, absolute: 30d}}
`,
	At: "tokens.refresh.lifetime",
	Check: func(p *Pass) {
		for s, life := range EachOrSilent[specs.Lifetime](p, "tokens.*.lifetime", "tokens.*.rotation") {
			if !p.Is(s.Name(), specs.RefreshToken) || life.State == specs.Undecided {
				continue
			}
			bound, known := p.Longest(life, s.Sel)
			idle := life.Idle.IsSet()
			switch {
			case !life.Stated():
				p.Missing(s, "a refresh token needs an end that use cannot move, such as absolute: 30d")
			case known && bound.Max.Kind != specs.Finite:
				p.Report(s, "nothing ends this refresh token; write a limit that use cannot move, such as absolute: 30d")
			case !known && len(life.EndsWith.Items) == 0 && idle:
				found := p.Report(s, "use keeps this refresh token alive for ever; add a limit that use cannot move, such as absolute: 30d")
				if c := p.Claims(s); c.Has(Browser) && !c.Has(ASVS2, AAL1) {
					found.As(diag.Warning) // RFC 10017 asks for either of the two limits
				}
			}
		}
	},
}
