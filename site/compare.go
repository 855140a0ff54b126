package site

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/templates"
)

// WriteCompare writes a diff as one page that shows both values of each change side by side, the gravest first. It holds
// its own style, needs no script and loads nothing. Its errors are those of the writer.
func WriteCompare(w io.Writer, d *diff.Diff, s diff.Show) error {
	page, err := fs.ReadFile(templates.Compare, "compare/page.html")
	if err != nil {
		return err
	}
	style, err := compareStyle()
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(style))
	slots := strings.NewReplacer(
		"[[digest]]", "sha256-"+base64.StdEncoding.EncodeToString(sum[:]),
		"[[style]]", style,
		"[[title]]", escape.HTMLText(compareTitle(d)),
		"[[summary]]", escape.HTMLText(capital(d.Summary())+"."),
		"[[version]]", compareVersion(d),
		"[[filter]]", compareFilter(d),
		"[[groups]]", compareGroups(d, s),
		"[[outputs]]", compareOutputs(d),
		"[[foot]]", fmt.Sprintf("From <code>%s</code> to <code>%s</code>, compared by Tokenbook %s.", escape.HTMLText(s.Old), escape.HTMLText(s.New), escape.HTMLText(s.Version)),
	)
	_, err = slots.WriteString(w, string(page))
	return err
}

// compareStyle is the colours and the type of the site's pages, with the style of this one.
func compareStyle() (string, error) {
	var b strings.Builder
	for _, part := range []struct {
		from fs.FS
		name string
	}{{templates.Theme, "theme/site.css"}, {templates.Compare, "compare/compare.css"}} {
		data, err := fs.ReadFile(part.from, part.name)
		if err != nil {
			return "", err
		}
		b.Write(data)
	}
	return b.String(), nil
}

func compareTitle(d *diff.Diff) string {
	title := "Changes of " + d.New.Policy.Title.V
	if d.Old != nil && d.Version.Old != d.Version.New {
		return fmt.Sprintf("%s: %s to %s", title, d.Version.Old, d.Version.New)
	}
	return title
}

