package specs

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// secretRule is the name of the check for secrets that were pasted into a policy.
const secretRule = "secret"

// notASecret ends a line whose text only looks like a secret.
const notASecret = "tokenbook:not-a-secret"

// secretKind is a kind of secret that can be told by its look. A line without any of the marks has none, which saves the
// pattern. Where the pattern has a group, the group is the secret.
type secretKind struct {
	name    string
	marks   []string
	pattern *regexp.Regexp
}

var secretKinds = []secretKind{
	{"a private key", []string{"PRIVATE KEY-----"}, regexp.MustCompile(`-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----`)},
	{"a signed JSON Web Token", []string{"eyJ"}, regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}`)},
	{"an encrypted JSON Web Token", []string{"eyJ"}, regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}`)},
	{"the private part of a JSON Web Key", []string{"d\"", "d'", "d:"}, regexp.MustCompile(`["']?\bd["']?\s*:\s*["']([A-Za-z0-9_-]{32,})["']`)},
	{"a GitHub token", []string{"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"}, regexp.MustCompile(`\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})`)},
	{"a GitLab token", []string{"glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glsoat-", "glimt-", "glagent-"}, regexp.MustCompile(`\bgl(?:pat|dt|rt|cbt|ptt|soat|imt|agent)-[A-Za-z0-9_-]{20,}`)},
	{"a Slack token", []string{"xox"}, regexp.MustCompile(`\bxox[abeoprs]-[A-Za-z0-9-]{10,}`)},
	{"an AWS access key", []string{"AKIA", "ASIA", "ABIA", "ACCA"}, regexp.MustCompile(`\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b`)},
	{"a Google API key", []string{"AIza"}, regexp.MustCompile(`\bAIza[A-Za-z0-9_-]{35}`)},
	{"a Google access token", []string{"ya29."}, regexp.MustCompile(`\bya29\.[A-Za-z0-9_-]{20,}`)},
	{"a Stripe key", []string{"sk_", "rk_", "whsec_"}, regexp.MustCompile(`\b(?:sk|rk|whsec)_(?:live_|test_)?[A-Za-z0-9]{20,}`)},
	{"an npm token", []string{"npm_"}, regexp.MustCompile(`\bnpm_[A-Za-z0-9]{36,}`)},
	{"a PyPI token", []string{"pypi-"}, regexp.MustCompile(`\bpypi-[A-Za-z0-9_-]{50,}`)},
	{"a DigitalOcean token", []string{"_v1_"}, regexp.MustCompile(`\bdo[oprt]_v1_[a-f0-9]{64}`)},
	{"a Hugging Face token", []string{"hf_"}, regexp.MustCompile(`\bhf_[A-Za-z0-9]{30,}`)},
	{"a SendGrid key", []string{"SG."}, regexp.MustCompile(`\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}`)},
	{"an API key", []string{"sk-"}, regexp.MustCompile(`\bsk-(?:proj-|ant-|or-)?[A-Za-z0-9_-]{32,}`)},
	{"a Shopify token", []string{"shp"}, regexp.MustCompile(`\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}`)},
	{"a Vault token", []string{"hvs.", "hvb.", "hvr."}, regexp.MustCompile(`\bhv[sbr]\.[A-Za-z0-9_-]{24,}`)},
	{"an Azure connection string", []string{"AccountKey="}, regexp.MustCompile(`\bAccountKey=([A-Za-z0-9+/]{60,}={0,2})`)},
	{"a password in an address", []string{"://"}, regexp.MustCompile(`[a-z][a-z0-9+.-]*://[^\s/:@{}"']+:([^\s/:@{}"']{3,})@[^\s/@]`)},
}

// placeholders are marks of text that was made up: an author who writes one shows nothing that could be used.
var placeholders = regexp.MustCompile(`(?i)example|sample|placeholder|redacted|dummy|changeme|your[_-]|xxxx|\.\.\.|…|0123456789|123456789|abcdefgh|1234abcd`)

// secretAt is a secret in a text: what it is, the text itself, and where.
type secretAt struct {
	kind, text string
	at         diag.Span
}

