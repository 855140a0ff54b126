package escape

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// MarkdownText makes s inline Markdown that renders as Fold(s): in a paragraph, a heading, a
// list item or a table cell, also as their very first text.
//
// Backslashes stand only before the characters that every Markdown knows to be escapable
// (Python-Markdown, which MkDocs uses, prints the backslash before all others); the rest become
// character references. Neither spelling leaves two braces, "{{<", "{%" or "{#" together, which
// Hugo, Jinja, Liquid and Docusaurus look for before they read any Markdown, nor a bare "{" or
// "<", which MDX reads as code. A first word import or export, which MDX would run, is broken
// up by a reference as well.
func MarkdownText(s string) string {
	text := Fold(s)
	var b strings.Builder
	if strings.HasPrefix(text, "import") || strings.HasPrefix(text, "export") {
		fmt.Fprintf(&b, "&#%d;", text[0])
		text = text[1:]
	}
	m := markdownScan{prev: -1, number: b.Len() == 0, start: b.Len() == 0}
	b.Write(each(nil, text, m.escape))
	return b.String()
}

// markdownScan is what the meaning of a character depends on.
type markdownScan struct {
	prev   rune // the character before, or -1
	start  bool // nothing but the start of the text is before
	number bool // only digits are before, as in a list's "1."
	www    int  // how many letters w in a row are before
}

func (m *markdownScan) escape(dst []byte, r, next rune) []byte {
	at := *m
	m.prev, m.start = r, false
	m.number = at.number && r >= '0' && r <= '9'
	if m.www = 0; r == 'w' || r == 'W' {
		m.www = at.www + 1
	}
	switch at.form(r, next) {
	case backslash:
		return append(dst, '\\', byte(r))
	case reference:
		switch r {
		case '<':
			return append(dst, "&lt;"...)
		case '>':
			return append(dst, "&gt;"...)
		case '&':
			return append(dst, "&amp;"...)
		}
		return fmt.Appendf(dst, "&#%d;", r)
	}
	return utf8.AppendRune(dst, r)
}

// form is how a character is written.
type form int

const (
	plain form = iota
	backslash
	reference
)

func (m markdownScan) form(r, next rune) form {
	doubled := r == m.prev || r == next
	switch r {
	case '\\', '`', '*', '{', '}', '#':
		return backslash
	case '_': // inside a word (client_id) it can neither open nor close emphasis
		if isASCIILetterOrDigit(m.prev) && isASCIILetterOrDigit(next) {
			return plain
		}
		return backslash
	case '<', '>', '&', '|', '~', '$', '^', '@', '[', ']': // \[ \] would be a formula to some
		return reference
	case '-', '+', '!':
		if m.start || doubled || m.prev == '{' {
			return backslash
		}
	case '.':
		if m.www == 3 || m.number && !m.start && (next == ' ' || next == -1) {
			return backslash
		}
	case ')':
		if m.number && !m.start {
			return backslash
		}
	case ':': // a link, an emoji, a directive, a definition
		if m.start || next != ' ' && next != -1 || m.prev == '{' {
			return reference
		}
	case '=', '?':
		if m.start || doubled || m.prev == '{' {
			return reference
		}
	default:
		if m.prev == '{' && isASCIIPunct(r) {
			return reference
		}
	}
	return plain
}

// MarkdownURL makes s the destination of a Markdown link, or "#" for what URL refuses. The
// ampersand is a reference, since Markdown decodes references in destinations: "&colon;" would
// otherwise come back as a colon behind a scheme that URL never saw.
func MarkdownURL(s string) string {
	u, err := URL(s)
	if err != nil {
		return "#"
	}
	return markdownURL.Replace(u)
}

var markdownURL = strings.NewReplacer("&", "&amp;", "*", "%2A", "~", "%7E", "$", "%24")

// MarkdownLink is a link with text as its text, or only the text if URL refuses the address.
func MarkdownLink(text, address string) string {
	u, err := URL(address)
	if err != nil {
		return MarkdownText(text)
	}
	return "[" + MarkdownText(text) + "](" + markdownURL.Replace(u) + ")"
}
