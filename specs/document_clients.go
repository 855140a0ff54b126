package specs

// Client is a client class that tokens are issued to.
type Client struct {
	Section
	// Title is the name that readers see.
	Title Value[string] `yaml:"title"`
	// Type is public or confidential.
	Type Value[ClientType] `yaml:"type" req:"TYP-7" must:"true"`
	// Platform is where it runs.
	Platform Value[Platform] `yaml:"platform" req:"TYP-7"`
	// Architecture is how a browser application deals with tokens.
	Architecture Value[Architecture] `yaml:"architecture" req:"TYP-7"`
	// Description says who it is.
	Description Value[Prose] `yaml:"description"`
	// FirstParty is true where the team that runs the authorization server runs it too.
	FirstParty Value[bool] `yaml:"first_party"`
	// Grants are the grant types that it may use.
	Grants Values[GrantType] `yaml:"grants" req:"TYP-2 TYP-7" floor:"subset"`
	// ResponseTypes are the response types that it may ask for.
	ResponseTypes Values[string] `yaml:"response_types" floor:"subset"`
	// Auth is how it authenticates. None for public clients.
	Auth Values[ClientAuth] `yaml:"auth" req:"TYP-3" floor:"same"`
	// Issuers are the issuers that know it, where not all do.
	Issuers Values[IssuerID] `yaml:"issuers"`
	// Scopes are the scopes that it may ask for.
	Scopes Values[ScopeID] `yaml:"scopes" req:"TYP-3" floor:"subset"`
	// Consent says whether its users are asked.
	Consent Value[Consent] `yaml:"consent" req:"TYP-3"`
	// RedirectURIs are its redirect addresses.
	RedirectURIs Values[URL] `yaml:"redirect_uris" req:"TYP-3"`
	// RedirectMatch says how they are compared.
	RedirectMatch Value[RedirectMatch] `yaml:"redirect_match" floor:"same"`
	// PKCE is the proof key rule, where it differs from the issuer's.
	PKCE PKCE `yaml:"pkce" req:"TYP-3"`
	// Profiles are further standards that it claims to meet.
	Profiles Values[ProfileID] `yaml:"profiles" req:"PRV-5"`
	// Secret is the life of its own credential.
	Secret ClientSecret `yaml:"secret" req:"ENV-8"`
	// SecretNeeded says when the secret can be left out.
	SecretNeeded Value[Prose] `yaml:"secret_needed"`
	// Storage says where it keeps each token.
	Storage Map[Storage] `yaml:"storage" req:"CLI-3" key:"tokens"`
	// NeverStoreIn are places where no token may be kept.
	NeverStoreIn Values[StorePlace] `yaml:"never_store_in" req:"CLI-3" floor:"superset"`
	// Cookie is the cookie that carries its session.
	Cookie Cookie `yaml:"cookie" req:"CLI-3"`
	// CSRF is the defence against forged requests.
	CSRF Value[string] `yaml:"csrf" req:"CLI-3"`
	// ReadsAccessToken is true where it looks inside access tokens.
	ReadsAccessToken Value[bool] `yaml:"reads_access_token"`
	// RefreshDecision is the assessment by which it gets refresh tokens.
	RefreshDecision Value[Prose] `yaml:"refresh_decision" req:"TYP-3"`
	// SignIn are the ways in which its users sign in.
	SignIn Values[SignIn] `yaml:"sign_in" req:"CLI-7"`
	// Axes are its values on the policy's own axes.
	Axes Map[Value[string]] `yaml:"axes" req:"LIF-3" key:"axes"`
	// Example names the worked example for it.
	Example Value[string] `yaml:"example" req:"CLI-4"`
	// Owner is the team that builds it.
	Owner Value[string] `yaml:"owner"`
}

// ClientSecret is the life of a client's own credential.
type ClientSecret struct {
	Mark
	// RotateEvery is how long one credential is used.
	RotateEvery Value[Duration] `yaml:"rotate_every,short" req:"ENV-8" floor:"shorter"`
	// Overlap is how long the old one works beside the new one.
	Overlap Value[Duration] `yaml:"overlap" req:"ENV-8"`
	// Custody is where it is held.
	Custody Custody `yaml:"custody" req:"ENV-8"`
}

