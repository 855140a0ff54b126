package analysis

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// KeyTimeline is the life of a signing key: it enters the key set, signs, signs for the last time, and leaves. Two
// things must never happen: a verifier refuses a good token because it does not know the key, and a verifier goes on
// with a key for longer than was promised.
//
// A verifier's copy of the key set is at most as old as the larger of `validation.jwks.cache`, which is its own clock,
// and `jwks_max_age`, which is that of the response (shared caches count the age, RFC 9111, section 4.2.3). Where an
// unknown `kid` leads to a fetch, a copy can be mended earlier: after `at_most_every`, after the time for which the
// `kid` is remembered as unknown, and not before the response itself may change. Hence
//
//	publish_ahead          >= age of a copy, or max(at_most_every, negative_cache, jwks_max_age) with refetch_on_unknown_kid
//	keep_after             >= longest life of a token that it signs + clock tolerance
//	keep_after             >= delete_after
//	emergency.remove_within >= age of a copy, also while the key set cannot be fetched; or the denylist, where it names keys
//
// The longest life is the guaranteed one over all clients, environments and variants. The offline limit of a token is
// not added: it ends a token, and nobody needs the published key to refuse one. What counts for a verifier without a
// network is how old a copy it may then use (validation.unavailable.jwks).
type KeyTimeline struct {
	Issuer, Set string
	// Environments are those that this holds for; none where they do not differ.
	Environments []string
	// Tokens are those that the set signs.
	Tokens []string
	// At is the name of the key set.
	At diag.Span
	// Events are the moments of a key's life, in order, as far as they are stated.
	Events []KeyEvent
	// Conditions are what has to hold.
	Conditions []KeyCondition
	// AtOnce is how many keys the set holds at most; 0 where that is not stated.
	AtOnce int
	// Gap is how long good tokens can be refused after a rotation without notice, with what is missing to tell.
	Gap        Term
	GapMissing []string
}

// KeyEvent is a moment of a key's life, counted from its first or its last signature.
type KeyEvent struct {
	Text string
	// Before is true for a time before the first signature; FromLast for a time after the last.
	Before, FromLast bool
	Term             Term
}

// KeyCondition is an inequality: what is stated must be no less than what is needed.
type KeyCondition struct {
	// ID is publish, keep, delete or withdraw; Text says what goes wrong otherwise.
	ID, Text string
	// Have is the left side, Need the right one with its terms. Each is known where nothing of it is missing.
	Have    Term
	Need    specs.Extent
	Formula string
	Terms   []Term
	Verdict KeyVerdict
	// Missing are settings without which the condition cannot be judged.
	Missing []string
	// Repair is the smallest change that makes it hold; empty where it holds or cannot be judged.
	Repair string
}

// KeyVerdict says whether a condition holds.
type KeyVerdict string

// The verdicts.
const (
	KeyHolds   KeyVerdict = "holds"
	KeyFails   KeyVerdict = "fails"
	KeyUnknown KeyVerdict = "unknown" // cannot be judged without what is missing
)

// keyTimelines works out every set of signing keys.
func keyTimelines(r *reader) []KeyTimeline {
	var out []KeyTimeline
	for i := range r.p.Issuers.Entries {
		issuer := &r.p.Issuers.Entries[i]
		for j := range issuer.V.Keys.Entries {
			set := &issuer.V.Keys.Entries[j]
			if set.V.Use.IsSet() && set.V.Use.V != specs.KeyUseSign {
				continue
			}
			k := &keying{reader: r, issuer: issuer.ID, set: set.ID, base: "issuers." + issuer.ID + ".keys." + set.ID}
			from := len(out)
			environments := k.environments()
			for _, environment := range environments {
				t := k.timeline(environment)
				t.At = set.At
				if at := slices.IndexFunc(out[from:], func(o KeyTimeline) bool { return o.text() == t.text() }); at >= 0 {
					out[from+at].Environments = append(out[from+at].Environments, t.Environments...)
					continue
				}
				out = append(out, t)
			}
			if len(out) == from+1 {
				out[from].Environments = nil
			}
		}
	}
	return out
}

