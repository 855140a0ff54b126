package flow

import (
	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/specs"
)

// deviceCode draws RFC 8628.
func (s *sketch) deviceCode() {
	tokens := s.handedOver(specs.GrantDeviceCode)
	needs := s.needs(s.issuedBy(specs.GrantDeviceCode))
	s.say(client, server, s.endpoint("device_authorization")+s.credential())
	s.answer(server, client, "device code, user code, address to visit")
	for _, t := range []specs.TokenType{specs.DeviceCode, specs.UserCode} {
		for _, id := range s.tokensOf(t) {
			s.note(client, upper(s.token(id))+": "+s.life("tokens."+id+".lifetime"))
		}
	}
	s.say(client, person, "shows the user code and the address")
	s.say(person, browser, "types the code on another device")
	s.say(browser, server, "the user code")
	s.signIn()
	s.consentBeside(needs)
	s.polling(specs.GrantDeviceCode, tokens, needs, s.tokensOf(specs.DeviceCode))
}

// consentBeside draws the consent of a user who sits at another device than the client: there is no redirect.
func (s *sketch) consentBeside(needs []specs.Prerequisite) {
	if s.client == "" {
		return
	}
	c := val[specs.Consent](s, "clients."+s.client+".consent")
	asked := c.IsSet() && consents[c.V] != ""
	for _, n := range needs {
		asked = asked || n == specs.RequireUserConsent && !c.Stated()
	}
	if asked {
		text := consents[specs.ConsentRequired]
		if c.IsSet() {
			text = consents[c.V]
		}
		s.say(server, person, text)
		s.answer(person, server, "agrees, or refuses")
	}
}

// polling draws a client that asks until the user has decided.
func (s *sketch) polling(g specs.GrantType, tokens []issued, needs []specs.Prerequisite, codes []string) {
	surface := specs.SurfaceToken
	request := s.endpoint("token") + " grant_type=" + grantType(g) + s.credential() + s.proof(tokenIDs(tokens)...)
	s.group(draw.Loop, way{label: "until the user has decided", draw: func() {
		s.say(client, server, request)
		s.refusalSteps(reason{"", s.refusalByCode(surface, "authorization_pending")})
	}})
	s.checksNeeds(needs)
	expired := s.refusalByCode(surface, "expired_token")
	if len(codes) > 0 {
		for i := range s.p.Causes {
			if c := &s.p.Causes[i]; c.Own != nil && c.Own.TokenState.V == specs.TokenExpired && specs.Has(c.Own.Tokens, specs.TokenID(codes[0])) {
				expired = s.resolved(c)
			}
		}
	}
	ways := []way{{label: "the user has agreed", draw: func() { s.response(tokens) }}}
	ways = append(ways, s.refusals(server, s.credentialReason([]reason{
		{"the client asks too often", s.refusalByCode(surface, "slow_down")},
		{"the user refuses", s.refusalByCode(surface, "access_denied")},
		{"the time is over", expired},
	}))...)
	s.group(draw.Alt, ways...)
}

// refusalSteps draws a refusal that is part of the ordinary course.
func (s *sketch) refusalSteps(r reason) {
	s.answer(server, client, r.wire)
	if r.then != "" {
		s.act(client, r.then)
	}
}

// backchannel draws CIBA with polling.
func (s *sketch) backchannel() {
	tokens := s.handedOver(specs.GrantCIBA)
	needs := s.needs(s.issuedBy(specs.GrantCIBA))
	name := "ciba"
	if !s.hasEndpoint(name) && s.hasEndpoint("backchannel_authentication") {
		name = "backchannel_authentication"
	}
	s.say(client, server, s.endpoint(name)+", naming the user"+s.credential())
	id := "request ID"
	if ids := s.tokensOf(specs.AuthenticationRequestID); len(ids) > 0 {
		id = s.token(ids[0]) + " (" + s.life("tokens."+ids[0]+".lifetime") + ")"
	}
	s.answer(server, client, "200 with "+id)
	s.say(server, person, "asks on a device of the user")
	s.answer(person, server, "authenticates and decides")
	s.polling(specs.GrantCIBA, tokens, needs, s.tokensOf(specs.AuthenticationRequestID))
}
