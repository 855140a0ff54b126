package site

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/migrate"
	"github.com/tokenbook/tokenbook/specs"
)

// planStyle is the style of a picture of a plan, which stands alone: the classes are those of the site's charts.
const planStyle = `svg{background:#fff}text{font:12px system-ui,sans-serif;fill:#4a5361}.name{font-weight:600;font-size:13px;fill:#1b2027}.title{font-weight:600;font-size:14px;fill:#1b2027}` +
	`.grid{stroke:#d8dde5;stroke-width:1}.bar-ttl{fill:#3451b2}.bar-absolute{fill:#b9c5ee}.bar-margin{fill:#2f8f6b}.bar-open{fill:none;stroke:#8a94a6;stroke-width:1.5;stroke-dasharray:4 3}` +
	`.moment{fill:#f5f7fa;stroke:#8a94a6}.moment-n{font-size:11px;font-weight:600;fill:#1b2027}` +
	`@media (prefers-color-scheme:dark){svg{background:#0e1218}text{fill:#aab4c2}.name,.title,.moment-n{fill:#e6eaf0}.grid{stroke:#2a313c}.bar-ttl{fill:#7b93ee}.bar-absolute{fill:#333f6e}.bar-margin{fill:#4fae8a}.moment{fill:#1a202a}}`

