package specs

import (
	"bytes"
	"reflect"
	"strings"
)

// JSON is the document's content as JSON: settings in the order of the format, collections in the order written,
// short forms where they say all, no places. Equal content gives equal bytes; the policy's hash is made from them.
func (d *Document) JSON() []byte {
	var b bytes.Buffer
	writeValue(&b, reflect.ValueOf(d).Elem())
	return b.Bytes()
}

// JSON is the setting's value as JSON.
func (s *Setting) JSON() []byte {
	var b bytes.Buffer
	writeValue(&b, s.value)
	return b.Bytes()
}

// textOf writes any setting as an author would, in one line.
func textOf(v reflect.Value) string {
	info := infoOf(v.Type())
	m := v.Addr().Interface().(marked).mark()
	switch m.State {
	case Silent:
		return ""
	case None:
		return wordNone
	case Undecided:
		return wordUndecided
	case Set:
	}
	if info.kind == valueType {
		return plainText(v.Field(payload))
	}
	var b bytes.Buffer
	writeFlow(&b, v)
	return b.String()
}

// writeFlow writes a setting in YAML's flow style, for people; it is not meant to be read back.
func writeFlow(b *bytes.Buffer, v reflect.Value) {
	info := infoOf(v.Type())
	if v.Addr().Interface().(marked).mark().State != Set || info.kind == valueType {
		b.WriteString(textOf(v))
		return
	}
	var parts []string
	one := func(key string, v reflect.Value) {
		var inner bytes.Buffer
		writeFlow(&inner, v)
		if key != "" {
			key += ": "
		}
		parts = append(parts, key+inner.String())
	}
	open, closing := "{", "}"
	switch info.kind {
	case structType:
		for i := range info.fields {
			if stated(v.Field(info.fields[i].index)) {
				one(info.fields[i].name, v.Field(info.fields[i].index))
			}
		}
		if short := onlyShort(v, info, true); short.IsValid() {
			writeFlow(b, short)
			return
		}
	case mapType:
		entries := v.Field(payload)
		for i := range entries.Len() {
			one(entries.Index(i).Field(entryID).String(), entries.Index(i).Field(entryV))
		}
	case listType:
		open, closing = "[", "]"
		items := v.Field(payload)
		if items.Len() == 1 {
			open, closing = "", ""
		}
		for i := range items.Len() {
			one("", items.Index(i))
		}
	case selectorType:
		b.WriteString(v.Addr().Interface().(*Selector).Text())
		return
	case valueType, rawType, plainType:
	}
	b.WriteString(open + strings.Join(parts, ", ") + closing)
}

func stated(v reflect.Value) bool { return v.Addr().Interface().(marked).mark().Stated() }

// onlyShort is the one field of a structure that stands for the whole, if nothing else is stated. A note is something
// else, except for readers.
func onlyShort(v reflect.Value, info *typeInfo, forReaders bool) reflect.Value {
	if info.short == nil || !forReaders && v.Addr().Interface().(marked).mark().Note != nil {
		return reflect.Value{}
	}
	if info.section && len(v.Addr().Interface().(sectioned).section().Variants) > 0 {
		return reflect.Value{}
	}
	for i := range info.fields {
		if f := &info.fields[i]; stated(v.Field(f.index)) != f.short {
			return reflect.Value{}
		}
	}
	short := v.Field(info.short.index)
	if raw, ok := short.Addr().Interface().(*Value[Raw]); ok && raw.V.n != nil && raw.V.n.kind == mappingNode {
		return reflect.Value{} // it would be read as settings of the structure
	}
	if !forReaders && short.Addr().Interface().(marked).mark().Note != nil {
		return reflect.Value{} // the note would be read as one of the structure
	}
	return short
}

// writeValue writes a setting as JSON.
func writeValue(b *bytes.Buffer, v reflect.Value) {
	info := infoOf(v.Type())
	m := v.Addr().Interface().(marked).mark()
	if m.Note != nil && (info.kind != structType || m.State != Set) {
		bare := reflect.New(v.Type()).Elem()
		bare.Set(v)
		bare.Addr().Interface().(marked).mark().Note = nil
		o := object{b: b}
		o.member(keyIs, bare)
		o.note(m.Note)
		o.end()
		return
	}
	switch m.State {
	case None, Undecided:
		writeJSON(b, textOf(v))
		return
	case Silent, Set:
	}
	switch info.kind {
	case valueType:
		writePlain(b, v.Field(payload))
	case structType:
		writeStruct(b, v, info, m)
	case mapType:
		o := object{b: b}
		entries := v.Field(payload)
		for i := range entries.Len() {
			o.member(entries.Index(i).Field(entryID).String(), entries.Index(i).Field(entryV))
		}
		o.end()
	case listType:
		b.WriteByte('[')
		items := v.Field(payload)
		for i := range items.Len() {
			if i > 0 {
				b.WriteByte(',')
			}
			writeValue(b, items.Index(i))
		}
		b.WriteByte(']')
	case selectorType:
		writeSelector(b, v.Addr().Interface().(*Selector))
	case rawType, plainType:
	}
}

