package flow

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// refusal is what a refused caller sees and does.
type refusal struct {
	// wire is status and code: "401 invalid_token"; "error not specified" where the policy has none for the case.
	wire string
	// then is what the client does; empty where nothing is said.
	then string
	// action is the same as a word.
	action specs.ClientAction
}

// standardCodes are the registered codes for the states of a token, on the two surfaces where tokens are refused most.
var standardCodes = map[specs.Surface]map[specs.TokenState]string{
	specs.SurfaceResource: {
		specs.TokenMissing: "missing_credentials", specs.TokenInsufficientScope: "insufficient_scope",
		specs.TokenWeakAuthentication: "insufficient_user_authentication", specs.TokenStaleAuthentication: "insufficient_user_authentication",
		specs.TokenReplayed: "invalid_dpop_proof", specs.TokenStaleNonce: "use_dpop_nonce", specs.TokenUnverifiable: "temporarily_unavailable",
	},
	specs.SurfaceToken: {specs.TokenUnverifiable: "temporarily_unavailable", specs.TokenStaleNonce: "use_dpop_nonce"},
}

// standardCode is the registered code for a state on a surface.
func standardCode(surface specs.Surface, state specs.TokenState) string {
	if code, ok := standardCodes[surface][state]; ok {
		return code
	}
	if surface == specs.SurfaceToken {
		return "invalid_grant"
	}
	return "invalid_token"
}

// refusalFor finds what a caller sees whose token is in a state: a cause of the policy's own for that state, else one
// for the registered code, else the adopted standard error.
func (s *sketch) refusalFor(surface specs.Surface, state specs.TokenState, token string) refusal {
	code := standardCode(surface, state)
	var byCode *specs.ResolvedCause
	for i := range s.p.Causes {
		c := &s.p.Causes[i]
		if !s.stands(c, surface) {
			continue
		}
		if c.Own != nil {
			if len(c.Own.Tokens.Items) > 0 && !specs.Has(c.Own.Tokens, specs.TokenID(token)) {
				continue
			}
			if c.Own.TokenState.IsSet() {
				if c.Own.TokenState.V == state {
					s.seen("errors.causes." + c.ID + ".token_state")
					return s.resolved(c)
				}
				continue
			}
		}
		if byCode == nil && s.code(c) == code {
			byCode = c
		}
	}
	if byCode == nil && state == specs.TokenWeakAuthentication {
		return s.refusalFor(surface, specs.TokenStaleAuthentication, token)
	}
	if byCode == nil {
		return s.adopted(surface, code)
	}
	return s.resolved(byCode)
}

// adopted is the standard's own error where the policy adopts the surface: causes that refine its code for other states
// of a token leave it as it is for this one.
func (s *sketch) adopted(surface specs.Surface, code string) refusal {
	if std, ok := standard.ErrorByCode(code, standard.Surface(surface)); ok && specs.Has(s.p.Errors.Adopt, surface) {
		return s.resolved(&specs.ResolvedCause{ID: code, Standard: &std})
	}
	return refusal{wire: "error " + unspecified}
}

// refusalByCode finds what a caller sees where a code of the standard applies.
func (s *sketch) refusalByCode(surface specs.Surface, code string) refusal {
	for i := range s.p.Causes {
		if c := &s.p.Causes[i]; s.stands(c, surface) && s.code(c) == code && (c.Own == nil || !c.Own.TokenState.IsSet()) {
			return s.resolved(c)
		}
	}
	return s.adopted(surface, code)
}

// refusalByID is what a named cause looks like.
func (s *sketch) refusalByID(id string) refusal {
	if c := s.p.Cause(id); c != nil {
		return s.resolved(c)
	}
	return refusal{wire: "error " + id}
}

// stands reports whether a cause appears on a surface.
func (s *sketch) stands(c *specs.ResolvedCause, surface specs.Surface) bool {
	if c.Own == nil {
		return specs.Surface(c.Standard.Surface) == surface
	}
	surfaces := specs.Plain(c.Own.Surfaces)
	if len(surfaces) == 0 {
		return c.Standard == nil || specs.Has(s.p.Errors.Adopt, surface)
	}
	return slices.Contains(surfaces, surface)
}

// code is the code on the wire, or the standard's name for the case.
func (s *sketch) code(c *specs.ResolvedCause) string {
	if c.Own != nil {
		return c.Own.Code.Or(c.ID)
	}
	return c.Standard.Code
}

// resolved puts a cause into words.
func (s *sketch) resolved(c *specs.ResolvedCause) refusal {
	base := "errors.causes." + c.ID
	status, code := "", ""
	var action specs.ClientAction
	if c.Standard != nil {
		if c.Standard.Status > 0 {
			status = decimal(c.Standard.Status)
		}
		if c.Standard.CodeOnWire {
			code = c.Standard.Code
		}
		action = specs.ClientAction(c.Standard.Action)
	}
	if c.Own == nil {
		s.seen("errors.adopt")
	} else {
		if v := val[specs.Status](s, base+".status"); v.IsSet() {
			status = decimal(int(v.V))
		}
		switch v := val[string](s, base+".code"); {
		case v.IsSet():
			code = v.V
		case v.State == specs.None:
			code = ""
		case c.Standard == nil:
			code = c.ID
		}
		if v := val[specs.ClientAction](s, base+".then.do"); v.IsSet() {
			action = v.V
		} else if v.State == specs.None {
			action = ""
		}
	}
	r := refusal{wire: plus(" ", status, code), action: action}
	if action != "" {
		r.then = does(action)
	}
	if r.wire == "" {
		r.wire = "error " + unspecified
	}
	return r
}

// stateOfCheck is the state of a token that fails a check.
var stateOfCheck = map[specs.Check]specs.TokenState{
	specs.CheckFormat: specs.TokenMalformed, specs.CheckAlgorithm: specs.TokenBadSignature, specs.CheckTyp: specs.TokenWrongType,
	specs.CheckSignature: specs.TokenBadSignature, specs.CheckIssuer: specs.TokenWrongIssuer, specs.CheckAudience: specs.TokenWrongAudience,
	specs.CheckExpiry: specs.TokenExpired, specs.CheckNotBefore: specs.TokenNotYetValid, specs.CheckIssuedAt: specs.TokenNotYetValid,
	specs.CheckClient: specs.TokenWrongClient, specs.CheckBinding: specs.TokenBindingMismatch, specs.CheckCertificate: specs.TokenBindingMismatch,
	specs.CheckNonce: specs.TokenStaleNonce, specs.CheckReplay: specs.TokenReplayed, specs.CheckRevocation: specs.TokenRevoked,
	specs.CheckAuthTime: specs.TokenStaleAuthentication, specs.CheckACR: specs.TokenWeakAuthentication, specs.CheckScope: specs.TokenInsufficientScope,
	specs.CheckAuthorizationDetails: specs.TokenInsufficientScope, specs.CheckSubject: specs.TokenUnknownSubject,
}

// checkName is what a check is called in a list.
func checkName(c specs.Check) string {
	if known, ok := standard.CheckByKey(string(c)); ok {
		return strings.ToLower(known.Title)
	}
	return human(string(c))
}
