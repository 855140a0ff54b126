package analysis

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// Exposure is how long a token is still accepted at one place after a trigger, at worst.
//
// At a resource server that checks tokens itself it is
//
//	min(longest life + clock tolerance, propagation + what the service waits before it looks) + gateway cache
//
// where the clock tolerance belongs to the end of life, which is the only thing that a clock decides (and to cut-offs,
// which compare the moment of issue). At one that asks it is min(longest life + cache, propagation + cache) + gateway
// cache; without the cache in the first part where answers are not kept past expiry. At the issuer a record is looked
// up at each use, so that only propagation counts, where some is stated. Of several ways in which a token can be
// ended the slowest counts, for nothing says which one serves a trigger, unless the trigger's cell names it with `via`.
// An access token may have been issued just before the trigger, or by a dead refresh token while the news of that was
// still on its way, so that its whole life remains.
//
// Only guarantees bound it: a value that is advised or was observed counts as not stated, and silence is no number.
// Everything is taken to be up; what happens in an outage is stated under validation.unavailable.
type Exposure struct {
	Trigger string
	Token   string
	// Resource is the resource server; empty at the issuer, and for services in general where none is declared.
	Resource string
	// Issuer is true where the token is judged by the authorization server, such as a refresh token.
	Issuer bool
	// Mode is how the resource server validates; empty at the issuer and where it is not stated.
	Mode specs.ValidationMode
	// Selections are the environments and clients that this holds for; none means all.
	Selections []specs.Selection
	// At is where the trigger speaks of the token.
	At diag.Span
	// Outlives is true where the trigger does not end the token but the one it was got with.
	Outlives bool
	// Bound is the worst time; it means something only where Bounded is true.
	Bound   specs.Extent
	Bounded bool
	// Formula is the calculation in one line, Terms are its numbers.
	Formula string
	Terms   []Term
	// Objective is the shortest time that the policy promises; nil where it promises none.
	Objective *Term
	Verdict   ExposureVerdict
	// Missing are settings without which nothing better can be said.
	Missing []string
	// Repairs are the changes each of which is enough to keep a promise that is broken; the last one promises less.
	Repairs []Change
}

// ExposureVerdict compares an exposure with what was promised.
type ExposureVerdict string

// The verdicts.
const (
	ExposureMet       ExposureVerdict = "met"        // never longer than promised
	ExposureMissed    ExposureVerdict = "missed"     // longer than promised at worst
	ExposureNotStated ExposureVerdict = "not stated" // nothing is promised
	ExposureUnknown   ExposureVerdict = "unknown"    // cannot be bounded without what is missing
)

// exposures works out every trigger × token × place that takes the token.
func exposures(x *exposing) []Exposure {
	var out []Exposure
	for _, trigger := range x.p.Revocation.Triggers.IDs() {
		out = append(out, x.trigger(trigger)...)
	}
	return out
}

func newExposing(r *reader) *exposing {
	return &exposing{reader: r, judged: map[judgingKey]*judging{}, places: map[string][]place{}, doomed: map[string]map[string]fate{}, fated: map[string][]string{}}
}

type exposing struct {
	*reader
	judged   map[judgingKey]*judging
	places   map[string][]place
	doomed   map[string]map[string]fate
	fated    map[string][]string // the axes that count, by trigger
	fixed    []string            // those that count for every trigger
	children map[string][]string // what names a token as its parent
}

// place takes tokens of one kind.
type place struct {
	resource string
	issuer   bool
}

// trigger is the rows of one trigger, rows that say the same being one.
func (x *exposing) trigger(id string) []Exposure {
	var out []Exposure
	base := "revocation.triggers." + id
	for _, token := range x.p.Tokens.IDs() {
		for _, s := range x.placesOf(token) {
			paths := []string{"tokens." + token + ".lifetime", "revocation", "validation"}
			if s.resource != "" {
				paths = append(paths, "resource_servers."+s.resource+".mode", "resource_servers."+s.resource+".refuses_within")
			}
			axes := append(x.mentioned(paths...), x.conditions(base)...)
			index := map[string]int{}
			rows := x.rows(token, axes)
			from := len(out)
			var formulas []parts
			for _, sel := range rows {
				doomed := x.fates(id, sel)
				f, ok := doomed[token]
				if !ok || f.lives {
					continue
				}
				e, parts := x.exposure(id, token, s, sel, f, doomed)
				key := e.Bound.String() + string(e.Verdict)
				if len(e.Missing) > 0 {
					key += strings.Join(e.Missing, " ")
				}
				i, seen := index[key]
				switch {
				case !seen:
					index[key] = len(out)
					out, formulas = append(out, e), append(formulas, parts)
				case longer(parts.branches[0], formulas[i-from].branches[0]): // of rows that say the same, the longest life is shown
					e.Selections, formulas[i-from] = out[i].Selections, parts
					out[i] = e
				}
				at := &out[index[key]]
				at.Selections = append(at.Selections, sel)
			}
			for i := range out[from:] {
				e := &out[from+i]
				if len(e.Selections) == len(rows) {
					e.Selections = nil
				}
				formulas[i].write(e)
				e.Repairs = formulas[i].repairs(e, "revocation.mechanisms."+token)
			}
		}
	}
	return out
}

// longer reports whether the first term, the life, is longer.
func longer(a, b branch) bool {
	return len(a.terms) > 0 && len(b.terms) > 0 && Less(b.terms[0].D, a.terms[0].D)
}

