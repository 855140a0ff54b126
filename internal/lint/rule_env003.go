package lint

import (
	"slices"
	"strconv"
	"time"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var undatableChange = &Rule{
	ID: "ENV003", Title: "dates of a change that cannot work, or too short notice",
	Why:      "Whoever hears of a change too late breaks with it; stages out of order switch on what nobody could prepare for.",
	Severity: diag.Warning,
	House: []House{
		{"notice_clients", days(30), "the shortest notice to client developers, partners and users before something that breaks becomes binding"},
		{"notice_services", days(14), "the shortest notice to those who run resource servers"},
	},
	Bad: `changes:
  - title: Access tokens are bound to a key
    kind: tightened
    affects: [client_developer]
    breaks: Clients that send no proofs.
    notices: [{date: 2026-09-15, to: [client_developer], by: mail}]
    stages:
      - {from: 2026-09-15, state: optional}
      - {from: 2026-10-01, state: mandatory}
`,
	Good: `changes:
  - title: Access tokens are bound to a key
    kind: tightened
    affects: [client_developer]
    breaks: Clients that send no proofs.
    notices: [{date: 2026-09-15, to: [client_developer], by: mail}]
    stages:
      - {from: 2026-09-15, state: optional}
      - {from: 2026-10-15, state: mandatory}
`,
	At: "changes.0.stages.1.from",
	Check: func(p *Pass) {
		for i := range p.Changes.Items {
			c := &p.Changes.Items[i]
			s := Spot{Path: "changes." + strconv.Itoa(i), At: c.At}
			changeDates(p, s, c)
			changeNotice(p, s, c)
		}
	},
}

// changeDates finds dates of one change that contradict each other.
func changeDates(p *Pass, s Spot, c *specs.Change) {
	from, until := c.Window.From, c.Window.Until
	if from.IsSet() && until.IsSet() && !from.V.Before(until.V.Time) {
		p.Report(s.In("window", c.Window.Mark).In("until", until.Mark), "the window ends on %s and begins on %s, so that old and new never both work; write a day after %s", until.V, from.V, from.V).
			Related(from.At, "where it begins").As(diag.Error)
	}
	states := specs.StageStates()
	stages := s.In("stages", c.Stages.Mark)
	for i := 1; i < len(c.Stages.Items); i++ {
		one, next := &c.Stages.Items[i-1], &c.Stages.Items[i]
		at := stages.Item(i, next.Mark)
		switch {
		case one.From.IsSet() && next.From.IsSet() && next.From.V.Before(one.From.V.Time):
			p.Report(at.In("from", next.From.Mark), "the stage begins on %s, before the one above it on %s; put the stages in the order of their days", next.From.V, one.From.V).Related(one.From.At, "the stage above it")
		case one.Need.IsSet() && next.Need.IsSet() && slices.Index(states, next.Need.V) < slices.Index(states, one.Need.V):
			p.Report(at.In("state", next.Need.Mark), "%s comes after %s and is milder; say under rollback how a change is taken back", next.Need.V, one.Need.V).Related(one.Need.At, "the stage above it")
		}
	}
	day, at := BindingDay(c)
	if day.IsZero() {
		return
	}
	if until.IsSet() && until.V.Before(day.Time) {
		p.Report(s.In("window", c.Window.Mark).In("until", until.Mark), "the window ends on %s, and the change is binding from %s on: in between neither is promised to work; write %s", until.V, day, day).Related(at, "binding from here")
	}
	for i := range c.Notices.Items {
		if n := &c.Notices.Items[i]; n.Date.IsSet() && n.Date.V.After(day.Time) {
			p.Report(s.In("notices", c.Notices.Mark).Item(i, n.Mark).In("date", n.Date.Mark), "the notice of %s comes after the change is binding on %s; move one of the two", n.Date.V, day).Related(at, "binding from here")
		}
	}
}

// BindingDay is the first day on which a change holds for everybody: that of its mandatory stage, else the end of its
// window, else the day of its version. It is zero where none is stated.
func BindingDay(c *specs.Change) (specs.Date, diag.Span) {
	for i := range c.Stages.Items {
		if s := &c.Stages.Items[i]; s.Need.IsSet() && s.Need.V == specs.StageMandatory && s.From.IsSet() {
			return s.From.V, s.From.At
		}
	}
	for _, v := range []specs.Value[specs.Date]{c.Window.Until, c.Date} {
		if v.IsSet() {
			return v.V, v.At
		}
	}
	return specs.Date{}, diag.Span{}
}

// NoticeNames are the figures of notice that an audience has, in the order of the catalogue; none for those who act first.
func NoticeNames(to []specs.Audience) []string {
	var out []string
	for _, e := range []struct {
		name string
		who  []specs.Audience
	}{
		{"notice_clients", []specs.Audience{specs.ForClientDeveloper, specs.ForPartner, specs.ForUser}},
		{"notice_services", []specs.Audience{specs.ForAPITeam}},
	} {
		if slices.ContainsFunc(to, func(a specs.Audience) bool { return slices.Contains(e.who, a) }) {
			out = append(out, e.name)
		}
	}
	return out
}

// changeNotice finds a change that breaks something and is told too late to those whom it concerns.
func changeNotice(p *Pass, s Spot, c *specs.Change) {
	day, at := BindingDay(c)
	if day.IsZero() || !c.Breaks.IsSet() {
		return
	}
	var first specs.Date
	var told diag.Span
	for i := range c.Notices.Items {
		if n := &c.Notices.Items[i]; n.Date.IsSet() && (first.IsZero() || n.Date.V.Before(first.Time)) {
			first, told = n.Date.V, n.Date.At
		}
	}
	var most specs.Duration
	name := ""
	for _, n := range NoticeNames(specs.Plain(c.Affects)) {
		if d := p.Figure(n).D; d > most {
			most, name = d, n
		}
	}
	if name == "" || first.IsZero() {
		return
	}
	if have := specs.Duration(day.Sub(first.Time)); have >= 0 && have < most {
		earliest := specs.Date{Time: first.Add(time.Duration(most))}
		p.Report(Spot{Path: bindingPath(s.Path, c), At: at}, "it breaks something %s after the first notice, and %s is advised (%s); not before %s, or %s more", have, most, name, earliest, most-have).
			Related(told, "the first notice")
	}
}

// bindingPath is the setting that BindingDay reads.
func bindingPath(path string, c *specs.Change) string {
	for i := range c.Stages.Items {
		if s := &c.Stages.Items[i]; s.Need.IsSet() && s.Need.V == specs.StageMandatory && s.From.IsSet() {
			return path + ".stages." + strconv.Itoa(i) + ".from"
		}
	}
	if c.Window.Until.IsSet() {
		return path + ".window.until"
	}
	return path + ".date"
}

// Notice is the notice that a policy gives before a change: a figure of ENV003, or what lint.thresholds puts in its place.
// stated is true where it does.
func Notice(p *specs.Policy, name string) (notice specs.Duration, stated bool) {
	if t, ok := thresholdsOf(p)[name]; ok && t.IsTime {
		return t.D, true
	}
	i := slices.IndexFunc(undatableChange.House, func(h House) bool { return h.Name == name })
	return undatableChange.House[i].Default.D, false
}
