package site

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/specs"
)

// maxVaried bounds the variants that one table shows; policy.json has them all.
const maxVaried = 60

// varies is a table of what differs from the settings below a path, for whom and why; nothing where no variant
// bears on them.
func (b *builder) varies(prefix string) Markdown {
	return b.variants(prefix, func(specs.Step) bool { return true })
}

// variesBy is a table of all that differs along some axes.
func (b *builder) variesBy(axes ...string) Markdown {
	return b.variants("", func(last specs.Step) bool {
		return slices.ContainsFunc(last.Variant.When.Terms, func(t specs.SelectorTerm) bool { return slices.Contains(axes, t.Axis) })
	})
}

// variantRow is one variant with the settings that it changes.
type variantRow struct {
	step     specs.Step
	settings []string
	seen     map[string]bool
}

func (b *builder) variants(prefix string, wanted func(last specs.Step) bool) Markdown {
	var rows []*variantRow
	byVariant := map[*specs.Variant]*variantRow{}
	base := map[string]string{}
	for i := range b.book.Facts.Values {
		v := &b.book.Facts.Values[i]
		if prefix != "" && v.Path != prefix && !strings.HasPrefix(v.Path, prefix+".") || len(v.Chain) == 0 {
			continue
		}
		last := v.Chain[len(v.Chain)-1]
		if last.Variant == nil || !wanted(last) {
			continue
		}
		if _, ok := base[v.Path]; !ok {
			base[v.Path], _, _ = b.policy.EffectiveText(v.Path, nil)
		}
		row := byVariant[last.Variant]
		if v.Text == base[v.Path] || row == nil && len(rows) == maxVaried || row != nil && row.seen[v.Path] {
			continue
		}
		if row == nil {
			row = &variantRow{step: last, seen: map[string]bool{}}
			byVariant[last.Variant] = row
			rows = append(rows, row)
		}
		row.seen[v.Path] = true
		name := strings.TrimPrefix(strings.TrimPrefix(v.Path, prefix), ".")
		if name == "" {
			name = prefix[strings.LastIndex(prefix, ".")+1:]
		}
		row.settings = append(row.settings, string(codeSpan(name))+": "+string(enclose(markValue, b.variedWords(v), last.At.String(), "", chainTitle(v.Chain))))
	}
	if len(rows) == 0 {
		return ""
	}
	var out strings.Builder
	out.WriteString("\n" + string(b.head("For", "Instead", "Why")) + "\n")
	for _, r := range rows {
		why := b.inlineProse(r.step.Because)
		out.WriteString("| " + conditionWords(&r.step.Variant.When) + " | " + strings.Join(r.settings, string(lineBreak)) + " | " + string(pick(why != "", why, dash)) + " |\n")
	}
	return Markdown(out.String())
}

// variedWords is the value that a variant gives: in words where it is a time, else as an author would write it.
func (b *builder) variedWords(v *analysis.Value) Markdown {
	if l, _, ok := specs.Effective[specs.Lifetime](b.policy, v.Path, v.Selection); ok && l.IsSet() {
		return withoutMarks(b.lifetime(&l))
	}
	if d, _, ok := specs.Effective[specs.Value[specs.Duration]](b.policy, v.Path, v.Selection); ok && d.IsSet() {
		return Markdown(d.V.Words())
	}
	if p, _, ok := specs.Effective[specs.Value[specs.Prose]](b.policy, v.Path, v.Selection); ok && p.IsSet() {
		return withoutMarks(b.inlineProse(p.V))
	}
	return codeSpan(v.Text)
}

// conditionWords writes a condition for readers: client web or mobile, in date from 2027-01-01.
func conditionWords(s *specs.Selector) string {
	var parts []string
	for i := range s.Terms {
		t := &s.Terms[i]
		words := md(strings.ReplaceAll(t.Axis, "_", " "))
		if t.Not {
			words += " other than"
		}
		if values := specs.Plain(t.Values); len(values) > 0 {
			words += " " + md(strings.Join(values, " or "))
		}
		if t.From.IsSet() {
			words += " from " + t.From.V.String()
		}
		if t.Until.IsSet() {
			words += " before " + t.Until.V.String()
		}
		parts = append(parts, words)
	}
	if len(parts) == 0 {
		return "everybody"
	}
	return strings.Join(parts, ", ")
}

// chainTitle says in one line where a value comes from: each place, and for whom.
func chainTitle(chain specs.Chain) string {
	var parts []string
	for _, step := range chain {
		t := step.At.String()
		if step.Variant != nil {
			t += " for " + step.Variant.When.Text()
		}
		parts = append(parts, t)
	}
	return strings.Join(parts, ", then ")
}

