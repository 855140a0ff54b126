package specs

import "github.com/tokenbook/tokenbook/internal/standard"

// TokenType is what a token is for.
type TokenType string

// The token types.
const (
	AccessToken             TokenType = "access_token"
	RefreshToken            TokenType = "refresh_token"
	IDToken                 TokenType = "id_token"
	AuthorizationCode       TokenType = "authorization_code"
	DeviceCode              TokenType = "device_code"
	UserCode                TokenType = "user_code"
	RequestURI              TokenType = "request_uri"
	AuthenticationRequestID TokenType = "auth_req_id"
	SessionToken            TokenType = "session_token"
	APIKey                  TokenType = "api_key"
	PersonalAccessToken     TokenType = "personal_access_token"
	WorkloadToken           TokenType = "workload_token"
	OneTimeToken            TokenType = "one_time_token"
	ExchangedToken          TokenType = "exchanged_token"
	Assertion               TokenType = "assertion"
	ClientAssertion         TokenType = "client_assertion"
	ClientAttestation       TokenType = "client_attestation"
	DPoPProof               TokenType = "dpop_proof"
	LogoutToken             TokenType = "logout_token"
	SecurityEventToken      TokenType = "security_event_token"
	StatusListToken         TokenType = "status_list_token"
	PermissionTicket        TokenType = "permission_ticket"
	InitialAccessToken      TokenType = "initial_access_token"
	RegistrationToken       TokenType = "registration_token"
)

func (TokenType) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(AccessToken), "shown to a resource server (RFC 6749, section 1.4)"},
		{string(RefreshToken), "traded for new access tokens (RFC 6749, section 1.5)"},
		{string(IDToken), "tells a client about one login (OIDC Core, section 2)"},
		{string(AuthorizationCode), "traded once for tokens after the user has authorized (RFC 6749, section 1.3.1)"},
		{string(DeviceCode), "traded for tokens by a device that polls (RFC 8628, section 3.2)"},
		{string(UserCode), "typed by a user to approve a device (RFC 8628, section 3.2)"},
		{string(RequestURI), "stands for a pushed authorization request (RFC 9126, section 2.2)"},
		{string(AuthenticationRequestID), "stands for a back-channel authentication request (CIBA Core, section 7.3)"},
		{string(SessionToken), "stands for a signed-in state"},
		{string(APIKey), "names and authenticates a program until somebody withdraws it"},
		{string(PersonalAccessToken), "made by users for their own programs"},
		{string(WorkloadToken), "identifies a service or job to other services"},
		{string(OneTimeToken), "good for one action, such as a link in a mail"},
		{string(ExchangedToken), "made from another token for another audience or actor (RFC 8693)"},
		{string(Assertion), "a signed statement about a user or program, traded for tokens (RFC 7521)"},
		{string(ClientAssertion), "by which a client authenticates (RFC 7523, section 2.2)"},
		{string(ClientAttestation), "tells that a client instance is genuine (Client Attestation)"},
		{string(DPoPProof), "proves possession of a key for one request (RFC 9449, section 4)"},
		{string(LogoutToken), "tells a client to end sessions (OIDC Back-Channel Logout, section 2.4)"},
		{string(SecurityEventToken), "reports a security event (RFC 8417)"},
		{string(StatusListToken), "tells the state of many tokens (Token Status List)"},
		{string(PermissionTicket), "stands for access that somebody asked for (UMA 2.0 Grant)"},
		{string(InitialAccessToken), "allows a client to register (RFC 7591, section 1.2)"},
		{string(RegistrationToken), "manages a client's registration (RFC 7592, section 1.2)"},
	}}
}

// TokenFormat is how a token string is built.
type TokenFormat string

// The formats.
const (
	FormatOpaque   TokenFormat = "opaque"
	FormatJWT      TokenFormat = "jwt"
	FormatJWE      TokenFormat = "jwe"
	FormatSDJWT    TokenFormat = "sd_jwt"
	FormatCWT      TokenFormat = "cwt"
	FormatSealed   TokenFormat = "sealed"
	FormatSAML     TokenFormat = "saml"
	FormatMacaroon TokenFormat = "macaroon"
	FormatPASETO   TokenFormat = "paseto"
	FormatX509     TokenFormat = "x509"
)

