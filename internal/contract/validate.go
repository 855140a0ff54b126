package contract

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// validator checks the schemas of one document, and values against them: the part of JSON Schema 2020-12, and of what
// OpenAPI 3.0 made of it, that this program writes. A keyword that it does not know is an error, never ignored. Formats
// are notes, as in 2020-12. It reads the tree as it is, which takes a tenth of the time of libraries that want a tree of
// their own.
type validator struct {
	doc      *Object // whose components references lead to; nil for a schema that stands alone
	old      bool    // OpenAPI 3.0
	checked  map[*Object]bool
	patterns map[string]*regexp.Regexp
	depth    int
}

func newValidator(doc *Object, old bool) *validator {
	return &validator{doc: doc, old: old, checked: map[*Object]bool{}, patterns: map[string]*regexp.Regexp{}}
}

// resolve is what a reference within the document leads to.
func (v *validator) resolve(ref string) (*Object, error) {
	path, ok := strings.CutPrefix(ref, "#/components/")
	kind, name, deep := strings.Cut(path, "/")
	if !ok || !deep || strings.ContainsAny(name, "/~%") {
		return nil, fmt.Errorf("the reference %q does not lead to a component of this document", ref)
	}
	o := v.doc.Object("components").Object(kind).Object(name)
	if o == nil {
		return nil, fmt.Errorf("the reference %q leads nowhere", ref)
	}
	return o, nil
}

// typeNames are the types of values.
var typeNames = []any{"array", "boolean", "integer", "null", "number", "object", "string"}

// onlyIn31 are the keywords that OpenAPI 3.0 does not have.
var onlyIn31 = []string{"const", "examples", "$schema", "$id"}

// check reports whether a schema is one, with all schemas in it.
func (v *validator) check(schema *Object) error {
	if schema == nil {
		return errors.New("a schema is no object")
	}
	if v.checked[schema] {
		return nil
	}
	v.checked[schema] = true
	for i := range schema.members {
		m := &schema.members[i]
		if v.old && slices.Contains(onlyIn31, m.key) || !v.old && m.key == "nullable" {
			return fmt.Errorf("%q is no keyword in this version", m.key)
		}
		if err := v.keyword(m.key, m.value); err != nil {
			return fmt.Errorf("%s: %w", m.key, err)
		}
	}
	return nil
}

