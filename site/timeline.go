package site

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/specs"
)

func (b *builder) timelineFunctions() map[string]any {
	return map[string]any{
		"timeline": b.timeline,
		"have":     b.have,
		"gap":      b.gap,
		"repair":   repair,
		"count":    func(n int) Markdown { return pick(n > 0, Markdown(itoa(n)), "") },
		"silent":   func(s string) Markdown { return pick(s == wordSilent, muted(s), Markdown(md(s))) },
	}
}

// KeyView is the life of a signing key as a page shows it.
type KeyView struct {
	*analysis.KeyTimeline
	// Moments are the numbered moments of the picture, in order.
	Moments []KeyMoment
	lanes   []keyLane
	columns int
	signs   int // the gap between the columns in which the key signs
}

// KeyMoment is a moment of a key's life.
type KeyMoment struct {
	// N is its number in the picture; moments that fall together share one.
	N int
	// Text says what happens, When counted from which signature.
	Text, When string
	// Terms are the settings behind it.
	Terms []analysis.Term

	last  bool // counted from the last signature
	after specs.Duration
	id    momentID
}

type momentID int

const (
	momentEnters momentID = iota
	momentKnown
	momentFirst
	momentLast
	momentEnded
	momentDeleted
	momentLeaves
	momentForgotten
	momentUnknown // of a lane: nothing says when
)

// keyLane is a bar of the picture, from one moment to another, with the part of it that must not be.
type keyLane struct {
	name             string
	from, to         momentID
	wrong            bool
	wrongFrom, until momentID
}

// KeyViews are the signing keys whose life the policy states at least in part.
func (v *View) KeyViews() []KeyView {
	var out []KeyView
	spoken := false
	for i := range v.Facts.Keys {
		k := newKeyView(&v.Facts.Keys[i])
		spoken = spoken || len(k.Events) > 0
		out = append(out, k)
	}
	if !spoken {
		return nil
	}
	return out
}

func newKeyView(t *analysis.KeyTimeline) KeyView {
	k := KeyView{KeyTimeline: t}
	add := func(id momentID, last bool, after specs.Duration, text string, terms ...analysis.Term) {
		k.Moments = append(k.Moments, KeyMoment{id: id, last: last, after: after, Text: text, Terms: terms})
	}
	var rotate, enters *analysis.Term
	for _, e := range t.Events {
		e.Term.Text = ""
		switch term := e.Term; {
		case e.Before:
			enters = &e.Term
			add(momentEnters, false, -term.D.D, "It enters the key set", term)
		case !e.FromLast:
			rotate = &e.Term
		case strings.HasSuffix(term.Path, ".delete_after"):
			add(momentDeleted, true, term.D.D, "Its private half is deleted", term)
		case strings.HasSuffix(term.Path, ".keep_after"):
			add(momentLeaves, true, term.D.D, "It leaves the key set", term)
		default:
			add(momentForgotten, true, term.D.D, "The last verifier forgets it", term)
		}
	}
	add(momentFirst, false, 0, "It signs for the first time")
	if rotate != nil {
		add(momentLast, true, 0, "It signs for the last time", *rotate)
	} else {
		add(momentLast, true, 0, "It signs for the last time")
	}
	for i := range t.Conditions {
		c := &t.Conditions[i]
		need, known := needed(c)
		switch {
		case !known:
		case c.ID == "publish" && enters != nil:
			add(momentKnown, false, need-enters.D.D, "Every verifier knows it", c.Terms...)
		case c.ID == "keep":
			add(momentEnded, true, need, "The last token that it signed has ended", c.Terms...)
		}
	}
	slices.SortStableFunc(k.Moments, func(a, b KeyMoment) int {
		switch {
		case a.last != b.last && a.last:
			return 1
		case a.last != b.last:
			return -1
		case a.after != b.after:
			return int(max(-1, min(1, a.after-b.after)))
		}
		return int(a.id - b.id)
	})
	for i := range k.Moments {
		m := &k.Moments[i]
		if before := &k.Moments[max(0, i-1)]; i == 0 || before.last != m.last || before.after != m.after {
			if m.id == momentLast {
				k.signs = k.columns
			}
			k.columns++
		}
		m.N, m.When = k.columns, m.when(rotate)
	}
	k.makeLanes()
	return k
}