// findSecrets finds what looks like a secret anywhere in a file: values, keys, comments.
func findSecrets(name, text string) []secretAt {
	var out []secretAt
	possible := slices.DeleteFunc(slices.Clone(secretKinds), func(k secretKind) bool { return !k.marked(text) })
	number := -1
	for line := range strings.Lines(text) {
		number++
		if len(line) < 12 || strings.Contains(line, notASecret) {
			continue
		}
		var taken []bool // the bytes of secrets that another kind found
		for _, kind := range possible {
			if !kind.marked(line) {
				continue
			}
			counted, column := 0, 1 // of the line, so far
			for _, found := range kind.pattern.FindAllStringSubmatchIndex(line, -1) {
				start, end := found[0], found[1]
				if len(found) > 2 && found[2] >= 0 {
					start, end = found[2], found[3]
				}
				secret := line[start:end]
				if len(secret) < shortestSecret {
					continue
				}
				if taken == nil {
					taken = make([]bool, len(line))
				}
				if taken[start] || taken[end-1] || placeholders.MatchString(secret) || repeats(secret) {
					continue
				}
				for i := start; i < end; i++ {
					taken[i] = true
				}
				column += utf8.RuneCountInString(line[counted:start])
				counted = start
				out = append(out, secretAt{kind.name, secret, diag.Span{
					File:  name,
					Start: diag.Position{Line: number + 1, Column: column},
					End:   diag.Position{Line: number + 1, Column: column + utf8.RuneCountInString(secret)},
				}})
			}
		}
	}
	return out
}

func (k *secretKind) marked(text string) bool {
	return slices.ContainsFunc(k.marks, func(mark string) bool { return strings.Contains(text, mark) })
}

// repeats reports whether a text is made of very few characters, as made-up ones are.
func repeats(s string) bool {
	i := strings.LastIndexAny(s, "_-. ") + 1
	different := map[rune]bool{}
	for _, c := range s[i:] {
		different[c] = true
	}
	return len(s[i:]) >= 8 && len(different) <= 3
}

// The least that a word in a sample needs to look random: its length, and the bits that each character carries. English
// words joined by hyphens carry about 3.6 bits, random base64 of that length about 4.6, random hexadecimal 3.7 and digits
// among letters throughout.
const (
	randomLength    = 32
	randomBits      = 4.2
	randomHexLength = 40
	randomHexBits   = 3.4
)

var (
	randomWord = regexp.MustCompile(`[A-Za-z0-9+/_=-]{32,}`)
	hexWord    = regexp.MustCompile(`^[0-9a-fA-F]+$`)
)

// randomText is the first word of a sample that looks like random bits, or empty.
func randomText(s string) string {
	for _, word := range randomWord.FindAllString(s, -1) {
		if placeholders.MatchString(word) || repeats(word) || !strings.ContainsAny(word, "0123456789") {
			continue
		}
		bits := entropy(word)
		if hexWord.MatchString(word) {
			if len(word) >= randomHexLength && bits >= randomHexBits {
				return word
			}
			continue
		}
		if len(word) >= randomLength && bits >= randomBits {
			return word
		}
	}
	return ""
}

// entropy is Shannon's measure of a text, in bits a character.
func entropy(s string) float64 {
	counts := map[rune]int{}
	n := 0
	for _, c := range s {
		counts[c]++
		n++
	}
	bits := 0.0
	for _, c := range counts {
		p := float64(c) / float64(n)
		bits -= p * math.Log2(p)
	}
	return bits
}

// samples looks for random text in samples, where nobody needs a real one.
func (l *linker) samples() {
	for _, s := range l.doc.all {
		if len(s.Segments) == 0 || !sampleSetting(s) {
			continue
		}
		text, ok := s.Text()
		if raw, isRaw := s.raw(); isRaw {
			text, ok = string(raw.JSON()), true
		}
		if word := randomText(text); ok && word != "" && !l.allowed(s.Mark.At, word, len(text)) {
			l.source.secret(&l.findings, secretAt{"random text, as secrets are,", word, s.Mark.At}, s.Path)
		}
	}
}

// publicHashes are claims whose values look random and tell nobody anything: thumbprints and hashes.
var publicHashes = []string{"jkt", "x5t#S256", "at_hash", "c_hash", "s_hash", "ath", "kid", "jti"}

