// Package diff says what a change of a policy means: every setting whose effective value differs, for whom, what breaks,
// and whether tokens become safer. It reads two policies and nothing else.
//
//	compare.go   two policies side by side: settings, entries, members of lists
//	choice.go    for which clients, environments and days a value differs
//	cover.go     few sets that together are just some choices
//	whom.go      the same in few words
//	amount.go    amounts of time by what they come to, not by how they are written
//	causes.go    errors: a policy's own and those that it adopts
//	judge.go     from a difference to a verdict
//	rule.go      what a rule is; rules_*.go are the rules, those of one section a file
//	version.go   the version number that the verdicts ask for
//	approvals.go changes that somebody agreed to; approve.go writes them down
//	groups.go    what a reader is shown: the gravest first, each change once
//	text.go markdown.go json.go   the ways to show it
//	changelog.go a changelog from versions and from what the policy says of its changes
package diff

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// Kind says what happened to a setting.
type Kind uint8

// The kinds.
const (
	Changed  Kind = iota // it has another value
	Added                // an entry, a member or a value of a list is new
	Removed              // an entry, a member or a value of a list is gone
	Stated               // it was silent
	Unstated             // it is silent now
)

var kindNames = []string{"changed", "added", "removed", "stated", "unstated"}

// String is the kind's word.
func (k Kind) String() string { return kindNames[k] }

// Impact is what a change does to those who rely on the policy.
type Impact uint8

// The impacts, from the mildest.
const (
	Safe     Impact = iota // what worked goes on working
	Risky                  // what worked goes on working if it was written with care
	Breaking               // something that worked stops
)

var impactNames = []string{"safe", "risky", "breaking"}

// String is the impact's word.
func (i Impact) String() string { return impactNames[i] }

// Security is what a change does to the protection of tokens.
type Security int8

// The directions.
const (
	Weaker   Security = -1
	Same     Security = 0
	Stronger Security = 1
)

// String is the direction's word.
func (s Security) String() string { return []string{"weaker", "same", "stronger"}[s+1] }

// Side is what one of the two policies says.
type Side struct {
	// State is Silent where it says nothing.
	State specs.State
	// Text is the value as an author would write it.
	Text string
	// At is its place in the files of that policy.
	At diag.Span
}

// Affected are those that a change concerns. An empty list means all, or that the policy does not tell.
type Affected struct {
	Tokens       []string `json:"tokens,omitempty"`
	Clients      []string `json:"clients,omitempty"`
	Environments []string `json:"environments,omitempty"`
	Services     []string `json:"services,omitempty"`
}

// Change is one setting that differs.
type Change struct {
	// Path is the setting, Shown the same as short as an author may write it. A value of a list stands in brackets.
	Path, Shown string
	// Pattern is the path in the format, with * for names.
	Pattern string
	Kind    Kind
	// Choices are the choices for which it differs in this way; none where it does for all.
	Choices []Choice
	// Whom says the same in few words.
	Whom     Whom
	Old, New Side
	// Clients, Services and Operators are what it does to client developers, to resource servers and to those who run
	// the system.
	Clients, Services, Operators Impact
	Security                     Security
	// Why is the reason in a sentence. Rule is the rule that says so.
	Why, Rule string
	// Words is true where only text for people differs.
	Words    bool
	Affected Affected
	// Fingerprint is the same for the same change of the same setting, wherever it stands and whatever else changes.
	Fingerprint string
	// Approval is what somebody agreed to, or nil. See Approvals.
	Approval *Approval

	direction Direction
	near      diag.Span
	segments  []string
}

// Direction is which way the setting moved.
func (c *Change) Direction() Direction { return c.direction }

// Impact is the worst that it does to anybody.
func (c *Change) Impact() Impact { return max(c.Clients, c.Services, c.Operators) }

// At is the place in the new policy, of what held it where the setting itself is gone; zero where neither is there.
func (c *Change) At() diag.Span {
	if c.New.At.IsZero() {
		return c.near
	}
	return c.New.At
}

// Diff is all that differs between two policies.
type Diff struct {
	// Old is nil where there was no policy before.
	Old, New *specs.Policy
	Changes  []Change
	// Cut are settings with more choices than were looked at.
	Cut []string
	// Version is what the changes ask of the version number.
	Version Bump
	// Lost are the names that services import of the old policy and cannot of the new one, or not as what they were.
	// Gained are those that are new. Both are sorted, and empty where Options had no Names.
	Lost, Gained []string
	// Outputs are the generated things that differ by name, where they were compared.
	Outputs []Output
}

// Options narrow a comparison.
type Options struct {
	// At is the one day to compare; zero for every day that the policies tell apart.
	At specs.Date
	// OldNames and NewNames are what services import of the two policies: each name with what a compiler checks of it.
	// Where there are none, names do not count for the version.
	OldNames, NewNames map[string]string
}

// Compare finds what differs between two policies. old is nil where there was none: everything is new then.
func Compare(old, next *specs.Policy, o Options) *Diff {
	d := &Diff{Old: old, New: next}
	if old == nil {
		d.Version = d.bump()
		return d
	}
	c := &comparer{a: old, b: next, options: o}
	for _, r := range c.run() {
		d.Changes = append(d.Changes, c.judge(r))
	}
	d.Cut = c.cut
	slices.SortStableFunc(d.Changes, func(a, b Change) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.Kind, b.Kind), strings.Compare(a.Fingerprint, b.Fingerprint))
	})
	d.names(o.OldNames, o.NewNames)
	d.Version = d.bump()
	return d
}

// names compares what services import.
func (d *Diff) names(was, is map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(was)) {
		if now, there := is[name]; !there || now != was[name] {
			d.Lost = append(d.Lost, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if _, there := was[name]; !there {
			d.Gained = append(d.Gained, name)
		}
	}
}

// fingerprint is the name of a change: 16 hexadecimal digits.
func fingerprint(c *Change) string {
	h := sha256.New()
	for _, s := range []string{c.Path, c.Kind.String(), ChoicesText(c.Choices), c.Old.State.String(), c.Old.Text, c.New.State.String(), c.New.Text} {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// Output is one generated thing that differs between what is made of the two policies.
type Output struct {
	// What is the kind of thing: file, constant, endpoint, page, alert.
	What string `json:"what"`
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// MarshalText is the kind's word, for JSON.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Outputs compares generated things of one kind by name; the maps hold what each is.
func Outputs(what string, was, is map[string]string) []Output {
	var out []Output
	for _, name := range slices.Sorted(maps.Keys(was)) {
		now, there := is[name]
		switch {
		case !there:
			out = append(out, Output{what, name, Removed})
		case now != was[name]:
			out = append(out, Output{what, name, Changed})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if _, there := was[name]; !there {
			out = append(out, Output{what, name, Added})
		}
	}
	return out
}