func (TokenFormat) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(FormatOpaque), "random; means nothing without asking the server"},
		{string(FormatJWT), "a signed JSON Web Token (RFC 7519)"},
		{string(FormatJWE), "an encrypted JSON Web Token (RFC 7519)"},
		{string(FormatSDJWT), "a signed token whose claims can be shown one by one"},
		{string(FormatCWT), "the binary relative of a JSON Web Token"},
		{string(FormatSealed), "content that only the server can open"},
		{string(FormatSAML), "a SAML assertion (RFC 7522)"},
		{string(FormatMacaroon), "a token that holders can narrow by themselves"},
		{string(FormatPASETO), "a platform-agnostic security token"},
		{string(FormatX509), "a certificate"},
	}}
}

// GrantType is a way to obtain tokens.
type GrantType string

// The grant types that code speaks of; the list is in package standard.
const (
	GrantAuthorizationCode GrantType = "authorization_code"
	GrantRefreshToken      GrantType = "refresh_token"
	GrantClientCredentials GrantType = "client_credentials"
	GrantDeviceCode        GrantType = "device_code"
	GrantTokenExchange     GrantType = "token_exchange"
	GrantJWTBearer         GrantType = "jwt_bearer"
	GrantSAML2Bearer       GrantType = "saml2_bearer"
	GrantCIBA              GrantType = "ciba"
	GrantUMATicket         GrantType = "uma_ticket"
	GrantPassword          GrantType = "password"
	GrantImplicit          GrantType = "implicit"
)

func (GrantType) vocabulary() vocabulary {
	return vocabulary{open: true, words: wordsFrom(standard.Grants(), func(r standard.Grant) Word {
		return Word{r.Key, cited(r.Title, r.Cite)}
	})}
}

// Prerequisite is what has to hold before a token is issued.
type Prerequisite string

// The conditions of issue.
const (
	RequireClientAuthentication Prerequisite = "client_authentication"
	RequireScopeValidation      Prerequisite = "scope_validation"
	RequireUserConsent          Prerequisite = "user_consent"
	RequireAdminApproval        Prerequisite = "admin_approval"
	RequirePKCE                 Prerequisite = "pkce"
	RequirePushedRequest        Prerequisite = "pushed_request"
	RequireProofOfPossession    Prerequisite = "proof_of_possession"
	RequireUserPresence         Prerequisite = "user_presence"
	RequireReauthentication     Prerequisite = "reauthentication"
	RequireMFA                  Prerequisite = "mfa"
	RequireStepUp               Prerequisite = "step_up"
	RequireTrustedDevice        Prerequisite = "trusted_device"
	RequireTrustedContext       Prerequisite = "trusted_context"
	RequireAttestation          Prerequisite = "attestation"
	RequireRiskAssessment       Prerequisite = "risk_assessment"
	RequireOfflineAccess        Prerequisite = "offline_access"
)

func (Prerequisite) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(RequireClientAuthentication), "the client has authenticated"},
		{string(RequireScopeValidation), "the scopes were checked against what client and user may have"},
		{string(RequireUserConsent), "the user has agreed"},
		{string(RequireAdminApproval), "an administrator has agreed"},
		{string(RequirePKCE), "the request proves that it comes from whoever began (RFC 7636)"},
		{string(RequirePushedRequest), "the request was pushed first (RFC 9126)"},
		{string(RequireProofOfPossession), "the client has shown its key"},
		{string(RequireUserPresence), "the user is there"},
		{string(RequireReauthentication), "the user has authenticated just now"},
		{string(RequireMFA), "the user has shown two factors"},
		{string(RequireStepUp), "the user has authenticated as strongly as the call asks for (RFC 9470)"},
		{string(RequireTrustedDevice), "the device is trusted"},
		{string(RequireTrustedContext), "network, place or time are as expected"},
		{string(RequireAttestation), "the client instance or device has shown that it is genuine"},
		{string(RequireRiskAssessment), "the risk was judged and found low"},
		{string(RequireOfflineAccess), "the scope offline_access was granted (OIDC Core, section 11)"},
	}}
}

// PersonalData is how directly a claim points at a person.
type PersonalData string

// The degrees, from the lowest.
const (
	PersonalLow    PersonalData = "low"
	PersonalMedium PersonalData = "medium"
	PersonalHigh   PersonalData = "high"
)

func (PersonalData) vocabulary() vocabulary {
	return vocabulary{ordered: true, words: []Word{
		{string(PersonalLow), "technical or pseudonymous"},
		{string(PersonalMedium), "leads to a person for someone who holds more data"},
		{string(PersonalHigh), "identifies or describes a person directly"},
	}}
}

