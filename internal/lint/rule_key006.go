package lint

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

var keyCustody = &Rule{
	ID: "KEY006", Title: "signing key is not kept, named or given up as it should be",
	Why: "The signing key is the whole trust of the system: it must not lie where a program can print it, and everybody must know how to tell it apart and get rid of it.",
	Cites: []Cite{
		{"ASVS 5.0", "13.3.1", ""},
		{"FAPI 2.0", "5.4.2", "should not"},
		{"RFC 8725", "3.1", "MUST"},
		{"ASVS 5.0", "11.1.1", ""},
	},
	In:   []Ask{{ASVS2, diag.Warning}, {FAPI2, diag.Warning}},
	Bad:  "issuers:\n  main:\n    keys: {signing: {algorithms: ES256, kid: its thumbprint, custody: env_var, emergency: {remove_within: 1h, playbook: leak}}}\nincidents:\n  playbooks: {leak: {for: key_exposure}}\n",
	Good: "issuers:\n  main:\n    keys: {signing: {algorithms: ES256, kid: its thumbprint, custody: kms, emergency: {remove_within: 1h, playbook: leak}}}\nincidents:\n  playbooks: {leak: {for: key_exposure}}\n",
	At:   "issuers.main.keys.signing.custody.store",
	Check: func(p *Pass) {
		for s, custody := range EachOrSilent[specs.Custody](p, "issuers.*.keys.*.custody", "issuers.*.keys.*.use") {
			if signsTokens(p, s) && p.Claims(s).Has(ASVS2) {
				heldIn(p, s, custody)
			}
		}
		for s, kid := range EachOrSilent[specs.Value[string]](p, "issuers.*.keys.*.kid", "issuers.*.keys.*.use") {
			switch {
			case !signsTokens(p, s):
			case kid.State == specs.Silent:
				p.Missing(s, "say how kid is made, such as its RFC 7638 thumbprint").Cite(Cite{"FAPI 2.0", "5.4.2", "should not"})
			case kid.State == specs.None:
				p.Report(s, "without kid a verifier has to try every key; write how it is made, such as its RFC 7638 thumbprint").Cite(Cite{"FAPI 2.0", "5.4.2", "should not"})
			}
		}
		for s, algorithms := range Each[specs.Values[specs.Algorithm]](p, "issuers.*.keys.*.algorithms", "issuers.*.keys.*.per") {
			if per := Get[specs.Value[specs.KeyPer]](p, "issuers."+s.Names[0]+".keys."+s.Names[1]+".per", s.Sel); per.V != specs.KeyPerAlgorithm {
				oneKeyManyAlgorithms(p, s, algorithms)
			}
		}
		for s, e := range Each[specs.KeyEmergency](p, "issuers.*.keys.*.emergency", "issuers.*.keys.*.use") {
			at := s.In("playbook", e.Playbook.Mark)
			switch {
			case !signsTokens(p, s) || !p.Claims(s).Has(ASVS2):
			case e.State == specs.None || e.Playbook.State == specs.None:
				p.Report(at, "on the night when the key leaks somebody has to know what to do; write a playbook and name it").Cite(Cite{"ASVS 5.0", "11.1.1", ""})
			} // GOV003 speaks where there is no playbook for an exposed key at all
		}
	},
}

// heldIn judges where private keys are held: a secrets manager or better, and hardware at level 3 of ASVS (13.3.1).
func heldIn(p *Pass, s Spot, custody specs.Custody) {
	at := s.In("store", custody.Store.Mark)
	weak := []specs.SecretStore{specs.StoreSourceCode, specs.StoreEnvVar, specs.StoreFile, specs.StoreDatabase, specs.StoreOrchestrator, specs.StoreOSKeystore}
	hardware := custody.Store.V == specs.StoreHSM || custody.Store.V == specs.StoreTPM ||
		custody.Store.V == specs.StoreKMS && custody.AtRest.V == specs.AtRestHardwareEncrypted
	switch strict := p.Claims(s).Has(ASVS3); {
	case custody.State == specs.Undecided || custody.Store.State == specs.Undecided:
	case custody.State == specs.None || custody.Store.State == specs.None:
		p.Report(at, "say where the private key is held; vault, kms or hsm")
	case !custody.Store.IsSet():
		p.Missing(at, "say where the private key is held; vault, kms or hsm")
	case strict && !hardware:
		p.Report(at, "%s is not hardware; hold the private key in an hsm", custody.Store.V).As(diag.Error)
	case slices.Contains(weak, custody.Store.V):
		p.Report(at, "whoever can read %s has the private key; hold it in a vault, a kms or an hsm", custody.Store.V)
	}
}

// oneKeyManyAlgorithms finds sets in which one key serves two algorithms of the same kind of key.
func oneKeyManyAlgorithms(p *Pass, s Spot, algorithms specs.Values[specs.Algorithm]) {
	seen := map[string]specs.Algorithm{}
	for i, v := range algorithms.Items {
		alg, ok := standard.AlgorithmByName(string(v.V))
		if !ok {
			continue
		}
		kind := alg.KeyType + " " + alg.Curve
		if first, again := seen[kind]; again {
			p.Report(s.Item(i, v.Mark), "%s and %s would share a key; give each its own, and write per: algorithm", v.V, first).Cite(Cite{"RFC 8725", "3.1", "MUST"})
			continue
		}
		seen[kind] = v.V
	}
}
