package generator

import (
	"slices"

	"github.com/tokenbook/tokenbook/specs"
)

// exportRules are the decisions that code makes by the policy. Each function is pure: it is given the time. One whose
// numbers the policy does not state is nil, and Missing says what it lacks.
type exportRules struct {
	Decisions       []exportDecision
	ClientDecisions []exportDecision
	Expired         *skewRule
	NotYet          *skewRule
	Refresh         *refreshRule
	Backoff         *backoffRule
	// ExpiresIn is the table of lifetimes, or nil.
	ExpiresIn *exportTable
	Missing   []missingRule
}

// missingRule is a function that is left out.
type missingRule struct {
	Function string
	Lacks    []string
}

// skewRule is a tolerance around a moment: the end of a token (RFC 7519, section 4.1.4) or its beginning (section 4.1.5).
type skewRule struct {
	Skew *exportConstant
	Axes []string
}

// refreshRule: a client refreshes when what remains is down to a share or an amount, but never later than AtLeast.
type refreshRule struct {
	Remaining *exportConstant
	AtLeast   *exportConstant // nil where the policy states none
	Axes      []string
}

// backoffRule bounds the wait before a retry. Cap is nil where the policy states that there is none, Attempts where it
// states no number.
type backoffRule struct {
	Growth, Jitter      string
	Base, Cap, Attempts *exportConstant
	Axes                []string
}

func (c *constants) find(name string) *exportConstant {
	for _, g := range c.Groups {
		for _, k := range g.Constants {
			if k.Name[0] == name {
				return k
			}
		}
	}
	return nil
}

// need is a constant that a function cannot do without; what it lacks is added to lacks.
func (c *constants) need(name string, lacks *[]string) *exportConstant {
	k := c.find(name)
	if !k.Pickable() {
		if !k.Value.Is() {
			*lacks = append(*lacks, k.Note.Silence(k.Value))
		}
		for _, other := range k.Cases {
			if other.Value.Kind != k.Value.Kind {
				*lacks = append(*lacks, "differs in kind: "+other.Note.Where())
			}
		}
	}
	return k
}

// stated is whether any choice states the constant.
func (c *exportConstant) stated() bool {
	return c.Value.Is() || slices.ContainsFunc(c.Cases, func(o exportCase) bool { return o.Value.Is() })
}

// axesOf are the enumerations by which some of the constants differ.
func axesOf(all ...*exportConstant) []string {
	var out []string
	for _, axis := range []string{specs.AxisEnvironment, specs.AxisClient} {
		if slices.ContainsFunc(all, func(k *exportConstant) bool { return k != nil && slices.Contains(k.Axes, axis) }) {
			out = append(out, axis)
		}
	}
	return out
}

func (c *constants) rules() {
	r := &c.Rules
	missing := func(function string, lacks []string) bool {
		if len(lacks) > 0 {
			r.Missing = append(r.Missing, missingRule{function, lacks})
		}
		return len(lacks) > 0
	}
	if len(r.Decisions) == 0 {
		missing("decide_error", []string{silentWord + ": errors"})
	}
	var lacks []string
	if skew := c.need("clock_skew", &lacks); !missing("is_expired", lacks) {
		r.Expired = &skewRule{skew, axesOf(skew)}
	}
	lacks = nil
	ahead := c.find("clock_skew_future")
	if ahead.stated() {
		ahead = c.need("clock_skew_future", &lacks)
	} else {
		ahead = c.need("clock_skew", &lacks)
	}
	if !missing("is_not_yet_valid", lacks) {
		r.NotYet = &skewRule{ahead, axesOf(ahead)}
	}
	lacks = nil
	remaining, atLeast := c.need("refresh_remaining", &lacks), c.find("refresh_at_least")
	if atLeast.stated() {
		atLeast = c.need("refresh_at_least", &lacks)
	} else {
		atLeast = nil
	}
	if !missing("should_refresh", lacks) {
		r.Refresh = &refreshRule{remaining, atLeast, axesOf(remaining, atLeast)}
	}
	lacks = nil
	if b := c.backoff(&lacks); !missing("backoff", lacks) {
		r.Backoff = b
	}
	for _, t := range c.Tables {
		if t.Record == lifetimeRecord {
			r.ExpiresIn = t
		}
	}
	if r.ExpiresIn == nil {
		missing("expected_expires_in", []string{silentWord + ": tokens.*.lifetime"})
	}
}

