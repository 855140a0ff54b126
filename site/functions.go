package site

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"text/template"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// declared are the functions of the templates by name, for parsing; each build binds its own.
var declared = new(builder).functions()

// functions are what templates can call. Those that make markup return Markdown; everything else that a template
// prints is escaped.
func (b *builder) functions() template.FuncMap {
	out := template.FuncMap{
		escapeFunc: b.text,

		// settings
		"facts":  b.facts,    // "Label" setting …: a table of what is stated; a label with ! shows silence too
		"value":  b.text,     // one setting with its place
		"prose":  b.prose,    // prose as blocks
		"stated": stated,     // is any of these written?
		"set":    set,        // has this a value?
		"title":  title,      // title setting, or the id in words
		"words":  idWords,    // an id in words
		"plain":  plainWords, // the words of a list without places

		// tables and lists
		"head":   b.head,
		"row":    b.row,
		"bullet": b.bullet,

		// markup
		"code":   func(language, s string) Markdown { return Markdown(escape.MarkdownFence(language, s)) },
		"c":      func(s any) Markdown { return codeSpan(fmt.Sprint(s)) },
		"br":     func() Markdown { return lineBreak },
		"join":   b.join,
		"anchor": func(parts ...string) Markdown { return mark(markAnchor, anchorID(parts...)) },
		"badge":  func(tone string, s any) Markdown { return enclose(markBadge, withoutMarks(b.text(s)), tone) },
		"muted":  muted,
		"level":  b.level,

		// links
		"link": func(key, words string) Markdown {
			page, anchor, _ := strings.Cut(key, "#")
			return enclose(markLink, Markdown(md(words)), page, anchor)
		},
		"links": func(pairs ...string) Markdown { return mark(markLinks, pairs...) }, // page, words …: only pages that exist
		"to":    b.refer,                                                             // kind id: a link to where that thing is described
		"cite":  func(c standard.Cite) Markdown { return Markdown(escape.MarkdownLink(c.String(), c.URL())) },

		// what follows from the policy
		"varies":   b.varies,
		"lives":    b.livesOf,
		"chart":    b.chart,
		"sample":   b.sample,
		"standing": b.standing,
		"sampleOf": func(token string) Sample { return b.inputs.Samples[token] },
		"decision": b.decision,
	}
	maps.Copy(out, b.cellFunctions())
	for _, more := range []template.FuncMap{b.exposureFunctions(), b.timelineFunctions(), b.raceFunctions(), b.answerFunctions(),
		b.onCallFunctions(), b.conformanceFunctions(), b.diagramFunctions(), b.checklistFunctions(), b.ruleFunctions(), b.referenceFunctions(),
		b.guideFunctions()} {
		maps.Copy(out, more)
	}
	return out
}

// factsHead is the head of every table of settings.
var factsHead = [2]string{"Setting", "Value"}

// facts is a table of settings: pairs of a label and a setting, a string or Markdown. What is not stated is left
// out, unless its label begins with an exclamation mark. Without any row there is no table.
func (b *builder) facts(pairs ...any) (Markdown, error) {
	var rows strings.Builder
	for i := 0; i+1 < len(pairs); i += 2 {
		label, ok := pairs[i].(string)
		if !ok {
			return "", fmt.Errorf("facts: argument %d is a label and must be a string", i+1)
		}
		label, always := strings.CutPrefix(label, "!")
		shown, note := b.fact(pairs[i+1])
		if shown == "" {
			if !always {
				continue
			}
			shown = muted(wordSilent)
		}
		rows.WriteString("| " + md(label) + " | " + string(shown+note) + " |\n")
	}
	if rows.Len() == 0 {
		return "", nil
	}
	return Markdown("\n" + string(b.head(factsHead[0], factsHead[1])) + "\n" + rows.String()), nil
}

// fact is one setting for a table, empty where it is silent, and what its author noted beside it.
func (b *builder) fact(x any) (shown, note Markdown) {
	switch v := x.(type) {
	case nil:
		return "", ""
	case string, Markdown, specs.Prose, bool:
		return b.text(v), ""
	}
	v := direct(reflect.ValueOf(x))
	m := markOf(v)
	if m != nil && !m.Stated() || m == nil && !v.IsValid() {
		return "", ""
	}
	return b.text(x), b.note(m)
}

