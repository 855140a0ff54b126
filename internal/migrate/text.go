package migrate

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// Show is what the writers of a plan need beside it.
type Show struct {
	// OldName and NewName turn the name of a file into the one that readers know; nil for the name itself.
	OldName, NewName func(file string) string
	// Old and New are how the two policies were named.
	Old, New string
	// Style colours text.
	Style diag.Style
	// Version is the version of Tokenbook.
	Version string
}

// WriteText writes a plan for a terminal.
func WriteText(w io.Writer, p *Plan, s Show) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s → %s: %s\n", line(s.Old), line(s.New), p.Summary())
	for i := range p.Migrations {
		m := &p.Migrations[i]
		fmt.Fprintf(&b, "\n%s%d. %s%s\n", s.Style.Bold, i+1, line(m.Title), s.Style.Reset)
		fmt.Fprintf(&b, "   changes %s\n", line(settings(m.Changes)))
		if said := p.windowText(m); said != "" {
			fmt.Fprintf(&b, "   %s\n", said)
		}
		fmt.Fprintf(&b, "   flag: %s\n", line(orSilent(m.Flag)))
		for j := range m.Steps {
			st := &m.Steps[j]
			fmt.Fprintf(&b, "\n   %s%d.%d  %s%s  %s", s.Style.Bold, i+1, j+1, p.when(st), s.Style.Reset, st.Who)
			if st.Stage != "" {
				fmt.Fprintf(&b, "  [%s]", st.Stage)
			}
			b.WriteByte('\n')
			say := func(label, text string) {
				if text != "" {
					fmt.Fprintf(&b, "        %-9s %s\n", label, line(text))
				}
			}
			say("do", st.Do)
			for k := range st.Waits {
				if w := &st.Waits[k]; len(w.Terms) > 0 {
					say("wait", sumText(w.Terms, s)+" after "+m.label(i, w.After))
				}
			}
			say("takes", sumText(st.Takes, s))
			say("why", citedText(st))
			say("look", st.Gate)
			say("back", st.back())
		}
		if m.Rollback != "" {
			fmt.Fprintf(&b, "\n   the policy says of the way back: %s\n", line(m.Rollback))
		}
	}
	if len(p.AtOnce) > 0 {
		fmt.Fprintf(&b, "\n%sAt any time, in any order%s\n   %s\n", s.Style.Bold, s.Style.Reset, line(settings(p.AtOnce)))
	}
	if len(p.Findings) > 0 {
		fmt.Fprintf(&b, "\n%sDays%s\n", s.Style.Bold, s.Style.Reset)
		for _, f := range p.Findings {
			colour := map[diag.Severity]string{diag.Error: s.Style.Red, diag.Warning: s.Style.Yellow, diag.Info: s.Style.Blue}[f.Severity]
			fmt.Fprintf(&b, "   %s%s%s  %s\n            %s\n", colour, f.Severity, s.Style.Reset, line(f.Message), line(placeOf(s.NewName, f.At)))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Summary is the plan in a line.
func (p *Plan) Summary() string {
	if len(p.Migrations) == 0 {
		if len(p.AtOnce) == 0 {
			return "nobody has to act"
		}
		return fmt.Sprintf("%s, in any order", counted(len(p.AtOnce), "change", "changes"))
	}
	steps := 0
	for i := range p.Migrations {
		steps += len(p.Migrations[i].Steps)
	}
	end, ok := p.End()
	until := "the end has no day yet"
	if ok {
		until = "from " + p.Start.String() + " to " + stamp(p.Moment(end)) + " at the earliest"
	}
	return fmt.Sprintf("%s in %s, %s", counted(len(p.Migrations), "migration", "migrations"), counted(steps, "step", "steps"), until)
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// stamp writes a moment: the day, and the time where it is not midnight.
func stamp(t time.Time) string {
	switch {
	case t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0:
		return t.Format("2006-01-02")
	case t.Second() == 0:
		return t.Format("2006-01-02 15:04Z")
	}
	return t.Format("2006-01-02 15:04:05Z")
}

// when is the earliest moment of a step.
func (p *Plan) when(s *Step) string {
	if len(s.Open) == 0 {
		return "not before " + stamp(p.Moment(s.Begin))
	}
	return "no day: not before " + stamp(p.Moment(s.Begin)) + " and " + s.Open[0].words()
}

// words are a figure that is not known, and what would state it.
func (t Term) words() string {
	if t.Sure == Endless {
		return t.Text + " (no end, " + t.Path + ")"
	}
	return t.Text + " (not specified, " + t.Path + ")"
}

// String is the figure with what it is.
func (t Term) String() string {
	if t.Sure != Known {
		return t.words()
	}
	return t.D.String() + " " + t.Text
}

// sumText is a sum with its terms and where each stands.
func sumText(terms []Term, s Show) string {
	if len(terms) == 0 {
		return ""
	}
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = t.String()
		if t.Sure == Known && !t.At.IsZero() {
			name, old := s.NewName, ""
			if t.Old {
				name, old = s.OldName, "before: "
			}
			parts[i] += " (" + old + placeOf(name, t.At) + ")"
		}
	}
	text := strings.Join(parts, " + ")
	if len(terms) > 1 {
		text = sum(terms).String() + " = " + text
	}
	return text
}

func placeOf(name func(string) string, at diag.Span) string {
	if name != nil {
		at.File = name(at.File)
	}
	return at.String()
}

// label is how a wait names the step that it counts from.
func (m *Migration) label(migration, step int) string {
	if step == Start {
		return "the start"
	}
	return fmt.Sprintf("%d.%d is done", migration+1, step+1)
}

// windowText says how long old and new both work.
func (p *Plan) windowText(m *Migration) string {
	from, until, ok := m.Window()
	if !ok {
		return ""
	}
	return "old and new both work from " + stamp(p.Moment(from)) + " to " + stamp(p.Moment(until)) + " at least: " + (until - from).Words()
}

// back is the way back with its cost.
func (s *Step) back() string {
	if s.Rollback == "" {
		return "None. " + s.Cost
	}
	return s.Rollback + " Cost: " + s.Cost
}

func citedText(s *Step) string {
	if s.Cite == "" {
		return s.Why
	}
	return s.Why + " (" + s.Cite + ")"
}

func orSilent(s string) string {
	if s == "" {
		return "not specified"
	}
	return s
}

// line is text of a policy in one line of a terminal.
func line(s string) string { return escape.Terminal(escape.Fold(s)) }

// notices are the days on which those who have to act have to be told at the latest: when what they are given begins.
type notice struct {
	Who  Actor
	Step int
	On   specs.Duration
	Takes,
	Until specs.Duration
}

// Notices are who has to be told when, in the order of the steps: those who are given time hear of it when it begins.
func (m *Migration) notices() []notice {
	var out []notice
	for i := range m.Steps {
		s := &m.Steps[i]
		if s.Who != Operators && sum(s.Takes) > 0 && len(s.Open) == 0 {
			out = append(out, notice{s.Who, i, s.Begin, sum(s.Takes), s.End})
		}
	}
	return out
}
