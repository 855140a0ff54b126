package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var longBearerToken = &Rule{
	ID: "LIFE002", Title: "bearer access token lives longer than an hour",
	Why: "A bearer token works for whoever holds it. Until it expires, nothing but revocation stops a thief, so its life is the size of the hole.",
	Cites: []Cite{
		{"RFC 6750", "5.3", "SHOULD"},
		{"RFC 10017", "9.1", "SHOULD"},
	},
	In: []Ask{{BCP, diag.Warning}, {Browser, diag.Warning}, {ASVS1, diag.Warning}, {FAPI2, diag.Info}},
	House: []House{
		{"browser_access_lifetime", minutes(15), "the longest life of a bearer access token that a browser application holds"},
	},
	Bad:  "tokens:\n  access: {type: access_token, format: jwt, lifetime: 8h}\n",
	Good: "tokens:\n  access: {type: access_token, format: jwt, lifetime: 15m}\n",
	At:   "tokens.access.lifetime",
	Check: func(p *Pass) {
		const most = specs.Duration(3600e9) // RFC 6750 section 5.3: one hour or less
		browser := p.Figure("browser_access_lifetime").D
		for s, life := range Each[specs.Lifetime](p, "tokens.*.lifetime", "tokens.*.binding") {
			if !p.Is(s.Name(), specs.AccessToken) || p.KeyBound(s) {
				continue
			}
			bound, known := p.Longest(life, s.Sel)
			inBrowser := p.AnyHolder(s, func(c *specs.Client) bool { return c.Platform.V == specs.PlatformBrowser })
			switch {
			case !known || bound.Max.Kind != specs.Finite: // LIFE001 speaks of those
			case bound.Max.D > most:
				p.Report(s, "%s is longer than an hour for a token that works for whoever holds it; write 1h or less, or bind it to a key", bound.Max)
			case inBrowser && bound.Max.D > browser:
				p.Report(s, "%s is long for a bearer token in a browser; %s or less is advised", bound.Max, browser).As(diag.Info)
			}
		}
	},
}
