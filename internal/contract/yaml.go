package contract

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// Limits of what is written on one line.
const (
	flowWidth = 100  // an array of plain values stays on one line up to here
	keyLength = 1000 // YAML allows 1024 characters for a key without its mark (YAML 1.2.2, section 7.4.2)
)

// usualSize is about what a description of a few endpoints takes, in bytes.
const usualSize = 64 << 10

// YAML writes the document, with head as comment lines before it.
func (o *Object) YAML(head string) []byte {
	var b bytes.Buffer
	b.Grow(usualSize)
	if head != "" {
		b.WriteString(escape.YAMLComment("", head))
		b.WriteByte('\n')
	}
	writeMembers(&b, o, 0)
	return b.Bytes()
}

// writeMembers writes each member on lines of its own. The indent of the first line stands there already.
func writeMembers(b *bytes.Buffer, o *Object, indent int) {
	for i, m := range o.members {
		if i > 0 {
			pad(b, indent)
		}
		key := escape.YAMLScalar(m.key)
		if len(key) > keyLength {
			b.WriteString("? " + key + "\n")
			pad(b, indent)
		} else {
			b.WriteString(key)
		}
		b.WriteByte(':')
		writeValue(b, m.value, indent, m.note)
	}
}

// writeValue writes what follows a key or a dash, a comment and the end of the line included.
func writeValue(b *bytes.Buffer, value any, indent int, note string) {
	if note != "" {
		note = " " + escape.YAMLComment("", escape.Fold(note))
	}
	switch v := value.(type) {
	case *Object:
		if v.Len() > 0 {
			b.WriteString(note + "\n")
			pad(b, indent+2)
			writeMembers(b, v, indent+2)
			return
		}
	case Array:
		if flow, ok := flowArray(v); ok {
			b.WriteString(" " + flow + note + "\n")
			return
		}
		b.WriteString(note + "\n")
		for _, item := range v {
			pad(b, indent+2)
			b.WriteByte('-')
			if inner, ok := item.(*Object); ok && inner.Len() > 0 {
				b.WriteByte(' ')
				writeMembers(b, inner, indent+4)
				continue
			}
			writeValue(b, item, indent+2, "")
		}
		return
	}
	b.WriteString(" " + plain(value) + note + "\n")
}

// flowArray is a short array of plain values on one line.
func flowArray(a Array) (string, bool) {
	parts := make([]string, len(a))
	width := 2
	for i, v := range a {
		switch inner := v.(type) {
		case *Object:
			if inner.Len() > 0 {
				return "", false
			}
		case Array:
			if len(inner) > 0 {
				return "", false
			}
		}
		parts[i] = plain(v)
		width += len(parts[i]) + 2
	}
	return "[" + strings.Join(parts, ", ") + "]", width <= flowWidth || len(a) <= 1
}

// plain writes a value that has no members, as YAML and JSON both read it (texts apart).
func plain(value any) string {
	switch v := value.(type) {
	case string:
		return escape.YAMLScalar(v)
	case *Object:
		return "{}"
	case Array:
		return "[]"
	}
	return bare(value)
}

// bare writes a number, a truth value or null.
func bare(value any) string {
	switch v := value.(type) {
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		if !math.IsInf(v, 0) && !math.IsNaN(v) {
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	return "null"
}

func pad(b *bytes.Buffer, n int) {
	for range n {
		b.WriteByte(' ')
	}
}
