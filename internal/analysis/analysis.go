// Package analysis works out what follows from a policy. It enumerates and judges; the lookup of a value is specs'.
//
//	analysis.go  Facts and Analyse
//	values.go    effective values, for each choice that a setting's variants tell apart
//	amount.go    amounts of time with their knobs and formulas worked out
//	terms.go     numbers with their places; guaranteed bounds
//	exposure*.go how long a token is still accepted after a trigger
//	keys.go      whether key rotation refuses a good token or accepts a retired key
//	races*.go    whether refreshing can end a session without cause
//	totality.go  whether every state of a token leads to one error and one action
//	judge.go     variants that never win, limits that something else cuts
package analysis

import (
	"github.com/tokenbook/tokenbook/internal/parallel"
	"github.com/tokenbook/tokenbook/specs"
)

// Facts are what follows from a policy.
type Facts struct {
	// Values are the effective values of the settings that have variants, for every choice on the axes that those
	// variants mention.
	Values []Value
	// Lives are the effective lifetimes of each token for each client and environment that gets it.
	Lives []Life
	// Exposures are how long each token is still accepted after each trigger, in the order of triggers and tokens.
	Exposures []Exposure
	// Keys are the lives of signing keys, in the order of issuers and key sets.
	Keys []KeyTimeline
	// Races are what the search for sessions that refreshing ends without cause found, in the order of tokens.
	Races []Race
	// Errors are the answers to each state of a token.
	Errors ErrorTable
	// Judgements are the effective values that cannot have been meant.
	Judgements []Judgement
}

// Analyse works out the facts of a policy.
func Analyse(p *specs.Policy) *Facts {
	f := new(Facts)
	parallel.Do(
		func() {
			r := newReader(p)
			places := newExposing(r)
			f.Exposures = exposures(places)
			f.Keys, f.Races, f.Errors = keyTimelines(r), races(r), errorTable(r, places)
		},
		func() { // a reader remembers what it read, so that each side has its own
			f.Values, f.Lives = values(p), lives(p)
			f.Judgements = judgements(newReader(p), f.Values, f.Lives)
		},
	)
	return f
}
