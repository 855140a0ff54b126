package edit

import (
	"strings"
	"unicode/utf8"
)

// padding is how many spaces more than one stand behind a colon, by the number of its token: the values of neighbouring
// lines of a mapping that shared a column share the nearest one that there is for them.
func padding(tokens []token) map[int]int {
	type line struct{ colon, width, value int }
	out := map[int]int{}
	var run []line
	flush := func() {
		width := 0
		for _, l := range run {
			width = max(width, l.width)
		}
		for _, l := range run {
			out[l.colon] = width - l.width
		}
		run = run[:0]
	}
	for i := 0; i+2 < len(tokens); i++ {
		key, colon, value := &tokens[i], &tokens[i+1], &tokens[i+2]
		if !key.first || !key.key || key.kind != scalarToken || colon.kind != colonToken || value.first || value.kind == commentToken {
			continue
		}
		l := line{i + 1, utf8.RuneCountInString(key.text), value.at.Column}
		if len(run) > 0 {
			last := &tokens[run[len(run)-1].colon-1]
			if last.at.Line+1 != key.at.Line || last.at.Column != key.at.Column || run[0].value != l.value {
				flush()
			}
		}
		run = append(run, l)
	}
	flush()
	return out
}

// text joins the rows. Comments of neighbouring rows that had one column get one again.
func (p *printer) text() string {
	var b strings.Builder
	for i := 0; i < len(p.rows); {
		r := &p.rows[i]
		switch {
		case r.comment == "":
			b.WriteString(r.text + "\n")
			i++
			continue
		case r.text == "":
			b.WriteString(strings.Repeat(" ", r.indent) + r.comment + "\n")
			i++
			continue
		}
		width, end := 0, i
		for ; end < len(p.rows); end++ {
			next := &p.rows[end]
			if next.comment == "" || next.column != r.column || next.own {
				break
			}
			width = max(width, utf8.RuneCountInString(next.text))
		}
		for ; i < end; i++ {
			text := p.rows[i].text
			b.WriteString(text + strings.Repeat(" ", width+1-utf8.RuneCountInString(text)) + p.rows[i].comment + "\n")
		}
	}
	return b.String()
}
