// Keeps the promise that the rules about clients judge times by the value that holds, to the second, and that what they
// say of two refreshes at once is what the search for races found.
package lint

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/specs"
)

// refreshing is a policy with a refresh token that an app in the browser holds.
func refreshing(rotation string) string {
	return "clients: {app: {type: public, platform: browser, grants: [authorization_code, refresh_token]}}\n" +
		"tokens: {refresh: {type: refresh_token, lifetime: {absolute: 30d, idle: 7d}, issued: [{grant: authorization_code, to: app}], rotation: " + rotation + "}}\n"
}

func TestRulesAboutClients(t *testing.T) {
	does := func(what string) string { return "client_strategy: {" + what + "}\n" }
	life := func(d, what string) string {
		return "tokens: {access: {type: access_token, lifetime: " + d + "}}\n" + does(what)
	}
	const (
		remaining = "client_strategy.refresh_at.remaining"
		dpop      = "tokens: {access: {type: access_token, binding: dpop}}\n"
		revokes   = "issuers: {main: {endpoints: {revocation: /r}}}\n"
		strict    = "{mode: on_use, previous: none, on_reuse: family}"
	)
	runClmCases(t, []clmCase{
		{"nothing said", windowDoesNotFit, "profiles: oauth-bcp\n", nil},
		{"as long as the token", windowDoesNotFit, life("10m", "refresh_at: 600s"), []string{"error " + remaining}},
		{"a second less", windowDoesNotFit, life("10m", "refresh_at: 599s"), []string{"warning " + remaining}},
		{"half", windowDoesNotFit, life("10m", "refresh_at: 300s"), nil},
		{"a second more than half", windowDoesNotFit, life("10m", "refresh_at: 301s"), []string{"warning " + remaining}},
		{"more than half of a long life", windowDoesNotFit, life("7201s", "refresh_at: 4000s"), nil},
		{"more than half of two hours", windowDoesNotFit, life("2h", "refresh_at: 4000s"), []string{"warning " + remaining}},
		{"a share", windowDoesNotFit, life("10m", "refresh_at: 50%"), nil},
		{"a larger share", windowDoesNotFit, life("10m", "refresh_at: 51%"), []string{"warning " + remaining}},
		{"at least so long", windowDoesNotFit, life("10m", "refresh_at: {remaining: 20%, at_least: 10m}"), []string{"error client_strategy.refresh_at.at_least"}},
		{"another figure", windowDoesNotFit, "lint: {thresholds: {refresh_share: 90%}}\n" + life("10m", "refresh_at: 80%"), nil},
		{"within the tolerance and a request", windowDoesNotFit, "validation: {clock_skew: 20s}\n" + life("10m", "refresh_at: 30s, request_timeout: 10s"), []string{"warning " + remaining}},
		{"a second earlier", windowDoesNotFit, "validation: {clock_skew: 20s}\n" + life("10m", "refresh_at: 31s, request_timeout: 10s"), nil},
		{"tokens that never end", windowDoesNotFit, life("never", "refresh_at: 15m"), nil},
		{"undecided", windowDoesNotFit, life("10m", "refresh_at: undecided"), nil},
		{"one client's tokens are shorter", windowDoesNotFit,
			"tokens: {access: {type: access_token, lifetime: 1h, variants: [{when: {client: worker}, lifetime: 1m}]}}\n" + does("refresh_at: 2m"),
			[]string{"error " + remaining + " (for client=worker)"}},

		{"no rotation", refreshesAtOnce, refreshing("none") + does("single_flight: false"), nil},
		{"an app on a phone", refreshesAtOnce, "clients: {app: {type: public, platform: mobile, grants: [authorization_code, refresh_token]}}\n" +
			"tokens: {refresh: {type: refresh_token, lifetime: 30d, issued: [{grant: authorization_code, to: app}], rotation: " + strict + "}}\n" + does("single_flight: true, replace: atomic_before_use"), nil},
		{"one client goes its own way", refreshesAtOnce, refreshing(strict) + "client_strategy:\n  single_flight: true\n  coordination: web_locks\n  variants: [{when: {client: app}, coordination: none}]\n",
			[]string{"error client_strategy.coordination (for client=app)"}},
		{"one process is not all tabs", refreshesAtOnce, refreshing(strict) + does("single_flight: true, coordination: none"), []string{"error client_strategy.coordination (for client=app)"}},
		{"tabs agree", refreshesAtOnce, refreshing(strict) + does("single_flight: true, coordination: web_locks"), nil},
		{"silent on tabs, nothing claimed", refreshesAtOnce, refreshing(strict) + does("single_flight: true"), nil},
		{"silent on tabs", refreshesAtOnce, "profiles: browser\n" + refreshing(strict) + does("single_flight: true"), []string{"warning client_strategy.coordination (for client=app)"}},
		{"NIST does not ask", refreshesAtOnce, "profiles: nist-aal3\n" + refreshing(strict) + does("single_flight: false"), nil},

		{"what ends the grant", refreshInALoop, does("refreshes_per_request: 1, on_insufficient_scope: request_scope, on_invalid_grant: stop"), nil},
		{"refresh a dead grant", refreshInALoop, does("on_invalid_grant: refresh"), []string{"error client_strategy.on_invalid_grant"}},
		{"refresh for a scope", refreshInALoop, does("on_insufficient_scope: refresh"), []string{"error client_strategy.on_insufficient_scope"}},
		{"two refreshes for a request", refreshInALoop, does("refreshes_per_request: 2"), []string{"error client_strategy.refreshes_per_request"}},
		{"none at all", refreshInALoop, does("refreshes_per_request: 0"), nil},
		{"silent, nothing claimed", refreshInALoop, refreshing(strict) + does("single_flight: true"), nil},
		{"silent", refreshInALoop, "profiles: fapi2\n" + refreshing(strict) + does("single_flight: true"), []string{"warning client_strategy.refreshes_per_request"}},
		{"silent, no refresh tokens", refreshInALoop, "profiles: fapi2\n" + does("single_flight: true"), nil},
		{"undecided", refreshInALoop, "profiles: fapi2\n" + refreshing(strict) + does("refreshes_per_request: undecided, on_invalid_grant: undecided"), nil},

		{"reads exp", clientLooksInside, does("trigger: jwt_exp"), []string{"error client_strategy.trigger"}},
		{"the browser text does not ask", clientLooksInside, "profiles: browser\n" + does("trigger: jwt_exp"), nil},
		{"one client reads", clientLooksInside, "clients: {worker: {type: confidential, reads_access_token: true}}\n", []string{"error clients.worker.reads_access_token"}},
		{"one client does not", clientLooksInside, "clients: {worker: {type: confidential, reads_access_token: false}}\n", nil},

		{"stored late", newTokenStoredLate, refreshing(strict) + does("replace: lazy"), []string{"error client_strategy.replace"}},
		{"stored late, no rotation", newTokenStoredLate, refreshing("none") + does("replace: lazy"), nil},
		{"none is a statement", newTokenStoredLate, refreshing(strict) + does("replace: none"), []string{"error client_strategy.replace"}},
		{"undecided is not", newTokenStoredLate, "profiles: oauth-bcp\n" + refreshing(strict) + does("replace: undecided"), nil},
		{"silent, nothing claimed", newTokenStoredLate, refreshing(strict) + does("single_flight: true"), nil},
		{"silent", newTokenStoredLate, "profiles: oauth-bcp\n" + refreshing(strict) + does("single_flight: true"), []string{"warning client_strategy.replace"}},
		{"only a client whose tokens stay the same stores late", newTokenStoredLate,
			"clients:\n  app: {type: public, platform: browser, grants: [authorization_code, refresh_token]}\n  desk: {type: public, platform: desktop, grants: [authorization_code, refresh_token]}\n" +
				"tokens:\n  refresh:\n    type: refresh_token\n    lifetime: 30d\n    issued: [{grant: authorization_code, to: [app, desk]}]\n    rotation: " + strict + "\n" +
				"    variants: [{when: {client: desk}, rotation: none}]\n" +
				"client_strategy:\n  replace: atomic_before_use\n  variants: [{when: {client: desk}, replace: lazy}]\n", nil},

		{"offline as long as the token waits", outOfTime, refreshing(strict) + does("offline: 7d"), nil},
		{"offline a second longer", outOfTime, refreshing(strict) + does("offline: 604801s"), []string{"warning client_strategy.offline.max"}},
		{"one client's token waits shorter", outOfTime,
			"clients: {app: {type: public, platform: browser, grants: [authorization_code, refresh_token]}}\n" +
				"tokens:\n  refresh:\n    type: refresh_token\n    lifetime: {absolute: 30d, idle: 7d}\n    issued: [{grant: authorization_code, to: app}]\n" +
				"    variants: [{when: {client: app}, lifetime: {absolute: 30d, idle: 1d}}]\n" + does("offline: 3d"),
			[]string{"warning client_strategy.offline.max (for client=app)"}},
		{"offline, nothing refreshed", outOfTime, does("offline: 400d"), nil},
		{"tries take as long as there is", outOfTime, life("1h", "refresh_at: 36s, request_timeout: 10s, retry: {attempts: 2, backoff: exponential, base: 2s}"), nil},
		{"tries take a second more", outOfTime, life("1h", "refresh_at: 35s, request_timeout: 10s, retry: {attempts: 2, backoff: exponential, base: 2s}"),
			[]string{"warning client_strategy.retry.attempts"}},
		{"waits are capped", outOfTime, life("1h", "refresh_at: 35s, request_timeout: 10s, retry: {attempts: 2, backoff: exponential, base: 2s, cap: 2s}"), nil},
		{"nothing repeated", outOfTime, life("1h", "refresh_at: 5s, request_timeout: 10s, retry: none"), nil},
		{"signs out without revoking", outOfTime, revokes + does("on_logout: [erase]"), []string{"warning client_strategy.on_logout"}},
		{"stated that there is nothing to revoke at", outOfTime, "issuers: {main: {endpoints: {revocation: none}}}\n" + does("on_logout: [erase]"), nil},
		{"nothing to revoke at", outOfTime, does("on_logout: [erase]"), nil},
		{"one proof for all tries", outOfTime, dpop + does("fresh_proof_per_retry: false"), []string{"warning client_strategy.fresh_proof_per_retry"}},
		{"no proofs", outOfTime, does("fresh_proof_per_retry: false"), nil},
	})
}

