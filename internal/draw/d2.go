package draw

import (
	"strconv"
	"strings"

	"oss.terrastruct.com/d2/d2ast"
	"oss.terrastruct.com/d2/d2format"
)

// How wide a label may get, in columns, before it is broken. With these widths
// a sequence of six actors stays near 1100 pixels.
const (
	messageWidth = 28
	noteWidth    = 26
	actorWidth   = 18
	stateWidth   = 18
	eventWidth   = 20
	groupWidth   = 64
)

// The two colours that D2 text names itself. The SVG goes
// by the classes; stylesheet.go has their colours in light and dark.
const (
	d2Danger     = "#b3261e"
	d2DangerFill = "#fdf0ee"
)

// d2Text collects lines of D2 in the form that `d2 fmt` keeps, and notes down
// what it has written, for the stacking of sequences in stack.go.
type d2Text struct {
	strings.Builder
	depth int
	ids   int
	used  map[string]bool // classes that occur
	marks []mark
}

// A mark is an event of a sequence as the D2 text has it, from top to bottom.
type mark struct {
	kind markKind
	id   string // of the note or group
	next bool   // a group that is a further branch of the alternative above
}

type markKind int

const (
	markMessage markKind = iota // the next edge of the graph
	markNote
	markOpen
	markClose
)

func (t *d2Text) line(parts ...string) {
	for range t.depth {
		t.WriteString("  ")
	}
	for _, p := range parts {
		t.WriteString(p)
	}
	t.WriteByte('\n')
}

func (t *d2Text) open(parts ...string) {
	t.line(append(parts, " {")...)
	t.depth++
}

func (t *d2Text) close() {
	t.depth--
	t.line("}")
}

// id is the next unused one of n1, n2, …: never text from a policy.
func (t *d2Text) id() string {
	t.ids++
	return "n" + strconv.Itoa(t.ids)
}

// quote is a label as D2 reads it back exactly. D2 does the quoting itself:
// a hand-written one is easily wrong about ${}, tabs and line ends.
func quote(label string) string {
	return d2format.Format(d2ast.FlatDoubleQuotedString(label))
}

func d2Label(s string, width int) string {
	return quote(strings.Join(wrapped(s, width), "\n"))
}

// d2Classes is the style of each class in D2's own words, for readers who
// render the text themselves.
var d2Classes = []struct {
	name   string
	styles []string
}{
	{classReply, []string{"stroke-dash: 4"}},
	{classStart, []string{"stroke-width: 4"}},
	{classEnd, []string{"double-border: true"}},
	{classFailed, []string{`stroke: "` + d2Danger + `"`, `font-color: "` + d2Danger + `"`, "bold: true"}},
	{classAlarm, []string{`stroke: "` + d2Danger + `"`, `fill: "` + d2DangerFill + `"`, `font-color: "` + d2Danger + `"`}},
}

// class is the end of a line that gives its object the named classes.
func (t *d2Text) class(names ...string) string {
	var have []string
	for _, name := range names {
		if name != "" {
			have = append(have, name)
			t.used[name] = true
		}
	}
	switch len(have) {
	case 0:
		return ""
	case 1:
		return " {class: " + have[0] + "}"
	}
	return " {class: [" + strings.Join(have, "; ") + "]}"
}

// when is the name of a class if it applies.
func when(applies bool, class string) string {
	if applies {
		return class
	}
	return ""
}

// whole is the complete text: the title as a comment, the classes that occur,
// and what was written.
func (t *d2Text) whole(h head) string {
	top := &d2Text{}
	if title := cut(clean(h.title), LabelLimit); title != "" {
		top.line("# ", title)
	}
	if len(t.used) > 0 {
		top.open("classes:")
		for _, c := range d2Classes {
			if t.used[c.name] {
				top.open(c.name + ":")
				for _, style := range c.styles {
					top.line("style.", style)
				}
				top.close()
			}
		}
		top.close()
	}
	return top.String() + t.String()
}

// D2 is the sequence as D2 text; see Model.
func (s *Sequence) D2() string {
	text, _ := s.d2text()
	return text
}

func (s *Sequence) d2text() (string, []mark) {
	t := &d2Text{used: map[string]bool{}}
	t.line("shape: sequence_diagram")
	lanes := map[string]string{}
	for _, a := range s.lanes() {
		id := t.id()
		lanes[a.ID] = id
		t.line(id, ": ", d2Label(a.Label, actorWidth))
	}
	t.steps(s.Steps, lanes)
	return t.whole(s.head()), t.marks
}

func (t *d2Text) steps(steps []Step, lanes map[string]string) {
	for _, step := range steps {
		switch v := step.(type) {
		case Message:
			t.marks = append(t.marks, mark{kind: markMessage})
			t.line(lanes[v.From], " -> ", lanes[v.To], ": ", d2Label(v.Label, messageWidth),
				t.class(when(v.Reply, classReply), when(v.Failed, classFailed)))
		case Note:
			t.note(lanes[v.Over], v)
		case Group:
			for i := range v.Branches {
				t.branch(v, i, lanes)
			}
		}
	}
}

func (t *d2Text) note(lane string, n Note) {
	id := t.id()
	t.marks = append(t.marks, mark{kind: markNote, id: id})
	t.line(lane, ".", id, ": ", d2Label(n.Label, noteWidth), t.class(when(n.Failed, classAlarm)))
}

// branch writes one branch of a group as a container, which D2's sequences
// draw as a frame. D2 takes a container whose containers hold only notes for
// an actor: of such a nested one only the notes are written, the first with
// the caption.
func (t *d2Text) branch(g Group, i int, lanes map[string]string) {
	b := g.Branches[i]
	if t.depth > 0 && !speaks(b.Steps) {
		caption := g.caption(i)
		eachStep(b.Steps, func(step Step) {
			if n, ok := step.(Note); ok {
				n.Label, caption = joined(caption, n.Label), ""
				n.Failed = n.Failed || b.Failed
				t.note(lanes[n.Over], n)
			}
		})
		return
	}
	id := t.id()
	t.marks = append(t.marks, mark{kind: markOpen, id: id, next: i > 0})
	t.open(id, ": ", d2Label(g.caption(i), groupWidth))
	if b.Failed {
		t.used[classAlarm] = true
		t.line("class: ", classAlarm)
	}
	t.steps(b.Steps, lanes)
	t.close()
	t.marks = append(t.marks, mark{kind: markClose, id: id})
}

// speaks reports whether there is a message among the steps.
func speaks(steps []Step) bool {
	found := false
	eachStep(steps, func(step Step) {
		_, is := step.(Message)
		found = found || is
	})
	return found
}

// D2 is the machine as D2 text; see Model.
func (m *Machine) D2() string {
	text, _ := m.d2text()
	return text
}

func (m *Machine) d2text() (string, []mark) {
	t := &d2Text{used: map[string]bool{}}
	boxes := map[string]string{}
	classes := map[StateKind]string{Start: classStart, End: classEnd, Danger: classAlarm}
	for _, s := range m.states() {
		id := t.id()
		boxes[s.ID] = id
		t.line(id, ": ", d2Label(s.Label, stateWidth), t.class(classes[s.Kind]))
	}
	for _, e := range m.Edges {
		t.line(boxes[e.From], " -> ", boxes[e.To], ": ", d2Label(e.Label, eventWidth), t.class(when(e.Failed, classFailed)))
	}
	return t.whole(m.head()), nil
}