// PlanPicture draws a plan as an SVG file: a part for each migration with a lane for each of those who act, one for the
// wait before each step and one for the time in which old and new both work. As on the page about keys, the order is
// true and widths are not to scale, for minutes and months share a line; each moment has its number and its date.
func PlanPicture(p *migrate.Plan) string {
	var parts []string
	height := 8
	for i := range p.Migrations {
		d := newPlanDrawing(p, &p.Migrations[i], i)
		parts = append(parts, fmt.Sprintf(`<g transform="translate(0 %d)">`, height)+"\n"+d.draw()+"</g>\n")
		height += d.height()
	}
	if len(parts) == 0 {
		height += planTop
	} else {
		height += planLegend
	}
	var w strings.Builder
	w.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="` + itoa(chartWide) + `" height="` + itoa(height) + `" viewBox="0 0 ` + itoa(chartWide) + " " + itoa(height) + `" role="img" aria-labelledby="plan-t plan-d">` +
		`<title id="plan-t">Migration plan</title><desc id="plan-d">` + escape.SVGText(planWords(p)) + "</desc>\n")
	w.WriteString("<style>" + planStyle + "</style>\n")
	if len(parts) == 0 {
		w.WriteString(`<text x="8" y="24">Nobody has to act.</text>` + "\n")
	}
	w.WriteString(strings.Join(parts, ""))
	if len(parts) > 0 {
		w.WriteString(`<text x="` + itoa(planLeft) + `" y="` + itoa(height-10) + `">The order is true, the widths are not to scale. Moments are the earliest ones.</text>` + "\n")
	}
	w.WriteString("</svg>\n")
	return w.String()
}

const (
	planLeft   = 8
	planTop    = 58 // of the title, the moments and their dates
	planRow    = 26
	planLegend = 16 // height of a line of dates
)

// planDrawing is one migration of the picture.
type planDrawing struct {
	plan    *migrate.Plan
	m       *migrate.Migration
	n       int
	moments []specs.Duration // all moments at which something begins or ends, in order
	lanes   []planLane
}

// planLane is a row of the picture.
type planLane struct {
	name string
	who  int // one of the actors, or a lane of its own
}

// The lanes that are nobody's.
const (
	laneWaiting = 100 + iota
	laneWindow
)

var planLanes = []planLane{{"Operators", int(migrate.Operators)}, {"Resource servers", int(migrate.Services)}, {"Client developers", int(migrate.Clients)},
	{"Waiting", laneWaiting}, {"Both work", laneWindow}}

func newPlanDrawing(p *migrate.Plan, m *migrate.Migration, n int) *planDrawing {
	d := &planDrawing{plan: p, m: m, n: n}
	for i := range m.Steps {
		d.moments = append(d.moments, m.Steps[i].Begin, m.Steps[i].End)
	}
	slices.Sort(d.moments)
	d.moments = slices.Compact(d.moments)
	for _, l := range planLanes {
		if l.who == laneWaiting && slices.ContainsFunc(m.Steps, func(s migrate.Step) bool { return d.waitedFrom(&s) < s.Begin }) ||
			slices.ContainsFunc(m.Steps, func(s migrate.Step) bool { return int(s.Who) == l.who }) {
			d.lanes = append(d.lanes, l)
		}
		if _, _, ok := m.Window(); l.who == laneWindow && ok {
			d.lanes = append(d.lanes, l)
		}
	}
	return d
}

func (d *planDrawing) height() int {
	return planTop + len(d.lanes)*planRow + len(d.moments)*planLegend + 24
}

func (d *planDrawing) draw() string {
	var w strings.Builder
	names := make([]string, len(planLanes)) // all of them, so that the parts of a picture stand in line
	for i, l := range planLanes {
		names[i] = l.name
	}
	left, plot := chartFrame(names, chartWide, "w")
	bottom := planTop + len(d.lanes)*planRow
	x := func(t specs.Duration) int {
		return left + (2*slices.Index(d.moments, t)+1)*plot/(2*len(d.moments)+2)
	}
	w.WriteString(`<text class="title" x="4" y="18">` + escape.SVGText(fmt.Sprintf("%d. %s", d.n+1, cutText(d.m.Title, 80))) + "</text>\n")
	for i, t := range d.moments {
		drawMoment(&w, x(t), i+1, 38, bottom)
	}
	for i, lane := range d.lanes {
		y := drawName(&w, lane.name, left, planTop+i*planRow, "w")
		for j := range d.m.Steps {
			s := &d.m.Steps[j]
			switch {
			case int(s.Who) == lane.who:
				if len(s.Open) > 0 {
					drawOpen(&w, x(s.Begin), max(x(s.End), x(s.Begin)+10), y)
					continue
				}
				drawBar(&w, "ttl", x(s.Begin), max(x(s.End), x(s.Begin)+6), y)
			case lane.who == laneWaiting:
				if from := d.waitedFrom(s); from < s.Begin {
					drawBar(&w, "absolute", x(from), x(s.Begin), y)
				}
			}
		}
		if from, until, ok := d.m.Window(); lane.who == laneWindow && ok {
			drawBar(&w, "margin", x(from), x(until), y)
		}
		w.WriteString("\n")
	}
	for i, t := range d.moments {
		w.WriteString(fmt.Sprintf(`<text x="%d" y="%d">%s</text>`, planLeft, bottom+12+i*planLegend, escape.SVGText(fmt.Sprintf("%d  %s  %s", i+1, d.plan.Moment(t).Format("2006-01-02 15:04:05Z"), cutText(d.at(t), 84)))) + "\n")
	}
	return w.String()
}

// waitedFrom is the end of the step whose wait decides when a step begins.
func (d *planDrawing) waitedFrom(s *migrate.Step) specs.Duration {
	for i := range s.Waits {
		if w := &s.Waits[i]; w.After != migrate.Start && w.Length() > 0 && d.m.Steps[w.After].End+w.Length() == s.Begin {
			return d.m.Steps[w.After].End
		}
	}
	return s.Begin
}

// at says what begins at a moment, or what ends.
func (d *planDrawing) at(t specs.Duration) string {
	var out []string
	for i := range d.m.Steps {
		if s := &d.m.Steps[i]; s.Begin == t {
			out = append(out, fmt.Sprintf("%d.%d %s", d.n+1, i+1, s.Do))
		}
	}
	if len(out) == 0 {
		for i := range d.m.Steps {
			if s := &d.m.Steps[i]; s.End == t {
				out = append(out, fmt.Sprintf("%d.%d is done everywhere", d.n+1, i+1))
			}
		}
	}
	return strings.Join(out, " · ")
}

// planWords says what the picture shows.
func planWords(p *migrate.Plan) string {
	if len(p.Migrations) == 0 {
		return "Nobody has to act."
	}
	var parts []string
	for i := range p.Migrations {
		d := newPlanDrawing(p, &p.Migrations[i], i)
		parts = append(parts, d.m.Title+": ")
		for j, t := range d.moments {
			parts = append(parts, fmt.Sprintf("%d. %s: %s; ", j+1, p.Moment(t).Format("2006-01-02 15:04:05Z"), d.at(t)))
		}
	}
	return strings.TrimSuffix(strings.Join(parts, ""), "; ") + "."
}

// cutText keeps a text within a number of characters.
func cutText(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
