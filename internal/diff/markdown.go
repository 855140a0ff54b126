package diff

import (
	"fmt"
	"io"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// WriteMarkdown writes a diff for a pull request: a table for each audience.
func WriteMarkdown(w io.Writer, d *Diff, s Show) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## Token policy: %s\n\n", d.Summary())
	fmt.Fprintf(&b, "From %s to %s.\n", escape.MarkdownCode(s.Old), escape.MarkdownCode(s.New))
	if line := d.Versions(); line != "" {
		fmt.Fprintf(&b, "\n%s\n", escape.MarkdownText(line))
	}
	for _, a := range audiences {
		concerns := d.concerns(a)
		if len(concerns) == 0 {
			continue
		}
		markdownTable(&b, a.name, concerns, a.impact, s)
	}
	values, words := d.rest()
	if len(values) > 0 {
		markdownTable(&b, "Safe for everybody", values, (*Change).Impact, s)
	}
	if len(words) > 0 {
		b.WriteString("\n### Words only\n\n")
		for _, c := range words {
			fmt.Fprintf(&b, "- %s\n", escape.MarkdownCode(c.Shown))
		}
	}
	if len(d.Outputs) > 0 {
		b.WriteString("\n### What is made of it\n\n")
		for _, line := range d.outputsByKind() {
			fmt.Fprintf(&b, "- %s\n", escape.MarkdownText(line))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownTable(b *strings.Builder, title string, changes []*Change, impact func(*Change) Impact, s Show) {
	fmt.Fprintf(b, "\n### %s\n\n| impact | setting | change | for | protection | why | fingerprint |\n|---|---|---|---|---|---|---|\n", title)
	for _, c := range changes {
		moved := c.movedText(escape.MarkdownCodeCell)
		whom := ChoicesText(c.Choices)
		if whom == "" {
			whom = c.who()
		}
		protection := c.Security.String()
		if c.Security == Weaker {
			protection = "**weaker**"
		}
		word := impact(c).String()
		if impact(c) == Breaking {
			word = "**breaking**"
		}
		if c.Approval != nil {
			word += ", approved by " + escape.MarkdownText(c.Approval.Approver)
		}
		at := ""
		if p := c.places(s); p != "" {
			at = "<br>" + escape.MarkdownText(p)
		}
		fmt.Fprintf(b, "| %s | %s%s | %s | %s | %s | %s | `%s` |\n", word, escape.MarkdownCodeCell(c.Shown), at, moved, escape.MarkdownText(whom), protection, escape.MarkdownText(c.Why), c.Fingerprint)
	}
}
