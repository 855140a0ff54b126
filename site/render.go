package site

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"github.com/tokenbook/tokenbook/internal/escape"
)

func itoa(n int) string { return strconv.Itoa(n) }

// newPageRenderer writes the tree of a page as HTML: goldmark's own renderer, without raw HTML, for what needs no
// more; pageHTML for what the site shows in its own way. p is the page being written; the builder changes it.
func newPageRenderer(p *pageHTML) renderer.Renderer {
	return renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(html.NewRenderer(), 1000),
		util.Prioritized(p, 100),
	))
}

// pageHTML renders the nodes that the site shows in its own way.
type pageHTML struct {
	b      *builder
	page   *page
	open   []string // end tags of the marks that are open
	tables int
	values map[valueKey]string // start tags of values, many of which stand on several pages
	line   string              // file and line of the last value: neighbours from one line share one link

	scratch bytes.Buffer
}

// RegisterFuncs implements renderer.NodeRenderer.
func (p *pageHTML) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHeading, p.heading)
	r.Register(ast.KindLink, p.link)
	r.Register(ast.KindFencedCodeBlock, p.code)
	r.Register(ast.KindImage, p.image)
	r.Register(kindMark, p.mark)
	r.Register(kindBlock, p.block)
	r.Register(kindAlert, p.alert)
	r.Register(extast.KindTable, p.table)
	r.Register(extast.KindTableHeader, p.tableHeader)
	r.Register(extast.KindTableRow, p.tableRow)
	r.Register(extast.KindTableCell, p.tableCell)
}

func (p *pageHTML) heading(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	h := n.(*ast.Heading)
	id, _ := h.AttributeString("id")
	name, _ := id.([]byte)
	tag := "h" + itoa(h.Level)
	if entering {
		_, _ = w.WriteString("<" + tag + ` id="` + attr(string(name)) + `">`)
		return ast.WalkContinue, nil
	}
	if h.Level > 1 {
		label := attr("Link to this section: " + plainText(h, source))
		_, _ = w.WriteString(` <a class="anchor" href="#` + attr(string(name)) + `" aria-label="` + label + `">#</a>`)
	}
	_, _ = w.WriteString("</" + tag + ">\n")
	return ast.WalkContinue, nil
}

func (p *pageHTML) link(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	address := string(util.ResolveEntityNames(util.UnescapePunctuations(n.(*ast.Link).Destination)))
	_, _ = w.WriteString(`<a href="` + escape.Href(address) + `" rel="noreferrer">`)
	return ast.WalkContinue, nil
}

// image shows the words of a picture: no template writes one, and prose has none left.
func (p *pageHTML) image(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkContinue, nil
}

func (p *pageHTML) code(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	block := n.(*ast.FencedCodeBlock)
	language := string(block.Language(source))
	var b strings.Builder
	lines := block.Lines()
	for i := range lines.Len() {
		segment := lines.At(i)
		b.Write(segment.Value(source))
	}
	label := "Code"
	if language != "" && language != "text" {
		label = "Code, " + language
	}
	_, _ = w.WriteString(`<div class="code" data-language="` + attr(language) + `"><pre tabindex="0" role="group" aria-label="` +
		attr(label) + `"><code>` + highlight(language, b.String()) + "</code></pre></div>\n")
	return ast.WalkSkipChildren, nil
}

// mark opens or closes what a mark encloses.
func (p *pageHTML) mark(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	m := n.(*markNode).mark
	if m.close {
		if last := len(p.open) - 1; last >= 0 {
			_, _ = w.WriteString(p.open[last])
			p.open = p.open[:last]
		}
		return ast.WalkContinue, nil
	}
	start, end := "", ""
	switch m.kind {
	case markBreak:
		_, _ = w.WriteString("<br>")
		return ast.WalkContinue, nil
	case markLinks:
		_, _ = w.WriteString(p.b.eachLink(p.page, m, ".html", func(words, href string) string {
			return `<a href="` + attr(href) + `">` + htmlText(words) + "</a>"
		}))
		return ast.WalkContinue, nil
	case markAnchor:
		return ast.WalkContinue, nil
	case markBlock: // a block where there is room for a line only
		return ast.WalkContinue, nil
	case markValue:
		start, end = p.value(m)
	case markLink:
		if href := p.b.href(p.page, m.arg(0), m.arg(1), ".html"); href != "" && !p.inLink() {
			start, end = `<a href="`+attr(href)+`">`, "</a>"
		}
	case markBadge:
		start, end = `<span class="badge badge-`+attr(m.arg(0))+`">`, "</span>"
	case markMuted:
		start, end = `<span class="muted">`, "</span>"
	case markDepth:
		start, end = `<span class="depth depth-`+attr(m.arg(0))+`">`, "</span>"
	}
	_, _ = w.WriteString(start)
	p.open = append(p.open, end)
	return ast.WalkContinue, nil
}