func writePlain(b *bytes.Buffer, v reflect.Value) {
	switch x := v.Interface().(type) {
	case Raw:
		b.Write(x.JSON())
	case bool, Int, Status:
		b.WriteString(plainText(v))
	case Count, Threshold:
		if text := plainText(v); jsonNumber.MatchString(text) {
			b.WriteString(text)
		} else {
			writeJSON(b, text)
		}
	default:
		text := plainText(v)
		if info := infoOf(v.Type()); info.words != nil && !info.takes(text) { // a word of the team's own
			b.WriteString(`{"` + keyOwn + `":`)
			writeJSON(b, text)
			b.WriteByte('}')
			return
		}
		writeJSON(b, text)
	}
}

func writeStruct(b *bytes.Buffer, v reflect.Value, info *typeInfo, m *Mark) {
	if short := onlyShort(v, info, false); short.IsValid() {
		writeValue(b, short)
		return
	}
	o := object{b: b}
	for i := range info.fields {
		if f := v.Field(info.fields[i].index); stated(f) {
			o.member(info.fields[i].name, f)
		}
	}
	if m.Note != nil {
		o.note(m.Note)
	}
	if info.section {
		variants := v.Addr().Interface().(sectioned).section().Variants
		if len(variants) > 0 {
			o.key(keyVariants)
			b.WriteByte('[')
			for i := range variants {
				if i > 0 {
					b.WriteByte(',')
				}
				writeVariant(b, &variants[i])
			}
			b.WriteByte(']')
		}
	}
	o.end()
}

func writeVariant(b *bytes.Buffer, v *Variant) {
	o := object{b: b}
	if v.ID.IsSet() {
		o.member(keyID, reflect.ValueOf(&v.ID).Elem())
	}
	o.key(keyWhen)
	writeSelector(b, &v.When)
	if v.Beats.Stated() {
		o.member(keyBeats, reflect.ValueOf(&v.Beats).Elem())
	}
	for i := range v.Sets {
		o.member(strings.Join(v.Sets[i].Path, "."), v.Sets[i].V)
	}
	if v.Note != nil {
		o.note(v.Note)
	}
	o.end()
}

func writeSelector(b *bytes.Buffer, s *Selector) {
	o := object{b: b}
	for i := range s.Terms {
		t := &s.Terms[i]
		o.key(t.Axis)
		inner := object{b: b, bare: !t.Not && !t.isRange()}
		switch {
		case t.isRange():
			if t.From.IsSet() {
				inner.member(keyFrom, reflect.ValueOf(&t.From).Elem())
			}
			if t.Until.IsSet() {
				inner.member(keyUntil, reflect.ValueOf(&t.Until).Elem())
			}
		case t.Not:
			inner.member(keyNot, reflect.ValueOf(&t.Values).Elem())
		default:
			writeValue(b, reflect.ValueOf(&t.Values).Elem())
		}
		inner.end()
	}
	o.end()
}

// object writes one JSON object member by member.
type object struct {
	b    *bytes.Buffer
	n    int
	bare bool // the caller writes the value alone
}

func (o *object) key(k string) {
	if o.n == 0 {
		o.b.WriteByte('{')
	} else {
		o.b.WriteByte(',')
	}
	o.n++
	writeJSON(o.b, k)
	o.b.WriteByte(':')
}

func (o *object) member(k string, v reflect.Value) {
	o.key(k)
	writeValue(o.b, v)
}

func (o *object) note(n *Note) {
	v := reflect.ValueOf(n).Elem()
	for i := range noteInfo.fields {
		if f := v.Field(noteInfo.fields[i].index); stated(f) {
			o.member(noteInfo.fields[i].name, f)
		}
	}
}

func (o *object) end() {
	switch {
	case o.bare:
	case o.n == 0:
		o.b.WriteString("{}")
	default:
		o.b.WriteByte('}')
	}
}
