package site

import (
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"
	"text/template"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// cellFunctions are the functions of templates that make single cells and small pieces.
func (b *builder) cellFunctions() template.FuncMap {
	return template.FuncMap{
		"orDash":     b.orDash,
		"orDashOf":   func(setting any, shown Markdown) Markdown { return pick(stated(setting), shown, "") },
		"orWord":     func(s string) Markdown { return pick(s != "", Markdown(md(s)), muted(wordSilent)) },
		"ifSet":      b.ifSet,
		"either":     b.either,
		"section":    b.section,
		"labelled":   b.labelled,
		"raw":        rawText,
		"anyEntry":   anyEntry,
		"dict":       dict,
		"path":       func(parts ...string) string { return strings.Join(parts, ".") },
		"key":        func(kind, id string) string { return kind + "s/" + b.slugs[kind][id] },
		"owners":     b.owners,
		"clientsOf":  b.clientsOf,
		"tokenLinks": b.tokenLinks,
		"tokenOrAny": b.tokenOrAny,
		"mechanisms": b.mechanisms,
		"cascade":    b.cascade,
		"status":     statusText,
		"number":     func(n int) Markdown { return pick(n != 0, Markdown(itoa(n)), dash) },
		"action": func(c *CauseView) Markdown {
			return pick(c.Action() != "", Markdown(md(idWords(c.Action()))), muted(wordSilent))
		},
		"codeOf":         codeOf,
		"lifeFor":        b.lifeFor,
		"fate":           b.fate,
		"triggerMatrix":  b.triggerMatrix,
		"within":         b.within,
		"statusBadge":    statusBadge,
		"severity":       severityBadge,
		"answer":         b.answer,
		"clause":         clause,
		"clauses":        clauses,
		"rule":           b.ruleLink,
		"endpoints":      b.endpoints,
		"downloads":      b.downloads,
		"downloadGroups": b.downloadGroups,
		"variesBy":       b.variesBy,
	}
}

func pick(yes bool, a, b Markdown) Markdown {
	if yes {
		return a
	}
	return b
}

// orDash shows a setting, or nothing where it is silent: the cell then has a dash, and a column of dashes is left out.
func (b *builder) orDash(x any) Markdown {
	if v := direct(reflect.ValueOf(x)); v.IsValid() {
		if m := markOf(v); m != nil && !m.Stated() {
			return ""
		}
	}
	shown, note := b.fact(x)
	return shown + note
}

// either shows a part of a structure, or the structure's own state where that is none or undecided.
func (b *builder) either(whole, part any) any {
	if word := b.section(whole, ""); word != "" {
		return word
	}
	return part
}

// section is what stands in a section about a structure: its state where that is none or undecided, else the body.
func (b *builder) section(whole any, body Markdown) Markdown {
	m := markOf(direct(reflect.ValueOf(whole)))
	switch {
	case m == nil:
	case m.State == specs.None:
		return b.placed(wordNone, m)
	case m.State == specs.Undecided:
		return b.placed(wordUndecided, m)
	}
	return body
}

func (b *builder) ifSet(x any) Markdown { return pick(stated(x), b.text(x), "") }

func (b *builder) labelled(label string, x any) Markdown {
	if !stated(x) {
		return ""
	}
	return Markdown(md(label)) + " " + b.text(x)
}

// rawText is a sample as text for a block of code, or empty.
func rawText(v specs.Value[specs.Raw]) string {
	if !v.IsSet() {
		return ""
	}
	if t, ok := v.V.Text(); ok {
		return t
	}
	return v.V.Indented()
}

// anyEntry reports whether any entry of a collection states one of the named fields.
func anyEntry(collection any, fields ...string) bool {
	v := direct(reflect.ValueOf(collection))
	entries := v.FieldByName("Entries")
	for i := range entries.Len() {
		e := entries.Index(i).FieldByName("V")
		for _, f := range fields {
			if m := markOf(e.FieldByName(f)); m != nil && m.Stated() {
				return true
			}
		}
	}
	return false
}

// dict makes a map of pairs, for templates within templates.
func dict(pairs ...any) (map[string]any, error) {
	out := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: argument %d is a name and must be a string", i+1)
		}
		out[name] = pairs[i+1]
	}
	return out, nil
}

func (b *builder) owners(list specs.List[specs.Owner]) Markdown {
	var parts []string
	for i := range list.Items {
		o := &list.Items[i]
		t := string(b.text(&o.Team))
		for _, c := range []*specs.Value[specs.Contact]{&o.Contact, &o.OnCall} {
			if c.Stated() {
				label := ""
				if c == &o.OnCall {
					label = "on call "
				}
				t += ", " + label + string(b.text(c))
			}
		}
		parts = append(parts, t)
	}
	if len(parts) == 0 && list.Stated() {
		return b.text(&list)
	}
	return Markdown(strings.Join(parts, string(lineBreak)))
}

func (b *builder) clientsOf(token string) Markdown {
	var parts []string
	for _, id := range b.policy.ClientsOf(token) {
		parts = append(parts, string(b.refer("client", id)))
	}
	if len(parts) == 0 {
		return muted(wordSilent)
	}
	return Markdown(strings.Join(parts, ", "))
}

func (b *builder) tokenLinks(tokens []Item[specs.Token]) Markdown {
	var parts []string
	for _, t := range tokens {
		parts = append(parts, string(b.refer("token", t.ID)))
	}
	if len(parts) == 0 {
		return muted(wordSilent)
	}
	return Markdown(strings.Join(parts, ", "))
}

func (b *builder) tokenOrAny(id string) Markdown {
	if id == "any" {
		return "every token"
	}
	return b.refer("token", id)
}

