package standard

import "slices"

// CredentialKind says what a client authenticates with.
type CredentialKind string

// The kinds.
const (
	CredentialNone       CredentialKind = "none"       // the client only names itself
	CredentialSymmetric  CredentialKind = "symmetric"  // both sides hold the same secret
	CredentialAsymmetric CredentialKind = "asymmetric" // the client holds a private key, the server the public one
)

// ClientAuth is a way for a client to authenticate at the authorization server.
type ClientAuth struct {
	// Key is the registered name, as in token_endpoint_auth_method.
	Key        string
	Title      string
	Cite       Cite
	Credential CredentialKind
	// Standing says whether the method is in order; Note says why not, or what to watch for.
	Standing Standing
	Note     string
	Requires Feature
}

// ClientAuths lists the methods, the weakest first.
func ClientAuths() []ClientAuth { return slices.Clone(clientAuths) }

// ClientAuthByKey finds a method by its registered name.
func ClientAuthByKey(key string) (ClientAuth, bool) {
	i := slices.IndexFunc(clientAuths, func(c ClientAuth) bool { return c.Key == key })
	if i < 0 {
		return ClientAuth{}, false
	}
	return clientAuths[i], true
}

var clientAuths = []ClientAuth{
	{"none", "No authentication (public client)", Cite{"RFC 7591", "2"}, CredentialNone, StandingCurrent,
		"For clients that cannot keep a secret. client_id only names them: PKCE, exact redirect addresses, and rotated or key-bound refresh tokens take the place of authentication.", FeatureNone},
	{"client_secret_post", "Client secret in the body", Cite{"RFC 6749", "2.3.1"}, CredentialSymmetric, StandingDeprecated,
		"Not recommended even where it is supported: bodies are logged more often than headers.", FeatureNone},
	{"client_secret_basic", "Client secret in the Authorization header", Cite{"RFC 6749", "2.3.1"}, CredentialSymmetric, StandingCurrent,
		"Identifier and secret are form-encoded before they are joined and base64-encoded, a step that clients forget.", FeatureNone},
	{"client_secret_jwt", "JWT signed with the client secret", Cite{"OIDC Core", "9"}, CredentialSymmetric, StandingCurrent,
		"The secret does not travel, but the server has to keep it in readable form.", FeatureNone},
	{"private_key_jwt", "JWT signed with a private key", Cite{"RFC 7523", "2.2"}, CredentialAsymmetric, StandingCurrent,
		"The server holds no secret. Assertions are short-lived, used once, and have the issuer of the server as audience.", FeatureNone},
	{"tls_client_auth", "Mutual TLS with a certificate of an authority", Cite{"RFC 8705", "2.1"}, CredentialAsymmetric, StandingCurrent,
		"The registered subject of the certificate names the client. Proxies in between must strip certificate headers that callers send.", FeatureMTLS},
	{"self_signed_tls_client_auth", "Mutual TLS with a self-signed certificate", Cite{"RFC 8705", "2.2"}, CredentialAsymmetric, StandingCurrent,
		"The certificate stands in the client's own key set, so that it can be replaced without the server's help.", FeatureMTLS},
	{"attest_jwt_client_auth", "Attestation of the installation", Cite{"Client Attestation", ""}, CredentialAsymmetric, StandingCurrent,
		"A service of the client's maker vouches for one installation and its key. From a draft that may change.", FeatureAttestation},
}
