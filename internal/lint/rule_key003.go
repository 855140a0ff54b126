package lint

import (
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// How long keys may be in use (SP 800-57 Part 1 section 5.3.6): one to three years for a private signature key, two for a
// symmetric key or a private key that authenticate.
const (
	keyYear         = 365 * specs.Day
	signatureKeyMax = 3 * keyYear
	authKeyMax      = 2 * keyYear
)

var keyNotRotated = &Rule{
	ID: "KEY003", Title: "key is in use for too long, or without a period",
	Why: "A key that nobody ever replaced is one that nobody knows how to replace on the night when it leaks.",
	Cites: []Cite{
		{"SP 800-57 Part 1", "5.3.6", ""},
		{"ASVS 5.0", "11.1.1", ""},
	},
	In:   []Ask{{BCP, diag.Warning}, {ASVS2, diag.Warning}, {AAL1, diag.Warning}},
	Bad:  "issuers:\n  main:\n    keys: {signing: {algorithms: ES256, rotate_every: none}}\n",
	Good: "issuers:\n  main:\n    keys: {signing: {algorithms: ES256, rotate_every: 90d}}\n",
	At:   "issuers.main.keys.signing.rotate_every",
	Check: func(p *Pass) {
		for s, every := range EachOrSilent[specs.Value[specs.Duration]](p, "issuers.*.keys.*.rotate_every", "issuers.*.keys.*.algorithms", "issuers.*.keys.*.use") {
			if !signsTokens(p, s) {
				continue
			}
			algorithms := Get[specs.Values[specs.Algorithm]](p, "issuers."+s.Names[0]+".keys."+s.Names[1]+".algorithms", s.Sel)
			symmetric := false
			if names := specs.Plain(algorithms); len(names) > 0 {
				alg, ok := standard.AlgorithmByName(string(names[0]))
				symmetric = ok && !alg.Asymmetric
			}
			switch {
			case every.State == specs.Silent:
				p.Missing(s, "say how long a key signs, such as 90d")
			case every.State == specs.None:
				p.Report(s, "a key that is never replaced signs for whoever copied it, for ever; write a time, such as 90d")
			case !every.IsSet():
			case symmetric && every.V > authKeyMax:
				p.Report(s, "%s is longer than the two years of a symmetric key; write a shorter time, such as 90d", every.V).As(diag.Error)
			case every.V > signatureKeyMax:
				p.Report(s, "%s is longer than the three years of a signature key; write a shorter time, such as 90d", every.V).As(diag.Error)
			case every.V > keyYear:
				p.Report(s, "%s is longer than a year; a year or less is advised, three years are the most", every.V).As(diag.Info)
			}
		}
		for s, every := range Each[specs.Value[specs.Duration]](p, "clients.*.secret.rotate_every") {
			if every.IsSet() && every.V > authKeyMax {
				p.Report(s, "%s is longer than the two years of a key that authenticates; write a shorter time, such as 180d", every.V).As(diag.Error)
			}
		}
	},
}
