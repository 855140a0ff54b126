// Package review makes the reviewer's checklist: what has to be asked of a policy, each item answered by the program
// wherever it can be, with the evidence, and left as one clear question where only a person can.
//
//	review.go     Item, Status; Checklist
//	questions.go  the table of questions: which requirements each covers, what has to be stated, what a person is asked
//	decide.go     how an item of the table is decided
//	gather.go     items that come of the policy itself: profiles, threats, playbooks, accepted risks, exceptions
//	evidence.go   settings, pages, clauses and scenarios behind an item
//	rests.go      the values that an answer rests on, and their fingerprint
//	signoff.go    the file of sign-offs, read; sign.go  and written
//	since.go      what changed since somebody signed
//	filter.go     parts of the checklist; score.go  how far each section is
//	write_*.go    the checklist as text, Markdown, the body of an issue, CSV and JSON
//
// An item that a person has to answer stays answered as long as every value that it rests on stays as it was.
package review

import (
	"fmt"
	"slices"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/lint"
	"github.com/tokenbook/tokenbook/internal/standard"
)

// Status is where an item stands.
type Status string

// The statuses.
const (
	Pass   Status = "pass"           // the program, or somebody's sign-off, says yes
	Fail   Status = "fail"           // the program says no
	Waived Status = "waived"         // a departure that somebody accepted, with a reason
	Person Status = "needs a person" // only somebody who knows the systems can say
)

// Statuses lists the statuses, the most pressing first.
func Statuses() []Status { return []Status{Fail, Person, Waived, Pass} }

// Item is one line of the checklist.
type Item struct {
	// ID is stable and has neither dots nor spaces: the first requirement that the item covers, or a prefix and a name of
	// the policy, such as INC-token_compromise.
	ID string
	// Section groups items.
	Section string
	// Title says what it is about; Question is what has to be answered.
	Title, Question string
	// Audience lists who needs the answer, the closest first.
	Audience []standard.Audience
	// Status is where it stands, Why says in a sentence what decided that.
	Status Status
	Why    string
	// Covers are the requirements that the answer covers; none for items that come of the policy itself.
	Covers []string
	// Evidence are settings with their values and places, at most MaxEvidence; More is how many others bear on it.
	Evidence []Evidence
	More     int
	// Findings are what the checks found there, those that are silenced among them.
	Findings diag.List
	// Pages are the addresses on the site that show more, without ending.
	Pages []string
	// Clauses are the clauses of standards behind it, in the order of documents.
	Clauses []lint.Cite
	// Scenarios are the test scenarios of the policy that prove one of its settings.
	Scenarios []string
	// Rests are the values that the answer of a person rests on, in their order; empty for items that need none.
	Rests []Rest
	// Signed are the sign-offs of the item, the latest last.
	Signed []SignOff
}

// Evidence is a setting and its place.
type Evidence struct {
	Path, Value string
	At          diag.Span
}

// MaxEvidence bounds the settings that one item shows, so that a checklist can be read.
const MaxEvidence = 4

// Sections that hold items of the policy itself.
const (
	sectionProfiles = "Standards"
	sectionThreats  = "Threats"
	sectionWaived   = "Accepted departures"
)

// Fingerprint is the digest of the values that the item rests on; empty where it needs no person.
func (i *Item) Fingerprint() string {
	if len(i.Rests) == 0 {
		return ""
	}
	return fingerprint(i.Rests)
}

// Standing is the latest sign-off that still holds: nothing that it rests on has changed.
func (i *Item) Standing() (SignOff, bool) {
	now := i.Fingerprint()
	for _, s := range slices.Backward(i.Signed) {
		if now != "" && s.Fingerprint == now {
			return s, true
		}
	}
	return SignOff{}, false
}

// Checklist makes the items, in the order of the sections. Sign-offs are those of the book's file up to its day; what is wrong with
// that file is left to ReadSignOffs.
func Checklist(b *book.Book) []Item {
	j := newJudge(b)
	var out []Item
	for i := range questions {
		if item, ok := j.decide(&questions[i]); ok {
			out = append(out, item)
		}
	}
	out = append(out, j.unstated()...)
	out = append(out, j.incidents()...)
	out = append(out, j.profiles()...)
	out = append(out, j.threats()...)
	out = append(out, j.departures()...)
	order := sectionOrder()
	slices.SortStableFunc(out, func(a, b Item) int { return slices.Index(order, a.Section) - slices.Index(order, b.Section) })
	taken := map[string]int{}
	for i := range out { // names of the policy that differ only in signs
		if taken[out[i].ID]++; taken[out[i].ID] > 1 {
			out[i].ID += fmt.Sprintf("-%d", taken[out[i].ID])
		}
	}
	signed, _ := ReadSignOffs(b.Reviews)
	signed, _ = ByDay(signed, b.Today)
	for i := range out {
		out[i].apply(signed)
	}
	return out
}

// sectionOrder are the titles of the sections, in the order of the checklist.
func sectionOrder() []string {
	var out []string
	for _, s := range standard.Sections() {
		if s.Prefix != "ART" { // what every build writes is not asked about
			out = append(out, s.Title)
		}
	}
	return append(out, sectionProfiles, sectionThreats, sectionWaived)
}

// apply puts what people have signed to an item: one that needs a person passes while a sign-off holds, and is open again
// after a change.
func (i *Item) apply(all []SignOff) {
	if i.Status != Person && i.Status != Fail {
		i.Rests = nil
		return
	}
	for _, s := range all {
		if s.Item == i.ID {
			i.Signed = append(i.Signed, s)
		}
	}
	if n := len(i.Signed); n > 0 && i.Status == Person {
		if s, ok := i.Standing(); ok {
			i.Status, i.Why = Pass, "signed by "+s.By+" on "+s.On
			return
		}
		last := i.Signed[n-1]
		i.Why = "signed by " + last.By + " on " + last.On + ", before what it rests on changed"
	}
}

// Count is how many items have a status.
func Count(items []Item, s Status) int {
	n := 0
	for i := range items {
		if items[i].Status == s {
			n++
		}
	}
	return n
}
