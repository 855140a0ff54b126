package diff

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// Release is one version of a policy, for a changelog.
type Release struct {
	Version specs.Version
	// Date is the day of the version, as YYYY-MM-DD; empty where none is known.
	Date string
	// Diff is what differs from the version before; nil where that is not known.
	Diff *Diff
	// Within says that Diff is no comparison with a version before, of which none is known, but with this version as it
	// stood first.
	Within bool
	// Policy is the policy as it stood last in this version, from which what is said of it is filled in; nil where only
	// the newest policy is known.
	Policy *specs.Policy
}

// planned stands at the end of the heading of a version whose day is still to come.
const planned = " (planned)"

// heading is the line that a version begins with on a day.
func (r *Release) heading(today specs.Date) string {
	text := "## [" + string(r.Version) + "]"
	if r.Date == "" {
		return text
	}
	text += " - " + r.Date
	if !today.IsZero() && r.Date > today.String() {
		text += planned
	}
	return text
}

// section is a heading of Keep a Changelog.
type section struct {
	title string
	kinds []specs.ChangeKind
}

// sections are the headings of Keep a Changelog 1.1.0, in its order, with the kinds of change that stand below each.
var sections = []section{
	{"Added", []specs.ChangeKind{specs.ChangeAdded}},
	{"Changed", []specs.ChangeKind{specs.ChangeChanged, specs.ChangeClarified, ""}},
	{"Deprecated", []specs.ChangeKind{specs.ChangeDeprecated}},
	{"Removed", []specs.ChangeKind{specs.ChangeRemoved}},
	{"Fixed", []specs.ChangeKind{specs.ChangeFixed}},
	{"Security", []specs.ChangeKind{specs.ChangeTightened, specs.ChangeLoosened}},
}

// audienceWords are audiences as a reader would call them.
var audienceWords = map[specs.Audience]string{
	specs.ForSecurity: "security", specs.ForPrivacy: "privacy", specs.ForCompliance: "compliance", specs.ForOperations: "operators", specs.ForClientDeveloper: "client developers",
	specs.ForAPITeam: "API teams", specs.ForAdministrator: "administrators", specs.ForUser: "users", specs.ForPartner: "partners",
}

// The lines around what is written by the program. All else in a changelog is its authors' and stays.
const (
	beginMark = "<!-- tokenbook: made from the policy, begins; write above or below -->"
	endMark   = "<!-- tokenbook: ends -->"
)

