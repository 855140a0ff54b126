// This file keeps the promise that a model which cannot be drawn is refused
// with words that name the fault, by Validate and by SVG alike.
package draw

import (
	"strings"
	"testing"
)

func TestValidate(t *testing.T) {
	one := []Actor{{ID: "a", Label: "A"}}
	say := []Step{Message{From: "a", To: "a"}}
	deep := say
	for range maxDepth {
		deep = []Step{Group{Branches: []Branch{{Steps: deep}}}}
	}
	for name, c := range map[string]struct {
		model Model
		want  string // part of the error; "" for none
	}{
		"smallest sequence": {&Sequence{ID: "x", Title: "t", Actors: one}, ""},
		"smallest machine":  {&Machine{ID: "x", Title: "t", States: []State{{ID: "a"}}}, ""},
		"deep groups":       {&Sequence{ID: "x", Title: "t", Actors: one, Steps: deep}, "nested more than 8 deep"},
		"no title":          {&Sequence{ID: "x", Actors: one}, "needs an ID and a title"},
		"no actors":         {&Sequence{ID: "x", Title: "t"}, "needs an actor"},
		"actor without ID":  {&Sequence{ID: "x", Title: "t", Actors: []Actor{{Label: "A"}}}, "actor 1 has no ID"},
		"same actor twice":  {&Sequence{ID: "x", Title: "t", Actors: append(one, one...)}, `two actors have the ID "a"`},
		"unknown sender":    {&Sequence{ID: "x", Title: "t", Actors: one, Steps: []Step{Message{From: "b", To: "a"}}}, `unknown actor "b"`},
		"unknown receiver":  {&Sequence{ID: "x", Title: "t", Actors: one, Steps: []Step{Message{From: "a", To: "c"}}}, `unknown actor "c"`},
		"unknown in branch": {&Sequence{ID: "x", Title: "t", Actors: one, Steps: []Step{Group{Kind: Opt, Branches: []Branch{{Steps: []Step{Note{Over: "d"}}}}}}}, `unknown actor "d"`},
		"no branch":         {&Sequence{ID: "x", Title: "t", Actors: one, Steps: []Step{Group{Kind: Alt, Label: "g"}}}, `group "g" has no branch`},
		"empty branch":      {&Sequence{ID: "x", Title: "t", Actors: one, Steps: []Step{Group{Kind: Alt, Branches: []Branch{{Label: "b"}}}}}, `branch "b" of group "" has no steps`},
		"two ways to loop":  {&Sequence{ID: "x", Title: "t", Actors: one, Steps: []Step{Group{Kind: Loop, Label: "g", Branches: []Branch{{Steps: say}, {Steps: say}}}}}, "only an alternative"},
		"nil step":          {&Sequence{ID: "x", Title: "t", Actors: one, Steps: []Step{nil}}, "a step is nil"},
		"too many steps":    {&Sequence{ID: "x", Title: "t", Actors: one, Steps: make([]Step, MaxSteps+1)}, "no more than 40 actors and 400 steps"},
		"no states":         {&Machine{ID: "x", Title: "t"}, "needs a state"},
		"state without ID":  {&Machine{ID: "x", Title: "t", States: []State{{Label: "A"}}}, "state 1 has no ID"},
		"same state twice":  {&Machine{ID: "x", Title: "t", States: []State{{ID: "a"}, {ID: "a"}}}, `two states have the ID "a"`},
		"unknown state":     {&Machine{ID: "x", Title: "t", States: []State{{ID: "a"}}, Edges: []Edge{{From: "a", To: "z"}}}, `unknown state "z"`},
		"too many edges":    {&Machine{ID: "x", Title: "t", States: []State{{ID: "a"}}, Edges: make([]Edge, MaxEdges+1)}, "no more than 60 states and 120 edges"},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.model.Validate()
			_, drawn := NewRenderer(nil).SVG(c.model, Inline)
			if c.want == "" {
				if err != nil || drawn != nil {
					t.Fatalf("refused: %v, %v", err, drawn)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("error %v does not say %q", err, c.want)
			}
			if drawn == nil || drawn.Error() != err.Error() {
				t.Fatalf("SVG says %v, Validate %v", drawn, err)
			}
			// The text forms exist all the same, and show what there is.
			if c.model.D2() == "" && c.model.Mermaid() == "" {
				t.Fatal("no text for a refused model")
			}
		})
	}
}
