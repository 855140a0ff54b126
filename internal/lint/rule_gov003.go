package lint

import (
	"slices"
	"strings"
	"time"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var unrehearsedIncidents = &Rule{
	ID: "GOV003", Title: "incident playbooks missing or never rehearsed",
	Why: "The time until somebody knows what to do is part of a stolen token's life.",
	Cites: []Cite{
		{"SP 800-63B-4", "4.3", "SHALL"},
		{"ASVS 5.0", "11.1.1", ""},
	},
	In: []Ask{{AAL1, diag.Warning}, {ASVS2, diag.Warning}},
	Bad: `incidents:
  playbooks:
    stolen: {for: token_compromise, steps: [Revoke the token]}
  drills: {spring: {playbook: stolen, every: 180d, last: 2026-06-10}}
`,
	Good: `incidents:
  playbooks:
    stolen: {for: token_compromise, steps: [Revoke the token]}
    key: {for: key_exposure, steps: [Withdraw the key]}
  drills: {spring: {playbook: stolen, every: 180d, last: 2026-06-10}}
`,
	At: "incidents.playbooks",
	Check: func(p *Pass) {
		for s, books := range EachOrSilent[specs.Map[specs.Playbook]](p, "incidents.playbooks") {
			if _, around := At[specs.Incidents](p, "incidents", s.Sel); !books.Stated() {
				books.State = around.State // of a whole that is stated to be none, or undecided
			}
			missing := slices.DeleteFunc(rehearsedKinds(p), func(kind specs.IncidentKind) bool {
				return slices.ContainsFunc(books.Entries, func(e specs.Entry[specs.Playbook]) bool {
					return e.V.State != specs.None && (e.V.For.V == kind || e.ID == string(kind))
				})
			})
			switch {
			case len(missing) == 0 || books.State == specs.Undecided:
			case books.State == specs.None:
				p.Report(s, "there is no playbook; write one for each of %s", joinKinds(missing))
			default:
				p.Missing(s, "what to do on %s; write a playbook for each", joinKinds(missing))
			}
		}
		for s, drills := range EachOrSilent[specs.Map[specs.Drill]](p, "incidents.drills") {
			if len(p.Incidents.Playbooks.IDs()) == 0 {
				continue
			}
			switch {
			case drills.State == specs.None:
				p.Report(s, "no playbook is ever rehearsed; plan a drill at least once a year")
			case drills.State == specs.Silent:
				p.Missing(s, "when the playbooks are rehearsed; add a drill with every and last")
			case drills.State == specs.Set && !slices.ContainsFunc(drills.Entries, func(e specs.Entry[specs.Drill]) bool { return e.V.Last.IsSet() }):
				p.Missing(s, "when a playbook was last rehearsed; add last to a drill")
			}
		}
		for s, d := range Each[specs.Drill](p, "incidents.drills.*") {
			today := p.Today()
			if today.IsZero() || !d.Every.IsSet() || !d.Last.IsSet() {
				continue
			}
			if due := (specs.Date{Time: d.Last.V.Add(time.Duration(d.Every.V))}); due.Before(today.Time) {
				p.Report(s.In("last", d.Last.Mark), "the next drill was due on %s; hold it, or change every", due)
			}
		}
	},
}

// rehearsedKinds are the incidents that every policy with such tokens and clients meets.
func rehearsedKinds(p *Pass) []specs.IncidentKind {
	out := []specs.IncidentKind{specs.IncidentTokenCompromise}
	if hasUsers(p) {
		out = append(out, specs.IncidentDeviceLoss)
	}
	for range Each[specs.KeySet](p, "issuers.*.keys.*") {
		return append(out, specs.IncidentKeyExposure)
	}
	return out
}

func joinKinds(kinds []specs.IncidentKind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	return strings.Join(words, ", ")
}
