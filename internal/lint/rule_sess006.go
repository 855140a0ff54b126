package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// The random bits of a session's identifier: SP 800-63B-4 section 5.1 asks for 64, ASVS 7.2.3 for 128.
const (
	sessionBitsNIST = 64
	sessionBitsASVS = 128
)

var weakSessionSecret = &Rule{
	ID: "SESS006", Title: "session identifier can be guessed, or survives a sign-in",
	Why: "Whoever guesses the identifier, or planted it before the sign-in, is signed in as the user.",
	Cites: []Cite{
		{"ASVS 5.0", "7.2.3", ""},
		{"ASVS 5.0", "7.2.4", ""},
		{"SP 800-63B-4", "5.1", "SHALL"},
		{"OWASP Session", "", ""},
	},
	In: []Ask{{ASVS1, diag.Error}, {AAL1, diag.Error}},
	Bad: `sessions:
  sso: {lifetime: {absolute: 24h}, entropy: 48, renewed_on_login: true}
`,
	Good: `sessions:
  sso: {lifetime: {absolute: 24h}, entropy: 128, renewed_on_login: true}
`,
	At: "sessions.sso.entropy.bits",
	Check: func(p *Pass) {
		for s, e := range Each[specs.Entropy](p, "sessions.*.entropy") {
			least := specs.Int(sessionBitsNIST)
			if c := p.Claims(s); c.Has(ASVS1) || c.Nothing() {
				least = sessionBitsASVS
			}
			if e.Bits.IsSet() && e.Bits.V < least {
				p.Report(s.In("bits", e.Bits.Mark), "%d random bits can be guessed; write %d or more", e.Bits.V, least)
			}
		}
		for s, renewed := range Each[specs.Value[bool]](p, "sessions.*.renewed_on_login") {
			if renewed.State == specs.None || renewed.IsSet() && !renewed.V {
				p.Report(s, "the identifier from before the sign-in goes on after it; write true").Write(s, "true")
			}
		}
	},
}
