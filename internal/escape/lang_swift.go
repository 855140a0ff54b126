package escape

import (
	"fmt"
	"unicode/utf8"
)

// Swift writes single-line static literals (The Swift Programming Language, "String Literals"):
// with every backslash doubled, \( cannot start an interpolation. Noncharacters stand as they are:
// the compiler takes them so and refuses them as \u{fffe}.
var Swift = &Language{
	name: "Swift", literal: swiftLiteral, line: "// ",
	doc:    docForm{line: "/// ", text: noDocTag},
	guards: []string{"swiftlint:", "swift-format-ignore", "sourcery:", "swift-tools-version", "mark:"},
	reserved: " associatedtype class deinit enum extension fileprivate func import init inout internal let open operator private " +
		"precedencegroup protocol public rethrows static struct subscript typealias var break case catch continue default " +
		"defer do else fallthrough for guard if in repeat return throw switch where while Any as await false is nil self " +
		"Self super throws true try async borrowing consuming actor nonisolated package some any each _ Type Protocol " +
		"Array Bool Character Dictionary Double Duration Error Float Int Never Optional Result Set String UInt Void ",
}

func swiftLiteral(s string) string {
	b := each([]byte{'"'}, s, func(dst []byte, r, _ rune) []byte {
		switch {
		case r == '"' || r == '\\':
			return append(dst, '\\', byte(r))
		case r == '\n':
			return append(dst, `\n`...)
		case r == '\r':
			return append(dst, `\r`...)
		case r == '\t':
			return append(dst, `\t`...)
		case isHidden(r) && !isNoncharacter(r):
			return fmt.Appendf(dst, `\u{%x}`, r)
		}
		return utf8.AppendRune(dst, r)
	})
	return string(append(b, '"'))
}
