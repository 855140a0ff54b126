// Keeps the promise that a single change of a policy gets the verdict that a careful reviewer would give it. What is
// expected was written by hand, before the rules were asked.
package diff

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// verdictCase is one change of acme. want is the impact on clients, services and operators (B breaking, R risky, S
// safe) and what happens to protection; n is how many settings differ, where it is not one.
type verdictCase struct {
	edit
	setting, want string
	n             int
}

var verdictCases = []verdictCase{
	// lifetimes
	{edit{"tokens.yaml", "lifetime: 10m\n    rationale: >-\n      Checkout", "lifetime: 5m\n    rationale: >-\n      Checkout"}, "tokens.access.lifetime", "R S R stronger", 1},
	{edit{"tokens.yaml", "lifetime: 10m\n    rationale: >-\n      Checkout", "lifetime: 20m\n    rationale: >-\n      Checkout"}, "tokens.access.lifetime", "S S S weaker", 1},
	{edit{"tokens.yaml", "idle: {default: 14d, reset_by", "idle: {default: 7d, reset_by"}, "tokens.refresh.lifetime.idle", "R S R stronger", 1},
	{edit{"tokens.yaml", "absolute: {of: 30d, from: authorization, was: 90d}", "absolute: {of: 90d, from: authorization, was: 90d}"}, "tokens.refresh.lifetime.absolute.of", "S S S weaker", 1},
	{edit{"tokens.yaml", "absolute: {of: 30d, from: authorization, was: 90d}", "absolute: {of: 30d, from: issue, was: 90d}"}, "tokens.refresh.lifetime.absolute.from", "S S S weaker", 1},
	{edit{"tokens.yaml", "absolute: {of: 30d, from: authorization, was: 90d}", "absolute: {of: 30d, from: login, was: 90d}"}, "tokens.refresh.lifetime.absolute.from", "R S S stronger", 1},
	{edit{"tokens.yaml", "reset_by: renewal, reset", "reset_by: [renewal, any call], reset"}, "tokens.refresh.lifetime.idle.reset_by[any call]", "S S S weaker", 1},
	{edit{"tokens.yaml", "ends_with: [sessions.phone]", "ends_with: [sessions.phone, sessions.sso]"}, "tokens.refresh.lifetime.ends_with[sessions.sso]", "R S S stronger", 1},
	{edit{"tokens.yaml", "offline_limit: 14d", "offline_limit: 30d"}, "tokens.refresh.offline_limit", "S S S weaker", 1},
	{edit{"tokens.yaml", "offline_limit: 14d", "offline_limit: none"}, "tokens.refresh.offline_limit", "S S S weaker", 1},
	{edit{"clients.yaml", "sign_in: 10m", "sign_in: 5m"}, "timers.sign_in", "R S R stronger", 1},
	{edit{"clients.yaml", "lifetime: {idle: 14d, absolute: {of: 30d, from: login}}", "lifetime: {idle: 14d, absolute: {of: 60d, from: login}}"}, "sessions.phone.lifetime.absolute.of", "S S S weaker", 1},
	// issue, claims, binding, transport
	{edit{"tokens.yaml", "to: [web_shop, mobile, console],\n         requires: [client_authentication, pkce, pushed_request, proof_of_possession, scope", "to: [web_shop, mobile],\n         requires: [client_authentication, pkce, pushed_request, proof_of_possession, scope"}, "tokens.access.issued.authorization_code.to[console]", "B S S stronger", 1},
	{edit{"tokens.yaml", "proof_of_possession, scope_validation], from: code", "proof_of_possession, scope_validation, risk_assessment], from: code"}, "tokens.access.issued.authorization_code.requires[risk_assessment]", "B S S stronger", 1},
	{edit{"tokens.yaml", "audiences: https://storefront.acme.example", "audiences: [https://storefront.acme.example, https://partners.acme.example]"}, "tokens.access.audiences[https://partners.acme.example]", "S S S weaker", 1},
	{edit{"tokens.yaml", "      nbf: {why: Shows a service whose clock is behind, present: always, type: epoch, personal_data: none, sample: 1790841600}\n", ""}, "tokens.access.claims.nbf", "R B S same", 1},
	{edit{"tokens.yaml", "env: {why: Lets people tell environments apart at a glance, present: always", "env: {why: Lets people tell environments apart at a glance, present: maybe"}, "tokens.access.claims.env.present", "R B S same", 1},
	{edit{"tokens.yaml", "      nonce: {why: Ties it to the request of this browser, present: always", "      nonce: {why: Ties it to the request of this browser, present: maybe"}, "tokens.id.claims.nonce.present", "B S S same", 1},
	{edit{"tokens.yaml", "iat: {why: Compared with cut-offs, present: always, type: epoch", "iat: {why: Compared with cut-offs, present: always, type: string"}, "tokens.access.claims.iat.type", "R B S same", 1},
	{edit{"tokens.yaml", "subject: pairwise\n    scopes", "subject: public\n    scopes"}, "tokens.access.subject", "B B R weaker", 1},
	{edit{"tokens.yaml", "binding: {to: dpop, optional: false, in: \"secure hardware on phones, key service on servers, the", "binding: {to: dpop, optional: true, in: \"secure hardware on phones, key service on servers, the"}, "tokens.access.binding.dpop.optional", "S R S weaker", 1},
	{edit{"tokens.yaml", "bound_to: [client, user, session, scope, resource, key]", "bound_to: [client, user, session, scope, resource]"}, "tokens.access.bound_to[key]", "S S S weaker", 1},
	{edit{"tokens.yaml", "transport: header\n    stored_as: not_kept", "transport: [header, query]\n    stored_as: not_kept"}, "tokens.access.transport[query]", "S R S weaker", 1},
	{edit{"tokens.yaml", "transport: form\n    stored_as: keyed_hash", "transport: form\n    stored_as: plaintext"}, "tokens.refresh.stored_as", "S S R weaker", 1},
	{edit{"tokens.yaml", "secure: true, http_only: true, same_site: strict, path: /, domain: none, max_age: 24h,\n                        holds", "secure: true, http_only: false, same_site: strict, path: /, domain: none, max_age: 24h,\n                        holds"}, "tokens.web_session.delivery.cookie.cookie.http_only", "S S S weaker", 1},
	{edit{"tokens.yaml", "entropy: {bits: 256, generator: operating system random source}\n    binding: {to: dpop, optional: false, in: \"secure hardware on phones, key service on servers\"", "entropy: {bits: 128, generator: operating system random source}\n    binding: {to: dpop, optional: false, in: \"secure hardware on phones, key service on servers\""}, "tokens.refresh.entropy.bits", "S S S weaker", 1},
	// renewal and rotation
	{edit{"tokens.yaml", "mode: on_use\n", "mode: on_demand\n"}, "tokens.refresh.rotation.mode", "S S R weaker", 1},
	{edit{"tokens.yaml", "previous: {lifetime: 10s, generations: 1", "previous: {lifetime: 60s, generations: 1"}, "tokens.refresh.rotation.previous.lifetime", "S S S weaker", 1},
	{edit{"tokens.yaml", "previous: {lifetime: 10s, generations: 1", "previous: {lifetime: none, generations: 1"}, "tokens.refresh.rotation.previous.lifetime", "R S S stronger", 1},
	{edit{"tokens.yaml", "generations: 1, answers", "generations: 3, answers"}, "tokens.refresh.rotation.previous.generations", "S S S weaker", 1},
	{edit{"tokens.yaml", "expiry: inherited\n      shape", "expiry: fresh\n      shape"}, "tokens.refresh.rotation.expiry", "S S S weaker", 1},
	{edit{"tokens.yaml", "remember_for: 30d", "remember_for: 1d"}, "tokens.refresh.rotation.on_reuse.remember_for", "S S S weaker", 1},
	{edit{"tokens.yaml", "scope_on_renewal: narrow\n    parents: [sessions.sso, sessions.phone]", "scope_on_renewal: any\n    parents: [sessions.sso, sessions.phone]"}, "tokens.refresh.scope_on_renewal", "S S S weaker", 1},
	{edit{"tokens.yaml", "parents: [sessions.sso, sessions.phone]", "parents: [sessions.sso]"}, "tokens.refresh.parents[sessions.phone]", "S S S weaker", 1},
	{edit{"tokens.yaml", "reverify_device: true", "reverify_device: false"}, "tokens.refresh.renewal.exchange.reverify_device", "S S S weaker", 1},
	{edit{"tokens.yaml", "risk: {class: critical, text: \"With its key, it is the sign-in.\"", "risk: {class: high, text: \"With its key, it is the sign-in.\""}, "tokens.refresh.risk.class", "S S R same", 1},
	{edit{"tokens.yaml", "title: Refresh token", "title: Renewal token"}, "tokens.refresh.title", "S S S same", 1},
	// clients
	{edit{"clients.yaml", "grants: [device_code, refresh_token]\n    auth: none\n    scopes: [openid, offline_access, orders.read, orders.write]", "grants: [device_code, refresh_token]\n    auth: none\n    scopes: [openid, offline_access, orders.read]"}, "clients.cli.scopes[orders.write]", "B S S stronger", 1},
	{edit{"clients.yaml", "grants: client_credentials\n    auth: private_key_jwt", "grants: client_credentials\n    auth: [private_key_jwt, client_secret_basic]"}, "clients.worker.auth[client_secret_basic]", "S S R weaker", 1},
	{edit{"clients.yaml", "grants: client_credentials\n    auth: private_key_jwt", "grants: client_credentials\n    auth: client_secret_basic"}, "clients.worker.auth[private_key_jwt]", "B S S weaker", 2},
	{edit{"clients.yaml", "redirect_uris: [\"https://app.acme.example/callback\"]\n    redirect_match: exact", "redirect_uris: [\"https://app.acme.example/callback\"]\n    redirect_match: prefix"}, "clients.mobile.redirect_match", "S S S weaker", 1},
	{edit{"clients.yaml", "redirect_uris: [\"https://app.acme.example/callback\"]", "redirect_uris: [\"https://app.acme.example/callback\", \"https://app.acme.example/again\"]"}, "clients.mobile.redirect_uris[https://app.acme.example/again]", "S S S weaker", 1},
	{edit{"clients.yaml", "consent: once\n    secret: none", "consent: always\n    secret: none"}, "clients.cli.consent", "R S S stronger", 1},
	{edit{"clients.yaml", "never_store_in: [file, log, local_storage]", "never_store_in: [file, log]"}, "clients.mobile.never_store_in[local_storage]", "S S S weaker", 1},
	{edit{"clients.yaml", "secret: {rotate_every: 30d, overlap: 1d", "secret: {rotate_every: 90d, overlap: 1d"}, "clients.worker.secret.rotate_every", "S S S weaker", 1},
	{edit{"clients.yaml", "single_flight: true", "single_flight: false"}, "client_strategy.single_flight", "S S R weaker", 1},
	{edit{"clients.yaml", "max: 72h", "max: 24h"}, "client_strategy.offline.max", "R S S stronger", 1},
	{edit{"clients.yaml", "refresh_at: {remaining: 20%", "refresh_at: {remaining: 30%"}, "client_strategy.refresh_at.remaining", "S S R same", 1},
	// issuers and keys
	{edit{"policy.yaml", "url: https://id.acme.example\n", "url: https://login.acme.example\n"}, "issuers.production.url", "B B R same", 1},
	{edit{"policy.yaml", "pushed_authorization_requests: required", "pushed_authorization_requests: optional"}, "issuers.production.pushed_authorization_requests", "S S S weaker", 1},
	{edit{"policy.yaml", "authorization_response_iss: true", "authorization_response_iss: false"}, "issuers.production.authorization_response_iss", "B S S weaker", 1},
	{edit{"policy.yaml", "token: {path: /oauth2/token,", "token: {path: /oauth2/v2/token,"}, "issuers.production.endpoints.token.path", "B B R same", 3},
	{edit{"policy.yaml", "          id_token: {of: id, present: maybe}\n", ""}, "issuers.production.responses.token.fields.id_token", "B R S same", 3},
	{edit{"policy.yaml", "tls: &tls {minimum: \"1.2\"", "tls: &tls {minimum: \"1.3\""}, "issuers.production.tls.minimum", "B B R stronger", 3},
	{edit{"policy.yaml", "algorithms: ES256\n        per", "algorithms: [ES256, RS256]\n        per"}, "issuers.production.keys.signing.algorithms[RS256]", "S R R weaker", 3},
	{edit{"policy.yaml", "rotate_every: 90d", "rotate_every: 365d"}, "issuers.production.keys.signing.rotate_every", "S S S weaker", 3},
	{edit{"policy.yaml", "publish_ahead: 7d", "publish_ahead: 1h"}, "issuers.production.keys.signing.publish_ahead", "S B R same", 3},
	{edit{"policy.yaml", "custody: {store: hsm", "custody: {store: vault"}, "issuers.production.keys.signing.custody.store", "S S R weaker", 1},
	// services and validation
	{edit{"services.yaml", "accepts: [partner_access, feed_key]", "accepts: partner_access"}, "resource_servers.partners.accepts[feed_key]", "B S S stronger", 1},
	{edit{"services.yaml", "mode: introspection", "mode: local"}, "resource_servers.partners.mode", "S B R weaker", 1},
	{edit{"services.yaml", "acr, auth_time, subject]", "acr, auth_time]"}, "validation.checks[subject]", "S R S weaker", 1},
	{edit{"services.yaml", "  algorithms: ES256\n  trust", "  algorithms: [ES256, RS256]\n  trust"}, "validation.algorithms[RS256]", "S R S weaker", 1},
	{edit{"services.yaml", "clock_skew: {tolerance: 30s", "clock_skew: {tolerance: 10s"}, "validation.clock_skew.tolerance", "R R R stronger", 1},
	{edit{"services.yaml", "introspection: {cache: 15s", "introspection: {cache: 60s"}, "validation.introspection.cache", "S S S weaker", 1},
	{edit{"services.yaml", "accept_as_bearer: false", "accept_as_bearer: true"}, "validation.dpop.accept_as_bearer", "S S S weaker", 1},
	{edit{"services.yaml", "introspection: {then: refuse, status: 503}", "introspection: {then: allow, status: 503}"}, "validation.unavailable.introspection.then", "S R R weaker", 1},
	{edit{"services.yaml", "max_age: 15m", "max_age: 5m"}, "operations.refund.max_age", "R R S stronger", 1},
	{edit{"services.yaml", "token_requests: {max: 600", "token_requests: {max: 60"}, "limits.token_requests.max", "R S S stronger", 1},
	// revocation and errors
	{edit{"revocation.yaml", "objective: 2m", "objective: 5m"}, "revocation.objective", "S S S weaker", 1},
	{edit{"revocation.yaml", "access: [expiry, denylist, push_event]", "access: [expiry, denylist]"}, "revocation.mechanisms.access[push_event]", "R R R weaker", 1},
	{edit{"revocation.yaml", "entry_lifetime: 30m", "entry_lifetime: 60m"}, "revocation.denylist.entry_lifetime", "S S R stronger", 1},
	{edit{"revocation.yaml", "cells: {device: dies, feed_key: lives}", "cells: {device: lives, feed_key: lives}"}, "revocation.triggers.logout_everywhere.cells.device", "S S R weaker", 1},
	{edit{"revocation.yaml", "worst: {is: 15s, force: guaranteed}", "worst: {is: 15s, force: advised}"}, "revocation.propagation.denylist.worst.force", "R R S weaker", 1},
	{edit{"errors.yaml", "code: invalid_token\n      status: 401\n      at: resource\n      envelope: problem\n      token_state: expired", "code: token_expired\n      status: 401\n      at: resource\n      envelope: problem\n      token_state: expired"}, "errors.causes.access_expired.code", "B B R same", 1},
	{edit{"errors.yaml", "status: 403", "status: 401"}, "errors.causes.scope_missing.status", "B B R same", 1},
	{edit{"errors.yaml", "then: {do: fix_request, give_up: operator}", "then: {do: stop, give_up: operator}"}, "errors.causes.wrong_audience.then.do", "R S S same", 1},
	{edit{"errors.yaml", "      required_scope: {type: scope, holds: scope, present: maybe}\n", ""}, "envelopes.problem.fields.required_scope", "B B S same", 1},
	{edit{"errors.yaml", "      user_message: Please sign in again.\n", "      user_message: Sign in again, please.\n"}, "errors.causes.binding_failed.user_message", "S S S same", 1},
	// operations and governance
	{edit{"operations.yaml", "tokens: keyed_hash\n", "tokens: masked\n"}, "observability.logs.tokens", "S S S weaker", 1},
	{edit{"operations.yaml", "oauth.server.token.issued: {measures: Tokens handed out, type: counter", "oauth.server.token.issued: {measures: Tokens handed out, type: histogram"}, "observability.metrics.oauth.server.token.issued.type", "S S B same", 1},
	{edit{"operations.yaml", "over: 20\n", "over: 30\n"}, "observability.alerts.reuse_burst.over", "S S R same", 1},
	{edit{"operations.yaml", "password, otp, api_key, email, phone_number]", "password, otp, api_key, email]"}, "observability.logs.redact[phone_number]", "S S S weaker", 1},
	{edit{"changes.yaml", "cutoff: 2027-01-15\n    replacement: The standard", "cutoff: 2026-12-15\n    replacement: The standard"}, "deprecations.jwks_address.cutoff", "B B R same", 1},
	{edit{"policy.yaml", "every: 90d\n    last", "every: 180d\n    last"}, "policy.review.every", "S S S same", 1},
}

