package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var frontChannelTokens = &Rule{
	ID: "FLOW002", Title: "access token through the front channel",
	Why: "A token in an address stands in histories and logs, and cannot be bound to a key.",
	Cites: []Cite{
		{"RFC 9700", "2.1.2", "SHOULD NOT"},
		{"RFC 10017", "7.2", "MUST NOT"},
		{"FAPI 2.0", "5.3.2.2", "shall"},
		{"ASVS 5.0", "10.4.4", ""},
	},
	In: []Ask{{Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}, {BCP, diag.Warning}},
	Bad: `clients:
  app: {type: public, platform: browser, grants: [implicit]}
`,
	Good: `clients:
  app: {type: public, platform: browser, grants: [authorization_code]}
`,
	At:     "clients.app.grants.0",
	Repair: "writes authorization_code and code",
	Check: func(p *Pass) {
		for s, grants := range Each[specs.Values[specs.GrantType]](p, "clients.*.grants") {
			for i, g := range grants.Items {
				if g.V != specs.GrantImplicit {
					continue
				}
				at := s.Item(i, g.Mark)
				found := p.Report(at, "the implicit grant hands tokens out through the browser's address bar; use authorization_code with PKCE")
				if specs.Has(grants, specs.GrantAuthorizationCode) {
					found.Drop("the implicit grant", g.At)
				} else {
					found.Write(at, string(specs.GrantAuthorizationCode))
				}
			}
		}
		for s, types := range Each[specs.Values[string]](p, "clients.*.response_types") {
			for i, t := range types.Items {
				if slices.Contains(strings.Fields(t.V), "token") {
					at := s.Item(i, t.Mark)
					p.Report(at, "the response type %s hands an access token out through the browser; write code", diag.Quote(t.V)).Write(at, "code")
				}
			}
		}
	},
}