// keyword reports whether the argument of a keyword is one.
func (v *validator) keyword(key string, argument any) error {
	ok := true
	switch key {
	case "$ref":
		ref, _ := argument.(string)
		target, err := v.resolve(ref)
		if err != nil {
			return err
		}
		return v.check(target)
	case "items", "not":
		inner, _ := argument.(*Object)
		return v.check(inner)
	case "additionalProperties":
		if inner, is := argument.(*Object); is {
			return v.check(inner)
		}
		_, ok = argument.(bool)
	case "properties":
		inner, is := argument.(*Object)
		for _, name := range inner.Keys() {
			if err := v.check(inner.Object(name)); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		ok = is
	case "allOf", "anyOf", "oneOf":
		list, _ := argument.(Array)
		for _, item := range list {
			inner, _ := item.(*Object)
			if err := v.check(inner); err != nil {
				return err
			}
		}
		ok = len(list) > 0
	case "type":
		list, several := argument.(Array)
		if !several {
			list = Array{argument}
		}
		ok = len(list) > 0 && !(v.old && (several || argument == "null"))
		for _, name := range list {
			ok = ok && slices.Contains(typeNames, name)
		}
	case "enum":
		list, _ := argument.(Array)
		ok = len(list) > 0
	case "examples":
		_, ok = argument.(Array)
	case "required":
		list, is := argument.(Array)
		ok = is && (len(list) > 0 || !v.old)
		for _, name := range list {
			_, is := name.(string)
			ok = ok && is
		}
	case "minItems", "maxItems", "minLength", "maxLength":
		n, is := numeric(argument)
		ok = is && n >= 0
	case "minimum", "maximum":
		_, ok = numeric(argument)
	case "pattern":
		text, is := argument.(string)
		compiled, err := regexp.Compile(text)
		if err != nil {
			return err
		}
		ok, v.patterns[text] = is, compiled
	case "nullable", "deprecated", "readOnly", "writeOnly":
		_, ok = argument.(bool)
	case "format", "title", "description", "contentMediaType", "$schema", "$id":
		_, ok = argument.(string)
	case "const", "example":
	default:
		ok = strings.HasPrefix(key, "x-")
	}
	if !ok {
		return fmt.Errorf("%s is not what this keyword takes, or there is no such keyword", Plain(argument))
	}
	return nil
}

// maxSchemas bounds how many schemas lead into each other for one value.
const maxSchemas = 200

// fits holds a value against a schema that check has passed; the error says what does not fit.
func (v *validator) fits(schema *Object, value any) error {
	if v.depth++; v.depth > maxSchemas {
		return errors.New("schemas lead into each other without end")
	}
	defer func() { v.depth-- }()
	if value == nil && schema.Get("nullable") == true {
		return nil
	}
	for i := range schema.members {
		m := &schema.members[i]
		if err := v.holds(schema, m.key, m.value, value); err != nil {
			return err
		}
	}
	return nil
}

// holds holds a value against one keyword of a schema. What is a note, or speaks of values of another type, holds.
func (v *validator) holds(schema *Object, key string, argument, value any) error {
	ok := true
	switch key {
	case "$ref":
		ref, _ := argument.(string)
		target, err := v.resolve(ref)
		if err != nil {
			return err
		}
		return v.fits(target, value)
	case "type":
		list, several := argument.(Array)
		if !several {
			list = Array{argument}
		}
		ok = slices.ContainsFunc(list, func(name any) bool { return isType(value, name) })
	case "enum":
		list, _ := argument.(Array)
		ok = slices.ContainsFunc(list, func(one any) bool { return equal(one, value) })
	case "const":
		ok = equal(argument, value)
	case "allOf", "anyOf", "oneOf":
		list, _ := argument.(Array)
		return v.several(key, list, value)
	case "not":
		inner, _ := argument.(*Object)
		ok = v.fits(inner, value) != nil
	}
	switch x := value.(type) {
	case *Object:
		return errors.Join(v.members(schema, key, argument, x), unless(ok, key, argument, value))
	case Array:
		switch key {
		case "items":
			inner, _ := argument.(*Object)
			for i, item := range x {
				if err := v.fits(inner, item); err != nil {
					return fmt.Errorf("entry %d: %w", i, err)
				}
			}
		case "minItems", "maxItems":
			ok = within(key, argument, float64(len(x)))
		}
	case string:
		switch key {
		case "minLength", "maxLength":
			ok = within(key, argument, float64(utf8.RuneCountInString(x)))
		case "pattern":
			text, _ := argument.(string)
			ok = v.patterns[text].MatchString(x)
		}
	default:
		if n, is := numeric(value); is && (key == "minimum" || key == "maximum") {
			ok = within(key, argument, n)
		}
	}
	return unless(ok, key, argument, value)
}

// unless is the error of a keyword that does not hold.
func unless(ok bool, key string, argument, value any) error {
	if ok {
		return nil
	}
	return fmt.Errorf("%s is against %s %s", Plain(value), key, Plain(argument))
}

// within compares with a bound that a keyword names by its first three letters.
func within(key string, argument any, n float64) bool {
	bound, _ := numeric(argument)
	if strings.HasPrefix(key, "min") {
		return n >= bound
	}
	return n <= bound
}

// several holds a value against alternatives.
func (v *validator) several(key string, list Array, value any) error {
	fitting := 0
	var why error
	for _, item := range list {
		inner, _ := item.(*Object)
		if err := v.fits(inner, value); err == nil {
			fitting++
		} else if why == nil {
			why = err
		}
	}
	switch {
	case key == "allOf" && fitting < len(list), fitting == 0:
		return why
	case key == "oneOf" && fitting > 1:
		return fmt.Errorf("it fits %d of the alternatives of oneOf", fitting)
	}
	return nil
}

// members holds the members of an object against one keyword.
func (v *validator) members(schema *Object, key string, argument any, o *Object) error {
	switch key {
	case "properties":
		inner, _ := argument.(*Object)
		for i := range o.members {
			m := &o.members[i]
			if own := inner.Object(m.key); own != nil {
				if err := v.fits(own, m.value); err != nil {
					return fmt.Errorf("%s: %w", m.key, err)
				}
			}
		}
	case "required":
		list, _ := argument.(Array)
		for _, name := range list {
			if text, _ := name.(string); !o.Has(text) {
				return fmt.Errorf("%s is missing", strconv.Quote(text))
			}
		}
	case "additionalProperties":
		inner, _ := argument.(*Object)
		for i := range o.members {
			m := &o.members[i]
			if schema.Object("properties").Has(m.key) || argument == true {
				continue
			}
			if inner == nil {
				return fmt.Errorf("%s may not be there", strconv.Quote(m.key))
			}
			if err := v.fits(inner, m.value); err != nil {
				return fmt.Errorf("%s: %w", m.key, err)
			}
		}
	}
	return nil
}

// isType reports whether a value is of a type; a number without a fraction is an integer (JSON Schema 2020-12,
// section 6.1.1).
func isType(value, name any) bool {
	switch x := value.(type) {
	case nil:
		return name == "null"
	case *Object:
		return name == "object"
	case Array:
		return name == "array"
	case string:
		return name == "string"
	case bool:
		return name == "boolean"
	case int, int64:
		return name == "integer" || name == "number"
	case float64:
		return name == "number" || name == "integer" && x == math.Trunc(x)
	}
	return false
}

func numeric(value any) (float64, bool) {
	switch n := value.(type) {
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

// equal compares values as JSON does: numbers by what they are worth, objects whatever the order of their members.
func equal(a, b any) bool {
	switch x := a.(type) {
	case *Object:
		y, ok := b.(*Object)
		return ok && x.Len() == y.Len() && !slices.ContainsFunc(x.members, func(m member) bool { return !y.Has(m.key) || !equal(m.value, y.Get(m.key)) })
	case Array:
		y, ok := b.(Array)
		return ok && slices.EqualFunc(x, y, equal)
	}
	n, is := numeric(a)
	if m, too := numeric(b); is && too {
		return n == m
	}
	switch b.(type) {
	case *Object, Array:
		return false
	}
	return a == b
}
