package migrate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/specs"
)

// fallback is the order for changes that no recipe knows, by what each does to whom: those who would break follow first,
// what makes it binding comes when they have, and what lives by the old rule is waited for. It is nil without changes.
func fallback(f *figures, changes []*diff.Change) *Migration {
	if len(changes) == 0 {
		return nil
	}
	m := &Migration{Kind: "other", Changes: changes, Title: "Everything else: " + settings(changes)}
	k := &maker{f, m}
	worst := func(impact func(*diff.Change) diff.Impact) []*diff.Change {
		var out []*diff.Change
		for _, c := range changes {
			if impact(c) > diff.Safe {
				out = append(out, c)
			}
		}
		return out
	}
	operators := worst(func(c *diff.Change) diff.Impact { return c.Operators })
	services := worst(func(c *diff.Change) diff.Impact { return c.Services })
	clients := worst(func(c *diff.Change) diff.Impact { return c.Clients })
	if len(operators) > 0 {
		k.step(Step{ID: "prepare", Who: Operators, Stage: specs.StageOptional, Takes: []Term{k.rollout()},
			Do:       "Prepare what the new policy asks of those who run the system, with old and new side by side: " + settings(operators) + ".",
			Why:      "Others can follow only what is there.",
			Rollback: "Take it away again.", Cost: "Nothing: nobody relies on it yet."})
	}
	if len(services) > 0 {
		k.step(Step{ID: "services", Who: Services, Stage: specs.StageOptional, Takes: []Term{k.services()},
			Do:       "Work under both policies: " + settings(services) + ".",
			Why:      "A resource server that knows the old rule alone refuses good calls, or takes bad ones, under the new one.",
			Gate:     "Tests of each service pass under both policies.",
			Rollback: "Go back to the old version of the service.", Cost: "Nothing: the old rule still holds."})
	}
	if len(clients) > 0 {
		k.step(Step{ID: "clients", Who: Clients, Stage: specs.StageDefault, Takes: []Term{k.clients()},
			Do:       "Work under both policies: " + settings(clients) + ".",
			Why:      "A client that knows the old rule alone fails under the new one.",
			Gate:     "Tests of each client pass under both policies.",
			Rollback: "Go back to the old version of the client.", Cost: "Nothing: the old rule still holds."})
	}
	k.step(Step{ID: "switch", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()},
		Do:       "Let the new policy hold for everybody.",
		Why:      "Everybody who would have been stopped has followed.",
		Gate:     "Refusals stay at what they were.",
		Rollback: "Let the old policy hold again.", Cost: "What was refused meanwhile is not made good."})
	var tokens []string
	for _, c := range changes {
		for _, t := range c.Affected.Tokens {
			if !slices.Contains(tokens, t) && c.Impact() == diff.Breaking {
				tokens = append(tokens, t)
			}
		}
	}
	if len(tokens) > 0 {
		k.step(Step{ID: "end", Who: Services, Waits: k.after(append([]Term{k.life(tokens)}, k.skew()...)...),
			Do:   "Take away what only the old rule needed.",
			Why:  "The last token from before has ended by now.",
			Cost: "It has to be set up again before anybody can go back."})
	}
	return m
}

// onlyWeaker reports whether all that a change does is to protect less: nobody who did right is stopped by it.
func onlyWeaker(c *diff.Change) bool {
	return c.Security == diff.Weaker && c.Clients == diff.Safe && c.Services == diff.Safe && c.Operators == diff.Risky
}

// lessProtection is the migration for changes after which less is refused, ended or noticed. Nobody has to follow; what
// counts is that the end of a protection is a moment, and what the way back does not bring back. It is nil without changes.
func lessProtection(f *figures, changes []*diff.Change) *Migration {
	if len(changes) == 0 {
		return nil
	}
	m := &Migration{Kind: "less-protection", Changes: changes, Title: "Protect less: " + settings(changes)}
	k := &maker{f, m}
	k.step(Step{ID: "end", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()},
		Do:       "Let the new policy hold: what " + settings(changes) + " protected ends with it, from this moment on at the first server.",
		Why:      "Nobody has to follow: what worked goes on working, for a thief too.",
		Gate:     "Those who answer for the risk have agreed, and alerts that relied on it are replaced.",
		Rollback: "Let the old policy hold again; it protects from then on.", Cost: "What was stolen meanwhile lives on, and what was not recorded stays unknown."})
	return m
}

// settings are the names of the settings that changes are about, a few of them.
func settings(changes []*diff.Change) string {
	const most = 6
	var names []string
	for _, c := range changes {
		if !slices.Contains(names, c.Shown) {
			names = append(names, c.Shown)
		}
	}
	if len(names) > most {
		return strings.Join(names[:most-1], ", ") + fmt.Sprintf(" and %d more", len(names)-most+1)
	}
	return strings.Join(names, ", ")
}
