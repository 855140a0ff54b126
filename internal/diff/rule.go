package diff

import (
	"slices"
	"strings"
)

// Direction is which way a setting moved. The same change the other way round moves the other way.
type Direction int8

// The directions.
const (
	Less  Direction = -1 // shorter, fewer, lower; an entry that went
	Other Direction = 0  // different, without an order
	More  Direction = 1  // longer, more, higher; an entry that came
)

// Effect is what a move does to those who rely on the policy.
type Effect struct {
	Clients, Services, Operators Impact
	// Why is the reason, as a sentence.
	Why string
}

// Rule says what a move of some settings does, in both directions.
type Rule struct {
	// ID is its stable name.
	ID string
	// Of are the settings, as paths of the format; * stands for one part, ** at the end for the setting and all below it.
	// Of two rules the one that names a setting more exactly speaks.
	Of []string
	// More, Less and Other are the effects of each move.
	More, Less, Other Effect
	// Safer is the direction in which tokens are better protected. Where it is Other, the direction that the format gives
	// the setting for floors decides; where it gives none, protection stays the same.
	Safer Direction
	// Neutral keeps the format's direction from deciding.
	Neutral bool
	// Ranks are words from the least to the most, where the format gives them no order. Words of one rank stand together,
	// separated by a space. Lists are as good as the weakest of their values.
	Ranks []string
	// NoneIsMost is true where stating none means that there is no limit.
	NoneIsMost bool
	// SilentIs is where silence stands in the order: Less or More of any value. Other leaves it to Safer.
	SilentIs Direction
	// Words is true for text that people read and no program.
	Words bool
	// Adjust changes an effect by what else the policies say; nil for none.
	Adjust func(c *comparer, d *difference, e *Effect)
}

// forcePattern is the pattern of how binding a setting is said to be.
const forcePattern = "*.force"

// Rules are all rules, those of one section together.
func Rules() []*Rule {
	return slices.Concat(tokenRules, renewalRules, clientRules, serverRules, keyRules, validationRules, revocationRules, errorRules, strategyRules, operationRules, governanceRules)
}

// ruleFor is the rule that speaks of a setting.
func ruleFor(rules []*Rule, pattern string) *Rule {
	var best *Rule
	most := -1
	for _, r := range rules {
		for _, of := range r.Of {
			if n, ok := matches(of, pattern); ok && n > most {
				best, most = r, n
			}
		}
	}
	return best
}

// matches reports whether a rule's path covers a setting, and how exactly: a longer path is more exact, and a name more
// than a star.
func matches(of, pattern string) (exact int, ok bool) {
	want, have := strings.Split(of, "."), strings.Split(pattern, ".")
	open := want[len(want)-1] == "**"
	if open {
		want = want[:len(want)-1]
	}
	if len(want) > len(have) || !open && len(want) != len(have) {
		return 0, false
	}
	for i, w := range want {
		switch {
		case w == have[i]:
			exact += 4
		case w == "*":
			exact += 2
		default:
			return 0, false
		}
	}
	if !open {
		exact++
	}
	return exact, true
}

// rank is the place of a word in the ranks; negative where it has none.
func (r *Rule) rank(word string) int {
	return slices.IndexFunc(r.Ranks, func(same string) bool { return slices.Contains(strings.Fields(same), word) })
}