func TestWhatIsSaidOfTwoRefreshesIsWhatTheSearchFound(t *testing.T) {
	for _, rotation := range []string{
		"none", "{mode: on_use, previous: none, on_reuse: family}", "{mode: on_use, previous: 30s, on_reuse: family}",
		"{mode: on_use, previous: {lifetime: 30s, answers: same_successor}, on_reuse: family}", "{mode: on_use, previous: {lifetime: 30s, answers: refuse}, on_reuse: family}",
	} {
		for _, does := range []string{"", "single_flight: false", "single_flight: true", "single_flight: true, coordination: web_locks", "coordination: none", "request_timeout: 10s, retry: {attempts: 1, base: 1s}"} {
			policy := "profiles: oauth-bcp\n" + refreshing(rotation)
			if does != "" {
				policy += "client_strategy: {" + does + "}\n"
			}
			src, findings := specs.Load(fstest.MapFS{
				"minimal.yaml": {Data: []byte(Minimal)},
				"policy.yaml":  {Data: []byte("tokenbook: v1\nextends: minimal.yaml\n" + policy)},
			}, "policy.yaml")
			if src == nil {
				t.Fatal(findings)
			}
			doc, _ := specs.Parse(src)
			facts := analysis.Analyse(specs.Resolve(doc, src, specs.Date{}))
			raced := slices.ContainsFunc(facts.Races, func(r analysis.Race) bool {
				return r.Hazard == "concurrent" && (r.Verdict == analysis.RaceFound || r.Verdict == analysis.RacePossible)
			})
			if said := len(findingsClm(t, refreshesAtOnce, policy)) > 0; said != raced {
				t.Errorf("rotation %s, %q: the rule speaks %v, the search found %v", rotation, does, said, raced)
			}
		}
	}
}
