package draw

import (
	"errors"
	"slices"

	"oss.terrastruct.com/d2/d2graph"
	"oss.terrastruct.com/d2/d2target"
	"oss.terrastruct.com/d2/lib/geo"
	"oss.terrastruct.com/d2/lib/label"
)

// Distances of sequences, in pixels.
const (
	stepGap   = 20.0 // between two steps
	headGap   = 26.0 // between the actors and the first step
	tailGap   = 22.0 // of lifeline behind the last step
	frameIn   = 12.0 // between a frame and its first or last step
	frameSide = 26.0 // between a frame and the outermost lane in it
	frameNest = 12.0 // between a frame and a frame in it
	captionH  = 32.0 // of a frame's top with its caption
	notePad   = 10.0 // between a frame and a note in it
	selfOut   = 26.0 // how far a message to oneself goes out
	selfTall  = 22.0 // how far below it comes back
	selfRoom  = 34   // what its label needs besides its own width
	laneSlack = 18   // what D2 keeps free beside a label in excess of our taste
)

// reserve changes the sizes that D2 lays out the lanes by: labels of messages
// to oneself get room beside the line, all others a little less than D2 likes.
// All actors get the height of the tallest. It gives a function that restores
// the sizes of the labels.
func reserve(g *d2graph.Graph) (restore func()) {
	widths := make([]int, len(g.Edges))
	edges := slices.Clone(g.Edges)
	for i, e := range edges {
		widths[i] = e.LabelDimensions.Width
		if e.Src == e.Dst {
			e.LabelDimensions.Width += selfRoom
		} else {
			e.LabelDimensions.Width = max(e.LabelDimensions.Width-laneSlack, 0)
		}
	}
	tallest := 0.0
	for _, o := range g.Objects {
		if slices.Contains(o.Classes, classActor) {
			tallest = max(tallest, o.Height)
		}
	}
	for _, o := range g.Objects {
		if slices.Contains(o.Classes, classActor) {
			o.Height = tallest
		}
	}
	return func() {
		for i, e := range edges {
			e.LabelDimensions.Width = widths[i]
		}
	}
}

// A stack puts the steps of a sequence one below the other. D2 has found out
// where the lanes are; in the vertical it is generous, and its frames know
// nothing of labels beside a line or of branches that belong together.
type stack struct {
	y       float64
	edges   []*d2graph.Edge // messages in order
	objects map[string]*d2graph.Object
	open    []*frame
	life    []*d2graph.Edge
}

// A frame is a group that is being stacked: how far its content goes.
type frame struct {
	object      *d2graph.Object
	left, right float64
	next        bool
	inner       []*frame
}

// restack gives the steps of a sequence their places.
func restack(g *d2graph.Graph, marks []mark) error {
	s := &stack{objects: map[string]*d2graph.Object{}}
	for _, e := range g.Edges {
		if e.Dst.Graph == nil { // the end of a lifeline is in no graph
			s.life = append(s.life, e)
		} else {
			s.edges = append(s.edges, e)
		}
	}
	for _, o := range g.Objects {
		s.objects[o.ID] = o
		if slices.Contains(o.Classes, classActor) {
			s.y = max(s.y, o.TopLeft.Y+o.Height)
		}
	}
	s.y += headGap - stepGap
	root := &frame{}
	s.open = []*frame{root}
	for _, m := range marks {
		if err := s.place(m); err != nil {
			return err
		}
	}
	for _, f := range root.inner {
		f.apply()
	}
	for _, e := range s.life {
		e.Classes = append(e.Classes, classLife)
		e.Route[1].Y = s.y + tailGap
	}
	return nil
}

var errOrder = errors.New("the graph does not have the steps of the sequence")

func (s *stack) place(m mark) error {
	o := s.objects[m.id]
	switch m.kind {
	case markMessage:
		if len(s.edges) == 0 {
			return errOrder
		}
		s.message(s.edges[0])
		s.edges = s.edges[1:]
	case markNote:
		if o == nil {
			return errOrder
		}
		s.note(o)
	case markOpen:
		if o == nil {
			return errOrder
		}
		s.begin(o, m.next)
	case markClose:
		s.close()
	}
	return nil
}

// reach widens all open frames to hold the stretch from left to right.
func (s *stack) reach(left, right float64) {
	f := s.open[len(s.open)-1]
	f.left, f.right = min(f.left, left), max(f.right, right)
}

func (s *stack) message(e *d2graph.Edge) {
	from, to := e.Route[0], e.Route[len(e.Route)-1]
	tall := float64(e.LabelDimensions.Height)
	s.y += stepGap
	if e.Src == e.Dst {
		tall = max(tall, selfTall)
		top := s.y + (tall-selfTall)/2
		x := from.X
		e.Route = []*geo.Point{geo.NewPoint(x, top), geo.NewPoint(x+selfOut, top), geo.NewPoint(x+selfOut, top+selfTall), geo.NewPoint(x, top+selfTall)}
		beside := label.OutsideTopCenter.String() // right of a line that runs down
		e.LabelPosition = &beside
		s.reach(x-frameSide, x+selfOut+loopLabel+float64(e.LabelDimensions.Width)+notePad)
	} else {
		tall = max(tall, lineHeight)
		from.Y, to.Y = s.y+tall/2, s.y+tall/2
		s.reach(min(from.X, to.X)-frameSide, max(from.X, to.X)+frameSide)
	}
	s.y += tall
}

func (s *stack) note(o *d2graph.Object) {
	s.y += stepGap
	o.Shape.Value = d2target.ShapeRectangle
	o.TopLeft.Y = s.y
	s.reach(o.TopLeft.X-notePad, o.TopLeft.X+o.Width+notePad)
	s.y += o.Height
}

func (s *stack) begin(o *d2graph.Object, next bool) {
	if !next {
		s.y += stepGap
	}
	o.TopLeft.Y = s.y
	centre := o.TopLeft.X + o.Width/2
	s.open = append(s.open, &frame{object: o, left: centre, right: centre, next: next})
	s.y += frameIn - stepGap
	if o.HasLabel() {
		s.y += captionH + float64(o.LabelDimensions.Height) - lineHeight - frameIn + 4
	}
}

// close ends the innermost frame. If it is a further branch, it and those
// before it get the same width.
func (s *stack) close() {
	f := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	outer := s.open[len(s.open)-1]
	s.y += frameIn
	f.object.Height = s.y - f.object.TopLeft.Y
	f.right = max(f.right, f.left+float64(f.object.LabelDimensions.Width)+2*notePad)
	outer.inner = append(outer.inner, f)
	if f.next {
		first := len(outer.inner) - 1
		for outer.inner[first].next && first > 0 {
			first--
		}
		left, right := f.left, f.right
		for _, g := range outer.inner[first:] {
			left, right = min(left, g.left), max(right, g.right)
		}
		for _, g := range outer.inner[first:] {
			g.left, g.right = left, right
		}
	}
	if outer.object != nil {
		s.reach(f.left-frameNest, f.right+frameNest)
	}
}

// apply gives the places of a frame and those in it to their objects.
func (f *frame) apply() {
	f.object.TopLeft.X, f.object.Width = f.left, f.right-f.left
	corner := label.InsideTopLeft.String()
	f.object.LabelPosition = &corner
	for _, g := range f.inner {
		g.apply()
	}
}