// needed is how long something has to be; known is false where settings are missing or no time is enough.
func needed(c *analysis.KeyCondition) (need specs.Duration, known bool) {
	for _, m := range c.Missing {
		if m != c.Have.Path {
			return 0, false
		}
	}
	return c.Need.D, len(c.Terms) > 0 && c.Need.Kind == specs.Finite
}

func (m *KeyMoment) when(rotate *analysis.Term) string {
	switch {
	case m.id == momentFirst:
		return "–"
	case m.id == momentLast && rotate != nil:
		return rotate.D.Words() + " after the first signature"
	case m.id == momentLast:
		return wordSilent
	case m.last && m.after == 0:
		return "with the last signature"
	case m.last:
		return m.after.Words() + " after the last signature"
	case m.after < 0:
		return (-m.after).Words() + " before the first signature"
	case m.after == 0:
		return "with the first signature"
	}
	return m.after.Words() + " after the first signature"
}

// moment finds a moment; nil where nothing says when it is.
func (k *KeyView) moment(id momentID) *KeyMoment {
	if i := slices.IndexFunc(k.Moments, func(m KeyMoment) bool { return m.id == id }); i >= 0 {
		return &k.Moments[i]
	}
	return nil
}

func (k *KeyView) makeLanes() {
	known := func(id momentID) momentID {
		if k.moment(id) == nil {
			return momentUnknown
		}
		return id
	}
	fails := func(id string) bool {
		return slices.ContainsFunc(k.Conditions, func(c analysis.KeyCondition) bool { return c.ID == id && c.Verdict == analysis.KeyFails })
	}
	both := func(a, b momentID) bool { return k.moment(a) != nil && k.moment(b) != nil }
	k.lanes = []keyLane{
		{name: "In the key set", from: known(momentEnters), to: known(momentLeaves)},
		{name: "Held by verifiers", from: known(momentEnters), to: known(momentForgotten)},
		{name: "It signs", from: momentFirst, to: momentLast, wrong: fails("publish") && both(momentFirst, momentKnown), wrongFrom: momentFirst, until: momentKnown},
		{name: "Its tokens live", from: momentFirst, to: known(momentEnded), wrong: fails("keep") && both(momentLeaves, momentEnded), wrongFrom: momentLeaves, until: momentEnded},
	}
	if k.moment(momentDeleted) != nil {
		k.lanes = append(k.lanes, keyLane{name: "Private half kept", from: momentFirst, to: momentDeleted,
			wrong: fails("delete") && both(momentLeaves, momentDeleted), wrongFrom: momentLeaves, until: momentDeleted})
	}
}

// Sizes of a timeline, beside those of the chart of lifetimes.
const (
	momentRadius = 9
	timelineTop  = 36
)

// timeline draws the life of a key. Widths stand for the order only: days and minutes have no scale in common.
func (b *builder) timeline(k KeyView) Markdown {
	var w strings.Builder
	w.WriteString(`<figure class="chart">` + "\n")
	k.draw(&w, chartWide, "w")
	k.draw(&w, chartNarrow, "n")
	w.WriteString(`<figcaption><span class="key key-ttl">it signs</span> <span class="key key-absolute">it is there</span> <span class="key key-open">not specified</span> `)
	if slices.ContainsFunc(k.lanes, func(l keyLane) bool { return l.wrong }) {
		w.WriteString(`<span class="key key-wrong">must not be (!)</span> `)
	}
	w.WriteString(`<span class="key-note">The order is true, the widths are not to scale. The numbers are those of the table below.</span></figcaption></figure>` + "\n")
	return b.addBlock(w.String(), "")
}

// timelineRow is the height of a row of a timeline, in pixels.
const timelineRow = 34

