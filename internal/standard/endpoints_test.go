package standard

// These tests keep the promise that every endpoint and every grant can be turned
// into a contract: parameters, responses, statuses and surfaces fit together.

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEndpointsAreComplete(t *testing.T) {
	want := strings.Fields(`authorization token revocation introspection jwks metadata openid_configuration protected_resource_metadata
		status_list pushed_authorization device_authorization ciba registration authorization_challenge userinfo end_session
		backchannel_logout frontchannel_logout global_revocation event_delivery`)
	var got []string
	for _, e := range Endpoints() {
		got = append(got, e.Key)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("endpoints (-want +got):\n%s", diff)
	}
}

func TestEndpointFacts(t *testing.T) {
	cases := []struct {
		key      string
		metadata string
		success  int
		request  Encoding
		cache    string
	}{
		{"token", "token_endpoint", 200, EncodingForm, "no-store"},
		{"revocation", "revocation_endpoint", 200, EncodingForm, ""},
		{"introspection", "introspection_endpoint", 200, EncodingForm, ""},
		{"pushed_authorization", "pushed_authorization_request_endpoint", 201, EncodingForm, "no-cache, no-store"},
		{"device_authorization", "device_authorization_endpoint", 200, EncodingForm, "no-store"},
		{"registration", "registration_endpoint", 201, EncodingJSON, "no-store"},
		{"global_revocation", "global_token_revocation_endpoint", 204, EncodingJSON, ""},
		{"event_delivery", "", 202, EncodingSET, ""},
		{"jwks", "jwks_uri", 200, EncodingNone, ""},
		{"end_session", "end_session_endpoint", 0, EncodingQuery, ""},
		{"userinfo", "userinfo_endpoint", 200, EncodingNone, ""},
		{"ciba", "backchannel_authentication_endpoint", 200, EncodingForm, "no-store"},
	}
	for _, c := range cases {
		e, ok := EndpointByKey(c.key)
		if !ok || e.Metadata != c.metadata || e.Success != c.success || e.Request != c.request || e.CacheControl != c.cache {
			t.Errorf("%s: found %v, %q %d %q %q; want %+v", c.key, ok, e.Metadata, e.Success, e.Request, e.CacheControl, c)
		}
	}
	if _, ok := EndpointByKey("nowhere"); ok {
		t.Error("an unknown endpoint was found")
	}
}

func TestEndpointsFitTheSurfaces(t *testing.T) {
	reached := map[Surface]bool{SurfaceResource: true}
	for _, e := range Endpoints() {
		if len(e.Methods) == 0 || e.Host == "" || e.Title == "" {
			t.Errorf("%s is incomplete", e.Key)
		}
		if e.Surface != "" {
			reached[e.Surface] = true
			if _, ok := SurfaceByKey(e.Surface); !ok {
				t.Errorf("%s: unknown surface %q", e.Key, e.Surface)
			}
		}
		if len(e.Response) > 0 && len(e.Responses) == 0 && e.Success != 0 {
			t.Errorf("%s: members but no media type", e.Key)
		}
		if len(e.Params) > 0 && e.Request == EncodingNone {
			t.Errorf("%s: parameters but no encoding", e.Key)
		}
		if e.Path != "" && !strings.HasPrefix(e.Path, "/.well-known/") {
			t.Errorf("%s: path %q", e.Key, e.Path)
		}
	}
	for _, s := range Surfaces() {
		if !reached[s.Surface] {
			t.Errorf("no endpoint leads to surface %s", s.Surface)
		}
	}
}

func TestParametersAndFields(t *testing.T) {
	params := func(where string, list []Param) {
		seen := map[string]bool{}
		for _, p := range list {
			if seen[p.Name] {
				t.Errorf("%s: parameter %s occurs twice", where, p.Name)
			}
			seen[p.Name] = true
			if p.Name == "" || p.Type == "" || p.Description == "" || p.Example == "" {
				t.Errorf("%s: parameter %q is incomplete", where, p.Name)
			}
			if p.Required && p.Conditional != "" {
				t.Errorf("%s: parameter %s is required and conditional", where, p.Name)
			}
		}
	}
	fields := func(where string, list []Field) {
		seen := map[string]bool{}
		for _, f := range list {
			if seen[f.Name] {
				t.Errorf("%s: field %s occurs twice", where, f.Name)
			}
			seen[f.Name] = true
			if f.Name == "" || f.Type == "" || f.Description == "" || f.Example == "" {
				t.Errorf("%s: field %q is incomplete", where, f.Name)
			}
			if f.Required && f.Conditional != "" {
				t.Errorf("%s: field %s is required and conditional", where, f.Name)
			}
		}
	}
	for _, e := range Endpoints() {
		params(e.Key, e.Params)
		fields(e.Key, e.Response)
	}
	for _, g := range GrantRequests() {
		params(g.Grant, g.Params)
		fields(g.Grant, g.Response)
	}
	params("client authentication", ClientAuthParams())
}

