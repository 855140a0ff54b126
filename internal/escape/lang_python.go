package escape

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Python writes double-quoted literals on one line (The Python Language Reference, 2.4.1),
// # comments and docstrings. A docstring is no raw literal: its backslashes are doubled, and
// every quote is escaped, so that none can end it. Guards keep doctest from running it and
// Sphinx from including files.
var Python = &Language{
	name: "Python", literal: pythonLiteral, line: "# ", text: func(line string) string { return noSetting(line, "coding") },
	doc: docForm{open: `"""`, line: "", close: `"""`, short: `"""%s"""`, text: pythonDocstring},
	guards: []string{"type:", "noqa", "pylint:", "mypy:", "pyright:", "pragma:", "fmt:", "ruff:", "isort:", "nosec",
		"-*-", "vim:", "vi:", ">>>", ".. ", "__ "},
	reserved: " False None True and as assert async await break class continue def del elif else except finally for from global " +
		"if import in is lambda nonlocal not or pass raise return try while with yield match case type " +
		"bool bytes dict float frozenset id int len list max min object open print range set str sum tuple " +
		"__debug__ ",
}

var docstringText = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func pythonDocstring(line string) string { return docstringText.Replace(noSetting(line, "coding")) }

func pythonLiteral(s string) string {
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