// sampleSetting reports whether a setting shows what a message or a token looks like.
func sampleSetting(s *Setting) bool {
	if slices.ContainsFunc(s.Segments, func(part string) bool { return slices.Contains(publicHashes, part) }) {
		return false
	}
	switch s.Segments[len(s.Segments)-1] {
	case "sample", "data", "example":
		return true
	}
	return s.Segments[0] == "scenarios" && slices.Contains(s.Segments, "with")
}

// allowed reports whether a word stands on a line that says it is no secret. A sample may go on over several lines.
func (l *linker) allowed(at diag.Span, word string, length int) bool {
	lines, known := l.lines[at.File]
	if !known {
		for _, f := range l.source.Files {
			if f.Name == at.File {
				lines = strings.Split(f.Text, "\n")
			}
		}
		l.lines[at.File] = lines
	}
	for left := 8*length + 1000; left > 0 && at.Start.Line <= len(lines); at.Start.Line++ { // as far as a sample of that length can reach
		line := lines[at.Start.Line-1]
		if strings.Contains(line, word) {
			return strings.Contains(line, notASecret)
		}
		left -= len(line) + 1
	}
	return false
}

// secret reports one secret and remembers it, so that no message repeats it.
func (s *Source) secret(findings *diag.List, found secretAt, setting string) {
	s.secrets = append(s.secrets, found.text)
	if enough(findings, found.at) {
		return
	}
	findings.Add(secretRule, diag.Error, found.at, setting, "this looks like %s (%s, %d characters); take it out and revoke it, for whoever reads the policy can use it. If it is made up, end the line with # %s",
		found.kind, masked(found.text), utf8.RuneCountInString(found.text), notASecret)
}

// masked is what may be shown of a secret.
func masked(s string) string {
	r := []rune(s)
	return diag.Quote(string(r[:min(shownOfSecret, len(r))])) + "…"
}

// maskedFrom is how much of a secret's beginning is taken for the secret itself, where a message cut the rest.
const maskedFrom = 10

// What is taken for a secret has at least shortestSecret bytes; the first shownOfSecret of them are shown.
const (
	shortestSecret = 8
	shownOfSecret  = 4
)

// Masked is a text with every secret that was found in the policy made unreadable: the first characters stay, each of the
// others becomes a dot, so that places in the text stay where they are. A secret of which only the beginning stands there,
// because a message was cut, is masked as well.
func (s *Source) Masked(text string) string {
	if len(s.secrets) == 0 {
		return text
	}
	return s.masker().mask(text)
}

// masker finds secrets in a text by their beginnings, so that many of them cost no more than one.
type masker struct {
	begins map[string]bool
	sorted []string
}

func (s *Source) masker() *masker {
	m := &masker{begins: map[string]bool{}, sorted: sortedSet(s.secrets)}
	for _, secret := range m.sorted {
		m.begins[secret[:min(maskedFrom, len(secret))]] = true
	}
	return m
}

func (m *masker) mask(text string) string {
	var b strings.Builder
	done := 0
	for i := 0; i < len(text); i++ {
		n := m.at(text[i:])
		if n == 0 {
			continue
		}
		b.WriteString(text[done:i+shownOfSecret] + strings.Repeat("•", n-shownOfSecret))
		done, i = i+n, i+n-1
	}
	return b.String() + text[done:]
}

// at is how many bytes of a secret a text begins with; 0 where it begins with none.
func (m *masker) at(text string) int {
	known := false
	for n := min(maskedFrom, len(text)); n >= shortestSecret && !known; n-- {
		known = m.begins[text[:n]]
	}
	if !known {
		return 0
	}
	i, _ := slices.BinarySearch(m.sorted, text) // the secret that has most in common with it stands beside its place
	longest := 0
	for _, secret := range m.sorted[max(i-1, 0):min(i+1, len(m.sorted))] {
		longest = max(longest, commonLength(text, secret))
	}
	return longest
}

// commonLength is the number of bytes with which two texts begin alike.
func commonLength(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// Mask makes secrets in findings unreadable, whatever stage they come from.
func (s *Source) Mask(findings diag.List) {
	if len(s.secrets) == 0 {
		return
	}
	m := s.masker()
	for i := range findings {
		f := &findings[i]
		f.Message, f.Setting = m.mask(f.Message), m.mask(f.Setting)
		f.Related = slices.Clone(f.Related)
		for j := range f.Related {
			f.Related[j].Message = m.mask(f.Related[j].Message)
		}
	}
}
