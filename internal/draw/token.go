package draw

import (
	"errors"
	"strings"
)

// A token is one piece of the XML that D2 writes and that we write: a start
// tag, an end tag or text. Comments, declarations, processing instructions and
// CDATA are not in the language; nextToken refuses them.
type token struct {
	kind  tokenKind
	name  string
	attrs []attr
	empty bool   // a start tag that ends itself
	text  string // as written, entities and all
}

type attr struct{ name, value string }

type tokenKind int

const (
	startTag tokenKind = iota
	endTag
	textRun
)

var errMarkup = errors.New("markup that no diagram has")

// nextToken takes the first token off s and gives the rest. The attributes of
// the token are in room, which the caller may use again for the next one.
func nextToken(s string, room []attr) (token, string, error) {
	if s[0] != '<' {
		end := strings.IndexByte(s, '<')
		if end < 0 {
			end = len(s)
		}
		return token{kind: textRun, text: s[:end]}, s[end:], nil
	}
	if strings.HasPrefix(s, "</") {
		name, rest, ok := strings.Cut(s[2:], ">")
		if !ok || !isName(name) {
			return token{}, "", errMarkup
		}
		return token{kind: endTag, name: name}, rest, nil
	}
	t := token{attrs: room[:0]}
	end := 1
	for end < len(s) && isNameByte(s[end]) {
		end++
	}
	t.name, s = s[1:end], s[end:]
	if t.name == "" {
		return token{}, "", errMarkup
	}
	for {
		s = strings.TrimLeft(s, " \n")
		switch {
		case strings.HasPrefix(s, "/>"):
			t.empty = true
			return t, s[2:], nil
		case strings.HasPrefix(s, ">"):
			return t, s[1:], nil
		}
		name, rest, ok := strings.Cut(s, `="`)
		if !ok || !isName(name) {
			return token{}, "", errMarkup
		}
		value, rest, ok := strings.Cut(rest, `"`)
		if !ok || strings.ContainsAny(value, "<>") {
			return token{}, "", errMarkup
		}
		t.attrs, s = append(t.attrs, attr{name, value}), rest
	}
}

// get is the value of an attribute; "" if there is none.
func (t *token) get(name string) string {
	for _, a := range t.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

func isName(s string) bool {
	for i := range len(s) {
		if !isNameByte(s[i]) {
			return false
		}
	}
	return s != ""
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c >= '0' && c <= '9'
}
