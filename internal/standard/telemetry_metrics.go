package standard

import (
	"slices"
	"time"
)

// Instrument is a kind of metric.
type Instrument string

// The instruments.
const (
	InstrumentCounter   Instrument = "counter"
	InstrumentUpDown    Instrument = "updowncounter"
	InstrumentHistogram Instrument = "histogram"
	InstrumentGauge     Instrument = "gauge"
)

// Metric is a measurement. Names are our own and follow the rules of OpenTelemetry: no unit and no _total in the name.
type Metric struct {
	// Name is the OpenTelemetry name.
	Name string
	// Prometheus is the name after export: unit and _total appended.
	Prometheus string
	// Unit is the UCUM unit, such as s or {token}.
	Unit       string
	Instrument Instrument
	// Attributes lists the attributes; each has few values.
	Attributes  []string
	Description string
	// Side is who measures: server, resource or client.
	Side string
}

// Metrics lists the metrics: server, resource server, client, keys.
func Metrics() []Metric { return slices.Clone(metrics) }

// MetricByName finds a metric by its OpenTelemetry name.
func MetricByName(name string) (Metric, bool) {
	i := slices.IndexFunc(metrics, func(m Metric) bool { return m.Name == name })
	if i < 0 {
		return Metric{}, false
	}
	return metrics[i], true
}

var metrics = []Metric{
	{"oauth.server.token.requests", "oauth_server_token_requests_total", "{request}", InstrumentCounter, []string{"oauth.grant_type", "oauth.outcome", "error.type"}, "Requests at the token endpoint.", "server"},
	{"oauth.server.token.duration", "oauth_server_token_duration_seconds", "s", InstrumentHistogram, []string{"oauth.grant_type", "oauth.outcome"}, "Time to answer a token request.", "server"},
	{"oauth.server.token.issued", "oauth_server_token_issued_total", "{token}", InstrumentCounter, []string{"oauth.token_type", "oauth.token.format"}, "Tokens issued.", "server"},
	{"oauth.server.token.active", "oauth_server_token_active", "{token}", InstrumentUpDown, []string{"oauth.token_type"}, "Tokens that have neither ended nor been revoked, where the server keeps count.", "server"},
	{"oauth.server.token.revocations", "oauth_server_token_revocations_total", "{token}", InstrumentCounter, []string{"oauth.trigger"}, "Tokens revoked, by occasion.", "server"},
	{"oauth.server.revocation.duration", "oauth_server_revocation_duration_seconds", "s", InstrumentHistogram, []string{"oauth.outcome"}, "Time to answer a revocation request.", "server"},
	{"oauth.server.revocation.propagation", "oauth_server_revocation_propagation_seconds", "s", InstrumentHistogram, []string{"oauth.mechanism"}, "Time from a revocation until the last verifier refuses the token.", "server"},
	{"oauth.server.refresh.rotations", "oauth_server_refresh_rotations_total", "{rotation}", InstrumentCounter, []string{"oauth.outcome"}, "Refresh tokens replaced.", "server"},
	{"oauth.server.refresh.grace_uses", "oauth_server_refresh_grace_uses_total", "{use}", InstrumentCounter, nil, "Superseded refresh tokens accepted within their grace.", "server"},
	{"oauth.server.refresh.reuse_detected", "oauth_server_refresh_reuse_detected_total", "{event}", InstrumentCounter, nil, "Spent refresh tokens that came back.", "server"},
	{"oauth.server.introspection.duration", "oauth_server_introspection_duration_seconds", "s", InstrumentHistogram, []string{"oauth.outcome"}, "Time to answer an introspection request.", "server"},
	{"oauth.server.rate_limit.rejections", "oauth_server_rate_limit_rejections_total", "{request}", InstrumentCounter, []string{"oauth.limit"}, "Requests answered with 429.", "server"},
	{"oauth.server.anomaly.signals", "oauth_server_anomaly_signals_total", "{signal}", InstrumentCounter, []string{"oauth.signal", "oauth.response"}, "Risk signals during renewal, by graded response.", "server"},
	{"oauth.server.step_up.challenges", "oauth_server_step_up_challenges_total", "{challenge}", InstrumentCounter, []string{"oauth.outcome"}, "Sign-ins that a step-up asked for, by result.", "server"},
	{"oauth.resource.validation.duration", "oauth_resource_validation_duration_seconds", "s", InstrumentHistogram, []string{"oauth.validation.mode"}, "Time to judge a token.", "resource"},
	{"oauth.resource.validation.failures", "oauth_resource_validation_failures_total", "{failure}", InstrumentCounter, []string{"oauth.reason"}, "Tokens refused, by bounded reason.", "resource"},
	{"oauth.resource.introspection.cache", "oauth_resource_introspection_cache_total", "{lookup}", InstrumentCounter, []string{"oauth.outcome"}, "Look-ups in the cache of introspection answers.", "resource"},
	{"oauth.resource.jwks.refreshes", "oauth_resource_jwks_refreshes_total", "{refresh}", InstrumentCounter, []string{"oauth.outcome"}, "Fetches of the key set.", "resource"},
	{"oauth.client.refresh.attempts", "oauth_client_refresh_attempts_total", "{attempt}", InstrumentCounter, []string{"oauth.outcome", "error.type"}, "Refresh attempts of clients.", "client"},
	{"oauth.client.refresh.duration", "oauth_client_refresh_duration_seconds", "s", InstrumentHistogram, []string{"oauth.outcome"}, "Time a client waits for a refresh, retries included.", "client"},
	{"oauth.client.token.lifetime", "oauth_client_token_lifetime_seconds", "s", InstrumentHistogram, []string{"oauth.token_type"}, "Lifetimes as clients receive them.", "client"},
	{"oauth.client.sign_in.prompts", "oauth_client_sign_in_prompts_total", "{prompt}", InstrumentCounter, []string{"oauth.reason"}, "Times a person was asked to sign in again.", "client"},
	{"oauth.keys.age", "oauth_keys_age_seconds", "s", InstrumentGauge, []string{"oauth.key.use"}, "Age of the signing key.", "server"},
}