// mechanisms are the ways in which a token can be ended: its own, else those of every token.
func (b *builder) mechanisms(r *specs.Revocation, token string) specs.Values[specs.Mechanism] {
	for _, key := range []string{token, "any"} {
		if m := r.Mechanisms.Get(key); m != nil {
			return *m
		}
	}
	return specs.Values[specs.Mechanism]{}
}

func (b *builder) cascade(r *specs.Revocation, token string) specs.Values[specs.TokenID] {
	if c := r.Cascade.Get(token); c != nil {
		return *c
	}
	return specs.Values[specs.TokenID]{}
}

// statusText is an HTTP status with its phrase.
func statusText(status int) Markdown {
	if status == 0 {
		return "–"
	}
	return Markdown(strings.TrimSuffix(itoa(status)+" "+reasonPhrases[status], " "))
}

func codeOf(c *CauseView) Markdown {
	if code := c.Code(); code != "" {
		return codeSpan(code)
	}
	return ""
}

// lifeFor is the lifetime of a token for one client, with where it comes from.
func (b *builder) lifeFor(token, client string) Markdown {
	l, chain, ok := specs.Effective[specs.Lifetime](b.policy, "tokens."+token+".lifetime", specs.Selection{specs.AxisClient: client})
	if !ok || !l.Stated() || len(chain) == 0 {
		return muted(wordSilent)
	}
	return enclose(markValue, withoutMarks(b.text(&l)), chain[len(chain)-1].At.String(), "", chainTitle(chain))
}

// fate is what a trigger does to a token: its cell, else what its kills reach.
func (b *builder) fate(t Item[specs.Trigger], token string) Markdown {
	v := View{Doc: b.policy}
	if cell := v.Fate(t, token); cell != nil && cell.Stated() {
		word := b.text(&cell.Fate)
		switch {
		case cell.Fate.V == specs.FateDies && cell.Fate.IsSet():
			word = enclose(markValue, enclose(markBadge, "dies", "bad"), cell.At.String(), "")
		case cell.Fate.V == specs.FateLives && cell.Fate.IsSet():
			word = enclose(markValue, enclose(markBadge, "lives on", "good"), cell.At.String(), "")
		}
		for _, more := range []Markdown{b.labelled("within", cell.Within), b.labelled("by", cell.Mechanism), b.labelled("for", cell.When)} {
			if more != "" {
				word += lineBreak + more
			}
		}
		return word
	}
	for i := range t.V.Kill.Items {
		k := &t.V.Kill.Items[i]
		if !k.IsSet() || k.Tokens.IsSet() && !specs.Has(k.Tokens, specs.TokenID(token)) {
			continue
		}
		units := specs.Plain(k.Of)
		names := make([]string, len(units))
		for j, u := range units {
			names[j] = md(strings.ReplaceAll(string(u), "_", " "))
		}
		return enclose(markValue, "dies with its "+Markdown(strings.Join(names, " and ")), k.At.String(), "")
	}
	return muted(wordSilent)
}

// within is how soon a trigger reaches a token.
func (b *builder) within(t Item[specs.Trigger], token string) specs.Delay {
	for _, key := range []string{token, "any"} {
		if d := t.V.Within.Get(key); d != nil {
			return *d
		}
	}
	return specs.Delay{}
}

func statusBadge(status string) Markdown {
	tone := "neutral"
	switch strings.ToLower(status) {
	case "answered", "stated", "met", "covered", "yes", "pass":
		tone = "good"
	case "open", "unanswered", "missing", "silent", "fail":
		tone = "bad"
	case "partial", "partly", "undecided", "review", "needs a person":
		tone = "warn"
	}
	return enclose(markBadge, Markdown(md(status)), tone)
}

func severityBadge(s diag.Severity) Markdown {
	tone := map[diag.Severity]string{diag.Info: "neutral", diag.Warning: "warn", diag.Error: "bad"}[s]
	return enclose(markBadge, Markdown(s.String()), tone)
}

// maxEvidence bounds the places shown for one thing.
const maxEvidence = 4

// downloadGroups are the groups of the downloads, in the order of their first file.
func (b *builder) downloadGroups() []string {
	var out []string
	for _, d := range b.inputs.Downloads {
		if g := groupOf(d); !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

func groupOf(d Download) string {
	if d.Group != "" {
		return d.Group
	}
	folder, _, _ := strings.Cut(d.Path, "/")
	return idWords(folder)
}

// downloads is a list of the files of one group, named by its title or by the folder they stand in.
func (b *builder) downloads(group string) Markdown {
	var rows []string
	for _, d := range b.inputs.Downloads {
		folder, _, _ := strings.Cut(d.Path, "/")
		if groupOf(d) != group && folder != group {
			continue
		}
		label := d.Label
		if label == "" {
			label = path.Base(d.Path)
		}
		rows = append(rows, "| "+string(enclose(markLink, Markdown(md(label)), fileKey+d.Path))+" | "+string(codeSpan(d.Path))+" |")
	}
	if len(rows) == 0 {
		return ""
	}
	return Markdown("\n" + string(b.head("What", "File")) + "\n" + strings.Join(rows, "\n") + "\n")
}

// endpoints are the names of an issuer's endpoints.
func (b *builder) endpoints(m specs.Map[specs.Endpoint]) Markdown {
	if len(m.Entries) == 0 {
		return dash
	}
	parts := make([]string, len(m.Entries))
	for i := range m.Entries {
		parts[i] = string(codeSpan(m.Entries[i].ID))
	}
	return Markdown(strings.Join(parts, ", "))
}
