package cli

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// error shows what leads to an error, given by its name or its code, and what a client does about it; without either it
// lists the errors.
func (f *factPage) error(args []string) error {
	if len(args) == 0 {
		return f.errors()
	}
	p := f.in.policy
	var causes []*specs.ResolvedCause
	var names []string
	for i := range p.Causes {
		c := &p.Causes[i]
		if c.ID == args[0] || causeCode(c) == args[0] {
			causes = append(causes, c)
		}
		names = append(names, c.ID, causeCode(c))
	}
	standards := standard.ErrorsByCode(args[0])
	if len(causes) == 0 && len(standards) == 0 {
		for _, e := range standard.Errors() {
			names = append(names, e.Code)
		}
		slices.Sort(names)
		hint := ""
		if near := diag.Nearest(args[0], slices.Compact(names)); len(near) > 0 {
			hint = "did you mean " + diag.OneOf(near) + "? "
		}
		return usageError{fmt.Errorf("there is no error %s; %stokenbook explain error lists those of the policy", diag.Quote(args[0]), hint)}
	}
	f.head("the error " + args[0])
	var ids []string
	for _, c := range causes {
		f.cause(c)
		ids = append(ids, c.ID)
	}
	if len(causes) == 0 {
		f.line("\nThe policy neither has it nor adopts it.")
	}
	for _, std := range standards {
		f.line("\nThe standard, at %s (%s): %s", string(std.Surface), std.Cite.String(), std.Meaning)
		f.cells([]string{std.Key()})
	}
	for i := range f.facts.Errors.Faults {
		fault := &f.facts.Errors.Faults[i]
		if slices.ContainsFunc(fault.Causes, func(id string) bool { return slices.Contains(ids, id) }) {
			f.line("\n%s: %s", fault.Kind, fault.Text)
			for j, id := range fault.Causes {
				f.line("  %s  %s", id, fault.At[j])
			}
		}
	}
	return nil
}

// errors lists the errors of the policy, one line each.
func (f *factPage) errors() error {
	f.head("its errors; explain error CODE says what leads to one")
	if len(f.in.policy.Causes) == 0 {
		f.line("\nThe policy states none and adopts none of the standards.")
		return nil
	}
	f.line("")
	t := tabwriter.NewWriter(f.world.Stdout, 0, 4, 2, ' ', 0)
	for i := range f.in.policy.Causes {
		c := &f.in.policy.Causes[i]
		from := "the standard"
		if c.Own != nil {
			from = f.place(c.Own.At)
		}
		fmt.Fprintf(t, "    %s\t%s\t%s\n", escape.Terminal(c.ID), escape.Terminal(causeCode(c)), from)
	}
	return t.Flush()
}

func causeCode(c *specs.ResolvedCause) string {
	if c.Own == nil {
		return c.Standard.Code
	}
	return c.Own.Code.Or(c.ID)
}

// cause is one error with the states that lead to it.
func (f *factPage) cause(c *specs.ResolvedCause) {
	f.line("")
	if c.Own == nil {
		f.bold("%s, as the standard has it at %s", c.ID, string(c.Standard.Surface))
		f.line("  the client: %s", strings.ReplaceAll(string(c.Standard.Action), "_", " "))
	} else {
		f.bold("%s  %s", c.ID, c.Own.At)
		if c.Own.Meaning.IsSet() {
			f.line("  %s", strings.Join(strings.Fields(string(c.Own.Meaning.V)), " "))
		}
		switch {
		case c.Own.Then.Do.IsSet():
			f.line("  the client: %s  %s", strings.ReplaceAll(string(c.Own.Then.Do.V), "_", " "), c.Own.Then.Do.At)
		case c.Standard != nil:
			f.line("  the client, by the standard: %s", strings.ReplaceAll(string(c.Standard.Action), "_", " "))
		default:
			f.line("  what the client does is not specified")
		}
	}
	f.cells([]string{c.ID})
}

// cells lists the states that lead to an error.
func (f *factPage) cells(ids []string) {
	for i := range f.facts.Errors.Cells {
		c := &f.facts.Errors.Cells[i]
		if !slices.ContainsFunc(c.Causes, func(id string) bool { return slices.Contains(ids, id) }) {
			continue
		}
		also := ""
		if c.Verdict == analysis.ErrorOverlap {
			also = ", as do " + strings.Join(slices.DeleteFunc(slices.Clone(c.Causes), func(id string) bool { return slices.Contains(ids, id) }), ", ")
		}
		f.line("  answers to %s that is %s, at %s (%s)%s", c.Token, strings.ReplaceAll(string(c.State), "_", " "), string(c.Surface), c.Reached, also)
	}
}
