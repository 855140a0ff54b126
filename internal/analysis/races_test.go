// Keeps the promise that the search for sessions that end without cause finds the known races with short traces, finds
// none where a lock or the grace excludes them, and ends for every combination of words.
package analysis

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/specs"
)

// happy is a client that does everything right against a server that forgives.
const happyClient = "client_strategy: {request_timeout: 5s, retry: {attempts: 3, base: 1s}, replace: atomic_before_use, coordination: web_locks}\n"

func racePolicy(t *testing.T, previous, client string) *specs.Policy {
	t.Helper()
	return policy(t, `
tokens:
  refresh:
    type: refresh_token
    issued: {grant: authorization_code}
    lifetime: 30d
    rotation: {mode: on_use, shape: chain, `+previous+`, on_reuse: {kill: family}}
`+client)
}

func TestRaces(t *testing.T) {
	with := func(old, replacement string) string { return strings.Replace(happyClient, old, replacement, 1) }
	for _, c := range []struct {
		name, previous, client string
		want                   string // hazard and verdict of each race
	}{
		{"no grace, two tabs, no lock", "previous: none", with("coordination: web_locks", "coordination: none"), "concurrent found; lost_response found"},
		{"no grace, a lock", "previous: none", happyClient, "lost_response found"},
		{"enough grace, no lock", "previous: {lifetime: 6s, answers: same_successor}", with("coordination: web_locks", "coordination: none"), "none"},
		{"enough grace, a lock", "previous: {lifetime: 6s, answers: same_successor}", happyClient, "none"},
		{"grace one second too short for a lost answer", "previous: {lifetime: 5s, answers: same_successor}", happyClient, "lost_response found"},
		{"grace shorter than an answer takes, no lock", "previous: {lifetime: 4s, answers: same_successor}", with("coordination: web_locks", "coordination: none"), "concurrent found; lost_response found"},
		{"a lock inside one process does not help tabs", "previous: none", with("web_locks", "mutex"), "concurrent found; lost_response found"},
		{"grace that refuses, no lock", "previous: {lifetime: 1m, answers: refuse}", with("coordination: web_locks", "coordination: none"), "concurrent found; lost_response found"},
		{"grace that gives new pairs in a chain, no lock", "previous: {lifetime: 1m, answers: new_pair}", with("coordination: web_locks", "coordination: none"), "concurrent found"},
		{"the same in a tree", "previous: {lifetime: 1m, answers: new_pair}, shape: tree", with("coordination: web_locks", "coordination: none"), "none"},
		{"an access token alone after a lost answer", "previous: {lifetime: 1m, answers: new_access}", happyClient, "lost_response found"},
		{"no retry after a lost answer", "previous: {lifetime: 1m, answers: same_response}", with("retry: {attempts: 3, base: 1s}", "retry: none"), "lost_response found"},
		{"rotation without invalidation", "previous: {lifetime: unchanged, answers: same_response}", with("retry: {attempts: 3, base: 1s}", "retry: none"), "none"},
		{"a successor that works from its first use", "previous: none, active_from: first_use", with("coordination: web_locks", "coordination: none"), "none"},
		{"storing late", "previous: {lifetime: 1m, answers: same_response}", with("atomic_before_use", "lazy"), "restart found"},
		{"nothing said of the time-out", "previous: {lifetime: 1m, answers: same_response}", with("request_timeout: 5s, ", ""), "lost_response possible without client_strategy.request_timeout"},
		{"nothing said of coordination", "previous: none", with(", coordination: web_locks", ""), "concurrent possible without client_strategy.coordination; lost_response found"},
		{"nothing said of the grace", "live: 1", happyClient, "lost_response possible without tokens.refresh.rotation.previous.lifetime"},
	} {
		t.Run(c.name, func(t *testing.T) {
			previous := c.previous
			if strings.Contains(previous, "shape:") {
				previous = strings.Replace(previous, ", shape: tree", "", 1)
			}
			p := racePolicy(t, previous, c.client)
			if previous != c.previous {
				p.Tokens.Get("refresh").Rotation.Shape.V = specs.FamilyTree
			}
			var got []string
			for _, r := range Analyse(p).Races {
				text := strings.TrimSpace(r.Hazard + " " + string(r.Verdict))
				if len(r.Missing) > 0 {
					text += " without " + strings.Join(r.Missing, " ")
				}
				got = append(got, text)
				if (r.Outcome == "") != (len(r.Steps) == 0) || (r.Verdict == RaceNone) != (r.Outcome == "") {
					t.Errorf("%s: trace and outcome do not fit: %v", text, r)
				}
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("got %s, want %s", strings.Join(got, "; "), c.want)
			}
		})
	}
}

