package draw

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A trimmer rewrites the bare shapes that D2 draws: only what shows is kept,
// numbers get one decimal, colours become classes, and the ids, which D2 makes
// of hashes, become the picture's own prefix and a counter.
type trimmer struct {
	out    strings.Builder
	prefix string
	open   []string // what stands for each open element of D2; "" if nothing does
	skip   int      // how many open elements are within one that is left out
	view   [4]int   // left, top, width, height
	shape  bool     // within a shape, as opposed to beside it
	mask   bool
	failed bool            // within a group of class failed
	frames bool            // within the frame of a group of steps
	edge   float64         // where that frame's caption begins
	heavy  bool            // within bold text
	marks  map[string]bool // arrow heads written so far

	captions      strings.Builder // rectangles of the mask for the captions of frames
	regular, bold strings.Builder // the text of either weight: what a font must have
}

func (t *trimmer) rewrite(svg string) error {
	var room []attr
	for svg != "" {
		tok, rest, err := nextToken(svg, room)
		if err != nil {
			return err
		}
		svg = rest
		if tok.attrs != nil {
			room = tok.attrs
		}
		switch tok.kind {
		case textRun:
			t.text(tok.text)
		case endTag:
			if len(t.open) == 0 {
				return errMarkup
			}
			t.end()
		case startTag:
			if err := t.start(&tok); err != nil {
				return err
			}
			if tok.empty {
				t.end()
			}
		}
	}
	if len(t.open) != 0 {
		return errMarkup
	}
	return nil
}

const dropped = "-" // stands for an element that is left out with its content

func (t *trimmer) end() {
	name := t.open[len(t.open)-1]
	t.open = t.open[:len(t.open)-1]
	switch name {
	case "":
	case dropped:
		t.skip--
	case "shape":
		t.shape = false
	default:
		if name == "mask" {
			t.mask = false
			t.out.WriteString(t.captions.String())
		}
		t.out.WriteString("</" + name + ">")
	}
}

func (t *trimmer) text(s string) {
	if t.skip > 0 || strings.TrimSpace(s) == "" {
		return
	}
	t.out.WriteString(s)
	if t.heavy {
		t.bold.WriteString(s)
	} else {
		t.regular.WriteString(s)
	}
}

func (t *trimmer) start(tok *token) error {
	if t.skip > 0 {
		t.skip++
		t.open = append(t.open, dropped)
		return nil
	}
	switch {
	case len(t.open) == 0:
		if tok.name != "g" {
			return errMarkup
		}
		t.open = append(t.open, "")
		return t.viewBox(tok.get("viewBox"))
	case tok.name == "g" && strings.HasPrefix(tok.get("class"), "shape"):
		t.shape = true
		t.open = append(t.open, "shape")
		return nil
	case tok.name == "g":
		t.group(tok.get("class"))
		return nil
	case tok.name == "rect" && !t.shape && !t.mask, tok.name == "marker" && t.marks[t.markerID()]:
		// The background, since we have our own; the backing of a caption, for
		// which the mask leaves the lifelines out instead; and arrow heads that
		// are there already.
		if tok.name == "rect" && len(t.open) > 1 {
			t.place(&t.captions, tok)
			t.captions.WriteString("/>")
		}
		t.skip++
		t.open = append(t.open, dropped)
		return nil
	}
	if tok.name == "marker" {
		t.marks[t.markerID()] = true
	}
	return t.element(tok)
}

// viewBox reads the size of the whole picture off D2's outermost element.
func (t *trimmer) viewBox(s string) error {
	fields := strings.Fields(s)
	if len(fields) != 4 {
		return errMarkup
	}
	for i, f := range fields {
		n, err := strconv.Atoi(f)
		if err != nil {
			return fmt.Errorf("size of the picture: %w", err)
		}
		t.view[i] = n
	}
	return nil
}

// group keeps a group only for the classes that style.go has given it; the
// first class is D2's encoding of an id.
func (t *trimmer) group(class string) {
	_, ours, _ := strings.Cut(class, " ")
	t.failed = slices.Contains(strings.Fields(ours), classFailed)
	t.frames = slices.Contains(strings.Fields(ours), classGroup)
	if ours == "" {
		t.open = append(t.open, "")
		return
	}
	t.out.WriteString(`<g class="` + ours + `">`)
	t.open = append(t.open, "g")
}

