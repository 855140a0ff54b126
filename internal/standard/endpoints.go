package standard

import "slices"

// Host is the party that runs an endpoint.
type Host string

// The hosts.
const (
	HostAuthorizationServer Host = "authorization_server"
	HostResourceServer      Host = "resource_server"
	HostClient              Host = "client"
)

// Encoding is how a request or a response is written.
type Encoding string

// The encodings; the value is the media type where there is one.
const (
	EncodingNone     Encoding = ""
	EncodingQuery    Encoding = "query" // parameters in the address
	EncodingForm     Encoding = "application/x-www-form-urlencoded"
	EncodingJSON     Encoding = "application/json"
	EncodingJWT      Encoding = "application/jwt"
	EncodingSET      Encoding = "application/secevent+jwt"
	EncodingIntroJWT Encoding = "application/token-introspection+jwt"
	EncodingList     Encoding = "application/statuslist+jwt"
	EncodingListCWT  Encoding = "application/statuslist+cwt"
	EncodingJWKS     Encoding = "application/jwk-set+json"
)

// ParamType is the form of a parameter's or a field's value.
type ParamType string

// The forms.
const (
	TypeString    ParamType = "string"
	TypeSecret    ParamType = "secret"  // a string that must not be logged
	TypeURI       ParamType = "uri"     // absolute address
	TypeScope     ParamType = "scope"   // words separated by single spaces
	TypeInteger   ParamType = "integer" // whole number
	TypeSeconds   ParamType = "seconds" // whole number of seconds
	TypeEpoch     ParamType = "epoch"   // seconds since 1970-01-01T00:00:00Z
	TypeBoolean   ParamType = "boolean"
	TypeJWT       ParamType = "jwt"
	TypeJSON      ParamType = "json" // JSON text in a form parameter
	TypeObject    ParamType = "object"
	TypeObjects   ParamType = "objects" // array of objects
	TypeStrings   ParamType = "strings" // array of strings
	TypeTokenType ParamType = "token_type_uri"
)

// Param is one request parameter.
type Param struct {
	// Name is the name on the wire.
	Name string
	// Required says that every request carries it.
	Required bool
	// Conditional says when it becomes mandatory, or why it is rarely left out; empty when Required or optional.
	Conditional string
	Type        ParamType
	// Repeatable tells that it may occur several times.
	Repeatable bool
	// Description says what it means.
	Description string
	// Example is a value that fits; samples of secrets are plainly invented.
	Example string
	// Requires is the feature that brings the parameter.
	Requires Feature
}

// Field is one member of a response.
type Field struct {
	Name        string
	Required    bool
	Conditional string
	Type        ParamType
	Description string
	Example     string
	Requires    Feature
}

// Endpoint is an address with a standardised request and response.
type Endpoint struct {
	// Key is the short name that policies use.
	Key   string
	Title string
	Host  Host
	// Methods lists the HTTP methods, the usual one first.
	Methods []string
	Cite    Cite
	// Metadata is the name under which server metadata gives the address; empty when there is none.
	Metadata string
	// MetadataHints lists further metadata members that describe the endpoint.
	MetadataHints []string
	// Path is the well-known path; empty when the address is free.
	Path string
	// Surface is where its errors are catalogued; empty when it has none of its own.
	Surface Surface
	// ClientAuth says that the caller authenticates with its client credentials.
	ClientAuth bool
	// Request is how parameters are sent; Params lists them.
	Request Encoding
	Params  []Param
	// Success is the HTTP status of success; 0 means a redirect (302 or 303).
	Success int
	// Responses lists the media types of a successful response, the usual one first; empty for none.
	Responses []Encoding
	// Response lists the members of a successful response.
	Response []Field
	// CacheControl is what the response has to say about caching; empty when the standard is silent.
	CacheControl string
	// Requires is the feature that brings the endpoint.
	Requires Feature
	// Description says what the endpoint is for.
	Description string
}

// GrantRequest is what one grant type adds to the request and response of the token endpoint.
type GrantRequest struct {
	// Grant is the short key of the grant type.
	Grant string
	// URI is the value of grant_type.
	URI      string
	Cite     Cite
	Params   []Param
	Response []Field
}

// Endpoints lists the endpoints: those of every authorization server first.
func Endpoints() []Endpoint { return slices.Clone(allEndpoints) }

var allEndpoints = slices.Concat(endpointsCore, endpointsMetadata, endpointsStart, endpointsEnd)

// EndpointByKey finds an endpoint by its short name.
func EndpointByKey(key string) (Endpoint, bool) {
	for _, e := range allEndpoints {
		if e.Key == key {
			return e, true
		}
	}
	return Endpoint{}, false
}

// GrantRequests lists what each grant type adds to the token endpoint, in the order of Grants.
// Grants that never reach the token endpoint have no entry.
func GrantRequests() []GrantRequest { return slices.Clone(grantRequests) }

// GrantRequestByKey finds the entry of a grant type by its short key.
func GrantRequestByKey(grant string) (GrantRequest, bool) {
	i := slices.IndexFunc(grantRequests, func(g GrantRequest) bool { return g.Grant == grant })
	if i < 0 {
		return GrantRequest{}, false
	}
	return grantRequests[i], true
}

// Parameters that several endpoints share, written once so that they read the same everywhere.
var (
	paramScope = Param{Name: "scope", Type: TypeScope, Example: "orders.read orders.write",
		Description: "The access that is asked for. What is granted may be less, and the response then says so."}
	paramResource = Param{Name: "resource", Type: TypeURI, Repeatable: true, Example: "https://orders.example.com", Requires: FeatureResourceIndicators,
		Description: "The API the token is for: an absolute address without fragment."}
	paramDetails = Param{Name: "authorization_details", Type: TypeJSON, Example: `[{"type":"payment_initiation"}]`, Requires: FeatureRAR,
		Description: "The access that is asked for, as typed objects."}
	paramToken = Param{Name: "token", Required: true, Type: TypeSecret, Example: "45ghiukldjahdnhzdauz",
		Description: "The token that the request is about."}
	paramTokenTypeHint = Param{Name: "token_type_hint", Type: TypeString, Example: "refresh_token",
		Description: "access_token or refresh_token, to find it faster. A wrong hint does no harm."}
	paramClientID = Param{Name: "client_id", Conditional: "mandatory unless the client authenticates in another way", Type: TypeString, Example: "s6BhdRkqt3",
		Description: "The client that asks."}
	paramRefreshScope = Param{Name: "scope", Type: TypeScope, Example: "orders.read",
		Description: "A part of the access that was granted. Left out, the new token has the same scope as before; more than was granted is refused."}
)

// ClientAuthParams lists the request parameters with which a client authenticates in a form body.
// HTTP Basic and mutual TLS need none of them apart from client_id.
func ClientAuthParams() []Param { return slices.Clone(clientAuthParams) }

var clientAuthParams = []Param{
	paramClientID,
	{Name: "client_secret", Conditional: "mandatory with client_secret_post", Type: TypeSecret, Example: "example-not-a-secret",
		Description: "The shared secret in the body. HTTP Basic or a key pair is better."},
	{Name: "client_assertion_type", Conditional: "mandatory with client_assertion", Type: TypeURI, Example: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
		Description: "The kind of assertion."},
	{Name: "client_assertion", Conditional: "mandatory with private_key_jwt and client_secret_jwt", Type: TypeJWT, Example: "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
		Description: "A short-lived JWT that the client has signed, with itself as issuer and subject and the server as audience."},
}
