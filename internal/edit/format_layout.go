package edit

import (
	"strings"
	"unicode/utf8"
)

// step is how many spaces a level stands inside the one that holds it.
const step = 2

// maxAligned is the column up to which what goes on in further lines stands below the first entry of its bracket. Beyond,
// it stands as after a bracket that ends its line, so that one long line cannot push thousands of others to the right.
const maxAligned = 60

// level is a block mapping or list that is open: its column in the text as it was and as it will be, from 0.
type level struct {
	was, now int
	list     bool
}

// levels are the open ones, the innermost last.
type levels []level

// top is the innermost level; before there is one, a level that would hold the first.
func (l levels) top() level {
	if len(l) == 0 {
		return level{was: -1, now: -step}
	}
	return l[len(l)-1]
}

// enter opens and closes levels as a token asks for it.
func (l *levels) enter(t *token) {
	if t.flow || t.kind != dashToken && !t.key {
		return
	}
	column, list := t.at.Column-1, t.kind == dashToken
	for l.top().was > column || !list && l.top().list && l.top().was == column {
		*l = (*l)[:len(*l)-1]
	}
	if l.top().was == column && l.top().list == list {
		return
	}
	*l = append(*l, level{was: column, now: l.top().now + step, list: list})
}

// bracket is an open bracket: the column of what goes on in further lines, and of a closing bracket that begins a line.
type bracket struct{ inside, closing int }

// row is a line of the formatted text.
type row struct {
	text    string // without a comment
	comment string
	column  int  // of the comment in the text as it was
	indent  int  // of a comment that has the line for itself
	own     bool // such a comment goes with the next line, not with the comment above
}

// printer makes rows of tokens.
type printer struct {
	rows     []row
	line     strings.Builder
	width    int  // of line, in characters
	open     bool // line is a row to be
	value    bool // the line begins with a value, not with a key or dash
	indent   int  // of the line
	levels   levels
	brackets []bracket
	waiting  []int // comments whose indentation depends on what follows
}

// layOut writes tokens in the style of Format.
func layOut(tokens []token) string {
	p := new(printer)
	pads := padding(tokens)
	for i := range tokens {
		t := &tokens[i]
		if t.kind == commentToken && i > 0 && !t.first && tokens[i-1].kind == blockToken {
			continue // it is written already, between the header and the text
		}
		if t.first {
			p.begin(t)
		} else {
			p.levels.enter(t)
			if t.kind != commentToken && spaced(tokens[i-1].kind, t.kind) {
				p.put(" ")
			}
		}
		if t.kind == commentToken {
			p.comment(t)
			continue
		}
		next := tokens[min(i+1, len(tokens)-1)]
		switch t.kind {
		case openToken:
			p.bracket(i+1 < len(tokens) && !next.first && next.kind != commentToken)
		case closeToken:
			p.brackets = p.brackets[:max(0, len(p.brackets)-1)]
		case scalarToken, blockToken, aliasToken, anchorToken, dashToken, colonToken, commaToken, commentToken, markToken:
		}
		p.put(t.text)
		if pad := pads[i]; pad > 0 {
			p.put(strings.Repeat(" ", pad))
		}
		if t.kind != blockToken {
			p.goOn(t.more)
			continue
		}
		if i+1 < len(tokens) && next.kind == commentToken && !next.first {
			p.comment(&next)
		}
		p.block(t)
	}
	p.end()
	p.settle(nil)
	return p.text()
}

// spaced says whether a space stands between two tokens of a line.
func spaced(before, after tokenKind) bool {
	switch {
	case before == openToken:
		return false
	case after == commaToken, after == closeToken:
		return before == colonToken // `a:,` would be a name
	case after == colonToken:
		return before != scalarToken && before != closeToken
	}
	return true
}

// put adds to the line.
func (p *printer) put(text string) {
	p.line.WriteString(text)
	p.width += utf8.RuneCountInString(text)
	p.open = true
}

