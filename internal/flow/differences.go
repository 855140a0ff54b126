package flow

import (
	"maps"
	"slices"

	"github.com/tokenbook/tokenbook/specs"
)

// maxDifferences is how many differences a picture lists before it counts the rest.
const maxDifferences = 6

// difference is what a setting is for another choice.
type difference struct{ where, path, value string }

// elsewhere is what a setting is in other environments, for single scopes, from a later day on: whatever its variants
// tell apart, but for clients. Only one choice is changed at a time; what depends on several together stands in the
// tables of effective values.
func (s *sketch) elsewhere(path string) []difference {
	axes := s.p.AxisValues(path)
	if len(axes) == 0 {
		return nil
	}
	base, _, ok := s.p.EffectiveText(path, s.sel)
	if !ok {
		return nil
	}
	var out []difference
	for _, axis := range slices.Sorted(maps.Keys(axes)) {
		if _, fixed := s.sel[axis]; fixed && axis != specs.AxisEnvironment || axis == specs.AxisClient {
			continue
		}
		for _, value := range axes[axis] {
			if axis == specs.AxisDate && value < s.p.Date.String() {
				continue
			}
			if there, _, ok := s.p.EffectiveText(path, s.sel.With(axis, value)); ok && there != base && there != "" {
				out = append(out, difference{when(axis, value), path, there})
			}
		}
	}
	return out
}

// differences adds a note for each setting of the picture that is something else elsewhere.
func (s *sketch) differences() {
	var out []string
	for _, path := range s.reads {
		for _, d := range s.elsewhere(path) {
			out = append(out, d.where+": "+d.path+" is "+d.value)
		}
	}
	over := s.foremost()
	for i, text := range out {
		if i == maxDifferences {
			s.note(over, decimal(len(out)-i)+" more settings differ elsewhere")
			return
		}
		s.note(over, text)
	}
}

// foremost is the lane that general remarks are put on: the client's if it takes part, else one beside it.
func (s *sketch) foremost() lane {
	over := server
	for l := range laneIDs {
		if s.lanes[lane(l)] {
			if over = lane(l); over >= client {
				break
			}
		}
	}
	return over
}

// when says for which choice something holds.
func when(axis, value string) string {
	switch axis {
	case specs.AxisEnvironment:
		return "In " + value
	case specs.AxisDate:
		return "From " + value
	}
	return "Where " + human(axis) + " is " + value
}
