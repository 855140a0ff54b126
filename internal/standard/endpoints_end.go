package standard

// Endpoints around the session of a person: reading claims, signing out, telling others.
var endpointsEnd = []Endpoint{
	{
		Key: "userinfo", Title: "UserInfo endpoint", Host: HostAuthorizationServer, Methods: []string{"GET", "POST"},
		Cite: Cite{"OIDC Core", "5.3"}, Metadata: "userinfo_endpoint", Surface: SurfaceUserinfo,
		Request: EncodingNone, Success: 200, Responses: []Encoding{EncodingJSON, EncodingJWT}, Requires: FeatureOIDC,
		Description: "Claims about the person who signed in, for the holder of an access token with scope openid.",
		Response: []Field{
			{Name: "sub", Required: true, Type: TypeString, Example: "248289761001", Description: "The subject. The client compares it with sub of the ID token and drops the answer if they differ."},
			{Name: "name", Type: TypeString, Example: "Jane Doe", Description: "One of the claims that the granted scopes allow."},
		},
	},
	{
		Key: "end_session", Title: "End session endpoint", Host: HostAuthorizationServer, Methods: []string{"GET", "POST"},
		Cite: Cite{"OIDC RP-Initiated Logout", "2"}, Metadata: "end_session_endpoint", Request: EncodingQuery, Success: 0,
		Requires:    FeatureLogout,
		Description: "The client sends the browser here so that the person is signed out at the provider too.",
		Params: []Param{
			{Name: "id_token_hint", Conditional: "advised", Type: TypeJWT, Example: "eyJhbGciOiJFUzI1NiJ9.e30.c2ln", Description: "An ID token of the session to end; it may have expired."},
			{Name: "logout_hint", Type: TypeString, Example: "jane@example.com", Description: "Who signs out."},
			{Name: "client_id", Type: TypeString, Example: "s6BhdRkqt3", Description: "The client that asks, when there is no hint or it is encrypted."},
			{Name: "post_logout_redirect_uri", Type: TypeURI, Example: "https://app.example.com/bye", Description: "Where the browser goes afterwards; it has to be registered."},
			{Name: "state", Type: TypeString, Example: "af0ifjsldkj", Description: "Comes back with that redirect."},
			{Name: "ui_locales", Type: TypeString, Example: "fr en", Description: "Languages in order of preference."},
		},
	},
	{
		Key: "backchannel_logout", Title: "Back-channel logout address of a client", Host: HostClient, Methods: []string{"POST"},
		Cite: Cite{"OIDC Back-Channel Logout", "2.5"}, Metadata: "backchannel_logout_uri", MetadataHints: []string{"backchannel_logout_session_required"},
		Surface: SurfaceLogout, Request: EncodingForm, Success: 200, CacheControl: "no-store", Requires: FeatureBackchannelLogout,
		Description: "The provider tells the client, server to server, which session to end. The name of the address stands in the client's registration, not in server metadata. 204 is a success too.",
		Params: []Param{
			{Name: "logout_token", Required: true, Type: TypeJWT, Example: "eyJhbGciOiJFUzI1NiIsInR5cCI6ImxvZ291dCtqd3QifQ.e30.c2ln", Description: "The signed logout message."},
		},
	},
	{
		Key: "frontchannel_logout", Title: "Front-channel logout address of a client", Host: HostClient, Methods: []string{"GET"},
		Cite: Cite{"OIDC Front-Channel Logout", "2"}, Metadata: "frontchannel_logout_uri", MetadataHints: []string{"frontchannel_logout_session_required"},
		Surface: SurfaceLogout, Request: EncodingQuery, Success: 200, CacheControl: "no-store", Requires: FeatureLogout,
		Description: "The provider loads this address in a hidden frame so that the client clears its cookies. Browsers that isolate third-party cookies make it unreliable.",
		Params: []Param{
			{Name: "iss", Conditional: "mandatory with sid", Type: TypeURI, Example: "https://id.example.com", Description: "The provider."},
			{Name: "sid", Conditional: "mandatory with iss", Type: TypeString, Example: "08a5019c-17e1-4977-8f42-65a12843ea02", Description: "The session to end."},
		},
	},
	{
		Key: "global_revocation", Title: "Global token revocation endpoint", Host: HostAuthorizationServer, Methods: []string{"POST"},
		Cite: Cite{"Global Token Revocation", "3.2"}, Metadata: "global_token_revocation_endpoint",
		MetadataHints: []string{"global_token_revocation_endpoint_auth_methods_supported"},
		Surface:       SurfaceGlobalRevocation, ClientAuth: true, Request: EncodingJSON, Success: 204, Requires: FeatureGlobalRevocation,
		Description: "An identity provider or security tool orders everything of one person to end. Refresh tokens have to be revoked, access tokens should be, and nothing new is issued before the person has authenticated again.",
		Params: []Param{
			{Name: "sub_id", Required: true, Type: TypeObject, Example: `{"format":"iss_sub","iss":"https://idp.example.com","sub":"248289761001"}`, Description: "Whose tokens end, as a subject identifier of RFC 9493. Early revisions named the member subject."},
		},
	},
	{
		Key: "event_delivery", Title: "Security event receiver", Host: HostClient, Methods: []string{"POST"},
		Cite: Cite{"RFC 8935", "2"}, Surface: SurfaceEventDelivery, Request: EncodingSET, Success: 202, Requires: FeatureSharedSignals,
		Description: "A transmitter pushes one signed security event token as the body of the request.",
	},
}
