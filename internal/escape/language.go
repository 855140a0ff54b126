package escape

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// Language is how text enters the source code of one programming language. What is written
// compiles to the text that was given: the rules come from each language's own specification,
// and no two languages share them. Comments are for any line of their own, not for the end of
// a line of code.
type Language struct {
	name     string
	literal  func(s string) string // s is valid UTF-8
	line     string                // what starts a line comment
	text     func(line string) string
	doc      docForm
	guards   []string // starts of a comment line that some tool obeys, in lower case
	reserved string   // words that cannot be names, each between spaces
	anyCase  bool     // reserved words count in any case
}

// docForm is how a language writes documentation.
type docForm struct {
	open, close string // lines of their own; empty for none
	line        string // what starts each line
	// short is the form of documentation of one line; empty for none.
	short string
	text  func(line string) string
}

// Languages are all of them, in the order of the documentation.
var Languages = []*Language{Go, TypeScript, Python, Java, Kotlin, CSharp, Rust, Swift, PHP, Ruby, Terraform, Rego, Protobuf}

// Name is the language's name as people write it.
func (l *Language) Name() string { return l.name }

// String makes s a string literal with its quotes, on one line.
func (l *Language) String(s string) string { return l.literal(Valid(s)) }

// Comment makes s line comments, each after indent, without a final line end. A line that
// would be an instruction to a compiler or checker (a build constraint, an encoding, a
// suppression) has a backslash in front.
func (l *Language) Comment(indent, s string) string {
	return commentLines(indent, l.line, s, func(line string) string {
		if l.text != nil {
			line = l.text(line)
		}
		return l.guard(line)
	})
}

// Doc makes s a documentation comment in the language's usual form, each line after indent,
// without a final line end. In Python it is the docstring, to stand first in a body.
func (l *Language) Doc(indent, s string) string {
	body := commentLines(indent, l.doc.line, s, func(line string) string {
		line = l.guard(line)
		if l.doc.text != nil {
			line = l.doc.text(line)
		}
		return line
	})
	if l.doc.open == "" {
		return body
	}
	if text, ok := strings.CutPrefix(body, indent+l.doc.line); ok && l.doc.short != "" && text != "" && !strings.Contains(text, "\n") {
		return indent + fmt.Sprintf(l.doc.short, text)
	}
	return indent + l.doc.open + "\n" + body + "\n" + indent + l.doc.close
}

// DocTag is Doc with a tag of the language's documentation, such as @deprecated, and its text behind: the last paragraph, on
// one line.
func (l *Language) DocTag(indent, s, tag, text string) string {
	text = strings.Join(strings.Fields(text), " ")
	body := l.Doc(indent, s+"\n\n"+text)
	if s == "" {
		body = l.Doc(indent, "\n"+text)
	}
	end := strings.LastIndexByte(strings.TrimSuffix(body, "\n"+indent+l.doc.close), '\n') + 1
	return body[:end] + indent + l.doc.line + tag + " " + strings.TrimPrefix(body[end:], indent+l.doc.line)
}

