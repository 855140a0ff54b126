package draw

import "strings"

// Text is the sequence in words; see Model. A group makes a line for each of
// its branches, with the branch's steps one deeper.
func (s *Sequence) Text() []Line {
	names := map[string]string{}
	kinds := map[ActorKind]string{Person: "person", Client: "client", Server: "server", Store: "store"}
	var lines []Line
	for _, a := range s.lanes() {
		name := clean(a.Label)
		names[a.ID] = name
		if kind, ok := kinds[a.Kind]; ok {
			name += " (" + kind + ")"
		}
		lines = append(lines, Line{0, "Taking part: " + name})
	}
	return appendSteps(lines, s.Steps, names, 0)
}

func appendSteps(lines []Line, steps []Step, names map[string]string, depth int) []Line {
	for _, step := range steps {
		switch v := step.(type) {
		case Message:
			text := names[v.From] + " to " + names[v.To]
			switch {
			case v.From == v.To:
				text = names[v.From] + ", by itself"
			case v.Reply:
				text = names[v.From] + " answers " + names[v.To]
			}
			lines = append(lines, Line{depth, text + failing(v.Failed) + said(v.Label)})
		case Note:
			lines = append(lines, Line{depth, "Note on " + names[v.Over] + failing(v.Failed) + said(v.Label)})
		case Group:
			for i, b := range v.Branches {
				caption := sentence(clean(v.caption(i))) + failing(b.Failed)
				lines = append(lines, Line{depth, caption + ":"})
				lines = appendSteps(lines, b.Steps, names, depth+1)
			}
		}
	}
	return lines
}

// Text is the machine in words; see Model: a line for each state, and one
// deeper a line for each event that leads away from it.
func (m *Machine) Text() []Line {
	names := map[string]string{}
	states := m.states()
	for _, s := range states {
		names[s.ID] = clean(s.Label)
	}
	kinds := map[StateKind]string{Start: " (start)", End: " (end)", Danger: " (danger)"}
	var lines []Line
	for _, s := range states {
		lines = append(lines, Line{0, names[s.ID] + kinds[s.Kind]})
		for _, e := range m.Edges {
			if e.From != s.ID {
				continue
			}
			text := "to " + names[e.To]
			if e.From == e.To {
				text = "stays " + names[e.To]
			}
			lines = append(lines, Line{1, text + failing(e.Failed) + said(e.Label)})
		}
	}
	return lines
}

func failing(yes bool) string {
	if yes {
		return " (failure)"
	}
	return ""
}

func said(label string) string {
	if label = clean(label); label != "" {
		return ": " + label
	}
	return ""
}

// sentence starts a caption with a capital letter.
func sentence(s string) string {
	if s == "" {
		return "Together"
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
