package lint

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

var tokenTakenForUser = &Rule{
	ID: "SESS005", Title: "a token taken as the sign that the user is there",
	Why:   "Access goes on in the name of a user who has long left: that is what it was delegated for.",
	Cites: []Cite{{"SP 800-63B-4", "5.1.2", "SHALL NOT"}},
	In:    []Ask{{AAL1, diag.Error}},
	Bad: `sessions:
  sso: {lifetime: {absolute: 24h}, presence_signal: access_token}
`,
	Good: `sessions:
  sso: {lifetime: {absolute: 24h}, presence_signal: auth_time}
`,
	At:     "sessions.sso.presence_signal",
	Repair: "writes auth_time",
	Check: func(p *Pass) {
		for s, signal := range Each[specs.Value[string]](p, "sessions.*.presence_signal") {
			word := strings.ReplaceAll(strings.ToLower(signal.V), " ", "_")
			if word == "access_token" || word == "refresh_token" || p.Is(signal.V, specs.AccessToken, specs.RefreshToken) {
				p.Report(s, "%s says that somebody was there once; go by the time of the sign-in: auth_time", diag.Quote(signal.V)).Write(s, "auth_time")
			}
		}
	},
}
