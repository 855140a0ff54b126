package standard

// Errors of a silent sign-in (prompt=none) and of demands on authentication, from OpenID Connect.
var errorsInteraction = []ErrorCode{
	{
		Code: "interaction_required", Surface: SurfaceAuthorization, CodeOnWire: true, Cite: Cite{"OIDC Core", "3.1.2.6"}, Requires: FeatureOIDC,
		Meaning:    "The request forbids pages, but the person has to do something.",
		Triggers:   []string{"a risk check asks for a factor", "terms of use changed", "the provider cannot say more exactly what is needed"},
		Neighbours: []string{"login_required, consent_required and account_selection_required say more exactly what is missing."},
		Action:     ActionReauthenticate, Retry: RetryNever,
		Description: "The request cannot be completed without user interaction.", UserMessage: "Please sign in to continue.",
		LogLevel: LevelInfo, Recovery: []string{"No action while the share of silent sign-ins is stable; a jump points to a policy change."},
	},
	{
		Code: "login_required", Surface: SurfaceAuthorization, CodeOnWire: true, Cite: Cite{"OIDC Core", "3.1.2.6"}, Requires: FeatureOIDC,
		Meaning:    "The request forbids pages, but the person is not signed in at the provider.",
		Triggers:   []string{"the session at the provider ended", "the browser withholds the provider's cookies in a frame", "max_age is exceeded"},
		Neighbours: []string{"consent_required means that the person is signed in and only has to agree."},
		Action:     ActionReauthenticate, Retry: RetryNever,
		Description: "The user is not signed in.", UserMessage: "Your session has ended. Please sign in again.",
		LogLevel: LevelInfo, Recovery: []string{"Expected after the session limit.", "If it follows each page load, silent renewal in frames no longer works in that browser: use refresh tokens."},
	},
	{
		Code: "account_selection_required", Surface: SurfaceAuthorization, CodeOnWire: true, Cite: Cite{"OIDC Core", "3.1.2.6"}, Requires: FeatureOIDC,
		Meaning:    "The request forbids pages, but the person has several sessions and has to choose one.",
		Triggers:   []string{"two accounts are signed in in the same browser"},
		Neighbours: []string{"login_required means that none is signed in."},
		Action:     ActionReauthenticate, Retry: RetryNever,
		Description: "The user has to select an account.", UserMessage: "Please choose the account you want to use.",
		LogLevel: LevelInfo, Recovery: []string{"Let the client send a hint, so that the choice is made for the person."},
	},
	{
		Code: "consent_required", Surface: SurfaceAuthorization, CodeOnWire: true, Cite: Cite{"OIDC Core", "3.1.2.6"}, Requires: FeatureOIDC,
		Meaning:    "The request forbids pages, but the person has not yet agreed to what is asked for.",
		Triggers:   []string{"the client asks for a new scope", "consent was withdrawn or ran out"},
		Neighbours: []string{"access_denied means that the person was asked and declined. A pushed request never gets this code."},
		Action:     ActionReauthenticate, Retry: RetryNever,
		Description: "The user has to give consent.", UserMessage: "Please confirm the access this app asks for.",
		LogLevel: LevelInfo, Recovery: []string{"Expected after a client adds scopes; announce it to its team."},
	},
	{
		Code: "registration_not_supported", Surface: SurfaceAuthorization, CodeOnWire: true, Cite: Cite{"OIDC Core", "3.1.2.6"}, Requires: FeatureOIDC,
		Meaning:    "The server does not take the parameter registration.",
		Triggers:   []string{"a self-issued client meets an ordinary provider"},
		Neighbours: []string{"request_not_supported is the same for the parameter request."},
		Action:     ActionFixRequest, Retry: RetryNever,
		Description: "The registration parameter is not supported.", UserMessage: "This app could not start the sign-in. Please tell its support team.",
		LogLevel: LevelWarning, Recovery: []string{"Register the client beforehand."},
	},
	{
		Code: "unmet_authentication_requirements", Surface: SurfaceAuthorization, CodeOnWire: true, Cite: Cite{"OIDC Unmet Authentication Requirements", ""}, Requires: FeatureStepUp,
		Meaning:    "The demanded strength or freshness of authentication cannot be reached.",
		Triggers:   []string{"the person has no factor of the demanded kind", "the provider does not know the demanded acr value"},
		Neighbours: []string{"login_required can be cured by signing in; this one cannot, so that asking again would loop."},
		Action:     ActionStop, Retry: RetryNever,
		Description: "The requested authentication requirements cannot be met.", UserMessage: "This needs a stronger sign-in that your account does not have yet. Add one in your account settings.",
		LogLevel: LevelInfo, Recovery: []string{"Check that every acr value that APIs demand is one that the provider can reach.", "Offer enrolment of the missing factor."},
	},
}
