package draw

import (
	"errors"
	"fmt"
)

// A Model is something that can be drawn: a *Sequence or a *Machine.
//
// A model that Validate refuses still gives text that parses, but it may show
// lanes or states that nobody declared; SVG returns the error instead.
type Model interface {
	// Validate reports everything that keeps the model from being drawn,
	// joined by errors.Join; nil when it can be drawn.
	Validate() error
	// D2 is the diagram as D2 text (D2 v0.7), formatted as `d2 fmt` would.
	D2() string
	// Mermaid is the diagram as Mermaid text.
	Mermaid() string
	// Text is the diagram in words, one line per step, nothing cut.
	Text() []Line

	head() head
	d2text() (string, []mark)
}

// head is what every model has besides its content.
type head struct{ id, title, description string }

// A Line is one step of the text alternative. Depth is 0 for the outermost
// steps and grows by one inside each branch, so that a caller can make nested
// lists of it. Text has no line breaks, no control characters and no markup.
type Line struct {
	Depth int
	Text  string
}

// A Sequence is who says what to whom, in order.
type Sequence struct {
	ID          string // unique among the pictures of one page; the SVG's ids derive from it
	Title       string // short name; the SVG's accessible name
	Description string // one or two sentences; the SVG's accessible description
	Actors      []Actor
	Steps       []Step
}

// An Actor is a party of a sequence; one lane, in the order of the list.
type Actor struct {
	ID    string // for From, To and Over; never shown
	Label string
	Kind  ActorKind
}

// ActorKind says what an actor is. It shows in the text alternative only: in
// the picture the label has to say it.
type ActorKind int

// The kinds of actor.
const (
	Party  ActorKind = iota // nothing special is said
	Person                  // a human being, such as the resource owner
	Client                  // an application, such as a browser app or a service
	Server                  // an authorization server, a gateway, an API
	Store                   // a database, a cache, a key store
)

// A Step is one of Message, Note and Group.
type Step interface{ step() }

// A Message goes from one actor to another, or to itself.
type Message struct {
	From, To string // actor IDs
	Label    string
	Reply    bool // an answer to an earlier message: dashed
	Failed   bool // part of a failing path: in the danger colour
}

// A Note is a remark on one actor at this point in time.
type Note struct {
	Over   string // actor ID
	Label  string
	Failed bool // states a failure: in the danger colour
}

// A Group holds steps together. Opt, Loop and Frame have one branch; Alt has
// one for each way that things can go.
type Group struct {
	Kind     GroupKind
	Label    string // what the branches are about; may be empty
	Branches []Branch
}

// A Branch is one way through a Group. It has at least one step.
type Branch struct {
	Label  string // "the token is known"; of a Loop "until the user has approved"; may be empty
	Steps  []Step
	Failed bool // the failing way
}

// GroupKind is how the branches of a Group are meant.
type GroupKind int

// The kinds of group.
const (
	Frame GroupKind = iota // steps that belong together
	Alt                    // exactly one of the branches happens
	Opt                    // happens only if the branch's condition holds
	Loop                   // happens again and again while it holds
)

func (Message) step() {}
func (Note) step()    {}
func (Group) step()   {}

// A Machine is the life of one thing: states, and the events that move it.
type Machine struct {
	ID          string // unique among the pictures of one page; the SVG's ids derive from it
	Title       string // short name; the SVG's accessible name
	Description string // one or two sentences; the SVG's accessible description
	States      []State
	Edges       []Edge
}

// A State is where the thing can be.
type State struct {
	ID    string // for From and To; never shown
	Label string
	Kind  StateKind
}

// StateKind is the part a state plays.
type StateKind int

// The kinds of state.
const (
	Normal StateKind = iota
	Start            // where a life begins
	End              // where a life ends as it should
	Danger           // where a life ends badly, such as a detected theft
)

// An Edge is an event that moves the thing from one state to another, or
// leaves it where it is.
type Edge struct {
	From, To string // state IDs
	Label    string
	Failed   bool // a failing path: in the danger colour
}

func (s *Sequence) head() head { return head{s.ID, s.Title, s.Description} }
func (m *Machine) head() head  { return head{m.ID, m.Title, m.Description} }

