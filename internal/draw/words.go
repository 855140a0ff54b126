package draw

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// LabelLimit is how many characters of a label a picture shows before it cuts
// with an ellipsis. The text alternative keeps the whole label.
const LabelLimit = 240

// DescriptionLimit is the same for the description of a whole picture, which
// assistive software reads out but nobody sees.
const DescriptionLimit = 1000

// clean makes a label one line of visible characters: white space of every
// kind becomes single spaces; control characters, marks that reorder or hide
// text and characters without a meaning become their code point in brackets,
// as [U+202E], so that a reader sees that something was there.
func clean(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		if hidden(r) {
			fmt.Fprintf(&b, "[U+%04X]", r)
		} else {
			b.WriteRune(r) // invalid bytes come out of range as U+FFFD, which shows
		}
	}
	return b.String()
}

// hidden reports the characters that clean spells out: all that Unicode counts
// as "other" (control, format, private, unassigned for interchange), and the
// few letters and marks that are drawn as nothing.
func hidden(r rune) bool {
	switch {
	case r < 0x20 || r >= 0x7F && r < 0xA0:
		return true
	case r < 0xAD:
		return false
	case r == 0x034F || r == 0x115F || r == 0x1160 || r == 0x17B4 || r == 0x17B5 || r == 0x2800 || r == 0x3164 || r == 0xFFA0:
		return true // joiner, fillers and blanks that look like nothing
	case r >= 0x180B && r <= 0x180F || r >= 0xE0000 && r <= 0xE0FFF:
		return true // Mongolian selectors, tags and supplementary selectors
	case r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF:
		return true // never characters
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs)
}

// cut shortens s to limit characters, the last of them an ellipsis.
func cut(s string, limit int) string {
	if len(s) <= limit || utf8.RuneCountInString(s) <= limit {
		return s
	}
	n := 0
	for i := range s {
		if n == limit-1 {
			return strings.TrimRight(s[:i], " ") + "…"
		}
		n++
	}
	return s
}

// wrapped is a label as pictures show it: clean, cut, and broken by us into
// lines of about width characters that are as even as they can be.
func wrapped(s string, width int) []string {
	words := strings.Fields(cut(clean(s), LabelLimit))
	lines := fill(words, width)
	longest := width / 3
	for _, word := range words {
		longest = max(longest, min(columns(word), width))
	}
	// The same number of lines, but no lonely word on the last one.
	for w := width - 1; w >= longest && len(lines) > 1; w-- {
		even := fill(words, w)
		if len(even) > len(lines) {
			break
		}
		lines = even
	}
	return lines
}

// fill sets words into lines of at most width columns. A word that is wider,
// such as a URL, is broken, where possible behind a separator.
func fill(words []string, width int) []string {
	var lines []string
	line, used := "", 0
	flush := func() {
		if line != "" {
			lines = append(lines, line)
		}
		line, used = "", 0
	}
	for _, word := range words {
		for word != "" {
			w := columns(word)
			switch {
			case used > 0 && used+1+w <= width:
				line, used, word = line+" "+word, used+1+w, ""
			case w <= width:
				flush()
				line, used, word = word, w, ""
			default:
				flush()
				at := breakAt(word, width)
				lines, word = append(lines, word[:at]), word[at:]
			}
		}
	}
	flush()
	return lines
}

// breakAt is the byte offset at which a word wider than width is broken: behind
// the last separator of its second half if there is one, else at width.
func breakAt(word string, width int) int {
	at, used, sep := 0, 0, 0
	for i, r := range word {
		c := runeColumns(r)
		if used+c > width && i > 0 && !unicode.Is(unicode.Mn, r) {
			break
		}
		used += c
		at = i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, n := utf8.DecodeRuneInString(word[i:])
			at = i + n
		}
		if used > width/2 && strings.ContainsRune("/_-.=&?,;:)", r) {
			sep = at
		}
	}
	if sep > 0 {
		return sep
	}
	return at
}

func columns(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

// runeColumns is how many columns a character fills: two for the East Asian
// wide ones and emoji, none for marks above or below another character.
func runeColumns(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case r >= 0x1100 && r <= 0x115F, r >= 0x2E80 && r <= 0xA4CF, r >= 0xAC00 && r <= 0xD7A3,
		r >= 0xF900 && r <= 0xFAFF, r >= 0xFE30 && r <= 0xFE6F, r >= 0xFF00 && r <= 0xFF60,
		r >= 0xFFE0 && r <= 0xFFE6, r >= 0x1F300 && r <= 0x1FAFF, r >= 0x20000 && r <= 0x3FFFD:
		return 2
	}
	return 1
}
