package escape

import (
	"regexp"
	"strings"
)

// Dialect is Markdown as one program reads it that makes sites of Markdown files. Such programs look at a page before
// they know what in it is code, so that a marker within a code block starts what it names.
type Dialect struct {
	name    string
	markers []string // what the program obeys even in code
	pipes   bool     // | in code in a cell stands as it is, without a backslash
	emoji   bool     // :name: becomes a picture, however the colons are written
}

// The dialects that documentation is written in.
var (
	// Docusaurus takes the text of a fence of mdx-code-block as program, wherever its first line stands, and puts a
	// backslash before the first {# of a line that looks like a heading.
	Docusaurus = Dialect{name: "Docusaurus", markers: []string{"mdx-code-block", "{#"}, emoji: true}
	// MkDocs runs what macros and snippets find in a page, where a team has switched these plugins on.
	MkDocs = Dialect{name: "MkDocs", markers: []string{"{{", "{%", "{#", "--8<--"}, pipes: true}
	// Hugo runs shortcodes and cuts a page at the end of its summary.
	Hugo = Dialect{name: "Hugo", markers: []string{"{{<", "{{%", "<!--more-->"}}
)

// Dialects are all of them.
var Dialects = []Dialect{Docusaurus, MkDocs, Hugo}

// Name is how the program is called.
func (d Dialect) Name() string { return d.name }

// emojiName is what Docusaurus replaces in finished text.
var emojiName = regexp.MustCompile(`:([\w+-]+:)`)

// Text is MarkdownText for this dialect. For Docusaurus a word joiner, which nobody sees, keeps :100: a number between
// colons.
func (d Dialect) Text(s string) string {
	if d.emoji {
		s = emojiName.ReplaceAllString(Fold(s), ":\u2060$1")
	}
	return MarkdownText(s)
}

// Code is MarkdownCode for this dialect: plain text where the program would obey what stands in the code.
func (d Dialect) Code(s string) string {
	if d.obeys(s) {
		return d.Text(s)
	}
	return MarkdownCode(s)
}

// CodeCell is MarkdownCodeCell for this dialect.
func (d Dialect) CodeCell(s string) string {
	switch {
	case d.obeys(s):
		return d.Text(s)
	case d.pipes && !strings.ContainsAny(s, "\\`"):
		return MarkdownCode(s)
	}
	return MarkdownCodeCell(s)
}

// Fence is MarkdownFence for this dialect: text with hard line ends where the program would obey what stands in the
// code.
func (d Dialect) Fence(info, s string) string {
	if d.obeys(s) {
		return d.lines(s)
	}
	if d.obeys(info) {
		info = ""
	}
	return MarkdownFence(info, s)
}

// Indented makes s a code block of indented lines, for places where a program knows no fence. It has no final line end
// and must have an empty line before and behind it.
func (d Dialect) Indented(s string) string {
	text := strings.Trim(prose(s), "\n")
	if d.obeys(text) {
		return d.lines(s)
	}
	parts := strings.Split(text, "\n")
	for i, p := range parts {
		if strings.TrimSpace(p) == "" {
			parts[i] = ""
			continue
		}
		parts[i] = "    " + p
	}
	return strings.Join(parts, "\n")
}

func (d Dialect) lines(s string) string {
	return markdownLinesOf(strings.TrimSuffix(prose(s), "\n"), d.Text)
}

// obeys reports whether code holds a marker.
func (d Dialect) obeys(s string) bool {
	for _, m := range d.markers {
		if strings.Contains(s, m) {
			return true
		}
	}
	return false
}
