package specs

import (
	"reflect"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// Place is a setting that a pattern names.
type Place struct {
	// Path is the dotted path.
	Path string
	// Names are what the stars of the pattern stand for, in order: names of entries, numbers of list items.
	Names []string
}

// Places lists the settings that a pattern names, stated or not, in the order of the text. A star stands for any one
// name of a collection or any one item of a list.
func (d *Document) Places(pattern string) []Place {
	type partial struct {
		path, names []string
		at          reflect.Value
	}
	found := []partial{{at: reflect.ValueOf(d).Elem()}}
	names := new(entryIndexes)
	for _, part := range strings.Split(pattern, ".") {
		var next []partial
		for _, f := range found {
			members := []string{part}
			if part == "*" {
				members = membersOf(f.at)
			}
			for _, m := range members {
				v, ok := names.walk(f.at, []string{m})
				if !ok {
					continue
				}
				n := partial{path: append(f.path[:len(f.path):len(f.path)], m), names: f.names, at: v}
				if part == "*" {
					n.names = append(f.names[:len(f.names):len(f.names)], m)
				}
				next = append(next, n)
			}
		}
		found = next
	}
	out := make([]Place, len(found))
	for i, f := range found {
		out[i] = Place{Path: strings.Join(f.path, "."), Names: f.names}
	}
	return out
}

// membersOf are the names in a collection or the numbers in a list.
func membersOf(v reflect.Value) []string {
	switch infoOf(v.Type()).kind {
	case mapType:
		return entryIDs(v)
	case listType:
		out := make([]string, v.Field(payload).Len())
		for i := range out {
			out[i] = indexKey(i)
		}
		return out
	case structType, valueType, selectorType, rawType, plainType:
	}
	return nil
}

// Whereabouts is where to look for a setting: its value where it is stated, else the name or the value of the nearest
// thing around it that is stated, at last the policy's first line.
func (p *Policy) Whereabouts(path string) diag.Span {
	segments := p.segments(path)
	if v, ok := p.entries.walk(reflect.ValueOf(p.Document).Elem(), segments); ok {
		if m := v.Addr().Interface().(marked).mark(); m.Stated() {
			return m.At
		}
	}
	for n := len(segments) - 1; n > 0; n-- {
		holder, ok := p.entries.walk(reflect.ValueOf(p.Document).Elem(), segments[:n-1])
		if !ok {
			continue
		}
		if infoOf(holder.Type()).kind == mapType {
			entries := holder.Field(payload)
			for i := range entries.Len() {
				if entries.Index(i).Field(entryID).String() == segments[n-1] {
					return entries.Index(i).Field(entryAt).Interface().(diag.Span)
				}
			}
			continue
		}
		if v, ok := p.entries.walk(holder, segments[n-1:n]); ok {
			if m := v.Addr().Interface().(marked).mark(); m.Stated() {
				return m.At
			}
		}
	}
	return p.Policy.ID.At
}
