package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

var dpopContradicted = &Rule{
	ID: "BIND002", Title: "DPoP is used, and a way around it is left open",
	Why: "One place that takes the token without its proof, or one token that can be renewed without the key, and the theft that DPoP should stop works again.",
	Cites: []Cite{
		{"RFC 9449", "7.2", "MUST"},
		{"RFC 9449", "5", "MUST"},
		{"RFC 9449", "4.2", "MUST NOT"},
		{"RFC 9449", "7.1", ""},
	},
	In:     []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS3, diag.Error}},
	Bad:    "tokens:\n  access: {type: access_token, binding: {to: dpop}}\nvalidation:\n  dpop: {proof_window: 60s, accept_as_bearer: true}\n",
	Good:   "tokens:\n  access: {type: access_token, binding: {to: dpop}}\nvalidation:\n  dpop: {proof_window: 60s, accept_as_bearer: false}\n",
	At:     "validation.dpop.accept_as_bearer",
	Repair: "takes the exception back, names the scheme DPoP, or binds the refresh token too",
	Check: func(p *Pass) {
		for s, rules := range Each[specs.DPoPRules](p, "validation.dpop") {
			if rules.AcceptAsBearer.Or(false) {
				at := s.In("accept_as_bearer", rules.AcceptAsBearer.Mark)
				p.Report(at, "a bound token that comes without proof is refused; write false").Write(at, "false")
			}
			list := s.In("algorithms", rules.Algorithms.Mark)
			if rules.Algorithms.State == specs.None {
				p.Report(list, "a proof without signature proves nothing; name asymmetric algorithms, such as ES256").Cite(Cite{"RFC 9449", "4.2", "MUST NOT"})
			}
			for i, v := range rules.Algorithms.Items {
				if alg, ok := standard.AlgorithmByName(string(v.V)); ok && !alg.Asymmetric {
					r := p.Report(list.Item(i, v.Mark), "%s needs no private key of the client; name asymmetric algorithms only, such as ES256", v.V).Cite(Cite{"RFC 9449", "4.2", "MUST NOT"})
					if len(rules.Algorithms.Items) > 1 {
						r.Drop(string(v.V), v.At)
					}
				}
			}
		}
		if !p.usesDPoP() {
			return
		}
		unboundRefreshOfPublicClients(p)
		wrongScheme(p)
	},
}

// unboundRefreshOfPublicClients finds refresh tokens that a public client can use without the key of its access token.
// Those of confidential clients are bound by the client's own authentication (RFC 9449 section 5).
func unboundRefreshOfPublicClients(p *Pass) {
	access := p.TokensOf(specs.AccessToken)
	with := []string{"tokens.*.bound_to"}
	for _, token := range access {
		with = append(with, "tokens."+token+".binding")
	}
	cite := Cite{"RFC 9449", "5", "MUST"}
	for s, list := range EachOrSilent[specs.List[specs.Binding]](p, "tokens.*.binding", with...) {
		if !p.Is(s.Name(), specs.RefreshToken) || list.State == specs.Undecided || p.KeyBound(s) {
			continue
		}
		var loose []string
		for _, id := range p.Holders(s) {
			if c := p.Client(id); c == nil || c.Type.V != specs.ClientPublic {
				continue
			}
			sel := s.Sel.With(specs.AxisClient, id)
			if slices.ContainsFunc(access, func(token string) bool {
				return slices.Contains(p.ClientsOf(token), id) && p.boundByDPoP(token, sel)
			}) {
				loose = append(loose, id)
			}
		}
		tied := Get[specs.Values[specs.BoundTo]](p, "tokens."+s.Name()+".bound_to", s.Sel)
		switch who := strings.Join(loose, ", "); {
		case len(loose) == 0:
		case list.State != specs.Silent:
			p.Report(s, "%s, being public, can use the refresh token without the key of its access token; bind it with {to: dpop}", who).Cite(cite)
		case !specs.Has(tied, specs.BoundToKey):
			r := p.Missing(s, "%s is public and its access token is bound by DPoP, so bind the refresh token with {to: dpop}", who).Cite(cite)
			if !p.Varies(s.Path) {
				r.State(s.At.File, s.Path, "{to: dpop}")
			}
		}
	}
}

// wrongScheme finds responses and resource servers that call a token Bearer which is always bound by DPoP.
func wrongScheme(p *Pass) {
	tokens := p.TokensOf(opensResources...)
	var with []string
	for _, token := range tokens {
		with = append(with, "tokens."+token+".binding")
	}
	allDPoP := func(among []string, sel specs.Selection) bool {
		among = slices.DeleteFunc(slices.Clone(among), func(token string) bool {
			client, named := sel[specs.AxisClient]
			return named && !slices.Contains(p.ClientsOf(token), client)
		})
		return len(among) > 0 && !slices.ContainsFunc(among, func(token string) bool { return !p.boundByDPoP(token, sel) })
	}
	for s, kind := range Each[specs.Value[string]](p, "issuers.*.responses.*.fields.token_type.value", with...) {
		if kind.IsSet() && strings.EqualFold(kind.V, "Bearer") && allDPoP(tokens, s.Sel) {
			p.Report(s, "tells clients that the token works without proof, although it is bound by DPoP; write DPoP").
				Cite(Cite{"RFC 9449", "5", "MUST"}).Write(s, "DPoP")
		}
	}
	for s, scheme := range Each[specs.Value[string]](p, "resource_servers.*.credential.scheme", append(with, "resource_servers.*.accepts")...) {
		taken := p.Accepted(s.Name(), s.Sel)
		if scheme.IsSet() && strings.EqualFold(scheme.V, "Bearer") && allDPoP(taken, s.Sel) {
			p.Report(s, "a token that is bound by DPoP comes with the scheme DPoP; write DPoP").Cite(Cite{"RFC 9449", "7.1", ""}).Write(s, "DPoP")
		}
	}
}
