package specs

import (
	"fmt"
	"reflect"
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
type SettingLine struct {
	Name, Takes, Means string
	// Must says that it cannot be left out.
	Must bool
}

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
			doc.Below = append(doc.Below, SettingLine{Name: inner.name, Takes: takes(inner.info()), Means: inner.text(entry), Must: inner.must})
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
		width, must := 0, false
		name := func(l SettingLine) string {
			if l.Must {
				return l.Name + " *"
			}
			return l.Name
		}
		for _, l := range d.Below {
			width, must = max(width, len(name(l))), must || l.Must
		}
		for _, l := range d.Below {
			fmt.Fprintf(&b, "    %-*s  %s\n", width, name(l), l.Means)
		}
		if must {
			b.WriteString("    * must be there\n")
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}
