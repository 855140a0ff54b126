package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

var oldPadding = &Rule{
	ID: "KEY002", Title: "tokens are signed with PKCS#1 v1.5 padding, which the profile refuses",
	Why: "The padding has a history of forgeries by lax verifiers. RFC 9068 wants RS256 among the algorithms that a server supports, so that the two standards meet only where it is supported and not chosen.",
	Cites: []Cite{
		{"FAPI 2.0", "5.4.1", "shall"},
		{"ASVS 5.0", "11.6.1", ""},
		{"RFC 9068", "2.1", "MUST"},
	},
	In:     []Ask{{FAPI2, diag.Error}, {ASVS2, diag.Error}},
	Bad:    "issuers:\n  main:\n    keys: {signing: {algorithms: RS256, bits: 3072}}\n",
	Good:   "issuers:\n  main:\n    keys: {signing: {algorithms: PS256, bits: 3072}}\n",
	At:     "issuers.main.keys.signing.algorithms",
	Repair: "writes PS256, which the same RSA key can sign; verifiers have to take it first",
	Check: func(p *Pass) {
		for s, algorithms := range Each[specs.Values[specs.Algorithm]](p, "issuers.*.keys.*.algorithms", "issuers.*.keys.*.use") {
			if !signsTokens(p, s) {
				continue
			}
			for i, v := range algorithms.Items {
				alg, ok := standard.AlgorithmByName(string(v.V))
				if !ok || alg.Family != standard.FamilyPKCS1 {
					continue
				}
				at := s
				if len(algorithms.Items) > 1 {
					at = s.Item(i, v.Mark)
				}
				if i > 0 { // the first signs new tokens; a further one is there for old verifiers
					p.Report(at, "%s is refused for signing; it may be offered where RFC 9068 asks for it, as long as no token is signed with it", v.V).AtMost(diag.Info)
					continue
				}
				r := p.Report(at, "%s signs new tokens, and the profile refuses its padding; write PS256 for the same key, or ES256", v.V)
				if !specs.Has(algorithms, specs.AlgorithmPS256) {
					r.Write(at, string(specs.AlgorithmPS256))
				}
			}
		}
		for s, algorithms := range Each[specs.Values[specs.Algorithm]](p, "validation.algorithms") {
			for i, v := range algorithms.Items {
				if alg, ok := standard.AlgorithmByName(string(v.V)); ok && alg.Family == standard.FamilyPKCS1 {
					p.Report(s.Item(i, v.Mark), "services accept tokens signed with %s, whose padding the profile refuses; take it off the list once no token is signed with it", v.V)
				}
			}
		}
	},
}
