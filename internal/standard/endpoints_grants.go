package standard

var issuedTokenType = Field{Name: "issued_token_type", Required: true, Type: TypeTokenType, Example: "urn:ietf:params:oauth:token-type:access_token",
	Description: "The kind of token that access_token holds."}

var grantRequests = []GrantRequest{
	{
		Grant: "authorization_code", URI: "authorization_code", Cite: Cite{"RFC 6749", "4.1.3"},
		Params: []Param{
			{Name: "code", Required: true, Type: TypeSecret, Example: "SplxlOBeZQQYbYS6WxSbIA", Description: "The authorization code from the redirect."},
			{Name: "redirect_uri", Conditional: "mandatory when the authorization request had one; OAuth 2.1 drops it", Type: TypeURI, Example: "https://app.example.com/callback", Description: "The same address as in the authorization request."},
			{Name: "code_verifier", Conditional: "mandatory when the authorization request had a challenge", Type: TypeSecret, Example: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", Requires: FeaturePKCE, Description: "The secret behind the challenge: 43 to 128 characters."},
			paramResource,
		},
	},
	{
		Grant: "refresh_token", URI: "refresh_token", Cite: Cite{"RFC 6749", "6"},
		Params: []Param{
			{Name: "refresh_token", Required: true, Type: TypeSecret, Example: "tGzv3JOkF0XG5Qx2TlKWIA", Description: "The latest refresh token that the client holds."},
			paramRefreshScope,
			paramResource,
		},
	},
	{
		Grant: "client_credentials", URI: "client_credentials", Cite: Cite{"RFC 6749", "4.4.2"},
		Params: []Param{paramScope, paramResource, paramDetails},
	},
	{
		Grant: "device_code", URI: "urn:ietf:params:oauth:grant-type:device_code", Cite: Cite{"RFC 8628", "3.4"},
		Params: []Param{
			{Name: "device_code", Required: true, Type: TypeSecret, Example: "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS", Description: "The code that the device received; the person never sees it."},
			paramClientID,
		},
	},
	{
		Grant: "token_exchange", URI: "urn:ietf:params:oauth:grant-type:token-exchange", Cite: Cite{"RFC 8693", "2.1"},
		Params: []Param{
			{Name: "subject_token", Required: true, Type: TypeSecret, Example: "accVkjcJyb4BWCxGsndESCJQbdFMogUC5PbRDqceLTC", Description: "The token that stands for the party on whose behalf the request is made."},
			{Name: "subject_token_type", Required: true, Type: TypeTokenType, Example: "urn:ietf:params:oauth:token-type:access_token", Description: "The kind of subject_token."},
			{Name: "actor_token", Type: TypeSecret, Example: "eyJhbGciOiJFUzI1NiJ9.e30.c2ln", Description: "The token that stands for the party that will act."},
			{Name: "actor_token_type", Conditional: "mandatory with actor_token, forbidden without it", Type: TypeTokenType, Example: "urn:ietf:params:oauth:token-type:jwt", Description: "The kind of actor_token."},
			{Name: "requested_token_type", Type: TypeTokenType, Example: "urn:ietf:params:oauth:token-type:access_token", Description: "The kind of token that is wanted."},
			{Name: "audience", Type: TypeString, Repeatable: true, Example: "orders", Description: "The service the token is for, by a name both sides know."},
			{Name: "resource", Type: TypeURI, Repeatable: true, Example: "https://orders.example.com", Description: "The service the token is for, by address."},
			paramScope,
		},
		Response: []Field{issuedTokenType},
	},
	{
		Grant: "jwt_bearer", URI: "urn:ietf:params:oauth:grant-type:jwt-bearer", Cite: Cite{"RFC 7523", "2.1"},
		Params: []Param{
			{Name: "assertion", Required: true, Type: TypeJWT, Example: "eyJhbGciOiJFUzI1NiJ9.e30.c2ln", Description: "The signed JWT: issuer, subject, the server as audience, and a near expiry."},
			paramScope,
			paramResource,
		},
	},
	{
		Grant: "saml2_bearer", URI: "urn:ietf:params:oauth:grant-type:saml2-bearer", Cite: Cite{"RFC 7522", "2.1"},
		Params: []Param{
			{Name: "assertion", Required: true, Type: TypeSecret, Example: "PHNhbWxwOl...", Description: "One SAML assertion, base64url without line breaks."},
			paramScope,
		},
	},
	{
		Grant: "ciba", URI: "urn:openid:params:grant-type:ciba", Cite: Cite{"CIBA Core", "10.1"},
		Params: []Param{
			{Name: "auth_req_id", Required: true, Type: TypeSecret, Example: "1c266114-a1be-4252-8ad1-04986c5b9ac1", Description: "The identifier that the backchannel authentication endpoint returned."},
		},
	},
	{
		Grant: "uma_ticket", URI: "urn:ietf:params:oauth:grant-type:uma-ticket", Cite: Cite{"UMA 2.0 Grant", "3.3.1"},
		Params: []Param{
			{Name: "ticket", Required: true, Type: TypeSecret, Example: "016f84e8-f9b9-11e0-bd6f-0021cc6004de", Description: "The permission ticket that the resource server handed out. A new one comes with each answer."},
			{Name: "claim_token", Type: TypeSecret, Example: "eyJhbGciOiJFUzI1NiJ9.e30.c2ln", Description: "Claims about the requesting party."},
			{Name: "claim_token_format", Conditional: "mandatory with claim_token", Type: TypeString, Example: "http://openid.net/specs/openid-connect-core-1_0.html#IDToken", Description: "The kind of claim_token."},
			{Name: "pct", Type: TypeSecret, Example: "c2F2ZWRjb25zZW50", Description: "A persisted claims token from an earlier request."},
			{Name: "rpt", Type: TypeSecret, Example: "sbjsbhs(/SSJHBSUSSJHVhjsgvhsgvshgsv", Description: "The requesting party token to upgrade."},
			paramScope,
		},
		Response: []Field{
			{Name: "upgraded", Type: TypeBoolean, Example: "false", Description: "Whether the returned token extends the one that was sent."},
			{Name: "pct", Type: TypeSecret, Example: "c2F2ZWRjb25zZW50", Description: "A token with which claims need not be gathered again."},
		},
	},
	{
		Grant: "password", URI: "password", Cite: Cite{"RFC 6749", "4.3.2"},
		Params: []Param{
			{Name: "username", Required: true, Type: TypeString, Example: "jane", Description: "Who signs in. The grant must not be used any more."},
			{Name: "password", Required: true, Type: TypeSecret, Example: "example-not-a-password", Description: "The person's secret. The grant must not be used any more."},
			paramScope,
		},
	},
}
