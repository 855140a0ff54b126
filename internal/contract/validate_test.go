package contract

// Promise: what this program says of a schema, a value or a description is what libraries say that others wrote: every
// fault that kin-openapi finds in a description is found here, and a value fits here where it fits for santhosh's
// validator, and nowhere else.

import (
	"testing"

	"github.com/tokenbook/tokenbook/internal/contract/judge"
)

// someValues are one value of each kind that a schema can tell apart.
func someValues(t *testing.T) Array {
	t.Helper()
	v, err := FromJSON([]byte(`[null, true, false, 0, 1, 3, -3, 2.5, 3.0, 1e3, "", "a", "abc", "äöü", "2026-01", "42", [], ["a"], ["a", "b", "c"], [1], [null], [[]],
		{}, {"a": 1}, {"a": "x"}, {"a": null}, {"a": "x", "b": 2}, {"b": 2}, {"a": {"a": "x"}}, {"c": []}]`))
	if err != nil {
		t.Fatal(err)
	}
	list, _ := v.(Array)
	return list
}

func TestValuesFitWhereTheyFitForOthers(t *testing.T) {
	schemas := []string{
		`{}`, `{"type": "string"}`, `{"type": "integer"}`, `{"type": "number"}`, `{"type": "boolean"}`, `{"type": "null"}`, `{"type": "object"}`, `{"type": "array"}`,
		`{"type": ["string", "null"]}`, `{"type": ["integer", "boolean"]}`, `{"enum": ["a", 1, null, [], {"a": 1}]}`, `{"const": 3}`, `{"const": null}`, `{"const": {"a": "x", "b": 2}}`,
		`{"minimum": 0}`, `{"minimum": 1.5, "maximum": 3}`, `{"maximum": -3}`, `{"minLength": 1}`, `{"maxLength": 3}`, `{"minLength": 3, "maxLength": 3}`,
		`{"pattern": "^[0-9]+$"}`, `{"pattern": "b"}`, `{"items": {"type": "string"}}`, `{"items": {"items": {}}}`, `{"minItems": 1}`, `{"maxItems": 1}`,
		`{"required": ["a"]}`, `{"required": ["a", "b"]}`, `{"required": []}`, `{"properties": {"a": {"type": "string"}}}`,
		`{"properties": {"a": {"type": "string"}}, "additionalProperties": false}`, `{"properties": {"a": {}}, "additionalProperties": {"type": "integer"}}`,
		`{"additionalProperties": true}`, `{"type": "object", "properties": {"a": {"not": {}}}}`, `{"not": {"type": "string"}}`,
		`{"allOf": [{"type": "string"}, {"minLength": 1}]}`, `{"anyOf": [{"type": "string"}, {"required": ["a"], "type": "object"}]}`,
		`{"oneOf": [{"type": "string"}, {"minLength": 1}]}`, `{"oneOf": [{"type": "integer"}, {"minimum": 2}]}`,
		`{"properties": {"a": {"anyOf": [{"type": "string"}, {"type": "null"}]}}, "required": ["a"]}`,
		`{"format": "uri", "type": "string"}`, `{"title": "t", "description": "d", "x-note": {"type": 3}}`,
	}
	values := someValues(t)
	for _, text := range schemas {
		tree, err := FromJSON([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		schema, _ := tree.(*Object)
		other, err := judge.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, value := range values {
			wanted := other.Fits("", textOf(value)) == nil
			if got := Fits(schema, value); got != wanted {
				t.Errorf("%s fits %s: %v, others say %v", textOf(value), text, got, wanted)
			}
		}
	}
}

func textOf(value any) []byte {
	text := new(Object).Set("v", value).Compact()
	return text[len(`{"v":`) : len(text)-1]
}

// What is no schema is refused, also where the fault lies deep within; and so is what others accept and this program
// does not know, since it could not check it.
func TestWhatIsNoSchemaIsRefused(t *testing.T) {
	for _, text := range []string{
		`{"type": "thing"}`, `{"type": []}`, `{"type": 3}`, `{"type": ["string", "text"]}`, `{"enum": "a"}`, `{"enum": []}`, `{"required": "a"}`, `{"required": [3]}`,
		`{"properties": []}`, `{"properties": {"a": 3}}`, `{"properties": {"a": {"type": "thing"}}}`, `{"items": 3}`, `{"items": {"type": "thing"}}`, `{"minItems": "1"}`,
		`{"minItems": -1}`, `{"minimum": "0"}`, `{"pattern": "("}`, `{"pattern": 3}`, `{"allOf": []}`, `{"anyOf": {}}`, `{"oneOf": [3]}`, `{"not": 3}`,
		`{"additionalProperties": 3}`, `{"additionalProperties": {"type": "thing"}}`, `{"description": 3}`, `{"$ref": "https://schemas.example/other"}`,
		`{"$ref": "#/components/schemas/Gone"}`, `{"$ref": 3}`, `{"examples": {}}`, `{"unheardOf": 1}`, `{"nullable": true}`,
	} {
		tree, err := FromJSON([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		schema, _ := tree.(*Object)
		if Fits(schema, "a") {
			t.Errorf("%s is taken for a schema", text)
		}
	}
}

// Schemas that lead into each other end in an error; those that lead into themselves through members do not.
func TestSchemasInCircles(t *testing.T) {
	doc := sound()
	schemas := doc.Object("components").Object("schemas")
	schemas.Object("Pet").Object("properties").Set("mother", Ref("schemas", "Pet"))
	if err := Check(doc); err != nil {
		t.Error(err)
	}
	schemas.Set("Pet", new(Object).Set("anyOf", Of(Ref("schemas", "Pet"))))
	if err := Check(doc); err == nil {
		t.Error("a schema that is nothing but itself is taken")
	}
}

// faults are what can be wrong with a description; kin-openapi has to see each of them in a description that is sound
// otherwise.
var faults = []struct {
	name  string
	spoil func(doc, op *Object)
}{
	{"no title", func(d, _ *Object) { d.Object("info").Delete("title") }},
	{"no version", func(d, _ *Object) { d.Object("info").Delete("version") }},
	{"no info", func(d, _ *Object) { d.Delete("info") }},
	{"a path without a slash", func(d, op *Object) {
		d.Object("paths").Set("pet", new(Object).Set("put", op))
		d.Object("paths").Delete("/pet")
	}},
	{"responses without one", func(_, op *Object) { op.Set("responses", new(Object)) }},
	{"a response without description", func(_, op *Object) { op.Object("responses").Object("200").Delete("description") }},
	{"a shared response without description", func(d, op *Object) {
		d.Object("components").Set("responses", new(Object).Set("Gone", new(Object)))
		op.Object("responses").Set("404", Ref("responses", "Gone"))
	}},
	{"a parameter without a name", func(_, op *Object) {
		op.Set("parameters", Of(new(Object).Set("in", "query").Set("schema", Typed("string"))))
	}},
	{"a parameter without a place", func(_, op *Object) {
		op.Set("parameters", Of(new(Object).Set("name", "a").Set("schema", Typed("string"))))
	}},
	{"a parameter without a schema", func(_, op *Object) { op.Set("parameters", Of(new(Object).Set("name", "a").Set("in", "query"))) }},
	{"a parameter at an odd place", func(_, op *Object) {
		op.Set("parameters", Of(new(Object).Set("name", "a").Set("in", "body").Set("schema", Typed("string"))))
	}},
	{"a parameter twice", func(_, op *Object) {
		p := new(Object).Set("name", "a").Set("in", "query").Set("schema", Typed("string"))
		op.Set("parameters", Of(p, p))
	}},
	{"a parameter of the path that is not in it", func(_, op *Object) {
		op.Set("parameters", Of(new(Object).Set("name", "a").Set("in", "path").Set("required", true).Set("schema", Typed("string"))))
	}},
	{"an example that does not fit a parameter", func(_, op *Object) {
		op.Set("parameters", Of(new(Object).Set("name", "a").Set("in", "query").Set("schema", Typed("integer")).Set("example", "x")))
	}},
	{"example and examples", func(_, op *Object) {
		op.Set("parameters", Of(new(Object).Set("name", "a").Set("in", "query").Set("schema", Typed("string")).Set("example", "x").Set("examples", new(Object).Set("one", new(Object).Set("value", "x")))))
	}},
	{"a body without content", func(_, op *Object) { op.Set("requestBody", new(Object).Set("required", true)) }},
	{"a name of a component with a blank", func(d, op *Object) {
		d.Object("components").Object("schemas").Set("A pet", Typed("object"))
		op.Set("parameters", Of(new(Object).Set("name", "a").Set("in", "query").Set("schema", Ref("schemas", "A pet"))))
	}},
	{"a type that does not exist", func(d, _ *Object) { d.Object("components").Object("schemas").Object("Pet").Set("type", "thing") }},
	{"a security scheme without a type", func(d, _ *Object) { d.Object("components").Object("securitySchemes").Object("oauth").Delete("type") }},
	{"a security scheme without flows", func(d, _ *Object) { d.Object("components").Object("securitySchemes").Object("oauth").Delete("flows") }},
	{"a key without a name", func(d, _ *Object) {
		d.Object("components").Object("securitySchemes").Set("key", new(Object).Set("type", "apiKey").Set("in", "header"))
	}},
	{"a reference to nothing", func(_, op *Object) { op.Object("responses").Set("404", Ref("responses", "Gone")) }},
}

func TestFaultsThatOthersFindAreFound(t *testing.T) {
	for _, version := range []string{"3.1.0", Version30} {
		for _, f := range faults {
			t.Run(version+" "+f.name, func(t *testing.T) {
				doc := sound()
				doc.Set("openapi", version)
				if err := judge.OpenAPI(doc.Compact()); err != nil {
					t.Fatalf("the description is not sound to begin with: %v", err)
				}
				f.spoil(doc, doc.Object("paths").Object("/pet").Object("get"))
				if judge.OpenAPI(doc.Compact()) == nil {
					t.Error("kin-openapi does not see it: the case proves nothing")
				}
				if Check(doc) == nil {
					t.Error("it is not found")
				}
			})
		}
	}
}

// What kin-openapi reads leniently.
func TestFaultsThatOthersMiss(t *testing.T) {
	for _, f := range []struct {
		name  string
		spoil func(doc, op *Object)
	}{
		{"no paths and no components", func(d, _ *Object) { d.Delete("paths"); d.Delete("components") }},
		{"no responses", func(_, op *Object) { op.Delete("responses") }},
		{"an odd status", func(_, op *Object) { op.Object("responses").Set("20", new(Object).Set("description", "")) }},
		{"a header without a schema", func(_, op *Object) {
			op.Object("responses").Object("200").Set("headers", new(Object).Set("X-A", new(Object).Set("description", "a")))
		}},
		{"a server with a variable that nothing fills", func(d, _ *Object) { d.Set("servers", Of(new(Object).Set("url", "https://{shop}.example"))) }},
		{"words of 3.1 in 3.0", func(d, _ *Object) {
			d.Set("openapi", Version30)
			d.Object("components").Object("schemas").Object("Pet").Object("properties").Object("name").Set("const", "Rex")
		}},
		{"words of 3.0 in 3.1", func(d, _ *Object) {
			d.Object("components").Object("schemas").Object("Pet").Object("properties").Object("name").Set("nullable", true)
		}},
	} {
		doc := sound()
		f.spoil(doc, doc.Object("paths").Object("/pet").Object("get"))
		if Check(doc) == nil {
			t.Errorf("%s: it is not found", f.name)
		}
	}
}
