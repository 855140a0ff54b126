package site

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// glossaryOf joins the policy's terms with those of the field.
func glossaryOf(own *specs.Map[specs.Term]) []GlossaryTerm {
	var out []GlossaryTerm
	have := map[string]bool{}
	for i := range own.Entries {
		e := &own.Entries[i]
		have[strings.ToLower(idWords(e.ID))] = true
		have[strings.ToLower(e.ID)] = true
		out = append(out, GlossaryTerm{Key: slug(e.ID), Name: e.ID, Own: &e.V})
	}
	for _, t := range standard.GlossaryByName() {
		if !have[strings.ToLower(t.Name)] {
			out = append(out, GlossaryTerm{Key: t.Key, Name: t.Name, Standard: &t})
		}
	}
	slices.SortStableFunc(out, func(a, b GlossaryTerm) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return out
}
