package specs

// Issuer is an authorization server.
type Issuer struct {
	Section
	// Title is the name that readers see.
	Title Value[string] `yaml:"title"`
	// URL is the issuer identifier. It may hold variables in braces, such as https://{shop}.example, and is then quoted.
	URL Value[URL] `yaml:"url,short" req:"TYP-4" must:"true"`
	// Variables are the variables of the address.
	Variables Map[URLVariable] `yaml:"variables"`
	// IssuerClaim says how the `iss` claim relates to the address.
	IssuerClaim IssuerClaim `yaml:"issuer_claim" req:"TYP-4"`
	// AlsoAccepted are further issuer identifiers that are accepted, such as the old one during a move.
	AlsoAccepted List[AcceptedIssuer] `yaml:"also_accepted" req:"ENV-3"`
	// Endpoints are the endpoints, named as in `metadata` without `_endpoint`; own ones are welcome.
	Endpoints Map[Endpoint] `yaml:"endpoints" req:"TYP-2 REV-1"`
	// Responses say what successful responses hold, by endpoint; `any` speaks of all.
	Responses Map[Response] `yaml:"responses" req:"TYP-4" key:"issuers.*.endpoints,=any"`
	// Keys are the sets of signing and encryption keys.
	Keys Map[KeySet] `yaml:"keys" req:"ENV-2 TYP-9"`
	// TLS is the transport security of the endpoints.
	TLS TLS `yaml:"tls" req:"TYP-9 PRV-3"`
	// PKCE is the proof key for code exchange, for all clients.
	PKCE PKCE `yaml:"pkce" req:"TYP-3"`
	// PAR says whether authorization requests must be pushed first.
	PAR Value[Need] `yaml:"pushed_authorization_requests" req:"TYP-3"`
	// AuthorizationResponseISS is true where authorization responses carry `iss` (RFC 9207).
	AuthorizationResponseISS Value[bool] `yaml:"authorization_response_iss"`
	// Federation is the identity provider behind the issuer.
	Federation Federation `yaml:"federation" req:"TYP-6"`
}

// URLVariable is a variable in an address.
type URLVariable struct {
	Mark
	// Per says what the value depends on.
	Per Value[string] `yaml:"per,short"`
	// Values are the values it can take.
	Values Values[string] `yaml:"values"`
	// Example is a value for samples.
	Example Value[string] `yaml:"example"`
}

// IssuerClaim is how `iss` relates to the issuer's address.
type IssuerClaim struct {
	Mark
	// Match are the ways in which a verifier may compare it.
	Match Values[IssuerMatch] `yaml:"match,short"`
	// GivenBy says where the expected value comes from.
	GivenBy Value[string] `yaml:"given_by"`
}

// AcceptedIssuer is a further issuer identifier that verifiers accept.
type AcceptedIssuer struct {
	Mark
	// URL is the identifier.
	URL Value[URL] `yaml:"url,short"`
	// Until is the last day on which it is accepted.
	Until Value[Date] `yaml:"until"`
}

// Federation is a link to another identity provider.
type Federation struct {
	Mark
	// Provider is the identity provider.
	Provider Value[string] `yaml:"provider,short"`
	// MaxAuthAge is the oldest authentication that is accepted.
	MaxAuthAge Value[Duration] `yaml:"max_auth_age"`
	// UserKey are the claims that identify an account.
	UserKey Values[string] `yaml:"user_key"`
}

