package flow

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// revocations makes a flow for the client's own request and one for each trigger.
func (m *maker) revocations() {
	pl := plan{kind: KindRevocation, id: []string{"revoke", "request"}, title: "Revocation by the client",
		about: "A client gives a token up at the revocation endpoint.", axis: specs.AxisClient, lane: client, base: m.selection()}
	pl.draw = func(s *sketch) { s.revocationRequest() }
	m.behave(pl, nil)
	for _, id := range m.p.Revocation.Triggers.IDs() {
		title, failing := upper(human(id)), false
		if known, ok := standard.TriggerByKey(id); ok {
			title, failing = known.Title, !known.Planned
		}
		pl := plan{
			kind: KindRevocation, failing: failing, id: []string{"revoke", "on", id}, title: title + ": what ends",
			about: title + ": which tokens end, by which means, and how soon each service refuses them.",
			axis:  specs.AxisClient, lane: client, base: m.selection(),
		}
		pl.draw = func(s *sketch) { s.trigger(id, title) }
		m.behave(pl, nil)
	}
}

// revocationRequest draws RFC 7009.
func (s *sketch) revocationRequest() {
	if !s.hasEndpoint("revocation") {
		return
	}
	base := "issuers." + s.issuer + ".endpoints.revocation"
	what := "token"
	if accepts := vals[specs.TokenID](s, base+".accepts"); len(accepts) > 0 {
		var ids []string
		for _, id := range accepts {
			ids = append(ids, string(id))
		}
		what = s.names(ids)
	}
	s.say(client, server, s.endpoint("revocation")+" with the "+what)
	s.act(server, "ends the token")
	for _, id := range s.p.Revocation.Cascade.IDs() {
		var also []string
		for _, t := range vals[specs.TokenID](s, "revocation.cascade."+id) {
			also = append(also, string(t))
		}
		if len(also) > 0 {
			s.act(server, "with the "+s.token(id)+" also ends "+s.names(also))
		}
	}
	switch fate := val[specs.Fate](s, "revocation.session_cookie"); fate.V {
	case specs.FateDies:
		s.act(server, "ends the session cookie too")
	case specs.FateLives:
		s.note(server, "The session cookie lives on")
	case specs.FateUnspecified:
		s.note(server, "The session cookie: expressly left open")
	}
	ok := "200"
	if v := val[specs.Status](s, base+".success"); v.IsSet() {
		ok = decimal(int(v.V))
	}
	unknown := val[specs.Status](s, base+".unknown_token")
	if !unknown.IsSet() || decimal(int(unknown.V)) == ok {
		s.answer(server, client, ok+", for an unknown token too")
	} else {
		s.group(draw.Alt,
			way{label: "the token was known", draw: func() { s.answer(server, client, ok) }},
			way{label: "the token is unknown", draw: func() { s.answer(server, client, decimal(int(unknown.V))) }})
	}
	s.notices()
}

// doom is what a trigger means for one token or column.
type doom struct {
	tokens    []string
	label     string
	fate      specs.Fate
	within    string
	mechanism specs.Mechanism
}

// trigger draws one trigger.
func (s *sketch) trigger(id, title string) {
	base := "revocation.triggers." + id
	by := vals[specs.Revoker](s, base+".by")
	switch {
	case slices.Contains(by, specs.RevokerUser) && len(by) == 1:
		s.say(person, server, title)
	case slices.Contains(by, specs.RevokerUser):
		s.say(person, server, title+"; may also come from "+words(slices.DeleteFunc(by, func(r specs.Revoker) bool { return r == specs.RevokerUser })))
	default:
		s.act(server, plus(", set off by ", title, words(by)))
	}
	texts, state := s.kills(base + ".kill")
	for _, text := range texts {
		s.act(server, "ends "+text)
	}
	dooms := s.dooms(id)
	switch {
	case len(texts) == 0 && state == specs.None:
		s.note(server, "Nothing dies")
	case len(texts) == 0 && len(dooms) == 0:
		s.note(server, "What dies: "+unspecified)
	}
	if ev := val[specs.EventID](s, base+".event"); ev.IsSet() {
		s.act(server, "records the event "+string(ev.V))
	}
	dead := s.spread(dooms)
	if t := s.delay(base + ".within.any"); t != "" {
		s.note(server, "All of it "+t)
	}
	s.aftermath(id, dead)
	s.notices()
	s.revocationGrace()
	if rev := val[bool](s, base+".reversible"); rev.IsSet() {
		s.note(server, map[bool]string{true: "It can be undone", false: "It cannot be undone"}[rev.V])
	}
}

