package specs

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/tokenbook/tokenbook/internal/diag"
)

func (r *reader) bytePlace(data []byte, i int) diag.Span {
	before := data[:i]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return diag.Span{File: r.file, Start: diag.Position{Line: line, Column: column}, End: diag.Position{Line: line, Column: column + 1}}
}

func (r *reader) lineSpan(line int) diag.Span {
	text := strings.TrimRight(r.lines[line-1], "\r")
	start := utf8.RuneCountInString(text) - utf8.RuneCountInString(strings.TrimLeft(text, " \t")) + 1
	return diag.Span{File: r.file, Start: diag.Position{Line: line, Column: start},
		End: diag.Position{Line: line, Column: max(utf8.RuneCountInString(text), start) + 1}}
}

// span is the place of a node. The library gives the start; the end is read off the source line.
func (r *reader) span(n *yaml.Node) diag.Span {
	start := diag.Position{Line: n.Line, Column: n.Column}
	rest := r.from(n.Line, n.Column)
	if anchor := "&" + n.Anchor; n.Anchor != "" && begins(rest, anchor) { // the value begins after its anchor
		i := utf8.RuneCountInString(anchor)
		for i < len(rest) && rest[i] == ' ' {
			i++
		}
		if i < len(rest) {
			start.Column, rest = start.Column+i, rest[i:]
		}
	}
	width := 1
	switch {
	case n.Kind == yaml.AliasNode:
		width = 1 + utf8.RuneCountInString(n.Value)
	case n.Kind != yaml.ScalarNode, n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		width = quotedWidth(rest)
	case begins(rest, n.Value):
		width = max(1, utf8.RuneCountInString(n.Value))
	default: // it goes on in further lines
		end := len(rest)
		for end > 0 && (rest[end-1] == ' ' || rest[end-1] == '\t') {
			end--
		}
		width = max(1, end)
	}
	return diag.Span{File: r.file, Start: start, End: diag.Position{Line: start.Line, Column: start.Column + width}}
}

// from is the rest of a source line. The last line is kept, for a file may be one line with thousands of nodes.
func (r *reader) from(line, column int) []rune {
	if line < 1 || line > len(r.lines) {
		return nil
	}
	if r.current != line {
		r.current, r.runes = line, []rune(strings.TrimRight(r.lines[line-1], "\r"))
	}
	if column < 1 || column > len(r.runes) {
		return nil
	}
	return r.runes[column-1:]
}

// begins reports whether a line begins with a text.
func begins(line []rune, text string) bool {
	i := 0
	for _, c := range text {
		if i >= len(line) || line[i] != c {
			return false
		}
		i++
	}
	return true
}

// quotedWidth is the width of a quoted scalar, or of the rest of the line where it goes on.
func quotedWidth(rest []rune) int {
	for i := 1; i < len(rest); i++ {
		switch {
		case rest[0] == '"' && rest[i] == '\\':
			i++
		case rest[i] == rest[0] && rest[0] == '\'' && i+1 < len(rest) && rest[i+1] == '\'':
			i++
		case rest[i] == rest[0]:
			return i + 1
		}
	}
	return max(1, len(rest))
}

// find is the first place of a text, for faults of which the library gives no place.
func (r *reader) find(text string) diag.Span {
	for i, line := range r.lines {
		if before, _, ok := strings.Cut(line, text); ok {
			column := utf8.RuneCountInString(before) + 1
			return diag.Span{File: r.file, Start: diag.Position{Line: i + 1, Column: column},
				End: diag.Position{Line: i + 1, Column: column + utf8.RuneCountInString(text)}}
		}
	}
	return diag.Span{File: r.file}
}
