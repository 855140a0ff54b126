package site

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// printKey is the address of the document that holds the whole policy, for paper and archives.
const printKey = "print"

const (
	printShell = "print.html" // what stands around it
	printStyle = "print.css"
)

// onPaper are the pages that the document holds, in reading order: those whose template does not say `print: no`.
func (b *builder) onPaper() []*page {
	var out []*page
	for _, p := range b.pages {
		if p.printed {
			out = append(out, p)
		}
	}
	return out
}

// paper is the whole policy as one document: a cover, contents, and each page as a chapter. Links between chapters stay
// within the document; others lead to the site.
func (b *builder) paper() ([]byte, error) {
	shell, err := newShell(b.overlay, printShell, printSlots)
	if err != nil {
		return nil, err
	}
	chapters := b.onPaper()
	names := make(map[string]string, len(chapters))
	for i, p := range chapters {
		names[p.key] = "c" + itoa(i+1)
	}
	var out bytes.Buffer
	shell.fill(&out, func(slot string) {
		switch slot {
		case "title", "name":
			out.WriteString(htmlText(b.name()))
		case "about":
			if s := b.policy.Document.Policy.Summary; s.IsSet() {
				out.WriteString("<p>" + htmlText(escape.Fold(b.policy.Said(s.V, nil))) + "</p>\n")
			}
		case "styles":
			if b.hasDrawing {
				out.WriteString(`<link rel="stylesheet" href="assets/diagrams.css">` + "\n")
			}
			if b.look != nil {
				out.WriteString(`<link rel="stylesheet" href="assets/look.css">` + "\n")
			}
			if b.ownStyle {
				out.WriteString(`<link rel="stylesheet" href="assets/` + ownStyle + `">` + "\n")
			}
		case "logo":
			out.WriteString(b.logo(""))
		case "facts":
			out.WriteString(b.footer())
		case "toc":
			out.WriteString(contentsOf(chapters, names))
		case "content":
			for _, p := range chapters {
				out.WriteString(`<section class="chapter" id="` + names[p.key] + "\">\n")
				bind(&out, p, names)
				out.WriteString("</section>\n")
			}
		}
	})
	return out.Bytes(), nil
}

// printSlots are the slots of templates/theme/print.html.
var printSlots = []string{"title", "about", "styles", "logo", "name", "facts", "toc", "content"}

// contentsOf lists the chapters by their groups.
func contentsOf(chapters []*page, names map[string]string) string {
	var w strings.Builder
	group := ""
	for i, p := range chapters {
		if p.group != group || i == 0 {
			if i > 0 {
				w.WriteString("</ul></li>\n")
			}
			group = p.group
			w.WriteString("<li>" + htmlText(group) + "<ul>\n")
		}
		w.WriteString(`<li><a href="#` + names[p.key] + `">` + htmlText(p.title) + "</a></li>\n")
	}
	if len(chapters) > 0 {
		w.WriteString("</ul></li>\n")
	}
	return w.String()
}

var (
	// Attributes that name an element of the same page, or several.
	idAttribute = regexp.MustCompile(` (id|for|aria-labelledby|aria-describedby|aria-controls|aria-owns|headers)="([^"]*)"`)
	idInside    = regexp.MustCompile(`="url\(#([^")]*)\)"`)
	linkInside  = regexp.MustCompile(` (href|xlink:href|src)="([^"]*)"`)
	headingTag  = regexp.MustCompile(`^(</?h)([1-5])\b`)
)

// bind writes a page as a chapter, by the names of chapters: headings go one level down, names of elements begin with that of the page, so that none
// stands twice in the document, and what is folded up is open.
func bind(w *bytes.Buffer, p *page, chapters map[string]string) {
	tokens := html.NewTokenizer(bytes.NewReader(p.html))
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			return
		}
		raw := tokens.Raw()
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken && kind != html.EndTagToken {
			w.Write(raw)
			continue
		}
		tag := headingTag.ReplaceAllStringFunc(string(raw), func(s string) string { return s[:len(s)-1] + string(s[len(s)-1]+1) })
		if kind != html.EndTagToken {
			tag = idAttribute.ReplaceAllStringFunc(tag, func(s string) string {
				m := idAttribute.FindStringSubmatch(s)
				names := strings.Fields(m[2])
				for i := range names {
					names[i] = chapters[p.key] + "-" + names[i]
				}
				return " " + m[1] + `="` + strings.Join(names, " ") + `"`
			})
			tag = idInside.ReplaceAllStringFunc(tag, func(s string) string {
				return `="url(#` + chapters[p.key] + "-" + idInside.FindStringSubmatch(s)[1] + `)"`
			})
			tag = linkInside.ReplaceAllStringFunc(tag, func(s string) string {
				m := linkInside.FindStringSubmatch(s)
				return " " + m[1] + `="` + printLink(p.key, m[2], chapters) + `"`
			})
			if tag == "<details>" || strings.HasPrefix(tag, "<details ") && !strings.Contains(tag, " open") {
				tag = "<details open" + strings.TrimPrefix(tag, "<details")
			}
		}
		w.WriteString(tag)
	}
}

// printLink is a link of a page as it is in the document. Both are values of attributes.
func printLink(key, href string, chapters map[string]string) string {
	if anchor, ok := strings.CutPrefix(href, "#"); ok {
		return "#" + chapters[key] + "-" + anchor
	}
	if strings.Contains(href, ":") || strings.HasPrefix(href, "/") || href == "" {
		return href // leads out of the site
	}
	file, anchor, hasAnchor := strings.Cut(href, "#")
	file = path.Join(path.Dir(key), file)
	to, isPage := strings.CutSuffix(file, ".html")
	switch {
	case isPage && chapters[to] != "" && hasAnchor:
		return "#" + chapters[to] + "-" + anchor
	case isPage && chapters[to] != "":
		return "#" + chapters[to]
	case hasAnchor:
		return file + "#" + anchor
	}
	return file
}
