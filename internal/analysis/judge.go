package analysis

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// Judgement is something about effective values that an author cannot have meant.
type Judgement struct {
	// Kind is never_wins, undecided or cut.
	Kind string
	// Path and At are the setting that has no effect.
	Path string
	At   diag.Span
	// WinnerPath and Winner are what takes its effect away.
	WinnerPath string
	Winner     diag.Span
	// Selection is a choice for which it happens; empty where it happens always. Condition is the missing condition of
	// a variant that would decide, as an author would write it, for undecided ones.
	Selection specs.Selection
	Condition string
	// Text says it in a sentence without the path.
	Text string
}

// The kinds of judgement.
const (
	JudgedNeverWins = "never_wins" // a variant whose value holds for no choice, since a more specific one always wins
	JudgedUndecided = "undecided"  // two variants that give different values, and neither wins
	JudgedCut       = "cut"        // a limit that is never reached, since something ends the token before
)

// judgements judges the effective values that were enumerated, and the limits of tokens and sessions.
//
// A variant's value never wins where every choice that meets its condition also meets that of a variant that outranks
// it. A limit is cut where the shortest that it can be is longer than the longest that something else lets it be: ttl
// and idle by absolute, absolute from issue by ttl, the offline limit by any, all of them by what the token ends with,
// by its longest-living parent, and a session by its parent. Equal limits cut nothing.
func judgements(r *reader, values []Value, lives []Life) []Judgement {
	out := neverWins(r, values)
	for _, o := range r.p.Overlaps() {
		out = append(out, Judgement{Kind: JudgedUndecided, Path: o.Path, At: o.A, WinnerPath: o.Path, Winner: o.B, Condition: o.Both,
			Text: "two variants differ for " + o.Both + "; write one for exactly that"})
	}
	return append(out, cuts(r, lives)...)
}

// neverWins goes through all choices for each setting, and looks which variants come last in no chain.
func neverWins(r *reader, values []Value) []Judgement {
	type contest struct {
		path   string
		at     diag.Span
		wins   bool
		winner diag.Span
		sel    specs.Selection
	}
	var order []*contest
	index := map[string]*contest{}
	for i := range values {
		v := &values[i]
		if !complete(r, v.Path) {
			continue
		}
		last := -1
		for j := range v.Chain {
			if speaksOf(&v.Chain[j], v.Path) {
				last = j
			}
		}
		for j := range v.Chain {
			step := &v.Chain[j]
			if !replaces(step, v.Path) {
				continue
			}
			key := v.Path + "\x00" + step.At.String()
			c := index[key]
			if c == nil {
				c = &contest{path: v.Path, at: step.At, winner: v.Chain[last].At, sel: v.Selection}
				index[key] = c
				order = append(order, c)
			}
			c.wins = c.wins || j == last
		}
	}
	var out []Judgement
	for _, c := range order {
		if !c.wins {
			out = append(out, Judgement{Kind: JudgedNeverWins, Path: c.path, At: c.at, WinnerPath: c.path, Winner: c.winner, Selection: c.sel,
				Text: "whatever meets this condition meets that of a variant that wins over it"})
		}
	}
	return out
}

// complete reports whether all choices for a setting were enumerated.
func complete(r *reader, path string) bool {
	n := 1
	for _, values := range r.axesOf(path) {
		n *= len(values)
	}
	return n <= maxSelections
}

// speaksOf reports whether a step replaces the setting at a path, by itself or with what holds it.
func speaksOf(step *specs.Step, path string) bool {
	set := setOf(step)
	return set != "" && strings.Contains("."+path+".", set+".")
}

// replaces reports whether a step replaces just the setting at a path.
func replaces(step *specs.Step, path string) bool {
	set := setOf(step)
	return set != "" && strings.HasSuffix("."+path, set)
}

// setOf is the path, below the section of its variant, that a step replaces, with a dot in front.
func setOf(step *specs.Step) string {
	if step.Variant == nil {
		return ""
	}
	for i := range step.Variant.Sets {
		if set := &step.Variant.Sets[i]; set.At == step.At {
			return "." + strings.Join(set.Path, ".")
		}
	}
	return ""
}

// limit is one bound of a lifetime: what it is at least and at most.
type limit struct {
	path  string
	at    diag.Span
	r     Range
	known bool
}

func (r *reader) limit(a *specs.Amount, path string, sel specs.Selection) limit {
	d, ok := AmountRange(r.p, a, sel)
	at := a.At
	if a.Fixed.IsSet() {
		at = a.Fixed.At
	}
	return limit{path, at, d, ok && d.Guaranteed && !soft(&a.Mark, &a.Fixed.Mark, &a.Max.Mark)}
}

