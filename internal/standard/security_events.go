package standard

import (
	"slices"
	"strings"
)

// EventType is a kind of security event that one party sends to another (RFC 8417).
type EventType struct {
	// URI is its name: the member of `events`.
	URI   string
	Title string
	Cite  Cite
	// Description says what happened.
	Description string
	// Members are those that stand inside the event, besides the ones that every event of its profile may have.
	Members []EventMember
}

// EventMember is a member inside an event.
type EventMember struct {
	Name     string
	Required bool
	Type     ParamType
	// Values are the only ones, or those that the standard names where Open is true.
	Values      []string
	Open        bool
	Example     string
	Description string
}

// BackchannelLogoutEvent is the event of a logout token (OIDC Back-Channel Logout, section 2.4).
const BackchannelLogoutEvent = "http://schemas.openid.net/event/backchannel-logout"

// EventTypes lists the kinds of security events that standards name: CAEP, RISC, logout.
func EventTypes() []EventType { return slices.Clone(eventTypes) }

// EventTypeByURI finds a kind of security event by its name.
func EventTypeByURI(uri string) (EventType, bool) {
	i := slices.IndexFunc(eventTypes, func(e EventType) bool { return e.URI == uri })
	if i < 0 {
		return EventType{}, false
	}
	return eventTypes[i], true
}

// CommonEventMembers are the members that every event of a profile may have: those of CAEP (section 2), none of others.
func CommonEventMembers(uri string) []EventMember {
	if !strings.HasPrefix(uri, caep) {
		return nil
	}
	return slices.Clone(caepMembers)
}

var caepMembers = []EventMember{
	{Name: "event_timestamp", Type: TypeEpoch, Description: "When it happened."},
	{Name: "initiating_entity", Type: TypeString, Values: []string{"admin", "user", "policy", "system"}, Example: "user", Description: "Who caused it."},
	{Name: "reason_admin", Type: TypeObject, Example: `{"en":"Ended at the wish of the person"}`, Description: "Why, for operators: texts by language."},
	{Name: "reason_user", Type: TypeObject, Example: `{"en":"You signed out"}`, Description: "Why, in words fit for the person: texts by language."},
}

var eventTypes = []EventType{
	{caep + "session-revoked", "Session revoked", Cite{"CAEP", "3.1"}, "A session has ended before its time.", nil},
	{caep + "token-claims-change", "Token claims changed", Cite{"CAEP", "3.2"}, "What a token says of its subject no longer holds.", []EventMember{
		{Name: "claims", Required: true, Type: TypeObject, Example: `{"role":"viewer"}`, Description: "The claims with their new values."},
	}},
	{caep + "credential-change", "Credential changed", Cite{"CAEP", "3.3"}, "A password, a key or another credential was made, changed or removed.", []EventMember{
		{Name: "credential_type", Required: true, Type: TypeString, Open: true, Example: "password", Description: "What kind of credential.",
			Values: []string{"password", "pin", "x509", "fido2-platform", "fido2-roaming", "fido-u2f", "verifiable-credential", "phone-voice", "phone-sms", "app"}},
		{Name: "change_type", Required: true, Type: TypeString, Values: []string{"create", "revoke", "update", "delete"}, Example: "update", Description: "What was done to it."},
		{Name: "friendly_name", Type: TypeString, Description: "The name by which the person knows it."},
	}},
	{caep + "assurance-level-change", "Assurance changed", Cite{"CAEP", "3.4"}, "The strength behind a session rose or fell.", []EventMember{
		{Name: "namespace", Required: true, Type: TypeString, Open: true, Values: []string{"RFC8176", "RFC6711", "ISO-IEC-29115", "NIST-IAL", "NIST-AAL", "NIST-FAL"}, Example: "NIST-AAL", Description: "Whose levels these are."},
		{Name: "current_level", Required: true, Type: TypeString, Example: "nist-aal1", Description: "The level now."},
		{Name: "previous_level", Type: TypeString, Example: "nist-aal2", Description: "The level before."},
		{Name: "change_direction", Type: TypeString, Values: []string{"increase", "decrease"}, Example: "decrease", Description: "Which way it went."},
	}},
	{caep + "device-compliance-change", "Device compliance changed", Cite{"CAEP", "3.5"}, "A device began or ceased to keep the rules.", []EventMember{
		{Name: "previous_status", Required: true, Type: TypeString, Values: []string{"compliant", "not-compliant"}, Example: "compliant", Description: "What held before."},
		{Name: "current_status", Required: true, Type: TypeString, Values: []string{"compliant", "not-compliant"}, Example: "not-compliant", Description: "What holds now."},
	}},
	{caep + "risk-level-change", "Risk level changed", Cite{"CAEP", "3.8"}, "Somebody or something is judged more or less risky than before.", []EventMember{
		{Name: "principal", Required: true, Type: TypeString, Open: true, Values: []string{"USER", "DEVICE", "SESSION", "TENANT", "ORG_UNIT", "GROUP"}, Example: "SESSION", Description: "What is judged."},
		{Name: "current_level", Required: true, Type: TypeString, Values: []string{"LOW", "MEDIUM", "HIGH"}, Example: "HIGH", Description: "The level now."},
		{Name: "previous_level", Type: TypeString, Values: []string{"LOW", "MEDIUM", "HIGH"}, Example: "LOW", Description: "The level before."},
		{Name: "risk_reason", Type: TypeString, Description: "What led to it."},
	}},
	{risc + "account-credential-change-required", "Credential change required", Cite{"RISC", "2.1"}, "The person was made to choose a new credential.", nil},
	{risc + "account-purged", "Account deleted", Cite{"RISC", "2.2"}, "The account no longer exists.", nil},
	{risc + "account-disabled", "Account disabled", Cite{"RISC", "2.3"}, "The account was suspended.", []EventMember{
		{Name: "reason", Type: TypeString, Open: true, Values: []string{"hijacking", "bulk-account"}, Example: "hijacking", Description: "Why."},
	}},
	{risc + "identifier-changed", "Identifier changed", Cite{"RISC", "2.5"}, "Mail address or telephone number of the account changed.", []EventMember{
		{Name: "new-value", Type: TypeString, Description: "The new one."},
	}},
	{risc + "credential-compromise", "Credential compromised", Cite{"RISC", "2.7"}, "A credential is known to be in wrong hands.", []EventMember{
		{Name: "credential_type", Required: true, Type: TypeString, Open: true, Values: []string{"password", "pin", "x509", "app"}, Example: "password", Description: "What kind of credential."},
		{Name: "event_timestamp", Type: TypeEpoch, Description: "When it happened."},
	}},
	{risc + "recovery-activated", "Recovery activated", Cite{"RISC", "2.9"}, "The person began to recover the account by another way.", nil},
	{BackchannelLogoutEvent, "Logged out", Cite{"OIDC Back-Channel Logout", "2.4"}, "The person, or one session, is signed out.", nil},
}
