package flow

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/specs"
)

// calls makes a flow for each distinct way in which resource servers take calls.
func (m *maker) calls() {
	pl := plan{
		kind: KindCall, id: []string{"call"}, title: "Call",
		about: "A call to a resource server: the request, the checks in the order in which they are made, and the refusals.",
		axis:  specs.AxisResource, lane: resource, base: m.selection(),
	}
	pl.draw = func(s *sketch) { s.call(s.sel[specs.AxisResource]) }
	if m.p.ResourceServers.Len() == 0 && !m.p.Validation.Stated() {
		return
	}
	m.behave(pl, m.p.ResourceServers.IDs())
}

// accepted are the tokens that a resource server takes: those it names, else those of the types that are shown to one.
func (s *sketch) accepted(rs string) []string {
	if rs != "" {
		if named := vals[specs.TokenID](s, "resource_servers."+rs+".accepts"); len(named) > 0 {
			out := make([]string, len(named))
			for i, id := range named {
				out[i] = string(id)
			}
			return out
		}
	}
	return s.tokensOf(specs.AccessToken, specs.ExchangedToken, specs.APIKey, specs.PersonalAccessToken, specs.WorkloadToken)
}

// mode is how a resource server learns whether a token is good; empty where nothing is stated.
func (s *sketch) mode(rs string) specs.ValidationMode {
	if rs != "" {
		if m := val[specs.ValidationMode](s, "resource_servers."+rs+".mode"); m.IsSet() {
			return m.V
		}
	}
	m := val[specs.ValidationMode](s, "validation.mode")
	return m.V
}

// call draws a call of one resource server.
func (s *sketch) call(rs string) {
	tokens := s.accepted(rs)
	if len(tokens) == 0 {
		return
	}
	checks := vals[specs.Check](s, "validation.checks")
	mode := s.mode(rs)
	if holders := s.holders(tokens); len(holders) > 0 {
		s.called[client] = several(holders, 2)
	}
	judge := resource
	how := s.shown(rs, tokens)
	if mode == specs.ValidateAtGateway {
		judge = gateway
		s.say(client, gateway, how)
		s.cached(gateway, "validation.gateway_cache", "remembers its verdict for ")
	} else {
		s.say(client, resource, how)
	}
	s.validate(judge, mode, checks, tokens)
	ways := []way{{label: "all checks pass", draw: func() {
		if judge == gateway {
			s.say(gateway, resource, "forwards the call")
			s.answer(resource, gateway, "what was asked for")
		}
		s.answer(judge, client, "what was asked for")
	}}}
	reasons := []reason{{"no token is sent", s.refusalFor(specs.SurfaceResource, specs.TokenMissing, "")}}
	for _, c := range checks {
		if state, ok := stateOfCheck[c]; ok {
			reasons = append(reasons, reason{checkName(c) + checkFails, s.refusalFor(specs.SurfaceResource, state, tokens[0])})
		}
	}
	ways = append(ways, s.refusals(judge, tidy(reasons))...)
	s.group(draw.Alt, ways...)
	bound := "resource_servers." + rs + ".refuses_within"
	if own := peek[specs.Value[specs.Duration]](s, bound); rs == "" || !own.Stated() {
		bound = "validation.refuses_within"
	}
	if t := s.span(bound); t != "" {
		s.note(judge, "A token that has become bad is refused within "+t)
	}
}

// tidy leaves out a missing token that no error is stated for: every resource server refuses it, and saying that the
// error is not specified once is enough.
func tidy(reasons []reason) []reason {
	if len(reasons) > 1 && strings.HasSuffix(reasons[0].wire, unspecified) {
		return reasons[1:]
	}
	return reasons
}

// holders are the titles of the clients that get one of the tokens.
func (s *sketch) holders(tokens []string) []string {
	var out []string
	for _, id := range s.p.Clients.IDs() {
		for _, t := range tokens {
			if slices.Contains(s.p.ClientsOf(t), id) {
				out = append(out, s.title("clients."+id, id))
				break
			}
		}
	}
	return out
}

