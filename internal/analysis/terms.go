package analysis

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// Term is one number of a formula and the setting that it was read from.
type Term struct {
	// Text says what the number is, such as "clock tolerance".
	Text string
	// Path and At are the setting and its place; both are empty for a number that follows from the model.
	Path string
	At   diag.Span
	// D is the number.
	D specs.Extent
}

// String writes the term as a formula shows it: 10m longest life.
func (t Term) String() string { return t.D.String() + " " + t.Text }

// reader looks up effective values and remembers them: the same few settings are asked for again and again.
type reader struct {
	p       *specs.Policy
	axes    map[string]map[string][]string
	memo    map[string]any
	spreads map[string][]specs.Selection
	lives   map[lifeKey]foundLife
	named   map[string][]string // by axis, the values that some condition names
}

func newReader(p *specs.Policy) *reader {
	r := &reader{p: p, axes: map[string]map[string][]string{}, memo: map[string]any{}, spreads: map[string][]specs.Selection{}, lives: map[lifeKey]foundLife{}, named: map[string][]string{}}
	var last *specs.Variant
	p.Visit(func(s *specs.Setting) {
		if s.Variant == nil || s.Variant == last {
			return
		}
		last = s.Variant
		for i := range last.When.Terms {
			t := &last.When.Terms[i]
			r.named[t.Axis] = append(r.named[t.Axis], specs.Plain(t.Values)...)
		}
	})
	return r
}

// few are the values of an axis that conditions can tell apart: those that some condition names, and one other.
func (r *reader) few(axis string, values []string) []string {
	if axis == specs.AxisClient {
		return values // conditions name clients by their type and platform too
	}
	var out []string
	other := false
	for _, v := range values {
		named := slices.Contains(r.named[axis], v)
		if named || !other {
			out = append(out, v)
		}
		other = other || !named
	}
	return out
}

// axesOf are the axes that the variants bearing on a path mention, with their values.
func (r *reader) axesOf(path string) map[string][]string {
	have, ok := r.axes[path]
	if !ok {
		have = r.p.AxisValues(path)
		r.axes[path] = have
	}
	return have
}

