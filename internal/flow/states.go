package flow

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// states makes a machine for each token: the states that the policy gives it and what moves it between them.
func (m *maker) states() {
	for _, id := range m.p.Tokens.IDs() {
		m.state(id)
	}
}

// state makes the machines of one token, one for each distinct way of its clients.
func (m *maker) state(token string) {
	base := m.selection().With(specs.AxisToken, token)
	members := m.p.ClientsOf(token)
	if len(members) == 0 {
		members = []string{""}
	}
	type way struct {
		key     string
		clients []string
	}
	var ways []way
	for _, c := range members {
		_, machine := m.machine(token, c, base)
		if len(machine.States) < 2 {
			continue
		}
		key := wording(machine)
		i := slices.IndexFunc(ways, func(w way) bool { return w.key == key })
		if i < 0 {
			ways = append(ways, way{key: key})
			i = len(ways) - 1
		}
		ways[i].clients = append(ways[i].clients, c)
	}
	for i, w := range ways {
		s, machine := m.machine(token, w.clients[0], base)
		name := s.token(token)
		parts := []string{"states", token}
		if i > 0 {
			parts = append(parts, w.clients[0])
		}
		machine.ID = m.unique(parts...)
		machine.Title = "States: " + name
		machine.Description = "The states of the token and what moves it from one to the next. The token: " + name + "."
		if w.clients[0] != "" {
			var names []string
			for _, c := range w.clients {
				names = append(names, s.title("clients."+c, c))
			}
			if len(ways) > 1 {
				machine.Title += " (" + several(names, 4) + ")"
			}
			machine.Description += " Holds for " + strings.Join(names, ", ") + "."
		}
		if m.environment != "" {
			machine.Description += " Drawn for " + s.title("environments."+m.environment, m.environment) + "."
		}
		m.add(Flow{ID: machine.ID, Title: machine.Title, Description: machine.Description, Kind: KindState,
			Tokens: s.tokens, Model: machine, Settings: s.reads})
	}
}

// life is a machine in the making.
type life struct {
	*sketch
	token   string
	machine *draw.Machine
	// renews is true where the client of the picture renews tokens of this kind before their end.
	renews bool
}

func (l *life) state(id, label string, kind draw.StateKind) {
	if !slices.ContainsFunc(l.machine.States, func(s draw.State) bool { return s.ID == id }) {
		l.machine.States = append(l.machine.States, draw.State{ID: id, Label: label, Kind: kind})
	}
}

func (l *life) edge(from, to, label string, failed bool) {
	l.machine.Edges = append(l.machine.Edges, draw.Edge{From: from, To: to, Label: label, Failed: failed})
}

// machine makes the states of one token for one client.
func (m *maker) machine(token, client string, base specs.Selection) (*sketch, *draw.Machine) {
	sel := base
	if client != "" {
		sel = base.With(specs.AxisClient, client)
	}
	s := m.sketch(sel)
	s.about(token)
	l := &life{sketch: s, token: token, machine: &draw.Machine{ID: "x", Title: "x"}}
	l.begin()
	l.renewal()
	l.rotation()
	l.ends()
	l.revoked()
	l.forgotten()
	return s, l.machine
}

// begin adds the states before use.
func (l *life) begin() {
	base := "tokens." + l.token
	switch from := val[specs.ActiveFrom](l.sketch, base+".rotation.active_from"); {
	case from.V == specs.ActiveFromFirstUse:
		l.state("issued", "Issued", draw.Start)
		l.state("active", "Active", draw.Normal)
		l.edge("issued", "active", "first use", false)
	case from.V == specs.ActiveFromConfirmation:
		l.state("issued", "Issued", draw.Start)
		l.state("active", "Active", draw.Normal)
		l.edge("issued", "active", "the client confirms that it is stored", false)
	default:
		l.state("active", "Issued and active", draw.Start)
	}
}

// renewal adds the state in which a client renews, for tokens that a refresh token replaces, and renewal in place.
func (l *life) renewal() {
	list := peek[specs.List[specs.Renewal]](l.sketch, "tokens."+l.token+".renewal")
	for i := range list.Items {
		if list.Items[i].By.V == specs.RenewInPlace {
			l.seen("tokens." + l.token + ".renewal")
			l.edge("active", "active", "renewed in place", false)
			break
		}
	}
	if !l.refreshed(l.token) {
		return
	}
	due := l.dueShort()
	if due == "" {
		return
	}
	l.state("due", "Due for renewal", draw.Normal)
	l.edge("active", "due", due, false)
	l.state("replaced", "Replaced by a new one", draw.End)
	l.edge("due", "replaced", "the client refreshes", false)
	l.renews = true
}