// kept lists the attributes of D2's elements that say where something is.
// What they say about looks is in the stylesheet.
var kept = map[string][]string{
	"rect":    {"x", "y", "width", "height", "rx"},
	"path":    {"d", "marker-end", "mask"},
	"text":    {"x", "y"},
	"tspan":   {"x", "dy"},
	"marker":  {"id", "markerWidth", "markerHeight", "refX", "refY", "viewBox", "orient", "markerUnits"},
	"polygon": {"points"},
	"mask":    {"id", "maskUnits", "x", "y", "width", "height"},
}

func (t *trimmer) element(tok *token) error {
	if _, ok := kept[tok.name]; !ok {
		return fmt.Errorf("%w: element %s", errMarkup, tok.name)
	}
	t.place(&t.out, tok)
	switch {
	case tok.name == "mask":
		t.mask = true
	case tok.name == "rect" && tok.get("fill") == "white":
		t.out.WriteString(` fill="#fff"`)
	case tok.name == "text":
		if t.heavy = strings.HasPrefix(tok.get("class"), "text-bold"); t.heavy {
			t.out.WriteString(` class="b"`)
		}
	}
	if tok.empty || tok.name == "rect" {
		t.out.WriteString("/>")
		t.open = append(t.open, "")
		return nil
	}
	t.out.WriteString(">")
	t.open = append(t.open, tok.name)
	return nil
}

// place writes the start of an element with its attributes.
func (t *trimmer) place(out *strings.Builder, tok *token) {
	out.WriteString("<" + tok.name)
	for _, name := range kept[tok.name] {
		if value := t.value(tok, name); value != "" {
			out.WriteString(" " + name + `="` + value + `"`)
		}
	}
}

func (t *trimmer) value(tok *token, name string) string {
	value := tok.get(name)
	if t.frames && name == "x" {
		switch tok.name {
		case "rect":
			if x, err := strconv.ParseFloat(value, 64); err == nil {
				t.edge = x + captionIndent
			}
		case "text", "tspan": // D2 centres each line of a caption; readers look for its beginning
			return shortNumbers(strconv.FormatFloat(t.edge, 'f', -1, 64))
		}
	}
	switch name {
	case "orient", "markerUnits", "maskUnits":
		return value
	case "id":
		if tok.name == "marker" {
			return t.markerID()
		}
		return t.prefix + "m"
	case "mask":
		return "url(#" + t.prefix + "m)"
	case "marker-end":
		if value == "" {
			return ""
		}
		return "url(#" + t.markerID() + ")"
	}
	value = shortNumbers(value)
	if value == "0" && (name == "dy" || name == "rx") {
		return ""
	}
	return value
}

// captionIndent is how far a caption stands from the edge of the rectangle that
// D2 puts behind it, the last one before it.
const captionIndent = 2

// markerID is the id of the arrow head in the current group: the danger colour
// has its own, since a marker takes its colour from where it is defined.
func (t *trimmer) markerID() string {
	if t.failed {
		return t.prefix + "x"
	}
	return t.prefix + "a"
}

// shortNumbers writes the numbers in a path, a list of points or a single
// number with at most one decimal, and letters without space around them.
func shortNumbers(s string) string {
	b := make([]byte, 0, len(s))
	for s != "" {
		end := strings.IndexAny(s, " ,")
		if end < 0 {
			end = len(s)
		}
		f := s[:end]
		s = s[min(end+1, len(s)):]
		if f == "" {
			continue
		}
		if c := f[0]; c >= 'A' && c <= 'Z' {
			b = append(b, f...)
			continue
		}
		n, err := strconv.ParseFloat(f, 64)
		if err != nil {
			b = append(b, f...) // not a number: the scan will refuse it
			continue
		}
		if len(b) > 0 && b[len(b)-1] >= '0' && b[len(b)-1] <= '9' {
			b = append(b, ' ')
		}
		if n = math.Round(n*10) / 10; n == 0 {
			n = 0 // never -0
		}
		b = strconv.AppendFloat(b, n, 'f', -1, 64)
	}
	return string(b)
}
