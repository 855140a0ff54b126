package analysis

import (
	"fmt"

	"github.com/tokenbook/tokenbook/specs"
)

// raceModel is one server and one client strategy, reduced to what decides a race.
type raceModel struct {
	grace       graceReach
	generations int // superseded strings that still work; 0 for any number
	answers     specs.Answer
	concurrent  specs.Answer // what a repetition gets while the first answer is under way; empty: as any other
	tree        bool         // a second successor does not supersede the first
	onFirstUse  bool         // a successor begins to work, and supersedes, when it is first used
	kills       bool         // reuse ends the family or more
	callers     int
	lock        bool
	retries     bool
	lazy        bool // the new string is stored some time later
	stops       bool // a refused client gives up, although another of its callers may hold a newer string
	lost        bool // one response may be lost
	restart     bool // the client may stop and start again once, between two refreshes
}

// graceReach is what the grace outlasts.
type graceReach int

// The reaches, from the shortest.
const (
	graceNone       graceReach = iota // there is none
	graceShort                        // some, but an answer may take longer
	graceConcurrent                   // an answer that is under way
	graceRetry                        // a lost answer, the time-out and the first wait
	graceEndless                      // it does not end
)

// Bounds of the search.
const (
	raceCallers = 3
	raceTurns   = 2 // refreshes of one caller
	raceTokens  = 1 + raceCallers*(raceTurns+1)
)

// What a server holds of a string.
const (
	stringNone uint8 = iota
	stringLive
	stringGrace
	stringOver
	stringPending // issued; works from its first use
)

// Where a caller is.
const (
	callerIdle uint8 = iota
	callerSent
	callerAnswered
	callerWaits // its answer was lost; it will repeat the request
)

type caller struct{ at, token, got, held, turns uint8 }

type raceState struct {
	strings  [raceTokens + 1]uint8 // by number, from 1
	next     [raceTokens + 1]uint8 // the successor that was handed out
	newest   uint8
	stored   uint8
	callers  [raceCallers]caller
	holder   uint8 // caller that has the lock, from 1
	lost     bool
	restarts bool
}

// Step is one step of a trace.
type Step struct {
	// Actor is "caller 1", "caller 2", "server" or "time".
	Actor string
	Text  string
	// Kind is what happens between caller and server.
	Kind StepKind
	// Caller is the caller that it concerns, from 1; 0 where it concerns none.
	Caller int
}

// StepKind tells the steps of a trace apart, for those who draw it.
type StepKind string

// The kinds of step.
const (
	StepSends    StepKind = "sends"    // a caller shows its refresh token to the server
	StepAnswers  StepKind = "answers"  // the server works on a request
	StepReceives StepKind = "receives" // an answer arrives
	StepLoses    StepKind = "loses"    // an answer never arrives
	StepAlone    StepKind = "alone"    // a caller does something by itself
	StepWaits    StepKind = "waits"    // time passes
	StepEnds     StepKind = "ends"     // the server says no, and the session is over
)

// move is a step with the state it leads to; end says how the session ended, where it did.
type move struct {
	step Step
	to   raceState
	end  string
}

type raceNode struct {
	state raceState
	from  int
	step  Step
}

// searchRace looks for the shortest trace by which a session ends without cause, breadth first. states is how many
// states were seen.
func searchRace(m raceModel) (steps []Step, end string, states int) {
	start := raceState{newest: 1, stored: 1}
	start.strings[1] = stringLive
	nodes := []raceNode{{state: start, from: -1}}
	seen := map[raceState]bool{start: true}
	for i := 0; i < len(nodes); i++ {
		for _, next := range m.moves(nodes[i].state) {
			if next.end != "" {
				steps = []Step{next.step}
				for at := i; at > 0; at = nodes[at].from {
					steps = append([]Step{nodes[at].step}, steps...)
				}
				return steps, next.end, len(seen)
			}
			if !seen[next.to] {
				seen[next.to] = true
				nodes = append(nodes, raceNode{next.to, i, next.step})
			}
		}
	}
	return nil, "", len(seen)
}

