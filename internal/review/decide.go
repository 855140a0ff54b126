package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/lint"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// judge holds what the items of one checklist are decided by.
type judge struct {
	b *book.Book
	p *specs.Policy
	// leaves are all plain values that the policy states, and what it states as none; open are those left undecided.
	leaves, open []leaf
	byReq        map[string][]int // leaves by requirement
	openByReq    map[string][]int
	none         []string             // patterns of what is stated as none, which speaks for all that it could hold
	findings     map[string]diag.List // by requirement
	complete     bool                 // the policy promises to state everything
	silent       []string             // requirements that nothing speaks of
	proven       [][]string           // requirements by scenario
	without      map[string]bool      // settings of entries, as patterns, that state no requirement of their own
}

// leaf is one value that a policy states, or one question that it leaves open.
type leaf struct {
	path, when, text string
	kind             string // see kindOf
	at               diag.Span
	prose            bool
	shows            []string // settings that its prose shows
}

func newJudge(b *book.Book) *judge {
	j := &judge{b: b, p: b.Policy, byReq: map[string][]int{}, openByReq: map[string][]int{}, findings: map[string]diag.List{}, without: map[string]bool{}}
	j.complete = specs.Has(j.p.Profiles, specs.ProfileID(lint.Complete))
	j.p.Visit(j.see)
	j.prove()
	for _, f := range b.Findings {
		for _, id := range requirementsOf(f.Setting) {
			j.findings[id] = append(j.findings[id], f)
		}
	}
	return j
}

// see takes down one setting. What a structure states is said by the settings in it.
func (j *judge) see(s *specs.Setting) {
	text, plain := s.Text()
	if !plain {
		if s.Mark.State != specs.None && s.Mark.State != specs.Undecided {
			return
		}
		text = s.Mark.State.String()
	}
	l := leaf{path: s.Path, text: text, kind: kindOf(s.Segments), at: s.Mark.At}
	if s.Variant != nil {
		l.when = s.Variant.When.Text()
	}
	if prose, ok := s.Prose(); ok {
		l.prose = true
		for _, part := range prose.Parts() {
			if part.Ref != "" {
				l.shows = append(l.shows, part.Ref)
			}
		}
	}
	list, by := &j.leaves, j.byReq
	if s.Mark.State == specs.Undecided {
		list, by = &j.open, j.openByReq
	}
	if !j.incidental(s) {
		for _, id := range s.Requirements() {
			by[id] = append(by[id], len(*list))
		}
	}
	*list = append(*list, l)
	if s.Mark.State == specs.None {
		if doc, ok := specs.Describe(s.Path); ok {
			j.none = append(j.none, doc.Path)
		}
	}
}

// manifold are the collections whose entries speak of many things; those of the others speak of one.
var manifold = []string{"tokens", "clients", "sessions", "issuers", "resource_servers"}

// incidental reports whether a setting says nothing of its own for the checklist: it stands in an entry of a collection of
// which only the whole states a requirement. The description of a client does not say where it keeps tokens.
func (j *judge) incidental(s *specs.Setting) bool {
	if len(s.Segments) < 3 || s.Note() || !slices.Contains(manifold, s.Segments[0]) {
		return false
	}
	key := s.Segments[0] + ".*." + s.Segments[2]
	known, ok := j.without[key]
	if !ok {
		entry, isEntry := specs.Describe(key)
		known = isEntry && len(entry.Requirements) == 0 && entry.Path == key
		j.without[key] = known
	}
	if !known {
		return false
	}
	whole, _ := specs.Describe(s.Segments[0])
	return slices.Equal(whole.Requirements, s.Requirements())
}

// requirementsOf are the requirements that a setting states: its own, or those of what holds it.
func requirementsOf(path string) []string {
	for path != "" {
		if doc, ok := specs.Describe(path); ok && len(doc.Requirements) > 0 {
			return doc.Requirements
		}
		path = path[:max(0, strings.LastIndexByte(path, '.'))]
	}
	return nil
}

// states reports whether anything speaks of a requirement: a value, an open question, or a none that covers it.
func (j *judge) states(id string) bool {
	if len(j.byReq[id]) > 0 || len(j.openByReq[id]) > 0 {
		return true
	}
	return slices.ContainsFunc(specs.SettingsFor(id), func(setting string) bool {
		return slices.ContainsFunc(j.none, func(none string) bool { return setting == none || strings.HasPrefix(setting, none+".") })
	})
}

// decide makes the item of a question from the requirements that the policy speaks of; ok is false where it speaks of none.
// The others are left to unstated, unless the question does not arise.
func (j *judge) decide(q *question) (item Item, ok bool) {
	idle := ""
	if q.idle != nil {
		idle = q.idle(j)
	}
	var covers []string
	for _, id := range q.covers {
		if idle != "" || j.states(id) {
			covers = append(covers, id)
		} else {
			j.silent = append(j.silent, id)
		}
	}
	if len(covers) == 0 {
		return Item{}, false
	}
	first, _ := standard.RequirementByID(q.covers[0])
	item = Item{ID: q.covers[0], Section: first.Section().Title, Title: q.title, Question: first.Question, Covers: covers, Clauses: clausesOf(covers)}
	if q.says != "" {
		item.Question = q.says
	}
	for _, id := range covers {
		item.concern(id)
		for _, f := range j.findings[id] {
			if !slices.ContainsFunc(item.Findings, func(o diag.Finding) bool { return diag.Compare(o, f) == 0 }) {
				item.Findings = append(item.Findings, f)
			}
		}
	}
	j.show(&item)
	if item.Scenarios = j.scenariosOf(covers); idle == "" {
		item.Pages = j.pages(q.page)
	}
	if item.Status, item.Why = j.verdict(q, &item, idle); item.Status == Person {
		item.Question = j.asked(q)
	}
	if q.ask != "" && idle == "" && j.valued(covers) {
		item.Rests = j.restsOf(q, covers)
	}
	return item, true
}

