package escape

import "unicode/utf8"

// Rego writes quoted strings, which follow JSON (Open Policy Agent, "Policy Reference", grammar).
// A comment "METADATA" makes the comment lines after it YAML that OPA reads.
var Rego = &Language{
	name: "Rego", literal: regoLiteral, line: "# ",
	doc:    docForm{line: "# "},
	guards: []string{"metadata", "regal "},
	reserved: " as contains data default else every false if in import input not null package some true with " +
		"count sum max min sort all any abs round concat format_int indexof lower upper replace split sprintf trim print " +
		"array object set strings regex glob bits base64 json yaml time io http net opa rego graph units uuid semver hex ",
}

func regoLiteral(s string) string {
	b := each([]byte{'"'}, s, func(dst []byte, r, _ rune) []byte {
		switch r {
		case '"', '\\':
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