// dooms are the fates of the tokens that the trigger's cells and kill filters name; where a kill has no filter, of all
// tokens that can be revoked.
func (s *sketch) dooms(id string) []doom {
	base := "revocation.triggers." + id
	var out []doom
	named := map[string]bool{}
	cells := peek[specs.Map[specs.Cell]](s, base+".cells")
	for i := range cells.Entries {
		e := &cells.Entries[i]
		path := base + ".cells." + e.ID
		s.seen(path)
		d := doom{tokens: []string{e.ID}, label: e.ID, fate: e.V.Fate.V, within: delayWords(e.V.Within), mechanism: e.V.Mechanism.V}
		narrowed := e.V.When.IsSet() // the cell speaks of some of them only; a kill may say more of the others
		if col := s.p.Revocation.Columns.Get(e.ID); col != nil {
			d.tokens, narrowed = nil, narrowed || col.When.IsSet()
			for _, t := range vals[specs.TokenID](s, "revocation.columns."+e.ID+".tokens") {
				d.tokens = append(d.tokens, string(t))
			}
			d.label = s.title("revocation.columns."+e.ID, human(e.ID))
		} else {
			d.label = s.token(e.ID)
		}
		for _, t := range d.tokens {
			named[t] = !narrowed
		}
		if d.within == "" {
			d.within = s.delay(base + ".within." + e.ID)
		}
		out = append(out, d)
	}
	kills := peek[specs.List[specs.Kill]](s, base+".kill")
	add := func(t string) {
		if !named[t] {
			named[t] = true
			out = append(out, doom{tokens: []string{t}, label: s.token(t), fate: specs.FateDies, within: s.delay(base + ".within." + t)})
		}
	}
	for i := range kills.Items {
		only := specs.Plain(kills.Items[i].Tokens)
		for _, t := range only {
			add(string(t))
		}
		if len(only) == 0 {
			for _, t := range s.revocable() {
				add(t)
			}
		}
	}
	return out
}

// revocable are the tokens that the policy says something about ending: it names a mechanism, or calls them revocable.
func (s *sketch) revocable() []string {
	if s.canEnd != nil {
		return s.canEnd
	}
	out := []string{}
	for _, id := range s.p.Tokens.IDs() {
		is := peek[specs.Value[bool]](s, "tokens."+id+".revocable")
		how := peek[specs.Values[specs.Mechanism]](s, "revocation.mechanisms."+id)
		if is.IsSet() && !is.V {
			continue
		}
		if is.IsSet() || how.IsSet() {
			out = append(out, id)
		}
	}
	s.canEnd = out
	return out
}

// spread draws how the news of each fate travels, and gives the tokens that are dead.
func (s *sketch) spread(dooms []doom) []string {
	var dead []string
	type path struct {
		mechanism specs.Mechanism
		labels    []string
		tokens    []string
	}
	var paths []path
	var live, open []string
	for _, d := range dooms {
		switch d.fate {
		case specs.FateLives:
			live = append(live, d.label)
			continue
		case specs.FateUnspecified:
			open = append(open, d.label)
			continue
		}
		dead = append(dead, d.tokens...)
		ways := []specs.Mechanism{d.mechanism}
		if d.mechanism == "" {
			ways = s.mechanisms(d.tokens)
		}
		text := upper(d.label) + ": dies " + d.within
		switch {
		case len(ways) == 0 && d.within == "":
			s.note(server, upper(d.label)+": by what means and how soon is "+unspecified)
		case d.within != "":
			s.note(server, text)
		}
		for _, w := range ways {
			i := slices.IndexFunc(paths, func(p path) bool { return p.mechanism == w })
			if i < 0 {
				paths = append(paths, path{mechanism: w})
				i = len(paths) - 1
			}
			paths[i].labels = append(paths[i].labels, d.label)
			paths[i].tokens = append(paths[i].tokens, d.tokens...)
		}
	}
	if len(live) > 0 {
		s.note(server, "Live on: "+several(live, 6))
	}
	if len(open) > 0 {
		s.note(server, "Expressly left open: "+several(open, 6))
	}
	for _, p := range paths {
		s.news(p.mechanism, several(p.labels, 3), p.tokens)
	}
	return dead
}

// mechanisms are the ways in which tokens can be ended.
func (s *sketch) mechanisms(tokens []string) []specs.Mechanism {
	var out []specs.Mechanism
	for _, t := range tokens {
		list := vals[specs.Mechanism](s, "revocation.mechanisms."+t)
		if len(list) == 0 {
			list = vals[specs.Mechanism](s, "revocation.mechanisms.any")
		}
		for _, w := range list {
			if !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}
