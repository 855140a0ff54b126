// Keeps the promise that a pasted secret is a finding at its place, that no message shows it whole, and that what only
// looks like one is left alone. The secrets are put together here, so that none stands in this file.
package specs

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// noise is text that looks random, of any length.
func noise(n int) string {
	const text = "kQ7vR2mZx9TbW4nYc6LdJ8sGfH3pAeU5oVtXiKyB1wNrMqEzCjDhSgFaPu0lOI"
	return strings.Repeat(text, n/len(text)+1)[:n]
}

func hexNoise(n int) string {
	const text = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	return strings.Repeat(text, n/len(text)+1)[:n]
}

func upperNoise(n int) string {
	const text = "QZ7VR2MXTBW4NYC6LDJSGFH3PAEU5OVKIB"
	return strings.Repeat(text, n/len(text)+1)[:n]
}

var secretCases = map[string]string{
	"JWT":                     "eyJ" + noise(20) + "." + noise(40) + "." + noise(43),
	"JWT with a short header": "eyJ" + noise(12) + "." + noise(30) + "." + noise(30),
	"JWE":                     "eyJ" + noise(20) + "." + noise(20) + "." + noise(16) + "." + noise(40) + "." + noise(22),
	"JWE, direct":             "eyJ" + noise(20) + ".." + noise(16) + "." + noise(40) + "." + noise(22),
	"PEM":                     "-----BEGIN " + "PRIVATE KEY-----",
	"PEM, RSA":                "-----BEGIN RSA " + "PRIVATE KEY-----",
	"PEM, EC":                 "-----BEGIN EC " + "PRIVATE KEY-----",
	"PEM, encrypted":          "-----BEGIN ENCRYPTED " + "PRIVATE KEY-----",
	"PEM, OpenSSH":            "-----BEGIN OPENSSH " + "PRIVATE KEY-----",
	"GitHub, classic":         "gh" + "p_" + noise(36),
	"GitHub, OAuth":           "gh" + "o_" + noise(36),
	"GitHub, server":          "gh" + "s_" + noise(36),
	"GitHub, refresh":         "gh" + "r_" + noise(76),
	"GitHub, fine-grained":    "github" + "_pat_" + noise(82),
	"GitLab":                  "gl" + "pat-" + noise(20),
	"Slack, bot":              "xo" + "xb-" + noise(30),
	"Slack, user":             "xo" + "xp-" + noise(30),
	"AWS":                     "AK" + "IA" + upperNoise(16),
	"AWS, temporary":          "AS" + "IA" + upperNoise(16),
	"Google key":              "AI" + "za" + noise(35),
	"Google token":            "ya" + "29." + noise(60),
	"Stripe, live":            "sk" + "_live_" + noise(24),
	"Stripe, restricted":      "rk" + "_live_" + noise(24),
	"npm":                     "np" + "m_" + noise(36),
	"PyPI":                    "py" + "pi-" + noise(60),
	"DigitalOcean":            "do" + "p_v1_" + hexNoise(64),
	"Hugging Face":            "h" + "f_" + noise(34),
	"SendGrid":                "S" + "G." + noise(22) + "." + noise(43),
	"API key":                 "s" + "k-proj-" + noise(48),
	"Shopify":                 "shp" + "at_" + hexNoise(32),
	"Vault":                   "hv" + "s." + noise(24),
}

// policyWith puts a text into the places of a policy that people paste into.
var secretPlaces = map[string]string{
	"a value":   "policy: {id: p, title: \"TEXT\", version: 1.0.0}\n",
	"a comment": "# TEXT\npolicy: {id: p, title: t, version: 1.0.0}\n",
	"a key":     "policy: {id: p, title: t, version: 1.0.0}\nglossary: {\"TEXT\": a word}\n",
	"no place":  "policy: {id: p, title: t, version: 1.0.0}\n\"TEXT\": 1\n",
	"no yaml":   "policy: {id: p, title: \"TEXT\n",
}

