package specs

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// named checks text that may be the name of something, or words: text that begins with a collection of the policy and a
// dot is meant as a path, and fields with a `names` tag take names of those collections alone.
func (l *linker) named(s *Setting) {
	text, ok := s.value.Field(payload).Interface().(string)
	if !ok || s.field == nil {
		return
	}
	if s.field.names != "" {
		l.exists(s, s.Mark.At, text, strings.Split(s.field.names, ","))
		return
	}
	if s.field.words {
		head, _, dotted := strings.Cut(text, ".")
		if f := infoOf(reflect.TypeFor[Document]()).byName[head]; dotted && f != nil && f.info().kind == mapType {
			l.path(s, text)
		}
	}
}

// columns reports columns of the revocation matrix that bear the name of a token, for a cell could mean either.
func (l *linker) columns() {
	for i := range l.doc.Revocation.Columns.Entries {
		e := &l.doc.Revocation.Columns.Entries[i]
		if l.doc.Tokens.Get(e.ID) != nil {
			l.add("name-collision", e.At, "revocation.columns."+e.ID, "revocation.columns: %s is the name of a token too, so that a cell could mean either; rename the column", diag.Quote(e.ID))
		}
	}
}

// cycles reports chains of references that lead back to themselves: sessions inside sessions, keys certified by keys,
// amounts of time that are computed from each other.
func (l *linker) cycles() {
	g := chains{next: map[string][]string{}, at: map[string]diag.Span{}}
	for i := range l.doc.Sessions.Entries {
		e := &l.doc.Sessions.Entries[i]
		g.edge("sessions."+e.ID, "sessions."+string(e.V.Parent.V), &e.V.Parent.Mark)
	}
	for i := range l.doc.Issuers.Entries {
		keys := "issuers." + l.doc.Issuers.Entries[i].ID + ".keys."
		for j := range l.doc.Issuers.Entries[i].V.Keys.Entries {
			e := &l.doc.Issuers.Entries[i].V.Keys.Entries[j]
			g.edge(keys+e.ID, keys+string(e.V.Parent.V), &e.V.Parent.Mark)
		}
	}
	for _, s := range l.doc.all {
		switch v := s.value.Addr().Interface().(type) {
		case *Amount:
			from := timeOwner(s.Segments)
			g.edge(from, timeOwner(l.doc.splitPath(string(v.Ref.V))), &v.Ref.Mark)
			g.edge(from, timeOwner(l.doc.splitPath(string(v.Part.V))), &v.Part.Mark)
			g.edge(from, "settings."+string(v.Setting.V), &v.Setting.Mark)
			l.timePath(s, &v.Ref)
			l.timePath(s, &v.Part)
		case *Knob:
			g.edge(s.Path, timeOwner(l.doc.splitPath(string(v.Unset.V))), &v.Unset.Mark)
		}
	}
	for _, start := range slices.Sorted(maps.Keys(g.next)) {
		if circle := g.circle(start); circle != nil && start == slices.Min(circle) { // one finding for a circle, wherever it is entered
			l.add("cycle", g.at[start], start, "%s: it leads back to itself: %s; write one of them out", start, strings.Join(append(circle, start), " → "))
		}
	}
}

// timeOwner is what an amount of time belongs to: its lifetime, timer or knob, whichever part of it is named.
func timeOwner(segments []string) string {
	for i, s := range segments {
		if s == "lifetime" || i == 1 && (segments[0] == "settings" || segments[0] == "timers") {
			return strings.Join(segments[:i+1], ".")
		}
	}
	return strings.Join(segments, ".")
}

// timePath reports a reference for an amount of time to a setting that is none.
func (l *linker) timePath(s *Setting, ref *Value[SettingPath]) {
	if !ref.IsSet() || l.doc.PathFault(string(ref.V)) != "" {
		return
	}
	v, ok := walk(reflect.ValueOf(l.doc).Elem(), l.doc.splitPath(string(ref.V)))
	if !ok {
		return
	}
	switch v.Addr().Interface().(type) {
	case *Amount, *Anchored, *Lifetime, *Knob, *Value[Duration], *Value[Extent]:
	default:
		l.add("reference", ref.At, s.Path, "%s: %s is not an amount of time; name a lifetime, one of its bounds, or a duration", s.Path, diag.Quote(string(ref.V)))
	}
}

// chains is a graph of references.
type chains struct {
	next map[string][]string
	at   map[string]diag.Span
}

func (g *chains) edge(from, to string, m *Mark) {
	if m.State == Set {
		g.next[from] = append(g.next[from], to)
		g.at[from] = m.At
	}
}

// circle is a way from a name back to it, without the return; nil where there is none.
func (g *chains) circle(start string) []string {
	seen := map[string]bool{}
	var find func(at string, way []string) []string
	find = func(at string, way []string) []string {
		for _, to := range g.next[at] {
			if to == start {
				return way
			}
			if seen[to] {
				continue
			}
			seen[to] = true
			if found := find(to, append(way[:len(way):len(way)], to)); found != nil {
				return found
			}
		}
		return nil
	}
	return find(start, []string{start})
}
