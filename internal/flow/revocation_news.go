package flow

import (
	"slices"

	"github.com/tokenbook/tokenbook/specs"
)

// news draws one way in which those who accept the tokens learn that they are dead. Tokens that only the authorization
// server takes, such as refresh tokens and codes, are looked up there.
func (s *sketch) news(w specs.Mechanism, what string, tokens []string) {
	soon := s.newsOf(w)
	judge := server
	if slices.ContainsFunc(tokens, s.shownToResources) {
		judge = resource
	}
	switch w {
	case specs.ByDenylist:
		kept := ""
		if entry := get[specs.Lifetime](s, "revocation.denylist.entry_lifetime"); entry.Stated() {
			kept = " (kept: " + s.lifetime(&entry) + ")"
		}
		s.say(server, denylist, "lists: "+what+kept)
		s.say(judge, denylist, "reads the list"+s.spanOr("revocation.denylist.poll", " every ", "", "")+soon)
	case specs.ByIntrospection:
		if judge == server {
			s.act(server, "not active any more: "+what+soon)
			return
		}
		s.say(resource, server, s.endpoint("introspection")+s.spanOr("validation.introspection.cache", ", answers remembered for ", "", ""))
		s.answer(server, resource, "not active: "+what+soon)
	case specs.ByPushEvent:
		s.say(server, resource, "security event, dead: "+what+soon)
	case specs.ByStatusList:
		s.act(server, "marks on the status list: "+what)
		s.say(judge, server, "fetches the status list"+soon)
	case specs.ByCutoff:
		s.say(server, judge, "new cutoff, refuse what is older: "+what+soon)
	case specs.BySessionCheck:
		s.say(judge, server, "does the session live behind: "+what+"?"+soon)
	case specs.ByObjectCheck:
		s.act(judge, "looks up what it is tied to: "+what+soon)
	case specs.ByDeletion:
		s.act(server, "deletes the record: "+what+soon)
	case specs.ByEndpoint: // the way of a client that asks for it; see revocationRequest
	case specs.ByCascade:
		s.note(server, "Dies with another token: "+what+soon)
	case specs.ByKeyWithdrawal:
		s.act(server, "withdraws the signing key of: "+what+soon)
	case specs.ByExpiry:
		if s.onlyExpiry(tokens) {
			for _, t := range tokens {
				s.note(judge, "Works until it ends by itself: "+s.token(t)+" ("+s.life("tokens."+t+".lifetime")+")")
			}
		}
	default:
		s.act(server, "ends by "+human(string(w))+": "+what+soon)
	}
}

// shownToResources reports whether resource servers take a token, going by its type.
func (s *sketch) shownToResources(token string) bool {
	t := s.p.Tokens.Get(token)
	if t == nil {
		return true
	}
	switch t.Type.V {
	case specs.RefreshToken, specs.IDToken, specs.AuthorizationCode, specs.DeviceCode, specs.UserCode, specs.RequestURI,
		specs.AuthenticationRequestID, specs.ClientAssertion, specs.LogoutToken, specs.OneTimeToken, specs.InitialAccessToken, specs.RegistrationToken:
		return false
	}
	return true
}

// onlyExpiry reports whether nothing but their short life ends the tokens.
func (s *sketch) onlyExpiry(tokens []string) bool {
	return len(tokens) > 0 && !slices.ContainsFunc(s.mechanisms(tokens), func(w specs.Mechanism) bool { return w != specs.ByExpiry })
}

// aftermath draws what the holder of a dead token meets at the next call and at the next refresh.
func (s *sketch) aftermath(id string, dead []string) {
	base := "revocation.triggers." + id
	if t := s.span("revocation.objective"); t != "" && len(dead) > 0 {
		s.note(resource, "Refused everywhere within "+t+" (objective)")
	}
	named := val[specs.CauseID](s, base+".error")
	then := val[specs.ClientAction](s, base+".then")
	finish := func(r refusal) {
		if then.IsSet() {
			r.action, r.then = then.V, does(then.V)
		}
		if r.then != "" {
			s.act(client, r.then)
		}
	}
	access, refresh := "", ""
	for _, t := range dead {
		if tok := s.p.Tokens.Get(t); tok != nil {
			switch tok.Type.V {
			case specs.RefreshToken:
				refresh = t
			case specs.IDToken, specs.AuthorizationCode, specs.SessionToken:
			default:
				if access == "" {
					access = t
				}
			}
		}
	}
	if access != "" && !s.onlyExpiry([]string{access}) {
		r := s.refusalFor(specs.SurfaceResource, specs.TokenRevoked, access)
		if named.IsSet() && s.standsAt(string(named.V), specs.SurfaceResource) {
			r = s.refusalByID(string(named.V))
		}
		s.say(client, resource, "calls with the dead "+s.token(access))
		s.refuse(resource, client, r.wire)
		if refresh == "" {
			finish(r)
		} else if r.then != "" {
			s.act(client, r.then)
		}
	}
	if refresh != "" {
		r := s.refusalFor(specs.SurfaceToken, specs.TokenRevoked, refresh)
		if named.IsSet() && s.standsAt(string(named.V), specs.SurfaceToken) {
			r = s.refusalByID(string(named.V))
		}
		s.say(client, server, "refreshes with the dead "+s.token(refresh))
		s.refuse(server, client, r.wire)
		if r.action == "" || r.action == specs.ActionReauthenticate {
			s.deadGrant(&r)
		}
		finish(r)
	} else if access == "" && then.IsSet() {
		s.act(client, does(then.V))
	}
}

// standsAt reports whether a named cause appears on a surface.
func (s *sketch) standsAt(cause string, surface specs.Surface) bool {
	c := s.p.Cause(cause)
	return c != nil && s.stands(c, surface)
}

// noticeWays are the ways in which somebody learns of a revocation.
var noticeWays = map[specs.NoticeWay]string{
	specs.NoticeError: "by the error at the next call", specs.NoticeIntrospection: "by introspection", specs.NoticeResponseHeader: "by a response header",
	specs.NoticeBackchannelLogout: "by back-channel logout", specs.NoticeFrontchannelLogout: "by front-channel logout",
	specs.NoticePushEvent: "by a pushed event", specs.NoticePollEvent: "by an event to fetch", specs.NoticeWebhook: "by webhook",
	specs.NoticePushMessage: "by a push message", specs.NoticeEmail: "by mail",
}

// notices draws who is told, how and how soon.
func (s *sketch) notices() {
	for _, id := range s.p.Revocation.Notify.IDs() {
		base := "revocation.notify." + id
		to := val[string](s, base+".to")
		by := val[specs.NoticeWay](s, base+".by")
		how := noticeWays[by.V]
		if how == "" && by.IsSet() {
			how = "by " + human(string(by.V))
		}
		s.note(server, plus(" ", "Tells", human(to.Or(id)), how, s.delay(base+".within")))
	}
}

// revocationGrace draws a time in which work is kept.
func (s *sketch) revocationGrace() {
	base := "revocation.grace"
	l := get[specs.Lifetime](s, base+".lifetime")
	if !l.IsSet() {
		return
	}
	text := "Work is kept for " + s.lifetime(&l)
	switch accepts := get[specs.Values[specs.TokenID]](s, base+".accepts"); {
	case len(accepts.Items) > 0:
		var ids []string
		for _, t := range specs.Plain(accepts) {
			ids = append(ids, string(t))
		}
		text += "; still taken: " + s.names(ids)
	case accepts.State == specs.None:
		text += "; no token is taken"
	}
	s.note(client, text)
}
