package diff

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// judge turns a difference into a change with a verdict.
func (c *comparer) judge(d difference) Change {
	rule := ruleFor(allRules, d.pattern)
	out := Change{Path: strings.Join(d.segments, "."), Shown: d.shown, Pattern: d.pattern, Kind: d.kind, Choices: d.choices, Whom: d.whom, segments: d.segments}
	out.Old = c.side(c.a, &d, d.old, d.oldText, d.kind == Added)
	out.New = c.side(c.b, &d, d.new, d.newText, d.kind == Removed)
	out.near = d.near
	out.direction = rule.direction(&d)
	effect := rule.effect(out.direction)
	if d.open(out.direction) {
		effect = openEffect(d.kind, effect)
		if d.old.Truth() || d.new.Truth() {
			out.direction = Other // a promise that was never made is not taken back
		}
	}
	if rule.Adjust != nil {
		rule.Adjust(c, &d, &effect)
	}
	out.Clients, out.Services, out.Operators, out.Why, out.Rule = effect.Clients, effect.Services, effect.Operators, effect.Why, rule.ID
	out.Security = rule.security(&d, out.direction)
	out.Words = rule.Words || d.prose()
	if d.prose() && !rule.Words {
		out.Clients, out.Services, out.Operators, out.Security, out.Why, out.Rule = Safe, Safe, Safe, Same, wordsRule.Other.Why, wordsRule.ID
	}
	out.Affected = c.affected(&out, d.segments)
	out.Fingerprint = fingerprint(&out)
	return out
}

// open reports whether a setting only looks as if it had become less: nothing was said, and now it is said that something does
// not hold, or what alone holds; or the same the other way round. Silence is not the opposite of either.
func (d *difference) open(moved Direction) bool {
	kind := d.old.Kind()
	if !d.old.Truth() && !d.new.Truth() && kind != specs.PartList {
		return false
	}
	return d.kind == Stated && moved == Less || d.kind == Unstated && moved == More
}

// openEffect is that of a setting that was open or becomes open: what the rule calls breaking is no more than risky, for
// nobody was promised anything.
func openEffect(kind Kind, e Effect) Effect {
	e.Clients, e.Services, e.Operators = min(e.Clients, Risky), min(e.Services, Risky), min(e.Operators, Risky)
	e.Why = "It was open, and is stated now; who took it to be otherwise meets a difference."
	if kind == Unstated {
		e.Why = "It was stated, and is left open; nobody can rely on it any more."
	}
	return e
}

// allRules are the rules, put together once; the table never changes while the program runs.
var allRules = Rules()

func (d *difference) prose() bool { return d.old.Prose() }

// side is what one policy says, with its place.
func (c *comparer) side(p *specs.Policy, d *difference, part specs.Part, text string, absent bool) Side {
	s := Side{State: part.State(), At: part.At()}
	if p.Source != nil {
		text = p.Source.Masked(text)
	}
	switch {
	case absent:
		return Side{}
	case d.item != "":
		s.State = specs.Set
		for _, item := range part.Items() {
			if item.Text == d.item {
				s.At = item.At
			}
		}
	case text != "" && s.State == specs.Silent:
		s.State = specs.Set // an adopted error, say
	}
	s.Text = text
	return s
}

// direction is which way a setting moved.
func (r *Rule) direction(d *difference) Direction {
	switch {
	case d.first:
		return Other
	case d.kind == Added:
		return More
	case d.kind == Removed:
		return Less
	case d.ordered:
		return Direction(cmp.Compare(d.order, 0))
	}
	was, okA := r.position(d.old, d.oldText)
	is, okB := r.position(d.new, d.newText)
	if okA && okB && was.unit != is.unit && was.unit != "" && is.unit != "" {
		return Other
	}
	if okA && okB {
		return Direction(cmp.Compare(is.m, was.m))
	}
	return Other
}

// position is where a value stands in the order of its kind. Silence and none have a place in any order.
type position struct {
	unit string
	m    float64
}

func (r *Rule) position(p specs.Part, text string) (position, bool) {
	switch p.State() {
	case specs.Silent, specs.Undecided:
		return position{m: r.silence(p)}, true
	case specs.None:
		if r.NoneIsMost {
			return position{m: math.MaxFloat64 / 2}, true
		}
		return position{m: -math.MaxFloat64 / 2}, true
	case specs.Set:
	}
	if len(r.Ranks) > 0 {
		i := r.rank(text)
		return position{"rank", float64(i)}, i >= 0
	}
	if unit, m, ok := p.Measure(); ok {
		return position{unit, float64(m)}, true
	}
	return position{}, p.Kind() == specs.PartFields || p.Kind() == specs.PartList // there, as against silent
}

