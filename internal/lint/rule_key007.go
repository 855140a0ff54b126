package lint

import (
	"regexp"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// Random bits of what must not be guessed: RFC 6749 section 10.10 allows a chance of 2^-128 and asks for 2^-160.
const (
	entropyMust   = 128
	entropyShould = 160
)

// uuids are the ways to say that a string is a UUID, of whose bits at most 122 are random.
var uuids = regexp.MustCompile(`(?i)\b(uu|gu)id`)

var guessableToken = &Rule{
	ID: "KEY007", Title: "token can be guessed",
	Why: "Guessing must be harder than stealing. A string with too few random bits falls to somebody who tries long enough, unseen by its owner.",
	Cites: []Cite{
		{"RFC 6749", "10.10", "MUST"},
		{"FAPI 2.0", "5.4.1", "shall"},
		{"ASVS 5.0", "7.2.3", ""},
		{"ASVS 5.0", "11.5.1", ""},
	},
	In:   []Ask{{BCP, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad:  "tokens:\n  refresh: {type: refresh_token, format: opaque, lifetime: 14d, entropy: {bits: 128, generator: UUID version 4}}\n",
	Good: "tokens:\n  refresh: {type: refresh_token, format: opaque, lifetime: 14d, entropy: {bits: 256, generator: system random source}}\n",
	At:   "tokens.refresh.entropy.generator",
	Check: func(p *Pass) {
		for s, e := range EachOrSilent[specs.Entropy](p, "tokens.*.entropy", "tokens.*.format") {
			if p.Is(s.Name(), specs.UserCode) { // typed by people: its limit of tries protects it, not its length
				continue
			}
			opaque := p.FormatOf(s.Name(), s.Sel) == specs.FormatOpaque
			bits, generator := s.In("bits", e.Bits.Mark), s.In("generator", e.Generator.Mark)
			switch {
			case opaque && e.State == specs.None, e.Bits.State == specs.None:
				p.Report(bits, "a string without random bits can be guessed; write 160 or more")
			case opaque && e.State == specs.Silent:
				p.Missing(s, "say how many random bits the string has; 160 or more")
			case uuids.MatchString(e.Generator.V):
				p.Report(generator, "a UUID has 122 random bits at most, and some versions none; take 160 or more from the system's random source").Cite(Cite{"ASVS 5.0", "11.5.1", ""})
			case !e.Bits.IsSet():
			case e.Bits.V < entropyMust:
				p.Report(bits, "%d random bits can be guessed; 128 are the least, and 160 are advised", e.Bits.V)
			case e.Bits.V < entropyShould:
				p.Report(bits, "%d random bits are enough; 160 are advised", e.Bits.V).As(diag.Info).Cite(Cite{"RFC 6749", "10.10", "SHOULD"})
			}
		}
	},
}
