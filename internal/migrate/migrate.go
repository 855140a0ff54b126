// Package migrate says how to get from one policy to another without refusing a good token or accepting a dead one: who
// acts, in which order, and how long to wait in between.
//
//	migrate.go    Plan, Migration, Step, Wait, Term; New
//	schedule.go   moments from waits; what nobody can date
//	figures.go    the figures that waits are sums of, the worse of the two policies
//	choices.go    for whom a figure counts: those whom the changes concern
//	recipe.go     the table of migrations, and which changes belong to which
//	recipes_*.go  the migrations, those of one subject a file
//	fallback.go   the order for everything else, by what diff says of it
//	dates.go      what the policies say of the same days: findings with the smallest repair
//	text.go markdown.go json.go calendar.go  the ways to show a plan
//
// A plan is made of lower bounds: each step may begin at its moment or at any time after it, and every wait counts from
// when the step before it is done everywhere. Waits are sums of figures that the policies state. What they do not state
// leaves what follows without a day, and the plan says which setting is missing.
package migrate

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/specs"
)

// Actor is who has to act.
type Actor uint8

// The actors.
const (
	Operators Actor = iota // those who run the issuer and its surroundings
	Services               // those who run resource servers
	Clients                // those who build clients
)

var actorNames = []string{"operators", "resource servers", "client developers"}

// String is the actor's name for readers.
func (a Actor) String() string { return actorNames[a] }

// Certainty says whether a figure is known.
type Certainty uint8

// The certainties.
const (
	Known       Certainty = iota
	Unspecified           // a policy does not state it, or does not guarantee it
	Endless               // it has no end
)

// Term is one figure of a sum.
type Term struct {
	// Text says what it is; Path is the setting that states it, or would.
	Text, Path string
	// At is the place of the setting, in the old policy where Old is true; zero for a figure that no policy states.
	At  diag.Span
	Old bool
	// D is the figure. It means something only where it is known.
	D    specs.Duration
	Sure Certainty
}

// Wait is the time from the end of an earlier step until the next may begin: the sum of its terms.
type Wait struct {
	// After is the step that has to be done everywhere, as its place among the steps of the migration; Start where the
	// time counts from the start of the plan.
	After int
	Terms []Term
}

// Start stands for the start of a plan, before every step.
const Start = -1

// Length is the sum of the terms that are known.
func (w *Wait) Length() specs.Duration { return sum(w.Terms) }

func sum(terms []Term) specs.Duration {
	var out specs.Duration
	for _, t := range terms {
		if t.Sure == Known {
			out += t.D
		}
	}
	return out
}

// Step is one thing that somebody does.
type Step struct {
	// ID is its name within the migration, and stays the same.
	ID  string
	Who Actor
	// Do is what to do, in a sentence. Why is the reason for its place in the order, Cite the clause behind it.
	Do, Why, Cite string
	// Takes is the time that passes until it is done everywhere: what those who act are given.
	Takes []Term
	// Waits are what has to pass before it; the longest counts.
	Waits []Wait
	// Gate is what to look at before going on; empty where nothing tells more than the time.
	Gate string
	// Stage is how binding the new behaviour is from here.
	Stage specs.StageState
	// Rollback says how to take it back, and Cost what that costs. Without Rollback there is no way back.
	Rollback, Cost string

	// Begin and End are the earliest moments, counted from the start of the plan, as far as figures are known.
	Begin, End specs.Duration
	// Open are the figures without which the beginning has no day. They may be those of earlier steps.
	Open []Term
}

// Migration is one change of how things work, in steps.
type Migration struct {
	// Kind is the recipe, such as signing-algorithm; Title says what changes.
	Kind, Title string
	// Changes are the differences that it is about.
	Changes []*diff.Change
	Steps   []Step
	// Drops are the names of what ends with it: an algorithm, a claim, a scope. They are looked for among deprecations.
	Drops []string
	// Flag is the feature flag that the policy states for it; empty where it states none.
	Flag string
	// Rollback is what the policy says of the way back; empty where it says nothing.
	Rollback string
}

