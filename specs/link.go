package specs

import (
	"reflect"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/parallel"
)

// Link finds what can be wrong between settings: names that refer to nothing, conditions over axes that do not
// exist, prose that refers to no setting, names that become equal in generated code, variants that nothing puts in
// order, floors that a policy breaks. After it, Resolve cannot fail.
func Link(doc *Document, source *Source) diag.List {
	doc.all = nil
	doc.Visit(func(s *Setting) { doc.all = append(doc.all, s) })
	dom := domainsOf(doc)
	fresh := func() *linker {
		return &linker{doc: doc, source: source, dom: dom, known: map[string][]string{}, told: map[diag.Span]bool{}, lines: map[string][]string{}}
	}
	names, texts := fresh(), fresh()
	parallel.Do(
		func() {
			for _, s := range doc.all {
				names.setting(s)
			}
			names.sections()
			names.names()
			names.columns()
			names.cycles()
			names.floors()
			names.flows()
			if names.choices() {
				names.overlaps()
			}
		},
		func() {
			texts.amounts()
			texts.prose()
			texts.samples()
		},
	)
	findings := append(names.findings, texts.findings...)
	findings.Sort()
	return findings
}

type linker struct {
	doc      *Document
	source   *Source
	dom      domains
	known    map[string][]string // names of a collection
	told     map[diag.Span]bool  // places of references that were reported
	hints    int                 // near names that were looked for
	lines    map[string][]string // of files that hold samples
	findings diag.List
}

func (l *linker) add(rule string, at diag.Span, path, format string, args ...any) *diag.Finding {
	if enough(&l.findings, at) {
		return new(diag.Finding)
	}
	return l.findings.Add(rule, diag.Error, at, path, format, args...)
}

// names of a collection; errors include the standard ones that the policy adopts.
func (l *linker) collection(path string) []string {
	if have, ok := l.known[path]; ok {
		return have
	}
	ids, _ := l.doc.collect(path)
	if path == CauseID("").collection() {
		for _, c := range resolveCauses(l.doc) {
			ids = append(ids, c.ID)
		}
	}
	l.known[path] = sortedSet(ids)
	return l.known[path]
}

// setting checks one setting by itself: what it refers to, and the names of its entries.
func (l *linker) setting(s *Setting) {
	if s.Mark.State != Set {
		return
	}
	switch s.info.kind {
	case valueType:
		l.named(s)
		if c := s.info.elem.collection; c != "" {
			text, _ := s.Text()
			l.exists(s, s.Mark.At, text, []string{c})
		}
		if p, ok := s.value.Field(payload).Interface().(SettingPath); ok {
			l.path(s, string(p))
		}
	case mapType:
		if s.field != nil && s.field.key != "" && s.field.key != "name" {
			entries := s.value.Field(payload)
			for i := range entries.Len() {
				e := entries.Index(i)
				l.exists(s, e.Field(entryAt).Interface().(diag.Span), e.Field(entryID).String(), strings.Split(s.field.key, ","))
			}
		}
	case selectorType:
		l.selector(s, s.value.Addr().Interface().(*Selector))
	case listType, structType, rawType, plainType:
	}
}

// exists reports a name that none of the collections has. A collection that begins with "=" is a word.
func (l *linker) exists(s *Setting, at diag.Span, name string, collections []string) {
	if len(l.findings) > MaxFindings {
		return
	}
	var known []string
	var where []string
	for _, c := range collections {
		if word, ok := strings.CutPrefix(c, "="); ok {
			known = append(known, word)
			where = append(where, "the word "+word)
			continue
		}
		known = append(known, l.collection(c)...)
		where = append(where, "`"+c+"`")
	}
	if slices.Contains(known, name) || l.told[at] || enough(&l.findings, at) {
		return // an alias shows one place many times; once is enough
	}
	l.told[at] = true
	hint := "there are none yet"
	var near []string
	if l.hints++; l.hints <= maxHints {
		near = diag.Nearest(name, known)
	}
	if len(near) > 0 {
		hint = "did you mean " + diag.OneOf(near) + "?"
	} else if len(known) > 0 {
		hint = "there are " + some(known)
	}
	l.add("reference", at, s.Path, "%s: %s names nothing in %s; %s", s.Path, diag.Quote(name), strings.Join(where, " or "), hint)
}

// path checks a setting path against the format, and the names in it against the document.
func (l *linker) path(s *Setting, path string) {
	if enough(&l.findings, s.Mark.At) {
		return
	}
	if fault := l.doc.PathFault(path); fault != "" {
		l.add("reference", s.Mark.At, s.Path, "%s: %s is not the path of a setting: %s", s.Path, diag.Quote(path), fault)
	}
}

func entryIDs(m reflect.Value) []string {
	entries := m.Field(payload)
	out := make([]string, entries.Len())
	for i := range out {
		out[i] = entries.Index(i).Field(entryID).String()
	}
	return out
}

