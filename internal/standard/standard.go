// Package standard is what published standards fix about tokens: facts that
// hold for every policy, written down once as literal tables. It imports
// nothing of the project, holds no vendor's data and no limits of our own
// (telemetry.go marks its starter values as house values).
//
//	documents.go     every document that may be cited, and Cite
//	surfaces.go      where an error can appear
//	errors*.go       the error catalogue, one entry per code and surface
//	claims*.go       claims: meaning, type, personal data, where mandatory
//	endpoints*.go    endpoints: parameters, responses, metadata names
//	grants.go        grant types and their names on the wire
//	client_auth.go   client authentication methods
//	algorithms.go    JOSE signature algorithms
//	bindings.go      ways to tie a token to a key
//	checks.go        what a resource server verifies, in order
//	triggers.go      occasions on which tokens are revoked
//	telemetry*.go    events, metrics, redaction, alert starters
//	glossary*.go     terms
//	requirements*.go the questions a policy has to answer
//	profiles.go      standards a policy may claim
//
// Each table is a slice in the order in which readers should see it. The
// functions return copies of the outer slice; the inner slices are shared and
// must not be changed by callers.
package standard

import "strings"

// Cite points to one clause of a document. Document is a key of Documents;
// Section is the clause as the document numbers it, empty for the document as a
// whole.
type Cite struct {
	Document string
	Section  string
}

// String names the clause the way prose does, such as "RFC 6749, section 5.2".
func (c Cite) String() string {
	if c.Section == "" {
		return c.Document
	}
	return c.Document + ", section " + c.Section
}

// URL is the address of the clause, or of the document where its publisher has
// no address for each section. It is empty when the document is unknown.
func (c Cite) URL() string {
	d, ok := DocumentByKey(c.Document)
	if !ok {
		return ""
	}
	if !d.SectionAnchors || c.Section == "" {
		return d.URL
	}
	if c.Section[0] >= '0' && c.Section[0] <= '9' {
		return d.URL + "#section-" + c.Section
	}
	return d.URL + "#appendix-" + strings.ToUpper(c.Section)
}

// Feature names an extension whose use makes an entry applicable. The empty
// Feature stands for plain OAuth 2.0: always applicable.
type Feature string

// The features that entries of the tables depend on.
const (
	FeatureNone               Feature = ""
	FeatureOIDC               Feature = "oidc"
	FeaturePKCE               Feature = "pkce"
	FeatureDPoP               Feature = "dpop"
	FeatureMTLS               Feature = "mtls"
	FeatureStepUp             Feature = "step_up"
	FeatureDevice             Feature = "device"
	FeatureCIBA               Feature = "ciba"
	FeaturePAR                Feature = "par"
	FeatureJAR                Feature = "jar"
	FeatureRAR                Feature = "rar"
	FeatureResourceIndicators Feature = "resource_indicators"
	FeatureTokenExchange      Feature = "token_exchange"
	FeatureRevocation         Feature = "revocation"
	FeatureIntrospection      Feature = "introspection"
	FeatureRegistration       Feature = "registration"
	FeatureLogout             Feature = "logout"
	FeatureBackchannelLogout  Feature = "backchannel_logout"
	FeatureSharedSignals      Feature = "shared_signals"
	FeatureGlobalRevocation   Feature = "global_revocation"
	FeatureStatusList         Feature = "status_list"
	FeatureAttestation        Feature = "attestation"
	FeatureFirstParty         Feature = "first_party"
	FeatureFederation         Feature = "federation"
	FeatureUMA                Feature = "uma"
	FeatureACE                Feature = "ace"
)

// features lists every feature in the order of the constants.
var features = []Feature{
	FeatureNone, FeatureOIDC, FeaturePKCE, FeatureDPoP, FeatureMTLS, FeatureStepUp, FeatureDevice,
	FeatureCIBA, FeaturePAR, FeatureJAR, FeatureRAR, FeatureResourceIndicators, FeatureTokenExchange,
	FeatureRevocation, FeatureIntrospection, FeatureRegistration, FeatureLogout, FeatureBackchannelLogout,
	FeatureSharedSignals, FeatureGlobalRevocation, FeatureStatusList, FeatureAttestation,
	FeatureFirstParty, FeatureFederation, FeatureUMA, FeatureACE,
}
