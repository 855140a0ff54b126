package site

import (
	"strings"
)

// Markdown is text that is Markdown already. Whatever a template prints that has another type is escaped first (see
// execute.go), so only functions of this package can put markup on a page.
type Markdown string

// A mark carries what Markdown has no word for through the Markdown of a page: where a value was written, a link to
// a page that may not exist, a picture. It reads ^ \x02 kind arguments \x03, and for kinds that enclose text the end
// is ^ \x02 / kind \x03. No border of package escape lets a control character pass and arguments are percent-encoded,
// so the text of a policy can neither forge a mark nor break one. (The ^ is there because goldmark looks for inline
// syntax at punctuation only.)
const (
	markStart = "^\x02"
	markEnd   = '\x03'
)

// The kinds of mark.
const (
	markValue  = 'v' // encloses a value: place, "link" where the inner text holds one, and an explanation other than the place
	markLink   = 'l' // encloses the text of a link: page, anchor
	markLinks  = 'p' // links to those of some pages that exist: page, words, and so on
	markBadge  = 'b' // encloses a badge: tone
	markMuted  = 'm' // encloses text that says that there is nothing to say
	markBreak  = 'n' // a line break within a cell
	markAnchor = 'i' // the id of the heading that it stands in
	markDepth  = 'd' // encloses the name of something that stands inside of something else: how deep
	markBlock  = 'B' // a block made elsewhere, such as a picture: its number
)

// mark writes one mark.
func mark(kind byte, args ...string) Markdown {
	var b strings.Builder
	b.WriteString(markStart)
	b.WriteByte(kind)
	for i, a := range args {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(part(a))
	}
	b.WriteByte(markEnd)
	return Markdown(b.String())
}

// enclose puts text between a mark and its end. Nothing encloses nothing.
func enclose(kind byte, inner Markdown, args ...string) Markdown {
	if inner == "" {
		return ""
	}
	return mark(kind, args...) + inner + Markdown([]byte{markStart[0], markStart[1], '/', kind, markEnd})
}

// lineBreak is a line break that is allowed in a table cell.
var lineBreak = mark(markBreak)

// anyMark is one mark found in text.
type anyMark struct {
	kind  byte
	close bool
	args  []string
}

// arg is an argument, or empty.
func (m *anyMark) arg(i int) string {
	if i < len(m.args) {
		return m.args[i]
	}
	return ""
}

// readMark reads the mark at the start of text; size is its length in bytes, 0 where there is none.
func readMark(text string) (m anyMark, size int) {
	end := strings.IndexByte(text, markEnd)
	if !strings.HasPrefix(text, markStart) || end < len(markStart)+1 {
		return m, 0
	}
	body := text[len(markStart):end]
	if body[0] == '/' && len(body) == 2 {
		return anyMark{kind: body[1], close: true}, end + 1
	}
	m.kind = body[0]
	if len(body) > 1 {
		m.args = strings.Split(body[1:], ",")
		for i, a := range m.args {
			m.args[i] = unpercent(a)
		}
	}
	return m, end + 1
}

// unpercent undoes escape.URLPart. It differs from net/url's in that it cannot fail.
func unpercent(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			b.WriteByte(hexDigit(s[i+1])<<4 | hexDigit(s[i+2]))
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func hexDigit(c byte) byte {
	if c >= 'A' {
		return c - 'A' + 10
	}
	return c - '0'
}

// eachMark calls f for every mark of some kinds that opens, in order.
func eachMark(text, kinds string, f func(m anyMark)) {
	for {
		i := strings.Index(text, markStart)
		if i < 0 || i+len(markStart) >= len(text) {
			return
		}
		text = text[i:]
		if strings.IndexByte(kinds, text[len(markStart)]) < 0 {
			text = text[len(markStart):]
			continue
		}
		m, size := readMark(text)
		if size > 0 {
			f(m)
		}
		text = text[max(size, len(markStart)):]
	}
}

// replaceMarks rewrites text, each mark by what f makes of it.
func replaceMarks(text string, f func(m anyMark) string) string {
	var b strings.Builder
	b.Grow(len(text))
	for {
		i := strings.Index(text, markStart)
		if i < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:i])
		m, size := readMark(text[i:])
		if size == 0 {
			text = text[i+len(markStart):]
			continue
		}
		b.WriteString(f(m))
		text = text[i+size:]
	}
}
