package resourceserver

import (
	"crypto"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	acme "github.com/tokenbook/tokenbook/examples/acme/golden/code/go"
)

// proof is what a DPoP proof says (RFC 9449, section 4.2).
type proof struct {
	Method    string           `json:"htm"`
	URL       string           `json:"htu"`
	ID        string           `json:"jti"`
	IssuedAt  *jwt.NumericDate `json:"iat"`
	TokenHash string           `json:"ath"`
}

// bound reports whether the request proves the key that its token is bound to (RFC 9449, sections 4.3 and 7.1).
func (g *Guard) bound(r *http.Request, token, thumbprint string) bool {
	headers := r.Header.Values("DPoP")
	if len(headers) != 1 || thumbprint == "" {
		return false
	}
	signed, err := jwt.ParseSigned(headers[0], algorithms())
	if err != nil || len(signed.Headers) != 1 {
		return false
	}
	header := signed.Headers[0]
	key := header.JSONWebKey
	if kind, _ := header.ExtraHeaders[jose.HeaderType].(string); kind != "dpop+jwt" || key == nil || !key.IsPublic() {
		return false
	}
	var p proof
	if signed.Claims(key, &p) != nil || p.IssuedAt == nil || p.ID == "" {
		return false
	}
	sum, err := key.Thumbprint(crypto.SHA256)
	if err != nil || !same(base64.RawURLEncoding.EncodeToString(sum), thumbprint) {
		return false
	}
	hash := sha256.Sum256([]byte(token))
	now, at := g.Now(), p.IssuedAt.Time()
	return p.Method == r.Method && p.URL == address(r) && same(p.TokenHash, base64.RawURLEncoding.EncodeToString(hash[:])) &&
		now.Sub(at) <= acme.DPoPProofWindow && !acme.IsNotYetValid(now, at) && !g.Seen(r.Context(), thumbprint, p.ID)
}

// address is the address of a request without query and fragment, as htu has it.
func address(r *http.Request) string {
	scheme := "https"
	if r.TLS == nil && strings.HasPrefix(r.Host, "127.0.0.1") {
		scheme = "http"
	}
	return scheme + "://" + r.Host + r.URL.EscapedPath()
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
