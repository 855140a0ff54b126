package escape

import (
	"encoding/json"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON makes s a JSON string with its quotes (RFC 8259, section 7). It is also safe in a
// <script> data block and in JavaScript: < > & and U+2028, U+2029 are written as \u escapes.
func JSON(s string) string {
	b := each([]byte{'"'}, Valid(s), func(dst []byte, r, _ rune) []byte {
		switch r {
		case '"', '\\':
			return append(dst, '\\', byte(r))
		case '\n':
			return append(dst, `\n`...)
		case '\r':
			return append(dst, `\r`...)
		case '\t':
			return append(dst, `\t`...)
		case '<', '>', '&':
			return fmt.Appendf(dst, `\u%04x`, r)
		}
		if isHidden(r) {
			return appendUTF16(dst, r)
		}
		return utf8.AppendRune(dst, r)
	})
	return string(append(b, '"'))
}

// appendUTF16 writes r as \uXXXX, or as the two of a surrogate pair, for the languages whose
// strings are made of 16-bit units.
func appendUTF16(dst []byte, r rune) []byte {
	if r > 0xffff {
		hi, lo := utf16.EncodeRune(r)
		return fmt.Appendf(dst, `\u%04x\u%04x`, hi, lo)
	}
	return fmt.Appendf(dst, `\u%04x`, r)
}

// ScriptJSON encodes v for a <script type="application/json"> block or a script that assigns
// it: neither </script> nor <!-- nor U+2028 can come out. Keys of maps are sorted. The error is
// that of json.Marshal, for values that have no JSON form.
func ScriptJSON(v any) ([]byte, error) {
	plain, err := json.Marshal(v) // escapes < > & U+2028 U+2029, and replaces invalid UTF-8
	if err != nil {
		return nil, fmt.Errorf("write data block: %w", err)
	}
	// Invisible characters occur only inside strings, where an escape means the same.
	return each(make([]byte, 0, len(plain)), string(plain), func(dst []byte, r, _ rune) []byte {
		if isHidden(r) {
			return appendUTF16(dst, r)
		}
		return utf8.AppendRune(dst, r)
	}), nil
}
