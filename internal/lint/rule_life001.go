package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var accessTokenWithoutEnd = &Rule{
	ID: "LIFE001", Title: "access token without an end",
	Why: "A leaked access token that never expires works for ever, and a client that is told no lifetime cannot plan its refresh.",
	Cites: []Cite{
		{"RFC 9068", "2.2", "REQUIRED"},
		{"RFC 6749", "5.1", "RECOMMENDED"},
	},
	In:   []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {AAL1, diag.Error}, {ASVS1, diag.Error}},
	Bad:  "tokens:\n  access: {type: access_token, lifetime: never}\n",
	Good: "tokens:\n  access: {type: access_token, lifetime: 10m}\n",
	At:   "tokens.access.lifetime",
	Check: func(p *Pass) {
		for s, life := range EachOrSilent[specs.Lifetime](p, "tokens.*.lifetime") {
			if !p.Is(s.Name(), specs.AccessToken) {
				continue
			}
			bound, known := p.Longest(life, s.Sel)
			switch {
			case !life.Stated():
				p.Missing(s, "an access token needs a lifetime, such as 10m")
			case life.State == specs.None, known && bound.Max.Kind != specs.Finite:
				p.Report(s, "the access token has no end of its own; write a duration, such as 10m")
			}
		}
	},
}