// rotation adds the states of a superseded string.
func (l *life) rotation() {
	base := "tokens." + l.token + ".rotation"
	mode := val[specs.RotationMode](l.sketch, base+".mode")
	if !mode.IsSet() {
		return
	}
	event := "used: a successor is issued"
	switch mode.V {
	case specs.RotateOnClock:
		event = l.spanOr(base+".every", "every ", ": a successor is issued", "on a clock: a successor is issued")
	case specs.RotateOnDemand:
		event = "on demand: a successor is issued"
	}
	path := base + ".previous"
	prev := peek[specs.Previous](l.sketch, path)
	dead := prev.State == specs.None || prev.Lifetime.State == specs.None || prev.Lifetime.TTL.State == specs.None
	last := "spent"
	grace := get[specs.Lifetime](l.sketch, path+".lifetime")
	over := "when its grace ends (how long is " + unspecified + ")"
	if text := l.lifetime(&grace); text != "" {
		over = "after " + text
	}
	switch {
	case dead:
		l.state(last, "Superseded, dead", draw.Normal)
		l.edge("active", last, event, false)
	default:
		l.state("grace", "Superseded", draw.Normal)
		l.edge("active", "grace", event, false)
		if a := val[specs.Answer](l.sketch, path+".answers"); a.IsSet() {
			l.edge("grace", "grace", "used again: "+answers[a.V], a.V == specs.AnswerRefuse || a.V == specs.AnswerReuse)
		}
		if grace.TTL.Fixed.V.Kind == specs.Unchanged && grace.TTL.Fixed.IsSet() {
			return // it lives on as it would have
		}
		if n := val[specs.Int](l.sketch, path+".generations"); n.IsSet() {
			over += ", or " + decimal(int(n.V)) + " newer superseded"
		}
		l.state(last, "Grace over", draw.Normal)
		l.edge("grace", last, over, false)
	}
	reuse := peek[specs.Reuse](l.sketch, base+".on_reuse")
	if reuse.State != specs.Set {
		l.machine.States[len(l.machine.States)-1].Kind = draw.End
		return
	}
	l.state("reuse", "Reuse detected", draw.Danger)
	l.edge(last, "reuse", "comes back", true)
	if texts, _ := l.kills(base + ".on_reuse.kill"); len(texts) > 0 {
		l.state("revoked", "Revoked", draw.Danger)
		l.edge("reuse", "revoked", "ends "+several(texts, 2), true)
	}
}

// ends adds how the token ends by itself.
func (l *life) ends() {
	path := "tokens." + l.token + ".lifetime"
	v := get[specs.Lifetime](l.sketch, path)
	if !v.IsSet() {
		return
	}
	endless := v.TTL.Fixed.IsSet() && v.TTL.Fixed.V.Kind != specs.Finite && !v.Idle.IsSet() && !v.Absolute.IsSet() && !v.Uses.IsSet() && !v.EndsWith.IsSet()
	if endless {
		l.machine.States[0].Label += ": " + l.lifetime(&v)
		return
	}
	single := v.Uses.IsSet() && !v.Uses.V.Unlimited
	if single {
		l.state("used", "Used up", draw.End)
		uses := specs.Lifetime{Mark: v.Mark, Uses: v.Uses}
		l.edge("active", "used", l.lifetime(&uses), false)
		v.Uses = specs.Value[specs.Count]{}
	}
	if text := l.lifetime(&v); text != "" {
		l.state("expired", "Expired", draw.End)
		for i, d := range l.elsewhere(path) {
			if i == 3 {
				break
			}
			text += "; " + lower(d.where) + ": " + d.value
		}
		l.edge("active", "expired", text, false)
		if l.renews {
			l.edge("due", "expired", "not refreshed in time", true)
		}
	}
	if t := l.span("tokens." + l.token + ".offline_limit"); t != "" && t != "none" {
		l.state("expired", "Expired", draw.End)
		l.edge("active", "expired", t+" without contact", false)
	}
}

// revoked adds the triggers that end the token.
func (l *life) revoked() {
	if is := val[bool](l.sketch, "tokens."+l.token+".revocable"); is.IsSet() && !is.V {
		return
	}
	var by []string
	for _, id := range l.p.Revocation.Triggers.IDs() {
		if l.dies(id) {
			name := human(id)
			if known, ok := standard.TriggerByKey(id); ok {
				name = lower(known.Title)
			}
			by = append(by, name)
		}
	}
	if len(by) == 0 {
		return
	}
	l.state("revoked", "Revoked", draw.Danger)
	l.edge("active", "revoked", several(by, 4), true)
}

// dies reports whether a trigger ends the token: a cell says so, or a kill that names it, or one that names no token
// where the policy states by what means this one can be ended.
func (l *life) dies(trigger string) bool {
	base := "revocation.triggers." + trigger
	if cell := l.p.Revocation.Triggers.Get(trigger).Cells.Get(l.token); cell != nil {
		path := base + ".cells." + l.token
		fate := val[specs.Fate](l.sketch, path+".fate")
		return fate.V == specs.FateDies
	}
	list := peek[specs.List[specs.Kill]](l.sketch, base+".kill")
	for i := range list.Items {
		only := list.Items[i].Tokens
		if specs.Has(only, specs.TokenID(l.token)) || len(only.Items) == 0 && slices.Contains(l.revocable(), l.token) {
			l.seen(base + ".kill")
			return true
		}
	}
	return false
}

// forgotten adds the end of the record.
func (l *life) forgotten() {
	a := get[specs.Anchored](l.sketch, "tokens."+l.token+".retention")
	text := l.amount(&a.Of)
	if text == "" {
		return
	}
	text += anchor(a.From)
	l.state("deleted", "Record deleted", draw.End)
	for _, from := range []string{"expired", "used", "revoked"} {
		if slices.ContainsFunc(l.machine.States, func(s draw.State) bool { return s.ID == from }) {
			l.edge(from, "deleted", "record kept for "+text, false)
		}
	}
}
