package analysis

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// Race is the outcome of a bounded exhaustive search for a way in which refreshing ends a session without cause: no
// attacker, no revocation, no end of life.
//
// The model: up to two callers of one client (tabs, processes, or requests within a process) share one stored refresh
// token, each refreshes at most twice, at most one response is lost, and a client that stores late may stop once. A
// caller reads the store when it sends; two callers may come due at the same moment, and nobody comes due again before
// what is under way is over. The server works on one request at a time.
//
// What it assumes of time: a request needs no time to travel, so that an answer is there or lost within
// `request_timeout`. A grace of at least that outlasts an answer under way, and one of at least `request_timeout` plus
// `retry.base` outlasts a lost answer up to its repetition. Between two refreshes any time may pass. A client does not
// stop while a request is under way; one that does comes back with a superseded string after any grace.
type Race struct {
	Token string
	// Clients are those that it holds for; none where the policy names none.
	Clients []string
	// Environments are those that it holds in; none where it holds in all.
	Environments []string
	// Hazard is what goes wrong: concurrent, lost_response, restart, or together.
	Hazard  string
	Verdict RaceVerdict
	// At is the rotation that was searched.
	At diag.Span
	// Steps is the shortest trace; Outcome is how the session ends.
	Steps   []Step
	Outcome string
	// Because are the settings that make it possible, with what they say.
	Because []Reason
	// Missing are settings whose silence makes it possible.
	Missing []string
	// States is how many states were searched.
	States int
}

// Reason is a setting and what it says.
type Reason struct {
	Path, Text string
	At         diag.Span
}

// RaceVerdict says what a search found.
type RaceVerdict string

// The verdicts.
const (
	RaceNone     RaceVerdict = "none"     // no trace exists in the model
	RaceFound    RaceVerdict = "found"    // a trace exists by what is stated
	RacePossible RaceVerdict = "possible" // a trace exists for one reading of what is not stated
	RaceUnknown  RaceVerdict = "unknown"  // nothing says whether tokens rotate
)

// The hazards, in the order in which they are searched.
var raceHazards = []string{"concurrent", "lost_response", "restart", "together"}

// with is the model under one hazard. Alone, one caller loses a response or stops; together, all can happen.
func (m raceModel) with(hazard string) raceModel {
	m.lost = hazard == "lost_response" || hazard == "together"
	m.restart = (hazard == "restart" || hazard == "together") && m.lazy
	if hazard == "lost_response" || hazard == "restart" {
		m.callers = 1
	}
	if hazard == "concurrent" || hazard == "lost_response" {
		m.lazy = false // whoever stores late and stops is another hazard
	}
	if m.callers == 1 {
		m.lock = false
	}
	return m
}

// races searches every token that rotates on use, for every client that holds it, and in each environment where what
// decides a race differs by environment.
func races(r *reader) []Race {
	x := &racing{reader: r, found: map[raceModel]raceResult{}}
	var out []Race
	for i := range r.p.Tokens.Entries {
		e := &r.p.Tokens.Entries[i]
		clients := r.p.ClientsOf(e.ID)
		if len(clients) == 0 {
			clients = []string{""}
		}
		index := map[string]int{}
		for _, client := range clients {
			for _, race := range x.everywhere(e.ID, client) {
				key := race.key() + "\x00" + strings.Join(race.Environments, " ")
				if at, seen := index[key]; seen {
					out[at].Clients = append(out[at].Clients, client)
					continue
				}
				if client != "" {
					race.Clients = []string{client}
				}
				index[key] = len(out)
				out = append(out, race)
			}
		}
	}
	return out
}

