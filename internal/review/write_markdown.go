package review

import (
	"fmt"
	"strings"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/escape"
)

// Paper is a checklist to be written: which policy it is about, and the items, of which All may be more than Items.
type Paper struct {
	Policy, Title, Version, Hash string
	// Site is the address below which pages stand: relative to the file, or that of the published site.
	Site string
	// Items are those to write, All those that scores count.
	Items, All []Item
}

// PaperOf is the whole checklist of a book, for files in a folder beside the site.
func PaperOf(b *book.Book, items []Item) Paper {
	head := &b.Policy.Document.Policy
	p := Paper{Policy: string(head.ID.V), Title: head.Title.V, Version: string(head.Version.V), Hash: b.Policy.Hash(), Site: "../site/", Items: items, All: items}
	if site := b.Policy.Site.URL; site.IsSet() {
		p.Site = strings.TrimSuffix(string(site.V), "/") + "/"
	}
	return p
}

// shortHash is how much of the policy's digest is shown.
func (p *Paper) shortHash() string { return p.Hash[:min(16, len(p.Hash))] }

// counts says in a line how many items stand where.
func counts(items []Item) string {
	parts := []string{number(len(items), "item", "items")}
	for _, s := range Statuses() {
		n := Count(items, s)
		switch {
		case n == 0:
		case s == Person && n > 1:
			parts = append(parts, fmt.Sprintf("%d need a person", n))
		case s == Person:
			parts = append(parts, "1 needs a person")
		default:
			parts = append(parts, fmt.Sprintf("%d %s", n, s))
		}
	}
	return parts[0] + ": " + strings.Join(parts[1:], ", ")
}

// Markdown writes the checklist for people to read, section by section.
func Markdown(p Paper) []byte {
	var w strings.Builder
	fmt.Fprintf(&w, "# Review of %s %s\n\n", escape.MarkdownText(p.Title), escape.MarkdownText(p.Version))
	fmt.Fprintf(&w, "%s. Content hash `%s`.\n\n", counts(p.Items), p.shortHash())
	w.WriteString("What the program could decide has its tick. What needs a person is a question that somebody can answer by looking; `tokenbook review sign` keeps the answer.\n\n")
	w.WriteString("| Section | Done | What is missing |\n|---|---|---|\n")
	for _, s := range Scores(p.All) {
		fmt.Fprintf(&w, "| %s | %d of %d | %s |\n", escape.MarkdownText(s.Section), s.Done, s.Of, escape.MarkdownText(strings.Join(s.Reasons, ", ")))
	}
	section := ""
	for i := range p.Items {
		item := &p.Items[i]
		if item.Section != section {
			section = item.Section
			fmt.Fprintf(&w, "\n## %s\n\n", escape.MarkdownText(section))
		}
		p.markdownItem(&w, item)
	}
	return []byte(w.String())
}

// tick is the box before an item.
func (i *Item) tick() string {
	if i.Status == Pass || i.Status == Waived {
		return "[x]"
	}
	return "[ ]"
}

func (p *Paper) markdownItem(w *strings.Builder, item *Item) {
	fmt.Fprintf(w, "- %s **%s %s** (%s): %s\n", item.tick(), escape.MarkdownText(item.ID), escape.MarkdownText(item.Title), item.Status, escape.MarkdownText(item.Question))
	line := func(text string) { fmt.Fprintf(w, "  - %s\n", text) }
	line(escape.MarkdownText(sentence(item.Why)))
	for _, text := range item.lines() {
		line(escape.MarkdownText(text))
	}
	for _, e := range item.Evidence {
		line(escape.MarkdownCode(e.Path) + ": " + escape.MarkdownText(e.Value) + " (" + escape.MarkdownText(e.At.String()) + ")")
	}
	if item.More > 0 {
		line(fmt.Sprintf("and %s", number(item.More, "further setting", "further settings")))
	}
	var more []string
	for _, page := range item.Pages {
		more = append(more, escape.MarkdownLink(label(page), p.Site+page+".html"))
	}
	if len(item.Scenarios) > 0 {
		more = append(more, "scenarios "+escape.MarkdownText(strings.Join(item.Scenarios, ", ")))
	}
	for _, c := range CrossReferences() {
		if text := c.Clauses(item); text != "" {
			more = append(more, escape.MarkdownText(text))
		}
	}
	if len(more) > 0 {
		line("see " + strings.Join(more, "; "))
	}
	for _, s := range item.Signed {
		line(escape.MarkdownText("signed by " + s.By + " on " + s.On + " for " + s.Version + ": " + s.Note))
	}
}

// label is what a page is called where it is linked to.
func label(page string) string {
	return strings.ReplaceAll(strings.TrimSuffix(page, "/index"), "-", " ")
}

// sentence begins a reason with a capital.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// issueLimit is the most characters that GitHub takes as the body of an issue or a pull request; GitLab takes more.
const issueLimit = 65_536

// issueReserve is kept for the line that says what was left out.
const issueReserve = 200

// Issue writes the body of an issue or of a pull request: what fails and what a person has to answer, as tasks.
func Issue(p Paper) []byte {
	var w strings.Builder
	fmt.Fprintf(&w, "# Review of %s %s\n\n%s. Content hash `%s`.\n", escape.MarkdownText(p.Title), escape.MarkdownText(p.Version), counts(p.Items), p.shortHash())
	left, section := 0, ""
	for i := range p.Items {
		item := &p.Items[i]
		if item.Status == Pass || item.Status == Waived {
			continue
		}
		var one strings.Builder
		if item.Section != section {
			fmt.Fprintf(&one, "\n## %s\n\n", escape.MarkdownText(item.Section))
		}
		fmt.Fprintf(&one, "- [ ] **%s** %s%s\n", escape.MarkdownText(item.ID), escape.MarkdownText(item.Question), p.issueLinks(item))
		if item.Status == Fail || len(item.Signed) > 0 {
			fmt.Fprintf(&one, "  - %s\n", escape.MarkdownText(sentence(item.Why)))
		}
		for j, text := range item.lines() {
			if j == MaxEvidence {
				fmt.Fprintf(&one, "  - and %d more\n", len(item.lines())-j)
				break
			}
			fmt.Fprintf(&one, "  - %s\n", escape.MarkdownText(text))
		}
		if left > 0 || w.Len()+one.Len() > issueLimit-issueReserve {
			left++
			continue
		}
		section = item.Section
		w.WriteString(one.String())
	}
	if left > 0 {
		fmt.Fprintf(&w, "\n%s left out, for a body has an end; `tokenbook review --format markdown` has all.\n", number(left, "item", "items"))
	}
	return []byte(w.String())
}

// issueLinks leads to the pages of a published site; a body has no place from which others could be reached.
func (p *Paper) issueLinks(item *Item) string {
	if !strings.Contains(p.Site, "://") || len(item.Pages) == 0 {
		return ""
	}
	return " (" + escape.MarkdownLink(label(item.Pages[0]), p.Site+item.Pages[0]+".html") + ")"
}
