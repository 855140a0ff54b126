package specs

import (
	"reflect"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// Setting is one place in a document where something was stated, as Visit shows it.
type Setting struct {
	// Path is the dotted path. Settings of a variant have the path of what they replace.
	Path string
	// Segments are the parts of the path; a name with dots is one part.
	Segments []string
	// Mark is the setting's state and place.
	Mark *Mark
	// Variant is the variant that states it, or nil.
	Variant *Variant

	value reflect.Value
	info  *typeInfo
	field *fieldInfo
	req   []string
	note  bool
}

// Text is the setting's value as an author would write it, for plain values; ok is false for structures,
// collections and what has no value.
func (s *Setting) Text() (text string, ok bool) {
	if s.info.kind != valueType || s.Mark.State != Set {
		return "", false
	}
	return plainText(s.value.Field(payload)), true
}

// Prose is the setting's text where it is prose.
func (s *Setting) Prose() (Prose, bool) {
	if s.info.kind != valueType {
		return "", false
	}
	p, ok := s.value.Field(payload).Interface().(Prose)
	return p, ok && s.Mark.State == Set
}

// raw is the setting's sample data, where it is any YAML.
func (s *Setting) raw() (Raw, bool) {
	if s.info.kind != valueType || s.Mark.State != Set {
		return Raw{}, false
	}
	r, ok := s.value.Field(payload).Interface().(Raw)
	return r, ok
}

// Note reports whether the setting is a note beside another, such as the reason for it.
func (s *Setting) Note() bool { return s.note }

// Requirements are the rows of the requirements that the setting states: its own, or those of what holds it.
func (s *Setting) Requirements() []string { return s.req }

// Visit calls f for every setting that the document states, in the order of the format, variants after the settings
// of their section. Structures and collections come before what they hold.
func (d *Document) Visit(f func(*Setting)) {
	v := &visitor{visit: f}
	v.value(nil, reflect.ValueOf(d).Elem(), nil, nil, nil, false)
}

type visitor struct{ visit func(*Setting) }

func (w *visitor) value(path []string, v reflect.Value, f *fieldInfo, req []string, variant *Variant, note bool) {
	if f != nil && len(f.req) > 0 {
		req = f.req
	}
	w.stating(path, v, f, req, variant, note)
}

// stating visits a setting that states some requirements, and what is in it.
func (w *visitor) stating(path []string, v reflect.Value, f *fieldInfo, req []string, variant *Variant, note bool) {
	info := infoOf(v.Type())
	m := v.Addr().Interface().(marked).mark()
	if m.State == Silent && m.At.IsZero() && m.Note == nil && len(path) > 0 {
		return
	}
	w.visit(&Setting{Path: strings.Join(path, "."), Segments: path, Mark: m, Variant: variant, value: v, info: info, field: f, req: req, note: note})
	at := func(key string) []string { return append(path[:len(path):len(path)], key) }
	if m.Note != nil {
		n := reflect.ValueOf(m.Note).Elem()
		for i := range noteInfo.fields {
			nf := &noteInfo.fields[i]
			w.value(at(nf.name), n.Field(nf.index), nf, req, variant, true)
		}
	}
	switch info.kind {
	case structType:
		for i := range info.fields {
			sf := &info.fields[i]
			if slices.Contains(times, info.typ) {
				w.stating(at(sf.name), v.Field(sf.index), sf, union(req, sf.req), variant, note)
			} else {
				w.value(at(sf.name), v.Field(sf.index), sf, req, variant, note)
			}
		}
		if info.section {
			section := v.Addr().Interface().(sectioned).section()
			for i := range section.Variants {
				w.variant(path, &section.Variants[i], f, req)
			}
		}
	case listType:
		items := v.Field(payload)
		for i := range items.Len() {
			w.value(at(indexKey(i)), items.Index(i), f, req, variant, note)
		}
	case mapType:
		entries := v.Field(payload)
		for i := range entries.Len() {
			e := entries.Index(i)
			w.value(at(e.Field(entryID).String()), e.Field(entryV), f, req, variant, note)
		}
	case valueType, selectorType, rawType, plainType:
	}
}

// times are structures that say how long something is: what is in them states what the whole states, such as how long a
// revocation is remembered, beside what it states as a time.
var times = []reflect.Type{reflect.TypeFor[Lifetime](), reflect.TypeFor[Amount](), reflect.TypeFor[Anchored]()}

// union are the requirements of two lists, each once.
func union(a, b []string) []string {
	for i, id := range b {
		if !slices.Contains(a, id) {
			return append(a[:len(a):len(a)], slices.DeleteFunc(slices.Clone(b[i:]), func(id string) bool { return slices.Contains(a, id) })...)
		}
	}
	return a
}

func (w *visitor) variant(path []string, variant *Variant, f *fieldInfo, req []string) {
	at := append(path[:len(path):len(path)], keyVariants)
	w.visit(&Setting{Path: strings.Join(at, "."), Segments: at, Mark: &variant.Mark, Variant: variant, value: reflect.ValueOf(&variant.When).Elem(), info: infoOf(selectorT), field: f})
	if n := variant.Note; n != nil {
		nv := reflect.ValueOf(n).Elem()
		for i := range noteInfo.fields {
			nf := &noteInfo.fields[i]
			w.value(append(at[:len(at):len(at)], nf.name), nv.Field(nf.index), nf, req, variant, true)
		}
	}
	for i := range variant.Sets {
		r := &variant.Sets[i]
		w.value(append(path[:len(path):len(path)], r.Path...), r.V, replacedField(path, r.Path), req, variant, false)
	}
}

// replacedField is the field at the end of a replacement's path: its comment, requirements and floor are those of the
// setting that is replaced.
func replacedField(section, path []string) *fieldInfo {
	info := infoOf(reflect.TypeFor[Document]())
	var last *fieldInfo
	for _, s := range append(section[:len(section):len(section)], path...) {
		if info.kind == structType {
			f := info.byName[s]
			if f == nil {
				return last
			}
			last, info = f, f.info()
		} else if inner := info.member(); inner != nil {
			info = inner
		}
	}
	return last
}

// plainText writes a plain value as an author would.
func plainText(v reflect.Value) string {
	if s, ok := v.Interface().(interface{ String() string }); ok {
		return s.String()
	}
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			return "true"
		}
		return "false"
	case reflect.String:
		return v.String()
	case reflect.Int:
		return indexKey(int(v.Int()))
	}
	if raw, ok := v.Interface().(Raw); ok {
		return string(raw.JSON())
	}
	return ""
}

// collect are the names in a collection, with the place of each; `*` in the path stands for any entry.
func (d *Document) collect(path string) ([]string, map[string]diag.Span) {
	places := map[string]diag.Span{}
	var ids []string
	var down func(v reflect.Value, segments []string)
	down = func(v reflect.Value, segments []string) {
		info := infoOf(v.Type())
		if len(segments) == 0 {
			entries := v.Field(payload)
			for i := range entries.Len() {
				id := entries.Index(i).Field(entryID).String()
				if _, have := places[id]; !have {
					ids = append(ids, id)
					places[id] = entries.Index(i).Field(entryAt).Interface().(diag.Span)
				}
			}
			return
		}
		if segments[0] == "*" {
			entries := v.Field(payload)
			for i := range entries.Len() {
				down(entries.Index(i).Field(entryV), segments[1:])
			}
			return
		}
		down(v.Field(info.byName[segments[0]].index), segments[1:])
	}
	down(reflect.ValueOf(d).Elem(), strings.Split(path, "."))
	return ids, places
}
