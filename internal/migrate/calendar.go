package migrate

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// WriteCalendar writes a plan as an iCalendar object (RFC 5545): an event for each step that has a day, with a reminder a
// day ahead, and one for each notice. The same plan gives the same bytes, so that a calendar that is imported again moves
// its events instead of doubling them: events are named by policy, migration and step. Without an event the error is
// ErrNoEvent, and nothing is written.
func WriteCalendar(w io.Writer, p *Plan, s Show) error {
	c := &calendar{stamp: utc(p.Start.Time)}
	if !p.dated() {
		return ErrNoEvent
	}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//Tokenbook//Migration plan//EN")
	c.line("CALSCALE", "GREGORIAN")
	c.line("METHOD", "PUBLISH")
	c.text("X-WR-CALNAME", "Migration of "+p.New.Policy.Title.V)
	for i := range p.Migrations {
		m := &p.Migrations[i]
		for j := range m.Steps {
			if st := &m.Steps[j]; len(st.Open) == 0 {
				c.event(p, event{m: m, key: st.ID, begin: st.Begin, end: st.End, who: st.Who,
					title: fmt.Sprintf("%d.%d %s: %s", i+1, j+1, st.Who, firstClause(st.Do)), text: stepText(m, i, st)})
			}
		}
		for _, n := range m.notices() {
			st := &m.Steps[n.Step]
			c.event(p, event{m: m, key: "notice-" + st.ID, begin: n.On, end: n.On, who: Operators,
				title: fmt.Sprintf("Tell %s: %s", n.Who, firstClause(st.Do)), text: "They have " + n.Takes.Words() + ", until " + stamp(p.Moment(n.Until)) + "."})
		}
	}
	c.line("END", "VCALENDAR")
	_, err := io.WriteString(w, c.b.String())
	return err
}

// ErrNoEvent is the error of WriteCalendar for a plan in which no step has a day: a calendar without a component is none
// (RFC 5545, section 3.6).
var ErrNoEvent = errors.New("ics: no step of the plan has a day, and a calendar needs an event; leave the format ics out")

// dated reports whether a step of the plan has a day.
func (p *Plan) dated() bool {
	return slices.ContainsFunc(p.Migrations, func(m Migration) bool {
		return slices.ContainsFunc(m.Steps, func(s Step) bool { return len(s.Open) == 0 })
	})
}

type event struct {
	m           *Migration
	key         string
	begin, end  specs.Duration
	who         Actor
	title, text string
}

type calendar struct {
	b     strings.Builder
	stamp string
}

func (c *calendar) event(p *Plan, e event) {
	c.line("BEGIN", "VEVENT")
	c.text("UID", uid(p, e))
	c.line("DTSTAMP", c.stamp)
	c.line("DTSTART", utc(p.Moment(e.begin)))
	if e.end > e.begin {
		c.line("DTEND", utc(p.Moment(e.end)))
	}
	c.text("SUMMARY", e.title)
	c.text("DESCRIPTION", e.text)
	c.text("CATEGORIES", e.who.String())
	c.line("TRANSP", "TRANSPARENT")
	c.line("BEGIN", "VALARM")
	c.line("ACTION", "DISPLAY")
	c.text("DESCRIPTION", e.title)
	c.line("TRIGGER", "-P1D")
	c.line("END", "VALARM")
	c.line("END", "VEVENT")
}

// uid names an event for good. Its parts cannot be mistaken for one another, since identifiers hold no dot or @.
func uid(p *Plan, e event) string {
	return strings.Join([]string{e.key, e.m.key(), string(p.New.Policy.ID.V)}, ".") + "@tokenbook"
}

// key tells migrations of one plan apart: the recipe, and the first setting.
func (m *Migration) key() string {
	return m.Kind + "-" + m.Changes[0].Fingerprint
}

func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// firstClause is the beginning of a sentence, up to a semicolon or its end.
func firstClause(s string) string {
	if i := strings.IndexAny(s, ";:"); i > 0 {
		s = s[:i]
	}
	return strings.TrimSuffix(s, ".")
}

func stepText(m *Migration, i int, s *Step) string {
	parts := []string{m.Title, s.Do, "Why: " + citedText(s)}
	for j := range s.Waits {
		if w := &s.Waits[j]; len(w.Terms) > 0 {
			parts = append(parts, "Wait: "+sumText(w.Terms, Show{})+" after "+m.label(i, w.After))
		}
	}
	if s.Gate != "" {
		parts = append(parts, "Before going on: "+s.Gate)
	}
	return strings.Join(append(parts, "Way back: "+s.back()), "\n")
}

// text writes a property whose value is text.
func (c *calendar) text(name, value string) { c.line(name, escape.ICalendar(value)) }

// foldAt is the most bytes of a line, its end not counted (RFC 5545, section 3.1).
const foldAt = 75

// line writes a line of content, folded between characters, never within one.
func (c *calendar) line(name, value string) {
	rest, room := name+":"+value, foldAt
	for len(rest) > room {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		c.b.WriteString(rest[:cut] + "\r\n ")
		rest, room = rest[cut:], foldAt-1
	}
	c.b.WriteString(rest + "\r\n")
}
