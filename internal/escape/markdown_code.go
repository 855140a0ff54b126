package escape

import (
	"strings"
)

// hugoTag reports whether s holds the start of a Hugo shortcode. Hugo reads them in code as
// well, and no spelling inside code hides one from Hugo and not from the other programs.
func hugoTag(s string) bool { return strings.Contains(s, "{{<") || strings.Contains(s, "{{%") }

// longestRun returns the length of the longest run of backticks in s.
func longestRun(s string) int {
	longest, run := 0, 0
	for i := range len(s) {
		if run++; s[i] != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}

// MarkdownCode makes s a code span that shows Fold(s), with as many backticks as it needs. It
// is not for table cells: see MarkdownCodeCell. Where no code span can hold the text safely (a
// Hugo shortcode), it is plain text; the empty text is nothing at all.
func MarkdownCode(s string) string {
	text := Fold(s)
	if text == "" || hugoTag(text) {
		return MarkdownText(text)
	}
	fence := strings.Repeat("`", longestRun(text)+1)
	if text[0] == '`' || text[len(text)-1] == '`' {
		text = " " + text + " " // one space on each side is not part of the code
	}
	return fence + text + fence
}

// MarkdownCodeCell is MarkdownCode for a cell of a table, where | must be written \| even in
// code. Programs disagree about \| after a backslash, so such text is not set as code.
func MarkdownCodeCell(s string) string {
	if strings.Contains(s, "|") {
		if strings.Contains(s, `\`) {
			return MarkdownText(s)
		}
		return strings.ReplaceAll(MarkdownCode(s), "|", `\|`)
	}
	return MarkdownCode(s)
}

// MarkdownFence makes s a fenced code block, from fence to fence, without a final line end. The
// fence is longer than any run of backticks in s; info names the language and keeps only
// letters, digits and + - . _. With a Hugo shortcode in s the block is text with hard line ends.
func MarkdownFence(info, s string) string {
	text := strings.TrimSuffix(prose(s), "\n")
	if hugoTag(text) {
		return markdownLines(text)
	}
	info = strings.Map(func(r rune) rune {
		if isASCIILetterOrDigit(r) || strings.ContainsRune("+-._", r) {
			return r
		}
		return -1
	}, info)
	fence := strings.Repeat("`", max(3, longestRun(text)+1))
	return fence + info + "\n" + text + "\n" + fence
}

// markdownLines is text with a hard line end (two spaces) after each line.
func markdownLines(text string) string { return markdownLinesOf(text, MarkdownText) }

// markdownLinesOf is markdownLines with a border of choice.
func markdownLinesOf(text string, border func(string) string) string {
	parts := strings.Split(text, "\n")
	for i, p := range parts {
		parts[i] = border(p)
		if parts[i] == "" {
			parts[i] = "&#160;" // an empty line would end the paragraph
		}
	}
	return strings.Join(parts, "  \n")
}
