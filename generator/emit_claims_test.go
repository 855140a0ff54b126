package generator

// Promise: every JWT of a policy gets a JSON Schema that an independent reader takes, that demands what the policy calls
// always present and nothing else, and that is the same bytes each time.

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// claimsSchema compiles what the emitter wrote to a path.
func claimsSchema(t *testing.T, files []File, path string) (*jsonschema.Schema, map[string]any) {
	t.Helper()
	for _, f := range files {
		if f.Path != path {
			continue
		}
		loaded, err := jsonschema.UnmarshalJSON(bytes.NewReader(f.Data))
		if err != nil {
			t.Fatal(err)
		}
		members, _ := loaded.(map[string]any)
		id, _ := members["$id"].(string)
		c := jsonschema.NewCompiler()
		if err := c.AddResource(id, loaded); err != nil {
			t.Fatal(err)
		}
		schema, err := c.Compile(id)
		if err != nil {
			t.Fatal(err)
		}
		return schema, members
	}
	t.Fatalf("no file %s", path)
	return nil, nil
}

const claimsPolicy = `issuers: {main: https://id.example, shops: "https://{shop}.shops.example"}
tokens:
  access:
    type: access_token
    format: jwt
    issuers: main
    audiences: [orders, "https://pay.example"]
    binding: dpop
    claims:
      iss: {present: always}
      aud: {present: always}
      exp: {present: always}
      cnf: {present: always, why: The key}
      roles: {type: strings, present: maybe, sample: [buyer]}
      email: {present: never}
      legacy: {present: "null"}
      place: {members: {city: {type: string, present: always}}}
  id: {type: id_token, format: jwt}
  opaque: {type: refresh_token, format: opaque}
`

func TestClaimsDemandWhatThePolicyStates(t *testing.T) {
	files, err := claims.Emit(textBook(t, claimsPolicy))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 2 {
		t.Fatalf("%d schemas for two JWTs", len(files))
	}
	schema, members := claimsSchema(t, files, "schemas/access.claims.json")
	if got := members["$id"]; got != "urn:tokenbook:probe:1.0.0:access:claims" {
		t.Errorf("$id is %v", got)
	}
	if d := cmp.Diff([]any{"iss", "aud", "exp", "cnf", "legacy"}, members["required"]); d != "" {
		t.Error(d)
	}
	const good = `{"iss":"https://id.example","aud":"orders","exp":1793534400,"cnf":{"jkt":"x"},"legacy":null}`
	for _, c := range []struct {
		name, from, to string
		fits           bool
	}{
		{"good", "", "", true},
		{"several audiences", `"orders"`, `["orders","https://pay.example"]`, true},
		{"more claims", `"legacy"`, `"more":1,"legacy"`, true},
		{"another issuer", "id.example", "evil.example", false},
		{"another audience", `"orders"`, `"other"`, false},
		{"no audience in the list", `"orders"`, `[]`, false},
		{"no key", `{"jkt":"x"}`, `{}`, false},
		{"text for a date", "1793534400", `"soon"`, false},
		{"a claim that never is there", `"legacy"`, `"email":"a@b.example","legacy"`, false},
		{"a value for null", `"legacy":null`, `"legacy":1`, false},
		{"a mandatory claim is missing", `"exp":1793534400,`, "", false},
		{"a member of the wrong type", `"legacy"`, `"place":{"city":3},"legacy"`, false},
		{"a mandatory member is missing", `"legacy"`, `"place":{},"legacy"`, false},
		{"roles that are no list", `"legacy"`, `"roles":"buyer","legacy"`, false},
	} {
		text := strings.Replace(good, c.from, c.to, 1)
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); (err == nil) != c.fits {
			t.Errorf("%s: %s: fits should be %t, error %v", c.name, text, c.fits, err)
		}
	}
}

// A policy that lists no claims demands none, although standards do.
func TestSilentClaimsDemandNothing(t *testing.T) {
	files, err := claims.Emit(textBook(t, claimsPolicy))
	if err != nil {
		t.Fatal(err)
	}
	schema, members := claimsSchema(t, files, "schemas/id.claims.json")
	if members["required"] != nil {
		t.Errorf("required: %v", members["required"])
	}
	for text, fits := range map[string]bool{
		`{}`:                                    true,
		`{"iss":"https://a.shops.example"}`:     true,
		`{"iss":"https://a.b/c.shops.example"}`: false,
		`{"exp":"soon"}`:                        false,
	} {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); (err == nil) != fits {
			t.Errorf("%s: fits should be %t, error %v", text, fits, err)
		}
	}
}

func TestClaimsOfExamples(t *testing.T) {
	for _, name := range contractExamples {
		first, err := claims.Emit(exampleBook(t, name))
		if err != nil {
			t.Fatal(err)
		}
		again, err := claims.Emit(exampleBook(t, name))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(first, again); d != "" || len(first) == 0 {
			t.Errorf("%s: %d files; differences: %s", name, len(first), d)
		}
		for _, f := range first {
			claimsSchema(t, first, f.Path)
		}
	}
}
