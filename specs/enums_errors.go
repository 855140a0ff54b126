package specs

import "github.com/tokenbook/tokenbook/internal/standard"

// Surface is where an error can appear.
type Surface string

// The surfaces that code speaks of; the list is in package standard. A word of the team's own names one of its endpoints.
const (
	SurfaceAuthorization             Surface = "authorization"
	SurfaceToken                     Surface = "token"
	SurfaceResource                  Surface = "resource"
	SurfaceRevocation                Surface = "revocation"
	SurfaceIntrospection             Surface = "introspection"
	SurfacePushedAuthorization       Surface = "pushed_authorization"
	SurfaceDeviceAuthorization       Surface = "device_authorization"
	SurfaceBackchannelAuthentication Surface = "backchannel_authentication"
	SurfaceRegistration              Surface = "registration"
	SurfaceUserinfo                  Surface = "userinfo"
	SurfaceLogout                    Surface = "logout"
	SurfaceEventDelivery             Surface = "event_delivery"
	SurfaceGlobalRevocation          Surface = "global_revocation"
	SurfaceAuthorizationChallenge    Surface = "authorization_challenge"
)

func (Surface) vocabulary() vocabulary {
	return vocabulary{open: true, words: wordsFrom(standard.Surfaces(), func(r standard.SurfaceInfo) Word {
		return Word{string(r.Surface), cited(r.Title, r.Cite)}
	})}
}

// ErrorDetail is a detail that a caller sees of an error.
type ErrorDetail string

// The details.
const (
	ExposeError           ErrorDetail = "error"
	ExposeDescription     ErrorDetail = "description"
	ExposeURI             ErrorDetail = "uri"
	ExposeCorrelationID   ErrorDetail = "correlation_id"
	ExposeRetryAfter      ErrorDetail = "retry_after"
	ExposeRequiredScope   ErrorDetail = "required_scope"
	ExposeRequiredACR     ErrorDetail = "required_acr"
	ExposeReason          ErrorDetail = "reason"
	ExposeUserExistence   ErrorDetail = "user_existence"
	ExposeQuery           ErrorDetail = "query"
	ExposeStackTrace      ErrorDetail = "stack_trace"
	ExposeInternalAddress ErrorDetail = "internal_address"
	ExposeToken           ErrorDetail = "token"
	ExposeKey             ErrorDetail = "key"
)

func (ErrorDetail) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(ExposeError), "the code"},
		{string(ExposeDescription), "a text for developers"},
		{string(ExposeURI), "the address of its documentation"},
		{string(ExposeCorrelationID), "the identifier by which operators find it"},
		{string(ExposeRetryAfter), "how long to wait"},
		{string(ExposeRequiredScope), "the scope that is missing"},
		{string(ExposeRequiredACR), "the authentication that is missing"},
		{string(ExposeReason), "the exact reason"},
		{string(ExposeUserExistence), "whether a user exists"},
		{string(ExposeQuery), "what was asked of a database"},
		{string(ExposeStackTrace), "where the program failed"},
		{string(ExposeInternalAddress), "addresses inside the system"},
		{string(ExposeToken), "the token"},
		{string(ExposeKey), "a key"},
	}}
}

// TokenState is the state of a token that a request meets.
type TokenState string

// The states of a token.
const (
	TokenMissing             TokenState = "missing"
	TokenMalformed           TokenState = "malformed"
	TokenUnknown             TokenState = "unknown"
	TokenWrongType           TokenState = "wrong_type"
	TokenUnknownKID          TokenState = "unknown_kid"
	TokenBadSignature        TokenState = "bad_signature"
	TokenWrongIssuer         TokenState = "wrong_issuer"
	TokenWrongAudience       TokenState = "wrong_audience"
	TokenWrongClient         TokenState = "wrong_client"
	TokenNotYetValid         TokenState = "not_yet_valid"
	TokenExpired             TokenState = "expired"
	TokenRevoked             TokenState = "revoked"
	TokenSuperseded          TokenState = "superseded"
	TokenReused              TokenState = "reused"
	TokenSpent               TokenState = "spent"
	TokenReplayed            TokenState = "replay"
	TokenStaleNonce          TokenState = "stale_nonce"
	TokenUnknownSubject      TokenState = "unknown_subject"
	TokenBindingMismatch     TokenState = "binding_mismatch"
	TokenInsufficientScope   TokenState = "insufficient_scope"
	TokenWeakAuthentication  TokenState = "weak_authentication"
	TokenStaleAuthentication TokenState = "stale_authentication"
	TokenUnverifiable        TokenState = "unverifiable"
	TokenValid               TokenState = "valid"
)

