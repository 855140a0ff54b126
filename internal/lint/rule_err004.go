package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// givesUp are the actions after which the request is not sent again as it is.
var givesUp = []specs.ClientAction{specs.ActionStop, specs.ActionReauthenticate, specs.ActionOperator, specs.ActionFixRequest}

var errorTableContradicted = &Rule{
	ID: "ERR004", Title: "error table has entries that lead nowhere, or lacks some that will be met",
	Why: "Generated clients have one branch for each entry. An action that cannot succeed loops, and an error that is not there has no branch at all.",
	Cites: []Cite{
		{"RFC 9449", "8", ""},
		{"RFC 9470", "3", ""},
		{"RFC 8628", "3.5", ""},
		{"RFC 6585", "4", "MAY"},
		{"RFC 7009", "2.2.1", "MAY"},
		{"RFC 9396", "5", ""},
	},
	Severity: diag.Error,
	Bad:      "errors:\n  causes:\n    busy: {code: too_many_requests, at: token, status: 429, headers: {Cache-Control: no-store}}\n",
	Good:     "errors:\n  causes:\n    busy: {code: too_many_requests, at: token, status: 429, headers: {Cache-Control: no-store, Retry-After: seconds to wait}}\n",
	At:       "errors.causes.busy.headers",
	Repair:   "adds Retry-After, or adopts the errors of the surface",
	Check: func(p *Pass) {
		for r := range refusals(p, "then", "retry", "status", "headers") {
			leadsNowhere(p, r)
			retriedInVain(p, r)
			withoutWait(p, r)
		}
		withoutCodes(p)
	},
}

// leadsNowhere finds actions that the policy gives a client no means for.
func leadsNowhere(p *Pass, r refusal) {
	s, then := At[specs.Then](p, r.Path+".then", r.Sel)
	judge := func(key string, do specs.Value[specs.ClientAction]) {
		if !do.IsSet() {
			return
		}
		at := s.In(key, do.Mark)
		switch do.V {
		case specs.ActionRefresh:
			if !renewable(p) {
				p.Report(at, "there is no refresh token, and no token says how it is renewed; write obtain_token or reauthenticate")
			}
		case specs.ActionPoll, specs.ActionSlowDown:
			if !p.Has(standard.FeatureDevice) && !p.Has(standard.FeatureCIBA) {
				p.Report(at, "no client polls, for none has the device or the CIBA grant; write another action")
			}
		case specs.ActionStepUp:
			if !p.Has(standard.FeatureStepUp) {
				p.Report(at, "neither acr_values nor operations say what a stronger sign-in is; state them, or write reauthenticate")
			}
		case specs.ActionUseNonce:
			if !p.usesDPoP() && !attests(p) {
				p.Report(at, "nothing in the policy has nonces, for no token is bound by DPoP; write another action")
			}
		case specs.ActionObtainToken, specs.ActionRetry, specs.ActionBackoff, specs.ActionReauthenticate, specs.ActionRequestScope,
			specs.ActionFixRequest, specs.ActionContinue, specs.ActionStop, specs.ActionOperator:
		}
	}
	judge("do", then.Do)
	judge("give_up", then.GiveUp)
}

// renewable reports whether a client has any way to get a new token for an old one.
func renewable(p *Pass) bool {
	if len(p.TokensOf(specs.RefreshToken)) > 0 || p.Uses(specs.GrantRefreshToken) {
		return true
	}
	for _, renewal := range Each[specs.List[specs.Renewal]](p, "tokens.*.renewal") {
		if len(renewal.Items) > 0 {
			return true
		}
	}
	return false
}

// attests reports whether clients prove what they are by attestation, whose servers give challenges.
func attests(p *Pass) bool {
	for _, auths := range Each[specs.Values[specs.ClientAuth]](p, "clients.*.auth") {
		if specs.Has(auths, specs.AuthAttestation) {
			return true
		}
	}
	return len(p.TokensOf(specs.ClientAttestation)) > 0
}

// retriedInVain finds errors after which a client gives up and tries again. ERR003 speaks of invalid_grant.
func retriedInVain(p *Pass, r refusal) {
	_, then := At[specs.Then](p, r.Path+".then", r.Sel)
	s, retry := At[specs.Retry](p, r.Path+".retry", r.Sel)
	if r.Code == "invalid_grant" && r.On(standard.SurfaceToken) || !then.Do.IsSet() || !slices.Contains(givesUp, then.Do.V) {
		return
	}
	if retry.Attempts.IsSet() && retry.Attempts.V > 0 {
		p.Report(s.In("attempts", retry.Attempts.Mark), "the client does %s and sends the request again %d times; write 0, or the action backoff", then.Do.V, retry.Attempts.V).
			Related(then.Do.At, "the action")
	}
}

