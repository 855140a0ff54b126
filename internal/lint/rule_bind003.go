package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var proofReplay = &Rule{
	ID: "BIND003", Title: "proof window, memory and nonce do not fit together",
	Why: "A proof can be sent twice as soon as the server has forgotten it, and made in advance where no nonce tells when it was made.",
	Cites: []Cite{
		{"RFC 9449", "11.1", "MUST"},
		{"RFC 9449", "11.3", "MUST NOT"},
		{"RFC 9449", "11.2", "SHOULD NOT"},
	},
	In: []Ask{{BCP, diag.Error}, {FAPI2, diag.Error}, {ASVS3, diag.Error}},
	House: []House{
		{"dpop_proof_window", minutes(5), "the oldest DPoP proof that is accepted"},
		{"dpop_lifetime_without_nonce", minutes(60), "the longest life of a DPoP-bound access token where no nonce is given"},
	},
	Bad:    "tokens:\n  access: {type: access_token, binding: {to: dpop}}\nvalidation:\n  clock_skew: 30s\n  dpop: {proof_window: 60s, remember_jti: 60s}\n",
	Good:   "tokens:\n  access: {type: access_token, binding: {to: dpop}}\nvalidation:\n  clock_skew: 30s\n  dpop: {proof_window: 60s, remember_jti: 90s}\n",
	At:     "validation.dpop.remember_jti",
	Repair: "lengthens the memory to the window and the tolerance for clocks, or takes back the exception from the nonce",
	Check: func(p *Pass) {
		uses := p.usesDPoP()
		most := p.Figure("dpop_proof_window").D
		for s, rules := range EachOrSilent[specs.DPoPRules](p, "validation.dpop", "validation.clock_skew") {
			window, memory := rules.ProofWindow, rules.RememberJTI
			at := s.In("proof_window", window.Mark)
			switch {
			case window.State == specs.Silent && uses:
				p.Missing(at, "say how old a proof may be, such as 60s").AtMost(diag.Warning)
			case window.State == specs.None && uses:
				p.Report(at, "a proof of any age is taken; write a time, such as 60s")
			case window.IsSet() && window.V > most:
				p.Report(at, "%s is long for a proof that is made for one request; %s or less is advised", window.V, most).AtMost(diag.Warning)
			}
			skew := Get[specs.Skew](p, "validation.clock_skew", s.Sel)
			ahead := skew.Future.Or(skew.Tolerance.Or(0)) // a proof from a clock that is ahead stays good for longer
			if window.IsSet() && memory.IsSet() && memory.V < window.V+ahead {
				at := s.In("remember_jti", memory.Mark)
				p.Report(at, "%s is shorter than a proof is good, %s and %s for clocks, so that it can be sent again; write %s", memory.V, window.V, ahead, window.V+ahead).
					Write(at, (window.V + ahead).String())
			}
			if rules.AcceptWithoutNonce.Or(false) && len(specs.Plain(rules.Nonce)) > 0 {
				at := s.In("accept_without_nonce", rules.AcceptWithoutNonce.Mark)
				p.Report(at, "a nonce that may be left out stops nobody; write false").Cite(Cite{"RFC 9449", "11.3", "MUST NOT"}).Write(at, "false")
			}
		}
		longWithoutNonce(p)
	},
}

// longWithoutNonce finds long-lived tokens for which proofs can be made in advance, where nonces are stated to be off.
func longWithoutNonce(p *Pass) {
	most := p.Figure("dpop_lifetime_without_nonce").D
	for s, life := range Each[specs.Lifetime](p, "tokens.*.lifetime", "tokens.*.binding", "validation.dpop.nonce") {
		if !p.Is(s.Name(), specs.AccessToken) || !p.boundByDPoP(s.Name(), s.Sel) {
			continue
		}
		at, nonce := At[specs.Values[specs.NonceGiver]](p, "validation.dpop.nonce", s.Sel)
		if bound, known := p.Longest(life, s.Sel); nonce.State == specs.None && known && Exceeds(bound.Max, most) {
			p.Report(s, "proofs for %s can be made in advance, for no nonce is given; give nonces, or %s or less is advised", bound.Max, most).
				AtMost(diag.Warning).Cite(Cite{"RFC 9449", "11.2", "SHOULD NOT"}).Related(at.At, "no nonce")
		}
	}
}
