package escape

import "unicode/utf8"

// Kotlin writes double-quoted literals (Kotlin specification, "Character and string literals"),
// where $ starts a template, and KDoc. Its block comments nest, so neither end may appear.
var Kotlin = &Language{
	name: "Kotlin", literal: kotlinLiteral, line: "// ",
	doc:    docForm{open: "/**", line: " * ", close: " */", short: "/** %s */", text: func(line string) string { return noDocTag(noBlockEnd(line)) }},
	guards: []string{"noinspection", "ktlint-", "@formatter:", "language="},
	reserved: " as break class continue do else false for fun if in interface is null object package return super this throw true " +
		"try typealias typeof val var when while by catch constructor delegate dynamic field file finally get import init " +
		"param property receiver set setparam value where it " +
		"Any Array Boolean Byte Char Double Float Int List Long Map Nothing Number Set Short String Unit ",
}

func kotlinLiteral(s string) string {
	b := each([]byte{'"'}, s, func(dst []byte, r, _ rune) []byte {
		switch r {
		case '"', '\\', '$':
			return append(dst, '\\', byte(r))
		case '\n':
			return append(dst, `\n`...)
		case '\r':
			return append(dst, `\r`...)
		case '\t':
			return append(dst, `\t`...)
		}
		if isHidden(r) {
			return appendUTF16(dst, r)
		}
		return utf8.AppendRune(dst, r)
	})
	return string(append(b, '"'))
}
