// This file keeps the promise of the layered layout: whatever the machine, no
// two boxes overlap, no label lies on a box or on another label, no line runs
// through a box or a label that is not its own, and lines end on their boxes.
package draw

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

type area struct {
	name                     string
	left, top, right, bottom float64
}

func (a area) overlaps(b area) bool {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

func (a area) holds(p point) bool {
	const edge = 0.6 // lines may touch: places are rounded to pixels
	return p.x > a.left+edge && p.x < a.right-edge && p.y > a.top+edge && p.y < a.bottom-edge
}

// faults lists what is wrong with the layout of a chart.
func faults(c *chart) []string {
	var out []string
	var boxes, labels []area
	for i, b := range c.boxes {
		boxes = append(boxes, area{fmt.Sprintf("box %d", i), b.x, b.y, b.x + b.w, b.y + b.h})
	}
	for i, k := range c.links {
		labels = append(labels, area{fmt.Sprintf("label %d", i), k.label.x - k.w/2, k.label.y - k.h/2, k.label.x + k.w/2, k.label.y + k.h/2})
	}
	for i, a := range boxes {
		for _, b := range boxes[i+1:] {
			if a.overlaps(b) {
				out = append(out, fmt.Sprintf("%v overlaps %v", a, b))
			}
		}
		for j, b := range labels {
			if c.links[j].w > 0 && a.overlaps(b) {
				out = append(out, fmt.Sprintf("%v overlaps %v", a, b))
			}
		}
	}
	for i, a := range labels {
		for j, b := range labels[i+1:] {
			if c.links[i].w > 0 && c.links[i+1+j].w > 0 && a.overlaps(b) {
				out = append(out, fmt.Sprintf("%v overlaps %v", a, b))
			}
		}
	}
	for i, k := range c.links {
		if len(k.route) < 4 {
			out = append(out, fmt.Sprintf("link %d has no route", i))
			continue
		}
		for _, p := range samples(k) {
			for _, b := range boxes {
				if b.holds(p) {
					out = append(out, fmt.Sprintf("link %d (%d to %d) runs through %v at %v", i, k.from, k.to, b, p))
				}
			}
			for j, b := range labels {
				if j != i && c.links[j].w > 0 && b.holds(p) {
					out = append(out, fmt.Sprintf("link %d runs through %v at %v", i, b, p))
				}
			}
		}
		for _, end := range []struct {
			p point
			b int
		}{{k.route[0], k.from}, {k.route[len(k.route)-1], k.to}} {
			b := c.boxes[end.b]
			onSide := end.p.x >= b.x && end.p.x <= b.x+b.w && (end.p.y == b.y || end.p.y == b.y+b.h)
			if k.loop {
				onSide = end.p.x == b.x+b.w && end.p.y >= b.y && end.p.y <= b.y+b.h
			}
			if !onSide {
				out = append(out, fmt.Sprintf("link %d ends at %v, not on box %d %+v", i, end.p, end.b, b))
			}
		}
		if k.w > 0 && !k.loop && k.labelShare() == 0 {
			out = append(out, fmt.Sprintf("label %d at %v is not on its link %v", i, k.label, k.route))
		}
	}
	return out
}

// samples are points along the line of a link.
func samples(k link) []point {
	var out []point
	if k.loop {
		return k.route
	}
	for i := 0; i+3 < len(k.route); i += 3 {
		a, b, c, d := k.route[i], k.route[i+1], k.route[i+2], k.route[i+3]
		for s := range 17 {
			t := float64(s) / 16
			u := 1 - t
			mix := func(a, b, c, d float64) float64 { return u*u*u*a + 3*u*u*t*b + 3*u*t*t*c + t*t*t*d }
			out = append(out, point{mix(a.x, b.x, c.x, d.x), mix(a.y, b.y, c.y, d.y)})
		}
	}
	return out
}

// chartOf makes a chart of n equal boxes and the given links, all labelled.
func chartOf(n int, pairs ...[2]int) *chart {
	c := &chart{}
	for i := range n {
		c.boxes = append(c.boxes, box{w: 100, h: 42, root: i == 0})
	}
	for _, p := range pairs {
		c.links = append(c.links, link{from: p[0], to: p[1], w: 90, h: 18})
	}
	return c
}

// chartOfMachine takes the structure of a machine.
func chartOfMachine(m *Machine) *chart {
	index := map[string]int{}
	for i, s := range m.States {
		index[s.ID] = i
	}
	var pairs [][2]int
	for _, e := range m.Edges {
		pairs = append(pairs, [2]int{index[e.From], index[e.To]})
	}
	return chartOf(len(m.States), pairs...)
}

func TestLayered(t *testing.T) {
	for name, c := range map[string]*chart{
		"nothing":         {},
		"one box":         chartOf(1),
		"a loop only":     chartOf(1, [2]int{0, 0}),
		"three loops":     chartOf(2, [2]int{0, 0}, [2]int{0, 0}, [2]int{0, 0}, [2]int{0, 1}),
		"a chain":         chartOf(3, [2]int{0, 1}, [2]int{1, 2}),
		"a cycle of two":  chartOf(2, [2]int{0, 1}, [2]int{1, 0}),
		"a ring":          chartOf(4, [2]int{0, 1}, [2]int{1, 2}, [2]int{2, 3}, [2]int{3, 0}),
		"parallel links":  chartOf(2, [2]int{0, 1}, [2]int{0, 1}, [2]int{0, 1}, [2]int{1, 0}),
		"a fan of ten":    chartOf(11, [2]int{0, 1}, [2]int{0, 2}, [2]int{0, 3}, [2]int{0, 4}, [2]int{0, 5}, [2]int{0, 6}, [2]int{0, 7}, [2]int{0, 8}, [2]int{0, 9}, [2]int{0, 10}),
		"a fan back":      chartOf(4, [2]int{0, 1}, [2]int{0, 2}, [2]int{0, 3}, [2]int{1, 0}, [2]int{2, 0}, [2]int{3, 0}),
		"a long way":      chartOf(5, [2]int{0, 1}, [2]int{1, 2}, [2]int{2, 3}, [2]int{3, 4}, [2]int{0, 4}, [2]int{4, 0}),
		"two parts":       chartOf(5, [2]int{0, 1}, [2]int{2, 3}, [2]int{3, 2}),
		"no links":        chartOf(6),
		"all with all":    chartOf(4, [2]int{0, 1}, [2]int{0, 2}, [2]int{0, 3}, [2]int{1, 0}, [2]int{1, 2}, [2]int{1, 3}, [2]int{2, 0}, [2]int{2, 1}, [2]int{2, 3}, [2]int{3, 0}, [2]int{3, 1}, [2]int{3, 2}),
		"twelve, sixteen": chartOfMachine(familyMachine()),
		"four, five":      chartOfMachine(accessMachine()),
	} {
		t.Run(name, func(t *testing.T) {
			c.arrange()
			for _, f := range faults(c) {
				t.Error(f)
			}
		})
	}
}

// TestLayeredRandom lays out machines that nobody would draw, with boxes and
// labels of all sizes.
func TestLayeredRandom(t *testing.T) {
	for seed := range uint64(300) {
		c := randomChart(rand.New(rand.NewPCG(seed, 1)), 14, 24)
		c.arrange()
		if f := faults(c); len(f) > 0 {
			t.Fatalf("seed %d: %d faults, such as %s", seed, len(f), f[0])
		}
	}
}

func randomChart(r *rand.Rand, boxes, links int) *chart {
	c := &chart{}
	for i := range 1 + r.IntN(boxes) {
		c.boxes = append(c.boxes, box{w: 60 + float64(r.IntN(140)), h: 30 + float64(r.IntN(90)), root: i == 0})
	}
	for range r.IntN(links) {
		k := link{from: r.IntN(len(c.boxes)), to: r.IntN(len(c.boxes))}
		if r.IntN(4) > 0 {
			k.w, k.h = 20+float64(r.IntN(160)), 18*float64(1+r.IntN(3))
		}
		c.links = append(c.links, k)
	}
	return c
}

// TestLayeredFindsFaults makes sure that the test above can fail.
func TestLayeredFindsFaults(t *testing.T) {
	broken := map[string]func(*chart){
		"box on box":    func(c *chart) { c.boxes[1].x, c.boxes[1].y = c.boxes[0].x, c.boxes[0].y+5 },
		"label on box":  func(c *chart) { c.links[0].label = point{c.boxes[1].x, c.boxes[1].y} },
		"no route":      func(c *chart) { c.links[0].route = nil },
		"line in a box": func(c *chart) { c.links[0].route[0].y -= 20 },
	}
	for name, spoil := range broken {
		c := chartOf(3, [2]int{0, 1}, [2]int{1, 2})
		c.arrange()
		spoil(c)
		if len(faults(c)) == 0 {
			t.Errorf("%s: no fault found", name)
		}
	}
}

// TestLayeredIsCalm holds what makes a layout look tidy: a simple chain is one
// straight line, and the large machine has no crossing and few bends.
func TestLayeredIsCalm(t *testing.T) {
	chain := chartOf(4, [2]int{0, 1}, [2]int{1, 2}, [2]int{2, 3})
	chain.boxes[1].w = 160
	chain.arrange()
	for i, k := range chain.links {
		for _, p := range k.route {
			if p.x != k.route[0].x || math.Abs(p.x-(chain.boxes[0].x+50)) > 1 {
				t.Errorf("link %d of the chain is not a line down the middle: %v", i, k.route)
				break
			}
		}
	}
	large := chartOfMachine(familyMachine())
	large.arrange()
	bends := 0
	for _, k := range large.links {
		for i := 1; i < len(k.route) && !k.loop; i++ {
			if k.route[i].x != k.route[i-1].x {
				bends++
			}
		}
	}
	if bends > 14 {
		t.Errorf("the large machine has %d bends; at the last look it had fewer than 14", bends)
	}
}

func TestSpread(t *testing.T) {
	got := spread([]float64{10, 10, 50}, []float64{1, 1, 1}, func(int) float64 { return 20 })
	for i, want := range []float64{0, 20, 50} {
		if math.Abs(got[i]-want) > 1e-9 {
			t.Fatalf("spread gives %v", got)
		}
	}
}
