package standard

// Errors of drafts that are not stable yet: first-party applications, and attestation at APIs.
var errorsExtensions = []ErrorCode{
	{
		Code: "invalid_client_attestation", Surface: SurfaceResource, CodeOnWire: true, Status: 401, StatusNote: "400 on some servers",
		Cite: Cite{"Client Attestation", ""}, Requires: FeatureAttestation,
		Meaning:    "The attestation of this installation does not verify.",
		Triggers:   []string{"the attester is not trusted", "the proof was made with another key"},
		Neighbours: []string{"invalid_token concerns the access token, not the attestation."},
		Action:     ActionStop, Retry: RetryNever, Headers: []Header{headerBearer},
		Description: "The client attestation is invalid.", UserMessage: "This device could not be verified. Please reinstall the app or contact support.",
		LogLevel: LevelWarning, Recovery: []string{"Check trust in the attester.", "Enrol the installation again."},
	},
	{
		Code: "insufficient_authorization", Surface: SurfaceChallenge, CodeOnWire: true, Status: 400, StatusNote: "examples also use 403",
		Cite: Cite{"First-Party Apps", ""}, Requires: FeatureFirstParty,
		Meaning:    "The sign-in is not finished; the server wants the next step.",
		Triggers:   []string{"a second factor is needed", "the first answer was not enough"},
		Neighbours: []string{"redirect_to_web means that the application cannot go on by itself."},
		Action:     ActionContinue, Retry: RetryOnce, Headers: []Header{headerNoStore},
		Description: "More steps are needed to complete the authorization.", UserMessage: "One more step is needed to sign you in.",
		LogLevel: LevelDebug, Recovery: []string{"Normal traffic."},
	},
	{
		Code: "redirect_to_web", Surface: SurfaceChallenge, CodeOnWire: true, Status: 400,
		Cite: Cite{"First-Party Apps", ""}, Requires: FeatureFirstParty,
		Meaning:    "The server wants to deal with the person itself, in the browser.",
		Triggers:   []string{"a risk was noticed", "account recovery", "a factor that the application cannot handle"},
		Neighbours: []string{"insufficient_authorization can be answered inside the application."},
		Action:     ActionReauthenticate, Retry: RetryNever, Headers: []Header{headerNoStore},
		Description: "The authorization has to be completed in a browser.", UserMessage: "Please continue in your browser.",
		LogLevel: LevelInfo, Recovery: []string{"If frequent, look at the risk rules."},
	},
	{
		Code: "invalid_session", Surface: SurfaceChallenge, CodeOnWire: true, Status: 400,
		Cite: Cite{"First-Party Apps", ""}, Requires: FeatureFirstParty,
		Meaning:    "The value that ties the steps together is unknown, expired or revoked.",
		Triggers:   []string{"the person took too long", "the application mixed up two attempts"},
		Neighbours: []string{"insufficient_authorization keeps the attempt alive."},
		Action:     ActionReauthenticate, Retry: RetryNever, Headers: []Header{headerNoStore},
		Description: "The authorization session is invalid or has expired.", UserMessage: "That took too long. Please start again.",
		LogLevel: LevelInfo, Recovery: []string{"No action unless the share grows."},
	},
}
