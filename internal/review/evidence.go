package review

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/lint"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

const maxValue = 80 // characters of a value in the evidence

// show picks settings to show for an item: those that tell the most, of different kinds.
func (j *judge) show(item *Item) {
	var all []int
	had := map[int]bool{}
	rank := map[string]int{}
	for _, id := range item.Covers {
		for _, i := range j.byReq[id] {
			if !had[i] {
				had[i] = true
				all = append(all, i)
			}
		}
		for _, setting := range specs.SettingsFor(id) {
			if kind := kindOf(strings.Split(setting, ".")); rank[kind] == 0 {
				rank[kind] = len(rank) + 1
			}
		}
	}
	best := map[string]int{} // the first setting of each kind
	var kinds []string
	for _, i := range all {
		if kind := j.leaves[i].kind; !slices.Contains(kinds, kind) {
			kinds, best[kind] = append(kinds, kind), i
		}
	}
	slices.SortStableFunc(kinds, func(a, b string) int {
		return cmp.Compare(cmp.Or(rank[a], len(rank)+1), cmp.Or(rank[b], len(rank)+1))
	})
	for _, kind := range kinds[:min(MaxEvidence, len(kinds))] {
		item.Evidence = append(item.Evidence, j.evidence(&j.leaves[best[kind]]))
	}
	item.More = len(all) - len(item.Evidence)
}

// kindOf is what settings of different entries have in common: where they stand, and their last name.
func kindOf(segments []string) string {
	last := len(segments) - 1
	for last > 0 && strings.Trim(segments[last], "0123456789*") == "" {
		last-- // the items of a list are of one kind
	}
	return segments[0] + "." + segments[last]
}

// evidence is a value as a reviewer reads it: prose with the values that it refers to.
func (j *judge) evidence(l *leaf) Evidence {
	text := l.text
	if l.prose {
		text = j.p.Said(specs.Prose(text), nil)
	}
	return Evidence{Path: l.path, Value: short(text), At: l.at}
}

// shownBelow picks settings at or below some others to show.
func (j *judge) shownBelow(item *Item, paths ...string) {
	for i := range j.leaves {
		if l := &j.leaves[i]; slices.ContainsFunc(paths, func(p string) bool { return within(l.path, p) }) {
			if len(item.Evidence) == MaxEvidence {
				item.More++
				continue
			}
			item.Evidence = append(item.Evidence, j.evidence(l))
		}
	}
}

// short is a value on one line, cut where it is long.
func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > maxValue {
		return string(r[:maxValue]) + "…"
	}
	return text
}

// scenariosOf are the scenarios that prove a setting of some requirements.
func (j *judge) scenariosOf(covers []string) []string {
	var out []string
	for i := range j.p.Scenarios.Entries {
		if slices.ContainsFunc(covers, func(id string) bool { return slices.Contains(j.proven[i], id) }) {
			out = append(out, j.p.Scenarios.Entries[i].ID)
		}
	}
	return out
}

// prove notes which requirements each scenario proves a setting of.
func (j *judge) prove() {
	for i := range j.p.Scenarios.Entries {
		var ids []string
		for _, proved := range specs.Plain(j.p.Scenarios.Entries[i].V.Proves) {
			ids = append(ids, requirementsOf(string(proved))...)
		}
		j.proven = append(j.proven, ids)
	}
}

// ruled are the rules of each requirement: those whose example breaks one of its settings.
var ruled = sync.OnceValue(func() map[string][]*lint.Rule {
	out := map[string][]*lint.Rule{}
	for _, r := range lint.All() {
		for _, id := range requirementsOf(r.At) {
			out[id] = append(out[id], r)
		}
	}
	return out
})

// rulesOf are the rules of some requirements, each once.
func rulesOf(covers []string) []*lint.Rule {
	var out []*lint.Rule
	for _, id := range covers {
		for _, r := range ruled()[id] {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}

// clausesOf are the clauses behind the rules of some requirements, in the order of documents.
func clausesOf(covers []string) []lint.Cite {
	var out []lint.Cite
	for _, r := range rulesOf(covers) {
		for _, c := range r.Cites {
			c.Level = ""
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	slices.SortFunc(out, compareClauses)
	return out
}

func compareClauses(a, b lint.Cite) int {
	return cmp.Or(cmp.Compare(a.Document, b.Document), compareNumbers(a.Clause, b.Clause))
}

// compareNumbers orders sections: 4.9 comes before 4.10.
func compareNumbers(a, b string) int {
	for a != "" || b != "" {
		var x, y string
		x, a, _ = strings.Cut(a, ".")
		y, b, _ = strings.Cut(b, ".")
		if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); c != 0 {
			return c
		}
	}
	return 0
}

// CrossReference is a column of the table for compliance: the clauses of one body.
type CrossReference struct {
	// Title is its head, Key its name for machines.
	Title, Key string
	documents  func(document string) bool
}

// CrossReferences are the columns, the last one for every other document.
func CrossReferences() []CrossReference {
	return []CrossReference{
		{"ASVS", "asvs", isASVS},
		{"NIST", "nist", isNIST},
		{"FAPI", "fapi", isFAPI},
		{"Other clauses", "other", func(d string) bool { return !isASVS(d) && !isNIST(d) && !isFAPI(d) }},
	}
}

func isASVS(document string) bool { return strings.HasPrefix(document, "ASVS") }
func isNIST(document string) bool {
	return strings.HasPrefix(document, "SP ") || strings.HasPrefix(document, "FIPS") || strings.HasPrefix(document, "NIST")
}
func isFAPI(document string) bool { return strings.HasPrefix(document, "FAPI") }

// Clauses are the clauses of an item for a column: the document once, then its sections.
func (c CrossReference) Clauses(item *Item) string {
	var parts []string
	last := ""
	for _, cite := range item.Clauses {
		if !c.documents(cite.Document) {
			continue
		}
		switch {
		case cite.Document != last && cite.Clause != "":
			parts = append(parts, cite.Document+" "+cite.Clause)
		case cite.Document != last:
			parts = append(parts, cite.Document)
		case cite.Clause != "":
			parts[len(parts)-1] += ", " + cite.Clause
		}
		last = cite.Document
	}
	return strings.Join(parts, "; ")
}

// audienceWords are the names of audiences as people read them.
func audienceWords(list []standard.Audience) []string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = strings.ReplaceAll(string(a), "_", " ")
	}
	return out
}

// lines are the findings of an item in a line each, those that speak against it first.
func (i *Item) lines() []string {
	var against, rest []string
	for _, f := range i.Findings {
		line := f.Severity.String() + ": " + f.Message + " [" + f.Rule + "] (" + f.At.String() + ")"
		switch {
		case f.Allowed != nil:
			rest = append(rest, "silenced: "+line)
		case f.Severity >= diag.Warning:
			against = append(against, line)
		default:
			rest = append(rest, line)
		}
	}
	return append(against, rest...)
}

// pages are the addresses of a page, none where this policy has none of it: a page that would be empty is not made.
func (j *judge) pages(key string) []string {
	there := true
	switch key {
	case "client-behaviour":
		there = j.p.ClientStrategy.Stated()
	case "migrations":
		there = len(j.p.Changes.Items) > 0 || j.p.Deprecations.Len() > 0
	case "exposure":
		there = len(j.b.Facts.Exposures) > 0
	case "threats":
		there = len(j.claimants(string(lint.BCP))) > 0 || len(j.claimants(string(lint.Browser))) > 0
	}
	if !there {
		return nil
	}
	return []string{key}
}
