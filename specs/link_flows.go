package specs

import (
	"slices"
	"strconv"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// The largest flows that can be drawn so that they can be read.
const (
	MaxFlowActors = 12
	MaxFlowSteps  = 120 // those of all ways together
	MaxFlowDepth  = 4   // of ways within ways
)

// flows checks the flows that the policy describes itself: who takes part, and what a step says.
func (l *linker) flows() {
	for i := range l.doc.Flows.Entries {
		e := &l.doc.Flows.Entries[i]
		path := "flows." + e.ID
		if e.V.State != Set {
			continue
		}
		if n := e.V.Actors.Len(); n > MaxFlowActors {
			l.add("flow", e.V.Actors.At, path+".actors", "%s.actors: %d actors cannot be drawn so that they can be read; the most are %d (MaxFlowActors). Make two flows of it", path, n, MaxFlowActors)
		}
		steps := 0
		l.flowSteps(e.V.Actors.IDs(), path+".steps", &e.V.Steps, 0, &steps)
		if steps > MaxFlowSteps {
			l.add("flow", e.V.Steps.At, path+".steps", "%s.steps: %d steps cannot be drawn so that they can be read; the most are %d (MaxFlowSteps). Make two flows of it", path, steps, MaxFlowSteps)
		}
	}
}

func (l *linker) flowSteps(actors []string, path string, list *List[FlowStep], depth int, steps *int) {
	if depth > MaxFlowDepth {
		l.add("flow", list.At, path, "%s: ways within ways more than %d deep (MaxFlowDepth) cannot be drawn; write it flatter", path, MaxFlowDepth)
		return
	}
	if list.IsSet() && len(list.Items) == 0 {
		l.add("flow", list.At, path, "%s: there is no step; write at least one, such as {from: client, to: server, says: asks for a token}", path)
	}
	for i := range list.Items {
		s := &list.Items[i]
		at := path + "." + strconv.Itoa(i)
		if s.State != Set {
			continue
		}
		*steps++
		for _, who := range []*Value[string]{&s.From, &s.To} {
			if who.IsSet() && !slices.Contains(actors, who.V) {
				hint := "the actors are " + diag.OneOf(actors)
				if near := diag.Nearest(who.V, actors); len(near) > 0 {
					hint = "did you mean " + diag.OneOf(near) + "?"
				}
				l.add("flow", who.At, at, "%s: %s is not one of the flow's actors; %s", at, diag.Quote(who.V), hint)
			}
		}
		ways := len(s.Either.Items) > 0
		switch {
		case ways && (s.From.IsSet() || s.To.IsSet() || s.Says.IsSet()):
			l.add("flow", s.At, at, "%s: a step is a message or `either`, not both; make two steps of it", at)
		case ways:
			for j := range s.Either.Items {
				l.flowSteps(actors, at+".either."+strconv.Itoa(j)+".steps", &s.Either.Items[j].Steps, depth+1, steps)
			}
		case !s.From.IsSet() || !s.Says.IsSet():
			l.add("flow", s.At, at, "%s: a step needs `from` and `says`, and `to` where somebody is spoken to; or `either` with ways that things can go", at)
		}
	}
}
