package draw

import (
	"slices"
	"sort"
)

// order puts the knots of each row into the order with the fewest crossings
// that it finds: it starts as a walk meets them and sorts by the mean place of
// their neighbours, downwards and upwards by turns.
func (l *layers) order() {
	seen := make([]bool, len(l.knots))
	var walk func(int)
	walk = func(n int) {
		if seen[n] {
			return
		}
		seen[n] = true
		l.rows[l.knots[n].row] = append(l.rows[l.knots[n].row], n)
		for _, next := range l.knots[n].below {
			walk(next)
		}
	}
	for r := range l.rows {
		for n := range l.knots {
			if l.knots[n].row == r {
				walk(n)
			}
		}
	}
	place := make([]int, len(l.knots))
	best, least := l.copyRows(), l.crossings(place)
	for round := 0; round < 12 && least > 0; round++ {
		l.sortRows(round%2 == 0, place)
		l.swapNeighbours(place)
		if n := l.crossings(place); n < least {
			best, least = l.copyRows(), n
		}
	}
	l.rows = best
}

func (l *layers) copyRows() [][]int {
	rows := make([][]int, len(l.rows))
	for i, row := range l.rows {
		rows[i] = slices.Clone(row)
	}
	return rows
}

func (l *layers) notePlaces(place []int) {
	for _, row := range l.rows {
		for i, n := range row {
			place[n] = i
		}
	}
}

func (l *layers) sortRows(down bool, place []int) {
	for i := 1; i < len(l.rows); i++ {
		r := i
		if !down {
			r = len(l.rows) - 1 - i
		}
		l.notePlaces(place)
		mean := func(n int) float64 {
			near := l.knots[n].above
			if !down {
				near = l.knots[n].below
			}
			if len(near) == 0 {
				return float64(place[n])
			}
			sum := 0
			for _, m := range near {
				sum += place[m]
			}
			return float64(sum) / float64(len(near))
		}
		row := l.rows[r]
		key := make(map[int]float64, len(row))
		for _, n := range row {
			key[n] = mean(n)
		}
		sort.SliceStable(row, func(a, b int) bool { return key[row[a]] < key[row[b]] })
	}
}

// swapNeighbours exchanges two knots that stand side by side wherever that
// removes crossings with the rows above and below.
func (l *layers) swapNeighbours(place []int) {
	l.notePlaces(place)
	for pass, better := 0, true; better && pass < 8; pass++ {
		better = false
		for _, row := range l.rows {
			for i := 1; i < len(row); i++ {
				a, b := row[i-1], row[i]
				if l.between(a, b, place) > l.between(b, a, place) {
					row[i-1], row[i] = b, a
					place[a], place[b] = i, i-1
					better = true
				}
			}
		}
	}
}

// between counts the crossings of the links of a with those of b if a stands
// left of b.
func (l *layers) between(a, b int, place []int) int {
	n := 0
	for _, pair := range [][2][]int{{l.knots[a].above, l.knots[b].above}, {l.knots[a].below, l.knots[b].below}} {
		for _, p := range pair[0] {
			for _, q := range pair[1] {
				if place[p] > place[q] {
					n++
				}
			}
		}
	}
	return n
}

func (l *layers) crossings(place []int) int {
	l.notePlaces(place)
	n := 0
	for _, row := range l.rows {
		for i, a := range row {
			for _, b := range row[i+1:] {
				for _, p := range l.knots[a].below {
					for _, q := range l.knots[b].below {
						if place[p] > place[q] {
							n++
						}
					}
				}
			}
		}
	}
	return n
}
