package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var audienceTooBroad = &Rule{
	ID: "CLM003", Title: "audience missing, shared or too broad",
	Why: "A service that receives a token which other services take too can call them in the caller's name.",
	Cites: []Cite{
		{"RFC 9700", "2.3", "SHOULD"},
		{"RFC 9068", "5", "MUST"},
		{"ASVS 5.0", "9.2.4", ""},
		{"RFC 8707", "2", "MUST"},
	},
	In:   []Ask{{BCP, diag.Error}, {FAPI2, diag.Error}, {ASVS2, diag.Error}},
	Bad:  "tokens:\n  access: {type: access_token, audiences: any}\n",
	Good: "tokens:\n  access: {type: access_token, audiences: \"https://api.example.com/orders\"}\n",
	At:   "tokens.access.audiences",
	Check: func(p *Pass) {
		ids := p.TokensOf(specs.IDToken)
		with := []string{"tokens.*.binding", "tokens.*.format"}
		for _, id := range ids {
			with = append(with, "tokens."+id+".audiences")
		}
		for s, list := range EachOrSilent[specs.Values[string]](p, "tokens.*.audiences", with...) {
			if !p.Is(s.Name(), opensResources...) {
				continue
			}
			broad := slices.IndexFunc(list.Items, func(v specs.Value[string]) bool { return v.V == "any" || v.V == "*" })
			switch {
			case list.State == specs.Silent:
				r := p.Missing(s, "name the resource server that the token is for")
				if f := p.FormatOf(s.Name(), s.Sel); f != specs.FormatJWT && f != specs.FormatJWE {
					r.AtMost(diag.Warning) // RFC 9700 says SHOULD; only JWT access tokens have a MUST
				}
			case list.State == specs.None:
				p.Report(s, "a token that names no resource server is taken by all; name the one that it is for")
			case broad >= 0:
				at := s
				if len(list.Items) > 1 {
					at = s.Item(broad, list.Items[broad].Mark)
				}
				p.Report(at, "%s lets every service take the token; name the one that it is for", list.Items[broad].V)
			case len(list.Items) > 1 && !p.KeyBound(s):
				p.Report(s, "each of %d services can replay the token at the others, for it works for whoever holds it; issue one token for each", len(list.Items)).AtMost(diag.Warning)
			}
			for _, id := range ids {
				other := Get[specs.Values[string]](p, "tokens."+id+".audiences", s.Sel)
				for i, v := range list.Items {
					if v.IsSet() && specs.Has(other, v.V) && id != s.Name() {
						p.Report(s.Item(i, v.Mark), "is the audience of the ID token %s too, so that one can pass for the other; give the access token an audience of its own", id).Cite(Cite{"RFC 9068", "5", "MUST"})
					}
				}
			}
		}
		sharedAudiences(p)
	},
}

// sharedAudiences finds resource servers that answer to the same name, or to one that no request can ask for.
func sharedAudiences(p *Pass) {
	servers := p.ResourceServers.IDs()
	var with []string
	for _, id := range servers {
		with = append(with, "resource_servers."+id+".audience")
	}
	for s, audience := range Each[specs.Value[string]](p, "resource_servers.*.audience", with...) {
		if !audience.IsSet() {
			continue
		}
		for _, id := range servers[:slices.Index(servers, s.Name())] {
			at, other := At[specs.Value[string]](p, "resource_servers."+id+".audience", s.Sel)
			if other.IsSet() && other.V == audience.V {
				p.Report(s, "is the audience of %s too, so that either can replay the caller's token at the other; write one of its own", id).
					Cite(Cite{"RFC 9068", "5", "MUST"}).Related(at.At, "the same audience")
				break
			}
		}
		if strings.Contains(audience.V, "://") && strings.Contains(audience.V, "#") {
			p.Report(s, "has a fragment, which a client cannot send as resource; write the address without it").
				AtMost(diag.Warning).Cite(Cite{"RFC 8707", "2", "MUST NOT"})
		}
	}
}