// Endpoint is an address of an issuer.
type Endpoint struct {
	Section
	// Path is the path below the issuer's address, or a whole address.
	Path Value[Path] `yaml:"path,short" req:"TYP-2" must:"true"`
	// Method is the HTTP method; POST for token-style endpoints where nothing is said.
	Method Value[HTTPMethod] `yaml:"method"`
	// Send is how parameters are sent.
	Send Value[SendAs] `yaml:"send"`
	// Auth are the client authentication methods that it takes.
	Auth Values[ClientAuth] `yaml:"auth" req:"TYP-3 VAL-5"`
	// Callers are the clients or resource servers that may call it.
	Callers Values[string] `yaml:"callers" req:"VAL-5" names:"clients,resource_servers,parties,=any"`
	// Credential is how the caller shows a token, where it is not the Authorization header.
	Credential Credential `yaml:"credential"`
	// Input are its own request parameters.
	Input Map[Parameter] `yaml:"input" key:"name"`
	// Accepts are the tokens that it works on.
	Accepts Values[TokenID] `yaml:"accepts"`
	// Batch is the largest number of tokens in one request.
	Batch Value[Int] `yaml:"batch"`
	// Success is the HTTP status of success.
	Success Value[Status] `yaml:"success"`
	// UnknownToken is the HTTP status for a token that it does not know.
	UnknownToken Value[Status] `yaml:"unknown_token"`
	// CacheControl is the Cache-Control header of its responses.
	CacheControl Value[string] `yaml:"cache_control"`
	// CORS are the origins that browsers may call it from.
	CORS Values[string] `yaml:"cors"`
	// Limits name the limits that apply.
	Limits Values[LimitID] `yaml:"limits" req:"ROT-7"`
	// Replaces is the address that it replaced.
	Replaces Value[Path] `yaml:"replaces" req:"ENV-3"`
	// ReplacedOn is the day from which it holds in place of the old one.
	ReplacedOn Value[Date] `yaml:"replaced_on" req:"ENV-3"`
	// Description says what it is for.
	Description Value[Prose] `yaml:"description"`
}

// Credential is how a caller shows a token.
type Credential struct {
	Mark
	// Header is the name of the request header.
	Header Value[HeaderName] `yaml:"header"`
	// Scheme is the authentication scheme before the token, such as Bearer or DPoP.
	Scheme Value[string] `yaml:"scheme"`
	// Query is the name of the query parameter.
	Query Value[string] `yaml:"query"`
	// Cookie is the name of the cookie.
	Cookie Value[string] `yaml:"cookie"`
}

// Parameter is a request parameter.
type Parameter struct {
	Mark
	// Type is its type.
	Type Value[FieldType] `yaml:"type,short"`
	// Value is the one value that it must have.
	Value Value[string] `yaml:"value"`
	// In says where it stands.
	In Value[ParameterPlace] `yaml:"in"`
	// Needed says whether it must be present.
	Needed Value[Need] `yaml:"needed"`
	// Unit is the unit of a number.
	Unit Value[WireUnit] `yaml:"unit"`
	// Description says what it does.
	Description Value[Prose] `yaml:"description"`
}

// Response is what a successful response holds.
type Response struct {
	Mark
	// Envelope names the body shape where it is not the standard one.
	Envelope Value[EnvelopeID] `yaml:"envelope"`
	// Fields are its fields.
	Fields Map[ResponseField] `yaml:"fields" key:"name"`
	// Headers are its headers.
	Headers Map[ResponseField] `yaml:"headers" key:"name"`
	// AtLeastOne lists fields of which one or more are present.
	AtLeastOne Values[string] `yaml:"at_least_one_of"`
	// Idempotency is how long the same request gets the same response.
	Idempotency Value[Duration] `yaml:"same_answer_for" req:"ROT-6"`
}

// ResponseField is one field or header of a response.
type ResponseField struct {
	Mark
	// Of is the token it speaks of.
	Of Value[TokenID] `yaml:"of"`
	// Type is its type.
	Type Value[FieldType] `yaml:"type,short"`
	// Clock is how it gives a time.
	Clock Value[ResponseClock] `yaml:"clock"`
	// Present says whether it is there: always, perhaps, never, or as null.
	Present Value[Presence] `yaml:"present"`
	// Value is the one value that it always has.
	Value Value[string] `yaml:"value"`
	// Description says what it means.
	Description Value[Prose] `yaml:"description"`
}

// TLS is transport security.
type TLS struct {
	Mark
	// Minimum is the lowest version spoken.
	Minimum Value[TLSVersion] `yaml:"minimum,short" floor:"stronger"`
	// HSTS is the max-age of the Strict-Transport-Security header.
	HSTS Value[Duration] `yaml:"hsts" floor:"longer"`
	// TerminatedAt says where TLS ends.
	TerminatedAt Value[string] `yaml:"terminated_at"`
	// HeadersSanitised is true where the proxy removes certificate headers that a caller sent.
	HeadersSanitised Value[bool] `yaml:"headers_sanitised" floor:"same"`
}

