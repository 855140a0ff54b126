package specs

// LimitAction is what happens beyond a limit.
type LimitAction string

// The behaviours.
const (
	LimitRefuse      LimitAction = "refuse"
	LimitDelay       LimitAction = "delay"
	LimitQueue       LimitAction = "queue"
	LimitEvictOldest LimitAction = "evict_oldest"
	LimitEvictIdle   LimitAction = "evict_idle"
	LimitAsk         LimitAction = "ask"
	LimitLock        LimitAction = "lock"
	LimitChallenge   LimitAction = "challenge"
	LimitAlert       LimitAction = "alert"
)

func (LimitAction) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(LimitRefuse), "the request is refused"},
		{string(LimitDelay), "the request is slowed down"},
		{string(LimitQueue), "the request waits its turn"},
		{string(LimitEvictOldest), "the oldest one ends"},
		{string(LimitEvictIdle), "the one unused for longest ends"},
		{string(LimitAsk), "the user chooses which one ends"},
		{string(LimitLock), "nothing works for a while"},
		{string(LimitChallenge), "the caller has to show that it is no machine"},
		{string(LimitAlert), "it is reported and goes on"},
	}}
}

// Mechanism is how a token is ended before its time, or how services learn of it.
type Mechanism string

// The mechanisms.
const (
	ByExpiry        Mechanism = "expiry"
	ByEndpoint      Mechanism = "endpoint"
	ByDeletion      Mechanism = "deletion"
	ByDenylist      Mechanism = "denylist"
	ByIntrospection Mechanism = "introspection"
	ByStatusList    Mechanism = "status_list"
	ByPushEvent     Mechanism = "push_event"
	ByCutoff        Mechanism = "cutoff"
	BySessionCheck  Mechanism = "session_check"
	ByObjectCheck   Mechanism = "object_check"
	ByCascade       Mechanism = "cascade"
	ByKeyWithdrawal Mechanism = "key_withdrawal"
)

func (Mechanism) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(ByExpiry), "nothing but its short life"},
		{string(ByEndpoint), "the revocation endpoint (RFC 7009)"},
		{string(ByDeletion), "its record is deleted"},
		{string(ByDenylist), "a list of revoked tokens"},
		{string(ByIntrospection), "services ask each time (RFC 7662)"},
		{string(ByStatusList), "a published list of states (Token Status List)"},
		{string(ByPushEvent), "an event that services receive (CAEP)"},
		{string(ByCutoff), "tokens issued before a moment are refused"},
		{string(BySessionCheck), "services look up its session"},
		{string(ByObjectCheck), "services look up the object that it is tied to"},
		{string(ByCascade), "it dies with another token"},
		{string(ByKeyWithdrawal), "the key that signed it is withdrawn"},
	}}
}

// Revoker is who may revoke.
type Revoker string

// The parties that may revoke.
const (
	RevokerUser                Revoker = "user"
	RevokerClient              Revoker = "client"
	RevokerBearer              Revoker = "bearer"
	RevokerApplicationOwner    Revoker = "application_owner"
	RevokerAdministrator       Revoker = "administrator"
	RevokerTenantAdministrator Revoker = "tenant_administrator"
	RevokerSupport             Revoker = "support"
	RevokerSecurityTeam        Revoker = "security_team"
	RevokerAuthorizationServer Revoker = "authorization_server"
	RevokerIdentityProvider    Revoker = "identity_provider"
	RevokerResourceServer      Revoker = "resource_server"
	RevokerThirdParty          Revoker = "third_party"
)

func (Revoker) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(RevokerUser), "the user"},
		{string(RevokerClient), "the client that holds it"},
		{string(RevokerBearer), "whoever holds it"},
		{string(RevokerApplicationOwner), "the owner of the application"},
		{string(RevokerAdministrator), "an administrator"},
		{string(RevokerTenantAdministrator), "an administrator of the customer"},
		{string(RevokerSupport), "the help desk"},
		{string(RevokerSecurityTeam), "the security team"},
		{string(RevokerAuthorizationServer), "the authorization server by itself"},
		{string(RevokerIdentityProvider), "the identity provider"},
		{string(RevokerResourceServer), "a resource server"},
		{string(RevokerThirdParty), "somebody who found it"},
	}}
}

// Fate is whether a token dies.
type Fate string

// The fates.
const (
	FateDies        Fate = "dies"
	FateLives       Fate = "lives"
	FateUnspecified Fate = "unspecified"
)

func (Fate) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(FateDies), "it dies"},
		{string(FateLives), "it lives on"},
		{string(FateUnspecified), "expressly left open"},
	}}
}

// NoticeWay is how somebody learns of a revocation.
type NoticeWay string

// The ways.
const (
	NoticeError              NoticeWay = "error"
	NoticeIntrospection      NoticeWay = "introspection"
	NoticeResponseHeader     NoticeWay = "response_header"
	NoticeBackchannelLogout  NoticeWay = "backchannel_logout"
	NoticeFrontchannelLogout NoticeWay = "frontchannel_logout"
	NoticePushEvent          NoticeWay = "push_event"
	NoticePollEvent          NoticeWay = "poll_event"
	NoticeWebhook            NoticeWay = "webhook"
	NoticePushMessage        NoticeWay = "push_message"
	NoticeEmail              NoticeWay = "email"
)

func (NoticeWay) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(NoticeError), "by the error at the next call"},
		{string(NoticeIntrospection), "by asking (RFC 7662)"},
		{string(NoticeResponseHeader), "by a response header"},
		{string(NoticeBackchannelLogout), "by a logout token from server to server (OIDC Back-Channel Logout)"},
		{string(NoticeFrontchannelLogout), "through the browser (OIDC Front-Channel Logout)"},
		{string(NoticePushEvent), "by a security event that is pushed (RFC 8935)"},
		{string(NoticePollEvent), "by a security event that is fetched (RFC 8936)"},
		{string(NoticeWebhook), "by a call to an address of theirs"},
		{string(NoticePushMessage), "by a message to the device"},
		{string(NoticeEmail), "by mail"},
	}}
}

// RiskResponse is a response to a sign of abuse.
type RiskResponse string

// The responses, from the mildest.
const (
	RiskRecord         RiskResponse = "record"
	RiskNotify         RiskResponse = "notify"
	RiskDelay          RiskResponse = "delay"
	RiskChallenge      RiskResponse = "challenge"
	RiskStepUp         RiskResponse = "step_up"
	RiskReauthenticate RiskResponse = "reauthenticate"
	RiskRefuse         RiskResponse = "refuse"
	RiskRevoke         RiskResponse = "revoke"
	RiskLock           RiskResponse = "lock"
)

func (RiskResponse) vocabulary() vocabulary {
	return vocabulary{ordered: true, words: []Word{
		{string(RiskRecord), "it is recorded"},
		{string(RiskNotify), "the user or the operators are told"},
		{string(RiskDelay), "the answer is slowed down"},
		{string(RiskChallenge), "the caller has to show that it is no machine"},
		{string(RiskStepUp), "the user has to authenticate more strongly (RFC 9470)"},
		{string(RiskReauthenticate), "the user has to sign in again"},
		{string(RiskRefuse), "the request is refused"},
		{string(RiskRevoke), "tokens die"},
		{string(RiskLock), "the account is locked"},
	}}
}
