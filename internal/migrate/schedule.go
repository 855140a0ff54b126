package migrate

import (
	"slices"

	"github.com/tokenbook/tokenbook/specs"
)

// schedule works out the moments of a migration: each step begins when the longest of its waits is over.
func (m *Migration) schedule() {
	for i := range m.Steps {
		s := &m.Steps[i]
		s.Begin, s.Open = 0, nil
		for j := range s.Waits {
			w := &s.Waits[j]
			var from specs.Duration
			if w.After != Start {
				from = m.Steps[w.After].End
				for _, t := range append(slices.Clone(m.Steps[w.After].Open), m.Steps[w.After].Takes...) {
					s.open(t)
				}
			}
			for _, t := range w.Terms {
				s.open(t)
			}
			s.Begin = max(s.Begin, from+w.Length())
		}
		s.End = s.Begin + sum(s.Takes)
	}
}

// open notes a figure that is not known, once.
func (s *Step) open(t Term) {
	if t.Sure != Known && !slices.ContainsFunc(s.Open, func(o Term) bool { return o.Path == t.Path }) {
		s.Open = append(s.Open, t)
	}
}

// Window is the time in which old and new both work: from when all is ready for the new, which is the end of what comes
// before the first step by which anybody uses it, until the step that makes it binding for all. ok is false for a migration
// without such a time.
func (m *Migration) Window() (from, until specs.Duration, ok bool) {
	last := m.binding()
	if last < 0 {
		return 0, 0, false
	}
	used := false
	for i := range m.Steps[:last] {
		switch s := &m.Steps[i]; {
		case s.Stage == specs.StageOptional:
			from, ok = max(from, s.End), true
		case s.Stage == specs.StageDefault && !used:
			from, ok, used = max(from, s.Begin), true, true
		}
	}
	if until = m.Steps[last].Begin; !ok || from >= until {
		return 0, 0, false
	}
	return from, until, true
}

// binding is the step from which the old no longer works for anybody; negative where there is none.
func (m *Migration) binding() int {
	return slices.IndexFunc(m.Steps, func(s Step) bool { return s.Stage == specs.StageMandatory })
}