// shown is how the token stands in the request.
func (s *sketch) shown(rs string, tokens []string) string {
	text := "request with " + s.names(tokens)
	var where []string
	if rs != "" {
		base := "resource_servers." + rs + ".credential"
		if h := val[specs.HeaderName](s, base+".header"); h.IsSet() {
			where = append(where, "header "+string(h.V))
		}
		if v := val[string](s, base+".scheme"); v.IsSet() {
			where = append(where, "scheme "+v.V)
		}
		if v := val[string](s, base+".query"); v.IsSet() {
			where = append(where, "query parameter "+v.V)
		}
		if v := val[string](s, base+".cookie"); v.IsSet() {
			where = append(where, "cookie "+v.V)
		}
	}
	if len(where) == 0 {
		for _, t := range tokens {
			if ways := vals[specs.Transport](s, "tokens."+t+".transport"); len(ways) > 0 {
				where = append(where, words(ways))
				break
			}
		}
	}
	if len(where) > 0 {
		text += " (" + strings.Join(where, ", ") + ")"
	}
	return text + s.proof(tokens...)
}

// cached adds how long something is remembered, where the policy says so.
func (s *sketch) cached(who lane, path, before string) {
	if t := s.span(path); t != "" {
		s.act(who, before+t)
	}
}

// validate draws the checks in their order, with the look-ups that they need.
func (s *sketch) validate(judge lane, mode specs.ValidationMode, checks []specs.Check, tokens []string) {
	if mode == "" {
		s.note(judge, "How tokens are checked: "+unspecified)
	}
	if mode == specs.ValidateByIntrospection {
		s.introspect(judge)
	}
	if len(checks) == 0 {
		s.note(judge, "Checks: "+unspecified)
	}
	var plain []string
	flush := func() {
		if len(plain) > 0 {
			s.act(judge, strings.Join(plain, ", "))
		}
		plain = nil
	}
	number := 0
	revoked := false
	for _, c := range checks {
		if len(plain) == 4 { // more in one step is hard to read
			flush()
		}
		number++
		name := decimal(number) + ". " + checkName(c)
		switch c {
		case specs.CheckSignature:
			flush()
			if mode == specs.ValidateByIntrospection {
				plain = append(plain, name)
				continue
			}
			s.act(judge, name+s.algorithms())
			s.keys(judge)
		case specs.CheckExpiry, specs.CheckNotBefore, specs.CheckIssuedAt:
			if t := s.span("validation.clock_skew.tolerance"); t != "" && c == specs.CheckExpiry {
				name += " (clocks may differ by " + t + ")"
			}
			plain = append(plain, name)
		case specs.CheckRevocation:
			revoked = true
			if mode == specs.ValidateByIntrospection {
				plain = append(plain, name+" (the answer says it)")
				continue
			}
			flush()
			s.act(judge, name)
			s.lookUp(judge, mode, tokens)
		case specs.CheckBinding, specs.CheckCertificate, specs.CheckReplay, specs.CheckNonce:
			flush()
			s.act(judge, name+s.proofRule(c, tokens))
		default:
			plain = append(plain, name)
		}
	}
	flush()
	if mode == specs.ValidateHybrid && !revoked {
		s.group(draw.Opt, way{label: "more is at stake", draw: func() { s.introspect(judge) }})
	}
}

// algorithms are those that a verifier accepts.
func (s *sketch) algorithms() string {
	if list := vals[specs.Algorithm](s, "validation.algorithms"); len(list) > 0 {
		return " (" + words(list) + ")"
	}
	return ""
}

// keys draws how a verifier gets the public keys.
func (s *sketch) keys(judge lane) {
	cache := s.span("validation.jwks.cache")
	if !s.hasEndpoint("jwks") && cache == "" {
		return
	}
	label := "the keys are not in the cache"
	if cache != "" {
		label += " of " + cache
	}
	if s.yes("validation.jwks.refetch_on_unknown_kid") {
		label += ", or the kid is unknown"
		if t := s.span("validation.jwks.at_most_every"); t != "" {
			label += " (at most every " + t + ")"
		}
	}
	s.group(draw.Opt, way{label: label, draw: func() {
		s.say(judge, server, s.endpoint("jwks"))
		s.answer(server, judge, "public keys")
	}})
}

