package site

import (
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/specs"
)

// triggerMatrix is a table of what each trigger does to each token. Tokens that all triggers treat alike, by the same
// statements, share a column: a wide table of equal cells hides the one that differs.
func (b *builder) triggerMatrix(triggers []Item[specs.Trigger]) Markdown {
	type column struct {
		tokens []string
		cells  []Markdown
	}
	var columns []column
	for _, id := range b.policy.Tokens.IDs() {
		cells := make([]Markdown, len(triggers))
		for i, t := range triggers {
			cells[i] = b.fate(t, id)
		}
		at := slices.IndexFunc(columns, func(c column) bool { return slices.Equal(c.cells, cells) })
		if at < 0 {
			at, columns = len(columns), append(columns, column{cells: cells})
		}
		columns[at].tokens = append(columns[at].tokens, string(b.refer("token", id)))
	}
	var heads []Markdown
	for _, c := range columns {
		heads = append(heads, Markdown(strings.Join(c.tokens, ", ")))
	}
	var w strings.Builder
	w.WriteString(string(b.head("Trigger", heads)) + "\n")
	for i, t := range triggers {
		row := []Markdown{b.refer("trigger", t.ID)}
		for _, c := range columns {
			row = append(row, c.cells[i])
		}
		w.WriteString(string(b.row(row)) + "\n")
	}
	return Markdown(w.String())
}
