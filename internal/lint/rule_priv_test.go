// Keeps the promise that the rules about privacy speak of what points at a person, where somebody can read it, and not of
// what is pseudonymous, encrypted or masked.
package lint

import "testing"

func TestRulesAboutPrivacy(t *testing.T) {
	const phone = "clients: {app: {type: public, platform: mobile, grants: [authorization_code]}}\n"
	token := func(claims, more string) string {
		return "tokens: {access: {type: access_token, format: jwt, issued: [{grant: authorization_code, to: app}], claims: {" + claims + "}" + more + "}}\n"
	}
	logs := func(text string) string { return "profiles: asvs-l2\nobservability: {logs: {" + text + "}}\n" }
	runClmCases(t, []clmCase{
		{"direct, readable", needlessPersonalData, phone + token("email: {why: a, personal_data: high}", ""), []string{"warning tokens.access.claims.email.personal_data"}},
		{"direct, inside another claim", needlessPersonalData, phone + token("act: {why: a, members: {email: {why: a, personal_data: high}}}", ""),
			[]string{"warning tokens.access.claims.act.members.email.personal_data"}},
		{"direct, encrypted", needlessPersonalData, phone + token("email: {why: a, personal_data: high}", ", encrypted: true"), nil},
		{"direct, opaque", needlessPersonalData, phone + "tokens: {access: {type: access_token, format: opaque, issued: [{grant: authorization_code, to: app}], claims: {email: {why: a, personal_data: high}}}}\n", nil},
		{"direct, for a client of the house that keeps secrets", needlessPersonalData, "tokens: {access: {type: access_token, claims: {email: {why: a, personal_data: high}}}}\n", nil},
		{"direct, for somebody else's client", needlessPersonalData,
			"clients: {worker: {type: confidential, first_party: false, grants: client_credentials}}\n" +
				"tokens: {access: {type: access_token, issued: [{grant: client_credentials, to: worker}], claims: {email: {why: a, personal_data: high}}}}\n",
			[]string{"warning tokens.access.claims.email.personal_data"}},
		{"in the clear in one environment", needlessPersonalData,
			"environments: {live: main, staging: main}\n" + phone + token("email: {why: a, personal_data: high}", ", encrypted: true, variants: [{when: {environment: staging}, encrypted: false}]"),
			[]string{"warning tokens.access.claims.email.personal_data (for environment=staging)"}},
		{"without a reason", needlessPersonalData, "profiles: oauth-bcp\n" + phone + token("sub: {personal_data: medium}", ""), []string{"warning tokens.access.claims.sub"}},
		{"without a reason, nothing claimed", needlessPersonalData, phone + token("sub: {personal_data: medium}", ""), nil},
		{"stated to have none", needlessPersonalData, phone + token("sub: {why: none, personal_data: medium}", ""), []string{"warning tokens.access.claims.sub.why"}},
		{"pseudonymous needs none", needlessPersonalData, "profiles: oauth-bcp\n" + phone + token("sub: {personal_data: low}, a: {personal_data: none}, b: {personal_data: undecided}", ""), nil},

		{"a cookie, assurance level", personalDataKept, "profiles: nist-aal1\nsessions: {web: {lifetime: 8h, cookie: {name: a, holds: personal_data}}}\n", []string{"error sessions.web.cookie.holds"}},
		{"a cookie, level 2", personalDataKept, "profiles: asvs-l2\nsessions: {web: {lifetime: 8h, cookie: {name: a, holds: personal_data}}}\n", []string{"warning sessions.web.cookie.holds"}},
		{"a cookie, base practice does not ask", personalDataKept, "sessions: {web: {lifetime: 8h, cookie: {name: a, holds: personal_data}}}\n", nil},
		{"a cookie that names a record", personalDataKept, "profiles: nist-aal1\nsessions: {web: {lifetime: 8h, cookie: {name: a, holds: opaque_id}}}\n", nil},
		{"a field of an event", personalDataKept, "profiles: nist-aal1\nobservability: {events: {a: {fields: [time, user.email]}}}\n", []string{"warning observability.events.a.fields.1"}},
		{"the field is masked", personalDataKept, "profiles: nist-aal1\nprivacy: {masking: {user_email: keyed_hash}}\nobservability: {events: {a: {fields: [time, user.email]}}}\n", nil},
		{"the field is never written", personalDataKept, "profiles: nist-aal1\nobservability: {logs: {redact: [user.email], retention: 30d}, events: {a: {fields: [time, user.email]}}}\n", nil},
		{"a field of the audit trail", personalDataKept, "profiles: asvs-l2\nobservability: {audit: {fields: [actor, phone-number], retention: 400d}}\n", []string{"warning observability.audit.fields.1"}},
		{"no retention of logs", personalDataKept, logs("format: json"), []string{"warning observability.logs.retention"}},
		{"retention none", personalDataKept, logs("format: json, retention: none"), []string{"warning observability.logs.retention"}},
		{"retention undecided", personalDataKept, logs("format: json, retention: undecided"), nil},
		{"retention stated under privacy", personalDataKept, "privacy: {retention: {logs: 30d}}\n" + logs("format: json"), nil},
		{"no retention of the audit trail", personalDataKept, "profiles: asvs-l2\nobservability: {audit: {fields: actor}}\n", []string{"warning observability.audit.retention"}},
		{"no logs, nothing to keep", personalDataKept, "profiles: asvs-l2\nobservability: {logs: none, audit: none}\n", nil},
	})
}
