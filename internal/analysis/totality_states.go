package analysis

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// covers are the states that the standard's codes stand for, by surface and code. A state may have several codes where
// the standard lets the server choose; the first that a policy adopts answers.
var covers = map[specs.TokenState][]string{
	specs.TokenMissing:             {"resource.missing_credentials", "token.invalid_request"},
	specs.TokenMalformed:           {"resource.invalid_token", "token.invalid_grant"},
	specs.TokenUnknown:             {"resource.invalid_token", "token.invalid_grant"},
	specs.TokenWrongType:           {"resource.invalid_token", "token.invalid_grant"},
	specs.TokenUnknownKID:          {"resource.invalid_token"},
	specs.TokenBadSignature:        {"resource.invalid_token"},
	specs.TokenWrongIssuer:         {"resource.invalid_token"},
	specs.TokenWrongAudience:       {"resource.invalid_token"},
	specs.TokenWrongClient:         {"token.invalid_grant"},
	specs.TokenNotYetValid:         {"resource.invalid_token"},
	specs.TokenExpired:             {"resource.invalid_token", "token.expired_token", "token.invalid_grant"},
	specs.TokenRevoked:             {"resource.invalid_token", "token.invalid_grant"},
	specs.TokenSuperseded:          {"token.invalid_grant"},
	specs.TokenReused:              {"token.invalid_grant"},
	specs.TokenSpent:               {"resource.invalid_token", "token.invalid_grant"},
	specs.TokenReplayed:            {"resource.invalid_dpop_proof", "token.invalid_dpop_proof"},
	specs.TokenStaleNonce:          {"resource.use_dpop_nonce", "token.use_dpop_nonce"},
	specs.TokenUnknownSubject:      {"resource.invalid_token", "token.invalid_grant"},
	specs.TokenBindingMismatch:     {"resource.invalid_token", "token.invalid_grant"},
	specs.TokenInsufficientScope:   {"resource.insufficient_scope", "token.invalid_scope"},
	specs.TokenWeakAuthentication:  {"resource.insufficient_user_authentication"},
	specs.TokenStaleAuthentication: {"resource.insufficient_user_authentication"},
	specs.TokenUnverifiable:        {"resource.temporarily_unavailable", "token.temporarily_unavailable"},
}

// codes are the standard's codes for a state of a token. Only those who poll are told that a code is over (RFC 8628,
// section 3.5).
func (x *totality) codes(token string, state specs.TokenState) []string {
	t := x.p.Tokens.Get(token).Type.V
	if state == specs.TokenExpired && t != specs.DeviceCode && t != specs.AuthenticationRequestID {
		return slices.DeleteFunc(slices.Clone(covers[state]), func(key string) bool { return key == "token.expired_token" })
	}
	return covers[state]
}

// reach is a state that a token can be in at a place, and the setting because of which it can.
type reach struct {
	state specs.TokenState
	path  string
}