func (l *Language) guard(line string) string {
	trimmed := strings.TrimLeft(line, " \t")
	low := strings.ToLower(trimmed)
	for _, g := range l.guards {
		if strings.HasPrefix(low, g) {
			return line[:len(line)-len(trimmed)] + `\` + trimmed
		}
	}
	return line
}

// Style is how the words of an identifier are joined.
type Style int

// The four styles, as refreshToken, RefreshToken, refresh_token and REFRESH_TOKEN.
const (
	Camel Style = iota
	Pascal
	Snake
	Screaming
)

// Words splits a name into the words of an identifier: at every ASCII character that is no
// letter or digit, and where a capital follows a small letter. Words come out in lower case,
// with each character outside ASCII as its code point (é is u00e9).
func Words(name string) []string {
	var words []string
	var word []byte
	end := func() {
		if len(word) > 0 {
			words = append(words, string(word))
		}
		word = nil
	}
	small := false
	for _, r := range Valid(name) {
		switch {
		case r > 0x7f:
			word = fmt.Appendf(word, "u%04x", r)
		case r >= 'A' && r <= 'Z':
			if small {
				end()
			}
			word = append(word, byte(r)+'a'-'A')
		case isASCIILetterOrDigit(r):
			word = append(word, byte(r))
		default:
			end()
		}
		small = r >= 'a' && r <= 'z'
	}
	end()
	return words
}

// identMax is the longest identifier, in bytes: compilers stop at 512 (C#) and tools that list
// names in columns much earlier.
const identMax = 100

// Ident makes words an identifier. Words that are not words yet are split by Words. A name
// that would start with a digit gets an n in front, a reserved word an underscore behind, and
// no words at all give "unnamed". What is longer than 100 characters is cut and told apart by 8
// digits of its SHA-256. Different names may meet: see Collisions.
func (l *Language) Ident(words []string, style Style) string {
	var parts []string
	for _, w := range words {
		parts = append(parts, Words(w)...)
	}
	if len(parts) == 0 {
		parts = []string{"unnamed"}
	}
	if c := parts[0][0]; c >= '0' && c <= '9' {
		parts[0] = "n" + parts[0]
	}
	sep := ""
	for i, p := range parts {
		switch {
		case style == Screaming:
			parts[i], sep = strings.ToUpper(p), "_"
		case style == Snake:
			sep = "_"
		case style == Pascal || i > 0:
			parts[i] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	name := strings.Join(parts, sep)
	if len(name) > identMax {
		sum := fmt.Sprintf("%x", sha256.Sum256([]byte(name)))[:8]
		if style == Screaming {
			sum = strings.ToUpper(sum)
		}
		name = name[:identMax-len(sum)] + sum
	}
	key := name
	if l.anyCase {
		key = strings.ToLower(name)
	}
	if strings.Contains(l.reserved, " "+key+" ") {
		return name + "_"
	}
	return name
}

// Collision is one written form that several names have come to share.
type Collision struct {
	Form  string
	Names []string // in the order given, each once
}

// Collisions returns the forms that more than one of names gets from form, sorted by form. It
// serves identifiers and file names alike:
//
//	Collisions(ids, func(id string) string { return Go.Ident(Words(id), Pascal) })
func Collisions(names []string, form func(name string) string) []Collision {
	by := map[string][]string{}
	for _, n := range names {
		if f := form(n); !slices.Contains(by[f], n) {
			by[f] = append(by[f], n)
		}
	}
	var out []Collision
	for f, ns := range by {
		if len(ns) > 1 {
			out = append(out, Collision{Form: f, Names: ns})
		}
	}
	slices.SortFunc(out, func(a, b Collision) int { return strings.Compare(a.Form, b.Form) })
	return out
}

// breakPair puts mark between first and second wherever they meet.
func breakPair(line string, first, second byte, mark string) string {
	var b strings.Builder
	for i := range len(line) {
		if i > 0 && line[i-1] == first && line[i] == second {
			b.WriteString(mark)
		}
		b.WriteByte(line[i])
	}
	return b.String()
}

// noBlockEnd keeps a line from ending or, where comments nest, opening a block comment.
func noBlockEnd(line string) string {
	return breakPair(breakPair(line, '*', '/', `\`), '/', '*', `\`)
}

// noDocTag keeps documentation tools from reading a tag: @ counts for them at the start of a
// line, after a blank, after a brace and after an asterisk. It also keeps HTML out, which
// the tools that read these comments as Markdown pass on.
func noDocTag(line string) string {
	var b strings.Builder
	for i := range len(line) {
		switch c := line[i]; {
		case c == '@' && (i == 0 || !isASCIILetterOrDigit(rune(line[i-1])) && line[i-1] != '\\'), c == '<':
			b.WriteByte('\\')
		}
		b.WriteByte(line[i])
	}
	return b.String()
}

// noSetting breaks up each of words before a colon or an equals sign, blanks between or not:
// so comments set a file's encoding (PEP 263) and Ruby's switches. The words are in lower case.
func noSetting(line string, words ...string) string {
	low := strings.ToLower(line)
	if len(low) != len(line) { // some letters change their length; the words have none of them
		low = strings.Map(func(r rune) rune {
			if r >= 'A' && r <= 'Z' {
				return r + 'a' - 'A'
			}
			return r
		}, line)
	}
	var b strings.Builder
	for i := range len(line) {
		if slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(low[:i], w) }) {
			if rest := strings.TrimLeft(line[i:], " \t"); rest != "" && (rest[0] == ':' || rest[0] == '=') {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(line[i])
	}
	return b.String()
}
