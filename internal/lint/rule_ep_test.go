// Keeps the promise that the rules about endpoints tell silence from a statement, judge each endpoint by what it is for,
// and speak only for the profiles that ask.
package lint

import "testing"

func TestRulesAboutEndpoints(t *testing.T) {
	token := func(more string) string {
		return "issuers: {main: {endpoints: {token: {path: /oauth2/token" + more + "}}}}\n"
	}
	response := func(more string) string { return "issuers: {main: {responses: {token: {" + more + "}}}}\n" }
	const (
		code     = "clients: {app: {type: public, platform: browser, grants: authorization_code}}\n"
		cacheAt  = "issuers.main.endpoints.token.cache_control"
		headerAt = "issuers.main.responses.token.headers.Cache-Control.value"
	)
	runClmCases(t, []clmCase{
		{"TLS 1.3", clearText, "issuers: {main: {tls: \"1.3\"}}\n", nil},
		{"TLS 1.0", clearText, "issuers: {main: {tls: \"1.0\"}}\n", []string{"error issuers.main.tls.minimum"}},

		{"nothing said", tokenResponseCached, "profiles: [oauth-bcp, asvs-l3]\n", nil},
		{"no-store", tokenResponseCached, token(", cache_control: no-store"), nil},
		{"no-store among others, in any case", tokenResponseCached, token(", cache_control: \"private, No-Store\""), nil},
		{"no-cache lets caches keep it", tokenResponseCached, token(", cache_control: no-cache"), []string{"error " + cacheAt}},
		{"a longer word is another word", tokenResponseCached, token(", cache_control: no-store-x"), []string{"error " + cacheAt}},
		{"none is a statement", tokenResponseCached, token(", cache_control: none"), []string{"error " + cacheAt}},
		{"undecided is not", tokenResponseCached, token(", cache_control: undecided"), nil},
		{"level 1 does not ask", tokenResponseCached, "profiles: asvs-l1\n" + token(", cache_control: private"), nil},
		{"keys may be cached", tokenResponseCached, "issuers: {main: {endpoints: {jwks: {path: /jwks, cache_control: max-age=300}}}}\n", nil},
		{"by the header of the response", tokenResponseCached, response("headers: {Cache-Control: {value: private}}"), []string{"error " + headerAt}},
		{"by the header, kept out", tokenResponseCached, response("headers: {Cache-Control: {value: no-store}}"), nil},
		{"by the header, stated as none", tokenResponseCached, response("headers: {Cache-Control: {value: none}}"), []string{"error " + headerAt}},
		{"the header is never sent", tokenResponseCached, response("headers: {Cache-Control: {present: never}}"), []string{"error issuers.main.responses.token.headers.Cache-Control.present"}},
		{"scope is never sent", tokenResponseCached, response("fields: {scope: {present: never}}"), []string{"error issuers.main.responses.token.fields.scope.present"}},
		{"scope is sent where it differs", tokenResponseCached, response("fields: {scope: {present: maybe}}"), nil},
		{"the life is never sent", tokenResponseCached, response("fields: {expires_in: {present: never}}"), []string{"warning issuers.main.responses.token.fields.expires_in.present"}},
		{"there is no end to send", tokenResponseCached, "tokens: {access: {type: access_token, lifetime: never}}\n" + response("fields: {expires_in: {present: never}}"), nil},
		{"another response", tokenResponseCached, "issuers: {main: {endpoints: {introspection: /i}, responses: {introspection: {fields: {scope: {present: never}}}}}}\n", nil},

		{"nothing claimed", missingEndpoint, code, nil},
		{"no authorization endpoint", missingEndpoint, "profiles: oauth-bcp\n" + code, []string{"warning issuers.main.endpoints.authorization"}},
		{"there is one", missingEndpoint, "profiles: oauth-bcp\nissuers: {main: {endpoints: {authorization: /a}}}\n" + code, nil},
		{"stated as none", missingEndpoint, "profiles: oauth-bcp\nissuers: {main: {endpoints: {authorization: none}}}\n" + code, []string{"warning issuers.main.endpoints.authorization"}},
		{"undecided", missingEndpoint, "profiles: oauth-bcp\nissuers: {main: {endpoints: {authorization: undecided}}}\n" + code, nil},
		{"the client's own issuer has none", missingEndpoint, "profiles: oauth-bcp\n" +
			"issuers: {other: {url: https://b.example, endpoints: {authorization: /a}}}\nclients: {app: {type: public, issuers: main, grants: authorization_code}}\n",
			[]string{"warning issuers.main.endpoints.authorization"}},
		{"the client's own issuer has one", missingEndpoint, "profiles: oauth-bcp\n" +
			"issuers: {other: {url: https://b.example, endpoints: {authorization: /a}}}\nclients: {app: {type: public, issuers: other, grants: authorization_code}}\n", nil},
		{"no endpoint for devices", missingEndpoint, "profiles: oauth-bcp\nclients: {tv: {type: public, grants: device_code}}\n", []string{"warning issuers.main.endpoints.device_authorization"}},
		{"only what the second grant needs is missing", missingEndpoint, "profiles: oauth-bcp\nissuers: {main: {endpoints: {authorization: /a}}}\n" +
			"clients: {tv: {type: public, grants: [authorization_code, device_code]}}\n", []string{"warning issuers.main.endpoints.device_authorization"}},
		{"requests pushed to nowhere", missingEndpoint, "profiles: fapi2\nissuers: {main: {pushed_authorization_requests: required}}\n", []string{"warning issuers.main.endpoints.pushed_authorization"}},
		{"requests not pushed", missingEndpoint, "profiles: fapi2\nissuers: {main: {pushed_authorization_requests: optional}}\n", nil},
		{"pages call the token endpoint", missingEndpoint, token(", cors: [https://app.example.com]"), nil},
		{"pages may not, and need not", missingEndpoint, token(", cors: none"), nil},
		{"pages may not, and need to", missingEndpoint, token(", cors: none") + code, []string{"warning issuers.main.endpoints.token.cors"}},
		{"a backend calls for the page", missingEndpoint, token(", cors: none") + "clients: {app: {type: public, platform: browser, architecture: bff, grants: authorization_code}}\n", nil},
		{"origins at the authorization endpoint", missingEndpoint, "profiles: browser\nissuers: {main: {endpoints: {authorization: {path: /a, cors: [https://a.example, https://b.example]}}}}\n",
			[]string{"error issuers.main.endpoints.authorization.cors"}},
	})
}