// proofRule is the rule for proofs of possession that a check applies.
func (s *sketch) proofRule(c specs.Check, tokens []string) string {
	base := "validation.dpop."
	if !slices.ContainsFunc(tokens, s.boundByDPoP) {
		return ""
	}
	switch c {
	case specs.CheckBinding:
		return s.spanOr(base+"proof_window", " (proof at most ", " old)", "")
	case specs.CheckReplay:
		return s.spanOr(base+"remember_jti", " (proofs remembered for ", ")", "")
	case specs.CheckNonce:
		if from := vals[specs.NonceGiver](s, base+"nonce"); len(from) > 0 {
			return " (given by " + words(from) + ")"
		}
	}
	return ""
}

// boundByDPoP reports whether a token is tied to a DPoP key.
func (s *sketch) boundByDPoP(token string) bool {
	list := peek[specs.List[specs.Binding]](s, "tokens."+token+".binding")
	return slices.ContainsFunc(list.Items, func(b specs.Binding) bool { return b.To.V == specs.BindingDPoP })
}

// introspect draws the question to the authorization server (RFC 7662), with what is remembered of the answer.
func (s *sketch) introspect(judge lane) {
	ask := func() {
		s.say(judge, server, s.endpoint("introspection"))
		s.answer(server, judge, "active, or not")
		s.cached(judge, "validation.introspection.negative_cache", "remembers a bad answer for ")
	}
	cache := val[specs.Duration](s, "validation.introspection.cache")
	switch {
	case cache.IsSet() && cache.V > 0:
		label := "no answer in the cache of " + cache.V.Words()
		if capped := val[bool](s, "validation.introspection.capped_at_expiry"); capped.IsSet() && capped.V {
			label += ", or the token has expired since"
		}
		s.group(draw.Opt, way{label: label, draw: ask})
	case cache.State == specs.None || cache.IsSet():
		ask()
		s.note(judge, "No answer is remembered")
	default:
		ask()
	}
}

// lookUp draws how a verifier finds out that a token was revoked.
func (s *sketch) lookUp(judge lane, mode specs.ValidationMode, tokens []string) {
	if mode == specs.ValidateHybrid {
		s.group(draw.Opt, way{label: "more is at stake", draw: func() { s.introspect(judge) }})
	}
	var ways []specs.Mechanism
	for _, t := range append(slices.Clone(tokens), "any") {
		for _, w := range vals[specs.Mechanism](s, "revocation.mechanisms."+t) {
			if !slices.Contains(ways, w) {
				ways = append(ways, w)
			}
		}
	}
	for _, w := range ways {
		switch w {
		case specs.ByDenylist:
			s.say(judge, denylist, "is the token listed?"+s.spanOr("revocation.denylist.poll", " (fetched every ", ")", ""))
			s.answer(denylist, judge, "listed, or not"+s.newsOf(w))
		case specs.ByStatusList:
			s.say(judge, server, "fetches the status list")
			s.answer(server, judge, "valid, or not"+s.newsOf(w))
		case specs.BySessionCheck:
			s.say(judge, server, "does its session still live?")
			s.answer(server, judge, "yes or no"+s.newsOf(w))
		case specs.ByObjectCheck:
			s.act(judge, "looks up the object that the token is tied to")
		case specs.ByCutoff:
			s.act(judge, "compares the time of issue with the cutoff"+s.newsOf(w))
		case specs.ByIntrospection:
			if mode != specs.ValidateHybrid {
				s.introspect(judge)
			}
		case specs.ByExpiry:
			if len(ways) == 1 {
				s.note(judge, "A revoked token works until it expires")
			}
		}
	}
}

// newsOf is how long news takes along a mechanism: " (news within 30 seconds)". Propagation is stated under the
// mechanism's name, or one that begins with it.
func (s *sketch) newsOf(m specs.Mechanism) string {
	for _, id := range s.p.Revocation.Propagation.IDs() {
		if id == string(m) || strings.HasPrefix(id, string(m)+"_") {
			if t := s.delay("revocation.propagation." + id); t != "" {
				return " (news " + t + ")"
			}
		}
	}
	return ""
}