// PKCE is the proof key for code exchange (RFC 7636).
type PKCE struct {
	Mark
	// Needed says whether a client must use it.
	Needed Value[Need] `yaml:"needed,short" floor:"stronger"`
	// Methods are the challenge methods that are accepted.
	Methods Values[PKCEMethod] `yaml:"methods" floor:"subset"`
}

// KeySet is a set of keys with one purpose.
type KeySet struct {
	Section
	// Use is what the keys are for.
	Use Value[KeyUse] `yaml:"use" req:"TYP-9"`
	// Algorithms are the algorithms, the one that signs new tokens first.
	Algorithms Values[Algorithm] `yaml:"algorithms,short" req:"TYP-9" floor:"subset" must:"true"`
	// Bits is the size of RSA keys or symmetric secrets.
	Bits Value[Int] `yaml:"bits" req:"TYP-9" floor:"longer"`
	// Per says what has keys of its own.
	Per Value[KeyPer] `yaml:"per"`
	// Parent is the key set that certifies this one.
	Parent Value[KeySetID] `yaml:"parent"`
	// RotateEvery is how long a key signs.
	RotateEvery Value[Duration] `yaml:"rotate_every" req:"ENV-2" floor:"shorter"`
	// PublishAhead is how long a key is in the JWKS before it signs.
	PublishAhead Value[Duration] `yaml:"publish_ahead" req:"ENV-2"`
	// KeepAfter is how long a key stays in the JWKS after it signed last.
	KeepAfter Value[Duration] `yaml:"keep_after" req:"ENV-2"`
	// DeleteAfter is how long the private key is kept after it signed last.
	DeleteAfter Value[Duration] `yaml:"delete_after" req:"ENV-8"`
	// JWKSMaxAge is the cache time of the JWKS response.
	JWKSMaxAge Value[Duration] `yaml:"jwks_max_age" req:"ENV-2"`
	// KeyID says how `kid` is made.
	KeyID Value[string] `yaml:"kid" req:"ENV-1"`
	// Emergency is how a key is withdrawn at once.
	Emergency KeyEmergency `yaml:"emergency" req:"ENV-2 INC-1"`
	// Custody is where the private keys are held.
	Custody Custody `yaml:"custody" req:"ENV-8"`
}

// KeyEmergency is how a key is withdrawn at once.
type KeyEmergency struct {
	Mark
	// RemoveWithin is how soon no verifier accepts the key.
	RemoveWithin Value[Duration] `yaml:"remove_within,short"`
	// Playbook names the playbook.
	Playbook Value[PlaybookID] `yaml:"playbook"`
}

// Custody is where secrets are held.
type Custody struct {
	Mark
	// Store is the kind of store.
	Store Value[SecretStore] `yaml:"store,short" floor:"stronger"`
	// Access says who can use it.
	Access Value[Prose] `yaml:"access"`
	// AtRest says how what is stored is protected.
	AtRest Value[AtRest] `yaml:"at_rest" req:"PRV-3"`
}

// Environment is one of the team's own deployments.
type Environment struct {
	Section
	// Title is the name that readers see.
	Title Value[string] `yaml:"title"`
	// Issuer is the issuer of its tokens.
	Issuer Value[IssuerID] `yaml:"issuer,short" req:"ENV-1" must:"true"`
	// Purpose is what it is for.
	Purpose Value[Purpose] `yaml:"purpose"`
	// Branding says how its tokens can be told apart by eye.
	Branding Branding `yaml:"branding" req:"ENV-1"`
	// Data says whether it holds data of real people.
	Data Value[DataKind] `yaml:"data"`
	// Description says what differs.
	Description Value[Prose] `yaml:"description"`
}