// silence is where silence stands: a limit that is not stated is no limit, a duty that is not stated none.
func (r *Rule) silence(p specs.Part) float64 {
	if p.Kind() == specs.PartValue && p.Truth() {
		return 0.5 // neither
	}
	where := r.SilentIs
	if where == Other {
		if where = Less; r.safer(p) == Less {
			where = More
		}
	}
	return float64(where) * math.MaxFloat64
}

// safer is the direction in which a setting protects better.
func (r *Rule) safer(p specs.Part) Direction {
	if r.Safer != Other || r.Neutral {
		return r.Safer
	}
	switch p.Direction() {
	case "shorter", "subset":
		return Less
	case "longer", "superset", "stronger":
		return More
	case "same":
		if len(r.Ranks) > 0 || p.Truth() || p.Kind() != specs.PartValue {
			return More
		}
	}
	return Other
}

// effect is what a move does; what has no effect of its own has that of any other change.
func (r *Rule) effect(d Direction) Effect {
	e := r.Other
	switch d {
	case More:
		e = r.More
	case Less:
		e = r.Less
	case Other:
	}
	if e.Why == "" {
		e = r.Other
	}
	return e
}

// security is what a move does to the protection of tokens. Of a list whose values have ranks it is that of the whole
// list: a weak value in place of a strong one is no gain, however it is counted.
func (r *Rule) security(d *difference, moved Direction) Security {
	if d.item != "" && len(r.Ranks) > 0 && !r.Neutral {
		was, is := r.weakest(d.old), r.weakest(d.new)
		if was != is {
			return Security(cmp.Compare(is, was))
		}
		if came, went := d.mixed(); came && went {
			return Same
		}
	}
	safer := r.safer(d.old)
	if safer == Other && !r.Neutral && (d.kind == Stated || d.kind == Unstated) && (d.old.Promises() || d.new.Promises()) {
		if d.kind == Stated {
			return Stronger // a promise was made
		}
		return Weaker
	}
	return Security(moved * safer)
}

// weakest is the rank of the weakest value of a list; the least for an empty one.
func (r *Rule) weakest(list specs.Part) int {
	out := len(r.Ranks)
	for _, item := range list.Items() {
		out = min(out, r.rank(item.Text))
	}
	if len(list.Items()) == 0 {
		return -1
	}
	return out
}

// mixed reports whether values came and whether values went.
func (d *difference) mixed() (came, went bool) {
	was, is := texts(d.old), texts(d.new)
	lacks := func(in []string) func(string) bool { return func(s string) bool { return !slices.Contains(in, s) } }
	return slices.ContainsFunc(is, lacks(was)), slices.ContainsFunc(was, lacks(is))
}

// affected are the tokens, clients, environments and services that a change concerns.
func (c *comparer) affected(change *Change, segments []string) Affected {
	a := Affected{Clients: valuesOf(change.Choices, specs.AxisClient), Environments: valuesOf(change.Choices, specs.AxisEnvironment),
		Tokens: valuesOf(change.Choices, specs.AxisToken), Services: valuesOf(change.Choices, specs.AxisResource)}
	if len(segments) < 2 {
		return a
	}
	id := segments[1]
	switch segments[0] {
	case "tokens":
		a.Tokens = []string{id}
		if a.Clients == nil {
			for _, holder := range append(c.a.ClientsOf(id), c.b.ClientsOf(id)...) {
				if !slices.Contains(a.Clients, holder) {
					a.Clients = append(a.Clients, holder)
				}
			}
		}
	case "clients":
		a.Clients = []string{id}
	case "environments":
		a.Environments = []string{id}
	case "resource_servers":
		a.Services = []string{id}
	case "issuers":
		if a.Environments == nil {
			a.Environments = append(environmentsOf(c.a, id), environmentsOf(c.b, id)...)
			slices.Sort(a.Environments)
			a.Environments = slices.Compact(a.Environments)
		}
	}
	return a
}

// environmentsOf are the environments whose tokens come from an issuer.
func environmentsOf(p *specs.Policy, issuer string) []string {
	var out []string
	for i := range p.Environments.Entries {
		if e := &p.Environments.Entries[i]; string(e.V.Issuer.V) == issuer {
			out = append(out, e.ID)
		}
	}
	return out
}
