package specs

// Unit is a thing that tokens belong to and that can be ended as a whole.
type Unit string

// The units.
const (
	UnitToken   Unit = "token"
	UnitFamily  Unit = "family"
	UnitGrant   Unit = "grant"
	UnitConsent Unit = "consent"
	UnitSession Unit = "session"
	UnitDevice  Unit = "device"
	UnitClient  Unit = "client"
	UnitUser    Unit = "user"
	UnitTenant  Unit = "tenant"
	UnitKey     Unit = "key"
	UnitParent  Unit = "parent"
	UnitIssuer  Unit = "issuer"
)

func (Unit) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(UnitToken), "this one token"},
		{string(UnitFamily), "all tokens that descend from one first token by rotation (RFC 9700, section 4.14.2)"},
		{string(UnitGrant), "everything that one approval of a user, or of a client, gave rise to"},
		{string(UnitConsent), "everything that rests on the same consent of a user to a client"},
		{string(UnitSession), "everything that hangs on one signed-in state"},
		{string(UnitDevice), "everything on one device"},
		{string(UnitClient), "everything of one application"},
		{string(UnitUser), "everything of one user"},
		{string(UnitTenant), "everything of one customer"},
		{string(UnitKey), "everything that one key has signed or that is tied to it"},
		{string(UnitParent), "the thing that it hangs on, with everything else there"},
		{string(UnitIssuer), "everything of one authorization server"},
	}}
}

// Spared is what lives on although its unit dies.
type Spared string

// The things that can be spared.
const (
	SpareCurrentToken   Spared = "current_token"
	SpareCurrentSession Spared = "current_session"
	SpareCurrentDevice  Spared = "current_device"
	SpareCurrentClient  Spared = "current_client"
	SpareTrustedDevices Spared = "trusted_devices"
	SpareAPIKeys        Spared = "api_keys"
	SpareWorkloads      Spared = "workloads"
)

func (Spared) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(SpareCurrentToken), "the token that made the request"},
		{string(SpareCurrentSession), "the session in which it was asked for"},
		{string(SpareCurrentDevice), "the device on which it was asked for"},
		{string(SpareCurrentClient), "the client through which it was asked for"},
		{string(SpareTrustedDevices), "devices that are trusted"},
		{string(SpareAPIKeys), "API keys and personal access tokens"},
		{string(SpareWorkloads), "tokens of services"},
	}}
}

// IssuedWhen is which tokens of a unit die, by time of issue.
type IssuedWhen string

// The times of issue.
const (
	IssuedBeforeCutoff        IssuedWhen = "before_cutoff"
	IssuedBeforeTrigger       IssuedWhen = "before_trigger"
	IssuedSinceAuthentication IssuedWhen = "since_authentication"
	IssuedTogether            IssuedWhen = "together"
	IssuedLatest              IssuedWhen = "latest"
)

func (IssuedWhen) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(IssuedBeforeCutoff), "those issued before the cutoff"},
		{string(IssuedBeforeTrigger), "those issued before the event"},
		{string(IssuedSinceAuthentication), "those issued since the user last signed in"},
		{string(IssuedTogether), "those issued in the same response"},
		{string(IssuedLatest), "the newest one"},
	}}
}

// RenewalKind is how a new life is got.
type RenewalKind string

// The kinds of renewal.
const (
	RenewByExchange         RenewalKind = "exchange"
	RenewInPlace            RenewalKind = "in_place"
	RenewByMinting          RenewalKind = "mint"
	RenewByReauthenticating RenewalKind = "reauthenticate"
)

func (RenewalKind) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(RenewByExchange), "a token is traded for new ones (RFC 6749, section 6)"},
		{string(RenewInPlace), "the same string lives on with a new clock"},
		{string(RenewByMinting), "a new token is made from another credential, without a refresh token"},
		{string(RenewByReauthenticating), "the user signs in again"},
	}}
}

