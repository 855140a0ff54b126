package migrate

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/specs"
)

// concerns are the choices for which the changes of a migration touch a token: a wait for the tokens of those whom nothing
// concerns would be too long. None stands for all, as soon as one change names no choices.
func (k *maker) concerns(token string) []diff.Choice {
	var out []diff.Choice
	for _, c := range k.m.Changes {
		if named := c.Affected.Tokens; len(named) > 0 && !slices.Contains(named, token) && !within("tokens."+token, c.Path) {
			continue
		}
		if len(c.Choices) == 0 {
			return nil
		}
		out = append(out, c.Choices...)
	}
	return out
}

// life is the longest life of tokens among those whom the changes concern.
func (k *maker) life(tokens []string) Term { return k.figures.life(tokens, k.concerns) }

// unused is how long a token may lie unused, among those whom the changes concern.
func (k *maker) unused(token string) Term { return k.figures.unused(token, k.concerns(token)) }

// maxNarrowed bounds how many selections are looked at one by one; beyond it all choices count, which waits for longer.
const maxNarrowed = 4096

// narrowed are selections with the axes of choices set to what the choices name. Days stay as they are: tokens of one day
// live on into the next.
func narrowed(all []specs.Selection, choices []diff.Choice) []specs.Selection {
	if len(choices) == 0 {
		return all
	}
	var out []specs.Selection
	for _, choice := range choices {
		some := all
		for _, axis := range choice {
			if axis.Axis == specs.AxisDate || axis.Days != nil {
				continue
			}
			if len(some)*len(axis.Values) > maxNarrowed {
				return all
			}
			some = setTo(some, axis)
		}
		if out = append(out, some...); len(out) > maxNarrowed {
			return all
		}
	}
	return out
}

// setTo are selections with an axis set to each of its values in turn; of those that then are the same, one. The value
// that stands for all that no condition names is no value of a selection.
func setTo(all []specs.Selection, axis diff.AxisValues) []specs.Selection {
	var out []specs.Selection
	seen := map[string]bool{}
	for _, sel := range all {
		rest := specs.Selection{}
		for name, value := range sel {
			if name != axis.Axis {
				rest[name] = value
			}
		}
		for _, value := range axis.Values {
			next := rest
			if value != "" {
				next = rest.With(axis.Axis, value)
			}
			if key := selectionKey(next); !seen[key] {
				seen[key] = true
				out = append(out, next)
			}
		}
	}
	return out
}

// selectionKey is the same for the same selection.
func selectionKey(sel specs.Selection) string {
	parts := make([]string, 0, len(sel))
	for name, value := range sel {
		parts = append(parts, name+"\x00"+value)
	}
	slices.Sort(parts)
	return strings.Join(parts, "\x00")
}

// among names choices behind a figure, in few words; empty for all.
func among(choices []diff.Choice) string {
	const most = 60
	switch text := diff.ChoicesText(choices); {
	case text == "":
		return ""
	case len(text) > most:
		return " for those concerned"
	default:
		return " for " + text
	}
}
