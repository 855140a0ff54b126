package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var refreshOutlivesSession = &Rule{
	ID: "SESS004", Title: "refresh token outlives the session that it hangs on",
	Why: "Refreshing in silence would go around the sign-in that the session's end asks for.",
	Cites: []Cite{
		{"RFC 10017", "6.3.2.3", "SHOULD"},
		{"SP 800-63B-4", "5.1", "SHALL"},
	},
	In: []Ask{{AAL1, diag.Warning}, {Browser, diag.Warning}},
	Bad: `sessions:
  sso: {assurance: aal1, lifetime: {absolute: 24h}}
tokens:
  refresh: {type: refresh_token, lifetime: {absolute: 90d}, parents: sessions.sso}
`,
	Good: `sessions:
  sso: {assurance: aal1, lifetime: {absolute: 24h}}
tokens:
  refresh: {type: refresh_token, lifetime: {absolute: 90d, ends_with: sessions.sso}, parents: sessions.sso}
`,
	At: "tokens.refresh.lifetime",
	Check: func(p *Pass) {
		for s, life := range Each[specs.Lifetime](p, "tokens.*.lifetime", "tokens.*.parents", "tokens.*.bound_to") {
			if !p.Is(s.Name(), specs.RefreshToken) || specs.Has(Get[specs.Values[specs.BoundTo]](p, "tokens."+s.Name()+".bound_to", s.Sel), specs.BoundToSession) {
				continue
			}
			mine, known := p.Longest(life, s.Sel)
			for _, parent := range specs.Plain(Get[specs.Values[string]](p, "tokens."+s.Name()+".parents", s.Sel)) {
				session, ok := strings.CutPrefix(parent, "sessions.")
				if !ok || !known || endsWith(life, parent) {
					continue
				}
				at, l := At[specs.Lifetime](p, "sessions."+session+".lifetime", s.Sel)
				if theirs, ok := p.Longest(l, s.Sel); ok && theirs.Max.Kind == specs.Finite && Exceeds(mine.Max, theirs.Max.D) {
					p.Report(s, "it can live %s, the session %s ends after %s; add ends_with: %s", mine.Max, session, theirs.Max, parent).Related(at.At, "the life of the session")
				}
			}
		}
	},
}

// endsWith reports whether a lifetime ends with something.
func endsWith(l specs.Lifetime, path string) bool { return specs.Has(l.EndsWith, path) }
