package diag

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

// Style is how text is coloured. The zero Style writes plain text.
type Style struct{ Bold, Red, Yellow, Blue, Dim, Reset string }

// ANSI is the style for terminals.
var ANSI = Style{Bold: "\x1b[1m", Red: "\x1b[31m", Yellow: "\x1b[33m", Blue: "\x1b[34m", Dim: "\x1b[2m", Reset: "\x1b[0m"}

func (s Style) of(severity Severity) string {
	return [...]string{s.Blue, s.Yellow, s.Red}[severity]
}

// TextOptions say how findings are written for people.
type TextOptions struct {
	Style Style
	// Source returns the text of a file, for the frame below a finding; nil for no frames.
	Source func(file string) (text string, ok bool)
	// Name turns the name in a span into the one that the reader can open.
	Name func(file string) string
	// Max is how many findings are written; 0 for all. The count is always complete.
	Max int
	// Entry is the policy that was checked, for the closing line; empty for none.
	Entry string
}

// WriteText writes findings for people, each with the line it speaks of, and a closing count.
func WriteText(w io.Writer, findings List, opt TextOptions) error {
	b := &strings.Builder{}
	lines := sourceLines{read: opt.Source}
	open := slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return !f.Counts() })
	for i, f := range open {
		if opt.Max > 0 && i == opt.Max {
			fmt.Fprintf(b, "%s… and %d more%s\n", opt.Style.Dim, len(open)-i, opt.Style.Reset)
			break
		}
		writeFinding(b, f, opt, &lines)
	}
	for i := range findings {
		if f := &findings[i]; f.Allowed != nil {
			fmt.Fprintf(b, "%s%s: silenced: %s [%s]\n     = because: %s%s\n", opt.Style.Dim, place(f.At, opt.Name), escape.Terminal(f.Message), f.Rule, escape.Terminal(f.Allowed.text()), opt.Style.Reset)
		}
	}
	switch {
	case opt.Entry != "":
		fmt.Fprintf(b, "%s: %s\n", escape.Terminal(opt.Entry), Summary(findings))
	case len(findings) > 0:
		fmt.Fprintln(b, Summary(findings))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeFinding(b *strings.Builder, f Finding, opt TextOptions, lines *sourceLines) {
	s := opt.Style
	fmt.Fprintf(b, "%s%s:%s %s%s:%s %s %s[%s]%s\n", s.Bold, place(f.At, opt.Name), s.Reset, s.of(f.Severity), f.Severity, s.Reset, escape.Terminal(f.Message), s.Dim, f.Rule, s.Reset)
	frame(b, f, opt, lines)
	if f.Basis != "" {
		fmt.Fprintf(b, "     %s= %s%s\n", s.Dim, escape.Terminal(f.Basis), s.Reset)
	}
	if f.Fix != nil {
		fmt.Fprintf(b, "     %s= --fix would %s%s\n", s.Dim, escape.Terminal(f.Fix.Title), s.Reset)
	}
	for _, r := range f.Related {
		fmt.Fprintf(b, "    %s%s: %s%s\n", s.Dim, place(r.At, opt.Name), escape.Terminal(r.Message), s.Reset)
	}
}

func place(at Span, name func(string) string) string {
	if name != nil {
		at.File = name(at.File)
	}
	return at.String()
}

// sourceLines are the lines of the files that findings speak of, cut once for each file.
type sourceLines struct {
	read  func(file string) (text string, ok bool)
	files map[string][]string
}

// line is one line of a file, counted from 1.
func (s *sourceLines) line(file string, number int) (string, bool) {
	if s.read == nil || number == 0 {
		return "", false
	}
	lines, known := s.files[file]
	if !known {
		if text, ok := s.read(file); ok {
			lines = strings.Split(text, "\n")
		}
		if s.files == nil {
			s.files = map[string][]string{}
		}
		s.files[file] = lines
	}
	if number > len(lines) {
		return "", false
	}
	return lines[number-1], true
}

// frame shows the line of a finding with a caret below the place.
func frame(b *strings.Builder, f Finding, opt TextOptions, lines *sourceLines) {
	text, ok := lines.line(f.At.File, f.At.Start.Line)
	if !ok {
		return
	}
	const before, width = 60, 110
	line := []rune(strings.TrimRight(text, "\r"))
	start := min(f.At.Start.Column-1, len(line))
	end := len(line)
	if f.At.End.Line == f.At.Start.Line {
		end = min(max(f.At.End.Column-1, start+1), max(len(line), start+1))
	}
	cut := 0
	if start > before {
		cut = start - before
	}
	shown := slices.Clone(line[cut:min(len(line), cut+width)])
	if cut > 0 {
		shown[0] = '…'
	}
	if cut+width < len(line) {
		shown[width-1] = '…'
	}
	marks := min(end, cut+width) - start
	number := fmt.Sprintf("%4d", f.At.Start.Line)
	fmt.Fprintf(b, "%s%s |%s %s\n", opt.Style.Dim, number, opt.Style.Reset, escape.Terminal(strings.ReplaceAll(string(shown), "\t", " ")))
	fmt.Fprintf(b, "%s     |%s %s%s%s%s\n", opt.Style.Dim, opt.Style.Reset, strings.Repeat(" ", start-cut), opt.Style.of(f.Severity), strings.Repeat("^", max(marks, 1)), opt.Style.Reset)
}

// Summary counts findings by severity: 2 errors, 1 warning, 4 info; 3 silenced, 1 known.
func Summary(findings List) string {
	var parts, apart []string
	for _, sev := range []Severity{Error, Warning, Info} {
		n := findings.Count(sev)
		if sev < Error {
			n -= findings.Count(sev + 1)
		}
		word := sev.String()
		if n != 1 && sev > Info { // info cannot be counted in English, and is in figures
			word += "s"
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, word))
		}
	}
	silenced, known := findings.Apart()
	if silenced > 0 {
		apart = append(apart, fmt.Sprintf("%d silenced", silenced))
	}
	if known > 0 {
		apart = append(apart, fmt.Sprintf("%d known", known))
	}
	if len(parts) == 0 {
		parts = []string{"no findings"}
	}
	text := strings.Join(parts, ", ")
	if len(apart) > 0 {
		text += "; " + strings.Join(apart, ", ")
	}
	return text
}
