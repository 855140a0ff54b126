package migrate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/internal/lint"
	"github.com/tokenbook/tokenbook/specs"
)

// RuleID is the name of the findings of a plan.
const RuleID = "plan-dates"

// day is the first whole day that begins at or after a moment of the plan.
func (p *Plan) day(after specs.Duration) specs.Date {
	return specs.Date{Time: p.Start.Add(time.Duration((after + specs.Day - 1) / specs.Day * specs.Day))}
}

// announced takes over what the new policy says of each migration: the flag and the way back of the change that names its
// settings, or that of the version where it names none.
func (p *Plan) announced() {
	for i := range p.Migrations {
		m := &p.Migrations[i]
		for _, at := range p.changesOf(m) {
			c := &p.New.Changes.Items[at]
			if m.Flag == "" && c.Flag.IsSet() {
				m.Flag = c.Flag.V
			}
			if m.Rollback == "" && c.Rollback.IsSet() {
				m.Rollback = diff.PlainProse(p.New, c.Rollback.V)
			}
		}
	}
}

// changesOf are the entries of `changes` in the new policy that speak of a migration: they are new or of the new version,
// name one of its settings or none at all, and are no history: a change that was binding before this plan cannot be moved.
func (p *Plan) changesOf(m *Migration) []int {
	var out []int
	for i := range p.New.Changes.Items {
		c := &p.New.Changes.Items[i]
		known := slices.ContainsFunc(p.Old.Changes.Items, func(o specs.Change) bool { return o.Title.V == c.Title.V && o.Version.V == c.Version.V })
		if known && !(c.Version.IsSet() && c.Version.V == p.New.Policy.Version.V) {
			continue
		}
		day, _ := lint.BindingDay(c)
		if day.IsZero() && c.Window.Until.IsSet() {
			day = c.Window.Until.V
		}
		own := c.Version.IsSet() && c.Version.V == p.New.Policy.Version.V
		if !day.IsZero() && (p.past(day) || !own && day.Before(p.Start.Time)) {
			continue
		}
		settings := specs.Plain(c.Settings)
		if len(settings) == 0 || slices.ContainsFunc(settings, func(s specs.SettingPath) bool {
			return slices.ContainsFunc(m.Changes, func(d *diff.Change) bool {
				return within(string(s), d.Path) || within(d.Path, string(s)) || within(string(s), d.Shown)
			})
		}) {
			out = append(out, i)
		}
	}
	return out
}

// past reports whether a day is history for the plan: before the old policy held, or, where the two are not versions of one
// policy, before the plan begins.
func (p *Plan) past(day specs.Date) bool {
	if was := p.Old.Policy.Effective; was.IsSet() && day.Before(was.V.Time) {
		return true
	}
	return p.Old.Policy.ID.V != p.New.Policy.ID.V && day.Before(p.Start.Time)
}

// within reports whether a setting is another one or stands below it.
func within(outer, inner string) bool {
	return inner == outer || strings.HasPrefix(inner, outer+".") || strings.HasPrefix(inner, outer+"[")
}

// checkDates holds the days that the policies state against the earliest safe ones.
func (p *Plan) checkDates() {
	for i := range p.Migrations {
		m := &p.Migrations[i]
		p.checkAnnounced(m)
		p.checkDeprecations(m)
		p.checkIssuers(m)
		for j := range m.Steps {
			if s := &m.Steps[j]; len(s.Open) > 0 {
				p.Findings.Add(RuleID, diag.Info, p.New.Whereabouts(s.Open[0].Path), s.Open[0].Path, "%s: step %d of %q has no day, because %s", s.Open[0].Path, j+1, m.Title, unknown(s.Open[0]))
				break
			}
		}
	}
	p.checkEffective()
	p.checkRetirement()
	p.Findings.Sort()
}

// unknown says why a figure is not known, as the end of a sentence.
func unknown(t Term) string {
	if t.Sure == Endless {
		return fmt.Sprintf("the %s has no end; give it one, or let the new rule hold for new ones alone", t.Text)
	}
	return fmt.Sprintf("the %s is not specified or not guaranteed; state it", t.Text)
}

// tooEarly is a finding about a day that comes before the earliest safe one.
func (p *Plan) tooEarly(at diag.Span, path string, day, safe specs.Date, why string) {
	more := specs.Duration(safe.Sub(day.Time))
	p.Findings.Add(RuleID, diag.Error, at, path, "%s: %s is too early for %s: not before %s, or %s more", path, day, why, safe, days(more))
}

func days(d specs.Duration) string {
	n := int(d / specs.Day)
	if n == 1 {
		return "1 day"
	}
	return strconv.Itoa(n) + " days"
}

