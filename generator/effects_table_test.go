package generator

import "strings"

// effects are changes in examples/acme and what follows from them, each judged by hand.
var effects = []effect{
	{name: "rotation mode", why: "A refresh token that comes back only on demand is no part of every answer.",
		edits: []edit{{"tokens.yaml", "      mode: on_use\n", "      mode: on_demand\n"}},
		diagrams: names(`refresh-refresh refresh-refresh-cli refresh-refresh-console refresh-refresh-mobile reuse-refresh states-refresh
			states-refresh-cli states-refresh-console states-refresh-mobile`),
		parts: []string{
			"POST /oauth2/token 200 example refresh_token",
			"POST /oauth2/token 200 example refresh_token_cli",
			"POST /oauth2/token 200 example refresh_token_console",
			"POST /oauth2/token 200 example refresh_token_mobile",
			"POST /oauth2/token 200 x-tokenbook-tokens",
		},
	},
	{name: "grace", why: "How long the token before still works.",
		edits: []edit{{"tokens.yaml", "previous: {lifetime: 10s, generations: 1", "previous: {lifetime: 30s, generations: 1"}},
		diagrams: names(`refresh-refresh refresh-refresh-cli refresh-refresh-console refresh-refresh-mobile reuse-refresh states-refresh
			states-refresh-cli states-refresh-console states-refresh-mobile`),
		parts: []string{
			"POST /oauth2/token 200 x-tokenbook-tokens",
		},
	},
	{name: "answer within the grace",
		edits: []edit{{"tokens.yaml", "answers: same_response}", "answers: same_successor}"}},
		diagrams: names(`refresh-refresh refresh-refresh-cli refresh-refresh-console refresh-refresh-mobile states-refresh states-refresh-cli
			states-refresh-console states-refresh-mobile`),
		parts: []string{
			"POST /oauth2/token 200 x-tokenbook-tokens",
		},
	},
	{name: "reuse action",
		edits: []edit{{"tokens.yaml", "on_reuse: {kill: [{of: family}]", "on_reuse: {kill: [{of: user}]"}},
		diagrams: names(`refresh-refresh refresh-refresh-cli refresh-refresh-console refresh-refresh-mobile reuse-refresh states-refresh
			states-refresh-cli states-refresh-console states-refresh-mobile`),
		parts: []string{
			"POST /oauth2/token 200 x-tokenbook-tokens",
		},
	},
	{name: "validation mode", why: "How one service judges tokens is nothing that its callers send or get.",
		edits:    []edit{{"services.yaml", "    mode: local\n    may_introspect: false", "    mode: hybrid\n    may_introspect: true"}},
		diagrams: names(`call`),
	},
	{name: "introspection cache", why: "It bounds how long a dead token works where services ask.",
		edits: []edit{{"services.yaml", "introspection: {cache: 15s,", "introspection: {cache: 30s,"}},
		diagrams: names(`call-partners call-payments revoke-on-account-deleted revoke-on-account-disabled revoke-on-account-recovery
			revoke-on-admin-action revoke-on-client-disabled revoke-on-consent-withdrawn revoke-on-credential-compromise
			revoke-on-device-lost revoke-on-factor-change revoke-on-key-compromise revoke-on-leak-reported revoke-on-logout
			revoke-on-logout-everywhere revoke-on-password-change revoke-on-token-reuse`),
	},
	{name: "introspected tokens",
		edits: []edit{{"policy.yaml", "accepts: [partner_access, exchanged], success: 200", "accepts: [exchanged], success: 200"}},
		parts: []string{
			"POST /oauth2/introspect 200 example active",
			"POST /oauth2/introspect description",
			"POST /oauth2/introspect request example introspection",
			"POST /oauth2/introspect x-tokenbook-accepts",
		},
	},
	{name: "sender binding", why: "Proofs go from the calls; refresh tokens stay bound, so the token endpoint takes them still.",
		edits: []edit{{"tokens.yaml", "binding: {to: dpop, optional: false, in: \"secure hardware on phones, key service on servers, the", "binding: {to: mtls, optional: false, in: \"secure hardware on phones, key service on servers, the"}},
		diagrams: names(`call issue-authorization-code issue-authorization-code-console issue-authorization-code-mobile issue-client-credentials
			issue-device-code refresh-access`),
		parts: []string{
			"GET /oauth2/userinfo parameters",
			"GET /oauth2/userinfo security",
			"schemas/access.claims.json",
			"securitySchemes bearer",
			"securitySchemes dpop",
			"services: GET /.well-known/oauth-protected-resource 200 example metadata",
		},
	},
	{name: "revocation mechanism",
		edits: []edit{{"revocation.yaml", "access: [expiry, denylist, push_event]", "access: [expiry, denylist]"}},
		diagrams: names(`revoke-on-account-deleted revoke-on-account-disabled revoke-on-account-recovery revoke-on-admin-action
			revoke-on-client-disabled revoke-on-credential-compromise revoke-on-device-lost revoke-on-factor-change
			revoke-on-leak-reported revoke-on-logout revoke-on-logout-everywhere revoke-on-password-change revoke-on-token-reuse`),
	},
	{name: "time of a mechanism",
		edits: []edit{{"revocation.yaml", "poll: 10s", "poll: 12s"}},
		diagrams: names(`call call-payments revoke-on-account-deleted revoke-on-account-disabled revoke-on-account-recovery
			revoke-on-admin-action revoke-on-client-disabled revoke-on-credential-compromise revoke-on-device-lost
			revoke-on-factor-change revoke-on-key-compromise revoke-on-leak-reported revoke-on-logout revoke-on-logout-everywhere
			revoke-on-password-change revoke-on-token-reuse`),
	},
	{name: "DPoP nonce", why: "The error that carries the nonce is the policy's own and stays.",
		edits:    []edit{{"services.yaml", "nonce: [authorization_server, resource_server]", "nonce: [authorization_server]"}},
		diagrams: names(`call`),
	},
	{name: "status of an error",
		edits: []edit{{"errors_token.yaml", "code: invalid_client\n      status: 401", "code: invalid_client\n      status: 403"}},
		diagrams: names(`issue-authorization-code issue-authorization-code-console issue-authorization-code-partner issue-client-credentials
			issue-client-credentials-partner issue-token-exchange revoke-on-client-disabled`),
		parts: []string{
			"POST /oauth2/introspect 401 description",
			"POST /oauth2/introspect 401 example client_auth_failed",
			"POST /oauth2/introspect 401 example invalid_token",
			"POST /oauth2/introspect 401 header WWW-Authenticate",
			"POST /oauth2/introspect 401 x-tokenbook-errors",
			"POST /oauth2/introspect 403",
			"POST /oauth2/par 401",
			"POST /oauth2/par 403",
			"POST /oauth2/revoke 401",
			"POST /oauth2/revoke 403",
			"POST /oauth2/token 401",
			"POST /oauth2/token 403",
			"schemas IntrospectionRefusal401",
			"schemas IntrospectionRefusal403",
			"schemas PushedAuthorizationRefusal401",
			"schemas PushedAuthorizationRefusal403",
			"schemas RevocationRefusal401",
			"schemas RevocationRefusal403",
			"schemas TokenRefusal401",
			"schemas TokenRefusal403",
		},
	},
	{name: "code of an error", why: "The policy's cause is no longer the standard's, so that the standard's appears beside it.",
		edits: []edit{{"errors_token.yaml", "code: use_dpop_nonce", "code: nonce_needed"}},
		parts: []string{
			"POST /oauth2/token 400 description",
			"POST /oauth2/token 400 example token_nonce_needed",
			"POST /oauth2/token 400 example use_dpop_nonce",
			"POST /oauth2/token 400 header Cache-Control",
			"POST /oauth2/token 400 x-tokenbook-errors",
			"schemas TokenRefusal400",
		},
	},
	{name: "access lifetime", why: "Keys are kept for as long as tokens live.",
		edits: []edit{{"tokens.yaml", "scope_validation]}\n    lifetime: 10m\n", "scope_validation]}\n    lifetime: 15m\n"}},
		diagrams: names(`expiry-access expiry-access-mobile issue-authorization-code issue-authorization-code-console
			issue-authorization-code-mobile issue-device-code keys-signing keys-signing-staging own-kiosk-handover states-access
			states-access-mobile`),
		parts: []string{
			"POST /oauth2/token 200 example authorization_code",
			"POST /oauth2/token 200 example authorization_code_console",
			"POST /oauth2/token 200 example authorization_code_mobile",
			"POST /oauth2/token 200 example device_code",
			"POST /oauth2/token 200 example refresh_token",
			"POST /oauth2/token 200 example refresh_token_cli",
			"POST /oauth2/token 200 example refresh_token_console",
			"POST /oauth2/token 200 example refresh_token_mobile",
			"POST /oauth2/token 200 x-tokenbook-tokens",
		},
	},
	{name: "a grant removed", why: "One client less signs people in, so that the sign-out names fewer, and nobody starts at the device endpoint.",
		edits: []edit{
			{"clients.yaml", "grants: [device_code, refresh_token]", "grants: refresh_token"},
			{"tokens.yaml", "      - {grant: device_code, at: token, to: cli, requires: [user_consent, proof_of_possession, scope_validation], from: device_code, times: 1}\n", ""},
			{"tokens.yaml", "      - {grant: device_code, at: token, to: cli, requires: [user_consent, proof_of_possession, offline_access], from: device_code, times: 1}\n", ""},
			{"tokens.yaml", "      - {grant: device_code, at: token, to: cli, requires: [user_consent], from: device_code, times: 1}\n", ""},
		},
		diagrams: names(`issue-device-code logout`),
		parts: []string{
			"GET /.well-known/openid-configuration 200 example metadata",
			"POST /oauth2/device request example device_authorization",
			"POST /oauth2/token 200 example device_code",
			"POST /oauth2/token request content",
			"POST /oauth2/token request example device_code",
			"schemas DeviceCodeGrant",
		},
	},
	{name: "wait between tries",
		edits: []edit{{"errors_token.yaml", "base: 1s, cap: 30s, jitter: full, honor_retry_after: true}\n      headers: {Retry-After: seconds to wait}\n      description: Too many requests", "base: 4s, cap: 30s, jitter: full, honor_retry_after: true}\n      headers: {Retry-After: seconds to wait}\n      description: Too many requests"}},
		parts: []string{
			"POST /oauth2/par 429 header Retry-After",
			"POST /oauth2/revoke 429 header Retry-After",
			"POST /oauth2/token 429 header Retry-After",
			"services: headers RetryAfter429",
		},
	},
	{name: "key period",
		edits:    []edit{{"policy.yaml", "        rotate_every: 90d\n", "        rotate_every: 60d\n"}},
		diagrams: names(`keys-signing keys-signing-staging`),
	},
	{name: "a policy's title", why: "Only the heads of files change.",
		edits: []edit{{"policy.yaml", "title: Acme token policy", "title: Acme tokens"}},
	},
}

func names(text string) []string { return strings.Fields(text) }
