// Keeps the promise that the rules about governance count days exactly, and ask nothing of what is taken back or open.
package lint

import "testing"

func TestRulesAboutGovernance(t *testing.T) { // the day of the run is 2026-11-01
	exception := func(text string) string {
		return "profiles: asvs-l2\nexceptions: {a: {at: tokens.access.lifetime, " + text + "}}\n"
	}
	deprecation := func(announced, cutoff string) string {
		return "tokens: {refresh: {type: refresh_token, lifetime: {absolute: 30d}}}\ndeprecations: {a: {what: scope, name: x, announced: " + announced + ", cutoff: " + cutoff + "}}\n"
	}
	deprecated := func(what, name, cutoff string) string {
		return `issuers: {main: {url: "https://id.example", keys: {short: {algorithms: ES256}, long: {algorithms: PS256}}}}
scopes: {feed: Reads the feed}
clients:
  app: {type: public, grants: [authorization_code, refresh_token]}
  job: {type: confidential, grants: client_credentials, auth: client_secret_basic}
tokens:
  access: {type: access_token, format: jwt, keys: short, lifetime: 1h, issued: {grant: client_credentials, to: job}, claims: {roles: x}, scopes: feed}
  id: {type: id_token, format: jwt, keys: long, lifetime: 5d, issued: {grant: authorization_code, to: app}}
  refresh: {type: refresh_token, lifetime: {absolute: 30d}, issued: {grant: authorization_code, to: app}}
deprecations: {a: {what: ` + what + `, name: "` + name + `", announced: 2026-03-01, cutoff: ` + cutoff + "}}\n"
	}
	books := func(text string) string { return "profiles: asvs-l2\nincidents: {" + text + "}\n" }
	const both = "playbooks: {token_compromise: {steps: [x]}, key: {for: key_exposure}}"
	runClmCases(t, []clmCase{
		{"an exception whose first day without is tomorrow", untraceableChange, exception("reason: a, approver: b, expires: 2026-11-02"), nil},
		{"is today", untraceableChange, exception("reason: a, approver: b, expires: 2026-11-01"), []string{"error exceptions.a.expires"}},
		{"under base practice", untraceableChange, "exceptions: {a: {at: tokens.access.lifetime, reason: a, approver: b, expires: 2026-11-01}}\n", []string{"warning exceptions.a.expires"}},
		{"an exception that says nothing of itself", untraceableChange, "profiles: asvs-l2\nexceptions: {a: {at: tokens.access.lifetime}}\n",
			[]string{"warning exceptions.a.approver", "warning exceptions.a.expires", "warning exceptions.a.reason"}},
		{"the same, nothing claimed", untraceableChange, "exceptions: {a: {at: tokens.access.lifetime}}\n", nil},
		{"stated to have none", untraceableChange, "exceptions: {a: {at: tokens.access.lifetime, reason: none, approver: none, expires: none}}\n",
			[]string{"warning exceptions.a.approver", "warning exceptions.a.expires", "warning exceptions.a.reason"}},
		{"undecided", untraceableChange, exception("reason: undecided, approver: undecided, expires: undecided"), nil},
		{"exceptions taken back, or open", untraceableChange, "profiles: asvs-l2\nexceptions: {a: none, b: undecided}\n", nil},
		{"notice as long as a refresh token lives", untraceableChange, deprecation("2026-03-01", "2026-03-31"), nil},
		{"a day less", untraceableChange, deprecation("2026-03-01", "2026-03-30"), []string{"warning deprecations.a.cutoff"}},
		{"a day less, level 2", untraceableChange, "profiles: asvs-l2\n" + deprecation("2026-03-01", "2026-03-30"), []string{"error deprecations.a.cutoff"}},
		{"an algorithm of short tokens alone", untraceableChange, deprecated("algorithm", "ES256", "2026-03-02"), nil},
		{"a key of short tokens alone, a day short", untraceableChange, deprecated("key", "short", "2026-03-01"), []string{"warning deprecations.a.cutoff"}},
		{"an algorithm of long tokens", untraceableChange, deprecated("algorithm", "PS256", "2026-03-05"), []string{"warning deprecations.a.cutoff"}},
		{"an algorithm of long tokens, long enough", untraceableChange, deprecated("algorithm", "PS256", "2026-03-06"), nil},
		{"an algorithm that nothing uses", untraceableChange, deprecated("algorithm", "RS256", "2026-03-06"), []string{"warning deprecations.a.cutoff"}},
		{"a token by its name", untraceableChange, deprecated("token", "access", "2026-03-02"), nil},
		{"a token by its type", untraceableChange, deprecated("token", "refresh_token", "2026-03-30"), []string{"warning deprecations.a.cutoff"}},
		{"a token by another name", untraceableChange, deprecated("token", "bearer tokens", "2026-03-30"), []string{"warning deprecations.a.cutoff"}},
		{"a claim of short tokens", untraceableChange, deprecated("claim", "roles", "2026-03-02"), nil},
		{"a scope of short tokens", untraceableChange, deprecated("scope", "feed", "2026-03-02"), nil},
		{"a grant that gives short tokens", untraceableChange, deprecated("grant", "client_credentials", "2026-03-02"), nil},
		{"a grant that gives refresh tokens", untraceableChange, deprecated("grant", "authorization_code", "2026-03-30"), []string{"warning deprecations.a.cutoff"}},
		{"the grant of refresh tokens", untraceableChange, deprecated("grant", "refresh_token", "2026-03-30"), []string{"warning deprecations.a.cutoff"}},
		{"a client with short tokens", untraceableChange, deprecated("client", "job", "2026-03-02"), nil},
		{"a client with long ones", untraceableChange, deprecated("client", "app", "2026-03-30"), []string{"warning deprecations.a.cutoff"}},
		{"how a client with short tokens signs in", untraceableChange, deprecated("client_auth", "client_secret_basic", "2026-03-02"), nil},
		{"an address, of which nothing is known", untraceableChange, deprecated("address", "https://id.example/keys", "2026-03-30"), []string{"warning deprecations.a.cutoff"}},
		{"an address, long enough", untraceableChange, deprecated("address", "https://id.example/keys", "2026-03-31"), nil},
		{"a cutoff before the announcement", untraceableChange, "deprecations: {a: {what: scope, name: x, announced: 2026-03-01, cutoff: 2026-02-01}}\n", []string{"warning deprecations.a.cutoff"}},
		{"no refresh tokens, no notice to keep", untraceableChange, "deprecations: {a: {what: scope, name: x, announced: 2026-03-01, cutoff: 2026-03-02}}\n", nil},
		{"the version is among the changes", untraceableChange, "profiles: oauth-bcp\nchanges: [{version: 1.0.0, title: a}]\n", nil},
		{"the version is not", untraceableChange, "profiles: oauth-bcp\nchanges: [{version: 0.9.0, title: a}]\n", []string{"warning policy.version"}},
		{"the version is not, nothing claimed", untraceableChange, "changes: [{version: 0.9.0, title: a}]\n", nil},

		{"no playbooks, level 2", unrehearsedIncidents, "profiles: asvs-l2\n", []string{"warning incidents.playbooks"}},
		{"no playbooks, base practice does not ask", unrehearsedIncidents, "profiles: oauth-bcp\n", nil},
		{"playbooks none", unrehearsedIncidents, books("playbooks: none"), []string{"warning incidents.playbooks"}},
		{"incidents none", unrehearsedIncidents, "profiles: asvs-l2\nincidents: none\n", []string{"warning incidents.playbooks"}},
		{"incidents undecided", unrehearsedIncidents, "profiles: asvs-l2\nincidents: undecided\n", nil},
		{"a playbook that is taken back", unrehearsedIncidents, books("playbooks: {token_compromise: none}"), []string{"warning incidents.playbooks"}},
		{"found by kind or by name, never rehearsed", unrehearsedIncidents, books(both), []string{"warning incidents.drills"}},
		{"drills none", unrehearsedIncidents, books(both + ", drills: none"), []string{"warning incidents.drills"}},
		{"drills planned, none held", unrehearsedIncidents, books(both + ", drills: {a: {playbook: key, every: 90d}}"), []string{"warning incidents.drills"}},
		{"a drill due today", unrehearsedIncidents, books(both + ", drills: {a: {playbook: key, every: 31d, last: 2026-10-01}}"), nil},
		{"a drill due yesterday", unrehearsedIncidents, books(both + ", drills: {a: {playbook: key, every: 30d, last: 2026-10-01}}"), []string{"warning incidents.drills.a.last"}},
		{"users lose devices", unrehearsedIncidents,
			"clients: {app: {type: public, platform: mobile, grants: [authorization_code]}}\n" + books(both+", drills: {a: {playbook: key, every: 90d, last: 2026-10-01}}"),
			[]string{"warning incidents.playbooks"}},

		{"a fixed review that is today", dayPassed, "policy: {review: {next: 2026-11-01}}\n", nil},
		{"that was yesterday", dayPassed, "policy: {review: {next: 2026-10-31}}\n", []string{"warning policy.review.next"}},
		{"that was held", dayPassed, "policy: {review: {last: 2026-10-31, next: 2026-10-31}}\n", nil},
		{"later than every allows", dayPassed, "policy: {review: {every: 30d, last: 2026-10-31, next: 2026-12-01}}\n", []string{"warning policy.review.next"}},
		{"as late as every allows", dayPassed, "policy: {review: {every: 30d, last: 2026-10-31, next: 2026-11-30}}\n", nil},
		{"the last day of a policy", dayPassed, "policy: {retirement: {date: 2026-11-01}}\n", nil},
		{"the day after", dayPassed, "policy: {retirement: {date: 2026-10-31}}\n", []string{"warning policy.retirement.date"}},
		{"the day after, retired", dayPassed, "policy: {status: retired, retirement: {date: 2026-10-31}}\n", nil},
		{"a risk until tomorrow", dayPassed, "policy: {residual_risks: {a: {text: x, until: 2026-11-02}}}\n", nil},
		{"a risk until today", dayPassed, "policy: {residual_risks: {a: {text: x, until: 2026-11-01}}}\n", []string{"warning policy.residual_risks.a.until"}},
		{"an audit in time", dayPassed, "privacy: {audits: {every: 30d, last: 2026-10-02}}\n", nil},
		{"an audit that is late", dayPassed, "privacy: {audits: {every: 30d, last: 2026-10-01}}\n", []string{"warning privacy.audits.last"}},
		{"an issuer accepted until today", dayPassed, "issuers: {main: {also_accepted: [{url: \"https://old.example.com\", until: 2026-11-01}]}}\n", nil},
		{"until yesterday", dayPassed, "issuers: {main: {also_accepted: [{url: \"https://old.example.com\", until: 2026-10-31}]}}\n", []string{"warning issuers.main.also_accepted.0.until"}},
	})
}
