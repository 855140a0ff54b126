package specs

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// SettingDoc is what the format says of one setting.
type SettingDoc struct {
	// Path is the setting's path with `*` for names that a policy makes up.
	Path string
	// Takes is what may be written, in words; Means is what it says.
	Takes, Means string
	// Words are the words that it takes; Open says that others can be written as {own: word}.
	Words []Word
	Open  bool
	// Short is the setting that its short form stands for, or empty.
	Short string
	// Example is a line as an author would write it.
	Example string
	// Must says that it cannot be left out; Floor says in words how far a floor lets it move, or is empty.
	Must  bool
	Floor string
	// Requirements are the requirements that it states.
	Requirements []string
	// Below are its own settings.
	Below []SettingLine
}

// SettingLine is one setting among others.
type SettingLine struct{ Name, Takes, Means string }

// TopLevel are the settings that a policy begins with, in the order of the format.
func TopLevel() []string {
	return settingNames(infoOf(reflect.TypeFor[Document]()))
}

// Describe explains the setting at a path, as a policy has it (tokens.access.lifetime) or with `*` for any name; ok is
// false where the format has no such setting. Names with dots are found too.
func Describe(path string) (doc SettingDoc, ok bool) {
	root := infoOf(reflect.TypeFor[Document]())
	return describe(root, nil, nil, strings.Split(path, "."), nil)
}

// describe walks the rest of a path from a type. of and f are the structure and the field that it was reached by.
func describe(info, of *typeInfo, f *fieldInfo, rest, path []string) (SettingDoc, bool) {
	if len(rest) == 0 {
		return settingDoc(info, of, f, path), f != nil
	}
	to := func(s string) []string { return append(path[:len(path):len(path)], s) }
	switch info.kind {
	case structType:
		if inner := info.byName[rest[0]]; inner != nil {
			return describe(inner.info(), info, inner, rest[1:], to(inner.name))
		}
		if info.section && rest[0] == keyVariants && len(rest) == 1 {
			return variantsDoc(info, to(keyVariants)), true
		}
	case mapType:
		most := 1
		if f != nil && f.key != "" { // names from elsewhere may hold dots
			most = len(rest)
		}
		for n := 1; n <= most; n++ {
			if doc, ok := describe(info.mapElem(), of, f, rest[n:], to("*")); ok {
				return doc, true
			}
		}
		return SettingDoc{}, false
	case listType:
		if _, isIndex := parseIndex(rest[0]); isIndex || rest[0] == "*" {
			return describe(info.elem, of, f, rest[1:], to("*"))
		}
	case plainType, valueType, selectorType, rawType:
	}
	if note := noteInfo.byName[rest[0]]; note != nil && f != nil && info.kind != mapType {
		return describe(note.info(), noteInfo, note, rest[1:], to(note.name))
	}
	return SettingDoc{}, false
}

func settingDoc(info, of *typeInfo, f *fieldInfo, path []string) SettingDoc {
	doc := SettingDoc{Path: strings.Join(path, "."), Takes: takes(info)}
	if f == nil {
		return doc
	}
	doc.Takes = takes(info)
	doc.Must, doc.Floor, doc.Requirements = f.must, floorTexts[f.floor], f.req
	doc.Means = f.text(of)
	doc.Example = f.name + ": " + sample(info, f.key)
	if info != f.info() { // one entry of a collection: its own text says more
		doc.Must, doc.Floor = false, ""
		if text := info.text(); info.kind == structType && text != "" {
			doc.Means = text
		}
		doc.Example = sample(info, "")
	}
	entry := info
	for entry.kind == listType || entry.kind == mapType {
		entry = entry.member()
	}
	if entry.kind == valueType && entry.elem.words != nil {
		doc.Words, doc.Open = entry.elem.words.words, entry.elem.words.open
	}
	if entry.kind == structType {
		if entry.shortAlone() {
			doc.Short = entry.short.name
		}
		for i := range entry.fields {
			inner := &entry.fields[i]
			doc.Below = append(doc.Below, SettingLine{Name: inner.name, Takes: takes(inner.info()), Means: inner.text(entry)})
		}
	}
	return doc
}

func variantsDoc(info *typeInfo, path []string) SettingDoc {
	return SettingDoc{Path: strings.Join(path, "."), Takes: "a list of variants",
		Means:   "Other values under a condition: `when` and the settings that differ; a dotted key replaces one leaf. A variant wins over another only where its condition implies the other's, or where it `beats` it.",
		Example: "variants: [{when: {environment: staging}, " + variantSample(info) + ", because: test data only}]"}
}

// variantSample is a setting that a variant of a section could replace.
func variantSample(info *typeInfo) string {
	f := &info.fields[0]
	if life := info.byName["lifetime"]; life != nil {
		f = life
	}
	return f.name + ": " + sample(f.info(), f.key)
}

// takes says in words what may be written for a setting.
func takes(info *typeInfo) string {
	switch info.kind {
	case valueType:
		return takesPlain(info.elem)
	case listType:
		return "a list: " + takes(info.elem)
	case mapType:
		return "named entries: " + takes(info.mapElem())
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

func article(name string) string {
	if name == "prose" {
		return name
	}
	if strings.ContainsRune("aeiou", rune(name[0])) && name != "url" {
		return "an " + name
	}
	return "a " + name
}

// floorTexts say how far a floor lets a setting move.
var floorTexts = map[string]string{
	floorShorter:  "may only become shorter or smaller",
	floorLonger:   "may only become longer or larger",
	floorSubset:   "may only lose entries",
	floorSuperset: "may only gain entries",
	floorStronger: "may only become stronger, in the order of its words",
	floorSame:     "may not change",
}

// Text is the description for a terminal.
func (d SettingDoc) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n  %s\n\n", d.Path, d.Means)
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(&b, "  %-10s %s\n", label, text)
		}
	}
	line("takes", d.Takes)
	if d.Short != "" {
		line("short for", "{"+d.Short+": …}")
	}
	line("example", d.Example)
	if d.Must {
		line("must", "be there")
	}
	line("floor", d.Floor)
	line("states", strings.Join(d.Requirements, ", "))
	if len(d.Words) > 0 {
		b.WriteString("\n  words\n")
		width := 0
		for _, w := range d.Words {
			width = max(width, len(w.Name))
		}
		for _, w := range d.Words {
			fmt.Fprintf(&b, "    %-*s  %s\n", width, w.Name, w.Means)
		}
		if d.Open {
			b.WriteString("    A word of your own is written {own: word}.\n")
		}
	}
	if len(d.Below) > 0 {
		b.WriteString("\n  settings\n")
		width := 0
		for _, l := range d.Below {
			width = max(width, len(l.Name))
		}
		for _, l := range d.Below {
			fmt.Fprintf(&b, "    %-*s  %s\n", width, l.Name, l.Means)
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}