func (t *KeyTimeline) text() string {
	var b strings.Builder
	for _, c := range t.Conditions {
		b.WriteString(c.Have.String() + c.Formula + string(c.Verdict) + strings.Join(c.Missing, " ") + "\n")
	}
	return b.String() + t.Gap.String()
}

type keying struct {
	*reader
	issuer, set, base string
}

// environments are those of the issuer where something that counts differs between environments; else one without name.
func (k *keying) environments() []string {
	paths := []string{k.base, "validation"}
	for _, token := range k.tokens(nil) {
		paths = append(paths, "tokens."+token+".lifetime")
	}
	var out []string
	if slices.Contains(k.mentioned(paths...), specs.AxisEnvironment) {
		for i := range k.p.Environments.Entries {
			if e := &k.p.Environments.Entries[i]; string(e.V.Issuer.V) == k.issuer {
				out = append(out, e.ID)
			}
		}
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}

func (k *keying) timeline(environment string) KeyTimeline {
	t := KeyTimeline{Issuer: k.issuer, Set: k.set}
	sel := specs.Selection{}
	if environment != "" {
		sel[specs.AxisEnvironment] = environment
		t.Environments = []string{environment}
	}
	t.Tokens = k.tokens(sel)
	rotate := look[specs.Value[specs.Duration]](k.reader, k.base+".rotate_every", sel)
	if rotate.State != specs.None {
		t.Conditions = append(t.Conditions, k.publish(sel))
		if c, ok := k.keep(sel); ok {
			t.Conditions = append(t.Conditions, c)
		}
	}
	for _, f := range []func(specs.Selection) (KeyCondition, bool){k.delete, k.withdraw} {
		if c, ok := f(sel); ok {
			t.Conditions = append(t.Conditions, c)
		}
	}
	t.Gap, t.GapMissing = k.early(sel)
	t.Gap.Text = "until verifiers know a key that signs at once"
	k.events(&t, sel)
	return t
}

// events lists the moments that are stated.
func (k *keying) events(t *KeyTimeline, sel specs.Selection) {
	for _, e := range []struct {
		key, text        string
		before, fromLast bool
	}{
		{"publish_ahead", "enters the key set", true, false},
		{"rotate_every", "signs for the last time", false, false},
		{"delete_after", "its private half is deleted", false, true},
		{"keep_after", "leaves the key set", false, true},
	} {
		v := look[specs.Value[specs.Duration]](k.reader, k.base+"."+e.key, sel)
		if v.IsSet() {
			t.Events = append(t.Events, KeyEvent{e.text, e.before, e.fromLast, Term{Text: e.text, Path: k.base + "." + e.key, At: v.At, D: finite(v.V)}})
		}
	}
	keep := look[specs.Value[specs.Duration]](k.reader, k.base+".keep_after", sel)
	ahead := look[specs.Value[specs.Duration]](k.reader, k.base+".publish_ahead", sel)
	rotate := look[specs.Value[specs.Duration]](k.reader, k.base+".rotate_every", sel)
	if age, missing := k.copyAge(k.issuer, k.set, sel); keep.IsSet() && len(missing) == 0 {
		gone := Term{Text: "the last verifier forgets it", Path: age.Path, At: age.At, D: plus(finite(keep.V), age.D)}
		t.Events = append(t.Events, KeyEvent{gone.Text, false, true, gone})
	}
	if keep.IsSet() && ahead.IsSet() && rotate.IsSet() && rotate.V > 0 {
		up := func(d specs.Duration) int { return int((d + rotate.V - 1) / rotate.V) }
		t.AtOnce = 1 + up(ahead.V+keep.V)
	}
}

// condition judges one inequality. repair is given what is needed.
func condition(id, text string, have Term, known bool, need branch, repair func(need specs.Extent) string) KeyCondition {
	c := KeyCondition{ID: id, Text: text, Have: have, Terms: need.terms, Formula: need.String(), Missing: need.missing}
	sum, ok := need.sum()
	if ok {
		c.Need = sum
	}
	if !known {
		c.Missing = append([]string{have.Path}, c.Missing...)
	}
	switch {
	case known && ok && !Less(have.D, sum):
		c.Verdict = KeyHolds
	case known && ok, known && Less(have.D, sum):
		c.Verdict, c.Repair = KeyFails, repair(sum)
	default:
		c.Verdict = KeyUnknown
	}
	return c
}

func atLeast(path string) func(specs.Extent) string {
	return func(need specs.Extent) string {
		if need.Kind != specs.Finite {
			return path + ": no time is enough; give the tokens an end"
		}
		return path + ": write at least " + need.String()
	}
}

// publish: every verifier knows a key before it signs.
func (k *keying) publish(sel specs.Selection) KeyCondition {
	path := k.base + ".publish_ahead"
	have, known := k.length(path, "in the key set before it signs", sel)
	t, missing := k.early(sel)
	return condition("publish", "a verifier may not know a key when it meets its first token", have, known,
		branch{[]Term{t}, missing}.tidy(), atLeast(path))
}

// tidy leaves out a term that is missing.
func (b branch) tidy() branch {
	if len(b.missing) > 0 {
		b.terms = nil
	}
	return b
}

// early is how soon a verifier knows a key that it has not seen.
func (k *keying) early(sel specs.Selection) (Term, []string) {
	age, missing := k.copyAge(k.issuer, k.set, sel)
	refetch := look[specs.Value[bool]](k.reader, "validation.jwks.refetch_on_unknown_kid", sel)
	if !refetch.IsSet() || !refetch.V {
		return age, missing
	}
	worst := Term{Text: "until an unknown key is fetched", Path: "validation.jwks.refetch_on_unknown_kid", At: refetch.At}
	for _, e := range []struct{ path, text string }{
		{"validation.jwks.at_most_every", "between two fetches"},
		{"validation.jwks.negative_cache", "for which an unknown key stays unknown"},
		{k.base + ".jwks_max_age", "for which a response is cached"},
	} {
		t, known := k.length(e.path, e.text, sel)
		if !known { // nothing tells how soon a fetch helps
			return age, missing
		}
		if Less(worst.D, t.D) {
			worst = t
		}
	}
	if len(missing) == 0 && Less(age.D, worst.D) {
		return age, nil
	}
	return worst, nil
}

// copyAge is the age that a verifier's copy of a key set may reach. Without a key set, the largest of all counts.
func (r *reader) copyAge(issuer, set string, sel specs.Selection) (Term, []string) {
	cache := look[specs.Value[specs.Duration]](r, "validation.jwks.cache", sel)
	age, known := lengthTerm(cache, "validation.jwks.cache", "age of a copy of the key set")
	var missing []string
	if cache.Stated() && !known {
		missing = append(missing, age.Path)
	}
	for i := range r.p.Issuers.Entries {
		e := &r.p.Issuers.Entries[i]
		for _, id := range e.V.Keys.IDs() {
			if set != "" && (e.ID != issuer || id != set) {
				continue
			}
			path := "issuers." + e.ID + ".keys." + id + ".jwks_max_age"
			v := look[specs.Value[specs.Duration]](r, path, sel)
			t, ok := lengthTerm(v, path, "age of a copy of the key set")
			switch {
			case !v.Stated():
			case !ok:
				missing = append(missing, path)
			case !known || Less(age.D, t.D):
				age, known = t, true
			}
		}
	}
	if !known && len(missing) == 0 {
		missing = append(missing, "validation.jwks.cache")
	}
	return age, missing
}

// keep: a key stays in the set while tokens that it signed live.
func (k *keying) keep(sel specs.Selection) (KeyCondition, bool) {
	path := k.base + ".keep_after"
	have, known := k.length(path, "in the key set after it signed last", sel)
	var need branch
	var longest Term
	tokens := k.tokens(sel)
	for i, token := range tokens {
		t, ok := k.life("tokens."+token+".lifetime", "longest life of "+token, sel)
		if !ok {
			need.missing = append(need.missing, t.Path)
		} else if i == 0 || len(need.terms) == 0 || Less(longest.D, t.D) {
			longest, need.terms = t, []Term{t}
		}
	}
	skew, ok := k.length("validation.clock_skew.tolerance", "clock tolerance", sel)
	if look[specs.Skew](k.reader, "validation.clock_skew", sel).State == specs.None {
		ok = true
	}
	need.add(skew, ok)
	return condition("keep", "a verifier that fetches the key set anew refuses a token that is still good", have, known, need, atLeast(path)), len(tokens) > 0
}

// tokens are the tokens that the set signs: those that name it, and signed ones that name none where it is the only one.
func (k *keying) tokens(sel specs.Selection) []string {
	signing := 0
	issuer := k.p.Issuers.Get(k.issuer)
	for i := range issuer.Keys.Entries {
		if v := &issuer.Keys.Entries[i].V; !v.Use.IsSet() || v.Use.V == specs.KeyUseSign {
			signing++
		}
	}
	var out []string
	for i := range k.p.Tokens.Entries {
		e := &k.p.Tokens.Entries[i]
		keys := look[specs.Value[specs.KeySetID]](k.reader, "tokens."+e.ID+".keys", sel)
		issued := len(e.V.Issuers.Items) == 0 || specs.Has(e.V.Issuers, specs.IssuerID(k.issuer))
		named := keys.IsSet() && string(keys.V) == k.set
		alone := !keys.Stated() && signing == 1 && e.V.Format.Kind.V == specs.FormatJWT && !e.V.MadeBy.IsSet() &&
			(e.V.Type.V == specs.LogoutToken || e.V.Type.V == specs.SecurityEventToken || !slices.Contains(madeByClients, e.V.Type.V))
		if issued && (named || alone) {
			out = append(out, e.ID)
		}
	}
	return out
}

// delete: no private key is kept when nobody takes its signatures any more.
func (k *keying) delete(sel specs.Selection) (KeyCondition, bool) {
	kept := look[specs.Value[specs.Duration]](k.reader, k.base+".delete_after", sel)
	have, known := k.length(k.base+".keep_after", "in the key set after it signed last", sel)
	need, ok := lengthTerm(kept, k.base+".delete_after", "the private key is kept")
	var b branch
	b.add(need, ok)
	return condition("delete", "a private key is kept although nothing verifies its signatures any more", have, known, b, func(specs.Extent) string {
		return k.base + ".delete_after: write at most " + have.D.String()
	}), kept.IsSet()
}

// withdraw: no verifier goes on with an exposed key for longer than promised.
func (k *keying) withdraw(sel specs.Selection) (KeyCondition, bool) {
	path := k.base + ".emergency.remove_within"
	have, known := k.length(path, "promised for an exposed key", sel)
	age, missing := k.copyAge(k.issuer, k.set, sel)
	down := look[specs.Fallback](k.reader, "validation.unavailable.jwks", sel)
	if len(missing) == 0 && down.Then.IsSet() && down.Then.V == specs.FallbackUseCache {
		const kept = "validation.unavailable.jwks.cache_at_most"
		if t, ok := lengthTerm(&down.CacheAtMost, kept, "age of a copy while the key set cannot be fetched"); !ok {
			missing = append(missing, kept)
		} else if Less(age.D, t.D) {
			age = t
		}
	}
	need := branch{[]Term{age}, missing}.tidy()
	if list, ok := k.denylisted(sel); ok {
		if sum, _ := list.sum(); len(missing) > 0 || Less(sum, age.D) {
			need = list
		}
	}
	return condition("withdraw", "a verifier goes on with an exposed key for longer than promised", have, known, need, func(specs.Extent) string {
		return need.terms[0].Path + ": write at most " + have.D.String()
	}), look[specs.Value[specs.Duration]](k.reader, path, sel).IsSet()
}

// denylisted is how soon verifiers learn of a key from the denylist, where it names keys.
func (k *keying) denylisted(sel specs.Selection) (branch, bool) {
	list := look[specs.Denylist](k.reader, "revocation.denylist", sel)
	if !specs.Has(list.Key, "kid") && !specs.Has(list.Key, "key") {
		return branch{}, false
	}
	const path = "revocation.propagation.denylist"
	t, known, _ := delayTerm(look[specs.Delay](k.reader, path, sel), path, "denylist")
	b := branch{terms: []Term{t}}
	if list.Poll.IsSet() {
		poll, ok := lengthTerm(&list.Poll, "revocation.denylist.poll", "poll")
		b.terms, known = append(b.terms, poll), known && ok
	}
	return b, known
}
