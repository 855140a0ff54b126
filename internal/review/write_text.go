package review

import (
	"fmt"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// Text writes the checklist for a terminal: a line for each item, with the question where somebody has to answer it.
func Text(p Paper) []byte {
	var w strings.Builder
	printed := func(format string, args ...any) { w.WriteString(escape.Terminal(fmt.Sprintf(format, args...)) + "\n") }
	printed("%s %s: %s", p.Title, p.Version, counts(p.Items))
	scores := map[string]Score{}
	for _, s := range Scores(p.All) {
		scores[s.Section] = s
	}
	section := ""
	for i := range p.Items {
		item := &p.Items[i]
		if item.Section != section {
			section = item.Section
			w.WriteByte('\n')
			printed("%s (%d of %d)", section, scores[section].Done, scores[section].Of)
		}
		printed("  %-14s  %s: %s (%s)", item.Status, item.ID, item.Title, item.Why)
		if item.Status == Person {
			printed("  %14s  %s", "", item.Question)
		}
		for _, text := range item.lines() {
			printed("  %14s  %s", "", text)
		}
	}
	return []byte(w.String())
}

// NewsText writes what changed for somebody since they last signed.
func NewsText(n News) []byte {
	var w strings.Builder
	printed := func(format string, args ...any) { w.WriteString(escape.Terminal(fmt.Sprintf(format, args...)) + "\n") }
	printed("%s last signed on %s, for version %s", n.Last.By, n.Last.On, n.Last.Version)
	printed("%s, %s open again, %s never signed by them", stands(len(n.Standing)), number(len(n.Reopened), "is", "are"), number(len(n.Others), "other waits and was", "others wait and were"))
	for _, r := range n.Reopened {
		w.WriteByte('\n')
		printed("%s: %s (signed on %s: %s)", r.Item.ID, r.Item.Title, r.Signed.On, r.Signed.Note)
		if r.Item.Status == Fail {
			printed("  fails now: %s", r.Item.Why)
		}
		for _, c := range r.Changes {
			switch {
			case c.Was == "":
				printed("  + %s: %s", c.Name, c.Is)
			case c.Is == "":
				printed("  - %s: %s", c.Name, c.Was)
			default:
				printed("  ~ %s: %s → %s", c.Name, c.Was, c.Is)
			}
		}
	}
	if len(n.Others) > 0 {
		w.WriteString("\nNever signed by them:\n")
		for _, i := range n.Others {
			printed("  %s: %s", i.ID, i.Title)
		}
	}
	if len(n.Gone) > 0 {
		w.WriteString("\nSigned, and not asked of a person any more:\n")
		for _, s := range n.Gone {
			printed("  %s (signed on %s)", s.Item, s.On)
		}
	}
	return []byte(w.String())
}

func stands(n int) string {
	if n == 1 {
		return "1 item stands"
	}
	return fmt.Sprintf("%d items stand", n)
}
