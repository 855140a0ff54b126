package migrate

import (
	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/internal/lint"
	"github.com/tokenbook/tokenbook/specs"
)

// figures reads what waits are sums of. While a migration is under way some follow the old policy and some the new one,
// so that of each figure the larger counts.
type figures struct {
	old, new *specs.Policy
	options  Options
	keys     map[*specs.Policy][]analysis.KeyTimeline
}

func newFigures(d *diff.Diff, o Options) *figures {
	return &figures{old: d.Old, new: d.New, options: o, keys: map[*specs.Policy][]analysis.KeyTimeline{
		d.Old: analysis.Analyse(d.Old).Keys, d.New: analysis.Analyse(d.New).Keys,
	}}
}

// signedBy are the tokens that a key set of a policy signs; set is its path.
func (f *figures) signedBy(p *specs.Policy, set string) []string {
	var out []string
	for i := range f.keys[p] {
		if t := &f.keys[p][i]; "issuers."+t.Issuer+".keys."+t.Set == set {
			out = append(out, t.Tokens...)
		}
	}
	return out
}

// depth bounds how far references between amounts of time are followed.
const depth = 20

// worse is the figure that makes a wait longer. Of equal ones the new policy's is shown.
func worse(was, is Term) Term {
	was.Old = true
	if was.Sure > is.Sure || was.Sure == is.Sure && was.D > is.D {
		return was
	}
	return is
}

// both reads a figure from both policies. One that only one of them states counts as stated.
func (f *figures) both(read func(*specs.Policy) (Term, bool)) (Term, bool) {
	was, okOld := read(f.old)
	is, okNew := read(f.new)
	was.Old = true
	switch {
	case okOld && okNew:
		return worse(was, is), true
	case okOld:
		return was, true
	}
	return is, okNew
}

// length reads a duration for all choices; ok is false where a policy is silent for all of them. None is no time at all.
func (f *figures) length(path, text string) (Term, bool) {
	return f.both(func(p *specs.Policy) (Term, bool) {
		out, found := Term{Text: text, Path: path}, false
		for _, sel := range analysis.Selections(p, path) {
			v, _, ok := specs.Effective[specs.Value[specs.Duration]](p, path, sel)
			if !ok || !v.Stated() {
				continue
			}
			next := Term{Text: text, Path: path, At: v.At, D: v.V}
			if v.State == specs.Undecided {
				next.Sure = Unspecified
			}
			if !found || next.Sure > out.Sure || next.Sure == out.Sure && next.D > out.D {
				out, found = next, true
			}
		}
		return out, found
	})
}

// needed is a duration without which a wait has no length.
func (f *figures) needed(path, text string) Term {
	t, ok := f.length(path, text)
	if !ok {
		t.Sure = Unspecified
	}
	return t
}

// extra is a duration that counts where it is stated; nothing else.
func (f *figures) extra(path, text string) []Term {
	if t, ok := f.length(path, text); ok && (t.D > 0 || t.Sure != Known) {
		return []Term{t}
	}
	return nil
}

// skew is the tolerance for clocks that are off, where verifiers compare times.
func (f *figures) skew() []Term {
	if f.none("validation.clock_skew") {
		return nil
	}
	t := f.needed("validation.clock_skew.tolerance", "clock tolerance")
	if t.Sure == Known && t.D == 0 {
		return nil
	}
	return []Term{t}
}

// none reports whether the new policy states that there is no such thing.
func (f *figures) none(path string) bool { return f.new.EffectiveState(path, nil) == specs.None }

// copyAge is the age that a verifier's copy of the key set may reach: its own cache or that of the response, whichever is
// longer (RFC 9111, section 4.2).
func (f *figures) copyAge(sets []string) Term {
	out := f.needed("validation.jwks.cache", "age of a copy of the key set")
	for _, set := range sets {
		if t, ok := f.length(set+".jwks_max_age", "age of a copy of the key set"); ok && (out.Sure == Unspecified && t.Sure == Known && !f.states("validation.jwks.cache") || t.Sure > out.Sure || t.Sure == out.Sure && t.D > out.D) {
			out = t
		}
	}
	return out
}

// states reports whether one of the policies says anything of a setting.
func (f *figures) states(path string) bool {
	return f.old.EffectiveState(path, nil) != specs.Silent || f.new.EffectiveState(path, nil) != specs.Silent
}

// chosen are the choices for which the life of a token counts; none for all.
type chosen func(token string) []diff.Choice

