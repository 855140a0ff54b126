// Keeps the promise that the sample tokens of pages are what the policy says, can be taken apart, and verify with the
// key beside them, and that the same policy has the same sample.
package generator

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
	"testing"
)

func part(t *testing.T, text string) []byte {
	t.Helper()
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// verified reports whether a signature is that of a text, by a public key as a JWK.
func verified(t *testing.T, key, text string, signature []byte) bool {
	t.Helper()
	var jwk struct{ Kty, Crv, X, Y string }
	if err := json.Unmarshal([]byte(key), &jwk); err != nil {
		t.Fatal(err)
	}
	if jwk.Kty == "OKP" {
		return ed25519.Verify(part(t, jwk.X), []byte(text), signature)
	}
	curve, hash := elliptic.P256(), crypto.SHA256
	switch jwk.Crv {
	case "P-384":
		curve, hash = elliptic.P384(), crypto.SHA384
	case "P-521":
		curve, hash = elliptic.P521(), crypto.SHA512
	}
	public, err := ecdsa.ParseUncompressedPublicKey(curve, append(append([]byte{4}, part(t, jwk.X)...), part(t, jwk.Y)...))
	if err != nil {
		t.Fatal(err)
	}
	h := hash.New()
	h.Write([]byte(text))
	n := len(signature) / 2
	return ecdsa.Verify(public, h.Sum(nil), new(big.Int).SetBytes(signature[:n]), new(big.Int).SetBytes(signature[n:]))
}

func TestSampleSignaturesVerify(t *testing.T) {
	for _, alg := range []string{"ES256", "ES384", "ES512", "EdDSA"} {
		signature, key, ok := sampleSignature(alg, []byte("a text"))
		again, _, _ := sampleSignature(alg, []byte("a text"))
		if !ok || !verified(t, string(key.JSON()), "a text", signature) {
			t.Errorf("%s: the signature is not that of the text", alg)
		}
		if verified(t, string(key.JSON()), "another text", signature) {
			t.Errorf("%s: the signature fits any text", alg)
		}
		if string(signature) != string(again) {
			t.Errorf("%s: two signatures of one text differ", alg)
		}
	}
	for _, alg := range []string{"RS256", "PS256", "HS256", "none", ""} {
		if _, _, ok := sampleSignature(alg, nil); ok {
			t.Errorf("%q has a sample key", alg)
		}
	}
}

func TestSampleTokensOfExamples(t *testing.T) {
	found := 0
	for _, name := range []string{"acme", "minimal", "github"} {
		p := exampleBook(t, name).Policy
		for id, s := range SampleTokens(p) {
			var header struct{ Alg string }
			var claims map[string]any
			if json.Unmarshal([]byte(s.Header), &header) != nil || json.Unmarshal([]byte(s.Claims), &claims) != nil {
				t.Fatalf("%s: %s: header or claims are no JSON:\n%s\n%s", name, id, s.Header, s.Claims)
			}
			for i := range p.Tokens.Get(id).Claims.Entries {
				e := &p.Tokens.Get(id).Claims.Entries[i]
				if _, ok := claims[e.ID]; !ok && e.V.Present.V == "always" {
					t.Errorf("%s: %s: the claim %s is always there, and not in the sample", name, id, e.ID)
				}
			}
			if s.Token == "" {
				continue
			}
			found++
			parts := strings.Split(s.Token, ".")
			if len(parts) != 3 || !verified(t, s.Key, parts[0]+"."+parts[1], part(t, parts[2])) {
				t.Errorf("%s: %s: the sample does not verify: %s", name, id, s.Token)
			}
			var inside map[string]any
			if json.Unmarshal(part(t, parts[1]), &inside) != nil || len(inside) != len(claims) {
				t.Errorf("%s: %s: the token holds other claims than are shown", name, id)
			}
		}
	}
	if found == 0 {
		t.Error("no example has a signed sample")
	}
}
