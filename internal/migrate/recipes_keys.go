package migrate

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/specs"
)

// sets are the key sets that the changes are about, as paths; all signing sets where they name none.
func (k *maker) sets() []string {
	var out []string
	for _, c := range k.m.Changes {
		if parts := strings.Split(c.Path, "."); len(parts) > 4 && strings.HasPrefix(c.Pattern, "issuers.*.keys.*.") {
			out = append(out, strings.Join(parts[:4], "."))
		}
	}
	if len(out) == 0 {
		for i := range k.new.Issuers.Entries {
			e := &k.new.Issuers.Entries[i]
			for j := range e.V.Keys.Entries {
				if set := &e.V.Keys.Entries[j]; !set.V.Use.IsSet() || set.V.Use.V == specs.KeyUseSign {
					out = append(out, "issuers."+e.ID+".keys."+set.ID)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// signed are the tokens that key sets sign, in either policy.
func (k *maker) signed(sets []string) []string {
	var out []string
	for _, p := range []*specs.Policy{k.old, k.new} {
		for _, set := range sets {
			for _, token := range k.signedBy(p, set) {
				if !slices.Contains(out, token) {
					out = append(out, token)
				}
			}
		}
	}
	return out
}

// promised is the larger of what is needed and what the policy promises to those who rely on it.
func (k *maker) promised(sets []string, key, text string, needed ...Term) []Term {
	for _, set := range sets {
		if t, ok := k.length(set+"."+key, text); ok && t.Sure == Known && t.D > sum(needed) && !slices.ContainsFunc(needed, func(n Term) bool { return n.Sure != Known }) {
			t.Text += "; " + sum(needed).String() + " would do"
			needed = []Term{t}
		}
	}
	return needed
}

// signingAlgorithm: everybody who verifies knows both, then the new key is published, then it signs, then the old one goes.
func signingAlgorithm(k *maker) {
	var came, went []string
	first := false
	for _, c := range k.m.Changes {
		if c.Kind != diff.Removed && c.New.State == specs.Set && (c.Rule == "signing-algorithm" || c.Kind == diff.Added) {
			came = append(came, c.New.Text)
		}
		if c.Kind != diff.Added && c.Old.State == specs.Set && (c.Rule == "signing-algorithm" || c.Kind == diff.Removed) {
			went = append(went, c.Old.Text)
		}
		first = first || c.Rule == "signing-algorithm"
	}
	slices.Sort(came)
	slices.Sort(went)
	came, went = slices.Compact(came), slices.Compact(went)
	kept := func(alg string) bool {
		return slices.ContainsFunc(k.sets(), func(set string) bool { return k.has(set+".algorithms", alg) })
	}
	stays := len(went) > 0 && !slices.ContainsFunc(went, func(alg string) bool { return !kept(alg) })
	sets := k.sets()
	tokens := k.signed(sets)
	age := k.copyAge(sets)
	var ready []Wait // everybody who verifies knows the new algorithm
	if len(came) > 0 {
		const why = "A verifier that does not know an algorithm refuses the token, and one that is strict about key sets may refuse the whole set."
		const cite, cost = "RFC 8725 section 3.1; RFC 7517 section 5", "Nothing: no token is signed with it yet."
		undo := "Take " + quoted(came) + " off the lists of accepted algorithms."
		both := "Accept " + quoted(came) + " beside " + orNothing(quoted(went)) + " in every "
		ready = append(ready, Wait{After: k.step(Step{ID: "accept", Who: Services, Stage: specs.StageOptional, Takes: []Term{k.services()},
			Do: both + "service.", Why: why, Cite: cite,
			Gate:     "Each service takes a test token that is signed with " + quoted(came) + ".",
			Rollback: undo, Cost: cost})})
		if slices.ContainsFunc(tokens, func(id string) bool { return k.is(id, specs.IDToken) }) { // clients verify these
			ready = append(ready, Wait{After: k.step(Step{ID: "accept-clients", Who: Clients, Stage: specs.StageOptional, Takes: []Term{k.clients()}, Waits: []Wait{{After: Start}},
				Do: both + "client that reads ID tokens.", Why: why, Cite: cite,
				Gate:     "Each client takes a test ID token that is signed with " + quoted(came) + ".",
				Rollback: undo, Cost: cost})})
		}
	}
	if first || len(came) > 0 && slices.ContainsFunc(k.m.Changes, func(c *diff.Change) bool { return strings.HasPrefix(c.Pattern, "issuers.") }) {
		k.step(Step{ID: "publish", Who: Operators, Stage: specs.StageOptional, Takes: []Term{k.rollout()}, Waits: ready,
			Do:       "Publish the " + quoted(came) + " key in the key set; go on signing as before.",
			Why:      "A key has to be in every copy of the key set before it signs.",
			Cite:     "RFC 7517 section 5; OpenID Connect Core 1.0 section 10.1.1",
			Rollback: "Take the key out of the key set.", Cost: "Nothing: it signed nothing."})
	}
	signs := Start
	if first {
		signs = k.step(Step{ID: "sign", Who: Operators, Stage: specs.StageDefault, Takes: []Term{k.rollout()},
			Waits:    k.after(k.promised(sets, "publish_ahead", "publish_ahead, which the policy promises", age)...),
			Do:       "Sign with " + quoted(came) + "; leave the old key in the key set.",
			Why:      "Copies of the key set from before the new key have run out by now.",
			Cite:     "OpenID Connect Core 1.0 section 10.1.1",
			Gate:     "No service refuses tokens for an unknown key or algorithm.",
			Rollback: "Sign with the old key again; keep the new one published until the last token that it signed has ended.",
			Cost:     "Nobody notices while the private half of the old key exists: both keys are published and accepted."})
	}
	if len(went) == 0 || stays {
		k.m.Title = "Have " + quoted(came) + " ready beside what signs now"
		if first {
			k.m.Title = "Sign with " + quoted(came) + " instead of " + quoted(went)
		}
		return
	}
	k.m.Title, k.m.Drops = "Stop using "+quoted(went), went
	if first {
		k.m.Title = "Sign with " + quoted(came) + " instead of " + quoted(went)
	}
	held := k.deleteAfter(sets)
	if signs != Start && len(held) > 0 {
		k.deleteKey([]Wait{{After: signs, Terms: held}})
	}
	last := signs
	if last == Start {
		last = len(k.m.Steps) - 1
	}
	withdraw := k.step(Step{ID: "withdraw", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()},
		Waits:    []Wait{{After: last, Terms: k.promised(sets, "keep_after", "keep_after, which the policy promises", append([]Term{k.figures.life(tokens, everywhere)}, k.skew()...)...)}},
		Do:       "Take the " + quoted(went) + " key out of the key set.",
		Why:      "The last token that it signed has ended by now, for the slowest clock too.",
		Cite:     "OpenID Connect Core 1.0 section 10.1.1; RFC 8725 section 3.1",
		Gate:     "No service has met a token with the old key for the life of a token.",
		Rollback: "Put the public half of the old key back into the key set.",
		Cost:     "None while services still accept " + quoted(went) + "."})
	if signs == Start || len(held) == 0 {
		k.deleteKey([]Wait{{After: withdraw}})
	}
	k.step(Step{ID: "gone", Who: Services, Waits: []Wait{{After: withdraw, Terms: []Term{age}}},
		Do:   "Take " + quoted(went) + " off the lists of accepted algorithms.",
		Why:  "No copy of the key set holds the old key any more, so that nothing it signs is accepted from here on.",
		Cite: "RFC 8725 section 3.1",
		Cost: "Signing with the old algorithm again is a migration of its own, from the first step on."})
}

// deleteAfter is how long the private half of a key is kept after it signed last, of some sets the longest; none where no
// policy says.
func (k *maker) deleteAfter(sets []string) []Term {
	var out []Term
	for _, set := range sets {
		t, ok := k.length(set+".delete_after", "delete_after, for which the private half is kept")
		if ok && (len(out) == 0 || t.Sure > out[0].Sure || t.Sure == out[0].Sure && t.D > out[0].D) {
			out = []Term{t}
		}
	}
	return out
}

// deleteKey: those who run the issuer hold the private half, and nobody else does.
func (k *maker) deleteKey(after []Wait) {
	k.step(Step{ID: "delete", Who: Operators, Waits: after,
		Do:   "Delete the private half of the old key, with its copies and backups.",
		Why:  "A key that signs nothing any more can only be stolen.",
		Cite: "NIST SP 800-57 Part 1 section 8.3.4",
		Cost: "The old key cannot sign again: going back needs a new key, published ahead."})
}

func orNothing(s string) string {
	if s == "" {
		return "what is accepted now"
	}
	return s
}

// has reports whether a list of the new policy has a value.
func (k *maker) has(path, value string) bool {
	part, ok := k.new.PartAt(strings.Split(path, "."), nil)
	return ok && slices.ContainsFunc(part.Items(), func(i specs.Item) bool { return i.Text == value })
}

// is reports whether a token of either policy is of a type.
func (k *maker) is(token string, kind specs.TokenType) bool {
	for _, p := range []*specs.Policy{k.old, k.new} {
		if t := p.Tokens.Get(token); t != nil && (t.Type.V == kind || specs.Has(t.AlsoServesAs, kind)) {
			return true
		}
	}
	return false
}

// keyRotation: what makes a rotation safer first, what relies on it when the old copies have run out.
func keyRotation(k *maker) {
	sets := k.sets()
	k.m.Title = "Rotate keys by other figures"
	k.step(Step{ID: "lengthen", Who: Operators, Stage: specs.StageOptional, Takes: []Term{k.rollout()},
		Do:       "Set the times that grow: publish keys earlier and keep them longer by the new figures, and give the key set the shorter of the two cache times.",
		Why:      "More notice harms nobody, and a shorter cache helps only after the copies that were made under the longer one.",
		Cite:     "RFC 9111 section 4.2",
		Rollback: "Set the old figures again.", Cost: "Nothing."})
	k.step(Step{ID: "fetch", Who: Services, Stage: specs.StageDefault, Takes: []Term{k.services()},
		Do:       "Fetch and keep the key set by the new figures in every service.",
		Why:      "A rotation is only as fast as the slowest copy of the key set.",
		Rollback: "Keep copies as before.", Cost: "Nothing while keys are still announced by the old figures."})
	k.step(Step{ID: "rely", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()}, Waits: k.after(k.copyAge(sets)),
		Do:       "Set the times that shrink, and rotate by the new figures from the next key on.",
		Why:      "Every copy that was made under the old figures has run out by now.",
		Cite:     "RFC 9111 section 4.2",
		Gate:     "No service asks for a key that it does not know.",
		Rollback: "Publish earlier and rotate less often again before the next key signs.", Cost: "Nothing if no key has signed by the new figures; else wait as for the first step."})
}
