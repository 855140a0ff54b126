package site

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/draw"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/templates"
)

// shell is what stands around every page: text, and slots to be filled, in turn.
type shell struct {
	text  []string // one more than slots
	slots []string
}

// The slots of templates/theme/shell.html.
const slotStart, slotEnd = "[[", "]]"

// stockShell is Tokenbook's own.
var stockShell = sync.OnceValues(func() (*shell, error) { return newShell(overlay{}, shellFile, slotNames) })

func loadShell(o overlay) (*shell, error) {
	if o.own == nil {
		return stockShell()
	}
	return newShell(o, shellFile, slotNames)
}

// newShell reads the text around pages from a file of the theme, with its slots.
func newShell(o overlay, file string, slots []string) (*shell, error) {
	data, err := o.read("theme/" + file)
	if err != nil {
		return nil, err
	}
	s := &shell{}
	rest := string(data)
	for {
		before, after, found := strings.Cut(rest, slotStart)
		s.text = append(s.text, before)
		if !found {
			return s, nil
		}
		name, next, closed := strings.Cut(after, slotEnd)
		if !closed {
			return nil, fmt.Errorf("theme/%s: a slot without %q", file, slotEnd)
		}
		if !slices.Contains(slots, name) {
			return nil, fmt.Errorf("theme/%s: there is no slot %q; there are %s", file, name, strings.Join(slots, ", "))
		}
		s.slots = append(s.slots, name)
		rest = next
	}
}

// slotNames are all slots.
var slotNames = []string{
	"root", "title", "about", "social", "styles", "twin", "logo", "name", "version", "help", "nav", "crumbs", "content", "toc", "toc-inline",
	"neighbours", "edit", "facts",
}

// fill writes the text; write writes what goes into a slot.
func (s *shell) fill(out *bytes.Buffer, write func(slot string)) {
	for i, text := range s.text {
		out.WriteString(text)
		if i < len(s.slots) {
			write(s.slots[i])
		}
	}
}

// wrap puts a page into the shell.
func (b *builder) wrap(s *shell, n *nav, i int) []byte {
	p := b.pages[i]
	up := strings.Repeat("../", strings.Count(p.key, "/"))
	var out bytes.Buffer
	out.Grow(len(p.html) + 16<<10)
	s.fill(&out, func(slot string) {
		switch slot {
		case "root":
			out.WriteString(up)
		case "title":
			t := p.title
			if p.key != "index" {
				t += " · " + b.name()
			}
			if b.inputs.Side == Older { // tabs and search results show nothing else
				t += " " + string(b.policy.Document.Policy.Version.V)
			}
			out.WriteString(htmlText(t))
		case "about":
			out.WriteString(attr(p.about))
		case "social":
			out.WriteString(b.social(p))
		case "styles":
			link := func(name string) {
				out.WriteString(`<link rel="stylesheet" href="` + up + "assets/" + name + `">` + "\n")
			}
			if b.hasDrawing && bytes.Contains(p.html, []byte("tb-draw")) {
				link("diagrams.css")
			}
			if b.look != nil {
				link("look.css")
			}
			if b.ownStyle {
				link(ownStyle)
			}
			if bytes.Contains(p.html, []byte(reviewTools)) {
				link("checklist.css")
				out.WriteString(`<script src="` + up + `assets/checklist.js" defer></script>` + "\n")
			}
		case "logo":
			out.WriteString(b.logo(up))
		case "edit":
			if b.inputs.Print {
				out.WriteString(` · <a href="` + up + printKey + `.html">The whole policy, to print</a>`)
			}
			out.WriteString(b.editLink(p))
		case "twin":
			out.WriteString(attr(p.key[strings.LastIndexByte(p.key, '/')+1:]) + ".md")
		case "name":
			out.WriteString(htmlText(clip(b.name(), 60)))
		case "version":
			if b.inputs.Side != Alone {
				out.WriteString(slotSwitch)
			} else if v := b.policy.Document.Policy.Version; v.IsSet() {
				out.WriteString(`<span class="version">v` + htmlText(string(v.V)) + "</span>")
			}
		case "help":
			out.WriteString(b.helpLink(p))
		case "nav":
			out.WriteString(n.html(p))
		case "crumbs":
			if b.inputs.Side == Older {
				out.WriteString(slotNotice)
			}
			out.WriteString(b.breadcrumbs(p))
		case "content":
			out.Write(p.html)
		case "toc":
			if t := p.contents(); t != "" {
				out.WriteString(`<nav class="toc" aria-label="On this page"><p class="toc-title">On this page</p>` + t + "</nav>")
			}
		case "toc-inline":
			if t := p.contents(); t != "" {
				out.WriteString(`<details class="toc-inline"><summary>On this page</summary><nav aria-label="On this page, short screens">` + t + "</nav></details>\n")
			}
		case "neighbours":
			out.WriteString(b.neighbours(i))
		case "facts":
			out.WriteString(b.footer())
		}
	})
	return out.Bytes()
}

// helpLink leads from every page to what operators need in a hurry; nothing where there is no such page.
func (b *builder) helpLink(p *page) string {
	to := b.byKey[onCallKey]
	if to == nil {
		return ""
	}
	here := ""
	if p == to {
		here = ` aria-current="page"`
	}
	return `<a class="help" href="` + attr(relative(p.key, onCallKey)) + `.html"` + here + `>` +
		`<svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><path d="M10 3v2M5 15.5h10M6.5 15.5V11a3.5 3.5 0 0 1 7 0v4.5M3.5 6l1.4 1.2M16.5 6l-1.4 1.2"/></svg><span>On call</span></a>` + "\n"
}

