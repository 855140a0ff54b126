package generator

// Promise: a policy that says little, or something odd, still gets contracts, and they claim nothing that it does not
// say.

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sparseToken = "tokens: {access: {type: access_token}}\n"

func TestSparseAndOddPoliciesGetContracts(t *testing.T) {
	cases := []struct{ name, policy string }{
		{"issuer without anything", "issuers: {main: https://id.example}\n" + sparseToken},
		{"no token endpoint", "issuers: {main: {url: https://id.example, endpoints: {jwks: /jwks}}}\n" + sparseToken},
		{"token endpoint without clients", "issuers: {main: {url: https://id.example, endpoints: {token: /token}}}\n" + sparseToken},
		{"endpoint at the root", "issuers: {main: {url: https://id.example/, endpoints: {token: /}}}\n" + sparseToken},
		{"issuer with a path", "issuers: {main: {url: https://example.test/tenant/a, endpoints: {token: /token}}}\n" + sparseToken},
		{"absolute addresses", "issuers: {main: {url: https://id.example, endpoints: {token: https://login.example/a/token, jwks: https://id.example/jwks, revocation: https://login.example}}}\n" + sparseToken},
		{"one address for two endpoints", "issuers: {main: {url: https://id.example, endpoints: {token: /a/token, ciba: {path: /a/token, method: POST}, mint: {path: /token, method: POST}, renew: {path: /token}}}}\n" + sparseToken},
		{"one path on two hosts", "issuers: {main: {url: https://id.example, endpoints: {token: /b/token, mint: https://other.example/b/token}}}\n" + sparseToken},
		{"paths that differ in variables only", "issuers: {main: {url: https://id.example, endpoints: {show: {path: '/t/{a}', method: GET}, drop: {path: '/t/{b}', method: DELETE}}}}\n" + sparseToken},
		{"query and fragment in the path", "issuers: {main: {url: https://id.example, endpoints: {token: '/token?api=2&x#part'}}}\n" + sparseToken},
		{"stray braces", "issuers: {main: {url: https://id.example, endpoints: {show: {path: '/a}/{b/{c}/{c}', method: GET}}}}\n" + sparseToken},
		{"method of its own", "issuers: {main: {url: https://id.example, endpoints: {list: {path: /keys, method: {own: LIST}}, show: {path: /keys, method: GET}}}}\n" + sparseToken},
		{"variables in the address", "issuers: {main: {url: 'https://{shop}.shops.example', variables: {shop: {per: tenant}}, endpoints: {token: '/{realm}/token'}}}\n" + sparseToken},
		{"parameters in the query", "issuers: {main: {url: https://id.example, endpoints: {token: {path: /token, send: query}}}}\nclients: {app: {type: confidential, grants: [authorization_code, refresh_token], auth: client_secret_post}}\n" + sparseToken},
		{"parameters as JSON", "issuers: {main: {url: https://id.example, endpoints: {token: {path: /token, send: json, method: PUT}}}}\nclients: {app: {type: public, grants: [refresh_token, {own: magic link}], auth: none}}\n" + sparseToken},
		{"GET token endpoint", "issuers: {main: {url: https://id.example, endpoints: {token: {path: /token, method: GET}}}}\nclients: {app: {type: public, grants: client_credentials}}\n" + sparseToken},
		{"errors without endpoints", "issuers: {main: https://id.example}\nerrors: [token, authorization, resource, revocation]\n" + sparseToken},
		{"failure told by the body", "issuers: {main: {url: https://id.example, endpoints: {token: /token}}}\nenvelopes: {ok: {type: json, status: 200, fields: {ok: {type: boolean, holds: success, present: always}, error: {type: string, holds: error}}}}\nerrors: {adopt: token, envelope: ok}\n" + sparseToken},
		{"error without status", "issuers: {main: {url: https://id.example, endpoints: {token: /token}}}\nerrors: {causes: {bad_code: {code: bad_verification_code, at: token}}}\n" + sparseToken},
		{"error at an endpoint of one's own", "issuers: {main: {url: https://id.example, endpoints: {mint: {path: /mint, credential: {header: X-Token}}}}}\nerrors: {causes: {nope: {code: nope, number: 7, status: 418, at: {own: mint}}}}\n" + sparseToken},
		{"bodies that are not JSON", "issuers: {main: {url: https://id.example, endpoints: {token: /token}}}\nenvelopes: {x: xml, h: html, n: empty, f: form, t: text}\nerrors: {causes: {a: {code: a, status: 400, at: token, envelope: x}, b: {code: b, status: 400, at: token, envelope: h}, c: {code: c, status: 400, at: token, envelope: n}, d: {code: d, status: 400, at: token, envelope: f}, e: {code: e, status: 401, at: token, envelope: t}}}\n" + sparseToken},
		{"absent and null", "issuers: {main: {url: https://id.example, endpoints: {token: /token}, responses: {token: {fields: {expires_in: {present: never}, refresh_token: {present: 'null'}, created_at: {of: access, clock: issued_at, present: always}}, at_least_one_of: [access_token, scope]}}}}\nclients: {app: {type: public, grants: client_credentials}}\n" + sparseToken},
		{"every endpoint", "issuers: {main: {url: https://id.example, endpoints: {authorization: /a, token: /b, revocation: /c, introspection: /d, jwks: /e, metadata: /f, openid_configuration: /g, status_list: /h, pushed_authorization: /i, device_authorization: /j, ciba: /k, registration: /l, authorization_challenge: /m, userinfo: /n, end_session: /o, backchannel_logout: /p, frontchannel_logout: /q, global_revocation: /r, event_delivery: /s, protected_resource_metadata: /t}}}\nerrors: [authorization, token, resource, revocation, introspection, pushed_authorization, device_authorization, backchannel_authentication, registration, userinfo, logout, event_delivery, global_revocation, authorization_challenge]\n" + sparseToken},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := textBook(t, c.policy)
			for _, emitter := range []Emitter{openAPI, OpenAPI30, claims} {
				files, err := emitter.Emit(b)
				if err != nil {
					t.Errorf("%s: %v", emitter.Name, err)
				}
				if emitter.Name != claims.Name && len(files) == 0 {
					t.Errorf("%s wrote nothing", emitter.Name)
				}
			}
		})
	}
}

