// Keeps the promise that a laid-out description says what the description says: every reference is followed, every
// member of a body is a row with its whole name, and a schema that holds itself comes to an end.
package contract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rowsOf writes rows as lines: name, type, demand, constraints.
func rowsOf(fields []Field) []string {
	var out []string
	for _, f := range fields {
		line := strings.Repeat("  ", f.Depth) + f.Name + ": " + f.Type
		if f.Format != "" {
			line += " · " + f.Format
		}
		if f.Required {
			line += ", required"
		}
		for _, c := range f.Constraints {
			line += ", " + strings.TrimSpace(c.Words+" "+strings.Join(c.Values, "/"))
		}
		if f.Form != "" {
			line += " [" + f.Form + "]"
		}
		out = append(out, line)
	}
	return out
}

// schemaOf reads a schema written as JSON.
func schemaOf(t *testing.T, text string) *Object {
	t.Helper()
	v, err := FromJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	o, ok := v.(*Object)
	if !ok {
		t.Fatalf("%s is no object", text)
	}
	return o
}

func TestSchemasBecomeRows(t *testing.T) {
	components := `{"Key": {"type": "object", "required": ["kid"], "properties": {"kid": {"type": "string"}, "x": {"type": "string", "format": "uri"}}},
		"Tree": {"type": "object", "properties": {"name": {"type": "string"}, "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}, "up": {"$ref": "#/components/schemas/Tree"}}},
		"Loop": {"$ref": "#/components/schemas/Loop"},
		"Cat": {"type": "object", "properties": {"purrs": {"type": "boolean"}}}, "Dog": {"type": "object", "properties": {"barks": {"type": "boolean"}}}}`
	for _, c := range []struct {
		name, schema string
		want         []string // "= " before a line about the body itself
	}{
		{"plain members", `{"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "enum": ["x", "y"]}, "b": {"type": "integer", "minimum": 0, "maximum": 9, "default": 3}, "c": {"const": 1}}}`,
			[]string{"= : object", "a: string, required, one of x/y", "b: integer, at least 0, at most 9, left out, it is 3", "c: any, always 1"}},
		{"nested", `{"type": "object", "properties": {"keys": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/Key"}}, "cnf": {"type": "object", "properties": {"jwk": {"$ref": "#/components/schemas/Key"}}}}}`,
			[]string{"= : object", "keys: array of object, entries at least 1", "  keys[].kid: string, required", "  keys[].x: string · uri", "cnf: object", "  cnf.jwk: object", "    cnf.jwk.kid: string, required", "    cnf.jwk.x: string · uri"}},
		{"allOf", `{"allOf": [{"$ref": "#/components/schemas/Key"}, {"required": ["more"], "properties": {"more": {"type": ["string", "null"]}}}], "description": "Both."}`,
			[]string{"= : object", "kid: string, required", "x: string · uri", "more: string or null, required"}},
		{"a choice of bodies", `{"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}`,
			[]string{"= Cat: object", "purrs: boolean", "= Dog: object", "barks: boolean"}},
		{"a choice inside", `{"type": "object", "properties": {"pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}}}`,
			[]string{"= : object", "pet: object", "  pet.purrs: boolean [Cat]", "  pet.barks: boolean [Dog]"}},
		{"a choice of types", `{"type": "object", "properties": {"aud": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}}}`,
			[]string{"= : object", "aud: string or array of string"}},
		{"entries with bounds", `{"type": "array", "uniqueItems": true, "items": {"type": "string", "format": "uri", "pattern": "^https"}}`,
			[]string{"= : array of string · uri, no entry twice, each matches ^https"}},
		{"at least one of some members", `{"type": "object", "additionalProperties": false, "properties": {"a": {}, "b": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b", "c"]}]}`,
			[]string{"= : object, no other members, has at least one of a/b + c", "a: any", "b: any"}},
		{"members of any name", `{"type": "object", "additionalProperties": {"type": "integer"}}`, []string{"= : object", "*: integer"}},
		{"itself inside", `{"$ref": "#/components/schemas/Tree"}`,
			[]string{"= Tree: object", "name: string", "children: array of object, members as in Tree", "up: object, members as in Tree"}},
		{"nothing but itself", `{"$ref": "#/components/schemas/Loop"}`, []string{"= Loop: any"}},
		{"a reference to nothing", `{"$ref": "#/components/schemas/Gone"}`, []string{"= Gone: any"}},
		{"no object", `{"type": "string", "description": "A JWT."}`, []string{"= : string"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := new(Object).Set("components", new(Object).Set("schemas", schemaOf(t, components)))
			r := &reading{doc: doc}
			var got []string
			for _, f := range r.forms(schemaOf(t, c.schema)) {
				self := f.Self
				self.Name, self.Required = f.Name, false
				got = append(append(got, "= "+rowsOf([]Field{self})[0]), rowsOf(f.Fields)...)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestReferOperation(t *testing.T) {
	doc := schemaOf(t, `{"info": {"title": "T", "version": "1"}, "servers": [{"url": "https://{t}.example", "variables": {"t": {"default": "a", "enum": ["a", "b"]}}}],
	"security": [{"key": []}], "tags": [{"name": "Pets", "description": "All."}],
	"paths": {"/pets/{id}": {"parameters": [{"$ref": "#/components/parameters/Id"}],
		"get": {"operationId": "getPet", "tags": ["Pets"], "summary": "A pet", "deprecated": true,
			"responses": {"200": {"$ref": "#/components/responses/Pet"}, "default": {"description": "Else."}},
			"x-tokenbook-endpoint": "pet", "x-tokenbook-limits": [{"limit": "l", "max": 5, "per": "1 minute", "key": ["user"], "at": "p.yaml:1:2"}]},
		"post": {"operationId": "addPet", "security": [], "requestBody": {"required": true, "content": {"text/plain": {"schema": {"type": "string"}, "example": "x"}}}, "responses": {}},
		"x-tokenbook-also": [{"method": "PURGE", "operation": {"operationId": "purgePet", "security": [{"key": ["a"]}, {}]}}]}},
	"components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
		"parameters": {"Id": {"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}, "example": 3}},
		"headers": {"H": {"required": true, "description": "A header.", "schema": {"type": "string"}}},
		"responses": {"Pet": {"description": "A pet.", "headers": {"X-H": {"$ref": "#/components/headers/H"}},
			"x-tokenbook-errors": [{"cause": "c", "code": "e", "number": 7, "retryable": "never"}],
			"x-tokenbook-tokens": [{"token": "t", "lifetime": "1m", "varies": [{"client": "a", "lifetime": "2m", "place": "q:1:1"}]}]}}}}`)
	id := Field{Name: "id", In: "path", Type: "integer", Required: true, Examples: []Example{{Value: int64(3)}}}
	want := Reference{
		Title: "T", Version: "1",
		Servers: []Server{{URL: "https://{t}.example", Variables: []Variable{{Name: "t", Default: "a", Choices: []string{"a", "b"}}}}},
		Schemes: []Scheme{{Name: "key", Type: "apiKey", In: "header", Parameter: "X-Key"}},
		Tags:    []Tag{{"Pets", "All."}},
		Operations: []Operation{
			{ID: "getPet", Method: "GET", Path: "/pets/{id}", Tag: "Pets", Summary: "A pet", Deprecated: true, Declared: true,
				Security: []Way{{{Scheme: "key"}}}, Parameters: []Field{id},
				Responses: []Response{
					{Status: "200", Description: "A pet.", Headers: []Field{{Name: "X-H", In: "header", Type: "string", Required: true, Description: "A header."}},
						Notes: ResponseNotes{
							Errors: []ErrorNote{{Cause: "c", Code: "e", Number: "7", Retryable: "never"}},
							Tokens: []TokenNote{{Token: "t", Lifetime: "1m", Varies: []TokenVariant{{When: []Choice{{"client", "a"}}, Lifetime: "2m", Place: "q:1:1"}}}},
						}},
					{Status: "default", Description: "Else."},
				},
				Notes: Notes{Endpoint: "pet", Limits: []LimitNote{{"l", "5", "1 minute", []string{"user"}, "p.yaml:1:2"}}}},
			{ID: "addPet", Method: "POST", Path: "/pets/{id}", Declared: true, Parameters: []Field{id},
				Body: &Body{Required: true, Contents: []Content{{Media: "text/plain", Forms: []Form{{Self: Field{Type: "string", Required: true}}}, Examples: []Example{{Value: "x"}}}}}},
			{ID: "purgePet", Method: "PURGE", Path: "/pets/{id}", Declared: true, Undescribed: true, Parameters: []Field{id},
				Security: []Way{{{Scheme: "key", Scopes: []string{"a"}}}, {}}},
		},
	}
	if d := cmp.Diff(want, Refer(doc)); d != "" {
		t.Error(d)
	}
}

// What is no OpenAPI is laid out as far as it goes.
func TestReferTakesAnyTree(t *testing.T) {
	for text, want := range map[string]int{`{}`: 0, `{"paths": 3}`: 0, `{"paths": {"/": {"get": 1, "put": {}}}}`: 2, `{"paths": {"/": {"colour": {}}}}`: 0,
		`{"paths": {"/": {"get": {"responses": {"200": []}, "parameters": [1, {}], "security": [1]}}}}`: 1,
		`{"tags": {}, "servers": [{}], "components": {"securitySchemes": {"a": null}}}`:                 0,
		`{"paths": {"/": {"get": {"requestBody": {"content": {"a/b": {}}}}}}}`:                          1} {
		if got := Refer(schemaOf(t, text)); len(got.Operations) != want {
			t.Errorf("%s: %d operations, not %d", text, len(got.Operations), want)
		}
	}
}
