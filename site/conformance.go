package site

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/lint"
)

// ConformanceView is what every profile makes of the policy.
type ConformanceView struct {
	Profiles []lint.Conformance
	// Values are the settings that some profile speaks against, in the order in which they are first met.
	Values []ConformanceValue
}

// ConformanceValue is one setting and the findings of each profile about it, in the order of the profiles.
type ConformanceValue struct {
	Path string
	At   diag.Span
	By   []diag.List
}

// Conformance judges the policy by every profile.
func (v *View) Conformance() ConformanceView {
	c := ConformanceView{Profiles: lint.Conforms(v.Doc, v.Facts)}
	for i := range c.Profiles {
		for _, f := range c.Profiles[i].Findings {
			at := slices.IndexFunc(c.Values, func(o ConformanceValue) bool { return o.Path == f.Setting })
			if at < 0 {
				at = len(c.Values)
				c.Values = append(c.Values, ConformanceValue{Path: f.Setting, At: f.At, By: make([]diag.List, len(c.Profiles))})
			}
			c.Values[at].By[i] = append(c.Values[at].By[i], f)
		}
	}
	return c
}

// Heads are the names of the profiles for the columns of a table.
func (c ConformanceView) Heads() []Markdown {
	var out []Markdown
	for _, p := range c.Profiles {
		out = append(out, Markdown(md(p.Short)))
	}
	return out
}

func (b *builder) conformanceFunctions() map[string]any {
	return map[string]any{
		"conforms":       conformanceBadge,
		"claim":          b.claim,
		"valueCell":      b.valueCell,
		"profileCells":   b.profileCells,
		"profileRules":   b.profileRules,
		"withoutPath":    withoutPath,
		"silences":       silences,
		"silentSettings": b.silentSettings,
		"silence":        func(f diag.Finding) string { return strings.TrimPrefix(withoutPath(f), "not stated; ") },
		"silentSetting":  b.silentSetting,
	}
}

// conformanceBadge says in words whether a profile is met.
func conformanceBadge(c lint.Conformance) Markdown {
	switch {
	case c.NotMet > 0:
		return enclose(markBadge, "not met", "bad")
	case c.NotStated > 0:
		return enclose(markBadge, "not stated in full", "warn")
	}
	return enclose(markBadge, "met", "good")
}

// claim says who claims a profile.
func (b *builder) claim(c lint.Conformance) Markdown {
	switch {
	case c.Claimed:
		return "yes"
	case len(c.Clients) > 0:
		return "by " + b.holders(c.Clients)
	}
	return "no"
}

// maxValueText is how much of a value is quoted in the table of values.
const maxValueText = 48

// valueCell is a setting with what it says, as its author wrote it where that is short.
func (b *builder) valueCell(v ConformanceValue) Markdown {
	out := codeSpan(v.Path)
	if text, _, ok := b.policy.EffectiveText(v.Path, nil); ok && text != "" && len(text) <= maxValueText {
		out += lineBreak + Markdown("is ") + codeSpan(text)
	}
	if s := spot(v.At); s != "" {
		out += lineBreak + "(" + s + ")"
	}
	return out
}

// profileCells are what each profile makes of a value: how grave, and by which rules.
func (b *builder) profileCells(v ConformanceValue) []Markdown {
	var out []Markdown
	for _, list := range v.By {
		out = append(out, b.profileRules(list))
	}
	return out
}

// profileRules are the gravest severity of some findings and their rules.
func (b *builder) profileRules(list diag.List) Markdown {
	if len(list) == 0 {
		return ""
	}
	worst := diag.Info
	var rules []string
	for _, f := range list {
		worst = max(worst, f.Severity)
		if !slices.Contains(rules, f.Rule) {
			rules = append(rules, f.Rule)
		}
	}
	for i, r := range rules {
		rules[i] = string(b.ruleLink(r))
	}
	return severityBadge(worst) + lineBreak + Markdown(strings.Join(rules, ", "))
}

// withoutPath is a message without the setting that it begins with.
func withoutPath(f diag.Finding) string { return strings.TrimPrefix(f.Message, f.Setting+": ") }

// silentSetting is a setting that is not stated, with the nearest place in the policy.
func (b *builder) silentSetting(f diag.Finding) Markdown {
	return enclose(markValue, codeSpan(f.Setting), f.At.String(), "")
}

// Silences are what a profile asks for and the policy does not state: in full where somebody claims the profile, by
// rule where nobody does.
type Silences struct {
	Full   bool
	List   diag.List
	ByRule []RuleSilence
}

// RuleSilence are the settings of which one rule misses a word.
type RuleSilence struct {
	Rule, Title string
	List        diag.List
}

// silences are those of a profile; nil where there are none.
func silences(c lint.Conformance) *Silences {
	if len(c.Silences) == 0 {
		return nil
	}
	out := &Silences{Full: c.Claimed || len(c.Clients) > 0, List: c.Silences}
	for _, f := range c.Silences {
		at := slices.IndexFunc(out.ByRule, func(r RuleSilence) bool { return r.Rule == f.Rule })
		if at < 0 {
			at = len(out.ByRule)
			one := RuleSilence{Rule: f.Rule}
			if r, ok := lint.RuleByID(f.Rule); ok {
				one.Title = r.Title
			}
			out.ByRule = append(out.ByRule, one)
		}
		out.ByRule[at].List = append(out.ByRule[at].List, f)
	}
	return out
}

// silentSettings are a few settings that are not stated, and how many more there are.
func (b *builder) silentSettings(list diag.List) Markdown {
	var parts []string
	for i, f := range list {
		if i == maxEvidence {
			parts = append(parts, "and "+itoa(len(list)-i)+" more")
			break
		}
		if t := string(codeSpan(f.Setting)); !slices.Contains(parts, t) {
			parts = append(parts, t)
		}
	}
	return Markdown(strings.Join(parts, string(lineBreak)))
}
