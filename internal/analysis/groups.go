package analysis

import (
	"maps"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// Group is a value and the choices for which it holds: every combination of the values that it names. What it does not
// name makes no difference.
type Group struct {
	// When writes the choices: client=spa,mobile environment=staging; empty where the value holds for all.
	When string
	Text string
}

// Groups are the values of a setting for all choices on the axes that its variants mention, the axes of fixed apart,
// which are decided. ok is false where there are more than maxSelections combinations.
func Groups(p *specs.Policy, path string, fixed specs.Selection) (groups []Group, ok bool) {
	values := p.AxisValues(path)
	maps.DeleteFunc(values, func(axis string, _ []string) bool { _, decided := fixed[axis]; return decided })
	axes := slices.Sorted(maps.Keys(values))
	rows := []groupRow{{}}
	for _, axis := range axes {
		if len(rows)*len(values[axis]) > maxSelections {
			return nil, false
		}
		var next []groupRow
		for _, r := range rows {
			for i := range values[axis] {
				next = append(next, groupRow{sets: append(slices.Clone(r.sets), []int{i})})
			}
		}
		rows = next
	}
	for i := range rows {
		sel := maps.Clone(fixed)
		if sel == nil {
			sel = specs.Selection{}
		}
		for a, axis := range axes {
			if v := values[axis][rows[i].sets[a][0]]; v != "" {
				sel[axis] = v
			}
		}
		rows[i].text, _, _ = p.EffectiveText(path, sel)
	}
	for before := 0; before != len(rows); {
		before = len(rows)
		for a := range axes {
			rows = joined(rows, a)
		}
	}
	for _, r := range rows {
		var when []string
		for a, axis := range axes {
			if text := setText(axis, values[axis], r.sets[a]); text != "" {
				when = append(when, text)
			}
		}
		groups = append(groups, Group{When: strings.Join(when, " "), Text: r.text})
	}
	return groups, true
}

// groupRow is a value and, for each axis, the numbers of the axis's values for which it holds.
type groupRow struct {
	sets [][]int
	text string
}

// joined makes one row of those that differ in one axis alone.
func joined(rows []groupRow, axis int) []groupRow {
	at := map[string]int{}
	var out []groupRow
	for _, r := range rows {
		var key strings.Builder
		for a, set := range r.sets {
			if a != axis {
				for _, i := range set {
					key.WriteRune(rune(i))
				}
			}
			key.WriteByte(0xff) // in no character
		}
		key.WriteString(r.text)
		i, seen := at[key.String()]
		if !seen {
			at[key.String()] = len(out)
			out = append(out, r)
			continue
		}
		out[i].sets[axis] = append(out[i].sets[axis], r.sets[axis]...)
		slices.Sort(out[i].sets[axis])
	}
	return out
}

// setText writes the values of one axis; it is empty where they are all.
func setText(axis string, all []string, set []int) string {
	if len(set) == len(all) {
		return ""
	}
	if _, err := specs.ParseDate(all[0]); err == nil {
		return axis + "=" + daysText(all, set)
	}
	word, chosen := "", set
	if !slices.Contains(all, "") && len(all) > 3 && len(set) > len(all)/2 {
		word, chosen = "not ", nil
		for i := range all {
			if !slices.Contains(set, i) {
				chosen = append(chosen, i)
			}
		}
	}
	names := make([]string, len(chosen))
	for i, n := range chosen {
		names[i] = all[n]
		if all[n] == "" {
			names[i] = "any other"
		}
	}
	return axis + "=" + word + strings.Join(names, ",")
}

// daysText writes days on which conditions change as the spans of time that they begin. The first stands for all days
// before the second.
func daysText(all []string, set []int) string {
	var spans []string
	for i := 0; i < len(set); {
		last := i
		for last+1 < len(set) && set[last+1] == set[last]+1 {
			last++
		}
		var span []string
		if set[i] > 0 {
			span = append(span, "from "+all[set[i]])
		}
		if end := set[last] + 1; end < len(all) {
			span = append(span, "until "+all[end])
		}
		spans = append(spans, strings.Join(span, " "))
		i = last + 1
	}
	return strings.Join(spans, ",")
}