// social is what other programs show of a page when somebody passes its address on.
func (b *builder) social(p *page) string {
	var w strings.Builder
	one := func(property, content string) {
		w.WriteString(`<meta property="og:` + property + `" content="` + attr(content) + `">` + "\n")
	}
	one("type", "website")
	one("site_name", b.name())
	one("title", p.title)
	one("description", p.about)
	address := b.published(b.folder() + p.key + ".html")
	if address != "" {
		one("url", address)
	}
	switch {
	case b.inputs.Side == Older:
		w.WriteString(slotRobots)
	case address != "":
		w.WriteString(`<link rel="canonical" href="` + escape.Href(address) + `">` + "\n")
	}
	if p.key == changesKey && b.inputs.Side != Older && b.feed() != "" {
		w.WriteString(`<link rel="alternate" type="application/atom+xml" title="Changes" href="` + feedFile + `">` + "\n")
	}
	return w.String()
}

// stockLogo stands before the name where the policy has no logo of its own.
const stockLogo = `<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><rect x="3" y="3" width="18" height="18" rx="5"/><path d="M8 8.5h8M12 8.5V16"/></svg>`

func (b *builder) logo(up string) string {
	if b.inputs.Logo == nil {
		return stockLogo
	}
	return `<img class="logo" src="` + up + "assets/" + attr(escape.MarkdownURL(b.inputs.Logo.Name)) + `" alt="" height="24">`
}

// editLink leads to the place in the repository where what the page says is stated.
func (b *builder) editLink(p *page) string {
	if b.inputs.Side == Older { // what an old version said is not edited
		return ""
	}
	at := p.at
	if at.IsZero() {
		at = diag.Span{File: b.policy.Source.Entry, Start: diag.Position{Line: 1, Column: 1}}
	}
	href := b.sourceLink(at.String())
	if href == "" {
		return ""
	}
	return ` · <a href="` + escape.Href(href) + `" rel="noreferrer">Edit what this page says</a>`
}

// footer says what the page was made from.
func (b *builder) footer() string {
	head := &b.policy.Document.Policy
	parts := []string{"Policy " + htmlText(string(head.ID.Or("")))}
	if head.Version.IsSet() {
		parts[0] += " " + htmlText(string(head.Version.V))
	}
	if !b.policy.Date.IsZero() {
		parts = append(parts, "as of "+b.policy.Date.String())
	}
	parts = append(parts, "content "+Stamp(b.book))
	if head.Feedback.IsSet() {
		parts = append(parts, feedbackLink(string(head.Feedback.V)))
	}
	return strings.Join(parts, " · ")
}

// Stamp is the part of the policy's digest that every page shows in its footer: text that differs wherever anything
// that the policy says differs.
func Stamp(bk *book.Book) string { return bk.Policy.Hash()[:12] }

func feedbackLink(contact string) string {
	address := contactAddress(contact)
	if !outside(address) {
		return "feedback: " + htmlText(escape.Fold(contact))
	}
	return `<a href="` + escape.Href(address) + `" rel="noreferrer">Send feedback</a>`
}

// assetNames are the files of the theme as they are.
var assetNames = []string{"site.css", "layout.css", "content.css", "theme.js", "site.js", "search.js", "checklist.css", "checklist.js", "icon.svg"}

// assets are the style, the scripts and what the diagrams need.
func (b *builder) assets() ([]generator.File, error) {
	var out []generator.File
	add := func(name string, data []byte) {
		out = append(out, generator.File{Path: Folder + b.folder() + "assets/" + name, Data: data})
	}
	own, err := b.overlay.added()
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Concat(assetNames, own) {
		data, err := b.overlay.read("theme/" + name)
		if err != nil {
			return nil, err
		}
		add(name, data)
	}
	search, err := fs.ReadFile(templates.Theme, "theme/vendor/minisearch/minisearch.min.js")
	if err != nil {
		return nil, err
	}
	licence, err := fs.ReadFile(templates.Theme, "theme/vendor/minisearch/LICENSE.txt")
	if err != nil {
		return nil, err
	}
	add("minisearch.min.js", search)
	notice := "minisearch.min.js\n\n" + string(licence)
	if b.hasDrawing {
		add("diagrams.css", diagramStyle())
		notice += "\ndiagrams.css\n\n" + draw.FontNotice + "\n"
	}
	add("LICENSES.txt", []byte(notice))
	if b.look != nil {
		add("look.css", b.look)
	}
	if b.inputs.Print {
		data, err := b.overlay.read("theme/" + printStyle)
		if err != nil {
			return nil, err
		}
		add(printStyle, data)
	}
	if b.inputs.Logo != nil {
		add(b.inputs.Logo.Name, b.inputs.Logo.Data)
	}
	return out, nil
}

// diagramStyle is the style and the fonts of diagrams; cutting the fonts takes milliseconds, so it is done once.
var diagramStyle = sync.OnceValue(func() []byte { return []byte(draw.FontCSS() + draw.StyleSheet()) })
