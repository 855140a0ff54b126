package site

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// onCallKey is the page for operators in a hurry; every page leads to it.
const onCallKey = "on-call"

// CodeView is a code on the wire with all errors that send it.
type CodeView struct {
	// Code is empty for errors that the status alone tells.
	Code     string
	Statuses []int
	Causes   []*CauseView
}

// Codes are the codes on the wire in alphabetical order, those without one last.
func (v *View) Codes() []CodeView {
	var out []CodeView
	for _, c := range v.Causes {
		code := c.Code()
		at := slices.IndexFunc(out, func(o CodeView) bool { return o.Code == code })
		if at < 0 {
			at = len(out)
			out = append(out, CodeView{Code: code})
		}
		out[at].Causes = append(out[at].Causes, c)
		if s := c.Status(); s != 0 && !slices.Contains(out[at].Statuses, s) {
			out[at].Statuses = append(out[at].Statuses, s)
		}
	}
	slices.SortStableFunc(out, func(a, b CodeView) int {
		if (a.Code == "") != (b.Code == "") {
			return len(b.Code) - len(a.Code)
		}
		return strings.Compare(a.Code, b.Code)
	})
	return out
}

// Logged are the errors whose log line the policy states.
func (v *View) Logged() []*CauseView {
	return slices.DeleteFunc(slices.Clone(v.Causes), func(c *CauseView) bool {
		return c.Own == nil || !c.Own.Log.Reason.IsSet() && !c.Own.Log.Sample.IsSet()
	})
}

// OnCall reports whether there is anything that an operator could look up in a hurry.
func (v *View) OnCall() bool {
	return len(v.Causes) > 0 || v.Observability.Alerts.Len() > 0 || v.Incidents.Playbooks.Len() > 0
}

func (b *builder) onCallFunctions() map[string]any {
	return map[string]any{
		"call":     b.call,
		"firstAid": b.firstAid,
		"statuses": statuses,
		"codeLink": codeLink,
		"ownerOf": func(c *CauseView) specs.Value[string] {
			return own(c, func(o *specs.Cause) specs.Value[string] { return o.Owner })
		},
		"orSilent": func(x any) Markdown { return pick(stated(x), b.text(x), muted(wordSilent)) },
		"first":    firstStep,
		"logLine":  b.logLine,
	}
}

// call is whom to call: the named team with its address where the policy gives one, else the policy's first owner.
func (b *builder) call(named specs.Value[string]) Markdown {
	owners := b.policy.Document.Policy.Owners.Items
	if named.State == specs.None {
		return b.text(&named)
	}
	i := slices.IndexFunc(owners, func(o specs.Owner) bool { return named.IsSet() && teamName(o.Team.V) == teamName(named.V) })
	var who Markdown
	switch {
	case named.IsSet():
		who = b.text(&named)
	case len(owners) > 0:
		return muted(owners[0].Team.Or(wordSilent) + ", which owns the policy")
	default:
		return muted(wordSilent)
	}
	if i >= 0 {
		switch o := &owners[i]; {
		case o.OnCall.IsSet():
			who += lineBreak + b.text(&o.OnCall)
		case o.Contact.IsSet():
			who += lineBreak + b.text(&o.Contact)
		}
	}
	return who
}

// teamName is the name of a team without what people write in several ways: identity, Identity team, identity-team.
func teamName(s string) string {
	return strings.TrimSuffix(strings.NewReplacer("-", " ", "_", " ").Replace(strings.ToLower(s)), " team")
}

// maxFirstAid bounds the usual steps that stand in for a runbook; the page of the error has them all.
const maxFirstAid = 2

// firstAid is what an operator does first: the runbook of the policy, else what usually helps, else silence.
func (b *builder) firstAid(c *CauseView) Markdown {
	if c.Own != nil && c.Own.Runbook.Stated() {
		return b.text(&c.Own.Runbook)
	}
	if c.Standard == nil || len(c.Standard.Recovery) == 0 {
		return muted(wordSilent)
	}
	var parts []string
	for i, step := range c.Standard.Recovery {
		if i == maxFirstAid {
			break
		}
		parts = append(parts, "*"+md(step)+"*")
	}
	return Markdown(strings.Join(parts, string(lineBreak)))
}

func statuses(list []int) string {
	parts := make([]string, len(list))
	for i, s := range list {
		parts[i] = itoa(s)
	}
	return strings.Join(parts, ", ")
}

// firstStep is the first step of a playbook, or silence.
func firstStep(steps specs.List[specs.PlaybookStep]) any {
	if len(steps.Items) == 0 {
		return muted(wordSilent)
	}
	return &steps.Items[0].Do
}

// logLine is what stands in the log: the bounded reason, or else a sample.
func (b *builder) logLine(c *CauseView) Markdown {
	if r := &c.Own.Log.Reason; r.IsSet() {
		return b.placed(codeSpan(r.V), &r.Mark)
	}
	sample := &c.Own.Log.Sample
	return b.placed(codeSpan(clip(sample.V, 160)), &sample.Mark)
}

// codeLink leads from an error to its code on the same page.
func codeLink(c *CauseView) Markdown {
	code := c.Code()
	if code == "" {
		return enclose(markLink, "no code", onCallKey, anchorID("code", "none"))
	}
	return enclose(markLink, codeSpan(code), onCallKey, anchorID("code", code))
}
