package edit

import (
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// tokenKind is what a token is.
type tokenKind uint8

const (
	scalarToken  tokenKind = iota // a plain or quoted value or key
	blockToken                    // a literal or folded text with its header
	aliasToken                    // *x
	anchorToken                   // &x
	openToken                     // [ or {
	closeToken                    // ] or }
	dashToken                     // - before a list item
	colonToken                    // : after a key
	commaToken                    // ,
	commentToken                  // # to the end of the line
	markToken                     // ---, ... or a directive, alone on its line or before a value
)

// token is a piece of a text that formatting keeps.
type token struct {
	kind tokenKind
	text string   // of several lines the first
	more []string // the further lines, without what indents them
	at   diag.Position
	// first says that it begins its line; blank, that empty lines stand before that.
	first, blank bool
	// key says that it begins a key of a block mapping.
	key bool
	// extra is how far a block text that says so stands inside what holds it; 0 where it does not say.
	extra int
	// flow says that it stands inside brackets; of a bracket, inside another one.
	flow bool
}

// scanner takes a text apart. The nodes that the library made of it say where values stand; what lies between them can
// only be punctuation, comments and white space.
type scanner struct {
	text   string
	pos    int // in bytes
	at     diag.Position
	leaves []*yaml.Node // values, keys and aliases that have a text, in the order of the text
	keys   map[*yaml.Node]bool
	tokens []token
	levels levels
	depth  int  // of open brackets
	first  bool // nothing stands before on the line
	blank  bool // an empty line stands before
}

// scan takes a text apart into tokens.
func scan(text string, root *yaml.Node) ([]token, error) {
	s := &scanner{text: text, at: diag.Position{Line: 1, Column: 1}, keys: map[*yaml.Node]bool{}, first: true}
	if err := s.gather(root); err != nil {
		return nil, err
	}
	for _, n := range s.leaves {
		if err := s.gap(n); err != nil {
			return nil, err
		}
		if err := s.leaf(n); err != nil {
			return nil, err
		}
	}
	return s.tokens, s.gap(nil)
}

// gather lists what has a text.
func (s *scanner) gather(n *yaml.Node) error {
	switch {
	case n.Style&yaml.TaggedStyle != 0:
		return refused(n, "a tag has no meaning in a policy; leave it out")
	case n.Kind == yaml.AliasNode, n.Kind == yaml.ScalarNode && (n.Value != "" || n.Style != 0):
		s.leaves = append(s.leaves, n)
	case n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle == 0:
		for i := 0; i+1 < len(n.Content); i += 2 {
			k := n.Content[i]
			if k.Kind != yaml.ScalarNode || k.Value == "" && k.Style == 0 {
				return refused(k, "a key must be a name")
			}
			s.keys[k] = true
		}
	}
	if n.Kind == yaml.AliasNode {
		return nil
	}
	for _, c := range n.Content {
		if err := s.gather(c); err != nil {
			return err
		}
	}
	return nil
}

func refused(n *yaml.Node, reason string) error {
	return &Unformatted{diag.Position{Line: n.Line, Column: n.Column}, reason}
}

// skip moves on by a number of bytes that hold no line end.
func (s *scanner) skip(bytes int) {
	s.at.Column += utf8.RuneCountInString(s.text[s.pos : s.pos+bytes])
	s.pos += bytes
}

// line moves on over a line end.
func (s *scanner) line() {
	s.pos++
	s.at = diag.Position{Line: s.at.Line + 1, Column: 1}
}

// add keeps the next bytes as a token.
func (s *scanner) add(kind tokenKind, bytes int, key bool) *token {
	s.tokens = append(s.tokens, token{kind: kind, text: s.text[s.pos : s.pos+bytes], at: s.at, first: s.first, blank: s.first && s.blank, key: key, flow: s.depth > 0})
	s.first, s.blank = false, false
	t := &s.tokens[len(s.tokens)-1]
	s.levels.enter(t)
	s.skip(bytes)
	return t
}

// gap takes what stands before a value: the next thing that is neither white space, comment, punctuation nor an anchor,
// from the place that the library gives for the value, which is that of its anchor. nil asks for the rest of the text.
func (s *scanner) gap(n *yaml.Node) error {
	for s.pos < len(s.text) {
		rest := s.text[s.pos:]
		here := n != nil && (s.at.Line > n.Line || s.at.Line == n.Line && s.at.Column >= n.Column)
		switch c := rest[0]; {
		case c == '\n':
			s.blank = s.blank || s.first
			s.first = true
			s.line()
		case c == ' ' || c == '\t':
			s.skip(1)
		case c == '#':
			s.add(commentToken, endOfLine(rest), false).trim()
		case c == '&' && (n == nil || !here || n.Anchor != ""):
			s.add(anchorToken, anchorEnd(rest), here && s.keys[n])
		case here:
			return nil
		case s.at.Column == 1 && (strings.HasPrefix(rest, "---") || strings.HasPrefix(rest, "...")):
			s.add(markToken, len("---"), false)
		case s.at.Column == 1 && c == '%':
			s.add(markToken, endOfLine(rest), false).trim()
		case c == '-' && s.depth == 0:
			s.add(dashToken, 1, false)
		case c == ':':
			s.add(colonToken, 1, false)
		case c == ',':
			s.add(commaToken, 1, false)
		case c == '[' || c == '{':
			s.add(openToken, 1, false)
			s.depth++
		case c == ']' || c == '}':
			s.depth--
			s.add(closeToken, 1, false)
		default:
			return &Unformatted{s.at, "this cannot be formatted; write `key: value` without `?` and tags"}
		}
	}
	if n != nil {
		return refused(n, "the text of this value is not where it should be")
	}
	return nil
}

func endOfLine(text string) int {
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		return i
	}
	return len(text)
}

