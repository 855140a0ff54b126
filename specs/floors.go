package specs

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// floors checks a policy against the settings that its bases let it only tighten.
func (l *linker) floors() {
	for _, base := range l.source.bases {
		if base.get("floor") == nil {
			continue
		}
		var ignored diag.List // the base's own faults are found where the base is checked
		doc := decodeDocument(base, &ignored)
		for _, pattern := range Plain(doc.Floor) {
			for _, path := range doc.expand(string(pattern)) {
				l.floor(doc, path)
			}
		}
	}
}

// expand lists the stated settings that a pattern with `*` names.
func (d *Document) expand(pattern string) [][]string {
	paths := [][]string{nil}
	for _, s := range d.splitPath(pattern) {
		var next [][]string
		for _, p := range paths {
			v, ok := walk(reflect.ValueOf(d).Elem(), p)
			if !ok {
				continue
			}
			if s != "*" {
				next = append(next, append(slices.Clone(p), s))
			} else if infoOf(v.Type()).kind == mapType {
				for _, id := range entryIDs(v) {
					next = append(next, append(slices.Clone(p), id))
				}
			}
		}
		paths = next
	}
	return slices.DeleteFunc(paths, func(p []string) bool {
		v, ok := walk(reflect.ValueOf(d).Elem(), p)
		return !ok || !stated(v)
	})
}

// floor compares one setting, and what its variants replace, with the base's.
func (l *linker) floor(base *Document, path []string) {
	old, _ := walk(reflect.ValueOf(base).Elem(), path)
	direction := directionOf(path)
	compare := func(mine reflect.Value) {
		if fault, at := loosened(old, mine, direction); fault != "" {
			m := old.Addr().Interface().(marked).mark()
			if at.IsZero() {
				at = mine.Addr().Interface().(marked).mark().At
			}
			if at.IsZero() {
				at = diag.Span{File: l.source.Entry}
			}
			full := strings.Join(path, ".")
			f := l.add("floor", at, full, "%s: %s; the base at %s lets a policy only tighten it", full, fault, m.At)
			f.Related = []diag.Related{{At: m.At, Message: "the floor"}}
		}
	}
	mine, ok := walk(reflect.ValueOf(l.doc).Elem(), path)
	if !ok {
		return
	}
	compare(mine)
	p := &Policy{Document: l.doc, domains: l.dom, overrides: overridesOf(l.doc, &l.dom)}
	for _, o := range p.overrides {
		n := min(len(o.path), len(path))
		if !slices.Equal(o.path[:n], path[:n]) {
			continue
		}
		copied := reflect.New(mine.Type()).Elem()
		copied.Set(mine)
		if len(o.path) <= len(path) {
			inner, ok := walk(o.value, path[len(o.path):])
			if !ok {
				continue
			}
			copied.Set(inner)
		} else {
			setBelow(copied, o.path[len(path):], o.value)
		}
		compare(copied)
	}
}

// directionOf is the direction that the format gives a setting: that of the nearest field with one.
func directionOf(path []string) string {
	info, direction := infoOf(reflect.TypeFor[Document]()), ""
	for _, s := range path {
		inner := info
		switch info.kind {
		case structType:
			f := info.byName[s]
			if f == nil {
				return direction
			}
			inner = f.info()
			if f.floor != "" {
				direction = f.floor
			}
		case mapType:
			inner = info.mapElem()
		case listType:
			inner = info.elem
		case valueType, selectorType, rawType, plainType:
		}
		info = inner
	}
	return direction
}

// The directions in which a floor lets a setting move.
const (
	floorShorter  = "shorter"  // a time or number may shrink
	floorLonger   = "longer"   // a time or number may grow
	floorSubset   = "subset"   // a list may lose entries
	floorSuperset = "superset" // a list may gain entries
	floorStronger = "stronger" // a word may be replaced by a later one of its vocabulary
	floorSame     = "same"     // nothing may change
)

// loosened says how mine is looser than the base, or nothing.
func loosened(base, mine reflect.Value, direction string) (string, diag.Span) {
	bm, mm := base.Addr().Interface().(marked).mark(), mine.Addr().Interface().(marked).mark()
	info := infoOf(base.Type())
	if bm.State != Set {
		return "", mm.At
	}
	if info.kind == structType {
		for i := range info.fields {
			f := &info.fields[i]
			next := f.floor
			if next == "" {
				next = direction
			}
			if fault, at := loosened(base.Field(f.index), mine.Field(f.index), next); fault != "" {
				return fault, at
			}
		}
		return "", mm.At
	}
	was, is := textOf(base), textOf(mine)
	if was == is {
		return "", mm.At
	}
	if is == "" {
		is = "nothing"
	}
	changed := func(word string) (string, diag.Span) { return fmt.Sprintf("%s is %s than %s", is, word, was), mm.At }
	switch direction {
	case floorSubset, floorSuperset:
		a, b := itemTexts(base), itemTexts(mine)
		if direction == floorSuperset {
			a, b = b, a
		}
		for _, x := range b {
			if !slices.Contains(a, x) {
				if direction == floorSuperset {
					return fmt.Sprintf("%s is missing", x), mm.At
				}
				return fmt.Sprintf("%s is not among %s", x, was), mm.At
			}
		}
		if direction == floorSubset && mm.State == Silent {
			return fmt.Sprintf("it is no longer stated; it was %s", was), mm.At
		}
	case floorShorter, floorLonger:
		a, okA := magnitude(base)
		b, okB := magnitude(mine)
		switch {
		case !okA:
			return "", mm.At
		case !okB && mm.State == None && direction == floorShorter:
			return "", mm.At
		case !okB:
			return fmt.Sprintf("it is %s; it was %s", is, was), mm.At
		case direction == floorShorter && b > a:
			return changed("more")
		case direction == floorLonger && b < a:
			return changed("less")
		}
	case floorStronger:
		if info.kind == valueType && info.elem.words != nil {
			rank := func(text string) int {
				return slices.IndexFunc(info.elem.words.words, func(w Word) bool { return w.Name == text })
			}
			if rank(is) < rank(was) {
				return changed("weaker")
			}
		}
	case floorSame:
		return fmt.Sprintf("%s is not %s", is, was), mm.At
	}
	return "", mm.At
}

func itemTexts(list reflect.Value) []string {
	if infoOf(list.Type()).kind != listType {
		return []string{textOf(list)}
	}
	items := list.Field(payload)
	var out []string
	for i := range items.Len() {
		out = append(out, textOf(items.Index(i)))
	}
	return out
}

// magnitude is a number by which two settings can be compared; words for "no end" are larger than any time.
func magnitude(v reflect.Value) (int64, bool) {
	if infoOf(v.Type()).kind != valueType || v.Addr().Interface().(marked).mark().State != Set {
		return 0, false
	}
	const endless = int64(^uint64(0) >> 1)
	switch x := v.Field(payload).Interface().(type) {
	case Duration:
		return int64(x), true
	case Extent:
		if x.Kind != Finite {
			return endless, true
		}
		return int64(x.D), true
	case DelayTime:
		if x.Unquantified {
			return endless, true
		}
		return int64(x.D), true
	case Int:
		return int64(x), true
	case Count:
		if x.Unlimited {
			return endless, true
		}
		return int64(x.N), true
	}
	return 0, false
}
