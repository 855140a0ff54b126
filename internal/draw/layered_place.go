package draw

import (
	"math"
	"slices"
)

// In this file products are converted to float64 before they are added: that
// forbids the compiler to do both in one step, as it may on some processors,
// and keeps pictures the same on all of them.

// half is how far a knot reaches to either side of its centre.
func (k *knot) half() (left, right float64) { return k.w / 2, k.w/2 + k.right }

// apart is the least distance between the centres of two knots that stand side
// by side in a row.
func (l *layers) apart(a, b int) float64 {
	_, left := l.knots[a].half()
	right, _ := l.knots[b].half()
	gap := laneGap
	if l.knots[a].box >= 0 && l.knots[b].box >= 0 {
		gap = boxGap
	}
	return left + gap + right
}

// pull is how much the link between two knots wants to be vertical: a link
// that passes several rows should not wriggle, so its inner parts pull hardest.
func (l *layers) pull(a, b int) float64 {
	if l.knots[a].box < 0 && l.knots[b].box < 0 {
		return 8
	}
	return 2
}

// port is where, from the centre of a box, the link through a neighbouring
// knot would like to meet it: the links of one side stand in a row.
func (l *layers) port(box, neighbour int, place []int) float64 {
	if l.knots[box].box < 0 {
		return 0
	}
	side := l.side(box, neighbour)
	rank := 0
	for _, n := range side {
		if place[n] < place[neighbour] {
			rank++
		}
	}
	return float64((float64(rank) - float64(len(side)-1)/2) * portGap)
}

// placeX gives each knot an x: by turns downwards, upwards and both, every row
// goes as near to where its neighbours pull it as its order and the room that
// each knot needs allow.
func (l *layers) placeX() {
	place := make([]int, len(l.knots))
	l.notePlaces(place)
	for _, row := range l.rows {
		for i, n := range row {
			if i > 0 {
				l.knots[n].x = l.knots[row[i-1]].x + l.apart(row[i-1], n)
			}
		}
	}
	for round := range rounds {
		for i := range l.rows {
			r := i
			if round%2 == 1 {
				r = len(l.rows) - 1 - i
			}
			l.settleRow(l.rows[r], place, round)
		}
	}
	l.snap(place)
	l.straighten(place)
	l.snap(place)
	left := math.Inf(1)
	for i := range l.knots {
		reach, _ := l.knots[i].half()
		left = min(left, l.knots[i].x-reach)
	}
	for i := range l.knots {
		l.knots[i].x = math.Round(l.knots[i].x - left)
	}
}

// The first rounds of placeX share a sideways move out evenly over the rows it
// passes, by least squares. The rest divide each pull by its length, which
// makes it a sum of lengths: now most links get straight and few get bent.
const (
	evenRounds = 16
	rounds     = 48
)

func (l *layers) settleRow(row, place []int, round int) {
	want := make([]float64, len(row))
	weight := make([]float64, len(row))
	for i, n := range row {
		sides := [][]int{l.knots[n].above, l.knots[n].below}
		if round < evenRounds { // first one side at a time, then both
			sides = sides[round%2 : round%2+1]
		}
		sum, total := 0.0, 0.0
		for _, side := range sides {
			for _, m := range side {
				x, w := l.knots[m].x+l.port(m, n, place)-l.port(n, m, place), l.pull(n, m)
				if round >= evenRounds {
					w /= max(math.Abs(x-l.knots[n].x), 1)
				}
				sum += float64(w * x)
				total += w
			}
		}
		if total == 0 {
			sum, total = float64(0.01*l.knots[n].x), 0.01
		}
		want[i], weight[i] = sum/total, total
	}
	for i, x := range spread(want, weight, func(i int) float64 { return l.apart(row[i-1], row[i]) }) {
		l.knots[row[i]].x = x
	}
}

// spread gives the places nearest to the wanted ones, by weighted least
// squares, of which each is at least gap(i) right of the one before. It pools
// neighbours that would collide into blocks which move as one.
func spread(want, weight []float64, gap func(i int) float64) []float64 {
	type block struct {
		mean, weight float64
		first, end   int
	}
	shift := make([]float64, len(want))
	var blocks []block
	for i := range want {
		if i > 0 {
			shift[i] = shift[i-1] + gap(i)
		}
		blocks = append(blocks, block{want[i] - shift[i], weight[i], i, i + 1})
		for n := len(blocks); n > 1 && blocks[n-2].mean > blocks[n-1].mean; n = len(blocks) {
			a, b := blocks[n-2], blocks[n-1]
			w := a.weight + b.weight
			blocks = append(blocks[:n-2], block{(float64(a.mean*a.weight) + float64(b.mean*b.weight)) / w, w, a.first, b.end})
		}
	}
	places := make([]float64, len(want))
	for _, b := range blocks {
		for i := b.first; i < b.end; i++ {
			places[i] = b.mean + shift[i]
		}
	}
	return places
}

// snap moves single knots to where most of their links get straight. Where the
// length of links leaves a choice, as along a slanting row of single links,
// this makes one bend of many small ones.
func (l *layers) snap(place []int) {
	for round := range snapRounds {
		for i := range l.rows {
			r := i
			if round%2 == 1 {
				r = len(l.rows) - 1 - i
			}
			for _, n := range l.rows[r] {
				l.knots[n].x = l.bestPlace(n, place)
			}
		}
	}
}

