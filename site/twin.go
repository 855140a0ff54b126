package site

import (
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// twinOf is a page as Markdown: the text that its HTML was made from, marks put into words or left out, and nothing left
// behind where a mark stood for nothing.
func (b *builder) twinOf(p *page) string {
	var open []string
	return tidy(replaceMarks(p.markdown, func(m anyMark) string {
		if m.close {
			if len(open) == 0 {
				return ""
			}
			end := open[len(open)-1]
			open = open[:len(open)-1]
			return end
		}
		start, end := "", ""
		switch m.kind {
		case markBreak:
			return "<br/>"
		case markLinks:
			return b.eachLink(p, m, ".md", escape.MarkdownLink)
		case markAnchor:
			return ""
		case markBlock:
			if block := b.block(p, m.arg(0)); block != nil {
				return strings.TrimSpace(block.markdown)
			}
			return ""
		case markLink:
			if href := b.href(p, m.arg(0), m.arg(1), ".md"); href != "" {
				start, end = "[", "]("+escape.MarkdownURL(href)+")"
			}
		}
		open = append(open, end)
		return start
	}))
}

// llms is llms.txt: what the site is and one line for each page, with the address of its Markdown.
func (b *builder) llms() string {
	var out strings.Builder
	head := &b.policy.Document.Policy
	out.WriteString("# " + md(b.name()) + "\n\n")
	if head.Summary.IsSet() {
		out.WriteString("> " + string(withoutMarks(b.inlineProse(head.Summary.V))) + "\n\n")
	}
	out.WriteString("Token policy " + md(string(head.ID.Or(""))) + ", version " + md(string(head.Version.Or(""))) +
		". Every page is here as Markdown; the same address with .html is for people.\n")
	if b.inputs.Side != Alone {
		out.WriteString(slotOthers)
	}
	group := ""
	for _, p := range b.pages {
		if p.group != group {
			group = p.group
			out.WriteString("\n## " + md(group) + "\n\n")
		}
		out.WriteString("- " + escape.MarkdownLink(p.title, p.key+".md") + ": " + md(p.about) + "\n")
	}
	return out.String()
}

// siteMap lists the published addresses; empty where the policy does not say where it is published.
func (b *builder) siteMap() string {
	if b.published("") == "" {
		return ""
	}
	var out strings.Builder
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, p := range b.pages {
		out.WriteString("<url><loc>" + escape.SVGText(b.published(p.key+".html")) + "</loc></url>\n")
	}
	out.WriteString("</urlset>\n")
	return out.String()
}
