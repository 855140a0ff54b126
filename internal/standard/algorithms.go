package standard

import "slices"

// Family groups algorithms by the mathematics behind them.
type Family string

// The families.
const (
	FamilyNone    Family = "none"
	FamilyHMAC    Family = "HMAC"
	FamilyPKCS1   Family = "RSASSA-PKCS1-v1_5"
	FamilyPSS     Family = "RSASSA-PSS"
	FamilyECDSA   Family = "ECDSA"
	FamilyEdwards Family = "EdDSA"
	FamilyKoblitz Family = "ECDSA secp256k1"
)

// Algorithm is a JOSE signature algorithm.
type Algorithm struct {
	// Name is the value of the header member alg.
	Name string
	// KeyType is the value of the key member kty: RSA, EC, OKP or oct; empty for none.
	KeyType string
	// Curve is the curve of the key, where the name fixes it.
	Curve  string
	Family Family
	// Asymmetric tells that the verifier needs no secret.
	Asymmetric bool
	Cite       Cite
	Standing   Standing
	// Strength is the security level in bits that the name guarantees; 0 where it depends on the key.
	Strength int
	// Note says what to watch for; empty for nothing.
	Note string
}

// Algorithms lists the signature algorithms, by family.
func Algorithms() []Algorithm { return slices.Clone(algorithms) }

// AlgorithmByName finds an algorithm by its exact name. Names are case-sensitive.
func AlgorithmByName(name string) (Algorithm, bool) {
	i := slices.IndexFunc(algorithms, func(a Algorithm) bool { return a.Name == name })
	if i < 0 {
		return Algorithm{}, false
	}
	return algorithms[i], true
}

const (
	notePKCS1 = "PKCS#1 v1.5 padding: widely supported, RFC 9068 asks servers to offer RS256, FAPI 2.0 and ASVS refuse it for signing."
	noteHMAC  = "Whoever can verify can also forge: only where issuer and receiver are one party. The secret is at least as long as the hash and never a password."
)

var algorithms = []Algorithm{
	{"ES256", "EC", "P-256", FamilyECDSA, true, Cite{"RFC 7518", "3.4"}, StandingCurrent, 128, "Needs good randomness, or the deterministic variant, for each signature."},
	{"ES384", "EC", "P-384", FamilyECDSA, true, Cite{"RFC 7518", "3.4"}, StandingCurrent, 192, ""},
	{"ES512", "EC", "P-521", FamilyECDSA, true, Cite{"RFC 7518", "3.4"}, StandingCurrent, 256, "The curve is P-521, the hash SHA-512."},
	{"Ed25519", "OKP", "Ed25519", FamilyEdwards, true, Cite{"RFC 9864", "2.2"}, StandingCurrent, 128, "Names the curve; verifiers written before 2025 know EdDSA only."},
	{"Ed448", "OKP", "Ed448", FamilyEdwards, true, Cite{"RFC 9864", "2.2"}, StandingCurrent, 224, ""},
	{"EdDSA", "OKP", "", FamilyEdwards, true, Cite{"RFC 8037", "3.1"}, StandingDeprecated, 0, "Leaves the curve to the key, which is why RFC 9864 replaces it by Ed25519 and Ed448."},
	{"PS256", "RSA", "", FamilyPSS, true, Cite{"RFC 7518", "3.5"}, StandingCurrent, 0, "Strength depends on the length of the key: 2048 bits at least, 3072 for 128-bit strength."},
	{"PS384", "RSA", "", FamilyPSS, true, Cite{"RFC 7518", "3.5"}, StandingCurrent, 0, "Strength depends on the length of the key."},
	{"PS512", "RSA", "", FamilyPSS, true, Cite{"RFC 7518", "3.5"}, StandingCurrent, 0, "Strength depends on the length of the key."},
	{"RS256", "RSA", "", FamilyPKCS1, true, Cite{"RFC 7518", "3.3"}, StandingCurrent, 0, notePKCS1},
	{"RS384", "RSA", "", FamilyPKCS1, true, Cite{"RFC 7518", "3.3"}, StandingCurrent, 0, notePKCS1},
	{"RS512", "RSA", "", FamilyPKCS1, true, Cite{"RFC 7518", "3.3"}, StandingCurrent, 0, notePKCS1},
	{"ES256K", "EC", "secp256k1", FamilyKoblitz, true, Cite{"RFC 8812", "3.2"}, StandingCurrent, 128, "Meant for WebAuthn and ledgers; not among the curves of NIST."},
	{"HS256", "oct", "", FamilyHMAC, false, Cite{"RFC 7518", "3.2"}, StandingCurrent, 128, noteHMAC},
	{"HS384", "oct", "", FamilyHMAC, false, Cite{"RFC 7518", "3.2"}, StandingCurrent, 192, noteHMAC},
	{"HS512", "oct", "", FamilyHMAC, false, Cite{"RFC 7518", "3.2"}, StandingCurrent, 256, noteHMAC},
	{"none", "", "", FamilyNone, false, Cite{"RFC 7518", "3.6"}, StandingForbidden, 0, "No signature at all. RFC 9068 forbids it for access tokens, and RFC 8725 warns against accepting it by accident."},
}
