package escape

import (
	"fmt"
	"unicode/utf8"
)

// TypeScript writes double-quoted literals (ECMA-262, 12.9.4), never templates, and JSDoc
// blocks. U+2028 and U+2029 are escaped, since older engines end the line there, and "<"
// before "/" and "!", so that a script element may hold the code.
var TypeScript = &Language{
	name: "TypeScript", literal: typeScriptLiteral, line: "// ",
	doc: docForm{open: "/**", line: " * ", close: " */", short: "/** %s */", text: func(line string) string { return noDocTag(noBlockEnd(line)) }},
	guards: []string{"@ts-", "@jsx", "@flow", "eslint", "prettier-ignore", "istanbul ignore", "c8 ignore", "v8 ignore",
		"biome-ignore", "tslint:", "# source", "@ source"},
	reserved: " break case catch class const continue debugger default delete do else enum export extends false finally for " +
		"function if import in instanceof new null return super switch this throw true try typeof var void while with " +
		"implements interface let package private protected public static yield await async of any boolean never " +
		"number object string symbol undefined unknown bigint arguments eval NaN Infinity " +
		"Object String Number Boolean Symbol Array Promise Map Set Date Error Function RegExp JSON Math Reflect Proxy ",
}

func typeScriptLiteral(s string) string {
	b := each([]byte{'"'}, s, func(dst []byte, r, next rune) []byte {
		switch {
		case r == '"' || r == '\\':
			return append(dst, '\\', byte(r))
		case r == '\n':
			return append(dst, `\n`...)
		case r == '\r':
			return append(dst, `\r`...)
		case r == '\t':
			return append(dst, `\t`...)
		case r == '<' && (next == '/' || next == '!' || next == 's' || next == 'S'):
			return append(dst, `\u003c`...)
		case !isHidden(r):
			return utf8.AppendRune(dst, r)
		case r > 0xffff:
			return fmt.Appendf(dst, `\u{%x}`, r)
		}
		return fmt.Appendf(dst, `\u%04x`, r)
	})
	return string(append(b, '"'))
}
