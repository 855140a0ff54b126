package flow

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/specs"
)

// plan says how to draw one kind of flow for any of several members: clients, or resource servers.
type plan struct {
	kind    Kind
	failing bool
	// id is the beginning of the flow's ID; the first way of behaving has it as it is, the others with the name of
	// their first member behind it.
	id []string
	// title and about are what Title and Description begin with.
	title, about string
	// axis and lane are what the members are; base is what else is chosen.
	axis string
	lane lane
	base specs.Selection
	draw func(*sketch)
}

// neutral stands for the name of a member while pictures are compared.
const neutral = "\x00"

// behave draws a flow for each distinct way in which the members behave. Without members it is drawn once, for anybody.
func (m *maker) behave(pl plan, members []string) {
	if len(members) == 0 {
		s := m.sketch(pl.base)
		pl.draw(s)
		m.finish(pl, s, nil, "")
		return
	}
	var keys []string
	alike := map[string][]string{}
	for _, member := range members {
		s := m.sketch(pl.base.With(pl.axis, member))
		s.called[pl.lane] = neutral
		pl.draw(s)
		if len(s.steps) == 0 {
			continue
		}
		key := wording(s.sequence("", "", ""))
		if alike[key] == nil {
			keys = append(keys, key)
		}
		alike[key] = append(alike[key], member)
	}
	for i, key := range keys {
		group := alike[key]
		s := m.sketch(pl.base.With(pl.axis, group[0]))
		names := make([]string, len(group))
		for j, member := range group {
			names[j] = m.memberName(s, pl.axis, member)
		}
		s.called[pl.lane] = several(names, 2)
		pl.draw(s)
		suffix := ""
		if i > 0 {
			suffix = group[0]
		}
		m.finish(pl, s, names, suffix)
	}
}

// Things beside clients and resource servers that a flow may be drawn for each of. The names are no names of axes, so
// that no condition of a policy can mean them.
const (
	byIssuer    = "(issuer)"
	byOperation = "(operation)"
)

// memberName is what a member is called.
func (m *maker) memberName(s *sketch, axis, id string) string {
	switch axis {
	case specs.AxisResource:
		return s.title("resource_servers."+id, id)
	case byIssuer:
		return s.title("issuers."+id, id)
	case byOperation:
		return human(id)
	}
	return s.title("clients."+id, id)
}

// finish turns a sketch into a flow, if anything was drawn.
func (m *maker) finish(pl plan, s *sketch, names []string, suffix string) {
	if len(s.steps) == 0 {
		return
	}
	s.differences()
	s.shorten()
	title, about := pl.title, pl.about
	if len(names) > 0 {
		title += " (" + several(names, 4) + ")"
	}
	parts := pl.id
	if suffix != "" {
		parts = append(slices.Clone(parts), suffix)
	}
	if m.environment != "" {
		about += " Drawn for " + s.title("environments."+m.environment, m.environment) + "."
	}
	if len(names) > 4 {
		about += " Holds for " + strings.Join(names, ", ") + "."
	}
	id := m.unique(parts...)
	model := s.sequence(id, title, about) // names its lanes, and so reads more settings
	m.add(Flow{ID: id, Title: title, Description: about, Kind: pl.kind, Failing: pl.failing, Tokens: s.tokens, Model: model, Settings: s.reads})
}

// wording is all that a picture says, to tell pictures apart. Its text alternative names every kind of thing, so that
// pictures with the same wording are the same.
func wording(m draw.Model) string {
	var b strings.Builder
	for _, l := range m.Text() {
		b.WriteString(decimal(l.Depth))
		b.WriteByte(' ')
		b.WriteString(l.Text)
		b.WriteByte('\n')
	}
	return b.String()
}

// several names a few things and counts the rest.
func several(names []string, most int) string {
	between := ", "
	if slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, ",") }) {
		between = "; "
	}
	if len(names) > most {
		return strings.Join(names[:most], between) + " and " + decimal(len(names)-most) + " more"
	}
	return strings.Join(names, between)
}
