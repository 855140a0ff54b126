package standard

// These tests keep the promise that the catalogue is complete, that each entry
// tells a client one thing to do, and that nothing in it breaks the wire format.

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// registered lists, by surface, every code that the catalogue has to have.
var registered = map[Surface][]string{
	SurfaceAuthorization: {
		"invalid_request", "unauthorized_client", "access_denied", "unsupported_response_type", "invalid_scope", "server_error",
		"temporarily_unavailable", "invalid_target", "invalid_authorization_details", "invalid_request_uri", "invalid_request_object",
		"request_not_supported", "request_uri_not_supported", "missing_trust_anchor", "validation_failed", "interaction_required",
		"login_required", "account_selection_required", "consent_required", "registration_not_supported", "unmet_authentication_requirements",
	},
	SurfaceToken: {
		"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
		"invalid_target", "invalid_authorization_details", "invalid_dpop_proof", "use_dpop_nonce", "too_many_requests", "server_error",
		"temporarily_unavailable", "authorization_pending", "slow_down", "expired_token", "access_denied", "use_attestation_challenge",
		"use_fresh_attestation", "invalid_client_attestation", "need_info", "request_denied", "request_submitted",
		"unsupported_pop_key", "incompatible_ace_profiles",
	},
	SurfaceResource: {
		"invalid_request", "invalid_token", "insufficient_scope", "insufficient_user_authentication", "invalid_dpop_proof",
		"use_dpop_nonce", "missing_credentials", "too_many_requests", "server_error", "temporarily_unavailable",
		"use_attestation_challenge", "use_fresh_attestation", "invalid_client_attestation",
	},
	SurfaceUserinfo:   {"invalid_token", "insufficient_scope"},
	SurfaceRevocation: {"invalid_request", "invalid_client", "unauthorized_client", "unsupported_token_type", "too_many_requests", "temporarily_unavailable"},
	SurfaceIntrospection: {
		"invalid_request", "invalid_client", "invalid_token", "too_many_requests", "temporarily_unavailable",
	},
	SurfacePushedAuthorization: {
		"invalid_request", "invalid_client", "invalid_request_object", "method_not_allowed", "content_too_large", "too_many_requests",
	},
	SurfaceDeviceAuthorization: {"invalid_request", "invalid_client", "unauthorized_client", "invalid_scope"},
	SurfaceRegistration: {
		"invalid_redirect_uri", "invalid_client_metadata", "invalid_software_statement", "unapproved_software_statement", "invalid_token",
	},
	SurfaceBackchannelAuthentication: {
		"invalid_request", "invalid_client", "unauthorized_client", "invalid_scope", "expired_login_hint_token", "unknown_user_id",
		"missing_user_code", "invalid_user_code", "invalid_binding_message", "access_denied", "transaction_failed",
	},
	SurfaceLogout: {"invalid_request"},
	SurfaceEventDelivery: {
		"invalid_request", "invalid_key", "invalid_issuer", "invalid_audience", "authentication_failed", "access_denied",
	},
	SurfaceGlobalRevocation: {"bad_subject", "unauthenticated", "forbidden", "subject_not_found", "cannot_revoke"},
	SurfaceChallenge:        {"insufficient_authorization", "redirect_to_web", "invalid_session"},
}

func TestCatalogueIsComplete(t *testing.T) {
	got := map[Surface][]string{}
	for _, e := range Errors() {
		got[e.Surface] = append(got[e.Surface], e.Code)
	}
	sorted := func(m map[Surface][]string) map[Surface][]string {
		out := map[Surface][]string{}
		for s, codes := range m {
			out[s] = slices.Sorted(slices.Values(codes))
		}
		return out
	}
	if diff := cmp.Diff(sorted(registered), sorted(got)); diff != "" {
		t.Errorf("codes by surface (-want +got):\n%s", diff)
	}
	for _, s := range Surfaces() {
		if len(ErrorsOn(s.Surface)) == 0 {
			t.Errorf("surface %s has no error", s.Surface)
		}
	}
}

