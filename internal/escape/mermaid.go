package escape

import (
	"fmt"
	"unicode/utf8"
)

// Mermaid makes s the text of a message, a note, a participant or a state in a Mermaid diagram,
// quoted or not. Mermaid takes its own references, # number ; in decimal. All punctuation that
// some diagram's grammar reads is written so, among it:
//
//   - ; and # (the first ends a statement, the second starts a comment);
//   - : (a text that starts "wrap:" is an instruction, and after the word style or classDef
//     Mermaid's preprocessor deletes a semicolon further on);
//   - % (comments and %%{init}%% directives), < > (HTML), $ (formulas), " and brackets (labels);
//   - ﬂ and ¶, with which Mermaid marks its references while it works.
//
// A line end becomes <br/>, the only markup that comes out. A text that is nothing but "end"
// is broken up, since it closes blocks.
func Mermaid(s string) string {
	s = prose(s)
	if s == "end" {
		return "#101;nd"
	}
	return string(each(nil, s, func(dst []byte, r, next rune) []byte {
		switch r {
		case '\n':
			return append(dst, "<br/>"...)
		case '\t':
			return append(dst, ' ')
		case '.', ',', '\'', '/', '_', '!', '?':
			return append(dst, byte(r))
		case '-':
			if next != '-' && next != '>' && next != ')' && next != 'x' && (len(dst) == 0 || dst[len(dst)-1] != '-') {
				return append(dst, '-')
			}
			return append(dst, "#45;"...)
		case 'ﬂ', '¶':
			return fmt.Appendf(dst, "#%d;", r)
		}
		if isASCIIPunct(r) {
			return fmt.Appendf(dst, "#%d;", r)
		}
		return utf8.AppendRune(dst, r)
	}))
}
