package specs

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/standard"
)

// Word is one word of a vocabulary and what it means.
type Word struct{ Name, Means string }

// vocabulary is the words that a setting takes.
type vocabulary struct {
	words []Word
	// open allows words of the team's own, written {own: word}.
	open bool
	// ordered says that the words run from the weakest to the strongest, the least to the most or the oldest to the
	// newest, so that floors can compare them.
	ordered bool
	// instead are words that people write here although they mean something else, each with what to do instead.
	instead map[string]string
}

// insteadName stands for the name of the entry in what vocabularies say of words that are none.
const insteadName = "<name>"

// enumerated is a setting whose values are words. The words none and undecided belong to no vocabulary: the decoder
// reads them for every setting (see State).
type enumerated interface{ vocabulary() vocabulary }

// wordsFrom makes words of a table of package standard, so that each list exists once. The row none is left out: a
// setting that is stated to be none has State None.
func wordsFrom[T any](rows []T, word func(T) Word) []Word {
	words := make([]Word, 0, len(rows))
	for _, row := range rows {
		if w := word(row); w.Name != "none" {
			words = append(words, w)
		}
	}
	return words
}

// cited is a meaning with the clause that defines it. The full stop of a table's sentence goes, since meanings are phrases.
func cited(means string, clause standard.Cite) string {
	means = strings.TrimSuffix(means, ".")
	if clause.Document == "" {
		return means
	}
	return means + " (" + clause.String() + ")"
}

// ProfileID is a standard that a policy claims to meet.
type ProfileID string

// The profiles that code speaks of; the list is in package standard.
const (
	ProfileOAuthBCP ProfileID = "oauth-bcp"
	ProfileBrowser  ProfileID = "browser"
	ProfileFAPI2    ProfileID = "fapi2"
	ProfileNISTAAL1 ProfileID = "nist-aal1"
	ProfileNISTAAL2 ProfileID = "nist-aal2"
	ProfileNISTAAL3 ProfileID = "nist-aal3"
	ProfileASVSL1   ProfileID = "asvs-l1"
	ProfileASVSL2   ProfileID = "asvs-l2"
	ProfileASVSL3   ProfileID = "asvs-l3"
	ProfileComplete ProfileID = "complete"
)

func (ProfileID) vocabulary() vocabulary {
	return vocabulary{words: wordsFrom(standard.Profiles(), func(r standard.Profile) Word {
		return Word{r.Key, cited(r.Description, standard.Cite{Document: r.Document})}
	})}
}

// PolicyStatus is where a policy is in its life.
type PolicyStatus string

// The states of a policy.
const (
	PolicyDraft      PolicyStatus = "draft"
	PolicyActive     PolicyStatus = "active"
	PolicyDeprecated PolicyStatus = "deprecated"
	PolicyRetired    PolicyStatus = "retired"
)

func (PolicyStatus) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(PolicyDraft), "being written; nobody may rely on it"},
		{string(PolicyActive), "in force"},
		{string(PolicyDeprecated), "in force, with a successor to move to"},
		{string(PolicyRetired), "no longer in force"},
	}}
}

// Level is how grave something is.
type Level string

// The levels, from the mildest.
const (
	LevelLow      Level = "low"
	LevelModerate Level = "moderate"
	LevelHigh     Level = "high"
	LevelCritical Level = "critical"
)

func (Level) vocabulary() vocabulary {
	return vocabulary{ordered: true, words: []Word{
		{string(LevelLow), "a nuisance"},
		{string(LevelModerate), "harm to single users that can be made good"},
		{string(LevelHigh), "serious harm to users or to the business"},
		{string(LevelCritical), "harm that cannot be made good, or harm to everybody"},
	}}
}

// SourceGrade is how far a source can be trusted.
type SourceGrade string

// The grades.
const (
	SourceStandard    SourceGrade = "standard"
	SourcePublished   SourceGrade = "published"
	SourceRepository  SourceGrade = "repository"
	SourceInternal    SourceGrade = "internal"
	SourceMeasured    SourceGrade = "measured"
	SourceSecondary   SourceGrade = "secondary"
	SourceUnconfirmed SourceGrade = "unconfirmed"
)

func (SourceGrade) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(SourceStandard), "the text of a standards body"},
		{string(SourcePublished), "published by the party that it speaks of"},
		{string(SourceRepository), "a file in that party's own repository"},
		{string(SourceInternal), "the team's own unpublished text"},
		{string(SourceMeasured), "seen in a running system"},
		{string(SourceSecondary), "somebody else's account of it"},
		{string(SourceUnconfirmed), "heard or remembered; nothing may rest on it"},
	}}
}

