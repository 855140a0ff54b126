package site

import (
	"path"
	"slices"
	"strings"
	"sync"
)

// nav is the navigation of the site, ready but for the address of the page that shows it.
type nav struct {
	b      *builder
	groups []navGroup

	mu   sync.Mutex
	made map[string]string // by folder and the page that they are near to
}

type navGroup struct {
	name  string
	items []*navItem
}

type navItem struct {
	page     *page
	text     string // escaped
	children []*navItem
}

// newNav arranges the pages: groups in the order of their first page; a page that names a parent goes below it.
func (b *builder) newNav() *nav {
	n := &nav{b: b, made: map[string]string{}}
	byKey := map[string]*navItem{}
	for _, p := range b.pages {
		item := &navItem{page: p, text: htmlText(clip(p.nav, 60))}
		byKey[p.key] = item
		if above := byKey[p.parent]; p.parent != "" && above != nil {
			above.children = append(above.children, item)
			continue
		}
		if len(n.groups) == 0 || n.groups[len(n.groups)-1].name != p.group {
			n.groups = append(n.groups, navGroup{name: p.group})
		}
		last := &n.groups[len(n.groups)-1]
		last.items = append(last.items, item)
	}
	return n
}

// html is the navigation as one page shows it. Pages of one folder below one page share it but for the mark on the
// current page.
func (n *nav) html(on *page) string {
	near := on.parent
	if near == "" {
		near = on.key
	}
	key := path.Dir(on.key) + " " + near
	n.mu.Lock()
	text, ok := n.made[key]
	n.mu.Unlock()
	if !ok {
		var w strings.Builder
		for _, g := range n.groups {
			w.WriteString(`<p class="nav-group">` + htmlText(g.name) + "</p>\n<ul>\n")
			for _, item := range g.items {
				n.item(&w, item, on, near)
			}
			w.WriteString("</ul>\n")
		}
		text = w.String()
		n.mu.Lock()
		n.made[key] = text
		n.mu.Unlock()
	}
	here := `<a href="` + attr(relative(on.key, on.key)) + `.html"`
	return strings.Replace(text, here, here+` aria-current="page"`, 1)
}

func (n *nav) item(w *strings.Builder, item *navItem, on *page, near string) {
	w.WriteString(`<li><a href="` + attr(relative(on.key, item.page.key)) + `.html">` + item.text + "</a>")
	open := false
	for _, child := range item.children {
		if child.page.folded && near != item.page.key {
			continue
		}
		if !open {
			w.WriteString("\n<ul>\n")
			open = true
		}
		n.item(w, child, on, near)
	}
	if open {
		w.WriteString("</ul>\n")
	}
	w.WriteString("</li>\n")
}

// breadcrumbs lead from the start of the site to a page.
func (b *builder) breadcrumbs(p *page) string {
	if p.key == "index" {
		return ""
	}
	var w strings.Builder
	w.WriteString(`<nav class="crumbs" aria-label="Breadcrumbs"><ol>`)
	link := func(key, text string) {
		w.WriteString(`<li><a href="` + attr(relative(p.key, key)) + `.html">` + htmlText(text) + "</a></li>")
	}
	link("index", b.pages[0].nav)
	if above := b.byKey[p.parent]; above != nil {
		link(above.key, above.nav)
	} else if p.group != p.nav {
		w.WriteString("<li>" + htmlText(p.group) + "</li>")
	}
	w.WriteString(`<li aria-current="page">` + htmlText(clip(p.nav, 60)) + "</li></ol></nav>\n")
	return w.String()
}

// maxContents is how many lines a table of contents may have; a longer one shows the upper level only.
const maxContents = 30

// contents is the table of contents of a page; a page with fewer than two sections needs none.
func (p *page) contents() string {
	if len(p.toc) < 2 {
		return ""
	}
	shown := slices.Clone(p.toc)
	if len(shown) > maxContents {
		upper := slices.DeleteFunc(slices.Clone(shown), func(h heading) bool { return h.level > 2 })
		if len(upper) > 1 {
			shown = upper
		}
	}
	var w strings.Builder
	w.WriteString("<ul>\n")
	for _, h := range shown {
		class := ""
		if h.level > 2 {
			class = ` class="sub"`
		}
		w.WriteString("<li" + class + `><a href="#` + attr(h.id) + `">` + htmlText(clip(h.text, 60)) + "</a></li>\n")
	}
	w.WriteString("</ul>\n")
	return w.String()
}

// neighbours are the links to the pages before and after.
func (b *builder) neighbours(i int) string {
	var w strings.Builder
	one := func(j int, class, label string) {
		if j < 0 || j >= len(b.pages) {
			return
		}
		to := b.pages[j]
		w.WriteString(`<a class="` + class + `" href="` + attr(relative(b.pages[i].key, to.key)) + `.html"><span>` + label + "</span>" +
			htmlText(clip(to.title, 80)) + "</a>\n")
	}
	one(i-1, "prev", "Previous")
	one(i+1, "next", "Next")
	return w.String()
}
