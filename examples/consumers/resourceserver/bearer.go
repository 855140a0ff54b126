// Package resourceserver guards HTTP handlers by a token policy: it takes access tokens that are bound to a DPoP key (RFC
// 9449), checks them by the policy's own numbers and names, and answers with the policy's own errors. What the policy
// says stands in the generated package acme; this package only applies it.
package resourceserver

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	acme "github.com/tokenbook/tokenbook/examples/acme/golden/code/go"
)

// Guard checks the tokens of one service in one environment.
type Guard struct {
	Environment acme.Environment
	Service     acme.ResourceServer
	// Keys finds a key of the issuer by its id. It caches for acme.JWKSCache, and asks for an unknown id at most once in
	// acme.JWKSMinInterval.
	Keys func(ctx context.Context, id string) (jose.JSONWebKey, bool)
	// Seen reports whether a proof was used before, and remembers it for acme.DPoPRememberJTI.
	Seen func(ctx context.Context, thumbprint, jti string) bool
	Now  func() time.Time
}

// Claims are what handlers get to know of the caller.
type Claims struct {
	Issuer    string           `json:"iss"`
	Subject   string           `json:"sub"`
	Audience  jwt.Audience     `json:"aud"`
	ExpiresAt *jwt.NumericDate `json:"exp"`
	NotBefore *jwt.NumericDate `json:"nbf"`
	IssuedAt  *jwt.NumericDate `json:"iat"`
	ID        string           `json:"jti"`
	ClientID  string           `json:"client_id"`
	Scope     string           `json:"scope"`
	Bound     struct {
		Thumbprint string `json:"jkt"`
	} `json:"cnf"`
}

type claimsKey struct{}

// From is the caller of a request that Require let through.
func From(ctx context.Context) Claims {
	claims, _ := ctx.Value(claimsKey{}).(Claims)
	return claims
}

// Require lets requests through whose token is good and has all scopes.
func (g *Guard) Require(next http.Handler, scopes ...acme.Scope) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		claims, refused, ok := g.check(r)
		if !ok {
			refuse(w, refused, scopes)
			return
		}
		have := strings.Fields(claims.Scope)
		for _, scope := range scopes {
			if !slices.Contains(have, string(scope)) {
				refuse(w, acme.CauseScopeMissing, scopes)
				return
			}
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), claimsKey{}, claims)))
	})
}

// algorithms are those of the policy; a library that is given the list refuses none and HMAC with a public key.
func algorithms() []jose.SignatureAlgorithm {
	var out []jose.SignatureAlgorithm
	for _, a := range acme.AllAlgorithms() {
		out = append(out, jose.SignatureAlgorithm(a))
	}
	return out
}

// check finds out who calls, or why the call is refused.
func (g *Guard) check(r *http.Request) (claims Claims, refused acme.Cause, ok bool) {
	scheme, text, found := strings.Cut(r.Header.Get("Authorization"), " ")
	if !found || !strings.EqualFold(scheme, "DPoP") {
		return claims, acme.CauseMissingCredentials, false
	}
	token, err := jwt.ParseSigned(text, algorithms())
	if err != nil || len(token.Headers) != 1 {
		return claims, acme.CauseSignatureInvalid, false
	}
	header := token.Headers[0]
	if kind, _ := header.ExtraHeaders[jose.HeaderType].(string); !strings.EqualFold(strings.TrimPrefix(kind, "application/"), "at+jwt") {
		return claims, acme.CauseTokenOfWrongType, false
	}
	key, known := g.Keys(r.Context(), header.KeyID)
	if !known || key.Algorithm != "" && key.Algorithm != header.Algorithm || token.Claims(key, &claims) != nil {
		return claims, acme.CauseSignatureInvalid, false
	}
	if refused, bad := g.refuses(claims); bad {
		return claims, refused, false
	}
	if !g.bound(r, text, claims.Bound.Thumbprint) {
		return claims, acme.CauseBindingFailed, false
	}
	return claims, 0, true
}

// refuses checks the claims of a token whose signature is good.
func (g *Guard) refuses(c Claims) (acme.Cause, bool) {
	now := g.Now()
	environment, _ := acme.LookupEnvironment(g.Environment)
	issuer, known := acme.LookupIssuer(environment.Issuer)
	service, served := acme.LookupResourceServer(g.Service, g.Environment)
	switch {
	case !known || c.Issuer != issuer.URL:
		return acme.CauseSignatureInvalid, true // another issuer's keys mean nothing here
	case c.ExpiresAt == nil || c.NotBefore == nil || c.IssuedAt == nil || c.Subject == "" || c.ID == "" || c.ClientID == "":
		return acme.CauseTokenOfWrongType, true
	case !served || !c.Audience.Contains(service.Audience):
		return acme.CauseWrongAudience, true
	case acme.IsExpired(now, c.ExpiresAt.Time()):
		return acme.CauseAccessExpired, true
	case acme.IsNotYetValid(now, c.NotBefore.Time()) || acme.IsNotYetValid(now, c.IssuedAt.Time()):
		return acme.CauseSignatureInvalid, true
	}
	return 0, false
}

// refuse answers as the policy says that the cause looks.
func refuse(w http.ResponseWriter, cause acme.Cause, scopes []acme.Scope) {
	info, _ := acme.LookupCause(cause)
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+`="`+value+`"`)
		}
	}
	add("error", string(info.Code))
	add("error_uri", info.URL)
	if cause == acme.CauseScopeMissing {
		var names []string
		for _, s := range scopes {
			names = append(names, string(s))
		}
		add("scope", strings.Join(names, " "))
	}
	var accepted []string
	for _, a := range acme.AllAlgorithms() {
		accepted = append(accepted, string(a))
	}
	add("algs", strings.Join(accepted, " "))
	w.Header().Set("WWW-Authenticate", "DPoP "+strings.Join(parts, ", "))
	w.Header().Set("Cache-Control", "no-store")
	status, stated := info.Status.Get()
	if !stated {
		status = http.StatusUnauthorized
	}
	w.WriteHeader(status)
}