// Branding is how tokens of an environment can be told apart.
type Branding struct {
	Mark
	// Claim is a claim that names the environment.
	Claim Value[string] `yaml:"claim"`
	// Value is the value of that claim.
	Value Value[string] `yaml:"value"`
	// Prefix is the prefix of opaque tokens.
	Prefix Value[string] `yaml:"prefix,short"`
	// KeyIDPrefix is the prefix of key ids.
	KeyIDPrefix Value[string] `yaml:"kid_prefix"`
}

// ResourceServer is a service that accepts tokens.
type ResourceServer struct {
	Section
	// Title is the name that readers see.
	Title Value[string] `yaml:"title"`
	// Audience is the value of `aud` that it accepts.
	Audience Value[string] `yaml:"audience,short" req:"TYP-4 VAL-1"`
	// Accepts are the tokens that it takes.
	Accepts Values[TokenID] `yaml:"accepts" req:"VAL-1"`
	// Mode is how it learns whether a token is good.
	Mode Value[ValidationMode] `yaml:"mode" req:"VAL-2"`
	// Introspects is true where it may call the introspection endpoint.
	Introspects Value[bool] `yaml:"may_introspect" req:"VAL-5"`
	// Receives are the claims that it is given.
	Receives Values[string] `yaml:"receives" req:"VAL-5"`
	// Scopes are the scopes that it knows.
	Scopes Values[ScopeID] `yaml:"scopes"`
	// Credential is how callers show the token.
	Credential Credential `yaml:"credential" req:"VAL-1"`
	// Sensitivity is how much harm a stolen token can do here.
	Sensitivity Value[Level] `yaml:"sensitivity" req:"GOV-6"`
	// Owner is the team that runs it.
	Owner Value[string] `yaml:"owner"`
	// Metadata is true where it publishes protected resource metadata (RFC 9728).
	Metadata Value[bool] `yaml:"publishes_metadata"`
	// RefusesWithin is how soon it refuses a token that has become bad.
	RefusesWithin Value[Duration] `yaml:"refuses_within" req:"VAL-3" floor:"shorter"`
}

// Operation is a call that needs more than a valid token.
type Operation struct {
	Section
	// Description says what it does.
	Description Value[Prose] `yaml:"description"`
	// Scopes are the scopes it needs.
	Scopes Values[ScopeID] `yaml:"scopes,short"`
	// Resource is the resource server that offers it.
	Resource Value[ResourceID] `yaml:"resource"`
	// Sensitivity is how much harm its abuse does.
	Sensitivity Value[Level] `yaml:"sensitivity"`
	// ACR is the authentication context that it needs.
	ACR Value[ACRID] `yaml:"acr" req:"BND-5"`
	// MaxAge is the oldest authentication that it takes.
	MaxAge Value[Duration] `yaml:"max_age" req:"BND-5"`
	// Lifetime is the life of a token issued for it alone.
	Lifetime Lifetime `yaml:"lifetime" req:"TYP-8"`
}

// Validation is what a service does with a token on every call.
type Validation struct {
	Section
	// Mode is how services learn whether a token is good, where a resource server says nothing else.
	Mode Value[ValidationMode] `yaml:"mode" req:"VAL-2"`
	// Checks are the checks, in the order they are made.
	Checks Values[Check] `yaml:"checks,short" req:"VAL-1" floor:"superset"`
	// Algorithms are the signature algorithms that are accepted.
	Algorithms Values[Algorithm] `yaml:"algorithms" req:"TYP-9" floor:"subset"`
	// TrustHeaders are JOSE headers that may name a key.
	TrustHeaders Values[string] `yaml:"trust_headers" floor:"subset"`
	// ClockSkew is how far a verifier's clock may be off.
	ClockSkew Skew `yaml:"clock_skew" req:"LIF-4"`
	// ClockSync says how clocks are kept right.
	ClockSync Value[Prose] `yaml:"clock_sync" req:"LIF-4"`
	// Introspection is how introspection answers are used.
	Introspection IntrospectionUse `yaml:"introspection" req:"VAL-2"`
	// JWKS is how verifiers fetch keys.
	JWKS JWKSUse `yaml:"jwks" req:"VAL-2 ENV-2"`
	// GatewayCache is how long a gateway remembers a verdict.
	GatewayCache Value[Duration] `yaml:"gateway_cache" req:"VAL-2" floor:"shorter"`
	// RefusesWithin is how soon services refuse a token that has become bad.
	RefusesWithin Value[Duration] `yaml:"refuses_within" req:"VAL-3" floor:"shorter"`
	// DPoP are the rules for proofs of possession.
	DPoP DPoPRules `yaml:"dpop" req:"BND-1"`
	// Unavailable says what a service does while something it needs is down.
	Unavailable Map[Fallback] `yaml:"unavailable" req:"ENV-7"`
}

