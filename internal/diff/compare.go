package diff

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// difference is one setting that differs for some choice, before anybody judged it.
type difference struct {
	segments       []string
	shown, pattern string
	kind           Kind
	item           string // the value of a list that came or went
	old, new       specs.Part
	oldText        string
	newText        string
	sel            []specs.Selection // for which it differs; none for all
	nums           []int             // the numbers of these choices among all
	choices        []Choice
	whom           Whom
	order          int       // of amounts: how new compares with old
	ordered        bool      // order is known
	first          bool      // it is about the first value of a list, not about which values there are
	near           diag.Span // of the new policy, for what is not there any more
}

// comparer is one comparison.
type comparer struct {
	a, b    *specs.Policy
	options Options
	cut     []string
}

// view is two policies for one choice, and where differences go.
type view struct {
	*comparer
	sel  specs.Selection
	emit func(difference)
	// apart reports whether a path is compared by itself, for each of its choices.
	apart func(segments []string) bool
}

// run finds all differences. Settings that variants replace are compared for each choice; the rest once.
func (c *comparer) run() []difference {
	regions := specs.Topmost(append(c.a.Varied(), c.b.Varied()...))
	var base []difference
	for {
		base = nil
		v := view{comparer: c, emit: func(d difference) { base = append(base, d) }, apart: func(path []string) bool {
			return slices.ContainsFunc(regions, func(r []string) bool { return slices.Equal(r, path) })
		}}
		v.compare(c.a.Whole(), c.b.Whole())
		wider := c.widened(regions, base)
		if len(wider) == len(regions) {
			break
		}
		regions = wider
	}
	out := base
	for _, region := range regions {
		if !slices.ContainsFunc(base, func(d difference) bool {
			return d.entry() && len(d.segments) <= len(region) && slices.Equal(d.segments, region[:len(d.segments)])
		}) {
			out = append(out, c.region(region)...)
		}
	}
	return out
}

// entry reports whether it is a named thing that came or went as a whole.
func (d *difference) entry() bool { return (d.kind == Added || d.kind == Removed) && d.item == "" }

// widened are the regions, those below a structure that only one policy states being replaced by that structure.
func (c *comparer) widened(regions [][]string, found []difference) [][]string {
	out := slices.Clone(regions)
	for i := range found {
		d := &found[i]
		below := func(r []string) bool {
			return len(r) > len(d.segments) && slices.Equal(d.segments, r[:len(d.segments)])
		}
		if !d.entry() && slices.ContainsFunc(out, below) {
			out = append(slices.DeleteFunc(out, below), d.segments)
		}
	}
	return out
}

// region compares one setting for each choice, and puts together the choices with the same difference.
func (c *comparer) region(path []string) []difference {
	all, axes, cut := c.selections(path)
	if cut {
		c.cut = append(c.cut, strings.Join(path, "."))
	}
	var out []difference
	at := map[string]int{}
	for n, sel := range all {
		a, okA := c.a.PartAt(path, sel)
		b, okB := c.b.PartAt(path, sel)
		if !okA || !okB {
			return nil
		}
		v := view{comparer: c, sel: sel, apart: func([]string) bool { return false }, emit: func(d difference) {
			key := strings.Join([]string{strings.Join(d.segments, "\x01"), d.kind.String(), d.item, d.oldText, d.newText, d.old.State().String(), d.new.State().String()}, "\x00")
			i, ok := at[key]
			if !ok {
				i = len(out)
				at[key] = i
				out = append(out, d)
			}
			out[i].sel, out[i].nums = append(out[i].sel, sel), append(out[i].nums, n)
		}}
		v.sides(a, b)
	}
	for i := range out {
		out[i].choices = boxes(axes, all, out[i].sel)
		out[i].whom = whom(axes, out[i].choices, out[i].nums)
	}
	return out
}

// compare compares two settings of one path and what stands below them.
func (v *view) compare(a, b specs.Part) {
	if len(a.Segments) > 0 && v.apart(a.Segments) {
		return
	}
	v.sides(a, b)
}

// skipped are settings whose change is no change of the policy's content: how it is spread over files, and its version.
var skipped = []string{"include", "extends", "tokenbook", "policy.version"}

func (v *view) sides(a, b specs.Part) {
	if slices.Contains(skipped, a.Pattern) {
		return
	}
	if a.Force() != b.Force() && promised(a) && promised(b) {
		v.forces(a, b)
	}
	switch a.Kind() {
	case specs.PartEntries:
		if a.Pattern == "errors.causes" {
			v.causes(a, b)
			return
		}
		v.named(a, b)
	case specs.PartMembers:
		v.named(a, b)
	case specs.PartList:
		v.list(a, b)
	case specs.PartFields:
		v.fields(a, b)
	case specs.PartValue, specs.PartCondition:
		if a.State() != b.State() || a.Text() != b.Text() {
			v.changed(a, b)
		}
	}
}

// promised reports whether a setting says something that holds: a value, or that there is none.
func promised(p specs.Part) bool { return p.State() == specs.Set || p.State() == specs.None }

