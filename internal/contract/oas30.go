package contract

import (
	"slices"
	"strings"
)

// Version30 is the version that OAS30 writes.
const Version30 = "3.0.3"

// OAS30 turns an OpenAPI 3.1 description into 3.0.3, for tools that know no newer one: types with null become
// nullable, const becomes an enum of one, the examples of a schema become its first example, and what 3.0 has no word
// for (mutual TLS as a security scheme, scopes of other schemes than OAuth) is left out. Three things are written so
// that generators for 3.0 can follow: schemes of the Authorization header that they do not know, such as DPoP, become
// that header; alternatives in a request become one object; alternatives that say nothing but which members are there,
// or which of several types a plain value has, are left out, and then any value is allowed. The original stays as it is.
func OAS30(doc *Object) *Object {
	out, _ := down(doc, outside).(*Object)
	out.Set("openapi", Version30)
	out.Object("info").Delete("summary")
	gone := map[string]bool{}
	oauth := map[string]bool{}
	schemes := out.Object("components").Object("securitySchemes")
	for _, name := range schemes.Keys() {
		switch schemes.Object(name).Get("type") {
		case "mutualTLS":
			gone[name] = true
			schemes.Delete(name)
		case "oauth2", "openIdConnect":
			oauth[name] = true
		case "http":
			if s := schemes.Object(name); s.Get("scheme") != "basic" && s.Get("scheme") != "bearer" {
				schemes.Set(name, new(Object).Set("type", "apiKey").Set("in", "header").Set("name", "Authorization").Fill("description", s.Get("description")))
			}
		}
	}
	paths := out.Object("paths")
	for _, path := range paths.Keys() {
		for _, method := range Methods() {
			if op := paths.Object(path).Object(method); op.Has("security") {
				op.Set("security", security30(op.Get("security"), gone, oauth))
			}
		}
	}
	if out.Has("security") {
		out.Set("security", security30(out.Get("security"), gone, oauth))
	}
	mergeBodies(paths, out.Object("components").Object("schemas"))
	return out
}

// mergeBodies turns request bodies that are one of several objects into one object with the members of all, since
// generators for 3.0 know no alternatives in forms. What each alternative demands stays mandatory only where all do.
func mergeBodies(paths, components *Object) {
	for _, path := range paths.Keys() {
		for _, method := range Methods() {
			content := paths.Object(path).Object(method).Object("requestBody").Object("content")
			for _, media := range content.Keys() {
				alternatives, _ := content.Object(media).Object("schema").Get("oneOf").(Array)
				if merged := mergeObjects(alternatives, components); merged != nil {
					content.Object(media).Set("schema", merged)
				}
			}
		}
	}
}

// componentName is the name of the schema that a reference names, or empty.
func componentName(alternative any) string {
	ref, _ := alternative.(*Object)
	text, _ := ref.Get("$ref").(string)
	name, _ := strings.CutPrefix(text, "#/components/schemas/")
	return name
}

// mergeObjects is one object schema with the properties of several; nil where one of them is not an object.
func mergeObjects(alternatives Array, components *Object) *Object {
	properties, seen := new(Object), map[string]int{}
	for _, a := range alternatives {
		schema := components.Object(componentName(a))
		if schema.Get("type") != "object" {
			return nil
		}
		required, _ := schema.Get("required").(Array)
		for _, r := range required {
			if name, ok := r.(string); ok {
				seen[name]++
			}
		}
		own := schema.Object("properties")
		for _, name := range own.Keys() {
			have := properties.Object(name)
			if have == nil {
				properties.Set(name, own.Get(name))
				continue
			}
			more, _ := own.Object(name).Get("enum").(Array)
			if enum, ok := have.Get("enum").(Array); ok && len(more) > 0 {
				have.Set("enum", union(enum, more))
			} else {
				have.Delete("enum")
			}
		}
	}
	if properties.Len() == 0 {
		return nil
	}
	required := Array{}
	for _, name := range properties.Keys() {
		if seen[name] == len(alternatives) {
			required = append(required, name)
		}
	}
	return Typed("object").Fill("required", required).Set("properties", properties)
}

// union is the values of both arrays, each once.
func union(a, b Array) Array {
	out := a[:len(a):len(a)]
	for _, v := range b {
		if !slices.ContainsFunc(out, func(have any) bool { return Same(have, v) }) {
			out = append(out, v)
		}
	}
	return out
}