// Storage is where a client keeps a token.
type Storage struct {
	Mark
	// In is the place.
	In Value[StorePlace] `yaml:"in,short" req:"CLI-3"`
	// AtRest is how it is protected there.
	AtRest Value[AtRest] `yaml:"at_rest" req:"CLI-3 PRV-3"`
	// ErasedOn are the events on which it is erased.
	ErasedOn Values[string] `yaml:"erased_on" req:"CLI-3"`
	// Backup is true where it may leave the device in a backup.
	Backup Value[bool] `yaml:"in_backups"`
}

// Trust is what makes a device or context trusted.
type Trust struct {
	Section
	// EstablishedBy says how trust is made.
	EstablishedBy Value[Prose] `yaml:"established_by,short" req:"BND-6"`
	// Of says what is trusted.
	Of Value[TrustOf] `yaml:"of" req:"BND-6"`
	// Lifetime is how long trust lasts.
	Lifetime Lifetime `yaml:"lifetime" req:"BND-6"`
	// LostOn are the events that end it.
	LostOn Values[string] `yaml:"lost_on" req:"BND-6"`
	// Checks are what is looked at on each use.
	Checks Values[string] `yaml:"checks" req:"BND-6"`
}

// ClientStrategy is how clients keep a session alive.
type ClientStrategy struct {
	Section
	// RefreshAt says when a client refreshes before expiry.
	RefreshAt RefreshAt `yaml:"refresh_at" req:"LIF-6"`
	// Trigger is the sign that a client goes by.
	Trigger Value[RefreshTrigger] `yaml:"trigger" req:"LIF-6"`
	// SingleFlight is true where one process refreshes once at a time.
	SingleFlight Value[bool] `yaml:"single_flight" req:"CLI-2" floor:"same"`
	// Coordination is how several tabs or processes agree on who refreshes.
	Coordination Value[Coordination] `yaml:"coordination" req:"CLI-2"`
	// Replace says when the old token is thrown away.
	Replace Value[Replace] `yaml:"replace" req:"ROT-3 CLI-2"`
	// RefreshesPerRequest is how often one request may lead to a refresh.
	RefreshesPerRequest Value[Int] `yaml:"refreshes_per_request" req:"ERR-4"`
	// RequestTimeout is how long a client waits for the token endpoint.
	RequestTimeout Value[Duration] `yaml:"request_timeout" req:"ERR-4"`
	// Retry is how failed requests are repeated.
	Retry Retry `yaml:"retry" req:"ERR-4"`
	// OnExpiry is what happens when the access token expires.
	OnExpiry Value[OnExpiry] `yaml:"on_expiry" req:"LIF-7"`
	// OnDeadGrant is what happens when the refresh token is refused.
	OnDeadGrant Value[ClientAction] `yaml:"on_invalid_grant" req:"ERR-4"`
	// OnInsufficientScope is what happens when a scope is missing.
	OnInsufficientScope Value[ClientAction] `yaml:"on_insufficient_scope" req:"ERR-4"`
	// OnLogout is what a client does at sign-out.
	OnLogout Values[LogoutStep] `yaml:"on_logout" req:"REV-3" floor:"superset"`
	// FreshProof is true where every retry carries a new DPoP proof.
	FreshProof Value[bool] `yaml:"fresh_proof_per_retry"`
	// Offline is what a client does without a network.
	Offline Offline `yaml:"offline" req:"CLI-5 REV-5"`
	// Degraded are the reduced modes that a client falls back to.
	Degraded Map[Degraded] `yaml:"degraded" req:"CLI-5"`
	// Validity are the states that a client shows its user, with the remaining life at which each begins.
	Validity Map[ValidityState] `yaml:"validity" req:"CLI-6"`
	// Messages are what users are told, and when.
	Messages Map[Message] `yaml:"messages" req:"CLI-6"`
	// Methods are the lifecycle methods that a client library offers.
	Methods Map[Method] `yaml:"methods" req:"CLI-1"`
	// FallbackSignIn are the ways to sign in when the first one fails.
	FallbackSignIn Values[SignIn] `yaml:"fallback_sign_in" req:"CLI-5 CLI-7"`
	// CheckEvery is how often a client must ask whether its token still lives.
	CheckEvery Value[Duration] `yaml:"check_every" req:"REV-4"`
}

