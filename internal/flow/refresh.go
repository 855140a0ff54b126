package flow

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/specs"
)

// refreshes makes flows for each token that is traded for new ones, or that is renewed in another way.
func (m *maker) refreshes() {
	for i := range m.p.Tokens.Entries {
		e := &m.p.Tokens.Entries[i]
		if e.V.Type.V != specs.RefreshToken && !e.V.Renewal.Stated() && !e.V.Rotation.Stated() {
			continue
		}
		name := m.sketch(m.selection()).token(e.ID)
		pl := plan{
			kind: KindRefresh, id: []string{"refresh", e.ID}, title: "Renewal: " + name,
			about: "How a client comes to new tokens, and what a lost or repeated request leads to. The token: " + name + ".",
			axis:  specs.AxisClient, lane: client, base: m.selection().With(specs.AxisToken, e.ID),
		}
		pl.draw = func(s *sketch) { s.renew(e.ID) }
		m.behave(pl, m.refreshers(e.ID))
	}
}

// refreshers are the clients that hold a token: those that get it, narrowed to those with the grant where it is a
// refresh token and says nothing else.
func (m *maker) refreshers(token string) []string {
	if of := m.p.ClientsOf(token); len(of) > 0 {
		return of
	}
	if m.p.Tokens.Get(token).Type.V != specs.RefreshToken {
		return nil
	}
	var out []string
	for i := range m.p.Clients.Entries {
		if e := &m.p.Clients.Entries[i]; specs.Has(e.V.Grants, specs.GrantRefreshToken) {
			out = append(out, e.ID)
		}
	}
	return out
}

// renew draws the ways of renewing one token that are open to the sketch's client.
func (s *sketch) renew(token string) {
	base := "tokens." + token
	refresh := s.p.Tokens.Get(token).Type.V == specs.RefreshToken
	list := peek[specs.List[specs.Renewal]](s, base+".renewal")
	switch {
	case !list.Stated() && refresh:
		s.exchange(token, nil)
		return
	case !list.Stated() || list.State == specs.None:
		if list.State == specs.None && refresh {
			s.seen(base + ".renewal")
			s.note(client, upper(s.token(token))+": it is not renewed (stated none)")
		}
		s.rotate(token)
		return
	}
	var ways []way
	for i := range list.Items {
		if r := &list.Items[i]; s.open(r) && !s.drawnElsewhere(token, r) {
			s.seen(base + ".renewal")
			ways = append(ways, way{label: "renewal by " + human(string(r.By.V)), draw: func() {
				if !r.By.IsSet() || r.By.V == specs.RenewByExchange {
					s.exchange(token, r)
				} else {
					s.otherRenewal(token, r)
				}
			}})
		}
	}
	if len(ways) == 1 {
		ways[0].draw()
		return
	}
	s.group(draw.Alt, ways...)
}

// open reports whether a way of renewal is open to the sketch's client: it has one of the grants, and meets the
// condition as far as the client decides it.
func (s *sketch) open(r *specs.Renewal) bool {
	if !s.matches(&r.When) {
		return false
	}
	if s.client == "" || len(r.Grants.Items) == 0 {
		return true
	}
	mine := peek[specs.Values[specs.GrantType]](s, "clients."+s.client+".grants")
	return slices.ContainsFunc(specs.Plain(r.Grants), func(g specs.GrantType) bool { return specs.Has(mine, g) })
}

// drawnElsewhere reports whether a renewal trades in another token of the policy, whose own flow shows it.
func (s *sketch) drawnElsewhere(token string, r *specs.Renewal) bool {
	from := strings.TrimPrefix(r.From.V, "tokens.")
	t := s.p.Tokens.Get(from)
	return from != token && t != nil && t.Type.V == specs.RefreshToken
}

// due draws when the client begins. The client strategy speaks of access tokens and what they are renewed with.
func (s *sketch) due(token string, r *specs.Renewal) {
	if drawn := s.strategic(token) && s.renews(); !drawn && r != nil {
		var signs []string
		for i := range r.Due.Items {
			signs = append(signs, dueWords(&r.Due.Items[i]))
		}
		if len(signs) > 0 {
			s.act(client, "renews "+strings.Join(signs, ", or "))
		}
	}
	if r != nil && r.AtMostEvery.IsSet() {
		s.note(client, "At most every "+r.AtMostEvery.V.Words())
	}
	if s.strategic(token) {
		s.together()
	}
}

// strategic reports whether a token is one that the client strategy speaks of.
func (s *sketch) strategic(token string) bool {
	kind := s.p.Tokens.Get(token).Type.V
	return kind == specs.RefreshToken || kind == specs.AccessToken
}

// dueShort is when a client renews, as the name of an event.
func (s *sketch) dueShort() string {
	base := "client_strategy.refresh_at"
	text := ""
	if v := val[specs.Share](s, base+".remaining"); v.IsSet() {
		text = share(v.V) + " left"
	}
	return plus(", ", text, s.spanOr(base+".at_least", "at least ", "", ""))
}

