package site

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// chartRow is one token of the chart of lifetimes.
type chartRow struct {
	name string
	bars []chartBar
}

// chartBar is one bound of a lifetime. A life without an end reaches the edge of the chart.
type chartBar struct {
	class        string // one of barKinds
	min, at, max specs.Extent
}

// Sizes of the chart, in pixels; there is a wide one and one for phones, shown by the style sheet.
const (
	chartWide, chartNarrow = 720, 340
	maxNameRunes           = 26  // of a token's name; longer ones are cut
	nameWidth              = 7.9 // of a character of a name, about
	barHeight              = 16
	chartTop, rowGap       = 26, 9
	charWidth              = 6.7 // of the label font, about
	narrowName             = 18  // height of a name above its bars
)

// chart draws how long every token lives, on a logarithmic axis of time; nothing where no lifetime can be worked out.
func (b *builder) chart() Markdown {
	rows := b.lifeRows()
	if !slices.ContainsFunc(rows, func(r chartRow) bool {
		return slices.ContainsFunc(r.bars, func(bar chartBar) bool { return bar.at.Kind == specs.Finite })
	}) {
		return ""
	}
	rows = append(rows, b.marginRows()...)
	scale := newScale(rows)
	var w strings.Builder
	w.WriteString(`<figure class="chart">` + "\n")
	b.drawChart(&w, rows, scale, chartWide, "w")
	b.drawChart(&w, rows, scale, chartNarrow, "n")
	w.WriteString("<figcaption>")
	for _, k := range barKinds {
		if slices.ContainsFunc(rows, func(r chartRow) bool {
			return slices.ContainsFunc(r.bars, func(bar chartBar) bool { return bar.class == k.class })
		}) {
			w.WriteString(`<span class="key key-` + k.class + `">` + k.key + "</span> ")
		}
	}
	w.WriteString(`<span class="key-note">The axis is logarithmic; a thin line shows the range that can be asked for or set.</span></figcaption></figure>` + "\n")
	return b.addBlock(w.String(), "")
}

// barKinds are what bars show: the class of the bar, how its label begins, how words begin, and the key.
var barKinds = []struct{ class, label, words, key string }{
	{"ttl", "", "", "from issue"},
	{"idle", "idle ", "without use ", "without use"},
	{"absolute", "at most ", "at most ", "at most"},
	{"margin", "", "", "tolerance"},
}

func barKind(class string) int {
	return slices.IndexFunc(barKinds, func(k struct{ class, label, words, key string }) bool { return k.class == class })
}

