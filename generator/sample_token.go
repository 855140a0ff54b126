package generator

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"math/big"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// SampleToken is a JWT as the policy describes it, for readers to take apart: signed with a key that everybody knows, at
// a fixed moment, so that no server that checks anything takes it.
type SampleToken struct {
	// Token is the compact form; empty where the policy's algorithm has no sample key (RSA and shared secrets).
	Token string
	// Header and Claims are JSON, laid out for people; Key is the public key as a JWK, empty where Token is.
	Header, Claims, Key string
}

// sampleKeySeed makes the sample keys: private keys that are published are no secret, and say so by where they come from.
const sampleKeySeed = "tokenbook sample key, known to everybody: "

// sampleThumbprint is the key thumbprint of the example in RFC 9449, section 6.1.
const sampleThumbprint = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"

// SampleTokens are the samples of all tokens that are JWTs, by the names of the tokens.
func SampleTokens(p *specs.Policy) map[string]SampleToken {
	out := map[string]SampleToken{}
	for i := range p.Tokens.Entries {
		id := p.Tokens.Entries[i].ID
		t, _, ok := specs.Effective[specs.Token](p, "tokens."+id, specs.Selection{})
		if !ok || t.Format.Kind.V != specs.FormatJWT {
			continue
		}
		if s, ok := sampleToken(p, &t); ok {
			out[id] = s
		}
	}
	return out
}

// sampleToken is the sample of one token; ok is false where the policy lists no claims.
func sampleToken(p *specs.Policy, t *specs.Token) (SampleToken, bool) {
	c := &claimWriter{p: p, token: t}
	c.members(&t.Claims, true)
	claims := c.example
	if t.Claims.Len() == 0 {
		return SampleToken{}, false
	}
	for _, name := range c.required {
		if name, ok := name.(string); ok && !claims.Has(name) {
			inner, _ := c.properties.Get(name).(*contract.Object)
			claims.Set(name, sampleClaim(p, name, t, claims, inner))
		}
	}
	header, alg := new(contract.Object), ""
	for i := range p.Issuers.Entries {
		a := &api{p: p, issuer: p.Issuers.Entries[i].V, id: p.Issuers.Entries[i].ID}
		if alg = a.algorithm(t); alg != "" {
			break
		}
	}
	header.Fill("alg", alg)
	for i := range t.Header.Entries {
		if e := &t.Header.Entries[i]; e.ID != "alg" && e.V.IsSet() {
			header.Set(escape.Valid(e.ID), escape.Valid(e.V.V))
		}
	}
	s := SampleToken{Header: string(header.JSON()), Claims: string(claims.JSON())}
	signed := base64.RawURLEncoding.EncodeToString(header.Compact()) + "." + base64.RawURLEncoding.EncodeToString(claims.Compact())
	signature, key, ok := sampleSignature(alg, []byte(signed))
	if ok {
		s.Token, s.Key = signed+"."+base64.RawURLEncoding.EncodeToString(signature), string(key.JSON())
	}
	return s, true
}

// sampleClaim is a value for a claim of which the policy gives no sample.
func sampleClaim(p *specs.Policy, name string, t *specs.Token, claims, schema *contract.Object) any {
	issued := int64(sampleMoment)
	if v, ok := claims.Get("iat").(json.Number); ok {
		if n, err := v.Int64(); err == nil {
			issued = n
		}
	}
	switch name {
	case "exp":
		if l := t.Lifetime.TTL.Fixed; l.IsSet() && l.V.Kind == specs.Finite {
			return issued + l.V.D.Seconds()
		}
		return issued + 60
	case "iat", "nbf", "auth_time":
		return issued
	case "sub":
		return "248289761001"
	case "jti", "sid":
		return "sample-" + name
	case "cnf":
		member := "jkt"
		if own := t.Claims.Get(name); own != nil && len(own.Members.Entries) > 0 {
			member = own.Members.Entries[0].ID
		}
		return new(contract.Object).Set(escape.Valid(member), sampleThumbprint)
	case "client_id":
		if ids := p.Clients.IDs(); len(ids) > 0 {
			return escape.Valid(ids[0])
		}
	}
	switch kind, _ := schema.Get("type").(string); kind {
	case "integer", "number":
		return 1
	case "boolean":
		return true
	case "array":
		return contract.Of("example")
	case "object":
		return new(contract.Object)
	}
	return "example"
}

// sampleSignature signs with the sample key of an algorithm, by RFC 6979 or EdDSA, so that the same text has the same
// signature. ok is false for algorithms without a sample key.
func sampleSignature(alg string, text []byte) (signature []byte, key *contract.Object, ok bool) {
	encode := base64.RawURLEncoding.EncodeToString
	if alg == "EdDSA" || alg == "Ed25519" {
		seed := sha256.Sum256([]byte(sampleKeySeed + alg))
		private := ed25519.NewKeyFromSeed(seed[:])
		public, _ := private.Public().(ed25519.PublicKey)
		key = new(contract.Object).Set("kty", "OKP").Set("crv", "Ed25519").Set("alg", alg).Set("x", encode(public))
		return ed25519.Sign(private, text), key, true
	}
	var curve elliptic.Curve
	var hash crypto.Hash
	switch alg {
	case "ES256":
		curve, hash = elliptic.P256(), crypto.SHA256
	case "ES384":
		curve, hash = elliptic.P384(), crypto.SHA384
	case "ES512":
		curve, hash = elliptic.P521(), crypto.SHA512
	default:
		return nil, nil, false
	}
	size := (curve.Params().BitSize + 7) / 8
	seed := sha512.Sum512([]byte(sampleKeySeed + alg))
	scalar := make([]byte, size)
	copy(scalar[1:], seed[:]) // the first byte is zero, so that the number is below the order
	private, err := ecdsa.ParseRawPrivateKey(curve, scalar)
	if err != nil {
		return nil, nil, false
	}
	digest := hash.New()
	digest.Write(text)
	der, err := private.Sign(nil, digest.Sum(nil), hash) // without a source of randomness: RFC 6979
	var rs struct{ R, S *big.Int }
	if err == nil {
		_, err = asn1.Unmarshal(der, &rs)
	}
	point, perr := private.PublicKey.Bytes()
	if err != nil || perr != nil {
		return nil, nil, false
	}
	signature = append(rs.R.FillBytes(make([]byte, size)), rs.S.FillBytes(make([]byte, size))...)
	key = new(contract.Object).Set("kty", "EC").Set("crv", curve.Params().Name).Set("alg", alg).
		Set("x", encode(point[1:1+size])).Set("y", encode(point[1+size:]))
	return signature, key, true
}
