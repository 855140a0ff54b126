// These tests keep the promise that a token is let through exactly where the policy lets it, to the millisecond, and that
// a refusal looks as the policy says.
package resourceserver

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	acme "github.com/tokenbook/tokenbook/examples/acme/golden/code/go"
)

var issued = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func sign(t *testing.T, key any, algorithm jose.SignatureAlgorithm, kind string, embed bool, claims map[string]any) string {
	t.Helper()
	options := (&jose.SignerOptions{EmbedJWK: embed}).WithType(jose.ContentType(kind))
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, options)
	if err != nil {
		t.Fatal(err)
	}
	text, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// call is a request with a token and a proof, each of which a test can spoil.
type call struct {
	issuerKey, clientKey *ecdsa.PrivateKey
	claims, proof        map[string]any
	typ, scheme          string
	now                  time.Time
	spoil                func(token string) string
}

func goodCall(t *testing.T) *call {
	t.Helper()
	c := &call{issuerKey: newKey(t), clientKey: newKey(t), typ: "at+jwt", scheme: "DPoP", now: issued.Add(time.Minute)}
	public := jose.JSONWebKey{Key: c.clientKey.Public()}
	sum, err := public.Thumbprint(crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	life, _ := acme.ExpectedExpiresIn(acme.TokenAccess, acme.ClientMobile, acme.EnvironmentProduction)
	c.claims = map[string]any{"iss": "https://id.acme.example", "sub": "u1", "aud": "https://storefront.acme.example", "exp": issued.Add(life).Unix(),
		"nbf": issued.Unix(), "iat": issued.Unix(), "jti": "t1", "client_id": "mobile", "scope": "orders.read orders.write",
		"cnf": map[string]any{"jkt": base64.RawURLEncoding.EncodeToString(sum)}}
	c.proof = map[string]any{"htm": "GET", "htu": "https://storefront.acme.example/orders", "jti": "p1"}
	return c
}

// send sends the call to a guarded handler, as often as asked, and returns the last answer.
func (c *call) send(t *testing.T, times int) *http.Response {
	t.Helper()
	seen := map[string]bool{}
	guard := &Guard{Environment: acme.EnvironmentProduction, Service: acme.ResourceServerStorefront, Now: func() time.Time { return c.now },
		Keys: func(context.Context, string) (jose.JSONWebKey, bool) {
			return jose.JSONWebKey{Key: c.issuerKey.Public(), Algorithm: "ES256"}, true
		},
		Seen: func(_ context.Context, thumbprint, jti string) bool {
			was := seen[thumbprint+jti]
			seen[thumbprint+jti] = true
			return was
		}}
	handler := guard.Require(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if From(r.Context()).Subject != "u1" {
			t.Errorf("the handler sees %q", From(r.Context()).Subject)
		}
	}), acme.ScopeOrdersRead)
	token := sign(t, c.issuerKey, jose.ES256, c.typ, false, c.claims)
	if c.spoil != nil {
		token = c.spoil(token)
	}
	if _, set := c.proof["ath"]; !set {
		sum := sha256.Sum256([]byte(token))
		c.proof["ath"] = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	if _, set := c.proof["iat"]; !set {
		c.proof["iat"] = c.now.Unix()
	}
	proof := sign(t, c.clientKey, jose.ES256, "dpop+jwt", true, c.proof)
	var answer *http.Response
	for range times {
		r := httptest.NewRequest(http.MethodGet, "https://storefront.acme.example/orders?page=2", nil)
		r.Header.Set("Authorization", c.scheme+" "+token)
		r.Header.Set("DPoP", proof)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		answer = w.Result()
	}
	return answer
}

const fine = acme.Cause(0)