var impactLetters = map[Impact]string{Safe: "S", Risky: "R", Breaking: "B"}

func verdictOf(c *Change) string {
	return fmt.Sprintf("%s %s %s %s", impactLetters[c.Clients], impactLetters[c.Services], impactLetters[c.Operators], c.Security)
}

func TestVerdicts(t *testing.T) {
	if len(verdictCases) < 60 {
		t.Fatalf("%d changes; 60 are promised", len(verdictCases))
	}
	base := acme(t)
	seen := map[string]bool{}
	for _, c := range verdictCases {
		name := c.setting
		for seen[name] {
			name += " again"
		}
		seen[name] = true
		t.Run(name, func(t *testing.T) {
			changed := acme(t, c.edit)
			d := Compare(base, changed, Options{})
			got := map[string]string{}
			for i := range d.Changes {
				got[d.Changes[i].Shown] = verdictOf(&d.Changes[i])
			}
			if len(d.Changes) != c.n || got[c.setting] != c.want {
				t.Errorf("want %d with %s: %s; got\n%s", c.n, c.setting, c.want, listed(d))
			}
			mirror(t, d, Compare(changed, base, Options{}))
		})
	}
}

// listed is a diff for the eyes of whoever reads a failure.
func listed(d *Diff) string {
	var b strings.Builder
	for i := range d.Changes {
		c := &d.Changes[i]
		fmt.Fprintf(&b, "  %s %s [%s] %q → %q: %s (%s)\n", c.Kind, c.Shown, ChoicesText(c.Choices), c.Old.Text, c.New.Text, verdictOf(c), c.Rule)
	}
	return b.String()
}