func TestRequiredParameters(t *testing.T) {
	required := func(list []Param) (names []string) {
		for _, p := range list {
			if p.Required {
				names = append(names, p.Name)
			}
		}
		return names
	}
	cases := map[string]string{
		"authorization": "response_type client_id", "token": "grant_type", "revocation": "token", "introspection": "token",
		"ciba": "scope", "backchannel_logout": "logout_token", "global_revocation": "sub_id",
	}
	for key, want := range cases {
		e, _ := EndpointByKey(key)
		if diff := cmp.Diff(strings.Fields(want), required(e.Params)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", key, diff)
		}
	}
	grants := map[string]string{
		"authorization_code": "code", "refresh_token": "refresh_token", "device_code": "device_code",
		"token_exchange": "subject_token subject_token_type", "jwt_bearer": "assertion", "ciba": "auth_req_id", "password": "username password",
	}
	for grant, want := range grants {
		g, _ := GrantRequestByKey(grant)
		if diff := cmp.Diff(strings.Fields(want), required(g.Params)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", grant, diff)
		}
	}
}

func TestGrantRequestsFitTheGrants(t *testing.T) {
	var want, got []string
	for _, g := range Grants() {
		if g.URI != "" {
			want = append(want, g.Key+" "+g.URI)
		}
	}
	for _, g := range GrantRequests() {
		got = append(got, g.Grant+" "+g.URI)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("grants that reach the token endpoint (-grants +requests):\n%s", diff)
	}
}

func TestGrants(t *testing.T) {
	cases := []struct {
		key, uri string
		standing Standing
		user     bool
	}{
		{"authorization_code", "authorization_code", StandingCurrent, true},
		{"client_credentials", "client_credentials", StandingCurrent, false},
		{"device_code", "urn:ietf:params:oauth:grant-type:device_code", StandingCurrent, true},
		{"token_exchange", "urn:ietf:params:oauth:grant-type:token-exchange", StandingCurrent, false},
		{"ciba", "urn:openid:params:grant-type:ciba", StandingCurrent, true},
		{"password", "password", StandingForbidden, true},
		{"implicit", "", StandingDeprecated, true},
	}
	for _, c := range cases {
		g, ok := GrantByKey(c.key)
		if !ok || g.URI != c.uri || g.Standing != c.standing || g.UserPresent != c.user {
			t.Errorf("%s = %+v, found %v", c.key, g, ok)
		}
		if c.uri == "" {
			continue
		}
		if byURI, ok := GrantByURI(c.uri); !ok || byURI.Key != c.key {
			t.Errorf("%s leads to %q, found %v", c.uri, byURI.Key, ok)
		}
	}
	if _, ok := GrantByURI(""); ok {
		t.Error("an empty grant_type names no grant")
	}
	for _, g := range Grants() {
		if g.Standing != StandingCurrent && (g.Note == "" || g.NoteCite.Document == "") {
			t.Errorf("%s is %s without reason", g.Key, g.Standing)
		}
	}
}

func TestSecretsAreTypedAsSecrets(t *testing.T) {
	secret := []string{"refresh_token", "code", "client_secret", "device_code", "code_verifier", "password", "access_token", "token"}
	check := func(where, name string, typ ParamType) {
		if slices.Contains(secret, name) && typ != TypeSecret {
			t.Errorf("%s: %s has type %s", where, name, typ)
		}
	}
	for _, e := range Endpoints() {
		for _, p := range e.Params {
			check(e.Key, p.Name, p.Type)
		}
		for _, f := range e.Response {
			check(e.Key, f.Name, f.Type)
		}
	}
	for _, g := range GrantRequests() {
		for _, p := range g.Params {
			check(g.Grant, p.Name, p.Type)
		}
	}
	for _, p := range ClientAuthParams() {
		check("client authentication", p.Name, p.Type)
	}
}
