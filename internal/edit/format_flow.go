package edit

import (
	"errors"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// flow writes a value in braces or brackets, which may go over several lines: no space inside them, none before a comma,
// one after it. Lines stay lines.
func (f *formatter) flow(indent int, head, content string, at int, holder level) error {
	var b strings.Builder
	b.WriteString(head + content[:at])
	text, first := content[at:], true
	depth := 0
	finish := func() {
		line := b.String()
		b.Reset()
		switch {
		case first:
			f.put(indent, line, holder.old)
		case strings.TrimSpace(line) != "":
			f.emit(line)
		default:
			f.out = append(f.out, "")
		}
		first = false
	}
	for {
		rest, done, err := f.flowLine(&b, text, &depth)
		if err != nil {
			return err
		}
		if done {
			b.WriteString(rest)
			finish()
			return nil
		}
		finish()
		if f.next >= len(f.lines) {
			return errors.New("a bracket does not close")
		}
		line := f.lines[f.next]
		f.next++
		text = strings.TrimLeft(line, " ")
		b.WriteString(strings.Repeat(" ", max(0, len(line)-len(text)+holder.new-holder.old)))
	}
}

// flowLine writes the part of a flow value that stands on a line. done is true where the outermost bracket closes; rest is
// what follows it.
func (f *formatter) flowLine(b *strings.Builder, text string, depth *int) (rest string, done bool, err error) {
	fresh := true // nothing but indentation stands before
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '{' || c == '[':
			*depth++
			b.WriteByte(c)
			i += 1 + spaces(text[i+1:])
			fresh = false
		case c == '}' || c == ']':
			*depth--
			if !fresh {
				trimSpace(b)
			}
			b.WriteByte(c)
			if i++; *depth == 0 {
				return text[i:], true, nil
			}
			fresh = false
		case c == ',':
			trimSpace(b)
			b.WriteByte(c)
			n := spaces(text[i+1:])
			if after := text[i+1+n:]; after != "" && after[0] == '#' {
				b.WriteString(text[i+1 : i+1+n]) // a comment stays in its column
			} else if after != "" {
				b.WriteByte(' ')
			}
			i += 1 + n
			fresh = false
		case (c == '"' || c == '\'') && begins(b.String()):
			end := quoteEnd(text, i)
			if end < 0 {
				return "", false, errors.New("a quoted text goes over several lines within brackets")
			}
			b.WriteString(text[i:end])
			i, fresh = end, false
		case c == '#' && (i == 0 || text[i-1] == ' '):
			b.WriteString(text[i:])
			return "", false, nil
		default:
			b.WriteByte(c)
			fresh = fresh && c == ' '
			i++
		}
	}
	return "", false, nil
}

// begins reports whether a new value can begin after what was written: a quote elsewhere is a character like others.
func begins(written string) bool {
	written = strings.TrimRight(written, " ")
	return written == "" || strings.ContainsRune("{[,:", rune(written[len(written)-1]))
}

func spaces(s string) int { return len(s) - len(strings.TrimLeft(s, " \t")) }

// trimSpace takes the spaces off the end of what was written, unless the line is empty so far.
func trimSpace(b *strings.Builder) {
	s := strings.TrimRight(b.String(), " ")
	if s == "" {
		return
	}
	b.Reset()
	b.WriteString(s)
}

// sameMeaning reports whether two trees say the same in the same way.
func sameMeaning(a, b *yaml.Node) bool {
	if a.Kind != b.Kind || a.Tag != b.Tag || a.Value != b.Value || a.Anchor != b.Anchor || a.Style != b.Style || len(a.Content) != len(b.Content) {
		return false
	}
	if a.Kind == yaml.AliasNode {
		return true // its anchor is looked at where it stands
	}
	for i := range a.Content {
		if !sameMeaning(a.Content[i], b.Content[i]) {
			return false
		}
	}
	return true
}

// remarks are the lines of all comments. The reader of YAML hangs a comment on one node or the next by the empty lines
// around it, so that only their lines are compared.
func remarks(n *yaml.Node) []string {
	var out []string
	var down func(n *yaml.Node)
	down = func(n *yaml.Node) {
		for _, c := range []string{n.HeadComment, n.LineComment, n.FootComment} {
			for line := range strings.Lines(c) {
				if line = strings.TrimSpace(line); line != "" {
					out = append(out, line)
				}
			}
		}
		for _, c := range n.Content {
			down(c)
		}
	}
	down(n)
	slices.Sort(out)
	return out
}
