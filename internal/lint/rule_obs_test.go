// Keeps the promise that the rules about telemetry tell silence, none and undecided apart, ask only for what this policy
// has, and know a field by each of its spellings.
package lint

import "testing"

func TestRulesAboutTelemetry(t *testing.T) {
	const app = "clients: {app: {type: public, platform: mobile, grants: [authorization_code, refresh_token]}}\n"
	rotated := func(rotation string) string {
		return "tokens: {refresh: {type: refresh_token, lifetime: 30d, rotation: " + rotation + "}}\n"
	}
	metric := func(setting string) string { return "observability: {metrics: {m: {" + setting + "}}}\n" }
	alert := func(setting string) string {
		return "observability: {metrics: {a.b: {labels: [outcome, error.type]}, c: {type: counter}, d: {labels: none}}, alerts: {x: {" + setting + "}}}\n"
	}
	const four = "a: {kind: issued}, b: {kind: revoked}, c: {kind: validation_failed}, d: {kind: key_retired}"
	runClmCases(t, []clmCase{
		{"tokens as they are, nothing claimed", rawTokensInLogs, "observability: {logs: {tokens: raw}}\n", []string{"error observability.logs.tokens"}},
		{"tokens as they are, under each profile", rawTokensInLogs, "profiles: nist-aal1\nobservability: {logs: {tokens: raw}}\n", []string{"error observability.logs.tokens"}},
		{"masked", rawTokensInLogs, "profiles: oauth-bcp\nobservability: {logs: {tokens: masked}}\n", nil},
		{"raw in one environment", rawTokensInLogs,
			"environments: {live: main, staging: main}\nobservability:\n  logs: {tokens: never}\n  variants: [{when: {environment: staging}, logs: {tokens: raw}}]\n",
			[]string{"error observability.logs.tokens (for environment=staging)"}},
		{"logs of which nothing is said", rawTokensInLogs, "profiles: oauth-bcp\nobservability: {logs: json}\n", []string{"warning observability.logs.tokens"}},
		{"the same where nothing is claimed", rawTokensInLogs, "observability: {logs: json}\n", nil},
		{"logs undecided", rawTokensInLogs, "profiles: oauth-bcp\nobservability: {logs: undecided}\n", nil},
		{"no logs", rawTokensInLogs, "profiles: oauth-bcp\nobservability: {logs: none}\n", nil},
		{"nothing redacted", rawTokensInLogs, "observability: {logs: {redact: none}}\n", []string{"error observability.logs.redact"}},
		{"redaction undecided", rawTokensInLogs, "profiles: oauth-bcp\nobservability: {logs: {redact: undecided}}\n", nil},
		{"other spellings", rawTokensInLogs, "observability: {logs: {redact: [Authorization, access-token, client.assertion]}}\n", nil},
		{"a code is asked for where there are codes", rawTokensInLogs, app + "observability: {logs: {redact: [authorization, access_token, client_assertion]}}\n",
			[]string{"error observability.logs.redact"}},
		{"a secret that one environment uses", rawTokensInLogs,
			"environments: {live: main, staging: main}\nclients: {worker: {type: confidential, variants: [{when: {environment: staging}, auth: client_secret_basic}]}}\n" +
				"observability: {logs: {redact: [authorization, access_token, client_assertion]}}\n",
			[]string{"error observability.logs.redact"}},

		{"no list, base practice", eventsNotRecorded, "profiles: oauth-bcp\n", nil},
		{"no list, level 2", eventsNotRecorded, "profiles: asvs-l2\n", []string{"warning observability.events"}},
		{"a short list, base practice", eventsNotRecorded, "profiles: oauth-bcp\nobservability: {events: {a: {kind: issued}}}\n", []string{"info observability.events"}},
		{"a short list, nothing claimed", eventsNotRecorded, "observability: {events: {a: {kind: issued}}}\n", nil},
		{"no refresh tokens, no more to record", eventsNotRecorded, "profiles: asvs-l2\nobservability: {events: {" + four + "}}\n", nil},
		{"an event that is taken back", eventsNotRecorded, "profiles: asvs-l2\nobservability: {events: {" + four + ", oauth.token.issued: none}}\n", nil},
		{"the only one for its step is taken back", eventsNotRecorded,
			"profiles: asvs-l2\nobservability: {events: {oauth.token.issued: none, b: {kind: revoked}, c: {kind: validation_failed}, d: {kind: key_retired}}}\n",
			[]string{"warning observability.events"}},
		{"events by their standard names", eventsNotRecorded,
			"profiles: asvs-l2\nobservability: {events: {oauth.token.issued: x, oauth.token.revoked: x, oauth.validation.failed: x, oauth.key.activated: x}}\n", nil},
		{"a string that never changes is not spent", eventsNotRecorded,
			"profiles: asvs-l2\n" + rotated("none") + "observability: {events: {" + four + ", e: {kind: refreshed}, f: {kind: refresh_failed}}}\n", nil},
		{"a string that changes is", eventsNotRecorded,
			"profiles: asvs-l2\n" + rotated("on_use") + "observability: {events: {" + four + ", e: {kind: refreshed}, f: {kind: refresh_failed}}}\n", []string{"warning observability.events"}},
		{"events none", eventsNotRecorded, "observability: {events: none}\n", []string{"info observability.events"}},
		{"telemetry none", eventsNotRecorded, "observability: none\n", []string{"info observability.events"}},
		{"events undecided", eventsNotRecorded, "profiles: asvs-l2\nobservability: {events: undecided}\n", nil},
		{"telemetry undecided", eventsNotRecorded, "profiles: asvs-l2\nobservability: undecided\n", nil},
		{"reuse as an error", eventsNotRecorded, "observability: {events: {oauth.token.reuse_detected: {level: error}}}\n", []string{"info observability.events.oauth.token.reuse_detected.level"}},
		{"reuse as critical", eventsNotRecorded, "observability: {events: {oauth.token.reuse_detected: {level: critical}}}\n", nil},

		{"labels as OpenTelemetry writes them", unboundedLabel, metric("labels: [outcome, user.id, client.address, oauth.family.id]"),
			[]string{"error observability.metrics.m.labels.1", "error observability.metrics.m.labels.2", "error observability.metrics.m.labels.3"}},
		{"labels as Prometheus does", unboundedLabel, metric("labels: [outcome, user_id, Session-ID]"), []string{"error observability.metrics.m.labels.1", "error observability.metrics.m.labels.2"}},
		{"labels with few values", unboundedLabel, metric("labels: [grant_type, outcome, error.type, token_type]"), nil},
		{"no labels", unboundedLabel, "profiles: asvs-l2\n" + metric("labels: none, unit: s"), nil},
		{"few clients may be named", unboundedLabel, metric("labels: [outcome, client_id]"), nil},
		{"clients that register may not", unboundedLabel, "issuers: {main: {endpoints: {token: /t, registration: /r}}}\n" + metric("labels: [outcome, oauth.client_id]"),
			[]string{"warning observability.metrics.m.labels.1"}},
		{"as many clients as the house allows", unboundedLabel, "lint: {thresholds: {labelled_clients: 1}}\n" + metric("labels: [outcome, client_id]"), nil},
		{"one more", unboundedLabel, "lint: {thresholds: {labelled_clients: 1}}\n" + app + metric("labels: [outcome, client_id]"), []string{"warning observability.metrics.m.labels.1"}},
		{"milliseconds", unboundedLabel, metric("unit: ms"), []string{"info observability.metrics.m.unit"}},

		{"a whole alert", alertWithoutLevel, alert("metric: a.b, over: 5%, window: 10m"), nil},
		{"no metric", alertWithoutLevel, alert("over: 5%, window: 10m"), []string{"warning observability.alerts.x"}},
		{"metric none", alertWithoutLevel, alert("metric: none, over: 5%, window: 10m"), []string{"warning observability.alerts.x.metric"}},
		{"no level", alertWithoutLevel, alert("metric: a.b, window: 10m"), []string{"warning observability.alerts.x"}},
		{"level none", alertWithoutLevel, alert("metric: a.b, over: none, window: 10m"), []string{"warning observability.alerts.x.over"}},
		{"level undecided", alertWithoutLevel, alert("metric: a.b, over: undecided, window: 10m"), nil},
		{"no window", alertWithoutLevel, alert("metric: a.b, over: 5"), []string{"warning observability.alerts.x"}},
		{"window none", alertWithoutLevel, alert("metric: a.b, over: 5, window: none"), []string{"warning observability.alerts.x.window"}},
		{"an alert that is taken back", alertWithoutLevel, "observability: {alerts: {x: none}}\n", nil},
		{"labels that the metric has", alertWithoutLevel, alert("metric: a.b, over: 5, window: 5m, where: {outcome: failure, error_type: x}"), nil},
		{"a label that it lacks", alertWithoutLevel, alert("metric: a.b, over: 5, window: 5m, where: {outcome: failure, zone: x}"), []string{"warning observability.alerts.x.where.zone"}},
		{"labels that it does not state", alertWithoutLevel, alert("metric: c, over: 5, window: 5m, where: {zone: x}"), nil},
		{"a metric without labels", alertWithoutLevel, alert("metric: d, over: 5, window: 5m, where: {zone: x}"), []string{"warning observability.alerts.x.where.zone"}},
	})
}
