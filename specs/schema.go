package specs

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// SchemaID names the JSON Schema of the format.
const SchemaID = "urn:tokenbook:policy:v1"

// Schema is the JSON Schema (2020-12) of a policy file, made from the types, for editors and for other programs.
//
// It accepts what Parse accepts, except where JSON cannot say what YAML source text says, or where only a program can
// look. Where the two differ, Parse decides:
//   - "none" and "undecided" in quotes are text to Parse; a schema cannot see quotes;
//   - numbers and true or false in quotes are accepted by Parse and refused by the schema;
//   - a setting that takes the word null is given it by that word, to Parse, and not by ~ or by nothing;
//   - a number in another notation (1e3, 5.0, 010) is accepted by the schema and refused by Parse;
//   - durations beyond a century, days that a month does not have, words of one's own that are known words, regular
//     expressions that do not compile, control characters, and addresses that name no host, hold a password or have
//     a scheme that no page may link to, are refused by Parse alone;
//   - below the second level, dotted keys of variants are left to Parse;
//   - settings that must be there are asked for only in a file that begins with `tokenbook` and neither extends nor
//     includes another, for a base or another part may state them;
//   - whatever is wrong between settings (names that refer to nothing, conditions, floors) is left to Link.
func Schema() []byte {
	s := &schemaMaker{defs: map[string]members{}}
	root := infoOf(reflect.TypeFor[Document]())
	top := members{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"$id", SchemaID},
		{"title", "Tokenbook token policy"},
	}
	top = append(top, s.object(root)...)
	standalone := members{{"required", []any{"tokenbook"}}, {"not", members{{"anyOf", []any{
		members{{"required", []any{"extends"}}}, members{{"required", []any{"include"}}}}}}}}
	top = append(top, member{"if", standalone}, member{"then", s.needed(root, nil)})
	s.shared()
	names := make([]string, 0, len(s.defs))
	for name := range s.defs {
		names = append(names, name)
	}
	slices.Sort(names)
	var defs members
	for _, name := range names {
		defs = append(defs, member{name, s.defs[name]})
	}
	top = append(top, member{"$defs", defs})
	var b strings.Builder
	writeTree(&b, top, "")
	b.WriteByte('\n')
	return []byte(b.String())
}

// schemaMaker collects the definitions that the schema refers to.
type schemaMaker struct{ defs map[string]members }

// Names of definitions that belong to no Go type.
const (
	defState     = "State"
	defNoneNoted = "NoneWithReason"
	defNotesOnly = "NotesOnly"
	defCondition = "Condition"
	defNote      = "note."
	longForm     = ".long"
)

func refTo(name string) members { return members{{"$ref", "#/$defs/" + name}} }

func anyOf(alternatives ...any) members { return members{{"anyOf", alternatives}} }

// define makes a definition once. The name is taken before the definition is made, for types may contain themselves.
func (s *schemaMaker) define(name string, body func() members) members {
	if _, have := s.defs[name]; !have {
		s.defs[name] = nil
		s.defs[name] = body()
	}
	return refTo(name)
}

// setting is the schema of anything that a setting can be.
func (s *schemaMaker) setting(info *typeInfo, key string) members {
	switch info.kind {
	case valueType:
		return s.value(info)
	case listType:
		return s.list(info)
	case mapType:
		return s.mapping(info, key)
	case structType:
		return s.structure(info)
	case selectorType:
		return s.define("Selector", func() members { return anyOf(s.condition(), refTo(defState)) })
	case plainType, rawType:
	}
	return members{}
}

// defName is the name of a setting's definition.
func defName(info *typeInfo) string {
	switch info.kind {
	case valueType:
		switch {
		case info.elem.kind == rawType:
			return "Anything"
		case info.elem.typ == reflect.TypeFor[string]():
			return "Text"
		case info.elem.typ.Kind() == reflect.Bool:
			return "Flag"
		}
		return info.elem.name
	case listType:
		return defName(info.elem) + ".list"
	}
	return info.name
}

// value is a plain value, alone or with a note.
func (s *schemaMaker) value(info *typeInfo) members {
	name := defName(info)
	if info.elem.kind == rawType {
		return s.define(name, func() members {
			return members{{"description", "Any YAML but null."}, {"type", []any{"string", "number", "boolean", "object", "array"}}}
		})
	}
	return s.define(name, func() members {
		plain := s.plain(info)
		return members{}.with("description", info.elem.text()).with("anyOf", []any{plain, s.annotated(plain)})
	})
}

