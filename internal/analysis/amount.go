package analysis

import "github.com/tokenbook/tokenbook/specs"

// Range is an amount of time worked out: between which bounds it lies, and what it is where nobody chose.
type Range struct {
	// Min and Max bound it; Default lies between them. All three are equal for a fixed amount.
	Min, Default, Max specs.Extent
	// Guaranteed is false where a part of it is advice or observation, or cannot be worked out.
	Guaranteed bool
}

// maxReferences bounds how far references between amounts are followed, maxAmounts how many are looked at for one
// answer: a few amounts that each name others twice would else be looked at a million times.
const (
	maxReferences = 20
	maxAmounts    = 2000
)

// AmountRange works out an amount of time for a selection: knobs by their default and range, formulas by their
// parts. ok is false where the policy states nothing that can be worked out.
func AmountRange(p *specs.Policy, a *specs.Amount, sel specs.Selection) (Range, bool) {
	left := maxAmounts
	return amountRange(p, a, sel, maxReferences, &left)
}

func amountRange(p *specs.Policy, a *specs.Amount, sel specs.Selection, depth int, left *int) (r Range, ok bool) {
	if *left--; !a.IsSet() || depth == 0 || *left < 0 {
		return Range{}, false
	}
	switch {
	case a.Fixed.IsSet():
		r, ok = Range{a.Fixed.V, a.Fixed.V, a.Fixed.V, true}, true
	case len(a.Random.Items) == 2:
		lo, hi := finite(a.Random.Items[0].V), finite(a.Random.Items[1].V)
		r, ok = Range{lo, finite((lo.D + hi.D) / 2), hi, true}, true
		if a.Mean.IsSet() {
			r.Default = finite(a.Mean.V)
		}
	case a.Setting.IsSet():
		r, ok = knobRange(p, string(a.Setting.V), sel, depth, left)
	case a.Ref.IsSet():
		r, ok = pathRange(p, string(a.Ref.V), sel, depth, left)
	case a.Part.IsSet():
		if r, ok = pathRange(p, string(a.Part.V), sel, depth, left); ok && a.Times.IsSet() {
			r = r.each(func(e specs.Extent) specs.Extent {
				if e.Kind == specs.Finite {
					e.D = a.Times.V.Apply(e.D)
				}
				return e
			})
		}
	case a.MinOf.IsSet():
		r, ok = fold(p, a.MinOf.Items, sel, depth, left, func(x, y specs.Extent) specs.Extent {
			if Less(y, x) {
				return y
			}
			return x
		})
	case a.MaxOf.IsSet():
		r, ok = fold(p, a.MaxOf.Items, sel, depth, left, func(x, y specs.Extent) specs.Extent {
			if Less(x, y) {
				return y
			}
			return x
		})
	case a.Sum.IsSet():
		r, ok = fold(p, a.Sum.Items, sel, depth, left, plus)
	}
	if a.Min.IsSet() {
		r.Min = a.Min.V
		if !ok {
			r.Default = a.Min.V
		}
	}
	if a.Max.IsSet() {
		r.Max = a.Max.V
		if !ok {
			r.Default = a.Max.V
		}
		ok, r.Guaranteed = true, true
	}
	if ok && a.Slack.IsSet() {
		r.Max = plus(r.Max, finite(a.Slack.V))
	}
	if a.Note != nil && a.Note.Force.IsSet() && a.Note.Force.V != specs.ForceGuaranteed && a.Note.Force.V != specs.ForceRequired {
		r.Guaranteed = false
	}
	return r, ok
}

func finite(d specs.Duration) specs.Extent { return specs.Extent{D: d} }

func plus(a, b specs.Extent) specs.Extent {
	if a.Kind != specs.Finite {
		return a
	}
	if b.Kind != specs.Finite {
		return b
	}
	return finite(a.D + b.D)
}