// Skew is a tolerance for clocks that are off.
type Skew struct {
	Mark
	// Tolerance is the tolerance.
	Tolerance Value[Duration] `yaml:"tolerance,short" floor:"shorter"`
	// Per is the kind of thing it applies to, where it is not all.
	Per Value[string] `yaml:"per"`
	// WarnOver is the difference from which a warning is logged.
	WarnOver Value[Duration] `yaml:"warn_over"`
	// Future is how far ahead `iat` and `nbf` may lie.
	Future Value[Duration] `yaml:"future"`
	// ClientBackdates is how far clients set `iat` back in tokens they make.
	ClientBackdates Value[Duration] `yaml:"client_backdates"`
}

// IntrospectionUse is how introspection answers are used.
type IntrospectionUse struct {
	Mark
	// Cache is how long an active answer is remembered.
	Cache Value[Duration] `yaml:"cache,short" floor:"shorter"`
	// NegativeCache is how long an inactive answer is remembered.
	NegativeCache Value[Duration] `yaml:"negative_cache"`
	// CappedAtExpiry is true where no answer is remembered past the token's expiry.
	CappedAtExpiry Value[bool] `yaml:"capped_at_expiry" floor:"same"`
}

// JWKSUse is how verifiers fetch keys.
type JWKSUse struct {
	Mark
	// Cache is how long a key set is remembered.
	Cache Value[Duration] `yaml:"cache,short"`
	// NegativeCache is how long an unknown `kid` is remembered as unknown.
	NegativeCache Value[Duration] `yaml:"negative_cache"`
	// RefetchOnUnknownKey is true where an unknown `kid` leads to a fetch.
	RefetchOnUnknownKey Value[bool] `yaml:"refetch_on_unknown_kid"`
	// AtMostEvery is the shortest time between two fetches.
	AtMostEvery Value[Duration] `yaml:"at_most_every"`
}

// DPoPRules are the rules for DPoP proofs (RFC 9449).
type DPoPRules struct {
	Mark
	// ProofWindow is the oldest proof that is accepted.
	ProofWindow Value[Duration] `yaml:"proof_window,short" floor:"shorter"`
	// RememberJTI is how long a proof's `jti` is remembered.
	RememberJTI Value[Duration] `yaml:"remember_jti"`
	// Nonce says who gives nonces.
	Nonce Values[NonceGiver] `yaml:"nonce"`
	// AcceptWithoutNonce is true where a proof without a nonce is taken although nonces are given.
	AcceptWithoutNonce Value[bool] `yaml:"accept_without_nonce"`
	// AcceptAsBearer is true where a bound token is taken without proof.
	AcceptAsBearer Value[bool] `yaml:"accept_as_bearer"`
	// BindsCode is true where the authorization code is bound to the key as well.
	BindsCode Value[bool] `yaml:"binds_code"`
	// Algorithms are the algorithms of proofs.
	Algorithms Values[Algorithm] `yaml:"algorithms" floor:"subset"`
	// KeyExtractable is true where the key can be copied from the client.
	KeyExtractable Value[bool] `yaml:"key_extractable"`
}

// Fallback is what happens while something is down.
type Fallback struct {
	Mark
	// Then is the behaviour.
	Then Value[FallbackAction] `yaml:"then,short"`
	// CacheAtMost is the oldest remembered answer that is still used.
	CacheAtMost Value[Duration] `yaml:"cache_at_most"`
	// Status is the HTTP status that callers see.
	Status Value[Status] `yaml:"status"`
}
