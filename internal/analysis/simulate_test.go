// Keeps the promise that the value which specs.Effective finds is the one that anybody would choose who goes through
// all variants by hand: the simulator here shares no code with it, and both are asked about 10,000 random settings.
package analysis

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/specs"
)

// The axes of the random settings; each has the same three values.
var simulatedAxes = []string{"shade", "size", "form"}

const simulatedValues = 3

// simulated is one variant: for each axis the values that it takes, all of them where it does not name the axis.
type simulated struct {
	takes [3][simulatedValues]bool
	named [3]bool
	ttl   int // minutes
}

// meets reports whether an assignment, one value for each axis, meets the condition.
func (v *simulated) meets(assignment [3]int) bool {
	for axis, value := range assignment {
		if !v.takes[axis][value] {
			return false
		}
	}
	return true
}

// implies goes through all assignments: whatever meets a also meets b, and an axis that b names is named by a.
func implies(a, b *simulated, all [][3]int) bool {
	for axis := range b.named {
		if b.named[axis] && !a.named[axis] {
			return false
		}
	}
	for _, assignment := range all {
		if a.meets(assignment) && !b.meets(assignment) {
			return false
		}
	}
	return true
}

// outranks says of each two variants whether the first is more specific: it implies the second, and not the reverse.
func outranks(variants []simulated, all [][3]int) [][]bool {
	out := make([][]bool, len(variants))
	for i := range variants {
		for j := range variants {
			out[i] = append(out[i], i != j && implies(&variants[i], &variants[j], all) && !implies(&variants[j], &variants[i], all))
		}
	}
	return out
}

// simulate chooses by hand: of the variants that an assignment meets the one that outranks all others. ok is false
// where none does, for then nothing decides.
func simulate(variants []simulated, outranks [][]bool, assignment [3]int) (ttl int, ok bool) {
	var met []int
	for i := range variants {
		if variants[i].meets(assignment) {
			met = append(met, i)
		}
	}
	if len(met) == 0 {
		return 1, true
	}
	for _, i := range met {
		if !slices.ContainsFunc(met, func(j int) bool { return i != j && !outranks[i][j] }) {
			return variants[i].ttl, true
		}
	}
	return 0, false
}

func assignments() (all [][3]int) {
	for a := range simulatedValues {
		for b := range simulatedValues {
			for c := range simulatedValues {
				all = append(all, [3]int{a, b, c})
			}
		}
	}
	return all
}

// randomVariants makes one to five variants over two or three axes. A condition is a value, a list, or all but one.
func randomVariants(r *rand.Rand) (out []simulated, axes int, text string) {
	axes = 2 + r.IntN(2)
	var b strings.Builder
	for i := range 1 + r.IntN(5) {
		v := simulated{ttl: 2 + i}
		var terms []string
		for axis := range 3 {
			for value := range simulatedValues {
				v.takes[axis][value] = true
			}
			if axis >= axes || r.IntN(3) == 0 && len(terms)+axes-axis > 1 {
				continue
			}
			v.named[axis] = true
			one, other := r.IntN(simulatedValues), r.IntN(simulatedValues)
			text := fmt.Sprintf("v%d", one)
			keep := func(f func(int) bool) {
				for value := range simulatedValues {
					v.takes[axis][value] = f(value)
				}
			}
			switch r.IntN(3) {
			case 0:
				keep(func(x int) bool { return x == one })
			case 1:
				keep(func(x int) bool { return x == one || x == other })
				text = fmt.Sprintf("[v%d, v%d]", one, other)
			case 2:
				keep(func(x int) bool { return x != one })
				text = fmt.Sprintf("{not: v%d}", one)
			}
			terms = append(terms, simulatedAxes[axis]+": "+text)
		}
		fmt.Fprintf(&b, "      - {when: {%s}, lifetime: %dm}\n", strings.Join(terms, ", "), v.ttl)
		out = append(out, v)
	}
	return out, axes, b.String()
}

func TestEffectiveValuesAgreeWithSimulation(t *testing.T) {
	const batches, tokens = 100, 100 // no policy may hold more than 500 replacements
	all := assignments()
	decided, open := 0, 0
	for batch := range batches {
		r := rand.New(rand.NewPCG(7, uint64(batch)))
		var text strings.Builder
		text.WriteString("tokenbook: v1\npolicy: {id: p, title: P, version: 1.0.0}\naxes:\n")
		for _, axis := range simulatedAxes {
			text.WriteString("  " + axis + ": {of: token, values: [v0, v1, v2]}\n")
		}
		text.WriteString("tokens:\n")
		variants, axes := make([][]simulated, tokens), make([]int, tokens)
		for i := range tokens {
			var written string
			variants[i], axes[i], written = randomVariants(r)
			fmt.Fprintf(&text, "  t%d:\n    type: access_token\n    lifetime: 1m\n    variants:\n%s", i, written)
		}
		p := resolveUnlinked(t, text.String())
		for i := range tokens {
			order := outranks(variants[i], all)
			for _, assignment := range all {
				if axes[i] == 2 && assignment[2] > 0 {
					continue // nothing speaks of the third axis
				}
				want, ok := simulate(variants[i], order, assignment)
				if !ok {
					open++
					continue
				}
				decided++
				sel := specs.Selection{}
				for axis, value := range assignment {
					sel[simulatedAxes[axis]] = fmt.Sprintf("v%d", value)
				}
				l, _, found := specs.Effective[specs.Lifetime](p, fmt.Sprintf("tokens.t%d.lifetime", i), sel)
				if got := l.TTL.Fixed.V.D; !found || got != specs.Duration(want)*60e9 {
					t.Fatalf("batch %d, token %d, %v: got %s, want %dm\n%+v", batch, i, sel, got, want, variants[i])
				}
			}
		}
	}
	if decided < 100_000 || open == 0 {
		t.Errorf("%d choices were decided and %d open; the random settings are too tame or too wild", decided, open)
	}
}
