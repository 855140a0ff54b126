package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var contradictingProfiles = &Rule{
	ID: "PROF001", Title: "claimed profiles that contradict each other",
	Why: "Whatever is written breaks one of the two promises, and the findings that follow cannot all be mended.",
	Cites: []Cite{
		{"RFC 9700", "2.2.2", "MUST"},
		{"FAPI 2.0", "5.3.2.1", "shall not"},
		{"RFC 9068", "2.1", "MUST"},
		{"FAPI 2.0", "5.4.1", "shall"},
	},
	Severity: diag.Warning,
	Bad: `profiles: [oauth-bcp, fapi2]
clients:
  app: {type: public, grants: [authorization_code, refresh_token]}
`,
	Good: `profiles: oauth-bcp
clients:
  app: {type: public, grants: [authorization_code, refresh_token]}
  bank: {type: confidential, grants: [authorization_code, refresh_token], profiles: fapi2}
`,
	At: "clients.app.type",
	Check: func(p *Pass) {
		for s, kind := range Each[specs.Value[specs.ClientType]](p, "clients.*.type", "clients.*.grants") {
			if kind.V != specs.ClientPublic || !specs.Has(Get[specs.Values[specs.GrantType]](p, "clients."+s.Name()+".grants", s.Sel), specs.GrantRefreshToken) {
				continue
			}
			asks, refuses := claimedOf(p.Claims(s), BCP, Browser), claimedOf(p.Claims(s), FAPI2)
			if asks == "" || refuses == "" {
				continue
			}
			r := p.Report(s, "%s asks public clients to rotate refresh tokens or to bind them (RFC 9700 §2.2.2 MUST); %s refuses routine rotation and takes confidential clients only (FAPI 2.0 §5.3.2.1 shall not); what the policy claims holds for all clients, so claim fapi2 under clients.*.profiles for those that keep it, or make %s confidential", asks, refuses, s.Name())
			relateClaims(p, r, s.Name(), Profile(asks), Profile(refuses))
		}
		for s, algorithms := range Each[specs.Values[specs.Algorithm]](p, "issuers.*.keys.*.algorithms", "issuers.*.keys.*.use") {
			if !signsTokens(p, s) {
				continue
			}
			for i, v := range algorithms.Items {
				asks, refuses := claimedOf(p.Claims(s), BCP), claimedOf(p.Claims(s), FAPI2, ASVS2)
				if v.V != specs.AlgorithmRS256 || asks == "" || refuses == "" {
					continue
				}
				at := s
				if len(algorithms.Items) > 1 {
					at = s.Item(i, v.Mark)
				}
				r := p.Report(at, "servers of JWT access tokens support RS256 (RFC 9068 §2.1 MUST, part of %s), and %s refuses its padding for signing; offer it to verifiers that know nothing else, and sign no token with it", asks, refuses).AtMost(diag.Info)
				relateClaims(p, r, "", Profile(asks), Profile(refuses))
			}
		}
	},
}

// claimedOf are those of some profiles that are claimed, as words.
func claimedOf(c Claims, profiles ...Profile) string {
	var out []string
	for _, p := range profiles {
		if c.Has(p) {
			out = append(out, string(p))
		}
	}
	return strings.Join(out, " and ")
}

// relateClaims adds where the profiles are claimed, by the client or by the policy.
func relateClaims(p *Pass, r Report, client string, profiles ...Profile) {
	lists := []specs.Values[specs.ProfileID]{p.Profiles}
	if c := p.Client(client); c != nil {
		lists = append(lists, c.Profiles)
	}
	for _, list := range lists {
		for _, item := range list.Items {
			for _, profile := range profiles {
				if item.V == specs.ProfileID(profile) {
					r.Related(item.At, "%s is claimed here", profile)
				}
			}
		}
	}
}
