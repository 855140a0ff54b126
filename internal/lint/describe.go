package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
)

// profileOrder are the profiles in the order of tables, with short names for their columns.
var profileOrder = []struct {
	Profile Profile
	Short   string
}{
	{BCP, "BCP"}, {Browser, "browser"}, {FAPI2, "FAPI 2"}, {AAL1, "AAL1"}, {AAL2, "AAL2"}, {AAL3, "AAL3"},
	{ASVS1, "ASVS 1"}, {ASVS2, "ASVS 2"}, {ASVS3, "ASVS 3"}, {Complete, "complete"},
}

// SeverityUnder is how grave a rule is for a policy that claims one profile alone; ok is false where it is not asked.
func (r *Rule) SeverityUnder(p Profile) (s diag.Severity, ok bool) {
	if len(r.In) == 0 {
		return r.Severity, true
	}
	held := []Profile{p}
	if claimed, found := standard.ProfileByKey(string(p)); found && claimed.Level > 0 {
		for _, other := range standard.Profiles() {
			if other.Document == claimed.Document && other.Level < claimed.Level {
				held = append(held, Profile(other.Key))
			}
		}
	}
	s, _, ok = r.grave(Claims{all: held})
	return s, ok
}

// Asked says in words who asks for the rule, and how grave a breach is for each.
func (r *Rule) Asked() string {
	if len(r.In) == 0 {
		return "every policy (" + r.Severity.String() + ")"
	}
	parts := make([]string, len(r.In))
	for i, a := range r.In {
		parts[i] = fmt.Sprintf("%s (%s)", a.Profile, a.Severity)
	}
	return strings.Join(parts, ", ")
}

// Text is what `explain` prints of the rule.
func (r *Rule) Text(s diag.Style) string {
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s%s: %s%s\n\n%s\n\n", s.Bold, r.ID, r.Title, s.Reset, r.Why)
	fmt.Fprintf(b, "Asked by: %s\n", r.Asked())
	if len(r.Cites) == 0 {
		b.WriteString("Source: a rule of the house; no standard gives it\n")
	}
	for i, c := range r.Cites {
		label := "Source: "
		if i > 0 {
			label = "        "
		}
		fmt.Fprintf(b, "%s%s%s\n", label, c, cited(c, ", %s"))
	}
	for _, h := range r.House {
		fmt.Fprintf(b, "Figure: %s = %s: %s. No standard fixes it; change it under lint.thresholds.\n", h.Name, h.Default, h.Text)
	}
	if r.Repair != "" {
		fmt.Fprintf(b, "Repair: --fix %s\n", r.Repair)
	}
	fmt.Fprintf(b, "\nBad:\n\n%s\nGood:\n\n%s", indented(r.Bad), indented(r.Good))
	return b.String()
}

// cited is the address of a citation, in a format; empty where the document is not on the web.
func cited(c Cite, format string) string {
	url := standard.Cite{Document: c.Document, Section: c.Clause}.URL()
	if url == "" {
		return ""
	}
	return fmt.Sprintf(format, url)
}

func indented(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString("    " + line)
	}
	return b.String()
}

// Markdown is the catalogue as a document: a table of rule and profile, then each rule.
func Markdown() string {
	b := &strings.Builder{}
	fixes := 0
	for _, r := range rules {
		if r.Repair != "" {
			fixes++
		}
	}
	fmt.Fprintf(b, `# Rules

<!-- Made from the rules in internal/lint by a test; do not edit. -->

%d rules, %d of them with a repair that `+"`tokenbook check --fix`"+` can make. `+"`tokenbook explain RULE`"+` prints what stands here.
What a policy states is judged under the profiles that it claims, and by `+"`oauth-bcp`"+` where it claims none; what it does not
state is a finding only under a claimed profile that asks for it. A level of a standard brings the rules of the lower ones.
Where a rule of consistency stands in every column, it holds for every policy.

## Rules and profiles

E error, W warning, I info; **fix** marks rules with a repair.

`, len(rules), fixes)
	b.WriteString("| rule | | fix |")
	for _, p := range profileOrder {
		b.WriteString(" " + p.Short + " |")
	}
	b.WriteString("\n| --- | --- | --- |" + strings.Repeat(" --- |", len(profileOrder)) + "\n")
	for _, r := range rules {
		fix := ""
		if r.Repair != "" {
			fix = "fix"
		}
		fmt.Fprintf(b, "| [%s](#%s) | %s | %s |", r.ID, strings.ToLower(r.ID), escape.MarkdownText(r.Title), fix)
		for _, p := range profileOrder {
			letter := ""
			if s, ok := r.SeverityUnder(p.Profile); ok {
				letter = [...]string{"I", "W", "E"}[s]
			}
			b.WriteString(" " + letter + " |")
		}
		b.WriteByte('\n')
	}
	for _, f := range Families {
		first := true
		for _, r := range rules {
			if r.Family() != f.Prefix {
				continue
			}
			if first {
				fmt.Fprintf(b, "\n## %s\n", f.Title)
				first = false
			}
			r.markdown(b)
		}
	}
	return b.String()
}

func (r *Rule) markdown(b *strings.Builder) {
	fmt.Fprintf(b, "\n### %s\n\n**%s.** %s\n\n", r.ID, escape.MarkdownText(r.Title), escape.MarkdownText(r.Why))
	fmt.Fprintf(b, "- Asked by: %s\n", r.Asked())
	if len(r.Cites) == 0 {
		b.WriteString("- Source: a rule of the house; no standard gives it\n")
	} else {
		sources := make([]string, len(r.Cites))
		for i, c := range r.Cites {
			sources[i] = escape.MarkdownText(c.String())
			if address := cited(c, "%s"); address != "" {
				sources[i] = escape.MarkdownLink(c.String(), address)
			}
		}
		fmt.Fprintf(b, "- Sources: %s\n", strings.Join(sources, ", "))
	}
	for _, h := range r.House {
		fmt.Fprintf(b, "- Figure of the house: `%s`, %s: %s\n", h.Name, h.Default, escape.MarkdownText(h.Text))
	}
	if r.Repair != "" {
		fmt.Fprintf(b, "- Repair: %s\n", escape.MarkdownText(r.Repair))
	}
	fmt.Fprintf(b, "\nBad, at `%s`:\n\n```yaml\n%s```\n\nGood:\n\n```yaml\n%s```\n", r.At, r.Bad, r.Good)
}

// Sources are the documents that the rules cite, in the order in which they first appear.
func Sources() []string {
	var out []string
	for _, r := range rules {
		for _, c := range r.Cites {
			if !slices.Contains(out, c.Document) {
				out = append(out, c.Document)
			}
		}
	}
	return out
}
