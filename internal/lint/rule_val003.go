package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var typeNotVerified = &Rule{
	ID: "VAL003", Title: "token type not verified",
	Why: "Without a type of its own, an ID token or a logout token of the same issuer opens the API.",
	Cites: []Cite{
		{"RFC 9068", "4", "MUST"},
		{"RFC 9068", "2.1", "SHOULD"},
		{"RFC 8725", "3.11", "RECOMMENDED"},
		{"ASVS 5.0", "9.2.2", ""},
	},
	In: []Ask{{BCP, diag.Error}, {FAPI2, diag.Error}, {ASVS2, diag.Error}},
	Bad: `tokens:
  access: {type: access_token, format: jwt, header: {typ: JWT}}
validation: {checks: [signature, typ, issuer, audience, expiry]}
`,
	Good: `tokens:
  access: {type: access_token, format: jwt, header: {typ: at+jwt}}
validation: {checks: [signature, typ, issuer, audience, expiry]}
`,
	At:     "tokens.access.header.typ",
	Repair: "writes at+jwt, or adds the check",
	Check: func(p *Pass) {
		for s, header := range Each[specs.Map[specs.Value[string]]](p, "tokens.*.header") {
			typ := header.Get("typ")
			if !p.Is(s.Name(), specs.AccessToken) || p.FormatOf(s.Name(), s.Sel) != specs.FormatJWT || typ == nil || !typ.IsSet() {
				continue
			}
			if name := strings.TrimPrefix(strings.ToLower(typ.V), "application/"); name != "at+jwt" {
				at := s.In("typ", typ.Mark)
				p.Report(at, "%s does not set access tokens apart from other tokens; write at+jwt", diag.Quote(typ.V)).Write(at, "at+jwt")
			}
		}
		if !p.checksSignatures() {
			return
		}
		for s, checks := range Each[specs.Values[specs.Check]](p, "validation.checks") {
			if len(checks.Items) > 0 && !specs.Has(checks, specs.CheckTyp) {
				p.Report(s, "services do not check typ, so that any signed token of the issuer could pass for an access token; add it").AtMost(diag.Warning).Add(s, string(specs.CheckTyp))
			}
		}
	},
}
