package flow

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// authorizationCode draws RFC 6749, section 4.1, with what the policy adds to it.
func (s *sketch) authorizationCode() {
	tokens := s.handedOver(specs.GrantAuthorizationCode)
	needs := s.needs(s.issuedBy(specs.GrantAuthorizationCode))
	pkce := s.pkce(needs)
	s.say(person, client, "starts the sign-in")
	s.pushed(needs)
	s.say(client, browser, "redirect"+pkce)
	s.say(browser, server, s.endpoint("authorization"))
	s.signIn()
	s.consent(needs)
	code := "redirect with the code"
	if ids := s.tokensOf(specs.AuthorizationCode); len(ids) > 0 {
		code = "redirect with the " + s.token(ids[0]) + " (" + s.life("tokens."+ids[0]+".lifetime") + ")"
	}
	if s.yes("issuers." + s.issuer + ".authorization_response_iss") {
		code += " and iss"
	}
	s.answer(server, browser, code)
	s.say(browser, client, "hands the code over")
	verifier := ""
	if pkce != "" {
		verifier = ", code_verifier"
	}
	s.say(client, server, s.endpoint("token")+" grant_type=authorization_code"+verifier+s.credential()+s.proof(tokenIDs(tokens)...))
	s.checksNeeds(needs)
	codes := append(s.tokensOf(specs.AuthorizationCode), "")
	s.outcome(tokens, s.credentialReason([]reason{
		{"the code is expired", s.refusalFor(specs.SurfaceToken, specs.TokenExpired, codes[0])},
		{"the code was used before", s.refusalFor(specs.SurfaceToken, specs.TokenSpent, codes[0])},
	})...)
	s.frontend()
}

// credentialReason adds the refusal of a client that does not authenticate, where it has to.
func (s *sketch) credentialReason(reasons []reason) []reason {
	if s.authenticates() {
		reasons = append(reasons, reason{"the client fails to authenticate", s.refusalByCode(specs.SurfaceToken, "invalid_client")})
	}
	return reasons
}

// pkce is the proof key of the request: " with code_challenge (S256)".
func (s *sketch) pkce(needs []specs.Prerequisite) string {
	base := "issuers." + s.issuer + ".pkce"
	if s.client != "" {
		if own := peek[specs.PKCE](s, "clients."+s.client+".pkce"); own.Stated() {
			base = "clients." + s.client + ".pkce"
		}
	}
	needed := val[specs.Need](s, base+".needed")
	methods := vals[specs.PKCEMethod](s, base+".methods")
	required := false
	for _, n := range needs {
		required = required || n == specs.RequirePKCE
	}
	if !required && (!needed.IsSet() && len(methods) == 0 || needed.V == specs.NeedForbidden) {
		return ""
	}
	var inside []string
	for _, m := range methods {
		inside = append(inside, string(m))
	}
	if needed.IsSet() && needed.V != specs.NeedRequired {
		inside = append(inside, human(string(needed.V)))
	}
	text := " with code_challenge"
	if len(inside) > 0 {
		text += " (" + strings.Join(inside, ", ") + ")"
	}
	return text
}

// pushed draws the pushed authorization request (RFC 9126) where the policy asks for one.
func (s *sketch) pushed(needs []specs.Prerequisite) {
	need := val[specs.Need](s, "issuers."+s.issuer+".pushed_authorization_requests")
	for _, n := range needs {
		if n == specs.RequirePushedRequest {
			need.State, need.V = specs.Set, specs.NeedRequired
		}
	}
	if !need.IsSet() || need.V == specs.NeedForbidden {
		return
	}
	steps := func() {
		s.say(client, server, s.endpoint("pushed_authorization")+" with the whole request"+s.credential())
		uri := "201 with a request_uri"
		if ids := s.tokensOf(specs.RequestURI); len(ids) > 0 {
			uri += " (" + s.life("tokens."+ids[0]+".lifetime") + ")"
			s.about(ids[0])
		}
		s.answer(server, client, uri)
	}
	if need.V == specs.NeedRequired {
		steps()
		return
	}
	s.group(draw.Opt, way{label: "pushed request, " + human(string(need.V)), draw: steps})
}

