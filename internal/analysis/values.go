package analysis

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// Value is the effective value of a setting for one selection.
type Value struct {
	Path      string
	Selection specs.Selection
	Text      string
	Chain     specs.Chain
}

// maxSelections bounds the enumeration of one setting; beyond it a policy is told apart by hand.
const maxSelections = 4096

// values enumerates the settings that have variants.
func values(p *specs.Policy) []Value {
	var out []Value
	for _, path := range p.VariedPaths() {
		for _, sel := range Selections(p, path) {
			text, chain, ok := p.EffectiveText(path, sel)
			if ok {
				out = append(out, Value{Path: path, Selection: sel, Text: text, Chain: chain})
			}
		}
	}
	return out
}

// Selections are all choices on the axes that the variants of a path mention: every value of a closed axis that some
// condition names, one value that stands for all others, and the days on which dated conditions begin or end.
func Selections(p *specs.Policy, path string) []specs.Selection {
	out := []specs.Selection{{}}
	axes := p.AxisValues(path)
	for _, axis := range slices.Sorted(maps.Keys(axes)) {
		var next []specs.Selection
		for _, sel := range out {
			for _, v := range axes[axis] {
				if v == "" {
					next = append(next, sel)
				} else {
					next = append(next, sel.With(axis, v))
				}
			}
		}
		if len(next) > maxSelections {
			return out
		}
		out = next
	}
	return out
}

// Life is how long a token lives for one client in one environment.
type Life struct {
	Token, Client, Environment string // Client and Environment are empty where the policy names none
	Lifetime                   specs.Lifetime
	Chain                      specs.Chain
}

// lives enumerates tokens × clients × environments. Client and environment are named only where they make a
// difference somewhere in the token's lifetime; the row with neither stands for all others.
func lives(p *specs.Policy) []Life {
	var out []Life
	for _, token := range p.Tokens.IDs() {
		path := "tokens." + token + ".lifetime"
		clients := append([]string{""}, p.ClientsOf(token)...)
		environments := append([]string{""}, p.Environments.IDs()...)
		out = slices.Grow(out, len(environments)*len(clients)) // a Lifetime is large to move
		for _, environment := range environments {
			for _, client := range clients {
				sel := specs.Selection{}
				if client != "" {
					sel[specs.AxisClient] = client
				}
				if environment != "" {
					sel[specs.AxisEnvironment] = environment
				}
				l, chain, ok := specs.Effective[specs.Lifetime](p, path, sel)
				if ok && l.Stated() {
					out = append(out, Life{Token: token, Client: client, Environment: environment, Lifetime: l, Chain: chain})
				}
			}
		}
	}
	return out
}

// SelectionText writes a selection in a fixed order: client=spa environment=staging.
func SelectionText(sel specs.Selection) string {
	parts := make([]string, 0, len(sel))
	for _, axis := range slices.SortedFunc(maps.Keys(sel), cmp.Compare[string]) {
		parts = append(parts, axis+"="+sel[axis])
	}
	return strings.Join(parts, " ")
}
