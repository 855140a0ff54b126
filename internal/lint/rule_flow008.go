package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var codeReuse = &Rule{
	ID: "FLOW008", Title: "second use of an authorization code not dealt with",
	Why: "A code that is redeemed twice was stolen by one of the two. What the first got has to end.",
	Cites: []Cite{
		{"RFC 6749", "4.1.2", "MUST"},
		{"RFC 9700", "4.2.4", "SHOULD"},
		{"FAPI 2.0", "5.3.2.2", "shall"},
		{"ASVS 5.0", "10.4.2", ""},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad: `tokens:
  code: {type: authorization_code, lifetime: {ttl: 60s, uses: 2}, on_reuse: grant}
`,
	Good: `tokens:
  code: {type: authorization_code, lifetime: {ttl: 60s, uses: 1}, on_reuse: grant}
`,
	At:     "tokens.code.lifetime.uses",
	Repair: "writes 1",
	Check: func(p *Pass) {
		for s, life := range EachOrSilent[specs.Lifetime](p, "tokens.*.lifetime", "tokens.*.on_reuse") {
			if !p.Is(s.Name(), specs.AuthorizationCode) {
				continue
			}
			uses := s.In("uses", life.Uses.Mark)
			switch {
			case life.Uses.State == specs.None, life.Uses.IsSet() && life.Uses.V.N != 1:
				p.Report(uses, "a code can be redeemed more than once; write 1").Write(uses, "1")
			case life.Uses.State == specs.Silent:
				p.Missing(uses, "say that a code can be redeemed once: uses: 1").AtMost(diag.Warning)
			}
			at, reuse := At[specs.Reuse](p, "tokens."+s.Name()+".on_reuse", s.Sel)
			switch {
			case len(reuse.Kill.Items) > 0 || reuse.State == specs.Undecided:
			case reuse.State == specs.None || reuse.Kill.State == specs.None:
				found := p.Report(at, "nothing ends when a code comes back; end what was issued with it: grant")
				if !p.Claims(s).Has(ASVS1) {
					found.AtMost(diag.Warning)
				}
			default:
				p.Missing(at, "say what ends when a code comes back, as in on_reuse: grant").AtMost(diag.Warning)
			}
		}
	},
}