// changed emits a difference of two settings as wholes.
func (v *view) changed(a, b specs.Part) {
	kind := Changed
	switch {
	case a.State() == specs.Silent:
		kind = Stated
	case b.State() == specs.Silent:
		kind = Unstated
	}
	v.out(difference{kind: kind, old: a, new: b, oldText: a.Text(), newText: b.Text()})
}

func (v *view) out(d difference) {
	if d.segments == nil {
		d.segments, d.pattern = d.old.Segments, d.old.Pattern
	}
	if d.shown == "" {
		d.shown = d.old.Path()
		if other := d.new.Path(); d.old.State() == specs.Silent || d.new.State() != specs.Silent && len(other) > len(d.shown) {
			d.shown = other
		}
	}
	v.emit(d)
}

// forces emits a difference in how binding a setting is.
func (v *view) forces(a, b specs.Part) {
	d := difference{kind: Changed, segments: append(slices.Clone(a.Segments), "force"), pattern: forcePattern, shown: a.Path() + ".force", old: a, new: b,
		oldText: string(a.Force()), newText: string(b.Force()), ordered: true}
	rank := func(f specs.Force) int {
		return slices.Index([]specs.Force{specs.ForceObserved, specs.ForceAdvised, specs.ForceRequired, "", specs.ForceGuaranteed}, f)
	}
	d.order = rank(b.Force()) - rank(a.Force())
	v.out(d)
}

// named compares entries and members by their names.
func (v *view) named(a, b specs.Part) {
	ours, theirs := a.Below(), b.Below()
	find := func(in []specs.Part, name string) int {
		return slices.IndexFunc(in, func(p specs.Part) bool { return p.Name() == name })
	}
	for _, p := range ours {
		if i := find(theirs, p.Name()); i >= 0 {
			v.compare(p, theirs[i])
		} else {
			v.gone(p, b.At())
		}
	}
	for _, p := range theirs {
		if find(ours, p.Name()) < 0 {
			v.came(p)
		}
	}
}

func (v *view) gone(p specs.Part, near diag.Span) {
	if !v.apart(p.Segments) {
		v.out(difference{kind: Removed, near: near, old: p, new: p.Silent(), oldText: p.Text(), shown: p.Path()})
	}
}

func (v *view) came(p specs.Part) {
	if !v.apart(p.Segments) {
		v.out(difference{kind: Added, old: p.Silent(), new: p, newText: p.Text(), shown: p.Path()})
	}
}

// list compares lists of plain values: each value that came or went is a difference of its own.
func (v *view) list(a, b specs.Part) {
	if !promised(a) || !promised(b) {
		if a.State() != b.State() {
			v.changed(a, b)
		}
		return
	}
	ours, theirs := texts(a), texts(b)
	for _, item := range a.Items() {
		if !slices.Contains(theirs, item.Text) {
			v.value(a, b, Removed, item.Text)
		}
	}
	for _, item := range b.Items() {
		if !slices.Contains(ours, item.Text) {
			v.value(a, b, Added, item.Text)
		}
	}
	if slices.Contains(firstCounts, a.Pattern) && len(ours) > 0 && len(theirs) > 0 && ours[0] != theirs[0] {
		v.out(difference{kind: Changed, segments: append(slices.Clone(a.Segments), "0"), pattern: a.Pattern + ".first", shown: a.Path() + ".0",
			old: a, new: b, oldText: ours[0], newText: theirs[0], first: true})
	}
}

// firstCounts are the lists whose first value says something of its own.
var firstCounts = []string{"issuers.*.keys.*.algorithms"}

func (v *view) value(a, b specs.Part, kind Kind, text string) {
	d := difference{kind: kind, item: text, old: a, new: b, near: b.At(), segments: append(slices.Clone(a.Segments), "["+text+"]"), pattern: a.Pattern, shown: a.Path() + "[" + text + "]"}
	if kind == Added {
		d.newText = text
	} else {
		d.oldText = text
	}
	v.out(d)
}

func texts(list specs.Part) []string {
	var out []string
	for _, item := range list.Items() {
		out = append(out, item.Text)
	}
	return out
}

// fields compares structures. One that only one policy states, or states to be none, is one difference.
func (v *view) fields(a, b specs.Part) {
	whole := len(a.Segments) == 0
	switch {
	case whole:
	case a.Amount() != nil && a.State() == specs.Set && b.State() == specs.Set:
		v.amounts(a, b)
		return
	case a.State() != b.State() && a.Text() != b.Text():
		v.changed(a, b)
		return
	case a.State() != specs.Set:
		return
	}
	v.below(a, b, nil)
}

// below compares the settings of two structures, some left out.
func (v *view) below(a, b specs.Part, but []string) {
	ours, theirs := a.Below(), b.Below()
	for _, p := range ours {
		if slices.Contains(but, p.Name()) {
			continue
		}
		if i := slices.IndexFunc(theirs, func(q specs.Part) bool { return q.Name() == p.Name() }); i >= 0 {
			v.compare(p, theirs[i])
		} else {
			v.compare(p, p.Silent())
		}
	}
	for _, p := range theirs {
		if !slices.Contains(but, p.Name()) && !slices.ContainsFunc(ours, func(q specs.Part) bool { return q.Name() == p.Name() }) {
			v.compare(p.Silent(), p)
		}
	}
}
