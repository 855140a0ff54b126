package specs

// ClientType is whether a client can keep a secret.
type ClientType string

// The client types (RFC 6749, section 2.1).
const (
	ClientPublic       ClientType = "public"
	ClientConfidential ClientType = "confidential"
)

func (ClientType) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(ClientPublic), "it cannot (RFC 6749, section 2.1)"},
		{string(ClientConfidential), "it can, and authenticates with it (RFC 6749, section 2.1)"},
	}}
}

// Platform is where a client runs.
type Platform string

// The platforms.
const (
	PlatformBrowser   Platform = "browser"
	PlatformExtension Platform = "extension"
	PlatformMobile    Platform = "mobile"
	PlatformDesktop   Platform = "desktop"
	PlatformServer    Platform = "server"
	PlatformCLI       Platform = "cli"
	PlatformIoT       Platform = "iot"
	PlatformTV        Platform = "tv"
	PlatformOffline   Platform = "offline"
)

func (Platform) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(PlatformBrowser), "in a web page"},
		{string(PlatformExtension), "in an extension of a browser"},
		{string(PlatformMobile), "on a phone or tablet"},
		{string(PlatformDesktop), "on a personal computer"},
		{string(PlatformServer), "on a server"},
		{string(PlatformCLI), "in a terminal"},
		{string(PlatformIoT), "on a small device"},
		{string(PlatformTV), "on a screen without a keyboard"},
		{string(PlatformOffline), "where there is seldom a network"},
	}}
}

// Architecture is how a browser application deals with tokens.
type Architecture string

// The architectures.
const (
	ArchitectureServerRendered        Architecture = "server_rendered"
	ArchitectureBFF                   Architecture = "bff"
	ArchitectureTokenMediatingBackend Architecture = "token_mediating_backend"
	ArchitectureBrowserOnly           Architecture = "browser_only"
)

func (Architecture) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(ArchitectureServerRendered), "a server makes the pages and holds the tokens"},
		{string(ArchitectureBFF), "a backend holds the tokens and forwards calls (RFC 10017, section 6.1)"},
		{string(ArchitectureTokenMediatingBackend), "a backend gets the tokens and hands access tokens to the browser (RFC 10017, section 6.2)"},
		{string(ArchitectureBrowserOnly), "the browser gets and holds the tokens (RFC 10017, section 6.3)"},
	}}
}

// RedirectMatch is how redirect addresses are compared.
type RedirectMatch string

// The ways to compare redirect addresses.
const (
	RedirectExact        RedirectMatch = "exact"
	RedirectLoopbackPort RedirectMatch = "loopback_port"
	RedirectPrefix       RedirectMatch = "prefix"
	RedirectHost         RedirectMatch = "host"
	RedirectPattern      RedirectMatch = "pattern"
)

func (RedirectMatch) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(RedirectExact), "character for character (RFC 9700, section 4.1.3)"},
		{string(RedirectLoopbackPort), "character for character, save the port of a loopback address (RFC 8252, section 7.3)"},
		{string(RedirectPrefix), "only the beginning has to agree"},
		{string(RedirectHost), "only the host has to agree"},
		{string(RedirectPattern), "by a pattern"},
	}}
}

// StorePlace is where a client keeps a token.
type StorePlace string

// The places of storage.
const (
	InMemory            StorePlace = "memory"
	InWebWorker         StorePlace = "web_worker"
	InHTTPOnlyCookie    StorePlace = "http_only_cookie"
	InScriptCookie      StorePlace = "script_cookie"
	InLocalStorage      StorePlace = "local_storage"
	InSessionStorage    StorePlace = "session_storage"
	InIndexedDB         StorePlace = "indexed_db"
	InKeychain          StorePlace = "keychain"
	InKeystore          StorePlace = "keystore"
	InCredentialManager StorePlace = "credential_manager"
	InSecureElement     StorePlace = "secure_element"
	InEncryptedFile     StorePlace = "encrypted_file"
	InFile              StorePlace = "file"
	InEnvVar            StorePlace = "env_var"
	InServerMemory      StorePlace = "server_memory"
	InDatabase          StorePlace = "database"
	InVault             StorePlace = "vault"
	InLog               StorePlace = "log"
)

