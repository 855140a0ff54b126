package specs

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/standard"
)

// TLSVersion is a version of TLS.
type TLSVersion string

// The versions, from the oldest.
const (
	TLS10 TLSVersion = "1.0"
	TLS11 TLSVersion = "1.1"
	TLS12 TLSVersion = "1.2"
	TLS13 TLSVersion = "1.3"
)

func (TLSVersion) vocabulary() vocabulary {
	return vocabulary{ordered: true, words: []Word{
		{string(TLS10), "withdrawn (RFC 9325, section 3.1.1)"},
		{string(TLS11), "withdrawn (RFC 9325, section 3.1.1)"},
		{string(TLS12), "in order with the recommended ciphers (RFC 9325, section 3.1.1)"},
		{string(TLS13), "current (RFC 9325, section 3.1.1)"},
	}}
}

// PKCEMethod is how a code challenge is made from its verifier.
type PKCEMethod string

// The challenge methods (RFC 7636, section 4.2).
const (
	PKCES256  PKCEMethod = "S256"
	PKCEPlain PKCEMethod = "plain"
)

func (PKCEMethod) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(PKCES256), "the SHA-256 hash of the verifier (RFC 7636, section 4.2)"},
		{string(PKCEPlain), "the verifier itself; protects from little (RFC 7636, section 7.2)"},
	}}
}

// KeyUse is what keys are for.
type KeyUse string

// The uses of keys.
const (
	KeyUseSign         KeyUse = "sign"
	KeyUseEncrypt      KeyUse = "encrypt"
	KeyUseCertify      KeyUse = "certify"
	KeyUseAuthenticate KeyUse = "authenticate"
	KeyUseTLS          KeyUse = "tls"
	KeyUseProtect      KeyUse = "protect"
)

func (KeyUse) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(KeyUseSign), "sign tokens"},
		{string(KeyUseEncrypt), "encrypt tokens"},
		{string(KeyUseCertify), "sign other keys"},
		{string(KeyUseAuthenticate), "authenticate a client or a server"},
		{string(KeyUseTLS), "secure connections"},
		{string(KeyUseProtect), "seal the server's own data, such as cookies and opaque tokens"},
	}}
}

// Algorithm is a signature algorithm.
type Algorithm string

// The algorithms that code speaks of; the list is in package standard. Encryption algorithms are written {own: word}.
const (
	AlgorithmES256   Algorithm = "ES256"
	AlgorithmES384   Algorithm = "ES384"
	AlgorithmES512   Algorithm = "ES512"
	AlgorithmEd25519 Algorithm = "Ed25519"
	AlgorithmEd448   Algorithm = "Ed448"
	AlgorithmEdDSA   Algorithm = "EdDSA"
	AlgorithmPS256   Algorithm = "PS256"
	AlgorithmPS384   Algorithm = "PS384"
	AlgorithmPS512   Algorithm = "PS512"
	AlgorithmRS256   Algorithm = "RS256"
	AlgorithmRS384   Algorithm = "RS384"
	AlgorithmRS512   Algorithm = "RS512"
	AlgorithmES256K  Algorithm = "ES256K"
	AlgorithmHS256   Algorithm = "HS256"
	AlgorithmHS384   Algorithm = "HS384"
	AlgorithmHS512   Algorithm = "HS512"
)

func (Algorithm) vocabulary() vocabulary {
	return vocabulary{open: true, words: wordsFrom(standard.Algorithms(), func(r standard.Algorithm) Word {
		means := string(r.Family)
		if r.Curve != "" && !strings.Contains(means, r.Curve) {
			means += " with " + r.Curve
		}
		return Word{r.Name, cited(means, r.Cite)}
	})}
}

// KeyPer is what has keys of its own.
type KeyPer string

// The things that have keys of their own.
const (
	KeyPerIssuer         KeyPer = "issuer"
	KeyPerAlgorithm      KeyPer = "algorithm"
	KeyPerEnvironment    KeyPer = "environment"
	KeyPerRegion         KeyPer = "region"
	KeyPerTenant         KeyPer = "tenant"
	KeyPerClient         KeyPer = "client"
	KeyPerResourceServer KeyPer = "resource_server"
	KeyPerToken          KeyPer = "token"
)

func (KeyPer) vocabulary() vocabulary {
	return vocabulary{words: []Word{
		{string(KeyPerIssuer), "each authorization server"},
		{string(KeyPerAlgorithm), "each algorithm"},
		{string(KeyPerEnvironment), "each environment"},
		{string(KeyPerRegion), "each region"},
		{string(KeyPerTenant), "each customer"},
		{string(KeyPerClient), "each application"},
		{string(KeyPerResourceServer), "each resource server"},
		{string(KeyPerToken), "each token type"},
	}}
}

// SecretStore is where a secret is held.
type SecretStore string

// The stores, from the weakest.
const (
	StoreSourceCode   SecretStore = "source_code"
	StoreEnvVar       SecretStore = "env_var"
	StoreFile         SecretStore = "file"
	StoreDatabase     SecretStore = "database"
	StoreOrchestrator SecretStore = "orchestrator"
	StoreOSKeystore   SecretStore = "os_keystore"
	StoreVault        SecretStore = "vault"
	StoreKMS          SecretStore = "kms"
	StoreTPM          SecretStore = "tpm"
	StoreHSM          SecretStore = "hsm"
)

func (SecretStore) vocabulary() vocabulary {
	return vocabulary{ordered: true, words: []Word{
		{string(StoreSourceCode), "in the program or its repository"},
		{string(StoreEnvVar), "in an environment variable"},
		{string(StoreFile), "in a file"},
		{string(StoreDatabase), "in a database"},
		{string(StoreOrchestrator), "in the secret objects of a cluster"},
		{string(StoreOSKeystore), "in the key store of the operating system"},
		{string(StoreVault), "in a secrets manager that controls and records access"},
		{string(StoreKMS), "in a key management service that never gives the key out"},
		{string(StoreTPM), "in a chip of the machine that never gives the key out"},
		{string(StoreHSM), "in a hardware security module that never gives the key out"},
	}}
}

// AtRest is how something stored is protected.
type AtRest string

// The kinds of protection, from the weakest.
const (
	AtRestPlaintext         AtRest = "plaintext"
	AtRestDiskEncryption    AtRest = "disk_encryption"
	AtRestEncrypted         AtRest = "encrypted"
	AtRestHardwareEncrypted AtRest = "hardware_encrypted"
	AtRestHashed            AtRest = "hashed"
	AtRestKeyedHash         AtRest = "keyed_hash"
	AtRestSlowHash          AtRest = "slow_hash"
	AtRestNotKept           AtRest = "not_kept"
)

func (AtRest) vocabulary() vocabulary {
	return vocabulary{ordered: true, words: []Word{
		{string(AtRestPlaintext), "as it is"},
		{string(AtRestDiskEncryption), "as it is, on an encrypted disk"},
		{string(AtRestEncrypted), "encrypted with a key that software holds"},
		{string(AtRestHardwareEncrypted), "encrypted with a key that hardware holds"},
		{string(AtRestHashed), "only its hash is kept"},
		{string(AtRestKeyedHash), "only a hash made with a secret key is kept"},
		{string(AtRestSlowHash), "only a hash that is slow to compute is kept, fit for what people can guess"},
		{string(AtRestNotKept), "nothing of it is kept"},
	}}
}
