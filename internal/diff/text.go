package diff

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
)

// WriteText writes a diff for a terminal: each change once, the gravest first.
func WriteText(w io.Writer, d *Diff, s Show) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s → %s: %s\n", line(s.Old), line(s.New), d.Summary())
	for _, g := range d.Groups() {
		fmt.Fprintf(&b, "\n%s%s%s\n", s.Style.Bold, g.Title, s.Style.Reset)
		for _, e := range g.Entries {
			if g.ID == "words" {
				fmt.Fprintf(&b, "  %s\n", line(e.Shown()))
				continue
			}
			writeEntry(&b, g, e, s)
		}
	}
	if len(d.Outputs) > 0 {
		fmt.Fprintf(&b, "\n%sWhat is made of it%s\n", s.Style.Bold, s.Style.Reset)
		for _, made := range d.outputsByKind() {
			fmt.Fprintf(&b, "  %s\n", line(made))
		}
	}
	for _, path := range d.Cut {
		fmt.Fprintf(&b, "\n%s\n", line(CutText(path)))
	}
	if said := d.Versions(); said != "" {
		fmt.Fprintf(&b, "\n%s\n", said)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// CutText says in a sentence that not all choices of a setting were looked at.
func CutText(path string) string {
	return fmt.Sprintf("%s has more than %d choices; some were left out.", path, maxSelections)
}

func writeEntry(b *strings.Builder, g Group, e Entry, s Show) {
	c := e.First
	colour := map[string]string{"breaking": s.Style.Red, "weaker": s.Style.Red, "risky": s.Style.Yellow}[g.ID]
	fmt.Fprintf(b, "  %s%s%s: %s", s.Style.Bold, line(e.Shown()), s.Style.Reset, e.Moved(line))
	if whom := e.Whom(); whom != "" {
		fmt.Fprintf(b, "  [%s]", line(whom))
	}
	fmt.Fprintf(b, "\n      %s%s%s: %s\n", colour, c.Verdict(), s.Style.Reset, c.Why)
	parts := slices.Concat(e.Places(s), []string{strings.Join(e.Fingerprints(), " ")})
	if a := e.Approval(); a != nil {
		parts = append(parts, "approved by "+a.Approver+" until "+a.Expires)
	}
	fmt.Fprintf(b, "      %s%s%s\n", s.Style.Dim, line(strings.Join(parts, " · ")), s.Style.Reset)
}

// places are where it stands, and where it stood if that was another place of the same files.
func (c *Change) places(s Show) string {
	at := func(name func(string) string, side Side) string {
		if side.At.IsZero() {
			return ""
		}
		return place(name, side.At)
	}
	was, is := at(s.OldName, c.Old), at(s.NewName, c.New)
	switch {
	case is == "" && was != "":
		return "was at " + was
	case was == "" || c.Old.At.File == c.New.At.File && c.Old.At.Start == c.New.At.Start:
		return is
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
