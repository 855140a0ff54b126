package analysis

import "github.com/tokenbook/tokenbook/specs"

// Change is one setting to write differently, and how.
type Change struct {
	// Path is the setting; Text begins with a verb: "write at most 5s".
	Path, Text string
}

// repairs are the single changes each of which is enough to keep the promise of a row that breaks it, those that make a
// bound smaller first. The last one, where there is a bound, keeps everything else and promises what holds.
func (f parts) repairs(e *Exposure, ways string) []Change {
	if e.Verdict != ExposureMissed || e.Objective.D.Kind != specs.Finite {
		return nil
	}
	var out []Change
	limit := func(t Term, others specs.Extent) {
		room := specs.Duration(0)
		if others.Kind == specs.Finite {
			room = e.Objective.D.D - others.D
		}
		if t.Path == "" || room <= 0 || !Less(specs.Extent{D: room}, t.D) {
			return
		}
		c := Change{t.Path, "write at most " + room.String()}
		for _, have := range out {
			if have.Path == c.Path {
				return
			}
		}
		out = append(out, c)
	}
	var after specs.Extent
	for _, t := range f.after {
		after = plus(after, t.D)
	}
	for i := len(f.branches) - 1; i >= 0; i-- { // news before lifetimes: a shorter life costs more
		b := f.branches[i]
		if len(b.missing) > 0 {
			continue
		}
		for j, t := range b.terms {
			limit(t, plus(sumBut(b.terms, j), after))
		}
	}
	var best specs.Extent
	for i, b := range f.branches {
		if sum, ok := b.sum(); ok && (i == 0 || Less(sum, best)) {
			best = sum
		}
	}
	for j, t := range f.after {
		limit(t, plus(sumBut(f.after, j), best))
	}
	if len(f.branches) == 1 && !e.Issuer && !e.Outlives {
		out = append(out, Change{ways, "name a way that reaches services within " + e.Objective.D.String() + ", such as denylist"})
	}
	if e.Bound.Kind != specs.Finite {
		return out
	}
	return append(out, Change{e.Objective.Path, "promise " + e.Bound.String() + ", which is what holds"})
}

// sumBut is the sum of all terms but one.
func sumBut(terms []Term, but int) (e specs.Extent) {
	for i, t := range terms {
		if i != but {
			e = plus(e, t.D)
		}
	}
	return e
}