// dueAt is when a client renews before expiry: "when 20% of the life is left, at least 1 minute".
func (s *sketch) dueAt() string {
	base := "client_strategy.refresh_at"
	text := ""
	if v := val[specs.Share](s, base+".remaining"); v.IsSet() {
		text = "when " + share(v.V) + " of the access token's life is left"
		if !v.V.Of {
			text = "when the access token has " + share(v.V) + " left"
		}
	}
	if t := s.span(base + ".at_least"); t != "" {
		text = plus(", ", text, "at least "+t+" before its end")
	}
	return text
}

// dueHow is what else is said of that moment: "spread by 10%, in a quiet moment".
func (s *sketch) dueHow() string {
	base := "client_strategy.refresh_at"
	text := ""
	if v := val[specs.Share](s, base+".jitter"); v.IsSet() {
		text = plus(", ", text, "spread by "+share(v.V))
	}
	if s.yes(base + ".prefer_idle") {
		text = plus(", ", text, "in a quiet moment")
	}
	if v := val[specs.RefreshTrigger](s, "client_strategy.trigger"); v.IsSet() {
		text = plus(", ", text, triggerSigns[v.V])
	}
	return text
}

// renews draws the moment at which the client strategy renews, if it says anything of it.
func (s *sketch) renews() bool {
	at, how := s.dueAt(), s.dueHow()
	if at != "" {
		s.act(client, "renews "+at)
	}
	if how != "" {
		s.note(client, "Renewal: "+how)
	}
	return at+how != ""
}

// triggerSigns are the signs by which clients know that it is time.
var triggerSigns = map[specs.RefreshTrigger]string{
	specs.RefreshOnExpiresIn: "going by expires_in", specs.RefreshOnAge: "going by its age", specs.RefreshOnUnauthorized: "after a 401",
	specs.RefreshOnHeader: "after a warning header", specs.RefreshOnSchedule: "on a schedule", specs.RefreshOnActivity: "when the user does something",
	specs.RefreshOnPush: "after a message from the server", specs.RefreshOnJWTExp: "going by exp inside the token",
}

func dueWords(d *specs.Due) string {
	switch {
	case d.Left.IsSet():
		return "when " + share(d.Left.V) + " is left"
	case d.Elapsed.IsSet():
		return "when " + share(d.Elapsed.V) + " has passed"
	case d.Age.IsSet():
		return "when it is " + d.Age.V.Words() + " old"
	case d.Status.IsSet():
		return "after status " + decimal(int(d.Status.V))
	}
	return "when it is due (" + unspecified + ")"
}

// together draws how several tabs or processes of a client agree.
func (s *sketch) together() {
	single := val[bool](s, "client_strategy.single_flight")
	how := val[specs.Coordination](s, "client_strategy.coordination")
	with := ""
	switch {
	case how.IsSet():
		with = " (" + human(string(how.V)) + ")"
	case how.State == specs.None:
		with = " (tabs and processes do not coordinate)"
	}
	switch {
	case single.IsSet() && single.V:
		s.act(client, "one refresh at a time, others wait"+with)
	case single.IsSet():
		s.alarm(client, "Several refreshes may run at once"+with)
	case how.Stated():
		s.act(client, "agrees who refreshes"+with)
	}
}

// exchange draws RFC 6749, section 6, with rotation.
func (s *sketch) exchange(token string, r *specs.Renewal) {
	base := "tokens." + token
	s.due(token, r)
	where := "trades in the "
	if s.p.Tokens.Get(token).Type.V == specs.RefreshToken {
		where = s.endpoint("token") + " grant_type=refresh_token, "
	}
	if r != nil {
		if at := specs.Plain(r.Endpoints); len(at) > 0 && at[0] != "token" {
			where = s.endpoint(string(at[0])) + ", "
		}
	}
	s.say(client, server, where+s.token(token)+s.credential()+s.proof(token))
	if bound := vals[specs.BoundTo](s, base+".bound_to"); len(bound) > 0 {
		s.act(server, "is it the same "+words(bound)+"?")
	}
	ways := []way{{label: "it is the current one", draw: func() { s.renewed(token, r) }}}
	ways = append(ways, s.again(token)...)
	ended := []reason{{"it has ended", s.refusalFor(specs.SurfaceToken, specs.TokenExpired, token)}}
	if dead := s.refusalFor(specs.SurfaceToken, specs.TokenRevoked, token); dead != ended[0].refusal {
		ended = append(ended, reason{"it was revoked", dead})
	} else {
		ended[0].text += ", or it was revoked"
	}
	for i := range ended {
		if ended[i].action == specs.ActionReauthenticate || ended[i].action == "" {
			s.deadGrant(&ended[i].refusal)
		}
	}
	ways = append(ways, s.refusals(server, ended)...)
	s.group(draw.Alt, ways...)
	if s.strategic(token) {
		s.retries()
	}
}

