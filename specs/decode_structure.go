package specs

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// structure decodes a structure, in its short or its long form.
func (d *decoder) structure(path string, n *node, v reflect.Value, info *typeInfo) {
	m := v.Addr().Interface().(marked).mark()
	if n.kind != mappingNode || d.isShort(n, info) {
		if info.short == nil {
			d.add(n.at, path, "%s: %s stands where a mapping belongs; it %s", path, n.describe(), keysOf(info))
			m.State = Silent
			return
		}
		rest := n
		if n.kind == mappingNode { // what belongs to the short form is passed on; a note stays here
			rest = &node{kind: mappingNode, at: n.at, via: n.via}
			for _, p := range n.pairs {
				if noteInfo.byName[p.key] == nil {
					rest.pairs = append(rest.pairs, p)
				}
			}
			d.note(path, n, m)
		}
		d.decode(path, rest, v.Field(info.short.index), info.short.key)
		d.missing(path, v, info)
		return
	}
	if d.empty(path, n, v, info) {
		return
	}
	known := settingNames(info)
	for _, p := range n.pairs {
		f := info.byName[p.key]
		switch {
		case f != nil:
			d.decode(join(path, p.key), p.value, v.Field(f.index), f.key)
		case p.key == keyIs && info.short != nil && p.value.kind == mappingNode && !info.short.info().holdsAny(): // any form of the value, its note beside it
			d.structure(path, p.value, v, info)
		case p.key == keyIs && info.short != nil:
			d.decode(path, p.value, v.Field(info.short.index), info.short.key)
		case p.key == keyVariants && info.section:
			d.variants(path, p.value, v, info)
		case noteInfo.byName[p.key] != nil:
		default:
			d.unknown(path, p, known)
		}
	}
	d.note2(path, n, m, info)
	d.missing(path, v, info)
}

// empty handles a mapping that states no setting of a structure: nothing at all, a reason for nothing, or a reason
// why there is none.
func (d *decoder) empty(path string, n *node, v reflect.Value, info *typeInfo) bool {
	if slices.ContainsFunc(n.pairs, func(p pair) bool {
		return p.key != keyIs && (info.byName[p.key] != nil || noteInfo.byName[p.key] == nil)
	}) {
		return false
	}
	m := v.Addr().Interface().(marked).mark()
	inner := n.get(keyIs)
	switch {
	case len(n.pairs) == 0:
		d.add(n.at, path, "%s: the mapping is empty; write none for \"there is none\", or leave the line out for \"not stated\"", subject(path))
		m.State = Silent
	case inner == nil:
		d.note(path, n, m)
		d.add(n.at, path, "%s: the value is missing; write a setting beside %s, or is: none", subject(path), n.pairs[0].key)
		m.State = Silent
	case inner.state() != Set:
		d.note(path, n, m)
		m.State = inner.state()
	default:
		return false
	}
	return true
}

// subject is a path for messages; the document itself has none.
func subject(path string) string {
	if path == "" {
		return "the policy"
	}
	return path
}

// note2 decodes the note of a structure; a field of the structure's own name comes first.
func (d *decoder) note2(path string, n *node, m *Mark, info *typeInfo) {
	rest := &node{kind: mappingNode, at: n.at}
	for _, p := range n.pairs {
		if info.byName[p.key] == nil {
			rest.pairs = append(rest.pairs, p)
		}
	}
	d.note(path, rest, m)
}

// isShort reports whether a mapping is the long form of the short field's own type: it has keys of that type and
// none of the structure's.
func (d *decoder) isShort(n *node, info *typeInfo) bool {
	if info.short == nil || n.get(keyIs) != nil {
		return false
	}
	inner := info.short.info()
	if inner.kind == listType { // a list of one may be written without brackets
		inner = inner.elem
	}
	if inner.kind == valueType && inner.elem.words != nil && inner.elem.words.open {
		return len(n.pairs) == 1 && n.pairs[0].key == keyOwn && info.byName[keyOwn] == nil
	}
	if inner.kind != structType {
		return false
	}
	theirs := false
	for _, p := range n.pairs {
		switch {
		case info.byName[p.key] != nil, p.key == keyVariants && info.section:
			return false
		case noteInfo.byName[p.key] != nil:
		case accepts(inner, p.key):
			theirs = true
		default:
			return false
		}
	}
	return theirs
}

// accepts reports whether a structure, or what its short form stands for, has a field of that name.
func accepts(info *typeInfo, key string) bool {
	if info.byName[key] != nil {
		return true
	}
	if info.short == nil {
		return false
	}
	inner := info.short.info()
	if inner.kind == listType {
		inner = inner.elem
	}
	if inner.kind == valueType {
		return key == keyOwn && inner.elem.words != nil && inner.elem.words.open
	}
	return inner.kind == structType && inner != info && accepts(inner, key)
}

// missing reports the settings without which a structure means nothing.
func (d *decoder) missing(path string, v reflect.Value, info *typeInfo) {
	for i := range info.fields {
		f := &info.fields[i]
		if f.must && v.Field(f.index).Addr().Interface().(marked).mark().State == Silent && v.Field(f.index).Addr().Interface().(marked).mark().At.IsZero() {
			m := v.Addr().Interface().(marked).mark()
			d.add(m.At, path, "%s is missing; write %s", join(path, f.name), wanted(f.info(), cmp.Or(f.key, join(path, f.name))))
		}
	}
}

func (d *decoder) unknown(path string, p pair, known []string) {
	if enough(d.findings, p.keyAt) {
		return
	}
	full := join(path, p.key)
	hint := "it takes " + strings.Join(known, ", ")
	if d.hints++; d.hints > maxHints {
		hint = "take it out"
	} else if near := diag.Nearest(p.key, known); len(near) > 0 {
		hint = "did you mean " + diag.OneOf(near) + "?"
	}
	d.findings.Add("unknown-key", diag.Error, p.keyAt, full, "%s has no setting %s; %s", subject(path), diag.Quote(p.key), hint)
}

// maxHints bounds the search for near names: somebody who wrote more keys that nothing knows did not mistype them.
const maxHints = 200

// settingNames are the settings of a structure.
func settingNames(info *typeInfo) []string {
	out := make([]string, 0, len(info.fields)+1)
	for _, f := range info.fields {
		out = append(out, f.name)
	}
	if info.section {
		out = append(out, keyVariants)
	}
	return out
}

// holdsAny reports whether a value takes any YAML, so that a mapping there is data.
func (info *typeInfo) holdsAny() bool { return info.kind == valueType && info.elem.kind == rawType }
