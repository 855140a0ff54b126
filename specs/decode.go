package specs

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// decoder turns nodes into a Document. It never stops at the first fault.
type decoder struct {
	findings *diag.List
	hints    int // near names that were looked for
	entries  int // of structures, of all collections and lists
	replaced int // settings that variants replace
}

// Words that stand for a state, wherever a value may stand. In quotes they are ordinary text.
const (
	wordNone      = "none"
	wordUndecided = "undecided"
)

const keyIs, keyVariants, keyOwn = "is", "variants", "own"

var noteInfo = infoOf(reflect.TypeFor[Note]())

func (d *decoder) add(at diag.Span, path, format string, args ...any) {
	if !enough(d.findings, at) {
		d.findings.Add("format", diag.Error, at, path, format, args...)
	}
}

// decode sets v from n. path is the setting's dotted path; key says what the keys of a Map are.
func (d *decoder) decode(path string, n *node, v reflect.Value, key string) {
	info := infoOf(v.Type())
	m := v.Addr().Interface().(marked).mark()
	m.At, m.Via = n.at, n.via
	if n.null && !(info.kind == valueType && info.elem.takes(n.text)) {
		d.nothing(n.at, path)
		return
	}
	if m.State = n.state(); m.State != Set {
		return
	}
	switch info.kind {
	case structType:
		d.structure(path, n, v, info)
	case selectorType:
		d.selector(path, n, v.Addr().Interface().(*Selector))
	case mapType:
		d.mapping(path, n, v, info, key)
	case listType:
		if inner := d.annotated(path, n, m, false); inner != nil {
			d.list(path, inner, v, info)
		}
	case valueType:
		if info.elem.kind == listType || info.elem.kind == rawType {
			d.inner(path, n, v, info, m)
			return
		}
		if inner := d.annotated(path, n, m, info.elem.takes("null")); inner != nil {
			d.inner(path, inner, v, info, m)
		}
	}
}

// nothing reports a place where a value is missing although its key is written.
func (d *decoder) nothing(at diag.Span, path string) {
	d.add(at, path, "%s: nothing is written here. Write a value; write none for \"there is none\"; leave the line out for \"not stated\"", path)
}

// state is the state that a node stands for: one of the two words, without quotes, or set.
func (n *node) state() State {
	if n.kind == scalarNode && !n.quoted {
		switch n.text {
		case wordNone:
			return None
		case wordUndecided:
			return Undecided
		}
	}
	return Set
}

// annotated returns the node that holds the value: n itself, or the value of `is` in a mapping that carries a note.
// It returns nil where the mapping holds no value.
func (d *decoder) annotated(path string, n *node, m *Mark, takesNull bool) *node {
	if n.kind != mappingNode || !slices.ContainsFunc(n.pairs, func(p pair) bool { return p.key == keyIs || noteInfo.byName[p.key] != nil }) {
		return n
	}
	inner := n.get(keyIs)
	for _, p := range n.pairs {
		if p.key != keyIs && noteInfo.byName[p.key] == nil {
			if inner == nil {
				return n // an own word, or a fault that the value's type explains better
			}
			d.unknown(path, p, append([]string{keyIs}, settingNames(noteInfo)...))
		}
	}
	d.note(path, n, m)
	if inner == nil {
		d.add(n.at, path, "%s: the value is missing; write it as `is`, beside %s", path, n.pairs[0].key)
		m.State = Silent
		return nil
	}
	if state := inner.state(); state != Set {
		m.State = state
		return nil
	}
	if inner.null && !takesNull {
		d.nothing(inner.at, path)
		m.State = Silent
		return nil
	}
	m.At = inner.at
	return inner
}

// note decodes what stands beside a value.
func (d *decoder) note(path string, n *node, m *Mark) {
	for _, p := range n.pairs {
		f := noteInfo.byName[p.key]
		if f == nil {
			continue
		}
		if m.Note == nil {
			m.Note = new(Note)
		}
		d.decode(join(path, p.key), p.value, reflect.ValueOf(m.Note).Elem().Field(f.index), f.key)
	}
}

// inner decodes the value of a Value.
func (d *decoder) inner(path string, n *node, v reflect.Value, info *typeInfo, m *Mark) {
	target := v.Field(payload)
	switch info.elem.kind {
	case rawType:
		target.Set(reflect.ValueOf(Raw{n: n}))
		return
	case listType:
		d.decode(path, n, target, "")
		return
	case structType, mapType, valueType, selectorType, plainType:
	}
	m.State = Silent // until it has been read
	text := n.text
	own := false
	if n.kind == mappingNode && info.elem.words != nil && len(n.pairs) == 1 && n.pairs[0].key == keyOwn && n.pairs[0].value.kind == scalarNode {
		text, own = n.pairs[0].value.text, true
	} else if n.kind != scalarNode {
		d.add(n.at, path, "%s: %s stands where one value belongs; write %s", path, n.describe(), wanted(info.elem, ""))
		return
	}
	if words := info.elem.words; words != nil && !d.word(path, n, text, own, words) {
		return
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }); i >= 0 {
		d.add(n.at, path, "%s: the text holds the control character %U; leave it out", path, []rune(text[i:])[0])
		return
	}
	if info.elem.collection != "" && text == "" {
		d.add(n.at, path, "%s: the name is empty", path)
		return
	}
	switch err := info.elem.parse(text, target); {
	case errors.Is(err, errHoldsSecret):
		d.add(n.at, path, "%s: the address %v", path, err)
		return
	case err != nil:
		d.add(n.at, path, "%s: %s %v%s", path, diag.Quote(text), err, surprise(n))
		return
	}
	m.State = Set
}

