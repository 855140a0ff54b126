// Package lint judges a policy by the published standards. A rule is one value in one file, which carries its own
// words: what it finds, why it matters, where it comes from, a policy that has it and one that has not.
//
//	rule.go      Rule, Cite, Ask: what a rule says of itself
//	profiles.go  which standards a policy and its clients claim, and how grave a rule is under them
//	pass.go      Pass: what a rule's check is given, and how it reports
//	each.go      the effective values of a setting, for every choice that variants tell apart
//	rule_*.go    one rule each; all.go lists them
//	suppress.go  what an author silences, in a section or in a comment
//	lint.go      Run
//
// A rule finds two kinds of things. What a policy states wrongly is judged under the profiles that it claims, and by
// oauth-bcp where it claims none. What a policy does not state is a finding only under a claimed profile that asks
// for it.
package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/parallel"
	"github.com/tokenbook/tokenbook/specs"
)

// Options are what a run needs beside the policy.
type Options struct {
	// Today is the day by which reviews are overdue and exceptions expired; zero leaves those questions out.
	Today specs.Date
}

// Run judges a policy by every rule and adds the findings to those of the earlier stages. What the policy silences is
// marked. The findings are in their one order.
func Run(p *specs.Policy, facts *analysis.Facts, earlier diag.List, opt Options) diag.List {
	day := opt.Today
	if day.IsZero() {
		day = p.Date
	}
	return applySuppressions(p, append(slices.Clone(earlier), run(p, facts, opt, All())...), day)
}

func run(p *specs.Policy, facts *analysis.Facts, opt Options, rules []*Rule) diag.List {
	severities := severitiesOf(p)
	found := make([]diag.List, len(rules))
	parallel.Stripes(len(rules), func(part, of int) {
		j := &judgement{Policy: p, facts: facts, today: opt.Today, claimed: claimsOf(p), thresholds: thresholdsOf(p)}
		for i := part; i < len(rules); i += of {
			pass := &Pass{judgement: j, rule: rules[i]}
			rules[i].Check(pass)
			found[i] = pass.merged()
		}
	})
	var out diag.List
	for i, r := range rules {
		for _, f := range found[i] {
			if s, ok := severities[r.ID]; ok {
				f.Severity = s
			}
			out = append(out, f)
		}
	}
	return append(out, settingFaults(p, rules)...)
}

// severitiesOf are the severities that the policy gives to rules.
func severitiesOf(p *specs.Policy) map[string]diag.Severity {
	out := map[string]diag.Severity{}
	for i := range p.Lint.Severity.Entries {
		e := &p.Lint.Severity.Entries[i]
		if s, ok := diag.ParseSeverity(string(e.V.V)); ok && e.V.IsSet() {
			out[strings.ToUpper(e.ID)] = s
		}
	}
	return out
}

// thresholdsOf are the house figures that the policy changes.
func thresholdsOf(p *specs.Policy) map[string]specs.Threshold {
	out := map[string]specs.Threshold{}
	for i := range p.Lint.Thresholds.Entries {
		if e := &p.Lint.Thresholds.Entries[i]; e.V.IsSet() {
			out[e.ID] = e.V.V
		}
	}
	return out
}

// settingFaults are names in `lint` that no rule has.
func settingFaults(p *specs.Policy, rules []*Rule) diag.List {
	var out diag.List
	unknown := func(path, name string, at diag.Span, what string, known []string) {
		hint := ""
		if near := diag.Nearest(name, known); len(near) > 0 {
			hint = "; did you mean " + diag.OneOf(near) + "?"
		}
		out.Add("lint", diag.Error, at, path+"."+name, "%s.%s: there is no %s %s%s", path, name, what, diag.Quote(name), hint)
	}
	ids := RuleIDs()
	for i := range p.Lint.Severity.Entries {
		e := &p.Lint.Severity.Entries[i]
		switch path := "lint.severity." + e.ID; {
		case !slices.Contains(ids, strings.ToUpper(e.ID)):
			unknown("lint.severity", e.ID, e.At, "rule", ids)
		case e.V.State == specs.None:
			out.Add("lint", diag.Error, e.V.At, path, "%s: none is not a severity; a finding that may stay is silenced by a suppression: %s", path, specs.SuppressionSample(e.ID))
		case e.V.State == specs.Undecided:
			out.Add("lint", diag.Warning, e.V.At, path, "%s: while it is undecided, the rule's own severity holds; leave the line out, or write info, warning or error", path)
		}
	}
	houses := map[string]House{}
	var names []string
	for _, r := range rules {
		for _, h := range r.House {
			houses[h.Name], names = h, append(names, h.Name)
		}
	}
	for i := range p.Lint.Thresholds.Entries {
		e := &p.Lint.Thresholds.Entries[i]
		h, ok := houses[e.ID]
		switch {
		case !ok:
			unknown("lint.thresholds", e.ID, e.At, "figure", names)
		case e.V.IsSet() && kindOf(e.V.V) != kindOf(h.Default):
			out.Add("lint", diag.Error, e.V.At, "lint.thresholds."+e.ID, "lint.thresholds.%s: %s is not the kind of figure that this is; write one such as %s", e.ID, diag.Quote(e.V.V.String()), h.Default)
		}
	}
	return out
}

// kindOf tells numbers, shares and times apart.
func kindOf(t specs.Threshold) string {
	switch {
	case t.IsTime:
		return "time"
	case t.Percent:
		return "share"
	}
	return "number"
}