// withoutWait finds refusals for a time that do not say for how long.
func withoutWait(p *Pass, r refusal) {
	for _, surface := range r.Surfaces {
		status := r.effectiveStatus(surface)
		if status != 429 && status != 503 {
			continue
		}
		cite := Cite{"RFC 6585", "4", "MAY"}
		if status == 503 {
			cite = Cite{"RFC 9110", "10.2.3", ""}
		}
		switch s, stated, silent := r.lacksHeader("Retry-After"); {
		case stated:
			rep := p.Report(s, "status %d without Retry-After leaves clients to guess, and they come back at once; add it", status).AtMost(diag.Warning).Cite(cite)
			if _, headers := r.Headers(); headers.State == specs.Set && !p.Varies(s.Path) {
				rep.State(s.At.File, s.Path+".Retry-After", "seconds to wait")
			}
		case silent && !p.Claims(s).Nothing():
			p.Missing(s, "status %d without Retry-After leaves clients to guess; add it", status).AtMost(diag.Warning).Cite(cite)
		}
		return
	}
}

// metWith are the errors that a client meets as soon as a feature is in use.
var metWith = []struct {
	feature standard.Feature
	surface standard.Surface
	codes   []string
	cite    Cite
}{
	{standard.FeatureDPoP, standard.SurfaceToken, []string{"invalid_dpop_proof"}, Cite{"RFC 9449", "5", ""}},
	{standard.FeatureDPoP, standard.SurfaceResource, []string{"invalid_token"}, Cite{"RFC 9449", "7.1", ""}},
	{standard.FeatureStepUp, standard.SurfaceResource, []string{"insufficient_user_authentication"}, Cite{"RFC 9470", "3", ""}},
	{standard.FeatureDevice, standard.SurfaceToken, []string{"authorization_pending", "slow_down", "expired_token", "access_denied"}, Cite{"RFC 8628", "3.5", ""}},
	{standard.FeatureRAR, standard.SurfaceToken, []string{"invalid_authorization_details"}, Cite{"RFC 9396", "5", ""}},
}

// withoutCodes finds features whose errors the table lacks. It is a question of what the policy leaves out, so that it is
// asked only where a standard is claimed. Resource indicators are left out of it: a policy does not state whether
// clients send them.
func withoutCodes(p *Pass) {
	s := p.Spot("errors")
	if p.Errors.State != specs.Set || p.Claims(s).Nothing() {
		return
	}
	adopt := p.Spot("errors.adopt")
	for _, m := range metWith {
		if !p.Has(m.feature) {
			continue
		}
		codes := slices.Clone(m.codes)
		if m.feature == standard.FeatureDPoP && m.surface == standard.SurfaceToken && len(specs.Plain(p.Validation.DPoP.Nonce)) > 0 {
			codes = append(codes, "use_dpop_nonce")
		}
		codes = slices.DeleteFunc(codes, func(code string) bool { return tableHas(p, code, m.surface) })
		if len(codes) == 0 {
			continue
		}
		r := p.Missing(s, "what clients do about %s at the surface %s, which they meet in this policy; adopt the surface, or write the entries", strings.Join(codes, ", "), m.surface).
			AtMost(diag.Warning).Cite(m.cite)
		switch {
		case p.Varies("errors.adopt"):
		case p.Errors.Adopt.State == specs.Set:
			r.Add(adopt, string(m.surface))
		case p.Errors.Adopt.State == specs.Silent:
			r.State(s.At.File, "errors.adopt", "["+string(m.surface)+"]")
		}
	}
}

// tableHas reports whether the policy has an error of that code on that surface, its own or an adopted one.
func tableHas(p *Pass, code string, surface standard.Surface) bool {
	return slices.ContainsFunc(p.Causes, func(c specs.ResolvedCause) bool {
		switch {
		case c.Own == nil:
			return c.Standard != nil && c.Standard.Code == code && c.Standard.Surface == surface
		case c.Own.Code.Or(c.ID) != code:
			return false
		}
		return len(c.Own.Surfaces.Items) == 0 || specs.Has(c.Own.Surfaces, specs.Surface(surface))
	})
}
