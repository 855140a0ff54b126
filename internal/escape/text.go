package escape

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Valid returns s with each byte that is not UTF-8 replaced by U+FFFD, as encoding/json does it.
// Every function of this package applies it first.
func Valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s { // ranging yields U+FFFD for each bad byte
		b.WriteRune(r)
	}
	return b.String()
}

// hidden are the characters that a reader cannot see or tell from a space, and those that end
// a line in some language. Literals write them as escapes. Sources: Unicode 15 general
// categories Cc, Cf, Zl, Zp, Zs (the ordinary space apart), the fillers and blanks that
// Unicode calls letters or symbols, and the interlinear and tag characters.
var hidden = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x0000, Hi: 0x001f, Stride: 1}, {Lo: 0x007f, Hi: 0x00a0, Stride: 1}, {Lo: 0x00ad, Hi: 0x00ad, Stride: 1},
		{Lo: 0x034f, Hi: 0x034f, Stride: 1}, {Lo: 0x061c, Hi: 0x061c, Stride: 1}, {Lo: 0x115f, Hi: 0x1160, Stride: 1},
		{Lo: 0x1680, Hi: 0x1680, Stride: 1}, {Lo: 0x17b4, Hi: 0x17b5, Stride: 1}, {Lo: 0x180e, Hi: 0x180e, Stride: 1},
		{Lo: 0x2000, Hi: 0x200f, Stride: 1}, {Lo: 0x2028, Hi: 0x202f, Stride: 1}, {Lo: 0x205f, Hi: 0x206f, Stride: 1},
		{Lo: 0x2800, Hi: 0x2800, Stride: 1}, {Lo: 0x3000, Hi: 0x3000, Stride: 1}, {Lo: 0x3164, Hi: 0x3164, Stride: 1},
		{Lo: 0xfdd0, Hi: 0xfdef, Stride: 1}, {Lo: 0xfeff, Hi: 0xfeff, Stride: 1}, {Lo: 0xffa0, Hi: 0xffa0, Stride: 1},
		{Lo: 0xfff0, Hi: 0xfffb, Stride: 1}, {Lo: 0xfffe, Hi: 0xffff, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x110bd, Hi: 0x110bd, Stride: 1}, {Lo: 0x110cd, Hi: 0x110cd, Stride: 1}, {Lo: 0x13430, Hi: 0x1343f, Stride: 1},
		{Lo: 0x1bca0, Hi: 0x1bca3, Stride: 1}, {Lo: 0x1d173, Hi: 0x1d17a, Stride: 1}, {Lo: 0xe0000, Hi: 0xe007f, Stride: 1},
	},
	LatinOffset: 3,
}

// isHidden reports whether a literal writes r as an escape. The last two code points of every
// plane are no characters at all.
func isHidden(r rune) bool { return unicode.Is(hidden, r) || r&0xfffe == 0xfffe }

// isNoncharacter reports whether r is one of the 66 code points that are never assigned (Unicode, section 23.7).
func isNoncharacter(r rune) bool { return r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe }

func isControl(r rune) bool { return r < 0x20 || r >= 0x7f && r <= 0x9f }

// isOverride reports whether r opens or closes a run of another direction, which reorders what
// is displayed after it: the nine characters of the "Trojan Source" report (CVE-2021-42574),
// which rustc refuses in literals and comments.
func isOverride(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

// shown replaces, one for one, what must not stand raw in text that people read. Control
// characters become their pictures (␀), everything else U+FFFD. Tab and the line ends stay for
// the caller. Marks that scripts and emoji need (joiners, left-to-right mark) stay.
func shown(r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r' || r == 0x85:
		return r
	case r < 0x20:
		return 0x2400 + r
	case r == 0x7f:
		return 0x2421
	case isControl(r), isOverride(r), r >= 0x206a && r <= 0x206f, r == 0xfeff, r >= 0xfff9 && r <= 0xfffb,
		isNoncharacter(r), r >= 0xe0000 && r <= 0xe007f:
		return utf8.RuneError
	}
	return r
}

// shownInSource is shown for comments in source code, where the remaining direction marks and
// the characters without width have no use but to deceive. The joiners stay for emoji.
func shownInSource(r rune) rune {
	switch {
	case r == 0x061c, r == 0x180e, r == 0x200b, r == 0x200e, r == 0x200f, r >= 0x2060 && r <= 0x2065:
		return utf8.RuneError
	}
	return shown(r)
}

// newlines are the line ends of any target: C# and YAML 1.1 count U+0085, JavaScript and C#
// count U+2028 and U+2029, and CR alone ends a line nearly everywhere.
var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// lines splits s at every line end of any target; no part holds one.
func lines(s string) []string { return strings.Split(newlines.Replace(s), "\n") }

// prose is s made valid and visible, with \n as its only line end.
func prose(s string) string { return newlines.Replace(strings.Map(shown, Valid(s))) }

// Fold returns s as one line: line ends, tabs and spaces in a row become one space, and none is
// left at either end. Borders that have no line ends (Markdown text) fold in this way, so that
// the reader's text equals Fold of the writer's.
func Fold(s string) string {
	return strings.Join(strings.FieldsFunc(prose(s), func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }), " ")
}

// each appends what escape makes of every character of s to dst. escape is given the character
// that follows, or -1.
func each(dst []byte, s string, escape func(dst []byte, r, next rune) []byte) []byte {
	for i, r := range s {
		next := rune(-1)
		if after := i + utf8.RuneLen(r); after < len(s) {
			next, _ = utf8.DecodeRuneInString(s[after:])
		}
		dst = escape(dst, r, next)
	}
	return dst
}

func isASCIILetterOrDigit(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}

func isASCIIPunct(r rune) bool { return r > ' ' && r < 0x7f && !isASCIILetterOrDigit(r) }