// RefreshAt says when a client refreshes before expiry.
type RefreshAt struct {
	Mark
	// Remaining is the remaining life at which it begins, as a share or a time.
	Remaining Value[Share] `yaml:"remaining,short" req:"LIF-6"`
	// AtLeast is the shortest remaining life at which it begins, whatever the share says.
	AtLeast Value[Duration] `yaml:"at_least" req:"LIF-6"`
	// Jitter is the random spread of the moment.
	Jitter Value[Share] `yaml:"jitter" req:"LIF-6"`
	// Idle is true where it prefers moments without user activity.
	Idle Value[bool] `yaml:"prefer_idle" req:"LIF-6"`
}

// Retry is how failed requests are repeated.
type Retry struct {
	Mark
	// Attempts is the number of tries after the first.
	Attempts Value[Int] `yaml:"attempts,short" req:"ERR-4"`
	// Backoff is how the wait grows.
	Backoff Value[Backoff] `yaml:"backoff" req:"ERR-4"`
	// Base is the first wait.
	Base Value[Duration] `yaml:"base" req:"ERR-4"`
	// Cap is the longest wait.
	Cap Value[Duration] `yaml:"cap" req:"ERR-4"`
	// Jitter is the random spread of the wait.
	Jitter Value[Jitter] `yaml:"jitter" req:"ERR-4"`
	// HonorRetryAfter is true where the Retry-After header outranks the computed wait.
	HonorRetryAfter Value[bool] `yaml:"honor_retry_after" req:"ERR-4"`
	// Statuses are the HTTP statuses that are retried.
	Statuses Values[Status] `yaml:"statuses" req:"ERR-4"`
}

// Offline is what a client does without a network.
type Offline struct {
	Mark
	// Max is the longest time offline.
	Max Value[Duration] `yaml:"max,short" req:"CLI-5"`
	// ReadOnly is true where nothing can be changed offline.
	ReadOnly Value[bool] `yaml:"read_only" req:"CLI-5"`
	// Queue is true where work is queued and sent later.
	Queue Value[bool] `yaml:"queue" req:"CLI-5"`
	// Then is what happens after the longest time.
	Then Value[Prose] `yaml:"then" req:"CLI-5"`
	// Detect says how a client finds out on return that its token was revoked.
	Detect Value[Prose] `yaml:"detect_revocation" req:"REV-5"`
	// OnRevoked says what becomes of local data and queued work then.
	OnRevoked Value[Prose] `yaml:"on_revoked" req:"REV-5"`
}

// Degraded is a reduced mode.
type Degraded struct {
	Mark
	// When is the situation.
	When Value[Prose] `yaml:"when_text" req:"CLI-5"`
	// Keeps is what still works.
	Keeps Value[Prose] `yaml:"keeps,short" req:"CLI-5"`
	// Loses is what does not.
	Loses Value[Prose] `yaml:"loses" req:"CLI-5"`
	// Scopes are the scopes that remain.
	Scopes Values[ScopeID] `yaml:"scopes" req:"CLI-5"`
	// Ends says how the client leaves the mode.
	Ends Value[Prose] `yaml:"ends"`
}

// ValidityState is a state that a client shows.
type ValidityState struct {
	Mark
	// From is the remaining life at which the state begins.
	From Value[Share] `yaml:"below,short" req:"CLI-6"`
	// Shows is what the user sees.
	Shows Value[Prose] `yaml:"shows" req:"CLI-6"`
}

// Message is something that users are told.
type Message struct {
	Mark
	// Text is the text.
	Text Value[Prose] `yaml:"text,short" req:"CLI-6"`
	// Cause names the error that leads to it.
	Cause Value[CauseID] `yaml:"cause" req:"CLI-6"`
	// When says when it is shown.
	When Value[Prose] `yaml:"shown_when" req:"CLI-6"`
}

// Method is a method of a client library.
type Method struct {
	Mark
	// Does is what it does.
	Does Value[Prose] `yaml:"does,short" req:"CLI-1"`
	// Endpoint is the endpoint it calls.
	Endpoint Value[EndpointID] `yaml:"calls" req:"CLI-1"`
	// Parameters are its parameters.
	Parameters Map[Value[Prose]] `yaml:"parameters" req:"CLI-1" key:"name"`
	// Returns is what it returns.
	Returns Value[Prose] `yaml:"returns" req:"CLI-1"`
	// Errors are the errors that it passes on.
	Errors Values[CauseID] `yaml:"errors" req:"CLI-1"`
}
