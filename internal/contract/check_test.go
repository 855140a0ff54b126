package contract

// Promise: a description that is not in order is never handed out; the error names what is wrong.

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tokenbook/tokenbook/internal/contract/judge"
)

// sound is a description with one operation.
func sound() *Object {
	body := new(Object).Set("schema", Ref("schemas", "Pet")).Set("examples", new(Object).Set("one", new(Object).Set("value", new(Object).Set("name", "Rex"))))
	op := new(Object).Set("operationId", "getPet").Set("tags", Of("Pets")).Set("security", Of(new(Object).Set("oauth", Of("read")), new(Object))).
		Set("responses", new(Object).Set("200", new(Object).Set("description", "A pet.").Set("content", new(Object).Set("application/json", body))))
	flows := new(Object).Set("clientCredentials", new(Object).Set("tokenUrl", "https://id.example/token").Set("scopes", new(Object).Set("read", "reads")))
	components := new(Object).Set("securitySchemes", new(Object).Set("oauth", new(Object).Set("type", "oauth2").Set("flows", flows))).
		Set("schemas", new(Object).Set("Pet", Typed("object").Set("required", Of("name")).Set("properties", new(Object).Set("name", Typed("string")))))
	return new(Object).Set("openapi", "3.1.0").Set("info", new(Object).Set("title", "Pets").Set("version", "1.0.0")).
		Set("tags", Of(new(Object).Set("name", "Pets"))).Set("paths", new(Object).Set("/pet", new(Object).Set("get", op))).Set("components", components)
}

func TestFinish(t *testing.T) {
	operation := func(doc *Object) *Object { return doc.Object("paths").Object("/pet").Object("get") }
	content := func(doc *Object) *Object {
		return operation(doc).Object("responses").Object("200").Object("content").Object("application/json")
	}
	for _, c := range []struct {
		name  string
		spoil func(*Object)
		want  string // in the error; empty for none
	}{
		{"in order", func(*Object) {}, ""},
		{"no version", func(d *Object) { d.Delete("openapi") }, "openapi"},
		{"no title", func(d *Object) { d.Object("info").Delete("title") }, "title"},
		{"tag not declared", func(d *Object) { operation(d).Set("tags", Of("Cats")) }, `tag "Cats"`},
		{"scope not declared", func(d *Object) {
			operation(d).Set("security", Of(new(Object).Set("oauth", Of("write"))))
		}, `scope "write"`},
		{"scheme not declared", func(d *Object) {
			operation(d).Set("security", Of(new(Object).Set("key", Array{})))
		}, `security scheme "key"`},
		{"scheme not declared for all", func(d *Object) { d.Set("security", Of(new(Object).Set("key", Array{}))) }, `security scheme "key"`},
		{"no operationId", func(d *Object) { operation(d).Delete("operationId") }, "operationId"},
		{"the same operationId twice", func(d *Object) {
			again := new(Object).Set("operationId", "GetPet").Set("responses", new(Object).Set("200", new(Object).Set("description", "")))
			d.Object("paths").Set("/two", new(Object).Set("get", again))
		}, "another operation"},
		{"schema that a generator makes too", func(d *Object) {
			d.Object("components").Object("schemas").Set("GetPetResponse", Typed("object"))
			content(d).Set("schema", Ref("schemas", "GetPetResponse"))
		}, "GetPetResponse"},
		{"example that does not fit", func(d *Object) {
			content(d).Object("examples").Object("one").Set("value", new(Object).Set("name", 3))
		}, `"one"`},
		{"example without a mandatory member", func(d *Object) {
			content(d).Object("examples").Object("one").Set("value", new(Object))
		}, "does not fit"},
		{"reference to nothing", func(d *Object) { content(d).Set("schema", Ref("schemas", "Cat")) }, "Cat"},
		{"path variable without parameter", func(d *Object) {
			d.Object("paths").Set("/{id}", d.Object("paths").Object("/pet"))
			d.Object("paths").Delete("/pet")
		}, "id"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := sound()
			c.spoil(doc)
			data, err := Finish(doc, "A head.")
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want == "" && judge.OpenAPI(data) != nil:
				t.Errorf("the YAML does not load: %v", judge.OpenAPI(data))
			case c.want != "" && err == nil:
				t.Error("nothing is found")
			case c.want != "" && !strings.Contains(err.Error(), c.want):
				t.Errorf("the error is %q", err)
			}
		})
	}
}

// Components that nothing refers to are dropped, those behind another reference are kept.
func TestUnusedComponentsAreDropped(t *testing.T) {
	doc := sound()
	schemas := doc.Object("components").Object("schemas")
	schemas.Object("Pet").Object("properties").Set("owner", Ref("schemas", "Owner"))
	schemas.Set("Owner", Typed("object")).Set("Cat", Typed("object").Set("properties", new(Object).Set("mouse", Ref("schemas", "Mouse")))).Set("Mouse", Typed("object"))
	doc.Object("components").Set("headers", new(Object).Set("X", new(Object).Set("schema", Typed("string"))))
	if _, err := Finish(doc, ""); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"Pet", "Owner"}, schemas.Keys()); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"securitySchemes", "schemas"}, doc.Object("components").Keys()); d != "" {
		t.Error(d)
	}
}

// A reference out of the document is refused, never followed.
func TestNoOtherFileIsRead(t *testing.T) {
	for _, ref := range []string{"/etc/hostname", "file:///etc/hostname", "http://127.0.0.1:9/x.yaml", "other.yaml#/components/schemas/Pet"} {
		doc := sound()
		doc.Object("components").Object("schemas").Set("Pet", new(Object).Set("$ref", ref))
		if _, err := Finish(doc, ""); err == nil {
			t.Errorf("a reference to %s is taken", ref)
		}
	}
}

func TestFinishSchema(t *testing.T) {
	schema := func() *Object {
		return new(Object).Set("$schema", Draft).Set("$id", "urn:tokenbook:x").Set("type", "object").
			Set("properties", new(Object).Set("n", Typed("integer").Set("minimum", 0)))
	}
	if _, err := FinishSchema(schema().Set("examples", Of(new(Object).Set("n", 3)))); err != nil {
		t.Error(err)
	}
	if _, err := FinishSchema(schema().Set("examples", Of(new(Object).Set("n", -3)))); err == nil {
		t.Error("an example that does not fit is taken")
	}
	if _, err := FinishSchema(schema().Set("type", "thing")); err == nil {
		t.Error("a type that does not exist is taken")
	}
	if _, err := FinishSchema(schema().Set("$ref", "https://schemas.example/other")); err == nil {
		t.Error("a schema elsewhere is taken")
	}
	if !Fits(Typed("string"), "x") || Fits(Typed("string"), 3) {
		t.Error("Fits does not tell texts from numbers")
	}
}
