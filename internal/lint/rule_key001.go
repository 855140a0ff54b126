package lint

import (
	"slices"
	"strconv"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// Sizes of RSA keys: RFC 7518 section 3.3 and FAPI 2.0 section 5.4.1 ask for 2048 bits; ASVS 11.2.3 for a strength of 128
// bits, which takes 3072.
const (
	rsaFloor  = 2048
	rsaStrong = 3072
)

// fapiAlgorithms are those of FAPI 2.0 section 5.4.1; EdDSA means its Ed25519 variant.
var fapiAlgorithms = []specs.Algorithm{specs.AlgorithmPS256, specs.AlgorithmES256, specs.AlgorithmEdDSA, specs.AlgorithmEd25519}

// macBits are the output sizes of the hashes, below which a secret must not go (RFC 7518 section 3.2).
var macBits = map[specs.Algorithm]specs.Int{specs.AlgorithmHS256: 256, specs.AlgorithmHS384: 384, specs.AlgorithmHS512: 512}

var weakSigningKey = &Rule{
	ID: "KEY001", Title: "signing key or algorithm is too weak",
	Why: "Whoever can make a signature can make tokens, and then no other rule of the policy matters.",
	Cites: []Cite{
		{"RFC 7518", "3.3", "MUST"},
		{"FAPI 2.0", "5.4.1", "shall"},
		{"ASVS 5.0", "11.2.3", ""},
		{"RFC 7518", "3.2", "MUST"},
		{"RFC 8725", "3.5", "MUST"},
		{"RFC 9068", "2.1", "RECOMMENDED"},
	},
	In:     []Ask{{FAPI2, diag.Error}, {ASVS2, diag.Error}, {BCP, diag.Error}},
	Bad:    "issuers:\n  main:\n    keys: {signing: {algorithms: PS256, bits: 1024}}\n",
	Good:   "issuers:\n  main:\n    keys: {signing: {algorithms: PS256, bits: 2048}}\n",
	At:     "issuers.main.keys.signing.bits",
	Repair: "writes the smallest size that is allowed; a new key has to be made",
	Check: func(p *Pass) {
		for s, algorithms := range Each[specs.Values[specs.Algorithm]](p, "issuers.*.keys.*.algorithms", "issuers.*.keys.*.bits", "issuers.*.keys.*.use") {
			if !signsTokens(p, s) {
				continue
			}
			claims := p.Claims(s)
			least, cite := specs.Int(0), Cite{}
			for i, v := range algorithms.Items {
				alg, ok := standard.AlgorithmByName(string(v.V))
				if !ok || !v.IsSet() {
					continue
				}
				at := s
				if len(algorithms.Items) > 1 {
					at = s.Item(i, v.Mark)
				}
				switch {
				case alg.Family == standard.FamilyPKCS1: // KEY002 speaks of the padding; here the size counts
				case claims.Has(FAPI2) && !slices.Contains(fapiAlgorithms, v.V):
					p.Report(at, "%s is not among the algorithms of the profile; write PS256, ES256 or EdDSA", v.V).Cite(Cite{"FAPI 2.0", "5.4.1", "shall"})
				case !alg.Asymmetric:
					p.Report(at, "whoever can verify %s can sign as well; sign with a key pair, such as ES256", v.V).AtMost(diag.Warning).Cite(Cite{"RFC 9068", "2.1", "RECOMMENDED"})
				}
				need, clause := specs.Int(0), Cite{"RFC 7518", "3.2", "MUST"}
				switch {
				case alg.KeyType == "RSA" && claims.Has(ASVS2):
					need, clause = rsaStrong, Cite{"ASVS 5.0", "11.2.3", ""}
				case alg.KeyType == "RSA":
					need, clause = rsaFloor, Cite{"RFC 7518", "3.3", "MUST"}
				case alg.Family == standard.FamilyHMAC:
					need = macBits[v.V]
				}
				if need > least {
					least, cite = need, clause
				}
			}
			if least > 0 {
				keySize(p, s, least, cite)
			}
		}
	},
}

// keySize holds the size of a set's keys to the least that its algorithms may have.
func keySize(p *Pass, s Spot, least specs.Int, cite Cite) {
	at, bits := At[specs.Value[specs.Int]](p, "issuers."+s.Names[0]+".keys."+s.Names[1]+".bits", s.Sel)
	switch {
	case bits.State == specs.Silent:
		p.Missing(at, "the algorithm leaves the size of the key open; write it, %d or more", least).AtMost(diag.Warning).Cite(cite)
	case bits.IsSet() && bits.V < least:
		p.Report(at, "%d bits are too few here; %d or more are needed", bits.V, least).Cite(cite).Write(at, strconv.Itoa(int(least)))
	}
}

// signsTokens reports whether a key set signs tokens. One that does not say what it is for is taken to.
func signsTokens(p *Pass, s Spot) bool {
	use := Get[specs.Value[specs.KeyUse]](p, "issuers."+s.Names[0]+".keys."+s.Names[1]+".use", s.Sel)
	return !use.IsSet() || use.V == specs.KeyUseSign
}
