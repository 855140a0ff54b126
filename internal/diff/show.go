package diff

import (
	"fmt"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// Show is what the writers of a diff need beside it.
type Show struct {
	// OldName and NewName turn the name of a file into the one that readers know.
	OldName, NewName func(file string) string
	// Old and New are how the two policies were named.
	Old, New string
	// Style colours text.
	Style diag.Style
	// Version is the version of Tokenbook.
	Version string
}

// audience is one of those whom a change can break.
type audience struct {
	name   string
	impact func(*Change) Impact
}

var audiences = []audience{
	{"Client developers", func(c *Change) Impact { return c.Clients }},
	{"Resource servers", func(c *Change) Impact { return c.Services }},
	{"Operators", func(c *Change) Impact { return c.Operators }},
}

// Summary is the diff in a line.
func (d *Diff) Summary() string {
	if d.Old == nil {
		return "there was no policy before; everything is new"
	}
	if len(d.Changes) == 0 {
		return "no value differs"
	}
	count := func(f func(*Change) bool) int {
		n := 0
		for i := range d.Changes {
			if f(&d.Changes[i]) {
				n++
			}
		}
		return n
	}
	parts := []string{counted(len(d.Changes), "change", "changes")}
	add := func(n int, word string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, word))
		}
	}
	add(count(func(c *Change) bool { return c.Impact() == Breaking }), "breaking")
	add(count(func(c *Change) bool { return c.Impact() == Risky }), "risky")
	add(count(func(c *Change) bool { return c.Security == Weaker }), "weaker")
	add(count(func(c *Change) bool { return c.Security == Stronger }), "stronger")
	add(count(func(c *Change) bool { return c.Words }), "of words only")
	add(count(func(c *Change) bool { return c.Approval != nil }), "approved")
	return strings.Join(parts, ", ")
}

// Versions is what is to be said of the version number.
func (d *Diff) Versions() string {
	v := d.Version
	switch {
	case d.Old == nil:
		return ""
	case v.Needed == NoStep && v.Old == v.New:
		return fmt.Sprintf("Version: %s stays.", v.New)
	case v.Needed == NoStep:
		return fmt.Sprintf("Version: %s → %s; no value asks for it.", v.Old, v.New)
	case v.Enough:
		return fmt.Sprintf("Version: %s → %s; at least %s (%s) is needed. %s", v.Old, v.New, v.Least, v.Needed, v.Because)
	}
	return fmt.Sprintf("Version: %s is written; at least %s (%s) is needed. %s", v.New, v.Least, v.Needed, v.Because)
}

// MovedText says what happened, without the setting's name: 10m → 5m, or added.
func (c *Change) movedText(quote func(string) string) string {
	cut := func(s Side) string {
		const most = 100
		if s.Text == "" {
			return "nothing"
		}
		if r := []rune(s.Text); len(r) > most {
			return quote(string(r[:most]) + "…")
		}
		return quote(s.Text)
	}
	switch c.Kind {
	case Added, Removed:
		if strings.HasSuffix(c.Shown, "]") || len(c.Old.Text)+len(c.New.Text) > 60 || c.Old.Text+c.New.Text == "" {
			return c.Kind.String()
		}
		return c.Kind.String() + " " + cut(Side{Text: c.Old.Text + c.New.Text})
	case Stated:
		return "not specified → " + cut(c.New)
	case Unstated:
		return cut(c.Old) + " → not specified"
	case Changed:
	}
	return cut(c.Old) + " → " + cut(c.New)
}

// outputsByKind groups generated things: constant: added a, b; removed c.
func (d *Diff) outputsByKind() []string {
	var out []string
	for i := 0; i < len(d.Outputs); {
		what := d.Outputs[i].What
		byKind := map[Kind][]string{}
		for ; i < len(d.Outputs) && d.Outputs[i].What == what; i++ {
			byKind[d.Outputs[i].Kind] = append(byKind[d.Outputs[i].Kind], d.Outputs[i].Name)
		}
		var parts []string
		for _, k := range []Kind{Added, Removed, Changed} {
			names := byKind[k]
			if len(names) == 0 {
				continue
			}
			const most = 8
			list := strings.Join(names[:min(most, len(names))], ", ")
			if len(names) > most {
				list += fmt.Sprintf(" and %d more", len(names)-most)
			}
			parts = append(parts, k.String()+" "+list)
		}
		out = append(out, what+": "+strings.Join(parts, "; "))
	}
	return out
}