// deadGrant lets the client strategy say what happens when the refresh token is refused.
func (s *sketch) deadGrant(r *refusal) {
	if v := val[specs.ClientAction](s, "client_strategy.on_invalid_grant"); v.IsSet() {
		r.action, r.then = v.V, does(v.V)
	}
}

// renewed draws the answer to a renewal in order: what comes back, and what becomes of the old string.
func (s *sketch) renewed(token string, r *specs.Renewal) {
	base := "tokens." + token
	mode := get[specs.Value[specs.RotationMode]](s, base+".rotation.mode")
	s.rotation(token, mode)
	var back, kept []string
	if r != nil {
		for i := range r.Yields.Entries {
			y := &r.Yields.Entries[i]
			name := s.token(y.ID)
			switch y.V.V {
			case specs.YieldAlways:
				back = append(back, "new "+name)
			case specs.YieldMaybe:
				back = append(back, "perhaps a new "+name)
			case specs.YieldSame:
				kept = append(kept, "the same "+name)
			case specs.YieldNever:
			}
		}
	}
	if len(back)+len(kept) == 0 {
		for _, id := range s.renewedAccess(token) {
			back = append(back, "new "+s.token(id)+" ("+s.life("tokens."+id+".lifetime")+")")
		}
		if mode.IsSet() && mode.V == specs.RotateOnUse {
			back = append(back, "new "+s.token(token))
		}
	}
	s.answer(server, client, "200 with "+several(append(back, kept...), 4))
	end := ""
	if mode.IsSet() && mode.V == specs.RotateOnUse {
		switch e := val[specs.SuccessorExpiry](s, base+".rotation.expiry"); e.V {
		case specs.ExpiryInherited:
			end = "; the end is inherited"
		case specs.ExpiryFresh:
			end = "; its life begins anew"
		case specs.ExpiryRequested:
			end = "; its end is as asked for"
		}
	}
	s.note(client, upper(s.token(token))+": "+s.life(base+".lifetime")+end)
	switch v := val[specs.Replace](s, "client_strategy.replace"); v.V {
	case specs.ReplaceAtomicBeforeUse:
		s.act(client, "stores the new tokens in one step, before use")
	case specs.ReplaceAfterFirstUse:
		s.act(client, "keeps the old ones until the new have worked once")
	case specs.ReplaceLazy:
		s.act(client, "stores the new tokens some time later")
	}
}

// renewedAccess are the access tokens that the client gets anew: those that are issued to it.
func (s *sketch) renewedAccess(token string) []string {
	var out []string
	for _, id := range s.tokensOf(specs.AccessToken) {
		list := peek[specs.List[specs.Issuance]](s, "tokens."+id+".issued")
		if id != token && (!list.Stated() || s.client == "" || slices.Contains(s.p.ClientsOf(id), s.client)) {
			out = append(out, id)
		}
	}
	return out
}

// rotation draws what becomes of the old string.
func (s *sketch) rotation(token string, mode specs.Value[specs.RotationMode]) {
	base := "tokens." + token + ".rotation"
	whole := peek[specs.Rotation](s, base)
	switch {
	case mode.State == specs.None || whole.State == specs.None:
		s.seen(base)
		s.note(server, "No rotation: the string never changes")
		return
	case mode.State == specs.Undecided || whole.State == specs.Undecided:
		s.note(server, "Rotation: "+undecided)
		return
	case !mode.IsSet():
		s.note(server, "Rotation: "+unspecified)
		return
	}
	switch mode.V {
	case specs.RotateOnUse:
		s.act(server, "retires the old string: "+s.grace(token))
	case specs.RotateOnClock:
		s.act(server, "a new string "+s.spanOr(base+".every", "every ", "", "on a clock")+", not at use")
	case specs.RotateOnDemand:
		s.act(server, "the string changes only on demand")
	}
	if texts, _ := s.kills(base + ".also_kills"); len(texts) > 0 {
		s.act(server, "also ends "+several(texts, 3))
	}
	switch v := val[specs.ActiveFrom](s, base+".active_from"); v.V {
	case specs.ActiveFromFirstUse:
		s.note(server, "The new one becomes active at its first use")
	case specs.ActiveFromConfirmation:
		s.note(server, "The new one becomes active when the client confirms it")
	case specs.ActiveFromIssue:
	}
}

// grace is the life of a superseded string, in words.
func (s *sketch) grace(token string) string {
	path := "tokens." + token + ".rotation.previous"
	prev := peek[specs.Previous](s, path)
	l := get[specs.Lifetime](s, path+".lifetime")
	if prev.State == specs.None || l.State == specs.None || l.TTL.State == specs.None {
		s.seen(path)
		return "it is dead at once"
	}
	text := s.lifetime(&l)
	if text == "" {
		return "grace " + unspecified
	}
	if l.TTL.Fixed.IsSet() && l.TTL.Fixed.V.Kind == specs.Unchanged {
		return "it keeps the life that it had"
	}
	text = "it works for " + text + " more"
	if n := val[specs.Int](s, path+".generations"); n.IsSet() {
		text += ", at most " + decimal(int(n.V)) + " back"
	}
	return text
}