// signIn draws how the user authenticates.
func (s *sketch) signIn() {
	if p := val[string](s, "issuers."+s.issuer+".federation.provider"); p.IsSet() {
		s.called[provider] = p.V
		age := s.spanOr("issuers."+s.issuer+".federation.max_auth_age", ", at most ", " old", "")
		s.say(server, provider, "asks for a sign-in"+age)
		s.say(person, provider, "authenticates")
		s.answer(provider, server, "who the user is")
		return
	}
	how := ""
	if s.client != "" {
		if ways := vals[specs.SignIn](s, "clients."+s.client+".sign_in"); len(ways) > 0 {
			how = ": " + words(ways)
		}
	}
	limit := ""
	if s.p.Timers.Get("login") != nil {
		limit = ", within " + s.life("timers.login")
	}
	s.say(server, person, "asks to sign in"+limit)
	s.answer(person, server, "authenticates"+how)
}

// consents are how users are asked.
var consents = map[specs.Consent]string{
	specs.ConsentRequired: "asks for consent", specs.ConsentAlways: "asks for consent, every time",
	specs.ConsentOnce: "asks for consent, once", specs.ConsentAdmin: "", specs.ConsentImplied: "",
}

// consent draws whether the user is asked, and the refusal.
func (s *sketch) consent(needs []specs.Prerequisite) {
	var c specs.Value[specs.Consent]
	if s.client != "" {
		c = val[specs.Consent](s, "clients."+s.client+".consent")
	}
	if !c.Stated() {
		for _, n := range needs {
			if n == specs.RequireUserConsent {
				c.State, c.V = specs.Set, specs.ConsentRequired
			}
		}
	}
	switch {
	case c.State == specs.None:
		s.note(server, "Consent: none")
	case c.State == specs.Undecided:
		s.note(server, "Consent: "+undecided)
	case c.IsSet() && c.V == specs.ConsentAdmin:
		s.note(server, "An administrator has consented for all users")
	case c.IsSet() && c.V == specs.ConsentImplied:
		s.note(server, "Nobody is asked: using the product means agreeing")
	case c.IsSet():
		s.say(server, person, consents[c.V])
		no := s.refusalByCode(specs.SurfaceAuthorization, "access_denied")
		s.group(draw.Alt,
			way{label: "the user agrees", draw: func() { s.answer(person, server, "agrees") }},
			way{label: "the user refuses", failed: true, draw: func() {
				s.refuse(server, browser, "redirect: "+no.wire)
				if no.then != "" {
					s.act(client, no.then)
				}
			}},
		)
	}
}

// backend reports whether the client is one whose browser part never sees a token.
func (s *sketch) backend() bool {
	if s.client == "" {
		return false
	}
	switch arch := peek[specs.Value[specs.Architecture]](s, "clients."+s.client+".architecture"); arch.V {
	case specs.ArchitectureBFF, specs.ArchitectureServerRendered, specs.ArchitectureTokenMediatingBackend:
		return true
	}
	return false
}

// frontend draws what a backend hands on to the browser, going by the architecture of the client.
func (s *sketch) frontend() {
	if s.client == "" {
		return
	}
	base := "clients." + s.client
	arch := val[specs.Architecture](s, base+".architecture")
	switch {
	case arch.V == specs.ArchitectureBFF || arch.V == specs.ArchitectureServerRendered:
		s.answer(client, browser, s.cookie(base+".cookie", "session cookie"))
		s.note(client, "The backend keeps the tokens; the browser never has one")
	case arch.V == specs.ArchitectureTokenMediatingBackend:
		s.answer(client, browser, plus(" and ", "access token", s.cookie(base+".cookie", "session cookie")))
		s.note(client, "The backend keeps the other tokens")
	case arch.V == specs.ArchitectureBrowserOnly:
		s.note(client, "The browser holds the tokens itself")
	}
}

