package standard

import "slices"

// Check is one thing that a receiver of a token verifies.
type Check struct {
	// Key is the short name that policies use.
	Key   string
	Title string
	// What says what is compared with what.
	What string
	// Claims lists the claims or header members that are read; empty when none is.
	Claims []string
	// Surface is where the check usually runs, Error the code that a failure leads to there.
	Surface Surface
	Error   string
	// PublicReason may stand in error_description. It does not tell a forger which part of a token failed.
	PublicReason string
	// LogReason is the bounded value for logs and metrics, one of LogReasons.
	LogReason string
	Cite      Cite
	// Baseline tells that every resource server does the check; the others depend on features or on the kind of token.
	Baseline bool
	Requires Feature
}

// Checks lists the checks in the recommended order: nothing inside a token is
// believed before its signature; then for whom and for how long; then whether it
// still counts and suffices; then the caller and the sign-in behind it.
func Checks() []Check { return slices.Clone(checks) }

// CheckByKey finds a check by its short name.
func CheckByKey(key string) (Check, bool) {
	i := slices.IndexFunc(checks, func(c Check) bool { return c.Key == key })
	if i < 0 {
		return Check{}, false
	}
	return checks[i], true
}

// PositionOfCheck is the place of a check in the recommended order, counted from 0; -1 when the key is unknown.
func PositionOfCheck(key string) int {
	return slices.IndexFunc(checks, func(c Check) bool { return c.Key == key })
}

const (
	reasonInvalid = "The access token is invalid."
	reasonExpired = "The access token has expired."
)

var checks = []Check{
	{"format", "Format", "The string has the shape and the size of a token that this server takes.", nil,
		SurfaceResource, "invalid_token", reasonInvalid, "malformed", Cite{"RFC 7519", "7.2"}, true, FeatureNone},
	{"algorithm", "Algorithm", "The algorithm is on the configured list and fits the key; the token has no say in it.", []string{"alg"},
		SurfaceResource, "invalid_token", reasonInvalid, "bad_signature", Cite{"RFC 8725", "3.1"}, true, FeatureNone},
	{"signature", "Signature", "The signature verifies with a key that the issuer publishes.", []string{"kid", "alg"},
		SurfaceResource, "invalid_token", reasonInvalid, "bad_signature", Cite{"RFC 9068", "4"}, true, FeatureNone},
	{"typ", "Token type", "The header says that this is the kind of token that is expected, such as at+jwt.", []string{"typ"},
		SurfaceResource, "invalid_token", reasonInvalid, "wrong_type", Cite{"RFC 9068", "4"}, true, FeatureNone},
	{"issuer", "Issuer", "The issuer equals, character by character, the one whose keys were used.", []string{"iss"},
		SurfaceResource, "invalid_token", reasonInvalid, "wrong_issuer", Cite{"RFC 9068", "4"}, true, FeatureNone},
	{"audience", "Audience", "The audience contains an identifier of this resource server.", []string{"aud"},
		SurfaceResource, "invalid_token", reasonInvalid, "wrong_audience", Cite{"RFC 9068", "4"}, true, FeatureNone},
	{"expiry", "Expiry", "Now is before the end of the token, give or take the tolerated clock difference.", []string{"exp"},
		SurfaceResource, "invalid_token", reasonExpired, "expired", Cite{"RFC 9068", "4"}, true, FeatureNone},
	{"not_before", "Not before", "Now is not before the start of the token, give or take the tolerated clock difference.", []string{"nbf"},
		SurfaceResource, "invalid_token", reasonInvalid, "not_yet_valid", Cite{"RFC 7519", "4.1.5"}, true, FeatureNone},
	{"issued_at", "Time of issue", "The token was not issued in the future, nor before a cut-off that an administrator has set.", []string{"iat"},
		SurfaceResource, "invalid_token", reasonInvalid, "not_yet_valid", Cite{"RFC 7519", "4.1.6"}, false, FeatureNone},
	{"revocation", "Revocation", "The token is not on the denylist, its status is valid, or introspection says active.", []string{"jti", "status", "active"},
		SurfaceResource, "invalid_token", reasonInvalid, "revoked", Cite{"RFC 7662", "4"}, true, FeatureNone},
	{"scope", "Scope", "The scopes of the token include what this operation demands.", []string{"scope"},
		SurfaceResource, "insufficient_scope", "The access token does not carry the required scope.", "insufficient_scope", Cite{"RFC 6750", "3.1"}, true, FeatureNone},
	{"authorization_details", "Authorization details", "The granted details cover this very operation, amounts and objects included.", []string{"authorization_details"},
		SurfaceResource, "insufficient_scope", "The granted authorization does not cover the operation.", "insufficient_scope", Cite{"RFC 9396", "9"}, false, FeatureRAR},
	{"binding", "Binding", "The caller proves possession of the key that the token names; a bound token is never taken as a bearer token.", []string{"cnf"},
		SurfaceResource, "invalid_token", reasonInvalid, "binding_mismatch", Cite{"RFC 9449", "7.2"}, false, FeatureDPoP},
	{"certificate", "Client certificate", "The certificate of the connection is the one that the token names.", []string{"cnf"},
		SurfaceResource, "invalid_token", reasonInvalid, "binding_mismatch", Cite{"RFC 8705", "3"}, false, FeatureMTLS},
	{"client", "Client", "The client is one that may call this API, or the one that the token was issued to.", []string{"client_id"},
		SurfaceResource, "invalid_token", reasonInvalid, "wrong_client", Cite{"RFC 9068", "2.2"}, false, FeatureNone},
	{"nonce", "Nonce", "The proof contains a nonce that this server issued and that has not run out.", []string{"nonce"},
		SurfaceResource, "use_dpop_nonce", "The resource server requires a nonce in the DPoP proof.", "stale_nonce", Cite{"RFC 9449", "9"}, false, FeatureDPoP},
	{"replay", "Replay", "The identifier of the proof has not been seen before within its window.", []string{"jti"},
		SurfaceResource, "invalid_dpop_proof", "The DPoP proof is invalid.", "replay", Cite{"RFC 9449", "11.1"}, false, FeatureDPoP},
	{"acr", "Strength of authentication", "The authentication context is one that this operation accepts.", []string{"acr"},
		SurfaceResource, "insufficient_user_authentication", "A stronger authentication is required.", "weak_authentication", Cite{"RFC 9470", "3"}, false, FeatureStepUp},
	{"auth_time", "Age of authentication", "The person proved presence recently enough for this operation.", []string{"auth_time"},
		SurfaceResource, "insufficient_user_authentication", "A more recent authentication is required.", "stale_authentication", Cite{"RFC 9470", "3"}, false, FeatureStepUp},
	{"subject", "Subject", "The account behind issuer and subject still exists and may do this.", []string{"iss", "sub"},
		SurfaceResource, "invalid_token", reasonInvalid, "unknown_subject", Cite{"RFC 9068", "5"}, false, FeatureNone},
}