func security30(value any, gone, oauth map[string]bool) Array {
	out := Array{}
	alternatives, _ := value.(Array)
	for _, a := range alternatives {
		requirement, _ := a.(*Object)
		kept := new(Object)
		for _, name := range requirement.Keys() {
			switch {
			case gone[name]:
			case oauth[name]:
				kept.Set(name, requirement.Get(name))
			default:
				kept.Set(name, Array{})
			}
		}
		out = append(out, kept)
	}
	return out
}

// setting is what a value stands for, which decides what its members mean.
type setting int

const (
	outside   setting = iota // any object of OpenAPI
	aSchema                  // a schema
	schemas                  // a mapping from names to schemas
	schemaSet                // an array of schemas
	data                     // an example or other data: not touched
)

// within is what a member stands for, given what holds it.
func (s setting) within(key string) setting {
	switch s {
	case schemas:
		return aSchema
	case aSchema:
		switch key {
		case "properties", "patternProperties":
			return schemas
		case "items", "additionalProperties", "not":
			return aSchema
		case "allOf", "anyOf", "oneOf":
			return schemaSet
		}
		return data
	case outside:
		switch {
		case key == "schema":
			return aSchema
		case key == "schemas":
			return schemas
		case key == "example", key == "examples", strings.HasPrefix(key, "x-"):
			return data
		}
		return outside
	case schemaSet, data:
	}
	return data
}

func down(value any, s setting) any {
	switch v := value.(type) {
	case Array:
		out := make(Array, len(v))
		for i, item := range v {
			inner := s
			if s == schemaSet {
				inner = aSchema
			}
			out[i] = down(item, inner)
		}
		return out
	case *Object:
		out := new(Object)
		for _, m := range v.members {
			out.Set(m.key, down(m.value, s.within(m.key))).Note(m.key, m.note)
		}
		if s == aSchema {
			return schema30(out)
		}
		return out
	}
	return value
}

// schema30 rewrites one schema whose parts are rewritten already.
func schema30(schema *Object) *Object {
	if examples, ok := schema.Get("examples").(Array); ok {
		schema.Delete("examples")
		if len(examples) > 0 {
			schema.Set("example", examples[0])
		}
	}
	if schema.Has("const") {
		schema.Set("enum", Of(schema.Get("const")))
		schema.Delete("const")
	}
	if types, ok := schema.Get("type").(Array); ok {
		schema.Delete("type")
		out := new(Object)
		for _, t := range types {
			if t == "null" {
				out.Set("nullable", true)
			} else {
				out = new(Object).Set("type", t).Fill("nullable", out.Get("nullable"))
			}
		}
		for _, m := range schema.members {
			out.Set(m.key, m.value).Note(m.key, m.note)
		}
		schema = out
	}
	if anyOf, ok := schema.Get("anyOf").(Array); ok {
		schema = withoutNull(schema, anyOf)
		anyOf, _ = schema.Get("anyOf").(Array)
		if !slices.ContainsFunc(anyOf, func(a any) bool { return !onlyRequires(a) }) || mixed(anyOf) {
			schema.Delete("anyOf")
		}
	}
	if schema.Get("type") == "null" { // no value but null
		schema.Set("type", "string")
		schema.Set("nullable", true)
		schema.Set("enum", Of[any](nil))
	}
	return schema
}

// mixed reports whether alternatives are plain values of several types. Generators for 3.0 have no type for these, and
// some write code for them that does not compile.
func mixed(anyOf Array) bool {
	types := map[any]bool{}
	for _, a := range anyOf {
		o, _ := a.(*Object)
		if o == nil || o.Has("$ref") || o.Get("type") == "object" {
			return false
		}
		types[o.Get("type")] = true
	}
	return len(types) > 1
}

// onlyRequires reports whether an alternative says nothing but which members are there: no type to generate.
func onlyRequires(alternative any) bool {
	o, _ := alternative.(*Object)
	return o.Len() == 1 && o.Has("required")
}

// withoutNull turns an alternative of null into nullable alternatives.
func withoutNull(schema *Object, anyOf Array) *Object {
	kept, null := Array{}, false
	for _, a := range anyOf {
		if o, ok := a.(*Object); ok && o.Get("nullable") == true && Same(o.Get("enum"), Of[any](nil)) {
			null = true
			continue
		}
		kept = append(kept, a)
	}
	if !null {
		return schema
	}
	for _, a := range kept {
		if o, ok := a.(*Object); ok && !o.Has("$ref") {
			o.Set("nullable", true)
		}
	}
	schema.Set("anyOf", kept)
	return schema
}
