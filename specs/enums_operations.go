package specs

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/standard"
)

// EventKind is the step in a token's life that an event stands for.
type EventKind string

// The steps that code speaks of; the list is in package standard.
const (
	EventIssued              EventKind = "issued"
	EventIssueFailed         EventKind = "issue_failed"
	EventRefreshed           EventKind = "refreshed"
	EventRefreshFailed       EventKind = "refresh_failed"
	EventRotated             EventKind = "rotated"
	EventReuseDetected       EventKind = "reuse_detected"
	EventGraceUsed           EventKind = "grace_used"
	EventRevoked             EventKind = "revoked"
	EventExpired             EventKind = "expired"
	EventDeleted             EventKind = "deleted"
	EventExchanged           EventKind = "exchanged"
	EventValidationFailed    EventKind = "validation_failed"
	EventAuthorizationDenied EventKind = "authorization_denied"
	EventStepUpRequired      EventKind = "step_up_required"
	EventSessionCreated      EventKind = "session_created"
	EventSessionEnded        EventKind = "session_ended"
	EventSessionUsedAfterEnd EventKind = "session_used_after_end"
	EventConsentGranted      EventKind = "consent_granted"
	EventConsentWithdrawn    EventKind = "consent_withdrawn"
	EventRateLimitExceeded   EventKind = "rate_limit_exceeded"
	EventAnomalyDetected     EventKind = "anomaly_detected"
	EventKeyPublished        EventKind = "key_published"
	EventKeyActivated        EventKind = "key_activated"
	EventKeyRetired          EventKind = "key_retired"
	EventClientChanged       EventKind = "client_changed"
)

func (EventKind) vocabulary() vocabulary {
	return vocabulary{open: true, words: wordsFrom(standard.Events(), func(r standard.Event) Word {
		return Word{string(KindOfEvent(r.Name)), cited(r.When, standard.Cite{})}
	})}
}

// KindOfEvent is the step that an event of package standard stands for: oauth.token.issued is issued, oauth.key.retired
// is key_retired.
func KindOfEvent(name string) EventKind {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "oauth."), "token.")
	return EventKind(strings.ReplaceAll(name, ".", "_"))
}

// MetricType is a kind of instrument.
type MetricType string

// The instruments.
const (
	MetricCounter       MetricType = "counter"
	MetricUpDownCounter MetricType = "updowncounter"
	MetricGauge         MetricType = "gauge"
	MetricHistogram     MetricType = "histogram"
)

func (MetricType) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(MetricCounter), "only goes up"},
		{string(MetricUpDownCounter), "goes up and down"},
		{string(MetricGauge), "is what it is at the moment"},
		{string(MetricHistogram), "counts how often each size occurs"},
	}}
}

// LogFormat is how log lines are written.
type LogFormat string

// The formats.
const (
	LogAsJSON   LogFormat = "json"
	LogAsLogfmt LogFormat = "logfmt"
	LogAsText   LogFormat = "text"
	LogAsSyslog LogFormat = "syslog"
	LogAsCEF    LogFormat = "cef"
	LogAsOTLP   LogFormat = "otlp"
)

func (LogFormat) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(LogAsJSON), "one JSON object a line"},
		{string(LogAsLogfmt), "name=value pairs"},
		{string(LogAsText), "plain text"},
		{string(LogAsSyslog), "the syslog format"},
		{string(LogAsCEF), "the Common Event Format"},
		{string(LogAsOTLP), "OpenTelemetry log records"},
	}}
}

// TokenInLog is how a token shows in a log.
type TokenInLog string

// The ways, from the weakest.
const (
	LogTokenRaw          TokenInLog = "raw"
	LogTokenMasked       TokenInLog = "masked"
	LogTokenSHA256Prefix TokenInLog = "sha256_prefix"
	LogTokenKeyedHash    TokenInLog = "keyed_hash"
	LogTokenJTI          TokenInLog = "jti"
	LogTokenNever        TokenInLog = "never"
)

func (TokenInLog) vocabulary() vocabulary {
	return vocabulary{ordered: true, words: []Word{
		{string(LogTokenRaw), "as it is"},
		{string(LogTokenMasked), "with a part left out"},
		{string(LogTokenSHA256Prefix), "the first characters of its hash"},
		{string(LogTokenKeyedHash), "a hash made with a secret key"},
		{string(LogTokenJTI), "its identifier"},
		{string(LogTokenNever), "not at all"},
	}}
}

// PanelShows is what a panel computes from a metric.
type PanelShows string

// The computations.
const (
	PanelValue        PanelShows = "value"
	PanelTotal        PanelShows = "total"
	PanelRate         PanelShows = "rate"
	PanelRatio        PanelShows = "ratio"
	PanelAverage      PanelShows = "average"
	PanelMedian       PanelShows = "median"
	PanelP95          PanelShows = "p95"
	PanelP99          PanelShows = "p99"
	PanelMaximum      PanelShows = "maximum"
	PanelDistribution PanelShows = "distribution"
)

func (PanelShows) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(PanelValue), "as it is at the moment"},
		{string(PanelTotal), "the sum over the time shown"},
		{string(PanelRate), "how often in a second"},
		{string(PanelRatio), "its part of a whole"},
		{string(PanelAverage), "the mean"},
		{string(PanelMedian), "the level that half stay below"},
		{string(PanelP95), "the level that 95 of 100 stay below"},
		{string(PanelP99), "the level that 99 of 100 stay below"},
		{string(PanelMaximum), "the largest"},
		{string(PanelDistribution), "how often each size occurs"},
	}}
}

// AlertSeverity is how urgent an alert is.
type AlertSeverity string

// The degrees of urgency, from the lowest.
const (
	AlertInfo   AlertSeverity = "info"
	AlertTicket AlertSeverity = "ticket"
	AlertPage   AlertSeverity = "page"
)

