package specs

import (
	"encoding/json"
	"strings"
)

// A JSON document under construction: members keep their order.
type (
	member struct {
		key   string
		value any // members, []any, string, bool, int, json.Number
	}
	members []member
)

// with is the object with one more member; empty texts and lists are left out.
func (m members) with(key string, value any) members {
	switch v := value.(type) {
	case string:
		if v == "" {
			return m
		}
	case []any:
		if len(v) == 0 {
			return m
		}
	case members:
		if len(v) == 0 {
			return m
		}
	}
	return append(m, member{key, value})
}

// lineWidth is the width up to which an object or a list stays on one line.
const lineWidth = 160

// writeTree writes a document for people: what is short on one line, everything else indented.
func writeTree(b *strings.Builder, v any, indent string) {
	if flat, ok := flatTree(v, lineWidth-len(indent)); ok {
		b.WriteString(flat)
		return
	}
	inner := indent + "  "
	switch v := v.(type) {
	case members:
		b.WriteString("{\n")
		for i := 0; i < len(v); i++ {
			b.WriteString(inner)
			if line, last := shortMembers(v[i:], lineWidth-len(inner)); last > 0 {
				b.WriteString(line)
				i += last - 1
			} else {
				b.WriteString(jsonText(v[i].key) + ": ")
				writeTree(b, v[i].value, inner)
			}
			b.WriteString(comma(i, len(v)))
		}
		b.WriteString(indent + "}")
	case []any:
		b.WriteString("[\n")
		for i, item := range v {
			b.WriteString(inner)
			writeTree(b, item, inner)
			b.WriteString(comma(i, len(v)))
		}
		b.WriteString(indent + "]")
	default:
		b.WriteString(jsonText(v))
	}
}

// shortMembers are the first members of an object that are short enough to share a line, and how many they are.
func shortMembers(v members, width int) (line string, n int) {
	const short = 56
	for ; n < len(v); n++ {
		one, ok := flatTree(members{v[n]}, short+2)
		if !ok || n > 0 && len(line)+len(one) > width {
			break
		}
		if n > 0 {
			line += ", "
		}
		line += strings.TrimSuffix(strings.TrimPrefix(one, "{"), "}")
	}
	return line, n
}

func comma(i, n int) string {
	if i+1 < n {
		return ",\n"
	}
	return "\n"
}

// flatTree is a document on one line, unless that is wider than a limit.
func flatTree(v any, limit int) (string, bool) {
	var b strings.Builder
	ok := flatInto(&b, v, limit)
	return b.String(), ok
}

func flatInto(b *strings.Builder, v any, limit int) bool {
	switch v := v.(type) {
	case members:
		b.WriteByte('{')
		for i, m := range v {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(jsonText(m.key) + ": ")
			if b.Len() > limit || !flatInto(b, m.value, limit) {
				return false
			}
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				b.WriteString(", ")
			}
			if !flatInto(b, item, limit) {
				return false
			}
		}
		b.WriteByte(']')
	default:
		b.WriteString(jsonText(v))
	}
	return b.Len() <= limit
}

// jsonText is a scalar as JSON. Angle brackets and ampersands stay readable: a schema is never part of a page.
func jsonText(v any) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return "null" // only scalars that JSON has are ever given
	}
	return strings.TrimSuffix(b.String(), "\n")
}