func (StorePlace) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(InMemory), "in memory only"},
		{string(InWebWorker), "in the memory of a worker that the page cannot read"},
		{string(InHTTPOnlyCookie), "in a cookie that scripts cannot read"},
		{string(InScriptCookie), "in a cookie that scripts can read"},
		{string(InLocalStorage), "in the local storage of a browser"},
		{string(InSessionStorage), "in the session storage of a browser"},
		{string(InIndexedDB), "in the database of a browser"},
		{string(InKeychain), "in the keychain of an Apple system"},
		{string(InKeystore), "in the key store of an Android system"},
		{string(InCredentialManager), "in the credential store of a desktop system"},
		{string(InSecureElement), "in hardware that never gives it out"},
		{string(InEncryptedFile), "in an encrypted file"},
		{string(InFile), "in a file"},
		{string(InEnvVar), "in an environment variable"},
		{string(InServerMemory), "in the memory of a server"},
		{string(InDatabase), "in the database of a server"},
		{string(InVault), "in a secrets manager"},
		{string(InLog), "in a log"},
	}}
}

// SignIn is a way in which users sign in.
type SignIn string

// The ways to sign in.
const (
	SignInPassword     SignIn = "password"
	SignInPasskey      SignIn = "passkey"
	SignInSecurityKey  SignIn = "security_key"
	SignInBiometric    SignIn = "biometric"
	SignInTOTP         SignIn = "totp"
	SignInSMSCode      SignIn = "sms_code"
	SignInEmailLink    SignIn = "email_link"
	SignInPush         SignIn = "push"
	SignInQRCode       SignIn = "qr_code"
	SignInCertificate  SignIn = "certificate"
	SignInFederated    SignIn = "federated"
	SignInRecoveryCode SignIn = "recovery_code"
)

func (SignIn) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(SignInPassword), "a password"},
		{string(SignInPasskey), "a passkey"},
		{string(SignInSecurityKey), "a security key"},
		{string(SignInBiometric), "a fingerprint or a face, checked on the device"},
		{string(SignInTOTP), "a code from an authenticator application"},
		{string(SignInSMSCode), "a code in a text message"},
		{string(SignInEmailLink), "a link in a mail"},
		{string(SignInPush), "a confirmation on another device"},
		{string(SignInQRCode), "a code read with another device"},
		{string(SignInCertificate), "a certificate or a smart card"},
		{string(SignInFederated), "another identity provider"},
		{string(SignInRecoveryCode), "a code kept for emergencies"},
	}}
}

// TrustOf is what is trusted.
type TrustOf string

// The things that can be trusted.
const (
	TrustOfDevice         TrustOf = "device"
	TrustOfClientInstance TrustOf = "client_instance"
	TrustOfNetwork        TrustOf = "network"
	TrustOfLocation       TrustOf = "location"
	TrustOfContext        TrustOf = "context"
)

func (TrustOf) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(TrustOfDevice), "a device"},
		{string(TrustOfClientInstance), "one installation of a client"},
		{string(TrustOfNetwork), "a network"},
		{string(TrustOfLocation), "a place"},
		{string(TrustOfContext), "several signs together"},
	}}
}

// RefreshTrigger is the sign by which a client knows that it is time.
type RefreshTrigger string

// The triggers.
const (
	RefreshOnExpiresIn    RefreshTrigger = "expires_in"
	RefreshOnAge          RefreshTrigger = "age"
	RefreshOnUnauthorized RefreshTrigger = "unauthorized"
	RefreshOnHeader       RefreshTrigger = "header"
	RefreshOnSchedule     RefreshTrigger = "schedule"
	RefreshOnActivity     RefreshTrigger = "activity"
	RefreshOnPush         RefreshTrigger = "push"
	RefreshOnJWTExp       RefreshTrigger = "jwt_exp"
)

func (RefreshTrigger) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(RefreshOnExpiresIn), "the time of the response and its expires_in (RFC 6749, section 5.1)"},
		{string(RefreshOnAge), "the age of the token"},
		{string(RefreshOnUnauthorized), "a refusal with status 401"},
		{string(RefreshOnHeader), "a response header that warns"},
		{string(RefreshOnSchedule), "a fixed schedule"},
		{string(RefreshOnActivity), "something that the user does"},
		{string(RefreshOnPush), "a message from the server"},
		{string(RefreshOnJWTExp), "the exp claim inside the access token"},
	}}
}

// Coordination is how several tabs or processes agree on who refreshes.
type Coordination string