// moves are all that can happen next.
func (m raceModel) moves(s raceState) []move {
	var out []move
	quiet := true // nobody has a request under way
	for i := range m.callers {
		quiet = quiet && s.callers[i].at == callerIdle
	}
	for i := range m.callers {
		name := fmt.Sprintf("caller %d", i+1)
		c := s.callers[i]
		switch c.at {
		case callerIdle:
			// A second refresh comes due only when the first ones are over.
			if c.turns < raceTurns && (c.turns == 0 || quiet) && (!m.lock || s.holder == 0) {
				n := s
				token := s.stored
				if c.held != 0 {
					token = c.held
				}
				n.callers[i] = caller{at: callerSent, token: token, held: c.held, turns: c.turns + 1}
				if m.lock {
					n.holder = uint8(i + 1)
				}
				out = append(out, move{step: Step{name, fmt.Sprintf("sends refresh token %d", token), StepSends, i + 1}, to: n})
			}
			if c.held != 0 {
				n := s
				n.stored, n.callers[i].held = c.held, 0
				out = append(out, move{step: Step{name, fmt.Sprintf("stores refresh token %d", c.held), StepAlone, i + 1}, to: n})
				if m.restart && !s.restarts {
					n = s
					n.restarts, n.callers[i].held = true, 0
					out = append(out, move{step: Step{name, fmt.Sprintf("stops before it has stored refresh token %d, and starts again", c.held), StepAlone, i + 1}, to: n})
				}
			}
		case callerSent:
			out = append(out, m.answer(s, i))
		case callerAnswered:
			n := s
			n.callers[i].at, n.callers[i].token, n.callers[i].got = callerIdle, 0, 0
			text := "receives the answer, without a refresh token"
			if c.got != 0 {
				text = fmt.Sprintf("receives and stores refresh token %d", c.got)
				if m.lazy {
					text = fmt.Sprintf("receives refresh token %d and has not stored it yet", c.got)
					n.callers[i].held = c.got
				} else {
					n.stored = c.got
				}
			}
			n.release(i)
			out = append(out, move{step: Step{name, text, StepReceives, i + 1}, to: n})
			if m.lost && !s.lost {
				n = s
				n.lost, n.callers[i].got = true, 0
				if m.retries {
					n.callers[i].at = callerWaits
				} else {
					n.callers[i].at, n.callers[i].token = callerIdle, 0
					n.release(i)
				}
				out = append(out, move{step: Step{name, "never gets the answer", StepLoses, i + 1}, to: n})
			}
		case callerWaits:
			n := s
			n.callers[i].at = callerSent
			out = append(out, move{step: Step{name, fmt.Sprintf("repeats the request with refresh token %d", c.token), StepSends, i + 1}, to: n})
		}
	}
	if next, ok := m.time(s); ok {
		out = append(out, next)
	}
	return out
}

func (s *raceState) release(i int) {
	if int(s.holder) == i+1 {
		s.holder = 0
	}
}

// time lets the grace run out, unless what is under way ends sooner.
func (m raceModel) time(s raceState) (move, bool) {
	if m.grace == graceEndless {
		return move{}, false
	}
	for i := range m.callers {
		switch s.callers[i].at {
		case callerSent, callerAnswered:
			if m.grace >= graceConcurrent && (!s.lost || m.grace >= graceRetry) {
				return move{}, false
			}
		case callerWaits:
			if m.grace >= graceRetry {
				return move{}, false
			}
		}
	}
	n, over := s, false
	for i, state := range s.strings {
		if state == stringGrace {
			n.strings[i], over = stringOver, true
		}
	}
	return move{step: Step{"time", "the grace of the superseded token runs out", StepWaits, 0}, to: n}, over
}

