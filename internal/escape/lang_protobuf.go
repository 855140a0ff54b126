package escape

import (
	"fmt"
	"unicode/utf8"
)

// Protobuf writes string literals of protocol buffers (Protocol Buffers Language Specification,
// "String Literals"). Hidden characters are the octal bytes of their UTF-8, three digits each: all
// versions of protoc read these, and only newer ones \u.
var Protobuf = &Language{
	name: "Protobuf", literal: protobufLiteral, line: "// ",
	doc:    docForm{line: "// ", text: noBlockEnd},
	guards: []string{"buf:", "@exclude", "protolint:", "(-- api-linter"},
	reserved: " syntax edition import weak public package option message enum service extend extensions reserved oneof map " +
		"repeated optional required group rpc returns stream to max true false inf nan double float int32 int64 " +
		"uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool string bytes ",
}

func protobufLiteral(s string) string {
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
			for _, c := range []byte(string(r)) {
				dst = fmt.Appendf(dst, `\%03o`, c)
			}
			return dst
		}
		return utf8.AppendRune(dst, r)
	})
	return string(append(b, '"'))
}
