package specs

import (
	"reflect"
	"slices"
)

var (
	idInfo    = infoOf(reflect.TypeFor[Value[ID]]())
	textInfo  = infoOf(reflect.TypeFor[Value[string]]())
	textsInfo = infoOf(reflect.TypeFor[Values[string]]())
	dateInfo  = infoOf(reflect.TypeFor[Value[Date]]())
)

// needed asks for the settings that sections must have, all the way down. It stands apart from the sections
// themselves, for it holds only of a policy that stands in one file: sections of a base and of parts are merged.
func (s *schemaMaker) needed(info *typeInfo, above []*typeInfo) members {
	if slices.Contains(above, info) {
		return nil
	}
	above = append(above, info)
	switch info.kind {
	case mapType:
		return members{}.with("additionalProperties", s.needed(info.mapElem(), above))
	case listType:
		return members{}.with("items", s.needed(info.elem, above))
	case structType:
		if !info.section {
			return nil
		}
		var properties members
		for i := range info.fields {
			properties = properties.with(info.fields[i].name, s.needed(info.fields[i].info(), above))
		}
		var must []any
		for i := range info.fields {
			if info.fields[i].must {
				must = append(must, info.fields[i].name)
			}
		}
		out := members{}.with("properties", properties)
		if len(must) > 0 && len(above) == 1 {
			return append(out, member{"required", must})
		}
		if len(must) > 0 {
			forms := []any{members{{"required", must}}, members{{"required", []any{keyIs}}}}
			if accepts(info, keyOwn) { // the short form is a word of one's own
				forms = append(forms, members{{"required", []any{keyOwn}}})
			}
			out = append(out, member{"anyOf", forms})
		}
		return out
	case plainType, valueType, selectorType, rawType:
	}
	return nil
}
