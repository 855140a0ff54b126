package edit

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// document is a text with its nodes.
type document struct {
	lines [][]rune // without line ends
	end   string   // the line end of the file
	last  bool     // the file ends with a line end
	root  *yaml.Node
}

func parse(text string) (*document, error) {
	d := &document{end: "\n", last: strings.HasSuffix(text, "\n")}
	if strings.Contains(text, "\r\n") {
		d.end = "\r\n"
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(strings.TrimPrefix(text, "\ufeff"), "\n"), "\n") {
		d.lines = append(d.lines, []rune(strings.TrimSuffix(line, "\r")))
	}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		return nil, fmt.Errorf("the text is not YAML any more: %w", err)
	}
	if len(doc.Content) == 0 {
		return nil, errGone
	}
	d.root = doc.Content[0]
	return d, nil
}

func (d *document) text() string {
	parts := make([]string, len(d.lines))
	for i, l := range d.lines {
		parts[i] = string(l)
	}
	out := strings.Join(parts, d.end)
	if d.last {
		out += d.end
	}
	return out
}

// found is a node, what holds it, and its key there.
type found struct {
	node, holder, key *yaml.Node
}

// at finds the value that begins at a place; an anchor before it is passed over.
func (d *document) at(p diag.Position) (found, error) {
	var hit found
	var down func(f found)
	down = func(f found) {
		n := f.node
		if n.Line == p.Line && n.Column <= p.Column && (n.Column == p.Column || n.Anchor != "" && n.Column+len(n.Anchor)+2 >= p.Column) && hit.node == nil && (len(n.Content) == 0 || n.Style&yaml.FlowStyle != 0) {
			hit = f
			return
		}
		switch n.Kind {
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				down(found{n.Content[i+1], n, n.Content[i]})
			}
		case yaml.SequenceNode:
			for _, c := range n.Content {
				down(found{c, n, nil})
			}
		case yaml.DocumentNode, yaml.ScalarNode, yaml.AliasNode:
		}
		if hit.node == nil && n.Line == p.Line && n.Column == p.Column {
			hit = f
		}
	}
	down(found{node: d.root})
	switch {
	case hit.node == nil:
		return hit, errGone
	case hit.node.Kind == yaml.AliasNode:
		return hit, errAlias
	}
	return hit, nil
}

// extent is the range of a node on its line: from is its first character, to the first after it.
func (d *document) extent(n *yaml.Node) (line, from, to int, err error) {
	line, from = n.Line-1, n.Column-1
	if line >= len(d.lines) || from > len(d.lines[line]) {
		return 0, 0, 0, errGone
	}
	text := d.lines[line]
	if n.Anchor != "" {
		from += len([]rune(n.Anchor)) + 1
		for from < len(text) && text[from] == ' ' {
			from++
		}
	}
	switch {
	case n.Kind == yaml.AliasNode:
		return 0, 0, 0, errAlias
	case n.Kind != yaml.ScalarNode && n.Style&yaml.FlowStyle == 0:
		return 0, 0, 0, errLines
	case n.Kind != yaml.ScalarNode, n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		to, err = closing(text, from)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		err = errLines
	default:
		if to = from + len([]rune(n.Value)); to > len(text) || string(text[from:to]) != n.Value {
			err = errLines
		}
	}
	return line, from, to, err
}

// closing is the place after the quote or bracket that closes the one at from.
func closing(text []rune, from int) (int, error) {
	depth := 0
	for i := from; i < len(text); i++ {
		switch c := text[i]; c {
		case '"', '\'':
			for i++; i < len(text) && text[i] != c; i++ {
				if c == '"' && text[i] == '\\' {
					i++
				}
			}
			for c == '\'' && i+1 < len(text) && text[i+1] == '\'' { // a quote that is written twice stands for one
				for i += 2; i < len(text) && text[i] != c; i++ {
				}
			}
			if i >= len(text) {
				return 0, errLines
			}
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if depth == 0 {
			return i + 1, nil
		}
	}
	return 0, errLines
}

// splice puts text in place of a range of a line.
func (d *document) splice(line, from, to int, text string) string {
	l := d.lines[line]
	d.lines[line] = []rune(string(l[:from]) + text + string(l[to:]))
	return d.text()
}

// after puts lines after a line.
func (d *document) after(line int, lines ...string) string {
	more := make([][]rune, len(lines))
	for i, l := range lines {
		more[i] = []rune(l)
	}
	d.lines = append(d.lines[:line+1:line+1], append(more, d.lines[line+1:]...)...)
	return d.text()
}

// lastLine is the last line of a node, counted from 0.
func lastLine(n *yaml.Node) int {
	last := n.Line - 1
	if n.Kind == yaml.ScalarNode {
		if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
			return last + strings.Count(strings.TrimRight(n.Value, "\n"), "\n") + 1
		}
		return last + strings.Count(n.Value, "\n")
	}
	for _, c := range n.Content {
		last = max(last, lastLine(c))
	}
	return last
}
