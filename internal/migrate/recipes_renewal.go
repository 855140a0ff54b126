package migrate

import (
	"github.com/tokenbook/tokenbook/specs"
)

// refreshRotation: rotation is turned on in three steps, so that no client is signed out for having kept the old string;
// it is turned off in two.
func refreshRotation(k *maker) {
	token := k.name()
	path := "tokens." + token + ".rotation"
	was, is := k.rotates(k.old, path), k.rotates(k.new, path)
	switch {
	case is && !was:
		k.rotationOn(token)
	case was && !is:
		k.rotationOff(token)
	case is && was:
		k.rotationOther(token)
	}
}

// rotates reports whether a token's string changes when it is used, or on a clock.
func (k *maker) rotates(p *specs.Policy, path string) bool {
	mode, _, ok := specs.Effective[specs.Value[specs.RotationMode]](p, path+".mode", nil)
	return ok && mode.IsSet()
}

func (k *maker) rotationOn(token string) {
	k.m.Title = "Turn on rotation of the " + token + " token"
	tolerate := k.step(Step{ID: "tolerate", Who: Operators, Stage: specs.StageOptional, Takes: []Term{k.rollout()},
		Do:       "Return a new string with each renewal, remember which string it replaced, and go on accepting the replaced one.",
		Why:      "Clients that ignore the new string lose nothing, and those that store it can be tried.",
		Cite:     "RFC 9700 section 4.14.2; RFC 6749 section 10.4",
		Rollback: "Return the same string again.", Cost: "Nothing: every string that was handed out still works."})
	k.m.Steps[tolerate].Waits = []Wait{{After: Start}}
	adopt := k.step(Step{ID: "adopt", Who: Clients, Stage: specs.StageDefault, Takes: []Term{k.clients()}, Waits: []Wait{{After: Start}},
		Do:       "Store the string that comes with each renewal in place of the one that was sent, before the new access token is used.",
		Why:      "A client that keeps the replaced string is signed out once replaced strings end.",
		Cite:     "RFC 6749 section 6; RFC 9700 section 4.14.2",
		Gate:     "No client renews with a replaced string any more, but within the grace.",
		Rollback: "Keep the old version of the client; both strings still work.", Cost: "Nothing."})
	k.step(Step{ID: "enforce", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()},
		Waits:    []Wait{{After: adopt, Terms: []Term{k.unused(token)}}, {After: tolerate}},
		Do:       "Refuse replaced strings after the grace" + k.graceText(token) + ", and end nothing else yet.",
		Why:      "A client that had thrown its new string away before it was mended has come back with the old one by now, and has stored the next.",
		Cite:     "RFC 9700 section 4.14.2",
		Gate:     "Refusals of replaced strings stay at what retries explain.",
		Rollback: "Accept replaced strings again.", Cost: "Clients that were refused meanwhile have to sign in again."})
	k.step(Step{ID: "react", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()},
		Do:       "Let the return of a replaced string have its consequence: " + k.consequence(token) + ".",
		Why:      "From here on every server refuses replaced strings, so that one that comes back after the grace is a copy.",
		Cite:     "RFC 9700 section 4.14.2",
		Gate:     "Each family that ends is looked at: was it a copy, or a client with a fault?",
		Rollback: "Switch the consequence off; refuse replaced strings without it.", Cost: "Families that ended stay ended; their users sign in again."})
	k.step(Step{ID: "hold", Who: Operators,
		Do:   "Count on it: a replaced string works no longer than the grace, and its return is noticed at every server.",
		Why:  "The last server of the issuer follows the policy by now.",
		Cite: "RFC 9700 section 4.14.2",
		Cost: "Turning rotation off again is a migration of its own."})
}

func (k *maker) graceText(token string) string {
	path := "tokens." + token + ".rotation.previous.lifetime"
	text, _, ok := k.new.EffectiveText(path, nil)
	if !ok || text == "" {
		return ""
	}
	return " of " + text
}

// consequence is what the new policy does when a replaced string comes back.
func (k *maker) consequence(token string) string {
	path := "tokens." + token + ".rotation.on_reuse"
	reuse, _, ok := specs.Effective[specs.Reuse](k.new, path, nil)
	if !ok || !reuse.Kill.Stated() || len(reuse.Kill.Items) == 0 {
		return "not specified by the policy under " + path
	}
	text, _, _ := k.new.EffectiveText(path+".kill", nil)
	return "what it kills is " + text
}

func (k *maker) rotationOff(token string) {
	k.m.Title = "Turn off rotation of the " + token + " token"
	k.step(Step{ID: "forgive", Who: Operators, Stage: specs.StageOptional, Takes: []Term{k.rollout()},
		Do:       "Take the consequence of a replaced string away; go on refusing it.",
		Why:      "Once strings no longer change, an answer to a lost request must not end a family.",
		Cite:     "RFC 9700 section 4.14.2",
		Rollback: "Switch the consequence on again.", Cost: "A copied string is refused and not noticed meanwhile."})
	k.step(Step{ID: "stop", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()},
		Do:       "Return the same string with each renewal; strings that were replaced before stay refused.",
		Why:      "Clients that store what comes back store the same string.",
		Cite:     "RFC 9700 section 4.14.2",
		Gate:     "Refresh tokens of public clients are bound to a key: one that is neither bound nor rotated may not be given to them.",
		Rollback: "Rotate again; the newest string of each family is the first of the new chain.", Cost: "Nothing."})
}

// rotationOther: how rotation works changes while it stays on. What makes the grace shorter waits for clients.
func (k *maker) rotationOther(token string) {
	k.m.Title = "Rotate the " + token + " token in another way"
	k.step(Step{ID: "adopt", Who: Clients, Stage: specs.StageOptional, Takes: []Term{k.clients()},
		Do:       "Follow the new rules in every client: one renewal at a time, the new string stored before anything else, a retry within the grace only.",
		Why:      "A client that relies on a longer grace, or on more than one string, is signed out.",
		Cite:     "RFC 9700 section 4.14.2",
		Rollback: "Keep the old version of the client.", Cost: "Nothing: what the new rules ask for works under the old ones."})
	k.step(Step{ID: "switch", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()},
		Do:       "Rotate by the new rules.",
		Why:      "The clients that come back are those that follow them.",
		Cite:     "RFC 9700 section 4.14.2",
		Gate:     "Refusals of replaced strings stay at what retries explain.",
		Rollback: "Rotate by the old rules again.", Cost: "Families that ended meanwhile stay ended."})
}
