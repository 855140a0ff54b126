package flow

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/specs"
)

// raceTitles are what goes wrong in a race, in a few words.
var raceTitles = map[string]string{
	"concurrent": "two callers at once", "lost_response": "a lost response", "restart": "a client that stores late and stops",
	"together": "several mishaps together",
}

// races makes a flow for each race that the analysis found, in its order: the shortest trace, step by step.
func (m *maker) races(f *analysis.Facts) {
	for i := range f.Races {
		r := &f.Races[i]
		if len(r.Steps) == 0 {
			continue
		}
		drawn := m.environment
		if len(r.Environments) > 0 {
			m.environment = r.Environments[0]
		}
		sel, id := m.selection(), []string{"race", r.Token, r.Hazard}
		if len(r.Clients) > 0 {
			sel, id = sel.With(specs.AxisClient, r.Clients[0]), append(id, r.Clients[0])
		}
		if len(r.Environments) > 0 {
			id = append(id, r.Environments[0])
		}
		s := m.sketch(sel)
		name := s.token(r.Token)
		s.called[client], s.called[second] = "Caller 1", "Caller 2"
		s.race(r)
		pl := plan{kind: KindRace, failing: true, id: id, title: "Race: " + name + ", " + raceTitles[r.Hazard],
			about: "The shortest way in which refreshing ends a session without cause. The token: " + name + "."}
		if len(r.Missing) > 0 {
			pl.about += " It takes one reading of what is not stated: " + strings.Join(r.Missing, ", ") + "."
		}
		var names []string
		for _, c := range r.Clients {
			names = append(names, m.memberName(s, specs.AxisClient, c))
		}
		if len(r.Environments) > 1 {
			pl.about += " Holds in " + strings.Join(r.Environments, ", ") + "."
		}
		m.finish(pl, s, names, "")
		m.environment = drawn
	}
}

// race draws a trace.
func (s *sketch) race(r *analysis.Race) {
	for _, why := range r.Because {
		s.seen(why.Path)
	}
	for _, step := range r.Steps {
		caller := client
		if step.Caller > 1 {
			caller = second
		}
		switch step.Kind {
		case analysis.StepSends:
			s.say(caller, server, step.Text)
		case analysis.StepAnswers:
			s.act(server, step.Text)
		case analysis.StepReceives:
			s.answer(server, caller, step.Text)
		case analysis.StepLoses:
			s.refuse(server, caller, step.Text)
		case analysis.StepAlone:
			s.act(caller, step.Text)
		case analysis.StepWaits:
			s.note(server, step.Text)
		case analysis.StepEnds:
			s.alarm(server, step.Text)
			s.refuse(server, caller, r.Outcome)
		}
	}
}
