package specs

import (
	"encoding/binary"
	"reflect"
	"slices"
	"strings"
	"unsafe"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// override is one setting that one variant replaces.
type override struct {
	when    condition
	path    []string // from the root of the document
	value   reflect.Value
	text    string // the value as written
	at      diag.Span
	variant *Variant
	holder  string // path of the section, for `beats`
	number  uint32 // among all overrides
}

// overridesOf lists what all variants replace, in the order written.
func overridesOf(doc *Document, dom *domains) []override {
	var out []override
	doc.sections(func(path []string, s *Section) {
		holder := strings.Join(path, ".")
		for i := range s.Variants {
			v := &s.Variants[i]
			when := v.When.condition(dom)
			for j := range v.Sets {
				r := &v.Sets[j]
				out = append(out, override{when: when, path: append(path[:len(path):len(path)], r.Path...), value: r.V, text: textOf(r.V), at: r.At, variant: v, holder: holder, number: uint32(len(out))}) //nolint:gosec // there are at most as many as nodes
			}
		}
	})
	return out
}

// sections calls f for every section that may have variants, the widest first.
func (d *Document) sections(f func(path []string, s *Section)) {
	var down func(path []string, v reflect.Value)
	down = func(path []string, v reflect.Value) {
		info := infoOf(v.Type())
		at := func(key string) []string { return append(path[:len(path):len(path)], key) }
		switch info.kind {
		case structType:
			if info.section {
				f(path, v.Addr().Interface().(sectioned).section())
			}
			for i := range info.fields {
				if info.fields[i].holdsSections() {
					down(at(info.fields[i].name), v.Field(info.fields[i].index))
				}
			}
		case mapType:
			entries := v.Field(payload)
			for i := range entries.Len() {
				down(at(entries.Index(i).Field(entryID).String()), entries.Index(i).Field(entryV))
			}
		case listType:
			items := v.Field(payload)
			for i := range items.Len() {
				down(at(indexKey(i)), items.Index(i))
			}
		case valueType, selectorType, rawType, plainType:
		}
	}
	down(nil, reflect.ValueOf(d).Elem())
}

// holdsSections reports whether a setting is, or holds, something that may have variants.
func (f *fieldInfo) holdsSections() bool {
	info := f.info()
	switch info.kind {
	case structType:
		return info.section
	case mapType:
		return info.mapElem().kind == structType && info.mapElem().section
	case listType:
		return info.elem.kind == structType && info.elem.section
	case valueType, selectorType, rawType, plainType:
	}
	return false
}

// Step is one place on the way to an effective value.
type Step struct {
	// At is the place.
	At diag.Span
	// Variant is the variant that says it; nil for the setting itself.
	Variant *Variant
	// Because is the reason given there.
	Because Prose

	text   string // what a variant says
	policy *Policy
	value  reflect.Value // what the setting itself says; written when somebody asks, for most lookups are not shown
}

// Text is what the step says, as an author would write it.
func (s *Step) Text() string {
	if s.policy == nil {
		return s.text
	}
	return s.policy.text(s.value)
}

// Chain is how an effective value came about: the setting as written, then each variant that applies, from the
// most general to the most specific. The last step that speaks of a setting wins.
type Chain []Step

// Effective is the one lookup of a value: what holds at a path for a selection, and why. T is the Go type that the
// format has at that path, such as Lifetime for tokens.access.lifetime. ok is false where the path names nothing.
//
// Variants whose conditions the selection meets are laid over the setting, the most general first; one is more
// specific than another only if its condition implies the other's, or if it `beats` it. Variants that neither rule
// puts in order and that disagree are findings of Overlaps; here the later one in the text is taken, so that the
// answer is the same on every run. Where the selection names no date, the policy's own date is used.
func Effective[T any](p *Policy, path string, sel Selection) (value T, chain Chain, ok bool) {
	v, chain, ok := p.effective(p.segments(path), sel)
	if !ok {
		return value, nil, false
	}
	at, ok := v.Addr().Interface().(*T) // by its address, for v.Interface would copy the value to the heap first
	if !ok {
		return value, nil, false
	}
	return *at, chain, true
}

// EffectiveText is the lookup for a path whose type is not known when the program is written: the value as an author
// would write it, short forms used where they are enough.
func (p *Policy) EffectiveText(path string, sel Selection) (text string, chain Chain, ok bool) {
	segments := p.segments(path)
	v, chain, ok := p.effective(segments, sel)
	switch {
	case !ok:
		return "", nil, false
	case len(chain) == 1 && chain[0].Variant == nil:
		return chain[0].Text(), chain, true // as written
	}
	return textOf(v), chain, true
}

// EffectiveState is what the lookup finds stated at a path: a value, none, undecided, or nothing.
func (p *Policy) EffectiveState(path string, sel Selection) State {
	v, _, ok := p.effective(p.segments(path), sel)
	if !ok {
		return Silent
	}
	return v.Addr().Interface().(marked).mark().State
}

// effective returns the value itself where nothing below it is replaced, so it must not be changed.
func (p *Policy) effective(segments []string, sel Selection) (reflect.Value, Chain, bool) {
	if _, dated := sel[AxisDate]; !dated && !p.Date.IsZero() {
		sel = sel.With(AxisDate, p.Date.String())
	}
	applicable := p.applicable(segments, sel)
	key := laidKey(segments, applicable)
	if have, ok := p.laid.Load(key); ok {
		l := have.(*laid)
		return l.v, l.chain, l.found
	}
	v, chain, found := p.layOver(segments, applicable)
	p.laid.Store(key, &laid{v, chain, found})
	return v, chain, found
}

// laid is what the lookup found, remembered: most selections meet the same few variants.
type laid struct {
	v     reflect.Value
	chain Chain
	found bool
}

// laidKey names a setting and the overrides laid over it.
func laidKey(segments []string, applicable []*override) string {
	size := 4 * len(applicable)
	for _, s := range segments {
		size += len(s) + 1
	}
	key := make([]byte, 0, size)
	for _, s := range segments {
		key = append(append(key, s...), 0)
	}
	for _, o := range applicable {
		key = binary.BigEndian.AppendUint32(key, o.number)
	}
	return string(key)
}

// layOver lays overrides over a setting, in their order.
func (p *Policy) layOver(segments []string, applicable []*override) (reflect.Value, Chain, bool) {
	v, found := p.entries.walk(reflect.ValueOf(p.Document).Elem(), segments)
	chain := make(Chain, 0, 1+len(applicable))
	if found {
		if m := v.Addr().Interface().(marked).mark(); m.Stated() {
			chain = append(chain, Step{At: m.At, Because: m.Because(), policy: p, value: v})
		}
	}
	own := false // v is a copy that may be changed
	for _, o := range applicable {
		switch {
		case len(o.path) <= len(segments): // the setting, or something that holds it, is replaced whole
			inner, ok := walk(o.value, segments[len(o.path):])
			if !ok {
				continue
			}
			v, found, own = inner, true, false
		case found:
			if !own {
				copied := reflect.New(v.Type()).Elem()
				copied.Set(v)
				v, own = copied, true
			}
			setBelow(v, o.path[len(segments):], o.value)
		default:
			continue
		}
		chain = append(chain, Step{At: o.at, text: o.text, Variant: o.variant, Because: o.variant.Because()})
	}
	return v, chain, found
}

// segments are the parts of a path, remembered: emitters ask for the same settings for every client and environment.
func (p *Policy) segments(path string) []string {
	if have, ok := p.paths.Load(path); ok {
		return have.([]string)
	}
	segments := p.splitBy(path, &p.entries)
	p.paths.Store(path, segments)
	return segments
}

// text is what a setting says, remembered: lookups for many selections ask for it again and again.
func (p *Policy) text(v reflect.Value) string {
	key := settingKey{v.Addr().UnsafePointer(), v.Type()}
	if have, ok := p.texts.Load(key); ok {
		return have.(string)
	}
	text := textOf(v)
	p.texts.Store(key, text)
	return text
}

// settingKey tells settings apart: a structure and its first field share an address.
type settingKey struct {
	at  unsafe.Pointer
	typ reflect.Type
}

// applicable are the overrides that bear on a path and whose conditions the selection meets, the weaker first.
func (p *Policy) applicable(segments []string, sel Selection) []*override {
	var out []*override
	for _, i := range p.candidates(segments) {
		o := &p.overrides[i]
		n := min(len(o.path), len(segments))
		if slices.Equal(o.path[:n], segments[:n]) && o.when.matches(sel) {
			out = append(out, o)
		}
	}
	if len(out) < 2 {
		return out
	}
	return inOrder(out)
}

// candidates are the overrides that may bear on a path: those that share its first two parts, or are shorter.
func (p *Policy) candidates(segments []string) []int {
	if len(segments) < 2 {
		all := make([]int, len(p.overrides))
		for i := range all {
			all[i] = i
		}
		return all
	}
	return p.byHead[segments[0]+"\x00"+segments[1]]
}

// index files overrides under the first two parts of their paths; a shorter one is filed under every head that it
// could bear on.
func (p *Policy) index() {
	p.byHead = map[string][]int{}
	heads := map[string][]string{}
	info := infoOf(reflect.TypeFor[Document]())
	for _, top := range info.fields {
		inner := top.info()
		var names []string
		switch inner.kind {
		case structType:
			names = settingNames(inner)
		case mapType:
			names, _ = p.collect(top.name)
			for i := range p.overrides { // entries that only variants make
				if path := p.overrides[i].path; len(path) > 1 && path[0] == top.name && !slices.Contains(names, path[1]) {
					names = append(names, path[1])
				}
			}
		case listType, valueType, selectorType, rawType, plainType:
		}
		heads[top.name] = names
	}
	for i := range p.overrides {
		path := p.overrides[i].path
		if len(path) > 1 {
			key := path[0] + "\x00" + path[1]
			p.byHead[key] = append(p.byHead[key], i)
			continue
		}
		for _, name := range heads[path[0]] {
			key := path[0] + "\x00" + name
			p.byHead[key] = append(p.byHead[key], i)
		}
	}
}

// inOrder sorts overrides so that each comes after those that it wins over. The order is that of the text otherwise.
func inOrder(in []*override) []*override {
	out := make([]*override, 0, len(in))
	left := slices.Clone(in)
	for len(left) > 0 {
		next := slices.IndexFunc(left, func(o *override) bool {
			return !slices.ContainsFunc(left, func(weaker *override) bool { return o != weaker && o.wins(weaker) && !weaker.wins(o) })
		})
		next = max(next, 0) // `beats` in a circle is a finding; some order must still come out
		out = append(out, left[next])
		left = slices.Delete(left, next, next+1)
	}
	return out
}

// wins reports whether one override outranks another: by its condition, or because it says so.
func (o *override) wins(other *override) bool {
	if o.variant == other.variant {
		return len(o.path) > len(other.path)
	}
	if o.holder == other.holder && other.variant.ID.IsSet() && Has(o.variant.Beats, other.variant.ID.V) {
		return true
	}
	return o.when.implies(other.when) && !other.when.implies(o.when)
}

// setBelow replaces what stands at a path below v, without touching what v was copied from.
func setBelow(v reflect.Value, path []string, value reflect.Value) {
	if len(path) == 0 {
		v.Set(value)
		return
	}
	m := v.Addr().Interface().(marked).mark()
	if m.State != Set { // a leaf is stated where the whole was silent or none
		m.State, m.At = Set, value.Addr().Interface().(marked).mark().At
	}
	info := infoOf(v.Type())
	switch info.kind {
	case structType:
		if f := info.byName[path[0]]; f != nil {
			setBelow(v.Field(f.index), path[1:], value)
		}
	case mapType:
		entries := v.Field(payload)
		clone := reflect.MakeSlice(entries.Type(), entries.Len(), entries.Len()+1)
		reflect.Copy(clone, entries)
		i := 0
		for i < clone.Len() && clone.Index(i).Field(entryID).String() != path[0] {
			i++
		}
		if i == clone.Len() {
			fresh := reflect.New(entries.Type().Elem()).Elem()
			fresh.Field(entryID).SetString(path[0])
			fresh.Field(entryAt).Set(reflect.ValueOf(value.Addr().Interface().(marked).mark().At))
			clone = reflect.Append(clone, fresh)
		}
		entries.Set(clone)
		setBelow(clone.Index(i).Field(entryV), path[1:], value)
	case listType:
		items := v.Field(payload)
		if i, ok := parseIndex(path[0]); ok && i < items.Len() {
			clone := reflect.MakeSlice(items.Type(), items.Len(), items.Len())
			reflect.Copy(clone, items)
			items.Set(clone)
			setBelow(clone.Index(i), path[1:], value)
		}
	case valueType, selectorType, rawType, plainType:
	}
}

// String writes a condition as an author would.
func (c condition) String() string {
	parts := make([]string, 0, len(c))
	for _, s := range c {
		parts = append(parts, s.axis+": "+s.text())
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func (a axisSet) text() string {
	switch {
	case a.isDate:
		var parts []string
		if a.from != "" {
			parts = append(parts, "from: "+a.from)
		}
		if a.until != "" {
			parts = append(parts, "until: "+a.until)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	list := "[" + strings.Join(a.values, ", ") + "]"
	if len(a.values) == 1 {
		list = a.values[0]
	}
	if a.not {
		return "{not: " + list + "}"
	}
	return list
}

// Text writes the variant's condition as an author would.
func (s *Selector) Text() string {
	parts := make([]string, 0, len(s.Terms))
	for i := range s.Terms {
		t := &s.Terms[i]
		set := axisSet{not: t.Not, isDate: t.isRange(), values: Plain(t.Values)}
		if t.From.IsSet() {
			set.from = t.From.V.String()
		}
		if t.Until.IsSet() {
			set.until = t.Until.V.String()
		}
		parts = append(parts, t.Axis+": "+set.text())
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
