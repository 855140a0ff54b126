// Keeps the promise that environments are told apart by what their tokens carry, and that production is held against the
// others by the values that hold there.
package lint

import "testing"

func TestRulesAboutEnvironments(t *testing.T) {
	const (
		second = "issuers: {test: {url: https://id.test.example.com, endpoints: {token: /t, jwks: /j}}}\n"
		twin   = "issuers: {test: {url: https://id.example.com, endpoints: {token: /t, jwks: /j}}}\n"
		apart  = second + "environments: {live: {issuer: main, purpose: production}, test: {issuer: test, purpose: staging}}\n"
	)
	life := func(usual, live, test string) string {
		out := "tokens:\n  access:\n    type: access_token\n    lifetime: " + usual + "\n    variants:\n"
		if live != "" {
			out += "      - {when: {environment: live}, lifetime: " + live + ", because: x}\n"
		}
		if test != "" {
			out += "      - {when: {environment: test}, lifetime: " + test + ", because: x}\n"
		}
		return out
	}
	checks := func(live, test string) string {
		return apart + "validation:\n  checks: [signature, typ, issuer, audience, expiry]\n  variants:\n" +
			"    - {when: {environment: live}, checks: [" + live + "], because: x}\n" +
			"    - {when: {environment: test}, checks: [" + test + "], because: x}\n"
	}
	runClmCases(t, []clmCase{
		{"two issuers", sharedIssuer, apart, nil},
		{"one issuer", sharedIssuer, "environments: {live: {issuer: main, purpose: production}, test: {issuer: main, purpose: staging}}\n", []string{"error environments.test.issuer"}},
		{"two names of one address", sharedIssuer, twin + "environments: {live: {issuer: main, purpose: production}, test: {issuer: test, purpose: staging}}\n", []string{"error environments.test.issuer"}},
		{"two regions", sharedIssuer, "environments: {east: {issuer: main, purpose: production}, west: {issuer: main, purpose: production}}\n", nil},
		{"purposes not stated", sharedIssuer, "environments: {live: main, test: main}\n", []string{"error environments.test.issuer"}},
		{"each further one", sharedIssuer, "environments: {live: {issuer: main, purpose: production}, test: {issuer: main, purpose: staging}, dev: {issuer: main, purpose: development}}\n",
			[]string{"error environments.dev.issuer", "error environments.test.issuer"}},
		{"undecided addresses", sharedIssuer, "issuers: {a: {url: undecided}, b: {url: undecided}}\nenvironments: {live: {issuer: a, purpose: production}, test: {issuer: b, purpose: staging}}\n", nil},
		{"one place of keys", sharedIssuer, "issuers: {main: {endpoints: {jwks: \"https://keys.example.com/jwks\"}}, test: {url: https://id.test.example.com, endpoints: {token: /t, jwks: \"https://keys.example.com/jwks\"}}}\n" +
			"environments: {live: {issuer: main, purpose: production}, test: {issuer: test, purpose: staging}}\n",
			[]string{"error issuers.test.endpoints.jwks.path (for environment=test)"}},
		{"one address that differs by environment", sharedIssuer, "issuers: {main: {variants: [{when: {environment: test}, url: \"https://id.test.example.com\", because: x}]}}\n" +
			"environments: {live: {issuer: main, purpose: production}, test: {issuer: main, purpose: staging}}\n", nil},

		{"production is shorter", productionWeaker, apart + life("1h", "10m", ""), nil},
		{"production is longer", productionWeaker, apart + life("10m", "24h", ""), []string{"error tokens.access.lifetime"}},
		{"a second longer", productionWeaker, apart + life("600s", "601s", ""), []string{"error tokens.access.lifetime"}},
		{"as long", productionWeaker, apart + life("600s", "10m", ""), nil},
		{"only the test is shorter", productionWeaker, apart + life("10m", "", "1m"), nil},
		{"the test is longer", productionWeaker, apart + life("10m", "", "8h"), nil},
		{"production is longer than it is elsewhere, the test as long", productionWeaker, apart + life("10m", "1h", "1h"), nil},
		{"no end in production", productionWeaker, apart + life("10m", "never", ""), []string{"error tokens.access.lifetime"}},
		{"level 1 does not ask", productionWeaker, "profiles: asvs-l1\n" + apart + life("10m", "24h", ""), nil},
		{"nothing is production", productionWeaker, second + "environments: {live: {issuer: main, purpose: staging}, test: {issuer: test, purpose: staging}}\n" + life("10m", "24h", ""), nil},
		{"all is checked", productionWeaker, checks("signature, expiry", "signature, expiry"), nil},
		{"production checks more", productionWeaker, checks("signature, expiry", "signature"), nil},
		{"production checks less", productionWeaker, checks("signature", "signature, expiry"), []string{"error validation.checks (for environment=live)"}},
		{"two others check more: said once", productionWeaker, second + "environments: {live: {issuer: main, purpose: production}, test: {issuer: test, purpose: staging}, dev: {issuer: test, purpose: development}}\n" +
			"validation:\n  checks: [signature, typ, issuer, audience, expiry]\n  variants: [{when: {environment: live}, checks: [signature], because: x}]\n",
			[]string{"error validation.checks (for environment=live)"}},
		{"production checks nothing", productionWeaker, apart + "validation:\n  checks: [signature]\n  variants: [{when: {environment: live}, checks: none, because: x}]\n",
			[]string{"error validation.checks (for environment=live)"}},
		{"undecided in production", productionWeaker, apart + "validation:\n  checks: [signature]\n  variants: [{when: {environment: live}, checks: undecided, because: x}]\n", nil},
		{"a difference without a reason, nothing claimed", productionWeaker, apart + "tokens:\n  access:\n    type: access_token\n    variants: [{when: {environment: test}, lifetime: 5m}]\n", nil},
		{"a difference without a reason", productionWeaker, "profiles: oauth-bcp\n" + apart + "tokens:\n  access:\n    type: access_token\n    variants: [{when: {environment: test}, lifetime: 5m}]\n",
			[]string{"warning tokens.access"}},
		{"a difference with a reason", productionWeaker, "profiles: oauth-bcp\n" + apart + "tokens:\n  access:\n    type: access_token\n    variants: [{when: {environment: test}, lifetime: 5m, because: x}]\n", nil},
	})
}