// cookie names a cookie with its attributes.
func (s *sketch) cookie(path, fallback string) string {
	name := val[string](s, path+".name")
	text := name.Or(fallback)
	var with []string
	if v := val[bool](s, path+".http_only"); v.IsSet() && v.V {
		with = append(with, "HttpOnly")
	}
	if v := val[bool](s, path+".secure"); v.IsSet() && v.V {
		with = append(with, "Secure")
	}
	switch same := val[specs.SameSite](s, path+".same_site"); {
	case same.IsSet():
		with = append(with, "SameSite="+upper(string(same.V)))
	case same.State == specs.None:
		with = append(with, "SameSite=None")
	}
	if age := s.span(path + ".max_age"); age != "" {
		with = append(with, age)
	}
	return "cookie " + plus(": ", text, strings.Join(with, ", "))
}

// implicit draws RFC 6749, section 4.2.
func (s *sketch) implicit() {
	tokens := s.handedOver(specs.GrantImplicit)
	needs := s.needs(s.issuedBy(specs.GrantImplicit))
	s.say(person, client, "starts the sign-in")
	s.say(client, browser, "redirect")
	s.say(browser, server, s.endpoint("authorization"))
	s.signIn()
	s.consent(needs)
	s.checksNeeds(needs)
	s.answer(server, browser, "redirect with "+s.names(tokenIDs(tokens))+" in the fragment")
	s.say(browser, client, "hands the fragment over")
	for _, is := range tokens {
		s.note(client, s.facts(is.token))
	}
}

// direct draws the grants that are one request to the token endpoint.
func (s *sketch) direct(g specs.GrantType) {
	all := s.issuedBy(g)
	tokens := s.handedOver(g)
	needs := s.needs(all)
	with, state := "", specs.TokenMalformed
	from := s.tradedIn(all)
	switch g {
	case specs.GrantPassword:
		s.say(person, client, "types name and password")
		with = ", name and password"
	case specs.GrantTokenExchange:
		with, state = ", subject_token", specs.TokenExpired
		if from != "" {
			with = ", subject_token: " + s.token(from)
		}
	case specs.GrantJWTBearer, specs.GrantSAML2Bearer:
		with, state = ", assertion", specs.TokenExpired
		if from == "" {
			from = append(s.tokensOf(specs.Assertion), "")[0]
		}
		if from != "" {
			s.act(client, "has an assertion ("+s.life("tokens."+from+".lifetime")+")")
			s.about(from)
		}
	default:
		if from != "" {
			with, state = ", from: "+s.token(from), specs.TokenExpired
		}
	}
	where := s.endpoint("token") + " grant_type=" + grantType(g)
	_, known := standard.GrantByKey(string(g))
	at := s.handOverAt(tokens)
	if !known || at != "" && at != "token" { // a way of the team's own: nothing is known of its endpoint but what is stated
		where = "asks for " + s.names(tokenIDs(tokens)) + ": " + human(string(g))
		if at != "" {
			where = s.endpoint(at)
		}
		s.say(client, server, where+with+s.credential()+s.proof(tokenIDs(tokens)...))
		s.checksNeeds(needs)
		s.responseAs("gives ", tokens)
		return
	}
	s.say(client, server, where+with+s.credential()+s.proof(tokenIDs(tokens)...))
	s.checksNeeds(needs)
	var reasons []reason
	if state == specs.TokenExpired {
		reasons = append(reasons, reason{"what is traded in is expired or revoked", s.refusalFor(specs.SurfaceToken, state, from)})
	}
	s.outcome(tokens, s.credentialReason(reasons)...)
}

// handOverAt is the endpoint that the first of the tokens says it is handed out at; empty where none does.
func (s *sketch) handOverAt(tokens []issued) string {
	for _, is := range tokens {
		if is.path == "" {
			continue
		}
		if at := val[specs.EndpointID](s, is.path+".at"); at.IsSet() {
			return string(at.V)
		}
	}
	return ""
}

// tradedIn is the token that the first of the ways of issue takes; empty where none is stated.
func (s *sketch) tradedIn(all []issued) string {
	for _, is := range all {
		if is.path == "" {
			continue
		}
		if from := val[specs.TokenID](s, is.path+".from"); from.IsSet() {
			return string(from.V)
		}
	}
	return ""
}
