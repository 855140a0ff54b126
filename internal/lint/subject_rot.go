package lint

import (
	"slices"

	"github.com/tokenbook/tokenbook/specs"
)

// rotation is what becomes of a refresh token's old string, for one choice.
type rotation struct {
	Spot
	specs.Rotation
	// Previous is where the life of the superseded string is stated.
	previous Spot
}

// rotations yields the effective rotation of each refresh token that states one.
func rotations(p *Pass, with ...string) func(yield func(rotation) bool) {
	return func(yield func(rotation) bool) {
		for s, r := range Each[specs.Rotation](p, "tokens.*.rotation", with...) {
			if !p.Is(s.Name(), specs.RefreshToken) {
				continue
			}
			if !yield(rotation{s, r, s.In("previous", r.Previous.Mark)}) {
				return
			}
		}
	}
}

// onUse reports whether the string changes with each use.
func (r *rotation) onUse() bool { return r.Mode.V == specs.RotateOnUse && r.Mode.IsSet() }

// grace is how long the superseded string works at most; ok is false where it is silent or not in numbers.
func (r *rotation) grace(p *Pass) (specs.Extent, bool) {
	switch l := r.Rotation.Previous.Lifetime; {
	case l.State == specs.None || r.Rotation.Previous.State == specs.None:
		return specs.Extent{}, true
	default:
		bound, ok := p.Longest(l, r.Sel)
		return bound.Max, ok
	}
}

// kills reports whether a list of what dies names one of the units.
func kills(list specs.List[specs.Kill], units ...specs.Unit) bool {
	return slices.ContainsFunc(list.Items, func(k specs.Kill) bool {
		return slices.ContainsFunc(units, func(u specs.Unit) bool { return specs.Has(k.Of, u) })
	})
}

// public reports whether a public client gets the token at a spot.
func (p *Pass) public(s Spot) bool {
	return p.AnyHolder(s, func(c *specs.Client) bool { return c.Type.V == specs.ClientPublic })
}
