package specs

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// Selector is a condition as written: all axes must hold; of a list of values any one; {not: x} none of them;
// {from, until} a range of days, the last one excluded.
type Selector struct {
	Mark
	Terms []SelectorTerm
}

// SelectorTerm is what a condition says of one axis.
type SelectorTerm struct {
	Axis   string
	At     diag.Span
	Not    bool
	Values Values[string]
	From   Value[Date]
	Until  Value[Date]
}

func (t *SelectorTerm) isRange() bool { return t.From.IsSet() || t.Until.IsSet() }

const (
	keyNot   = "not"
	keyFrom  = "from"
	keyUntil = "until"
)

func (d *decoder) selector(path string, n *node, s *Selector) {
	if n.kind != mappingNode {
		d.add(n.at, path, "%s: %s stands where a condition belongs; write {axis: value}, such as {environment: staging}", path, n.describe())
		return
	}
	if len(n.pairs) == 0 {
		d.add(n.at, path, "%s: the condition is empty and would always hold; write {axis: value}, or leave the line out", path)
	}
	for _, p := range n.pairs {
		t := SelectorTerm{Axis: p.key, At: p.keyAt}
		full := join(path, p.key)
		v := p.value
		if v.kind == mappingNode && v.get(keyNot) != nil && len(v.pairs) == 1 {
			t.Not, v = true, v.get(keyNot)
		}
		switch {
		case v.kind == mappingNode && t.Not:
			d.add(v.at, full, "%s: not takes a value or a list of values; the days outside a range are two ranges, each with a variant of its own", full)
		case v.kind == mappingNode && len(v.pairs) == 0:
			d.add(v.at, full, "%s: the mapping is empty; write a value, a list of values, {not: value} or {from: day, until: day}", full)
		case v.kind == mappingNode:
			for _, r := range v.pairs {
				switch r.key {
				case keyFrom:
					decodeInto(d, join(full, keyFrom), r.value, &t.From)
				case keyUntil:
					decodeInto(d, join(full, keyUntil), r.value, &t.Until)
				default:
					d.unknown(full, r, []string{keyFrom, keyUntil, keyNot})
				}
			}
			if t.From.IsSet() && t.Until.IsSet() && !t.From.V.Before(t.Until.V.Time) {
				d.add(v.at, full, "%s: the range from %s until %s holds no day; `until` is the first day after it", full, t.From.V, t.Until.V)
			}
		default:
			decodeInto(d, full, v, &t.Values)
			d.noState(full, t.Values.Mark)
			for i := range t.Values.Items {
				d.noState(full, t.Values.Items[i].Mark)
			}
		}
		s.Terms = append(s.Terms, t)
	}
}

// noState refuses the words for states in a condition, where they could mean two things.
func (d *decoder) noState(path string, m Mark) {
	if m.State == None || m.State == Undecided {
		d.add(m.At, path, "%s: %s is not a value of an axis; if a value has that name, put it into quotes", path, m.State)
	}
}

// condition is a selector made comparable: one set for each axis that it restricts, in the order of the names.
type condition []axisSet

// axisSet is the values that an axis may have: some names, all but some, or a range of days.
type axisSet struct {
	axis        string
	values      []string // sorted
	not         bool
	isDate      bool
	from, until string // days in their ISO form, which sorts as time does; empty for open ends
}

// domains are the closed lists of values that axes can take, and what the narrower axes mean in terms of clients.
type domains struct {
	closed  map[string][]string            // sorted; an axis without an entry is open
	derived map[string]map[string][]string // axis of a client's property -> value -> clients
}

// condition normalises a selector. Axes that are properties of a client become sets of clients, so that
// {client: spa} implies {client_type: public}; complements within a closed list become lists.
func (s *Selector) condition(dom *domains) condition {
	sets := map[string]axisSet{}
	for _, t := range s.Terms {
		set := axisSet{axis: t.Axis, not: t.Not}
		if t.isRange() {
			set.isDate = true
			if t.From.IsSet() {
				set.from = t.From.V.String()
			}
			if t.Until.IsSet() {
				set.until = t.Until.V.String()
			}
		} else {
			set.values = Plain(t.Values)
			if by := dom.derived[t.Axis]; by != nil {
				var clients []string
				for _, v := range set.values {
					clients = append(clients, by[v]...)
				}
				set.axis, set.values = AxisClient, clients
			}
			set.values = sortedSet(set.values)
			if all, closed := dom.closed[set.axis]; set.not && closed {
				set.values, set.not = slices.DeleteFunc(slices.Clone(all), func(v string) bool { return has(set.values, v) }), false
			}
		}
		if have, ok := sets[set.axis]; ok {
			set = have.intersect(set)
		}
		sets[set.axis] = set
	}
	out := make(condition, 0, len(sets))
	for _, set := range sets {
		out = append(out, set)
	}
	slices.SortFunc(out, func(a, b axisSet) int { return strings.Compare(a.axis, b.axis) })
	return out
}