// keyed is a key that is the same for selections that a path does not tell apart.
func (r *reader) keyed(path string, sel specs.Selection) string {
	axes := r.axesOf(path)
	if len(axes) == 0 {
		return path
	}
	var b strings.Builder
	b.WriteString(path)
	for _, axis := range sortedKeys(axes) {
		b.WriteString("\x00")
		b.WriteString(sel[axis])
	}
	return b.String()
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// look is the effective value at a path; the zero value where there is none. It must not be changed.
func look[T any](r *reader, path string, sel specs.Selection) *T {
	key := r.keyed(path, sel)
	if have, ok := r.memo[key].(*T); ok {
		return have
	}
	v, _, _ := specs.Effective[T](r.p, path, sel)
	r.memo[key] = &v
	return &v
}

// spread are the selections that extend one by every choice on the further axes that a path tells apart. Days are
// left alone: the policy answers for one.
func (r *reader) spread(path string, sel specs.Selection) []specs.Selection {
	key := r.keyed(path, sel)
	if have, ok := r.spreads[key]; ok {
		return have
	}
	out := []specs.Selection{sel}
	axes := r.axesOf(path)
	for _, axis := range sortedKeys(axes) {
		if _, chosen := sel[axis]; chosen || axis == specs.AxisDate {
			continue
		}
		values := r.few(axis, axes[axis])
		if _, closed := r.p.Domain(axis); closed && (axis == specs.AxisScope || axis == specs.AxisACR || axis == specs.AxisTenant) {
			values = append([]string{""}, values...) // a token may carry none of them
		}
		if len(out)*len(values) > maxSelections {
			break
		}
		var next []specs.Selection
		for _, s := range out {
			for _, v := range values {
				if v == "" {
					next = append(next, s)
				} else {
					next = append(next, s.With(axis, v))
				}
			}
		}
		out = next
	}
	r.spreads[key] = out
	return out
}

// soft reports whether what was written is no guarantee: advice, or something that was merely seen.
func soft(marks ...*specs.Mark) bool {
	return slices.ContainsFunc(marks, func(m *specs.Mark) bool {
		return m.Note != nil && m.Note.Force.IsSet() && m.Note.Force.V != specs.ForceGuaranteed && m.Note.Force.V != specs.ForceRequired
	})
}

// length is a guaranteed length of time at a path. known is false where none is stated; stated none is zero.
func (r *reader) length(path, text string, sel specs.Selection) (t Term, known bool) {
	v := look[specs.Value[specs.Duration]](r, path, sel)
	return lengthTerm(v, path, text)
}

func lengthTerm(v *specs.Value[specs.Duration], path, text string) (t Term, known bool) {
	t = Term{Text: text, Path: path, At: v.At, D: finite(v.V)}
	return t, (v.State == specs.Set || v.State == specs.None) && !soft(&v.Mark)
}

// delay is the guaranteed worst time of news along a way. stated tells silence from what cannot be put into numbers.
func delayTerm(d *specs.Delay, path, text string) (t Term, known, stated bool) {
	t = Term{Text: text, Path: path, At: d.At, D: finite(d.Worst.V.D)}
	if d.Worst.Stated() {
		t.At = d.Worst.At
	}
	return t, d.Worst.IsSet() && !d.Worst.V.Unquantified && !soft(&d.Mark, &d.Worst.Mark), d.Stated()
}

type lifeKey struct{ path, client, environment string }

type foundLife struct {
	t     Term
	known bool
}

// life is the longest guaranteed life at the path of a lifetime, over all choices that a selection leaves open: of the
// bounds that count from a fixed moment the earliest. Use moves the idle bound, so that it does not count. known is
// false where no bound is guaranteed for some choice.
func (r *reader) life(path, text string, sel specs.Selection) (longest Term, known bool) {
	key := lifeKey{path, sel[specs.AxisClient], sel[specs.AxisEnvironment]}
	if have, ok := r.lives[key]; ok {
		have.t.Text = text
		return have.t, have.known
	}
	r.lives[key] = foundLife{t: Term{Path: path}} // what ends with itself has no bound of that
	known = true
	for i, s := range r.spread(path, sel) {
		t, ok := r.lifeOf(path, look[specs.Lifetime](r, path, s), s)
		known = known && ok
		if ok && (i == 0 || Less(longest.D, t.D)) {
			longest = t
		}
	}
	if !known {
		longest = Term{Path: path, At: r.p.Whereabouts(path)}
	}
	r.lives[key] = foundLife{longest, known}
	longest.Text = text
	return longest, known
}

// lifeOf is the earliest guaranteed bound of one lifetime.
func (r *reader) lifeOf(path string, l *specs.Lifetime, sel specs.Selection) (earliest Term, known bool) {
	if !l.IsSet() {
		return Term{}, false
	}
	take := func(t Term) {
		if !known || Less(t.D, earliest.D) {
			earliest, known = t, true
		}
	}
	amount := func(a *specs.Amount, path string, holders ...*specs.Mark) {
		if soft(append(holders, &a.Fixed.Mark, &a.Max.Mark)...) {
			return
		}
		if d, ok := AmountRange(r.p, a, sel); ok && d.Guaranteed {
			at := a.At
			switch {
			case a.Max.IsSet():
				at = a.Max.At
			case a.Fixed.IsSet():
				at = a.Fixed.At
			}
			take(Term{Path: path, At: at, D: d.Max})
		}
	}
	ttl := path
	if l.Idle.Stated() || l.Absolute.Stated() {
		ttl += ".ttl"
	}
	amount(&l.TTL, ttl, &l.Mark)
	amount(&l.Absolute.Of, path+".absolute", &l.Mark, &l.Absolute.Mark)
	for i := range l.EndsWith.Items {
		end := &l.EndsWith.Items[i]
		target, ok := endsWithPath(end.V)
		if !ok || soft(&l.Mark, &end.Mark) {
			continue
		}
		if t, ok := r.life(target, "", sel); ok {
			take(t)
		}
	}
	return earliest, known
}

// endsWithPath is the path of the lifetime of what something ends with; ok is false for an event in words.
func endsWithPath(what string) (string, bool) {
	head, name, ok := strings.Cut(what, ".")
	if ok && name != "" && (head == "sessions" || head == "tokens") {
		return head + "." + name + ".lifetime", true
	}
	return "", false
}

// meets reports whether a condition may hold for a selection: only the axes that both name can speak against it.
func (r *reader) meets(when *specs.Selector, sel specs.Selection) bool {
	for i := range when.Terms {
		t := &when.Terms[i]
		v, ok := sel[t.Axis]
		if client := r.p.Clients.Get(sel[specs.AxisClient]); client != nil {
			switch t.Axis {
			case specs.AxisClientType:
				v, ok = string(client.Type.V), client.Type.IsSet()
			case specs.AxisPlatform:
				v, ok = string(client.Platform.V), client.Platform.IsSet()
			}
		}
		if ok && len(t.Values.Items) > 0 && specs.Has(t.Values, v) == t.Not {
			return false
		}
	}
	return true
}

// tells reports whether conditions or variants tell clients, or environments, apart.
func tells(axis string, mentioned []string) bool {
	return slices.Contains(mentioned, axis) ||
		axis == specs.AxisClient && (slices.Contains(mentioned, specs.AxisClientType) || slices.Contains(mentioned, specs.AxisPlatform))
}

// maxRows bounds the selections for which one token is judged; beyond it environments are no longer told apart, then
// clients. What is left open counts with its worst choice.
const maxRows = 256

// rows are the selections to judge a token for: its clients and the environments, where some path tells them apart.
func (r *reader) rows(token string, mentioned []string) []specs.Selection {
	environments, clients := []string{""}, []string{""}
	if tells(specs.AxisEnvironment, mentioned) && r.p.Environments.Len() > 0 {
		environments = r.p.Environments.IDs()
	}
	if of := r.p.ClientsOf(token); tells(specs.AxisClient, mentioned) && len(of) > 0 {
		clients = of
	}
	if len(environments)*len(clients) > maxRows {
		environments = []string{""}
	}
	if len(clients) > maxRows {
		clients = []string{""}
	}
	var out []specs.Selection
	for _, environment := range environments {
		for _, client := range clients {
			sel := specs.Selection{}
			if client != "" {
				sel[specs.AxisClient] = client
			}
			if environment != "" {
				sel[specs.AxisEnvironment] = environment
			}
			out = append(out, sel)
		}
	}
	return out
}

// mentioned are the axes that the variants bearing on some paths mention.
func (r *reader) mentioned(paths ...string) []string {
	var out []string
	for _, path := range paths {
		for axis := range r.axesOf(path) {
			if !slices.Contains(out, axis) {
				out = append(out, axis)
			}
		}
	}
	slices.Sort(out)
	return out
}
