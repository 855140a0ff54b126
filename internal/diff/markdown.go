package diff

import (
	"fmt"
	"io"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// MarkdownLimit is the most bytes that the Markdown form has. A comment on GitHub takes 65,536 characters; the rest is for
// what a pipeline adds.
const MarkdownLimit = 65_000

// tailRoom is kept for what is said at the end: of changes that were left out, and of fingerprints.
const tailRoom = 1_000

// WriteMarkdown writes a diff for a pull request: a table for each weight, the gravest first. What is safe is folded away
// below what is not. Where it grows too long, the least important is left out and counted.
func WriteMarkdown(w io.Writer, d *Diff, s Show) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## Token policy: %s\n\n", d.Summary())
	fmt.Fprintf(&b, "From %s to %s.", escape.MarkdownCode(cutTo(s.Old, 200)), escape.MarkdownCode(cutTo(s.New, 200)))
	if line := d.Versions(); line != "" {
		fmt.Fprintf(&b, " %s", escape.MarkdownText(line))
	}
	b.WriteByte('\n')
	left := 0
	full := func(text string) bool { return b.Len()+len(text)+tailRoom > MarkdownLimit }
	grave := false
	for _, g := range d.Groups() {
		open, shut := fmt.Sprintf("\n### %s\n", g.Title), ""
		if grave && (g.ID == "safe" || g.ID == "words") {
			open, shut = fmt.Sprintf("\n<details><summary>%s (%d)</summary>\n", g.Title, len(g.Entries)), "\n</details>\n"
		}
		grave = grave || g.ID != "safe"
		if g.ID == "words" {
			open += "\n"
		} else {
			open += "\n| setting | change | for | what it does |\n|---|---|---|---|\n"
		}
		for i, e := range g.Entries {
			row := open + markdownRow(g, e, s)
			if left > 0 || full(row+shut) {
				left += len(g.Entries) - i
				break
			}
			open = ""
			b.WriteString(row)
		}
		if open == "" {
			b.WriteString(shut)
		}
	}
	if left > 0 {
		fmt.Fprintf(&b, "\n%s left out here for their length; `tokenbook diff --format text` shows all.\n", counted(left, "more change is", "more changes are"))
	}
	for _, path := range d.Cut {
		if line := escape.MarkdownText(CutText(path)); !full(line) {
			fmt.Fprintf(&b, "\n%s\n", line)
		}
	}
	folded(&b, "What is made of it", markdownOutputs(d), full)
	folded(&b, "Fingerprints, for approvals", markdownFingerprints(d), full)
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownRow(g Group, e Entry, s Show) string {
	shown := cutTo(e.Shown(), 200)
	if g.ID == "words" {
		return fmt.Sprintf("- %s\n", escape.MarkdownCode(shown))
	}
	setting := escape.MarkdownCodeCell(shown)
	for _, p := range e.Places(s) {
		setting += "<br>" + escape.MarkdownText(cutTo(p, 200))
	}
	verdict := escape.MarkdownText(e.First.Verdict())
	if g.ID == "breaking" || g.ID == "weaker" {
		verdict = "**" + verdict + "**"
	}
	if a := e.Approval(); a != nil {
		verdict += "<br>approved by " + escape.MarkdownText(cutTo(a.Approver, 200))
	}
	return fmt.Sprintf("| %s | %s | %s | %s<br>%s |\n", setting, e.Moved(escape.MarkdownCodeCell), escape.MarkdownText(cutTo(e.Whom(), 500)), verdict, escape.MarkdownText(e.First.Why))
}

// folded writes lines that few readers need, below a title that opens them.
func folded(b *strings.Builder, title string, lines []string, full func(string) bool) {
	if len(lines) == 0 {
		return
	}
	text := ""
	for _, line := range lines {
		if full(text + line) {
			break
		}
		text += line
	}
	if text != "" {
		fmt.Fprintf(b, "\n<details><summary>%s</summary>\n\n%s\n</details>\n", title, text)
	}
}

func markdownOutputs(d *Diff) []string {
	var out []string
	for _, line := range d.outputsByKind() {
		out = append(out, fmt.Sprintf("- %s\n", escape.MarkdownText(line)))
	}
	return out
}

func markdownFingerprints(d *Diff) []string {
	var out []string
	for i := range d.Changes {
		if c := &d.Changes[i]; c.Impact() > Safe || c.Security == Weaker {
			out = append(out, fmt.Sprintf("- `%s` %s\n", c.Fingerprint, escape.MarkdownCode(cutTo(c.Shown, 200))))
		}
	}
	return out
}

// cutTo is text with so many characters at most.
func cutTo(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
