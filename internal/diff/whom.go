package diff

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// Whom says in few words for whom a change holds: for some choices, or for all but some. Neither is set where it holds for
// everybody. It has the meaning of Change.Choices, but its sets may overlap.
type Whom struct {
	For, Except []Choice
}

// whom finds the shorter way to say for which of all choices something holds. some are their numbers.
func whom(axes []AxisValues, choices []Choice, some []int) Whom {
	if len(choices) == 0 {
		return Whom{}
	}
	g := gridOf(axes, some)
	in, ok := g.cover(true)
	if !ok {
		return Whom{For: choices}
	}
	if out, ok := g.cover(false); ok && g.cost(out)+1 < g.cost(in) {
		return Whom{Except: g.choices(out)}
	}
	return Whom{For: g.choices(in)}
}

func (g *grid) cost(boxes []box) int {
	total := 0
	for _, b := range boxes {
		total += g.words(b)
	}
	return total
}

// What a reader is shown at most.
const (
	shownSets   = 5
	shownValues = 6
	fewNames    = 2 // so few clients are named rather than called by what they have in common
)

// Text writes for whom it holds; empty for everybody. What is left out for its length is counted, and the JSON form has it.
func (w Whom) Text() string {
	sets, start := w.For, ""
	if len(w.Except) > 0 {
		sets, start = w.Except, "all but "
	}
	var parts []string
	for _, c := range sets[:min(len(sets), shownSets)] {
		parts = append(parts, c.short())
	}
	join := "; or "
	if start != "" {
		join = "; "
		if len(parts) > 1 {
			start = "all but: "
		}
	}
	text := start + strings.Join(parts, join)
	if more := len(sets) - shownSets; more > 0 {
		text += fmt.Sprintf("; and %d more (--format json has all)", more)
	}
	return text
}

// Sets are all the sets that it names, each in words.
func (w Whom) Sets() []string {
	var out []string
	for _, c := range append(w.For[:len(w.For):len(w.For)], w.Except...) {
		out = append(out, c.say(math.MaxInt))
	}
	return out
}

// axisOrder is the order in which people name things: whose token, then how it was asked for, then where and when.
var axisOrder = []string{specs.AxisToken, specs.AxisClient, specs.AxisClientType, specs.AxisPlatform, "", specs.AxisResource, specs.AxisScope, specs.AxisEnvironment, specs.AxisDate}

func (a AxisValues) place() int {
	if a.Days != nil {
		return len(axisOrder)
	}
	if i := slices.Index(axisOrder, a.Axis); i >= 0 {
		return i
	}
	return slices.Index(axisOrder, "")
}

// short writes a set in few words: client mobile, app generation v4, before 2027-01-15.
func (c Choice) short() string { return c.say(shownValues) }

// say writes a set with so many values of each axis at most.
func (c Choice) say(most int) string {
	axes := slices.Clone(c)
	slices.SortStableFunc(axes, func(a, b AxisValues) int { return cmp.Compare(a.place(), b.place()) })
	parts := make([]string, len(axes))
	for i, a := range axes {
		parts[i] = a.say(most)
	}
	return strings.Join(parts, ", ")
}

func (a AxisValues) say(most int) string {
	if a.Days != nil {
		return strings.Join(spans(a.Days, a.Values), " or ")
	}
	for _, class := range a.classes {
		if slices.Equal(class.clients, a.Values) {
			return class.name
		}
	}
	name := strings.ReplaceAll(a.Axis, "_", " ")
	var others []string
	for _, v := range a.all {
		if !slices.Contains(a.Values, v) {
			others = append(others, v)
		}
	}
	if n := len(others); n > 0 && n+1 < len(a.Values) && !slices.Contains(others, otherwise) {
		return "every " + name + " but " + namesOf(others, "and", most)
	}
	return name + " " + namesOf(a.Values, "or", most)
}

// namesOf names values, and counts those that are too many.
func namesOf(values []string, join string, most int) string {
	words := make([]string, 0, len(values))
	for _, v := range values {
		if v == otherwise {
			v = "any other"
		}
		words = append(words, v)
	}
	if more := len(words) - most; more > 1 {
		words = append(words[:most], fmt.Sprintf("%d more", more))
	}
	if len(words) == 1 {
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + join + " " + words[last]
}

// clientClass are clients that a reader knows by what they have in common.
type clientClass struct {
	name    string
	clients []string
}

// classesOf are the classes among some clients that both policies see in the same way. One of a single client has its
// own name.
func (c *comparer) classesOf(clients []string) []clientClass {
	by := map[string][]string{}
	var names []string
	for _, id := range clients {
		a, b := c.a.Clients.Get(id), c.b.Clients.Get(id)
		if a == nil || b == nil {
			continue
		}
		for _, pair := range [][2]string{{string(a.Type.V), string(b.Type.V)}, {string(a.Platform.V), string(b.Platform.V)}} {
			if pair[0] == "" || pair[0] != pair[1] {
				continue
			}
			if by[pair[0]] == nil {
				names = append(names, pair[0])
			}
			by[pair[0]] = append(by[pair[0]], id)
		}
	}
	var out []clientClass
	for _, name := range names {
		if n := len(by[name]); n > fewNames && n < len(clients) {
			out = append(out, clientClass{"every " + strings.ReplaceAll(name, "_", " ") + " client", by[name]})
		}
	}
	return out
}