func (c *constants) backoff(lacks *[]string) *backoffRule {
	b := &backoffRule{Growth: c.steady("client_strategy.retry.backoff", lacks), Jitter: c.steady("client_strategy.retry.jitter", lacks), Base: c.need("retry_base", lacks)}
	if limit := c.find("retry_cap"); limit.Value.Word != noneWord || len(limit.Cases) > 0 {
		b.Cap = c.need("retry_cap", lacks)
	}
	if attempts := c.find("retry_attempts"); attempts.stated() {
		b.Attempts = c.need("retry_attempts", lacks)
	}
	if b.Growth == noneWord {
		*lacks = append(*lacks, "none: client_strategy.retry.backoff")
	}
	b.Axes = axesOf(b.Base, b.Cap, b.Attempts)
	return b
}

// steady is a word that no client or environment changes, or none where that is stated.
func (c *constants) steady(path string, lacks *[]string) string {
	note := c.note(path, nil, "")
	switch {
	case note.Text == "" || note.Text == undecidedWord:
		*lacks = append(*lacks, note.Silence(silentValue(note.Text)))
	case c.varies(path, note.Text):
		*lacks = append(*lacks, "differs by client or environment: "+note.Where())
	}
	return note.Text
}

// varies reports whether some client or environment has another text at a path.
func (c *constants) varies(path, base string) bool {
	for axis, values := range c.policy.AxisValues(path) {
		for _, v := range values {
			if text, _, _ := c.policy.EffectiveText(path, specs.Selection{axis: v}); text != base {
				return true
			}
		}
	}
	return false
}

// IsShare reports whether a value is a share of a whole.
func (v exportValue) IsShare() bool { return v.Kind == kindShare }

// IsLength reports whether a value is a length of time.
func (v exportValue) IsLength() bool { return v.Kind == kindExtent && v.Word == "" }

// Steady reports whether the wait never grows.
func (b *backoffRule) Steady() bool {
	return b.Growth == string(specs.BackoffConstant) && !b.Decorrelated()
}

// Linear reports whether the wait grows by the same amount each time.
func (b *backoffRule) Linear() bool {
	return b.Growth == string(specs.BackoffLinear) && !b.Decorrelated()
}

// Decorrelated reports whether each wait is drawn from the one before.
func (b *backoffRule) Decorrelated() bool { return b.Jitter == string(specs.JitterDecorrelated) }

// GrowthText says how the wait grows.
func (b *backoffRule) GrowthText() string {
	switch {
	case b.Decorrelated():
		return "is at most three times the one before"
	case b.Growth == string(specs.BackoffConstant):
		return "stays the same"
	case b.Growth == string(specs.BackoffLinear):
		return "grows by the same amount each time"
	}
	return "doubles each time"
}

// JitterText says how the wait is spread at random.
func (b *backoffRule) JitterText() string {
	switch specs.Jitter(b.Jitter) {
	case specs.JitterFull:
		return "it is drawn at random between nothing and the whole"
	case specs.JitterEqual:
		return "it is drawn at random between a half and the whole"
	case specs.JitterDecorrelated:
		return "it is drawn at random between the first wait and that"
	}
	return "it is not drawn at random"
}

// Moments reports whether some decision is about moments.
func (r exportRules) Moments() bool { return r.Expired != nil || r.NotYet != nil || r.Refresh != nil }