// answer is what the server makes of a request.
func (m raceModel) answer(s raceState, i int) move {
	token := s.callers[i].token
	n := s
	give := func(got uint8, text string) move {
		n.callers[i].at, n.callers[i].got = callerAnswered, got
		return move{step: Step{"server", text, StepAnswers, i + 1}, to: n}
	}
	issue := func(state uint8) uint8 {
		n.newest++
		n.strings[n.newest] = state
		n.next[token] = n.newest
		return n.newest
	}
	switch s.strings[token] {
	case stringPending:
		m.supersede(&n, 0)
		n.strings[token] = stringLive
		return give(issue(stringPending), fmt.Sprintf("sees refresh token %d for the first time, which ends the one before, and answers with token %d", token, n.newest))
	case stringLive:
		if m.onFirstUse {
			if next := s.next[token]; next != 0 {
				return give(next, fmt.Sprintf("answers with token %d once more, for nobody has used it yet", next))
			}
			return give(issue(stringPending), fmt.Sprintf("answers with token %d; token %d works until that is used", n.newest, token))
		}
		m.supersede(&n, token)
		return give(issue(stringLive), fmt.Sprintf("rotates: answers with token %d, and token %d is superseded", n.newest, token))
	case stringOver:
		return m.reuse(n, i, fmt.Sprintf("sees that token %d was superseded and has no grace", token))
	}
	if m.generations > 0 && int(s.newest-token) > m.generations {
		return m.reuse(n, i, fmt.Sprintf("sees that token %d is older than the grace reaches back", token))
	}
	answer := m.answers
	if m.concurrent != "" && m.underWay(s, i) {
		answer = m.concurrent
	}
	switch answer {
	case specs.AnswerNewPair:
		if !m.tree {
			m.supersede(&n, 0)
		}
		return give(issue(stringLive), fmt.Sprintf("takes token %d within its grace and answers with token %d", token, n.newest))
	case specs.AnswerNewAccess:
		return give(0, fmt.Sprintf("takes token %d within its grace and answers with an access token alone", token))
	case specs.AnswerActiveToken:
		return give(s.newest, fmt.Sprintf("takes token %d within its grace and answers with token %d, the active one", token, s.newest))
	case specs.AnswerRefuse:
		return m.refuse(n, i, fmt.Sprintf("refuses token %d, which is superseded", token))
	case specs.AnswerReuse:
		return m.reuse(n, i, fmt.Sprintf("takes token %d for reuse although it has its grace", token))
	}
	return give(s.next[token], fmt.Sprintf("takes token %d within its grace and answers with its successor, token %d", token, s.next[token]))
}

// underWay reports whether somebody else still waits for an answer to a request with the same string.
func (m raceModel) underWay(s raceState, i int) bool {
	for j := range m.callers {
		if j != i && s.callers[j].token == s.callers[i].token && s.callers[j].at == callerAnswered {
			return true
		}
	}
	return false
}

// supersede ends one live string, or all of them.
func (m raceModel) supersede(s *raceState, token uint8) {
	for i, state := range s.strings {
		if state == stringLive && (token == 0 || i == int(token)) {
			s.strings[i] = stringGrace
			if m.grace == graceNone {
				s.strings[i] = stringOver
			}
		}
	}
}

// The ways in which a session ends without cause.
const (
	endFamily  = "the family ends, and every caller is signed out"
	endRefused = "the caller is refused and asks the user to sign in"
)

func (m raceModel) reuse(n raceState, i int, text string) move {
	if m.kills {
		return move{step: Step{"server", text + ": it counts as reuse, and the family dies", StepEnds, i + 1}, end: endFamily}
	}
	return m.refuse(n, i, text+": it refuses the request")
}

// refuse ends the session, unless the client looks whether another caller has stored a newer string.
func (m raceModel) refuse(n raceState, i int, text string) move {
	if m.stops || n.stored == n.callers[i].token {
		return move{step: Step{"server", text, StepEnds, i + 1}, end: endRefused}
	}
	n.callers[i].at, n.callers[i].token = callerIdle, 0
	n.release(i)
	return move{step: Step{"server", text, StepAnswers, i + 1}, to: n}
}
