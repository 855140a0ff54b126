package flow

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/specs"
)

// expiries makes flows for each token that is shown to a resource server and has a lifetime.
func (m *maker) expiries() {
	s := m.sketch(m.selection())
	for _, id := range s.tokensOf(specs.AccessToken, specs.ExchangedToken, specs.PersonalAccessToken, specs.APIKey, specs.WorkloadToken) {
		if t := m.p.Tokens.Get(id); !t.Lifetime.IsSet() {
			continue
		}
		name := m.sketch(m.selection()).token(id)
		pl := plan{
			kind: KindExpiry, id: []string{"expiry", id}, title: "End of life: " + name,
			about: "What happens when the token comes to its end: renewal in time, a refused call, and what is left when renewal fails. The token: " + name + ".",
			axis:  specs.AxisClient, lane: client, base: m.selection().With(specs.AxisToken, id),
		}
		pl.draw = func(s *sketch) { s.expiry(id) }
		m.behave(pl, m.p.ClientsOf(id))
	}
}

// expiry draws the end of one token.
func (s *sketch) expiry(token string) {
	name := s.token(token)
	s.note(client, "Holds the "+name+": "+s.life("tokens."+token+".lifetime"))
	refreshes := s.refreshed(token)
	if refreshes {
		s.renews()
	}
	if refreshes {
		s.shows()
	}
	gone := s.refusalFor(specs.SurfaceResource, specs.TokenExpired, token)
	s.say(client, resource, "calls with the expired "+name)
	s.refuse(resource, client, gone.wire+s.spanOr("validation.clock_skew.tolerance", ", at the latest ", " after the end", ""))
	var way specs.Value[specs.OnExpiry]
	if kind := s.p.Tokens.Get(token).Type.V; kind == specs.AccessToken || kind == specs.ExchangedToken {
		way = val[specs.OnExpiry](s, "client_strategy.on_expiry")
	}
	switch {
	case way.V == specs.OnExpiryRequestAgain:
		s.say(client, server, s.endpoint("token")+s.credential())
		s.answer(server, client, "200 with a new "+name)
	case way.V == specs.OnExpirySilentRefresh && refreshes,
		!way.IsSet() && refreshes && gone.action == specs.ActionRefresh:
		s.silentRefresh(token)
	case way.V == specs.OnExpiryPrompt:
		s.say(client, person, "asks to sign in again")
	case way.V == specs.OnExpirySignOut:
		s.act(client, "signs the user out")
	case way.V == specs.OnExpiryDegrade:
		s.degrade()
	case gone.then != "" && gone.action != specs.ActionRefresh:
		s.act(client, gone.then)
	case way.Stated() && !way.IsSet():
		s.note(client, "What the client does: "+map[bool]string{true: undecided, false: "stated none"}[way.State == specs.Undecided])
	case !refreshes && s.client != "" && specs.Has(peek[specs.Values[specs.GrantType]](s, "clients."+s.client+".grants"), specs.GrantClientCredentials):
		s.say(client, server, s.endpoint("token")+" grant_type=client_credentials"+s.credential())
		s.answer(server, client, "200 with a new "+name)
	default:
		s.note(client, "What the client does: "+unspecified)
	}
	if t := val[specs.Int](s, "client_strategy.refreshes_per_request"); t.IsSet() && refreshes {
		s.note(client, "At most "+decimal(int(t.V))+" refresh for one request")
	}
	s.inFlight(token)
}

// refreshed reports whether the client gets new tokens of a kind with a refresh token: a renewal of the token says so, or
// it is an access token that says nothing, and the client may use refresh tokens.
func (s *sketch) refreshed(token string) bool {
	if s.client != "" && !s.mayRefresh() || len(s.tokensOf(specs.RefreshToken)) == 0 {
		return false
	}
	list := peek[specs.List[specs.Renewal]](s, "tokens."+token+".renewal")
	if !list.Stated() {
		return s.p.Tokens.Get(token).Type.V == specs.AccessToken
	}
	for i := range list.Items {
		if r := &list.Items[i]; s.open(r) && s.drawnElsewhere(token, r) {
			return true
		}
	}
	return false
}