// lifeRows are the tokens.
func (b *builder) lifeRows() []chartRow {
	var rows []chartRow
	for _, id := range b.policy.Tokens.IDs() {
		t := at[specs.Token](b.policy, "tokens."+id)
		row := chartRow{name: title(t.Title, id)}
		for i, a := range []*specs.Amount{&t.Lifetime.TTL, &t.Lifetime.Idle, &t.Lifetime.Absolute.Of} {
			if r, ok := analysis.AmountRange(b.policy, a, nil); ok {
				row.bars = append(row.bars, chartBar{barKinds[i].class, r.Min, r.Default, r.Max})
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// marginRows are the times around a life's ends: clocks that are off, renewal ahead of the end, old strings that still
// work.
func (b *builder) marginRows() []chartRow {
	var rows []chartRow
	add := func(name string, r analysis.Range) {
		rows = append(rows, chartRow{name: name, bars: []chartBar{{"margin", r.Min, r.Default, r.Max}}})
	}
	exactly := func(d specs.Duration) analysis.Range {
		e := specs.Extent{Kind: specs.Finite, D: d}
		return analysis.Range{Min: e, Default: e, Max: e}
	}
	if skew := at[specs.Validation](b.policy, "validation").ClockSkew.Tolerance; skew.IsSet() && skew.V > 0 {
		add("Clocks may be off by", exactly(skew.V))
	}
	var access analysis.Range // the first life that clients keep renewing
	for _, id := range b.policy.Tokens.IDs() {
		t := at[specs.Token](b.policy, "tokens."+id)
		if r, ok := analysis.AmountRange(b.policy, &t.Lifetime.TTL, nil); ok && access.Default.Kind != specs.Finite && t.Type.V == specs.AccessToken {
			access = r
		}
		if r, ok := analysis.AmountRange(b.policy, &t.Rotation.Previous.Lifetime.TTL, nil); ok && r.Max.Kind == specs.Finite && r.Max.D > 0 {
			add("Replaced "+lowerFirst(title(t.Title, id)), r)
		}
	}
	if ahead := at[specs.ClientStrategy](b.policy, "client_strategy").RefreshAt.Remaining; ahead.IsSet() && access.Default.Kind == specs.Finite {
		if d := ahead.V.Apply(access.Default.D); d > 0 {
			add("Renewed before the end", exactly(d))
		}
	}
	return rows
}

// lowerFirst begins a name with a small letter, unless it is an abbreviation.
func lowerFirst(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// ticks are the times that an axis may show.
var ticks = []struct {
	d    specs.Duration
	text string
}{
	{specs.Duration(time.Second), "1 s"}, {specs.Duration(10 * time.Second), "10 s"}, {specs.Duration(time.Minute), "1 min"},
	{specs.Duration(10 * time.Minute), "10 min"}, {specs.Duration(time.Hour), "1 h"}, {specs.Duration(8 * time.Hour), "8 h"},
	{specs.Day, "1 day"}, {7 * specs.Day, "7 days"}, {30 * specs.Day, "30 days"}, {90 * specs.Day, "90 days"},
	{365 * specs.Day, "1 year"}, {3650 * specs.Day, "10 years"}, {36500 * specs.Day, "100 years"},
}

// timeScale maps times to shares of a width.
type timeScale struct{ first, last int } // of ticks

func newScale(rows []chartRow) timeScale {
	lo, hi := specs.Duration(math.MaxInt64), specs.Duration(0)
	for _, r := range rows {
		for _, bar := range r.bars {
			for _, e := range []specs.Extent{bar.min, bar.at, bar.max} {
				if e.Kind == specs.Finite && e.D > 0 {
					lo, hi = min(lo, e.D), max(hi, e.D)
				}
			}
		}
	}
	s := timeScale{0, len(ticks) - 1}
	for s.first+1 < len(ticks) && ticks[s.first+1].d < lo {
		s.first++
	}
	for s.last > s.first+1 && ticks[s.last-1].d >= hi {
		s.last--
	}
	return s
}

// share is where a time stands between the ends of the axis; what has no end stands at the right edge.
func (s timeScale) share(e specs.Extent) float64 {
	if e.Kind != specs.Finite {
		return 1
	}
	lo, hi := math.Log(float64(ticks[s.first].d)), math.Log(float64(ticks[s.last].d))
	d := max(e.D, ticks[s.first].d)
	return min(1, max(0.004, (math.Log(float64(d))-lo)/(hi-lo)))
}

// drawChart draws one of the two forms. All places are whole pixels, so that the bytes are the same on every machine.
func (b *builder) drawChart(w *strings.Builder, rows []chartRow, s timeScale, width int, form string) {
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.name
	}
	left, plot := chartFrame(names, width, form)
	height := chartTop
	for _, r := range rows {
		height += rowHeight(r, form)
	}
	openChart(w, "lifetimes-"+form, form, width, height+4, "How long each token lives", chartWords(rows))
	before := -100
	for i := s.first; i <= s.last; i++ {
		x := left + int(math.Round(s.share(specs.Extent{D: ticks[i].d})*float64(plot)))
		if i == s.first {
			x = left
		}
		w.WriteString(`<path class="grid" d="M` + itoa(x) + " " + itoa(chartTop-6) + "V" + itoa(height) + `"/>`)
		anchor, room := "middle", 54
		switch i {
		case s.first:
			anchor = "start"
		case s.last:
			anchor = "end"
		}
		if x-before >= room && (i == s.last || left+plot-x >= room) {
			w.WriteString(`<text class="tick" x="` + itoa(x) + `" y="12" text-anchor="` + anchor + `">` + ticks[i].text + "</text>")
			before = x
		}
	}
	w.WriteString("\n")
	y := chartTop
	for _, r := range rows {
		drawRow(w, r, s, left, plot, y, form)
		y += rowHeight(r, form)
	}
	w.WriteString("</svg>\n")
}

// openChart begins the picture of a chart with its accessible name and description.
func openChart(w *strings.Builder, id, form string, width, height int, name, words string) {
	w.WriteString(`<svg class="chart-` + form + `" viewBox="0 0 ` + itoa(width) + " " + itoa(height) + `" role="img" aria-labelledby="` + id + `-t ` + id + `-d">` +
		`<title id="` + id + `-t">` + escape.SVGText(name) + `</title><desc id="` + id + `-d">` + escape.SVGText(words) + "</desc>\n")
}

// chartFrame is where names and bars of a chart stand: the narrow form has the names above the bars.
func chartFrame(names []string, width int, form string) (left, plot int) {
	if form == "n" {
		return 4, width - 8
	}
	longest := 0
	for _, n := range names {
		longest = max(longest, len([]rune(chartName(n))))
	}
	left = 20 + int(float64(longest)*nameWidth)
	return left, width - left - 8
}

// drawName writes the name of a row, and gives back where its bars begin.
func drawName(w *strings.Builder, name string, left, y int, form string) int {
	name = escape.SVGText(chartName(name))
	if form == "n" {
		w.WriteString(`<text class="name" x="` + itoa(left) + `" y="` + itoa(y+13) + `">` + name + "</text>")
		return y + narrowName
	}
	w.WriteString(`<text class="name" x="` + itoa(left-12) + `" y="` + itoa(y+13) + `" text-anchor="end">` + name + "</text>")
	return y
}

// drawBar draws a bar from one place to another.
func drawBar(w *strings.Builder, class string, from, to, y int) {
	w.WriteString(`<rect class="bar bar-` + class + `" x="` + itoa(from) + `" y="` + itoa(y) + `" width="` + itoa(max(3, to-from)) + `" height="` + itoa(barHeight) + `" rx="3"/>`)
}

// chartName is a name as a chart has room for it.
func chartName(name string) string {
	runes := []rune(escape.Fold(name))
	if len(runes) > maxNameRunes {
		return string(runes[:maxNameRunes-1]) + "…"
	}
	return string(runes)
}

func rowHeight(_ chartRow, form string) int {
	if form == "n" {
		return barHeight + narrowName + rowGap
	}
	return barHeight + rowGap
}

// drawRow draws the bars of a row over each other, the longest first, and says what they show behind the longest, or
// within it where there is no room.
func drawRow(w *strings.Builder, r chartRow, s timeScale, left, plot, y int, form string) {
	y = drawName(w, r.name, left, y, form)
	if len(r.bars) == 0 {
		w.WriteString(`<text class="label" x="` + itoa(left+6) + `" y="` + itoa(y+12) + `">` + wordSilent + "</text>\n")
		return
	}
	place := func(e specs.Extent) int { return left + int(math.Round(s.share(e)*float64(plot))) }
	bars := slices.Clone(r.bars)
	slices.SortStableFunc(bars, func(a, b chartBar) int { return place(b.at) - place(a.at) })
	end := left
	for _, bar := range bars {
		drawBar(w, bar.class, left, place(bar.at), y)
		end = max(end, place(bar.at))
		if bar.min != bar.max {
			from, to := place(bar.min), place(bar.max)
			w.WriteString(`<path class="range" d="M` + itoa(from) + " " + itoa(y+barHeight/2) + "H" + itoa(to) + "M" + itoa(from) + " " + itoa(y+3) + "v" + itoa(barHeight-6) +
				"M" + itoa(to) + " " + itoa(y+3) + "v" + itoa(barHeight-6) + `"/>`)
			end = max(end, to)
		}
	}
	var parts []string
	for _, bar := range r.bars {
		parts = append(parts, barKinds[barKind(bar.class)].label+shortExtent(bar.at))
	}
	text := strings.Join(parts, " · ")
	switch size := int(float64(utf8.RuneCountInString(text))*charWidth) + 12; {
	case end+size <= left+plot:
		w.WriteString(`<text class="label" x="` + itoa(end+6) + `" y="` + itoa(y+12) + `">` + text + "</text>\n")
	case place(bars[len(bars)-1].at)-left >= size: // within the shortest bar, which is the one on top
		w.WriteString(`<text class="label inside-` + bars[len(bars)-1].class + `" x="` + itoa(left+8) + `" y="` + itoa(y+12) + `">` + text + "</text>\n")
	default:
		w.WriteString(`<text class="label edge" x="` + itoa(left+plot-4) + `" y="` + itoa(y+12) + `" text-anchor="end">` + text + "</text>\n")
	}
}

// shortExtent writes a time for the chart, where there is little room.
func shortExtent(e specs.Extent) string {
	if e.Kind != specs.Finite {
		return e.Words()
	}
	words := e.Words()
	if strings.Count(words, " ") > 3 {
		return e.String()
	}
	return strings.NewReplacer(" minutes", " min", " minute", " min", " seconds", " s", " second", " s", " hours", " h", " hour", " h").Replace(words)
}

// chartWords says what the chart shows.
func chartWords(rows []chartRow) string {
	var parts []string
	for _, r := range rows {
		var bars []string
		for _, bar := range r.bars {
			t := barKinds[barKind(bar.class)].words + bar.at.Words()
			if bar.min != bar.max {
				t += " (" + bar.min.Words() + " to " + bar.max.Words() + ")"
			}
			bars = append(bars, t)
		}
		if len(bars) == 0 {
			bars = []string{wordSilent}
		}
		parts = append(parts, r.name+": "+strings.Join(bars, ", "))
	}
	return strings.Join(parts, "; ") + "."
}
