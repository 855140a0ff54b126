package draw

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// allowed lists the elements that a picture may have and their attributes.
// There is no script, link, image, animation, event, style attribute or
// foreign content among them, and scan lets nothing else pass.
var allowed = map[string][]string{
	"svg":     {"xmlns", "class", "role", "aria-labelledby", "width", "height", "viewBox"},
	"title":   {"id"},
	"desc":    {"id"},
	"style":   {},
	"g":       {"class"},
	"rect":    {"class", "x", "y", "width", "height", "rx", "fill"},
	"path":    {"d", "marker-end", "mask"},
	"text":    {"class", "x", "y"},
	"tspan":   {"x", "dy"},
	"marker":  {"id", "markerWidth", "markerHeight", "refX", "refY", "viewBox", "orient", "markerUnits"},
	"polygon": {"points"},
	"mask":    {"id", "maskUnits", "x", "y", "width", "height"},
}

// contents lists the elements that may hold text.
var contents = []string{"title", "desc", "style", "text", "tspan"}

// classes lists the classes that occur.
var classes = []string{rootClass, "ground", "b", classActor, classNote, classGroup, classState, classLife,
	classReply, classFailed, classAlarm, classStart, classEnd}

// scan is the last look at a picture before anybody gets it. It proves anew,
// from the finished bytes, what the steps before are meant to ensure: only
// allowed elements and attributes, well nested, every value of the shape that
// its attribute has, every id and reference with the prefix of the picture, a
// style that is exactly css, and no character that XML forbids.
func scan(svg, prefix, css string) error {
	if svg == "" || !utf8.ValidString(svg) {
		return errors.New("nothing, or not UTF-8")
	}
	var open []string
	var room []attr
	for rest := svg; rest != ""; {
		t, after, err := nextToken(rest, room)
		if err != nil {
			return fmt.Errorf("%w at byte %d", err, len(svg)-len(rest))
		}
		rest = after
		if t.attrs != nil {
			room = t.attrs
		}
		switch t.kind {
		case startTag:
			if (t.name == "svg") != (len(open) == 0) {
				return errors.New("an svg element within another, or none around")
			}
			if err := scanElement(&t, prefix); err != nil {
				return err
			}
			if !t.empty {
				open = append(open, t.name)
			}
		case endTag:
			if len(open) == 0 || open[len(open)-1] != t.name {
				return fmt.Errorf("end of %s out of place", t.name)
			}
			if open = open[:len(open)-1]; len(open) == 0 && rest != "" {
				return errors.New("content behind the picture")
			}
		case textRun:
			if len(open) == 0 || !slices.Contains(contents, open[len(open)-1]) {
				return fmt.Errorf("text %.20q where none belongs", t.text)
			}
			if open[len(open)-1] == "style" {
				if t.text != css {
					return errors.New("a style that is not ours")
				}
			} else if !plainText(t.text) {
				return fmt.Errorf("text %.20q is not escaped", t.text)
			}
		}
	}
	if len(open) > 0 {
		return fmt.Errorf("%s is not closed", open[len(open)-1])
	}
	return nil
}

func scanElement(t *token, prefix string) error {
	names, ok := allowed[t.name]
	if !ok {
		return fmt.Errorf("element %s is not allowed", t.name)
	}
	for i, a := range t.attrs {
		if !slices.Contains(names, a.name) {
			return fmt.Errorf("attribute %s of %s is not allowed", a.name, t.name)
		}
		if slices.ContainsFunc(t.attrs[:i], func(b attr) bool { return b.name == a.name }) {
			return fmt.Errorf("attribute %s of %s is there twice", a.name, t.name)
		}
		if !valueFits(a, prefix) {
			return fmt.Errorf("value %.40q of attribute %s of %s is not allowed", a.value, a.name, t.name)
		}
	}
	return nil
}

// valueFits reports whether a value is of the shape that its attribute has.
func valueFits(a attr, prefix string) bool {
	switch a.name {
	case "xmlns":
		return a.value == "http://www.w3.org/2000/svg"
	case "role":
		return a.value == "img"
	case "class":
		return !slices.ContainsFunc(strings.Split(a.value, " "), func(c string) bool { return !slices.Contains(classes, c) && !isWidthClass(c) })
	case "id":
		return isID(a.value, prefix)
	case "aria-labelledby":
		return !slices.ContainsFunc(strings.Split(a.value, " "), func(id string) bool { return !isID(id, prefix) })
	case "mask", "marker-end":
		id, ok := strings.CutPrefix(a.value, "url(#")
		id, closed := strings.CutSuffix(id, ")")
		return ok && closed && isID(id, prefix)
	case "fill":
		return a.value == "#fff"
	case "orient":
		return a.value == "auto"
	case "markerUnits", "maskUnits":
		return a.value == "userSpaceOnUse"
	}
	return strings.Trim(a.value, "0123456789.- MLCS") == ""
}

// isID accepts the prefix of the picture and one letter.
func isID(id, prefix string) bool {
	letter, ok := strings.CutPrefix(id, prefix)
	return ok && len(letter) == 1 && letter[0] >= 'a' && letter[0] <= 'z'
}

// plainText accepts text in which every ampersand starts one of the entities
// that escaping makes and every character may be in XML.
func plainText(s string) bool {
	for i, r := range s {
		if r < 0x20 || r == '<' || r == '>' || r == 0xFFFE || r == 0xFFFF {
			return false
		}
		if r == '&' {
			end := strings.IndexByte(s[i:], ';')
			if end < 0 || !slices.Contains(entities, s[i:i+end+1]) {
				return false
			}
		}
	}
	return true
}

// entities are what xml.EscapeText, which D2 uses too, makes of characters.
var entities = []string{"&amp;", "&lt;", "&gt;", "&#34;", "&#39;", "&quot;", "&apos;"}
