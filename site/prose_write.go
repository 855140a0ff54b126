package site

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// proseWriter writes a tree of prose as Markdown that is safe anywhere.
type proseWriter struct {
	b      *builder
	source []byte
	inline bool
}

// blocks writes the children of a block, one after the other.
func (w *proseWriter) blocks(n ast.Node, depth int) string {
	var parts []string
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if t := w.block(child, depth+1); t != "" {
			parts = append(parts, t)
		}
	}
	if w.inline {
		return strings.Join(parts, string(lineBreak))
	}
	return strings.Join(parts, "\n\n")
}

func (w *proseWriter) block(n ast.Node, depth int) string {
	if depth > maxNesting {
		return ""
	}
	switch v := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		return w.spans(n, depth)
	case *ast.Heading:
		if t := w.spans(n, depth); t != "" {
			return "**" + t + "**"
		}
		return ""
	case *ast.FencedCodeBlock:
		return w.code(string(v.Language(w.source)), v)
	case *ast.CodeBlock:
		return w.code("", v)
	case *ast.Blockquote:
		if w.inline {
			return w.blocks(v, depth)
		}
		return prefixLines(w.blocks(v, depth), "> ", "> ")
	case *ast.List:
		return w.list(v, depth)
	case *ast.ThematicBreak:
		if w.inline {
			return ""
		}
		return "---"
	case *extast.Table:
		return w.table(v, depth)
	}
	return w.blocks(n, depth)
}

// code is a block of code, or code within the line.
func (w *proseWriter) code(language string, n ast.Node) string {
	var b bytes.Buffer
	lines := n.Lines()
	for i := range lines.Len() {
		segment := lines.At(i)
		b.Write(segment.Value(w.source))
	}
	text := w.substitute(b.String())
	if w.inline {
		return string(codeSpan(text))
	}
	return escape.MarkdownFence(language, text)
}

func (w *proseWriter) list(l *ast.List, depth int) string {
	var items []string
	number := l.Start
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		text := w.blocks(item, depth)
		switch {
		case w.inline && l.IsOrdered():
			text = strconv.Itoa(number) + `\. ` + text
		case w.inline:
			text = "• " + text
		case l.IsOrdered():
			bullet := strconv.Itoa(number) + ". "
			text = prefixLines(text, bullet, strings.Repeat(" ", len(bullet)))
		default:
			text = prefixLines(text, "- ", "  ")
		}
		number++
		items = append(items, text)
	}
	if w.inline {
		return strings.Join(items, string(lineBreak))
	}
	return strings.Join(items, "\n")
}

// prefixLines puts one prefix before the first line and another before the others.
func prefixLines(text, first, others string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		prefix := others
		if i == 0 {
			prefix = first
		}
		lines[i] = strings.TrimRight(prefix+lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func (w *proseWriter) table(t *extast.Table, depth int) string {
	outer := w.inline
	w.inline = true
	var rows []string
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, w.spans(cell, depth))
		}
		if outer {
			rows = append(rows, strings.Join(cells, ", "))
			continue
		}
		rows = append(rows, "| "+strings.Join(cells, " | ")+" |")
		if row.Kind() == extast.KindTableHeader {
			rows = append(rows, strings.Repeat("|---", len(cells))+"|")
		}
	}
	w.inline = outer
	if outer {
		return strings.Join(rows, string(lineBreak))
	}
	return strings.Join(rows, "\n")
}

// spans writes the inline children of a node.
func (w *proseWriter) spans(n ast.Node, depth int) string {
	if depth > maxNesting {
		return ""
	}
	var b strings.Builder
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		b.WriteString(w.span(child, depth+1))
	}
	return strings.TrimSpace(b.String())
}

func (w *proseWriter) span(n ast.Node, depth int) string {
	switch v := n.(type) {
	case *ast.Text:
		t := keepEnds(string(resolveText(v.Value(w.source), v.IsRaw())))
		switch {
		case v.HardLineBreak():
			t += string(lineBreak)
		case v.SoftLineBreak():
			t += " "
		}
		return t
	case *ast.String:
		return keepEnds(string(v.Value))
	case *ast.CodeSpan:
		var b strings.Builder
		for child := v.FirstChild(); child != nil; child = child.NextSibling() {
			if t, ok := child.(*ast.Text); ok {
				b.Write(t.Value(w.source))
			}
		}
		return string(codeSpan(w.substitute(b.String())))
	case *ast.Emphasis:
		inner := w.spans(v, depth)
		if inner == "" {
			return ""
		}
		around := strings.Repeat("*", v.Level)
		return around + inner + around
	case *ast.Link:
		return w.link(w.spans(v, depth), string(v.Destination))
	case *ast.Image: // a page loads nothing from elsewhere, and the site has no pictures of the policy's own
		label := w.spans(v, depth)
		if label == "" {
			label = "picture"
		}
		return w.link(label, string(v.Destination))
	case *ast.AutoLink:
		address := string(v.URL(w.source))
		if v.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(address), "mailto:") {
			address = "mailto:" + address
		}
		return string(outsideLink(string(v.Label(w.source)), address))
	case *referenceNode:
		text, at := w.b.settingText(v.path)
		if text == "" {
			return md("{{ " + v.path + " }}")
		}
		return string(enclose(markValue, text, at, "", v.path+", "+at))
	}
	return w.spans(n, depth)
}

// link is a link whose text is Markdown already; where the address is refused, the text alone.
func (w *proseWriter) link(text, address string) string {
	if text == "" || !outside(address) {
		return text
	}
	return "[" + text + "](" + escape.MarkdownURL(address) + ")"
}

// substitute replaces references within code, where no mark can stand.
func (w *proseWriter) substitute(text string) string {
	if !strings.Contains(text, "{{") {
		return text
	}
	var b strings.Builder
	for _, part := range specs.Prose(text).Parts() {
		if value, _, ok := w.b.policy.EffectiveText(part.Ref, nil); part.Ref != "" && ok && value != "" {
			b.WriteString(value)
			continue
		}
		b.WriteString(part.Text)
	}
	return b.String()
}

// keepEnds escapes text, keeping a space at either end: what stands next to it may be code or emphasis.
func keepEnds(s string) string {
	t := md(s)
	if t == "" {
		if s != "" && strings.TrimSpace(s) == "" {
			return " "
		}
		return ""
	}
	if strings.HasPrefix(s, " ") {
		t = " " + t
	}
	if strings.HasSuffix(s, " ") {
		t += " "
	}
	return t
}

// resolveText undoes backslashes and character references.
func resolveText(raw []byte, literal bool) []byte {
	if literal {
		return raw
	}
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(raw)))
}
