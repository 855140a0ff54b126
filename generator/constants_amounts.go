package generator

import (
	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/specs"
)

// amountPart is which part of an amount of time is exported.
type amountPart int

// The parts of an amount. Bounds are those that the policy states; a fixed amount has none.
const (
	amountDefault amountPart = iota
	amountMin
	amountMax
)

// amount is one part of an amount of time, with knobs and formulas worked out.
func amount(name, path, about string, part amountPart) exportSetting {
	return exportSetting{name: name, path: path, about: about, kind: kindExtent,
		read: func(p *specs.Policy, path string, sel specs.Selection) exportValue {
			a, _, ok := specs.Effective[specs.Amount](p, path, sel)
			if !ok || !a.IsSet() {
				if why := whySilent(p, path, a.State, sel); part == amountDefault && why != silentWord {
					return extentWord(why)
				}
				return silentValue(silentWord)
			}
			return partOf(p, &a, sel, part)
		}}
}

func partOf(p *specs.Policy, a *specs.Amount, sel specs.Selection, part amountPart) exportValue {
	has := stated(p, a, sel, maxAmountDepth)
	r, ok := analysis.AmountRange(p, a, sel)
	switch {
	case part == amountDefault && has.def && ok:
		return extentValue(r.Default)
	case part == amountMin && a.Min.IsSet():
		return extentValue(a.Min.V)
	case part == amountMin && has.min && ok:
		return extentValue(r.Min)
	case part == amountMax && has.max && ok:
		return extentValue(r.Max)
	case part == amountDefault && !has.min && !has.max:
		return extentWord(unresolvedWord)
	}
	return silentValue(silentWord)
}

// statedParts says which parts of an amount somebody has chosen.
type statedParts struct{ def, min, max bool }

// maxAmountDepth bounds how far references between amounts are followed.
const maxAmountDepth = 20

// stated finds which parts of an amount the policy states. The range that analysis works out has all three, filling in
// those that nobody chose from the others; such values are not exported.
func stated(p *specs.Policy, a *specs.Amount, sel specs.Selection, depth int) (has statedParts) {
	if depth == 0 || !a.IsSet() {
		return has
	}
	switch {
	case a.Fixed.IsSet():
		has.def = true
	case len(a.Random.Items) == 2:
		has.min, has.max = true, true
	case a.Setting.IsSet():
		knob, _, ok := specs.Effective[specs.Knob](p, "settings."+string(a.Setting.V), sel)
		if !ok {
			break
		}
		has.def = stated(p, &knob.Default, sel, depth-1).def || !knob.Default.IsSet() && knob.Unset.IsSet() && statedAt(p, string(knob.Unset.V), sel, depth-1).def
		has.min, has.max = knob.Range.Min.IsSet(), knob.Range.Max.IsSet()
	case a.Ref.IsSet():
		has = statedAt(p, string(a.Ref.V), sel, depth-1)
	case a.Part.IsSet():
		has = statedAt(p, string(a.Part.V), sel, depth-1)
	case a.MinOf.IsSet():
		has = statedAll(p, a.MinOf.Items, sel, depth-1)
	case a.MaxOf.IsSet():
		has = statedAll(p, a.MaxOf.Items, sel, depth-1)
	case a.Sum.IsSet():
		has = statedAll(p, a.Sum.Items, sel, depth-1)
	}
	has.min = has.min || a.Min.IsSet()
	has.max = has.max || a.Max.IsSet() || has.def && a.Slack.IsSet()
	return has
}

// statedAll is what holds of several amounts together: a bound counts only where each part is fixed or has it.
func statedAll(p *specs.Policy, items []specs.Amount, sel specs.Selection, depth int) statedParts {
	all, anyMin, anyMax := statedParts{true, true, true}, false, false
	for i := range items {
		has := stated(p, &items[i], sel, depth)
		fixed := has.def && !has.min && !has.max
		all.def = all.def && has.def
		all.min = all.min && (fixed || has.min)
		all.max = all.max && (fixed || has.max)
		anyMin, anyMax = anyMin || has.min, anyMax || has.max
	}
	all.min, all.max = all.min && anyMin, all.max && anyMax
	return all
}

// statedAt is stated for the amount at a path.
func statedAt(p *specs.Policy, path string, sel specs.Selection, depth int) statedParts {
	if a, _, ok := specs.Effective[specs.Amount](p, path, sel); ok {
		return stated(p, &a, sel, depth)
	}
	if a, _, ok := specs.Effective[specs.Anchored](p, path, sel); ok {
		return stated(p, &a.Of, sel, depth)
	}
	if l, _, ok := specs.Effective[specs.Lifetime](p, path, sel); ok {
		ttl, abs := stated(p, &l.TTL, sel, depth), stated(p, &l.Absolute.Of, sel, depth)
		switch {
		case !l.Absolute.IsSet():
			return ttl
		case !l.TTL.IsSet():
			return abs
		}
		return statedParts{ttl.def && abs.def, ttl.min && abs.min, ttl.max && abs.max}
	}
	d, _, _ := specs.Effective[specs.Value[specs.Duration]](p, path, sel)
	return statedParts{def: d.IsSet()}
}
