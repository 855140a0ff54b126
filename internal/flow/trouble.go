package flow

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/specs"
)

// stepUps makes a flow for each operation that asks for more authentication than a token may stand for.
func (m *maker) stepUps() {
	if m.p.Operations.Len() == 0 {
		return
	}
	pl := plan{kind: KindStepUp, id: []string{"step", "up"}, title: "Step-up",
		about: "A call needs a stronger or fresher sign-in than the token stands for (RFC 9470).",
		axis:  byOperation, lane: subject, base: m.selection()}
	pl.draw = func(s *sketch) { s.stepUp(s.sel[byOperation]) }
	m.behave(pl, m.p.Operations.IDs())
}

func (s *sketch) stepUp(operation string) {
	base := "operations." + operation
	acr := val[specs.ACRID](s, base+".acr")
	age := s.span(base + ".max_age")
	if !acr.IsSet() && age == "" {
		return
	}
	if rs := val[specs.ResourceID](s, base+".resource"); rs.IsSet() {
		s.called[resource] = s.title("resource_servers."+string(rs.V), string(rs.V))
	}
	var want, with []string
	state := specs.TokenStaleAuthentication
	if acr.IsSet() {
		state = specs.TokenWeakAuthentication
		value := val[string](s, "acr_values."+string(acr.V)+".value")
		want = append(want, "acr_values="+value.Or(string(acr.V)))
		with = vals[string](s, "acr_values."+string(acr.V)+".methods")
	}
	if age != "" {
		want = append(want, "max_age of "+age)
	}
	asked := strings.Join(want, ", ")
	name := s.laneName(subject)
	s.say(client, resource, name)
	s.act(resource, "is the sign-in behind the token strong and fresh enough?")
	r := s.refusalFor(specs.SurfaceResource, state, "")
	enough := func() {
		s.answer(resource, client, "what was asked for")
	}
	s.group(draw.Alt,
		way{label: "yes", draw: enough},
		way{label: "no", failed: true, draw: func() {
			s.refuse(resource, client, r.wire+" with "+asked)
			if r.then != "" {
				s.act(client, r.then)
			}
			s.say(client, server, "through the browser: "+s.endpoint("authorization")+" "+asked)
			s.say(server, person, plus(": ", "asks for more", strings.Join(with, ", ")))
			s.answer(person, server, "authenticates")
			s.answer(server, client, "new tokens")
			s.say(client, resource, name+", again")
			enough()
		}},
	)
	if life := get[specs.Lifetime](s, base+".lifetime"); life.Stated() {
		s.note(client, "A token for this alone: "+s.lifetime(&life))
	}
}

// fallbacks are the behaviours while a part is down.
var fallbacks = map[specs.FallbackAction]string{
	specs.FallbackRefuse: "calls are refused", specs.FallbackUseCache: "remembered answers are used", specs.FallbackVerifyLocally: "tokens are checked without it",
	specs.FallbackQueue: "work is queued", specs.FallbackReadOnly: "reading goes on, changes are refused", specs.FallbackDegrade: "a part of the function is off",
	specs.FallbackFailover: "another site takes over", specs.FallbackExtend: "tokens that expire meanwhile are still taken",
	specs.FallbackAllow: "calls are let through unchecked",
}

// outages makes one flow of all parts that can be down: one branch for each, so that they can be compared.
func (m *maker) outages() {
	pl := plan{kind: KindOutage, failing: true, id: []string{"outage"}, title: "Parts that are down",
		about: "What calls and renewals meet while a part of the system is down.",
		axis:  specs.AxisClient, lane: client, base: m.selection()}
	pl.draw = func(s *sketch) { s.outage() }
	m.behave(pl, nil)
}

// maxBranches keeps a picture of many parts readable.
const maxBranches = 20

func (s *sketch) outage() {
	var ways []way
	for _, id := range s.p.Validation.Unavailable.IDs() {
		base := "validation.unavailable." + id
		then := val[specs.FallbackAction](s, base+".then")
		if !then.Stated() {
			continue
		}
		ways = append(ways, way{label: "a service does not reach " + helper(id), failed: closed(then.V), draw: func() {
			s.say(client, resource, "call")
			s.act(resource, s.fallback(then)+s.spanOr(base+".cache_at_most", ", at most ", " old", ""))
			status := val[specs.Status](s, base+".status")
			switch {
			case status.IsSet() && then.V == specs.FallbackUseCache:
				s.refuse(resource, client, decimal(int(status.V))+" if nothing is remembered")
			case status.IsSet() && then.V != specs.FallbackRefuse:
				s.refuse(resource, client, decimal(int(status.V))+" if that fails")
			case status.IsSet():
				s.refuse(resource, client, decimal(int(status.V)))
			case then.V == specs.FallbackRefuse:
				s.refuse(resource, client, s.refusalFor(specs.SurfaceResource, specs.TokenUnverifiable, "").wire)
			}
		}})
	}
	for _, id := range s.p.Outages.IDs() {
		base := "outages." + id
		then := val[specs.FallbackAction](s, base+".then")
		of := val[string](s, base+".of")
		ways = append(ways, way{label: human(of.Or(id)) + " is down", failed: closed(then.V), draw: func() {
			s.note(server, upper(s.fallback(then)+s.spanOr(base+".for", ", for at most ", "", "")))
			if q := val[specs.Prose](s, base+".queue"); q.IsSet() {
				s.act(client, "queued: "+s.prose(q.V, 100))
			}
			if u := val[specs.Prose](s, base+".users_see"); u.IsSet() {
				s.say(client, person, "what users see: "+s.prose(u.V, 100))
			}
		}})
	}
	if more := len(ways) - maxBranches; more > 0 {
		ways = append(ways[:maxBranches], way{label: "more parts", draw: func() {
			s.note(client, decimal(more)+" more parts are stated in the policy")
		}})
	}
	s.group(draw.Alt, ways...)
}

// helper is what a service needs to judge a token, in words.
func helper(id string) string {
	switch id {
	case "jwks":
		return "the key set"
	case "denylist":
		return "the denylist"
	case "introspection":
		return "the introspection endpoint"
	}
	return human(id)
}

// closed reports whether a behaviour refuses what would have been allowed.
func closed(f specs.FallbackAction) bool {
	return f == specs.FallbackRefuse || f == specs.FallbackReadOnly
}

func (s *sketch) fallback(then specs.Value[specs.FallbackAction]) string {
	switch then.State {
	case specs.Set:
		return fallbacks[then.V]
	case specs.None:
		return "nothing is arranged: stated none"
	case specs.Undecided:
		return "what happens is " + undecided
	case specs.Silent:
	}
	return "what happens is " + unspecified
}