// The largest pictures. Larger ones cannot be read, and laying them out takes
// time that grows faster than their size.
const (
	MaxActors = 40
	MaxSteps  = 400 // those in branches included
	MaxStates = 60
	MaxEdges  = 120
)

// Validate refuses a sequence without an ID, a title or actors, actors without
// an ID or with the same one, steps that name an unknown actor, groups without
// a branch (or, but for Alt, with several), branches without steps, and more
// than MaxActors or MaxSteps.
func (s *Sequence) Validate() error {
	var errs []error
	if s.ID == "" || s.Title == "" {
		errs = append(errs, errors.New("a sequence needs an ID and a title"))
	}
	if len(s.Actors) == 0 {
		errs = append(errs, errors.New("a sequence needs an actor"))
	}
	steps := 0
	eachStep(s.Steps, func(Step) { steps++ })
	if len(s.Actors) > MaxActors || steps > MaxSteps {
		errs = append(errs, fmt.Errorf("a sequence has no more than %d actors and %d steps", MaxActors, MaxSteps))
		return wrap("sequence", s.ID, errs)
	}
	known := map[string]bool{}
	for i, a := range s.Actors {
		switch {
		case a.ID == "":
			errs = append(errs, fmt.Errorf("actor %d has no ID", i+1))
		case known[a.ID]:
			errs = append(errs, fmt.Errorf("two actors have the ID %q", a.ID))
		}
		known[a.ID] = true
	}
	return wrap("sequence", s.ID, append(errs, checkSteps(s.Steps, known, 1)...))
}

// maxDepth is how deep groups may be nested: more cannot be read in a picture.
const maxDepth = 8

func checkSteps(steps []Step, known map[string]bool, depth int) []error {
	var errs []error
	if depth > maxDepth {
		return append(errs, fmt.Errorf("groups are nested more than %d deep", maxDepth))
	}
	party := func(id string) {
		if !known[id] {
			errs = append(errs, fmt.Errorf("a step names the unknown actor %q", id))
		}
	}
	for _, step := range steps {
		switch t := step.(type) {
		case Message:
			party(t.From)
			party(t.To)
		case Note:
			party(t.Over)
		case Group:
			if len(t.Branches) == 0 {
				errs = append(errs, fmt.Errorf("group %q has no branch", t.Label))
			}
			if t.Kind != Alt && len(t.Branches) > 1 {
				errs = append(errs, fmt.Errorf("group %q has %d branches; only an alternative has more than one", t.Label, len(t.Branches)))
			}
			for _, b := range t.Branches {
				if len(b.Steps) == 0 {
					errs = append(errs, fmt.Errorf("branch %q of group %q has no steps", b.Label, t.Label))
				}
				errs = append(errs, checkSteps(b.Steps, known, depth+1)...)
			}
		default:
			errs = append(errs, errors.New("a step is nil"))
		}
	}
	return errs
}

// Validate refuses a machine without an ID, a title or states, states without
// an ID or with the same one, edges that name an unknown state, and more than
// MaxStates or MaxEdges.
func (m *Machine) Validate() error {
	var errs []error
	if m.ID == "" || m.Title == "" {
		errs = append(errs, errors.New("a machine needs an ID and a title"))
	}
	if len(m.States) == 0 {
		errs = append(errs, errors.New("a machine needs a state"))
	}
	if len(m.States) > MaxStates || len(m.Edges) > MaxEdges {
		errs = append(errs, fmt.Errorf("a machine has no more than %d states and %d edges", MaxStates, MaxEdges))
		return wrap("machine", m.ID, errs)
	}
	known := map[string]bool{}
	for i, s := range m.States {
		switch {
		case s.ID == "":
			errs = append(errs, fmt.Errorf("state %d has no ID", i+1))
		case known[s.ID]:
			errs = append(errs, fmt.Errorf("two states have the ID %q", s.ID))
		}
		known[s.ID] = true
	}
	for _, e := range m.Edges {
		for _, id := range []string{e.From, e.To} {
			if !known[id] {
				errs = append(errs, fmt.Errorf("an edge names the unknown state %q", id))
			}
		}
	}
	return wrap("machine", m.ID, errs)
}

func wrap(what, id string, errs []error) error {
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("%s %q: %w", what, id, err)
	}
	return nil
}
