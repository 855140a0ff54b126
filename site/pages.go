package site

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// page is one page in the making.
type page struct {
	key      string // the address without extension, relative to the site
	nav      string // its name in the navigation
	group    string
	about    string // one sentence for search engines and llms.txt
	audience string
	parent   string    // key of the page above, for pages that exist once for each of something
	printed  bool      // a chapter of the document of the whole policy
	folded   bool      // shown in the navigation only near itself
	at       diag.Span // where the policy says what the page says; zero for the policy as a whole
	called   string    // what readers also search it by, such as a method and a path
	within   string    // what it is a part of, where several pages have its title

	markdown string          // with marks
	anchors  map[string]bool // ids that its Markdown gives to headings
	blocks   []block         // that stand on it alone

	rendered
}

// heading is one line of a table of contents.
type heading struct {
	level    int
	id, text string
}

// makePages executes the templates. A template that writes nothing makes no page.
func (b *builder) makePages() error {
	planned := b.plan()
	err := b.share(len(planned), (*builder).withTemplates, func(w *builder, i int) error { return w.write(planned[i], planned[i].page) })
	if err != nil {
		return err
	}
	b.byKey = map[string]*page{}
	for _, p := range planned {
		if strings.TrimSpace(p.markdown) == "" {
			continue
		}
		if b.byKey[p.key] != nil {
			return fmt.Errorf("two pages have the address %s", p.key)
		}
		b.pages = append(b.pages, p.page)
		b.byKey[p.key] = p.page
	}
	b.pages = b.inReadingOrder()
	return nil
}

// plan are the pages that templates may make, with what each is given.
func (b *builder) plan() []plannedPage {
	b.slugs = map[string]map[string]string{"token": {}, "client": {}, "issuer": {}, "diagram": {}}
	view := b.newView()
	diagrams := make([]string, len(b.inputs.Diagrams))
	for i := range b.inputs.Diagrams {
		diagrams[i] = b.inputs.Diagrams[i].ID
	}
	for kind, ids := range map[string][]string{"token": b.policy.Tokens.IDs(), "client": b.policy.Clients.IDs(), "issuer": b.policy.Issuers.IDs(), "diagram": diagrams} {
		taken := map[string]bool{"index": true}
		for _, id := range ids {
			b.slugs[kind][id] = pageName(id, taken)
		}
	}
	var planned []plannedPage
	for i := range b.library.pages {
		planned = append(planned, b.pagesOf(&b.library.pages[i], view)...)
	}
	return planned
}

// inReadingOrder are the pages, those below another directly behind it.
func (b *builder) inReadingOrder() []*page {
	below := map[string][]*page{}
	for _, p := range b.pages {
		if b.byKey[p.parent] == nil {
			p.parent = ""
		}
		below[p.parent] = append(below[p.parent], p)
	}
	out := make([]*page, 0, len(b.pages))
	var add func(p *page)
	add = func(p *page) {
		out = append(out, p)
		for _, child := range below[p.key] {
			add(child)
		}
	}
	for _, p := range below[""] {
		add(p)
	}
	return out
}

// write executes the template of a page.
func (b *builder) write(plan plannedPage, p *page) (err error) {
	shared := len(b.blocks)
	b.blocks = b.blocks[:shared:shared]
	p.markdown, err = b.run(plan.template, plan.view)
	p.anchors, p.blocks = anchorsOf(p.markdown), b.blocks[shared:]
	b.blocks = b.blocks[:shared]
	return err
}

// block is what stands where a page has the mark of a block, or nil.
func (b *builder) block(p *page, number string) *block {
	i, err := strconv.Atoi(number)
	switch {
	case err != nil || i < 0 || i >= len(b.blocks)+len(p.blocks):
		return nil
	case i < len(b.blocks):
		return &b.blocks[i]
	}
	return &p.blocks[i-len(b.blocks)]
}

// plannedPage is a page and what its template is given.
type plannedPage struct {
	*page
	template string
	view     *View
}

