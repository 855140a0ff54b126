package specs

import "github.com/tokenbook/tokenbook/internal/standard"

// Need is whether something has to be there.
type Need string

// The degrees of need, from the weakest.
const (
	NeedForbidden   Need = "forbidden"
	NeedOptional    Need = "optional"
	NeedRecommended Need = "recommended"
	NeedConditional Need = "conditional"
	NeedRequired    Need = "required"
)

func (Need) vocabulary() vocabulary {
	return vocabulary{ordered: true, words: []Word{
		{string(NeedForbidden), "must be absent; a request that has it is refused"},
		{string(NeedOptional), "may be left out"},
		{string(NeedRecommended), "should be there; a request without it still works"},
		{string(NeedConditional), "must be there in some cases"},
		{string(NeedRequired), "must be there; a request without it is refused"},
	}}
}

// IssuerMatch is how an `iss` claim may be compared.
type IssuerMatch string

// The ways to compare an issuer.
const (
	IssuerExact    IssuerMatch = "exact"
	IssuerTemplate IssuerMatch = "template"
	IssuerPrefix   IssuerMatch = "prefix"
)

func (IssuerMatch) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(IssuerExact), "character for character"},
		{string(IssuerTemplate), "after filling in the variables of the address"},
		{string(IssuerPrefix), "only the beginning has to agree"},
	}}
}

// HTTPMethod is an HTTP method.
type HTTPMethod string

// The methods (RFC 9110, section 9).
const (
	MethodGET     HTTPMethod = "GET"
	MethodHEAD    HTTPMethod = "HEAD"
	MethodPOST    HTTPMethod = "POST"
	MethodPUT     HTTPMethod = "PUT"
	MethodPATCH   HTTPMethod = "PATCH"
	MethodDELETE  HTTPMethod = "DELETE"
	MethodOPTIONS HTTPMethod = "OPTIONS"
)

func (HTTPMethod) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(MethodGET), "reads"},
		{string(MethodHEAD), "reads the headers only"},
		{string(MethodPOST), "sends something to be worked on"},
		{string(MethodPUT), "puts something in place"},
		{string(MethodPATCH), "changes a part"},
		{string(MethodDELETE), "removes something"},
		{string(MethodOPTIONS), "asks what is possible"},
	}}
}

// SendAs is how parameters are sent.
type SendAs string

// The ways to send parameters.
const (
	SendForm   SendAs = "form"
	SendJSON   SendAs = "json"
	SendQuery  SendAs = "query"
	SendPath   SendAs = "path"
	SendHeader SendAs = "header"
)

func (SendAs) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(SendForm), "as a form in the body (RFC 6749, section 4.1.3)"},
		{string(SendJSON), "as JSON in the body"},
		{string(SendQuery), "in the address, after the question mark"},
		{string(SendPath), "in the path of the address"},
		{string(SendHeader), "as request headers"},
	}}
}

// ClientAuth is a way in which a client authenticates.
type ClientAuth string

// The client authentication methods that code speaks of; the list is in package standard.
const (
	AuthSecretPost    ClientAuth = "client_secret_post"
	AuthSecretBasic   ClientAuth = "client_secret_basic"
	AuthSecretJWT     ClientAuth = "client_secret_jwt"
	AuthPrivateKeyJWT ClientAuth = "private_key_jwt"
	AuthTLS           ClientAuth = "tls_client_auth"
	AuthSelfSignedTLS ClientAuth = "self_signed_tls_client_auth"
	AuthAttestation   ClientAuth = "attest_jwt_client_auth"
)

func (ClientAuth) vocabulary() vocabulary {
	return vocabulary{open: true, words: wordsFrom(standard.ClientAuths(), func(r standard.ClientAuth) Word {
		return Word{r.Key, cited(r.Title, r.Cite)}
	})}
}

// FieldType is the type of a value on the wire.
type FieldType string

// The types.
const (
	FieldString          FieldType = "string"
	FieldInteger         FieldType = "integer"
	FieldNumber          FieldType = "number"
	FieldBoolean         FieldType = "boolean"
	FieldObject          FieldType = "object"
	FieldList            FieldType = "list"
	FieldStrings         FieldType = "strings"
	FieldObjects         FieldType = "objects"
	FieldStringOrStrings FieldType = "string_or_strings"
	FieldScope           FieldType = "scope"
	FieldSeconds         FieldType = "seconds"
	FieldMilliseconds    FieldType = "milliseconds"
	FieldEpoch           FieldType = "epoch"
	FieldTimestamp       FieldType = "timestamp"
	FieldDate            FieldType = "date"
	FieldURI             FieldType = "uri"
	FieldEmail           FieldType = "email"
	FieldJWT             FieldType = "jwt"
	FieldJSON            FieldType = "json"
	FieldSecret          FieldType = "secret"
)

