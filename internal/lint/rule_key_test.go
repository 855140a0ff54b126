// Keeps the promise that the figures of the rules about keys and entropy hold to the bit and the second, for each profile.
package lint

import "testing"

func TestRulesAboutKeys(t *testing.T) {
	keys := func(s string) string { return "issuers: {main: {keys: {signing: {" + s + "}}}}\n" }
	entropy := func(s string) string {
		return "tokens: {r: {type: refresh_token, format: opaque, lifetime: 1d, entropy: " + s + "}}\n"
	}
	const bits, alg = "issuers.main.keys.signing.bits", "issuers.main.keys.signing.algorithms"
	const every = "issuers.main.keys.signing.rotate_every"
	runClmCases(t, []clmCase{
		{"2047 bits", weakSigningKey, keys("algorithms: PS256, bits: 2047"), []string{"error " + bits}},
		{"2048 bits", weakSigningKey, keys("algorithms: PS256, bits: 2048"), nil},
		{"3071 bits, level 2", weakSigningKey, "profiles: asvs-l2\n" + keys("algorithms: PS256, bits: 3071"), []string{"error " + bits}},
		{"3072 bits, level 2", weakSigningKey, "profiles: asvs-l2\n" + keys("algorithms: PS256, bits: 3072"), nil},
		{"3071 bits, FAPI", weakSigningKey, "profiles: fapi2\n" + keys("algorithms: PS256, bits: 3071"), nil},
		{"bits not stated", weakSigningKey, keys("algorithms: PS256"), nil},
		{"bits not stated, base practice", weakSigningKey, "profiles: oauth-bcp\n" + keys("algorithms: PS256"), []string{"warning " + bits}},
		{"a curve fixes the size", weakSigningKey, "profiles: [fapi2, asvs-l3]\n" + keys("algorithms: ES256"), nil},
		{"another curve, FAPI", weakSigningKey, "profiles: fapi2\n" + keys("algorithms: [ES256, ES384]"), []string{"error " + alg + ".1"}},
		{"another curve, level 3", weakSigningKey, "profiles: asvs-l3\n" + keys("algorithms: ES384"), nil},
		{"a shared secret", weakSigningKey, keys("algorithms: HS256, bits: 256"), []string{"warning " + alg}},
		{"a short shared secret", weakSigningKey, keys("algorithms: HS512, bits: 511"), []string{"error " + bits, "warning " + alg}},
		{"a key that encrypts", weakSigningKey, keys("use: encrypt, algorithms: RS256, bits: 1024"), nil},
		{"weak in one environment", weakSigningKey,
			"environments: {live: main, staging: main}\n" + keys("algorithms: PS256, bits: 3072, variants: [{when: {environment: staging}, bits: 1024}]"),
			[]string{"error " + bits + " (for environment=staging)"}},

		{"old padding, base practice", oldPadding, keys("algorithms: RS256, bits: 3072"), nil},
		{"old padding, level 2", oldPadding, "profiles: asvs-l2\n" + keys("algorithms: RS512, bits: 3072"), []string{"error " + alg}},
		{"old padding beside another", oldPadding, "profiles: fapi2\n" + keys("algorithms: [ES256, RS256], bits: 2048"), []string{"info " + alg + ".1"}},

		{"no period, nothing claimed", keyNotRotated, "", nil},
		{"no period", keyNotRotated, "profiles: oauth-bcp\n", []string{"warning " + every}},
		{"a year", keyNotRotated, keys("algorithms: ES256, rotate_every: 365d"), nil},
		{"a second more than a year", keyNotRotated, keys("algorithms: ES256, rotate_every: 365d1s"), []string{"info " + every}},
		{"three years", keyNotRotated, keys("algorithms: ES256, rotate_every: 1095d"), []string{"info " + every}},
		{"a second more than three years", keyNotRotated, keys("algorithms: ES256, rotate_every: 1095d1s"), []string{"error " + every}},
		{"a shared secret for two years", keyNotRotated, keys("algorithms: HS256, rotate_every: 730d"), []string{"info " + every}},
		{"a second more than two years", keyNotRotated, keys("algorithms: HS256, rotate_every: 730d1s"), []string{"error " + every}},
		{"undecided", keyNotRotated, "profiles: oauth-bcp\n" + keys("algorithms: ES256, rotate_every: undecided"), nil},
		{"the key of a client", keyNotRotated, "clients: {worker: {type: confidential, secret: 731d}}\n", []string{"error clients.worker.secret.rotate_every"}},

		{"nothing said, level 2", keyCustody, "profiles: asvs-l2\n",
			[]string{"warning issuers.main.keys.signing.custody.store", "warning issuers.main.keys.signing.kid"}},
		{"nothing said, FAPI", keyCustody, "profiles: fapi2\n", []string{"warning issuers.main.keys.signing.kid"}},
		{"nothing said, nothing claimed", keyCustody, "", nil},
		{"a vault, level 2", keyCustody, "profiles: asvs-l2\nincidents: {playbooks: {l: {for: key_exposure}}}\n" + keys("algorithms: ES256, kid: a, custody: vault"), nil},
		{"a vault, level 3", keyCustody, "profiles: asvs-l3\nincidents: {playbooks: {l: {for: key_exposure}}}\n" + keys("algorithms: ES256, kid: a, custody: vault"),
			[]string{"error issuers.main.keys.signing.custody.store"}},
		{"a service on hardware, level 3", keyCustody,
			"profiles: asvs-l3\nincidents: {playbooks: {l: {for: key_exposure}}}\n" + keys("algorithms: ES256, kid: a, custody: {store: kms, at_rest: hardware_encrypted}"), nil},
		{"one key, two algorithms", keyCustody, "profiles: fapi2\n" + keys("algorithms: [PS256, RS256], kid: a"), []string{"warning " + alg + ".1"}},
		{"a key for each algorithm", keyCustody, "profiles: fapi2\n" + keys("algorithms: [PS256, RS256], kid: a, per: algorithm"), nil},
		{"two kinds of key", keyCustody, "profiles: fapi2\n" + keys("algorithms: [ES256, PS256], kid: a"), nil},

		{"127 bits", guessableToken, entropy("127"), []string{"error tokens.r.entropy.bits"}},
		{"128 bits", guessableToken, entropy("128"), []string{"info tokens.r.entropy.bits"}},
		{"159 bits", guessableToken, entropy("159"), []string{"info tokens.r.entropy.bits"}},
		{"160 bits", guessableToken, entropy("160"), nil},
		{"none", guessableToken, entropy("none"), []string{"error tokens.r.entropy.bits"}},
		{"undecided", guessableToken, "profiles: fapi2\n" + entropy("undecided"), nil},
		{"silent, opaque", guessableToken, "profiles: asvs-l1\ntokens: {r: {type: refresh_token, format: opaque, lifetime: 1d}}\n", []string{"error tokens.r.entropy"}},
		{"silent, nothing claimed", guessableToken, "tokens: {r: {type: refresh_token, format: opaque, lifetime: 1d}}\n", nil},
		{"silent, signed", guessableToken, "profiles: asvs-l1\n", nil},
		{"typed by people", guessableToken, "tokens: {u: {type: user_code, format: opaque, lifetime: 1m, entropy: 34}}\n", nil},
		{"a GUID", guessableToken, entropy("{bits: 256, generator: random GUIDs}"), []string{"error tokens.r.entropy.generator"}},
	})
}
