package draw

import "slices"

// Distances of the layered layout, in pixels.
const (
	boxGap   = 36.0 // between two boxes of a row
	laneGap  = 14.0 // between two lines, or a line and a label, of a row
	rowGap   = 22.0 // least distance from a row of boxes to the labels below
	rowSlope = 0.18 // share of the widest sideways move that the gap grows by
	rowLimit = 36.0 // most that the gap grows by
	arrowRun = 12.0 // straight stretch at both ends of a link; D2 takes up to 5 of it for an arrow head
	portGap  = 18.0 // between two lines where they meet a box

	stretch   = 40.0 // boxes that lack less than this to the height of their row get it
	loopOut   = 22.0 // how far a self loop goes out to the right
	loopTall  = 24.0 // how far apart its two ends are
	loopGap   = 10.0 // between two loops of one box
	loopLabel = 6.0  // from a loop to its label: half a stroke and D2's label padding
)

// chart is what the layered layout works on, apart from any library: boxes
// with a size, links between them with the size of their label. arrange fills
// in box.x and box.y (top left corner) and link.route and link.label, and
// makes boxes larger where links need the room.
type chart struct {
	boxes []box
	links []link
}

type box struct {
	w, h float64
	x, y float64
	root bool // placed in the first row if nothing speaks against it
}

type link struct {
	from, to int
	w, h     float64 // of the label; 0 without one
	route    []point // a cubic curve: first point, then three for each piece
	loop     bool    // route is a plain line with corners
	label    point   // centre of the label
	chain    []int   // knots from the upper to the lower end
	up       bool    // drawn against the rows to break a cycle
}

type point struct{ x, y float64 }

// knot is one place in a row: a box, or the place where a link passes.
type knot struct {
	row, box int // box is -1 for a link
	link     int // -1 for a box
	w        float64
	right    float64 // room kept on the right for self loops
	x        float64 // centre
	above    []int
	below    []int
	carries  bool // carries the label of its link
}

// layers is the state of one layout.
type layers struct {
	*chart
	knots []knot
	rows  [][]int // knots from left to right; boxes in even rows, labels in odd ones
	top   []float64
	tall  []float64
}

// arrange places boxes in rows so that as many links as possible lead down:
//
//	cut cycles → rows by longest path → a knot for each link in each row it
//	passes → order by barycentres → x by medians → y by heights → curves
//
// Links only move sideways between two rows, where nothing else is, and keep
// their own place in every row: that is why no link crosses a box and no label
// lies on one.
func (c *chart) arrange() {
	if len(c.boxes) == 0 {
		return
	}
	l := &layers{chart: c}
	l.makeRoomForLoops()
	l.makeKnots(l.assignRows(l.cutCycles()))
	l.order()
	l.placeX()
	l.placeY()
	l.drawLinks()
	l.drawLoops()
}

// cutCycles marks the links that must be drawn upwards, found as the back
// edges of a depth first walk which starts at the root boxes. It gives the
// order in which the walk met the boxes.
func (l *layers) cutCycles() []int {
	const fresh, open, done = 0, 1, 2
	state := make([]int, len(l.boxes))
	var met []int
	var walk func(int)
	walk = func(b int) {
		state[b] = open
		met = append(met, b)
		for i := range l.links {
			k := &l.links[i]
			if k.from != b || k.to == b {
				continue
			}
			switch state[k.to] {
			case open:
				k.up = true
			case fresh:
				walk(k.to)
			}
		}
		state[b] = done
	}
	incoming := make([]int, len(l.boxes))
	for _, k := range l.links {
		if k.from != k.to {
			incoming[k.to]++
		}
	}
	for _, want := range []func(int) bool{
		func(b int) bool { return l.boxes[b].root },
		func(b int) bool { return incoming[b] == 0 },
		func(int) bool { return true },
	} {
		for b := range l.boxes {
			if state[b] == fresh && want(b) {
				walk(b)
			}
		}
	}
	return met
}

// ends gives the upper and the lower box of a link.
func (k *link) ends() (upper, lower int) {
	if k.up {
		return k.to, k.from
	}
	return k.from, k.to
}

// assignRows gives each box the length of the longest way to it, then pulls
// boxes down to just above what they lead to where that shortens links.
func (l *layers) assignRows(met []int) []int {
	rows := make([]int, len(l.boxes))
	for changed := true; changed; {
		changed = false
		for i := range l.links {
			if up, low := l.links[i].ends(); up != low && rows[low] < rows[up]+1 {
				rows[low] = rows[up] + 1
				changed = true
			}
		}
	}
	for range l.boxes {
		for _, b := range slices.Backward(met) {
			in, out, slack := 0, 0, len(l.boxes)
			for i := range l.links {
				up, low := l.links[i].ends()
				switch {
				case up == low:
				case up == b:
					out++
					slack = min(slack, rows[low]-rows[b]-1)
				case low == b:
					in++
				}
			}
			if out > in && slack > 0 && !l.boxes[b].root {
				rows[b] += slack
			}
		}
	}
	return rows
}

// makeRoomForPorts makes boxes wide enough for the links on either side.
func (l *layers) makeRoomForPorts() {
	above, below := make([]int, len(l.boxes)), make([]int, len(l.boxes))
	for i := range l.links {
		if up, low := l.links[i].ends(); up != low {
			below[up]++
			above[low]++
		}
	}
	for b := range l.boxes {
		links := max(above[b], below[b])
		l.boxes[b].w = max(l.boxes[b].w, portGap*float64(links+1))
	}
}

// makeKnots makes the knots of boxes (row 2r) and links (every row between).
func (l *layers) makeKnots(rows []int) {
	last := 0
	l.makeRoomForPorts()
	for b, r := range rows {
		right := 0.0
		for i := range l.links {
			if k := &l.links[i]; k.from == b && k.to == b {
				right = max(right, loopOut+loopLabel+k.w)
			}
		}
		l.knots = append(l.knots, knot{row: 2 * r, box: b, link: -1, w: l.boxes[b].w, right: right})
		last = max(last, 2*r)
	}
	l.rows = make([][]int, last+1)
	for i := range l.links {
		k := &l.links[i]
		up, low := k.ends()
		if up == low {
			continue
		}
		first, end := 2*rows[up]+1, 2*rows[low]-1
		labelled := first + (end-first)/4*2 // the odd row in or just above the middle
		k.chain = []int{up}
		for r := first; r <= end; r++ {
			n := knot{row: r, box: -1, link: i}
			if r == labelled {
				n.carries, n.w = true, k.w
			}
			l.knots = append(l.knots, n)
			k.chain = append(k.chain, len(l.knots)-1)
		}
		k.chain = append(k.chain, low)
		for j := 1; j < len(k.chain); j++ {
			a, b := k.chain[j-1], k.chain[j]
			l.knots[a].below = append(l.knots[a].below, b)
			l.knots[b].above = append(l.knots[b].above, a)
		}
	}
}