// concern adds those who need the answer to a requirement.
func (i *Item) concern(id string) {
	r, _ := standard.RequirementByID(id)
	for _, a := range r.Audience {
		if !slices.Contains(i.Audience, a) {
			i.Audience = append(i.Audience, a)
		}
	}
}

// verdict says where an item stands, and what decided it.
func (j *judge) verdict(q *question, item *Item, idle string) (Status, string) {
	var open []string
	for _, id := range item.Covers {
		for _, i := range j.openByReq[id] {
			if path := j.open[i].path; !slices.Contains(open, path) {
				open = append(open, path)
			}
		}
	}
	missing := j.missing(q.each)
	switch bad := counted(item.Findings); {
	case bad > 0:
		return Fail, number(bad, "finding", "findings")
	case idle != "":
		return Pass, idle
	case len(open) > 0:
		return Fail, "left undecided: " + some(open)
	case len(missing) > 0:
		return Fail, "not stated: " + some(missing)
	case q.ask != "" && j.valued(item.Covers):
		return Person, j.reason(item.Covers)
	}
	return Pass, j.reason(item.Covers)
}

// valued reports whether a value is stated, not only that there is none.
func (j *judge) valued(covers []string) bool {
	return slices.ContainsFunc(covers, func(id string) bool { return len(j.byReq[id]) > 0 })
}

// reason says what the program saw of an item and found nothing wrong with.
func (j *judge) reason(covers []string) string {
	n := 0
	for _, id := range covers {
		n += len(j.byReq[id])
	}
	text := "stated as none"
	if n > 0 {
		text = "stated in " + number(n, "setting", "settings")
	}
	if rules := len(rulesOf(covers)); rules > 0 {
		text += "; " + number(rules, "rule", "rules") + " found nothing"
	}
	return text
}

// unstated are an item for each section of which the policy leaves something out: whether that is right, one answer says.
func (j *judge) unstated() []Item {
	var out []Item
	for _, section := range standard.Sections() {
		item := Item{ID: section.Prefix + "-unstated", Section: section.Title, Title: "What the policy leaves out", Status: Person, Why: "nothing is stated"}
		var titles []string
		for _, id := range j.silent {
			if r, _ := standard.RequirementByID(id); r.Section() == section {
				titles = append(titles, r.Title)
				item.Covers = append(item.Covers, id)
				item.Rests = append(item.Rests, Rest{id, "not stated"})
				item.concern(id)
			}
		}
		if len(titles) == 0 {
			continue
		}
		item.Question = "Can none of this arise in your systems: " + strings.Join(titles, "; ") + "? What can has to be stated."
		item.Clauses = clausesOf(item.Covers)
		if j.complete {
			item.Status, item.Why, item.Rests = Fail, "the policy claims to be complete", nil
			item.Question = "Are these stated: " + strings.Join(titles, "; ") + "?"
		}
		out = append(out, item)
	}
	return out
}

// missing are the settings that entries of a collection leave out.
func (j *judge) missing(each []string) []string {
	var out []string
	for _, pattern := range each {
		holder, rest, _ := strings.Cut(pattern, ".*.")
		for _, place := range j.p.Places(holder + ".*") {
			path := place.Path + "." + rest
			if j.p.EffectiveState(path, nil) == specs.Silent && !slices.ContainsFunc(j.leaves, func(l leaf) bool { return within(l.path, path) }) {
				out = append(out, path)
			}
		}
	}
	return out
}

// asked is what a person has to answer.
func (j *judge) asked(q *question) string {
	if q.before != nil {
		if text := q.before(j); text != "" {
			return text + " " + q.ask
		}
	}
	return q.ask
}

// counted is how many findings speak against an item: those that are silenced or only worth knowing do not.
func counted(findings diag.List) int { return findings.Count(diag.Warning) }

// within reports whether a path is another one or lies below it.
func within(path, outer string) bool { return path == outer || strings.HasPrefix(path, outer+".") }

// some names the first few of a list.
func some(list []string) string {
	const most = 4
	if len(list) > most {
		return strings.Join(list[:most], ", ") + fmt.Sprintf(" and %d more", len(list)-most)
	}
	return strings.Join(list, ", ")
}

// number is a number with its noun.
func number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// nothingRenewed is the reason where no token of the policy is renewed.
func nothingRenewed(j *judge) string {
	for i := range j.p.Tokens.Entries {
		t := &j.p.Tokens.Entries[i].V
		if t.Type.V == specs.RefreshToken || t.Renewal.Stated() || t.Rotation.Stated() {
			return ""
		}
	}
	return "no token of this policy is renewed"
}