func (FieldType) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(FieldString), "text"},
		{string(FieldInteger), "a whole number"},
		{string(FieldNumber), "a number"},
		{string(FieldBoolean), "true or false"},
		{string(FieldObject), "an object with members"},
		{string(FieldList), "an array; `list_of` names the type of its members"},
		{string(FieldStrings), "an array of texts"},
		{string(FieldObjects), "an array of objects"},
		{string(FieldStringOrStrings), "one text, or an array of texts"},
		{string(FieldScope), "words with single spaces between them (RFC 6749, section 3.3)"},
		{string(FieldSeconds), "a number of seconds"},
		{string(FieldMilliseconds), "a number of milliseconds"},
		{string(FieldEpoch), "a moment, in seconds since 1970-01-01T00:00:00Z (RFC 7519, section 2, NumericDate)"},
		{string(FieldTimestamp), "a moment in RFC 3339 notation"},
		{string(FieldDate), "a day, such as 2026-10-01"},
		{string(FieldURI), "an address"},
		{string(FieldEmail), "an e-mail address"},
		{string(FieldJWT), "a JSON Web Token (RFC 7519)"},
		{string(FieldJSON), "JSON text inside a text"},
		{string(FieldSecret), "a text that must not be logged"},
	}}
}

// ParameterPlace is where a parameter stands.
type ParameterPlace string

// The places of a parameter.
const (
	InBody   ParameterPlace = "body"
	InQuery  ParameterPlace = "query"
	InPath   ParameterPlace = "path"
	InHeader ParameterPlace = "header"
	InCookie ParameterPlace = "cookie"
)

func (ParameterPlace) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(InBody), "in the body of the request"},
		{string(InQuery), "in the address, after the question mark"},
		{string(InPath), "in the path of the address"},
		{string(InHeader), "in a request header"},
		{string(InCookie), "in a cookie"},
	}}
}

// ResponseClock is how a response gives a time.
type ResponseClock string

// The clocks of a response.
const (
	ClockExpiresIn       ResponseClock = "expires_in"
	ClockRemaining       ResponseClock = "remaining"
	ClockExp             ResponseClock = "exp"
	ClockExpMilliseconds ResponseClock = "exp_ms"
	ClockRFC3339         ResponseClock = "rfc3339"
	ClockDate            ResponseClock = "date"
	ClockIssuedAt        ResponseClock = "issued_at"
)

func (ResponseClock) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(ClockExpiresIn), "seconds from the response to the end (RFC 6749, section 5.1)"},
		{string(ClockRemaining), "seconds from now to the end, each time it is asked"},
		{string(ClockExp), "the end, in seconds since 1970-01-01T00:00:00Z"},
		{string(ClockExpMilliseconds), "the end, in milliseconds since 1970-01-01T00:00:00Z"},
		{string(ClockRFC3339), "the end, in RFC 3339 notation"},
		{string(ClockDate), "the day of the end"},
		{string(ClockIssuedAt), "the moment of issue, in seconds since 1970-01-01T00:00:00Z"},
	}}
}

// Presence is whether something is there.
type Presence string

// The kinds of presence.
const (
	PresentAlways Presence = "always"
	PresentMaybe  Presence = "maybe"
	PresentNever  Presence = "never"
	PresentNull   Presence = "null"
)

func (Presence) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(PresentAlways), "it is always there"},
		{string(PresentMaybe), "it is there or left out"},
		{string(PresentNever), "it is left out"},
		{string(PresentNull), "it is there with the value null"},
	}}
}

// Purpose is what an environment is for.
type Purpose string

// The purposes.
const (
	PurposeDevelopment Purpose = "development"
	PurposeTest        Purpose = "test"
	PurposeStaging     Purpose = "staging"
	PurposeSandbox     Purpose = "sandbox"
	PurposeProduction  Purpose = "production"
	PurposeRecovery    Purpose = "recovery"
)

