package generator

import (
	"maps"

	"github.com/tokenbook/tokenbook/internal/contract"
	"github.com/tokenbook/tokenbook/specs"
)

// tokenFacts are the lifetimes, rotation and renewal of the tokens that the endpoint hands out, each with its place.
func (op *operation) tokenFacts() contract.Array {
	var out contract.Array
	for _, id := range op.tokensOfIssuer() {
		t := op.p.Tokens.Get(id)
		if !isAccess(t) && t.Type.V != specs.RefreshToken && t.Type.V != specs.IDToken {
			continue
		}
		o := new(contract.Object).Set("token", id).Set("type", string(t.Type.V))
		text, chain, ok := op.p.EffectiveText("tokens."+id+".lifetime", op.sel)
		if !ok || len(chain) == 0 {
			text = "not specified"
		} else {
			o.Fill("place", place(chain[len(chain)-1].At))
		}
		o.Set("lifetime", text)
		o.Fill("varies", op.lifeVariants(id, text))
		op.rotationFacts(id, op.sel, o)
		out = append(out, o)
	}
	return out
}

// lifeVariants are the clients and environments for which a lifetime differs.
func (op *operation) lifeVariants(token, general string) contract.Array {
	var out contract.Array
	environments := append([]string{""}, op.environments...)
	if len(op.environments) == 1 { // the one that all of this is about
		environments = environments[:1]
	}
	for _, client := range append([]string{""}, op.clientsHere()...) {
		forAll := general // what holds for the client in each environment
		for _, environment := range environments {
			sel := maps.Clone(op.sel)
			if client != "" {
				sel[specs.AxisClient] = client
			}
			if environment != "" {
				sel[specs.AxisEnvironment] = environment
			}
			text, chain, ok := op.p.EffectiveText("tokens."+token+".lifetime", sel)
			if !ok || len(chain) == 0 || text == forAll {
				continue
			}
			if environment == "" {
				forAll = text
			}
			o := new(contract.Object).Fill("client", client).Fill("environment", environment)
			out = append(out, o.Set("lifetime", text).Fill("place", place(chain[len(chain)-1].At)))
		}
	}
	return out
}

// rotationFacts adds how a token is rotated: what a client has to know of the string that it had before, and what happens
// when that comes back too late.
func (a *api) rotationFacts(token string, sel specs.Selection, o *contract.Object) {
	path := "tokens." + token + ".rotation"
	r, chain, ok := specs.Effective[specs.Rotation](a.p, path, sel)
	if !ok || !r.Stated() {
		return
	}
	mode := string(r.Mode.V)
	if r.State == specs.None || r.Mode.State == specs.None {
		mode = "none"
	}
	o.Fill("rotation", mode)
	if len(chain) > 0 {
		o.Fill("rotation-place", place(chain[len(chain)-1].At))
	}
	if mode == "none" {
		return
	}
	text := func(name, setting string) {
		if value, _, stated := a.p.EffectiveText(path+"."+setting, sel); stated {
			o.Fill(name, value)
		}
	}
	if r.Previous.State == specs.None {
		o.Set("previous", "none")
	} else {
		text("previous-lifetime", "previous.lifetime")
		text("previous-answers", "previous.answers")
	}
	text("reuse-kills", "on_reuse.kill")
	text("reuse-error", "on_reuse.error")
}
