package generator

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/specs"
)

// tokenToSend is what a sample request of an endpoint that works on tokens sends: the first that the endpoint accepts
// and of which there is a sample, with its hint. A refresh token goes first where one is given up, an access token
// where one is asked about.
func (op *operation) tokenToSend() (id, hint string, ok bool) {
	accepted := specs.Plain(op.endpoint.Accepts)
	first := specs.RefreshToken
	if op.key == "introspection" {
		first = specs.AccessToken
	}
	for _, want := range []func(*specs.Token) bool{
		func(t *specs.Token) bool { return t.Type.V == first },
		isAccess,
		func(t *specs.Token) bool { return t.Type.V == specs.RefreshToken },
	} {
		for _, id := range op.tokensOfIssuer() {
			t := op.p.Tokens.Get(id)
			if !want(t) || len(accepted) > 0 && !slices.Contains(accepted, specs.TokenID(id)) {
				continue
			}
			if _, sampled := op.tokenSample(id, op.sel); !sampled && len(accepted) == 0 {
				continue
			}
			if t.Type.V == specs.RefreshToken {
				return id, "refresh_token", true
			}
			return id, "access_token", true
		}
	}
	return "", "", false
}

// aboutToken replaces the samples of the parameters that name a token by such that the endpoint accepts.
func (op *operation) aboutToken(inputs []input) {
	id, hint, ok := op.tokenToSend()
	if !ok || op.key != "introspection" && op.key != "revocation" {
		return
	}
	for i := range inputs {
		switch in := &inputs[i]; in.name {
		case "token":
			in.sample = op.orInvented(id, op.sel)
		case "token_type_hint":
			in.sample = hint
		}
	}
}

// introspectionSample is the answer for a live token, the one that the sample request asks about: its clock, its binding
// and its audience agree with the policy or are left out.
func (op *operation) introspectionSample(r *reply) (*contract.Object, bool) {
	value, ok := r.example()
	if !ok || !value.Has("active") {
		return nil, false
	}
	value.Set("active", true)
	for _, name := range []string{"username", "act", "may_act", "nbf", "iat", "exp"} {
		value.Delete(name)
	}
	id, _, known := op.tokenToSend()
	var token specs.Token
	if known {
		token, _, known = specs.Effective[specs.Token](op.p, "tokens."+id, op.sel)
	}
	if known {
		if seconds, finite := op.life(id, op.sel); finite {
			value.Set("iat", sampleMoment).Set("exp", sampleMoment+seconds).Note("exp", op.lifeNote(id, op.sel))
		}
		if aud := specs.Plain(token.Audiences); len(aud) > 0 && aud[0] != "any" && value.Has("aud") {
			value.Set("aud", aud[0])
		}
		if binding(&token, specs.BindingDPoP) != specs.NeedRequired {
			value.Delete("cnf")
		}
	}
	for _, f := range r.fields { // what the policy states to be there stays
		if f.required && !value.Has(f.name) {
			value.Set(f.name, f.sample)
		}
	}
	if value.Has("token_type") {
		value.Set("token_type", "Bearer")
		if known && binding(&token, specs.BindingDPoP) == specs.NeedRequired {
			value.Set("token_type", "DPoP")
		}
	}
	if value.Has("iss") {
		value.Set("iss", op.sampleBase())
	}
	return value, true
}
