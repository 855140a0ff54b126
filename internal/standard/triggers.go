package standard

import "slices"

// Trigger is an occasion on which tokens are revoked.
type Trigger struct {
	// Key is the short name that policies use.
	Key   string
	Title string
	// Description says what happened and what it usually ends.
	Description string
	// Event is the event type address with which others are told; empty when none is standardised.
	Event string
	// EventCite is the document that defines Event; zero when Event is empty.
	EventCite Cite
	// Usual is the smallest unit whose tokens usually end: token, family, grant, session, device, client, user, key or tenant.
	Usual string
	// Planned tells an ordinary wish of the person or the team from a suspicion.
	Planned bool
}

// Triggers lists the triggers: wishes of the person first, then changes of the account, then suspicion, then operation.
func Triggers() []Trigger { return slices.Clone(triggers) }

// TriggerByKey finds a trigger by its short name.
func TriggerByKey(key string) (Trigger, bool) {
	i := slices.IndexFunc(triggers, func(t Trigger) bool { return t.Key == key })
	if i < 0 {
		return Trigger{}, false
	}
	return triggers[i], true
}

const (
	caep = "https://schemas.openid.net/secevent/caep/event-type/"
	risc = "https://schemas.openid.net/secevent/risc/event-type/"
)

var triggers = []Trigger{
	{"logout", "Logout", "The person signs out on one device or in one browser. The session and what hangs on it end.", caep + "session-revoked", Cite{"CAEP", "3.1"}, "session", true},
	{"logout_everywhere", "Logout everywhere", "The person ends every session, usually after something worried them.", caep + "session-revoked", Cite{"CAEP", "3.1"}, "user", true},
	{"session_expired", "Session limit reached", "The session at the provider came to its idle or absolute end.", caep + "session-revoked", Cite{"CAEP", "3.1"}, "session", true},
	{"consent_withdrawn", "Consent withdrawn", "The person takes back what one client was allowed.", "", Cite{}, "grant", true},
	{"client_uninstalled", "Client uninstalled", "The application was removed from a device or a tenant.", "", Cite{}, "client", true},
	{"password_change", "Password change", "The person chose a new password. Other sessions may be the reason, so that sparing only the current one is common.", caep + "credential-change", Cite{"CAEP", "3.3"}, "user", true},
	{"factor_change", "Authentication factor changed", "A factor was added, replaced or removed.", caep + "credential-change", Cite{"CAEP", "3.3"}, "user", true},
	{"account_recovery", "Account recovery", "The account was recovered by a weaker way. Whoever held it before must not stay in.", risc + "recovery-activated", Cite{"RISC", "2.9"}, "user", false},
	{"identifier_change", "Identifier change", "E-mail address or telephone number of the account changed.", risc + "identifier-changed", Cite{"RISC", "2.5"}, "user", true},
	{"account_disabled", "Account disabled", "The account was suspended, for good or for a while.", risc + "account-disabled", Cite{"RISC", "2.3"}, "user", false},
	{"account_deleted", "Account deleted", "The account no longer exists.", risc + "account-purged", Cite{"RISC", "2.2"}, "user", true},
	{"role_change", "Roles or rights changed", "The person may do less than the tokens say.", caep + "token-claims-change", Cite{"CAEP", "3.2"}, "user", true},
	{"assurance_change", "Assurance lowered", "The strength behind the session fell, as when a factor was found weak.", caep + "assurance-level-change", Cite{"CAEP", "3.4"}, "session", false},
	{"device_lost", "Device lost", "A device is lost or stolen. Everything on it ends; other devices stay.", "", Cite{}, "device", false},
	{"device_noncompliant", "Device no longer compliant", "Device management reports that a device breaks the rules.", caep + "device-compliance-change", Cite{"CAEP", "3.5"}, "device", false},
	{"token_reuse", "Token reuse", "A token that was already spent came back: the thief or the owner is late, and nobody can tell which.", "", Cite{}, "family", false},
	{"credential_compromise", "Credential compromise", "A password, key or token is known to be in wrong hands.", risc + "credential-compromise", Cite{"RISC", "2.7"}, "user", false},
	{"credential_change_required", "Credential change required", "The person is made to choose a new credential.", risc + "account-credential-change-required", Cite{"RISC", "2.1"}, "user", false},
	{"risk_detected", "Risk detected", "Signals such as an impossible journey made a session suspicious.", caep + "risk-level-change", Cite{"CAEP", "3.8"}, "session", false},
	{"leak_reported", "Leak reported", "A token was found in public, as in a repository.", "", Cite{}, "token", false},
	{"admin_action", "Administrator action", "An administrator ends tokens by hand.", caep + "session-revoked", Cite{"CAEP", "3.1"}, "user", false},
	{"global_revocation", "Global revocation", "Another system orders everything of one person to end.", "", Cite{}, "user", false},
	{"client_disabled", "Client disabled", "A client was switched off or its registration withdrawn.", "", Cite{}, "client", false},
	{"client_secret_rotated", "Client credential replaced", "The credential of a client was replaced. With overlap, tokens may stay.", "", Cite{}, "client", true},
	{"key_compromise", "Signing key compromise", "A signing key is in wrong hands. Every token it signed is worthless.", "", Cite{}, "key", false},
	{"tenant_offboarded", "Tenant offboarded", "A customer left or was suspended.", "", Cite{}, "tenant", true},
	{"inactivity", "Inactivity", "Nobody used the token or the account for a stated time.", "", Cite{}, "grant", true},
	{"count_limit", "Too many tokens", "A new token pushed out the oldest one.", "", Cite{}, "token", true},
}