func TestNoIssuerNoContract(t *testing.T) {
	files, err := openAPI.Emit(textBook(t, sparseToken))
	if err != nil || len(files) != 0 {
		t.Errorf("wrote %d files, error %v", len(files), err)
	}
}

func TestSilenceIsNotClaimed(t *testing.T) {
	doc := contractOf(t, textBook(t, "issuers: {main: {url: https://id.example, endpoints: {token: /token}}}\nclients: {app: {type: public, grants: client_credentials}}\n"+sparseToken), "openapi/main.yaml")
	op := at(t, doc, "paths", "/token", "post")
	value := at(t, op, "responses", "200", "content", "application/json", "examples", "client_credentials", "value").(map[string]any)
	if _, told := value["expires_in"]; told {
		t.Errorf("a lifetime that the policy does not state is told: %v", value)
	}
	if _, told := value["scope"]; told {
		t.Errorf("a scope that the policy does not have is shown: %v", value)
	}
	for _, status := range []string{"4XX", "default"} {
		text, _ := at(t, op, "responses", status, "description").(string)
		if !strings.Contains(text, "not specify") {
			t.Errorf("%s is described as %q", status, text)
		}
	}
}

// What the policy states of presence shows in the schema: left out, null, mandatory.
func TestPresenceIsKept(t *testing.T) {
	doc := contractOf(t, textBook(t, `issuers:
  main:
    url: https://id.example
    endpoints: {token: /token}
    responses: {token: {fields: {expires_in: {present: never}, refresh_token: {present: "null"}, scope: {present: always}}}}
clients: {app: {type: public, grants: client_credentials}}
scopes: {read: {description: reads}}
tokens: {access: {type: access_token, lifetime: 1h}}
`), "openapi/main.yaml")
	schema := at(t, doc, "components", "schemas", "IssuedTokens")
	if d := cmp.Diff([]any{"access_token", "token_type", "refresh_token", "scope"}, at(t, schema, "required")); d != "" {
		t.Error(d)
	}
	properties := at(t, schema, "properties").(map[string]any)
	if properties["expires_in"] != nil {
		t.Error("expires_in is never present, yet the schema has it")
	}
	if d := cmp.Diff([]any{"string", "null"}, at(t, properties, "refresh_token", "type")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]any{"expires_in"}, at(t, schema, "x-tokenbook-never-present")); d != "" {
		t.Error(d)
	}
}

func TestTemplatedIssuersHaveVariables(t *testing.T) {
	doc := contractOf(t, textBook(t, "issuers: {main: {url: 'https://{shop}.shops.example/', variables: {shop: {per: tenant, values: [a, b], example: b}}, endpoints: {token: /token}}}\n"+sparseToken), "openapi/main.yaml")
	server := at(t, doc, "servers").([]any)[0]
	want := map[string]any{"enum": []any{"a", "b"}, "default": "b"}
	if d := cmp.Diff(want, at(t, server, "variables", "shop")); d != "" {
		t.Error(d)
	}
	if got := at(t, server, "url"); got != "https://{shop}.shops.example" {
		t.Errorf("server %v", got)
	}
}
