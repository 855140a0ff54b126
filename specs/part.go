package specs

import (
	"reflect"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// PartKind says what a part of a policy is made of.
type PartKind uint8

// The kinds.
const (
	PartValue     PartKind = iota // one value
	PartList                      // a list of plain values
	PartMembers                   // a list of structures
	PartEntries                   // a collection of named things
	PartFields                    // a structure
	PartCondition                 // a condition
)

// Part is a setting as it holds for one choice, with the way to what stands below it. Programs that compare or measure
// policies walk along parts, where those that show a known setting use Effective.
type Part struct {
	// Segments is its path. A structure in a list has a name made from what it says, in place of its number.
	Segments []string
	// Pattern is its path in the format: * stands for names and numbers.
	Pattern string

	short     int // how many names at the end of the path stand for what holds them, so that an author may leave them out
	v         reflect.Value
	info      *typeInfo
	direction string
}

// Whole is the policy as it is written, without its variants.
func (p *Policy) Whole() Part {
	v := reflect.ValueOf(p.Document).Elem()
	return Part{v: v, info: infoOf(v.Type())}
}

// PartAt is what holds at a path for a selection; a silent part where nothing does. ok is false where the format has no
// such path.
func (p *Policy) PartAt(segments []string, sel Selection) (part Part, ok bool) {
	part, ok = placeInFormat(segments)
	if !ok {
		return part, false
	}
	if v, _, found := p.effective(segments, sel); found && v.Type() == part.info.typ {
		part.v = v
	} else {
		part.v = reflect.New(part.info.typ).Elem()
	}
	return part, true
}

// placeInFormat is what the format says of a path: a part without a value.
func placeInFormat(segments []string) (Part, bool) {
	info, direction := infoOf(reflect.TypeFor[Document]()), ""
	var pattern []string
	for _, s := range segments {
		switch info.kind {
		case structType:
			f := info.byName[s]
			if f == nil {
				return Part{}, false
			}
			if f.floor != "" {
				direction = f.floor
			}
			pattern, info = append(pattern, s), f.info()
		case mapType, listType:
			pattern, info = append(pattern, "*"), info.member()
		case valueType, selectorType, rawType, plainType:
			return Part{}, false
		}
	}
	return Part{Segments: segments, Pattern: strings.Join(pattern, "."), info: info, direction: direction}, true
}

// Varied are the paths of the settings that variants replace, each without those below it, in the order of the text. A
// path ends before the first list, since the members of a list are known by number alone.
func (p *Policy) Varied() [][]string {
	var out [][]string
	for i := range p.overrides {
		path := p.overrides[i].path
		for n := range path {
			if part, ok := placeInFormat(path[:n]); ok && part.info.kind == listType {
				path = path[:n]
				break
			}
		}
		out = append(out, path)
	}
	return Topmost(out)
}

// Topmost are the paths that have none of the others above them, each once, in their order.
func Topmost(paths [][]string) [][]string {
	var out [][]string
	for _, path := range paths {
		above := func(other []string) bool { return len(other) <= len(path) && slices.Equal(other, path[:len(other)]) }
		if slices.ContainsFunc(out, above) {
			continue
		}
		out = slices.DeleteFunc(out, func(other []string) bool {
			return len(path) <= len(other) && slices.Equal(path, other[:len(path)])
		})
		out = append(out, path)
	}
	return out
}

// Kind says what it is made of.
func (p Part) Kind() PartKind {
	switch p.info.kind {
	case listType:
		if p.info.elem.kind == structType {
			return PartMembers
		}
		return PartList
	case mapType:
		return PartEntries
	case structType:
		return PartFields
	case selectorType:
		return PartCondition
	case valueType, rawType, plainType:
	}
	return PartValue
}

func (p Part) mark() *Mark { return p.v.Addr().Interface().(marked).mark() }

// State is what it states.
func (p Part) State() State { return p.mark().State }

// At is its place.
func (p Part) At() diag.Span { return p.mark().At }

// Because is the reason beside it.
func (p Part) Because() Prose { return p.mark().Because() }

// Force is how binding it is said to be; empty where nothing is said.
func (p Part) Force() Force {
	if n := p.mark().Note; n != nil {
		return n.Force.V
	}
	return ""
}

// Text is what it says, as an author would write it in one line.
func (p Part) Text() string { return textOf(p.v) }

// Path is its path as an author may write it: names at its end that stand for their whole structure are left out.
func (p Part) Path() string { return strings.Join(p.Segments[:len(p.Segments)-p.short], ".") }

// Direction is how far a floor lets it move: shorter, longer, subset, superset, stronger, same, or empty.
func (p Part) Direction() string { return p.direction }

// Prose reports whether it is text for people.
func (p Part) Prose() bool {
	return p.info.kind == valueType && p.info.elem.typ == reflect.TypeFor[Prose]()
}

// Amount is the amount of time that it is, or nil.
func (p Part) Amount() *Amount {
	a, _ := p.v.Addr().Interface().(*Amount)
	return a
}

// Words are the words that it may be, from the weakest on where Ordered; none where it is no word.
func (p Part) Words() (words []string, ordered bool) {
	if p.info.kind != valueType || p.info.elem.words == nil {
		return nil, false
	}
	for _, w := range p.info.elem.words.words {
		words = append(words, w.Name)
	}
	return words, p.info.elem.words.ordered
}

// Silent is the same setting without a word about it.
func (p Part) Silent() Part {
	p.v = reflect.New(p.v.Type()).Elem()
	return p
}

// Promises reports whether it, or anything stated below it, is something that a floor could hold.
func (p Part) Promises() bool {
	return p.direction != "" || slices.ContainsFunc(p.Below(), Part.Promises)
}

// Measure is a number by which values of one unit compare; words of an ordered vocabulary count by their place. ok is
// false for what has no order and for what states no value.
func (p Part) Measure() (unit string, m int64, ok bool) {
	if m, ok = magnitude(p.v); ok {
		return "size", m, true
	}
	if p.info.kind != valueType || p.State() != Set {
		return "", 0, false
	}
	if words, ordered := p.Words(); ordered {
		i := slices.Index(words, p.Text())
		return "word", int64(i), i >= 0
	}
	const fine = 1e6 // parts of a percent that still count
	switch x := p.v.Field(payload).Interface().(type) {
	case bool:
		if x {
			m = 1
		}
		return "truth", m, true
	case Share:
		if x.Of {
			return "percent", int64(x.Percent * fine), true
		}
		return "size", int64(x.D), true
	case Threshold:
		switch {
		case x.IsTime:
			return "size", int64(x.D), true
		case x.Percent:
			return "percent", int64(x.Number * fine), true
		}
		return "number", int64(x.Number * fine), true
	case Date:
		return "day", x.Unix(), true
	}
	return "", 0, false
}

// Item is one value of a list of plain values.
type Item struct {
	Text string
	At   diag.Span
}

// Items are the values of a list of plain values.
func (p Part) Items() []Item {
	if p.Kind() != PartList {
		return nil
	}
	items := p.v.Field(payload)
	var out []Item
	for i := range items.Len() {
		out = append(out, Item{textOf(items.Index(i)), items.Index(i).Addr().Interface().(marked).mark().At})
	}
	return out
}

// Name is the last part of its path.
func (p Part) Name() string {
	if len(p.Segments) == 0 {
		return ""
	}
	return p.Segments[len(p.Segments)-1]
}

// Below are the settings stated below it: those of a structure in the order of the format, the entries of a collection
// and the members of a list of structures in the order written. An entry that is stated to be none is not there.
func (p Part) Below() []Part {
	var out []Part
	switch p.info.kind {
	case structType:
		short := onlyShort(p.v, p.info, true)
		for i := range p.info.fields {
			f := &p.info.fields[i]
			v := p.v.Field(f.index)
			if !stated(v) {
				continue
			}
			child := p.child(f.name, f.name, v)
			if f.floor != "" {
				child.direction = f.floor
			}
			if f.short && short.IsValid() {
				child.short = p.short + 1
			}
			out = append(out, child)
		}
	case mapType:
		entries := p.v.Field(payload)
		for i := range entries.Len() {
			if v := entries.Index(i).Field(entryV); v.Addr().Interface().(marked).mark().State != None {
				out = append(out, p.child(entries.Index(i).Field(entryID).String(), "*", v))
			}
		}
	case listType:
		if p.info.elem.kind != structType {
			return nil
		}
		items := p.v.Field(payload)
		seen := map[string]int{}
		for i := range items.Len() {
			name := memberName(items.Index(i))
			if seen[name]++; seen[name] > 1 {
				name += " #" + indexKey(seen[name])
			}
			out = append(out, p.child(name, "*", items.Index(i)))
		}
	case valueType, selectorType, rawType, plainType:
	}
	return out
}

func (p Part) child(name, pattern string, v reflect.Value) Part {
	return Part{Segments: append(p.Segments[:len(p.Segments):len(p.Segments)], name), Pattern: join(p.Pattern, pattern), v: v, info: infoOf(v.Type()), direction: p.direction}
}

// memberName is what a structure in a list is known by: what its short form stands for, else the first thing it states.
func memberName(v reflect.Value) string {
	info := infoOf(v.Type())
	if info.short != nil && stated(v.Field(info.short.index)) {
		return textOf(v.Field(info.short.index))
	}
	for i := range info.fields {
		if f := v.Field(info.fields[i].index); stated(f) {
			return textOf(f)
		}
	}
	return textOf(v)
}

// Truth reports whether it is true or false.
func (p Part) Truth() bool {
	return p.info.kind == valueType && p.info.elem.typ.Kind() == reflect.Bool
}