// conditions are the axes that the conditions of a trigger, its cells and the columns mention.
func (x *exposing) conditions(base string) []string {
	var out []string
	add := func(s *specs.Selector) {
		for i := range s.Terms {
			out = append(out, s.Terms[i].Axis)
		}
	}
	t := look[specs.Trigger](x.reader, base, nil)
	add(&t.When)
	for i := range t.Cells.Entries {
		c := &t.Cells.Entries[i]
		add(&c.V.When)
		if column := x.p.Revocation.Columns.Get(c.ID); column != nil {
			add(&column.When)
		}
	}
	return out
}

// exposure is one row.
func (x *exposing) exposure(trigger, token string, s place, sel specs.Selection, f fate, doomed map[string]fate) (Exposure, parts) {
	e := Exposure{Trigger: trigger, Token: token, Resource: s.resource, Issuer: s.issuer, At: f.at, Outlives: f.outlives}
	j := x.judge(token, s, sel, f.via, f.outlives)
	e.Mode = j.mode
	life := j.life
	if !s.issuer {
		if late, ok := x.issuedLate(token, sel, doomed); ok {
			life.terms = append([]Term{late}, life.terms...)
		}
	}
	branches := []branch{life}
	if j.early != nil {
		branches = append(branches, *j.early)
	}
	for _, b := range branches {
		if sum, ok := b.sum(); ok && (!e.Bounded || Less(sum, e.Bound)) {
			e.Bound, e.Bounded = sum, true
		}
	}
	for _, t := range j.after {
		e.Bound = plus(e.Bound, t.D)
	}
	e.Objective = x.objective(trigger, token, s, sel, f)
	vague := j.early != nil && len(j.early.missing) > 0 // a better bound is only a statement away
	if vague || !e.Bounded {
		for _, b := range branches {
			e.Missing = append(e.Missing, b.missing...)
		}
	}
	if len(j.missingAfter) > 0 {
		e.Bounded, e.Missing = false, append(e.Missing, j.missingAfter...)
	}
	slices.Sort(e.Missing)
	e.Missing = slices.Compact(e.Missing)
	switch {
	case e.Objective == nil:
		e.Verdict = ExposureNotStated
	case !e.Bounded:
		e.Verdict = ExposureUnknown
	case !Less(e.Objective.D, e.Bound):
		e.Verdict = ExposureMet
	case vague:
		e.Verdict = ExposureUnknown
	default:
		e.Verdict = ExposureMissed
	}
	if !e.Bounded {
		e.Bound = specs.Extent{}
	}
	return e, parts{branches, j.after}
}

// issuedLate is how long a dead token can still be traded for this one.
func (x *exposing) issuedLate(token string, sel specs.Selection, doomed map[string]fate) (Term, bool) {
	var worst Term
	for _, source := range x.sources(token) {
		f, ok := doomed[source]
		if !ok || f.lives || f.outlives {
			continue
		}
		j := x.judge(source, place{issuer: true}, sel, f.via, false)
		if j.early == nil {
			continue
		}
		if sum, ok := j.early.sum(); ok && sum.Kind == specs.Finite && sum.D > 0 && Less(worst.D, sum) {
			last := j.early.terms[len(j.early.terms)-1]
			worst = Term{Text: "in which " + source + " still gets one", Path: last.Path, At: last.At, D: sum}
		}
	}
	return worst, worst.D.D > 0
}

// sources are the tokens that a token is got with.
func (x *exposing) sources(token string) []string {
	t := x.p.Tokens.Get(token)
	var out []string
	add := func(id string) {
		if id != token && x.p.Tokens.Get(id) != nil && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for i := range t.Issued.Items {
		add(string(t.Issued.Items[i].From.V))
	}
	for i := range t.Renewal.Items {
		add(t.Renewal.Items[i].From.V)
	}
	return out
}

// objective is the shortest time that the policy promises for a row.
func (x *exposing) objective(trigger, token string, s place, sel specs.Selection, f fate) *Term {
	base := "revocation.triggers." + trigger
	var best *Term
	take := func(t Term, known bool) {
		if known && (best == nil || Less(t.D, best.D)) {
			best = &t
		}
	}
	within := func(d *specs.Delay, path, text string) {
		t, known, _ := delayTerm(d, path, text)
		take(t, known)
	}
	length := func(path, text string) {
		v := look[specs.Value[specs.Duration]](x.reader, path, sel)
		take(Term{Text: text, Path: path, At: v.At, D: finite(v.V)}, v.IsSet())
	}
	if f.cell != "" {
		cell := look[specs.Cell](x.reader, base+".cells."+f.cell, sel)
		within(&cell.Within, base+".cells."+f.cell+".within", "promised for "+f.cell)
	}
	for _, name := range []string{token, f.cell, "any"} {
		if name != "" {
			within(look[specs.Delay](x.reader, base+".within."+name, sel), base+".within."+name, "promised for the trigger")
		}
	}
	length("revocation.objective", "objective of revocation")
	if !s.issuer {
		length("validation.refuses_within", "promised by services")
		if s.resource != "" {
			length("resource_servers."+s.resource+".refuses_within", "promised by "+s.resource)
		}
	}
	return best
}

// Worst are the exposures that last longer than was promised, the longest first; the order of the policy otherwise.
func Worst(list []Exposure) []Exposure {
	out := slices.DeleteFunc(slices.Clone(list), func(e Exposure) bool { return e.Verdict != ExposureMissed })
	slices.SortStableFunc(out, func(a, b Exposure) int {
		switch {
		case Less(b.Bound, a.Bound):
			return -1
		case Less(a.Bound, b.Bound):
			return 1
		}
		return 0
	})
	return out
}
