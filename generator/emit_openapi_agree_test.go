package generator

// Promise: samples belong together, as a mock server and its callers need it: what is asked about is what the endpoint
// accepts, what is answered is about the same token, redirects lead on, metadata tells every address, and a comment says
// which line of the policy a time comes from.

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const agreePolicy = `issuers:
  main:
    url: https://id.example
    pushed_authorization_requests: required
    authorization_response_iss: true
    keys: {signing: ES256}
    endpoints:
      authorization: {path: /authorize, method: GET}
      pushed_authorization: {path: /par, accepts: proof}
      token: /token
      introspection: {path: /introspect, accepts: partner}
      revocation: {path: /revoke, accepts: access}
      jwks: /keys
      openid_configuration: /.well-known/openid-configuration
      end_session: {path: /logout, method: GET}
environments: {live: {issuer: main}}
clients:
  app: {type: public, grants: [authorization_code, refresh_token], auth: none}
  worker: {type: confidential, grants: client_credentials, auth: private_key_jwt}
scopes: {openid: {description: signs in}, offline_access: {description: stays}, read: {description: reads}}
privacy: {subject_identifiers: pairwise}
tokens:
  code: {type: authorization_code, lifetime: 1m, match: {prefixes: [c_]}}
  access: {type: access_token, format: jwt, lifetime: 10m, audiences: https://shop.example, binding: [{to: dpop}], match: {prefixes: [a_]},
           variants: [{when: {client: worker}, lifetime: 5m}]}
  partner: {type: access_token, format: opaque, lifetime: 20m, audiences: https://partner.example, match: {prefixes: [p_]}, issued: none}
  refresh: {type: refresh_token, lifetime: 30d, match: {prefixes: [r_]}}
  id: {type: id_token, format: jwt, lifetime: 5m}
  proof: {type: dpop_proof, format: jwt, lifetime: 1m}
`

func TestSamplesBelongTogether(t *testing.T) {
	doc := contractOf(t, textBook(t, agreePolicy), "openapi/main.yaml")
	example := func(path, method string, rest ...string) any {
		return at(t, doc, append([]string{"paths", path, method}, rest...)...)
	}
	body := []string{"requestBody", "content", "application/x-www-form-urlencoded", "examples"}
	ok := []string{"responses", "200", "content", "application/json", "examples"}
	get := func(v any, keys ...string) map[string]any {
		out := map[string]any{}
		for _, key := range keys {
			out[key] = v.(map[string]any)[key]
		}
		return out
	}
	for _, c := range []struct {
		name      string
		want, got any
	}{
		{"introspection asks about what it accepts", map[string]any{"token": "p_EXAMPLE0not0a0real0token", "token_type_hint": "access_token"},
			get(example("/introspect", "post", append(body, "introspection", "value")...), "token", "token_type_hint")},
		{"and answers about the same", map[string]any{"aud": "https://partner.example", "token_type": "Bearer", "exp": sampleMoment + 1200, "cnf": nil},
			get(example("/introspect", "post", append(ok, "active", "value")...), "aud", "token_type", "exp", "cnf")},
		{"revocation gives up what it accepts", "access_token", example("/revoke", "post", append(body, "revocation", "value", "token_type_hint")...)},
		{"a sample authenticates as its client does", map[string]any{"client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_id": nil},
			get(example("/token", "post", append(body, "client_credentials", "value")...), "client_assertion_type", "client_id")},
		{"and says how", "none", example("/token", "post", append(body, "authorization_code", "x-tokenbook-auth")...)},
		{"nobody signs in for client credentials", "read", example("/token", "post", append(body, "client_credentials", "value", "scope")...)},
		{"a redirect leads on", "https://app.example.com/callback?code=c_EXAMPLE0not0a0real0token&state=af0ifjsldkj&iss=https%3A%2F%2Fid.example",
			example("/authorize", "get", "responses", "302", "headers", "Location", "examples", "success", "value")},
		{"so does one after sign-out", "https://app.example.com/bye?state=af0ifjsldkj", example("/logout", "get", "responses", "302", "headers", "Location", "examples", "success", "value")},
		{"what differs for a client is told once", []any{map[string]any{"client": "worker", "lifetime": "5m", "place": "policy.yaml:27:48"}},
			example("/token", "post", "responses", "200", "x-tokenbook-tokens").([]any)[0].(map[string]any)["varies"]},
		{"metadata tells where", map[string]any{"introspection_endpoint": "https://id.example/introspect", "end_session_endpoint": "https://id.example/logout",
			"pushed_authorization_request_endpoint": "https://id.example/par", "require_pushed_authorization_requests": true},
			get(example("/.well-known/openid-configuration", "get", append(ok, "metadata", "value")...), "introspection_endpoint", "end_session_endpoint",
				"pushed_authorization_request_endpoint", "require_pushed_authorization_requests")},
	} {
		if d := cmp.Diff(c.want, c.got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
	var needed []any
	for _, p := range example("/authorize", "get", "parameters").([]any) {
		if p := p.(map[string]any); p["required"] == true {
			needed = append(needed, p["name"])
		}
	}
	if d := cmp.Diff([]any{"client_id", "request_uri"}, needed); d != "" {
		t.Errorf("where all is pushed, the browser needs other parameters: %s", d)
	}
	pushed := at(t, doc, "components", "schemas", "PushedAuthorizationInput", "properties").(map[string]any)
	if pushed["nonce"] == nil || pushed["state"] == nil || pushed["request_uri"] != nil {
		t.Errorf("what is pushed: %v", pushed)
	}
	if p, _ := example("/par", "post", "parameters").([]any)[0].(map[string]any); p["name"] != "DPoP" || p["required"] != nil {
		t.Errorf("parameters of a pushed request: %v", p)
	}
}

func TestCommentsSayWhereTimesComeFrom(t *testing.T) {
	for _, emitter := range []Emitter{openAPI, OpenAPI30} {
		files, err := emitter.Emit(textBook(t, agreePolicy))
		if err != nil {
			t.Fatal(err)
		}
		whole := ""
		for _, f := range files {
			whole += string(f.Data)
		}
		for _, line := range []string{
			"expires_in: 600 # tokens.access.lifetime, policy.yaml:26:", "expires_in: 300 # tokens.access.lifetime, policy.yaml:27:",
			"exp: 1793535600 # tokens.partner.lifetime, policy.yaml:28:", "\n# A member that a schema does not require may be left out;",
			"# none, private_key_jwt: what tells who asks stands in the body\n",
		} {
			if !strings.Contains(whole, line) {
				t.Errorf("%s: no %q", emitter.Name, line)
			}
		}
	}
}
