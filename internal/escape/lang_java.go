package escape

import (
	"fmt"
	"strings"
)

// Java writes literals in ASCII and Javadoc blocks. javac turns \uXXXX into characters before
// it looks for tokens (JLS 3.3), also in comments, where \u000a would end a line and C:\users
// would not compile. Literals therefore name controls in octal (JLS 3.10.7), always with three
// digits, and keep \u for what cannot end a token; a doubled backslash is never the start of
// such an escape, so comments hold no single one. ASCII makes the value independent of javac's
// -encoding; comments need UTF-8, which is the default from Java 18.
var Java = &Language{
	name: "Java", literal: javaLiteral, line: "// ", text: strings.NewReplacer(`\`, `\\`).Replace,
	doc:    docForm{open: "/**", line: " * ", close: " */", short: "/** %s */", text: javadoc},
	guards: []string{"noinspection", "@formatter:", "checkstyle", "nosonar", "nopmd"},
	reserved: " abstract assert boolean break byte case catch char class const continue default do double else enum extends " +
		"final finally float for goto if implements import instanceof int interface long native new package private " +
		"protected public return short static strictfp super switch synchronized this throw throws transient try void " +
		"volatile while true false null var yield record sealed permits _ " +
		"Object String Boolean Byte Short Integer Long Float Double Character Number Math System Thread Override ",
}

func javaLiteral(s string) string {
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
		case r < ' ' || r == 0x7f:
			return fmt.Appendf(dst, `\%03o`, r)
		case r < 0x7f:
			return append(dst, byte(r))
		}
		return appendUTF16(dst, r)
	})
	return string(append(b, '"'))
}

// javadoc makes a line HTML without tags: Javadoc is HTML, and {@ or @ starts a tag.
func javadoc(line string) string {
	line = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "@", "&#64;", `\`, "&#92;").Replace(line)
	return breakPair(line, '*', '/', "&#8203;")
}
