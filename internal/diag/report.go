package diag

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
)

// Report is what the writers of findings are given: the findings of one run, and what surrounds them.
type Report struct {
	Findings List
	// Name turns the name in a span into the one that the reader can open; nil leaves it.
	Name func(file string) string
	// Source returns the text of a file; nil for no frames.
	Source func(file string) (text string, ok bool)
	// Rule says what a rule says of itself; nil, or false, for the checks of the format.
	Rule func(id string) (RuleText, bool)
	// Edits are the places of the text that a finding's fix would change; nil for none.
	Edits func(f *Finding) []Edit
	// Version is the version of Tokenbook, Entry the policy that was checked.
	Version, Entry string
	// Style and Max concern text alone: how it is coloured, and how many findings are printed (0 for all).
	Style Style
	Max   int
}

// RuleText is what a rule says of itself.
type RuleText struct {
	ID, Title, Why string
	// Clauses are where it comes from, Help the address of its page.
	Clauses []string
	Help    string
	// Severity is how grave it can be.
	Severity Severity
}

// Edit is one place of a text and what would stand there instead.
type Edit struct {
	At   Span
	Text string
}

// Writer writes a report in one format.
type Writer func(w io.Writer, r *Report) error

// Format is a way to write findings.
type Format struct {
	Name, Title string
	Write       Writer
}

// Formats lists the formats, the one for people first.
var Formats = []Format{
	{"text", "for people: each finding with its line", writeText},
	{"json", "for programs: findings with their places, and counts", writeJSON},
	{"sarif", "SARIF 2.1.0, for code scanning", writeSARIF},
	{"github", "annotations of GitHub Actions, and its step summary", writeGitHub},
	{"junit", "JUnit XML, for test reports", writeJUnit},
	{"gitlab", "the code quality report of GitLab", writeGitLab},
}

// FormatByName finds a format.
func FormatByName(name string) (Format, bool) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return Formats[i], true
}

// FormatNames are the names of the formats.
func FormatNames() []string {
	out := make([]string, len(Formats))
	for i, f := range Formats {
		out[i] = f.Name
	}
	return out
}

func writeText(w io.Writer, r *Report) error {
	return WriteText(w, r.Findings, TextOptions{Style: r.Style, Source: r.Source, Name: r.Name, Max: r.Max, Entry: r.Entry})
}

func (r *Report) name(s Span) Span {
	if r.Name != nil {
		s.File = r.Name(s.File)
	}
	return s
}

// rule is what a rule says of itself; the checks of the format say their name.
func (r *Report) rule(id string) RuleText {
	if r.Rule != nil {
		if t, ok := r.Rule(id); ok {
			return t
		}
	}
	return RuleText{ID: id, Title: strings.ReplaceAll(id, "-", " "), Severity: Error}
}

// Fingerprints are names for findings that stay the same when lines move and figures in messages change: the rule, the
// file, the setting and the words of the message. Findings that share all of these are told apart by their order.
func (r *Report) Fingerprints() []string {
	out := make([]string, len(r.Findings))
	seen := map[string]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		parts := []string{f.Rule, r.name(f.At).File, f.Setting, withoutFigures(f.Message)}
		key := strings.Join(parts, "\x00")
		seen[key]++
		key += strings.Repeat("\x00again", seen[key]-1)
		sum := sha256.Sum256([]byte(key))
		out[i] = hex.EncodeToString(sum[:16])
	}
	return out
}

// withoutFigures puts # for each run of digits.
func withoutFigures(s string) string {
	var b strings.Builder
	digits := false
	for _, c := range s {
		if c >= '0' && c <= '9' {
			if !digits {
				b.WriteByte('#')
			}
			digits = true
			continue
		}
		digits = false
		b.WriteRune(c)
	}
	return b.String()
}
