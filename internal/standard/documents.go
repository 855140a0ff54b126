package standard

import "slices"

// Status says how firm a document is.
type Status string

// The kinds of documents that are cited.
const (
	StatusRFC   Status = "RFC"        // IETF standards track or informational
	StatusBCP   Status = "BCP"        // IETF best current practice
	StatusDraft Status = "draft"      // work in progress; may change
	StatusOIDF  Status = "OIDF final" // final specification of the OpenID Foundation
	StatusNIST  Status = "NIST"       // special publication
	StatusOWASP Status = "OWASP"      // community standard or cheat sheet
	StatusW3C   Status = "W3C"        // recommendation
	StatusOther Status = "convention" // conventions of a project or a registry
)

// Document is a published text that an entry may cite.
type Document struct {
	// Key is how the document is cited, such as "RFC 6749".
	Key string
	// Title is the title on its first page, shortened where it is long.
	Title string
	// URL is the publisher's address for it.
	URL string
	// Status says how firm it is.
	Status Status
	// Dated is the revision and month of a draft or an edition; empty when the key says it all.
	Dated string
	// SectionAnchors tells that URL#section-N leads to section N.
	SectionAnchors bool
}

// Documents lists every document that may be cited: RFCs by number, drafts, then the others by publisher.
func Documents() []Document { return slices.Clone(documents) }

// DocumentByKey finds a document by the key that citations use.
func DocumentByKey(key string) (Document, bool) {
	i := slices.IndexFunc(documents, func(d Document) bool { return d.Key == key })
	if i < 0 {
		return Document{}, false
	}
	return documents[i], true
}

// rfc describes a document of the RFC series.
func rfc(number, title string, status Status) Document {
	return Document{
		Key: "RFC " + number, Title: title, Status: status,
		URL: "https://www.rfc-editor.org/rfc/rfc" + number, SectionAnchors: true,
	}
}

// draft describes an Internet-Draft; revision is the two digits that were read.
func draft(key, name, revision, dated, title string) Document {
	return Document{
		Key: key, Title: title, Status: StatusDraft, Dated: "revision " + revision + ", " + dated,
		URL: "https://datatracker.ietf.org/doc/html/" + name + "-" + revision, SectionAnchors: true,
	}
}

