package specs

// DeliveryWay is how a token reaches its holder.
type DeliveryWay string

// The ways of delivery.
const (
	DeliverBody             DeliveryWay = "body"
	DeliverHeader           DeliveryWay = "header"
	DeliverCookie           DeliveryWay = "cookie"
	DeliverRedirectQuery    DeliveryWay = "redirect_query"
	DeliverRedirectFragment DeliveryWay = "redirect_fragment"
	DeliverFormPost         DeliveryWay = "form_post"
	DeliverFile             DeliveryWay = "file"
	DeliverEnvVar           DeliveryWay = "env_var"
	DeliverLocalAPI         DeliveryWay = "local_api"
	DeliverShownOnce        DeliveryWay = "shown_once"
	DeliverMessage          DeliveryWay = "message"
	DeliverPush             DeliveryWay = "push"
)

func (DeliveryWay) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(DeliverBody), "in the body of a response"},
		{string(DeliverHeader), "in a header of a response"},
		{string(DeliverCookie), "in a cookie"},
		{string(DeliverRedirectQuery), "in the query of a redirect"},
		{string(DeliverRedirectFragment), "in the fragment of a redirect"},
		{string(DeliverFormPost), "in a form that the browser posts"},
		{string(DeliverFile), "in a file that is rewritten"},
		{string(DeliverEnvVar), "in an environment variable"},
		{string(DeliverLocalAPI), "over an interface on the same machine"},
		{string(DeliverShownOnce), "shown to a person once"},
		{string(DeliverMessage), "in a mail or a text message"},
		{string(DeliverPush), "in a push message"},
	}}
}

// SameSite is when a browser sends a cookie along with requests from other sites.
type SameSite string

// The values of the SameSite attribute.
const (
	SameSiteStrict SameSite = "strict"
	SameSiteLax    SameSite = "lax"
)

func (SameSite) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(SameSiteStrict), "never"},
		{string(SameSiteLax), "only when the user follows a link"},
	}}
}

// CookieContent is what a cookie holds.
type CookieContent string

// The kinds of content.
const (
	CookieOpaqueID     CookieContent = "opaque_id"
	CookieSealedState  CookieContent = "sealed_state"
	CookieSignedState  CookieContent = "signed_state"
	CookieToken        CookieContent = "token"
	CookiePersonalData CookieContent = "personal_data"
)

func (CookieContent) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(CookieOpaqueID), "a random name of a record on the server"},
		{string(CookieSealedState), "encrypted state"},
		{string(CookieSignedState), "signed state that anybody can read"},
		{string(CookieToken), "a token"},
		{string(CookiePersonalData), "personal data that anybody can read"},
	}}
}

// Transport is where a token may stand in a request.
type Transport string

// The places of a token.
const (
	TransportHeader   Transport = "header"
	TransportForm     Transport = "form"
	TransportJSON     Transport = "json"
	TransportCookie   Transport = "cookie"
	TransportQuery    Transport = "query"
	TransportFragment Transport = "fragment"
	TransportPath     Transport = "path"
)

func (Transport) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(TransportHeader), "in a request header (RFC 6750, section 2.1)"},
		{string(TransportForm), "in a form in the body (RFC 6750, section 2.2)"},
		{string(TransportJSON), "in JSON in the body"},
		{string(TransportCookie), "in a cookie"},
		{string(TransportQuery), "in the address, after the question mark (RFC 6750, section 2.3)"},
		{string(TransportFragment), "in the address, after the hash sign"},
		{string(TransportPath), "in the path of the address"},
	}}
}
