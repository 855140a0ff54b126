package standard

import "slices"

// Event is something worth a log line in the life of a token. Names are our
// own, since no stable convention for OAuth exists; they follow the naming rules
// of OpenTelemetry and each points to the word of the OWASP vocabulary where
// there is one.
type Event struct {
	// Name is the value of event.name.
	Name  string
	Title string
	// Vocabulary is the word of the OWASP logging vocabulary; empty when there is none.
	Vocabulary string
	Level      Level
	// Fields lists attributes that the line carries besides time, trace and service.
	Fields []string
	// When says what has to happen for the line to be written.
	When string
	// Audit tells that the line belongs into the audit trail, which cannot be altered later.
	Audit bool
}

// Events lists the events in the order of a token's life.
func Events() []Event { return slices.Clone(events) }

// EventByName finds an event by its name.
func EventByName(name string) (Event, bool) {
	i := slices.IndexFunc(events, func(e Event) bool { return e.Name == name })
	if i < 0 {
		return Event{}, false
	}
	return events[i], true
}

var events = []Event{
	{"oauth.token.issued", "Token issued", "authn_token_created", LevelInfo, []string{"oauth.grant_type", "oauth.token_type", "oauth.client_id", "oauth.scope", "oauth.token.id", "oauth.family.id", "client.address"}, "A token leaves the token endpoint for the first time in its family.", true},
	{"oauth.token.issue_failed", "Token refused", "", LevelWarning, []string{"oauth.grant_type", "oauth.client_id", "error.type", "oauth.reason"}, "The token endpoint answers with an error other than those of polling.", false},
	{"oauth.token.refreshed", "Token refreshed", "session_renewed", LevelInfo, []string{"oauth.client_id", "oauth.family.id", "oauth.token.generation", "oauth.scope"}, "A refresh request succeeds.", true},
	{"oauth.token.refresh_failed", "Refresh refused", "", LevelWarning, []string{"oauth.client_id", "oauth.family.id", "error.type", "oauth.reason"}, "A refresh request ends in an error.", false},
	{"oauth.token.rotated", "Refresh token rotated", "authn_token_created", LevelInfo, []string{"oauth.family.id", "oauth.token.generation", "oauth.grace.used"}, "A refresh token is replaced by its successor.", true},
	{"oauth.token.reuse_detected", "Spent token presented", "authn_token_reuse", LevelCritical, []string{"oauth.client_id", "oauth.family.id", "oauth.token.generation", "client.address", "oauth.kill_scope"}, "A spent or revoked token comes back outside its grace.", true},
	{"oauth.token.grace_used", "Superseded token accepted", "", LevelInfo, []string{"oauth.client_id", "oauth.family.id", "oauth.token.generation"}, "A superseded token is accepted within its grace.", false},
	{"oauth.token.revoked", "Token revoked", "authn_token_revoked", LevelInfo, []string{"oauth.family.id", "oauth.trigger", "oauth.kill_scope", "oauth.actor"}, "Tokens end before their time.", true},
	{"oauth.token.expired", "Token expired", "session_expired", LevelDebug, []string{"oauth.family.id", "oauth.reason"}, "A refresh token or session reaches its end.", false},
	{"oauth.token.deleted", "Token record deleted", "authn_token_delete", LevelInfo, []string{"oauth.family.id"}, "The record of a token is removed after its retention.", false},
	{"oauth.token.exchanged", "Token exchanged", "authn_token_created", LevelInfo, []string{"oauth.client_id", "oauth.audience", "oauth.actor"}, "A token is swapped for another.", true},
	{"oauth.validation.failed", "Token refused by an API", "", LevelWarning, []string{"oauth.reason", "oauth.client_id", "oauth.audience", "url.path"}, "A resource server refuses a token.", false},
	{"oauth.authorization.denied", "Call refused for lack of rights", "authz_fail", LevelWarning, []string{"oauth.client_id", "oauth.scope", "url.path"}, "A valid token does not allow the call.", false},
	{"oauth.step_up.required", "Stronger sign-in demanded", "", LevelInfo, []string{"oauth.acr", "oauth.max_age", "url.path"}, "A call is answered with a step-up challenge.", false},
	{"oauth.session.created", "Session created", "session_created", LevelInfo, []string{"session.id", "oauth.acr"}, "A person signs in.", true},
	{"oauth.session.ended", "Session ended", "session_expired", LevelInfo, []string{"session.id", "oauth.reason"}, "A session ends by logout, limit or revocation.", true},
	{"oauth.session.used_after_end", "Dead session used", "session_use_after_expire", LevelCritical, []string{"session.id", "client.address"}, "A session identifier comes back after its end.", true},
	{"oauth.consent.granted", "Consent given", "", LevelInfo, []string{"oauth.client_id", "oauth.scope"}, "A person agrees to what a client asks for.", true},
	{"oauth.consent.withdrawn", "Consent withdrawn", "", LevelInfo, []string{"oauth.client_id"}, "A person takes consent back.", true},
	{"oauth.rate_limit.exceeded", "Rate limit exceeded", "excess_rate_limit_exceeded", LevelWarning, []string{"oauth.client_id", "oauth.limit"}, "A limit answers with 429.", false},
	{"oauth.anomaly.detected", "Anomaly in renewal", "", LevelWarning, []string{"oauth.signal", "oauth.response", "oauth.client_id"}, "A risk signal fires during renewal.", true},
	{"oauth.key.published", "Key published", "", LevelInfo, []string{"oauth.key.id", "oauth.key.algorithm"}, "A key enters the key set.", true},
	{"oauth.key.activated", "Key signs", "", LevelInfo, []string{"oauth.key.id"}, "A key becomes the signing key.", true},
	{"oauth.key.retired", "Key withdrawn", "", LevelInfo, []string{"oauth.key.id", "oauth.reason"}, "A key leaves the key set.", true},
	{"oauth.client.changed", "Client changed", "", LevelInfo, []string{"oauth.client_id", "oauth.actor"}, "A registration, its credential or its grants change.", true},
}

