package standard

// These tests keep the promise that the table of claims is complete and that the
// mandatory sets are those of the standards.

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestClaimsAreComplete(t *testing.T) {
	want := strings.Fields(`iss sub aud exp nbf iat jti client_id scope auth_time acr amr azp nonce at_hash c_hash s_hash sid events
		txn toe sub_id event_timestamp initiating_entity reason_admin reason_user cnf htm htu ath act may_act roles groups entitlements
		authorization_details status status_list ttl session_lifetime _claim_names _claim_sources name given_name family_name middle_name
		nickname preferred_username email email_verified phone_number phone_number_verified address birthdate gender zoneinfo locale
		picture profile website updated_at tenant username token_type active vot vtm`)
	var got []string
	for _, c := range Claims() {
		got = append(got, c.Name)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}
}

func TestRequiredClaims(t *testing.T) {
	cases := map[TokenKind]string{
		KindAccessToken:   "iss sub aud exp iat jti client_id",
		KindIDToken:       "iss sub aud exp iat nonce",
		KindAssertion:     "iss sub aud exp iat jti nonce auth_time",
		KindLogoutToken:   "iss aud exp iat jti events",
		KindDPoPProof:     "iat jti nonce htm htu ath",
		KindSecurityEvent: "iss iat jti events",
		KindIntrospection: "active",
		KindStatusList:    "sub iat status_list",
		KindClientAssert:  "iss sub aud exp",
	}
	for _, kind := range TokenKinds() {
		want, ok := cases[kind]
		if !ok {
			t.Errorf("no expectation for %s", kind)
		}
		if diff := cmp.Diff(strings.Fields(want), RequiredClaims(kind)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
	}
	for _, name := range []string{"nonce", "ath"} {
		if c, _ := ClaimByName(name); c.When == "" {
			t.Errorf("%s is mandatory only under a condition, which is not told", name)
		}
	}
}

func TestPersonalDataDegrees(t *testing.T) {
	cases := map[string]PersonalData{
		"iss": PersonalNone, "jti": PersonalLow, "sub": PersonalMedium, "email": PersonalHigh, "phone_number": PersonalHigh,
		"name": PersonalHigh, "username": PersonalHigh, "scope": PersonalNone, "cnf": PersonalLow,
	}
	for name, want := range cases {
		if c, ok := ClaimByName(name); !ok || c.PersonalData != want {
			t.Errorf("%s: %q, found %v; want %q", name, c.PersonalData, ok, want)
		}
	}
	for _, c := range Claims() {
		if c.PersonalData.Rank() < 0 || c.Type == "" || c.Description == "" {
			t.Errorf("%s is incomplete: %+v", c.Name, c)
		}
	}
	if PersonalNone.Rank() != 0 || PersonalHigh.Rank() != 3 || PersonalData("secret").Rank() != -1 {
		t.Error("ranks of personal data")
	}
}

func TestClaimNamesAreCaseSensitive(t *testing.T) {
	if _, ok := ClaimByName("ISS"); ok {
		t.Error("claim names differ by case")
	}
}
