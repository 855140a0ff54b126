package cli

import (
	"fmt"
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
)

// exposure shows how long tokens are still accepted after triggers: one line each, or one trigger with its calculation.
func (f *factPage) exposure(args []string) error {
	known := f.in.policy.Revocation.Triggers.IDs()
	if len(args) == 1 && f.in.policy.Revocation.Triggers.Get(args[0]) == nil {
		hint := "it has " + strings.Join(known, ", ")
		if near := diag.Nearest(args[0], known); len(near) > 0 {
			hint = "did you mean " + diag.OneOf(near) + "?"
		} else if len(known) == 0 {
			hint = "it has none"
		}
		return usageError{fmt.Errorf("the policy has no trigger %q; %s", args[0], hint)}
	}
	f.head("how long a dead token is still accepted, at worst")
	count := map[analysis.ExposureVerdict]int{}
	trigger := ""
	for i := range f.facts.Exposures {
		e := &f.facts.Exposures[i]
		if len(args) == 1 && e.Trigger != args[0] {
			continue
		}
		count[e.Verdict]++
		if e.Trigger != trigger {
			trigger = e.Trigger
			f.line("")
			f.bold("%s", trigger)
		}
		f.exposed(e, len(args) == 1)
	}
	if trigger == "" {
		f.line("\nNo trigger ends a token that something takes.")
		return nil
	}
	hint := ""
	if len(args) == 0 {
		hint = " explain exposure TRIGGER shows where each number comes from."
	}
	f.line("\n%d met, %d missed, %d unknown, %d without a promise."+hint,
		count[analysis.ExposureMet], count[analysis.ExposureMissed], count[analysis.ExposureUnknown], count[analysis.ExposureNotStated])
	return nil
}

// exposed is one row.
func (f *factPage) exposed(e *analysis.Exposure, terms bool) {
	where := "at " + e.Resource
	switch {
	case e.Issuer:
		where = "at the issuer"
	case e.Resource == "":
		where = "at services"
	}
	if e.Mode != "" {
		where += " (" + string(e.Mode) + ")"
	}
	if e.Outlives {
		where += ", not ended itself"
	}
	if len(e.Selections) > 0 {
		where += ", for " + selections(e.Selections)
	}
	bound := "cannot be bounded"
	if e.Bounded {
		bound = e.Bound.String()
	}
	verdict := string(e.Verdict)
	switch {
	case e.Verdict == analysis.ExposureNotStated:
		verdict = "nothing promised"
	case e.Objective != nil:
		verdict += ": " + e.Objective.String() + " at " + f.place(e.Objective.At)
	}
	f.line("  %s %s: %s; %s", e.Token, where, bound, verdict)
	if e.Verdict == analysis.ExposureMet && !terms {
		return
	}
	f.line("      = %s", e.Formula)
	if !terms {
		return
	}
	for _, t := range e.Terms {
		f.line("        %s  %s  %s", t.String(), t.Path, t.At)
	}
	f.missing("        ", e.Missing)
}
