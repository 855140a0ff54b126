package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var datedGap = &Rule{
	ID: "ENV004", Title: "dated variants with days in between, or that are over",
	Why:      "Between two ranges of days the value without a condition comes back, which nobody meant; one that is over is read as if it still held.",
	Severity: diag.Warning,
	Bad: `tokens:
  access:
    type: access_token
    lifetime: 10m
    variants:
      - {when: {date: {from: 2027-01-01, until: 2027-03-01}}, lifetime: 8m, because: A trial}
      - {when: {date: {from: 2027-03-15}}, lifetime: 5m, because: The trial was a success}
`,
	Good: `tokens:
  access:
    type: access_token
    lifetime: 10m
    variants:
      - {when: {date: {from: 2027-01-01, until: 2027-03-01}}, lifetime: 8m, because: A trial}
      - {when: {date: {from: 2027-03-01}}, lifetime: 5m, because: The trial was a success}
`,
	At: "tokens.access.lifetime",
	Check: func(p *Pass) {
		var all []datedVariant
		p.Visit(func(s *specs.Setting) {
			if s.Variant == nil || !strings.HasSuffix(s.Path, ".variants") {
				return
			}
			section := strings.TrimSuffix(s.Path, ".variants")
			for i := range s.Variant.When.Terms {
				t := &s.Variant.When.Terms[i]
				if !t.From.IsSet() && !t.Until.IsSet() {
					continue
				}
				for j := range s.Variant.Sets {
					set := &s.Variant.Sets[j]
					path := strings.Join(append([]string{section}, set.Path...), ".")
					all = append(all, datedVariant{path: path, group: path + "\x00" + t.Axis + "\x00" + others(s.Variant.When, t.Axis), term: t, at: t.At})
				}
				if today := p.Today(); !today.IsZero() && t.Axis == specs.AxisDate && t.Until.IsSet() && !today.Before(t.Until.V.Time) {
					p.Report(Spot{Path: section, At: t.Until.At}, "the variant is over since %s; take it out", t.Until.V).AtMost(diag.Info)
				}
			}
		})
		slices.SortStableFunc(all, func(a, b datedVariant) int {
			return cmp.Or(strings.Compare(a.group, b.group), strings.Compare(a.from(), b.from()))
		})
		end := "" // the latest end of the ranges so far
		var before *datedVariant
		for i := range all {
			v := &all[i]
			switch {
			case before == nil || before.group != v.group:
			case end != "" && v.from() != "" && end < v.from():
				p.Report(Spot{Path: v.path, At: v.term.From.At}, "the range before it ends on %s, and this one begins on %s: in between the value without a condition holds; write from: %s", end, v.from(), end).
					Related(before.at, "the range before it")
			case end == "" || v.until() != "" && v.until() < end:
				continue
			}
			before, end = v, v.until()
		}
	},
}

// datedVariant is one setting that a variant replaces for a range of days.
type datedVariant struct {
	path  string
	group string // ranges of one group follow each other: same setting, same other conditions
	term  *specs.SelectorTerm
	at    diag.Span
}

// from and until are the ends of the range in their ISO form, which sorts as time does; empty for open ends.
func (v *datedVariant) from() string  { return isoDay(v.term.From) }
func (v *datedVariant) until() string { return isoDay(v.term.Until) }

func isoDay(d specs.Value[specs.Date]) string {
	if !d.IsSet() {
		return ""
	}
	return d.V.String()
}

// others is a condition without one axis, in a fixed order.
func others(when specs.Selector, axis string) string {
	var parts []string
	for i := range when.Terms {
		if t := &when.Terms[i]; t.Axis != axis {
			part := t.Axis + "=" + isoDay(t.From) + ".." + isoDay(t.Until)
			if t.Not {
				part += "!"
			}
			parts = append(parts, part+strings.Join(slices.Sorted(slices.Values(specs.Plain(t.Values))), ","))
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, " ")
}