func saidOf(t *testing.T, text string) diag.List {
	t.Helper()
	src, all := Load(fstest.MapFS{"p.yaml": {Data: []byte("tokenbook: v1\n" + text)}}, "p.yaml")
	if src != nil {
		doc, parsed := Parse(src)
		all = append(append(all, parsed...), Link(doc, src)...)
		src.Mask(all)
	}
	return all
}

func TestSecretsAreFoundAndNotRepeated(t *testing.T) {
	for name, secret := range secretCases {
		for place, policy := range secretPlaces {
			text := strings.Replace(policy, "TEXT", secret, 1)
			all := saidOf(t, text)
			line := 2 + strings.Count(policy[:strings.Index(policy, "TEXT")], "\n")
			found := false
			for _, f := range all {
				found = found || f.Rule == secretRule && f.Severity == diag.Error && f.At.Start.Line == line
				whole := f.String() + f.Setting
				for _, r := range f.Related {
					whole += r.Message
				}
				if strings.Contains(whole, secret[:min(len(secret), 16)]) && !strings.Contains(secret, "PRIVATE KEY") {
					t.Errorf("%s as %s: a message shows it: %s", name, place, f)
				}
			}
			if !found {
				t.Errorf("%s as %s: not found in %v", name, place, all)
			}
			if all := saidOf(t, strings.Replace(policy, "TEXT", secret, 1)+"# tokenbook:not-a-secret"); place == "a comment" && all.Count(diag.Error) < 1 {
				t.Errorf("%s: a mark on another line must not excuse it", name)
			}
		}
	}
	if len(secretCases) < 25 {
		t.Errorf("%d kinds are tried; at least 25 were promised", len(secretCases))
	}
}

func TestWhatIsNoSecret(t *testing.T) {
	cases := []string{
		"ghp_", "Tokens begin with ghp_, gho_ or github_pat_.", "AKIAIOSFODNN7EXAMPLE", "gh" + "p_" + strings.Repeat("x", 36),
		"eyJ…", "eyJhbGciOi...", "eyJ", "-----BEGIN PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----", "https://id.example/a:b@c",
		"https://{user}:{password}@id.example", "sk_live_…", "sk_" + "live_your_key_here", "a risk-based decision", "the task-force",
		"desk-" + "by-the-window", "urn:ietf:params:oauth:token-type:access_token", "0123456789012345678901234567890123456789",
		"namespace_v1_example", "x5t#S256", "glpat-", "npm_config_registry", "d: plain words", "SG.short.words", "xoxo",
		"AIza", "ya29.", "hvs.", "mailto:identity@example.com", "git@github.com:acme/policy.git",
	}
	for _, text := range cases {
		for place, policy := range secretPlaces {
			if place == "no yaml" || place == "no place" {
				continue
			}
			for _, f := range saidOf(t, strings.Replace(policy, "TEXT", text, 1)) {
				if f.Rule == secretRule {
					t.Errorf("%q as %s: %s", text, place, f)
				}
			}
		}
	}
	if len(cases) < 25 {
		t.Errorf("%d texts are tried; at least 25 were promised", len(cases))
	}
}

func TestRandomTextInSamples(t *testing.T) {
	const policy = "policy: {id: p, title: t, version: 1.0.0}\ntokens:\n  access:\n    type: access_token\n    sample: %s\n"
	for text, want := range map[string]bool{
		noise(43):    true,
		hexNoise(64): true,
		"{access_token: " + noise(43) + ", expires_in: 600}": true,
		noise(43) + " # tokenbook:not-a-secret":              false,
		noise(20):                                            false,
		hexNoise(32):                                         false,
		"an-ordinary-sentence-with-hyphens-between-its-words-1": false,
		strings.Repeat("ab1", 20):                               false,
		"EXAMPLE" + noise(40):                                   false,
		"urn:ietf:params:oauth:token-type:access_token":         false,
	} {
		found := false
		for _, f := range saidOf(t, strings.Replace(policy, "%s", text, 1)) {
			if f.Rule == secretRule {
				found = true
				if f.At.Start.Line != 6 || strings.Contains(f.Message, noise(12)) {
					t.Errorf("%s: %s", text, f)
				}
			}
		}
		if found != want {
			t.Errorf("%s: found %v, want %v", text, found, want)
		}
	}
}
