package contract

import (
	"strconv"
	"strings"
	"unicode"
)

// Pascal makes a name for schemas and responses out of any text: AccessToken of access_token. Letters and digits of
// ASCII alone are kept, so that the name is fit for a reference (OpenAPI 3.1.0, section 4.8.7.1) and for every
// programming language; a text without any becomes Unnamed.
func Pascal(text string) string {
	var b strings.Builder
	start := true
	for _, r := range text {
		switch {
		case r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r):
			start = true
			continue
		case b.Len() == 0 && unicode.IsDigit(r):
			b.WriteByte('N')
		case start:
			r = unicode.ToUpper(r)
		}
		b.WriteRune(r)
		start = false
	}
	if b.Len() == 0 {
		return "Unnamed"
	}
	return b.String()
}

// Camel makes the name of an operation out of words, the first in lower case: callRenewSelf.
func Camel(words ...string) string {
	name := Pascal(strings.Join(words, " "))
	return strings.ToLower(name[:1]) + name[1:]
}

// Snake makes the name of an example out of any text: lower-case letters, digits and underscores.
func Snake(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	if len(words) == 0 {
		return "unnamed"
	}
	return strings.Join(words, "_")
}

// Names hands out names of which no two are equal, letter case apart: code generators fold it. The zero Names is
// ready.
type Names struct{ taken map[string]bool }

// Unique is the wanted name, with a number behind it where it is taken.
func (n *Names) Unique(wanted string) string {
	if n.taken == nil {
		n.taken = map[string]bool{}
	}
	name := wanted
	for i := 2; n.taken[strings.ToLower(name)]; i++ {
		name = wanted + strconv.Itoa(i)
	}
	n.taken[strings.ToLower(name)] = true
	return name
}
