package site

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// newPageParser reads the Markdown of pages: what templates write. It knows neither raw HTML nor attributes nor
// autolinks, so that nothing can be on a page that a template or a mark did not put there.
func newPageParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(withoutHTML(false)...),
		parser.WithInlineParsers(
			util.Prioritized(markParser{}, 50),
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewEmphasisParser(), 500),
		),
		parser.WithParagraphTransformers(util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(pageTransformer{}, 100),
		),
	)
}

// markNode is a mark in the tree.
type markNode struct {
	ast.BaseInline
	mark anyMark
}

var kindMark = ast.NewNodeKind("Mark")

func (n *markNode) Kind() ast.NodeKind            { return kindMark }
func (n *markNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// markParser reads marks.
type markParser struct{}

func (markParser) Trigger() []byte { return []byte{markStart[0]} }

func (markParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	end := bytes.IndexByte(line, markEnd)
	m, size := readMark(string(line[:end+1]))
	if size == 0 {
		return nil
	}
	block.Advance(size)
	return &markNode{mark: m}
}

// blockNode is a block made elsewhere, such as a picture.
type blockNode struct {
	ast.BaseBlock
	number string
}

var kindBlock = ast.NewNodeKind("MadeBlock")

func (n *blockNode) Kind() ast.NodeKind            { return kindBlock }
func (n *blockNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// alertNode is a call-out: a quote that begins with [!NOTE] or the like.
type alertNode struct {
	ast.BaseBlock
	kind string
}

var kindAlert = ast.NewNodeKind("Alert")

func (n *alertNode) Kind() ast.NodeKind            { return kindAlert }
func (n *alertNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

var alertTitles = map[string]string{"NOTE": "Note", "TIP": "Tip", "IMPORTANT": "Important", "WARNING": "Warning", "CAUTION": "Caution"}

// pageTransformer gives headings their ids and turns paragraphs that are one block mark, and quotes that are
// call-outs, into nodes of their own.
type pageTransformer struct{}

func (pageTransformer) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	source := reader.Source()
	taken := map[string]bool{"content": true, "menu": true, "search": true, "nav": true, "toc": true}
	var replace [][2]ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch v := n.(type) {
		case *ast.Heading:
			v.SetAttributeString("id", []byte(headingID(v, source, taken)))
			return ast.WalkSkipChildren, nil
		case *ast.Paragraph:
			if m, ok := v.FirstChild().(*markNode); ok && m.mark.kind == markBlock && m.NextSibling() == nil {
				replace = append(replace, [2]ast.Node{v, &blockNode{number: m.mark.arg(0)}})
			}
			return ast.WalkSkipChildren, nil
		case *ast.Blockquote:
			if kind := alertKind(v, source); kind != "" {
				replace = append(replace, [2]ast.Node{v, &alertNode{kind: kind}})
			}
		case *extast.Table:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	for _, pair := range replace {
		if alert, ok := pair[1].(*alertNode); ok {
			for child := pair[0].FirstChild(); child != nil; child = pair[0].FirstChild() {
				alert.AppendChild(alert, child)
			}
		}
		pair[0].Parent().ReplaceChild(pair[0].Parent(), pair[0], pair[1])
	}
}

// alertKind tells a call-out by its first line, and removes that line. The text of a policy cannot make one: its
// brackets are escaped.
func alertKind(q *ast.Blockquote, source []byte) string {
	p, ok := q.FirstChild().(*ast.Paragraph)
	if !ok || p.Lines().Len() == 0 {
		return ""
	}
	first := p.Lines().At(0)
	line := bytes.TrimSpace(first.Value(source))
	if !bytes.HasPrefix(line, []byte("[!")) || !bytes.HasSuffix(line, []byte("]")) {
		return ""
	}
	kind := string(line[2 : len(line)-1])
	if alertTitles[kind] == "" {
		return ""
	}
	for child := p.FirstChild(); child != nil; {
		next := child.NextSibling()
		t, isText := child.(*ast.Text)
		p.RemoveChild(p, child)
		if isText && t.SoftLineBreak() {
			break
		}
		child = next
	}
	return kind
}

// headingID is the id of a heading: the anchor that stands in it, else made from its words.
func headingID(h *ast.Heading, source []byte, taken map[string]bool) string {
	id := ""
	for child := h.FirstChild(); child != nil; child = child.NextSibling() {
		if m, ok := child.(*markNode); ok && m.mark.kind == markAnchor {
			id = m.mark.arg(0)
		}
	}
	if id == "" {
		id = slug(plainText(h, source))
	}
	base := id
	for n := 2; taken[id]; n++ {
		id = base + "-" + itoa(n)
	}
	taken[id] = true
	return id
}

// slug makes an id of words: small letters and digits, hyphens between. It is never empty.
func slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r == '\'' || r == '’':
		default:
			gap = true
		}
		if b.Len() > 60 {
			break
		}
	}
	if b.Len() == 0 {
		return "section"
	}
	return b.String()
}

// plainText is the text of a node without its markup.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	appendText(&b, n, source)
	return strings.Join(strings.Fields(b.String()), " ")
}

func appendText(b *strings.Builder, n ast.Node, source []byte) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch v := child.(type) {
		case *ast.Text:
			_, inCode := n.(*ast.CodeSpan)
			b.Write(resolveText(v.Value(source), inCode || v.IsRaw()))
			if v.SoftLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(v.Value)
		case *markNode:
			if v.mark.kind == markBreak {
				b.WriteByte(' ')
			}
		case *ast.FencedCodeBlock:
			lines := v.Lines()
			for i := range lines.Len() {
				segment := lines.At(i)
				b.Write(segment.Value(source))
			}
			b.WriteByte(' ')
		default:
			appendText(b, child, source)
			if child.Type() == ast.TypeBlock {
				b.WriteByte(' ')
			}
		}
	}
}