func TestDetailsInErrorsAreGraverInProduction(t *testing.T) {
	const both = "issuers: {test: {url: https://id.test.example.com, endpoints: {token: /t, jwks: /j}}}\n" +
		"environments: {live: {issuer: main, purpose: production}, test: {issuer: test, purpose: staging}}\nerrors:\n"
	runClmCases(t, []clmCase{
		{"everywhere", errorLeaksDetail, both + "  expose: [error, stack_trace]\n", []string{"error errors.expose.1"}},
		{"nobody says what is production", errorLeaksDetail, "errors: {expose: [error, stack_trace]}\n", []string{"warning errors.expose.1"}},
		{"in production alone", errorLeaksDetail, both + "  variants: [{when: {environment: live}, expose: [error, query], because: x}]\n", []string{"error errors.expose.1 (for environment=live)"}},
		{"in the test alone", errorLeaksDetail, both + "  variants: [{when: {environment: test}, expose: [error, query], because: x}]\n", []string{"warning errors.expose.1 (for environment=test)"}},
		{"everywhere but in production", errorLeaksDetail, both + "  expose: [error, query]\n  variants: [{when: {environment: live}, expose: [error], because: x}]\n", []string{"warning errors.expose.1 (for environment=test)"}},
		{"who has an account is not of this kind", errorLeaksDetail, both + "  expose: [error, user_existence]\n", []string{"warning errors.expose.1"}},
		{"no other rule repeats it", productionWeaker, both + "  expose: [error, stack_trace]\n", nil},
	})
}

