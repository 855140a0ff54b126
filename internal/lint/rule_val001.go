package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var algorithmList = &Rule{
	ID: "VAL001", Title: "algorithm list missing, with none, or with shared secrets beside key pairs",
	Why: "A token whose header says none has no signature. Where a public key is also taken for a shared secret, everybody who can read it can sign.",
	Cites: []Cite{
		{"RFC 8725", "3.1", "MUST"},
		{"RFC 9068", "4", "MUST NOT"},
		{"FAPI 2.0", "5.4.1", "shall"},
		{"ASVS 5.0", "9.1.2", ""},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad: `tokens:
  access: {type: access_token, format: jwt}
validation: {checks: [signature, issuer, audience, expiry], algorithms: [ES256, HS256]}
`,
	Good: `tokens:
  access: {type: access_token, format: jwt}
validation: {checks: [signature, issuer, audience, expiry], algorithms: [ES256]}
`,
	At: "validation.algorithms.1",
	Check: func(p *Pass) {
		if !p.checksSignatures() {
			return
		}
		for s, algorithms := range EachOrSilent[specs.Values[specs.Algorithm]](p, "validation.algorithms") {
			switch {
			case algorithms.State == specs.Undecided:
				continue
			case !algorithms.Stated():
				p.Missing(s, "list the signature algorithms that services accept, such as algorithms: [ES256]")
				continue
			}
			var shared, pairs int
			for _, a := range algorithms.Items {
				switch {
				case strings.EqualFold(string(a.V), "none"):
				case strings.HasPrefix(string(a.V), "HS"):
					shared++
				default:
					pairs++
				}
			}
			for i, a := range algorithms.Items {
				at := s.Item(i, a.Mark)
				switch {
				case a.State == specs.None, strings.EqualFold(string(a.V), "none"):
					p.Report(at, "none takes unsigned tokens; remove it")
				case strings.HasPrefix(string(a.V), "HS") && pairs > 0:
					p.Report(at, "%s takes a shared secret where the others take a public key; remove it, or split the services", a.V)
				}
			}
		}
	},
}

// checksSignatures reports whether services look at signatures themselves: an access token is self-contained.
func (p *Pass) checksSignatures() bool {
	return slices.ContainsFunc(p.TokensOf(specs.AccessToken), func(id string) bool { return selfContained(p.FormatOf(id, nil)) })
}

// selfContained reports whether a token of a format can be read without asking the server.
func selfContained(f specs.TokenFormat) bool {
	return f == specs.FormatJWT || f == specs.FormatJWE || f == specs.FormatCWT || f == specs.FormatPASETO
}
