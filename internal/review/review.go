// Package review makes the reviewer's checklist: for each requirement the question, what the policy states about it,
// where, and what the checks found there. It gathers and never approves; that is a person's part.
package review

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// Status is what can be said of an item without a person.
type Status string

// The statuses.
const (
	Stated    Status = "stated"     // the policy states it; a reviewer judges whether it is right
	NotStated Status = "not stated" // no setting of the policy speaks of it
	Findings  Status = "findings"   // checks found something at the settings that state it
)

// Item is one line of the checklist.
type Item struct {
	Requirement standard.Requirement
	Section     string
	Status      Status
	// Evidence are the settings that state it, in the order of the policy, at most MaxEvidence of them.
	Evidence []Evidence
	// More is how many further settings state it.
	More int
	// Open are the settings that the policy itself leaves undecided.
	Open []Evidence
	// Findings are what the checks found at these settings.
	Findings diag.List
}

// Evidence is a setting and its place.
type Evidence struct {
	Path, Value string
	At          diag.Span
}

// MaxEvidence bounds the evidence of one item, so that a checklist can be read.
const MaxEvidence = 8

const maxValue = 120 // characters of a value in the evidence

// Checklist makes the items, in the order of the requirements. Requirements about what is generated, which every
// build meets, have no item.
func Checklist(b *book.Book) []Item {
	stated := map[string][]Evidence{}
	open := map[string][]Evidence{}
	b.Policy.Visit(func(s *specs.Setting) {
		text, plain := s.Text()
		if !plain && s.Mark.State == specs.Set || len(s.Requirements()) == 0 {
			return // what a structure states is said by the settings in it
		}
		if !plain {
			text = s.Mark.State.String()
		}
		e := Evidence{Path: s.Path, Value: short(text), At: s.Mark.At}
		for _, id := range s.Requirements() {
			if s.Mark.State == specs.Undecided {
				open[id] = append(open[id], e)
			} else {
				stated[id] = append(stated[id], e)
			}
		}
	})
	var out []Item
	for _, r := range standard.Requirements() {
		section := r.Section()
		if section.Prefix == "ART" {
			continue
		}
		item := Item{Requirement: r, Section: section.Title, Status: NotStated, Open: open[r.ID]}
		all := stated[r.ID]
		if len(all) > 0 {
			item.Status = Stated
		}
		item.Findings = findingsAt(b.Findings, append(slices.Clone(all), item.Open...))
		if len(item.Findings) > 0 {
			item.Status = Findings
		}
		item.Evidence, item.More = all[:min(len(all), MaxEvidence)], max(0, len(all)-MaxEvidence)
		out = append(out, item)
	}
	return out
}

// findingsAt are the findings that speak of the settings.
func findingsAt(findings diag.List, settings []Evidence) diag.List {
	var out diag.List
	for _, f := range findings {
		if f.Setting != "" && slices.ContainsFunc(settings, func(e Evidence) bool { return e.Path == f.Setting }) {
			out = append(out, f)
		}
	}
	return out
}

// short is a value on one line, cut where it is long.
func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > maxValue {
		return string(r[:maxValue]) + "…"
	}
	return text
}

// Count is how many items have a status.
func Count(items []Item, s Status) int {
	n := 0
	for _, i := range items {
		if i.Status == s {
			n++
		}
	}
	return n
}