// selector checks the axes and values of a condition.
func (l *linker) selector(s *Setting, sel *Selector) {
	axes := append(slices.Clone(BuiltInAxes), l.doc.Axes.IDs()...)
	for i := range sel.Terms {
		t := &sel.Terms[i]
		own := l.doc.Axes.Get(t.Axis)
		if !slices.Contains(axes, t.Axis) {
			hint := "the axes are " + strings.Join(axes, ", ")
			if near := diag.Nearest(t.Axis, axes); len(near) > 0 {
				hint = "did you mean " + diag.OneOf(near) + "?"
			}
			l.add("selector", t.At, s.Path, "%s: there is no axis %s; an axis of your own is declared under `axes`; %s", s.Path, diag.Quote(t.Axis), hint)
			continue
		}
		dated := t.Axis == AxisDate || own != nil && own.Type.V == DateAxis
		if dated != t.isRange() {
			if dated {
				l.add("selector", t.At, s.Path, "%s: %s is an axis of days; write a range, such as %s: {from: 2026-10-01}", s.Path, t.Axis, t.Axis)
			} else {
				l.add("selector", t.At, s.Path, "%s: %s is not an axis of days; write a value or a list of values", s.Path, t.Axis)
			}
			continue
		}
		known := axisValues(&l.dom, t.Axis, own)
		for j := range t.Values.Items {
			v := &t.Values.Items[j]
			if v.State != Set || known == nil || slices.Contains(known, v.V) || enough(&l.findings, v.At) {
				continue
			}
			hint := "the values are " + strings.Join(known, ", ")
			if len(known) == 0 {
				hint = "none are declared; add it to `" + declaredUnder[t.Axis] + "`"
			} else if near := diag.Nearest(v.V, known); len(near) > 0 {
				hint = "did you mean " + diag.OneOf(near) + "?"
			}
			l.add("selector", v.At, s.Path, "%s: the axis %s has no value %s; %s", s.Path, t.Axis, diag.Quote(v.V), hint)
		}
	}
}

// sections checks the ids of variants and what they beat.
func (l *linker) sections() {
	l.doc.sections(func(path []string, s *Section) {
		ids := map[string]diag.Span{}
		for i := range s.Variants {
			v := &s.Variants[i]
			if !v.ID.IsSet() {
				continue
			}
			if first, dup := ids[v.ID.V]; dup {
				f := l.add("duplicate", v.ID.At, strings.Join(path, "."), "the id %q is given to two variants of one section; the first stands at %s", v.ID.V, first)
				f.Related = []diag.Related{{At: first, Message: "the first"}}
				continue
			}
			ids[v.ID.V] = v.ID.At
		}
		for i := range s.Variants {
			for j := range s.Variants[i].Beats.Items {
				b := &s.Variants[i].Beats.Items[j]
				if _, ok := ids[b.V]; b.State == Set && !ok {
					l.add("reference", b.At, strings.Join(path, "."), "beats: no variant of this section has the id %s", diag.Quote(b.V))
				}
			}
			if s.Variants[i].When.condition(&l.dom).empty() {
				l.findings.Add("selector", diag.Warning, s.Variants[i].When.At, strings.Join(path, "."), "the condition %s can never hold", s.Variants[i].When.Text())
			}
		}
	})
}

// policy is the document with its variants, for what is worked out before all is known to be well.
func (l *linker) policy() *Policy {
	return &Policy{Document: l.doc, domains: l.dom, overrides: overridesOf(l.doc, &l.dom)}
}

// choices reports policies that differ in more ways than can be looked at, and whether this one does not.
func (l *linker) choices() bool {
	const advice = "let one variant hold for several values, or describe tokens, clients or environments that are alike as one"
	p, total := l.policy(), 0
	over := func(at diag.Span, path string, more int) bool {
		if total += more; total <= MaxChoices {
			return false
		}
		l.add(limitRule, at, path, "%s: with this the policy has more than %d combinations of a setting and a choice for it (MaxChoices); %s", path, MaxChoices, advice)
		return true
	}
	environments := 1 + p.Environments.Len()
	for i := range p.Tokens.Entries {
		e := &p.Tokens.Entries[i]
		if over(e.At, "tokens."+e.ID, environments*(1+len(p.ClientsOf(e.ID)))) {
			return false
		}
	}
	total = 0
	for _, path := range p.VariedPaths() {
		ways := 1
		for _, values := range p.AxisValues(path) {
			ways *= len(values)
			if ways > MaxChoices {
				break
			}
		}
		if over(p.Whereabouts(path), path, ways) {
			return false
		}
	}
	values := 0
	for i := range p.overrides {
		o := &p.overrides[i]
		for _, s := range o.when {
			values += len(s.values)
		}
		if values > MaxConditionValues {
			l.add(limitRule, o.at, o.holder, "%s: with this variant the conditions of the policy name more than %d values (MaxConditionValues); %s", o.holder, MaxConditionValues, advice)
			return false
		}
	}
	return true
}

// overlaps reports variants that disagree without either winning.
func (l *linker) overlaps() {
	for _, o := range l.policy().Overlaps() {
		f := l.add("overlap", o.B, o.Path, "%s: this variant and the one at %s give different values where both hold, and neither condition implies the other; write a third variant with when: %s, or say which one `beats` the other", o.Path, o.A, o.Both)
		f.Related = []diag.Related{{At: o.A, Message: "the other variant"}}
	}
}

// generatedNames are the collections whose names appear in generated code and file names.
var generatedNames = []string{"tokens", "clients", "environments", "issuers", "scopes", "resource_servers", "errors.causes",
	"sessions", "timers", "limits", "acr_values", "tenants", "editions", "revocation.triggers", "observability.events", "observability.metrics"}

// names reports names that become equal once a language has put them into its own case.
func (l *linker) names() {
	for _, path := range generatedNames {
		ids, places := l.doc.collect(path)
		seen := map[string]string{}
		for _, id := range ids {
			folded := notID.ReplaceAllString(strings.ToLower(id), "_")
			first, dup := seen[folded]
			if !dup {
				seen[folded] = id
				continue
			}
			f := l.add("name-collision", places[id], join(path, id), "%s: %s and %s become the same name in generated code; rename one", path, diag.Quote(id), diag.Quote(first))
			f.Related = []diag.Related{{At: places[first], Message: "the other name"}}
		}
	}
}
