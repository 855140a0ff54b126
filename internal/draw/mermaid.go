package draw

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Mermaid is the sequence as a Mermaid sequenceDiagram; see Model. Actors are
// p1, p2, …, because an actor called "end" does not parse.
func (s *Sequence) Mermaid() string {
	t := &mermaidText{}
	t.title(s.Title)
	t.line("sequenceDiagram")
	t.depth++
	t.names = map[string]string{}
	for i, a := range s.lanes() {
		id := "p" + strconv.Itoa(i+1)
		t.names[a.ID] = id
		word := "participant "
		if a.Kind == Person {
			word = "actor "
		}
		t.line(word, id, " as ", t.label(a.Label, actorWidth))
	}
	t.steps(s.Steps)
	return t.String()
}

// mermaidText collects lines of Mermaid.
type mermaidText struct {
	strings.Builder
	depth int
	names map[string]string
}

func (t *mermaidText) line(parts ...string) {
	for range t.depth {
		t.WriteString("  ")
	}
	for _, p := range parts {
		t.WriteString(p)
	}
	t.WriteByte('\n')
}

// title writes the front matter that Mermaid takes a title from. It is YAML:
// the title is a double-quoted scalar of harmless characters only.
func (t *mermaidText) title(title string) {
	if title = cut(clean(title), LabelLimit); title != "" {
		t.line("---")
		t.line(`title: "`, strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(title), `"`)
		t.line("---")
	}
}

// mermaidEscape writes the characters that mean something to Mermaid, to its
// HTML labels or to its comments as its own entities. An entity ends in a
// semicolon and starts with a hash, so both must be entities themselves.
var mermaidEscape = strings.NewReplacer(
	"#", "#35;", ";", "#59;", "&", "#38;", "<", "#60;", ">", "#62;",
	`"`, "#34;", "`", "#96;", `\`, "#92;", "%", "#37;", "$", "#36;",
	"{", "#123;", "}", "#125;", "[", "#91;", "]", "#93;", "*", "#42;", "~", "#126;", "::", "#58;#58;",
)

// mermaidWords are instructions that Mermaid looks for within texts: "wrap:" at
// the start of one, "direction LR" anywhere in a line.
var mermaidWords = regexp.MustCompile(`(?i)^(no)?wrap:|direction\s+(tb|bt|rl|lr)`)

// label is a label in the lines that the SVG has too; <br/> is the line break
// that Mermaid knows in messages, notes, aliases, states and transitions.
func (t *mermaidText) label(s string, width int) string {
	lines := wrapped(s, width)
	for i, line := range lines {
		lines[i] = mermaidEscape.Replace(line)
	}
	text := strings.Join(lines, "<br/>")
	// A colon at the end of a transition does not parse.
	if rest, found := strings.CutSuffix(text, ":"); found {
		text = rest + "#58;"
	}
	text = mermaidWords.ReplaceAllStringFunc(text, func(word string) string {
		return fmt.Sprintf("#%d;%s", word[0], word[1:])
	})
	if text == "" {
		return "#160;" // a space: an empty label does not parse everywhere
	}
	return text
}

// failureMark stands before what fails: Mermaid has no style for one message.
const failureMark = "✗ "

func (t *mermaidText) marked(s string, width int, failed bool) string {
	if failed {
		s = failureMark + s
	}
	return t.label(s, width)
}

func (t *mermaidText) steps(steps []Step) {
	for _, step := range steps {
		switch v := step.(type) {
		case Message:
			arrow := "->>"
			if v.Reply {
				arrow = "-->>"
			}
			t.line(t.names[v.From], arrow, t.names[v.To], ": ", t.marked(v.Label, messageWidth, v.Failed))
		case Note:
			t.line("Note over ", t.names[v.Over], ": ", t.marked(v.Label, noteWidth, v.Failed))
		case Group:
			t.group(v)
		}
	}
}

func (t *mermaidText) group(g Group) {
	words := map[GroupKind]string{Alt: "alt ", Opt: "opt ", Loop: "loop "}
	for i, b := range g.Branches {
		word, framed := words[g.Kind]
		if g.Kind == Alt && i > 0 {
			word = "else "
		}
		if framed {
			// Mermaid writes alt, opt and loop itself: only the condition is left to say.
			condition := b.Label
			if i == 0 {
				condition = joined(g.Label, b.Label)
			}
			t.line(word, t.marked(condition, groupWidth, b.Failed))
			t.depth++
		} else {
			// A frame without a condition: a tinted band; its caption is a note.
			t.line("rect rgba(127, 127, 127, 0.12)")
			t.depth++
			if first := firstLane(b.Steps); first != "" && g.caption(i) != "" {
				t.line("Note over ", t.names[first], ": ", t.marked(g.caption(i), noteWidth, b.Failed))
			}
		}
		t.steps(b.Steps)
		t.depth--
		if !framed || i == len(g.Branches)-1 {
			t.line("end")
		}
	}
}

// firstLane is the actor that the first step is about; "" without steps.
func firstLane(steps []Step) string {
	first := ""
	eachStep(steps, func(step Step) {
		if first != "" {
			return
		}
		switch v := step.(type) {
		case Message:
			first = v.From
		case Note:
			first = v.Over
		}
	})
	return first
}

// Mermaid is the machine as a Mermaid stateDiagram-v2; see Model.
func (m *Machine) Mermaid() string {
	t := &mermaidText{names: map[string]string{}}
	t.title(m.Title)
	t.line("stateDiagram-v2")
	t.depth++
	states := m.states()
	var danger []string
	for i, s := range states {
		id := "s" + strconv.Itoa(i+1)
		t.names[s.ID] = id
		t.line(`state "`, t.label(s.Label, stateWidth), `" as `, id)
		if s.Kind == Danger {
			danger = append(danger, id)
		}
	}
	for _, s := range states {
		if s.Kind == Start {
			t.line("[*] --> ", t.names[s.ID])
		}
	}
	for _, e := range m.Edges {
		line := []string{t.names[e.From], " --> ", t.names[e.To]}
		if e.Label != "" || e.Failed {
			line = append(line, ": ", t.marked(e.Label, eventWidth, e.Failed))
		}
		t.line(line...)
	}
	for _, s := range states {
		if s.Kind == End {
			t.line(t.names[s.ID], " --> [*]")
		}
	}
	if len(danger) > 0 {
		t.line("classDef danger stroke:", d2Danger, ",stroke-width:2px")
		t.line("class ", strings.Join(danger, ","), " danger")
	}
	return t.String()
}
