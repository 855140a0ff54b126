package lint

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var refreshesAtOnce = &Rule{
	ID: "CLI002", Title: "two refreshes at once that end the session",
	Why: "Two uses of one refresh token look like theft. Two tabs that wake up together sign their own user out.",
	Cites: []Cite{
		{"RFC 9700", "4.14.2", "MUST"},
	},
	In: []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {ASVS1, diag.Error}},
	Bad: `clients:
  app: {type: public, platform: browser, grants: [authorization_code, refresh_token]}
tokens:
  refresh: {type: refresh_token, lifetime: 30d, issued: [{grant: authorization_code, to: app}], rotation: {mode: on_use, previous: none, on_reuse: family}}
client_strategy: {single_flight: false}
`,
	Good: `clients:
  app: {type: public, platform: browser, grants: [authorization_code, refresh_token]}
tokens:
  refresh: {type: refresh_token, lifetime: 30d, issued: [{grant: authorization_code, to: app}], rotation: {mode: on_use, previous: none, on_reuse: family}}
client_strategy: {single_flight: true, coordination: web_locks}
`,
	At: "client_strategy.single_flight",
	Check: func(p *Pass) {
		for _, r := range raceBetween(p, "concurrent") {
			sel, named := specs.Selection{}, specs.Selection{} // what is looked up, and what the finding is said to hold for
			if len(r.Clients) == 1 {
				sel[specs.AxisClient], named[specs.AxisClient] = r.Clients[0], r.Clients[0]
			}
			if len(r.Environments) > 0 {
				sel[specs.AxisEnvironment] = r.Environments[0]
			}
			token := r.Token
			switch len(r.Environments) {
			case 0:
			case 1:
				named[specs.AxisEnvironment] = r.Environments[0]
			default:
				token += " in " + strings.Join(r.Environments, ", ")
			}
			var found Report
			if r.Verdict == analysis.RaceFound {
				s, why := keptApart(p, sel)
				s.Sel = named
				found = p.Report(s, "%s; two refreshes of %s at once end the session in %d steps (explain races shows them); write single_flight: true with a coordination among tabs or processes, or give the previous token a short life", why, token, len(r.Steps))
			} else {
				found = openRace(p, &r, token, sel, named)
			}
			for _, because := range r.Because {
				found.Related(because.At, "%s: %s", because.Path, because.Text)
			}
		}
	},
}

// The settings that keep refreshes of one client apart.
const (
	flightPath       = "client_strategy.single_flight"
	coordinationPath = "client_strategy.coordination"
)

// keptApart is the setting that should keep refreshes apart, and why what it states does not.
func keptApart(p *Pass, sel specs.Selection) (Spot, string) {
	flight, single := At[specs.Value[bool]](p, flightPath, sel)
	between, coordination := At[specs.Value[specs.Coordination]](p, coordinationPath, sel)
	switch {
	case single.IsSet() && !single.V:
		return flight, "false is stated, so that callers refresh side by side"
	case coordination.State == specs.None:
		return between, "none is stated, so that nothing keeps tabs and processes apart"
	case coordination.IsSet():
		return between, string(coordination.V) + " is stated, which keeps apart what runs in one process, and not tabs and processes"
	}
	return flight, "nothing that is stated keeps callers apart"
}

// openRace reports a race that is there for one reading of what is not stated: at the first setting that would decide it.
func openRace(p *Pass, r *analysis.Race, token string, sel, named specs.Selection) Report {
	s, _ := At[specs.Value[bool]](p, flightPath, sel)
	s = s.Lacks(r.Missing[0])
	s.At, s.Sel = p.Whereabouts(s.Path), named
	but := ""
	_, coordination := At[specs.Value[specs.Coordination]](p, coordinationPath, sel)
	single := Get[specs.Value[bool]](p, flightPath, sel)
	switch stated := slices.Contains(r.Missing, coordinationPath); {
	case stated && coordination.IsSet():
		but = "; " + string(coordination.V) + " is a word of the policy's own, which says nothing of what it keeps apart"
	case stated && single.IsSet() && single.V:
		but = "; " + flightPath + ": true keeps apart what runs in one process, and not tabs and processes"
	}
	return p.Missing(s, "whether two refreshes of %s at once can end the session%s; state %s", token, but, strings.Join(r.Missing, ", ")).AtMost(diag.Warning)
}
