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
	flat := flatTree(v)
	if len(indent)+len(flat) <= lineWidth {
		b.WriteString(flat)
		return
	}
	inner := indent + "  "
	switch v := v.(type) {
	case members:
		b.WriteString("{\n")
		for i := 0; i < len(v); i++ {
			b.WriteString(inner + jsonText(v[i].key) + ": ")
			writeTree(b, v[i].value, inner)
			for width := shortWidth(v[i]); i+1 < len(v) && width > 0 && shortWidth(v[i+1]) > 0; i++ {
				next := shortWidth(v[i+1])
				if width += next + 2; len(inner)+width > lineWidth {
					break
				}
				b.WriteString(", " + jsonText(v[i+1].key) + ": " + flatTree(v[i+1].value))
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
		b.WriteString(flat)
	}
}

// shortWidth is the width of a member that may share its line with others, or 0.
func shortWidth(m member) int {
	const short = 56
	if n := len(jsonText(m.key)) + 2 + len(flatTree(m.value)); n <= short {
		return n
	}
	return 0
}

func comma(i, n int) string {
	if i+1 < n {
		return ",\n"
	}
	return "\n"
}

// flatTree is a document on one line.
func flatTree(v any) string {
	switch v := v.(type) {
	case members:
		parts := make([]string, len(v))
		for i, m := range v {
			parts[i] = jsonText(m.key) + ": " + flatTree(m.value)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = flatTree(item)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return jsonText(v)
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
