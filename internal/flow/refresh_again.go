package flow

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/specs"
)

// again draws what a repeated request gets: after a lost response, from a second tab, and too late.
func (s *sketch) again(token string) []way {
	base := "tokens." + token + ".rotation"
	mode := peek[specs.Value[specs.RotationMode]](s, base+".mode")
	if !mode.IsSet() {
		return nil
	}
	path := base + ".previous"
	prev := peek[specs.Previous](s, path)
	dead := prev.State == specs.None || prev.Lifetime.State == specs.None || prev.Lifetime.TTL.State == specs.None
	late := way{label: "it was superseded, and its grace is over", failed: true, draw: func() { s.late(token) }}
	if dead {
		late.label = "it was superseded: a lost response or a second tab looks the same as theft"
		return []way{late}
	}
	within := way{label: "it was superseded, but its grace runs: a lost response, a second tab", draw: func() {
		answer := val[specs.Answer](s, path+".answers")
		switch {
		case answer.V == specs.AnswerRefuse || answer.V == specs.AnswerReuse:
			r := s.refusalFor(specs.SurfaceToken, specs.TokenSuperseded, token)
			s.refuse(server, client, r.wire+": "+answers[answer.V])
		case answer.IsSet():
			s.answer(server, client, "200 with "+answers[answer.V])
		default:
			s.answer(server, client, "answer "+unspecified)
		}
	}}
	if prev.Lifetime.TTL.Fixed.IsSet() && prev.Lifetime.TTL.Fixed.V.Kind == specs.Unchanged {
		within.label = "it was superseded: it still works"
		return []way{within}
	}
	reuse := peek[specs.Reuse](s, base+".on_reuse")
	ways := []way{within}
	if !prev.Lifetime.Stated() {
		ways[0].label = "it was superseded: whether it has a grace is " + unspecified
		if !reuse.Stated() {
			return ways
		}
	}
	if c := val[specs.Answer](s, base+".concurrent"); c.IsSet() {
		ways = append(ways, way{label: "two requests at the same moment", draw: func() {
			s.answer(server, client, "the second gets "+answers[c.V])
		}})
	}
	return append(ways, late)
}

// late draws the short form of a detected reuse; the flow of its own tells the rest.
func (s *sketch) late(token string) {
	base := "tokens." + token + ".rotation.on_reuse"
	texts, state := s.kills(base + ".kill")
	switch {
	case len(texts) > 0:
		s.act(server, "ends "+several(texts, 3))
	case state == specs.None:
		s.note(server, "Nothing dies")
	default:
		s.note(server, "What dies: "+unspecified)
	}
	s.refuse(server, client, s.reuseRefusal(token).wire)
}

// reuseRefusal is what the caller gets who shows a superseded token too late.
func (s *sketch) reuseRefusal(token string) refusal {
	base := "tokens." + token + ".rotation.on_reuse"
	var r refusal
	if id := val[specs.CauseID](s, base+".error"); id.IsSet() {
		r = s.refusalByID(string(id.V))
	} else {
		r = s.refusalFor(specs.SurfaceToken, specs.TokenReused, token)
	}
	if then := val[specs.ClientAction](s, base+".then"); then.IsSet() {
		r.action, r.then = then.V, does(then.V)
	}
	return r
}

// retries draws how failed requests are repeated.
func (s *sketch) retries() {
	base := "client_strategy.retry"
	retry := peek[specs.Retry](s, base)
	timeout := s.spanOr("client_strategy.request_timeout", "no answer within ", "", "")
	if retry.State == specs.None {
		s.seen(base)
		s.note(client, plus("; ", upper(timeout), "no request is repeated"))
		return
	}
	attempts := val[specs.Int](s, base+".attempts")
	wait := ""
	if b := val[specs.Backoff](s, base+".backoff"); b.IsSet() {
		wait = human(string(b.V))
	}
	wait = plus(" ", wait, s.spanOr(base+".base", "from ", "", ""), s.spanOr(base+".cap", "to ", "", ""))
	if j := val[specs.Jitter](s, base+".jitter"); j.IsSet() {
		wait = plus(", ", wait, human(string(j.V))+" jitter")
	}
	var codes []string
	for _, c := range vals[specs.Status](s, base+".statuses") {
		codes = append(codes, decimal(int(c)))
	}
	status := ""
	if len(codes) > 0 {
		status = "status " + strings.Join(codes, ", ")
	}
	if s.yes(base + ".honor_retry_after") {
		wait = plus(", ", wait, "Retry-After wins")
	}
	if !attempts.IsSet() && wait == "" && status == "" {
		if timeout != "" {
			s.note(client, upper(timeout)+": "+unspecified)
		}
		return
	}
	label := plus(", or ", timeout, status)
	if label == "" {
		label = "no answer"
	}
	often := "repeats"
	if attempts.IsSet() {
		often += ", at most " + decimal(int(attempts.V)) + " times"
	}
	fresh := ""
	if s.yes("client_strategy.fresh_proof_per_retry") {
		fresh = ", each with a new proof"
	}
	s.group(draw.Opt, way{label: label, draw: func() {
		if wait != "" {
			s.act(client, "waits: "+wait)
		}
		s.say(client, server, often+fresh)
	}})
}

// otherRenewal draws renewal without a trade: in place, by minting, by a new sign-in.
func (s *sketch) otherRenewal(token string, r *specs.Renewal) {
	base := "tokens." + token
	s.due(token, r)
	name := s.token(token)
	life := s.life(base + ".lifetime")
	ask := "renews the " + name
	switch at := specs.Plain(r.Endpoints); {
	case len(at) > 0 && len(r.Grants.Items) > 0:
		ask = s.endpoint(string(at[0])) + " grant_type=" + grantType(r.Grants.Items[0].V)
	case len(at) > 0:
		ask = s.endpoint(string(at[0])) + ", " + name
	case len(r.Grants.Items) > 0:
		ask = s.endpoint("token") + " grant_type=" + grantType(r.Grants.Items[0].V)
	}
	with := ""
	if r.From.IsSet() {
		with = ", with " + s.thing(r.From.V)
	}
	switch {
	case r.By.V == specs.RenewInPlace:
		s.say(client, server, ask+with+s.credential())
		s.answer(server, client, "the same string, a new clock: "+life)
	case r.By.V == specs.RenewByMinting && s.p.Tokens.Get(token).MadeBy.IsSet():
		s.seen(base + ".made_by")
		s.act(client, "makes a new "+name+with)
		s.note(client, upper(name)+": "+life)
	case r.By.V == specs.RenewByMinting:
		s.say(client, server, ask+with+s.credential()+s.proof(token))
		s.answer(server, client, "a new "+name+": "+life)
	case r.By.V == specs.RenewByReauthenticating:
		s.say(client, person, "asks to sign in again")
		s.say(person, server, "authenticates")
		s.answer(server, client, "a new "+name+": "+life)
	}
	if r.Until.V == specs.RenewableAfterExpiry {
		s.note(server, "It can be renewed after its end too")
	}
	s.rotate(token)
	if s.strategic(token) {
		s.retries()
	}
}

// rotate draws rotation of a token that is not traded in at the token endpoint.
func (s *sketch) rotate(token string) {
	mode := val[specs.RotationMode](s, "tokens."+token+".rotation.mode")
	if !mode.Stated() {
		return
	}
	s.rotation(token, mode)
	if live := val[specs.Int](s, "tokens."+token+".rotation.live"); live.IsSet() {
		s.note(server, "The newest "+decimal(int(live.V))+" strings work side by side")
	}
}