// maxStepText is how much of a step's value is quoted; longer ones are structures that read badly in a line.
const maxStepText = 48

// chainWords says the same for readers.
func (b *builder) chainWords(chain specs.Chain) Markdown {
	var parts []string
	for i, step := range chain {
		said := ""
		if step.Text() != "" && len(step.Text()) <= maxStepText {
			said = " " + string(codeSpan(step.Text()))
		}
		place := string(enclose(markValue, Markdown(md(step.At.String())), step.At.String(), "", ""))
		t := "the policy says" + said + " (" + place + ")"
		if step.Variant != nil {
			t = "for " + conditionWords(&step.Variant.When) + said + " (" + place + ")"
			if because := b.inlineProse(step.Because); because != "" {
				t += ": " + strings.TrimSuffix(string(because), ".")
			}
		}
		if i > 0 {
			t = "then " + t
		}
		parts = append(parts, t)
	}
	return Markdown(strings.Join(parts, "; "))
}

// livesOf shows how long a token lives for each client in each environment, and how each life that a variant changes
// came about.
func (b *builder) livesOf(token string) Markdown {
	var lives []*analysis.Life
	var clients, places []string
	known := map[string]bool{}
	for i := range b.book.Facts.Lives {
		l := &b.book.Facts.Lives[i]
		if l.Token != token {
			continue
		}
		lives = append(lives, l)
		if !known[l.Client] {
			known[l.Client] = true
			clients = append(clients, l.Client)
		}
		if !slices.Contains(places, l.Environment) {
			places = append(places, l.Environment)
		}
	}
	if len(lives) == 0 {
		return ""
	}
	clients, places = named(clients), named(places)
	cells := make(map[[2]string]*analysis.Life, len(lives))
	for _, l := range slices.Backward(lives) {
		cells[[2]string{l.Client, l.Environment}] = l
	}
	cell := func(client, place string) *analysis.Life { return cells[[2]string{client, place}] }
	text := func(l *analysis.Life) string {
		if l == nil {
			return "–"
		}
		return string(enclose(markValue, withoutMarks(b.text(&l.Lifetime)), lastPlace(l), "", chainTitle(l.Chain)))
	}
	same := func(a, c *analysis.Life) bool {
		return a != nil && c != nil && withoutMarks(b.text(&a.Lifetime)) == withoutMarks(b.text(&c.Lifetime))
	}
	allSame, placesSame := true, true
	for _, c := range clients {
		for _, p := range places {
			allSame = allSame && same(cell(clients[0], places[0]), cell(c, p))
			placesSame = placesSame && same(cell(c, places[0]), cell(c, p))
		}
	}
	if allSame {
		return "It is the same for every client and in every environment: " + Markdown(text(cell(clients[0], places[0]))) + ".\n"
	}
	var out strings.Builder
	heads := []any{"Client"}
	columns := places
	if placesSame {
		columns, heads = places[:1], append(heads, "Lifetime")
	} else {
		for _, p := range places {
			heads = append(heads, orWords(p, "Lifetime"))
		}
	}
	out.WriteString(string(b.head(heads...)) + "\n")
	var chains []string
	for _, c := range clients {
		name := Markdown("every client")
		if c != "" {
			name = b.refer("client", c)
		}
		out.WriteString("| " + string(name))
		for _, p := range columns {
			l := cell(c, p)
			out.WriteString(" | " + text(l))
			if l == nil || len(l.Chain) < 2 {
				continue
			}
			who := strings.TrimSpace(orWords(c, "every client") + " " + p)
			if placesSame {
				who = orWords(c, "every client")
			}
			chains = append(chains, "- **"+md(who)+"**: "+string(b.chainWords(l.Chain)))
		}
		out.WriteString(" |\n")
	}
	if len(chains) > 0 {
		out.WriteString("\nHow these come about:\n\n" + strings.Join(chains, "\n") + "\n")
	}
	return Markdown(out.String())
}

// named leaves out the empty name, which stands for all others, where there are names.
func named(list []string) []string {
	if len(list) > 1 {
		return slices.DeleteFunc(list, func(s string) bool { return s == "" })
	}
	return list
}

func orWords(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

func lastPlace(l *analysis.Life) string {
	if len(l.Chain) == 0 {
		return l.Lifetime.At.String()
	}
	return l.Chain[len(l.Chain)-1].At.String()
}
