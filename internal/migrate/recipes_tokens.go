package migrate

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/specs"
)

// senderBinding: services take both kinds of token, clients prove themselves, then unbound ones end.
func senderBinding(k *maker) {
	token := k.name()
	bound := func(p *specs.Policy) (string, bool) {
		list, _, _ := specs.Effective[specs.List[specs.Binding]](p, "tokens."+token+".binding", nil)
		for _, b := range list.Items {
			if !b.Optional.Or(false) && b.To.IsSet() {
				return string(b.To.V), true
			}
		}
		return "", false
	}
	how, is := bound(k.new)
	was, before := bound(k.old)
	cite := map[string]string{"dpop": "RFC 9449 sections 5 and 7.1", "mtls": "RFC 8705 section 3"}
	switch {
	case is:
		k.m.Title = "Bind the " + token + " token by " + how
		if before {
			k.m.Title += " instead of " + was
		}
		k.step(Step{ID: "accept", Who: Services, Stage: specs.StageOptional, Takes: []Term{k.services()},
			Do:       "Check the proof of a token that is bound by " + how + ", and go on taking " + unbound(was) + " tokens.",
			Why:      "A service that ignores the binding would take a stolen token; one that does not know it may refuse a good one.",
			Cite:     cite[how],
			Gate:     "Each service takes a bound token with its proof, and refuses one without.",
			Rollback: "Ignore proofs again.", Cost: "Nothing: no token is bound yet."})
		k.step(Step{ID: "offer", Who: Operators, Stage: specs.StageOptional, Takes: []Term{k.rollout()},
			Do:       "Bind a token where the client shows a proof, and say so in the metadata.",
			Why:      "Every service knows such tokens by now.",
			Cite:     cite[how],
			Rollback: "Ignore proofs at the token endpoint.", Cost: "Clients that hold bound tokens fetch new ones."})
		k.step(Step{ID: "prove", Who: Clients, Stage: specs.StageDefault, Takes: []Term{k.clients()},
			Do:       "Make a key, send proofs with every request for a token and with every call.",
			Why:      "A client that cannot prove itself gets nothing once binding is asked for.",
			Cite:     cite[how],
			Gate:     "Every client gets bound tokens, and no call fails for its proof.",
			Rollback: "Stop sending proofs; unbound tokens are still issued.", Cost: "The client fetches its tokens anew."})
		k.step(Step{ID: "require", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()},
			Do:       "Issue no " + token + " token without a proof.",
			Why:      "All clients send proofs.",
			Cite:     cite[how],
			Rollback: "Issue unbound tokens again, for one client at a time.", Cost: "Tokens that are issued so can be used by whoever copies them."})
		k.step(Step{ID: "refuse", Who: Services, Waits: k.after(append([]Term{k.life([]string{token})}, k.skew()...)...),
			Do:       "Refuse tokens that are not bound by " + how + ".",
			Why:      "The last unbound token has ended by now.",
			Cite:     cite[how],
			Gate:     "No unbound token has been seen for the life of a token.",
			Rollback: "Take both kinds again.", Cost: "None while it lasts; a stolen unbound token works again, if any is issued."})
	case before:
		k.m.Title = "Stop binding the " + token + " token"
		k.step(Step{ID: "accept", Who: Services, Stage: specs.StageOptional, Takes: []Term{k.services()},
			Do:       "Take unbound " + token + " tokens too; go on checking the proofs of bound ones.",
			Why:      "A service that insists on proofs refuses the first unbound token.",
			Cite:     cite[was],
			Rollback: "Insist on proofs again.", Cost: "Nothing: no token is unbound yet."})
		k.step(Step{ID: "unbind", Who: Operators, Stage: specs.StageDefault, Takes: []Term{k.rollout()},
			Do:       "Issue unbound tokens to those who send no proof.",
			Why:      "Every service takes them by now.",
			Rollback: "Ask for proofs again.", Cost: "Clients that stopped sending proofs get no tokens."})
		k.step(Step{ID: "refuse", Who: Services, Stage: specs.StageMandatory, Waits: k.after(append([]Term{k.life([]string{token})}, k.skew()...)...),
			Do:       "Take the check of proofs away.",
			Why:      "The last bound token has ended by now; until then the check kept stolen ones out.",
			Rollback: "Check proofs again.", Cost: "None for clients that still send them."})
	}
}

func unbound(was string) string {
	if was == "" {
		return "unbound"
	}
	return "those bound by " + was + " as good"
}