// checkAnnounced holds the entry of `changes` against the plan: when it is binding, how long both work, when it is told.
func (p *Plan) checkAnnounced(m *Migration) {
	last := m.binding()
	if last < 0 {
		return
	}
	for _, i := range p.changesOf(m) {
		c := &p.New.Changes.Items[i]
		path := "changes." + strconv.Itoa(i)
		if day, at := lint.BindingDay(c); !day.IsZero() {
			if safe := p.day(m.Steps[last].Begin); day.Before(safe.Time) {
				p.tooEarly(at, path, day, safe, quoteTitle(m.Title))
			}
		}
		from, until := c.Window.From, c.Window.Until
		if begin, end, ok := m.Window(); ok && from.IsSet() && until.IsSet() {
			have, need := specs.Duration(until.V.Sub(from.V.Time)), (end-begin+specs.Day-1)/specs.Day*specs.Day
			if have > 0 && have < need {
				p.Findings.Add(RuleID, diag.Error, until.At, path+".window.until", "%s.window: old and new both work for %s, and %s takes %s: write until %s, or %s more",
					path, days(have), quoteTitle(m.Title), days(need), specs.Date{Time: from.V.Add(time.Duration(need))}, days(need-have))
			}
		}
	}
}

// quoteTitle is a title for a finding: a long one without its list, or cut between words.
func quoteTitle(title string) string {
	const most = 60
	if head, _, ok := strings.Cut(title, ": "); ok && utf8.RuneCountInString(title) > most {
		title = head
	}
	if r := []rune(title); len(r) > most {
		title = string(r[:most])
		if at := strings.LastIndexAny(title, " "); at > 0 {
			title = title[:at]
		}
		title = strings.TrimRight(title, " ,;") + " …"
	}
	return fmt.Sprintf("%q", strings.ToValidUTF8(title, "\uFFFD"))
}

// checkDeprecations holds the cutoffs of what ends with a migration against the day on which it may end.
func (p *Plan) checkDeprecations(m *Migration) {
	last := m.binding()
	if last < 0 {
		return
	}
	for i := range p.New.Deprecations.Entries {
		e := &p.New.Deprecations.Entries[i]
		if !e.V.Cutoff.IsSet() || !slices.Contains(m.Drops, e.V.Name.V) || p.past(e.V.Cutoff.V) {
			continue
		}
		if safe := p.day(m.Steps[last].Begin); e.V.Cutoff.V.Before(safe.Time) {
			p.tooEarly(e.V.Cutoff.At, "deprecations."+e.ID+".cutoff", e.V.Cutoff.V, safe, quoteTitle(m.Title))
		}
	}
}

// checkIssuers holds the days until which an old issuer is accepted against the plan.
func (p *Plan) checkIssuers(m *Migration) {
	last := m.binding()
	if m.Kind != "issuer-address" || last < 0 {
		return
	}
	for i := range p.New.Issuers.Entries {
		e := &p.New.Issuers.Entries[i]
		for j := range e.V.AlsoAccepted.Items {
			a := &e.V.AlsoAccepted.Items[j]
			safe := p.day(m.Steps[last].Begin)
			safe.Time = safe.AddDate(0, 0, -1) // `until` is the last day on which it is accepted
			if a.Until.IsSet() && slices.Contains(m.Drops, string(a.URL.V)) && a.Until.V.Before(safe.Time) {
				p.tooEarly(a.Until.At, fmt.Sprintf("issuers.%s.also_accepted.%d.until", e.ID, j), a.Until.V, safe, quoteTitle(m.Title))
			}
		}
	}
}

// checkEffective holds the day from which the new policy holds against the last migration that becomes binding.
func (p *Plan) checkEffective() {
	day, was := p.New.Policy.Effective, p.Old.Policy.Effective
	if !day.IsSet() || was.IsSet() && was.V.Equal(day.V.Time) {
		return
	}
	var latest specs.Date
	title := ""
	for i := range p.Migrations {
		m := &p.Migrations[i]
		if last := m.binding(); last >= 0 {
			if safe := p.day(m.Steps[last].Begin); safe.After(latest.Time) {
				latest, title = safe, m.Title
			}
		}
	}
	if title != "" && day.V.Before(latest.Time) {
		p.tooEarly(day.At, "policy.effective", day.V, latest, quoteTitle(title))
	}
}

// checkRetirement finds a policy that ends before the plan does.
func (p *Plan) checkRetirement() {
	day := p.New.Policy.Retirement.Date
	if end, _ := p.End(); day.IsSet() && len(p.Migrations) > 0 {
		if safe := p.day(end); day.V.Before(safe.Time) {
			p.tooEarly(day.At, "policy.retirement.date", day.V, safe, "the end of the plan")
		}
	}
}