// LogReason is a bounded value for the attribute oauth.reason: fit for metrics, too detailed for the public.
type LogReason struct {
	Value string
	// Meaning says when it is used.
	Meaning string
	// Alarm tells that even a few of them deserve a look.
	Alarm bool
}

// LogReasons lists the values.
func LogReasons() []LogReason { return slices.Clone(logReasons) }

var logReasons = []LogReason{
	{"expired", "The token has reached its end.", false},
	{"not_yet_valid", "The token starts or was issued in the future.", true},
	{"malformed", "The string is not a token of an expected kind.", false},
	{"bad_signature", "The signature does not verify, or the algorithm is not allowed.", true},
	{"unknown_kid", "No published key has this identifier, even after fetching the set again.", true},
	{"wrong_issuer", "Another issuer made the token.", true},
	{"wrong_audience", "The token is meant for another receiver.", false},
	{"wrong_type", "The token is of another kind, such as an ID token at an API.", true},
	{"wrong_client", "The client is not the one that the token was issued to, or may not call here.", true},
	{"revoked", "The token was revoked.", false},
	{"binding_mismatch", "The caller did not prove possession of the right key.", true},
	{"replay", "A proof or a one-time token was seen before.", true},
	{"stale_nonce", "The nonce of a proof ran out.", false},
	{"stale_authentication", "The sign-in is too long ago.", false},
	{"weak_authentication", "The sign-in is too weak.", false},
	{"insufficient_scope", "The token allows too little.", false},
	{"unknown_subject", "The account behind the token is gone or blocked.", false},
	{"introspection_unavailable", "The state of the token could not be asked for.", true},
	{"jwks_unavailable", "The key set could not be fetched and no usable copy was at hand.", true},
	{"reuse", "A spent refresh token came back.", true},
	{"idle_timeout", "Nobody used the grant for its idle time.", false},
	{"absolute_timeout", "The grant reached the end that use cannot move.", false},
}

// RedactedField is a field that never appears in clear in logs, traces or metrics.
type RedactedField struct {
	// Name is the header, parameter or member; compared without regard to case.
	Name string
	// Place says where it is met.
	Place string
	// Instead says what to write: nothing, a shortened hash, or an identifier.
	Instead string
}

// RedactedFields lists the fields.
func RedactedFields() []RedactedField { return slices.Clone(redactedFields) }

const (
	insteadNothing = "nothing"
	insteadHash    = "first 12 hexadecimal digits of SHA-256"
	insteadID      = "jti or family identifier"
)

var redactedFields = []RedactedField{
	{"authorization", "request header", insteadNothing},
	{"proxy-authorization", "request header", insteadNothing},
	{"cookie", "request header", insteadNothing},
	{"set-cookie", "response header", insteadNothing},
	{"dpop", "request header", "jkt of the key"},
	{"oauth-client-attestation", "request header", insteadNothing},
	{"oauth-client-attestation-pop", "request header", insteadNothing},
	{"access_token", "body, address", insteadID},
	{"refresh_token", "body", insteadID},
	{"id_token", "body, address", insteadID},
	{"id_token_hint", "body, address", insteadID},
	{"logout_token", "body", insteadID},
	{"token", "body of revocation and introspection", insteadHash},
	{"subject_token", "body", insteadID},
	{"actor_token", "body", insteadID},
	{"code", "body, address", insteadHash},
	{"device_code", "body", insteadHash},
	{"user_code", "body, page", insteadNothing},
	{"auth_req_id", "body", insteadHash},
	{"authorization_code", "body", insteadHash},
	{"auth_session", "body", insteadHash},
	{"ticket", "body", insteadHash},
	{"claim_token", "body", insteadNothing},
	{"pct", "body", insteadHash},
	{"rpt", "body", insteadHash},
	{"client_notification_token", "body", insteadNothing},
	{"code_verifier", "body", insteadNothing},
	{"client_secret", "body", insteadNothing},
	{"client_assertion", "body", "jti of the assertion"},
	{"assertion", "body", "identifier of the assertion"},
	{"registration_access_token", "body", insteadNothing},
	{"request", "body, address", insteadNothing},
	{"login_hint", "body, address", "keyed hash"},
	{"username", "body", "keyed hash"},
	{"password", "body", insteadNothing},
	{"api_key", "header, body, address", "prefix that the format publishes"},
	{"private_key", "anywhere", insteadNothing},
}