// ForbiddenLabels lists attributes that must not be on a metric: their values are unbounded or personal.
func ForbiddenLabels() []string {
	return []string{
		"sub", "user.id", "user.email", "user.name", "enduser.id", "email", "username", "phone_number",
		"jti", "sid", "session.id", "token", "access_token", "refresh_token", "oauth.token.id", "oauth.family.id",
		"ip", "client.address", "source.address", "user_agent.original", "url.full", "trace_id",
	}
}

// AlertKind is how an alert compares.
type AlertKind string

// The kinds.
const (
	AlertCount      AlertKind = "count"      // events within the window exceed Threshold
	AlertRatio      AlertKind = "ratio"      // Metric with Filter, divided by Metric, exceeds Threshold
	AlertMultiple   AlertKind = "multiple"   // the rate exceeds Threshold times the median of Baseline
	AlertPercentile AlertKind = "percentile" // the 99th percentile exceeds Threshold seconds
	AlertAge        AlertKind = "age"        // the value exceeds Threshold times the stated rotation period
)

// Alert is a starter alert. Thresholds and windows are house values: no
// standard gives any. A policy adjusts them.
type Alert struct {
	// Key is the short name that policies use.
	Key   string
	Title string
	// Metric is the OpenTelemetry name of a metric of this package.
	Metric string
	// Attribute and Value narrow the metric; empty for none.
	Attribute string
	Value     string
	Kind      AlertKind
	// Threshold is a number whose unit follows from Kind.
	Threshold float64
	// Window is how long the condition is looked at.
	Window time.Duration
	// Baseline is the time whose median is compared with; zero except for AlertMultiple.
	Baseline time.Duration
	Level    Level
	// Page tells that somebody is woken.
	Page bool
	// Why says what such an alert usually means; First says what to look at first.
	Why   string
	First string
	// House is true for each: the figures are ours.
	House bool
}

