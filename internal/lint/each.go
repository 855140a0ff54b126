package lint

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// Each yields the effective values of the settings that a pattern names, where something is stated: one for each choice
// that the variants of the setting tell apart. Patterns of further settings that a rule will look up for the same
// choice are given in with; a star in them stands for what the same star stood for in the first.
func Each[T any](p *Pass, pattern string, with ...string) iter.Seq2[Spot, T] {
	return each[T](p, pattern, with, false)
}

// EachOrSilent yields silent settings too, at the nearest thing around them.
func EachOrSilent[T any](p *Pass, pattern string, with ...string) iter.Seq2[Spot, T] {
	return each[T](p, pattern, with, true)
}

func each[T any](p *Pass, pattern string, with []string, silent bool) iter.Seq2[Spot, T] {
	return func(yield func(Spot, T) bool) {
		for _, place := range p.Places(pattern) {
			paths := []string{place.Path}
			for _, w := range with {
				paths = append(paths, filled(w, place.Names))
			}
			for _, sel := range p.choices(paths) {
				if !p.concerns(place.Path, sel) {
					continue
				}
				v, chain, ok := specs.Effective[T](p.Policy, place.Path, sel)
				if !ok || !silent && len(chain) == 0 {
					continue
				}
				spot := Spot{Path: place.Path, Names: place.Names, Sel: sel}
				if len(chain) > 0 {
					spot.At = chain[len(chain)-1].At
				} else {
					spot.At = p.Whereabouts(place.Path)
				}
				if !yield(spot, v) {
					return
				}
			}
		}
	}
}

// Get is the effective value of another setting for the choice of a spot.
func Get[T any](p *Pass, path string, sel specs.Selection) T {
	v, _, _ := specs.Effective[T](p.Policy, path, sel)
	return v
}

// At is the effective value of another setting and the spot where it stands.
func At[T any](p *Pass, path string, sel specs.Selection) (Spot, T) {
	v, chain, _ := specs.Effective[T](p.Policy, path, sel)
	spot := Spot{Path: path, Sel: sel}
	if len(chain) > 0 {
		spot.At = chain[len(chain)-1].At
	} else {
		spot.At = p.Whereabouts(path)
	}
	return spot, v
}

// filled puts names in place of the stars of a pattern.
func filled(pattern string, names []string) string {
	for _, name := range names {
		pattern = strings.Replace(pattern, "*", name, 1)
	}
	return pattern
}

// maxChoices bounds the choices that are looked at for one setting; beyond it each setting is looked at by itself.
const maxChoices = 1024

// choices are all choices on the axes that the variants of some settings mention. Rules and profiles ask for the same
// ones again and again; nobody may change them.
func (p *Pass) choices(paths []string) []specs.Selection {
	if p.chosen == nil {
		p.chosen = map[string][]specs.Selection{}
	}
	key := strings.Join(paths, " ")
	out, ok := p.chosen[key]
	if !ok {
		out = p.allChoices(paths)
		p.chosen[key] = out
	}
	return out
}

// axesOf are the axes that the variants of a setting mention, with their values; nobody may change them.
func (p *Pass) axesOf(path string) map[string][]string {
	axes, ok := p.axes[path]
	if !ok {
		if p.axes == nil {
			p.axes = map[string]map[string][]string{}
		}
		axes = p.AxisValues(path)
		p.axes[path] = axes
	}
	return axes
}

func (p *Pass) allChoices(paths []string) []specs.Selection {
	axes := map[string][]string{}
	for _, path := range paths {
		joined, size := maps.Clone(axes), 1
		for axis, values := range p.axesOf(path) {
			joined[axis] = append(slices.Clone(joined[axis]), values...)
			slices.Sort(joined[axis])
			joined[axis] = slices.Compact(joined[axis])
		}
		for _, values := range joined {
			size *= len(values)
		}
		if size <= maxChoices {
			axes = joined
		}
	}
	out := []specs.Selection{{}}
	for _, axis := range slices.Sorted(maps.Keys(axes)) {
		next := make([]specs.Selection, 0, len(out)*len(axes[axis]))
		for _, sel := range out {
			for _, v := range axes[axis] {
				if v == "" { // stands for all others
					next = append(next, sel)
				} else {
					next = append(next, sel.With(axis, v))
				}
			}
		}
		out = next
	}
	return out
}