// TestRulesAboutDates: days of changes and of variants.
func TestRulesAboutDates(t *testing.T) {
	change := func(text string) string { return "changes: [{title: A, " + text + "}]\n" }
	dated := func(one, two string) string {
		return "tokens:\n  access:\n    type: access_token\n    lifetime: 10m\n    variants:\n      - {when: {date: {" + one + "}}, lifetime: 8m, because: x}\n      - {when: {date: {" + two + "}}, lifetime: 7m, because: x}\n"
	}
	runClmCases(t, []clmCase{
		{"dates in order", undatableChange, change("window: {from: 2026-09-01, until: 2026-10-15}, notices: [{date: 2026-09-01}], stages: [{from: 2026-09-01, state: optional}, {from: 2026-10-15, state: mandatory}]"), nil},
		{"a window that ends before it begins", undatableChange, change("window: {from: 2026-10-15, until: 2026-10-15}"), []string{"error changes.0.window.until"}},
		{"stages out of order", undatableChange, change("stages: [{from: 2026-10-01, state: optional}, {from: 2026-09-30, state: default}]"), []string{"warning changes.0.stages.1.from"}},
		{"stages of one day", undatableChange, change("stages: [{from: 2026-10-01, state: optional}, {from: 2026-10-01, state: default}]"), nil},
		{"a milder stage", undatableChange, change("stages: [{from: 2026-10-01, state: default}, {from: 2026-10-02, state: optional}]"), []string{"warning changes.0.stages.1.state"}},
		{"a window that ends before it is binding", undatableChange, change("window: {from: 2026-09-01, until: 2026-10-14}, stages: [{from: 2026-10-15, state: mandatory}]"), []string{"warning changes.0.window.until"}},
		{"told afterwards", undatableChange, change("date: 2026-10-15, notices: [{date: 2026-10-16}]"), []string{"warning changes.0.notices.0.date"}},
		{"30 days for clients", undatableChange, change("date: 2026-10-31, affects: client_developer, breaks: Much, notices: [{date: 2026-10-01}]"), nil},
		{"29 days for clients", undatableChange, change("date: 2026-10-30, affects: client_developer, breaks: Much, notices: [{date: 2026-10-01}]"), []string{"warning changes.0.date"}},
		{"29 days for services", undatableChange, change("date: 2026-10-30, affects: api_team, breaks: Much, notices: [{date: 2026-10-01}]"), nil},
		{"13 days for services", undatableChange, change("window: {until: 2026-10-14}, affects: api_team, breaks: Much, notices: [{date: 2026-10-01}]"), []string{"warning changes.0.window.until"}},
		{"breaks nothing", undatableChange, change("date: 2026-10-02, affects: client_developer, breaks: none, notices: [{date: 2026-10-01}]"), nil},
		{"another figure", undatableChange, "lint: {thresholds: {notice_clients: 60d}}\n" + change("date: 2026-10-31, affects: client_developer, breaks: Much, notices: [{date: 2026-10-01}]"), []string{"warning changes.0.date"}},

		{"ranges that meet", datedGap, dated("until: 2027-01-01", "from: 2027-01-01"), nil},
		{"a day in between", datedGap, dated("until: 2027-01-01", "from: 2027-01-02"), []string{"warning tokens.access.lifetime"}},
		{"the later one first", datedGap, dated("from: 2027-01-02", "until: 2027-01-01"), []string{"warning tokens.access.lifetime"}},
		{"other conditions", datedGap, "environments: {live: {issuer: main}}\ntokens:\n  access:\n    type: access_token\n    lifetime: 10m\n    variants:\n      - {when: {date: {until: 2027-01-01}}, lifetime: 8m, because: x}\n" +
			"      - {when: {environment: live, date: {from: 2027-01-02}}, lifetime: 7m, because: x}\n", nil},
		{"one that is over", datedGap, "tokens: {access: {type: access_token, lifetime: 10m, variants: [{when: {date: {until: 2020-01-01}}, lifetime: 8m, because: x}]}}\n", []string{"info tokens.access"}},
	})
}
