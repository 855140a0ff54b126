// Keeps the promise that the rules about errors judge each error on the surfaces where it appears, take the standard's
// word for what the policy leaves out, and leave endpoints of the team's own alone.
package lint

import "testing"

func TestRulesAboutErrors(t *testing.T) {
	cause := func(s string) string { return "errors: {causes: {x: {" + s + "}}}\n" }
	runClmCases(t, []clmCase{
		{"registered elsewhere", unregisteredErrorCode, cause("code: invalid_grant, at: resource"), []string{"error errors.causes.x.code"}},
		{"one of two surfaces", unregisteredErrorCode, cause("code: invalid_token, at: [resource, token]"), []string{"error errors.causes.x.code"}},
		{"made up", unregisteredErrorCode, cause("code: account_frozen, at: token"), []string{"warning errors.causes.x.code"}},
		{"made up, by the name alone", unregisteredErrorCode, "errors: {causes: {account_frozen: {at: token}}}\n", []string{"warning errors.causes.account_frozen"}},
		{"with the name of the policy", unregisteredErrorCode, cause("code: minimal_account_frozen, at: token"), nil},
		{"a URI", unregisteredErrorCode, cause("code: \"https://example.com/errors/frozen\", at: token"), nil},
		{"an endpoint of one's own", unregisteredErrorCode, cause("code: frozen, at: {own: accounts}"), nil},
		{"no code on the wire", unregisteredErrorCode, cause("code: none, at: resource"), nil},
		{"the surfaces that the policy adopts", unregisteredErrorCode, cause("code: invalid_token"), []string{"error errors.causes.x.code"}},

		{"a status left out is the standard's", wrongChallenge, cause("code: invalid_token, at: resource"), nil},
		{"a scope that is missing", wrongChallenge, cause("code: insufficient_scope, at: resource, status: 401"), []string{"warning errors.causes.x.status"}},
		{"headers without a challenge", wrongChallenge, cause("code: invalid_token, at: resource, headers: {Cache-Control: no-store}"), []string{"error errors.causes.x.headers"}},
		{"headers in another case", wrongChallenge, cause("code: invalid_token, at: resource, headers: {www-authenticate: Bearer}"), nil},
		{"no headers", wrongChallenge, cause("code: invalid_token, at: resource, headers: none"), []string{"error errors.causes.x.headers"}},
		{"headers not spoken of, own error", wrongChallenge, "profiles: oauth-bcp\n" + cause("code: minimal_frozen, at: resource, status: 401"), []string{"error errors.causes.x.headers"}},
		{"headers not spoken of, own error, nothing claimed", wrongChallenge, cause("code: minimal_frozen, at: resource, status: 401"), nil},
		{"a code for a call without a token", wrongChallenge, cause("code: invalid_token, at: resource, token_state: missing"), []string{"warning errors.causes.x.code"}},
		{"the challenge alone", wrongChallenge, cause("code: missing_credentials, at: resource, token_state: missing, headers: {WWW-Authenticate: Bearer}"), nil},
		{"the token endpoint is another matter", wrongChallenge, cause("code: invalid_grant, at: token, status: 400, headers: none"), nil},

		{"a grant that is refused with 401", wrongTokenError, cause("code: invalid_grant, at: token, status: 401"), []string{"error errors.causes.x.status"}},
		{"400 for a client without header", wrongTokenError, cause("code: invalid_client, at: token, status: 400"), nil},
		{"400 for a client with header", wrongTokenError, "clients: {c: {type: confidential, auth: client_secret_basic}}\n" + cause("code: invalid_client, at: token, status: 400"),
			[]string{"error errors.causes.x.status"}},
		{"invalid_client without challenge", wrongTokenError, cause("code: invalid_client, at: token, headers: {Cache-Control: no-store}"), []string{"error errors.causes.x.headers"}},
		{"a grant that is sent again", wrongTokenError, cause("code: invalid_grant, at: token, then: stop, retry: 2"), []string{"error errors.causes.x.retry.attempts"}},
		{"action and retry are one fault", wrongTokenError, cause("code: invalid_grant, at: token, then: retry, retry: 2"), []string{"error errors.causes.x.then.do"}},
		{"another 429 is no business of the code", wrongTokenError, cause("code: too_many_requests, at: token, status: 429, then: backoff"), nil},
		{"problem details", wrongTokenError, "envelopes: {p: {type: problem}}\n" + cause("code: invalid_grant, at: token, envelope: p"), []string{"error errors.causes.x.envelope"}},
		{"problem details at a service", wrongTokenError, "envelopes: {p: {type: problem}}\n" + cause("code: invalid_token, at: resource, envelope: p"), nil},
		{"JSON that has the member", wrongTokenError, "envelopes: {p: {type: json, fields: {error: string}}}\n" + cause("code: invalid_grant, at: token, envelope: p"), nil},
		{"JSON that has not", wrongTokenError, "envelopes: {p: {type: json, fields: {code: string}}}\n" + cause("code: invalid_grant, at: token, envelope: p"), []string{"error errors.causes.x.envelope"}},
		{"for all errors", wrongTokenError, "envelopes: {p: {type: problem}}\nerrors: {envelope: p}\n", []string{"error errors.envelope"}},

		{"a refresh without refresh token", errorTableContradicted, cause("code: invalid_token, at: resource, then: refresh"), []string{"error errors.causes.x.then.do"}},
		{"a refresh where tokens are renewed", errorTableContradicted, "tokens: {access: {type: access_token, renewal: mint}}\n" + cause("code: invalid_token, at: resource, then: refresh"), nil},
		{"polling without a grant that polls", errorTableContradicted, cause("code: minimal_wait, at: token, then: {do: stop, give_up: poll}"), []string{"error errors.causes.x.then.give_up"}},
		{"giving up and trying again", errorTableContradicted, cause("code: invalid_request, at: token, then: fix_request, retry: 3"), []string{"error errors.causes.x.retry.attempts"}},
		{"giving up for good", errorTableContradicted, cause("code: invalid_request, at: token, then: fix_request, retry: 0"), nil},
		{"ERR003 speaks of invalid_grant", errorTableContradicted, cause("code: invalid_grant, at: token, then: stop, retry: 3"), nil},
		{"Retry-After left to the standard", errorTableContradicted, cause("code: too_many_requests, at: token, status: 429"), nil},
		{"Retry-After left out of an own error", errorTableContradicted, "profiles: oauth-bcp\n" + cause("code: minimal_busy, at: token, status: 503"), []string{"warning errors.causes.x.headers"}},
		{"step-up that services do not tell of", errorTableContradicted, "profiles: oauth-bcp\noperations: {pay: {max_age: 5m}}\nerrors: token\n", []string{"warning errors"}},
		{"step-up that they do", errorTableContradicted, "profiles: oauth-bcp\noperations: {pay: {max_age: 5m}}\n", nil},
		{"the device grant, without adopting", errorTableContradicted, "profiles: oauth-bcp\nclients: {tv: {type: public, grants: device_code}}\nerrors: resource\n",
			[]string{"warning errors"}},
		{"the device grant, nothing claimed", errorTableContradicted, "clients: {tv: {type: public, grants: device_code}}\nerrors: resource\n", nil},

		{"a text with a quotation mark", errorLeaksDetail, cause("code: invalid_grant, at: token, description: 'The \"code\" is spent'"), []string{"warning errors.causes.x.description"}},
		{"a text with an accent", errorLeaksDetail, cause("code: invalid_grant, at: token, description: Périmé"), []string{"warning errors.causes.x.description"}},
		{"the same at an endpoint of one's own", errorLeaksDetail, cause("code: frozen, at: {own: accounts}, description: Périmé"), nil},
		{"only the exposed detail", errorLeaksDetail, "errors: {expose: [error, user_existence]}\n", []string{"warning errors.expose.1"}},
	})
}
