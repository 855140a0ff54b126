package contract

import (
	"slices"
	"strings"
)

// Field is a parameter, a header or a member of a body, as one row of a table.
type Field struct {
	// Name is a parameter's name, or a member's with those above it: keys[].kid. It is empty for a body itself.
	Name string
	// Depth is how many members stand above it.
	Depth int
	// Form says which of several shapes the row is about; empty where there is one.
	Form string
	// In is where a parameter stands: path, query, header or cookie.
	In string
	// Type is the type in words: string, array of integer, string or null.
	Type string
	// Format says more of the type: uri, date-time, password.
	Format               string
	Required, Deprecated bool
	Constraints          []Constraint
	Description          string
	Examples             []Example
}

// Constraint is what a value has to satisfy, in words and values: "one of", a, b.
type Constraint struct {
	Words  string
	Values []string
}

// Fixed is the one value that the field can have.
func (f *Field) Fixed() (string, bool) {
	for _, c := range f.Constraints {
		if c.Words == wordFixed && len(c.Values) == 1 {
			return c.Values[0], true
		}
	}
	return "", false
}

const wordFixed = "always"

// forms are the shapes of a body: its alternatives where it is nothing but a choice, else itself.
func (r *reading) forms(schema *Object) []Form {
	if schema == nil {
		return nil
	}
	flat := r.flat(schema)
	alternatives := r.alternatives(flat)
	if len(alternatives) < 2 || flat.Object("properties").Len() > 0 {
		return []Form{r.form(schema, flat)}
	}
	var out []Form
	for _, a := range alternatives {
		out = append(out, r.form(a, r.flat(a)))
	}
	return out
}

func (r *reading) form(schema, flat *Object) Form {
	_, name, _ := component(schema)
	f := Form{Name: name, Self: r.self(flat)}
	f.Description, f.Self.Description = f.Self.Description, ""
	f.Self.Required = true
	f.Fields = r.below(flat, place{above: []string{name}})
	return f
}

// place is where in a body the rows stand that are made.
type place struct {
	name  string
	depth int
	above []string // names of the schemas around it
}

// self is a schema's own row, without its members.
func (r *reading) self(flat *Object) Field {
	f := Field{Type: r.words(flat, 0), Format: text(flat, "format"), Constraints: r.constraints(flat), Description: text(flat, "description"),
		Deprecated: truth(flat, "deprecated")}
	if items := r.items(flat); items != nil {
		f.Format = text(items, "format")
		for _, c := range r.constraints(items) {
			f.Constraints = append(f.Constraints, Constraint{"each " + c.Words, c.Values})
		}
	}
	return f
}

// below are the rows of what is inside a value: members, entries of an array, other shapes.
func (r *reading) below(flat *Object, at place) []Field {
	var out []Field
	if items := flat.Object("items"); items != nil {
		out = append(out, r.nested(items, place{at.name + "[]", at.depth, at.above})...)
	}
	required := texts(flat.Get("required"))
	properties := flat.Object("properties")
	for _, name := range properties.Keys() {
		out = append(out, r.member(properties.Object(name), place{dotted(at.name, name), at.depth, at.above}, slices.Contains(required, name))...)
	}
	if more := flat.Object("additionalProperties"); more != nil && more.Len() > 0 {
		out = append(out, r.member(more, place{dotted(at.name, "*"), at.depth, at.above}, false)...)
	}
	for i, a := range r.alternatives(flat) {
		inner := r.nested(a, at)
		if len(inner) == 0 {
			continue
		}
		_, name, _ := component(a)
		for j := range inner {
			if inner[j].Form == "" {
				inner[j].Form = formName(name, i)
			}
		}
		out = append(out, inner...)
	}
	return out
}

func formName(name string, i int) string {
	if name != "" {
		return name
	}
	return "form " + string(rune('A'+i%26))
}

func dotted(above, name string) string {
	if above == "" {
		return name
	}
	return above + "." + name
}

// member is the row of a member and the rows below it. A schema that is inside itself ends there: the row names it.
func (r *reading) member(schema *Object, at place, required bool) []Field {
	f := r.self(r.flat(schema))
	f.Name, f.Depth, f.Required = at.name, at.depth, required
	if d := text(schema, "description"); d != "" {
		f.Description = d
	}
	if name := r.again(schema, at.above); name != "" {
		f.Constraints = append(f.Constraints, Constraint{"members as in", []string{name}})
		return []Field{f}
	}
	at.depth++
	return append([]Field{f}, r.nested(schema, at)...)
}

// nested are the rows below a schema that may be a reference; a schema inside itself has none.
func (r *reading) nested(schema *Object, at place) []Field {
	if r.again(schema, at.above) != "" {
		return nil
	}
	if _, name, ok := component(schema); ok {
		at.above = append(at.above[:len(at.above):len(at.above)], name)
	}
	return r.below(r.flat(schema), at)
}

// again is the name of the schema that a schema, or its entries, refer to, where it stands around them already.
func (r *reading) again(schema *Object, above []string) string {
	for schema != nil {
		if _, name, ok := component(schema); ok && slices.Contains(above, name) {
			return name
		}
		schema = schema.Object("items")
	}
	return ""
}

