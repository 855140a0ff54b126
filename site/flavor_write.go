package site

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// diagramInWords is what stands before the steps of a picture.
const diagramInWords = "The diagram in words"

// docsWriter writes the tree of a page as Markdown of a flavour: every text and every code crosses the flavour's border
// anew, marks become what the flavour has for them.
type docsWriter struct {
	*docs
	page   *docsPage
	source []byte
	cell   bool // in a table
	nested int  // in how many lists, quotations and call-outs
}

// blocks writes the children of a block with the same text between.
func (w *docsWriter) blocks(n ast.Node, between string) string {
	var parts []string
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if t := w.block(child); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, between)
}

func (w *docsWriter) block(n ast.Node) string {
	switch v := n.(type) {
	case *ast.Heading:
		id, _ := v.AttributeString("id")
		name, _ := id.([]byte)
		return w.heading(v.Level, w.line(v), string(name), w.page.anchors[string(name)])
	case *ast.Paragraph, *ast.TextBlock:
		return w.line(n)
	case *ast.FencedCodeBlock:
		return w.code(string(v.Language(w.source)), v)
	case *ast.Blockquote:
		text := w.inside(v)
		if w.quote != nil {
			return w.quote(text)
		}
		return prefixLines(text, "> ", "> ")
	case *alertNode:
		return w.alert(v.kind, w.inside(v))
	case *ast.List:
		return w.list(v)
	case *ast.ThematicBreak:
		return "---"
	case *extast.Table:
		return w.table(v)
	case *blockNode:
		return w.made(v)
	}
	return w.blocks(n, "\n\n")
}

// inside writes the blocks of a quotation or a call-out.
func (w *docsWriter) inside(n ast.Node) string {
	w.nested++
	defer func() { w.nested-- }()
	return w.blocks(n, "\n\n")
}

func (w *docsWriter) code(language string, n ast.Node) string {
	var b bytes.Buffer
	lines := n.Lines()
	for i := range lines.Len() {
		segment := lines.At(i)
		b.Write(segment.Value(w.source))
	}
	if w.flatFences && w.nested > 0 {
		return w.dialect.Indented(b.String())
	}
	return w.dialect.Fence(language, b.String())
}

func (w *docsWriter) list(l *ast.List) string {
	var items []string
	number := l.Start
	w.nested++
	defer func() { w.nested-- }()
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		bullet := "- "
		if l.IsOrdered() {
			bullet = strconv.Itoa(number) + ". "
			number++
		}
		between := "\n\n"
		if l.IsTight {
			between = "\n"
		}
		items = append(items, prefixLines(w.blocks(item, between), bullet, strings.Repeat(" ", max(len(bullet), w.indent))))
	}
	if l.IsTight {
		return strings.Join(items, "\n")
	}
	return strings.Join(items, "\n\n")
}

func (w *docsWriter) table(t *extast.Table) string {
	w.cell = true
	defer func() { w.cell = false }()
	var rows []string
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, w.line(cell))
		}
		rows = append(rows, "| "+strings.Join(cells, " | ")+" |")
		if row.Kind() == extast.KindTableHeader {
			rows = append(rows, strings.Repeat("|---", len(cells))+"|")
		}
	}
	return strings.Join(rows, "\n")
}

// made is a block made elsewhere: a diagram is its picture, and on its own page its steps; a chart repeats what tables
// say, and is left out.
func (w *docsWriter) made(n *blockNode) string {
	number, err := strconv.Atoi(n.number)
	d := w.shown[number]
	if err != nil || d.Diagram == nil {
		return ""
	}
	var parts []string
	if len(d.Standalone) > 0 {
		parts = append(parts, "!["+w.dialect.Text(d.Title)+"]("+w.picture(w.page, pictureName(d.Diagram))+")")
	}
	if d.steps && len(d.Steps) > 0 {
		var lines []string
		depth := 0
		for i, l := range d.Steps {
			depth = min(max(l.Depth, 0), depth+1)
			if i == 0 {
				depth = 0
			}
			lines = append(lines, strings.Repeat(" ", max(2, w.indent)*depth)+"- "+w.dialect.Text(l.Text))
		}
		parts = append(parts, w.words(strings.Join(lines, "\n")))
	}
	return strings.Join(parts, "\n\n")
}