func TestStatuses(t *testing.T) {
	cases := []struct {
		surface Surface
		code    string
		status  int
		onWire  bool
	}{
		{SurfaceToken, "invalid_grant", 400, true},
		{SurfaceToken, "invalid_client", 401, true},
		{SurfaceToken, "use_dpop_nonce", 400, true},
		{SurfaceToken, "slow_down", 400, true},
		{SurfaceToken, "too_many_requests", 429, false},
		{SurfaceToken, "temporarily_unavailable", 503, false},
		{SurfaceResource, "invalid_request", 400, true},
		{SurfaceResource, "invalid_token", 401, true},
		{SurfaceResource, "insufficient_scope", 403, true},
		{SurfaceResource, "insufficient_user_authentication", 401, true},
		{SurfaceResource, "use_dpop_nonce", 401, true},
		{SurfaceResource, "missing_credentials", 401, false},
		{SurfaceRevocation, "unsupported_token_type", 400, true},
		{SurfaceRevocation, "temporarily_unavailable", 503, false},
		{SurfacePushedAuthorization, "method_not_allowed", 405, false},
		{SurfacePushedAuthorization, "content_too_large", 413, false},
		{SurfaceBackchannelAuthentication, "access_denied", 403, true},
		{SurfaceGlobalRevocation, "cannot_revoke", 422, false},
		{SurfaceAuthorization, "temporarily_unavailable", 0, true},
	}
	for _, c := range cases {
		e, ok := ErrorByCode(c.code, c.surface)
		if !ok || e.Status != c.status || e.CodeOnWire != c.onWire {
			t.Errorf("%s on %s: found %v, status %d, on wire %v; want %d, %v", c.code, c.surface, ok, e.Status, e.CodeOnWire, c.status, c.onWire)
		}
	}
	for _, e := range Errors() {
		s, ok := SurfaceByKey(e.Surface)
		if !ok {
			t.Errorf("%s: unknown surface", e.Key())
		}
		if redirect := s.Carrier == CarrierRedirect; redirect != (e.Status == 0) && e.Code != "transaction_failed" {
			t.Errorf("%s: status %d on a surface with carrier %s", e.Key(), e.Status, s.Carrier)
		}
		if e.Status != 0 && (e.Status < 400 || e.Status > 599) {
			t.Errorf("%s: status %d is no error", e.Key(), e.Status)
		}
	}
}

func TestEntriesTellWhatToDo(t *testing.T) {
	for _, e := range Errors() {
		if !slices.Contains(Actions(), e.Action) || !slices.Contains(Retries(), e.Retry) || !slices.Contains(Levels(), e.LogLevel) {
			t.Errorf("%s: action %q, retry %q or level %q is unknown", e.Key(), e.Action, e.Retry, e.LogLevel)
		}
		if e.Meaning == "" || e.UserMessage == "" || len(e.Triggers) == 0 || len(e.Neighbours) == 0 || len(e.Recovery) == 0 {
			t.Errorf("%s: a text is missing", e.Key())
		}
		if e.Description == "" && e.CodeOnWire {
			t.Errorf("%s: nothing to put into error_description", e.Key())
		}
		if e.Cite.Document == "" {
			t.Errorf("%s: no citation", e.Key())
		}
	}
}

// allowedRetries says which answers fit an action, so that generated clients never loop.
var allowedRetries = map[Action][]Retry{
	ActionRefresh:        {RetryAfterRefresh},
	ActionObtainToken:    {RetryOnce},
	ActionRetry:          {RetryOnce},
	ActionBackoff:        {RetryWithBackoff},
	ActionReauthenticate: {RetryNever},
	ActionStepUp:         {RetryNever},
	ActionRequestScope:   {RetryNever},
	ActionFixRequest:     {RetryNever},
	ActionUseNonce:       {RetryOnce},
	ActionPoll:           {RetryAfterInterval},
	ActionSlowDown:       {RetryAfterInterval},
	ActionContinue:       {RetryOnce},
	ActionStop:           {RetryNever},
	ActionOperator:       {RetryNever, RetryOnce, RetryWithBackoff},
}

func TestRetryFitsTheAction(t *testing.T) {
	for _, e := range Errors() {
		if !slices.Contains(allowedRetries[e.Action], e.Retry) {
			t.Errorf("%s: action %s with retry %s", e.Key(), e.Action, e.Retry)
		}
	}
	for _, a := range Actions() {
		if len(allowedRetries[a]) == 0 {
			t.Errorf("no retry is allowed for action %s", a)
		}
		if !slices.ContainsFunc(Errors(), func(e ErrorCode) bool { return e.Action == a }) {
			t.Errorf("no error leads to action %s", a)
		}
	}
}

