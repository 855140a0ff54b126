// Package analysis works out what follows from a policy. It enumerates and judges; the lookup of a value is specs'.
//
//	analysis.go  Facts and Analyse
//	values.go    effective values, for each choice that a setting's variants tell apart
//	amount.go    amounts of time with their knobs and formulas worked out
package analysis

import "github.com/tokenbook/tokenbook/specs"

// Facts are what follows from a policy.
type Facts struct {
	// Values are the effective values of the settings that have variants, for every choice on the axes that those
	// variants mention.
	Values []Value
	// Lives are the effective lifetimes of each token for each client and environment that gets it.
	Lives []Life
}

// Analyse works out the facts of a policy.
func Analyse(p *specs.Policy) *Facts {
	return &Facts{Values: values(p), Lives: lives(p)}
}
