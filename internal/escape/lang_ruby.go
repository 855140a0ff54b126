package escape

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Ruby writes double-quoted literals (Ruby documentation, "Literals"), where # before { $ or @
// interpolates, and # comments. The first comment of a file can set its encoding and other
// switches; RDoc includes files on :include:.
var Ruby = &Language{
	name: "Ruby", literal: rubyLiteral, line: "# ", text: rubyComment,
	doc:    docForm{line: "# ", text: rubyComment},
	guards: []string{"rubocop:", "steep:", "standard:", "vim:", ":", "@!", "--", "++"},
	reserved: " BEGIN END alias and begin break case class def defined do else elsif end ensure false for if in module next nil " +
		"not or redo rescue retry return self super then true undef unless until when while yield __FILE__ __LINE__ " +
		"__ENCODING__ __method__ Array Class Comparable Complex Data Dir Encoding Enumerable File Float Hash Integer IO Kernel " +
		"Method Module Object Proc Process Random Range Rational Set Signal String Struct Symbol Thread Time ENV ARGV DATA ",
}

// rubyComment breaks up the settings that Ruby reads, alone on a line or between -*- anywhere.
// Ruby takes - for _ in their names.
func rubyComment(line string) string {
	line = noSetting(line, "coding", "string_literal", "string-literal", "warn_indent", "warn-indent",
		"constant_value", "constant-value", "typed")
	for strings.Contains(line, "-*-") { // two may share a dash
		line = strings.ReplaceAll(line, "-*-", `-\*-`)
	}
	return line
}

func rubyLiteral(s string) string {
	b := each([]byte{'"'}, s, func(dst []byte, r, next rune) []byte {
		switch {
		case r == '"' || r == '\\', r == '#' && (next == '{' || next == '$' || next == '@'):
			return append(dst, '\\', byte(r))
		case r == '\n':
			return append(dst, `\n`...)
		case r == '\r':
			return append(dst, `\r`...)
		case r == '\t':
			return append(dst, `\t`...)
		case isHidden(r):
			return fmt.Appendf(dst, `\u{%x}`, r)
		}
		return utf8.AppendRune(dst, r)
	})
	return string(append(b, '"'))
}