// line writes the inline children of a block.
func (w *docsWriter) line(n ast.Node) string {
	s := docsSpan{docsWriter: w}
	s.spans(n)
	s.flush()
	for ; len(s.open) > 0; s.open = s.open[:len(s.open)-1] { // a mark whose end was cut off
		s.add(s.open[len(s.open)-1])
	}
	return strings.TrimSpace(s.out.String())
}

// docsSpan is one line in the making. Neighbouring texts are joined before they are escaped, so that what they are
// together is seen.
type docsSpan struct {
	*docsWriter
	out    strings.Builder
	words  strings.Builder // text that is not escaped yet
	open   []string        // ends of the marks that are open
	linked bool            // within a link
}

func (s *docsSpan) flush() {
	text := s.words.String()
	s.words.Reset()
	if text == "" {
		return
	}
	escaped := s.dialect.Text(text)
	if strings.HasPrefix(text, " ") {
		escaped = " " + escaped
	}
	if strings.HasSuffix(text, " ") && escaped != " " {
		escaped += " "
	}
	s.out.WriteString(escaped)
}

// add writes markup behind the text before it, with nothing that the two would be together.
func (s *docsSpan) add(markup string) {
	s.flush()
	before := s.out.String()
	switch {
	case strings.HasSuffix(before, "!") && strings.HasPrefix(markup, "["): // a picture
		s.out.Reset()
		s.out.WriteString(strings.TrimSuffix(before, "!") + "&#33;")
	case strings.HasSuffix(before, "`") && strings.HasPrefix(markup, "`"): // longer backticks
		s.out.WriteString(" ")
	}
	s.out.WriteString(markup)
}

func (s *docsSpan) spans(n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		s.span(child)
	}
}

func (s *docsSpan) span(n ast.Node) {
	switch v := n.(type) {
	case *ast.Text:
		s.words.Write(resolveText(v.Value(s.source), v.IsRaw()))
		switch {
		case v.HardLineBreak():
			s.add(s.lineBreak)
		case v.SoftLineBreak():
			s.words.WriteByte(' ')
		}
	case *ast.String:
		s.words.Write(v.Value)
	case *ast.CodeSpan:
		var b strings.Builder
		for child := v.FirstChild(); child != nil; child = child.NextSibling() {
			if t, ok := child.(*ast.Text); ok {
				b.Write(t.Value(s.source))
			}
		}
		if s.cell {
			s.add(s.dialect.CodeCell(b.String()))
		} else {
			s.add(s.dialect.Code(b.String()))
		}
	case *ast.Emphasis:
		around := strings.Repeat("*", v.Level)
		s.add(around)
		s.spans(v)
		s.add(around)
	case *ast.Link:
		if s.linked {
			s.spans(v)
			return
		}
		s.linked = true
		s.add("[")
		s.spans(v)
		s.add("](" + escape.MarkdownURL(string(resolveText(v.Destination, false))) + ")")
		s.linked = false
	case *markNode:
		s.mark(v.mark)
	default:
		s.spans(n)
	}
}

func (s *docsSpan) mark(m anyMark) {
	if m.close {
		if last := len(s.open) - 1; last >= 0 {
			end := s.open[last]
			s.open = s.open[:last]
			if end != "" {
				s.add(end)
				s.linked = false
			}
		}
		return
	}
	end := ""
	switch m.kind {
	case markBreak:
		s.add(s.lineBreak)
		return
	case markAnchor, markBlock:
		return
	case markLinks:
		s.links(m)
		return
	case markLink:
		if to := s.target(m.arg(0), m.arg(1)); to != "" && !s.linked {
			s.add("[")
			end = "](" + to + ")"
			s.linked = true
		}
	}
	s.open = append(s.open, end)
}

// links writes the links of a mark to those of its pages that exist; a dash where none does.
func (s *docsSpan) links(m anyMark) {
	found := false
	for i := 0; i+1 < len(m.args); i += 2 {
		to := s.target(m.args[i], "")
		if to == "" {
			continue
		}
		if found {
			s.words.WriteString(", ")
		}
		found = true
		s.add("[" + s.dialect.Text(m.args[i+1]) + "](" + to + ")")
	}
	if !found {
		s.words.WriteString(dash)
	}
}

// target is the destination of a link to a page, or "" where there is none. Files of the output that are no pages have
// no place on another site; their names stand there without a link.
func (s *docsSpan) target(key, anchor string) string {
	to := s.byKey[key]
	if to == nil {
		return ""
	}
	if !to.anchors[anchor] {
		anchor = ""
		if to == s.page {
			return ""
		}
	}
	return s.link(s.page, to, anchor)
}
