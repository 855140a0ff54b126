package site

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// The words for settings that have no value. Silence is not zero: each state has its own word.
const (
	wordSilent    = "not specified"
	wordNone      = "none"
	wordUndecided = "undecided"
)

// text is what templates print: it is escaped unless it is Markdown already.
func (b *builder) text(x any) Markdown {
	switch v := x.(type) {
	case nil:
		return ""
	case Markdown:
		return v
	case string:
		return Markdown(md(v))
	case int:
		return Markdown(strconv.Itoa(v))
	case bool:
		return yesNo(v)
	case diag.Span:
		return Markdown(md(v.String()))
	case specs.Prose:
		return b.inlineProse(v)
	case specs.Date:
		return Markdown(v.String())
	case error:
		return Markdown(md(v.Error()))
	}
	return b.setting(reflect.ValueOf(x))
}

func yesNo(v bool) Markdown {
	if v {
		return "yes"
	}
	return "no"
}

// direct is what a value points to; the zero Value for nil.
func direct(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return reflect.Value{}
		}
		v = v.Elem()
	}
	return v
}

// addressable is a value through which methods with pointer receivers can be called. Structures of the format are
// large: only what has such methods is copied.
func addressable(v reflect.Value) reflect.Value {
	if v.CanAddr() {
		return v
	}
	p := reflect.New(v.Type()).Elem()
	p.Set(v)
	return p
}

// markOf is the Mark of a setting of any type, or nil.
func markOf(v reflect.Value) *specs.Mark {
	if !v.IsValid() || v.Kind() != reflect.Struct || v.NumField() == 0 {
		return nil
	}
	first := v.Field(0)
	switch first.Type() {
	case markType, sectionType:
	default:
		return nil
	}
	switch m := addressable(first).Addr().Interface().(type) {
	case *specs.Mark:
		return m
	case *specs.Section:
		return &m.Mark
	}
	return nil
}

var (
	markType    = reflect.TypeFor[specs.Mark]()
	sectionType = reflect.TypeFor[specs.Section]()
	stringType  = reflect.TypeFor[string]()
	proseType   = reflect.TypeFor[specs.Value[specs.Prose]]()
)

// spoken are the structures that have words of their own.
var spoken = map[reflect.Type]bool{
	reflect.TypeFor[specs.Lifetime](): true, reflect.TypeFor[specs.Amount](): true, reflect.TypeFor[specs.Anchored](): true,
	reflect.TypeFor[specs.Kill](): true, reflect.TypeFor[specs.Delay](): true, reflect.TypeFor[specs.Selector](): true,
}

// setting shows a setting of any type with its state and its place.
func (b *builder) setting(v reflect.Value) Markdown {
	v = direct(v)
	if !v.IsValid() {
		return muted(wordSilent)
	}
	m := markOf(v)
	if m == nil {
		return b.plain(v)
	}
	switch m.State {
	case specs.Silent:
		return muted(wordSilent)
	case specs.None:
		return b.placed(wordNone, m)
	case specs.Undecided:
		return b.placed(wordUndecided, m)
	case specs.Set:
	}
	inner, linked := b.content(v)
	if inner == "" {
		return muted(wordSilent)
	}
	if strings.HasPrefix(v.Type().Name(), "Value[") || !strings.Contains(string(inner), markStart) {
		return b.placedWith(inner, m, linked)
	}
	return inner // its parts carry their own places
}

func muted(s string) Markdown { return enclose(markMuted, Markdown(md(s))) }

// placed is text with the place where it was written.
func (b *builder) placed(inner Markdown, m *specs.Mark) Markdown {
	return b.placedWith(inner, m, false)
}

func (b *builder) placedWith(inner Markdown, m *specs.Mark, linked bool) Markdown {
	if m.At.IsZero() {
		return inner
	}
	flag := ""
	if linked {
		flag = "link"
	}
	return enclose(markValue, inner, m.At.String(), flag)
}

// content is what a set setting shows; linked tells that it holds a link.
func (b *builder) content(v reflect.Value) (inner Markdown, linked bool) {
	if !spoken[v.Type()] {
		return b.parts(v)
	}
	switch x := addressable(v).Addr().Interface().(type) {
	case *specs.Lifetime:
		return b.lifetime(x), false
	case *specs.Amount:
		return b.amount(x), false
	case *specs.Anchored:
		return b.anchored(x), false
	case *specs.Kill:
		return b.kill(x), false
	case *specs.Delay:
		return b.delay(x), false
	case *specs.Selector:
		return Markdown(conditionWords(x)), false
	}
	return "", false
}

// parts is what a value, a list, a collection or another structure shows.
func (b *builder) parts(v reflect.Value) (inner Markdown, linked bool) {
	name := v.Type().Name()
	switch {
	case strings.HasPrefix(name, "Value["):
		return b.valueOf(v.Field(1))
	case strings.HasPrefix(name, "List["):
		return b.listOf(v.FieldByName("Items")), true
	case strings.HasPrefix(name, "Map["):
		return b.mapOf(v.FieldByName("Entries")), true
	}
	return b.structOf(v), true
}

