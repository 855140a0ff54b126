package standard

import "slices"

// Binding is a way to tie a token to something that a thief does not have.
type Binding struct {
	// Key is the short name that policies use.
	Key   string
	Title string
	Cite  Cite
	// Confirmation is the member of the claim cnf that names the key; empty when there is none.
	Confirmation string
	// TokenType is the token_type of bound access tokens.
	TokenType string
	// Scheme is the scheme of the Authorization header.
	Scheme string
	// Proof tells that each use is proved with a private key. Without it the tie is only a risk signal.
	Proof    bool
	Standing Standing
	Requires Feature
	// Description says how it works and what it does not do.
	Description string
}

// Bindings lists the bindings: none first, then those with proof, then signals.
func Bindings() []Binding { return slices.Clone(bindings) }

// BindingByKey finds a binding by its short name.
func BindingByKey(key string) (Binding, bool) {
	i := slices.IndexFunc(bindings, func(b Binding) bool { return b.Key == key })
	if i < 0 {
		return Binding{}, false
	}
	return bindings[i], true
}

var bindings = []Binding{
	{"none", "None (bearer)", Cite{"RFC 6750", "1.2"}, "", "Bearer", "Bearer", false, StandingCurrent, FeatureNone,
		"Whoever holds the token can use it. Its life and its transport are the only protection."},
	{"dpop", "DPoP", Cite{"RFC 9449", "6.1"}, "jkt", "DPoP", "DPoP", true, StandingCurrent, FeatureDPoP,
		"The client signs a small proof for each request with its own key. Works in browsers and apps; a key that cannot be exported keeps it from being copied, not from being used in place."},
	{"mtls", "Client certificate", Cite{"RFC 8705", "3"}, "x5t#S256", "Bearer", "Bearer", true, StandingCurrent, FeatureMTLS,
		"The token names the certificate of the TLS connection. Suits servers; where a proxy ends TLS, the hop behind it has to be protected."},
	{"key", "Other proof of possession", Cite{"RFC 7800", "3"}, "jwk", "", "", true, StandingCurrent, FeatureNone,
		"The token carries or names a key, and a protocol of one's own proves possession, as in device or workload identities."},
	{"audience", "Audience", Cite{"RFC 9700", "2.3"}, "", "Bearer", "Bearer", false, StandingCurrent, FeatureNone,
		"The token names the APIs it is for, and every other API refuses it. A stolen token still works where it was meant to."},
	{"session", "Session", Cite{"SP 800-63B-4", "5.1"}, "", "Bearer", "Bearer", false, StandingCurrent, FeatureNone,
		"The token ends with a session and is looked up by it. It limits life, not use by a thief."},
	{"client", "Client", Cite{"RFC 6749", "10.4"}, "", "", "", false, StandingCurrent, FeatureNone,
		"Only the client that received the token may redeem it. Mandatory for refresh tokens; it protects as well as that client authenticates."},
	{"device", "Device traits", Cite{"RFC 9700", "4.10.1"}, "", "Bearer", "Bearer", false, StandingCurrent, FeatureNone,
		"The server compares traits of the device. They can be imitated: a signal for risk rules, no proof."},
}
