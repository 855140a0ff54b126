package draw

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"oss.terrastruct.com/d2/d2graph"
	"oss.terrastruct.com/d2/d2renderers/d2fonts"
	"oss.terrastruct.com/d2/d2target"
	"oss.terrastruct.com/d2/lib/geo"
	"oss.terrastruct.com/d2/lib/label"
)

// Sizes of the SVG, in pixels. One text size in two weights keeps a picture
// calm, and a renderer has to prepare only these two.
const (
	textSize   = 14
	lineHeight = 18
	boxPadX    = 18 // within a box, left and right of its text
	boxPadY    = 12 // above and below
	notePadY   = 8
	boxLeast   = 92 // width of the narrowest actor or state
	labelPad   = 4  // left and right of a label on a line, which is blank there
	corner     = "6"
)

// The classes that D2 carries from its objects into the SVG; stylesheet.go
// gives them their look.
const (
	classActor  = "actor"
	classNote   = "note"
	classGroup  = "group"
	classState  = "state"
	classLife   = "life"
	classReply  = "reply"
	classFailed = "failed"
	classAlarm  = "alarm"
	classStart  = "start"
	classEnd    = "end"
)

// restyle gives the objects of a compiled graph the look and the sizes of our
// SVGs. The D2 text stays free of it: there it would hide what the diagram
// says. Sizes come from here and not from D2's SetDimensions because that
// measures all text of a sequence in the regular weight, and messages in italics.
func (r *Renderer) restyle(g *d2graph.Graph) {
	sequence := g.Root.IsSequenceDiagram()
	for _, o := range g.Objects {
		class, padY := classState, boxPadY
		switch {
		case sequence && o.IsSequenceDiagramGroup():
			class = classGroup
		case sequence && o.Parent == g.Root:
			class = classActor
		case sequence:
			class, padY = classNote, notePadY
		}
		o.Classes = append([]string{class}, o.Classes...)
		bold := class != classNote
		o.Style.Bold = scalar(strconv.FormatBool(bold))
		o.Style.FontSize = scalar(strconv.Itoa(textSize))
		w, h := r.measure(o.Label.Value, bold)
		if class == classGroup {
			w += 2 * labelPad
		}
		o.LabelDimensions = d2target.TextDimensions{Width: w, Height: h}
		o.Box = geo.NewBox(nil, float64(w+2*boxPadX), float64(h+2*padY))
		if class != classGroup {
			o.Style.BorderRadius = scalar(corner)
			o.Width = max(o.Width, boxLeast)
		}
	}
	for _, e := range g.Edges {
		bold := slices.Contains(e.Classes, classFailed)
		e.Style.Bold, e.Style.Italic = scalar(strconv.FormatBool(bold)), scalar("false")
		e.Style.FontSize = scalar(strconv.Itoa(textSize))
		w, h := r.measure(e.Label.Value, bold)
		if h > 0 {
			w += 2 * labelPad
		}
		e.LabelDimensions = d2target.TextDimensions{Width: w, Height: h}
	}
}

func scalar(s string) *d2graph.Scalar { return &d2graph.Scalar{Value: s} }

// measure is the size of a label of one or more lines. The ruler knows Latin-1
// and takes other characters for about as wide as a capital.
func (r *Renderer) measure(text string, bold bool) (width, height int) {
	if text == "" {
		return 0, 0
	}
	style := d2fonts.FONT_STYLE_REGULAR
	if bold {
		style = d2fonts.FONT_STYLE_BOLD
	}
	font := d2fonts.SourceSansPro.Font(textSize, style)
	lines := strings.Split(text, "\n")
	for _, line := range lines {
		key := lineKey{line, bold}
		w, known := r.widths[key]
		if !known {
			w, _ = r.ruler.Measure(font, line)
			if len(r.widths) >= widthLimit {
				clear(r.widths)
			}
			r.widths[key] = w
		}
		width = max(width, w)
	}
	return width, lineHeight * len(lines)
}

// lineKey is a line of text in one of the two weights. A renderer remembers
// the widths of up to widthLimit: the pictures of a set have much text in
// common.
type lineKey struct {
	text string
	bold bool
}

const widthLimit = 4096

// layered is our layout for machines in the form that D2 takes layouts in.
func layered(g *d2graph.Graph) error {
	c := &chart{}
	index := map[*d2graph.Object]int{}
	for i, o := range g.Objects {
		index[o] = i
		c.boxes = append(c.boxes, box{w: o.Width, h: o.Height, root: slices.Contains(o.Classes, classStart)})
	}
	for _, e := range g.Edges {
		k := link{from: index[e.Src], to: index[e.Dst]}
		if e.Label.Value != "" {
			k.w, k.h = float64(e.LabelDimensions.Width), float64(e.LabelDimensions.Height)
		}
		c.links = append(c.links, k)
	}
	c.arrange()
	for i, o := range g.Objects {
		o.TopLeft = geo.NewPoint(c.boxes[i].x, c.boxes[i].y)
		o.Width, o.Height = c.boxes[i].w, c.boxes[i].h
		centre := label.InsideMiddleCenter.String()
		o.LabelPosition = &centre
	}
	for i, e := range g.Edges {
		k := c.links[i]
		e.Route = nil
		for _, p := range k.route {
			e.Route = append(e.Route, geo.NewPoint(p.x, p.y))
		}
		e.IsCurve = !k.loop
		if e.Label.Value == "" {
			continue
		}
		position, share := label.UnlockedMiddle.String(), k.labelShare()
		if k.loop {
			position = label.OutsideTopCenter.String()
		}
		e.LabelPosition, e.LabelPercentage = &position, &share
	}
	return nil
}

// labelShare is where the label is, as a share of the length of the route's
// points, which is how D2 is told. The label is always on a vertical stretch.
func (k *link) labelShare() float64 {
	total, at := 0.0, 0.0
	for i := 1; i < len(k.route); i++ {
		a, b := k.route[i-1], k.route[i]
		low, high := min(a.y, b.y), max(a.y, b.y)
		if a.x == b.x && a.x == k.label.x && low <= k.label.y && k.label.y <= high {
			at = total + math.Abs(k.label.y-a.y)
		}
		total += math.Hypot(b.x-a.x, b.y-a.y)
	}
	if total == 0 {
		return 0
	}
	return at / total
}
