package flow

import (
	"github.com/tokenbook/tokenbook/specs"
)

// reuses makes a flow for each token whose policy says what happens when a superseded string comes back.
func (m *maker) reuses() {
	for i := range m.p.Tokens.Entries {
		e := &m.p.Tokens.Entries[i]
		members := m.refreshers(e.ID)
		stated := e.V.Rotation.OnReuse.Stated()
		for _, c := range members {
			r := peek[specs.Reuse](m.sketch(m.selection().With(specs.AxisClient, c)), "tokens."+e.ID+".rotation.on_reuse")
			stated = stated || r.Stated()
		}
		if !stated {
			continue
		}
		name := m.sketch(m.selection()).token(e.ID)
		pl := plan{
			kind: KindReuse, failing: true, id: []string{"reuse", e.ID}, title: "Reuse: " + name,
			about: "A string that was used up or superseded comes back: what dies, who is told, and what the client does. The token: " + name + ".",
			axis:  specs.AxisClient, lane: client, base: m.selection().With(specs.AxisToken, e.ID),
		}
		pl.draw = func(s *sketch) { s.reuse(e.ID) }
		m.behave(pl, members)
	}
}

func (s *sketch) reuse(token string) {
	base := "tokens." + token + ".rotation"
	whole := peek[specs.Reuse](s, base+".on_reuse")
	if !whole.Stated() {
		return
	}
	name := s.token(token)
	s.note(stranger, "Holds a copy of the "+name)
	verb, again := "trades in the ", "trades in the used "
	if s.p.Tokens.Get(token).Type.V == specs.RefreshToken {
		verb, again = "refreshes with the ", "refreshes with the old "
	}
	s.say(client, server, verb+name)
	if mode := val[specs.RotationMode](s, base+".mode"); mode.IsSet() {
		s.answer(server, client, "200 with a new one")
		s.act(server, map[specs.RotationMode]string{
			specs.RotateOnUse: "retires the old string", specs.RotateOnClock: "changes the string on its clock",
			specs.RotateOnDemand: "changed the string on demand",
		}[mode.V]+": "+s.grace(token))
	} else {
		s.answer(server, client, "200")
	}
	s.say(stranger, server, again+name+" after that")
	if whole.State != specs.Set {
		s.seen(base + ".on_reuse")
		text := "Reuse has no consequence: stated none"
		if whole.State == specs.Undecided {
			text = "What reuse leads to: " + undecided
		}
		s.alarm(server, text)
		return
	}
	known := s.spanOr(base+".on_reuse.remember_for", " (old strings are known for ", ")", "")
	s.alarm(server, "Reuse detected"+known+": thief or client, nobody can tell")
	texts, state := s.kills(base + ".on_reuse.kill")
	switch {
	case len(texts) > 0:
		for _, text := range texts {
			s.act(server, "ends "+text)
		}
	case state == specs.None:
		s.note(server, "Nothing dies")
	default:
		s.note(server, "What dies: "+unspecified)
	}
	r := s.reuseRefusal(token)
	s.refuse(server, stranger, r.wire)
	if ev := val[specs.EventID](s, base+".on_reuse.event"); ev.IsSet() {
		s.act(server, "records the event "+string(ev.V))
	}
	for _, who := range vals[string](s, base+".on_reuse.notify") {
		s.note(server, "Tells "+human(who))
	}
	if len(texts) > 0 {
		s.say(client, server, "uses the tokens that it got for it")
		s.refuse(server, client, r.wire)
	}
	if r.action == "" || r.action == specs.ActionReauthenticate {
		s.deadGrant(&r)
	}
	if r.then != "" {
		s.act(client, r.then)
	}
}
