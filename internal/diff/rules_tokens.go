package diff

import (
	"github.com/tokenbook/tokenbook/specs"
)

// effect is an effect in one line: on clients, on resource servers, on those who run the system, and why.
func effect(clients, services, operators Impact, why string) Effect {
	return Effect{clients, services, operators, why}
}

// lifetimesOf are the bounds of lifetimes at some paths.
func lifetimesOf(bound string, at ...string) []string {
	out := make([]string, len(at))
	for i := range at {
		out[i] = at[i] + "." + bound
	}
	return out
}

// lives are the lifetimes of what clients hold.
var lives = []string{"tokens.*.lifetime", "sessions.*.lifetime", "trust.*.lifetime", "operations.*.lifetime", "tokens.*.cross_device.*.lifetime", "timers.*"}

// anchors are the moments that a limit counts from, the earliest first.
var anchors = []string{"login", "session", "authorization", "consent", "grant", "family", "issue", "first_use"}

var tokenRules = []*Rule{
	{ID: "token", Of: []string{"tokens.*"},
		More: effect(Safe, Safe, Risky, "A type of token is new; nobody holds one yet, and it has to be issued, watched and revoked."),
		Less: effect(Breaking, Breaking, Risky, "A type of token is gone: who holds or accepts one is left without.")},
	{ID: "token-type", Of: []string{"tokens.*.type", "tokens.*.also_serves_as"},
		More:  effect(Safe, Safe, Safe, "The string serves a further purpose."),
		Less:  effect(Breaking, Breaking, Safe, "The string no longer serves a purpose that it had."),
		Other: effect(Breaking, Breaking, Risky, "The token is of another type, so that who used it as the old one is refused.")},
	{ID: "lifetime", Of: append(append([]string{"tokens.*.lifetime.**", "sessions.*.lifetime.**", "trust.*.lifetime.**", "operations.*.lifetime.**", "tokens.*.cross_device.*.lifetime.**", "timers.*", "timers.*.**"},
		lifetimesOf("ttl", "tokens.*.lifetime", "sessions.*.lifetime")...), lifetimesOf("idle", "tokens.*.lifetime", "sessions.*.lifetime")...),
		Less:  effect(Risky, Safe, Risky, "It ends sooner: clients renew or sign in earlier, and the issuer serves more requests."),
		More:  effect(Safe, Safe, Safe, "It lives longer, so that a stolen one works for longer."),
		Other: effect(Risky, Safe, Safe, "How its end is found differs."), Safer: Less, NoneIsMost: true},
	{ID: "lifetime-uses", Of: lifetimesOf("uses", lives...),
		Less:  effect(Risky, Safe, Safe, "It can be used less often; a client that repeats a request is refused."),
		More:  effect(Safe, Safe, Safe, "It can be used more often, by a thief too."),
		Other: effect(Risky, Safe, Safe, "How often it can be used differs."), Safer: Less, NoneIsMost: true},
	{ID: "lifetime-ends-with", Of: lifetimesOf("ends_with", lives...),
		More:  effect(Risky, Safe, Safe, "It ends with something more, which may come while a client still counts on it."),
		Less:  effect(Safe, Safe, Safe, "Something no longer ends it."),
		Other: effect(Risky, Safe, Safe, "It ends with something else."), Safer: More},
	{ID: "lifetime-reported", Of: lifetimesOf("reported.**", lives...),
		Other: effect(Risky, Safe, Safe, "Clients are told another life than before, and plan their renewals by it."), Neutral: true},
	{ID: "lifetime-anchor", Of: lifetimesOf("absolute.from", lives...),
		Less:  effect(Risky, Safe, Safe, "The limit counts from an earlier moment, so that it ends sooner."),
		More:  effect(Safe, Safe, Safe, "The limit counts from a later moment, so that it ends later."),
		Other: effect(Risky, Safe, Safe, "The limit counts from another moment."), Ranks: anchors, Safer: Less},
	{ID: "lifetime-reset", Of: []string{"tokens.*.lifetime.ttl.reset_by", "tokens.*.lifetime.idle.reset_by", "sessions.*.lifetime.ttl.reset_by", "sessions.*.lifetime.idle.reset_by"},
		More:  effect(Safe, Safe, Safe, "A further event starts the time anew, so that it can live longer."),
		Less:  effect(Risky, Safe, Safe, "An event no longer starts the time anew, so that it ends sooner."),
		Other: effect(Risky, Safe, Safe, "Other events start the time anew."), Safer: Less},
	{ID: "lifetime-reset-pause", Of: []string{"tokens.*.lifetime.ttl.reset_at_most_every", "tokens.*.lifetime.idle.reset_at_most_every", "sessions.*.lifetime.ttl.reset_at_most_every", "sessions.*.lifetime.idle.reset_at_most_every"},
		Other: effect(Safe, Safe, Safe, "How precisely use is recorded differs."), Neutral: true},
	{ID: "offline-limit", Of: []string{"tokens.*.offline_limit"},
		Less:  effect(Risky, Safe, Safe, "A client that is out of contact loses the token sooner."),
		More:  effect(Safe, Safe, Safe, "The token survives a longer time without contact, and its revocation is noticed later."),
		Other: effect(Risky, Safe, Safe, "How long the token survives without contact differs."), NoneIsMost: true},
	{ID: "audience", Of: []string{"tokens.*.audiences", "tokens.*.audiences.**"},
		More:  effect(Safe, Safe, Safe, "The token works at one place more, so that a stolen one opens more."),
		Less:  effect(Breaking, Breaking, Safe, "The token no longer works at an audience that it was made for."),
		Other: effect(Breaking, Breaking, Safe, "Which audiences the token is made for differs."), Safer: Less},
	{ID: "token-scopes", Of: []string{"tokens.*.scopes"},
		More:  effect(Safe, Safe, Safe, "The token can carry one scope more."),
		Less:  effect(Breaking, Risky, Safe, "The token can no longer carry a scope that calls need."),
		Other: effect(Risky, Risky, Safe, "Which scopes the token can carry differs."), Safer: Less},
	{ID: "token-format", Of: []string{"tokens.*.format.**"},
		Other: effect(Risky, Breaking, Safe, "The string is built differently: who looks inside or decides by its look has to change."), Neutral: true},
	{ID: "token-format-note", Of: []string{"tokens.*.format.opaque_to", "tokens.*.format.chosen_by"},
		More:  effect(Risky, Risky, Safe, "A party that could look inside must not any more."),
		Less:  effect(Safe, Safe, Safe, "A party may look inside that could not."),
		Other: effect(Risky, Risky, Safe, "Who may look inside or choose the version differs.")},
	{ID: "token-shape", Of: []string{"tokens.*.match.**", "tokens.*.parts", "tokens.*.parts.**"},
		Other: effect(Risky, Risky, Risky, "Strings look different: storage, secret scanners and patterns that know the old look miss them."), Neutral: true},
	{ID: "token-length", Of: []string{"tokens.*.match.max_length"},
		More:  effect(Risky, Risky, Safe, "Strings can be longer than the space that was made for them."),
		Less:  effect(Safe, Safe, Safe, "Strings are shorter than they could be."),
		Other: effect(Risky, Risky, Safe, "How long strings can be differs."), SilentIs: More, Neutral: true},
	{ID: "token-issuers", Of: []string{"tokens.*.issuers", "clients.*.issuers"},
		More:  effect(Safe, Risky, Safe, "Another issuer hands it out, whose keys verifiers need."),
		Less:  effect(Breaking, Safe, Safe, "An issuer no longer hands it out."),
		Other: effect(Risky, Risky, Safe, "Which issuers hand it out differs.")},
	{ID: "made-by", Of: []string{"tokens.*.made_by"},
		Other: effect(Risky, Risky, Risky, "Somebody else makes the token.")},
	{ID: "issued", Of: []string{"tokens.*.issued", "tokens.*.issued.*", "tokens.*.issued.*.grant", "tokens.*.issued.*.at", "tokens.*.issued.*.from"},
		More:  effect(Safe, Safe, Safe, "There is one more way to get the token."),
		Less:  effect(Breaking, Safe, Safe, "A way to get the token is gone."),
		Other: effect(Breaking, Safe, Safe, "The token is got in another way.")},
	{ID: "issued-to", Of: []string{"tokens.*.issued.*.to"},
		More:  effect(Safe, Safe, Safe, "One more client gets the token."),
		Less:  effect(Breaking, Safe, Safe, "A client no longer gets the token."),
		Other: effect(Risky, Safe, Safe, "Which clients get the token differs."), Safer: Less},
	{ID: "issued-on-condition", Of: []string{"tokens.*.issued.*.requires", "tokens.*.needs", "tokens.*.cross_device.*.requires", "tokens.*.issued.*.trust"},
		More:  effect(Breaking, Safe, Safe, "There is one more condition; who does not meet it gets no token."),
		Less:  effect(Safe, Safe, Safe, "A condition is gone, so that the token is easier to get."),
		Other: effect(Breaking, Safe, Safe, "The conditions differ."), Safer: More},
	{ID: "issued-times", Of: []string{"tokens.*.issued.*.times"},
		Less:  effect(Risky, Safe, Safe, "The trade is possible less often; a repeated request is refused."),
		More:  effect(Safe, Safe, Safe, "The trade is possible more often, for a thief too."),
		Other: effect(Risky, Safe, Safe, "How often the trade is possible differs."), Safer: Less, NoneIsMost: true},
	{ID: "claim", Of: []string{"tokens.*.claims", "tokens.*.claims.*", "tokens.*.claims.*.members.*", "tokens.*.claims.*.members.*.**"},
		More:  effect(Safe, Safe, Safe, "The token carries one claim more."),
		Less:  effect(Risky, Breaking, Safe, "A claim is gone that readers of the token may rely on."),
		Other: effect(Risky, Breaking, Safe, "A claim differs that readers of the token may rely on."), Adjust: readers},
	{ID: "claim-presence", Of: []string{"tokens.*.claims.*.present"},
		More:  effect(Safe, Safe, Safe, "The claim is there more often."),
		Less:  effect(Risky, Breaking, Safe, "The claim can be missing where it was not."),
		Other: effect(Risky, Risky, Safe, "When the claim is there differs."), Ranks: []string{"never", "null", "maybe", "always"}, Adjust: readers},
	{ID: "claim-value", Of: []string{"tokens.*.claims.*.value", "tokens.*.claims.*.needs", "tokens.*.header", "tokens.*.header.*"},
		More:  effect(Safe, Safe, Safe, "A header member is new."),
		Less:  effect(Risky, Risky, Safe, "A header member is gone."),
		Other: effect(Risky, Risky, Safe, "Readers that compare it find another value."), Adjust: readers},
	{ID: "claim-type", Of: []string{"tokens.*.claims.*.type"},
		Other: effect(Risky, Breaking, Safe, "The claim has another type, which parsers refuse or misread."), Adjust: readers},
	{ID: "claim-personal", Of: []string{"tokens.*.claims.*.personal_data"},
		More:  effect(Safe, Safe, Risky, "The claim points at a person more directly than before."),
		Less:  effect(Safe, Safe, Safe, "The claim points at a person less directly than before."),
		Other: effect(Safe, Safe, Safe, "How directly the claim points at a person is said differently."), Safer: Less},
	{ID: "claim-readers", Of: []string{"tokens.*.claims.*.exposed", "tokens.*.claims.*.stored"},
		More:  effect(Safe, Safe, Risky, "The claim is read or kept by one party more."),
		Less:  effect(Safe, Safe, Safe, "The claim is read or kept by one party less."),
		Other: effect(Safe, Safe, Safe, "Who reads or keeps the claim differs."), Safer: Less},
	{ID: "claim-resources", Of: []string{"tokens.*.claims.*.resources"},
		More:  effect(Safe, Safe, Safe, "One more service is given the claim."),
		Less:  effect(Safe, Breaking, Safe, "A service is no longer given the claim."),
		Other: effect(Safe, Risky, Safe, "Which services are given the claim differs."), Safer: Less},
	{ID: "claim-words", Of: []string{"tokens.*.claims.*.sample", "tokens.*.claims.*.why"}, Words: true, Other: wordsRule.Other},
	{ID: "subject", Of: []string{"tokens.*.subject", "privacy.subject_identifiers"},
		Other: effect(Breaking, Breaking, Risky, "The same user has another identifier; what was stored under the old one is not found."),
		More:  effect(Breaking, Breaking, Risky, "The same user has another identifier, which tells less; what was stored under the old one is not found."),
		Less:  effect(Breaking, Breaking, Risky, "The same user has another identifier, which can be joined across services; what was stored under the old one is not found."),
		Ranks: []string{"public", "pairwise per_resource", "transient"}, Safer: More},
	{ID: "token-keys", Of: []string{"tokens.*.keys"},
		Other: effect(Risky, Risky, Risky, "Another key set signs the token; verifiers must know it before the first one comes.")},
	{ID: "encrypted", Of: []string{"tokens.*.encrypted"},
		More:  effect(Risky, Breaking, Risky, "The content is encrypted; readers without the key see nothing."),
		Less:  effect(Risky, Breaking, Safe, "The content is no longer encrypted; whoever holds the token can read it."),
		Other: effect(Risky, Breaking, Risky, "Whether the content is encrypted is said differently."), Safer: More},
	{ID: "entropy", Of: []string{"tokens.*.entropy", "tokens.*.entropy.**", "sessions.*.entropy", "sessions.*.entropy.**"},
		More:  effect(Safe, Safe, Safe, "The string is harder to guess."),
		Less:  effect(Safe, Safe, Safe, "The string is easier to guess."),
		Other: effect(Safe, Safe, Safe, "The string is made by another generator.")},
	{ID: "binding", Of: []string{"tokens.*.binding", "tokens.*.binding.*", "tokens.*.binding.*.to"},
		More:  effect(Breaking, Breaking, Risky, "The token needs a further proof: clients have to give it, and services to check it."),
		Less:  effect(Safe, Risky, Safe, "The token needs a proof less, so that a copy of it is worth more."),
		Other: effect(Breaking, Breaking, Risky, "What the token is bound to differs."), Safer: More},
	{ID: "binding-optional", Of: []string{"tokens.*.binding.*.optional"},
		More:  effect(Safe, Risky, Safe, "Tokens without the binding exist, so that a thief may use one of those."),
		Less:  effect(Breaking, Safe, Safe, "Tokens without the binding no longer exist; clients that cannot prove are refused."),
		Other: effect(Risky, Risky, Safe, "Whether the binding is optional is said differently."), Safer: Less},
	{ID: "binding-detail", Of: []string{"tokens.*.binding.*.in", "tokens.*.binding.*.observable", "tokens.*.binding.*.rolled_after", "tokens.*.binding.*.on_mismatch"},
		Other: effect(Risky, Safe, Safe, "A detail of the binding differs.")},
	{ID: "bound-to", Of: []string{"tokens.*.bound_to"},
		More:  effect(Risky, Safe, Safe, "The server ties the token to one party more; use beyond it is refused."),
		Less:  effect(Safe, Safe, Safe, "The server no longer ties the token to a party."),
		Other: effect(Risky, Safe, Safe, "What the server ties the token to differs.")},
	{ID: "cross-device", Of: []string{"tokens.*.cross_device", "tokens.*.cross_device.*", "tokens.*.cross_device.*.purpose"},
		More:  effect(Safe, Safe, Safe, "There is one more way to use the token elsewhere."),
		Less:  effect(Breaking, Safe, Safe, "A way to use the token elsewhere is gone."),
		Other: effect(Risky, Safe, Safe, "A way to use the token elsewhere serves another purpose."), Safer: Less},
	{ID: "delivery", Of: []string{"tokens.*.delivery", "tokens.*.delivery.*", "tokens.*.delivery.*.**"},
		More:  effect(Safe, Safe, Safe, "There is one more way in which the token arrives."),
		Less:  effect(Breaking, Safe, Safe, "The token no longer arrives where clients look for it."),
		Other: effect(Breaking, Safe, Safe, "The token arrives at another place.")},
	{ID: "transport", Of: []string{"tokens.*.transport", "tokens.*.transport.**"},
		More:  effect(Safe, Risky, Safe, "The token may stand at one place more in a request."),
		Less:  effect(Breaking, Risky, Safe, "The token may no longer stand where clients put it."),
		Other: effect(Breaking, Risky, Safe, "Where the token may stand in a request differs."), Ranks: []string{"path query fragment", "cookie form json", "header"}},
	{ID: "stored-as", Of: []string{"tokens.*.stored_as"},
		More:  effect(Safe, Safe, Risky, "The server keeps the token in a form that is harder to use when stolen."),
		Less:  effect(Safe, Safe, Risky, "The server keeps the token in a form that is easier to use when stolen."),
		Other: effect(Safe, Safe, Risky, "The server keeps the token in another form.")},
	{ID: "revocable", Of: []string{"tokens.*.revocable"},
		More:  effect(Risky, Safe, Safe, "The token can be ended before its time."),
		Less:  effect(Risky, Safe, Risky, "The token can no longer be ended before its time; its life is the only bound."),
		Other: effect(Risky, Safe, Safe, "Whether the token can be ended is said differently."), Safer: More},
	{ID: "token-record", Of: []string{"tokens.*.retention.**", "tokens.*.unused", "tokens.*.unused.**"},
		Other: effect(Safe, Safe, Risky, "What is kept of tokens, or how unused ones are treated, differs."), Neutral: true},
	{ID: "parents", Of: []string{"tokens.*.parents", "tokens.*.parents.**"},
		More:  effect(Risky, Safe, Safe, "The token dies with one thing more."),
		Less:  effect(Safe, Safe, Safe, "The token survives something that used to end it."),
		Other: effect(Risky, Safe, Safe, "What the token dies with differs."), Safer: More},
	{ID: "handles", Of: []string{"tokens.*.handles", "tokens.*.handles.**"},
		More:  effect(Safe, Safe, Risky, "A handle can do one thing more."),
		Less:  effect(Risky, Safe, Risky, "A handle is gone, or can do one thing less."),
		Other: effect(Risky, Safe, Safe, "A handle differs.")},
	{ID: "in-flight", Of: []string{"tokens.*.in_flight", "tokens.*.in_flight.**"},
		Other: effect(Risky, Risky, Safe, "Work in progress at the end of a token is treated differently.")},
	{ID: "risk", Of: []string{"tokens.*.risk", "tokens.*.risk.**", "scopes.*.sensitivity", "resource_servers.*.sensitivity", "operations.*.sensitivity"},
		Other: effect(Safe, Safe, Risky, "The harm of a stolen token is judged differently; controls may have to follow."), Neutral: true},
	{ID: "edge-case", Of: []string{"tokens.*.edge_cases", "tokens.*.edge_cases.**"},
		Other: effect(Safe, Safe, Safe, "An unusual situation is described differently."),
		Less:  effect(Safe, Safe, Safe, "An unusual situation is no longer described.")},
	{ID: "token-limits", Of: []string{"tokens.*.limits", "issuers.*.endpoints.*.limits"},
		More:  effect(Risky, Safe, Safe, "A further limit applies."),
		Less:  effect(Safe, Safe, Risky, "A limit no longer applies."),
		Other: effect(Risky, Safe, Safe, "Which limits apply differs."), Safer: More},
	{ID: "token-words", Of: []string{"tokens.*.title", "tokens.*.sample", "tokens.*.test"}, Words: true, Other: wordsRule.Other},
}

// wordsRule speaks of text for people.
var wordsRule = &Rule{ID: "words", Words: true, Other: effect(Safe, Safe, Safe, "Only words for readers differ.")}

// readers moves what a change of a claim breaks to those who read the token: clients read ID tokens, services the others.
func readers(c *comparer, d *difference, e *Effect) {
	if len(d.segments) > 1 && d.segments[0] == "tokens" && c.readByClients(d.segments[1]) {
		e.Clients, e.Services = max(e.Clients, e.Services), Safe
	}
}

// readByClients reports whether clients look inside a token.
func (c *comparer) readByClients(token string) bool {
	for _, p := range []*specs.Policy{c.a, c.b} {
		if t := p.Tokens.Get(token); t != nil && (t.Type.V == specs.IDToken || t.Type.V == specs.LogoutToken) {
			return true
		}
	}
	return false
}