// pagesOf are the pages that a template makes: one, or one for each of something.
func (b *builder) pagesOf(t *pageTemplate, view *View) []plannedPage {
	fresh := func(key, nav string, v *View) plannedPage {
		p := &page{key: key, nav: nav, group: t.head["group"], about: t.head["about"], audience: t.head["audience"],
			parent: t.head["parent"], folded: t.head["folded"] == "yes", printed: t.head["print"] != "no"}
		return plannedPage{p, t.name, v}
	}
	var out []plannedPage
	switch t.head["each"] {
	case "token":
		for i := range view.Tokens {
			v := *view
			v.Token = &view.Tokens[i]
			out = append(out, fresh("tokens/"+b.slugs["token"][v.Token.ID], title(v.Token.V.Title, v.Token.ID), &v))
			out[len(out)-1].page.at = v.Token.At
		}
	case "client":
		for i := range view.Clients {
			v := *view
			v.Client = &view.Clients[i]
			out = append(out, fresh("clients/"+b.slugs["client"][v.Client.ID], title(v.Client.V.Title, v.Client.ID), &v))
			out[len(out)-1].page.at = v.Client.At
		}
	case "issuer":
		for i := range view.Issuers {
			v := *view
			v.Issuer = &view.Issuers[i]
			out = append(out, fresh("issuers/"+b.slugs["issuer"][v.Issuer.ID], title(v.Issuer.V.Title, v.Issuer.ID), &v))
			out[len(out)-1].page.at = v.Issuer.At
		}
	case "error":
		for _, c := range b.causes {
			v := *view
			v.Cause = c
			out = append(out, fresh("errors/"+c.Page, c.ID, &v))
			if c.Own != nil {
				out[len(out)-1].page.at = c.Own.At
			}
		}
	case "diagram":
		for i := range b.inputs.Diagrams {
			v := *view
			v.Diagram = &DiagramView{&b.inputs.Diagrams[i], i}
			out = append(out, fresh("diagrams/"+b.slugs["diagram"][v.Diagram.ID], v.Diagram.Title, &v))
		}
	case "rules":
		for i := range view.Rules {
			v := *view
			v.Family = &view.Rules[i]
			out = append(out, fresh(v.Family.page(), v.Family.Title, &v))
		}
	case "contract":
		for _, api := range view.APIs {
			v := *view
			v.API = api
			p := fresh(api.Key, api.Nav, &v)
			p.about, p.at = api.About(), b.placeOf(api.Contract.Issuer, "")
			out = append(out, p)
		}
	case "operation":
		for _, api := range view.APIs {
			for _, op := range api.Operations {
				v := *view
				v.API, v.Operation = api, op
				p := fresh(op.Key, op.Method+" "+op.Path, &v)
				p.about, p.parent, p.called, p.within = op.About(), api.Key, op.Method+" "+op.Path, api.Nav
				p.at = b.placeOf(api.Contract.Issuer, op.Notes.Endpoint)
				out = append(out, p)
			}
		}
	default:
		key := t.head["path"]
		if key == "" {
			_, key, _ = strings.Cut(t.name, "-")
		}
		out = append(out, fresh(key, t.head["nav"], view))
	}
	return out
}

// anchorsOf are the ids that marks give to headings.
func anchorsOf(markdown string) map[string]bool {
	out := map[string]bool{}
	eachMark(markdown, string(markAnchor), func(m anyMark) { out[m.arg(0)] = true })
	return out
}

// render makes the HTML of a page, its twin, its table of contents and its part of the search index.
func (b *builder) render(p *page) error {
	source := []byte(p.markdown)
	root := b.pageParser.Parse(text.NewReader(source))
	b.writer.page, b.writer.open, b.writer.tables, b.writer.line = p, b.writer.open[:0], 0, ""
	b.writer.scratch.Reset()
	if err := b.renderer.Render(&b.writer.scratch, source, root); err != nil {
		return fmt.Errorf("page %s: %w", p.key, err)
	}
	p.html = bytes.Clone(b.writer.scratch.Bytes())
	p.twin = []byte(b.twinOf(p))
	b.outline(p, root, source)
	return nil
}

// outline reads title, table of contents and the text of each section off the tree.
func (b *builder) outline(p *page, root ast.Node, source []byte) {
	current := searchEntry{}
	var words strings.Builder
	flush := func() {
		current.Text = clip(strings.Join(strings.Fields(words.String()), " "), maxSearchText)
		if current.Title != "" {
			p.sections = append(p.sections, current)
		}
		words.Reset()
	}
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			sectionText(&words, n, source)
			continue
		}
		t := plainText(h, source)
		id, _ := h.AttributeString("id")
		name, _ := id.([]byte)
		switch {
		case h.Level == 1 && p.title == "":
			p.title = t
			current = searchEntry{Title: t + pickText(p.within != "", " · "+p.within)}
		case h.Level == 2 || h.Level == 3:
			p.toc = append(p.toc, heading{h.Level, string(name), t})
			flush()
			current = searchEntry{Title: t, Anchor: string(name)}
		default:
			words.WriteString(t + " ")
		}
	}
	flush()
	if p.title == "" {
		p.title = p.nav
	}
}

// sectionText is the text of a block for the search index; cells are kept apart.
func sectionText(b *strings.Builder, n ast.Node, source []byte) {
	if _, ok := n.(*extast.Table); ok {
		for row := n.FirstChild(); row != nil; row = row.NextSibling() {
			if row.Kind() == extast.KindTableHeader {
				continue
			}
			for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
				b.WriteString(plainText(cell, source) + " ")
			}
		}
		return
	}
	if f, ok := n.(*ast.FencedCodeBlock); ok {
		lines := f.Lines()
		for i := range lines.Len() {
			segment := lines.At(i)
			b.Write(segment.Value(source))
		}
		return
	}
	b.WriteString(plainText(n, source) + " ")
}
