package review

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/standard"
)

// Filter is a part of the checklist; what is empty lets everything through.
type Filter struct {
	Audience standard.Audience
	Section  string
	Status   Status
}

// Of are the items that the filter lets through, in order.
func (f Filter) Of(items []Item) []Item {
	var out []Item
	for _, i := range items {
		if (f.Audience == "" || slices.Contains(i.Audience, f.Audience)) && (f.Section == "" || i.Section == f.Section) && (f.Status == "" || i.Status == f.Status) {
			out = append(out, i)
		}
	}
	return out
}

// SectionNamed finds a section by its title or by the letters before the names of its items, in any case.
func SectionNamed(word string) (title string, ok bool) {
	for _, s := range standard.Sections() {
		if strings.EqualFold(s.Prefix, word) {
			return s.Title, slices.Contains(sectionOrder(), s.Title)
		}
	}
	for prefix, title := range map[string]string{"STD": sectionProfiles, "THR": sectionThreats} {
		if strings.EqualFold(prefix, word) {
			return title, true
		}
	}
	i := slices.IndexFunc(sectionOrder(), func(t string) bool { return strings.EqualFold(t, word) })
	if i < 0 {
		return "", false
	}
	return sectionOrder()[i], true
}

// Sections are the titles of all sections, in the order of the checklist.
func Sections() []string { return sectionOrder() }

// Score is how far a section is.
type Score struct {
	Section string
	// Done are the items that pass or are waived, Of all items.
	Done, Of int
	// Reasons say what is missing: the names of items and where they stand.
	Reasons []string
}

// Percent is the score in full percent, rounded down so that 100 means all.
func (s Score) Percent() int {
	if s.Of == 0 {
		return 100
	}
	return s.Done * 100 / s.Of
}

// Scores are the scores of the sections that have items, in order.
func Scores(items []Item) []Score {
	var out []Score
	for i := range items {
		item := &items[i]
		at := slices.IndexFunc(out, func(s Score) bool { return s.Section == item.Section })
		if at < 0 {
			at = len(out)
			out = append(out, Score{Section: item.Section})
		}
		s := &out[at]
		s.Of++
		if item.Status == Pass || item.Status == Waived {
			s.Done++
			continue
		}
		s.Reasons = append(s.Reasons, item.ID+" "+item.verb())
	}
	return out
}

// verb says where an item stands within a sentence.
func (i *Item) verb() string {
	switch {
	case i.Status == Person && len(i.Signed) > 0:
		return "is open again"
	case i.Status == Fail:
		return "fails"
	}
	return string(i.Status)
}
