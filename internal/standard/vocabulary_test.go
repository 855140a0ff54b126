package standard

// These tests keep the promises of the short tables: algorithms, client
// authentication, bindings, profiles, checks and triggers.

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAlgorithms(t *testing.T) {
	cases := []struct {
		name, keyType string
		family        Family
		asymmetric    bool
		standing      Standing
	}{
		{"ES256", "EC", FamilyECDSA, true, StandingCurrent},
		{"PS256", "RSA", FamilyPSS, true, StandingCurrent},
		{"RS256", "RSA", FamilyPKCS1, true, StandingCurrent},
		{"EdDSA", "OKP", FamilyEdwards, true, StandingDeprecated},
		{"Ed25519", "OKP", FamilyEdwards, true, StandingCurrent},
		{"HS256", "oct", FamilyHMAC, false, StandingCurrent},
		{"none", "", FamilyNone, false, StandingForbidden},
	}
	for _, c := range cases {
		a, ok := AlgorithmByName(c.name)
		if !ok || a.KeyType != c.keyType || a.Family != c.family || a.Asymmetric != c.asymmetric || a.Standing != c.standing {
			t.Errorf("%s = %+v, found %v", c.name, a, ok)
		}
	}
	for _, name := range []string{"es256", "NONE", "None", "HS1", ""} {
		if _, ok := AlgorithmByName(name); ok {
			t.Errorf("%q is no algorithm: names are case-sensitive", name)
		}
	}
}

func TestClientAuths(t *testing.T) {
	want := map[string]CredentialKind{
		"none": CredentialNone, "client_secret_post": CredentialSymmetric, "client_secret_basic": CredentialSymmetric,
		"client_secret_jwt": CredentialSymmetric, "private_key_jwt": CredentialAsymmetric, "tls_client_auth": CredentialAsymmetric,
		"self_signed_tls_client_auth": CredentialAsymmetric, "attest_jwt_client_auth": CredentialAsymmetric,
	}
	got := map[string]CredentialKind{}
	for _, c := range ClientAuths() {
		got[c.Key] = c.Credential
		if c.Note == "" {
			t.Errorf("%s has no note", c.Key)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("client authentication (-want +got):\n%s", diff)
	}
	if _, ok := ClientAuthByKey("client_secret"); ok {
		t.Error("client_secret is no method")
	}
}

func TestBindings(t *testing.T) {
	cases := []struct {
		key, confirmation, tokenType string
		proof                        bool
	}{
		{"none", "", "Bearer", false},
		{"dpop", "jkt", "DPoP", true},
		{"mtls", "x5t#S256", "Bearer", true},
		{"device", "", "Bearer", false},
		{"audience", "", "Bearer", false},
	}
	for _, c := range cases {
		b, ok := BindingByKey(c.key)
		if !ok || b.Confirmation != c.confirmation || b.TokenType != c.tokenType || b.Proof != c.proof {
			t.Errorf("%s = %+v, found %v", c.key, b, ok)
		}
	}
	for _, b := range Bindings() {
		if b.Proof != (b.Confirmation != "") {
			t.Errorf("%s: a binding is proved exactly when the token names a key", b.Key)
		}
	}
}

func TestProfiles(t *testing.T) {
	var got []string
	for _, p := range Profiles() {
		got = append(got, p.Key)
	}
	want := strings.Fields("oauth-bcp browser fapi2 nist-aal1 nist-aal2 nist-aal3 asvs-l1 asvs-l2 asvs-l3 complete")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("profiles (-want +got):\n%s", diff)
	}
	if p, _ := ProfileByKey("nist-aal2"); p.Level != 2 || p.Document != "SP 800-63B-4" {
		t.Errorf("nist-aal2 = %+v", p)
	}
}

func TestChecksAreOrdered(t *testing.T) {
	want := []string{"signature", "typ", "issuer", "audience", "expiry", "not_before", "issued_at", "revocation", "scope", "binding", "client", "nonce", "replay", "acr", "auth_time"}
	last := -1
	for _, key := range want {
		at := PositionOfCheck(key)
		if at <= last {
			t.Errorf("%s is at %d, not after its predecessor at %d", key, at, last)
		}
		last = at
	}
	if PositionOfCheck("nonsense") != -1 {
		t.Error("an unknown check has a position")
	}
}

func TestChecksFitTheirTables(t *testing.T) {
	for _, c := range Checks() {
		e, ok := ErrorByCode(c.Error, c.Surface)
		if !ok {
			t.Errorf("%s: %s is no error of %s", c.Key, c.Error, c.Surface)
		}
		if c.Requires != FeatureNone && e.Requires != FeatureNone && c.Requires != e.Requires {
			t.Errorf("%s needs %s but its error needs %s", c.Key, c.Requires, e.Requires)
		}
		if !SafeDescription(c.PublicReason) || c.PublicReason == "" {
			t.Errorf("%s: public reason %q", c.Key, c.PublicReason)
		}
		if !slices.ContainsFunc(LogReasons(), func(r LogReason) bool { return r.Value == c.LogReason }) {
			t.Errorf("%s: %q is no bounded reason", c.Key, c.LogReason)
		}
		for _, name := range c.Claims {
			_, claim := ClaimByName(name)
			header := slices.ContainsFunc(HeaderParameters(), func(h HeaderParameter) bool { return h.Name == name })
			if !claim && !header {
				t.Errorf("%s reads %q, which is neither claim nor header member", c.Key, name)
			}
		}
		if c.Baseline && c.Requires != FeatureNone {
			t.Errorf("%s is baseline and needs %s", c.Key, c.Requires)
		}
	}
}

func TestPublicReasonsDoNotHelpForgers(t *testing.T) {
	for _, key := range []string{"signature", "algorithm", "typ", "issuer", "audience", "binding", "revocation"} {
		c, ok := CheckByKey(key)
		format, _ := CheckByKey("format")
		if !ok || c.PublicReason != format.PublicReason {
			t.Errorf("%s is told apart in public: %q", key, c.PublicReason)
		}
	}
	if c, _ := CheckByKey("expiry"); c.PublicReason == "The access token is invalid." {
		t.Error("expiry may be told, so that clients refresh without alarm")
	}
}

func TestTriggers(t *testing.T) {
	for _, key := range strings.Fields(`logout logout_everywhere password_change account_disabled account_deleted device_lost token_reuse
		admin_action credential_compromise consent_withdrawn client_disabled key_compromise inactivity`) {
		if _, ok := TriggerByKey(key); !ok {
			t.Errorf("%s is missing", key)
		}
	}
	units := strings.Fields("token family grant session device client user tenant key")
	for _, tr := range Triggers() {
		if !slices.Contains(units, tr.Usual) {
			t.Errorf("%s: %q is no unit", tr.Key, tr.Usual)
		}
		if (tr.Event == "") != (tr.EventCite == Cite{}) {
			t.Errorf("%s: event and its citation go together", tr.Key)
		}
		if tr.Event != "" && !strings.HasPrefix(tr.Event, "https://schemas.openid.net/secevent/") {
			t.Errorf("%s: event type %q", tr.Key, tr.Event)
		}
		if strings.HasSuffix(tr.Event, "/sessions-revoked") {
			t.Errorf("%s uses the withdrawn RISC event", tr.Key)
		}
	}
}