// reachable are the states other than valid that a surface can meet in a token, in the order in which they are found
// out. A state is reachable by what the policy states: the format, the lifetime, rotation, bindings, checks.
func (x *totality) reachable(token string, surface specs.Surface) []reach {
	t := x.p.Tokens.Get(token)
	base := "tokens." + token
	atService := surface == specs.SurfaceResource
	checks := x.p.Validation.Checks
	checked := func(c specs.Check) bool { return atService && specs.Has(checks, c) }
	signed := t.Format.Kind.V == specs.FormatJWT
	var out []reach
	add := func(state specs.TokenState, path string, when bool) {
		if when {
			out = append(out, reach{state, path})
		}
	}
	add(specs.TokenMissing, base, true)
	add(specs.TokenMalformed, base+".format", true)
	add(specs.TokenUnknown, base+".format", t.Format.Kind.V == specs.FormatOpaque || !atService && !signed)
	add(specs.TokenWrongType, base+".type", atService && x.p.Tokens.Len() > 1)
	add(specs.TokenUnknownKID, base+".format", atService && signed)
	add(specs.TokenBadSignature, base+".format", atService && signed)
	add(specs.TokenWrongIssuer, base+".format", atService && signed)
	add(specs.TokenWrongAudience, base+".audiences", atService && (t.Audiences.IsSet() || checked(specs.CheckAudience)))
	add(specs.TokenWrongClient, base+".bound_to", !atService && (!t.BoundTo.Stated() || specs.Has(t.BoundTo, specs.BoundToClient)))
	add(specs.TokenNotYetValid, base+".claims.nbf", atService && (t.Claims.Get("nbf") != nil || signed && specs.Has(checks, specs.CheckNotBefore)))
	l := &t.Lifetime
	ends := l.Idle.IsSet() || l.Absolute.IsSet() || len(l.EndsWith.Items) > 0
	if d, ok := AmountRange(x.p, &l.TTL, nil); ok && d.Max.Kind == specs.Finite || l.TTL.IsSet() && !ok {
		ends = true
	}
	add(specs.TokenExpired, base+".lifetime", ends)
	ways := x.p.Revocation.Mechanisms.Get(token)
	add(specs.TokenRevoked, base+".revocable", t.Revocable.IsSet() && t.Revocable.V ||
		!t.Revocable.IsSet() && ways != nil && slices.ContainsFunc(specs.Plain(*ways), func(m specs.Mechanism) bool { return m != specs.ByExpiry }))
	rotates := t.Rotation.Mode.V == specs.RotateOnUse
	add(specs.TokenSuperseded, base+".rotation.previous.answers", !atService && rotates && t.Rotation.Previous.Answers.V == specs.AnswerRefuse)
	add(specs.TokenReused, base+".rotation.mode", !atService && rotates)
	add(specs.TokenSpent, base+".lifetime.uses", l.Uses.IsSet() && !l.Uses.V.Unlimited && !rotates)
	proof := x.p.Has(standard.FeatureDPoP) && bound(t, specs.BindingDPoP)
	add(specs.TokenReplayed, base+".binding", proof)
	add(specs.TokenStaleNonce, "validation.dpop.nonce", proof && specs.Has(x.p.Validation.DPoP.Nonce, map[bool]specs.NonceGiver{
		true: specs.NonceFromResourceServer, false: specs.NonceFromAuthorizationServer}[atService]))
	add(specs.TokenUnknownSubject, "validation.checks", checked(specs.CheckSubject))
	add(specs.TokenBindingMismatch, base+".binding", len(t.Binding.Items) > 0 && t.Binding.State == specs.Set)
	add(specs.TokenInsufficientScope, "scopes", atService && x.p.Scopes.Len() > 0)
	for i := range x.p.Operations.Entries {
		o := &x.p.Operations.Entries[i].V
		here := atService && (!o.Resource.IsSet() || x.takes(string(o.Resource.V), token))
		add(specs.TokenWeakAuthentication, "operations."+x.p.Operations.Entries[i].ID+".acr", here && o.ACR.IsSet() && !has(out, specs.TokenWeakAuthentication))
		add(specs.TokenStaleAuthentication, "operations."+x.p.Operations.Entries[i].ID+".max_age", here && o.MaxAge.IsSet() && !has(out, specs.TokenStaleAuthentication))
	}
	add(specs.TokenUnverifiable, "validation.mode", atService)
	return out
}

func has(list []reach, state specs.TokenState) bool {
	return slices.ContainsFunc(list, func(r reach) bool { return r.state == state })
}

func bound(t *specs.Token, to specs.BindingType) bool {
	return slices.ContainsFunc(t.Binding.Items, func(b specs.Binding) bool { return b.To.V == to })
}

func (x *totality) takes(resource, token string) bool {
	for _, s := range x.places.placesOf(token) {
		if s.resource == resource {
			return true
		}
	}
	return false
}
