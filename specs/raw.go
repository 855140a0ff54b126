package specs

import (
	"bytes"
	"encoding/json"
	"regexp"
)

// Raw is any YAML: sample data that Tokenbook shows but does not interpret.
type Raw struct{ n *node }

var (
	jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)
	jsonWord   = regexp.MustCompile(`^(true|false|null)$`)
)

// JSON is the value as JSON, with members in the order written. Unquoted numbers, true, false and null keep their
// type; everything else is a string.
func (r Raw) JSON() []byte {
	var b bytes.Buffer
	r.n.json(&b)
	return b.Bytes()
}

// Indented is the value as JSON for people, two spaces a level.
func (r Raw) Indented() string {
	var b bytes.Buffer
	if err := json.Indent(&b, r.JSON(), "", "  "); err != nil {
		return string(r.JSON())
	}
	return b.String()
}

// Text is the value where it is a single piece of text.
func (r Raw) Text() (string, bool) {
	if r.n == nil || r.n.kind != scalarNode {
		return "", false
	}
	return r.n.text, true
}

func (n *node) json(b *bytes.Buffer) {
	switch {
	case n == nil || n.null:
		b.WriteString("null")
	case n.kind == mappingNode:
		b.WriteByte('{')
		for i, p := range n.pairs {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, p.key)
			b.WriteByte(':')
			p.value.json(b)
		}
		b.WriteByte('}')
	case n.kind == sequenceNode:
		b.WriteByte('[')
		for i, item := range n.items {
			if i > 0 {
				b.WriteByte(',')
			}
			item.json(b)
		}
		b.WriteByte(']')
	case !n.quoted && (jsonNumber.MatchString(n.text) || jsonWord.MatchString(n.text)):
		b.WriteString(n.text)
	default:
		writeJSON(b, n.text)
	}
}

func writeJSON(b *bytes.Buffer, s string) {
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(true)
	if err := encoder.Encode(s); err == nil {
		b.Truncate(b.Len() - 1) // the newline that Encode adds
	}
}