// RenewalUntil is until when a token can be renewed.
type RenewalUntil string

// The ends of renewal.
const (
	RenewableBeforeExpiry RenewalUntil = "before_expiry"
	RenewableAfterExpiry  RenewalUntil = "after_expiry"
)

func (RenewalUntil) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(RenewableBeforeExpiry), "only while it has not expired"},
		{string(RenewableAfterExpiry), "after it has expired as well"},
	}}
}

// Yield is whether a renewal gives a token.
type Yield string

// The answers.
const (
	YieldAlways Yield = "always"
	YieldMaybe  Yield = "maybe"
	YieldSame   Yield = "same"
	YieldNever  Yield = "never"
)

func (Yield) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(YieldAlways), "a new one comes each time"},
		{string(YieldMaybe), "a new one may come; if none does, the old one is kept (RFC 6749, section 6)"},
		{string(YieldSame), "the same one comes again"},
		{string(YieldNever), "none comes"},
	}}
}

// RotationMode is when a token string is replaced.
type RotationMode string

// The modes of rotation.
const (
	RotateOnUse    RotationMode = "on_use"
	RotateOnClock  RotationMode = "on_clock"
	RotateOnDemand RotationMode = "on_demand"
)

func (RotationMode) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(RotateOnUse), "at each use (RFC 9700, section 4.14.2)"},
		{string(RotateOnClock), "after a fixed time, whether used or not"},
		{string(RotateOnDemand), "when somebody asks for it"},
	}}
}

// SuccessorExpiry is when the successor of a rotated token ends.
type SuccessorExpiry string

// The ends of a successor.
const (
	ExpiryInherited SuccessorExpiry = "inherited"
	ExpiryFresh     SuccessorExpiry = "fresh"
	ExpiryRequested SuccessorExpiry = "requested"
)

func (SuccessorExpiry) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(ExpiryInherited), "when its predecessor would have ended"},
		{string(ExpiryFresh), "after a whole life of its own"},
		{string(ExpiryRequested), "when the caller asked for, or after a default"},
	}}
}

// FamilyShape is how the tokens of a family descend.
type FamilyShape string

// The shapes of a family.
const (
	FamilyChain FamilyShape = "chain"
	FamilyTree  FamilyShape = "tree"
)

func (FamilyShape) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(FamilyChain), "each has one successor"},
		{string(FamilyTree), "one may have several successors"},
	}}
}

// Answer is what a repeated, late or concurrent use of a token gets.
type Answer string

// The answers.
const (
	AnswerNewPair       Answer = "new_pair"
	AnswerNewAccess     Answer = "new_access"
	AnswerSameSuccessor Answer = "same_successor"
	AnswerSameResponse  Answer = "same_response"
	AnswerActiveToken   Answer = "active_token"
	AnswerRefuse        Answer = "refuse"
	AnswerReuse         Answer = "reuse"
)

func (Answer) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(AnswerNewPair), "a new access token and a new refresh token"},
		{string(AnswerNewAccess), "a new access token without a new refresh token"},
		{string(AnswerSameSuccessor), "the successor that was already issued, with a new access token"},
		{string(AnswerSameResponse), "the first response once more"},
		{string(AnswerActiveToken), "the token of the family that is active now"},
		{string(AnswerRefuse), "an error; nothing dies"},
		{string(AnswerReuse), "an error; it counts as reuse"},
	}}
}

// ActiveFrom is when a successor begins to work.
type ActiveFrom string

// The moments.
const (
	ActiveFromIssue        ActiveFrom = "issue"
	ActiveFromFirstUse     ActiveFrom = "first_use"
	ActiveFromConfirmation ActiveFrom = "confirmation"
)

func (ActiveFrom) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(ActiveFromIssue), "as soon as it is issued"},
		{string(ActiveFromFirstUse), "when it is used for the first time"},
		{string(ActiveFromConfirmation), "when the client has confirmed that it is stored"},
	}}
}

