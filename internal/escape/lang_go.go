package escape

import (
	"fmt"
	"unicode/utf8"
)

// Go writes interpreted string literals (The Go Programming Language Specification, "String
// literals") and // comments. Every comment has a blank after the slashes, which no //go: or
// //line directive has; "+build" works with one.
var Go = &Language{
	name: "Go", literal: goLiteral, line: "// ",
	doc:    docForm{line: "// "},
	guards: []string{"+build", "nolint", "lint:", "#nosec", "#cgo"},
	// Keywords, predeclared names, and the two functions that Go calls by itself.
	reserved: " break case chan const continue default defer else fallthrough for func go goto if import interface map " +
		"package range return select struct switch type var any bool byte comparable complex64 complex128 error float32 " +
		"float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr true false iota nil " +
		"append cap clear close complex copy delete imag len make max min new panic print println real recover init main ",
}

func goLiteral(s string) string {
	b := each([]byte{'"'}, s, func(dst []byte, r, _ rune) []byte {
		switch {
		case r == '"' || r == '\\':
			return append(dst, '\\', byte(r))
		case r == '\n':
			return append(dst, `\n`...)
		case r == '\t':
			return append(dst, `\t`...)
		case !isHidden(r):
			return utf8.AppendRune(dst, r)
		case r > 0xffff:
			return fmt.Appendf(dst, `\U%08x`, r)
		}
		return fmt.Appendf(dst, `\u%04x`, r)
	})
	return string(append(b, '"'))
}
