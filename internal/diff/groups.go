package diff

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// Entry is what a reader is shown as one change: one, or the same change of several named things, such as the keys of
// each issuer.
type Entry struct {
	// First stands for all of them.
	First *Change
	// All are the changes that it is about.
	All []*Change

	policy *specs.Policy
}

// Group is a part of a diff, with changes that weigh the same.
type Group struct {
	// ID is breaking, weaker, risky, safe or words.
	ID, Title string
	Entries   []Entry
}

// weight is what puts a change into a group.
type weight struct {
	id, title string
	holds     func(*Change) bool
}

// weights are asked one after the other; the first that holds decides.
var weights = []weight{
	{"breaking", "Breaking", func(c *Change) bool { return c.Impact() == Breaking }},
	{"weaker", "Weaker protection", func(c *Change) bool { return c.Security == Weaker }},
	{"risky", "Risky", func(c *Change) bool { return c.Impact() == Risky }},
	{"words", "Words only", func(c *Change) bool { return c.Words }},
	{"safe", "Safe for everybody", func(*Change) bool { return true }},
}

// shownOrder is where each group is shown; words come last.
var shownOrder = []string{"breaking", "weaker", "risky", "safe", "words"}

// Groups are the changes by weight, the gravest first, each once. Within a group, what weakens protection is first.
func (d *Diff) Groups() []Group {
	by := map[string][]*Change{}
	for i := range d.Changes {
		c := &d.Changes[i]
		for _, w := range weights {
			if w.holds(c) {
				by[w.id] = append(by[w.id], c)
				break
			}
		}
	}
	var out []Group
	for _, id := range shownOrder {
		if len(by[id]) == 0 {
			continue
		}
		i := slices.IndexFunc(weights, func(w weight) bool { return w.id == id })
		slices.SortStableFunc(by[id], func(a, b *Change) int { return cmp.Compare(a.Security, b.Security) })
		out = append(out, Group{id, weights[i].title, d.together(by[id])})
	}
	return out
}

// together puts changes side by side that differ in nothing but the name of one entry.
func (d *Diff) together(changes []*Change) []Entry {
	var out []Entry
	for _, c := range changes {
		i := slices.IndexFunc(out, func(e Entry) bool { return alike(e.First, c) })
		if i < 0 {
			out = append(out, Entry{First: c, All: []*Change{c}, policy: d.New})
			continue
		}
		out[i].All = append(out[i].All, c)
	}
	return out
}

// alike reports whether two changes are the same one of two entries of one section.
func alike(a, b *Change) bool {
	_, restA, okA := a.named()
	_, restB, okB := b.named()
	return okA && okB && restA == restB && a.Pattern == b.Pattern && a.Kind == b.Kind && a.Old.Text == b.Old.Text && a.New.Text == b.New.Text &&
		a.Old.State == b.Old.State && a.New.State == b.New.State && a.Clients == b.Clients && a.Services == b.Services && a.Operators == b.Operators &&
		a.Security == b.Security && a.Why == b.Why && a.Whom.Text() == b.Whom.Text() && (a.Approval == nil) == (b.Approval == nil) && !a.Words
}

// named splits the setting of an entry into section, name and rest.
func (c *Change) named() (name, rest string, ok bool) {
	if len(c.segments) < 3 {
		return "", "", false
	}
	rest, ok = strings.CutPrefix(c.Shown, c.segments[0]+"."+c.segments[1]+".")
	return c.segments[1], c.segments[0] + ".*." + rest, ok
}

// Shown is the setting; the names of several entries stand in braces: issuers.{production, staging}.pkce.
func (e Entry) Shown() string {
	if len(e.All) == 1 {
		return e.First.Shown
	}
	var names []string
	for _, c := range e.All {
		name, _, _ := c.named()
		names = append(names, name)
	}
	_, rest, _ := e.First.named()
	section, rest, _ := strings.Cut(rest, ".*.")
	return section + ".{" + strings.Join(names, ", ") + "}." + rest
}

// Fingerprints are those of all of them.
func (e Entry) Fingerprints() []string {
	out := make([]string, len(e.All))
	for i, c := range e.All {
		out[i] = c.Fingerprint
	}
	return out
}

// Places are where it stands, or stood where it is gone: each place once.
func (e Entry) Places(s Show) []string {
	var out []string
	for _, c := range e.All {
		if p := c.places(s); p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// Affected are those whom any of them concerns, in order.
func (e Entry) Affected() Affected {
	var a Affected
	join := func(into *[]string, more []string) {
		*into = append(*into, more...)
		slices.Sort(*into)
		*into = slices.Compact(*into)
	}
	for _, c := range e.All {
		join(&a.Tokens, c.Affected.Tokens)
		join(&a.Clients, c.Affected.Clients)
		join(&a.Environments, c.Affected.Environments)
		join(&a.Services, c.Affected.Services)
	}
	return a
}

// Whom are those for whom it holds: what the policy's variants tell apart, or whom it names; empty where it does not tell.
func (e Entry) Whom() string {
	if text := e.First.Whom.Text(); text != "" {
		return text
	}
	a := e.Affected()
	section := e.First.segments[0]
	var parts []string
	add := func(one, many, of string, ids, all []string) {
		if len(ids) == 0 || of == section || len(ids) >= max(2, len(all)) { // the setting names them, or it is all there are
			return
		}
		word := many
		if len(ids) == 1 {
			word = one
		}
		parts = append(parts, word+" "+namesOf(ids, "and", shownValues))
	}
	p := e.policy
	add("token", "tokens", "tokens", a.Tokens, p.Tokens.IDs())
	add("client", "clients", "clients", a.Clients, p.Clients.IDs())
	add("environment", "environments", "environments", a.Environments, p.Environments.IDs())
	add("service", "services", "resource_servers", a.Services, p.ResourceServers.IDs())
	return strings.Join(parts, "; ")
}

// Approval is what somebody agreed to, or nil.
func (e Entry) Approval() *Approval { return e.First.Approval }

// Moved says what happened, without the setting's name: 10m → 5m, or added. quote marks what is a value.
func (e Entry) Moved(quote func(string) string) string { return e.First.movedText(quote) }

// Verdict is the verdict in words, the gravest first: breaking for client developers, risky for operators; weaker
// protection.
func (c *Change) Verdict() string {
	var parts []string
	for _, level := range []Impact{Breaking, Risky} {
		var whose []string
		for _, a := range audiences {
			if a.impact(c) == level {
				whose = append(whose, strings.ToLower(a.name))
			}
		}
		switch len(whose) {
		case 0:
		case len(audiences):
			parts = append(parts, level.String()+" for everybody")
		default:
			parts = append(parts, level.String()+" for "+namesOf(whose, "and", shownValues))
		}
	}
	switch c.Security {
	case Weaker:
		parts = append(parts, "weaker protection")
	case Stronger:
		parts = append(parts, "stronger protection")
	case Same:
	}
	if len(parts) == 0 {
		return Safe.String()
	}
	return strings.Join(parts, "; ")
}
