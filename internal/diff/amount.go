package diff

import (
	"cmp"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/specs"
)

// amountFields are the settings of an amount that say how long it is; analysis works them out.
var amountFields = []string{"default", "min", "max", "random", "mean", "setting", "ref", "at", "min_of", "max_of", "sum", "part_of", "times", "slack"}

// amounts compares amounts of time by what they come to: a reference to ten minutes is ten minutes, and one whose target
// changed is another amount although its text is the same.
func (v *view) amounts(a, b specs.Part) {
	was, okA := analysis.AmountRange(v.a, a.Amount(), v.sel)
	is, okB := analysis.AmountRange(v.b, b.Amount(), v.sel)
	switch {
	case okA && okB:
		d := difference{kind: Changed, old: a, new: b, oldText: amountText(a, was), newText: amountText(b, is), ordered: true}
		if d.order = order(was, is); d.order != 0 {
			v.out(d)
		}
		v.below(a, b, amountFields)
	case a.Text() != b.Text():
		v.changed(a, b)
	}
}

// order compares what is guaranteed first: the longest, then what holds where nobody chose, then the shortest.
func order(was, is analysis.Range) int {
	return cmp.Or(extents(was.Max, is.Max), extents(was.Default, is.Default), extents(was.Min, is.Min))
}

// extents is positive where the second is longer. What never ends by itself is longer than any time, and than what ends
// when somebody says so.
func extents(was, is specs.Extent) int {
	rank := func(e specs.Extent) int {
		switch e.Kind {
		case specs.UntilRevoked:
			return 1
		case specs.Unchanged:
			return 2
		case specs.Never, specs.Unlimited:
			return 3
		case specs.Finite:
		}
		return 0
	}
	return cmp.Or(cmp.Compare(rank(is), rank(was)), cmp.Compare(is.D, was.D))
}

// amountText is an amount as written, with what it comes to where that is not what is written.
func amountText(p specs.Part, r analysis.Range) string {
	text := p.Text()
	if p.Amount().Fixed.IsSet() {
		return text
	}
	come := r.Default.String()
	if r.Max != r.Default {
		come += " to " + r.Max.String()
	}
	return text + " = " + come
}