// start begins a line.
func (p *printer) start(indent int) {
	p.indent = indent
	p.put(strings.Repeat(" ", indent))
}

// end closes the line.
func (p *printer) end() {
	if p.open {
		p.rows = append(p.rows, row{text: p.line.String()})
	}
	p.line.Reset()
	p.width, p.open = 0, false
}

// begin closes a line and begins the next one, indented for its first token.
func (p *printer) begin(t *token) {
	p.end()
	if t.blank && len(p.rows) > 0 {
		p.rows = append(p.rows, row{})
	}
	if t.kind == commentToken {
		return
	}
	before := p.levels
	if len(p.waiting) > 0 {
		before = append(levels(nil), p.levels...)
	}
	p.levels.enter(t)
	indent := 0
	inside := len(p.brackets) > 0
	p.value = false
	switch {
	case inside && t.kind == closeToken:
		indent = p.brackets[len(p.brackets)-1].closing
	case inside:
		indent = p.brackets[len(p.brackets)-1].inside
	case t.kind == markToken:
	case t.kind == dashToken || t.key:
		indent = p.levels.top().now
	default:
		indent, p.value = p.levels.top().now+step, true
	}
	after := p.levels
	p.levels = before
	p.settle(&level{was: t.at.Column - 1, now: indent})
	p.levels = after
	p.start(indent)
}

// comment puts a comment behind the line, or on one of its own.
func (p *printer) comment(t *token) {
	if p.open {
		p.rows = append(p.rows, row{text: p.line.String(), comment: t.text, column: t.at.Column - 1})
		p.line.Reset()
		p.width, p.open = 0, false
		return
	}
	p.waiting = append(p.waiting, len(p.rows))
	r := row{comment: t.text, column: t.at.Column - 1, indent: -1}
	if len(p.brackets) > 0 {
		r.indent = p.brackets[len(p.brackets)-1].inside
	}
	p.rows = append(p.rows, r)
}

// settle indents the comments that stand before a line: with that line if they stood so, else with the level that they
// stood in.
func (p *printer) settle(next *level) {
	for _, i := range p.waiting {
		r := &p.rows[i]
		switch {
		case next != nil && r.column == next.was:
			r.own = true
			if r.indent < 0 {
				r.indent = next.now
			}
		case r.indent >= 0:
		case next != nil && next.now > p.levels.top().now && r.column > p.levels.top().was:
			r.indent = next.now
		default:
			r.indent = 0
			for _, l := range p.levels {
				if l.was <= r.column {
					r.indent = l.now
				}
			}
		}
	}
	p.waiting = p.waiting[:0]
}

// bracket opens a bracket at the place that is reached. followed says that an entry stands behind it.
func (p *printer) bracket(followed bool) {
	base := p.levels.top().now
	if p.value {
		base = p.indent
	}
	if n := len(p.brackets); n > 0 {
		base = p.brackets[n-1].inside
	}
	b := bracket{inside: base + step, closing: base}
	if followed && p.width < maxAligned {
		b = bracket{inside: p.width + 1, closing: p.width}
	}
	p.brackets = append(p.brackets, b)
}

// goOn adds the further lines of a value.
func (p *printer) goOn(lines []string) {
	if len(lines) == 0 {
		return
	}
	indent := p.levels.top().now + step
	if n := len(p.brackets); n > 0 {
		indent = p.brackets[n-1].inside + step
	}
	for _, l := range lines {
		p.end()
		p.open = true
		if l != "" {
			p.put(strings.Repeat(" ", indent) + l)
		}
	}
}

// block adds the lines of a literal or folded text as they are.
func (p *printer) block(t *token) {
	p.end()
	extra := t.extra
	if extra == 0 {
		extra = step
	}
	indent := strings.Repeat(" ", max(0, p.levels.top().now+extra))
	for _, l := range t.more {
		if l != "" {
			l = indent + l
		}
		p.rows = append(p.rows, row{text: l})
	}
}
