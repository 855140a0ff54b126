package specs

import (
	"reflect"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// takes says in words what may be written for a setting.
func takes(info *typeInfo) string {
	switch info.kind {
	case valueType:
		return takesPlain(info.elem)
	case listType:
		if info.elem.kind == valueType {
			return "a list of " + plural(info.elem.elem)
		}
		return "a list, each entry " + entry(takes(info.elem))
	case mapType:
		return "named entries, each " + entry(takes(info.mapElem()))
	case structType:
		if info.shortAlone() {
			return strings.TrimSuffix(takes(info.short.info()), ", or settings") + ", or settings"
		}
		return "settings"
	case selectorType:
		return "a condition"
	case plainType, rawType:
	}
	return takesPlain(info)
}

// shortAlone reports whether a structure can be written short: nothing else must be there.
func (info *typeInfo) shortAlone() bool {
	return info.short != nil && !slices.ContainsFunc(info.fields, func(f fieldInfo) bool { return f.must && !f.short })
}

func takesPlain(info *typeInfo) string {
	switch {
	case info.kind == rawType:
		return "any YAML"
	case info.words != nil:
		return "a word"
	case info.typ.Kind() == reflect.Bool:
		return "true or false"
	case info.collection != "":
		return "a name from `" + info.collection + "`"
	case info.shape != nil:
		return article(info.shape.name)
	}
	return "text"
}

// entry is what may be written for an entry that is spoken of.
func entry(takes string) string {
	if takes == "settings" {
		return "with settings"
	}
	return takes
}

// plural is what may be written for the entries of a list of plain values.
func plural(info *typeInfo) string {
	switch {
	case info.words != nil:
		return "words"
	case info.collection != "":
		return "names from `" + info.collection + "`"
	case info.shape == nil:
		return strings.Replace(takesPlain(info), "text", "texts", 1)
	}
	switch name := strings.TrimPrefix(strings.TrimPrefix(article(info.shape.name), "an "), "a "); {
	case name == "prose":
		return name
	case info.shape.name == "setting":
		return "paths of settings"
	case name == "time of day":
		return "times of day"
	case strings.HasSuffix(name, "s"):
		return name + "es"
	case strings.HasSuffix(name, "y"):
		return strings.TrimSuffix(name, "y") + "ies"
	default:
		return name + "s"
	}
}

func article(name string) string {
	switch name {
	case "prose":
		return name
	case "setting":
		return "a setting's path"
	}
	if strings.ContainsRune("aeiou", rune(name[0])) && name != "url" {
		return "an " + name
	}
	return "a " + name
}

// wanted says what would do for a setting that stands under a key, with an example.
func wanted(info *typeInfo, key string) string {
	switch {
	case info.kind == valueType:
		return wanted(info.elem, key)
	case info.kind == listType:
		inner := wanted(info.elem, "")
		if strings.HasPrefix(inner, "a list") { // a list of one needs no brackets
			return inner
		}
		return "a list, each entry " + inner
	case info.kind == structType && info.short != nil && infoOf(info.short.typ).kind != structType:
		return wanted(info.short.info(), info.short.key)
	case info.kind == structType:
		return "a mapping: it " + keysOf(info)
	case info.kind == mapType:
		return "named entries, such as " + sample(info, key)
	case info.words != nil:
		var words []string
		for _, w := range info.words.words {
			words = append(words, w.Name)
		}
		return diag.OneOf(words)
	case info.shape != nil && info.shape.name == "prose":
		return "a sentence or more"
	case info.shape != nil:
		return info.shape.means + ", such as " + info.shape.examples[0]
	case info.collection != "":
		return "a name from " + info.collection
	case info.typ != nil && info.typ.Kind() == reflect.Bool:
		return "true or false"
	}
	return "text"
}

// keysOf says which settings a structure needs and which it may have: needs id and title, and may have summary.
func keysOf(info *typeInfo) string {
	var needs, may []string
	for i := range info.fields {
		if f := &info.fields[i]; f.must {
			needs = append(needs, f.name)
		} else {
			may = append(may, f.name)
		}
	}
	if info.section {
		may = append(may, keyVariants)
	}
	switch {
	case len(needs) == 0:
		return "may have " + listed(may)
	case len(may) == 0:
		return "needs " + listed(needs)
	}
	return "needs " + listed(needs) + ", and may have " + listed(may)
}

// listed renders all of some words: a, b and c.
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
