// Package judge writes one program for each language that package escape knows. A program holds
// every hostile text as a literal, in comments and as an identifier, and compares what its own
// compiler read with the bytes that were meant. Compilers and interpreters are no part of go
// test; whoever has one runs the program, which ends with a failure that lists the numbers of
// the wrong cases.
package judge

import (
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/escape/hostile"
)

// Program is the source of one program.
type Program struct {
	Language *escape.Language
	File     string // its name, with the ending that compilers expect
	Source   string
	Run      string // a command that judges it, in the folder of the file
}

// Programs returns one program for each of escape.Languages, in that order.
func Programs() []Program {
	programs := make([]Program, 0, len(forms))
	for _, f := range forms {
		programs = append(programs, Program{Language: f.language, File: f.file, Source: f.source(), Run: f.run})
	}
	return programs
}

// form is a program around the cases. In each, {doc} and {comment} are comments, {ident} an
// identifier, {lit} the literal, {hex} and {base64} its meaning, {n} the number of the case and
// {name} the name of the text. In tail, {count} is the number of cases and {calls} a call of each.
type form struct {
	language         *escape.Language
	file, run        string
	style            escape.Style
	indent           string // of comments
	docIndent        string
	head, each, tail string
}

func (f form) source() string {
	l := f.language
	var b strings.Builder
	b.WriteString(f.head)
	for i, h := range hostile.Texts() {
		meant := escape.Valid(h.Text)
		b.WriteString(strings.NewReplacer(
			"{doc}", l.Doc(f.docIndent, h.Text),
			"{comment}", l.Comment(f.indent, h.Text),
			"{ident}", l.Ident(escape.Words(h.Text), f.style),
			"{lit}", l.String(h.Text),
			"{hex}", hex.EncodeToString([]byte(meant)),
			"{base64}", base64.StdEncoding.EncodeToString([]byte(meant)),
			"{n}", strconv.Itoa(i),
			"{name}", h.Name,
		).Replace(f.each))
	}
	var calls strings.Builder
	for i := range hostile.Texts() {
		calls.WriteString("case_" + strconv.Itoa(i) + "(); ")
	}
	b.WriteString(strings.NewReplacer("{count}", strconv.Itoa(len(hostile.Texts())), "{calls}", strings.TrimSpace(calls.String())).Replace(f.tail))
	return b.String()
}
