// Keeps the promise that the rules about sender constraint count only what a key proves, and that their figures hold to
// the second.
package lint

import "testing"

const dpopAccess = "tokens: {access: {type: access_token, binding: {to: dpop}}}\n"

func TestRulesAboutBinding(t *testing.T) {
	public := "clients: {app: {type: public, platform: mobile, grants: [authorization_code, refresh_token]}}\n"
	issued := "issued: {grant: authorization_code, to: app}"
	pair := func(refresh string) string {
		return public + "tokens:\n  access: {type: access_token, " + issued + ", binding: {to: dpop}}\n  refresh: {type: refresh_token, lifetime: 14d, " + issued + refresh + "}\n"
	}
	runClmCases(t, []clmCase{
		{"silent, nothing claimed", unboundAccessToken, "", nil},
		{"silent, base practice", unboundAccessToken, "profiles: oauth-bcp\n", []string{"warning tokens.access.binding"}},
		{"none, base practice", unboundAccessToken, "tokens: {access: {type: access_token, binding: none}}\n", []string{"warning tokens.access.binding"}},
		{"none, FAPI", unboundAccessToken, "profiles: fapi2\ntokens: {access: {type: access_token, binding: none}}\n", []string{"error tokens.access.binding"}},
		{"none, level 1", unboundAccessToken, "profiles: asvs-l1\ntokens: {access: {type: access_token, binding: none}}\n", []string{"info tokens.access.binding"}},
		{"none, level 3", unboundAccessToken, "profiles: asvs-l3\ntokens: {access: {type: access_token, binding: none}}\n", []string{"error tokens.access.binding"}},
		{"undecided", unboundAccessToken, "profiles: fapi2\ntokens: {access: {type: access_token, binding: undecided}}\n", nil},
		{"optional, level 3", unboundAccessToken, "profiles: asvs-l3\ntokens: {access: {type: access_token, binding: {to: dpop, optional: true}}}\n", []string{"error tokens.access.binding.0.optional"}},
		{"optional, base practice", unboundAccessToken, "profiles: oauth-bcp\ntokens: {access: {type: access_token, binding: {to: dpop, optional: true}}}\n", []string{"info tokens.access.binding.0.optional"}},
		{"unbound in one environment", unboundAccessToken,
			"environments: {live: main, staging: main}\ntokens: {access: {type: access_token, binding: {to: dpop}, variants: [{when: {environment: staging}, binding: none}]}}\n",
			[]string{"warning tokens.access.binding (for environment=staging)"}},

		{"a proof with a MAC", dpopContradicted, "validation: {dpop: {algorithms: [ES256, HS256]}}\n", []string{"error validation.dpop.algorithms.1"}},
		{"a public client's refresh token, silent, nothing claimed", dpopContradicted, pair(""), nil},
		{"a public client's refresh token, silent", dpopContradicted, "profiles: oauth-bcp\n" + pair(""), []string{"error tokens.refresh.binding"}},
		{"a public client's refresh token, none", dpopContradicted, pair(", binding: none"), []string{"error tokens.refresh.binding"}},
		{"a public client's refresh token, bound", dpopContradicted, "profiles: oauth-bcp\n" + pair(", binding: {to: dpop}"), nil},
		{"a public client's refresh token, bound in words", dpopContradicted, "profiles: oauth-bcp\n" + pair(", bound_to: key"), nil},
		{"a confidential client's is bound by its authentication", dpopContradicted,
			"profiles: oauth-bcp\nclients: {app: {type: confidential, grants: [authorization_code, refresh_token]}}\ntokens:\n  access: {type: access_token, " + issued +
				", binding: {to: dpop}}\n  refresh: {type: refresh_token, lifetime: 14d, " + issued + "}\n", nil},
		{"a response says Bearer", dpopContradicted, dpopAccess + "issuers: {main: {responses: {token: {fields: {token_type: {value: bearer}}}}}}\n",
			[]string{"error issuers.main.responses.token.fields.token_type.value"}},
		{"a response says Bearer of a certificate", dpopContradicted,
			"tokens: {access: {type: access_token, binding: {to: mtls}}}\nissuers: {main: {responses: {token: {fields: {token_type: {value: Bearer}}}}}}\n", nil},
		{"a service takes the scheme Bearer", dpopContradicted, dpopAccess + "resource_servers: {api: {audience: \"https://api.example.com\", credential: {scheme: Bearer}}}\n",
			[]string{"error resource_servers.api.credential.scheme"}},

		{"a window of five minutes", proofReplay, dpopAccess + "validation: {dpop: 5m}\n", nil},
		{"a window of a second more", proofReplay, dpopAccess + "validation: {dpop: 301s}\n", []string{"warning validation.dpop.proof_window"}},
		{"a window of the house's own", proofReplay, "lint: {thresholds: {dpop_proof_window: 10m}}\n" + dpopAccess + "validation: {dpop: 301s}\n", nil},
		{"no window, DPoP in use", proofReplay, "profiles: oauth-bcp\n" + dpopAccess, []string{"warning validation.dpop.proof_window"}},
		{"no window, no DPoP", proofReplay, "profiles: oauth-bcp\n", nil},
		{"memory as long as the proof", proofReplay, "validation: {clock_skew: {tolerance: 30s, future: 10s}, dpop: {proof_window: 60s, remember_jti: 70s}}\n", nil},
		{"memory a second shorter", proofReplay, "validation: {clock_skew: {tolerance: 30s, future: 10s}, dpop: {proof_window: 60s, remember_jti: 69s}}\n", []string{"error validation.dpop.remember_jti"}},
		{"an exception from the nonce", proofReplay, "validation: {dpop: {nonce: resource_server, accept_without_nonce: true}}\n", []string{"error validation.dpop.accept_without_nonce"}},
		{"the exception where no nonce is given", proofReplay, "validation: {dpop: {accept_without_nonce: true}}\n", nil},
		{"an hour without nonce", proofReplay, "tokens: {access: {type: access_token, lifetime: 1h, binding: {to: dpop}}}\nvalidation: {dpop: {proof_window: 60s, nonce: none}}\n", nil},
		{"a second more without nonce", proofReplay, "tokens: {access: {type: access_token, lifetime: 3601s, binding: {to: dpop}}}\nvalidation: {dpop: {proof_window: 60s, nonce: none}}\n",
			[]string{"warning tokens.access.lifetime"}},
		{"a second more, nonces not stated", proofReplay, "tokens: {access: {type: access_token, lifetime: 3601s, binding: {to: dpop}}}\nvalidation: {dpop: 60s}\n", nil},

		{"a key that can be copied from a phone", copyableBindingKey, pair(", binding: {to: dpop}") + "validation: {dpop: {key_extractable: true}}\n", []string{"warning validation.dpop.key_extractable"}},
		{"a key on a server", copyableBindingKey, dpopAccess + "validation: {dpop: {key_extractable: true}}\n", nil},
		{"a proxy, nothing said", copyableBindingKey, "profiles: oauth-bcp\ntokens: {access: {type: access_token, binding: {to: mtls}}}\nissuers: {main: {tls: {terminated_at: edge proxy}}}\n",
			[]string{"error issuers.main.tls.headers_sanitised"}},
		{"no proxy", copyableBindingKey, "profiles: oauth-bcp\ntokens: {access: {type: access_token, binding: {to: mtls}}}\nissuers: {main: {tls: {terminated_at: the application}}}\n", nil},
		{"a proxy without certificates", copyableBindingKey, "issuers: {main: {tls: {terminated_at: edge proxy, headers_sanitised: false}}}\n", nil},

		{"FAPI, code not spoken of", codeNotBound, "profiles: fapi2\n" + pair(", binding: {to: dpop}"), []string{"error validation.dpop.binds_code"}},
		{"FAPI, code bound at the token", codeNotBound, "profiles: fapi2\n" + pair(", binding: {to: dpop}") + "  code: {type: authorization_code, lifetime: 60s, binding: {to: dpop}}\n", nil},
		{"FAPI, no codes", codeNotBound, "profiles: fapi2\n" + dpopAccess, nil},
		{"base practice does not ask", codeNotBound, pair("") + "validation: {dpop: {binds_code: false}}\n", nil},
		{"FAPI, nonces not followed", codeNotBound, "profiles: fapi2\n" + dpopAccess + "errors: {causes: {nonce: {code: use_dpop_nonce, at: token, then: stop}}}\n", []string{"error errors.causes.nonce.then.do"}},
	})
}
