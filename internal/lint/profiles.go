package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// Profile is the name of a standard that a policy or a client may claim, as in the table of profiles.
type Profile string

// The profiles.
const (
	BCP      Profile = "oauth-bcp"
	Browser  Profile = "browser"
	FAPI2    Profile = "fapi2"
	AAL1     Profile = "nist-aal1"
	AAL2     Profile = "nist-aal2"
	AAL3     Profile = "nist-aal3"
	ASVS1    Profile = "asvs-l1"
	ASVS2    Profile = "asvs-l2"
	ASVS3    Profile = "asvs-l3"
	Complete Profile = "complete"
)

// Claims are the profiles that hold for something, with the lower levels that each brings.
type Claims struct {
	all  []Profile
	none bool // nothing is claimed at all: what is stated is judged by oauth-bcp
}

// Has reports whether a profile is claimed, itself or by a higher level of the same standard.
func (c Claims) Has(profiles ...Profile) bool {
	return slices.ContainsFunc(profiles, func(p Profile) bool { return slices.Contains(c.all, p) })
}

// Nothing reports whether no standard is claimed.
func (c Claims) Nothing() bool { return c.none }

// claims are what a policy and its clients claim.
type claims struct {
	policy  []Profile
	clients map[string][]Profile
}

func claimsOf(p *specs.Policy) claims {
	c := claims{policy: profilesOf(p.Profiles), clients: map[string][]Profile{}}
	for i := range p.Clients.Entries {
		e := &p.Clients.Entries[i]
		c.clients[e.ID] = profilesOf(e.V.Profiles)
	}
	return c
}

// profilesOf adds to each profile the lower levels of its standard.
func profilesOf(list specs.Values[specs.ProfileID]) []Profile {
	var out []Profile
	for _, id := range specs.Plain(list) {
		claimed, ok := standard.ProfileByKey(string(id))
		if !ok {
			continue
		}
		for _, other := range standard.Profiles() {
			if other.Key == claimed.Key || claimed.Level > 0 && other.Document == claimed.Document && other.Level <= claimed.Level {
				out = append(out, Profile(other.Key))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// of are the claims that hold for some clients: the policy's, and those of each client. nil stands for all clients.
func (c claims) of(clients []string) Claims {
	all := slices.Clone(c.policy)
	if clients == nil {
		for _, own := range c.clients {
			all = append(all, own...)
		}
	}
	for _, client := range clients {
		all = append(all, c.clients[client]...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	none := !slices.ContainsFunc(all, func(p Profile) bool { return p != Complete })
	return Claims{all: all, none: none}
}

// grave is how grave a rule is under some claims, with the profile that makes it so. ok is false where nothing that
// is claimed asks for the rule.
func (r *Rule) grave(c Claims) (severity diag.Severity, by Profile, ok bool) {
	if len(r.In) == 0 {
		return r.Severity, "", true
	}
	for _, a := range r.In {
		asked := c.Has(a.Profile) || c.none && a.Profile == BCP
		if asked && (!ok || a.Severity > severity) {
			severity, by, ok = a.Severity, a.Profile, true
		}
	}
	return severity, by, ok
}

// basis says in a line where a rule comes from: the clause of the standard that is claimed, where it has one.
func (r *Rule) basis(by Profile, c Claims) string {
	if len(r.Cites) == 0 {
		return "house rule"
	}
	cite := r.Cites[0]
	if profile, ok := standard.ProfileByKey(string(by)); ok {
		if i := slices.IndexFunc(r.Cites, func(c Cite) bool { return c.Document == profile.Document }); i >= 0 {
			cite = r.Cites[i]
		}
	}
	parts := []string{cite.String()}
	switch {
	case by != "" && c.none:
		parts = append(parts, "judged by "+string(by)+", for no profile is claimed")
	case by != "":
		parts = append(parts, "asked by "+string(by))
	}
	return strings.Join(parts, ", ")
}
