package standard

import (
	"slices"
	"strings"
)

// Action is the one thing a client does when it meets an error.
type Action string

// The actions.
const (
	ActionRefresh        Action = "refresh"        // redeem the refresh token, then repeat the call once
	ActionObtainToken    Action = "obtain_token"   // send a token at all
	ActionRetry          Action = "retry"          // mend what is named, then repeat once
	ActionBackoff        Action = "backoff"        // wait, longer each time, and repeat
	ActionReauthenticate Action = "reauthenticate" // start a new authorization with the person
	ActionStepUp         Action = "step_up"        // start a new authorization with acr_values or max_age from the challenge
	ActionRequestScope   Action = "request_scope"  // start a new authorization that asks for more
	ActionFixRequest     Action = "fix_request"    // a programming or configuration fault of the client
	ActionUseNonce       Action = "use_nonce"      // repeat once with the value from the header
	ActionPoll           Action = "poll"           // wait the interval and ask again
	ActionSlowDown       Action = "slow_down"      // add 5 seconds to the interval for good, then poll
	ActionContinue       Action = "continue"       // go on with the next step that the answer describes
	ActionStop           Action = "stop"           // give up and tell the person
	ActionOperator       Action = "operator"       // give up and call whoever runs the client
)

// Actions lists the actions in the order of the constants.
func Actions() []Action {
	return []Action{
		ActionRefresh, ActionObtainToken, ActionRetry, ActionBackoff, ActionReauthenticate, ActionStepUp, ActionRequestScope,
		ActionFixRequest, ActionUseNonce, ActionPoll, ActionSlowDown, ActionContinue, ActionStop, ActionOperator,
	}
}

// Retry says whether the same request may be sent again.
type Retry string

// The answers.
const (
	RetryNever         Retry = "never"
	RetryOnce          Retry = "once"           // after mending what the action names
	RetryWithBackoff   Retry = "with_backoff"   // waiting longer each time, with random spread, honouring Retry-After
	RetryAfterRefresh  Retry = "after_refresh"  // once, with the new token
	RetryAfterInterval Retry = "after_interval" // at the pace that the server set
)

// Retries lists the answers in the order of the constants.
func Retries() []Retry {
	return []Retry{RetryNever, RetryOnce, RetryWithBackoff, RetryAfterRefresh, RetryAfterInterval}
}

// Level is the severity of a log line.
type Level string

// The levels.
const (
	LevelDebug    Level = "debug"
	LevelInfo     Level = "info"
	LevelWarning  Level = "warning"
	LevelError    Level = "error"
	LevelCritical Level = "critical"
)

// Levels lists the levels, the mildest first.
func Levels() []Level {
	return []Level{LevelDebug, LevelInfo, LevelWarning, LevelError, LevelCritical}
}

// Header is a response header that goes with an error. In Value, a name in
// braces stands for what the server fills in.
type Header struct {
	Name  string
	Value string
	Why   string
}

// ErrorCode is one error on one surface.
type ErrorCode struct {
	// Code is the value of the error member; where CodeOnWire is false it is only our name for the case.
	Code    string
	Surface Surface
	// CodeOnWire tells that Code itself is sent. Otherwise the status alone tells the case.
	CodeOnWire bool
	// Status is the HTTP status; 0 when a redirect carries the error.
	Status int
	// StatusNote says when another status applies; empty when Status always holds.
	StatusNote string
	Cite       Cite
	// Meaning is one sentence.
	Meaning string
	// Triggers lists typical causes.
	Triggers []string
	// Neighbours tells it apart from the codes that it is mistaken for.
	Neighbours []string
	Action     Action
	Retry      Retry
	// Headers lists what the response carries besides the body.
	Headers []Header
	// Description is a text fit for error_description: the allowed characters only, and nothing about the token.
	Description string
	// UserMessage may be shown to people as it is.
	UserMessage string
	LogLevel    Level
	// Recovery lists what an operator does, in order.
	Recovery []string
	// Requires is the feature without which the error cannot occur.
	Requires Feature
	// Also is a second feature that brings the error by itself; empty for most.
	Also Feature
	// Unverified tells that status or clause come from general knowledge, not from reading the document.
	Unverified bool
}