// tokenFormat: whoever reads or forwards the string can read both forms before the first new one is issued.
func tokenFormat(k *maker) {
	token := k.name()
	k.m.Title = "Build the " + token + " token in another way: " + quoted(k.came())
	who, notice := Services, k.services()
	if k.is(token, specs.IDToken) || k.is(token, specs.RefreshToken) {
		who, notice = Clients, k.clients()
	}
	k.step(Step{ID: "accept", Who: who, Stage: specs.StageOptional, Takes: []Term{notice},
		Do:       "Take both forms of the " + token + " token, wherever it is read, stored, matched or measured.",
		Why:      "A parser, a column or a proxy that knows the old form alone breaks on the first new string.",
		Cite:     "RFC 9068 section 4; RFC 6749 section 1.4",
		Gate:     "A test token of the new form passes every service.",
		Rollback: "Take the old form alone.", Cost: "Nothing: no token has the new form yet."})
	k.step(Step{ID: "issue", Who: Operators, Stage: specs.StageDefault, Takes: []Term{k.rollout()},
		Do:       "Issue the new form; go on answering for the old one, at introspection too.",
		Why:      "Everybody who meets the string can read both forms.",
		Gate:     "No service refuses a token as malformed.",
		Rollback: "Issue the old form again.", Cost: "Nothing: both are accepted."})
	k.step(Step{ID: "drop", Who: who, Stage: specs.StageMandatory, Waits: k.after(slices.Concat([]Term{k.life([]string{token})}, k.skew(), k.verdicts())...),
		Do:       "Refuse the old form.",
		Why:      "The last token of the old form has ended by now, and no remembered verdict speaks of one.",
		Rollback: "Take both forms again.", Cost: "Nothing."})
}

// lifetime: shorter lives need clients that renew in time; longer ones need a memory that reaches as far.
func lifetime(k *maker) {
	token := k.name()
	was, _ := longestIn(k.old, token, k.concerns(token))
	is, ok := longestIn(k.new, token, k.concerns(token))
	stronger := !slices.ContainsFunc(k.m.Changes, func(c *diff.Change) bool { return c.Rule == "lifetime" && c.Direction() != diff.Less })
	if ok && was != is {
		stronger = is < was
	}
	if stronger {
		k.m.Title = "Let the " + token + " token live shorter"
		k.step(Step{ID: "adapt", Who: Clients, Stage: specs.StageOptional, Takes: []Term{k.clients()},
			Do:       "Renew by the life that each answer states, in good time and once, and treat the end as normal.",
			Why:      "A client with the old life built in fails in the middle of its work.",
			Cite:     "RFC 6749 sections 4.2.2 and 5.1",
			Gate:     "Clients renew before the end, and rate limits hold with as many renewals as the new life brings.",
			Rollback: "Keep the old version of the client.", Cost: "Nothing: the old life is still issued."})
		k.step(Step{ID: "shorten", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()},
			Do:       "Issue tokens with the shorter life.",
			Why:      "Clients renew in time.",
			Gate:     "The rate of renewals and of refusals for expiry is what the new life explains.",
			Rollback: "Issue the longer life again.", Cost: "Tokens with the longer life work until their end, whatever happens."})
		k.step(Step{ID: "hold", Who: Operators, Waits: k.after(append([]Term{k.life([]string{token})}, k.skew()...)...),
			Do:   "Count on the shorter life: shorten what was kept for the longer one, such as entries of the denylist and old keys.",
			Why:  "The last token with the longer life has ended by now.",
			Cost: "Entries that were dropped are gone: a revoked token with a longer life would work again."})
		return
	}
	k.m.Title = "Let the " + token + " token live longer"
	k.step(Step{ID: "remember", Who: Operators, Stage: specs.StageOptional, Takes: []Term{k.rollout()},
		Do:       "Keep entries of the denylist, old keys and records of families for as long as the longer life asks for.",
		Why:      "A revoked token must not outlive the memory of its revocation, nor a good one its key.",
		Cite:     "RFC 7009 section 2.1; OpenID Connect Core 1.0 section 10.1.1",
		Rollback: "Keep them for as long as before.", Cost: "Nothing: no token has the longer life yet."})
	k.step(Step{ID: "lengthen", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()},
		Do:       "Issue tokens with the longer life.",
		Why:      "All that has to be remembered is remembered for long enough.",
		Rollback: "Issue the shorter life again; keep the longer memory for the longest life that was issued.",
		Cost:     "Tokens with the longer life work until their end: a stolen one for as long as it says."})
}

