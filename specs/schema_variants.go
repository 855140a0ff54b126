package specs

import (
	"reflect"
	"regexp"
	"strings"
)

// variant is one variant of a section: a condition and the settings that it replaces, whole or, by a dotted key, one
// leaf. Keys are typed down to the second level; deeper ones are left to the decoder.
func (s *schemaMaker) variant(info *typeInfo) members {
	return s.define(info.name+".variant", func() members {
		properties := members{
			{keyWhen, append(members{{"description", "The condition: all axes must hold."}}, s.condition()...)},
			{keyID, append(members{{"description", "A name, so that another variant can beat this one and a policy that extends this one can replace it."}}, s.setting(idInfo, "")...)},
			{keyBeats, append(members{{"description", "Variants of the same section that this one wins over where neither condition implies the other."}}, s.setting(textsInfo, "")...)},
		}
		empty := []any{keyWhen, keyID, keyBeats}
		for _, n := range s.notes(info) {
			properties = append(properties, n)
			empty = append(empty, n.key)
		}
		patterns := s.replacements(info, &properties)
		out := members{{"description", "Other values under a condition."}, {"type", "object"}, {"properties", properties}}
		out = out.with("patternProperties", patterns)
		return append(out, member{"additionalProperties", false}, member{"required", []any{keyWhen}},
			member{"not", members{{"propertyNames", members{{"enum", empty}}}}})
	})
}

// replacements adds the settings that a variant may replace, and returns the patterns of dotted keys.
func (s *schemaMaker) replacements(info *typeInfo, properties *members) (patterns members) {
	add := func(prefix string, of *typeInfo, f *fieldInfo) {
		name := prefix + f.name
		for _, have := range *properties {
			if have.key == name {
				return
			}
		}
		*properties = append(*properties, member{name, s.property(of, f)})
	}
	for i := range info.fields {
		f := &info.fields[i]
		add("", info, f)
		inner := f.info()
		name := regexp.QuoteMeta(f.name)
		switch inner.kind {
		case structType:
			for _, of := range withShort(inner) {
				for j := range of.fields {
					add(f.name+".", of, &of.fields[j])
				}
			}
			if deep := deeper(inner); deep != "" {
				patterns = append(patterns, member{`^` + name + `\.(` + deep + `)\..+$`, notNull()})
			}
		case mapType:
			patterns = append(patterns, member{`^` + name + `\.[^.]+$`, s.setting(inner.mapElem(), "")})
			if f.key != "" || inner.mapElem().kind == structType || inner.mapElem().kind == mapType {
				patterns = append(patterns, member{`^` + name + `\.[^.]+\..+$`, notNull()})
			}
		case plainType, valueType, listType, selectorType, rawType:
		}
	}
	for _, of := range withShort(info)[1:] {
		for j := range of.fields {
			add("", of, &of.fields[j])
		}
		if deep := deeper(of); deep != "" {
			patterns = append(patterns, member{`^(` + deep + `)\..+$`, notNull()})
		}
	}
	return patterns
}

// property refers to the schema of a setting in the long form of its structure.
func (s *schemaMaker) property(of *typeInfo, f *fieldInfo) members {
	if of.typ == reflect.TypeFor[Document]() {
		return members{{"$ref", "#/properties/" + f.name}}
	}
	s.structure(of)
	return members{{"$ref", "#/$defs/" + of.name + longForm + "/properties/" + f.name}}
}

// withShort is a structure, and the structure that its short form stands for.
func withShort(info *typeInfo) []*typeInfo {
	if info.short != nil && info.short.info().kind == structType {
		return []*typeInfo{info, info.short.info()}
	}
	return []*typeInfo{info}
}

// deeper are the settings of a structure that have settings of their own, as alternatives of a pattern.
func deeper(info *typeInfo) string {
	var names []string
	for _, of := range withShort(info) {
		for i := range of.fields {
			if k := of.fields[i].info().kind; k == structType || k == mapType {
				names = append(names, regexp.QuoteMeta(of.fields[i].name))
			}
		}
	}
	return strings.Join(names, "|")
}

func notNull() members { return members{{"not", members{{"type", "null"}}}} }

// condition is a condition over axes.
func (s *schemaMaker) condition() members {
	return s.define(defCondition, func() members {
		word := members{{"type", []any{"string", "number", "boolean"}}}
		words := anyOf(word, members{{"type", "array"}, {"items", s.setting(textInfo, "")}, {"minItems", 1}})
		date := s.setting(dateInfo, "")
		value := anyOf(word, members{{"type", "array"}, {"items", s.setting(textInfo, "")}, {"minItems", 1}},
			members{{"description", "None of these."}, {"type", "object"}, {"properties", members{{keyNot, words}}}, {"required", []any{keyNot}}, {"additionalProperties", false}},
			members{{"description", "Days, the last one excluded."}, {"type", "object"}, {"minProperties", 1}, {"properties", members{{keyFrom, date}, {keyUntil, date}}}, {"additionalProperties", false}})
		s.defs["AxisValue"] = value
		var axes members
		for _, axis := range BuiltInAxes {
			axes = append(axes, member{axis, append(members{{"description", axisTexts[axis]}}, refTo("AxisValue")...)})
		}
		return members{{"description", "A condition: all axes must hold; of a list of values any one."}, {"type", "object"}, {"minProperties", 1}, {"properties", axes}, {"additionalProperties", refTo("AxisValue")}}
	})
}

// axisTexts say what the built-in axes stand for.
var axisTexts = map[string]string{
	AxisEnvironment: "An entry of `environments`.",
	AxisEdition:     "An entry of `editions`.",
	AxisTenant:      "An entry of `tenants`.",
	AxisUser:        "A user, or a kind of user, in words.",
	AxisClient:      "An entry of `clients`.",
	AxisClientType:  "The `type` of a client: public or confidential.",
	AxisPlatform:    "The `platform` of a client.",
	AxisGrant:       "A grant type.",
	AxisScope:       "An entry of `scopes`.",
	AxisACR:         "An entry of `acr_values`.",
	AxisToken:       "An entry of `tokens`.",
	AxisResource:    "An entry of `resource_servers`.",
	AxisDate:        "A range of days: {from: 2026-10-01, until: 2027-01-01}; the last one is excluded.",
}
