package escape

import (
	"fmt"
	"unicode/utf8"
)

// Terraform writes quoted templates of HCL (HCL Native Syntax Specification, "Template
// Expressions"), where ${ and %{ start code. Doubling the sign, HCL's own way, would fail after
// another sign ($$${), so the sign itself is written as its code point. HCL brings every string
// to Unicode form NFC; a text in another form comes back composed.
var Terraform = &Language{
	name: "Terraform", literal: terraformLiteral, line: "# ",
	doc:    docForm{line: "# "},
	guards: []string{"tfsec:", "checkov:", "tflint-", "trivy:", "kics", "terraform-docs-ignore", "terrascan", "cnspec:"},
	reserved: " source version providers count for_each lifecycle depends_on locals true false null for if else endif in endfor " +
		"each self var local module data path terraform resource variable output provider string number bool list map set object tuple any ",
}

func terraformLiteral(s string) string {
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
		case r == '$' && next == '{', r == '%' && next == '{', isHidden(r) && r <= 0xffff:
			return fmt.Appendf(dst, `\u%04x`, r)
		case isHidden(r):
			return fmt.Appendf(dst, `\U%08x`, r)
		}
		return utf8.AppendRune(dst, r)
	})
	return string(append(b, '"'))
}
