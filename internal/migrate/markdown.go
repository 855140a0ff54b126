package migrate

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// WriteMarkdown writes a plan for a pull request or an issue: a table for each migration, and a list to tick.
func WriteMarkdown(w io.Writer, p *Plan, s Show) error {
	var b strings.Builder
	text := markdownText
	fmt.Fprintf(&b, "## Migration plan\n\n%s → %s: %s.\n", escape.MarkdownCode(s.Old), escape.MarkdownCode(s.New), text(p.Summary()))
	for i := range p.Migrations {
		m := &p.Migrations[i]
		fmt.Fprintf(&b, "\n### %d. %s\n\n", i+1, text(m.Title))
		fmt.Fprintf(&b, "Changes %s.", codes(m))
		if said := p.windowText(m); said != "" {
			fmt.Fprintf(&b, " %s.", text(strings.ToUpper(said[:1])+said[1:]))
		}
		fmt.Fprintf(&b, " Flag: %s.\n\n", text(orSilent(m.Flag)))
		b.WriteString("| step | not before | who | what | wait |\n|---|---|---|---|---|\n")
		for j := range m.Steps {
			st := &m.Steps[j]
			var waits []string
			for k := range st.Waits {
				if wt := &st.Waits[k]; len(wt.Terms) > 0 {
					waits = append(waits, sumText(wt.Terms, Show{})+" after "+m.label(i, wt.After))
				}
			}
			if takes := sumText(st.Takes, Show{}); takes != "" {
				waits = append(waits, "takes "+takes)
			}
			fmt.Fprintf(&b, "| %d.%d | %s | %s | %s | %s |\n", i+1, j+1, text(strings.Replace(p.when(st), "not before ", "", 1)), st.Who, text(st.Do), text(strings.Join(waits, "; ")))
		}
		b.WriteByte('\n')
		for j := range m.Steps {
			st := &m.Steps[j]
			fmt.Fprintf(&b, "- [ ] %d.%d", i+1, j+1)
			if st.Stage != "" {
				fmt.Fprintf(&b, " (%s)", st.Stage)
			}
			fmt.Fprintf(&b, " %s Why: %s", text(st.Do), text(citedText(st)))
			if st.Gate != "" {
				fmt.Fprintf(&b, " Before going on: %s", text(st.Gate))
			}
			fmt.Fprintf(&b, " Way back: %s\n", text(st.back()))
		}
		if m.Rollback != "" {
			fmt.Fprintf(&b, "\nThe policy says of the way back: %s\n", text(m.Rollback))
		}
	}
	if len(p.AtOnce) > 0 {
		fmt.Fprintf(&b, "\n### At any time, in any order\n\n")
		for _, c := range p.AtOnce {
			fmt.Fprintf(&b, "- %s\n", escape.MarkdownCode(c.Shown))
		}
	}
	if len(p.Findings) > 0 {
		fmt.Fprintf(&b, "\n### Days\n\n")
		for _, f := range p.Findings {
			fmt.Fprintf(&b, "- **%s** %s\n", f.Severity, text(f.Message))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// figure is what reads best as it is: a moment with its time, and a place in a file.
var figure = regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(:[0-9]{2})?Z|[A-Za-z0-9_./-]+:[0-9]+:[0-9]+`)

// markdownText is text with moments and places as code, in which colons stay as they are.
func markdownText(s string) string {
	s = escape.Fold(s)
	var b strings.Builder
	from := 0
	text := func(part string) { // escaping drops spaces at the ends, which separate the parts here
		lead := len(part) - len(strings.TrimLeft(part, " "))
		words := strings.Trim(part, " ")
		b.WriteString(part[:lead] + escape.MarkdownText(words) + part[lead+len(words):])
	}
	for _, at := range figure.FindAllStringIndex(s, -1) {
		text(s[from:at[0]])
		b.WriteString(escape.MarkdownCode(s[at[0]:at[1]]))
		from = at[1]
	}
	text(s[from:])
	return b.String()
}

// codes are the settings that a migration changes.
func codes(m *Migration) string {
	const most = 8
	var out []string
	seen := map[string]bool{}
	for _, c := range m.Changes {
		if !seen[c.Shown] {
			seen[c.Shown] = true
			out = append(out, escape.MarkdownCode(c.Shown))
		}
	}
	if len(out) > most {
		return strings.Join(out[:most-1], ", ") + fmt.Sprintf(" and %d more", len(out)-most+1)
	}
	return strings.Join(out, ", ")
}