func TestTokens(t *testing.T) {
	life, ok := acme.ExpectedExpiresIn(acme.TokenAccess, acme.ClientMobile, acme.EnvironmentProduction)
	if !ok {
		t.Fatal("the policy states no life of access tokens")
	}
	end := issued.Add(life)
	for _, tc := range []struct {
		name  string
		spoil func(c *call)
		want  acme.Cause
	}{
		{"good", func(*call) {}, fine},
		{"exp − 1 s", func(c *call) { c.now = end.Add(-time.Second) }, fine},
		{"exp", func(c *call) { c.now = end }, fine},
		{"exp + skew − 1 ms", func(c *call) { c.now = end.Add(acme.ClockSkew - time.Millisecond) }, fine},
		{"exp + skew", func(c *call) { c.now = end.Add(acme.ClockSkew) }, acme.CauseAccessExpired},
		{"nbf − skew", func(c *call) { c.now = issued.Add(-acme.ClockSkewFuture) }, fine},
		{"nbf − skew − 1 ms", func(c *call) { c.now = issued.Add(-acme.ClockSkewFuture - time.Millisecond) }, acme.CauseSignatureInvalid},
		{"wrong audience", func(c *call) { c.claims["aud"] = "https://payments.acme.example" }, acme.CauseWrongAudience},
		{"several audiences", func(c *call) { c.claims["aud"] = []string{"https://x.example", "https://storefront.acme.example"} }, fine},
		{"wrong issuer", func(c *call) { c.claims["iss"] = "https://id.staging.acme.example" }, acme.CauseSignatureInvalid},
		{"an ID token", func(c *call) { c.typ = "JWT" }, acme.CauseTokenOfWrongType},
		{"no exp", func(c *call) { delete(c.claims, "exp") }, acme.CauseTokenOfWrongType},
		{"no jti", func(c *call) { delete(c.claims, "jti") }, acme.CauseTokenOfWrongType},
		{"a scope is missing", func(c *call) { c.claims["scope"] = "orders.write" }, acme.CauseScopeMissing},
		{"half a scope", func(c *call) { c.claims["scope"] = "orders.reader" }, acme.CauseScopeMissing},
		{"no token", func(c *call) { c.scheme = "Basic" }, acme.CauseMissingCredentials},
		{"as a bearer token", func(c *call) { c.scheme = "Bearer" }, acme.CauseMissingCredentials},
		{"changed", func(c *call) { c.spoil = func(s string) string { return s[:len(s)-4] + "AAAA" } }, acme.CauseSignatureInvalid},
		{"unsigned", func(c *call) {
			c.spoil = func(s string) string {
				return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"at+jwt"}`)) + "." + strings.Split(s, ".")[1] + "."
			}
		}, acme.CauseSignatureInvalid},
		{"signed with HMAC", func(c *call) {
			c.spoil = func(string) string {
				return sign(t, []byte("0123456789abcdef0123456789abcdef"), jose.HS256, "at+jwt", false, c.claims)
			}
		}, acme.CauseSignatureInvalid},
		{"another client's key", func(c *call) { c.clientKey = newKey(t) }, acme.CauseBindingFailed},
		{"another method", func(c *call) { c.proof["htm"] = "POST" }, acme.CauseBindingFailed},
		{"another address", func(c *call) { c.proof["htu"] = "https://storefront.acme.example/cart" }, acme.CauseBindingFailed},
		{"another token's proof", func(c *call) { c.proof["ath"] = "x" }, acme.CauseBindingFailed},
		{"a proof at the end of its window", func(c *call) { c.proof["iat"] = c.now.Add(-acme.DPoPProofWindow).Unix() }, fine},
		{"an old proof", func(c *call) { c.proof["iat"] = c.now.Add(-acme.DPoPProofWindow - time.Second).Unix() }, acme.CauseBindingFailed},
		{"a token without a key", func(c *call) { delete(c.claims, "cnf") }, acme.CauseBindingFailed},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := goodCall(t)
			tc.spoil(c)
			answer := c.send(t, 1)
			if tc.want == fine {
				if answer.StatusCode != http.StatusOK {
					t.Errorf("refused: %d %s", answer.StatusCode, answer.Header.Get("WWW-Authenticate"))
				}
				return
			}
			info, _ := acme.LookupCause(tc.want)
			if status, _ := info.Status.Get(); answer.StatusCode != status {
				t.Errorf("status %d, want %d", answer.StatusCode, status)
			}
			challenge := answer.Header.Get("WWW-Authenticate")
			if info.URL != "" && !strings.Contains(challenge, `error_uri="`+info.URL+`"`) || info.Code != "" && !strings.Contains(challenge, `error="`+string(info.Code)+`"`) {
				t.Errorf("answers %s, want %s", challenge, tc.want)
			}
		})
	}
}

func TestProofIsUsedOnce(t *testing.T) {
	if answer := goodCall(t).send(t, 2); answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("the second call with one proof is answered with %d", answer.StatusCode)
	}
}
