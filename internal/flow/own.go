package flow

import (
	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// owns makes the flows that the policy describes itself. Link has seen to it that they can be drawn.
func (m *maker) owns() {
	for i := range m.p.Flows.Entries {
		e := &m.p.Flows.Entries[i]
		if e.V.State != specs.Set || e.V.Title.V == "" || e.V.Actors.Len() == 0 || e.V.Actors.Len() > draw.MaxActors {
			continue
		}
		s := &ownSketch{sketch: &sketch{p: m.p, sel: m.selection(), known: map[string]bool{}}, actors: &e.V.Actors}
		path := "flows." + e.ID
		s.seen(path)
		seq := &draw.Sequence{ID: m.unique("own", e.ID), Title: escape.Fold(e.V.Title.V)}
		if e.V.Description.IsSet() {
			seq.Description = s.prose(e.V.Description.V, mostProse) + "." // prose drops the last one
		}
		for j := range e.V.Actors.Entries {
			a := &e.V.Actors.Entries[j]
			label := a.V.V
			if !a.V.IsSet() || label == "" {
				label = a.ID
			}
			seq.Actors = append(seq.Actors, draw.Actor{ID: a.ID, Label: escape.Fold(label)})
		}
		if seq.Steps = s.ownSteps(&e.V.Steps); len(seq.Steps) == 0 {
			continue
		}
		tokens := make([]string, len(e.V.Tokens.Items))
		for j, t := range specs.Plain(e.V.Tokens) {
			tokens[j] = string(t)
		}
		m.add(Flow{ID: seq.ID, Title: seq.Title, Description: seq.Description, Kind: KindOwn, Tokens: tokens, Model: seq, Settings: s.reads})
	}
}

// ownSketch is a sketch with the actors that the policy names.
type ownSketch struct {
	*sketch
	actors *specs.Map[specs.Value[string]]
}

func (s *ownSketch) takesPart(who specs.Value[string]) bool {
	return who.IsSet() && s.actors.Get(who.V) != nil
}

// mostProse is how many characters of a text a picture has room for.
const mostProse = 240

// ownSteps turns steps of the policy into steps of a picture.
func (s *ownSketch) ownSteps(list *specs.List[specs.FlowStep]) []draw.Step {
	var out []draw.Step
	for i := range list.Items {
		step := &list.Items[i]
		fails := step.Fails.IsSet() && step.Fails.V
		switch {
		case len(step.Either.Items) > 0:
			if g := s.ownWays(&step.Either); len(g.Branches) > 0 {
				out = append(out, g)
			}
		case !s.takesPart(step.From) || step.To.IsSet() && !s.takesPart(step.To): // Link has said so
		case step.To.IsSet() && step.To.V != step.From.V:
			out = append(out, draw.Message{From: step.From.V, To: step.To.V, Label: s.prose(step.Says.V, mostProse), Reply: step.Answer.IsSet() && step.Answer.V, Failed: fails})
		default:
			out = append(out, draw.Message{From: step.From.V, To: step.From.V, Label: s.prose(step.Says.V, mostProse), Failed: fails})
		}
	}
	return out
}

// ownWays are alternatives: one alone may happen or not.
func (s *ownSketch) ownWays(list *specs.List[specs.FlowWay]) draw.Group {
	g := draw.Group{Kind: draw.Alt}
	if len(list.Items) == 1 {
		g.Kind = draw.Opt
	}
	for i := range list.Items {
		way := &list.Items[i]
		if steps := s.ownSteps(&way.Steps); len(steps) > 0 {
			g.Branches = append(g.Branches, draw.Branch{Label: s.prose(way.When.V, mostProse), Steps: steps, Failed: way.Fails.IsSet() && way.Fails.V})
		}
	}
	return g
}
