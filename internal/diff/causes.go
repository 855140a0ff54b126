package diff

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// causes compares errors as callers meet them: an entry that refines a standard error which was adopted before is no new
// error, and an error goes with the surface that brought it.
func (v *view) causes(a, b specs.Part) {
	ours, theirs := a.Below(), b.Below()
	find := func(in []specs.Part, id string) *specs.Part {
		if i := slices.IndexFunc(in, func(p specs.Part) bool { return p.Name() == id }); i >= 0 {
			return &in[i]
		}
		return nil
	}
	var ids []string
	for _, p := range []*specs.Policy{v.a, v.b} {
		for i := range p.Causes {
			if !slices.Contains(ids, p.Causes[i].ID) {
				ids = append(ids, p.Causes[i].ID)
			}
		}
	}
	for _, id := range ids {
		was, is := v.a.Cause(id), v.b.Cause(id)
		p, q := find(ours, id), find(theirs, id)
		switch {
		case p == nil && q == nil:
			v.adopted(a, id, was, is)
			continue
		case p == nil:
			silent := q.Silent()
			p = &silent
		case q == nil:
			silent := p.Silent()
			q = &silent
		}
		switch {
		case was == nil:
			v.came(*q)
		case is == nil:
			v.gone(*p, b.At())
		default:
			v.cause(*p, *q, was, is)
		}
	}
}

// adopted compares an error that neither policy refines.
func (v *view) adopted(at specs.Part, id string, was, is *specs.ResolvedCause) {
	segments := append(slices.Clone(at.Segments), id)
	d := difference{segments: segments, pattern: at.Pattern + ".*", shown: at.Path() + "." + id, old: at, new: at}
	switch {
	case was == nil && is != nil && !refines(v.a, is):
		d.kind, d.old, d.newText = Added, at.Silent(), onWire(is)
	case was != nil && is == nil && !refines(v.b, was):
		d.kind, d.new, d.oldText = Removed, at.Silent(), onWire(was)
	default:
		return // both have the same standard entry
	}
	v.out(d)
}

// refines reports whether a policy has a standard entry under some name.
func refines(p *specs.Policy, adopted *specs.ResolvedCause) bool {
	return slices.ContainsFunc(p.Causes, func(c specs.ResolvedCause) bool {
		return c.Standard != nil && c.Standard.Key() == adopted.Standard.Key()
	})
}

// cause compares an error that at least one policy refines.
func (v *view) cause(p, q specs.Part, was, is *specs.ResolvedCause) {
	if v.apart(p.Segments) {
		return
	}
	v.below(p, q, []string{"code", "status"})
	for _, wire := range []struct {
		name     string
		old, new string
	}{{"code", code(was), code(is)}, {"status", httpStatus(was), httpStatus(is)}} {
		if wire.old == wire.new {
			continue
		}
		kind := Changed
		switch {
		case wire.old == "":
			kind = Stated
		case wire.new == "":
			kind = Unstated
		}
		v.out(difference{segments: append(slices.Clone(p.Segments), wire.name), pattern: p.Pattern + "." + wire.name, shown: strings.Join(append(slices.Clone(p.Segments), wire.name), "."),
			kind: kind, old: p, new: q, oldText: wire.old, newText: wire.new})
	}
}

// code is the code on the wire.
func code(c *specs.ResolvedCause) string {
	switch {
	case c.Own != nil && c.Own.Code.IsSet():
		return c.Own.Code.V
	case c.Standard != nil:
		return c.Standard.Code
	case c.Own != nil && !c.Own.Code.Stated():
		return c.ID
	}
	return ""
}

// httpStatus is the status on the wire, where one is stated or fixed by the standard.
func httpStatus(c *specs.ResolvedCause) string {
	switch {
	case c.Own != nil && c.Own.Status.IsSet():
		return strconv.Itoa(int(c.Own.Status.V))
	case c.Standard != nil && c.Standard.Status != 0:
		return strconv.Itoa(c.Standard.Status)
	}
	return ""
}

// onWire is an error as callers see it.
func onWire(c *specs.ResolvedCause) string {
	return strings.TrimSpace(httpStatus(c) + " " + code(c))
}