func (Purpose) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(PurposeDevelopment), "for those who build it"},
		{string(PurposeTest), "for tests"},
		{string(PurposeStaging), "for the last tests, as like production as can be"},
		{string(PurposeSandbox), "for tests by customers"},
		{string(PurposeProduction), "for real use"},
		{string(PurposeRecovery), "stands by for a disaster"},
	}}
}

// DataKind is whose data an environment holds.
type DataKind string

// The kinds of data.
const (
	DataReal          DataKind = "real"
	DataPseudonymised DataKind = "pseudonymised"
	DataSynthetic     DataKind = "synthetic"
)

func (DataKind) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(DataReal), "of real people"},
		{string(DataPseudonymised), "of real people, with the names taken out"},
		{string(DataSynthetic), "invented"},
	}}
}

// ValidationMode is how a service learns whether a token is good.
type ValidationMode string

// The modes of validation.
const (
	ValidateLocally         ValidationMode = "local"
	ValidateByIntrospection ValidationMode = "introspection"
	ValidateHybrid          ValidationMode = "hybrid"
	ValidateAtGateway       ValidationMode = "gateway"
)

func (ValidationMode) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(ValidateLocally), "it checks the token itself with public keys"},
		{string(ValidateByIntrospection), "it asks the authorization server (RFC 7662)"},
		{string(ValidateHybrid), "it checks the token itself, and asks the authorization server where more is at stake"},
		{string(ValidateAtGateway), "a gateway before it checks the token"},
	}}
}

// Check is something that is verified on a token.
type Check string

// The checks that code speaks of; the list is in package standard.
const (
	CheckFormat               Check = "format"
	CheckAlgorithm            Check = "algorithm"
	CheckTyp                  Check = "typ"
	CheckSignature            Check = "signature"
	CheckIssuer               Check = "issuer"
	CheckAudience             Check = "audience"
	CheckExpiry               Check = "expiry"
	CheckNotBefore            Check = "not_before"
	CheckIssuedAt             Check = "issued_at"
	CheckClient               Check = "client"
	CheckBinding              Check = "binding"
	CheckCertificate          Check = "certificate"
	CheckNonce                Check = "nonce"
	CheckReplay               Check = "replay"
	CheckRevocation           Check = "revocation"
	CheckAuthTime             Check = "auth_time"
	CheckACR                  Check = "acr"
	CheckScope                Check = "scope"
	CheckAuthorizationDetails Check = "authorization_details"
	CheckSubject              Check = "subject"
)

func (Check) vocabulary() vocabulary {
	return vocabulary{open: true, words: wordsFrom(standard.Checks(), func(r standard.Check) Word {
		return Word{r.Key, cited(r.What, r.Cite)}
	})}
}

// NonceGiver is who gives nonces for proofs.
type NonceGiver string

// The givers of nonces.
const (
	NonceFromAuthorizationServer NonceGiver = "authorization_server"
	NonceFromResourceServer      NonceGiver = "resource_server"
)

func (NonceGiver) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(NonceFromAuthorizationServer), "the authorization server (RFC 9449, section 8)"},
		{string(NonceFromResourceServer), "the resource server (RFC 9449, section 9)"},
	}}
}

// FallbackAction is what is done while something is down.
type FallbackAction string

// The fallbacks.
const (
	FallbackRefuse        FallbackAction = "refuse"
	FallbackUseCache      FallbackAction = "use_cache"
	FallbackVerifyLocally FallbackAction = "verify_locally"
	FallbackQueue         FallbackAction = "queue"
	FallbackReadOnly      FallbackAction = "read_only"
	FallbackDegrade       FallbackAction = "degrade"
	FallbackFailover      FallbackAction = "failover"
	FallbackExtend        FallbackAction = "extend"
	FallbackAllow         FallbackAction = "allow"
)

func (FallbackAction) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(FallbackRefuse), "calls are refused"},
		{string(FallbackUseCache), "remembered answers are used"},
		{string(FallbackVerifyLocally), "tokens are checked without the part that is down"},
		{string(FallbackQueue), "work is queued and done later"},
		{string(FallbackReadOnly), "reading goes on, changes are refused"},
		{string(FallbackDegrade), "a part of the function is switched off"},
		{string(FallbackFailover), "another site takes over"},
		{string(FallbackExtend), "tokens that expire in the meantime are still taken"},
		{string(FallbackAllow), "calls are let through unchecked"},
	}}
}