// longestIn is the longest life of a token in one policy for some choices; ok is false where it has no end or none is stated.
func longestIn(p *specs.Policy, token string, choices []diff.Choice) (specs.Duration, bool) {
	f := &figures{old: p, new: p}
	t, ok := f.lifeOf(token, choices)
	return t.D, ok && t.Sure == Known
}

// claims: nobody reads what goes before it goes, and nobody relies on what comes before every token has it.
func claims(k *maker) {
	token := k.name()
	var came, went, other []string
	for _, c := range k.m.Changes {
		name := strings.TrimPrefix(c.Path, "tokens."+token+".claims.")
		name, _, _ = strings.Cut(name, ".")
		if c.Rule == "subject" {
			name = "sub"
		}
		switch {
		case c.Rule == "claim" && (c.Kind == diff.Added || c.Kind == diff.Stated):
			came = append(came, name)
		case c.Rule == "claim" && (c.Kind == diff.Removed || c.Kind == diff.Unstated):
			went = append(went, name)
		case !slices.Contains(other, name):
			other = append(other, name)
		}
	}
	parts := []string{}
	for _, p := range []struct {
		word  string
		names []string
	}{{"with ", came}, {"without ", went}, {"with another ", other}} {
		if len(p.names) > 0 {
			parts = append(parts, p.word+quoted(p.names))
		}
	}
	k.m.Title, k.m.Drops = "Issue the "+token+" token "+strings.Join(parts, ", "), went
	who, notice := Services, k.services()
	if k.is(token, specs.IDToken) {
		who, notice = Clients, k.clients()
	}
	if len(came) > 0 || len(other) > 0 {
		k.step(Step{ID: "allow", Who: who, Stage: specs.StageOptional, Takes: []Term{notice},
			Do:       "Read tokens with and without " + quoted(append(slices.Clone(came), other...)) + ", in the old form and in the new one.",
			Why:      "A reader that is strict about claims fails on the first token that differs.",
			Cite:     "RFC 7519 section 4; RFC 9068 section 2.2",
			Rollback: "Read the old form alone.", Cost: "Nothing: no token differs yet."})
		k.step(Step{ID: "issue", Who: Operators, Stage: specs.StageDefault, Takes: []Term{k.rollout()},
			Do:       "Put " + quoted(append(slices.Clone(came), other...)) + " into new tokens; leave what was there.",
			Why:      "Every reader can cope.",
			Gate:     "No reader refuses a token for its content.",
			Rollback: "Leave it out again.", Cost: "Readers that use it already do without."})
		k.step(Step{ID: "rely", Who: who, Stage: laterMandatory(went), Waits: k.after(slices.Concat([]Term{k.life([]string{token})}, k.skew(), k.verdicts())...),
			Takes:    takesIf(len(went) > 0, notice),
			Do:       "Rely on " + quoted(append(slices.Clone(came), other...)) + afterWords(went) + ".",
			Why:      "The last token without it has ended by now.",
			Rollback: "Do without it again.", Cost: "Nothing while the old claims are still there."})
	} else {
		k.step(Step{ID: "leave", Who: who, Stage: specs.StageOptional, Takes: []Term{notice},
			Do:       "Stop reading " + quoted(went) + ".",
			Why:      "A reader that needs it refuses, or takes for empty, the first token without it.",
			Cite:     "RFC 7519 section 4",
			Gate:     "A test token without it passes every reader.",
			Rollback: "Read it again.", Cost: "Nothing: it is still there."})
	}
	if len(went) > 0 {
		k.step(Step{ID: "drop", Who: Operators, Stage: specs.StageMandatory, Takes: []Term{k.rollout()},
			Do:       "Leave " + quoted(went) + " out of new tokens.",
			Why:      "Nobody reads it any more.",
			Gate:     "No reader refuses a token for its content.",
			Rollback: "Put it in again.", Cost: "Tokens that were issued without it stay without it until they end."})
	}
}

func laterMandatory(went []string) specs.StageState {
	if len(went) > 0 {
		return specs.StageDefault
	}
	return specs.StageMandatory
}

func takesIf(really bool, t Term) []Term {
	if really {
		return []Term{t}
	}
	return nil
}

func afterWords(went []string) string {
	if len(went) == 0 {
		return ""
	}
	return ", and stop reading " + quoted(went)
}