// Plan is the way from one policy to another.
type Plan struct {
	Old, New *specs.Policy
	// Start is the day on which it begins, at midnight UTC.
	Start specs.Date
	// Migrations are independent of each other, and may begin on the same day.
	Migrations []Migration
	// AtOnce are changes that need no order: nothing that worked stops, whoever acts first.
	AtOnce []*diff.Change
	// Words is the number of changes that only people read, such as dates of reviews and what changes say.
	Words int
	// Findings are dates of the policies that cannot work, each with the smallest repair.
	Findings diag.List
	// Fingerprint is the same for the same changes, start and figures.
	Fingerprint string
}

// Options are what a plan needs beside the policies.
type Options struct {
	// Start is the day on which the plan begins.
	Start specs.Date
	// Clients and Services are the times that client developers and resource servers are given to follow; nil for the
	// default, which lint.thresholds.notice_clients and notice_services change.
	Clients, Services *specs.Duration
	// Rollout is how long a change of the issuer takes to reach all its servers; nil for an hour.
	Rollout *specs.Duration
}

// DefaultRollout is how long a change of the issuer takes where nothing is said: no policy states it.
const DefaultRollout = specs.Duration(time.Hour)

// New makes the plan for what differs between two policies. d.Old must not be nil.
func New(d *diff.Diff, o Options) *Plan {
	p := &Plan{Old: d.Old, New: d.New, Start: o.Start}
	f := newFigures(d, o)
	groups, rest := grouped(d)
	for _, g := range groups {
		m := &Migration{Kind: g.recipe.kind, Changes: g.changes}
		g.recipe.build(&maker{figures: f, m: m})
		if len(m.Steps) > 0 {
			p.Migrations = append(p.Migrations, *m)
			continue
		}
		rest = append(rest, g.changes...)
	}
	rest = slices.DeleteFunc(rest, func(c *diff.Change) bool {
		switch {
		case c.Words || c.Rule == "governance" && c.Impact() == diff.Safe: // what the policy says of itself is no step
			p.Words++
		case c.Impact() == diff.Safe:
			p.AtOnce = append(p.AtOnce, c)
		default:
			return false
		}
		return true
	})
	var weaker []*diff.Change
	rest = slices.DeleteFunc(rest, func(c *diff.Change) bool {
		if onlyWeaker(c) {
			weaker = append(weaker, c)
		}
		return onlyWeaker(c)
	})
	for _, m := range []*Migration{lessProtection(f, weaker), fallback(f, rest)} {
		if m != nil {
			p.Migrations = append(p.Migrations, *m)
		}
	}
	for i := range p.Migrations {
		p.Migrations[i].schedule()
	}
	p.announced()
	p.checkDates()
	p.Fingerprint = p.fingerprint()
	return p
}

// Moment is a moment of the plan, counted from its start.
func (p *Plan) Moment(after specs.Duration) time.Time { return p.Start.Add(time.Duration(after)) }

// End is when the last step is done at the earliest; ok is false where something in the plan has no day.
func (p *Plan) End() (end specs.Duration, ok bool) {
	ok = true
	for i := range p.Migrations {
		for j := range p.Migrations[i].Steps {
			s := &p.Migrations[i].Steps[j]
			end, ok = max(end, s.End), ok && len(s.Open) == 0
		}
	}
	return end, ok
}

// fingerprint is 16 hexadecimal digits over everything that the calendar shows.
func (p *Plan) fingerprint() string {
	h := sha256.New()
	add := func(parts ...string) {
		for _, s := range parts {
			h.Write([]byte(s))
			h.Write([]byte{0})
		}
	}
	add(p.Start.String())
	for i := range p.Migrations {
		m := &p.Migrations[i]
		add(m.Kind, m.Title)
		for _, c := range m.Changes {
			add(c.Fingerprint)
		}
		for j := range m.Steps {
			s := &m.Steps[j]
			add(s.ID, s.Do, s.Begin.String(), s.End.String())
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}