// The ways to agree.
const (
	CoordinateWebLocks         Coordination = "web_locks"
	CoordinateSharedWorker     Coordination = "shared_worker"
	CoordinateBroadcastChannel Coordination = "broadcast_channel"
	CoordinateMutex            Coordination = "mutex"
	CoordinateFileLock         Coordination = "file_lock"
	CoordinateDistributedLock  Coordination = "distributed_lock"
	CoordinateBackend          Coordination = "backend"
	CoordinateBroker           Coordination = "broker"
)

func (Coordination) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(CoordinateWebLocks), "the Web Locks interface of browsers"},
		{string(CoordinateSharedWorker), "one worker for all tabs"},
		{string(CoordinateBroadcastChannel), "messages between tabs"},
		{string(CoordinateMutex), "a lock inside one process"},
		{string(CoordinateFileLock), "a lock on a file"},
		{string(CoordinateDistributedLock), "a lock that several servers share"},
		{string(CoordinateBackend), "a backend refreshes for all"},
		{string(CoordinateBroker), "a program on the machine refreshes for all"},
	}}
}

// Replace is when a client throws the old token away.
type Replace string

// The moments.
const (
	ReplaceAtomicBeforeUse Replace = "atomic_before_use"
	ReplaceAfterFirstUse   Replace = "after_first_use"
	ReplaceLazy            Replace = "lazy"
)

func (Replace) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(ReplaceAtomicBeforeUse), "the new one is stored in one step before it is first used"},
		{string(ReplaceAfterFirstUse), "the old one is kept until the new one has worked once"},
		{string(ReplaceLazy), "the new one is stored some time later"},
	}}
}

// OnExpiry is what happens when an access token expires.
type OnExpiry string

// The behaviours.
const (
	OnExpirySilentRefresh OnExpiry = "silent_refresh"
	OnExpiryRequestAgain  OnExpiry = "request_again"
	OnExpiryPrompt        OnExpiry = "prompt"
	OnExpiryDegrade       OnExpiry = "degrade"
	OnExpirySignOut       OnExpiry = "sign_out"
)

func (OnExpiry) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(OnExpirySilentRefresh), "a new one is got without the user"},
		{string(OnExpiryRequestAgain), "a new one is asked for with the client's own credential"},
		{string(OnExpiryPrompt), "the user is asked to sign in"},
		{string(OnExpiryDegrade), "the application goes on with less"},
		{string(OnExpirySignOut), "the user is signed out"},
	}}
}

// LogoutStep is what a client does at sign-out.
type LogoutStep string

// The steps.
const (
	LogoutRevoke         LogoutStep = "revoke"
	LogoutErase          LogoutStep = "erase"
	LogoutEndSession     LogoutStep = "end_session"
	LogoutClearCookies   LogoutStep = "clear_cookies"
	LogoutEraseData      LogoutStep = "erase_data"
	LogoutCancelRequests LogoutStep = "cancel_requests"
	LogoutNotifyTabs     LogoutStep = "notify_tabs"
	LogoutForgetDevice   LogoutStep = "forget_device"
)

func (LogoutStep) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(LogoutRevoke), "it revokes its tokens (RFC 7009)"},
		{string(LogoutErase), "it erases its tokens"},
		{string(LogoutEndSession), "it ends the session at the provider (OIDC RP-Initiated Logout)"},
		{string(LogoutClearCookies), "it removes its cookies"},
		{string(LogoutEraseData), "it erases what it keeps of the user"},
		{string(LogoutCancelRequests), "it stops requests that are under way"},
		{string(LogoutNotifyTabs), "it tells its other tabs"},
		{string(LogoutForgetDevice), "it gives up that the device is trusted"},
	}}
}

// Backoff is how a wait grows.
type Backoff string

// The ways to wait.
const (
	BackoffConstant    Backoff = "constant"
	BackoffLinear      Backoff = "linear"
	BackoffExponential Backoff = "exponential"
)

func (Backoff) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(BackoffConstant), "it stays the same"},
		{string(BackoffLinear), "it grows by the same amount each time"},
		{string(BackoffExponential), "it doubles each time"},
	}}
}

// Jitter is how a wait is spread at random.
type Jitter string

// The ways to spread.
const (
	JitterFull         Jitter = "full"
	JitterEqual        Jitter = "equal"
	JitterDecorrelated Jitter = "decorrelated"
)

func (Jitter) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(JitterFull), "between nothing and the whole wait"},
		{string(JitterEqual), "between half of the wait and the whole"},
		{string(JitterDecorrelated), "between the first wait and three times the last one"},
	}}
}