// alternatives are the schemas of which a value follows one, those apart that only say which members must be there.
func (r *reading) alternatives(flat *Object) []*Object {
	var out []*Object
	for _, key := range []string{"oneOf", "anyOf"} {
		for _, a := range objects(flat.Get(key)) {
			if !onlyPresence(a) {
				out = append(out, a)
			}
		}
	}
	return out
}

func onlyPresence(o *Object) bool { return o.Len() == 1 && o.Has("required") }

// flat is a schema with references followed and the parts of allOf laid together. What stands nearer wins.
func (r *reading) flat(schema *Object) *Object { return r.flatten(schema, 0) }

func (r *reading) flatten(schema *Object, depth int) *Object {
	if schema == nil || depth > maxHops {
		return nil
	}
	_, _, refers := component(schema)
	if !refers && !schema.Has("allOf") {
		return schema
	}
	out := new(Object)
	if refers {
		r.lay(out, r.flatten(r.target(schema), depth+1))
	}
	for _, part := range objects(schema.Get("allOf")) {
		r.lay(out, r.flatten(part, depth+1))
	}
	own := new(Object)
	for _, key := range schema.Keys() {
		if key != "$ref" && key != "allOf" {
			own.Set(key, schema.Get(key))
		}
	}
	r.lay(out, own)
	return out
}

// target is what a reference names, one step on.
func (r *reading) target(o *Object) *Object {
	kind, name, _ := component(o)
	return r.doc.Object("components").Object(kind).Object(name)
}

// lay puts one schema over another: members and demands are united, the rest is replaced.
func (r *reading) lay(onto, over *Object) {
	for _, key := range over.Keys() {
		value := over.Get(key)
		switch key {
		case "properties":
			all := new(Object)
			for _, o := range []*Object{onto.Object(key), over.Object(key)} {
				for _, name := range o.Keys() {
					all.Set(name, o.Get(name))
				}
			}
			value = all
		case "required":
			list, _ := onto.Get(key).(Array)
			more, _ := value.(Array)
			value = append(list[:len(list):len(list)], more...)
		}
		onto.Set(key, value)
	}
}

// items is the schema of the entries of an array.
func (r *reading) items(flat *Object) *Object { return r.flat(flat.Object("items")) }

// maxWords bounds how deep types are named: array of array of …
const maxWords = 4

// words are a schema's type in words.
func (r *reading) words(flat *Object, depth int) string {
	if flat.Len() == 0 || depth > maxWords {
		return "any"
	}
	var out []string
	add := func(word string) {
		if !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	types := texts(flat.Get("type"))
	if t := text(flat, "type"); t != "" {
		types = []string{t}
	}
	for _, t := range types {
		if items := r.items(flat); t == "array" && items.Len() > 0 {
			t = "array of " + r.words(items, depth+1)
		}
		add(t)
	}
	if len(out) == 0 {
		for _, a := range r.alternatives(flat) {
			add(r.words(r.flat(a), depth+1))
		}
	}
	if len(out) == 0 && flat.Object("properties").Len() > 0 {
		add("object")
	}
	if len(out) == 0 {
		add("any")
	}
	return strings.Join(out, " or ")
}

// limits are the members of a schema that bound its values, with the words for them.
var limits = [][2]string{
	{"minimum", "at least"}, {"exclusiveMinimum", "more than"}, {"maximum", "at most"}, {"exclusiveMaximum", "less than"},
	{"multipleOf", "a multiple of"}, {"minLength", "characters at least"}, {"maxLength", "characters at most"}, {"pattern", "matches"},
	{"minItems", "entries at least"}, {"maxItems", "entries at most"}, {"minProperties", "members at least"}, {"maxProperties", "members at most"},
	{"contentMediaType", "content of type"}, {"default", "left out, it is"},
}

// constraints are what a schema asks of a value beyond its type.
func (r *reading) constraints(flat *Object) []Constraint {
	var out []Constraint
	if flat.Has("const") {
		out = append(out, Constraint{wordFixed, []string{Plain(flat.Get("const"))}})
	}
	switch enum := texts(flat.Get("enum")); len(enum) {
	case 0:
	case 1:
		out = append(out, Constraint{wordFixed, enum})
	default:
		out = append(out, Constraint{"one of", enum})
	}
	for _, l := range limits {
		if flat.Has(l[0]) {
			out = append(out, Constraint{l[1], []string{Plain(flat.Get(l[0]))}})
		}
	}
	if truth(flat, "uniqueItems") {
		out = append(out, Constraint{"no entry twice", nil})
	}
	if closed, ok := flat.Get("additionalProperties").(bool); ok && !closed {
		out = append(out, Constraint{"no other members", nil})
	}
	var sets []string
	for _, key := range []string{"oneOf", "anyOf"} {
		for _, a := range objects(flat.Get(key)) {
			if onlyPresence(a) {
				sets = append(sets, strings.Join(texts(a.Get("required")), " + "))
			}
		}
	}
	if len(sets) > 0 {
		out = append(out, Constraint{"has at least one of", sets})
	}
	return out
}
