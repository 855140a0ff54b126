package generator

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// syntax is how a language writes types and values, for languages in which that is a matter of forms. In each form %s
// stands for what it holds.
type syntax struct {
	// types are the types of fields, constants those of constants, by kind.
	types, constants map[exportKind]string
	// texts, members are lists of texts and of members, member one member of a type.
	texts, members, member string
	truth                  [2]string
	// number is the form of a whole number, where it is not just its digits.
	number string
	// length writes a length of time, word the word of an extent without one; extent wraps a length in an extent.
	length func(d specs.Duration) codeText
	word   func(w string) codeText
	extent string
	// record is a value with its fields; a field is name and value. Where positional, all fields are written in their
	// order, and nothing is what stands for one that the policy does not state.
	record, field string
	positional    bool
	nothing       string
	// some wraps a value that a field can leave out; empty stands for a list that it does leave out, where lists are not
	// wrapped.
	some, empty string
	// rest stands for all fields that are left out.
	rest string
	// aside writes a value that the forms do not fit, or nothing.
	aside func(x *exporting, v exportValue) codeText
}

func (s syntax) typeOf(x *exporting, f exportSetting) codeText {
	form := s.types[f.kind]
	if strings.Contains(form, "%s") {
		return codeText(fmt.Sprintf(form, x.typeName(f.of)))
	}
	return codeText(form)
}

func (s syntax) constType(v exportValue) codeText { return codeText(s.constants[v.Kind]) }

// constant writes the value of a constant.
func (s syntax) constant(x *exporting, v exportValue) codeText {
	switch v.Kind {
	case kindNumber:
		if s.number != "" {
			return codeText(fmt.Sprintf(s.number, decimal(v.Number)))
		}
		return codeText(decimal(v.Number))
	case kindShare:
		return codeText(shareText(v.Share))
	case kindTruth:
		if v.Truth {
			return codeText(s.truth[1])
		}
		return codeText(s.truth[0])
	case kindExtent:
		return s.length(v.Time)
	}
	return x.quote(v.Text)
}

// literal writes a field of a record, or a whole record.
func (s syntax) literal(x *exporting, v exportValue) codeText {
	member := func(name string) codeText {
		return codeText(fmt.Sprintf(s.member, x.typeName(v.Of), x.member(v.Of, name)))
	}
	if s.aside != nil {
		if out := s.aside(x, v); out != "" {
			return out
		}
	}
	switch v.Kind {
	case kindTexts:
		return codeText(fmt.Sprintf(s.texts, x.each(v.Texts, x.quote)))
	case kindMembers:
		if strings.Count(s.members, "%s") == 2 {
			return codeText(fmt.Sprintf(s.members, x.typeName(v.Of), x.each(v.Texts, member)))
		}
		return codeText(fmt.Sprintf(s.members, x.each(v.Texts, member)))
	case kindMember:
		return member(v.Text)
	case kindExtent:
		if v.Word != "" {
			return s.word(v.Word)
		}
		return codeText(fmt.Sprintf(s.extent, s.length(v.Time)))
	case kindRecord:
		return codeText(fmt.Sprintf(s.record, x.typeName(v.Of), s.fields(x, v)))
	}
	return s.constant(x, v)
}

// fields writes the fields of a record, those that it does not have as nothing.
func (s syntax) fields(x *exporting, v exportValue) codeText {
	var out []string
	missing := false
	for _, r := range x.Records {
		if r.Name != v.Of {
			continue
		}
		for _, f := range r.Fields {
			value, found := s.absent(f), false
			bare := s.wrapsNoList(f)
			for _, have := range v.Fields {
				if have.Name == f.name {
					value, found = s.literal(x, have.Value), true
					if s.some != "" && !bare {
						value = codeText(fmt.Sprintf(s.some, value))
					}
				}
			}
			missing = missing || !found
			switch {
			case s.positional:
				out = append(out, string(value))
			case found:
				out = append(out, fmt.Sprintf(s.field, x.lang.field(x, f.name, f.kind), value))
			}
		}
	}
	if missing && s.rest != "" {
		out = append(out, fmt.Sprintf(s.rest, x.typeName(v.Of)))
	}
	return codeText(strings.Join(out, ", "))
}

// wrapsNoList reports whether a field is a list where lists are not wrapped.
func (s syntax) wrapsNoList(f exportSetting) bool {
	return s.empty != "" && (f.kind == kindTexts || f.kind == kindMembers)
}

// absent is the value of a field that the policy does not state.
func (s syntax) absent(f exportSetting) codeText {
	if s.wrapsNoList(f) {
		return codeText(s.empty)
	}
	return codeText(s.nothing)
}

// spoken writes a length of time as a call with its largest unit: units are the calls for days, hours, minutes,
// seconds and milliseconds; an empty one is not used.
func spoken(units [5]string) func(specs.Duration) codeText {
	sizes := [5]int64{86_400_000, 3_600_000, 60_000, 1_000, 1}
	return func(d specs.Duration) codeText {
		ms := d.Milliseconds()
		for i, size := range sizes {
			if units[i] != "" && ms%size == 0 && (ms > 0 || i == 4) {
				return codeText(fmt.Sprintf(units[i], decimal(ms/size)))
			}
		}
		return ""
	}
}

// milliseconds writes a length of time as a plain number, for languages without a type of it; names say the unit.
func milliseconds(d specs.Duration) codeText { return codeText(thousands(d.Milliseconds())) }

// unitField is the name of a field, with the unit behind lengths of time.
func unitField(x *exporting, name string, kind exportKind) codeText {
	if kind == kindExtent {
		return codeText(x.ident(fieldName, name, x.lang.unit))
	}
	return codeText(x.ident(fieldName, name))
}

// enumWord is an extent's word as a member of an enumeration.
func enumWord(form string, write func(string) string) func(string) codeText {
	return func(w string) codeText { return codeText(fmt.Sprintf(form, write(w))) }
}

// pascalWord is an extent's word as a type or case that begins with a capital.
func pascalWord(l *escape.Language) func(string) string {
	return func(w string) string { return l.Ident([]string{w}, escape.Pascal) }
}

// tidyLines removes blanks at the ends of lines, and blank lines beyond one in a row, at the start and end of a file and
// next to the brackets or words that hold a block.
func tidyLines(data []byte) ([]byte, error) {
	out, empty, opened := make([]byte, 0, len(data)), false, true
	for line := range bytes.Lines(data) {
		line = bytes.TrimRight(line, " \t\r\n")
		text := string(bytes.TrimSpace(line))
		if text == "" {
			empty = true
			continue
		}
		if empty && !opened && !slices.Contains([]string{"}", "};", "end"}, text) {
			out = append(out, '\n')
		}
		out, empty = append(append(out, line...), '\n'), false
		opened = strings.HasSuffix(text, "{") || strings.HasPrefix(text, "module ")
	}
	return out, nil
}

// packages are how a language names a package: made of the policy's id with a tail, so that it hides none of the team's
// own; or given, in parts between separators.
func packages(l *escape.Language, style escape.Style, separator, tail string) (pkg func([]string) string, given func(string) string) {
	pkg = func(words []string) string {
		return l.Ident([]string{strings.Join(words, "")}, style) + separator + tail
	}
	given = func(name string) string {
		var parts []string
		for _, part := range strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(".:\\/", r) }) {
			parts = append(parts, l.Ident(escape.Words(part), style))
		}
		if len(parts) == 0 {
			return pkg(escape.Words(name))
		}
		return strings.Join(parts, separator)
	}
	return pkg, given
}
