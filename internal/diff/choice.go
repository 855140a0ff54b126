package diff

import (
	"maps"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// Choice is a set of choices: on each axis that it names, any of the values.
type Choice []AxisValues

// AxisValues are values of one axis. Of an axis of days each value stands for the time until the next one that Days
// lists.
type AxisValues struct {
	Axis   string   `json:"axis"`
	Values []string `json:"values"`
	// Days are all days that the policies tell apart, for an axis of days.
	Days []string `json:"-"`

	all     []string      // values that the axis has
	classes []clientClass // of clients
}

// maxSelections bounds how many choices of one setting are looked at.
const maxSelections = 4096

// otherwise stands for the values of an open axis that no condition names.
const otherwise = ""

// selections are the choices that the variants of either policy tell apart at a path, among those that both policies
// know: what a new client gets is no change for anybody. cut is true where there are more than are looked at.
func (c *comparer) selections(path []string) (all []specs.Selection, axes []AxisValues, cut bool) {
	a, b := c.a.AxisValuesAt(path), c.b.AxisValuesAt(path)
	names := slices.Sorted(maps.Keys(a))
	for axis := range b {
		if _, ok := a[axis]; !ok {
			names = append(names, axis)
		}
	}
	slices.Sort(names)
	all = []specs.Selection{{}}
	for _, axis := range names {
		values := AxisValues{Axis: axis, Values: c.values(path, axis, a[axis], b[axis])}
		if isDays(values.Values) {
			values.Days = values.Values
		}
		if axis == specs.AxisClient {
			values.classes = c.classesOf(values.Values)
		}
		if len(all)*len(values.Values) > maxSelections {
			cut = true
			continue
		}
		var next []specs.Selection
		for _, sel := range all {
			for _, v := range values.Values {
				if v == otherwise {
					next = append(next, sel)
				} else {
					next = append(next, sel.With(axis, v))
				}
			}
		}
		all, axes = next, append(axes, values)
	}
	return all, axes, cut
}

// values are the values of an axis to look at.
func (c *comparer) values(path []string, axis string, a, b []string) []string {
	if axis == specs.AxisDate && !c.options.At.IsZero() {
		return []string{c.options.At.String()}
	}
	known, closedA := c.a.Domain(axis)
	if others, closedB := c.b.Domain(axis); closedA && closedB {
		known = common(known, others)
	} else {
		known = slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
		if closedA || closedB {
			known = nil // the axis came or went with all its values
		}
	}
	if len(path) > 1 && path[0] == "tokens" {
		switch axis {
		case specs.AxisClient:
			if holders := append(c.a.ClientsOf(path[1]), c.b.ClientsOf(path[1])...); len(holders) > 0 {
				known = common(known, holders)
			}
		case specs.AxisToken:
			known = common(known, []string{path[1]})
		}
	}
	if len(known) == 0 {
		return []string{otherwise}
	}
	return known
}

func common(a, b []string) []string {
	var out []string
	for _, x := range a {
		if slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

func isDays(values []string) bool {
	for _, v := range values {
		if _, err := specs.ParseDate(v); err != nil {
			return false
		}
	}
	return len(values) > 0
}

// boxes say which of all choices some are, in few sets; none where they are all. Axes that make no difference are left
// out.
func boxes(axes []AxisValues, all, some []specs.Selection) []Choice {
	if len(all) == len(some) {
		return nil
	}
	return split(axes, some)
}

// split puts choices into sets, axis by axis: values with the same rest share one.
func split(axes []AxisValues, some []specs.Selection) []Choice {
	if len(axes) == 0 {
		return []Choice{nil}
	}
	axis, rest := axes[0], axes[1:]
	type group struct {
		values []string
		rest   []Choice
		text   string
	}
	var groups []group
	for _, v := range axis.Values {
		var with []specs.Selection
		for _, sel := range some {
			if sel[axis.Axis] == v {
				with = append(with, sel)
			}
		}
		if len(with) == 0 {
			continue
		}
		inner := split(rest, with)
		text := ChoicesText(inner)
		if i := slices.IndexFunc(groups, func(g group) bool { return g.text == text }); i >= 0 {
			groups[i].values = append(groups[i].values, v)
		} else {
			groups = append(groups, group{[]string{v}, inner, text})
		}
	}
	var out []Choice
	for _, g := range groups {
		for _, inner := range g.rest {
			if len(g.values) < len(axis.Values) {
				inner = append(Choice{{Axis: axis.Axis, Values: g.values, Days: axis.Days}}, inner...)
			}
			out = append(out, inner)
		}
	}
	return out
}

// ChoicesText writes choices as a reader would say them; empty for all.
func ChoicesText(choices []Choice) string {
	parts := make([]string, 0, len(choices))
	for _, c := range choices {
		parts = append(parts, c.Text())
	}
	return strings.Join(parts, "; or ")
}

// Text writes a set of choices: client spa or mobile, environment staging.
func (c Choice) Text() string {
	parts := make([]string, 0, len(c))
	for _, axis := range c {
		parts = append(parts, axis.text())
	}
	return strings.Join(parts, ", ")
}

func (a AxisValues) text() string {
	name := strings.ReplaceAll(a.Axis, "_", " ")
	if a.Days != nil {
		return name + " " + strings.Join(spans(a.Days, a.Values), " or ")
	}
	words := make([]string, len(a.Values))
	for i, v := range a.Values {
		if words[i] = v; v == otherwise {
			words[i] = "any other"
		}
	}
	return name + " " + strings.Join(words, " or ")
}

// spans are days as ranges: each stands for the time until the next.
func spans(days, values []string) []string {
	var out []string
	for i := 0; i < len(days); i++ {
		if !slices.Contains(values, days[i]) {
			continue
		}
		j := i
		for j+1 < len(days) && slices.Contains(values, days[j+1]) {
			j++
		}
		switch {
		case i == 0 && j == len(days)-1:
			out = append(out, "any")
		case i == 0:
			out = append(out, "before "+days[j+1])
		case j == len(days)-1:
			out = append(out, "from "+days[i])
		default:
			out = append(out, "from "+days[i]+" until before "+days[j+1])
		}
		i = j
	}
	return out
}

// valuesOf are the values that choices name on an axis; none where some choice leaves it open.
func valuesOf(choices []Choice, axis string) []string {
	var out []string
	for _, c := range choices {
		i := slices.IndexFunc(c, func(a AxisValues) bool { return a.Axis == axis })
		if i < 0 {
			return nil
		}
		for _, v := range c[i].Values {
			if v != otherwise && !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	return out
}