// note is what an author wrote beside a value: the reason, how binding it is, its source, what others say.
func (b *builder) note(m *specs.Mark) Markdown {
	if m == nil || m.Note == nil {
		return ""
	}
	n, parts := m.Note, []string{}
	add := func(before string, t Markdown) { parts = append(parts, before+string(t)) }
	if n.Because.IsSet() {
		add("why: ", b.text(&n.Because))
	}
	if n.Force.IsSet() {
		add("", Markdown(md(string(n.Force.V))))
	}
	if n.Source.IsSet() {
		add("source: ", b.text(&n.Source))
	}
	if n.Stated.IsSet() {
		add("worded there as ", "“"+b.text(&n.Stated)+"”")
	}
	if n.Stable.IsSet() && !n.Stable.V {
		add("", "may change without notice")
	}
	if n.Was.IsSet() {
		add("before: ", b.text(&n.Was))
	}
	for i := range n.But.Items {
		add("another source says ", b.text(&n.But.Items[i].Says))
	}
	if len(parts) == 0 {
		return ""
	}
	return lineBreak + enclose(markMuted, Markdown(strings.Join(parts, "; ")))
}

// prose writes prose as blocks; nothing where nothing is stated.
func (b *builder) prose(x any) Markdown {
	switch v := x.(type) {
	case specs.Prose:
		return b.blockProse(v)
	case string:
		return Markdown(md(v))
	case specs.Value[specs.Prose]:
		switch v.State {
		case specs.Set:
			return b.blockProse(v.V)
		case specs.Silent:
			return ""
		case specs.None, specs.Undecided:
		}
		return b.text(&v)
	}
	return b.text(x)
}

// head begins a table. A list among the cells stands for several.
func (b *builder) head(cells ...any) Markdown {
	var words []string
	for _, c := range cells {
		switch v := c.(type) {
		case string:
			words = append(words, md(v))
		case []string:
			for _, s := range v {
				words = append(words, string(codeSpan(s)))
			}
		case []Markdown:
			for _, m := range v {
				words = append(words, string(m))
			}
		}
	}
	return Markdown("| " + strings.Join(words, " | ") + " |\n" + strings.Repeat("|---", len(words)) + "|")
}

// dash stands in a cell that has nothing to say. A column of dashes is left out of its table.
const dash = "–"

// row is one row of a table. A list among the cells stands for several.
func (b *builder) row(cells ...any) Markdown {
	var parts []string
	add := func(t Markdown) { parts = append(parts, string(pick(t != "", t, dash))) }
	for _, c := range cells {
		if list, ok := c.([]Markdown); ok {
			for _, t := range list {
				add(t)
			}
			continue
		}
		add(b.text(c))
	}
	return Markdown("| " + strings.Join(parts, " | ") + " |")
}

// bullet is one item of a list.
func (b *builder) bullet(parts ...any) Markdown {
	t := b.join("", parts...)
	if t == "" {
		return ""
	}
	return "- " + t
}

// join writes several things with the same text between.
func (b *builder) join(between string, parts ...any) Markdown {
	var out []string
	for _, p := range parts {
		if t := b.text(p); t != "" {
			out = append(out, string(t))
		}
	}
	return Markdown(strings.Join(out, between))
}

// title is the title where one is set, else the id in words.
func title(t specs.Value[string], id string) string {
	if t.IsSet() && strings.TrimSpace(t.V) != "" {
		return t.V
	}
	return idWords(id)
}

// idWords writes an id as words: "service-api_key" as "Service api key".
func idWords(id string) string {
	words := strings.NewReplacer("_", " ", "-", " ").Replace(id)
	if words == "" || words[0] < 'a' || words[0] > 'z' {
		return words
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// plainWords are the texts of a list.
func plainWords(list any) []string {
	v := direct(reflect.ValueOf(list))
	if !v.IsValid() || v.Kind() != reflect.Struct {
		return nil
	}
	items := v.FieldByName("Items")
	if !items.IsValid() {
		return nil
	}
	var out []string
	for i := range items.Len() {
		out = append(out, fmt.Sprint(items.Index(i).FieldByName("V").Interface()))
	}
	return out
}

// level shows how grave something is as a badge.
func (b *builder) level(x any) Markdown {
	v := direct(reflect.ValueOf(x))
	m := markOf(v)
	if m == nil || !m.IsSet() || v.NumField() < 2 {
		return b.text(x)
	}
	word := fmt.Sprint(v.Field(1).Interface())
	tone := "neutral"
	switch {
	case slices.Contains([]string{"critical", "high", "error", "page", "deprecated", "retired"}, word):
		tone = "bad"
	case slices.Contains([]string{"medium", "warning", "ticket", "draft", "moderate"}, word):
		tone = "warn"
	case slices.Contains([]string{"low", "active", "info"}, word):
		tone = "good"
	}
	return b.placed(enclose(markBadge, Markdown(md(strings.ReplaceAll(word, "_", " "))), tone), m)
}

// anchorID is the id of a heading for a thing: its kind and its name, the same for every build.
func anchorID(parts ...string) string {
	for i, p := range parts {
		parts[i] = slug(p)
	}
	return strings.Join(parts, "-")
}