func (k *KeyView) draw(w *strings.Builder, width int, form string) {
	names := make([]string, len(k.lanes))
	for i, l := range k.lanes {
		names[i] = l.name
	}
	left, plot := chartFrame(names, width, form)
	row := timelineRow
	if form == "n" {
		row += narrowName - rowGap/2
	}
	height := timelineTop + len(k.lanes)*row
	id := anchorID("timeline", k.Issuer, k.Set, strings.Join(k.Environments, "-"), form)
	openChart(w, id, form, width, height, "The life of the key "+k.Set+" of "+k.Issuer, k.words())
	x := func(column int) int { // the time in which it signs is drawn twice as wide as any other
		units, at := 2*k.columns+2, 2*column-1
		if column > k.signs {
			at += 2
		}
		return left + at*plot/units
	}
	for n := 1; n <= k.columns; n++ {
		drawMoment(w, x(n), n, 14, height)
	}
	w.WriteString("\n")
	for i, l := range k.lanes {
		y := drawName(w, l.name, left, timelineTop+i*row, form)
		var from, to int
		if m := k.moment(l.from); m != nil {
			from = x(m.N)
		} else {
			first := x(k.moment(momentFirst).N)
			drawOpen(w, max(left, first-plot/(2*k.columns+2)), first, y)
			from = first
		}
		if m := k.moment(l.to); m != nil {
			to = x(m.N)
		} else {
			last := x(k.moment(momentLast).N)
			drawOpen(w, last, last+plot/(2*k.columns+2), y)
			to = last
		}
		class := "absolute"
		if l.from == momentFirst && l.to == momentLast {
			class = "ttl"
		}
		drawBar(w, class, from, to, y)
		if l.wrong {
			from, to := x(k.moment(l.wrongFrom).N), x(k.moment(l.until).N)
			drawBar(w, "wrong", from, to, y)
			w.WriteString(`<text class="label wrong" x="` + itoa((from+to)/2) + `" y="` + itoa(y+12) + `" text-anchor="middle">!</text>`)
		}
		w.WriteString("\n")
	}
	w.WriteString("</svg>\n")
}

// drawMoment draws a numbered moment and the line below it.
func drawMoment(w *strings.Builder, x, n, y, bottom int) {
	at := itoa(x)
	w.WriteString(`<path class="grid" d="M` + at + " " + itoa(y+timelineTop-24) + "V" + itoa(bottom) + `"/>` +
		`<circle class="moment" cx="` + at + `" cy="` + itoa(y) + `" r="` + itoa(momentRadius) + `"/><text class="moment-n" x="` + at + `" y="` + itoa(y+4) + `" text-anchor="middle">` + itoa(n) + "</text>")
}

// drawOpen draws a time that nothing limits, or of which nothing is said.
func drawOpen(w *strings.Builder, from, to, y int) {
	w.WriteString(`<rect class="bar-open" x="` + itoa(from) + `" y="` + itoa(y) + `" width="` + itoa(to-from) + `" height="` + itoa(barHeight) + `" rx="3"/>`)
}

// words says what the picture shows.
func (k *KeyView) words() string {
	var parts []string
	for _, m := range k.Moments {
		text := itoa(m.N) + ". " + m.Text
		if m.When != dash {
			text += ": " + m.When
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ") + "."
}

// have is the left side of a condition of keys; silence where it is not stated.
func (b *builder) have(c analysis.KeyCondition) Markdown {
	if c.Have.At.IsZero() {
		return muted(wordSilent)
	}
	return b.term(c.Have)
}

// gap is how long good tokens can be refused when a key signs at once.
func (b *builder) gap(k KeyView) Markdown {
	if len(k.GapMissing) > 0 || k.Gap.Path == "" {
		return ""
	}
	t := k.Gap
	t.Text = ""
	return b.term(t)
}

// repair is the smallest change that makes a condition hold: a setting, and how to write it.
func repair(text string) Markdown {
	path, what, ok := strings.Cut(text, ": ")
	if !ok {
		return Markdown(md(text))
	}
	return codeSpan(path) + ": " + Markdown(md(what))
}