// AppliesWith tells whether the error can occur in a deployment that has the given features.
func (e ErrorCode) AppliesWith(has func(Feature) bool) bool {
	return e.Requires == FeatureNone || has(e.Requires) || e.Also != FeatureNone && has(e.Also)
}

// Key is the name of the entry: surface and code, such as "token.invalid_grant". It is fit for an address.
func (e ErrorCode) Key() string { return string(e.Surface) + "." + e.Code }

// Errors lists the catalogue, surface by surface.
func Errors() []ErrorCode { return slices.Clone(allErrors) }

// allErrors is the catalogue in one piece, for the look-ups below: they are many.
var allErrors = slices.Concat(errorsAuthorization, errorsInteraction, errorsToken, errorsTokenMore, errorsResource,
	errorsEndpoints, errorsRegistration, errorsBackchannel, errorsEvents, errorsExtensions)

// ErrorsOn lists the catalogue of one surface.
func ErrorsOn(s Surface) []ErrorCode {
	var list []ErrorCode
	for _, e := range allErrors {
		if e.Surface == s {
			list = append(list, e)
		}
	}
	return list
}

// ErrorByCode finds the entry of a code on a surface.
func ErrorByCode(code string, s Surface) (ErrorCode, bool) {
	for i := range allErrors {
		if e := &allErrors[i]; e.Code == code && e.Surface == s {
			return *e, true
		}
	}
	return ErrorCode{}, false
}

// ErrorsByCode lists the entries of a code on every surface; none means that the code is not standardised.
func ErrorsByCode(code string) []ErrorCode {
	var list []ErrorCode
	for _, e := range allErrors {
		if e.Code == code {
			list = append(list, e)
		}
	}
	return list
}

// LookAlike is a code that is often made up, although a registered one exists.
type LookAlike struct {
	// Code is the made-up name.
	Code string
	// Use lists the registered codes that cover the case, with their surface.
	Use []string
	// Why says where the detail belongs instead.
	Why string
}

// LookAlikes lists names that look standardised but are not registered.
func LookAlikes() []LookAlike { return slices.Clone(lookAlikes) }

var lookAlikes = []LookAlike{
	{"token_expired", []string{"resource.invalid_token", "token.invalid_grant"}, "Expiry is one cause of the registered code; the cause goes into error_description or the log."},
	{"invalid_signature", []string{"resource.invalid_token"}, "A bad signature is never told apart in public, since that helps forgers; the log has it."},
	{"token_revoked", []string{"resource.invalid_token", "token.invalid_grant"}, "A client does the same as after expiry; the log tells which it was."},
	{"expired_refresh_token", []string{"token.invalid_grant"}, "A dead refresh token of any kind is an invalid grant."},
	{"invalid_refresh_token", []string{"token.invalid_grant"}, "A dead refresh token of any kind is an invalid grant."},
	{"invalid_audience", []string{"resource.invalid_token", "token.invalid_target"}, "At a resource server it is an invalid token; when asking for a token it is an invalid target. Only event delivery has this code."},
	{"rate_limited", []string{"token.too_many_requests", "resource.too_many_requests"}, "Status 429 says it; no code is registered."},
}

// SafeDescription tells whether a text keeps to the characters that
// error_description allows: printable ASCII without quotation mark and
// backslash (RFC 6749, section 5.2; RFC 6750, section 3).
func SafeDescription(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		return r < 0x20 || r > 0x7E || r == '"' || r == '\\'
	}) < 0
}

// Headers that many entries share.
var (
	headerNoStore = Header{"Cache-Control", "no-store", "No cache may hand the answer to someone else."}

	headerRetryAfter = Header{"Retry-After", "{seconds}", "Tells how long to wait; clients wait at least that long."}

	headerBearer = Header{"WWW-Authenticate", `Bearer error="{code}", error_description="{description}"`, "Mandatory with 401; the scheme is the one the token is sent with."}

	headerBasic = Header{"WWW-Authenticate", `Basic realm="{realm}"`, "Mandatory with 401: names the scheme that the client used or could use."}
)