func TestHeadersThatHTTPDemands(t *testing.T) {
	has := func(e ErrorCode, name string) bool {
		return slices.ContainsFunc(e.Headers, func(h Header) bool { return h.Name == name })
	}
	for _, e := range Errors() {
		demanded := map[int]string{401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After", 503: "Retry-After"}[e.Status]
		if demanded != "" && !has(e, demanded) {
			t.Errorf("%s: status %d without %s", e.Key(), e.Status, demanded)
		}
		s, _ := SurfaceByKey(e.Surface)
		if s.Carrier == CarrierChallenge && e.CodeOnWire && !has(e, "WWW-Authenticate") {
			t.Errorf("%s: the code travels in WWW-Authenticate, which is missing", e.Key())
		}
		if e.Action == ActionUseNonce && !has(e, "DPoP-Nonce") && !has(e, "OAuth-Client-Attestation-Challenge") {
			t.Errorf("%s: no header carries the value to use", e.Key())
		}
		if e.Surface == SurfaceToken && e.CodeOnWire && e.Requires != FeatureACE && !has(e, "Cache-Control") {
			t.Errorf("%s: the answer may be cached", e.Key())
		}
		for _, h := range e.Headers {
			if h.Name == "" || h.Value == "" || h.Why == "" {
				t.Errorf("%s: header %+v is incomplete", e.Key(), h)
			}
		}
	}
}

func TestTextsOnTheWireAreSafe(t *testing.T) {
	code := regexp.MustCompile(`^[a-z][a-z_]*[a-z]$`)
	leak := regexp.MustCompile(`(?i)stack|exception|sql|database|password|secret|e-mail|@|https?:`)
	for _, e := range Errors() {
		if !code.MatchString(e.Code) {
			t.Errorf("%s: the code is not lower snake case", e.Key())
		}
		for _, text := range []string{e.Description, e.UserMessage} {
			if !SafeDescription(text) {
				t.Errorf("%s: %q has a character that error_description forbids", e.Key(), text)
			}
			if leak.MatchString(text) {
				t.Errorf("%s: %q tells too much", e.Key(), text)
			}
		}
		if strings.Contains(e.UserMessage, "_") {
			t.Errorf("%s: %q is not for people", e.Key(), e.UserMessage)
		}
	}
}

func TestSafeDescription(t *testing.T) {
	cases := map[string]bool{
		"":                     true,
		"plain text (100%) ~!": true,
		"a \"quoted\" word":    false,
		`a back\slash`:         false,
		"a\nline":              false,
		"a\ttab":               false,
		"caf\u00e9":            false,
		"delete \x7f":          false,
		"\u2028":               false,
		"</script>":            true,
	}
	for text, want := range cases {
		if got := SafeDescription(text); got != want {
			t.Errorf("SafeDescription(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestLookAlikesPointToEntries(t *testing.T) {
	for _, l := range LookAlikes() {
		for _, key := range l.Use {
			if !slices.ContainsFunc(Errors(), func(e ErrorCode) bool { return e.Key() == key }) {
				t.Errorf("%s: %s is not in the catalogue", l.Code, key)
			}
		}
		if found := ErrorsByCode(l.Code); len(found) > 0 && l.Code != "invalid_audience" {
			t.Errorf("%s is registered after all: %s", l.Code, found[0].Key())
		}
	}
}

func TestErrorLookups(t *testing.T) {
	if _, ok := ErrorByCode("invalid_grant", SurfaceResource); ok {
		t.Error("invalid_grant is no error of a resource server")
	}
	var surfaces []Surface
	for _, e := range ErrorsByCode("use_dpop_nonce") {
		surfaces = append(surfaces, e.Surface)
	}
	if diff := cmp.Diff([]Surface{SurfaceToken, SurfaceResource}, surfaces); diff != "" {
		t.Errorf("surfaces of use_dpop_nonce (-want +got):\n%s", diff)
	}
	if list := ErrorsByCode("token_expired"); list != nil {
		t.Errorf("token_expired is not registered, got %v", list)
	}
}

func TestAppliesWith(t *testing.T) {
	with := func(have ...Feature) func(Feature) bool {
		return func(f Feature) bool { return slices.Contains(have, f) }
	}
	cases := []struct {
		code string
		have []Feature
		want bool
	}{
		{"invalid_grant", nil, true},
		{"use_dpop_nonce", nil, false},
		{"use_dpop_nonce", []Feature{FeatureDPoP}, true},
		{"slow_down", []Feature{FeatureDevice}, true},
		{"slow_down", []Feature{FeatureCIBA}, true},
		{"slow_down", []Feature{FeatureDPoP}, false},
	}
	for _, c := range cases {
		e, _ := ErrorByCode(c.code, SurfaceToken)
		if got := e.AppliesWith(with(c.have...)); got != c.want {
			t.Errorf("%s with %v: %v, want %v", c.code, c.have, got, c.want)
		}
	}
}