// Changelog writes releases, the newest first, into the text of a changelog. What people wrote in it stays: only what
// stands between its marks is replaced, and versions that it lacks are put in their place. An empty text becomes a new
// changelog. A version dated after today is planned, in its heading, until that day; the zero day knows none.
func Changelog(have string, p *specs.Policy, releases []Release, today specs.Date) string {
	if strings.TrimSpace(have) == "" {
		have = fmt.Sprintf("# Changelog\n\nThe notable changes of %s. The format is that of\n[Keep a Changelog](https://keepachangelog.com/en/1.1.0/); versions follow [Semantic Versioning](https://semver.org/spec/v2.0.0.html).\n",
			escape.MarkdownText(p.Document.Policy.Title.V))
	}
	parts := cutVersions(strings.ReplaceAll(have, "\r\n", "\n"))
	for _, r := range releases {
		block := beginMark + "\n" + releaseText(p, &r) + "\n" + endMark + "\n"
		i := slices.IndexFunc(parts, func(v versionText) bool { return v.version == r.Version })
		if i < 0 {
			heading := r.heading(today)
			at := slices.IndexFunc(parts, func(v versionText) bool { return v.version != "" && v.version.Compare(r.Version) < 0 })
			if at < 0 {
				at = len(parts)
			}
			if at > 0 { // no two sections run together
				parts[at-1].text = strings.TrimRight(parts[at-1].text, "\n") + "\n\n"
			}
			parts = slices.Insert(parts, at, versionText{r.Version, heading + "\n\n" + block + "\n"})
			continue
		}
		text := parts[i].text
		if heading, rest, _ := strings.Cut(text, "\n"); strings.HasSuffix(heading, planned) || heading+planned == r.heading(today) {
			text = r.heading(today) + "\n" + rest // the program's own word, which a day makes true or false
		}
		from := strings.Index(text, beginMark)
		to := strings.Index(text, endMark)
		if from >= 0 && to > from {
			parts[i].text = text[:from] + strings.TrimSuffix(block, "\n") + text[to+len(endMark):]
			continue
		}
		heading, rest, _ := strings.Cut(text, "\n")
		parts[i].text = heading + "\n\n" + block + "\n" + strings.TrimLeft(rest, "\n")
	}
	var b strings.Builder
	for _, part := range parts {
		b.WriteString(part.text)
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// versionText is one version's part of a changelog; the first part, before any version, has none.
type versionText struct {
	version specs.Version
	text    string
}

var versionHeading = regexp.MustCompile(`(?m)^## +\[?v?([0-9]+\.[0-9]+\.[0-9]+)\]?.*$`)

func cutVersions(text string) []versionText {
	var out []versionText
	at := 0
	version := specs.Version("")
	for _, m := range versionHeading.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > at {
			out = append(out, versionText{version, text[at:m[0]]})
		}
		at, version = m[0], specs.Version(text[m[2]:m[3]])
	}
	return append(out, versionText{version, text[at:]})
}

// releaseText is what the policy says of a version, by kind and audience, and what differs in values.
func releaseText(p *specs.Policy, r *Release) string {
	var b strings.Builder
	for _, s := range sections {
		byAudience := map[string][]string{}
		var order []string
		for i := range p.Changes.Items {
			c := &p.Changes.Items[i]
			if c.Version.V != r.Version || !slices.Contains(s.kinds, c.Kind.V) {
				continue
			}
			to := "everybody"
			if who := specs.Plain(c.Affects); len(who) > 0 {
				words := make([]string, len(who))
				for i, a := range who {
					words[i] = audienceWords[a]
					if words[i] == "" { // a word of the policy's own
						words[i] = string(a)
					}
				}
				to = strings.Join(words, ", ")
			}
			if byAudience[to] == nil {
				order = append(order, to)
			}
			byAudience[to] = append(byAudience[to], noteText(r.Policy, p, c))
		}
		if len(order) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n### %s\n", s.title)
		for _, to := range order {
			fmt.Fprintf(&b, "\n#### For %s\n\n%s", escape.MarkdownText(to), strings.Join(byAudience[to], ""))
		}
	}
	title := "Values that differ"
	if r.Within {
		title = "Values that changed under this version number"
	}
	b.WriteString(valuesText(r.Diff, title))
	switch {
	case b.Len() > 0:
	case r.Diff == nil || r.Within:
		return "\nNo earlier version was found in git, and nothing was written about this one.\n"
	default:
		return "\nNo value differs, and nothing was written about it.\n"
	}
	return b.String()
}

// noteText is one entry of `changes` as a list item, with the values of its own version where they are known, so that a
// later policy does not rewrite what an earlier one was.
func noteText(own, now *specs.Policy, c *specs.Change) string {
	said := func(prose specs.Prose) string {
		var b strings.Builder
		for _, part := range prose.Parts() {
			text := part.Text
			for _, p := range []*specs.Policy{own, now} {
				if p == nil || part.Ref == "" {
					continue
				}
				if value, _, ok := p.EffectiveText(part.Ref, nil); ok && value != "" {
					text = value
					break
				}
			}
			b.WriteString(text)
		}
		return escape.MarkdownText(escape.Fold(b.String()))
	}
	text := "- **" + escape.MarkdownText(c.Title.V) + "**"
	if c.Text.IsSet() {
		text += ". " + said(c.Text.V)
	}
	if c.Breaks.IsSet() {
		text += " Breaks: " + said(c.Breaks.V)
	}
	if c.Window.From.IsSet() && c.Window.Until.IsSet() {
		text += fmt.Sprintf(" Old and new both work from %s until before %s.", c.Window.From.V, c.Window.Until.V)
	}
	return text + "\n"
}

// PlainProse is prose with the values that it refers to, in one line.
func PlainProse(p *specs.Policy, prose specs.Prose) string {
	return escape.Fold(p.Said(prose, nil))
}

// valuesText lists the values that differ under a title, the gravest first.
func valuesText(d *Diff, title string) string {
	if d == nil {
		return ""
	}
	var listed []*Change
	words := 0
	for i := range d.Changes {
		switch {
		case strings.HasPrefix(d.Changes[i].Pattern, "changes."): // told above
		case d.Changes[i].Words:
			words++
		default:
			listed = append(listed, &d.Changes[i])
		}
	}
	if len(listed) == 0 && words == 0 {
		return ""
	}
	slices.SortStableFunc(listed, func(a, b *Change) int { return cmp.Compare(b.Impact(), a.Impact()) })
	var b strings.Builder
	b.WriteString("\n### " + title + "\n\n")
	for _, c := range listed {
		fmt.Fprintf(&b, "- %s: %s", escape.MarkdownCode(c.Shown), c.movedText(escape.MarkdownCode))
		if choice := c.Whom.Text(); choice != "" {
			b.WriteString(" for " + escape.MarkdownText(choice))
		}
		verdict := c.Impact().String()
		if c.Security != Same {
			verdict += ", " + c.Security.String()
		}
		fmt.Fprintf(&b, " (%s)\n", verdict)
	}
	if words > 0 {
		fmt.Fprintf(&b, "- %s of words only\n", counted(words, "change", "changes"))
	}
	return b.String()
}