// trim takes the white space from the end of a token.
func (t *token) trim() { t.text = strings.TrimRight(t.text, " \t") }

// anchorEnd is the length of an anchor or alias with its mark.
func anchorEnd(text string) int {
	i := 1
	for i < len(text) && (text[i] == '-' || text[i] == '_' || text[i]|0x20 >= 'a' && text[i]|0x20 <= 'z' || text[i] >= '0' && text[i] <= '9') {
		i++
	}
	return i
}

// leaf takes a value, whose text begins here.
func (s *scanner) leaf(n *yaml.Node) error {
	rest := s.text[s.pos:]
	key := s.keys[n] && n.Anchor == ""
	size := 0
	switch {
	case n.Kind == yaml.AliasNode:
		if !strings.HasPrefix(rest, "*"+n.Value) {
			break
		}
		s.add(aliasToken, 1+len(n.Value), key)
		return nil
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return s.blockText(n)
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		size = quotedEnd(rest)
	default:
		size = plainEnd(rest, n.Value)
	}
	if size == 0 {
		return refused(n, "the text of this value is not where it should be")
	}
	all := strings.Split(rest[:size], "\n")
	t := s.add(scalarToken, len(all[0]), key)
	for i, l := range all {
		if i > 0 {
			s.line()
			s.skip(len(l))
			l = strings.TrimLeft(l, " \t")
		}
		if i < len(all)-1 {
			l = trimFolded(l, n.Style&yaml.DoubleQuotedStyle != 0)
		}
		if i == 0 {
			t.text = l
		} else {
			t.more = append(t.more, l)
		}
	}
	return nil
}

// trimFolded takes the white space from the end of a line that goes on in the next one. In double quotes a backslash
// before it makes it part of the text.
func trimFolded(line string, double bool) string {
	trimmed := strings.TrimRight(line, " \t")
	slashes := len(trimmed) - len(strings.TrimRight(trimmed, "\\"))
	if double && slashes%2 == 1 && len(trimmed) < len(line) {
		return line[:len(trimmed)+1]
	}
	return trimmed
}