// surprise explains the words that YAML 1.1 reads as booleans, where one stands in the wrong place.
func surprise(n *node) string {
	switch strings.ToLower(n.text) {
	case "yes", "no", "on", "off", "y", "n":
		if !n.quoted {
			return ` (YAML readers disagree about this word; if it is text, put it into quotes)`
		}
	}
	return ""
}

// takes reports whether a type's vocabulary has a word; Presence has "null", which YAML reads as nothing.
func (info *typeInfo) takes(text string) bool {
	return info.words != nil && slices.ContainsFunc(info.words.words, func(w Word) bool { return w.Name == text })
}

// word checks a text against a vocabulary.
func (d *decoder) word(path string, n *node, text string, own bool, words *vocabulary) bool {
	if len(*d.findings) > MaxFindings {
		return false
	}
	known := make([]string, len(words.words))
	for i, w := range words.words {
		known[i] = w.Name
	}
	isKnown := slices.Contains(known, text)
	switch {
	case own && !words.open:
		d.add(n.at, path, "%s: this setting takes no words of your own; write %s", path, diag.OneOf(known))
		return false
	case own && isKnown:
		d.add(n.at, path, "%s: %s is a known word; write it without `own`", path, diag.Quote(text))
		return false
	case own || isKnown:
		return true
	}
	if instead := words.instead[strings.ToLower(text)]; instead != "" {
		d.add(n.at, path, "%s: %s is not a word for this setting; %s", path, diag.Quote(text), strings.ReplaceAll(instead, insteadName, path[strings.LastIndexByte(path, '.')+1:]))
		return false
	}
	hint := "write " + diag.OneOf(known)
	if near := diag.Nearest(text, known); len(near) > 0 {
		hint = "did you mean " + diag.OneOf(near) + "? It takes " + strings.Join(known, ", ")
	}
	if words.open {
		hint += fmt.Sprintf("; a word of your own is written {own: %s}", text)
	}
	d.add(n.at, path, "%s: %s is not a word for this setting; %s%s", path, diag.Quote(text), hint, surprise(n))
	return false
}

func (d *decoder) list(path string, n *node, v reflect.Value, info *typeInfo) {
	if n.kind != sequenceNode { // a list of one may be written without brackets
		out := reflect.MakeSlice(field(info.typ, "Items"), 1, 1)
		d.decode(path, n, out.Index(0), "")
		v.Field(payload).Set(out)
		return
	}
	if len(n.items) == 0 {
		d.add(n.at, path, "%s: the list is empty; write none for \"there are none\", or leave the line out for \"not stated\"", path)
	}
	if !d.spend(path, n, len(n.items), info.elem) {
		return
	}
	out := reflect.MakeSlice(field(info.typ, "Items"), len(n.items), len(n.items))
	for i, item := range n.items {
		d.decode(join(path, indexKey(i)), item, out.Index(i), "")
	}
	v.Field(payload).Set(out)
}

func (d *decoder) mapping(path string, n *node, v reflect.Value, info *typeInfo, key string) {
	if n.kind != mappingNode {
		d.add(n.at, path, "%s: %s stands where named entries belong; write a name, a colon and the entry, such as %s", path, n.describe(), sample(info, cmp.Or(key, path)))
		return
	}
	if len(n.pairs) == 0 {
		d.add(n.at, path, "%s: the mapping is empty; write none for \"there are none\", or leave the line out for \"not stated\"", path)
	}
	if !d.spend(path, n, len(n.pairs), info.mapElem()) {
		return
	}
	out := reflect.MakeSlice(field(info.typ, "Entries"), 0, len(n.pairs))
	for _, p := range n.pairs {
		entry := reflect.New(out.Type().Elem()).Elem()
		entry.Field(entryID).SetString(p.key)
		entry.Field(entryAt).Set(reflect.ValueOf(p.keyAt))
		if !d.keyFits(path, p, key) {
			continue
		}
		d.decode(join(path, p.key), p.value, entry.Field(entryV), "")
		out = reflect.Append(out, entry)
	}
	v.Field(payload).Set(out)
}

// keyFits checks the form of a name; whether names that refer to something exist is Link's business.
func (d *decoder) keyFits(path string, p pair, key string) bool {
	full := join(path, p.key)
	switch {
	case p.key == "" || utf8.RuneCountInString(p.key) > MaxNameLength || strings.ContainsFunc(p.key, unicode.IsControl):
		d.add(p.keyAt, full, "%s: %s is not a name; write 1 to %d characters on one line", path, diag.Quote(p.key), MaxNameLength)
	case key == "" && !idRegexp.MatchString(p.key):
		d.add(p.keyAt, full, "%s: %s is not a name that can be used in addresses and in code; write lower-case words joined by hyphens or underscores, such as %s", path, diag.Quote(p.key), suggestID(p.key))
	default:
		return true
	}
	return false
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
