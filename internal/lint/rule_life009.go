package lint

import (
	"time"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// The longest life of an authorization code.
const (
	codeMost   = specs.Duration(10 * time.Minute) // RFC 6749 section 4.1.2
	codeStrict = specs.Duration(60 * time.Second) // FAPI 2.0 section 5.3.2.1; ASVS 10.4.3 at level 3
)

var longCode = &Rule{
	ID: "LIFE009", Title: "authorization code lives too long",
	Why: "Codes pass through browsers, histories and logs; the longer they work, the more of those who read them can use one.",
	Cites: []Cite{
		{"RFC 6749", "4.1.2", "RECOMMENDED"},
		{"FAPI 2.0", "5.3.2.1", "shall"},
		{"ASVS 5.0", "10.4.3", ""},
	},
	In: []Ask{{BCP, diag.Warning}, {Browser, diag.Warning}, {FAPI2, diag.Error}, {ASVS1, diag.Warning}, {ASVS3, diag.Error}},
	Bad: `tokens:
  code: {type: authorization_code, lifetime: 30m}
`,
	Good: `tokens:
  code: {type: authorization_code, lifetime: {ttl: 60s, uses: 1}}
`,
	At: "tokens.code.lifetime",
	Check: func(p *Pass) {
		for s, life := range EachOrSilent[specs.Lifetime](p, "tokens.*.lifetime") {
			if !p.Is(s.Name(), specs.AuthorizationCode) {
				continue
			}
			most := codeMost
			if p.Claims(s).Has(FAPI2, ASVS3) {
				most = codeStrict
			}
			bound, known := p.Longest(life, s.Sel)
			switch {
			case !life.Stated():
				p.Missing(s, "an authorization code needs an end; write %s or less", most)
			case known && Exceeds(bound.Max, most):
				p.Report(s, "%s is too long for an authorization code; write %s or less", bound.Max, most)
			}
		}
	},
}
