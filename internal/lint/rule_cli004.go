package lint

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// endsGrant are the actions that accept that a grant is dead.
var endsGrant = []specs.ClientAction{specs.ActionReauthenticate, specs.ActionObtainToken, specs.ActionOperator, specs.ActionStop, specs.ActionContinue}

var refreshInALoop = &Rule{
	ID: "CLI004", Title: "refused refresh or request handled in a loop",
	Why: "A refresh brings neither a dead grant back nor a right that was never granted; clients that try all the same keep on trying.",
	Cites: []Cite{
		{"RFC 6749", "5.2", ""},
		{"OAuth 2.1", "1.3.2", ""},
		{"RFC 6750", "3.1", "MAY"},
		{"RFC 9470", "4", ""},
	},
	In:     []Ask{{BCP, diag.Error}, {Browser, diag.Error}, {FAPI2, diag.Error}, {ASVS1, diag.Error}},
	Bad:    "client_strategy: {refreshes_per_request: 1, on_invalid_grant: retry}\n",
	Good:   "client_strategy: {refreshes_per_request: 1, on_invalid_grant: reauthenticate}\n",
	At:     "client_strategy.on_invalid_grant",
	Repair: "writes reauthenticate, request_scope, or one refresh for each request",
	Check: func(p *Pass) {
		for s, do := range Each[specs.Value[specs.ClientAction]](p, "client_strategy.on_invalid_grant") {
			if do.IsSet() && !slices.Contains(endsGrant, do.V) {
				p.Report(s, "%s cannot bring a dead grant back; write reauthenticate", do.V).Write(s, string(specs.ActionReauthenticate))
			}
		}
		for s, do := range Each[specs.Value[specs.ClientAction]](p, "client_strategy.on_insufficient_scope") {
			if do.IsSet() && (do.V == specs.ActionRefresh || do.V == specs.ActionRetry || do.V == specs.ActionBackoff) {
				p.Report(s, "%s gets the same rights again; write request_scope", do.V).Write(s, string(specs.ActionRequestScope))
			}
		}
		for s, n := range EachOrSilent[specs.Value[specs.Int]](p, "client_strategy.refreshes_per_request") {
			switch {
			case n.IsSet() && n.V > 1:
				p.Report(s, "a request that is still refused after one refresh will be refused after %d; write 1", n.V).Write(s, "1")
			case n.State == specs.Silent && p.ClientStrategy.State == specs.Set && len(p.TokensOf(specs.RefreshToken)) > 0:
				p.Missing(s, "how often one request may lead to a refresh; write 1").AtMost(diag.Warning).State(s.At.File, "client_strategy.refreshes_per_request", "1")
			}
		}
	},
}
