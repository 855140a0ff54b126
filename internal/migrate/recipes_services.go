package migrate

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/specs"
)

// accessTokens are the tokens that services take, in either policy.
func (k *maker) accessTokens() []string {
	var out []string
	for _, p := range []*specs.Policy{k.old, k.new} {
		for i := range p.Tokens.Entries {
			if e := &p.Tokens.Entries[i]; (e.V.Type.V == specs.AccessToken || specs.Has(e.V.AlsoServesAs, specs.AccessToken)) && !slices.Contains(out, e.ID) {
				out = append(out, e.ID)
			}
		}
	}
	return out
}

// concerned are the tokens that the changes name; the access tokens where they name none.
func (k *maker) concerned() []string {
	var out []string
	for _, c := range k.m.Changes {
		for _, t := range c.Affected.Tokens {
			if !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	if len(out) == 0 {
		return k.accessTokens()
	}
	return out
}

// issuerAddress: everybody accepts both names of the issuer before the first token has the new one.
func issuerAddress(k *maker) {
	k.m.Title = "Move the issuer to " + quoted(k.came())
	k.m.Drops = k.went()
	k.step(Step{ID: "serve", Who: Operators, Stage: specs.StageOptional, Takes: []Term{k.rollout()},
		Do:       "Answer under the new address too, with the same keys, and with metadata in which `issuer` is the address that was asked.",
		Why:      "Nobody can prepare for an address that does not answer.",
		Cite:     "RFC 8414 section 3.3; OpenID Connect Discovery 1.0 section 4.3",
		Rollback: "Take the new address away.", Cost: "Nothing: no token names it."})
	const why, cite = "Whoever knows the old value alone refuses the first token with the new one.", "RFC 9207 section 2.4; RFC 9068 section 4; OpenID Connect Core 1.0 section 3.1.3.7"
	services := k.step(Step{ID: "accept", Who: Services, Stage: specs.StageOptional, Takes: []Term{k.services()},
		Do:  "Accept both values of `iss` in services, by exact comparison with each; add the old one to also_accepted of the new policy.",
		Why: why, Cite: cite,
		Gate:     "Each service takes a test token with the new value.",
		Rollback: "Accept the old value alone.", Cost: "Nothing: no token has the new value."})
	clients := k.step(Step{ID: "accept-clients", Who: Clients, Stage: specs.StageOptional, Takes: []Term{k.clients()}, Waits: []Wait{{After: services - 1}},
		Do:  "Accept both values of `iss` in clients, in ID tokens and in answers of the authorization endpoint, by exact comparison with each.",
		Why: why, Cite: cite,
		Gate:     "Each client takes a test token with the new value.",
		Rollback: "Accept the old value alone.", Cost: "Nothing: no token has the new value."})
	k.step(Step{ID: "switch", Who: Operators, Stage: specs.StageDefault, Takes: []Term{k.rollout()}, Waits: []Wait{{After: services}, {After: clients}},
		Do:       "Put the new address into `iss`, and lead requests from the old address to the new one.",
		Why:      "Everybody accepts both.",
		Gate:     "No token is refused for its issuer.",
		Rollback: "Put the old address into `iss` again; keep accepting the new one until its last token has ended.", Cost: "Nobody notices."})
	tokens := k.concerned()
	k.step(Step{ID: "drop", Who: Services, Stage: specs.StageMandatory, Waits: k.after(slices.Concat([]Term{k.life(tokens)}, k.skew(), k.verdicts())...),
		Do:       "Accept the new value of `iss` alone, and close the old address.",
		Why:      "The last token with the old value has ended by now.",
		Cite:     "RFC 9207 section 2.4",
		Gate:     "Nobody calls the old address any more.",
		Rollback: "Accept both again.", Cost: "Nothing while the old address is still yours."})
}

// audience: services know their new name before a token carries it.
func audience(k *maker) {
	k.m.Title = "Change whom tokens are for"
	if came, went := k.came(), k.went(); len(came) > 0 && len(went) > 0 {
		k.m.Title += ": " + quoted(came) + " instead of " + quoted(went)
	}
	k.m.Drops = k.went()
	k.step(Step{ID: "accept", Who: Services, Stage: specs.StageOptional, Takes: []Term{k.services()},
		Do:       "Accept the old and the new value of `aud`.",
		Why:      "A service refuses a token that does not name it.",
		Cite:     "RFC 7519 section 4.1.3; RFC 9068 section 4",
		Gate:     "Each service takes a test token with the new value.",
		Rollback: "Accept the old value alone.", Cost: "Nothing: no token has the new value."})
	k.step(Step{ID: "issue", Who: Operators, Stage: specs.StageDefault, Takes: []Term{k.rollout()},
		Do:       "Issue tokens with the new value of `aud`, and take it as `resource` or `audience` in requests beside the old one.",
		Why:      "Every service knows its new name.",
		Cite:     "RFC 8707 section 2",
		Gate:     "No token is refused for its audience.",
		Rollback: "Issue the old value again.", Cost: "Nothing: both are accepted."})
	k.step(Step{ID: "drop", Who: Services, Stage: specs.StageMandatory, Waits: k.after(slices.Concat([]Term{k.life(k.concerned())}, k.skew(), k.verdicts())...),
		Do:       "Accept the new value alone.",
		Why:      "The last token with the old value has ended by now.",
		Cite:     "RFC 9068 section 4",
		Rollback: "Accept both again.", Cost: "A token of the old kind opens the service again, if any is issued."})
}

// validationMode: what a service will rely on is there before it switches, and the new bound counts from the last cache.
func validationMode(k *maker) {
	asks := slices.ContainsFunc(k.m.Changes, func(c *diff.Change) bool { return c.Rule == "validation-mode" && c.New.Text != "local" })
	to := quoted(k.came())
	k.m.Title = "Let services validate by " + to
	prepare := Step{ID: "prepare", Who: Operators, Stage: specs.StageOptional, Takes: []Term{k.rollout()},
		Do:       "Give every service credentials for the introspection endpoint, and the endpoint room for a call for each token that is not in a cache.",
		Why:      "A service that asks an endpoint which refuses it, or does not keep up, refuses good tokens.",
		Cite:     "RFC 7662 sections 2.1 and 4",
		Rollback: "Take the credentials away.", Cost: "Nothing: nobody asks yet."}
	if !asks {
		prepare.Do = "Publish the keys, issue tokens that can be checked without asking, and shorten their life to the exposure that is wanted after a revocation."
		prepare.Why = "A service that checks by itself learns of a revocation only when the token ends."
		prepare.Cite = "RFC 9068 section 4; RFC 9700 section 4.10"
		prepare.Rollback, prepare.Cost = "Issue the longer life again.", "Nothing: services still ask."
	}
	k.step(prepare)
	wait := k.after()
	if !asks { // tokens from before may be opaque, or live longer
		wait = k.after(append([]Term{k.life(k.concerned())}, k.skew()...)...)
	}
	k.step(Step{ID: "switch", Who: Services, Stage: specs.StageDefault, Takes: []Term{k.services()}, Waits: wait,
		Do:       "Switch one service after the other to " + to + "; both ways give the same verdict on a good token.",
		Why:      "What the new way needs is there, for every token that is still alive.",
		Cite:     map[bool]string{true: "RFC 7662 section 2.2", false: "RFC 9068 section 4"}[asks],
		Gate:     "The share of refusals and the time of a check are what they were before.",
		Rollback: "Switch a service back.", Cost: "Nothing: tokens are the same for both."})
	k.step(Step{ID: "hold", Who: Operators, Stage: specs.StageMandatory, Waits: k.after(k.verdicts()...),
		Do:   "Count on the new bound for revoked tokens, and take away what only the old way needed.",
		Why:  "The last service has switched, and what caches remembered before has run out.",
		Cite: map[bool]string{true: "RFC 7662 section 4", false: "RFC 9700 section 4.10"}[asks],
		Cost: "What was taken away has to be set up again before a service can switch back."})
}

// errorCodes: clients understand the new answers before they get them.
func errorCodes(k *maker) {
	k.m.Title = "Answer with other errors"
	if came, went := k.came(), k.went(); len(came) > 0 && len(went) > 0 {
		k.m.Title = "Answer with " + quoted(came) + " instead of " + quoted(went)
	}
	k.m.Drops = k.went()
	k.step(Step{ID: "understand", Who: Clients, Stage: specs.StageOptional, Takes: []Term{k.clients()},
		Do:       "Treat the old and the new answer alike, in clients, gateways, alerts and dashboards; generate constants from the new policy.",
		Why:      "A client that does not know a code falls back to its default, and may retry what cannot succeed.",
		Cite:     "RFC 6749 section 5.2; RFC 6750 section 3.1",
		Gate:     "Tests of each client pass with both answers.",
		Rollback: "Keep the old version of the client.", Cost: "Nothing: only old answers are given."})
	k.step(Step{ID: "answer", Who: Services, Stage: specs.StageMandatory, Takes: []Term{k.services()},
		Do:       "Answer with the new errors at every surface that the policy names, services and issuer.",
		Why:      "Every client understands both, so that servers may follow one by one.",
		Gate:     "Clients do after the new answers what they did after the old ones.",
		Rollback: "Answer as before.", Cost: "Nothing: both are understood."})
	k.step(Step{ID: "forget", Who: Clients,
		Do:   "Take the old answers out of clients, alerts and dashboards.",
		Why:  "No server gives them any more.",
		Cost: "Servers cannot go back without the clients."})
}

// endpointAddress: both addresses answer until nobody calls the old one.
func endpointAddress(k *maker) {
	k.m.Title = "Move endpoints"
	if came := k.came(); len(came) > 0 {
		k.m.Title += " to " + quoted(came)
	}
	k.m.Drops = k.went()
	k.step(Step{ID: "serve", Who: Operators, Stage: specs.StageOptional, Takes: []Term{k.rollout()},
		Do:       "Answer under both addresses, and name the new one in the metadata.",
		Why:      "Those who read metadata follow by themselves; nobody fails meanwhile.",
		Cite:     "RFC 8414 section 2",
		Rollback: "Name the old address in the metadata again; keep answering under both.", Cost: "Nothing."})
	move := Step{ID: "move", Who: Clients, Stage: specs.StageDefault, Takes: []Term{k.clients()},
		Do:       "Call the new address, best by reading it from the metadata.",
		Why:      "Whoever has the old address built in fails when it closes.",
		Cite:     "RFC 8414 section 3",
		Gate:     "Nobody calls the old address.",
		Rollback: "Call the old address.", Cost: "Nothing: both answer."}
	clients := k.step(move)
	move.ID, move.Who, move.Takes, move.Waits = "move-services", Services, []Term{k.services()}, []Wait{{After: clients - 1}}
	services := k.step(move)
	remembered := k.extra("validation.jwks.cache", "remembered metadata and keys")
	k.step(Step{ID: "close", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()},
		Waits:    []Wait{{After: clients, Terms: remembered}, {After: services, Terms: remembered}},
		Do:       "Close the old address.",
		Why:      "Everybody has moved, and copies of the old metadata have run out.",
		Rollback: "Open it again.", Cost: "Callers fail in the meantime."})
}