// Alerts lists the starter alerts, the most urgent first.
func Alerts() []Alert { return slices.Clone(alerts) }

// AlertByKey finds a starter alert by its short name.
func AlertByKey(key string) (Alert, bool) {
	i := slices.IndexFunc(alerts, func(a Alert) bool { return a.Key == key })
	if i < 0 {
		return Alert{}, false
	}
	return alerts[i], true
}

const week = 7 * 24 * time.Hour

var alerts = []Alert{
	{"reuse_burst", "Burst of spent refresh tokens", "oauth.server.refresh.reuse_detected", "", "", AlertCount, 3, 5 * time.Minute, 0, LevelCritical, true,
		"Stolen tokens are being tried, or a client release races its own refresh.", "Split by client: one client points to a release, many to a theft.", true},
	{"unknown_key", "Tokens signed with an unknown key", "oauth.resource.validation.failures", "oauth.reason", "unknown_kid", AlertCount, 0, 5 * time.Minute, 0, LevelCritical, true,
		"A key signs before verifiers could know it, or somebody forges.", "Compare the key identifier with the published set and the last rotation.", true},
	{"refresh_failures", "Share of failed refreshes", "oauth.server.token.requests", "oauth.outcome", "failure", AlertRatio, 0.05, 10 * time.Minute, 0, LevelError, true,
		"People are being signed out: a bad release, a lost store, or an unannounced revocation.", "Split by error.type and client.", true},
	{"revocation_spike", "Spike of revocations", "oauth.server.token.revocations", "", "", AlertMultiple, 5, 10 * time.Minute, week, LevelError, true,
		"An incident is being handled, or a trigger fires for too many people.", "Split by trigger.", true},
	{"slow_tokens", "Slow token endpoint", "oauth.server.token.duration", "", "", AlertPercentile, 1, 10 * time.Minute, 0, LevelError, true,
		"Clients time out and repeat, which makes it worse.", "Look at the store of grants, the signer, and the rate of requests.", true},
	{"introspection_down", "Introspection unavailable", "oauth.resource.validation.failures", "oauth.reason", "introspection_unavailable", AlertCount, 10, 5 * time.Minute, 0, LevelCritical, true,
		"APIs cannot judge opaque tokens and refuse calls.", "Check the endpoint and the credential of the resource server.", true},
	{"any_reuse", "A spent refresh token came back", "oauth.server.refresh.reuse_detected", "", "", AlertCount, 0, 10 * time.Minute, 0, LevelWarning, false,
		"A single case is a ticket: a theft, or a client that lost an answer.", "Read the lineage of the family.", true},
	{"unusual_places", "Many renewals from unusual places", "oauth.server.anomaly.signals", "oauth.signal", "impossible_travel", AlertMultiple, 5, 30 * time.Minute, week, LevelWarning, false,
		"Tokens of several people are used from places where they cannot be, as after a leak.", "Split by network and client; a new proxy of one's own looks the same.", true},
	{"bad_signatures", "Forged or broken tokens", "oauth.resource.validation.failures", "oauth.reason", "bad_signature", AlertCount, 10, 5 * time.Minute, 0, LevelWarning, false,
		"Somebody tries forged tokens, or environments are mixed up.", "Compare issuer and source of the calls.", true},
	{"rate_limited", "Many rate-limited requests", "oauth.server.rate_limit.rejections", "", "", AlertMultiple, 5, 10 * time.Minute, week, LevelWarning, false,
		"A client loops, or many clients refresh at the same moment.", "Split by limit, then look for a loop around a failed refresh.", true},
	{"slow_propagation", "Revocation takes long", "oauth.server.revocation.propagation", "", "", AlertPercentile, 300, 30 * time.Minute, 0, LevelWarning, false,
		"Dead tokens work longer than promised.", "Look at the slowest cache.", true},
	{"key_age", "Signing key close to its end", "oauth.keys.age", "", "", AlertAge, 0.9, time.Hour, 0, LevelWarning, false,
		"The planned rotation has not taken place.", "Check the rotation job and rotate by hand if needed.", true},
}