// everywhere searches one token of one client in all environments. What holds in all of them is one race.
func (x *racing) everywhere(token, client string) []Race {
	sel := specs.Selection{}
	if client != "" {
		sel[specs.AxisClient] = client
	}
	environments := x.environments(token, client)
	if len(environments) == 0 {
		return x.races(token, sel)
	}
	var out []Race
	index := map[string]int{}
	for _, environment := range environments {
		for _, race := range x.races(token, sel.With(specs.AxisEnvironment, environment)) {
			key := race.key()
			at, seen := index[key]
			if !seen {
				at = len(out)
				index[key] = at
				out = append(out, race)
			}
			out[at].Environments = append(out[at].Environments, environment)
		}
	}
	for i := range out {
		if len(out[i].Environments) == len(environments) {
			out[i].Environments = nil
		}
	}
	return out
}

// environments are all environments, where a setting that decides races of a token differs between them.
func (x *racing) environments(token, client string) []string {
	for _, path := range []string{"tokens." + token + ".rotation", "client_strategy", "clients." + client + ".platform", "clients." + client + ".storage"} {
		if len(x.axesOf(path)[specs.AxisEnvironment]) > 0 {
			return x.p.Environments.IDs()
		}
	}
	return nil
}

func (r *Race) key() string {
	var b strings.Builder
	b.WriteString(r.Hazard + string(r.Verdict) + strings.Join(r.Missing, " ") + r.At.String())
	for _, s := range r.Steps {
		b.WriteString(s.Actor + s.Text)
	}
	for _, why := range r.Because {
		b.WriteString(why.Path + why.Text)
	}
	return b.String()
}

type raceResult struct {
	steps  []Step
	end    string
	states int
}

type racing struct {
	*reader
	found map[raceModel]raceResult
}

func (x *racing) search(m raceModel) raceResult {
	have, ok := x.found[m]
	if !ok {
		have.steps, have.end, have.states = searchRace(m)
		x.found[m] = have
	}
	return have
}

// races searches one token of one client, under each hazard.
func (x *racing) races(token string, sel specs.Selection) []Race {
	path := "tokens." + token + ".rotation"
	rotation := look[specs.Rotation](x.reader, path, sel)
	refresh := x.p.Tokens.Get(token).Type.V == specs.RefreshToken
	at := rotation.At
	switch {
	case refresh && (!rotation.Stated() || rotation.IsSet() && !rotation.Mode.Stated()):
		if at.IsZero() {
			at = x.p.Whereabouts("tokens." + token)
		}
		return []Race{{Token: token, Verdict: RaceUnknown, At: at, Missing: []string{path + ".mode"}}}
	case rotation.Mode.V != specs.RotateOnUse:
		return nil
	}
	s := x.strategy(token, rotation, sel)
	var out []Race
	states := 0
	for _, hazard := range raceHazards {
		if hazard == "together" && len(out) > 0 {
			break
		}
		race := Race{Token: token, Hazard: hazard, At: at, Because: s.because}
		result := x.search(s.model(nil).with(hazard))
		states += result.states
		race.Verdict = RaceFound
		if result.end == "" {
			if result, race.Missing = x.open(s, hazard); result.end == "" {
				continue
			}
			race.Verdict = RacePossible
		}
		race.Steps, race.Outcome, race.States = result.steps, result.end, result.states
		out = append(out, race)
	}
	if len(out) == 0 {
		out = append(out, Race{Token: token, Verdict: RaceNone, At: at, Because: s.because, States: states})
	}
	return out
}

// open searches with what is not stated read the other way, and finds a smallest set of such readings.
func (x *racing) open(s *strategy, hazard string) (raceResult, []string) {
	worst := x.search(s.model(s.silent).with(hazard))
	if worst.end == "" {
		return worst, nil
	}
	need := slices.Clone(s.silent)
	for _, one := range slices.Backward(s.silent) { // the first ones, such as the grace, are named rather than the last
		fewer := slices.DeleteFunc(slices.Clone(need), func(o reading) bool { return o.path == one.path })
		if result := x.search(s.model(fewer).with(hazard)); result.end != "" {
			need, worst = fewer, result
		}
	}
	var missing []string
	for _, one := range need {
		missing = append(missing, one.path)
	}
	return worst, missing
}