const (
	snapRounds = 6
	straightIs = 14 // pixels of length that a straight link is worth
)

// bestPlace compares the places in which a knot is straight below or above one
// of its neighbours with the one where it is.
func (l *layers) bestPlace(n int, place []int) float64 {
	low, high := l.room(n, place)
	near := slices.Concat(l.knots[n].above, l.knots[n].below)
	targets := make([]float64, len(near))
	for i, m := range near {
		targets[i] = l.knots[m].x + l.port(m, n, place) - l.port(n, m, place)
	}
	cost := func(x float64) float64 {
		sum := 0.0
		for i, m := range near {
			d := math.Abs(x - targets[i])
			if d < 1 {
				d = -straightIs
			}
			sum += float64(l.pull(n, m) * d)
		}
		return sum
	}
	best := l.knots[n].x
	least := cost(best)
	for _, x := range targets {
		if c := cost(x); x >= low && x <= high && c < least {
			best, least = x, c
		}
	}
	return best
}

// straighten moves the knots of each link onto one vertical line, if there is
// one that all rows have room for; best of all one that meets both boxes, else
// one that meets one of them.
func (l *layers) straighten(place []int) {
	for i := range l.links {
		chain := l.links[i].chain
		if len(chain) < 3 {
			continue
		}
		inner := chain[1 : len(chain)-1]
		low, high, mean := math.Inf(-1), math.Inf(1), 0.0
		for _, n := range inner {
			a, b := l.room(n, place)
			low, high, mean = max(low, a), min(high, b), mean+l.knots[n].x/float64(len(inner))
		}
		if low > high {
			continue
		}
		upLow, upHigh := l.meets(chain[0], chain[1], place)
		downLow, downHigh := l.meets(chain[len(chain)-1], chain[len(chain)-2], place)
		for _, try := range [][2]float64{
			{max(low, upLow, downLow), min(high, upHigh, downHigh)},
			{max(low, upLow), min(high, upHigh)},
			{max(low, downLow), min(high, downHigh)},
			{low, high},
		} {
			if try[0] <= try[1] {
				for _, n := range inner {
					l.knots[n].x = min(max(mean, try[0]), try[1])
				}
				break
			}
		}
	}
}

// meets is the stretch of a box's side that the link through a neighbouring
// knot can end on, with the other links of that side in their order.
func (l *layers) meets(box, neighbour int, place []int) (low, high float64) {
	side := l.side(box, neighbour)
	rank := 0
	for _, n := range side {
		if place[n] < place[neighbour] {
			rank++
		}
	}
	k := l.knots[box]
	return k.x - k.w/2 + portGap/2 + float64(portGap*float64(rank)), k.x + k.w/2 - portGap/2 - float64(portGap*float64(len(side)-1-rank))
}

// side is the neighbours of a box on the side that the given one is on.
func (l *layers) side(box, neighbour int) []int {
	if l.knots[neighbour].row < l.knots[box].row {
		return l.knots[box].above
	}
	return l.knots[box].below
}

// room is how far left and right a knot may go between its neighbours.
func (l *layers) room(n int, place []int) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	row := l.rows[l.knots[n].row]
	if i := place[n]; i > 0 {
		low = l.knots[row[i-1]].x + l.apart(row[i-1], n)
	}
	if i := place[n]; i < len(row)-1 {
		high = l.knots[row[i+1]].x - l.apart(n, row[i+1])
	}
	return low, high
}

// placeY gives each row a top and a height. The gap between two rows grows
// with the widest sideways move in it, so that no curve gets flat.
func (l *layers) placeY() {
	l.top = make([]float64, len(l.rows))
	l.tall = make([]float64, len(l.rows))
	y := 0.0
	for r, row := range l.rows {
		move := 0.0
		for _, n := range row {
			k := l.knots[n]
			if k.box >= 0 {
				l.tall[r] = max(l.tall[r], l.boxes[k.box].h)
			} else if k.carries {
				l.tall[r] = max(l.tall[r], l.links[k.link].h)
			}
			for _, m := range k.above {
				move = max(move, l.sideways(n, m))
			}
		}
		if r > 0 && move > 0 {
			y += math.Round(min(rowSlope*move, rowLimit)) + arrowRun
		}
		if r > 0 {
			y += rowGap
		}
		l.top[r] = y
		y += l.tall[r]
	}
	for _, k := range l.knots {
		if k.box >= 0 {
			b := &l.boxes[k.box]
			if l.tall[k.row]-b.h < stretch {
				b.h = l.tall[k.row]
			}
			b.x = math.Round(k.x - b.w/2)
			b.y = math.Round(l.top[k.row] + (l.tall[k.row]-b.h)/2)
		}
	}
}

// sideways is how far a link must move between two knots at least: it may meet
// a box anywhere on its side.
func (l *layers) sideways(a, b int) float64 {
	move := math.Abs(l.knots[a].x - l.knots[b].x)
	for _, n := range []int{a, b} {
		if l.knots[n].box >= 0 {
			move -= l.knots[n].w / 2
		}
	}
	return max(move, 0)
}
