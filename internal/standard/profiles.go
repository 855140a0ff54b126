package standard

import "slices"

// Profile is a standard, or a level of one, that a policy or a client may claim.
type Profile struct {
	// Key is the name that policies use.
	Key   string
	Title string
	// Document is the key of the document behind it; empty for complete, which is not a standard.
	Document string
	// Level orders profiles of one document: 1 upwards; 0 where there are no levels.
	Level int
	// Description says what claiming it means.
	Description string
}

// Profiles lists the profiles: base practice first, complete last.
func Profiles() []Profile { return slices.Clone(profiles) }

// ProfileByKey finds a profile by the name that policies use.
func ProfileByKey(key string) (Profile, bool) {
	i := slices.IndexFunc(profiles, func(p Profile) bool { return p.Key == key })
	if i < 0 {
		return Profile{}, false
	}
	return profiles[i], true
}

var profiles = []Profile{
	{"oauth-bcp", "OAuth 2.0 Security Best Current Practice", "RFC 9700", 0, "What the IETF expects of every OAuth deployment today, on top of RFC 6749, RFC 6750 and RFC 9068."},
	{"browser", "OAuth 2.0 for Browser-Based Applications", "RFC 10017", 0, "For applications that run in a browser: where tokens may be, how refresh tokens end, and what a backend has to do."},
	{"fapi2", "FAPI 2.0 Security Profile", "FAPI 2.0", 0, "For high-value APIs: confidential clients, pushed requests, key-bound tokens, no routine rotation."},
	{"nist-aal1", "NIST SP 800-63B-4, AAL1", "SP 800-63B-4", 1, "Basic confidence in the sign-in; a session ends after 30 days at most."},
	{"nist-aal2", "NIST SP 800-63B-4, AAL2", "SP 800-63B-4", 2, "Two factors; a session should end after 24 hours, or 1 hour without activity."},
	{"nist-aal3", "NIST SP 800-63B-4, AAL3", "SP 800-63B-4", 3, "A hardware-held key; a session ends after 12 hours, or should after 15 minutes without activity."},
	{"asvs-l1", "OWASP ASVS 5.0, level 1", "ASVS 5.0", 1, "The first line of defence for every application."},
	{"asvs-l2", "OWASP ASVS 5.0, level 2", "ASVS 5.0", 2, "What most applications with sensitive data should meet."},
	{"asvs-l3", "OWASP ASVS 5.0, level 3", "ASVS 5.0", 3, "For applications whose failure would do great harm."},
	{"complete", "Complete", "", 0, "Not a standard: asks for everything a policy can state, so that each silence is pointed out."},
}