func (TokenState) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(TokenMissing), "there is none"},
		{string(TokenMalformed), "it cannot be read"},
		{string(TokenUnknown), "nobody has issued it"},
		{string(TokenWrongType), "it is meant for something else"},
		{string(TokenUnknownKID), "its key is unknown"},
		{string(TokenBadSignature), "its signature is wrong"},
		{string(TokenWrongIssuer), "it comes from somebody else"},
		{string(TokenWrongAudience), "it is meant for somebody else"},
		{string(TokenWrongClient), "it was issued to another client"},
		{string(TokenNotYetValid), "its time has not come"},
		{string(TokenExpired), "its time is over"},
		{string(TokenRevoked), "it was ended before its time"},
		{string(TokenSuperseded), "it was rotated and still has its grace"},
		{string(TokenReused), "it was rotated, its grace is over, and it came back"},
		{string(TokenSpent), "it was good for one use and was used"},
		{string(TokenReplayed), "its proof was seen before"},
		{string(TokenStaleNonce), "its proof has no nonce, or an old one"},
		{string(TokenUnknownSubject), "the account that it speaks of is gone"},
		{string(TokenBindingMismatch), "the caller lacks what it is tied to"},
		{string(TokenInsufficientScope), "it is good, but does not reach far enough"},
		{string(TokenWeakAuthentication), "it is good, but the user has to authenticate more strongly"},
		{string(TokenStaleAuthentication), "it is good, but the user has to authenticate anew"},
		{string(TokenUnverifiable), "something that is needed to judge it is down"},
		{string(TokenValid), "it is good; the refusal has another reason"},
	}}
}

// LogLevel is how serious a log line is.
type LogLevel string

// The levels, from the mildest.
const (
	LogDebug    LogLevel = "debug"
	LogInfo     LogLevel = "info"
	LogWarning  LogLevel = "warning"
	LogError    LogLevel = "error"
	LogCritical LogLevel = "critical"
)

func (LogLevel) vocabulary() vocabulary {
	return vocabulary{ordered: true, words: []Word{
		{string(LogDebug), "for those who look for a fault"},
		{string(LogInfo), "something ordinary happened"},
		{string(LogWarning), "something looks wrong"},
		{string(LogError), "something failed"},
		{string(LogCritical), "somebody has to act now"},
	}}
}

// EnvelopeType is the kind of a body.
type EnvelopeType string

// The kinds of body.
const (
	EnvelopeOAuth   EnvelopeType = "oauth"
	EnvelopeProblem EnvelopeType = "problem"
	EnvelopeJSON    EnvelopeType = "json"
	EnvelopeXML     EnvelopeType = "xml"
	EnvelopeForm    EnvelopeType = "form"
	EnvelopeJWT     EnvelopeType = "jwt"
	EnvelopeHTML    EnvelopeType = "html"
	EnvelopeText    EnvelopeType = "text"
	EnvelopeEmpty   EnvelopeType = "empty"
)

func (EnvelopeType) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(EnvelopeOAuth), "members error, error_description and error_uri (RFC 6749, section 5.2)"},
		{string(EnvelopeProblem), "problem details (RFC 9457)"},
		{string(EnvelopeJSON), "JSON of the team's own shape"},
		{string(EnvelopeXML), "XML"},
		{string(EnvelopeForm), "a form"},
		{string(EnvelopeJWT), "a signed token"},
		{string(EnvelopeHTML), "a page"},
		{string(EnvelopeText), "plain text"},
		{string(EnvelopeEmpty), "no body"},
	}}
}

// EnvelopeFact is which fact a field of a body holds.
type EnvelopeFact string

// The facts.
const (
	FactSuccess       EnvelopeFact = "success"
	FactStatus        EnvelopeFact = "status"
	FactError         EnvelopeFact = "error"
	FactNumber        EnvelopeFact = "number"
	FactTitle         EnvelopeFact = "title"
	FactDescription   EnvelopeFact = "description"
	FactUserMessage   EnvelopeFact = "user_message"
	FactReason        EnvelopeFact = "reason"
	FactURI           EnvelopeFact = "uri"
	FactInstance      EnvelopeFact = "instance"
	FactCorrelationID EnvelopeFact = "correlation_id"
	FactTraceID       EnvelopeFact = "trace_id"
	FactTimestamp     EnvelopeFact = "timestamp"
	FactRetryAfter    EnvelopeFact = "retry_after"
	FactScope         EnvelopeFact = "scope"
	FactChallenge     EnvelopeFact = "challenge"
	FactWarnings      EnvelopeFact = "warnings"
	FactToken         EnvelopeFact = "token"
	FactLifetime      EnvelopeFact = "lifetime"
	FactDetails       EnvelopeFact = "details"
)

func (EnvelopeFact) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(FactSuccess), "whether the request succeeded"},
		{string(FactStatus), "the HTTP status"},
		{string(FactError), "the code of the error"},
		{string(FactNumber), "the number of the error"},
		{string(FactTitle), "the error in a few words"},
		{string(FactDescription), "a text for developers"},
		{string(FactUserMessage), "a text for users"},
		{string(FactReason), "the exact reason"},
		{string(FactURI), "the address of the documentation"},
		{string(FactInstance), "the address of this one case (RFC 9457, section 3.1.5)"},
		{string(FactCorrelationID), "the identifier by which operators find it"},
		{string(FactTraceID), "the identifier of the trace"},
		{string(FactTimestamp), "the moment"},
		{string(FactRetryAfter), "how long to wait"},
		{string(FactScope), "the scope that is missing, or that was granted"},
		{string(FactChallenge), "what the client has to replay"},
		{string(FactWarnings), "what went not quite as asked"},
		{string(FactToken), "the token"},
		{string(FactLifetime), "how long the token lives"},
		{string(FactDetails), "anything else about it"},
	}}
}
