package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// JSON writes the document, two spaces a level, with a final line end.
func (o *Object) JSON() []byte {
	var b bytes.Buffer
	writeJSON(&b, o, 0)
	b.WriteByte('\n')
	return b.Bytes()
}

// Compact writes the document as JSON on one line, without blanks.
func (o *Object) Compact() []byte {
	var b bytes.Buffer
	writeJSON(&b, o, compact)
	return b.Bytes()
}

// compact is the indent of JSON on one line.
const compact = -1

func writeJSON(b *bytes.Buffer, value any, indent int) {
	switch v := value.(type) {
	case *Object:
		if v.Len() == 0 {
			b.WriteString("{}")
			return
		}
		b.WriteByte('{')
		for i, m := range v.members {
			inner := nextLine(b, i, indent)
			b.WriteString(escape.JSON(m.key))
			b.WriteByte(':')
			if indent != compact {
				b.WriteByte(' ')
			}
			writeJSON(b, m.value, inner)
		}
		endLine(b, indent)
		b.WriteByte('}')
	case Array:
		if len(v) == 0 {
			b.WriteString("[]")
			return
		}
		b.WriteByte('[')
		for i, item := range v {
			inner := nextLine(b, i, indent)
			writeJSON(b, item, inner)
		}
		endLine(b, indent)
		b.WriteByte(']')
	case string:
		b.WriteString(escape.JSON(v))
	default:
		b.WriteString(bare(value))
	}
}

// nextLine begins the line of the next member and returns its indent.
func nextLine(b *bytes.Buffer, i, indent int) (inner int) {
	if i > 0 {
		b.WriteByte(',')
	}
	if indent == compact {
		return compact
	}
	b.WriteByte('\n')
	pad(b, indent+2)
	return indent + 2
}

func endLine(b *bytes.Buffer, indent int) {
	if indent != compact {
		b.WriteByte('\n')
		pad(b, indent)
	}
}

// maxDepth bounds how deep JSON may nest.
const maxDepth = 200

// FromJSON reads JSON as a tree, with the members of objects in the order written. The error says what is wrong
// with the text.
func FromJSON(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := readJSON(d, 0)
	if err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("read JSON: text after the value")
	}
	return v, nil
}

func readJSON(d *json.Decoder, depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("nested deeper than %d", maxDepth)
	}
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '[' {
			out := Array{}
			for d.More() {
				v, err := readJSON(d, depth+1)
				if err != nil {
					return nil, err
				}
				out = append(out, v)
			}
			_, err := d.Token()
			return out, err
		}
		out := new(Object)
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			v, err := readJSON(d, depth+1)
			if err != nil {
				return nil, err
			}
			name, _ := key.(string) // the decoder yields nothing else here
			out.Set(name, v)
		}
		_, err := d.Token()
		return out, err
	case json.Number:
		return number(t)
	case string:
		return t, nil
	case bool:
		return t, nil
	}
	return nil, nil
}

// number keeps whole numbers whole.
func number(n json.Number) (any, error) {
	if !strings.ContainsAny(n.String(), ".eE") {
		if i, err := n.Int64(); err == nil {
			return i, nil
		}
	}
	f, err := n.Float64()
	if err != nil || math.IsInf(f, 0) {
		return nil, fmt.Errorf("%s is no number that programs can hold", n)
	}
	return f, nil
}

// Same reports whether two values are written alike.
func Same(a, b any) bool {
	switch x := a.(type) {
	case *Object:
		y, ok := b.(*Object)
		if !ok || x.Len() != y.Len() {
			return false
		}
		for i := range x.Len() {
			if !sameText(x.members[i].key, y.members[i].key) || !Same(x.members[i].value, y.members[i].value) {
				return false
			}
		}
		return true
	case Array:
		y, ok := b.(Array)
		return ok && slices.EqualFunc(x, y, Same)
	case string:
		y, ok := b.(string)
		return ok && sameText(x, y)
	}
	switch b.(type) {
	case *Object, Array, string:
		return false
	}
	return bare(a) == bare(b)
}

// sameText compares texts as they are written: what is no UTF-8 in them all alike.
func sameText(a, b string) bool {
	return a == b || !(utf8.ValidString(a) && utf8.ValidString(b)) && escape.JSON(a) == escape.JSON(b)
}

// escapePointer writes a name for a JSON Pointer in a fragment (RFC 6901, section 6).
func escapePointer(name string) string {
	name = strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
	var b strings.Builder
	for i := range len(name) {
		if c := name[i]; c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '~' || c == '-' || c == '_' || c == '.' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
