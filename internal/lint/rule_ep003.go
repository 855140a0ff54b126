package lint

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var tokensInAddresses = &Rule{
	ID: "EP003", Title: "access tokens carried in addresses",
	Why: "Addresses stand in logs, histories and the Referer header, where nobody expects a credential.",
	Cites: []Cite{
		{"RFC 9700", "4.3.2", "MUST NOT"},
		{"RFC 6750", "2.3", "SHOULD NOT"},
		{"FAPI 2.0", "5.3.4", "shall not"},
		{"ASVS 5.0", "14.2.1", ""},
	},
	In:     []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad:    "tokens:\n  access: {type: access_token, transport: [header, query]}\n",
	Good:   "tokens:\n  access: {type: access_token, transport: [header]}\n",
	At:     "tokens.access.transport.1",
	Repair: "takes the place from the list",
	Check: func(p *Pass) {
		for s, transport := range Each[specs.Values[specs.Transport]](p, "tokens.*.transport") {
			if !p.Is(s.Name(), specs.AccessToken, specs.RefreshToken) {
				continue
			}
			for i, t := range transport.Items {
				if !slices.Contains([]specs.Transport{specs.TransportQuery, specs.TransportFragment, specs.TransportPath}, t.V) {
					continue
				}
				at := s.Item(i, t.Mark)
				found := p.Report(at, "the token stands in the address (%s); use the Authorization header", t.V)
				if len(transport.Items) > 1 {
					found.Drop(string(t.V), t.At)
				} else {
					found.Write(at, string(specs.TransportHeader))
				}
			}
		}
	},
}