// Consent is whether a user is asked before a client gets access.
type Consent string

// The ways of consent.
const (
	ConsentRequired Consent = "required"
	ConsentAlways   Consent = "always"
	ConsentOnce     Consent = "once"
	ConsentAdmin    Consent = "admin"
	ConsentImplied  Consent = "implied"
)

func (Consent) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(ConsentRequired), "the user is asked; how long the answer counts is not said"},
		{string(ConsentAlways), "the user is asked every time"},
		{string(ConsentOnce), "the user is asked once, and again when more is asked for"},
		{string(ConsentAdmin), "an administrator consents for all users"},
		{string(ConsentImplied), "nobody is asked, since using the product means agreeing"},
	}}
}

// Assurance is how strongly a user has authenticated.
type Assurance string

// The authenticator assurance levels.
const (
	AAL1 Assurance = "aal1"
	AAL2 Assurance = "aal2"
	AAL3 Assurance = "aal3"
)

func (Assurance) vocabulary() vocabulary {
	return vocabulary{ordered: true, words: []Word{
		{string(AAL1), "some assurance; one factor is enough (SP 800-63B-4, section 2.1)"},
		{string(AAL2), "high confidence; two factors (SP 800-63B-4, section 2.2)"},
		{string(AAL3), "very high confidence; two factors, one of them hardware that resists phishing (SP 800-63B-4, section 2.3)"},
	}}
}

// PartyRole is the part that somebody plays in the life of a token.
type PartyRole string

// The roles.
const (
	RoleAuthorizationServer PartyRole = "authorization_server"
	RoleIdentityProvider    PartyRole = "identity_provider"
	RoleResourceServer      PartyRole = "resource_server"
	RoleClient              PartyRole = "client"
	RoleUser                PartyRole = "user"
	RoleUserAgent           PartyRole = "user_agent"
	RoleDevice              PartyRole = "device"
	RolePolicyEngine        PartyRole = "policy_engine"
	RoleGateway             PartyRole = "gateway"
	RoleRevocationStore     PartyRole = "revocation_store"
	RoleKeyStore            PartyRole = "key_store"
	RoleBroker              PartyRole = "broker"
	RoleEventTransmitter    PartyRole = "event_transmitter"
	RoleEventReceiver       PartyRole = "event_receiver"
	RoleOperator            PartyRole = "operator"
	RoleThirdParty          PartyRole = "third_party"
)

func (PartyRole) vocabulary() vocabulary {
	return vocabulary{open: true, words: []Word{
		{string(RoleAuthorizationServer), "issues tokens (RFC 6749, section 1.1)"},
		{string(RoleIdentityProvider), "authenticates users"},
		{string(RoleResourceServer), "accepts tokens and guards resources (RFC 6749, section 1.1)"},
		{string(RoleClient), "asks for tokens and uses them (RFC 6749, section 1.1)"},
		{string(RoleUser), "the person whose access it is (RFC 6749, section 1.1, resource owner)"},
		{string(RoleUserAgent), "the browser through which front-channel messages pass"},
		{string(RoleDevice), "the machine that a client runs on"},
		{string(RolePolicyEngine), "decides whether access is given"},
		{string(RoleGateway), "stands before resource servers and checks tokens for them"},
		{string(RoleRevocationStore), "keeps what was revoked"},
		{string(RoleKeyStore), "keeps private keys and signs"},
		{string(RoleBroker), "gets and renews tokens for other programs on the same machine"},
		{string(RoleEventTransmitter), "sends security events (SSF)"},
		{string(RoleEventReceiver), "gets security events (SSF)"},
		{string(RoleOperator), "runs the system and reads its logs"},
		{string(RoleThirdParty), "anybody else"},
	}}
}

// Force is how binding a value is.
type Force string

// The degrees of force, from the weakest.
const (
	ForceObserved   Force = "observed"
	ForceAdvised    Force = "advised"
	ForceRequired   Force = "required"
	ForceGuaranteed Force = "guaranteed"
)

func (Force) vocabulary() vocabulary {
	return vocabulary{ordered: true, words: []Word{
		{string(ForceObserved), "seen to be so; nobody promises it"},
		{string(ForceAdvised), "recommended; others do otherwise"},
		{string(ForceRequired), "demanded of others; they may fail to do it"},
		{string(ForceGuaranteed), "promised by the party that controls it"},
	}}
}
