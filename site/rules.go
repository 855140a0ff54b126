package site

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/lint"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// claimed are the profiles that a policy and its clients claim, without those that are no standard.
func claimed(p *specs.Policy) []lint.Profile {
	var out []lint.Profile
	seen := map[specs.ProfileID]bool{}
	add := func(list specs.Values[specs.ProfileID]) {
		for _, id := range specs.Plain(list) {
			if !seen[id] {
				seen[id] = true
				out = append(out, lint.Profile(id))
			}
		}
	}
	add(p.Profiles)
	for i := range p.Clients.Entries {
		add(p.Clients.Entries[i].V.Profiles)
	}
	return out
}

// RuleView is a rule that the policy is asked to keep.
type RuleView struct {
	*lint.Rule
	// Severity is how grave a breach is under what is claimed.
	Severity diag.Severity
}

// rulesOf are the rules that the claimed profiles ask for, and those that findings speak of.
func rulesOf(p *specs.Policy, findings diag.List) []RuleView {
	profiles := claimed(p)
	spoken := map[string]bool{}
	for _, f := range findings {
		spoken[f.Rule] = true
	}
	var out []RuleView
	for _, r := range lint.All() {
		v, asked := RuleView{Rule: r}, len(profiles) > 0 && len(r.In) == 0 || spoken[r.ID]
		v.Severity = r.Severity
		for _, profile := range profiles {
			if s, ok := r.SeverityUnder(profile); ok {
				v.Severity, asked = max(v.Severity, s), true
			}
		}
		if asked {
			out = append(out, v)
		}
	}
	return out
}

// threatsOf are the attacks that a claimed profile speaks of and that the policy could suffer, each with what answers it.
func threatsOf(p *specs.Policy) []lint.Answer {
	bcp, browser := false, false
	for _, profile := range claimed(p) {
		bcp, browser = bcp || profile == lint.BCP, browser || profile == lint.Browser
	}
	var out []lint.Answer
	if !bcp && !browser {
		return nil
	}
	for _, a := range lint.Answers(p) {
		if a.Applies && (browser || !a.Browser) {
			out = append(out, a)
		}
	}
	return out
}

// answer is a cell that says what answers an attack, and where.
func (b *builder) answer(a lint.Answer) Markdown {
	var parts []string
	part := func(title string, spots []lint.Spot) {
		text := md(title)
		for i, s := range spots {
			if i == maxEvidence {
				text += " …"
				break
			}
			text += " " + string(b.text(s.At))
		}
		parts = append(parts, text)
	}
	for _, held := range a.By {
		part(held.Title, held.Spots)
	}
	if len(a.Words) > 0 {
		part("in words", a.Words)
	}
	if len(parts) == 0 {
		return enclose(markBadge, "nothing", "bad")
	}
	return Markdown(strings.Join(parts, string(lineBreak)))
}

// clause is a citation of a rule, with its address.
func clause(c lint.Cite) Markdown {
	return Markdown(escape.MarkdownLink(c.String(), standard.Cite{Document: c.Document, Section: c.Clause}.URL()))
}

// clauses are the citations of a rule in a line.
func clauses(list []lint.Cite) Markdown {
	if len(list) == 0 {
		return "a rule of the house"
	}
	parts := make([]string, len(list))
	for i, c := range list {
		parts[i] = string(clause(c))
	}
	return Markdown(strings.Join(parts, ", "))
}

// ruleLink is a rule's name, leading to its text where the page of rules has it.
func (b *builder) ruleLink(id string) Markdown {
	if !b.ruled[id] {
		return codeSpan(id)
	}
	family := strings.TrimRight(id, "0123456789")
	return enclose(markLink, codeSpan(id), (&RuleFamily{ID: family}).page(), anchorID("rule", id))
}

// RuleFamily are the rules of one subject, which share a page.
type RuleFamily struct {
	// ID is the letters that their names begin with.
	ID, Title string
	Rules     []RuleView
}

func (f *RuleFamily) page() string { return "rules/" + strings.ToLower(f.ID) }

// familiesOf puts rules together by their subject; they come in that order already.
func familiesOf(rules []RuleView) []RuleFamily {
	var out []RuleFamily
	for _, r := range rules {
		if n := len(out); n == 0 || out[n-1].ID != r.Family() {
			out = append(out, RuleFamily{ID: r.Family(), Title: familyTitle(r.Family())})
		}
		last := &out[len(out)-1]
		last.Rules = append(last.Rules, r)
	}
	return out
}

// familyTitle is what a family of rules is about.
func familyTitle(id string) string {
	for _, f := range lint.Families {
		if f.Prefix == id {
			return f.Title
		}
	}
	return id
}

func (b *builder) ruleFunctions() map[string]any {
	return map[string]any{
		"ruleFamily": func(f RuleFamily) Markdown { return enclose(markLink, Markdown(md(f.Title)), f.page()) },
	}
}
