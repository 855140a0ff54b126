package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// The claims of every ID token (OIDC Core section 2), and those that a federated assertion carries beside them
// (SP 800-63C-4 section 4.9): its identifier, the time of authentication and the level reached.
var (
	idTokenClaims   = []string{"iss", "sub", "aud", "exp", "iat"}
	assertionClaims = []string{"jti", "auth_time", "acr"}
)

var idTokenLacksClaim = &Rule{
	ID: "CLM002", Title: "ID token lacks a required claim",
	Why: "A client that cannot tell who signed in, for whom the token was made and when, can be given somebody else's sign-in or an old one.",
	Cites: []Cite{
		{"OIDC Core", "2", "REQUIRED"},
		{"SP 800-63C-4", "4.9", "SHALL"},
	},
	In:     []Ask{{BCP, diag.Error}, {AAL1, diag.Error}, {ASVS2, diag.Error}},
	Bad:    "tokens:\n  id:\n    type: id_token\n    format: jwt\n    lifetime: 5m\n    claims: {iss: Who vouches, sub: Who signed in}\n",
	Good:   "tokens:\n  id:\n    type: id_token\n    format: jwt\n    lifetime: 5m\n    claims: {iss: Who vouches, sub: Who signed in, aud: For which client, exp: Until when, iat: Since when}\n",
	At:     "tokens.id.claims",
	Repair: "adds the claims, and says of one that is there sometimes that it is there always",
	Check: func(p *Pass) {
		// A request with max_age makes auth_time mandatory in the answer; that of nonce hangs on each request, which a
		// policy does not state, so that only a nonce that never comes back is a fault.
		aged := asksForAge(p)
		for s, claims := range EachOrSilent[specs.Map[specs.Claim]](p, "tokens.*.claims") {
			if !p.Is(s.Name(), specs.IDToken) {
				continue
			}
			federal := p.Claims(s).Has(AAL1)
			always, once := slices.Clone(idTokenClaims), []string(nil)
			if federal {
				always = append(always, assertionClaims...)
			} else if aged {
				once = []string{"auth_time"}
			}
			switch claims.State {
			case specs.Silent:
				names := append(always, once...)
				p.Missing(s, "an ID token carries %s; name them", strings.Join(names, ", ")).
					stateEach(p, s.At.File, s.Path, names, "{present: always}")
				continue
			case specs.None:
				p.Report(s, "an ID token without claims says nothing; it carries %s", strings.Join(always, ", "))
				continue
			case specs.Undecided:
				continue
			case specs.Set:
			}
			if names := lacking(claims, idTokenClaims...); len(names) > 0 {
				p.Report(s, "lacks %s, which every ID token carries", strings.Join(names, ", ")).
					stateEach(p, s.At.File, s.Path, names, "{present: always}")
			}
			if names := lacking(claims, assertionClaims...); federal && len(names) > 0 {
				p.Report(s, "lacks %s, by which a client knows this sign-in, its time and its level", strings.Join(names, ", ")).
					Cite(Cite{"SP 800-63C-4", "4.9", "SHALL"}).stateEach(p, s.At.File, s.Path, names, "{present: always}")
			}
			if len(lacking(claims, once...)) > 0 {
				p.Report(s, "lacks auth_time, which a request with max_age makes mandatory").
					stateEach(p, s.At.File, s.Path, once, "{present: maybe}")
			}
			for _, name := range unsteady(claims, always...) {
				at := presenceOf(s, claims, name)
				p.Report(at, "every ID token carries %s; write always", name).Write(at, "always")
			}
			if nonce := claims.Get("nonce"); nonce != nil && nonce.Present.V == specs.PresentNever {
				at := presenceOf(s, claims, "nonce")
				p.Report(at, "a nonce that the client sent comes back in the ID token; write maybe").Write(at, "maybe")
			}
		}
	},
}

// asksForAge reports whether an operation makes clients ask for a sign-in that is not too old.
func asksForAge(p *Pass) bool {
	for _, age := range Each[specs.Value[specs.Duration]](p, "operations.*.max_age") {
		if age.IsSet() {
			return true
		}
	}
	return false
}
