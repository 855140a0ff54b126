// Keeps the promise that the rules about storage say each fault once, at the place where it is written, and only for the
// profiles that ask.
package lint

import "testing"

func TestRulesAboutStorage(t *testing.T) {
	spa := func(more string) string {
		return "clients: {spa: {type: confidential, platform: browser, " + more + "}}\n"
	}
	cookie := func(more string) string { return "sessions: {web: {lifetime: 8h, cookie: {" + more + "}}}\n" }
	const good = "name: __Host-sid, secure: true, http_only: true, same_site: lax"
	runClmCases(t, []clmCase{
		{"base practice does not ask", tokenReadByScripts, spa("storage: {access: local_storage}"), nil},
		{"level 2 only notes", tokenReadByScripts, "profiles: asvs-l2\n" + spa("storage: {access: indexed_db}"), []string{"info clients.spa.storage.access.in"}},
		{"claimed by the client alone", tokenReadByScripts, spa("profiles: browser, storage: {access: session_storage}"), []string{"warning clients.spa.storage.access.in"}},
		{"behind a backend STOR004 speaks", tokenReadByScripts, "profiles: browser\n" + spa("architecture: bff, storage: {access: local_storage}"), nil},
		{"behind a backend, where STOR004 is not asked", tokenReadByScripts, "profiles: nist-aal1\n" + spa("architecture: bff, storage: {access: local_storage}"),
			[]string{"warning clients.spa.storage.access.in"}},
		{"STOR004 does", backendLeaksTokens, "profiles: browser\n" + spa("architecture: bff, storage: {access: local_storage}"), []string{"error clients.spa.storage.access.in"}},
		{"an encrypted cookie of the backend", backendLeaksTokens, "profiles: browser\n" + spa("architecture: bff, storage: {access: {in: http_only_cookie, at_rest: encrypted}}"), nil},
		{"a token as it is in a cookie", backendLeaksTokens, "profiles: browser\n" + spa("architecture: bff, storage: {access: {in: http_only_cookie, at_rest: plaintext}}, cookie: {name: s, holds: token}"),
			[]string{"warning clients.spa.cookie.holds", "warning clients.spa.storage.access.in"}},
		{"a public backend", backendLeaksTokens, "profiles: browser\nclients: {spa: {type: public, architecture: bff}}\n", []string{"error clients.spa.type"}},

		{"all there", cookieAttributes, "profiles: [browser, nist-aal3, asvs-l3]\n" + cookie(good), nil},
		{"nothing said but the name", cookieAttributes, "profiles: browser\n" + cookie("name: __Host-sid"),
			[]string{"error sessions.web.cookie.http_only", "error sessions.web.cookie.secure", "warning sessions.web.cookie.same_site"}},
		{"level 1 asks for Secure and a prefix", cookieAttributes, "profiles: asvs-l1\n" + cookie("name: sid"),
			[]string{"error sessions.web.cookie.secure", "warning sessions.web.cookie.name"}},
		{"level 1 takes __Secure-", cookieAttributes, "profiles: asvs-l1\n" + cookie("name: __Secure-sid, secure: true"), nil},
		{"NIST has HttpOnly as a SHOULD", cookieAttributes, "profiles: nist-aal1\n" + cookie("name: __Host-sid, secure: true, http_only: false, same_site: strict"),
			[]string{"warning sessions.web.cookie.http_only"}},
		{"SameSite none", cookieAttributes, "profiles: browser\n" + cookie("name: __Host-sid, secure: true, http_only: true, same_site: none"), []string{"warning sessions.web.cookie.same_site"}},
		{"a domain that the name forbids", cookieAttributes, "profiles: asvs-l1\n" + cookie(good+", domain: example.com, path: /app"),
			[]string{"error sessions.web.cookie.domain", "error sessions.web.cookie.path"}},
		{"no domain, stated", cookieAttributes, "profiles: browser\n" + cookie(good+", domain: none"), nil},
		{"the cookie of a token", cookieAttributes, "profiles: browser\ntokens: {s: {type: session_token, delivery: {by: cookie, cookie: {name: __Host-s, secure: true, http_only: false, same_site: lax}}}}\n",
			[]string{"error tokens.s.delivery.0.cookie.http_only"}},

		{"session alone, silent", cookieWithoutCSRFDefence, "profiles: browser\n" + cookie(good), []string{"error sessions.web.csrf"}},
		{"session and client, silent: told once", cookieWithoutCSRFDefence, "profiles: browser\n" + cookie(good) + spa("cookie: {"+good+"}"), []string{"error clients.spa.csrf"}},
		{"session silent, client defends", cookieWithoutCSRFDefence, "profiles: browser\n" + cookie(good) + spa("cookie: {"+good+"}, csrf: a header"), nil},
		{"no cookie", cookieWithoutCSRFDefence, "profiles: browser\nsessions: {web: {lifetime: 8h}}\n", nil},

		{"plain text in the database", tokensAtRest, "tokens: {r: {type: refresh_token, lifetime: 1d, stored_as: plaintext}}\n", []string{"error tokens.r.stored_as"}},
		{"of a user code", tokensAtRest, "tokens: {u: {type: user_code, lifetime: 1m, stored_as: plaintext}}\n", nil},
		{"a file on a phone", tokensAtRest, "clients: {app: {type: public, platform: mobile, storage: {access: encrypted_file}}}\n", []string{"warning clients.app.storage.access.in"}},
		{"an encrypted file on a computer", tokensAtRest, "clients: {app: {type: public, platform: desktop, storage: {access: encrypted_file}}}\n", nil},
		{"plain text on a phone is told once", tokensAtRest, "clients: {app: {type: public, platform: mobile, storage: {access: {in: file, at_rest: plaintext}}}}\n",
			[]string{"error clients.app.storage.access.at_rest"}},
		{"a log", tokensAtRest, "clients: {app: {type: public, storage: {access: log}}}\n", []string{"error clients.app.storage.access.in"}},
		{"sign-out not spoken of, where nobody signs in", tokensAtRest, "profiles: asvs-l1\n", nil},
		{"sign-out not spoken of", tokensAtRest, "profiles: asvs-l1\nclients: {app: {type: public, grants: authorization_code}}\n", []string{"error client_strategy.on_logout"}},
		{"base practice does not ask", tokensAtRest, "profiles: oauth-bcp\nclients: {app: {type: public, grants: authorization_code}}\n", nil},
		{"erased where it is kept", tokensAtRest, "profiles: asvs-l1\nclients: {app: {type: public, grants: authorization_code, storage: {access: {in: memory, erased_on: logout}}}}\n", nil},
		{"sign-out without erasing, base practice", tokensAtRest, "clients: {app: {type: public, grants: authorization_code}}\nclient_strategy: {on_logout: revoke}\n",
			[]string{"warning client_strategy.on_logout"}},
	})
}