var documents = []Document{
	rfc("6585", "Additional HTTP Status Codes", StatusRFC),
	rfc("6749", "The OAuth 2.0 Authorization Framework", StatusRFC),
	rfc("6750", "The OAuth 2.0 Authorization Framework: Bearer Token Usage", StatusRFC),
	rfc("6797", "HTTP Strict Transport Security", StatusRFC),
	rfc("7009", "OAuth 2.0 Token Revocation", StatusRFC),
	rfc("7515", "JSON Web Signature", StatusRFC),
	rfc("7517", "JSON Web Key", StatusRFC),
	rfc("7518", "JSON Web Algorithms", StatusRFC),
	rfc("7519", "JSON Web Token", StatusRFC),
	rfc("7521", "Assertion Framework for OAuth 2.0 Client Authentication and Authorization Grants", StatusRFC),
	rfc("7522", "SAML 2.0 Profile for OAuth 2.0 Client Authentication and Authorization Grants", StatusRFC),
	rfc("7523", "JWT Profile for OAuth 2.0 Client Authentication and Authorization Grants", StatusRFC),
	rfc("7591", "OAuth 2.0 Dynamic Client Registration Protocol", StatusRFC),
	rfc("7592", "OAuth 2.0 Dynamic Client Registration Management Protocol", StatusRFC),
	rfc("7617", "The Basic HTTP Authentication Scheme", StatusRFC),
	rfc("7636", "Proof Key for Code Exchange by OAuth Public Clients", StatusRFC),
	rfc("7643", "System for Cross-domain Identity Management: Core Schema", StatusRFC),
	rfc("7662", "OAuth 2.0 Token Introspection", StatusRFC),
	rfc("7800", "Proof-of-Possession Key Semantics for JSON Web Tokens", StatusRFC),
	rfc("8037", "CFRG Elliptic Curve Signatures and Key Agreement in JOSE", StatusRFC),
	rfc("8176", "Authentication Method Reference Values", StatusRFC),
	rfc("8252", "OAuth 2.0 for Native Apps", StatusBCP),
	rfc("8414", "OAuth 2.0 Authorization Server Metadata", StatusRFC),
	rfc("8417", "Security Event Token", StatusRFC),
	rfc("8485", "Vectors of Trust", StatusRFC),
	rfc("8594", "The Sunset HTTP Header Field", StatusRFC),
	rfc("8628", "OAuth 2.0 Device Authorization Grant", StatusRFC),
	rfc("8693", "OAuth 2.0 Token Exchange", StatusRFC),
	rfc("8705", "OAuth 2.0 Mutual-TLS Client Authentication and Certificate-Bound Access Tokens", StatusRFC),
	rfc("8707", "Resource Indicators for OAuth 2.0", StatusRFC),
	rfc("8725", "JSON Web Token Best Current Practices", StatusBCP),
	rfc("8812", "COSE and JOSE Registrations for Web Authentication Algorithms", StatusRFC),
	rfc("8935", "Push-Based Security Event Token Delivery Using HTTP", StatusRFC),
	rfc("8936", "Poll-Based Security Event Token Delivery Using HTTP", StatusRFC),
	rfc("9068", "JWT Profile for OAuth 2.0 Access Tokens", StatusRFC),
	rfc("9101", "OAuth 2.0 JWT-Secured Authorization Request", StatusRFC),
	rfc("9110", "HTTP Semantics", StatusRFC),
	rfc("9126", "OAuth 2.0 Pushed Authorization Requests", StatusRFC),
	rfc("9200", "Authentication and Authorization for Constrained Environments (ACE-OAuth)", StatusRFC),
	rfc("9207", "OAuth 2.0 Authorization Server Issuer Identification", StatusRFC),
	rfc("9325", "Recommendations for Secure Use of TLS and DTLS", StatusBCP),
	rfc("9396", "OAuth 2.0 Rich Authorization Requests", StatusRFC),
	rfc("9449", "OAuth 2.0 Demonstrating Proof of Possession", StatusRFC),
	rfc("9457", "Problem Details for HTTP APIs", StatusRFC),
	rfc("9470", "OAuth 2.0 Step Up Authentication Challenge Protocol", StatusRFC),
	rfc("9493", "Subject Identifiers for Security Event Tokens", StatusRFC),
	rfc("9700", "Best Current Practice for OAuth 2.0 Security", StatusBCP),
	rfc("9701", "JWT Response for OAuth Token Introspection", StatusRFC),
	rfc("9728", "OAuth 2.0 Protected Resource Metadata", StatusRFC),
	rfc("9745", "The Deprecation HTTP Response Header Field", StatusRFC),
	rfc("9864", "Fully-Specified Algorithms for JOSE and COSE", StatusRFC),
	rfc("10017", "OAuth 2.0 for Browser-Based Applications", StatusBCP),

	draft("OAuth 2.1", "draft-ietf-oauth-v2-1", "15", "March 2026", "The OAuth 2.1 Authorization Framework"),
	draft("JWT BCP update", "draft-ietf-oauth-rfc8725bis", "10", "2026, approved for publication", "JSON Web Token Best Current Practices"),
	draft("Token Status List", "draft-ietf-oauth-status-list", "21", "June 2026", "Token Status List"),
	draft("Refresh Expiration", "draft-ietf-oauth-refresh-token-expiration", "03", "July 2026", "OAuth 2.0 Refresh Token and Authorization Expiration"),
	draft("Client Attestation", "draft-ietf-oauth-attestation-based-client-auth", "10", "July 2026", "OAuth 2.0 Attestation-Based Client Authentication"),
	draft("First-Party Apps", "draft-ietf-oauth-first-party-apps", "04", "July 2026", "OAuth 2.0 for First-Party Applications"),
	draft("Global Token Revocation", "draft-parecki-oauth-global-token-revocation", "05", "July 2025, individual", "Global Token Revocation"),

	{Key: "OIDC Core", Title: "OpenID Connect Core 1.0", Status: StatusOIDF, URL: "https://openid.net/specs/openid-connect-core-1_0.html"},
	{Key: "OIDC Discovery", Title: "OpenID Connect Discovery 1.0", Status: StatusOIDF, URL: "https://openid.net/specs/openid-connect-discovery-1_0.html"},
	{Key: "OIDC Registration", Title: "OpenID Connect Dynamic Client Registration 1.0", Status: StatusOIDF, URL: "https://openid.net/specs/openid-connect-registration-1_0.html"},
	{Key: "OIDC RP-Initiated Logout", Title: "OpenID Connect RP-Initiated Logout 1.0", Status: StatusOIDF, URL: "https://openid.net/specs/openid-connect-rpinitiated-1_0.html"},
	{Key: "OIDC Back-Channel Logout", Title: "OpenID Connect Back-Channel Logout 1.0", Status: StatusOIDF, URL: "https://openid.net/specs/openid-connect-backchannel-1_0.html"},
	{Key: "OIDC Front-Channel Logout", Title: "OpenID Connect Front-Channel Logout 1.0", Status: StatusOIDF, URL: "https://openid.net/specs/openid-connect-frontchannel-1_0.html"},
	{Key: "OIDC Unmet Authentication Requirements", Title: "OpenID Connect Core Error Code unmet_authentication_requirements", Status: StatusOIDF, URL: "https://openid.net/specs/openid-connect-unmet-authentication-requirements-1_0.html"},
	{Key: "CIBA Core", Title: "OpenID Connect Client-Initiated Backchannel Authentication Flow - Core 1.0", Status: StatusOIDF, URL: "https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html"},
	{Key: "OpenID Federation", Title: "OpenID Federation 1.0", Status: StatusOIDF, URL: "https://openid.net/specs/openid-federation-1_0.html"},
	{Key: "FAPI 2.0", Title: "FAPI 2.0 Security Profile", Status: StatusOIDF, URL: "https://openid.net/specs/fapi-security-profile-2_0-final.html"},
	{Key: "FAPI 1.0 Advanced", Title: "Financial-grade API Security Profile 1.0 - Part 2: Advanced", Status: StatusOIDF, URL: "https://openid.net/specs/openid-financial-api-part-2-1_0.html"},
	{Key: "SSF", Title: "OpenID Shared Signals Framework 1.0", Status: StatusOIDF, URL: "https://openid.net/specs/openid-sharedsignals-framework-1_0.html"},
	{Key: "CAEP", Title: "OpenID Continuous Access Evaluation Profile 1.0", Status: StatusOIDF, Dated: "August 2025", URL: "https://openid.net/specs/openid-caep-1_0.html"},
	{Key: "RISC", Title: "OpenID RISC Profile Specification 1.0", Status: StatusOIDF, URL: "https://openid.net/specs/openid-risc-1_0.html"},
	{Key: "IPSIE SL1", Title: "IPSIE Session Lifecycle 1 Profile", Status: StatusDraft, Dated: "working draft", URL: "https://openid.net/wg/ipsie/"},
	{Key: "UMA 2.0 Grant", Title: "User-Managed Access 2.0 Grant for OAuth 2.0", Status: StatusOther, URL: "https://docs.kantarainitiative.org/uma/wg/rec-oauth-uma-grant-2.0.html"},

	{Key: "SP 800-63B-4", Title: "Digital Identity Guidelines: Authentication and Authenticator Management", Status: StatusNIST, URL: "https://pages.nist.gov/800-63-4/sp800-63b.html"},
	{Key: "SP 800-63C-4", Title: "Digital Identity Guidelines: Federation and Assertions", Status: StatusNIST, URL: "https://pages.nist.gov/800-63-4/sp800-63c.html"},
	{Key: "SP 800-57 Part 1", Title: "Recommendation for Key Management: Part 1 - General", Status: StatusNIST, Dated: "revision 5", URL: "https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final"},
	{Key: "SP 800-131A", Title: "Transitioning the Use of Cryptographic Algorithms and Key Lengths", Status: StatusNIST, Dated: "revision 2", URL: "https://csrc.nist.gov/pubs/sp/800/131/a/r2/final"},

	{Key: "ASVS 5.0", Title: "OWASP Application Security Verification Standard 5.0.0", Status: StatusOWASP, URL: "https://owasp.org/www-project-application-security-verification-standard/"},
	{Key: "OWASP JWT", Title: "JSON Web Token Cheat Sheet", Status: StatusOWASP, URL: "https://cheatsheetseries.owasp.org/cheatsheets/JSON_Web_Token_for_Java_Cheat_Sheet.html"},
	{Key: "OWASP OAuth", Title: "OAuth 2.0 Protocol Cheat Sheet", Status: StatusOWASP, URL: "https://cheatsheetseries.owasp.org/cheatsheets/OAuth2_Cheat_Sheet.html"},
	{Key: "OWASP Session", Title: "Session Management Cheat Sheet", Status: StatusOWASP, URL: "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html"},
	{Key: "OWASP Logging", Title: "Logging Cheat Sheet", Status: StatusOWASP, URL: "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html"},
	{Key: "OWASP Logging Vocabulary", Title: "Logging Vocabulary Cheat Sheet", Status: StatusOWASP, URL: "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Vocabulary_Cheat_Sheet.html"},
	{Key: "MASVS", Title: "OWASP Mobile Application Security Verification Standard", Status: StatusOWASP, URL: "https://mas.owasp.org/MASVS/"},

	{Key: "Trace Context", Title: "Trace Context", Status: StatusW3C, URL: "https://www.w3.org/TR/trace-context/"},
	{Key: "OpenTelemetry Conventions", Title: "OpenTelemetry Semantic Conventions", Status: StatusOther, URL: "https://opentelemetry.io/docs/specs/semconv/"},
	{Key: "Prometheus Naming", Title: "Prometheus: Metric and label naming", Status: StatusOther, URL: "https://prometheus.io/docs/practices/naming/"},
	{Key: "IANA OAuth Parameters", Title: "IANA registry: OAuth Parameters", Status: StatusOther, URL: "https://www.iana.org/assignments/oauth-parameters/"},
}