// valueOf is one plain value.
func (b *builder) valueOf(v reflect.Value) (Markdown, bool) {
	switch x := v.Interface().(type) {
	case specs.Prose:
		return b.inlineProse(x), true
	case specs.Duration:
		return Markdown(x.Words()), false
	case specs.Extent:
		return Markdown(x.Words()), false
	case specs.DelayTime:
		return delayWords(x), false
	case specs.Share:
		if !x.Of {
			return Markdown(x.D.Words()), false
		}
		return Markdown(x.String()), false
	case specs.URL:
		return outsideLink(string(x), string(x)), true
	case specs.Contact:
		return contact(string(x)), true
	case specs.Raw:
		if text, ok := x.Text(); ok {
			return codeSpan(text), false
		}
		return codeSpan(string(x.JSON())), false
	}
	if kind, ok := b.references[v.Type()]; ok {
		return b.refer(kind, v.String()), true
	}
	return b.plain(v), false
}

// plain is a value without a Mark.
func (b *builder) plain(v reflect.Value) Markdown {
	if v.CanInterface() {
		if s, ok := v.Interface().(interface{ String() string }); ok && v.Kind() != reflect.String {
			return Markdown(md(s.String()))
		}
	}
	switch v.Kind() {
	case reflect.Bool:
		return yesNo(v.Bool())
	case reflect.Int:
		return Markdown(strconv.FormatInt(v.Int(), 10))
	case reflect.String:
		if v.Type() == stringType {
			return Markdown(md(v.String()))
		}
		return codeSpan(v.String()) // a word of the format, a name, a pattern
	case reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = string(b.text(v.Index(i).Interface()))
		}
		return Markdown(strings.Join(parts, ", "))
	}
	return ""
}

// codeSpan is text as code that is safe in a table cell and outside of one.
func codeSpan(s string) Markdown {
	if strings.Contains(s, "|") { // the two places spell it differently
		return Markdown(md(s))
	}
	return Markdown(escape.MarkdownCode(s))
}

// outside reports whether an address that a policy gives leads to another site or a mailbox; the addresses within
// the site are not for a policy to know.
func outside(address string) bool {
	u, err := escape.URL(address)
	return err == nil && (strings.HasPrefix(u, "http://") || strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "mailto:"))
}

// outsideLink is a link that a policy gives, or its words alone where the address may not be followed.
func outsideLink(words, address string) Markdown {
	if !outside(address) {
		return Markdown(md(words))
	}
	return Markdown(escape.MarkdownLink(words, address))
}

// contact is a mail address, a link, or words such as the name of a channel.
func contact(s string) Markdown { return outsideLink(s, contactAddress(s)) }

// contactAddress is a contact as an address: a mailbox needs its scheme.
func contactAddress(s string) string {
	if strings.Contains(s, "@") && !strings.ContainsAny(s, ":/ ") {
		return "mailto:" + s
	}
	return s
}

// listOf joins the items: short ones by commas, long ones by line breaks.
func (b *builder) listOf(items reflect.Value) Markdown {
	long := false
	parts := make([]string, 0, items.Len())
	for i := range items.Len() {
		item := items.Index(i)
		t := string(b.setting(item))
		long = long || item.Type() == proseType || !strings.HasPrefix(item.Type().Name(), "Value[")
		parts = append(parts, t)
	}
	if long {
		return Markdown(strings.Join(parts, string(lineBreak)))
	}
	return Markdown(strings.Join(parts, ", "))
}

// mapOf shows each entry on a line of its own.
func (b *builder) mapOf(entries reflect.Value) Markdown {
	parts := make([]string, 0, entries.Len())
	for i := range entries.Len() {
		e := entries.Index(i)
		parts = append(parts, string(codeSpan(e.FieldByName("ID").String()))+" "+string(b.setting(e.FieldByName("V"))))
	}
	return Markdown(strings.Join(parts, string(lineBreak)))
}

// structOf shows a structure in a line: the setting that can stand for the whole first, the others with their names.
func (b *builder) structOf(v reflect.Value) Markdown {
	var short string
	var parts []string
	for i := 1; i < v.NumField(); i++ {
		f := v.Type().Field(i)
		m := markOf(v.Field(i))
		if m == nil || !m.Stated() {
			continue
		}
		name, isShort := strings.CutSuffix(f.Tag.Get("yaml"), ",short")
		text := string(b.setting(v.Field(i)))
		if isShort {
			short = text
			continue
		}
		parts = append(parts, strings.ReplaceAll(name, "_", " ")+": "+text)
	}
	if short != "" {
		parts = append([]string{short}, parts...)
	}
	return Markdown(strings.Join(parts, "; "))
}

// stated reports whether any of the settings was stated at all.
func stated(settings ...any) bool {
	for _, x := range settings {
		if x == nil {
			continue
		}
		if s, ok := x.(string); ok {
			if s != "" {
				return true
			}
			continue
		}
		if m := markOf(direct(reflect.ValueOf(x))); m != nil && m.Stated() {
			return true
		}
	}
	return false
}

// set reports whether a setting has a value.
func set(x any) bool {
	m := markOf(direct(reflect.ValueOf(x)))
	return m != nil && m.IsSet()
}
