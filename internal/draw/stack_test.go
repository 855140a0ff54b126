// This file keeps the promise of sequences: steps stand below each other in
// their order, nothing lies on anything else, frames hold what is in them, and
// the branches of an alternative are one block.
package draw

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"oss.terrastruct.com/d2/d2graph"
	"oss.terrastruct.com/d2/lib/label"
	"oss.terrastruct.com/d2/lib/log"
)

// placed is the layout of a sequence as areas, in the order of the marks.
type placed struct {
	steps  []area // labels of messages, notes
	frames map[string]area
	within map[string][]area // what a frame must hold
	blocks [][]string        // frames that are branches of one alternative
}

func placeSequence(t *testing.T, r *Renderer, s *Sequence) placed {
	t.Helper()
	text, marks := s.d2text()
	g, err := r.layout(log.With(context.Background(), slog.New(slog.DiscardHandler)), text, marks)
	if err != nil {
		t.Fatal(err)
	}
	objects := map[string]*d2graph.Object{}
	for _, o := range g.Objects {
		objects[o.ID] = o
	}
	boxOf := func(o *d2graph.Object) area {
		return area{o.ID, o.TopLeft.X, o.TopLeft.Y, o.TopLeft.X + o.Width, o.TopLeft.Y + o.Height}
	}
	p := placed{frames: map[string]area{}, within: map[string][]area{}}
	var open []string
	hold := func(a area) {
		if n := len(open); n > 0 {
			p.within[open[n-1]] = append(p.within[open[n-1]], a)
		}
	}
	message := 0
	for _, m := range marks {
		switch m.kind {
		case markMessage:
			e := g.Edges[message]
			message++
			w, h := float64(e.LabelDimensions.Width), float64(e.LabelDimensions.Height)
			a := area{e.Label.Value, e.Route[0].X, e.Route[0].Y, e.Route[0].X, e.Route[0].Y}
			if w > 0 {
				at, _ := label.FromString(*e.LabelPosition).GetPointOnRoute(e.Route, 2, 0, w, h)
				a = area{e.Label.Value, at.X, at.Y, at.X + w, at.Y + h}
			}
			p.steps = append(p.steps, a)
			hold(a)
			for _, point := range e.Route {
				hold(area{e.AbsID() + " route", point.X, point.Y, point.X, point.Y})
			}
		case markNote:
			a := boxOf(objects[m.id])
			p.steps = append(p.steps, a)
			hold(a)
		case markOpen:
			a := boxOf(objects[m.id])
			hold(a)
			p.frames[m.id] = a
			caption := objects[m.id].LabelDimensions
			p.within[m.id] = append(p.within[m.id], area{"caption of " + m.id, a.left + 5, a.top + 5, a.left + 5 + float64(caption.Width), a.top + 5 + float64(caption.Height)})
			if m.next {
				p.blocks[len(p.blocks)-1] = append(p.blocks[len(p.blocks)-1], m.id)
			} else {
				p.blocks = append(p.blocks, []string{m.id})
			}
			open = append(open, m.id)
		case markClose:
			open = open[:len(open)-1]
		}
	}
	for _, o := range g.Objects {
		if slices.Contains(o.Classes, classActor) {
			p.steps = append([]area{boxOf(o)}, p.steps...)
		}
	}
	return p
}

func (p placed) faults() []string {
	var out []string
	for i, a := range p.steps {
		for _, b := range p.steps[i+1:] {
			if a.overlaps(b) {
				out = append(out, fmt.Sprintf("%v overlaps %v", a, b))
			}
		}
	}
	for id, frame := range p.frames {
		for _, a := range p.within[id] {
			if a.left < frame.left || a.right > frame.right || a.top < frame.top || a.bottom > frame.bottom {
				out = append(out, fmt.Sprintf("%v is not within frame %v", a, frame))
			}
		}
		for other, b := range p.frames {
			nested := frame.left <= b.left && frame.right >= b.right && frame.top <= b.top && frame.bottom >= b.bottom ||
				b.left <= frame.left && b.right >= frame.right && b.top <= frame.top && b.bottom >= frame.bottom
			if other != id && frame.overlaps(b) && !nested {
				out = append(out, fmt.Sprintf("%v cuts %v", frame, b))
			}
		}
	}
	return out
}

func TestStack(t *testing.T) {
	r := NewRenderer(nil)
	wide := strings.Repeat("wide ", 40)
	samples := []*Sequence{refreshSequence(), codeSequence(), around("text")[0].(*Sequence), around(wide)[0].(*Sequence)}
	for seed := range uint64(80) {
		samples = append(samples, randomSequence(rand.New(rand.NewPCG(seed, 2)), seed))
	}
	for _, s := range samples {
		if err := s.Validate(); err != nil {
			t.Fatal(err)
		}
		for _, fault := range placeSequence(t, r, s).faults() {
			t.Errorf("%s: %s", s.ID, fault)
		}
	}
}

// TestStackOrder: the messages are those of the model, in its order.
func TestStackOrder(t *testing.T) {
	var want, got []string
	eachStep(refreshSequence().Steps, func(step Step) {
		if m, ok := step.(Message); ok {
			want = append(want, strings.Join(wrapped(m.Label, messageWidth), "\n"))
		}
	})
	for _, step := range placeSequence(t, NewRenderer(nil), refreshSequence()).steps {
		if slices.Contains(want, step.name) {
			got = append(got, step.name)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestStackBlocks: branches of one alternative have the same sides and touch.
func TestStackBlocks(t *testing.T) {
	p := placeSequence(t, NewRenderer(nil), refreshSequence())
	if len(p.blocks) != 3 || len(p.blocks[0]) != 2 {
		t.Fatalf("blocks %v", p.blocks)
	}
	a, b := p.frames[p.blocks[0][0]], p.frames[p.blocks[0][1]]
	if a.left != b.left || a.right != b.right || a.bottom != b.top {
		t.Errorf("branches %v and %v are not one block", a, b)
	}
	last := 0.0
	for _, step := range p.steps[6:] { // behind the actors
		if step.top < last {
			t.Errorf("%v stands above the step before it", step)
		}
		last = step.bottom
	}
}

func randomSequence(r *rand.Rand, seed uint64) *Sequence {
	s := &Sequence{ID: fmt.Sprint("random-", seed), Title: "Random"}
	for i := range 1 + r.IntN(6) {
		s.Actors = append(s.Actors, Actor{ID: fmt.Sprint(i), Label: strings.Repeat("Actor ", 1+r.IntN(5))})
	}
	s.Steps = randomSteps(r, len(s.Actors), 3)
	return s
}

func randomSteps(r *rand.Rand, actors, depth int) []Step {
	var steps []Step
	actor := func() string { return fmt.Sprint(r.IntN(actors)) }
	text := func() string { return strings.TrimSpace(strings.Repeat("some words ", r.IntN(8))) }
	for range 1 + r.IntN(5) {
		switch n := r.IntN(8); {
		case n == 0:
			steps = append(steps, Note{Over: actor(), Label: text()})
		case n < 3 && depth > 0:
			g := Group{Kind: Alt, Label: text()}
			for range 1 + r.IntN(3) {
				g.Branches = append(g.Branches, Branch{Label: text(), Steps: randomSteps(r, actors, depth-1)})
			}
			steps = append(steps, g)
		default:
			steps = append(steps, Message{From: actor(), To: actor(), Label: text(), Reply: r.IntN(2) == 0})
		}
	}
	return steps
}