// everywhere is for what concerns a token whoever holds it, such as the key that signs it.
func everywhere(string) []diff.Choice { return nil }

// life is the longest life of some tokens, from a bound that counts from a fixed moment.
func (f *figures) life(tokens []string, whose chosen) Term {
	out, found := Term{Text: "longest life of a token", Path: "tokens", Sure: Unspecified}, false
	for _, token := range tokens {
		t, ok := f.lifeOf(token, whose(token))
		if !ok {
			continue
		}
		if !found || t.Sure > out.Sure || t.Sure == out.Sure && t.D > out.D {
			out, found = t, true
		}
	}
	return out
}

func (f *figures) lifeOf(token string, choices []diff.Choice) (Term, bool) {
	path := "tokens." + token + ".lifetime"
	return f.both(func(p *specs.Policy) (Term, bool) {
		return longest(p, path, choices, "longest life of "+token, func(l *specs.Lifetime, sel specs.Selection) (analysis.Range, bool) {
			return analysis.LongestLife(p, l, sel, depth)
		}, p.Tokens.Get(token) != nil)
	})
}

// unused is how long a token may lie unused and still come back: its idle bound, and no longer than its life.
func (f *figures) unused(token string, choices []diff.Choice) Term {
	path := "tokens." + token + ".lifetime"
	t, ok := f.both(func(p *specs.Policy) (Term, bool) {
		return longest(p, path, choices, "longest time until an unused "+token+" token comes back", func(l *specs.Lifetime, sel specs.Selection) (analysis.Range, bool) {
			idle, hasIdle := analysis.AmountRange(p, &l.Idle, sel)
			whole, hasLife := analysis.LongestLife(p, l, sel, depth)
			if hasIdle && (!hasLife || analysis.Less(idle.Max, whole.Max)) {
				return idle, true
			}
			return whole, hasLife
		}, p.Tokens.Get(token) != nil)
	})
	if !ok {
		t.Text, t.Path, t.Sure = "longest time until an unused "+token+" token comes back", path, Unspecified
	}
	return t
}

// longest reads an amount of a lifetime for the choices, or for all, and keeps the longest. ok is false where there is no
// such token.
func longest(p *specs.Policy, path string, choices []diff.Choice, text string, read func(*specs.Lifetime, specs.Selection) (analysis.Range, bool), there bool) (Term, bool) {
	text += among(choices)
	out, found := Term{Text: text, Path: path, Sure: Unspecified}, false
	if !there {
		return out, false
	}
	for _, sel := range narrowed(analysis.Selections(p, path), choices) {
		l, _, ok := specs.Effective[specs.Lifetime](p, path, sel)
		if !ok {
			continue
		}
		next := Term{Text: text, Path: path, At: l.At}
		switch r, known := read(&l, sel); {
		case !known || !r.Guaranteed:
			next.Sure = Unspecified
		case r.Max.Kind != specs.Finite:
			next.Sure = Endless
		default:
			next.D = r.Max.D
		}
		if !found || next.Sure > out.Sure || next.Sure == out.Sure && next.D > out.D {
			out, found = next, true
		}
	}
	return out, true
}

// clients and services are the times that people are given to follow.
func (f *figures) clients() Term {
	return f.given(f.options.Clients, "clients", "notice for client developers")
}

func (f *figures) services() Term {
	return f.given(f.options.Services, "services", "notice for resource servers")
}

// given is the time that somebody is given: what the flag says, else the policy, else the default.
func (f *figures) given(asked *specs.Duration, flag, text string) Term {
	if asked != nil {
		return Term{Text: text, D: *asked}
	}
	path := "lint.thresholds.notice_" + flag
	d, stated := lint.Notice(f.new, "notice_"+flag)
	if !stated {
		return Term{Text: text + ", by default; --" + flag + " or " + path + " change it", Path: path, D: d}
	}
	return Term{Text: text, Path: path, D: d, At: f.new.Whereabouts(path)}
}

// rollout is the time until all servers of the issuer do the same.
func (f *figures) rollout() Term {
	const text = "until all servers of the issuer follow"
	if f.options.Rollout != nil {
		return Term{Text: text, D: *f.options.Rollout}
	}
	return Term{Text: text + ", by default; --rollout changes it", D: DefaultRollout}
}

// verdicts are the times for which a service or a gateway remembers that a token was good.
func (f *figures) verdicts() []Term {
	return append(f.extra("validation.introspection.cache", "remembered answers of introspection"), f.extra("validation.gateway_cache", "remembered verdicts of the gateway")...)
}