// BindingType is what a token is tied to.
type BindingType string

// The bindings that code speaks of; the list is in package standard. Ranges of addresses and objects, which no standard names, are added to it.
const (
	BindingDPoP     BindingType = "dpop"
	BindingMTLS     BindingType = "mtls"
	BindingKey      BindingType = "key"
	BindingAudience BindingType = "audience"
	BindingSession  BindingType = "session"
	BindingClient   BindingType = "client"
	BindingDevice   BindingType = "device"
	BindingCIDR     BindingType = "cidr"
	BindingObject   BindingType = "object"
)

func (BindingType) vocabulary() vocabulary {
	words := wordsFrom(standard.Bindings(), func(r standard.Binding) Word { return Word{r.Key, cited(r.Title, r.Cite)} })
	return vocabulary{open: true, words: append(words,
		Word{string(BindingCIDR), "a range of addresses"},
		Word{string(BindingObject), "an object that has to exist, such as a job or a workspace"},
	)}
}

// BoundTo is what the server ties a token to.
type BoundTo string

// The things that a token is tied to.
const (
	BoundToClient   BoundTo = "client"
	BoundToUser     BoundTo = "user"
	BoundToSession  BoundTo = "session"
	BoundToDevice   BoundTo = "device"
	BoundToGrant    BoundTo = "grant"
	BoundToScope    BoundTo = "scope"
	BoundToResource BoundTo = "resource"
	BoundToTenant   BoundTo = "tenant"
	BoundToIssuer   BoundTo = "issuer"
	BoundToKey      BoundTo = "key"
	BoundToNetwork  BoundTo = "network"
	BoundToObject   BoundTo = "object"
)

func (BoundTo) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(BoundToClient), "the client that it was issued to (RFC 6749, section 6)"},
		{string(BoundToUser), "the user"},
		{string(BoundToSession), "the session"},
		{string(BoundToDevice), "the device"},
		{string(BoundToGrant), "the grant"},
		{string(BoundToScope), "the scope that was granted"},
		{string(BoundToResource), "the resource servers that were named (RFC 8707)"},
		{string(BoundToTenant), "the customer"},
		{string(BoundToIssuer), "the authorization server"},
		{string(BoundToKey), "a key of the holder"},
		{string(BoundToNetwork), "a range of addresses"},
		{string(BoundToObject), "an object that has to exist, such as a job or a workspace"},
	}}
}

// CrossDevicePurpose is why a token may be used elsewhere.
type CrossDevicePurpose string

// The purposes of use on another device.
const (
	CrossDeviceSignIn         CrossDevicePurpose = "sign_in"
	CrossDeviceDeviceSwitch   CrossDevicePurpose = "device_switch"
	CrossDeviceRecovery       CrossDevicePurpose = "recovery"
	CrossDeviceAdministration CrossDevicePurpose = "administration"
	CrossDeviceSupport        CrossDevicePurpose = "support"
)

func (CrossDevicePurpose) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(CrossDeviceSignIn), "signing in on one device with another"},
		{string(CrossDeviceDeviceSwitch), "going on with work on another device"},
		{string(CrossDeviceRecovery), "getting back into an account"},
		{string(CrossDeviceAdministration), "acting for a user as an administrator"},
		{string(CrossDeviceSupport), "helping a user"},
	}}
}

// SubjectType is what a `sub` claim identifies.
type SubjectType string

// The kinds of subject.
const (
	SubjectPublic      SubjectType = "public"
	SubjectPairwise    SubjectType = "pairwise"
	SubjectPerResource SubjectType = "per_resource"
	SubjectTransient   SubjectType = "transient"
	SubjectClient      SubjectType = "client"
	SubjectWorkload    SubjectType = "workload"
	SubjectDevice      SubjectType = "device"
)

func (SubjectType) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(SubjectPublic), "the user, by one name for everybody (OIDC Core, section 8)"},
		{string(SubjectPairwise), "the user, by another name for each client (OIDC Core, section 8.1)"},
		{string(SubjectPerResource), "the user, by another name for each resource server (RFC 9068, section 6)"},
		{string(SubjectTransient), "the user, by a new name each time"},
		{string(SubjectClient), "the client (RFC 9068, section 2.2)"},
		{string(SubjectWorkload), "a service or job"},
		{string(SubjectDevice), "a device"},
	}}
}