// silentRefresh draws a renewal without the user, and what is left when it fails.
func (s *sketch) silentRefresh(token string) {
	s.say(client, server, s.endpoint("token")+" grant_type=refresh_token"+s.credential())
	r := s.refusalFor(specs.SurfaceToken, specs.TokenExpired, append(s.tokensOf(specs.RefreshToken), "")[0])
	s.deadGrant(&r)
	s.group(draw.Alt,
		way{label: "the refresh token is good", draw: func() {
			s.answer(server, client, "200 with a new "+s.token(token))
			s.say(client, resource, "repeats the call")
		}},
		way{label: "the refresh token is dead", failed: true, draw: func() {
			s.refuse(server, client, r.wire)
			if r.then != "" {
				s.act(client, r.then)
			} else {
				s.note(client, "What the client does: "+unspecified)
			}
			if ways := vals[specs.SignIn](s, "client_strategy.fallback_sign_in"); len(ways) > 0 {
				s.act(client, "falls back to signing in by "+words(ways))
			}
		}},
		way{label: "no answer", failed: true, draw: s.degrade},
	)
}

// degrade draws the reduced modes.
func (s *sketch) degrade() {
	for _, id := range s.p.ClientStrategy.Degraded.IDs() {
		base := "client_strategy.degraded." + id
		keeps := val[specs.Prose](s, base+".keeps")
		s.act(client, plus(": ", "goes on in the mode "+human(id), s.prose(keeps.V, 60)))
	}
}

// shows draws what the user sees while the end comes near.
func (s *sketch) shows() {
	var states []string
	for _, id := range s.p.ClientStrategy.Validity.IDs() {
		if from := val[specs.Share](s, "client_strategy.validity."+id+".below"); from.IsSet() {
			states = append(states, human(id)+" below "+share(from.V))
		}
	}
	if len(states) > 0 {
		s.note(client, "The user sees: "+several(states, 5))
	}
}

// inFlights are the fates of work in progress.
var inFlights = map[specs.InFlightAction]string{
	specs.InFlightFinish: "runs to its end", specs.InFlightPause: "waits for a new token", specs.InFlightRenew: "goes on with a new token",
	specs.InFlightCheckpoint: "stops at the next safe point", specs.InFlightQueue: "is queued", specs.InFlightAbort: "stops at once",
	specs.InFlightRollBack: "is undone",
}

// inFlight draws what becomes of work in progress.
func (s *sketch) inFlight(token string) {
	for _, id := range s.p.Tokens.Get(token).InFlight.IDs() {
		base := "tokens." + token + ".in_flight." + id
		if then := val[specs.InFlightAction](s, base+".then"); then.IsSet() {
			s.note(resource, upper(human(id))+" in progress "+inFlights[then.V]+s.spanOr(base+".within", ", within ", "", ""))
		}
	}
}

// logouts makes the flow of signing out, and that of signing out everywhere.
func (m *maker) logouts() {
	pl := plan{kind: KindLogout, id: []string{"logout"}, title: "Sign-out",
		about: "A user signs out of one client: what the client, the server and the other clients do.",
		axis:  specs.AxisClient, lane: client, base: m.selection()}
	pl.draw = func(s *sketch) { s.logout() }
	m.behave(pl, m.signedIn())
	done := map[string]bool{}
	for _, id := range m.p.Sessions.IDs() {
		named := peek[specs.Value[specs.TriggerID]](m.sketch(m.selection()), "sessions."+id+".sign_out_everywhere")
		if trigger := string(named.V); named.IsSet() && !done[trigger] {
			done[trigger] = true
			pl := plan{kind: KindLogout, id: []string{"logout", strings.TrimPrefix(trigger, "logout_")}, title: "Sign-out everywhere",
				about: "A user ends all sessions at once.", axis: specs.AxisClient, lane: client, base: m.selection()}
			pl.draw = func(s *sketch) { s.logoutEverywhere(trigger) }
			m.behave(pl, nil)
		}
	}
}

// signedIn are the clients whose users sign in.
func (m *maker) signedIn() []string {
	return slices.DeleteFunc(m.p.Clients.IDs(), func(id string) bool {
		for _, g := range specs.Plain(m.p.Clients.Get(id).Grants) {
			switch g {
			case specs.GrantAuthorizationCode, specs.GrantDeviceCode, specs.GrantCIBA, specs.GrantImplicit, specs.GrantPassword:
				return false
			}
		}
		return true
	})
}
