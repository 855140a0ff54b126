package diff

import (
	"cmp"
	"slices"
)

// Bounds of the search for few words. What lies beyond is told by the sets that boxes makes.
const (
	maxCells   = 1024
	maxBoxes   = 24
	fewestAxes = 2
)

// grid is choices by number: axis by axis, the last one running fastest. Values that make no difference are one.
type grid struct {
	axes []AxisValues
	// merged are, for each axis that matters, its values in groups that differ in nothing.
	merged [][][]string
	// at is the number of the axis in axes.
	at []int
	// in says for each cell of the merged axes whether it is one of the choices.
	in []bool
}

// gridOf merges what makes no difference. some are numbers among all choices.
func gridOf(axes []AxisValues, some []int) *grid {
	total := 1
	for _, a := range axes {
		total *= len(a.Values)
	}
	in := make([]bool, total)
	for _, n := range some {
		in[n] = true
	}
	g := &grid{axes: axes, in: in}
	sizes := make([]int, len(axes))
	for i := range axes {
		sizes[i] = len(axes[i].Values)
	}
	for i := range axes {
		groups, kept := mergeAxis(g.in, sizes, i)
		g.in, sizes[i] = kept, len(groups)
		if len(groups) == 1 {
			continue
		}
		named := make([][]string, len(groups))
		for k, group := range groups {
			for _, v := range group {
				named[k] = append(named[k], axes[i].Values[v])
			}
		}
		g.merged, g.at = append(g.merged, named), append(g.at, i)
	}
	return g
}

// mergeAxis puts the values of one axis with the same cells together, and leaves one of each group in the cells.
func mergeAxis(in []bool, sizes []int, axis int) (groups [][]int, kept []bool) {
	inner, outer := 1, 1
	for i, n := range sizes {
		switch {
		case i > axis:
			inner *= n
		case i < axis:
			outer *= n
		}
	}
	seen := map[string]int{}
	for v := range sizes[axis] {
		slice := make([]byte, 0, inner*outer)
		for o := range outer {
			for i := range inner {
				c := byte(0)
				if in[(o*sizes[axis]+v)*inner+i] {
					c = 1
				}
				slice = append(slice, c)
			}
		}
		k, ok := seen[string(slice)]
		if !ok {
			k = len(groups)
			seen[string(slice)] = k
			groups = append(groups, nil)
		}
		groups[k] = append(groups[k], v)
	}
	for o := range outer {
		for _, group := range groups {
			start := (o*sizes[axis] + group[0]) * inner
			kept = append(kept, in[start:start+inner]...)
		}
	}
	return groups, kept
}

// box is a set of cells: for each axis the groups that are in it.
type box [][]bool

// cells calls f for the number of each cell of a box until it returns false.
func (g *grid) cells(b box, f func(int) bool) bool {
	var walk func(axis, number int) bool
	walk = func(axis, number int) bool {
		if axis == len(b) {
			return f(number)
		}
		for v, ok := range b[axis] {
			if ok && !walk(axis+1, number*len(b[axis])+v) {
				return false
			}
		}
		return true
	}
	return walk(0, 0)
}

// cover finds few sets that together hold exactly the cells with a value. They may overlap, for that is how people say
// it. ok is false where there are too many.
func (g *grid) cover(want bool) (found []box, ok bool) {
	if len(g.in) > maxCells {
		return nil, false
	}
	covered := make([]bool, len(g.in))
	for start := range g.in {
		if g.in[start] != want || covered[start] {
			continue
		}
		if len(found) == maxBoxes {
			return nil, false
		}
		var best box
		gain, words := -1, 0
		for _, order := range g.orders() {
			b := g.widen(start, order, want)
			won := 0
			g.cells(b, func(n int) bool {
				if !covered[n] {
					won++
				}
				return true
			})
			if w := g.words(b); won > gain || won == gain && w < words {
				best, gain, words = b, won, w
			}
		}
		g.cells(best, func(n int) bool { covered[n] = true; return true })
		found = append(found, best)
	}
	return g.needed(found), true
}

// needed are the sets without those that the others hold.
func (g *grid) needed(boxes []box) []box {
	times := make([]int, len(g.in))
	for _, b := range boxes {
		g.cells(b, func(n int) bool { times[n]++; return true })
	}
	var out []box
	for _, b := range boxes {
		if g.cells(b, func(n int) bool { return times[n] > 1 }) {
			g.cells(b, func(n int) bool { times[n]--; return true })
			continue
		}
		out = append(out, b)
	}
	for _, b := range out {
		g.trim(b, times)
	}
	slices.SortStableFunc(out, func(a, b box) int { return cmp.Compare(g.words(a), g.words(b)) })
	return out
}

// trim takes values out of a set that other sets hold anyway, on the axes that it names.
func (g *grid) trim(b box, times []int) {
	for axis := range b {
		if !slices.Contains(b[axis], false) {
			continue
		}
		for v, ok := range b[axis] {
			if !ok {
				continue
			}
			slice := slices.Clone(b)
			slice[axis] = make([]bool, len(b[axis]))
			slice[axis][v] = true
			if g.cells(slice, func(n int) bool { return times[n] > 1 }) {
				g.cells(slice, func(n int) bool { times[n]--; return true })
				b[axis][v] = false
			}
		}
	}
}

// orders are the orders in which axes are widened: each of them first.
func (g *grid) orders() [][]int {
	n := len(g.merged)
	var out [][]int
	for first := range n {
		forward, backward := []int{first}, []int{first}
		for i := 1; i < n; i++ {
			forward, backward = append(forward, (first+i)%n), append(backward, (first-i+n)%n)
		}
		out = append(out, forward)
		if n > fewestAxes {
			out = append(out, backward)
		}
	}
	if n == 0 {
		out = [][]int{nil}
	}
	return out
}

// widen is the largest set around a cell that is reached when axes are widened in an order.
func (g *grid) widen(start int, order []int, want bool) box {
	b := make(box, len(g.merged))
	for i, n := len(b)-1, start; i >= 0; i-- {
		b[i] = make([]bool, len(g.merged[i]))
		b[i][n%len(b[i])] = true
		n /= len(b[i])
	}
	for _, axis := range order {
		was := b[axis]
		grown := slices.Clone(was)
		for v := range was {
			only := make([]bool, len(was))
			only[v] = true
			b[axis] = only
			if g.cells(b, func(n int) bool { return g.in[n] == want }) {
				grown[v] = true
			}
		}
		b[axis] = grown
	}
	return b
}

// words is about how much there is to read in a set.
func (g *grid) words(b box) int {
	total := 1
	for i, groups := range b {
		in, out := 0, 0
		for v, ok := range groups {
			if ok {
				in += len(g.merged[i][v])
			} else {
				out += len(g.merged[i][v])
			}
		}
		if out > 0 {
			total += 1 + min(in, out+1)
		}
	}
	return total
}

// choices are sets with the names of their values.
func (g *grid) choices(boxes []box) []Choice {
	var out []Choice
	for _, b := range boxes {
		var c Choice
		for i, groups := range b {
			if !slices.Contains(groups, false) {
				continue
			}
			axis := g.axes[g.at[i]]
			var values []string
			for _, v := range axis.Values { // in the order of the axis
				k := slices.IndexFunc(g.merged[i], func(group []string) bool { return slices.Contains(group, v) })
				if groups[k] {
					values = append(values, v)
				}
			}
			c = append(c, AxisValues{Axis: axis.Axis, Values: values, Days: axis.Days, all: axis.Values, classes: axis.classes})
		}
		out = append(out, c)
	}
	return out
}
