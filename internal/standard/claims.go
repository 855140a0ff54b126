package standard

import "slices"

// PersonalData says how closely a claim leads to a person.
type PersonalData string

// The degrees, from nothing to a direct identifier.
const (
	PersonalNone   PersonalData = "none"   // says nothing about a person
	PersonalLow    PersonalData = "low"    // technical or pseudonymous
	PersonalMedium PersonalData = "medium" // can be linked to a person by someone who holds more data
	PersonalHigh   PersonalData = "high"   // identifies or describes a person directly
)

// Rank orders the degrees: 0 for none up to 3 for high.
func (p PersonalData) Rank() int {
	return slices.Index([]PersonalData{PersonalNone, PersonalLow, PersonalMedium, PersonalHigh}, p)
}

// ClaimType is the JSON shape of a claim's value.
type ClaimType string

// The shapes.
const (
	ClaimString        ClaimType = "string"
	ClaimURI           ClaimType = "uri"
	ClaimStringOrList  ClaimType = "string_or_list"  // one string, or an array of strings
	ClaimSpaceList     ClaimType = "space_list"      // words separated by single spaces
	ClaimNumericDate   ClaimType = "numeric_date"    // seconds since 1970-01-01T00:00:00Z, no leap seconds
	ClaimNumber        ClaimType = "number"          // a plain number
	ClaimBoolean       ClaimType = "boolean"         // true or false
	ClaimStringList    ClaimType = "list_of_strings" // array of strings
	ClaimObject        ClaimType = "object"
	ClaimObjectList    ClaimType = "list_of_objects"
	ClaimAnyList       ClaimType = "list"               // array of strings or objects
	ClaimLanguageTexts ClaimType = "texts_by_language"  // object from language tag to text
	ClaimHash          ClaimType = "base64url_hash"     // base64url of a hash or of a part of it
	ClaimEndpointMap   ClaimType = "map_of_references"  // object whose members point elsewhere
	ClaimDate          ClaimType = "date"               // YYYY-MM-DD, the year may stand alone
	ClaimLocaleTag     ClaimType = "language_tag"       // such as en-GB
	ClaimZoneName      ClaimType = "time_zone"          // such as Europe/Paris
	ClaimPhone         ClaimType = "phone_number"       // E.164, such as +1 425 555 1212
	ClaimEmail         ClaimType = "email"              // RFC 5322 addr-spec
	ClaimMethod        ClaimType = "http_method"        // such as POST
	ClaimReference     ClaimType = "status_reference"   // object naming a status mechanism
	ClaimConfirmation  ClaimType = "confirmation"       // object naming a key
	ClaimSubject       ClaimType = "subject_identifier" // object with member format
)

// TokenKind is a kind of signed or described token whose claims a standard fixes.
type TokenKind string

// The kinds.
const (
	KindAccessToken   TokenKind = "access_token"         // JWT access token, RFC 9068
	KindIDToken       TokenKind = "id_token"             // OIDC Core
	KindAssertion     TokenKind = "federated_assertion"  // what SP 800-63C-4 asks of an ID token or SAML assertion
	KindLogoutToken   TokenKind = "logout_token"         // OIDC Back-Channel Logout
	KindDPoPProof     TokenKind = "dpop_proof"           // RFC 9449
	KindSecurityEvent TokenKind = "security_event_token" // RFC 8417
	KindIntrospection TokenKind = "introspection"        // response of RFC 7662
	KindStatusList    TokenKind = "status_list_token"    // Token Status List
	KindClientAssert  TokenKind = "client_assertion"     // RFC 7523
)

// TokenKinds lists the kinds in the order of the constants.
func TokenKinds() []TokenKind {
	return []TokenKind{
		KindAccessToken, KindIDToken, KindAssertion, KindLogoutToken, KindDPoPProof,
		KindSecurityEvent, KindIntrospection, KindStatusList, KindClientAssert,
	}
}

// Claim is a registered or widely used claim.
type Claim struct {
	// Name is the member name on the wire.
	Name string
	// Cite is the clause that defines it.
	Cite Cite
	// Type is the JSON shape of its value.
	Type ClaimType
	// PersonalData is the degree that holds for ordinary use.
	PersonalData PersonalData
	// RequiredIn lists the kinds of token in which the standard makes it mandatory.
	RequiredIn []TokenKind
	// When narrows RequiredIn, or says when the claim becomes mandatory elsewhere; empty when nothing has to be added.
	When string
	// Description says what the claim means and what to watch for.
	Description string
}

// Claims lists the claims: those of every JWT first, then by subject.
func Claims() []Claim { return slices.Clone(allClaims) }

var allClaims = slices.Concat(claimsCore, claimsIdentity)

// ClaimByName finds a claim by its exact name.
func ClaimByName(name string) (Claim, bool) {
	for _, c := range allClaims {
		if c.Name == name {
			return c, true
		}
	}
	return Claim{}, false
}

// RequiredClaims lists the names that are mandatory in a kind of token, in the order of Claims.
// Claims that are mandatory only under a condition are included; Claim.When tells it.
func RequiredClaims(kind TokenKind) []string {
	var names []string
	for _, c := range allClaims {
		if slices.Contains(c.RequiredIn, kind) {
			names = append(names, c.Name)
		}
	}
	return names
}

// HeaderParameter is a JOSE header member that a verifier has to have an opinion about.
type HeaderParameter struct {
	Name        string
	Cite        Cite
	Description string
}

// HeaderParameters lists the header members in the order in which a verifier meets them.
func HeaderParameters() []HeaderParameter { return slices.Clone(headerParameters) }

var headerParameters = []HeaderParameter{
	{"alg", Cite{"RFC 7515", "4.1.1"}, "The signature algorithm. Compare it with the list that was configured; never let it choose the way of verification."},
	{"kid", Cite{"RFC 7515", "4.1.4"}, "Which key of the published set signed the token. Unique within the set; an unknown value is the reason to fetch the set again."},
	{"typ", Cite{"RFC 7515", "4.1.9"}, "What the token is for, such as at+jwt, dpop+jwt, logout+jwt, secevent+jwt, statuslist+jwt or oauth-authz-req+jwt. Check it, so that one kind is not taken for another."},
	{"crit", Cite{"RFC 7515", "4.1.11"}, "Extensions that a verifier must understand. A token that names an unknown one is refused."},
	{"jku", Cite{"RFC 7515", "4.1.2"}, "An address of keys chosen by the sender. Ignore it, or compare it with a short list."},
	{"x5u", Cite{"RFC 7515", "4.1.5"}, "An address of certificates chosen by the sender. Ignore it, or compare it with a short list."},
	{"x5c", Cite{"RFC 7515", "4.1.6"}, "A certificate chain inside the token. It proves nothing unless its root is trusted beforehand."},
	{"jwk", Cite{"RFC 7515", "4.1.3"}, "A public key inside the token. Right in a DPoP proof, wrong anywhere else."},
	{"zip", Cite{"RFC 8725", "3.6"}, "Compression before encryption. It can leak content by length; cap the size when unpacking."},
	{"p2c", Cite{"RFC 7518", "4.8.1.2"}, "The iteration count of password-based encryption. Cap it, or a token can stall the verifier."},
}
