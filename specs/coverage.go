package specs

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/tokenbook/tokenbook/internal/standard"
)

// statement is a setting that states a requirement.
type statement struct {
	path  string
	typed bool // more than prose
}

// artifacts say what makes the requirements that are not stated but generated.
var artifacts = map[string]string{
	"ART-1": "`tokenbook init` writes a policy to start from",
	"ART-2": "`openapi/` holds a contract for each issuer",
	"ART-3": "`diagrams/` holds sequences, with their failures, and state machines",
	"ART-4": "the site has a glossary, with the terms of `glossary` beside those of the field",
	"ART-5": "`review/` holds the checklist",
	"ART-6": "`code/` holds constants and decision tables for each language",
}

// allStatements are the statements of all requirements, found once.
var allStatements = sync.OnceValue(statements)

// statements lists, for each requirement, the settings that state it: the first place of each, those of tokens first.
func statements() map[string][]statement {
	out := map[string][]statement{}
	seen := map[reflect.Type]bool{}
	var down func(info *typeInfo, path string)
	note := func(f *fieldInfo, path string) {
		for _, id := range f.req {
			out[id] = append(out[id], statement{path, moreThanProse(f.info())})
		}
	}
	inside := func(info *typeInfo, path string) {
		for info.kind == listType || info.kind == mapType {
			info, path = info.member(), path+".*"
		}
		if info.kind == structType && !seen[info.typ] {
			seen[info.typ] = true
			down(info, path)
		}
	}
	down = func(info *typeInfo, path string) {
		for i := range info.fields {
			note(&info.fields[i], join(path, info.fields[i].name))
		}
		for i := range info.fields {
			inside(info.fields[i].info(), join(path, info.fields[i].name))
		}
	}
	root := infoOf(reflect.TypeFor[Document]())
	inside(root.byName["tokens"].info(), "tokens")
	inside(root, "")
	down(noteInfo, "any value")
	return out
}

// SettingsFor are the settings that state a requirement, the most telling first; none for what is generated and for what
// the notes beside values state.
func SettingsFor(requirement string) []string {
	var typed, prose []string
	for _, s := range allStatements()[requirement] {
		switch {
		case strings.HasPrefix(s.path, "any value"):
		case slices.Contains(typed, s.path) || slices.Contains(prose, s.path):
		case s.typed:
			typed = append(typed, s.path)
		default:
			prose = append(prose, s.path)
		}
	}
	return append(typed, prose...)
}

// moreThanProse reports whether a setting has a type of its own, so that a program can compare what it says.
func moreThanProse(info *typeInfo) bool {
	entry := entryOf(info)
	return entry.kind != valueType || entry.elem.typ != reflect.TypeFor[Prose]()
}

// Coverage says in Markdown how each requirement is stated in a policy and where it shows. It is docs/coverage.md.
func Coverage() string {
	var b strings.Builder
	b.WriteString("# What a policy can state\n\nEach row is something that a team has to be able to say about its tokens. The table is made from the format: the\nsettings that state each row, and the outputs in which readers find it. `*` stands for any name.\n")
	stated := allStatements()
	for _, section := range standard.Sections() {
		fmt.Fprintf(&b, "\n## %s\n\n| row | what | settings | shows in |\n|---|---|---|---|\n", section.Title)
		for _, r := range standard.Requirements() {
			if r.Section() != section {
				continue
			}
			paths := artifacts[r.ID]
			if paths == "" {
				var all []string
				for _, s := range stated[r.ID] {
					if path := "`" + s.path + "`"; !slices.Contains(all, path) {
						all = append(all, path)
					}
				}
				paths = strings.Join(all, ", ")
			}
			outputs := make([]string, len(r.ShowsIn))
			for i, o := range r.ShowsIn {
				outputs[i] = string(o)
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.ID, r.Title, paths, strings.Join(outputs, ", "))
		}
	}
	return b.String()
}
