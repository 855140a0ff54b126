package standard

// Errors of client registration.
var errorsRegistration = []ErrorCode{
	{
		Code: "invalid_redirect_uri", Surface: SurfaceRegistration, CodeOnWire: true, Status: 400, Cite: Cite{"RFC 7591", "3.2.2"}, Requires: FeatureRegistration,
		Meaning:    "A redirect address is malformed or not allowed.",
		Triggers:   []string{"plain http outside the loopback address", "a fragment or a wildcard", "a custom scheme that the server refuses"},
		Neighbours: []string{"invalid_client_metadata covers every other field."},
		Action:     ActionFixRequest, Retry: RetryNever, Headers: []Header{headerNoStore},
		Description: "A redirect address is invalid.", UserMessage: "This app could not be registered. Please check its settings.",
		LogLevel: LevelWarning, Recovery: []string{"Register the exact https address."},
	},
	{
		Code: "invalid_client_metadata", Surface: SurfaceRegistration, CodeOnWire: true, Status: 400, Cite: Cite{"RFC 7591", "3.2.2"}, Requires: FeatureRegistration,
		Meaning:    "A field of the registration has a value that the server refuses to replace by a default.",
		Triggers:   []string{"jwks and jwks_uri at once", "an unknown grant type", "a method to authenticate that the server does not offer"},
		Neighbours: []string{"invalid_redirect_uri is used for redirect addresses."},
		Action:     ActionFixRequest, Retry: RetryNever, Headers: []Header{headerNoStore},
		Description: "The client metadata is invalid.", UserMessage: "This app could not be registered. Please check its settings.",
		LogLevel: LevelWarning, Recovery: []string{"Compare the fields with the server metadata."},
	},
	{
		Code: "invalid_software_statement", Surface: SurfaceRegistration, CodeOnWire: true, Status: 400, Cite: Cite{"RFC 7591", "3.2.2"}, Requires: FeatureRegistration,
		Meaning:    "The software statement is malformed or its signature does not verify.",
		Triggers:   []string{"the statement expired", "the issuer changed its key"},
		Neighbours: []string{"unapproved_software_statement is genuine but not accepted here."},
		Action:     ActionFixRequest, Retry: RetryNever, Headers: []Header{headerNoStore},
		Description: "The software statement is invalid.", UserMessage: "This app could not be registered. Please contact its maker.",
		LogLevel: LevelWarning, Recovery: []string{"Fetch a new statement from its issuer."},
	},
	{
		Code: "unapproved_software_statement", Surface: SurfaceRegistration, CodeOnWire: true, Status: 400, Cite: Cite{"RFC 7591", "3.2.2"}, Requires: FeatureRegistration,
		Meaning:    "The software statement is genuine, but this server does not accept it.",
		Triggers:   []string{"the issuer is not trusted", "the software was withdrawn"},
		Neighbours: []string{"invalid_software_statement does not verify at all."},
		Action:     ActionOperator, Retry: RetryNever, Headers: []Header{headerNoStore},
		Description: "The software statement is not approved.", UserMessage: "This app is not approved here. Please contact its maker.",
		LogLevel: LevelWarning, Recovery: []string{"Decide whether to trust the issuer."},
	},
	{
		Code: "invalid_token", Surface: SurfaceRegistration, CodeOnWire: true, Status: 401, Cite: Cite{"RFC 7592", "2"}, Requires: FeatureRegistration, Unverified: true,
		Meaning:    "The initial access token, or the token for managing the registration, is not valid.",
		Triggers:   []string{"the token was replaced by the last update", "the client was deleted"},
		Neighbours: []string{"An API's invalid_token is cured by a refresh; here a new token has to be handed out."},
		Action:     ActionOperator, Retry: RetryNever,
		Headers:     []Header{{"WWW-Authenticate", `Bearer error="invalid_token"`, "Mandatory with 401."}},
		Description: "The registration access token is invalid.", UserMessage: "This app could not be updated. Please contact its maker.",
		LogLevel: LevelWarning, Recovery: []string{"Register again, or hand out a new token."},
	},
}
