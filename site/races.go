package site

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/escape"
)

// RaceGroup is what was found for one token held by clients that behave alike.
type RaceGroup struct {
	Token   string
	Clients []string
	// Environments are those that it was found in; none stand for all.
	Environments []string
	// Races are the races that exist, or one that says that none does.
	Races []RaceView
}

// RaceView is one race with its picture.
type RaceView struct {
	*analysis.Race
	picture int // among the diagrams of races, from 1; 0 where there is none
}

// raceHazards are the mishaps that are searched, in the order of the columns.
var raceHazards = []string{"concurrent", "lost_response", "restart", "together"}

// RaceGroups are the races of each token, by those who hold it.
func (v *View) RaceGroups() []RaceGroup {
	var out []RaceGroup
	pictures := 0
	for i := range v.Facts.Races {
		r := &v.Facts.Races[i]
		one := RaceView{Race: r}
		if len(r.Steps) > 0 {
			pictures++
			one.picture = pictures
		}
		at := slices.IndexFunc(out, func(g RaceGroup) bool {
			return g.Token == r.Token && slices.Equal(g.Clients, r.Clients) && slices.Equal(g.Environments, r.Environments)
		})
		if at < 0 {
			at = len(out)
			out = append(out, RaceGroup{Token: r.Token, Clients: r.Clients, Environments: r.Environments})
		}
		out[at].Races = append(out[at].Races, one)
	}
	return out
}

// Found are the races of a group that exist.
func (g RaceGroup) Found() []RaceView {
	return slices.DeleteFunc(slices.Clone(g.Races), func(r RaceView) bool { return len(r.Steps) == 0 })
}

// First is a race of the group, for what all of them share.
func (g RaceGroup) First() RaceView { return g.Races[0] }

func (b *builder) raceFunctions() map[string]any {
	return map[string]any{
		"raceCells": raceCells,
		"raceBadge": raceBadge,
		"raceStep":  raceStep,
		"holders":   b.holders,
		"raceHeld":  b.raceHeld,
		"becauses":  b.becauses,
		"racePlot":  b.racePicture,
		"raceTest":  raceScenario,
	}
}

// raceCells say for each mishap whether it can end a session.
func raceCells(g RaceGroup) []Markdown {
	var out []Markdown
	for _, hazard := range raceHazards {
		cell := enclose(markBadge, "safe", "good")
		switch first := g.First(); {
		case first.Verdict == analysis.RaceUnknown:
			cell = enclose(markBadge, "cannot be said", "warn")
		case hazard == "together" && len(g.Found()) > 0 && first.Hazard != hazard:
			cell = "" // not searched: one mishap is enough
		}
		for _, r := range g.Found() {
			if r.Hazard == hazard {
				cell = raceBadge(r.Verdict)
			}
		}
		out = append(out, cell)
	}
	return out
}

func raceBadge(v analysis.RaceVerdict) Markdown {
	switch v {
	case analysis.RaceFound:
		return enclose(markBadge, "signs users out", "bad")
	case analysis.RacePossible:
		return enclose(markBadge, "possible", "warn")
	case analysis.RaceUnknown:
		return enclose(markBadge, "cannot be said", "warn")
	case analysis.RaceNone:
	}
	return enclose(markBadge, "safe", "good")
}

// raceStep is a step of a trace with its number.
func raceStep(i int, s analysis.Step) Markdown {
	who := "**" + md(idWords(s.Actor)) + "** "
	if s.Kind == analysis.StepWaits {
		who = "Time passes: "
	}
	return Markdown(itoa(i+1) + ". " + who + md(s.Text))
}

// holders are the clients that hold a token.
func (b *builder) holders(clients []string) Markdown {
	if len(clients) == 0 {
		return "every client"
	}
	var parts []string
	for _, c := range clients {
		parts = append(parts, string(b.refer("client", c)))
	}
	return Markdown(strings.Join(parts, ", "))
}

// raceHeld says who holds the token of a group, and where.
func (b *builder) raceHeld(g RaceGroup) Markdown {
	held := b.holders(g.Clients)
	var parts []string
	for _, e := range g.Environments {
		parts = append(parts, string(b.refer("environment", e)))
	}
	if len(parts) > 0 {
		held += Markdown(" in " + strings.Join(parts, ", "))
	}
	return held
}

// becauses are the settings that decide a race, with what they say and where.
func (b *builder) becauses(list []analysis.Reason) Markdown {
	var parts []string
	for _, r := range list {
		t := string(codeSpan(r.Path)) + ": " + md(r.Text)
		if s := spot(r.At); s != "" {
			t += " (" + string(s) + ")"
		}
		parts = append(parts, t)
	}
	return Markdown(strings.Join(parts, string(lineBreak)))
}

// racePicture is the diagram of a race, where it was drawn: diagrams of races come in the order of the races.
func (b *builder) racePicture(r RaceView) Markdown {
	n := 0
	for i := range b.inputs.Diagrams {
		if b.inputs.Diagrams[i].Kind != "race" {
			continue
		}
		if n++; n == r.picture {
			return b.picture(i)
		}
	}
	return ""
}

// raceScenario is the race as a scenario for the policy, in the policy's own format: what callers do is a step, what
// the server then does is expected, and at the end the session has to go on.
func raceScenario(r RaceView) Markdown {
	type step struct{ do, expect string }
	var steps []step
	for _, s := range r.Steps {
		switch text := s.Actor + " " + s.Text; s.Kind {
		case analysis.StepAnswers:
			steps[len(steps)-1].expect = text
		case analysis.StepEnds:
			steps[len(steps)-1].expect = "the session goes on (by this policy the " + text + ", so that " + r.Outcome + ")"
		case analysis.StepWaits:
			steps = append(steps, step{do: s.Text})
		case analysis.StepSends, analysis.StepReceives, analysis.StepLoses, analysis.StepAlone:
			steps = append(steps, step{do: text})
		}
	}
	var w strings.Builder
	w.WriteString("scenarios:\n  " + escape.YAMLScalar(strings.ReplaceAll("race_"+r.Token+"_"+r.Hazard, "-", "_")) + ":\n    kind: concurrency\n")
	w.WriteString("    given: One session; refresh token 1 is stored.\n    steps:\n")
	for _, s := range steps {
		w.WriteString("      - do: " + escape.YAMLScalar(s.do) + "\n")
		if s.expect != "" {
			w.WriteString("        expect: " + escape.YAMLScalar(s.expect) + "\n")
		}
	}
	if len(r.Because) > 0 {
		w.WriteString("    proves:\n")
		for _, why := range r.Because {
			w.WriteString("      - " + escape.YAMLScalar(why.Path) + "\n")
		}
	}
	return Markdown(escape.MarkdownFence("yaml", w.String()))
}
