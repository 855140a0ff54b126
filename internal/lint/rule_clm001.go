package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// accessTokenClaims are the claims of every JWT access token (RFC 9068 section 2.2).
var accessTokenClaims = []string{"iss", "exp", "aud", "sub", "client_id", "iat", "jti"}

var accessTokenLacksClaim = &Rule{
	ID: "CLM001", Title: "JWT access token lacks a required claim",
	Why: "A resource server that follows the profile looks at these claims. Where one is missing it either refuses good tokens or skips the check.",
	Cites: []Cite{
		{"RFC 9068", "2.2", "REQUIRED"},
		{"RFC 9068", "2.2.3", "SHOULD"},
	},
	In:     []Ask{{BCP, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad:    "tokens:\n  access:\n    type: access_token\n    claims: {iss: Who issued it, sub: Whose access it is, exp: When it ends}\n",
	Good:   "tokens:\n  access:\n    type: access_token\n    claims: {iss: Who issued it, sub: Whose access it is, exp: When it ends, aud: For whom, client_id: Through whom, iat: When it began, jti: Its number}\n",
	At:     "tokens.access.claims",
	Repair: "adds the claims, and says of one that is there sometimes that it is there always",
	Check: func(p *Pass) {
		for s, claims := range EachOrSilent[specs.Map[specs.Claim]](p, "tokens.*.claims", "tokens.*.format", "tokens.*.header", "tokens.*.scopes") {
			if !p.Is(s.Name(), specs.AccessToken) || !followsProfile(p, s) {
				continue
			}
			switch claims.State {
			case specs.Silent:
				p.Missing(s, "a JWT access token carries %s; name them", strings.Join(accessTokenClaims, ", ")).
					stateEach(p, s.At.File, s.Path, accessTokenClaims, "{present: always}")
				continue
			case specs.None:
				p.Report(s, "a JWT access token without claims cannot be checked; it carries %s", strings.Join(accessTokenClaims, ", "))
				continue
			case specs.Undecided:
				continue
			case specs.Set:
			}
			if names := lacking(claims, accessTokenClaims...); len(names) > 0 {
				p.Report(s, "lacks %s, which every JWT access token carries", strings.Join(names, ", ")).
					stateEach(p, s.At.File, s.Path, names, "{present: always}")
			}
			for _, name := range unsteady(claims, accessTokenClaims...) {
				at := presenceOf(s, claims, name)
				p.Report(at, "every JWT access token carries %s; write always", name).Write(at, "always")
			}
			if scopes := Get[specs.Values[specs.ScopeID]](p, "tokens."+s.Name()+".scopes", s.Sel); len(specs.Plain(scopes)) > 0 && len(lacking(claims, "scope")) > 0 {
				p.Report(s, "the token has scopes and lacks the claim scope, in which it tells them").AtMost(diag.Warning).
					Cite(Cite{"RFC 9068", "2.2.3", "SHOULD"}).stateEach(p, s.At.File, s.Path, []string{"scope"}, "{present: always}")
			}
		}
	},
}

// followsProfile reports whether an access token is a JWT that does not say that it is of another type than at+jwt.
// What such a token says instead is not for this rule: VAL003 asks for the type.
func followsProfile(p *Pass, s Spot) bool {
	if f := p.FormatOf(s.Name(), s.Sel); f != specs.FormatJWT && f != specs.FormatJWE {
		return false
	}
	headers := Get[specs.Map[specs.Value[string]]](p, "tokens."+s.Name()+".header", s.Sel)
	typ, ok := statedHeader(headers, "typ")
	return !ok || !typ.IsSet() || strings.EqualFold(typ.V, "at+jwt") || strings.EqualFold(typ.V, "application/at+jwt")
}
