package standard

import "slices"

// Standing says how a standard regards something that is still seen in the field.
type Standing string

// The standings.
const (
	StandingCurrent    Standing = "current"    // in order
	StandingDeprecated Standing = "deprecated" // advised against
	StandingForbidden  Standing = "forbidden"  // a current best practice says MUST NOT
)

// Grant is a grant type: a way to obtain tokens.
type Grant struct {
	// Key is the short name that policies use.
	Key string
	// URI is the value of grant_type at the token endpoint; empty when the grant never reaches it.
	URI   string
	Title string
	Cite  Cite
	// Standing says whether the grant is still in order; Note and NoteCite say why not.
	Standing Standing
	Note     string
	NoteCite Cite
	// UserPresent tells that a person takes part when the grant starts.
	UserPresent bool
	// FromToken tells that the grant starts from a credential issued earlier, not from a person or a client alone.
	FromToken bool
	// Refreshable tells that a refresh token is customary in the response.
	Refreshable bool
	// Requires is the feature that brings the grant.
	Requires Feature
	// Description says what the grant is for.
	Description string
}

// Grants lists the grant types: common ones first, the withdrawn ones last.
func Grants() []Grant { return slices.Clone(grants) }

// GrantByKey finds a grant by the short name that policies use.
func GrantByKey(key string) (Grant, bool) {
	return findGrant(func(g Grant) bool { return g.Key == key })
}

// GrantByURI finds a grant by the value of grant_type.
func GrantByURI(uri string) (Grant, bool) {
	return findGrant(func(g Grant) bool { return uri != "" && g.URI == uri })
}

func findGrant(match func(Grant) bool) (Grant, bool) {
	i := slices.IndexFunc(grants, match)
	if i < 0 {
		return Grant{}, false
	}
	return grants[i], true
}

var grants = []Grant{
	{
		Key: "authorization_code", URI: "authorization_code", Title: "Authorization code",
		Cite: Cite{"RFC 6749", "4.1"}, Standing: StandingCurrent, UserPresent: true, Refreshable: true,
		Description: "A person signs in and consents in the browser; the client swaps the one-use code for tokens over a direct call.",
	},
	{
		Key: "refresh_token", URI: "refresh_token", Title: "Refresh token",
		Cite: Cite{"RFC 6749", "6"}, Standing: StandingCurrent, FromToken: true, Refreshable: true,
		Description: "The client renews access under an existing approval, without the person.",
	},
	{
		Key: "client_credentials", URI: "client_credentials", Title: "Client credentials",
		Cite: Cite{"RFC 6749", "4.4"}, Standing: StandingCurrent,
		Description: "A program acts for itself and authenticates with its own credential. A refresh token should not be issued; it can simply ask again.",
	},
	{
		Key: "device_code", URI: "urn:ietf:params:oauth:grant-type:device_code", Title: "Device code",
		Cite: Cite{"RFC 8628", "3.4"}, Standing: StandingCurrent, UserPresent: true, Refreshable: true, Requires: FeatureDevice,
		Description: "A device without a browser shows a code; the person approves on another device while the first one polls.",
	},
	{
		Key: "token_exchange", URI: "urn:ietf:params:oauth:grant-type:token-exchange", Title: "Token exchange",
		Cite: Cite{"RFC 8693", "2.1"}, Standing: StandingCurrent, FromToken: true, Requires: FeatureTokenExchange,
		Description: "A service swaps a token for another one: narrower, for another audience, or on behalf of someone.",
	},
	{
		Key: "jwt_bearer", URI: "urn:ietf:params:oauth:grant-type:jwt-bearer", Title: "JWT assertion",
		Cite: Cite{"RFC 7523", "2.1"}, Standing: StandingCurrent, FromToken: true,
		Description: "The client presents a JWT that a trusted party, or itself, has signed, and receives an access token.",
	},
	{
		Key: "saml2_bearer", URI: "urn:ietf:params:oauth:grant-type:saml2-bearer", Title: "SAML assertion",
		Cite: Cite{"RFC 7522", "2.1"}, Standing: StandingCurrent, FromToken: true,
		Description: "The client presents a SAML assertion and receives an access token.",
	},
	{
		Key: "ciba", URI: "urn:openid:params:grant-type:ciba", Title: "Backchannel authentication",
		Cite: Cite{"CIBA Core", "10.1"}, Standing: StandingCurrent, UserPresent: true, Refreshable: true, Requires: FeatureCIBA,
		Description: "The client names a person; the provider asks that person on a device of theirs, and the client collects the tokens.",
	},
	{
		Key: "uma_ticket", URI: "urn:ietf:params:oauth:grant-type:uma-ticket", Title: "Permission ticket",
		Cite: Cite{"UMA 2.0 Grant", "3.3.1"}, Standing: StandingCurrent, FromToken: true, Refreshable: true, Requires: FeatureUMA,
		Description: "The client asks for access to what another person owns, with a ticket from the resource server and claims about itself.",
	},
	{
		Key: "password", URI: "password", Title: "Resource owner password",
		Cite: Cite{"RFC 6749", "4.3"}, Standing: StandingForbidden, UserPresent: true, Refreshable: true,
		Note:        "Must not be used: the client sees the person's secret, and stronger ways to authenticate do not fit in.",
		NoteCite:    Cite{"RFC 9700", "2.4"},
		Description: "The person types the password into the client, which sends it on.",
	},
	{
		Key: "implicit", URI: "", Title: "Implicit",
		Cite: Cite{"RFC 6749", "4.2"}, Standing: StandingDeprecated, UserPresent: true,
		Note:        "Should not be used, and must not be by browser applications: the access token travels through addresses and cannot be tied to a key.",
		NoteCite:    Cite{"RFC 9700", "2.1.2"},
		Description: "The authorization endpoint hands the access token straight to the browser.",
	},
}
