package diff

import (
	"fmt"
	"io"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
)

// WriteText writes a diff for a terminal: what each audience has to look at, the gravest first, then the rest.
func WriteText(w io.Writer, d *Diff, s Show) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s → %s: %s\n", line(s.Old), line(s.New), d.Summary())
	told := map[*Change]bool{}
	for _, a := range audiences {
		concerns := d.concerns(a)
		if len(concerns) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s%s%s\n", s.Style.Bold, a.name, s.Style.Reset)
		for _, c := range concerns {
			writeChange(&b, c, a.impact(c), s, !told[c])
			told[c] = true
		}
	}
	values, words := d.rest()
	if len(values) > 0 {
		fmt.Fprintf(&b, "\n%sSafe for everybody%s\n", s.Style.Bold, s.Style.Reset)
		for _, c := range values {
			writeChange(&b, c, Safe, s, true)
		}
	}
	if len(words) > 0 {
		fmt.Fprintf(&b, "\n%sWords only%s\n", s.Style.Bold, s.Style.Reset)
		for _, c := range words {
			fmt.Fprintf(&b, "  %s\n", line(c.Shown))
		}
	}
	if len(d.Outputs) > 0 {
		fmt.Fprintf(&b, "\n%sWhat is made of it%s\n", s.Style.Bold, s.Style.Reset)
		for _, made := range d.outputsByKind() {
			fmt.Fprintf(&b, "  %s\n", line(made))
		}
	}
	for _, path := range d.Cut {
		fmt.Fprintf(&b, "\n%s has more than %d choices; some were left out.\n", line(path), maxSelections)
	}
	if said := d.Versions(); said != "" {
		fmt.Fprintf(&b, "\n%s\n", said)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeChange(b *strings.Builder, c *Change, impact Impact, s Show, whole bool) {
	colour := map[Impact]string{Breaking: s.Style.Red, Risky: s.Style.Yellow, Safe: s.Style.Blue}[impact]
	fmt.Fprintf(b, "  %s%-8s%s  %s: %s", colour, impact, s.Style.Reset, line(c.Shown), c.movedText(line))
	if text := ChoicesText(c.Choices); text != "" {
		fmt.Fprintf(b, "  [%s]", line(text))
	}
	switch c.Security {
	case Weaker:
		fmt.Fprintf(b, "  %sweaker%s", s.Style.Red, s.Style.Reset)
	case Stronger:
		b.WriteString("  stronger")
	case Same:
	}
	b.WriteByte('\n')
	if !whole {
		return
	}
	fmt.Fprintf(b, "            %s\n", c.Why)
	parts := []string{c.places(s)}
	if who := c.who(); who != "" {
		parts = append(parts, who)
	}
	parts = append(parts, c.Fingerprint)
	if c.Approval != nil {
		parts = append(parts, "approved by "+c.Approval.Approver+" until "+c.Approval.Expires)
	}
	fmt.Fprintf(b, "            %s\n", line(strings.Join(parts, " · ")))
}

// places are where it stands, and where it stood.
func (c *Change) places(s Show) string {
	at := func(name func(string) string, side Side) string {
		if side.At.IsZero() {
			return ""
		}
		return place(name, side.At)
	}
	was, is := at(s.OldName, c.Old), at(s.NewName, c.New)
	switch {
	case was == "":
		return is
	case is == "":
		return "was at " + was
	}
	return is + ", was at " + was
}

func place(name func(string) string, at diag.Span) string {
	if name != nil {
		at.File = name(at.File)
	}
	return at.String()
}

// line is text of a policy in one line of a terminal.
func line(s string) string { return escape.Terminal(escape.Fold(s)) }
