// Keeps the promise that calendars are what RFC 5545 asks for, whatever a policy says: lines of at most 75 bytes that end in
// CRLF and are never cut within a character, text that reads back as it was, the same bytes for the same plan, and names of
// events that stay when only the start moves.
package migrate

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
	"github.com/tokenbook/tokenbook/specs"
)

// property is one line of a calendar, unfolded.
type property struct{ name, value string }

var (
	propertyLine = regexp.MustCompile(`^([A-Z][A-Z0-9-]*):(.*)$`) // no property here has parameters
	textValue    = regexp.MustCompile(`^([^\\;,\x00-\x08\x0a-\x1f\x7f]|\\[\\;,nN])*$`)
	momentValue  = regexp.MustCompile(`^[0-9]{8}T[0-9]{6}Z$`)
	texts        = []string{"SUMMARY", "DESCRIPTION", "UID", "CATEGORIES", "X-WR-CALNAME"}
	instants     = []string{"DTSTAMP", "DTSTART", "DTEND"}
)

// readCalendar reads a calendar by the grammar of RFC 5545, sections 3.1 and 3.6, as strictly as it can be read.
func readCalendar(data string) ([]property, error) {
	if !utf8.ValidString(data) || !strings.HasSuffix(data, "\r\n") {
		return nil, fmt.Errorf("it is not UTF-8 or does not end in CRLF")
	}
	var unfolded []string
	for _, line := range strings.Split(strings.TrimSuffix(data, "\r\n"), "\r\n") {
		switch {
		case strings.ContainsAny(line, "\r\n"):
			return nil, fmt.Errorf("a bare line end in %q", line)
		case len(line) > 75:
			return nil, fmt.Errorf("a line of %d bytes: %q", len(line), line)
		case !utf8.ValidString(line):
			return nil, fmt.Errorf("a line is cut within a character: %q", line)
		case strings.HasPrefix(line, " ") && len(unfolded) > 0:
			unfolded[len(unfolded)-1] += line[1:]
		default:
			unfolded = append(unfolded, line)
		}
	}
	var out []property
	var open []string
	have := map[string]int{}
	for _, line := range unfolded {
		m := propertyLine.FindStringSubmatch(line)
		if m == nil {
			return nil, fmt.Errorf("no property: %q", line)
		}
		p := property{m[1], m[2]}
		switch {
		case p.name == "BEGIN":
			open = append(open, p.value)
			if p.value == "VEVENT" {
				clear(have)
			}
		case p.name == "END":
			if len(open) == 0 || open[len(open)-1] != p.value {
				return nil, fmt.Errorf("END:%s closes nothing", p.value)
			}
			open = open[:len(open)-1]
			if p.value == "VEVENT" && (have["UID"] != 1 || have["DTSTAMP"] != 1 || have["DTSTART"] != 1 || have["SUMMARY"] != 1 || have["DTEND"] > 1) {
				return nil, fmt.Errorf("an event lacks a property or has one twice: %v", have)
			}
		case len(open) == 0:
			return nil, fmt.Errorf("%s stands outside of the calendar", p.name)
		case slices.Contains(texts, p.name) && !textValue.MatchString(p.value):
			return nil, fmt.Errorf("%s is no text: %q", p.name, p.value)
		case slices.Contains(instants, p.name) && !momentValue.MatchString(p.value):
			return nil, fmt.Errorf("%s is no moment: %q", p.name, p.value)
		}
		if len(open) == 2 {
			have[p.name]++
		}
		out = append(out, p)
	}
	if len(open) > 0 || len(out) == 0 || out[0] != (property{"BEGIN", "VCALENDAR"}) {
		return nil, fmt.Errorf("it is not closed, or does not begin")
	}
	return out, nil
}

// plain takes the escapes of a text away.
func plain(value string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, `;`, `\,`, `,`, `\n`, "\n", `\N`, "\n").Replace(value)
}