func (AlertSeverity) vocabulary() vocabulary {
	return vocabulary{ordered: true, words: []Word{
		{string(AlertInfo), "to be read"},
		{string(AlertTicket), "to be dealt with in working hours"},
		{string(AlertPage), "to be dealt with now"},
	}}
}

// MaskRule is how a sensitive field is shown.
type MaskRule string

// The ways to mask.
const (
	MaskDrop       MaskRule = "drop"
	MaskRedact     MaskRule = "redact"
	MaskTruncate   MaskRule = "truncate"
	MaskLastFour   MaskRule = "last_four"
	MaskGeneralise MaskRule = "generalise"
	MaskHash       MaskRule = "hash"
	MaskKeyedHash  MaskRule = "keyed_hash"
	MaskEncrypt    MaskRule = "encrypt"
)

func (MaskRule) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(MaskDrop), "the field is left out"},
		{string(MaskRedact), "a fixed text stands in its place"},
		{string(MaskTruncate), "only the first characters show"},
		{string(MaskLastFour), "only the last four characters show"},
		{string(MaskGeneralise), "something coarser shows, such as a network for an address"},
		{string(MaskHash), "its hash shows"},
		{string(MaskKeyedHash), "a hash made with a secret key shows"},
		{string(MaskEncrypt), "it shows encrypted"},
	}}
}

// IncidentKind is a kind of incident.
type IncidentKind string

// The kinds of incident.
const (
	IncidentTokenCompromise  IncidentKind = "token_compromise"
	IncidentDeviceLoss       IncidentKind = "device_loss"
	IncidentKeyExposure      IncidentKind = "key_exposure"
	IncidentClientSecretLeak IncidentKind = "client_secret_leak"
	IncidentClientCompromise IncidentKind = "client_compromise"
	IncidentAccountTakeover  IncidentKind = "account_takeover"
	IncidentServerCompromise IncidentKind = "server_compromise"
	IncidentInsiderAbuse     IncidentKind = "insider_abuse"
	IncidentRefreshStorm     IncidentKind = "refresh_storm"
	IncidentOutage           IncidentKind = "outage"
)

func (IncidentKind) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(IncidentTokenCompromise), "tokens were stolen"},
		{string(IncidentDeviceLoss), "a device was lost or stolen"},
		{string(IncidentKeyExposure), "a signing key is known to others"},
		{string(IncidentClientSecretLeak), "the credential of a client is known to others"},
		{string(IncidentClientCompromise), "a client is in other hands"},
		{string(IncidentAccountTakeover), "an account is in other hands"},
		{string(IncidentServerCompromise), "a server that holds tokens is in other hands"},
		{string(IncidentInsiderAbuse), "somebody misuses their rights"},
		{string(IncidentRefreshStorm), "more renewals come than can be served"},
		{string(IncidentOutage), "the authorization server is down"},
	}}
}

// StepKind is a kind of step in a playbook.
type StepKind string

// The kinds of step.
const (
	StepAssess        StepKind = "assess"
	StepPreserve      StepKind = "preserve"
	StepBlock         StepKind = "block"
	StepRevoke        StepKind = "revoke"
	StepEndSessions   StepKind = "end_sessions"
	StepRotateKeys    StepKind = "rotate_keys"
	StepRotateSecrets StepKind = "rotate_secrets"
	StepNotify        StepKind = "notify"
	StepRestore       StepKind = "restore"
	StepVerify        StepKind = "verify"
	StepReview        StepKind = "review"
)

func (StepKind) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(StepAssess), "find out how far it goes"},
		{string(StepPreserve), "secure the evidence"},
		{string(StepBlock), "stop more harm"},
		{string(StepRevoke), "end tokens"},
		{string(StepEndSessions), "end sessions"},
		{string(StepRotateKeys), "replace signing keys"},
		{string(StepRotateSecrets), "replace credentials of clients"},
		{string(StepNotify), "tell those concerned"},
		{string(StepRestore), "get back to normal"},
		{string(StepVerify), "make sure that it worked"},
		{string(StepReview), "learn from it"},
	}}
}

// FindingSeverity is how grave a finding is.
type FindingSeverity string

// The degrees of gravity, from the lowest.
const (
	FindingInfo    FindingSeverity = "info"
	FindingWarning FindingSeverity = "warning"
	FindingError   FindingSeverity = "error"
)

func (FindingSeverity) vocabulary() vocabulary {
	return vocabulary{ordered: true, instead: severityInstead, words: []Word{
		{string(FindingInfo), "worth knowing"},
		{string(FindingWarning), "to be mended or agreed on"},
		{string(FindingError), "must not stay"},
	}}
}

// SuppressionSample is a suppression of a rule to be filled in, as an author would write it.
func SuppressionSample(rule string) string {
	return "suppressions: [{rule: " + rule + ", reason: …, owner: …, until: …}]"
}

// silenceInstead is for those who look for a severity that hides the findings of a rule.
var silenceInstead = "a finding that may stay is silenced by a suppression: " + SuppressionSample(insteadName) + "; the mildest severity is info"

var severityInstead = map[string]string{
	"off": silenceInstead, "no": silenceInstead, "false": silenceInstead, "never": silenceInstead, "ignore": silenceInstead, "ignored": silenceInstead,
	"disable": silenceInstead, "disabled": silenceInstead, "silent": silenceInstead, "skip": silenceInstead, "allow": silenceInstead, "0": silenceInstead,
	"note": "write info", "notice": "write info", "hint": "write info", "information": "write info", "low": "write info",
	"warn": "write warning", "minor": "write warning", "medium": "write warning",
	"fatal": "write error", "critical": "write error", "blocker": "write error", "major": "write error", "high": "write error",
}
