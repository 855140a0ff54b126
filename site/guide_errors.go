package site

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// StrategyOf is how one client keeps its session alive.
func (v *View) StrategyOf(client string) *specs.ClientStrategy {
	return lookUp[specs.ClientStrategy](v.Doc, "client_strategy", specs.Selection{specs.AxisClient: client})
}

func (b *builder) guideFunctions() map[string]any {
	return map[string]any{"dueOf": b.dueOf, "doesOf": b.doesOf, "wireOf": wireOf}
}

// dueOf says for each access token of a client at what age its renewal begins, where the policy settles it.
func (b *builder) dueOf(s *specs.ClientStrategy, tokens []Item[specs.Token], client string) Markdown {
	sel := specs.Selection{specs.AxisClient: client}
	var parts []any
	for _, t := range tokens {
		life := lookUp[specs.Lifetime](b.policy, "tokens."+t.ID+".lifetime", sel)
		if t.V.Type.Or("") != specs.AccessToken || !s.RefreshAt.Remaining.IsSet() {
			continue
		}
		r, ok := analysis.AmountRange(b.policy, &life.TTL, sel)
		if !ok || r.Default.Kind != specs.Finite {
			continue
		}
		left := max(s.RefreshAt.Remaining.V.Apply(r.Default.D), s.RefreshAt.AtLeast.Or(0))
		if left < r.Default.D {
			parts = append(parts, b.join(" ", b.refer("token", t.ID), "after "+(r.Default.D-left).Words()))
		}
	}
	return b.join(", ", parts...)
}

// wireOf is the status of an error and its code.
func wireOf(e ClientError) Markdown {
	out := pick(e.Status() != 0, Markdown(itoa(e.Status())), "")
	if code := e.Code(); code != "" {
		out += pick(out != "", lineBreak, "") + codeSpan(code)
	}
	return out
}

// doesOf is what a client does about an error: the setting of its strategy with its place, else what the error says.
func (b *builder) doesOf(e ClientError) Markdown {
	if e.Strategy != nil {
		return b.placed(Markdown(md(actionWords[string(e.Strategy.V)])), &e.Strategy.Mark)
	}
	words := Markdown(md(e.ActionWords()))
	if words != "" && e.Own != nil && e.Own.Then.Do.IsSet() {
		return b.placed(words, &e.Own.Then.Do.Mark)
	}
	return pick(words != "", words, muted(wordSilent))
}

// ErrorsOf are the errors that a client can meet, for its page.
func (v *View) ErrorsOf(client string) []ClientError {
	return v.ErrorsFor(client, specs.Selection{specs.AxisClient: client})
}

// ClientError is an error that a client can meet, with what that client does.
type ClientError struct {
	*CauseView
	// Strategy is the setting of the client strategy that says what to do, or nil where the error itself says it.
	Strategy *specs.Value[specs.ClientAction]
}

// Do is what the client does, as a word of the format, or empty.
func (e ClientError) Do() string {
	if e.Strategy != nil {
		return string(e.Strategy.V)
	}
	return e.Action()
}

// pollingCodes are the codes that only a client which polls can meet (RFC 8628, section 3.5).
var pollingCodes = []string{"authorization_pending", "slow_down", "expired_token", "access_denied"}

// ErrorsFor are the errors that a client can meet for a selection: those that speak of one of its tokens, and those
// that speak of no token and appear where it calls. Left out are faults of a program that the policy has no word of its
// own about, and what only another grant can bring.
func (v *View) ErrorsFor(client string, sel specs.Selection) []ClientError {
	holds := map[specs.TokenID]bool{}
	for _, t := range v.TokensOf(client) {
		holds[specs.TokenID(t.ID)] = true
	}
	strategy := lookUp[specs.ClientStrategy](v.Doc, "client_strategy", sel)
	c := lookUp[specs.Client](v.Doc, "clients."+client, sel)
	has := func(g specs.GrantType) bool { return specs.Has(c.Grants, g) }
	polls := has(specs.GrantDeviceCode) || has(specs.GrantCIBA)
	calls := map[string]bool{string(standard.SurfaceToken): c.Grants.IsSet(), string(standard.SurfaceResource): true}
	var out []ClientError
	for _, cause := range v.Causes {
		e := ClientError{CauseView: cause}
		if cause.Own != nil {
			shown := *cause
			shown.Own = lookUp[specs.Cause](v.Doc, "errors.causes."+cause.ID, sel)
			e.CauseView = &shown
		}
		meets := slices.ContainsFunc(e.Surfaces(), func(s string) bool { return calls[s] })
		if e.Own != nil && e.Own.Tokens.IsSet() {
			meets = slices.ContainsFunc(specs.Plain(e.Own.Tokens), func(t specs.TokenID) bool { return holds[t] })
		}
		if e.Own == nil {
			meets = meets && e.Action() != string(specs.ActionFixRequest) && (polls || !slices.Contains(pollingCodes, e.Code()))
		}
		if !meets {
			continue
		}
		if e.Own == nil || !e.Own.Then.Do.IsSet() {
			switch e.Code() {
			case "invalid_grant":
				e.Strategy = &strategy.OnDeadGrant
			case "insufficient_scope":
				e.Strategy = &strategy.OnInsufficientScope
			}
			if e.Strategy != nil && !e.Strategy.IsSet() {
				e.Strategy = nil
			}
		}
		out = append(out, e)
	}
	return out
}

// actionsByCode is what to do by the code alone, action by action. Where causes with one code ask for different things,
// who sees the code cannot tell, and the first of them stands.
func actionsByCode(list []ClientError) []codeAction {
	var out []codeAction
	taken := map[string]bool{}
	for _, e := range list {
		code, do := e.Code(), e.Do()
		if code == "" || do == "" || taken[code] {
			continue
		}
		taken[code] = true
		at := slices.IndexFunc(out, func(a codeAction) bool { return a.Do == do })
		if at < 0 {
			at = len(out)
			out = append(out, codeAction{Do: do})
		}
		out[at].Codes = append(out[at].Codes, code)
	}
	return out
}
