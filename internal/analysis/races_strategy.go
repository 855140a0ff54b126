package analysis

import (
	"slices"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// reading is a setting that is not stated, and what the model becomes when it is read in the less happy way.
type reading struct {
	path  string
	apply func(*raceModel)
}

// strategy is what a policy states of one token and one client, and what it leaves open.
type strategy struct {
	base    raceModel
	silent  []reading
	because []Reason
}

// model is the stated model with some silences read in the less happy way.
func (s *strategy) model(silences []reading) raceModel {
	m := s.base
	for _, one := range silences {
		one.apply(&m)
	}
	return m
}

func (s *strategy) open(path string, apply func(*raceModel)) {
	s.silent = append(s.silent, reading{path, apply})
}

func (s *strategy) says(path, text string, at diag.Span) {
	s.because = append(s.because, Reason{Path: path, Text: text, At: at})
}

// strategy reads the settings that decide a race.
func (x *racing) strategy(token string, rotation *specs.Rotation, sel specs.Selection) *strategy {
	s := &strategy{base: raceModel{callers: 2, generations: int(rotation.Previous.Generations.Or(0))}}
	s.says("tokens."+token+".rotation.mode", string(rotation.Mode.V), rotation.Mode.At)
	x.grace(s, token, &rotation.Previous, sel)
	x.answers(s, token, rotation)
	x.lock(s, token, sel)
	x.keeping(s, sel)
	return s
}

// grace reads how long a superseded string still works, against the time-outs of the client.
func (x *racing) grace(s *strategy, token string, previous *specs.Previous, sel specs.Selection) {
	path := "tokens." + token + ".rotation.previous.lifetime"
	l := &previous.Lifetime
	if slices.ContainsFunc(l.EndsWith.Items, func(v specs.Value[string]) bool { return v.V == "successor.first_use" || v.V == "successor" }) {
		s.base.onFirstUse = true
	}
	a := &l.TTL
	if !a.IsSet() {
		a = &l.Absolute.Of
	}
	d, ok := AmountRange(x.p, a, sel)
	switch {
	case previous.State == specs.None, l.State == specs.None:
		at := l.At
		if at.IsZero() {
			at = previous.At
		}
		s.says(path, "none", at)
		return
	case !ok, soft(&previous.Mark, &l.Mark, &a.Mark, &a.Fixed.Mark):
		s.base.grace = graceRetry
		s.open(path, func(m *raceModel) { m.grace = graceNone })
		return
	}
	s.says(path, d.Min.String(), a.At)
	if d.Min.Kind != specs.Finite {
		s.base.grace = graceEndless
		return
	}
	if d.Min.D == 0 {
		return
	}
	s.base.grace = graceRetry
	const timeoutPath, basePath = "client_strategy.request_timeout", "client_strategy.retry.base"
	timeout := look[specs.Value[specs.Duration]](x.reader, timeoutPath, sel)
	base := look[specs.Value[specs.Duration]](x.reader, basePath, sel)
	if timeout.IsSet() {
		s.says(timeoutPath, timeout.V.String(), timeout.At)
	}
	if base.IsSet() {
		s.says(basePath, base.V.String(), base.At)
	}
	switch {
	case !timeout.IsSet():
		s.open(timeoutPath, func(m *raceModel) { m.grace = graceShort })
	case d.Min.D < timeout.V:
		s.base.grace = graceShort
	case base.IsSet() && d.Min.D < timeout.V+base.V:
		s.base.grace = graceConcurrent
	case !base.IsSet() && base.State != specs.None:
		s.open(basePath, func(m *raceModel) { m.grace = graceConcurrent })
	}
}

// answers reads what a superseded string gets, and what follows reuse.
func (x *racing) answers(s *strategy, token string, rotation *specs.Rotation) {
	base := "tokens." + token + ".rotation."
	s.base.answers = rotation.Previous.Answers.Or(specs.AnswerSameSuccessor)
	if rotation.Previous.Answers.IsSet() {
		s.says(base+"previous.answers", string(s.base.answers), rotation.Previous.Answers.At)
	} else {
		s.open(base+"previous.answers", func(m *raceModel) { m.answers = specs.AnswerRefuse })
	}
	if rotation.Concurrent.IsSet() {
		s.base.concurrent = rotation.Concurrent.V
		s.says(base+"concurrent", string(rotation.Concurrent.V), rotation.Concurrent.At)
	}
	s.base.tree = rotation.Shape.V != specs.FamilyChain
	if !rotation.Shape.IsSet() {
		s.open(base+"shape", func(m *raceModel) { m.tree = false })
	}
	switch rotation.ActiveFrom.V {
	case specs.ActiveFromFirstUse, specs.ActiveFromConfirmation:
		s.base.onFirstUse = true
		s.says(base+"active_from", string(rotation.ActiveFrom.V), rotation.ActiveFrom.At)
	}
	for i := range rotation.OnReuse.Kill.Items {
		k := &rotation.OnReuse.Kill.Items[i]
		if slices.ContainsFunc(specs.Plain(k.Of), func(u specs.Unit) bool { return u != specs.UnitToken }) {
			s.base.kills = true
			s.says(base+"on_reuse.kill", string(specs.Plain(k.Of)[0]), k.At)
			break
		}
	}
}

// alone are platforms on which one process refreshes, so that a lock inside it is enough.
var alone = []specs.Platform{specs.PlatformMobile, specs.PlatformIoT, specs.PlatformTV, specs.PlatformOffline}

// across are locks that hold between tabs, processes and servers.
var across = []specs.Coordination{specs.CoordinateWebLocks, specs.CoordinateSharedWorker, specs.CoordinateFileLock,
	specs.CoordinateDistributedLock, specs.CoordinateBackend, specs.CoordinateBroker}

// within are places that each tab has for itself.
var within = []specs.StorePlace{specs.InMemory, specs.InWebWorker, specs.InSessionStorage}

// lock reads whether callers keep out of each other's way.
func (x *racing) lock(s *strategy, token string, sel specs.Selection) {
	const flightPath, coordinationPath = "client_strategy.single_flight", "client_strategy.coordination"
	flight := look[specs.Value[bool]](x.reader, flightPath, sel)
	coordination := look[specs.Value[specs.Coordination]](x.reader, coordinationPath, sel)
	client := sel[specs.AxisClient]
	platform := look[specs.Value[specs.Platform]](x.reader, "clients."+client+".platform", sel)
	storage := look[specs.Value[specs.StorePlace]](x.reader, "clients."+client+".storage."+token+".in", sel)
	if flight.IsSet() {
		text := "false"
		if flight.V {
			text = "true"
		}
		s.says(flightPath, text, flight.At)
	}
	if coordination.Stated() {
		text := "none"
		if coordination.IsSet() {
			text = string(coordination.V)
		}
		s.says(coordinationPath, text, coordination.At)
	}
	s.base.lock = true
	if slices.Contains(alone, platform.V) || slices.Contains(within, storage.V) {
		switch {
		case flight.IsSet():
			s.base.lock = flight.V || coordination.IsSet()
		case !coordination.IsSet():
			s.open(flightPath, func(m *raceModel) { m.lock = false })
		}
		return
	}
	switch {
	case coordination.State == specs.None, coordination.V == specs.CoordinateMutex, coordination.V == specs.CoordinateBroadcastChannel:
		s.base.lock = false
	case coordination.IsSet() && slices.Contains(across, coordination.V):
	case coordination.IsSet(): // a word of the team's own: nothing says what it keeps apart
		s.open(coordinationPath, func(m *raceModel) { m.lock = false })
	case flight.IsSet() && !flight.V:
		s.base.lock = false
	default:
		s.open(coordinationPath, func(m *raceModel) { m.lock = false })
	}
}

// keeping reads what a client does with answers: repeat, store, give up.
func (x *racing) keeping(s *strategy, sel specs.Selection) {
	retry := look[specs.Retry](x.reader, "client_strategy.retry", sel)
	s.base.retries = true
	switch {
	case retry.State == specs.None, retry.Attempts.State == specs.None, retry.Attempts.IsSet() && retry.Attempts.V == 0:
		s.base.retries = false
		s.says("client_strategy.retry", "none", retry.At)
	case !retry.Attempts.IsSet():
		s.open("client_strategy.retry.attempts", func(m *raceModel) { m.retries = false })
	}
	replace := look[specs.Value[specs.Replace]](x.reader, "client_strategy.replace", sel)
	s.base.lazy = replace.V == specs.ReplaceLazy
	switch {
	case s.base.lazy:
		s.says("client_strategy.replace", string(replace.V), replace.At)
	case !replace.IsSet():
		s.open("client_strategy.replace", func(m *raceModel) { m.lazy = true })
	}
	dead := look[specs.Value[specs.ClientAction]](x.reader, "client_strategy.on_invalid_grant", sel)
	switch dead.V {
	case specs.ActionRefresh, specs.ActionRetry, specs.ActionBackoff, specs.ActionObtainToken:
	default:
		s.base.stops = true // as the standard has it: a dead grant asks for a new sign-in
	}
}