func values(all []property, name string) []string {
	var out []string
	for _, p := range all {
		if p.name == name {
			out = append(out, p.value)
		}
	}
	return out
}

func calendarOf(t *testing.T, p *Plan) (string, []property) {
	t.Helper()
	var b strings.Builder
	if err := WriteCalendar(&b, p, Show{}); err != nil {
		t.Fatal(err)
	}
	all, err := readCalendar(b.String())
	if err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	return b.String(), all
}

func TestCalendar(t *testing.T) {
	was, is := small(t, dated), small(t, strings.Replace(dated, "ES256", "EdDSA", 1))
	p := planned(t, was, is, Options{})
	text, all := calendarOf(t, p)
	if again, _ := calendarOf(t, planned(t, was, is, Options{})); again != text {
		t.Error("the same plan has other bytes")
	}
	if want := []string{"20270111T000000Z", "20270125T000000Z", "20270201T010000Z", "20270202T020000Z", "20270202T030000Z", "20270202T031000Z", "20270111T000000Z"}; !slices.Equal(values(all, "DTSTART"), want) {
		t.Errorf("events begin at %v, want %v", values(all, "DTSTART"), want)
	}
	uids := values(all, "UID")
	if sorted := slices.Compact(slices.Sorted(slices.Values(uids))); len(sorted) != len(uids) {
		t.Errorf("two events have one name: %v", uids)
	}
	p.Start.Time = p.Start.AddDate(0, 0, 7)
	if _, later := calendarOf(t, p); !slices.Equal(values(later, "UID"), uids) || slices.Equal(values(later, "DTSTART"), values(all, "DTSTART")) {
		t.Error("a week later the events have other names or the same days")
	}
	if got := plain(values(all, "SUMMARY")[0]); got != "1.1 resource servers: Accept EdDSA beside ES256 in every service" {
		t.Errorf("summary %q", got)
	}
}

func TestCalendarWithoutDays(t *testing.T) {
	p := planned(t, small(t, "tokens: {access: {type: access_token, audiences: https://a.example}}\n"), small(t, "tokens: {access: {type: access_token, audiences: https://b.example}}\n"), Options{})
	if _, all := calendarOf(t, p); len(values(all, "UID")) != 3 { // two steps and a notice; the third step has no day
		t.Errorf("events %v", values(all, "UID"))
	}
}

func TestCalendarHostile(t *testing.T) {
	p := planned(t, small(t, dated), small(t, strings.Replace(dated, "ES256", "EdDSA", 1)), Options{})
	m := &p.Migrations[0]
	for _, h := range hostile.Texts() {
		m.Title, m.Steps[0].Do, m.Steps[0].Gate, p.New.Policy.Title = h.Text, h.Text, h.Text, specs.Value[string]{V: h.Text}
		_, all := calendarOf(t, p)
		if got, want := plain(values(all, "X-WR-CALNAME")[0]), plain(escape.ICalendar("Migration of "+h.Text)); got != want {
			t.Errorf("%s: the name reads back as %q, want %q", h.Name, got, want)
		}
		if n := len(values(all, "UID")); n != 7 {
			t.Errorf("%s: %d events", h.Name, n)
		}
	}
}

func FuzzCalendarText(f *testing.F) {
	for _, h := range hostile.Texts() {
		f.Add(h.Text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := &calendar{}
		c.line("BEGIN", "VCALENDAR")
		c.text("X-WR-CALNAME", s)
		c.line("END", "VCALENDAR")
		all, err := readCalendar(c.b.String())
		if err != nil {
			t.Fatal(err)
		}
		if got, want := all[1].value, escape.ICalendar(s); got != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}

func TestNoCalendarWithoutAnEvent(t *testing.T) {
	var b strings.Builder
	if err := WriteCalendar(&b, planned(t, small(t, dated), small(t, dated), Options{}), Show{}); !errors.Is(err, ErrNoEvent) || b.Len() > 0 {
		t.Errorf("%v, and %q is written", err, b.String())
	}
}
