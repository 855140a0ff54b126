package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

var codeNotBound = &Rule{
	ID: "BIND005", Title: "code not bound to the DPoP key, or nonces not followed",
	Why: "A stolen code could be redeemed under the thief's own key, and a client that ignores nonces is locked out by every server that gives them.",
	Cites: []Cite{
		{"FAPI 2.0", "5.3.2.1", "shall"},
		{"RFC 9449", "10.1", ""},
		{"FAPI 2.0", "5.3.3.1", "shall"},
	},
	In:     []Ask{{FAPI2, diag.Error}},
	Bad:    "tokens:\n  access: {type: access_token, binding: {to: dpop}}\nclients:\n  shop: {type: confidential, grants: authorization_code}\nvalidation:\n  dpop: {proof_window: 60s, binds_code: false}\n",
	Good:   "tokens:\n  access: {type: access_token, binding: {to: dpop}}\nclients:\n  shop: {type: confidential, grants: authorization_code}\nvalidation:\n  dpop: {proof_window: 60s, binds_code: true}\n",
	At:     "validation.dpop.binds_code",
	Repair: "binds the code, or has clients repeat the request with the nonce",
	Check: func(p *Pass) {
		if !p.usesDPoP() {
			return
		}
		if p.Uses(specs.GrantAuthorizationCode) {
			for s, binds := range EachOrSilent[specs.Value[bool]](p, "validation.dpop.binds_code") {
				switch {
				case binds.State == specs.None || binds.IsSet() && !binds.V:
					p.Report(s, "a stolen code can be redeemed under another key; support dpop_jkt, and write true").Write(s, "true")
				case binds.State == specs.Silent && !bindsCode(p, s.Sel):
					r := p.Missing(s, "say that the authorization code is bound to the DPoP key too: true")
					if !p.Varies(s.Path) {
						r.State(s.At.File, s.Path, "true")
					}
				}
			}
		}
		for r := range refusals(p, "then") {
			if r.Code != "use_dpop_nonce" || !r.On(standard.SurfaceToken, standard.SurfaceResource) {
				continue
			}
			s, then := At[specs.Then](p, r.Path+".then", r.Sel)
			if do := s.In("do", then.Do.Mark); then.Do.IsSet() && then.Do.V != specs.ActionUseNonce {
				p.Report(do, "a client repeats the request with the nonce of the response; write use_nonce").
					Cite(Cite{"FAPI 2.0", "5.3.3.1", "shall"}).Write(do, string(specs.ActionUseNonce))
			}
		}
	},
}
