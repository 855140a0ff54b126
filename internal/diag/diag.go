// Package diag says where something stands in a policy and what is to be said about it.
//
//	Position, Span   a place in a file
//	Finding          a rule, a severity, a place, a message, and the places that belong to it
//	List             findings in their one order
//
// It imports nothing of Tokenbook but the escapers, so that every stage can speak the same language.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Position is a place in a text file. Line and Column start at 1; Column counts characters, not bytes.
// The zero Position means the file as a whole.
type Position struct{ Line, Column int }

// Span is a range in one file; End is the first position after it.
type Span struct {
	File       string
	Start, End Position
}

// IsZero reports whether the span names no file.
func (s Span) IsZero() bool { return s.File == "" }

// String renders file:line:column, or the file alone.
func (s Span) String() string {
	if s.Start.Line == 0 {
		return s.File
	}
	return fmt.Sprintf("%s:%d:%d", s.File, s.Start.Line, s.Start.Column)
}

// Severity says how much a finding matters.
type Severity int

// The severities, from the least to the most.
const (
	Info Severity = iota
	Warning
	Error
)

var severityNames = []string{"info", "warning", "error"}

// String is the severity's word, as authors and machine formats write it.
func (s Severity) String() string { return severityNames[s] }

// ParseSeverity reads a severity's word.
func ParseSeverity(word string) (Severity, bool) {
	i := slices.Index(severityNames, word)
	return Severity(max(i, 0)), i >= 0
}

// Related is a second place that a finding speaks of, such as the first of two definitions.
type Related struct {
	At      Span
	Message string
}

// Finding is one thing to be said about a policy.
type Finding struct {
	// Rule is the stable name of the check that speaks.
	Rule string
	// Severity is how much it matters.
	Severity Severity
	// At is the place, Setting the dotted path of the setting that stands there (empty where none does).
	At      Span
	Setting string
	// Message names the setting, quotes what was written, and says what would do.
	Message string
	Related []Related
	// Basis is where the rule comes from and which claimed standard asks for it; empty for the format's own checks.
	Basis string
	// Fix is a change that would end the finding, or nil.
	Fix *Fix
	// Allowed is the suppression that silences the finding, or nil. A silenced finding is shown and counted apart.
	Allowed *Allowance
	// Known is true where a baseline already holds the finding.
	Known bool
}

// Counts reports whether a finding bears on the exit status: it is neither silenced nor in a baseline.
func (f *Finding) Counts() bool { return f.Allowed == nil && !f.Known }

// Allowance is what an author wrote to silence a finding.
type Allowance struct {
	At            Span
	Reason, Owner string
	// Until is the first day on which it no longer holds, as YYYY-MM-DD; empty for no end.
	Until string
}

// text says why a finding is silenced, by whom and for how long.
func (a *Allowance) text() string {
	out := a.Reason
	var more []string
	if a.Owner != "" {
		more = append(more, a.Owner)
	}
	if a.Until != "" {
		more = append(more, "until "+a.Until)
	}
	if len(more) > 0 {
		out += " (" + strings.Join(more, ", ") + ")"
	}
	return out
}

// Fix is a change of the text that ends a finding without changing any value that it does not name.
type Fix struct {
	// Title says what is done, as in "write 1 generation".
	Title   string
	Changes []Change
}

// Operation is what a change does.
type Operation int

// The operations.
const (
	// Replace puts Text in place of what stands at At.
	Replace Operation = iota
	// Insert states the setting at Path, which is silent, as Text; what holds it is made where it is missing.
	Insert
	// Append adds Text to the list at Path.
	Append
	// Remove takes away the list item or the entry at At.
	Remove
)

// Change is one change of a policy's text.
type Change struct {
	Op   Operation
	At   Span   // for Replace and Remove; for the others the file alone
	Path string // the setting
	Text string // YAML
}

// String renders one line: place, severity, message, rule.
func (f Finding) String() string {
	return fmt.Sprintf("%s: %s: %s [%s]", f.At, f.Severity, f.Message, f.Rule)
}

// List is a set of findings under construction.
type List []Finding

// Add appends a finding whose message is made as fmt.Sprintf makes it.
func (l *List) Add(rule string, severity Severity, at Span, setting, format string, args ...any) *Finding {
	*l = append(*l, Finding{Rule: rule, Severity: severity, At: at, Setting: setting, Message: fmt.Sprintf(format, args...)})
	return &(*l)[len(*l)-1]
}

// Sort puts findings into their one order: file, place, severity (worst first), rule, message; exact repeats go.
func (l *List) Sort() {
	slices.SortStableFunc(*l, Compare)
	*l = slices.CompactFunc(*l, func(a, b Finding) bool { return Compare(a, b) == 0 })
}

// Compare orders findings.
func Compare(a, b Finding) int {
	return cmp.Or(
		strings.Compare(a.At.File, b.At.File),
		cmp.Compare(a.At.Start.Line, b.At.Start.Line),
		cmp.Compare(a.At.Start.Column, b.At.Start.Column),
		cmp.Compare(b.Severity, a.Severity),
		strings.Compare(a.Rule, b.Rule),
		strings.Compare(a.Message, b.Message),
	)
}

// Count is how many findings stand at or above a severity, those that are silenced or known apart.
func (l List) Count(atLeast Severity) int {
	n := 0
	for i := range l {
		if l[i].Severity >= atLeast && l[i].Counts() {
			n++
		}
	}
	return n
}

// Apart counts the findings that do not bear on the exit status: those that are silenced, and those that a baseline
// holds already.
func (l List) Apart() (silenced, known int) {
	for i := range l {
		switch {
		case l[i].Allowed != nil:
			silenced++
		case l[i].Known:
			known++
		}
	}
	return silenced, known
}

// Nearest returns up to three of the known words that are close to what was written, the closest first.
func Nearest(written string, known []string) []string {
	type scored struct {
		word  string
		score int
	}
	var found []scored
	for _, k := range known {
		d := distance(written, k)
		limit := max(1, min(len(written), len(k))/3)
		if d <= limit || (len(written) >= 3 && (strings.HasPrefix(k, written) || strings.HasSuffix(k, written) || strings.HasPrefix(written, k) && len(k) >= 3)) {
			found = append(found, scored{k, d})
		}
	}
	slices.SortFunc(found, func(a, b scored) int { return cmp.Or(cmp.Compare(a.score, b.score), strings.Compare(a.word, b.word)) })
	var out []string
	for _, f := range found[:min(3, len(found))] {
		out = append(out, f.word)
	}
	return out
}

// maxDistanceInput bounds the quadratic comparison; longer words are never a slip of the finger.
const maxDistanceInput = 80

// distance is the number of single-character edits, a swap of neighbours counting as one.
func distance(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	if len(ra) > maxDistanceInput || len(rb) > maxDistanceInput {
		return maxDistanceInput
	}
	var before []int
	prev := make([]int, len(rb)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(ra); i++ {
		cur := make([]int, len(rb)+1)
		cur[0] = i
		for j := 1; j <= len(rb); j++ {
			cost := 1
			if ra[i-1] == rb[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && ra[i-1] == rb[j-2] && ra[i-2] == rb[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev = prev, cur
	}
	return prev[len(rb)]
}

// Quote shows written text in a message: in quotes, on one line, cut where it is long.
func Quote(s string) string {
	const limit = 60
	r := []rune(strings.ToValidUTF8(s, "\uFFFD"))
	if len(r) > limit {
		return fmt.Sprintf("%q…", string(r[:limit]))
	}
	return fmt.Sprintf("%q", string(r))
}

// OneOf renders a choice for a message: a, b or c.
func OneOf(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
