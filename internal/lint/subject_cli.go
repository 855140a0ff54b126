package lint

import (
	"time"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/specs"
)

// window is how long before the end of a token its clients begin to renew it.
type window struct {
	Spot
	specs.Duration
	life specs.Duration // the shortest life that the token can have
}

// windows yields when clients renew, for each access token that they can renew.
func windows(p *Pass, with ...string) func(yield func(window) bool) {
	return func(yield func(window) bool) {
		for s, life := range Each[specs.Lifetime](p, "tokens.*.lifetime", append(with, "client_strategy.refresh_at")...) {
			if !p.Is(s.Name(), specs.AccessToken) {
				continue
			}
			bound, ok := p.Longest(life, s.Sel)
			at, refresh := At[specs.RefreshAt](p, "client_strategy.refresh_at", s.Sel)
			if !ok || bound.Max.Kind != specs.Finite || refresh.State != specs.Set {
				continue
			}
			shortest := bound.Max.D
			if bound.Min.Kind == specs.Finite {
				shortest = min(shortest, bound.Min.D)
			}
			w := window{Spot: at, life: shortest}
			if r := refresh.Remaining; r.IsSet() {
				w.Spot, w.Duration = at.In("remaining", r.Mark), r.V.D
				if r.V.Of {
					w.Duration = specs.Duration(float64(shortest) * r.V.Percent / 100)
				}
			}
			if least := refresh.AtLeast; least.IsSet() && least.V > w.Duration {
				w.Spot, w.Duration = at.In("at_least", least.Mark), least.V
			}
			if w.Duration > 0 && !yield(w) {
				return
			}
		}
	}
}

// toleranceAt is the clock tolerance of verifiers for a choice; zero where none is stated.
func toleranceAt(p *Pass, sel specs.Selection) specs.Duration {
	if skew := Get[specs.Skew](p, "validation.clock_skew", sel); skew.Tolerance.IsSet() {
		return skew.Tolerance.V
	}
	return 0
}

// patience is the longest time that a client spends on one renewal: each try with its time-out, and the waits between.
func patience(retry specs.Retry, timeout specs.Value[specs.Duration]) (specs.Duration, bool) {
	if !timeout.IsSet() || !retry.Attempts.IsSet() || !retry.Base.IsSet() || retry.Attempts.V < 0 || retry.Attempts.V > 100 {
		return 0, false
	}
	total, wait := timeout.V, retry.Base.V
	for range retry.Attempts.V {
		pause := wait
		if retry.Cap.IsSet() {
			pause = min(pause, retry.Cap.V)
		}
		total += pause + timeout.V
		if retry.Backoff.V == specs.BackoffExponential && wait < specs.Duration(24*time.Hour) {
			wait *= 2
		}
	}
	return total, true
}

// lastsLonger reports whether one extent ends after another.
func lastsLonger(a, b specs.Extent) bool {
	return b.Kind == specs.Finite && (a.Kind != specs.Finite || a.D > b.D)
}

// raceBetween are the races of a kind that a search found, by what is stated or for one reading of what is not.
func raceBetween(p *Pass, hazard string) []analysis.Race {
	var out []analysis.Race
	for _, r := range p.Facts().Races {
		if r.Hazard == hazard && (r.Verdict == analysis.RaceFound || r.Verdict == analysis.RacePossible) {
			out = append(out, r)
		}
	}
	return out
}