// cuts looks for limits that are never reached. Each is reported once, for the first choice that shows it.
func cuts(r *reader, lives []Life) []Judgement {
	c := &cutting{reader: r, seen: map[string]bool{}}
	for i := range lives {
		l := &lives[i]
		sel := specs.Selection{}
		if l.Client != "" {
			sel[specs.AxisClient] = l.Client
		} else if len(r.p.ClientsOf(l.Token)) > 0 {
			continue // nobody gets that one
		}
		if l.Environment != "" {
			sel[specs.AxisEnvironment] = l.Environment
		}
		c.token(l.Token, &l.Lifetime, sel)
	}
	for i := range r.p.Sessions.Entries {
		e := &r.p.Sessions.Entries[i]
		path := "sessions." + e.ID + ".lifetime"
		l := look[specs.Lifetime](r, path, nil)
		limits := c.inside(path, l, nil, true)
		if e.V.Parent.IsSet() {
			c.outside(limits, "sessions."+string(e.V.Parent.V)+".lifetime", nil, ", inside which it lives,")
		}
	}
	return c.out
}

type cutting struct {
	*reader
	seen map[string]bool
	out  []Judgement
}

// cut reports a limit that another ends before.
func (c *cutting) cut(by limit, l limit, sel specs.Selection, how string) {
	if !by.known || !l.known || by.r.Max.Kind != specs.Finite || !Less(by.r.Max, l.r.Min) {
		return
	}
	key := l.at.String() + l.path + "\x00" + by.path
	if c.seen[key] {
		return
	}
	c.seen[key] = true
	c.out = append(c.out, Judgement{Kind: JudgedCut, Path: l.path, At: l.at, WinnerPath: by.path, Winner: by.at, Selection: sel,
		Text: "it is " + l.r.Min.String() + ", but " + by.path + how + " ends after " + by.r.Max.String()})
}

// inside compares the bounds of one lifetime with each other, and gives them back.
func (c *cutting) inside(path string, l *specs.Lifetime, sel specs.Selection, renewed bool) []limit {
	if soft(&l.Mark, &l.Absolute.Mark) {
		return nil
	}
	alone := !l.Idle.Stated() && !l.Absolute.Stated()
	name := func(key string) string {
		if alone && key == "ttl" {
			return path
		}
		return path + "." + key
	}
	ttl, idle, absolute := c.limit(&l.TTL, name("ttl"), sel), c.limit(&l.Idle, name("idle"), sel), c.limit(&l.Absolute.Of, name("absolute"), sel)
	c.cut(absolute, ttl, sel, "")
	if !renewed && (!l.Absolute.From.IsSet() || l.Absolute.From.V == specs.FromIssue) {
		c.cut(ttl, absolute, sel, "")
	}
	c.cut(absolute, idle, sel, "")
	if !renewed {
		c.cut(ttl, idle, sel, "")
	}
	limits := slices.DeleteFunc([]limit{ttl, idle, absolute}, func(l limit) bool { return !l.known })
	for i := range l.EndsWith.Items {
		if target, ok := endsWithPath(l.EndsWith.Items[i].V); ok {
			c.outside(limits, target, sel, ", with which it ends,")
		}
	}
	return limits
}

// outside compares limits with the whole life of something that ends them.
func (c *cutting) outside(limits []limit, path string, sel specs.Selection, how string) {
	t, ok := c.life(path, "", sel)
	by := limit{path, t.At, Range{t.D, t.D, t.D, true}, ok}
	for _, l := range limits {
		c.cut(by, l, sel, how)
	}
}

// token compares the limits of a token with each other, with its parents, and with its offline limit.
func (c *cutting) token(id string, l *specs.Lifetime, sel specs.Selection) {
	path := "tokens." + id + ".lifetime"
	renewal, parents := look[specs.List[specs.Renewal]](c.reader, "tokens."+id+".renewal", sel), look[specs.Values[string]](c.reader, "tokens."+id+".parents", sel)
	renewed := slices.ContainsFunc(renewal.Items, func(r specs.Renewal) bool { return r.By.V == specs.RenewInPlace })
	limits := c.inside(path, l, sel, renewed)
	if offline := look[specs.Value[specs.Duration]](c.reader, "tokens."+id+".offline_limit", sel); offline.IsSet() {
		if life, ok := c.life(path, "", sel); ok {
			d := finite(offline.V)
			c.cut(limit{path, life.At, Range{life.D, life.D, life.D, true}, true},
				limit{"tokens." + id + ".offline_limit", offline.At, Range{d, d, d, true}, !soft(&offline.Mark)}, sel, "")
		}
	}
	longest, all := Term{}, len(parents.Items) > 0 // it hangs on one of them: the one that lives longest decides
	for i := range parents.Items {
		name := parents.Items[i].V
		if c.p.Tokens.Get(name) != nil {
			name = "tokens." + name
		}
		parent, ok := endsWithPath(name)
		if !ok {
			return
		}
		life, ok := c.life(parent, "", sel)
		all = all && ok
		if i == 0 || Less(longest.D, life.D) {
			longest = life
		}
	}
	if all {
		by := limit{strings.TrimSuffix(longest.Path, ".absolute"), longest.At, Range{longest.D, longest.D, longest.D, true}, true}
		for _, one := range limits {
			c.cut(by, one, sel, ", with which it dies,")
		}
	}
}
