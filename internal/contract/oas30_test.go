package contract

// Promise: the 3.0.3 form says the same in the words of 3.0, leaves the original and all sample data as they are, and is
// valid.

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSchemasIn30(t *testing.T) {
	for _, c := range []struct {
		name     string
		in, want *Object
	}{
		{"type with null", new(Object).Set("type", Of("string", "null")), Typed("string").Set("nullable", true)},
		{"only null", Typed("null"), Typed("string").Set("nullable", true).Set("enum", Of[any](nil))},
		{"const", Typed("string").Set("const", "a"), Typed("string").Set("enum", Of("a"))},
		{"examples", Typed("string").Set("examples", Of("a", "b")), Typed("string").Set("example", "a")},
		{"null as an alternative", new(Object).Set("anyOf", Of(Typed("string"), Typed("null"))), new(Object).Set("anyOf", Of(Typed("string").Set("nullable", true)))},
		{"alternatives of several types", new(Object).Set("anyOf", Of(Typed("string"), ListOf(Typed("string")))).Set("description", "d"), new(Object).Set("description", "d")},
		{"alternatives of one type", new(Object).Set("anyOf", Of(Only("a"), Formatted("uri"))), new(Object).Set("anyOf", Of(Only("a"), Formatted("uri")))},
		{"alternatives that are named", new(Object).Set("anyOf", Of(Ref("schemas", "A"), Typed("string"))), new(Object).Set("anyOf", Of(Ref("schemas", "A"), Typed("string")))},
		{"alternatives of presence", Typed("object").Set("anyOf", Of(new(Object).Set("required", Of("a")), new(Object).Set("required", Of("b")))), Typed("object")},
		{"inside", Typed("object").Set("properties", new(Object).Set("type", new(Object).Set("type", Of("integer", "null"))).Set("const", Typed("string"))),
			Typed("object").Set("properties", new(Object).Set("type", Typed("integer").Set("nullable", true)).Set("const", Typed("string")))},
		{"data stays", Typed("object").Set("enum", Of(new(Object).Set("const", 1).Set("type", Of("string", "null")))),
			Typed("object").Set("enum", Of(new(Object).Set("const", 1).Set("type", Of("string", "null"))))},
	} {
		before := c.in.Compact()
		got, _ := down(c.in, aSchema).(*Object)
		if d := cmp.Diff(string(c.want.Compact()), string(got.Compact())); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		if !bytes.Equal(before, c.in.Compact()) {
			t.Errorf("%s: the original was changed", c.name)
		}
	}
}

func TestDocumentIn30(t *testing.T) {
	doc := sound()
	doc.Object("info").Set("summary", "gone")
	schemes := doc.Object("components").Object("securitySchemes")
	schemes.Set("cert", new(Object).Set("type", "mutualTLS")).Set("dpop", new(Object).Set("type", "http").Set("scheme", "DPoP"))
	op := doc.Object("paths").Object("/pet").Object("get")
	op.Set("security", Of(new(Object).Set("cert", Array{}), new(Object).Set("dpop", Of("role"))))
	op.Set("x-note", new(Object).Set("const", 1))
	before := doc.Compact()
	out := OAS30(doc)
	if !bytes.Equal(before, doc.Compact()) {
		t.Error("the original was changed")
	}
	if _, err := Finish(out, ""); err != nil {
		t.Fatal(err)
	}
	got := new(Object).Set("version", out.Get("openapi")).Set("summary", out.Object("info").Get("summary")).
		Set("cert", out.Object("components").Object("securitySchemes").Get("cert")).
		Set("dpop", out.Object("components").Object("securitySchemes").Get("dpop")).
		Set("security", out.Object("paths").Object("/pet").Object("get").Get("security")).
		Set("note", out.Object("paths").Object("/pet").Object("get").Get("x-note"))
	want := `{"version":"3.0.3","summary":null,"cert":null,"dpop":{"type":"apiKey","in":"header","name":"Authorization"},"security":[{},{"dpop":[]}],"note":{"const":1}}`
	if d := cmp.Diff(want, string(got.Compact())); d != "" {
		t.Error(d)
	}
}

// Alternatives in a request become one object: what all demand is mandatory, values are joined.
func TestAlternativesIn30(t *testing.T) {
	doc := sound()
	schemas := doc.Object("components").Object("schemas")
	form := func(kind string, more string) *Object {
		return Typed("object").Set("required", Of("kind", more)).Set("properties", new(Object).Set("kind", Only(kind)).Set(more, Typed("string")).Set("any", Only(kind)))
	}
	schemas.Set("CatForm", form("cat", "purr")).Set("DogForm", form("dog", "bark"))
	op := doc.Object("paths").Object("/pet").Object("get")
	doc.Object("paths").Object("/pet").Delete("get")
	doc.Object("paths").Object("/pet").Set("post", op.Set("requestBody", new(Object).Set("content", new(Object).Set("application/x-www-form-urlencoded",
		new(Object).Set("schema", new(Object).Set("oneOf", Of(Ref("schemas", "CatForm"), Ref("schemas", "DogForm"))))))))
	out := OAS30(doc)
	if _, err := Finish(out, ""); err != nil {
		t.Fatal(err)
	}
	got := out.Object("paths").Object("/pet").Object("post").Object("requestBody").Object("content").Object("application/x-www-form-urlencoded").Object("schema")
	want := `{"type":"object","required":["kind"],"properties":{"kind":{"type":"string","enum":["cat","dog"]},"purr":{"type":"string"},"any":{"type":"string","enum":["cat","dog"]},"bark":{"type":"string"}}}`
	if d := cmp.Diff(want, string(got.Compact())); d != "" {
		t.Error(d)
	}
	if out.Object("components").Object("schemas").Has("CatForm") {
		t.Error("an alternative that nothing names any more is left")
	}
}
