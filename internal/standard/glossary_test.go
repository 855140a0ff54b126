package standard

// These tests keep the promise that a reader finds every term, under each of its
// spellings, with a short definition and working references.

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestGlossaryIsComplete(t *testing.T) {
	words := []string{
		"access token", "refresh token", "ID token", "logout token", "authorization code", "authorization server", "AS", "resource server", "RS",
		"client", "resource owner", "relying party", "RP", "OpenID provider", "IdP", "public client", "confidential client", "grant",
		"grant lifetime", "authorization lifetime", "scope", "audience", "resource indicator", "rich authorization request", "bearer token",
		"sender-constrained token", "proof of possession", "DPoP", "DPoP nonce", "certificate-bound token", "cnf", "opaque token",
		"reference token", "self-contained token", "JWT access token", "introspection", "revocation", "token family", "rotation",
		"reuse detection", "rotation grace", "sliding expiration", "absolute lifetime", "idle timeout", "overall timeout", "reauthentication",
		"step-up", "acr", "amr", "auth_time", "AAL", "assertion", "clock skew", "PKCE", "PAR", "mix-up attack", "issuer identifier", "JWKS",
		"kid", "key overlap", "cryptoperiod", "denylist", "status list", "propagation delay", "SET", "CAEP", "RISC", "back-channel logout",
		"BFF", "token-mediating backend", "token exchange", "pairwise subject", "single flight", "jitter", "introspection cache TTL",
	}
	for _, w := range words {
		if _, ok := TermByWord(w); !ok {
			t.Errorf("no term answers to %q", w)
		}
	}
	if n := len(Glossary()); n != 68 {
		t.Errorf("%d terms, want 68", n)
	}
	if _, ok := TermByWord("ACCESS TOKEN"); !ok {
		t.Error("words are compared with regard to case")
	}
	if _, ok := TermByWord("magic"); ok {
		t.Error("a word that is no term was found")
	}
}

func TestTermsAreShortAndSourced(t *testing.T) {
	key := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for _, term := range Glossary() {
		if !key.MatchString(term.Key) {
			t.Errorf("key %q is not fit for an address", term.Key)
		}
		if term.Practice != (term.Cite == Cite{}) {
			t.Errorf("%s: a term has a citation or comes from practice", term.Key)
		}
		if n := strings.Count(term.Definition, ". ") + 1; n > 3 || len(term.Definition) > 260 {
			t.Errorf("%s: the definition has %d sentences, %d characters", term.Key, n, len(term.Definition))
		}
		if slices.Contains(term.SeeAlso, term.Key) {
			t.Errorf("%s refers to itself", term.Key)
		}
		for _, other := range term.SeeAlso {
			if _, ok := TermByKey(other); !ok {
				t.Errorf("%s refers to %q, which is no term", term.Key, other)
			}
		}
		if len(term.SeeAlso) == 0 {
			t.Errorf("%s leads nowhere", term.Key)
		}
	}
}

func TestGlossaryByName(t *testing.T) {
	list := GlossaryByName()
	if len(list) != len(Glossary()) {
		t.Fatalf("%d terms by name, %d in all", len(list), len(Glossary()))
	}
	for i := 1; i < len(list); i++ {
		if strings.ToLower(list[i-1].Name) > strings.ToLower(list[i].Name) {
			t.Errorf("%q stands before %q", list[i-1].Name, list[i].Name)
		}
	}
	if list[0].Key != "absolute-lifetime" {
		t.Errorf("the first term is %q", list[0].Key)
	}
}
