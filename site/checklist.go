package site

import (
	"slices"
	"strings"
)

// Checklist is what reviewers have to ask, with the answers that are known.
type Checklist struct {
	// Scores say how far each section is, Items are in the order of the sections.
	Scores []ChecklistScore
	Items  []ChecklistItem
}

// ChecklistScore is how far a section is.
type ChecklistScore struct {
	Section  string
	Done, Of int
	// Missing are the items that are not done, with where they stand.
	Missing []string
}

// ChecklistItem is one thing that has to be asked.
type ChecklistItem struct {
	// ID is stable, such as LIF-1; Section groups items.
	ID, Section string
	// Title says what it is about, Question what is asked; Status says where it stands, Why what decided that.
	Title, Question, Status, Why string
	// Audience are those who need the answer.
	Audience []string
	// Evidence are settings that bear on it, More how many others do; Findings speak against it.
	Evidence []Evidence
	More     int
	Findings []string
	// Pages are addresses on this site, without ending; those that do not exist are left out.
	Pages []string
	// Scenarios are test scenarios that prove a part of it.
	Scenarios []string
	// Clauses are those of the columns of the cross-reference, in their order.
	Clauses []string
	// Fingerprint names the values that a person's answer rests on; empty where no person is asked.
	Fingerprint string
}

// Lacks are the items that are not done, in a line.
func (s ChecklistScore) Lacks() string { return strings.Join(s.Missing, ", ") }

// For are those who need the answer, in a line.
func (i ChecklistItem) For() string { return strings.Join(i.Audience, ", ") }

// Evidence is a setting with its value and where it stands, as file:line:column.
type Evidence struct{ Setting, Value, At string }

// ChecklistSection is a part of the checklist.
type ChecklistSection struct {
	ChecklistScore
	Items []ChecklistItem
}

// Sections are the parts of the checklist, in order.
func (c Checklist) Sections() []ChecklistSection {
	var out []ChecklistSection
	for _, item := range c.Items {
		i := slices.IndexFunc(out, func(s ChecklistSection) bool { return s.Section == item.Section })
		if i < 0 {
			i = len(out)
			s := ChecklistSection{ChecklistScore: ChecklistScore{Section: item.Section}}
			if at := slices.IndexFunc(c.Scores, func(s ChecklistScore) bool { return s.Section == item.Section }); at >= 0 {
				s.ChecklistScore = c.Scores[at]
			}
			out = append(out, s)
		}
		out[i].Items = append(out[i].Items, item)
	}
	return out
}

// Referenced are the items that have clauses.
func (c Checklist) Referenced() []ChecklistItem {
	return slices.DeleteFunc(slices.Clone(c.Items), func(i ChecklistItem) bool {
		return !slices.ContainsFunc(i.Clauses, func(s string) bool { return s != "" })
	})
}

func (b *builder) checklistFunctions() map[string]any {
	return map[string]any{
		"evidence":    b.itemEvidence,
		"asked":       b.asked,
		"reviewTools": b.reviewTools,
		"cells":       func(list []string) []Markdown { return cellsOf(list) },
	}
}

func cellsOf(list []string) []Markdown {
	out := make([]Markdown, len(list))
	for i, s := range list {
		out[i] = Markdown(md(s))
	}
	return out
}

// The most that a row of the page shows; the files of the checklist have all.
const (
	shownEvidence = 2
	shownFindings = 3
)

// asked is the question of an item, with what decided it.
func (b *builder) asked(item ChecklistItem) Markdown {
	out := "**" + md(item.Title) + "**" + string(lineBreak) + md(item.Question) + string(lineBreak) + string(enclose(markMuted, Markdown(md(item.Why))))
	for i, f := range item.Findings {
		if i == shownFindings {
			out += string(lineBreak) + "and " + itoa(len(item.Findings)-i) + " more"
			break
		}
		out += string(lineBreak) + md(f)
	}
	return Markdown(out)
}

// itemEvidence is what an item rests on: settings with values and places, pages, scenarios.
func (b *builder) itemEvidence(item ChecklistItem) Markdown {
	var parts []string
	for i, e := range item.Evidence {
		if i == shownEvidence {
			break
		}
		parts = append(parts, string(enclose(markValue, codeSpan(e.Setting)+": "+Markdown(md(clip(e.Value, 40))), e.At, "")))
	}
	var links []string
	for _, page := range item.Pages {
		links = append(links, page, strings.ToLower(idWords(strings.TrimSuffix(page, "/index"))))
	}
	last := ""
	if n := item.More + max(0, len(item.Evidence)-shownEvidence); n > 0 {
		last = "and " + itoa(n) + " more; "
	}
	if len(links) > 0 {
		last += "see " + string(mark(markLinks, links...))
	}
	if last = strings.TrimSuffix(last, "; "); last != "" {
		parts = append(parts, last)
	}
	if len(item.Scenarios) > 0 {
		parts = append(parts, "tested by "+md(strings.Join(item.Scenarios, ", ")))
	}
	return Markdown(strings.Join(parts, string(lineBreak)))
}

// reviewTools marks the block in which a script puts filters and answers.
const reviewTools = `<div class="review-tools"`

// reviewTools is the block for filters and answers. It says which policy this is, and the fingerprints of the items that
// wait for a person; it is empty without script.
func (b *builder) reviewTools() Markdown {
	var prints []string
	for _, i := range b.inputs.Checklist.Items {
		if i.Fingerprint != "" {
			prints = append(prints, part(i.ID)+"="+part(i.Fingerprint))
		}
	}
	return b.addBlock(reviewTools+` data-policy="`+attr(string(b.policy.Document.Policy.ID.Or("policy")))+`" data-items="`+attr(strings.Join(prints, " "))+`"></div>`+"\n", "")
}
