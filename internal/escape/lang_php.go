package escape

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// PHP writes single-quoted literals, in which only \' and \\ mean anything (PHP manual,
// "Strings"). Characters that cannot be seen need double quotes, where $ is escaped as well:
// it starts a variable, with or without braces. "?>" leaves PHP even in a line comment, and frameworks
// and checkers obey @ annotations.
var PHP = &Language{
	name: "PHP", literal: phpLiteral, line: "// ", text: func(line string) string { return breakPair(noDocTag(line), '?', '>', `\`) },
	doc: docForm{open: "/**", line: " * ", close: " */", short: "/** %s */", text: func(line string) string {
		return breakPair(noDocTag(noBlockEnd(line)), '?', '>', `\`)
	}},
	guards: []string{"phpcs:", "noinspection", "php-cs-fixer"},
	reserved: " __halt_compiler abstract and array as break callable case catch class clone const continue declare default die do " +
		"echo else elseif empty enddeclare endfor endforeach endif endswitch endwhile enum eval exit extends final finally fn " +
		"for foreach function global goto if implements include include_once instanceof insteadof interface isset list " +
		"match namespace new or print private protected public readonly require require_once return static switch throw " +
		"trait try unset use var while xor yield self parent true false null bool int float string void iterable " +
		"object mixed never numeric resource __class__ __dir__ __file__ __function__ __line__ __method__ __namespace__ __trait__ ",
	anyCase: true,
}

func phpLiteral(s string) string {
	if !strings.ContainsFunc(s, isHidden) {
		return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
	}
	b := each([]byte{'"'}, s, func(dst []byte, r, _ rune) []byte {
		switch {
		case r == '"' || r == '\\' || r == '$':
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
