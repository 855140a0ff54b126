package standard

// These tests keep the promise that names follow the conventions, that metrics
// stay small and free of personal data, and that every alert can be evaluated.

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestTelemetryNames(t *testing.T) {
	name := regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`)
	for _, e := range Events() {
		if !name.MatchString(e.Name) || !strings.HasPrefix(e.Name, "oauth.") {
			t.Errorf("event name %q", e.Name)
		}
	}
	for _, m := range Metrics() {
		if !name.MatchString(m.Name) || !strings.HasPrefix(m.Name, "oauth.") {
			t.Errorf("metric name %q", m.Name)
		}
		for _, bad := range []string{"_total", "second", "count"} {
			if strings.HasSuffix(m.Name, bad) {
				t.Errorf("metric name %q carries %q", m.Name, bad)
			}
		}
	}
	for _, a := range Attributes() {
		if !name.MatchString(a.Name) {
			t.Errorf("attribute name %q", a.Name)
		}
	}
	if !slices.IsSortedFunc(Attributes(), func(a, b Attribute) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("attributes are not in alphabetical order")
	}
}

func TestPrometheusTwins(t *testing.T) {
	for _, m := range Metrics() {
		want := strings.ReplaceAll(m.Name, ".", "_")
		if m.Unit == "s" {
			want += "_seconds"
		}
		if m.Instrument == InstrumentCounter {
			want += "_total"
		}
		if m.Prometheus != want {
			t.Errorf("%s: twin %q, want %q", m.Name, m.Prometheus, want)
		}
		if m.Unit != "s" && !regexp.MustCompile(`^\{[a-z]+\}$`).MatchString(m.Unit) {
			t.Errorf("%s: unit %q", m.Name, m.Unit)
		}
		if strings.HasSuffix(m.Name, ".duration") && (m.Unit != "s" || m.Instrument != InstrumentHistogram) {
			t.Errorf("%s: a duration is a histogram in seconds", m.Name)
		}
	}
}

func TestMetricAttributesAreBounded(t *testing.T) {
	for _, m := range Metrics() {
		for _, name := range m.Attributes {
			a, ok := AttributeByName(name)
			if !ok || !a.Metric {
				t.Errorf("%s: attribute %q, known %v, is not for metrics", m.Name, name, ok)
			}
			if slices.Contains(ForbiddenLabels(), name) {
				t.Errorf("%s: attribute %q is forbidden", m.Name, name)
			}
		}
	}
	for _, a := range Attributes() {
		if a.Metric && a.PersonalData != PersonalNone {
			t.Errorf("%s may be on a metric and is personal data", a.Name)
		}
		if slices.Contains(ForbiddenLabels(), a.Name) && a.Metric {
			t.Errorf("%s is forbidden and allowed on metrics", a.Name)
		}
	}
}

func TestEventFieldsAreKnown(t *testing.T) {
	vocabulary := strings.Fields(`authn_token_created authn_token_revoked authn_token_reuse authn_token_delete session_created
		session_renewed session_expired session_use_after_expire authz_fail excess_rate_limit_exceeded`)
	for _, e := range Events() {
		if e.Vocabulary != "" && !slices.Contains(vocabulary, e.Vocabulary) {
			t.Errorf("%s: %q is no word of the vocabulary", e.Name, e.Vocabulary)
		}
		for _, f := range e.Fields {
			if _, ok := AttributeByName(f); !ok {
				t.Errorf("%s: field %q is not described", e.Name, f)
			}
		}
		if !slices.Contains(Levels(), e.Level) || e.When == "" {
			t.Errorf("%s is incomplete", e.Name)
		}
	}
	if e, ok := EventByName("oauth.token.reuse_detected"); !ok || e.Level != LevelCritical || !e.Audit {
		t.Errorf("reuse = %+v, found %v; want critical and audited", e, ok)
	}
	for _, part := range []string{"issued", "refreshed", "refresh_failed", "rotated", "reuse_detected", "revoked"} {
		if _, ok := EventByName("oauth.token." + part); !ok {
			t.Errorf("no event for %s", part)
		}
	}
}

func TestAlertsCanBeEvaluated(t *testing.T) {
	for _, a := range Alerts() {
		m, ok := MetricByName(a.Metric)
		if !ok {
			t.Errorf("%s: metric %q does not exist", a.Key, a.Metric)
		}
		if (a.Attribute == "") != (a.Value == "") {
			t.Errorf("%s: attribute and value go together", a.Key)
		}
		if a.Attribute != "" {
			if !slices.Contains(m.Attributes, a.Attribute) {
				t.Errorf("%s: %s has no attribute %q", a.Key, a.Metric, a.Attribute)
			}
			attribute, _ := AttributeByName(a.Attribute)
			reason := a.Attribute == "oauth.reason" && slices.ContainsFunc(LogReasons(), func(r LogReason) bool { return r.Value == a.Value })
			if !reason && !slices.Contains(attribute.Values, a.Value) {
				t.Errorf("%s: %q is no value of %s", a.Key, a.Value, a.Attribute)
			}
		}
		if a.Window <= 0 || !a.House || a.Why == "" || a.First == "" {
			t.Errorf("%s is incomplete", a.Key)
		}
		if (a.Kind == AlertMultiple) != (a.Baseline > 0) {
			t.Errorf("%s: kind %s with baseline %s", a.Key, a.Kind, a.Baseline)
		}
		fits := map[AlertKind]Instrument{AlertCount: InstrumentCounter, AlertRatio: InstrumentCounter, AlertMultiple: InstrumentCounter, AlertPercentile: InstrumentHistogram, AlertAge: InstrumentGauge}
		if fits[a.Kind] != m.Instrument {
			t.Errorf("%s: kind %s on a %s", a.Key, a.Kind, m.Instrument)
		}
		if a.Kind == AlertRatio && (a.Threshold <= 0 || a.Threshold >= 1) {
			t.Errorf("%s: a ratio of %v", a.Key, a.Threshold)
		}
	}
	for _, key := range []string{"refresh_failures", "any_reuse", "reuse_burst", "revocation_spike", "unusual_places", "unknown_key", "key_age"} {
		if _, ok := AlertByKey(key); !ok {
			t.Errorf("no starter alert %s", key)
		}
	}
}

func TestRedactionCoversEverySecret(t *testing.T) {
	has := func(name string) bool {
		return slices.ContainsFunc(RedactedFields(), func(f RedactedField) bool { return f.Name == name })
	}
	for _, name := range strings.Fields("authorization cookie access_token refresh_token id_token code client_secret client_assertion dpop code_verifier") {
		if !has(name) {
			t.Errorf("%s is not redacted", name)
		}
	}
	secret := func(where, name string, typ ParamType) {
		if typ == TypeSecret && !has(name) {
			t.Errorf("%s: the secret %s is not redacted", where, name)
		}
	}
	for _, e := range Endpoints() {
		for _, p := range e.Params {
			secret(e.Key, p.Name, p.Type)
		}
		for _, f := range e.Response {
			secret(e.Key, f.Name, f.Type)
		}
	}
	for _, g := range GrantRequests() {
		for _, p := range g.Params {
			secret(g.Grant, p.Name, p.Type)
		}
		for _, f := range g.Response {
			secret(g.Grant, f.Name, f.Type)
		}
	}
	for _, p := range ClientAuthParams() {
		secret("client authentication", p.Name, p.Type)
	}
}