// inLink reports whether a link is open; links cannot be nested.
func (p *pageHTML) inLink() bool {
	for _, end := range p.open {
		if end == "</a>" {
			return true
		}
	}
	return false
}

// value is the element around a value: a link to the place in the repository where the policy names one. Of values from
// one line that follow each other only the first is a link: nobody wants to press Tab through five of them.
func (p *pageHTML) value(m anyMark) (start, end string) {
	at, title := m.arg(0), m.arg(2)
	line := at[:max(strings.LastIndexByte(at, ':'), 0)]
	if title == "" {
		title = line // the column says little to people
	}
	linked := m.arg(1) != "link" && line != p.line && !p.inLink()
	key := valueKey{at, title, linked}
	start, ok := p.values[key]
	if !ok {
		start = `<span data-at="`
		if href := p.b.sourceLink(at); linked && href != "" {
			start = `<a href="` + escape.Href(href) + `" data-at="` // the page as a whole sends no referrer
		}
		start += attr(at) + `" title="` + attr(title) + `">`
		p.values[key] = start
	}
	if linked {
		p.line = line
	}
	if strings.HasPrefix(start, "<a") {
		return start, "</a>"
	}
	return start, "</span>"
}

// valueKey is what the element around a value depends on.
type valueKey struct {
	at, title string
	linked    bool
}

func (p *pageHTML) block(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		if block := p.b.block(p.page, n.(*blockNode).number); block != nil {
			_, _ = w.WriteString(block.html)
		}
	}
	return ast.WalkSkipChildren, nil
}

func (p *pageHTML) alert(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	kind := n.(*alertNode).kind
	if entering {
		_, _ = w.WriteString(`<div class="alert alert-` + strings.ToLower(kind) + `"><p class="alert-title">` + alertTitles[kind] + "</p>\n")
	} else {
		_, _ = w.WriteString("</div>\n")
	}
	return ast.WalkContinue, nil
}

// table wraps a table so that it scrolls by itself where the screen is narrow. Tables of settings
// and of fields, told by their heads, have classes of their own.
func (p *pageHTML) table(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</tbody></table></div>\n")
		return ast.WalkContinue, nil
	}
	class := "table"
	if head := n.FirstChild(); head != nil {
		switch words := plainText(head, source); {
		case words == factsHead[0]+" "+factsHead[1]:
			class = "table facts"
		case words == "You are Start with Then":
			class = "table readers"
		case isFieldHead(words):
			class = "table fields"
		case words == refusalHead:
			class = "table fields refusals"
		}
	}
	p.tables++
	_, _ = w.WriteString(`<div class="` + class + `" tabindex="0" role="group" aria-label="Table ` + itoa(p.tables) + `"><table>`)
	return ast.WalkContinue, nil
}

func (p *pageHTML) tableHeader(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<thead><tr>")
	} else {
		_, _ = w.WriteString("</tr></thead><tbody>\n")
	}
	return ast.WalkContinue, nil
}

func (p *pageHTML) tableRow(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<tr>")
	} else {
		_, _ = w.WriteString("</tr>\n")
	}
	return ast.WalkContinue, nil
}

// tableCell makes the first cell of each row its heading.
func (p *pageHTML) tableCell(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	tag, scope := "td", ""
	switch {
	case n.Parent().Kind() == extast.KindTableHeader:
		tag, scope = "th", ` scope="col"`
	case n.PreviousSibling() == nil:
		tag, scope = "th", ` scope="row"`
	}
	if entering {
		_, _ = w.WriteString("<" + tag + scope + ">")
	} else {
		_, _ = w.WriteString("</" + tag + ">")
	}
	return ast.WalkContinue, nil
}
