package escape

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Rust writes plain string literals (The Rust Reference, "String literals"). rustc denies
// direction controls in literals and in comments. Documentation is Markdown whose code blocks
// cargo test compiles and runs: each line loses its indent and its runs of
// blanks, and no fence, tag or link is left.
var Rust = &Language{
	name: "Rust", literal: rustLiteral, line: "// ",
	doc: docForm{line: "/// ", text: rustdoc},
	reserved: " as async await break const continue crate dyn else enum extern false fn for gen if impl in let loop match mod move " +
		"mut pub ref return self Self static struct super trait true type unsafe use where while abstract become box do " +
		"final macro override priv try typeof unsized virtual yield union bool char f32 f64 i8 i16 i32 i64 i128 isize " +
		"str u8 u16 u32 u64 u128 usize Box Option Result Some None Ok Err String Vec Send Sync Drop Fn Clone Copy ",
}

func rustLiteral(s string) string {
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
		case isHidden(r):
			return fmt.Appendf(dst, `\u{%x}`, r)
		}
		return utf8.AppendRune(dst, r)
	})
	return string(append(b, '"'))
}

var rustdocText = strings.NewReplacer(`\`, `\\`, "`", "\\`", "~", `\~`, "<", `\<`, "[", `\[`, "]", `\]`, "://", `:\//`)

func rustdoc(line string) string { return rustdocText.Replace(Fold(line)) }
