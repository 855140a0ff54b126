package lint

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var unboundAccessToken = &Rule{
	ID: "BIND001", Title: "access token works without a key",
	Why: "A copied bearer token is as good as the original. A token that is bound to a key is worth nothing to a thief who has not got the key.",
	Cites: []Cite{
		{"RFC 9700", "2.2.1", "SHOULD"},
		{"FAPI 2.0", "5.3.2.1", "shall"},
		{"ASVS 5.0", "10.3.5", ""},
		{"RFC 9700", "4.10.1", ""},
	},
	In:   []Ask{{BCP, diag.Warning}, {FAPI2, diag.Error}, {ASVS3, diag.Error}, {Browser, diag.Info}, {ASVS1, diag.Info}},
	Bad:  "tokens:\n  access: {type: access_token, binding: {to: device}}\n",
	Good: "tokens:\n  access: {type: access_token, binding: {to: dpop}}\n",
	At:   "tokens.access.binding",
	Check: func(p *Pass) {
		for s, list := range EachOrSilent[specs.List[specs.Binding]](p, "tokens.*.binding") {
			if !p.Is(s.Name(), specs.AccessToken) || list.State == specs.Undecided || p.KeyBound(s) {
				continue
			}
			keyed := slices.IndexFunc(list.Items, func(b specs.Binding) bool { return slices.Contains(keyBindings, b.To.V) })
			switch {
			case list.State == specs.Silent:
				p.Missing(s, "say to what key the token is bound: {to: dpop} or {to: mtls}")
			case list.State == specs.None || len(list.Items) == 0:
				p.Report(s, "the token works for whoever holds it; bind it to a key with {to: dpop} or {to: mtls}")
			case keyed >= 0: // bound, but not always
				b := list.Items[keyed]
				at := s
				if b.Optional.Stated() {
					at = s.Item(keyed, b.Mark).In("optional", b.Optional.Mark)
				}
				r := p.Report(at, "some tokens are not bound to a key and work for whoever holds them; write false once every client can")
				if !p.Claims(s).Has(FAPI2, ASVS3) {
					r.AtMost(diag.Info)
				}
			default: // RFC 9700 section 4.10.1: what is not proved with a key does not constrain the sender
				p.Report(s, "%s binds to no key, so that a copy of the token works as well; bind it with {to: dpop} or {to: mtls}", list.Items[0].To.V)
			}
		}
	},
}