// turned is a change seen from the other side.
type turned struct {
	Path, Choices, Old, New, Rule string
	Kind                          Kind
	Security                      Security
	Direction                     Direction
}

// mirror holds two diffs to being the same one seen from both sides: the same settings for the same choices, each moving
// the other way, judged by the same rule, with protection the other way round.
func mirror(t testing.TB, there, back *Diff) {
	t.Helper()
	opposite := map[Kind]Kind{Changed: Changed, Added: Removed, Removed: Added, Stated: Unstated, Unstated: Stated}
	sides := func(d *Diff, turn bool) map[string]turned {
		out := map[string]turned{}
		for i := range d.Changes {
			c := &d.Changes[i]
			one := turned{c.Path, ChoicesText(c.Choices), c.Old.Text, c.New.Text, c.Rule, c.Kind, c.Security, c.direction}
			if turn {
				one.Old, one.New, one.Kind, one.Security, one.Direction = one.New, one.Old, opposite[one.Kind], -one.Security, -one.Direction
			}
			out[strings.Join([]string{one.Path, one.Choices, one.Kind.String(), one.Old, one.New}, "|")] = one
		}
		return out
	}
	if diff := cmp.Diff(sides(there, false), sides(back, true)); diff != "" {
		t.Errorf("the way back is no mirror (-there +back):\n%s", diff)
	}
}
