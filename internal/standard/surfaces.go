package standard

import "slices"

// Surface is a place where a client (or a transmitter) can meet an error.
type Surface string

// The surfaces.
const (
	SurfaceAuthorization             Surface = "authorization"
	SurfaceToken                     Surface = "token"
	SurfaceResource                  Surface = "resource"
	SurfaceRevocation                Surface = "revocation"
	SurfaceIntrospection             Surface = "introspection"
	SurfacePushedAuthorization       Surface = "pushed_authorization"
	SurfaceDeviceAuthorization       Surface = "device_authorization"
	SurfaceBackchannelAuthentication Surface = "backchannel_authentication"
	SurfaceRegistration              Surface = "registration"
	SurfaceUserinfo                  Surface = "userinfo"
	SurfaceLogout                    Surface = "logout"
	SurfaceEventDelivery             Surface = "event_delivery"
	SurfaceGlobalRevocation          Surface = "global_revocation"
	SurfaceChallenge                 Surface = "authorization_challenge"
)

// Carrier is how an error travels on a surface.
type Carrier string

// The carriers.
const (
	CarrierRedirect  Carrier = "redirect"  // query parameters of a redirect to the client
	CarrierJSON      Carrier = "json"      // members error, error_description, error_uri of a JSON body
	CarrierChallenge Carrier = "challenge" // attributes of WWW-Authenticate
	CarrierSET       Carrier = "set"       // members err and description of a JSON body
	CarrierStatus    Carrier = "status"    // the HTTP status alone
)

// SurfaceInfo describes a surface.
type SurfaceInfo struct {
	Surface Surface
	// Title is how pages call it.
	Title string
	// Description says who calls whom and how errors are told.
	Description string
	// Carrier is how errors travel.
	Carrier Carrier
	// Default is the HTTP status of an error unless an entry says otherwise; 0 where a redirect carries it.
	Default int
	Cite    Cite
	// Requires is the feature without which the surface does not exist.
	Requires Feature
}

// Surfaces lists the surfaces: the ones that every deployment has first.
func Surfaces() []SurfaceInfo { return slices.Clone(surfaces) }

// SurfaceByKey finds a surface by its key.
func SurfaceByKey(s Surface) (SurfaceInfo, bool) {
	i := slices.IndexFunc(surfaces, func(v SurfaceInfo) bool { return v.Surface == s })
	if i < 0 {
		return SurfaceInfo{}, false
	}
	return surfaces[i], true
}

var surfaces = []SurfaceInfo{
	{SurfaceAuthorization, "Authorization endpoint", "The browser arrives here with the client's request. Once the redirect address is trusted, errors go back to the client as query parameters; before that, they are shown to the person only.", CarrierRedirect, 0, Cite{"RFC 6749", "4.1.2.1"}, FeatureNone},
	{SurfaceToken, "Token endpoint", "The client asks for tokens. Errors are a JSON object with status 400 unless a code says otherwise, never cached.", CarrierJSON, 400, Cite{"RFC 6749", "5.2"}, FeatureNone},
	{SurfaceResource, "Resource server", "The client calls an API with a token. Errors are told in the WWW-Authenticate header, so that clients can react without reading the body.", CarrierChallenge, 401, Cite{"RFC 6750", "3"}, FeatureNone},
	{SurfaceRevocation, "Revocation endpoint", "The client gives up a token. A token that is unknown or already dead is no error.", CarrierJSON, 400, Cite{"RFC 7009", "2.2.1"}, FeatureRevocation},
	{SurfaceIntrospection, "Introspection endpoint", "A resource server asks about a token. A dead token is a normal answer with active set to false, not an error.", CarrierJSON, 401, Cite{"RFC 7662", "2.3"}, FeatureIntrospection},
	{SurfacePushedAuthorization, "Pushed authorization request endpoint", "The client sends the authorization request ahead, over a direct call. Errors look like those of the token endpoint.", CarrierJSON, 400, Cite{"RFC 9126", "2.3"}, FeaturePAR},
	{SurfaceDeviceAuthorization, "Device authorization endpoint", "A device without a browser asks for a code that a person enters elsewhere. Errors look like those of the token endpoint.", CarrierJSON, 400, Cite{"RFC 8628", "3.1"}, FeatureDevice},
	{SurfaceBackchannelAuthentication, "Backchannel authentication endpoint", "The client asks the provider to reach a person on another device. Errors are a JSON object; a refusal by policy is 403.", CarrierJSON, 400, Cite{"CIBA Core", "13"}, FeatureCIBA},
	{SurfaceRegistration, "Client registration endpoint", "Software registers itself as a client. Errors are a JSON object with status 400.", CarrierJSON, 400, Cite{"RFC 7591", "3.2.2"}, FeatureRegistration},
	{SurfaceUserinfo, "UserInfo endpoint", "The client reads claims about the person who signed in. It is a protected resource, so errors are bearer challenges.", CarrierChallenge, 401, Cite{"OIDC Core", "5.3.3"}, FeatureOIDC},
	{SurfaceLogout, "Logout", "The provider tells a client to end sessions, or the client sends the browser to the provider to sign out.", CarrierJSON, 400, Cite{"OIDC Back-Channel Logout", "2.8"}, FeatureBackchannelLogout},
	{SurfaceEventDelivery, "Security event delivery", "A transmitter pushes a signed event. The receiver answers 202, or 400 with an err code.", CarrierSET, 400, Cite{"RFC 8935", "2.4"}, FeatureSharedSignals},
	{SurfaceGlobalRevocation, "Global token revocation endpoint", "An identity provider or a security tool ends everything that belongs to one person. Only the status tells the outcome.", CarrierStatus, 400, Cite{"Global Token Revocation", "3.4.2"}, FeatureGlobalRevocation},
	{SurfaceChallenge, "Authorization challenge endpoint", "A first-party application runs the sign-in itself and is asked for the next step. The draft is not stable yet.", CarrierJSON, 400, Cite{"First-Party Apps", ""}, FeatureFirstParty},
}
