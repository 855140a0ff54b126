package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var longIDToken = &Rule{
	ID: "LIFE012", Title: "ID token lives long, or its end is taken for the session's",
	Why: "An ID token proves one sign-in. Where it can be presented for long, one that leaked makes the sign-in happen again.",
	Cites: []Cite{
		{"SP 800-63C-4", "4.9", ""},
	},
	In: []Ask{{AAL1, diag.Warning}, {ASVS2, diag.Warning}},
	House: []House{
		{"id_token_lifetime", minutes(10), "the longest life of an ID token"},
	},
	Bad: `profiles: asvs-l2
tokens:
  id: {type: id_token, lifetime: 8h}
`,
	Good: `profiles: asvs-l2
tokens:
  id: {type: id_token, lifetime: 5m}
`,
	At: "tokens.id.lifetime",
	Check: func(p *Pass) {
		most := p.Figure("id_token_lifetime").D
		for s, life := range Each[specs.Lifetime](p, "tokens.*.lifetime") {
			if bound, known := p.Longest(life, s.Sel); p.Is(s.Name(), specs.IDToken) && known && Exceeds(bound.Max, most) {
				p.Report(s, "%s is long for a message that starts one session; %s or less is advised", bound.Max, most)
			}
		}
		for s, life := range Each[specs.Lifetime](p, "sessions.*.lifetime") {
			for i, with := range life.EndsWith.Items {
				name, ok := strings.CutPrefix(with.V, "tokens.")
				if ok && p.Is(strings.SplitN(name, ".", 2)[0], specs.IDToken) {
					p.Report(s.In("ends_with", life.EndsWith.Mark).Item(i, with.Mark), "the session ends with its ID token, which only says when the sign-in can be taken over; give the session limits of its own").As(diag.Error)
				}
			}
		}
	},
}
