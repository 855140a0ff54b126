package lint

import (
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
			s := p.Spot("client_strategy.single_flight")
			if p.ClientStrategy.SingleFlight.Or(false) || p.ClientStrategy.State == specs.Silent {
				s = p.Spot("client_strategy.coordination")
			}
			if len(r.Clients) == 1 {
				s.Sel = specs.Selection{specs.AxisClient: r.Clients[0]}
			}
			var found Report
			if r.Verdict == analysis.RaceFound {
				found = p.Report(s, "two refreshes of %s at once end the session in %d steps (explain races shows them); write single_flight: true with a coordination among tabs or processes, or give the previous token a short life", r.Token, len(r.Steps))
			} else {
				found = p.Missing(s, "whether two refreshes of %s at once can end the session; state %s", r.Token, strings.Join(r.Missing, ", ")).AtMost(diag.Warning)
			}
			for _, because := range r.Because {
				found.Related(because.At, "%s: %s", because.Path, because.Text)
			}
		}
	},
}
