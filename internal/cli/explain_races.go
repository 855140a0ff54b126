package cli

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
)

// hazards are what goes wrong in a race, in words.
var hazards = map[string]string{
	"concurrent":    "two callers refresh at the same moment",
	"lost_response": "a response is lost",
	"restart":       "the client stops before it has stored what it got",
	"together":      "several of these come together",
}

// races shows the shortest ways in which refreshing ends a session without cause.
func (f *factPage) races(_ []string) error {
	f.head("whether refreshing can sign somebody out without cause")
	if len(f.facts.Races) == 0 {
		f.line("\nNo token rotates on use.")
	}
	for i := range f.facts.Races {
		r := &f.facts.Races[i]
		f.line("")
		name := r.Token
		if len(r.Clients) > 0 {
			name += ", held by " + strings.Join(r.Clients, ", ")
		}
		if len(r.Environments) > 0 {
			name += ", in " + strings.Join(r.Environments, ", ")
		}
		f.bold("%s  %s", name, r.At)
		switch r.Verdict {
		case analysis.RaceUnknown:
			f.line("  unknown: nothing says whether it rotates")
		case analysis.RaceNone:
			f.line("  none: all %d states were searched, and no session ends", r.States)
		case analysis.RacePossible:
			f.line("  possible, for one reading of what is not stated: %s", hazards[r.Hazard])
		case analysis.RaceFound:
			f.line("  found: %s", hazards[r.Hazard])
		}
		for j, s := range r.Steps {
			f.line("    %d. %s", j+1, s.Actor+" "+s.Text)
		}
		if r.Outcome != "" {
			f.line("    so that %s", r.Outcome)
		}
		f.missing("  ", r.Missing)
		for _, why := range r.Because {
			f.line("  %s: %s  %s", why.Path, why.Text, why.At)
		}
	}
	f.line("\nSearched are two callers that share one token, one lost response, and two refreshes each. A request takes no time on its way:")
	f.line("an answer is there within client_strategy.request_timeout, or lost.")
	return nil
}
