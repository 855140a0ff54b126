package draw

// lanes is the list of actors, completed by those that only steps name. A
// valid sequence has none of the latter; without them text of an invalid one
// would not parse.
func (s *Sequence) lanes() []Actor {
	list := make([]Actor, 0, len(s.Actors))
	seen := map[string]bool{}
	add := func(a Actor) {
		if !seen[a.ID] {
			seen[a.ID] = true
			if a.Label == "" {
				a.Label = a.ID
			}
			list = append(list, a)
		}
	}
	for _, a := range s.Actors {
		add(a)
	}
	eachStep(s.Steps, func(step Step) {
		switch v := step.(type) {
		case Message:
			add(Actor{ID: v.From})
			add(Actor{ID: v.To})
		case Note:
			add(Actor{ID: v.Over})
		}
	})
	return list
}

// states is the list of states, completed in the same way.
func (m *Machine) states() []State {
	list := make([]State, 0, len(m.States))
	seen := map[string]bool{}
	add := func(s State) {
		if !seen[s.ID] {
			seen[s.ID] = true
			if s.Label == "" {
				s.Label = s.ID
			}
			list = append(list, s)
		}
	}
	for _, s := range m.States {
		add(s)
	}
	for _, e := range m.Edges {
		add(State{ID: e.From})
		add(State{ID: e.To})
	}
	return list
}

// eachStep visits the steps in order, those in branches included.
func eachStep(steps []Step, visit func(Step)) {
	for _, step := range steps {
		visit(step)
		if g, ok := step.(Group); ok {
			for _, b := range g.Branches {
				eachStep(b.Steps, visit)
			}
		}
	}
}

// caption is what stands over branch i of a group.
func (g Group) caption(i int) string {
	label := g.Branches[i].Label
	switch {
	case g.Kind == Loop:
		label = joined("repeat", label)
	case g.Kind == Opt && label == "":
		label = "perhaps"
	case g.Kind == Opt:
		label = "only if " + label
	case g.Kind == Alt && label == "" && i == 0:
		label = "one way"
	case g.Kind == Alt && label == "":
		label = "else"
	case g.Kind == Alt && i == 0:
		label = "if " + label
	case g.Kind == Alt:
		label = "else, if " + label
	}
	if i == 0 {
		return joined(g.Label, label)
	}
	return label
}

// joined puts a colon between two texts if both are there.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ": " + b
}