// plain is a plain value without a note.
func (s *schemaMaker) plain(info *typeInfo) members {
	return s.define(defName(info)+".plain", func() members {
		e := info.elem
		switch {
		case e.words != nil:
			return s.words(e.words)
		case e.typ.Kind() == reflect.Bool:
			return anyOf(members{{"type", "boolean"}}, refTo(defState))
		case e.collection != "":
			return members{{"type", []any{"string", "number", "boolean"}}, {"minLength", 1}}
		case e.shape != nil && e.shape.pattern != "":
			return anyOf(append(shapeSchema(e.shape), refTo(defState))...)
		case e.shape != nil:
			return members{}.with("type", []any{"string", "number", "boolean"}).with("examples", examplesOf(e.shape))
		}
		return members{{"type", []any{"string", "number", "boolean"}}}
	})
}

// shapeSchema is a scalar with a pattern, as text or as a number.
func shapeSchema(shape *shape) []any {
	pattern := regexp.MustCompile(shape.pattern)
	if shape.integer {
		number := members{{"type", "integer"}, {"minimum", shape.min}, {"maximum", shape.max}}
		if pattern.MatchString("unlimited") {
			return []any{number, members{{"const", "unlimited"}}}
		}
		return []any{number.with("examples", examplesOf(shape))}
	}
	types := []any{"string"} // what YAML reads as a number or a truth value is text to the field, where it fits the pattern
	switch {
	case pattern.MatchString("1.5"):
		types = append(types, "number")
	case pattern.MatchString("1"):
		types = append(types, "integer")
	}
	if pattern.MatchString("true") {
		types = append(types, "boolean")
	}
	text := members{{"type", types}, {"pattern", shape.pattern}}
	if len(types) == 1 {
		text[0].value = "string"
	} else if !pattern.MatchString("-1") {
		text = append(text, member{"minimum", 0})
	}
	return []any{text.with("examples", examplesOf(shape))}
}

func examplesOf(shape *shape) []any {
	var out []any
	for _, e := range shape.examples {
		if shape.integer && jsonNumber.MatchString(e) {
			out = append(out, json.Number(e))
			continue
		}
		out = append(out, e)
	}
	return out
}

