package flow

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/specs"
)

// lane is a part in a sequence. Lanes stand in the order of these constants, whoever speaks first.
type lane int

const (
	person lane = iota
	stranger
	browser
	client
	second
	gateway
	resource
	server
	provider
	denylist
	keyStore
	// subject is no lane: it holds what the flow is about, where that is no party.
	subject
)

var laneIDs = []string{"person", "stranger", "browser", "client", "second", "gateway", "resource", "server", "provider", "denylist", "keys"}

var laneKinds = []draw.ActorKind{draw.Person, draw.Person, draw.Client, draw.Client, draw.Client, draw.Server, draw.Server, draw.Server, draw.Server, draw.Store, draw.Store}

// sketch is a flow in the making.
type sketch struct {
	p   *specs.Policy
	sel specs.Selection
	// client is the client whose behaviour is drawn, by its name in the policy; empty where the policy names none.
	client string
	// called replaces what a lane is called, as where one picture stands for several clients.
	called map[lane]string
	issuer string
	tokens []string
	lanes  map[lane]bool
	steps  []draw.Step
	reads  []string
	known  map[string]bool
	// canEnd remembers the answer of revocable.
	canEnd []string
}

func (m *maker) sketch(sel specs.Selection) *sketch {
	s := &sketch{p: m.p, sel: sel, lanes: map[lane]bool{}, called: map[lane]string{}, known: map[string]bool{}}
	s.client = sel[specs.AxisClient]
	s.issuer = s.findIssuer()
	return s
}

// seen remembers that a setting is part of the picture.
func (s *sketch) seen(path string) {
	if !s.known[path] {
		s.known[path] = true
		s.reads = append(s.reads, path)
	}
}

// about remembers that the flow speaks of a token.
func (s *sketch) about(tokens ...string) {
	for _, t := range tokens {
		if !slices.Contains(s.tokens, t) {
			s.tokens = append(s.tokens, t)
		}
	}
}

// get reads what holds at a path: whole structures, lists, values. What is stated there counts as shown.
func get[T any](s *sketch, path string) T {
	v, _, ok := specs.Effective[T](s.p, path, s.sel)
	if ok && any(&v).(interface{ Stated() bool }).Stated() {
		s.seen(path)
	}
	return v
}

// val reads a setting with one value.
func val[T any](s *sketch, path string) specs.Value[T] { return get[specs.Value[T]](s, path) }

// vals reads a list of plain values.
func vals[T any](s *sketch, path string) []T { return specs.Plain(get[specs.Values[T]](s, path)) }

// peek reads like get, for decisions that do not show what was read.
func peek[T any](s *sketch, path string) T {
	v, _, _ := specs.Effective[T](s.p, path, s.sel)
	return v
}

// yes reports whether a setting is true.
func (s *sketch) yes(path string) bool {
	v := val[bool](s, path)
	return v.IsSet() && v.V
}

// say adds a message.
func (s *sketch) say(from, to lane, label string) {
	s.message(draw.Message{Label: label}, from, to)
}

// answer adds a reply.
func (s *sketch) answer(from, to lane, label string) {
	s.message(draw.Message{Label: label, Reply: true}, from, to)
}

// refuse adds a reply that says no.
func (s *sketch) refuse(from, to lane, label string) {
	s.message(draw.Message{Label: label, Reply: true, Failed: true}, from, to)
}

// act adds a step that somebody takes alone.
func (s *sketch) act(who lane, label string) { s.say(who, who, label) }

func (s *sketch) message(m draw.Message, from, to lane) {
	s.lanes[from], s.lanes[to] = true, true
	m.From, m.To = laneIDs[from], laneIDs[to]
	s.steps = append(s.steps, m)
}

// note adds a remark.
func (s *sketch) note(over lane, label string) {
	s.lanes[over] = true
	s.steps = append(s.steps, draw.Note{Over: laneIDs[over], Label: label})
}

// alarm adds a remark on a failure.
func (s *sketch) alarm(over lane, label string) {
	s.lanes[over] = true
	s.steps = append(s.steps, draw.Note{Over: laneIDs[over], Label: label, Failed: true})
}

// way is one branch of a group: what it is about, and what adds its steps.
type way struct {
	label  string
	failed bool
	draw   func()
}

// group adds a group. Branches that turn out empty are left out, and a group without branches is none.
func (s *sketch) group(kind draw.GroupKind, ways ...way) {
	outer := s.steps
	g := draw.Group{Kind: kind}
	for _, w := range ways {
		s.steps = nil
		w.draw()
		if len(s.steps) > 0 {
			g.Branches = append(g.Branches, draw.Branch{Label: w.label, Failed: w.failed, Steps: s.steps})
		}
	}
	s.steps = outer
	if kind == draw.Alt && len(g.Branches) == 1 {
		g.Kind = draw.Opt
	}
	if len(g.Branches) > 0 {
		s.steps = append(s.steps, g)
	}
}

// shorten leaves out what would make the picture larger than can be drawn, and says how much.
func (s *sketch) shorten() {
	left := draw.MaxSteps - 1
	var out int
	var cut func([]draw.Step) []draw.Step
	cut = func(steps []draw.Step) []draw.Step {
		var kept []draw.Step
		for _, step := range steps {
			if left--; left < 0 {
				out++
				continue
			}
			if g, ok := step.(draw.Group); ok {
				var branches []draw.Branch
				for _, b := range g.Branches {
					if b.Steps = cut(b.Steps); len(b.Steps) > 0 {
						branches = append(branches, b)
					}
				}
				if g.Branches = branches; len(branches) == 0 {
					continue
				}
				step = g
			}
			kept = append(kept, step)
		}
		return kept
	}
	if s.steps = cut(s.steps); out > 0 {
		s.note(s.foremost(), decimal(out)+" more steps are left out")
	}
}

// sequence is the finished picture.
func (s *sketch) sequence(id, title, description string) *draw.Sequence {
	q := &draw.Sequence{ID: id, Title: title, Description: description, Steps: s.steps}
	for l := person; int(l) < len(laneIDs); l++ {
		if s.lanes[l] {
			q.Actors = append(q.Actors, draw.Actor{ID: laneIDs[l], Label: s.laneName(l), Kind: laneKinds[l]})
		}
	}
	return q
}
