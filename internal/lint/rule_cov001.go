package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

var unstatedRequirement = &Rule{
	ID: "COV001", Title: "something that a policy can say and this one does not",
	Why:  "Whoever reads the policy has to ask, and two teams will guess differently. Writing none or undecided is an answer too.",
	In:   []Ask{{Complete, diag.Info}},
	Bad:  "profiles: complete\nvalidation: [signature, typ, issuer, audience, expiry]\n",
	Good: "profiles: complete\nvalidation: {checks: [signature, typ, issuer, audience, expiry], clock_skew: 30s}\n",
	At:   "validation.clock_skew",
	Check: func(p *Pass) {
		stated := map[string]bool{}
		var none []string // what is stated to be none speaks for all that it could hold
		p.Visit(func(s *specs.Setting) {
			if _, plain := s.Text(); !plain && s.Mark.State == specs.Set {
				return // what a structure states is said by the settings in it
			}
			for _, id := range s.Requirements() {
				stated[id] = stated[id] || s.Mark.Stated()
			}
			if s.Mark.State == specs.None {
				none = append(none, s.Path)
			}
		})
		for i, id := range p.Profiles.Items {
			if id.V != specs.ProfileID(Complete) {
				continue
			}
			claim := p.Spot("profiles").Item(i, id.Mark)
			for _, r := range standard.Requirements() {
				settings := specs.SettingsFor(r.ID)
				spoken := func(setting string) bool {
					return slices.ContainsFunc(none, func(path string) bool { return strings.HasPrefix(setting, path+".") })
				}
				if stated[r.ID] || len(settings) == 0 || slices.ContainsFunc(settings, spoken) {
					continue
				}
				nearest, _, _ := strings.Cut(settings[0], ".*")
				p.Report(Spot{Path: nearest, At: claim.At}, "%q (%s) is not stated; write %s, or none", r.Title, r.ID, orAny(settings))
			}
		}
	},
}

// orAny names the first few settings that would do.
func orAny(settings []string) string {
	const most = 3
	if len(settings) > most {
		return strings.Join(settings[:most], ", ") + " or another setting"
	}
	return diag.OneOf(settings)
}
