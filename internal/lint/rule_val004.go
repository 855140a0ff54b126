package lint

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var keysFromHeader = &Rule{
	ID: "VAL004", Title: "keys taken from the token's header",
	Why: "The sender would choose the key that judges the token, or make the service fetch an address of the sender's choice.",
	Cites: []Cite{
		{"RFC 8725", "3.10", "MUST"},
		{"ASVS 5.0", "9.1.3", ""},
		{"FAPI 2.0", "5.4.2", "should not"},
	},
	In: []Ask{{BCP, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad: `validation: {checks: [signature, issuer, audience, expiry], trust_headers: [jku]}
`,
	Good: `validation: {checks: [signature, issuer, audience, expiry], trust_headers: none}
`,
	At:     "validation.trust_headers.0",
	Repair: "takes the header from the list",
	Check: func(p *Pass) {
		for s, headers := range Each[specs.Values[string]](p, "validation.trust_headers") {
			for i, h := range headers.Items {
				if !slices.Contains([]string{"jku", "x5u", "jwk", "x5c"}, h.V) || h.Because() != "" { // a reason names the list of addresses
					continue
				}
				at := s.Item(i, h.Mark)
				found := p.Report(at, "%s lets the sender name the key; take keys from the issuer's JWKS, and write none", h.V)
				if len(headers.Items) == 1 {
					found.Write(s, "none")
				} else {
					found.Drop(h.V, h.At)
				}
			}
		}
	},
}
