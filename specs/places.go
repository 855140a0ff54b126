package specs

import (
	"fmt"
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
	for _, part := range d.splitBy(pattern, names) {
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

// PathFault says why a dotted path names no setting of the format or no entry of the document; it is empty where the
// path does.
func (d *Document) PathFault(path string) string {
	return pathFault(d.splitPath(path), reflect.ValueOf(d).Elem(), true)
}

// PathFault says why a dotted path names no setting of the format, whatever a policy calls its entries; it is empty
// where the path does, and where Describe knows the path.
func PathFault(path string) string {
	if _, ok := Describe(path); ok {
		return ""
	}
	return pathFault(strings.Split(path, "."), reflect.Value{}, false)
}

// pathFault walks a path through the format, and as far as have says through a document, where v stands.
func pathFault(segments []string, v reflect.Value, have bool) string {
	info := infoOf(reflect.TypeFor[Document]())
	for i, s := range segments {
		before := strings.Join(segments[:i], ".")
		switch info.kind {
		case structType:
			f := info.byName[s]
			if f == nil {
				known := settingNames(info)
				hint := "it takes " + strings.Join(known, ", ")
				if near := diag.Nearest(s, known); len(near) > 0 {
					hint = "did you mean " + diag.OneOf(near) + "?"
				}
				return fmt.Sprintf("%s has no setting %s; %s", subject(before), diag.Quote(s), hint)
			}
			info = f.info()
			if have {
				v = v.Field(f.index)
			}
		case mapType:
			info = info.mapElem()
			if s == "*" {
				have = false
				continue
			}
			if have {
				var ok bool
				all := entryIDs(v)
				if v, ok = walk(v, []string{s}); !ok {
					hint := "it has none"
					if near := diag.Nearest(s, all); len(near) > 0 {
						hint = "did you mean " + diag.OneOf(near) + "?"
					} else if len(all) > 0 {
						hint = "it has " + some(all)
					}
					return fmt.Sprintf("%s has no entry %s; %s", before, diag.Quote(s), hint)
				}
			}
		case listType:
			number, ok := parseIndex(s)
			if !ok && s != "*" {
				return fmt.Sprintf("%s is a list; its entries have numbers", before)
			}
			info = info.elem
			if have = have && ok; have {
				items := v.Field(payload)
				if number >= items.Len() {
					hint := "it has none"
					if items.Len() > 0 {
						hint = fmt.Sprintf("the first is 0, the last %d", items.Len()-1)
					}
					return fmt.Sprintf("%s has no entry %d; %s", before, number, hint)
				}
				v = items.Index(number)
			}
		default:
			return fmt.Sprintf("%s has no settings of its own", before)
		}
	}
	return ""
}

// OfMarks reports whether the last part of a path says something of a value, as `because` and `variants` do, rather than
// naming one.
func OfMarks(key string) bool { return key == keyVariants || noteInfo.byName[key] != nil }

// some are the first of many names, for a message.
func some(names []string) string {
	const most = 12
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
}