// quotedEnd is the length of a quoted text, 0 where it does not end.
func quotedEnd(text string) int {
	if text == "" || text[0] != '"' && text[0] != '\'' {
		return 0
	}
	for i := 1; i < len(text); i++ {
		switch {
		case text[0] == '"' && text[i] == '\\':
			i++
		case text[i] == text[0] && text[0] == '\'' && i+1 < len(text) && text[i+1] == '\'':
			i++
		case text[i] == text[0]:
			return i + 1
		}
	}
	return 0
}

// plainEnd is the length of a plain text of which the value is known, 0 where the text is another one. A line end of the
// text is a space or line ends of the value.
func plainEnd(text, value string) int {
	i := 0
	for j := 0; j < len(value); {
		switch {
		case i >= len(text):
			return 0
		case text[i] == value[j]:
			if value[j] == '\n' {
				i = spaceEnd(text, i)
				for j < len(value) && value[j] == '\n' {
					j++
				}
				continue
			}
			if next := spaceEnd(text, i); next > i && strings.Contains(text[i:next], "\n") {
				i, j = next, j+1
				continue
			}
			i, j = i+1, j+1
		case text[i] == ' ' || text[i] == '\t' || text[i] == '\n':
			next := spaceEnd(text, i)
			if !strings.Contains(text[i:next], "\n") || value[j] != ' ' && value[j] != '\n' {
				return 0
			}
			i = next
			if value[j] == ' ' {
				j++
				continue
			}
			for j < len(value) && value[j] == '\n' {
				j++
			}
		default:
			return 0
		}
	}
	return i
}

func spaceEnd(text string, i int) int {
	for i < len(text) && (text[i] == ' ' || text[i] == '\t' || text[i] == '\n') {
		i++
	}
	return i
}

// blockText takes a literal or folded text: its header, a comment after that, and its lines.
func (s *scanner) blockText(n *yaml.Node) error {
	rest := s.text[s.pos:]
	header := 0
	for header < len(rest) && strings.IndexByte("|>+-123456789", rest[header]) >= 0 {
		header++
	}
	if header == 0 {
		return refused(n, "the text of this value is not where it should be")
	}
	t := s.add(blockToken, header, false)
	index := len(s.tokens) - 1
	keep := strings.Contains(t.text, "+")
	if i := strings.IndexAny(t.text, "123456789"); i >= 0 {
		t.extra = int(t.text[i] - '0')
	}
	for s.pos < len(s.text) && s.text[s.pos] != '\n' {
		if s.text[s.pos] == '#' {
			s.add(commentToken, endOfLine(s.text[s.pos:]), false).trim()
			continue
		}
		s.skip(1)
	}
	if s.pos == len(s.text) {
		return nil
	}
	holder := s.levels.top().was
	indent := holder + t.extra
	if t.extra == 0 {
		indent = textIndent(s.text[s.pos+1:], holder)
	}
	t = &s.tokens[index]
	var lines []string
	end := 0 // of the lines that belong to the text
	for rest := s.text[s.pos+1:]; rest != ""; {
		l := rest[:endOfLine(rest)]
		spaces := len(l) - len(strings.TrimLeft(l, " "))
		last := len(l) == len(rest)
		if spaces < indent && spaces < len(l) || last && len(l) <= indent {
			break
		}
		lines = append(lines, l)
		if len(l) > indent || keep {
			end = len(lines)
		}
		if last {
			// The text has no line end since the file has none. The file gets one, and the text still has none.
			t.text = strings.NewReplacer("+", "", "-", "").Replace(t.text) + "-"
			break
		}
		rest = rest[len(l)+1:]
	}
	for _, l := range lines[:end] {
		s.line()
		s.skip(len(l))
		t.more = append(t.more, l[min(indent, len(l)):])
	}
	return nil
}

// textIndent is the column, from 0, of the lines of a block text that does not say it: that of its first line that is not
// empty, but inside what holds it.
func textIndent(text string, holder int) int {
	indent := max(holder+1, 1)
	for text != "" {
		l := text[:endOfLine(text)]
		spaces := len(l) - len(strings.TrimLeft(l, " "))
		indent = max(indent, spaces)
		if spaces < len(l) || len(l) == len(text) {
			break
		}
		text = text[len(l)+1:]
	}
	return indent
}