// An environment with settings of its own is searched by itself; the others are one.
func TestRacesByEnvironment(t *testing.T) {
	wide := regexp.MustCompile(`(?m)^environments: .*$`).ReplaceAllString(head, "environments: {dev: main, live: main, test: main}")
	locked := strings.Replace(happyClient, "web_locks}", "web_locks, variants: [%s]}", 1)
	for _, c := range []struct {
		name, rotation, client string
		want                   []string
	}{
		{"no differences", "", happyClient, []string{"lost_response found"}},
		{"a grace in one", "\n    variants: [{when: {environment: live}, rotation.previous: {lifetime: 6s, answers: same_successor}}]", happyClient,
			[]string{"lost_response found in dev test", " none in live"}},
		{"no lock in two", "", strings.Replace(locked, "%s", "{when: {environment: [dev, test]}, coordination: none}", 1),
			[]string{"concurrent found in dev test", "lost_response found in dev test", "lost_response found in live"}},
		{"a difference that changes nothing", "", strings.Replace(locked, "%s", "{when: {environment: dev}, coordination: file_lock}", 1),
			[]string{"lost_response found in dev", "lost_response found in live test"}},
		{"a difference in what decides nothing", "", strings.Replace(locked, "%s", "{when: {environment: dev}, check_every: 1h}", 1), []string{"lost_response found"}},
		{"rotation in one alone", "\n    variants: [{when: {environment: [dev, test]}, rotation: none}]", happyClient, []string{"lost_response found in live"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := policyOf(t, wide+`
tokens:
  refresh:
    type: refresh_token
    issued: {grant: authorization_code}
    lifetime: 30d
    rotation: {mode: on_use, shape: chain, previous: none, on_reuse: {kill: family}}`+c.rotation+"\n"+c.client)
			var got []string
			for _, r := range Analyse(p).Races {
				text := r.Hazard + " " + string(r.Verdict)
				if len(r.Environments) > 0 {
					text += " in " + strings.Join(r.Environments, " ")
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTwoTabsWithoutGraceOrLockHaveAShortTrace(t *testing.T) {
	p := racePolicy(t, "previous: none", strings.Replace(happyClient, "web_locks", "none", 1))
	r := Analyse(p).Races[0]
	if len(r.Steps) == 0 || len(r.Steps) > 6 || r.Outcome != endFamily {
		t.Errorf("got %d steps to %q: %v", len(r.Steps), r.Outcome, r.Steps)
	}
	if strings.Join(r.Clients, " ") != "spa" {
		t.Errorf("got clients %v", r.Clients)
	}
}

func TestRacesOfWhatIsNotStated(t *testing.T) {
	p := policy(t, "tokens: {refresh: {type: refresh_token, lifetime: 30d}}\n")
	races := Analyse(p).Races
	if len(races) != 1 || races[0].Verdict != RaceUnknown || races[0].Missing[0] != "tokens.refresh.rotation.mode" || races[0].At.IsZero() {
		t.Errorf("got %+v", races)
	}
	if races = Analyse(policy(t, "tokens: {refresh: {type: refresh_token, lifetime: 30d, rotation: none}}\n")).Races; len(races) != 0 {
		t.Errorf("a token that never rotates has races: %+v", races)
	}
}

func TestSearchEndsForAllWords(t *testing.T) {
	const most = 60000
	answers := []specs.Answer{specs.AnswerNewPair, specs.AnswerNewAccess, specs.AnswerSameSuccessor, specs.AnswerSameResponse,
		specs.AnswerActiveToken, specs.AnswerRefuse, specs.AnswerReuse}
	bools := []bool{false, true}
	largest, runs := 0, 0
	for grace := graceNone; grace <= graceEndless; grace++ {
		for _, answer := range answers {
			for _, concurrent := range append([]specs.Answer{""}, answers...) {
				for flags := range 1 << 3 {
					m := raceModel{grace: grace, answers: answer, concurrent: concurrent, callers: 2, tree: flags&1 != 0,
						onFirstUse: flags&2 != 0, lock: flags&4 != 0, kills: flags == 0, generations: flags & 1, retries: true, lazy: true, stops: true}
					m = m.with("together")
					steps, end, states := searchRace(m)
					runs++
					largest = max(largest, states)
					if states > most {
						t.Fatalf("%+v: %d states", m, states)
					}
					if (end == "") != (steps == nil) {
						t.Fatalf("%+v: %q after %v", m, end, steps)
					}
				}
			}
		}
	}
	for _, retries := range bools {
		for _, stops := range bools {
			for _, callers := range []int{1, 2, 3} {
				m := raceModel{grace: graceRetry, answers: specs.AnswerSameSuccessor, callers: callers, retries: retries, stops: stops, lost: true, tree: true}
				if _, _, states := searchRace(m); states > most {
					t.Errorf("%+v: %d states", m, states)
				}
				runs++
			}
		}
	}
	t.Logf("%d searches, at most %d states", runs, largest)
}

func TestSearchIsTheSameEachTime(t *testing.T) {
	m := raceModel{answers: specs.AnswerNewPair, grace: graceShort, callers: 2, kills: true, retries: true, stops: true, lost: true}
	first, end, states := searchRace(m)
	for range 3 {
		steps, again, n := searchRace(m)
		if again != end || n != states || len(steps) != len(first) {
			t.Fatalf("got %v %q, first %v %q", steps, again, first, end)
		}
	}
}
