package generator

import (
	"math"
	"slices"

	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// reference is what the exported functions mean, once, for all languages: each template writes the same decisions in
// its own words, and the vectors that this makes are run against each. It asks the policy's one lookup for every
// choice, not the constants that the templates print, so that a wrong constant shows as a wrong answer. Times are
// milliseconds since the epoch, lengths milliseconds.
type reference struct {
	policy *specs.Policy
	causes []exportCause
}

const (
	// partsOfWhole: shares count in millionths, so that they compare as whole numbers, alike in every language.
	partsOfWhole = 1_000_000
	// longestWait bounds waits for which the policy states no cap: the longest timer of browsers, 2³¹−1 ms.
	longestWait = math.MaxInt32
	// mostSteps is how often a growing wait can grow at all; one of no length would never reach a cap.
	mostSteps = 64
)

func (r reference) length(path string, sel specs.Selection) (int64, bool) {
	d, _, _ := specs.Effective[specs.Value[specs.Duration]](r.policy, path, sel)
	return d.V.Milliseconds(), d.IsSet()
}

// isExpired: a token must not be accepted from its end on, but for the tolerance (RFC 7519, section 4.1.4).
func (r reference) isExpired(sel specs.Selection, now, expiresAt int64) bool {
	skew, _ := r.length("validation.clock_skew.tolerance", sel)
	return now >= expiresAt+skew
}

// isNotYetValid: a token must not be accepted before its nbf, but for the tolerance (RFC 7519, section 4.1.5). What the
// policy says of moments that lie ahead outranks the tolerance for all.
func (r reference) isNotYetValid(sel specs.Selection, now, notBefore int64) bool {
	skew, ok := r.length("validation.clock_skew.future", sel)
	if !ok {
		skew, _ = r.length("validation.clock_skew.tolerance", sel)
	}
	return now < notBefore-skew
}

// shouldRefresh: what remains is at most the share of the whole life, or at most the least that is to remain. A life
// that ends before it begins has no length.
func (r reference) shouldRefresh(sel specs.Selection, now, issuedAt, expiresAt int64) bool {
	at, _, _ := specs.Effective[specs.RefreshAt](r.policy, "client_strategy.refresh_at", sel)
	left := expiresAt - now
	if at.AtLeast.IsSet() && left <= at.AtLeast.V.Milliseconds() {
		return true
	}
	if !at.Remaining.V.Of {
		return left <= at.Remaining.V.D.Milliseconds()
	}
	life := max(expiresAt-issuedAt, 0)
	parts := int64(math.Round(at.Remaining.V.Percent * partsOfWhole / 100))
	return left <= life/partsOfWhole*parts+life%partsOfWhole*parts/partsOfWhole
}

// backoff bounds the wait before a retry, the first being attempt 1.
func (r reference) backoff(sel specs.Selection, attempt int64) (shortest, longest int64, ok bool) {
	retry, _, _ := specs.Effective[specs.Retry](r.policy, "client_strategy.retry", sel)
	if attempt < 1 || retry.Attempts.IsSet() && attempt > int64(retry.Attempts.V) {
		return 0, 0, false
	}
	base, limit := retry.Base.V.Milliseconds(), int64(longestWait)
	if retry.Cap.IsSet() {
		limit = retry.Cap.V.Milliseconds()
	}
	wait, factor, steps := base, int64(2), attempt-1
	switch {
	case retry.Jitter.V == specs.JitterDecorrelated:
		factor, steps = 3, attempt
	case retry.Backoff.V == specs.BackoffConstant:
		steps = 0
	case retry.Backoff.V == specs.BackoffLinear:
		steps = 0
		if wait = limit; attempt <= limit/max(base, 1) {
			wait = base * attempt
		}
	}
	for i := int64(0); i < min(steps, mostSteps) && wait < limit; i++ {
		wait *= factor
	}
	wait = min(wait, limit)
	switch retry.Jitter.V {
	case specs.JitterFull:
		return 0, wait, true
	case specs.JitterEqual:
		return wait / 2, wait, true
	case specs.JitterDecorrelated:
		return min(base, wait), wait, true
	}
	return wait, wait, true
}

// expiresIn is the life that clients are told of a fresh token, else the time from issue; ok is false where the policy
// gives no one length.
func (r reference) expiresIn(token string, sel specs.Selection) (length int64, ok bool) {
	for _, part := range []string{"reported", "ttl"} {
		v := amount("", "", "", amountDefault).read(r.policy, "tokens."+token+".lifetime."+part, sel)
		if v.Is() {
			return v.Time.Milliseconds(), v.Word == ""
		}
	}
	return 0, false
}

// decideError is what a client does about a code on a surface. The client strategy outranks all; causes that share the
// code decide where they agree; where they do not, the standard does, for a client sees no more than the code. It answers
// for every text: unspecified where nobody speaks.
func (r reference) decideError(client, code, surface string) string {
	for _, s := range strategySettings {
		if ids, _ := r.sharing(code, surface); len(ids) == 0 {
			break // of what the policy does not have the client strategy says nothing
		}
		if s.code != code || s.surface != surface {
			continue
		}
		sel := specs.Selection{}
		if client != "" {
			sel[specs.AxisClient] = client
		}
		if own, _, _ := specs.Effective[specs.Value[specs.ClientAction]](r.policy, s.path, sel); own.IsSet() {
			return string(own.V)
		}
	}
	_, actions := r.sharing(code, surface)
	std, known := standard.ErrorByCode(code, standard.Surface(surface))
	switch {
	case len(actions) == 1:
		return actions[0]
	case len(actions) > 1 && known:
		return string(std.Action)
	}
	return unspecifiedAction
}

// sharing are the causes that look alike to a client, by code and surface, and the different actions that they ask for.
func (r reference) sharing(code, surface string) (ids, actions []string) {
	for _, e := range r.causes {
		if code == "" || e.code != code || !slices.Contains(e.surfaces, surface) {
			continue
		}
		ids = append(ids, e.id)
		if e.action != "" && !slices.Contains(actions, e.action) {
			actions = append(actions, e.action)
		}
	}
	return ids, actions
}
