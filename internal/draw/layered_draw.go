package draw

import (
	"math"
	"slices"
)

// drawLinks routes each link through its knots. Where several links meet one
// side of a box they are spread over it in the order of the row beyond.
func (l *layers) drawLinks() {
	place := make([]int, len(l.knots))
	l.notePlaces(place)
	ports := map[[2]int]float64{}
	for b := range l.boxes {
		for _, side := range [][]int{l.knots[b].above, l.knots[b].below} {
			l.spreadPorts(b, side, place, ports)
		}
	}
	for i := range l.links {
		k := &l.links[i]
		if len(k.chain) == 0 {
			continue
		}
		last := len(k.chain) - 1
		upper, lower := l.boxes[k.chain[0]], l.boxes[k.chain[last]]
		p := pen{at: point{ports[[2]int{k.chain[0], k.chain[1]}], upper.y + upper.h}}
		p.route = []point{p.at}
		first, end := l.knots[k.chain[0]].row, l.knots[k.chain[last]].row
		p.down(l.top[first] + l.tall[first] + arrowRun)
		for _, n := range k.chain[1:last] {
			row := l.knots[n].row
			p.curve(point{l.knots[n].x, l.top[row]})
			if l.knots[n].carries {
				k.label = point{l.knots[n].x, math.Round(l.top[row] + l.tall[row]/2)}
			}
			p.down(l.top[row] + l.tall[row])
		}
		p.curve(point{ports[[2]int{k.chain[last], k.chain[last-1]}], l.top[end] - arrowRun})
		p.down(lower.y)
		p.flush()
		k.route = p.route
		if k.up {
			slices.Reverse(k.route)
		}
	}
}

func (l *layers) spreadPorts(box int, side, place []int, ports map[[2]int]float64) {
	if len(side) == 0 {
		return
	}
	side = slices.Clone(side)
	slices.SortStableFunc(side, func(a, b int) int { return place[a] - place[b] })
	b := l.boxes[box]
	want := make([]float64, len(side))
	weight := make([]float64, len(side))
	for i, n := range side {
		// Within the box, and with room for those on either side.
		low, high := b.x+portGap/2+float64(portGap*float64(i)), b.x+b.w-portGap/2-float64(portGap*float64(len(side)-1-i))
		want[i], weight[i] = min(max(l.knots[n].x, low), high), 1
	}
	for i, x := range spread(want, weight, func(int) float64 { return portGap }) {
		ports[[2]int{box, side[i]}] = math.Round(x)
	}
}

// A pen draws a route downwards from at; straight runs are put together.
type pen struct {
	route []point
	at    point
}

func (p *pen) down(y float64) { p.at.y = y }

func (p *pen) flush() {
	from := p.route[len(p.route)-1]
	if h := p.at.y - from.y; h > 0 {
		mid := point{from.x, from.y + h/2}
		p.route = append(p.route, mid, mid, p.at)
	}
}

func (p *pen) curve(to point) {
	if to.x == p.at.x {
		p.at = to
		return
	}
	p.flush()
	h := float64((to.y - p.at.y) * 0.6)
	p.route = append(p.route, point{p.at.x, p.at.y + h}, point{to.x, to.y - h}, to)
	p.at = to
}

// makeRoomForLoops makes boxes tall enough for the self loops on their right.
func (l *layers) makeRoomForLoops() {
	for b := range l.boxes {
		need := 0.0
		for _, k := range l.links {
			if k.from == b && k.to == b {
				need += max(k.h, loopTall) + loopGap
			}
		}
		l.boxes[b].h = max(l.boxes[b].h, need)
	}
}

// drawLoops draws self loops as brackets on the right of their box, one below
// the other, with the label outside.
func (l *layers) drawLoops() {
	for b := range l.boxes {
		var loops []*link
		total := 0.0
		for i := range l.links {
			if k := &l.links[i]; k.from == b && k.to == b {
				loops = append(loops, k)
				total += max(k.h, loopTall) + loopGap
			}
		}
		right, y := l.boxes[b].x+l.boxes[b].w, l.boxes[b].y+(l.boxes[b].h-total)/2
		for _, k := range loops {
			tall := max(k.h, loopTall) + loopGap
			mid := math.Round(y + tall/2)
			k.loop = true
			k.route = []point{{right, mid - loopTall/2}, {right + loopOut, mid - loopTall/2}, {right + loopOut, mid + loopTall/2}, {right, mid + loopTall/2}}
			k.label = point{right + loopOut + loopLabel + k.w/2, mid}
			y += tall
		}
	}
}
