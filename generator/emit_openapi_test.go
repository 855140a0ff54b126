package generator

// Promise: every contract is valid OpenAPI by an independent reader, agrees with the policy in its numbers and its
// errors, and is the same bytes each time.

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/contract/judge"
	"github.com/tokenbook/tokenbook/specs"
)

var contractExamples = []string{"minimal", "acme"}

func TestContractsAreValidAndTheSameEachTime(t *testing.T) {
	for _, name := range contractExamples {
		t.Run(name, func(t *testing.T) {
			for _, emitter := range []Emitter{openAPI, OpenAPI30} {
				first, err := emitter.Emit(exampleBook(t, name))
				if err != nil {
					t.Fatal(err)
				}
				again, err := emitter.Emit(exampleBook(t, name))
				if err != nil {
					t.Fatal(err)
				}
				if len(first) == 0 || len(first) != len(again) {
					t.Fatalf("%s wrote %d files, then %d", emitter.Name, len(first), len(again))
				}
				for i, f := range first {
					if f.Path != again[i].Path || !bytes.Equal(f.Data, again[i].Data) {
						t.Errorf("%s differs between two runs", f.Path)
					}
					if err := judge.OpenAPI(f.Data); err != nil {
						t.Errorf("%s: %v", f.Path, err)
					}
					if !bytes.HasPrefix(f.Data, []byte("# Token policy "+name)) {
						t.Errorf("%s does not say where it comes from", f.Path)
					}
				}
			}
		})
	}
}

func TestMembersComeInHumanOrder(t *testing.T) {
	files, err := openAPI.Emit(exampleBook(t, "minimal"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, line := range strings.Split(string(files[1].Data), "\n") {
		if key, _, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "#") {
			got = append(got, key)
		}
	}
	want := []string{"openapi", "info", "servers", "tags", "security", "paths", "components"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s: %s", files[1].Path, d)
	}
}

// Every answer of the token endpoint tells the lifetime that the policy has for that grant, client and environment.
func TestExpiresInAgreesWithThePolicy(t *testing.T) {
	for _, name := range contractExamples {
		b := exampleBook(t, name)
		for _, issuer := range b.Policy.Issuers.IDs() {
			a := newAPI(b, issuer)
			op := &operation{api: a, key: "token", endpoint: a.issuer.Endpoints.Get("token"), known: true}
			doc := contractOf(t, b, "openapi/"+issuer+".yaml")
			told := map[string]bool{}
			path := string(op.endpoint.Path.V)
			examples, _ := at(t, doc, "paths", path, "post", "responses", "200", "content", "application/json", "examples").(map[string]any)
			for _, e := range examples {
				told[fmt.Sprint(at(t, e, "value", "expires_in"))] = true
			}
			wanted := map[string]bool{}
			for _, grant := range op.grantsHere() {
				for _, sel := range op.choices(grant, op.clientsWith(grant)) {
					for _, token := range op.accessFor(grant, sel) {
						wanted[fmt.Sprint(seconds(t, b, token, sel))] = true
					}
				}
			}
			if d := cmp.Diff(wanted, told); d != "" {
				t.Errorf("%s, issuer %s: policy and examples differ: %s", name, issuer, d)
			}
		}
	}
}

// seconds is a token's life, worked out from the policy without the help of the emitter.
func seconds(t *testing.T, b *book.Book, token string, sel specs.Selection) int64 {
	t.Helper()
	l, _, ok := specs.Effective[specs.Lifetime](b.Policy, "tokens."+token+".lifetime", sel)
	if !ok {
		t.Fatalf("no lifetime of %s", token)
	}
	r, ok := analysis.LongestLife(b.Policy, &l, sel, 20)
	if !ok {
		t.Fatalf("no finite lifetime of %s", token)
	}
	return r.Default.D.Seconds()
}

// Every cause that has a surface with an endpoint, or appears at services, is in the contract with its code as one of
// the values that are allowed, and with an example that has it.
func TestEveryErrorIsThere(t *testing.T) {
	for _, name := range contractExamples {
		b := exampleBook(t, name)
		for _, issuer := range b.Policy.Issuers.IDs() {
			doc := contractOf(t, b, "openapi/"+issuer+".yaml")
			services := contractOf(t, b, "openapi/"+issuer+".resource-server.yaml")
			for i := range b.Policy.Causes {
				c := &b.Policy.Causes[i]
				for _, surface := range surfacesOf(c) {
					if surface == "resource" {
						requireCause(t, services, "callProtected", c.ID)
					} else if id, ok := endpointFor(b.Policy.Issuers.Get(issuer), surface); ok {
						requireCause(t, doc, id, c.ID)
					}
				}
			}
		}
	}
}

func surfacesOf(c *specs.ResolvedCause) []string {
	if c.Own == nil {
		return []string{string(c.Standard.Surface)}
	}
	var out []string
	for _, s := range specs.Plain(c.Own.Surfaces) {
		out = append(out, string(s))
	}
	return out
}

// endpointFor is the operation of the endpoint that a surface belongs to.
func endpointFor(issuer *specs.Issuer, surface string) (string, bool) {
	key := surface
	if surface == "backchannel_authentication" {
		key = "ciba"
	}
	if issuer.Endpoints.Get(key) == nil {
		return "", false
	}
	if id, ok := operationIDs[key]; ok {
		return id, true
	}
	return contract.Camel("call", key), true
}

// requireCause looks for a cause in the facts of an operation's responses, and for its code in enums and examples.
func requireCause(t *testing.T, doc map[string]any, operationID, cause string) {
	t.Helper()
	paths, _ := doc["paths"].(map[string]any)
	for _, item := range paths {
		methods, _ := item.(map[string]any)
		for _, method := range methods {
			op, _ := method.(map[string]any)
			if op["operationId"] != operationID {
				continue
			}
			responses, _ := op["responses"].(map[string]any)
			for _, r := range responses {
				if causeIn(t, doc, r, cause) {
					return
				}
			}
		}
	}
	t.Errorf("%s does not have the error %s", operationID, cause)
}

func causeIn(t *testing.T, doc map[string]any, response any, cause string) bool {
	t.Helper()
	r, _ := response.(map[string]any)
	if ref, ok := r["$ref"].(string); ok {
		r, _ = at(t, doc, "components", "responses", ref[strings.LastIndex(ref, "/")+1:]).(map[string]any)
	}
	facts, _ := r["x-tokenbook-errors"].([]any)
	for _, f := range facts {
		fact, _ := f.(map[string]any)
		if fact["cause"] != cause {
			continue
		}
		code, sent := fact["code"].(string)
		content, hasBody := r["content"].(map[string]any)
		if !sent || !hasBody {
			return true
		}
		for _, media := range content {
			examples, _ := at(t, media, "examples").(map[string]any)
			if examples[contract.Snake(cause)] == nil {
				continue
			}
			schema, _ := at(t, media, "schema", "$ref").(string)
			properties, _ := at(t, doc, "components", "schemas", schema[strings.LastIndex(schema, "/")+1:], "properties").(map[string]any)
			if e, ok := properties["error"].(map[string]any); ok {
				if enum, _ := e["enum"].([]any); !slices.Contains(enum, any(code)) {
					t.Errorf("the code %s of %s is not among the values %v", code, cause, enum)
				}
			}
			return true
		}
		if !strings.Contains(fmt.Sprint(at(t, r, "headers"), doc["components"]), `error="`+code+`"`) {
			t.Errorf("error %s has an example neither in a body nor in a header", cause)
		}
		return true
	}
	return false
}