func sortedSet(values []string) []string {
	out := slices.Clone(values)
	slices.Sort(out)
	return slices.Compact(out)
}

func (c condition) axis(name string) (axisSet, bool) {
	for _, s := range c {
		if s.axis == name {
			return s, true
		}
	}
	return axisSet{}, false
}

// implies reports whether whatever meets c meets o too.
func (c condition) implies(o condition) bool {
	if c.empty() {
		return true
	}
	for _, theirs := range o {
		mine, ok := c.axis(theirs.axis)
		if !ok || !mine.within(theirs) {
			return false
		}
	}
	return true
}

// intersect is the condition that holds where both hold.
func (c condition) intersect(o condition) condition {
	out := slices.Clone(c)
	for _, theirs := range o {
		if i := slices.IndexFunc(out, func(s axisSet) bool { return s.axis == theirs.axis }); i >= 0 {
			out[i] = out[i].intersect(theirs)
		} else {
			out = append(out, theirs)
		}
	}
	slices.SortFunc(out, func(a, b axisSet) int { return strings.Compare(a.axis, b.axis) })
	return out
}

// empty reports whether nothing can meet the condition.
func (c condition) empty() bool {
	return slices.ContainsFunc(c, func(s axisSet) bool {
		if s.isDate {
			return s.from != "" && s.until != "" && s.from >= s.until
		}
		return !s.not && len(s.values) == 0
	})
}

// has reports whether a sorted list has a value.
func has(sorted []string, value string) bool {
	_, ok := slices.BinarySearch(sorted, value)
	return ok
}

func (a axisSet) intersect(b axisSet) axisSet {
	switch {
	case a.isDate && b.isDate:
		a.from = max(a.from, b.from)
		if a.until == "" || b.until != "" && b.until < a.until {
			a.until = b.until
		}
		return a
	case a.isDate != b.isDate: // a range and a name have nothing in common
		return axisSet{axis: a.axis}
	case a.not && b.not:
		a.values = sortedSet(append(slices.Clone(a.values), b.values...))
		return a
	case a.not:
		a, b = b, a
	}
	a.values = slices.DeleteFunc(slices.Clone(a.values), func(v string) bool { return has(b.values, v) == b.not })
	return a
}

// within reports whether every value of a is one of b.
func (a axisSet) within(b axisSet) bool {
	switch {
	case a.isDate && b.isDate:
		return (b.from == "" || a.from != "" && a.from >= b.from) && (b.until == "" || a.until != "" && a.until <= b.until)
	case a.isDate != b.isDate:
		return false
	case !a.not && !b.not:
		return !slices.ContainsFunc(a.values, func(v string) bool { return !has(b.values, v) })
	case !a.not:
		return !slices.ContainsFunc(a.values, func(v string) bool { return has(b.values, v) })
	case !b.not:
		return false // all but some of an open list are never within a list
	}
	return !slices.ContainsFunc(b.values, func(v string) bool { return !has(a.values, v) })
}

// holds reports whether one value is in the set. Days are given in their ISO form.
func (a axisSet) holds(value string) bool {
	if a.isDate {
		return (a.from == "" || value >= a.from) && (a.until == "" || value < a.until)
	}
	return has(a.values, value) != a.not
}

// matches reports whether a selection meets the condition. An axis that the selection leaves open is not met, for
// the variant then holds for some and not for others.
func (c condition) matches(sel Selection) bool {
	for _, s := range c {
		v, ok := sel[s.axis]
		if !ok || !s.holds(v) {
			return false
		}
	}
	return true
}

// Selection picks one value on some axes: {client: spa, environment: production, date: 2026-10-01}.
type Selection map[string]string

// The axes that every policy has.
const (
	AxisEnvironment = "environment"
	AxisEdition     = "edition"
	AxisTenant      = "tenant"
	AxisUser        = "user"
	AxisClient      = "client"
	AxisClientType  = "client_type"
	AxisPlatform    = "platform"
	AxisGrant       = "grant"
	AxisScope       = "scope"
	AxisACR         = "acr"
	AxisToken       = "token"
	AxisResource    = "resource"
	AxisDate        = "date"
)

// BuiltInAxes are the axes that every policy has, in the order of the reference.
var BuiltInAxes = []string{AxisEnvironment, AxisEdition, AxisTenant, AxisUser, AxisClient, AxisClientType, AxisPlatform,
	AxisGrant, AxisScope, AxisACR, AxisToken, AxisResource, AxisDate}

// With is the selection with one more choice.
func (s Selection) With(axis, value string) Selection {
	out := make(Selection, len(s)+1)
	for k, v := range s {
		out[k] = v
	}
	out[axis] = value
	return out
}