// capital is text that begins with one.
func capital(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func compareVersion(d *diff.Diff) string {
	text := d.Versions()
	if text == "" {
		return ""
	}
	kind, title := "", "Version"
	if !d.Version.Enough {
		kind, title = " alert-warning", "The version number is too low"
	}
	return fmt.Sprintf("<div class=\"alert%s\"><p class=\"alert-title\">%s</p><p>%s</p></div>\n", kind, title, escape.HTMLText(strings.TrimPrefix(text, "Version: ")))
}

// compareFilters are those who may want to see only what concerns them.
var compareFilters = []struct {
	id, name string
	concerns func(*diff.Change) bool
}{
	{"clients", "Client developers", func(c *diff.Change) bool { return c.Clients > diff.Safe }},
	{"services", "Resource servers", func(c *diff.Change) bool { return c.Services > diff.Safe }},
	{"operators", "Operators", func(c *diff.Change) bool { return c.Operators > diff.Safe }},
	{"security", "Protection", func(c *diff.Change) bool { return c.Security != diff.Same }},
}

func compareFilter(d *diff.Diff) string {
	if len(d.Changes) < 2 {
		return ""
	}
	var b strings.Builder
	b.WriteString("<fieldset class=\"compare-filter\"><legend>Show what concerns</legend>\n<input type=\"radio\" name=\"of\" id=\"of-all\" checked><label for=\"of-all\">Everybody</label>\n")
	for _, f := range compareFilters {
		fmt.Fprintf(&b, "<input type=\"radio\" name=\"of\" id=\"of-%s\"><label for=\"of-%s\">%s</label>\n", f.id, f.id, f.name)
	}
	b.WriteString("</fieldset>\n")
	return b.String()
}

func compareGroups(d *diff.Diff, s diff.Show) string {
	var b strings.Builder
	for _, g := range d.Groups() {
		fmt.Fprintf(&b, "<section id=\"%s\">\n<h2>%s <span class=\"compare-count\">(%d)</span></h2>\n", g.ID, g.Title, len(g.Entries))
		for _, e := range g.Entries {
			compareEntry(&b, g, e, s)
		}
		b.WriteString("</section>\n")
	}
	for _, path := range d.Cut {
		fmt.Fprintf(&b, "<p>%s</p>\n", escape.HTMLText(diff.CutText(path)))
	}
	return b.String()
}

func compareEntry(b *strings.Builder, g diff.Group, e diff.Entry, s diff.Show) {
	c := e.First
	classes := "change change-" + g.ID
	for _, f := range compareFilters {
		if f.concerns(c) {
			classes += " of-" + f.id
		}
	}
	fmt.Fprintf(b, "<div class=\"%s\">\n<h3><code>%s</code></h3>\n<ul class=\"chips\">", classes, escape.HTMLText(e.Shown()))
	chips := func(level diff.Impact, kind string) {
		for _, f := range []struct {
			whom   string
			impact diff.Impact
		}{{"client developers", c.Clients}, {"resource servers", c.Services}, {"operators", c.Operators}} {
			if f.impact == level {
				fmt.Fprintf(b, "<li><span class=\"badge badge-%s\">%s for %s</span></li>", kind, level, f.whom)
			}
		}
	}
	chips(diff.Breaking, "bad")
	chips(diff.Risky, "warn")
	if c.Impact() == diff.Safe {
		b.WriteString("<li><span class=\"badge badge-good\">nothing breaks</span></li>")
	}
	switch c.Security {
	case diff.Weaker:
		b.WriteString("<li><span class=\"badge badge-bad\">weaker protection</span></li>")
	case diff.Stronger:
		b.WriteString("<li><span class=\"badge badge-good\">stronger protection</span></li>")
	case diff.Same:
	}
	if a := e.Approval(); a != nil {
		fmt.Fprintf(b, "<li><span class=\"badge badge-good\">approved by %s until %s</span></li>", escape.HTMLText(a.Approver), escape.HTMLText(a.Expires))
	}
	fmt.Fprintf(b, "</ul>\n<p>%s</p>\n<div class=\"sides\">\n", escape.HTMLText(c.Why))
	none := "not specified"
	if c.Kind == diff.Added || c.Kind == diff.Removed {
		none = "not there"
	}
	compareSide(b, "Before", none, "del", "side-was", c.Old, s.OldName)
	compareSide(b, "Now", none, "ins", "side-is", c.New, s.NewName)
	b.WriteString("</div>\n<dl class=\"about\">\n")
	rows := func(name string, values []string) {
		if len(values) > 0 {
			fmt.Fprintf(b, "<dt>%s</dt><dd>%s</dd>\n", name, strings.Join(values, "<br>"))
		}
	}
	var holds []string
	for _, set := range c.Whom.Sets() {
		holds = append(holds, escape.HTMLText(set))
	}
	if len(c.Whom.Except) > 0 {
		rows("For all but", holds)
	} else {
		rows("For", holds)
	}
	affected := e.Affected()
	for _, of := range []struct {
		name string
		ids  []string
	}{{"Tokens", affected.Tokens}, {"Clients", affected.Clients}, {"Environments", affected.Environments}, {"Services", affected.Services}} {
		if len(of.ids) > 0 {
			rows(of.name, []string{escape.HTMLText(strings.Join(of.ids, ", "))})
		}
	}
	var prints []string
	for _, f := range e.Fingerprints() {
		prints = append(prints, "<code>"+escape.HTMLText(f)+"</code>")
	}
	rows("Fingerprint", prints)
	b.WriteString("</dl>\n</div>\n")
}

// compareSide is one value. What is not there has no text to mark.
func compareSide(b *strings.Builder, title, none, element, class string, side diff.Side, name func(string) string) {
	fmt.Fprintf(b, "<div><h4>%s</h4>", title)
	if side.Text == "" {
		fmt.Fprintf(b, "<p class=\"side-value muted\">%s</p>", none)
	} else {
		fmt.Fprintf(b, "<p class=\"side-value\"><%s class=\"%s\">%s</%s></p>", element, class, escape.HTMLText(side.Text), element)
	}
	if !side.At.IsZero() {
		at := side.At
		if name != nil {
			at.File = name(at.File)
		}
		fmt.Fprintf(b, "<p class=\"side-place\">%s</p>", escape.HTMLText(at.String()))
	}
	b.WriteString("</div>\n")
}

func compareOutputs(d *diff.Diff) string {
	if len(d.Outputs) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("<section id=\"outputs\">\n<h2>What is made of it</h2>\n")
	for i := 0; i < len(d.Outputs); {
		start := i
		for i < len(d.Outputs) && d.Outputs[i].What == d.Outputs[start].What {
			i++
		}
		fmt.Fprintf(&b, "<details class=\"more\"><summary>%s (%d)</summary>\n<ul class=\"made\">\n", escape.HTMLText(capital(d.Outputs[start].What)+"s"), i-start)
		for _, o := range d.Outputs[start:i] {
			fmt.Fprintf(&b, "<li>%s <code>%s</code></li>\n", o.Kind, escape.HTMLText(o.Name))
		}
		b.WriteString("</ul>\n</details>\n")
	}
	b.WriteString("</section>\n")
	return b.String()
}
