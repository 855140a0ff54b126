package escape

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// YAML makes s a double-quoted YAML scalar on one line, which YAML 1.1 and 1.2 read alike
// (YAML 1.2.2, 5.7 and 7.3.1). It is safe in front matter, in flow collections and as
// a key, where YAML allows 1024 characters.
func YAML(s string) string {
	b := each([]byte{'"'}, Valid(s), func(dst []byte, r, _ rune) []byte {
		switch {
		case r == '"' || r == '\\':
			return append(dst, '\\', byte(r))
		case r == '\n':
			return append(dst, `\n`...)
		case r == '\r':
			return append(dst, `\r`...)
		case r == '\t':
			return append(dst, `\t`...)
		case !isHidden(r):
			return utf8.AppendRune(dst, r)
		case r > 0xffff:
			return fmt.Appendf(dst, `\U%08x`, r)
		case r > 0xff:
			return fmt.Appendf(dst, `\u%04x`, r)
		}
		return fmt.Appendf(dst, `\x%02x`, r)
	})
	return string(append(b, '"'))
}

// yamlWords are the plain scalars that some YAML version or reader takes for something other
// than a string, in lower case.
const yamlWords = " y n yes no on off true false null nan inf infinity "

// YAMLScalar is YAML, but leaves a text plain if no reader could take it for anything else:
// words of ASCII letters, digits, "_", "-", "." and "/", with single spaces between, that start with a
// letter. It is for front matter and documents that people read.
func YAMLScalar(s string) string {
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		inner := letter || r >= '0' && r <= '9' || strings.ContainsRune("_-./", r) ||
			r == ' ' && i+1 < len(s) && s[i+1] != ' '
		if i == 0 && !letter || !inner {
			return YAML(s)
		}
	}
	if s == "" || strings.Contains(yamlWords, " "+strings.ToLower(s)+" ") {
		return YAML(s)
	}
	return s
}

// YAMLComment makes s whole lines of comment, each after indent and "# ", without a final line end.
func YAMLComment(indent, s string) string {
	return commentLines(indent, "# ", s, nil)
}

// commentLines writes each line of s after indent and prefix, without trailing blanks, so that no
// line end of any language leads out of the comment. text, if not nil, rewrites a line.
func commentLines(indent, prefix, s string, text func(string) string) string {
	parts := lines(strings.Map(shownInSource, Valid(s)))
	for i, p := range parts {
		if text != nil {
			p = text(p)
		}
		parts[i] = strings.TrimRight(indent+prefix+p, " \t")
	}
	return strings.Join(parts, "\n")
}
