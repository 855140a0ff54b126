package specs

import (
	_ "embed"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

//go:embed format_guide.md
var formatGuide string

// Reference is the reference of the format, in Markdown: how values are written, then every setting and every word.
// It is docs/format.md.
func Reference() string {
	r := &referenceWriter{uses: map[reflect.Type]int{}, done: map[reflect.Type]bool{}}
	root := infoOf(reflect.TypeFor[Document]())
	r.count(root, map[reflect.Type]bool{})
	guide := strings.Replace(formatGuide, "<!-- notes -->\n", r.table(noteInfo, ""), 1)
	guide = strings.Replace(guide, "<!-- axes -->\n", axisTable(), 1)
	r.b.WriteString(guide)
	r.b.WriteString("A setting marked with an asterisk must be there. The first table is the policy itself; each of its settings follows.\n\n")
	r.b.WriteString(r.table(root, ""))
	r.done[root.typ] = true
	for i := range root.fields {
		f := &root.fields[i]
		if entry := entryOf(f.info()); entry.kind == structType && r.uses[entry.typ] == 1 {
			r.section(entry, f.name, f.info(), f.text(root), 3)
		}
	}
	r.b.WriteString("\n## Shared structures\n\nThese stand at several places.\n")
	for len(r.shared) > 0 {
		next := r.shared[0]
		r.shared = r.shared[1:]
		if !r.done[next.typ] {
			r.section(next, "", next, "", 3)
		}
	}
	r.vocabularies()
	return r.b.String()
}

type referenceWriter struct {
	b      strings.Builder
	uses   map[reflect.Type]int // settings that a structure stands at
	done   map[reflect.Type]bool
	shared []*typeInfo // structures that stand at several places, in the order met
	words  []*typeInfo // vocabularies, in the order met
}

// entryOf is what a collection holds, and any other setting itself.
func entryOf(info *typeInfo) *typeInfo {
	for info.kind == listType || info.kind == mapType {
		info = info.member()
	}
	return info
}

func (r *referenceWriter) count(info *typeInfo, seen map[reflect.Type]bool) {
	if seen[info.typ] {
		return
	}
	seen[info.typ] = true
	for i := range info.fields {
		if entry := entryOf(info.fields[i].info()); entry.kind == structType {
			r.uses[entry.typ]++
			r.count(entry, seen)
		}
	}
}

// section is a heading, a sentence and the table of a structure, then the structures that stand only there.
func (r *referenceWriter) section(info *typeInfo, path string, at *typeInfo, text string, level int) {
	r.done[info.typ] = true
	title := "`" + path + "`"
	if path == "" {
		title = words(info.name)
	}
	fmt.Fprintf(&r.b, "\n%s %s\n\n", strings.Repeat("#", level), title)
	if text == "" {
		text = info.text()
	}
	r.b.WriteString(text)
	switch {
	case at.kind == mapType:
		r.b.WriteString(" Named entries, each:")
	case at.kind == listType:
		r.b.WriteString(" A list, each entry:")
	}
	if info.shortAlone() {
		fmt.Fprintf(&r.b, " Written short, it is `%s`.", info.short.name)
	}
	if info.section {
		r.b.WriteString(" It can have `variants`.")
	}
	r.b.WriteString("\n\n" + r.table(info, path))
	inside := path
	if path != "" && at.kind != structType {
		inside += ".*"
	}
	for i := range info.fields {
		f := &info.fields[i]
		entry := entryOf(f.info())
		if entry.kind != structType || r.done[entry.typ] {
			continue
		}
		if path != "" && r.uses[entry.typ] == 1 {
			r.section(entry, join(inside, f.name), f.info(), f.text(info), 4)
		} else if !slices.Contains(r.shared, entry) {
			r.shared = append(r.shared, entry)
		}
	}
}

// table lists the settings of a structure, one a line.
func (r *referenceWriter) table(info *typeInfo, _ string) string {
	var b strings.Builder
	b.WriteString("| setting | takes | meaning |\n|---|---|---|\n")
	for i := range info.fields {
		f := &info.fields[i]
		name := "`" + f.name + "`"
		if f.must {
			name += " \\*"
		}
		text := f.text(info)
		if f.floor != "" {
			text += " Under a floor it " + floorTexts[f.floor] + "."
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", name, r.takes(f.info()), text)
	}
	return b.String()
}

// takes is what may be written, with links to structures and words.
func (r *referenceWriter) takes(info *typeInfo) string {
	switch info.kind {
	case listType:
		if inner := r.takes(info.elem); !strings.HasPrefix(inner, "a list") {
			return "list: " + inner
		}
		return takes(info)
	case mapType:
		return "entries: " + r.takes(info.mapElem())
	case selectorType:
		return link("condition", "conditions-and-variants")
	case valueType:
		if info.elem.words != nil {
			if !slices.Contains(r.words, info.elem) {
				r.words = append(r.words, info.elem)
			}
			return link("word", anchor(wordsHeading(info.elem)))
		}
		return takesPlain(info.elem)
	case structType:
		if r.uses[info.typ] > 1 {
			if !slices.Contains(r.shared, info) {
				r.shared = append(r.shared, info)
			}
			return link(strings.ToLower(words(info.name)), anchor(words(info.name)))
		}
	case plainType, rawType:
	}
	return takes(info)
}

// vocabularies are the tables of words.
func (r *referenceWriter) vocabularies() {
	r.b.WriteString("\n## Words\n\nWhere a setting takes a word, it is one of these. Those that allow words of your own take them as `{own: word}`.\n")
	slices.SortFunc(r.words, func(a, b *typeInfo) int { return strings.Compare(words(a.name), words(b.name)) })
	for _, info := range r.words {
		fmt.Fprintf(&r.b, "\n### %s\n\n%s", wordsHeading(info), info.text())
		if info.words.ordered {
			r.b.WriteString(" In order, the first being the least.")
		}
		if info.words.open {
			r.b.WriteString(" Words of your own are allowed.")
		}
		r.b.WriteString("\n\n| word | meaning |\n|---|---|\n")
		for _, w := range info.words.words {
			fmt.Fprintf(&r.b, "| `%s` | %s |\n", w.Name, w.Means)
		}
	}
}

func wordsHeading(info *typeInfo) string { return "Words: " + strings.ToLower(words(info.name)) }

func axisTable() string {
	var b strings.Builder
	b.WriteString("| axis | values |\n|---|---|\n")
	for _, axis := range BuiltInAxes {
		fmt.Fprintf(&b, "| `%s` | %s |\n", axis, axisTexts[axis])
	}
	return b.String()
}

// words cuts a Go name into words: ClientAuth is "Client auth", HTTPMethod is "HTTP method".
func words(name string) string {
	runes := []rune(name)
	var out []rune
	for i, c := range runes {
		startsWord := i > 0 && unicode.IsUpper(c) && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		acronym := unicode.IsUpper(c) && (i+1 == len(runes) || unicode.IsUpper(runes[i+1]))
		if startsWord {
			out = append(out, ' ')
			if !acronym {
				c = unicode.ToLower(c)
			}
		}
		out = append(out, c)
	}
	return string(out)
}

func link(text, to string) string { return "[" + text + "](#" + to + ")" }

// anchor is the address that Markdown renderers give a heading.
func anchor(heading string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case unicode.IsLetter(c), unicode.IsDigit(c), c == '-', c == '_':
			return unicode.ToLower(c)
		case c == ' ':
			return '-'
		}
		return -1
	}, heading)
}
