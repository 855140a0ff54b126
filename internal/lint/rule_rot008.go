package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var scopeGrowsOnRenewal = &Rule{
	ID: "ROT008", Title: "scope grows through refresh",
	Why: "A refresh renews what the user approved. If it can add to it, whoever holds the refresh token approves for the user.",
	Cites: []Cite{
		{"RFC 6749", "6", "MUST NOT"},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, scope_on_renewal: any}
`,
	Good: `tokens:
  refresh: {type: refresh_token, lifetime: 30d, scope_on_renewal: narrow}
`,
	At:     "tokens.refresh.scope_on_renewal",
	Repair: "writes narrow",
	Check: func(p *Pass) {
		for s, v := range Each[specs.Value[specs.ScopeOnRenewal]](p, "tokens.*.scope_on_renewal") {
			switch {
			case !v.IsSet() || !p.Is(s.Name(), specs.RefreshToken):
			case v.V == specs.ScopeMayChange:
				p.Report(s, "a refresh may ask for more than was granted; write narrow or same").Write(s, string(specs.ScopeMayNarrow))
			case v.V == specs.ScopeMayGrowWithConsent:
				p.Report(s, "a refresh may add what the user agreed to since; a new authorization is the standard's way to get it").As(diag.Info)
			}
		}
	},
}