// ScopeOnRenewal is what a renewal may do to the scope.
type ScopeOnRenewal string

// The rules, from the weakest.
const (
	ScopeMayChange          ScopeOnRenewal = "any"
	ScopeMayGrowWithConsent ScopeOnRenewal = "consented"
	ScopeMayNarrow          ScopeOnRenewal = "narrow"
	ScopeStays              ScopeOnRenewal = "same"
)

func (ScopeOnRenewal) vocabulary() vocabulary {
	return vocabulary{ordered: true, words: []Word{
		{string(ScopeMayChange), "it may grow"},
		{string(ScopeMayGrowWithConsent), "it may grow as far as the user has agreed since"},
		{string(ScopeMayNarrow), "it may shrink (RFC 6749, section 6)"},
		{string(ScopeStays), "it never changes"},
	}}
}

// InFlightAction is what becomes of work in progress when its token dies.
type InFlightAction string

// The fates of work in progress.
const (
	InFlightFinish     InFlightAction = "finish"
	InFlightPause      InFlightAction = "pause"
	InFlightRenew      InFlightAction = "renew"
	InFlightCheckpoint InFlightAction = "checkpoint"
	InFlightQueue      InFlightAction = "queue"
	InFlightAbort      InFlightAction = "abort"
	InFlightRollBack   InFlightAction = "roll_back"
)

func (InFlightAction) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(InFlightFinish), "it runs to its end"},
		{string(InFlightPause), "it waits until there is a new token"},
		{string(InFlightRenew), "it goes on with a new token that is handed over on the way"},
		{string(InFlightCheckpoint), "it stops at the next safe point and keeps what is done"},
		{string(InFlightQueue), "what is left is queued and done later"},
		{string(InFlightAbort), "it stops at once"},
		{string(InFlightRollBack), "it stops at once and is undone"},
	}}
}

// ClientAction is what a client does about an error.
type ClientAction string

// The actions.
const (
	ActionRefresh        ClientAction = "refresh"
	ActionObtainToken    ClientAction = "obtain_token"
	ActionRetry          ClientAction = "retry"
	ActionBackoff        ClientAction = "backoff"
	ActionReauthenticate ClientAction = "reauthenticate"
	ActionStepUp         ClientAction = "step_up"
	ActionRequestScope   ClientAction = "request_scope"
	ActionFixRequest     ClientAction = "fix_request"
	ActionUseNonce       ClientAction = "use_nonce"
	ActionPoll           ClientAction = "poll"
	ActionSlowDown       ClientAction = "slow_down"
	ActionContinue       ClientAction = "continue"
	ActionStop           ClientAction = "stop"
	ActionOperator       ClientAction = "operator"
)

func (ClientAction) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(ActionRefresh), "redeem the refresh token, then repeat the call once"},
		{string(ActionObtainToken), "get a token and send it"},
		{string(ActionRetry), "mend what is named, then repeat once"},
		{string(ActionBackoff), "wait, longer each time, and repeat"},
		{string(ActionReauthenticate), "start a new authorization with the user"},
		{string(ActionStepUp), "start a new authorization as strong or as fresh as the challenge asks for (RFC 9470, section 4)"},
		{string(ActionRequestScope), "start a new authorization that asks for more"},
		{string(ActionFixRequest), "mend a fault in the program or its configuration"},
		{string(ActionUseNonce), "repeat once with the nonce from the response (RFC 9449, section 8)"},
		{string(ActionPoll), "wait the interval and ask again (RFC 8628, section 3.5)"},
		{string(ActionSlowDown), "add five seconds to the interval for good, then poll (RFC 8628, section 3.5)"},
		{string(ActionContinue), "go on with the next step that the response describes"},
		{string(ActionStop), "give up and tell the user"},
		{string(ActionOperator), "give up and call whoever runs the client"},
	}}
}
