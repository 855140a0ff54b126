package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// introspectionOnly are what a resource server is told beside the claims of the token (RFC 7662 section 2.2).
var introspectionOnly = []string{"active", "username", "token_type"}

var claimsContradicted = &Rule{
	ID: "CLM004", Title: "claims do not carry what the policy relies on",
	Why: "A service can only enforce what the token tells it. A binding without cnf is not checked, and a sign-in without auth_time is never too old.",
	Cites: []Cite{
		{"RFC 9449", "6.1", ""},
		{"RFC 8705", "3.1", "SHOULD"},
		{"RFC 9470", "6.1", ""},
		{"FAPI 2.0", "5.3.2.1", "shall"},
	},
	In: []Ask{{BCP, diag.Error}, {FAPI2, diag.Error}, {AAL1, diag.Error}, {ASVS2, diag.Error}},
	Bad: "tokens:\n  access:\n    type: access_token\n    binding: {to: dpop}\n" +
		"    claims: {iss: Who issued it, sub: Whose access it is, exp: When it ends, aud: For whom, client_id: Through whom, iat: When it began, jti: Its number}\n",
	Good: "tokens:\n  access:\n    type: access_token\n    binding: {to: dpop}\n" +
		"    claims: {iss: Who issued it, sub: Whose access it is, exp: When it ends, aud: For whom, client_id: Through whom, iat: When it began, jti: Its number,\n" +
		"             cnf: {why: Names the key, members: {jkt: Thumbprint of the key}}}\n",
	At:     "tokens.access.claims",
	Repair: "adds the claim, or the member of cnf",
	Check: func(p *Pass) {
		for s, claims := range Each[specs.Map[specs.Claim]](p, "tokens.*.claims", "tokens.*.binding") {
			if claims.State == specs.Set && p.Is(s.Name(), opensResources...) { // CLM001 speaks where no claims are stated
				confirmed(p, s, claims)
			}
		}
		for s, acr := range Each[specs.Value[specs.ACRID]](p, "operations.*.acr", "operations.*.resource") {
			if acr.IsSet() {
				expressed(p, s, "acr", "how strongly the user signed in")
			}
		}
		for s, age := range Each[specs.Value[specs.Duration]](p, "operations.*.max_age", "operations.*.resource") {
			if age.IsSet() {
				expressed(p, s, "auth_time", "when the user signed in")
			}
		}
		for s, receives := range Each[specs.Values[string]](p, "resource_servers.*.receives", "resource_servers.*.accepts") {
			tokens := p.Accepted(s.Name(), s.Sel)
			for i, v := range receives.Items {
				if !v.IsSet() || slices.Contains(introspectionOnly, v.V) {
					continue
				}
				if known, carried, _ := carriers(p, tokens, v.V, s.Sel); known && !carried {
					p.Report(s.Item(i, v.Mark), "no token that %s takes carries the claim %s; add it to the token, or take it off this list", s.Name(), v.V).AtMost(diag.Warning)
				}
			}
		}
	},
}

// confirmed holds the claims of a token to its bindings: each is named by a member of cnf.
func confirmed(p *Pass, s Spot, claims specs.Map[specs.Claim]) {
	bindings := Get[specs.List[specs.Binding]](p, "tokens."+s.Name()+".binding", s.Sel)
	for _, b := range bindings.Items {
		std, ok := standard.BindingByKey(string(b.To.V))
		if !ok || !b.To.IsSet() || b.To.V != specs.BindingDPoP && b.To.V != specs.BindingMTLS {
			continue
		}
		grave := diag.Error
		if b.To.V == specs.BindingMTLS {
			grave = diag.Warning // RFC 8705 section 3.1: SHOULD
		}
		cite := Cite{std.Cite.Document, std.Cite.Section, ""}
		if b.To.V == specs.BindingMTLS {
			cite = Cite{"RFC 8705", "3.1", "SHOULD"}
		}
		cnf := claims.Get("cnf")
		member := std.Confirmation
		switch {
		case len(lacking(claims, "cnf")) > 0:
			r := p.Report(s, "the token is bound by %s, and no claim names the key; add cnf with the member %s", b.To.V, member).AtMost(grave).Cite(cite)
			if cnf == nil {
				r.stateEach(p, s.At.File, s.Path, []string{"cnf"}, "{present: always, members: {"+member+": {present: always}}}")
			}
		case cnf.Members.State == specs.Set && len(lacking(cnf.Members, member)) > 0:
			at := s.In("cnf", cnf.Mark).In("members", cnf.Members.Mark)
			p.Report(at, "the token is bound by %s, whose key stands in the member %s; add it", b.To.V, member).AtMost(grave).Cite(cite).
				stateEach(p, at.At.File, at.Path, []string{member}, "{present: always}")
		case !b.Optional.Or(false) && len(unsteady(claims, "cnf")) > 0:
			at := presenceOf(s, claims, "cnf")
			p.Report(at, "the token is always bound by %s, so that cnf is always there; write always", b.To.V).AtMost(grave).Cite(cite).Write(at, "always")
		}
	}
}

// expressed holds an operation to the claims of the tokens that reach it.
func expressed(p *Pass, s Spot, claim, what string) {
	resource := Get[specs.Value[specs.ResourceID]](p, "operations."+s.Name()+".resource", s.Sel)
	tokens := p.TokensOf(specs.AccessToken)
	if resource.IsSet() {
		tokens = p.Accepted(string(resource.V), s.Sel)
	}
	known, carried, at := carriers(p, tokens, claim, s.Sel)
	if !known || carried {
		return
	}
	r := p.Report(s, "no token that reaches the operation carries %s, which tells %s; add the claim to %s", claim, what, strings.Join(tokens, " or ")).
		Cite(Cite{"RFC 9470", "6.1", ""}).Related(at.At, "the claims of the token")
	if len(tokens) == 1 {
		r.stateEach(p, at.At.File, at.Path, []string{claim}, "{present: maybe}")
	}
}

// carriers looks for a claim in some tokens. known is false where the claims of one of them are not stated, or of all of
// them stated to be none; at is where the claims of the first stand.
func carriers(p *Pass, tokens []string, claim string, sel specs.Selection) (known, carried bool, at Spot) {
	for _, token := range tokens {
		s, claims := At[specs.Map[specs.Claim]](p, "tokens."+token+".claims", sel)
		switch claims.State {
		case specs.Silent, specs.Undecided:
			return false, false, Spot{}
		case specs.Set:
			if !known {
				at = s
			}
			known = true
			carried = carried || len(lacking(claims, claim)) == 0
		case specs.None:
		}
	}
	return known, carried, at
}