// Less orders extents by how soon they end; what has no end comes last.
func Less(a, b specs.Extent) bool {
	if a.Kind != specs.Finite || b.Kind != specs.Finite {
		return a.Kind == specs.Finite && b.Kind != specs.Finite
	}
	return a.D < b.D
}

func (r Range) each(f func(specs.Extent) specs.Extent) Range {
	return Range{f(r.Min), f(r.Default), f(r.Max), r.Guaranteed}
}

func fold(p *specs.Policy, items []specs.Amount, sel specs.Selection, depth int, left *int, f func(a, b specs.Extent) specs.Extent) (Range, bool) {
	var out Range
	for i := range items {
		r, ok := amountRange(p, &items[i], sel, depth-1, left)
		if !ok {
			return Range{}, false
		}
		if i == 0 {
			out = r
			continue
		}
		out = Range{f(out.Min, r.Min), f(out.Default, r.Default), f(out.Max, r.Max), out.Guaranteed && r.Guaranteed}
	}
	return out, len(items) > 0
}

// knobRange works out a knob: its default, and the bounds of what may be set.
func knobRange(p *specs.Policy, id string, sel specs.Selection, depth int, left *int) (Range, bool) {
	knob, _, ok := specs.Effective[specs.Knob](p, "settings."+id, sel)
	if !ok {
		return Range{}, false
	}
	r, ok := amountRange(p, &knob.Default, sel, depth-1, left)
	if !ok && knob.Unset.IsSet() {
		r, ok = pathRange(p, string(knob.Unset.V), sel, depth, left)
	}
	if lo, has := amountRange(p, &knob.Range.Min, sel, depth-1, left); has {
		r.Min = lo.Min
	}
	hi, has := amountRange(p, &knob.Range.Max, sel, depth-1, left)
	if has {
		r.Max = hi.Max
		if !ok {
			r.Default, ok = hi.Max, true
		}
	}
	r.Guaranteed = r.Guaranteed && has
	return r, ok
}

// pathRange works out the amount that stands at a path: an amount itself, an anchored one, or a lifetime's first bound.
func pathRange(p *specs.Policy, path string, sel specs.Selection, depth int, left *int) (Range, bool) {
	if a, _, ok := specs.Effective[specs.Amount](p, path, sel); ok {
		return amountRange(p, &a, sel, depth-1, left)
	}
	if a, _, ok := specs.Effective[specs.Anchored](p, path, sel); ok {
		return amountRange(p, &a.Of, sel, depth-1, left)
	}
	if l, _, ok := specs.Effective[specs.Lifetime](p, path, sel); ok {
		return longestLife(p, &l, sel, depth, left)
	}
	if d, _, ok := specs.Effective[specs.Value[specs.Duration]](p, path, sel); ok && d.IsSet() {
		e := finite(d.V)
		return Range{e, e, e, true}, true
	}
	return Range{}, false
}

// LongestLife works out how long something can live at most: of the bounds that count from a fixed moment, the
// earliest. The idle bound does not count, for use moves it.
func LongestLife(p *specs.Policy, l *specs.Lifetime, sel specs.Selection, depth int) (Range, bool) {
	left := maxAmounts
	return longestLife(p, l, sel, depth, &left)
}

func longestLife(p *specs.Policy, l *specs.Lifetime, sel specs.Selection, depth int, left *int) (Range, bool) {
	if depth <= 0 {
		return Range{}, false
	}
	ttl, hasTTL := amountRange(p, &l.TTL, sel, depth-1, left)
	abs, hasAbs := amountRange(p, &l.Absolute.Of, sel, depth-1, left)
	switch {
	case hasTTL && hasAbs:
		pick := func(x, y specs.Extent) specs.Extent {
			if Less(y, x) {
				return y
			}
			return x
		}
		return Range{pick(ttl.Min, abs.Min), pick(ttl.Default, abs.Default), pick(ttl.Max, abs.Max), ttl.Guaranteed && abs.Guaranteed}, true
	case hasTTL:
		return ttl, true
	case hasAbs:
		return abs, true
	}
	return Range{}, false
}