func capital(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// words is a vocabulary, each word with its meaning; the words for states are among them.
func (s *schemaMaker) words(v *vocabulary) members {
	var alternatives []any
	for _, w := range v.words {
		alternatives = append(alternatives, members{{"const", w.Name}, {"description", capital(w.Means) + "."}})
		if jsonNumber.MatchString(w.Name) { // without quotes YAML reads it as a number
			alternatives = append(alternatives, members{{"const", json.Number(w.Name)}, {"description", capital(w.Means) + "."}})
		}
		if w.Name == "null" {
			alternatives = append(alternatives, members{{"type", "null"}, {"description", capital(w.Means) + "."}})
		}
	}
	if v.open {
		alternatives = append(alternatives, members{{"description", "A word of your own."}, {"type", "object"},
			{"properties", members{{"own", members{{"type", []any{"string", "number", "boolean"}}}}}}, {"required", []any{"own"}}, {"additionalProperties", false}})
	}
	return anyOf(append(alternatives, refTo(defState))...)
}

// annotated is a value under `is`, with what may stand beside it.
func (s *schemaMaker) annotated(value members) members {
	return members{{"type", "object"}, {"properties", append(members{{keyIs, value}}, s.notes(nil)...)}, {"required", []any{keyIs}}, {"additionalProperties", false}}
}

// notes are the settings that may stand beside any value; those that a structure has itself are left out.
func (s *schemaMaker) notes(of *typeInfo) members {
	var out members
	for i := range noteInfo.fields {
		f := &noteInfo.fields[i]
		if of != nil && of.byName[f.name] != nil {
			continue
		}
		out = append(out, member{f.name, refTo(defNote + f.name)})
	}
	return out
}

// list is a list; one item may stand without brackets.
func (s *schemaMaker) list(info *typeInfo) members {
	return s.define(defName(info), func() members {
		item := s.setting(info.elem, "")
		several := members{{"type", "array"}, {"items", item}, {"minItems", 1}}
		return anyOf(several, s.oneItem(info.elem), s.annotated(anyOf(several, item)))
	})
}

// oneItem is an item that stands for a list of one. A mapping with `is` there annotates the list.
func (s *schemaMaker) oneItem(elem *typeInfo) members {
	if elem.kind == valueType && elem.elem.kind != rawType {
		return s.plain(elem)
	}
	return append(s.setting(elem, ""), without(keyIs))
}

// without keeps keys out of a mapping.
func without(keys ...string) member {
	list := make([]any, len(keys))
	for i, k := range keys {
		list[i] = k
	}
	return member{"propertyNames", members{{"not", members{{"enum", list}}}}}
}

// mapping is a collection of named things.
func (s *schemaMaker) mapping(info *typeInfo, key string) members {
	entry := s.setting(info.mapElem(), "")
	out := members{{"type", "object"}, {"minProperties", 1}, {"propertyNames", members{{"minLength", 1}, {"maxLength", MaxNameLength}}}}
	if key == "" {
		out = append(out, member{"patternProperties", members{{idPattern, entry}}}, member{"additionalProperties", false})
	} else {
		out = append(out, member{"additionalProperties", entry})
	}
	return anyOf(out, refTo(defState))
}

// structure is a structure in its long form, and in the short forms that it has.
func (s *schemaMaker) structure(info *typeInfo) members {
	return s.define(info.name, func() members {
		long := s.define(info.name+longForm, func() members { return s.object(info) })
		alternatives := []any{refTo(defState), long}
		if short := s.short(info); short != nil {
			alternatives = []any{short, long} // editors explain a fault by the first that is near enough
		}
		if !info.shortAlone() {
			alternatives = append(alternatives, refTo(defNoneNoted))
		}
		return members{}.with("$comment", info.text()).with("anyOf", alternatives) // a description here would hide that of the field
	})
}

// object is the long form of a structure.
func (s *schemaMaker) object(info *typeInfo) members {
	var properties members
	for i := range info.fields {
		f := &info.fields[i]
		one := members{}.with("description", f.text(info))
		properties = append(properties, member{f.name, append(one, s.setting(f.info(), f.key)...)})
	}
	if info.short != nil {
		properties = append(properties, member{keyIs, members{{"description", "The value in any of its forms, beside a reason or a source."},
			{"anyOf", []any{s.setting(info.short.info(), info.short.key), refTo(info.name + longForm)}}}})
	}
	if info.section {
		properties = append(properties, member{keyVariants, members{{"description", "Settings that differ under a condition."}, {"type", "array"}, {"minItems", 1}, {"items", s.variant(info)}}})
	}
	properties = append(properties, s.notes(info)...)
	out := members{{"type", "object"}, {"properties", properties}, {"additionalProperties", false}, {"not", refTo(defNotesOnly)}}
	if !info.section {
		out = append(out, required(info)...)
	}
	return out
}

// required asks for the settings without which a structure means nothing; `is` can stand for the short one.
func required(info *typeInfo) members {
	var all, rest []any
	for i := range info.fields {
		if f := &info.fields[i]; f.must {
			all = append(all, f.name)
			if !f.short {
				rest = append(rest, f.name)
			}
		}
	}
	if len(all) == len(rest) {
		return members{}.with("required", all)
	}
	return members{{"anyOf", []any{members{{"required", all}}, members{{"required", append(rest, keyIs)}}}}}
}

// short is what can stand for a whole structure, or nil.
func (s *schemaMaker) short(info *typeInfo) any {
	f := info.short
	if !info.shortAlone() {
		return nil
	}
	inner := f.info()
	switch {
	case inner.kind == valueType && inner.elem.kind == rawType:
		return members{{"type", []any{"string", "number", "boolean", "array"}}}
	case inner.kind == valueType:
		return s.plain(inner)
	case inner.kind == mapType:
		return nil
	}
	elem := inner
	if inner.kind == listType {
		elem = inner.elem
	}
	refused := []string{keyIs}
	if elem.kind == structType {
		for i := range info.fields {
			if accepts(elem, info.fields[i].name) {
				refused = append(refused, info.fields[i].name)
			}
		}
	}
	return append(s.setting(inner, f.key), without(refused...))
}

// shared makes the definitions that belong to no type.
func (s *schemaMaker) shared() {
	s.defs[defState] = members{{"oneOf", []any{
		members{{"const", wordNone}, {"description", "There is stated to be no such thing."}},
		members{{"const", wordUndecided}, {"description", "An open question of the policy itself."}}}}}
	var names []any
	for i := range noteInfo.fields {
		f := &noteInfo.fields[i]
		names = append(names, f.name)
		s.defs[defNote+f.name] = append(members{{"description", f.text(noteInfo)}}, s.setting(f.info(), f.key)...)
	}
	s.defs[defNotesOnly] = members{{"description", "A mapping that holds no value: empty, or a reason for nothing."}, {"type", "object"}, {"propertyNames", members{{"enum", names}}}}
	s.defs[defNoneNoted] = s.annotated(refTo(defState))
}
