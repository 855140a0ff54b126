package lint

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// reassignable are claims that a provider may give to another person later, or that people change themselves.
var reassignable = []string{"email", "phone_number", "preferred_username", "username", "nickname", "name", "upn", "unique_name"}

var reassignableAccountKey = &Rule{
	ID: "CLM005", Title: "account found by a claim that can pass to another person",
	Why: "Mailboxes and user names are given to new people, and two providers may use the same subject. Whoever gets the value gets the account.",
	Cites: []Cite{
		{"ASVS 5.0", "6.8.1", ""},
		{"SP 800-63C-4", "4.9", "SHALL NOT"},
		{"RFC 9700", "4.15", ""},
	},
	In:     []Ask{{ASVS2, diag.Error}, {AAL1, diag.Error}, {BCP, diag.Warning}},
	Bad:    "issuers:\n  main:\n    federation: {provider: Staff directory, user_key: email}\n",
	Good:   "issuers:\n  main:\n    federation: {provider: Staff directory, user_key: [iss, sub]}\n",
	At:     "issuers.main.federation.user_key",
	Repair: "writes [iss, sub]",
	Check: func(p *Pass) {
		for s, f := range Each[specs.Federation](p, "issuers.*.federation") {
			if f.State != specs.Set {
				continue
			}
			at := s.In("user_key", f.UserKey.Mark)
			key := f.UserKey
			loose := slices.IndexFunc(key.Items, func(v specs.Value[string]) bool { return slices.Contains(reassignable, v.V) })
			switch {
			case specs.Has(key, "iss") && specs.Has(key, "sub"): // a further claim only narrows it
			case key.State == specs.Silent:
				r := p.Missing(at, "say by which claims an account is found: [iss, sub]")
				if !p.Varies(at.Path) {
					r.State(at.At.File, at.Path, "[iss, sub]")
				}
			case key.State == specs.None:
				p.Report(at, "without a key two people can end up with one account; write [iss, sub]").Write(at, "[iss, sub]")
			case loose >= 0:
				p.Report(at, "%s can pass to another person, who then gets the account; write [iss, sub]", key.Items[loose].V).Write(at, "[iss, sub]")
			case specs.Has(key, "sub"):
				p.Report(at, "sub is unique for one provider only; write [iss, sub]").Write(at, "[iss, sub]")
			}
		}
	},
}
