package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// suppression is what an author wrote to silence findings: an entry of `suppressions`, or a comment beside a value.
type suppression struct {
	rule    string
	setting string // pattern; empty for any
	file    string // for comments: the file and the line that it speaks of
	line    int
	until   specs.Date
	used    bool
	dead    bool // it is not applied, and a finding says why
	allowed diag.Allowance
}

// suppressRule is the name under which the engine speaks of suppressions themselves. It cannot be suppressed.
const suppressRule = "suppression"

// commentMark begins a comment that silences findings:
//
//	lifetime: 8h  # tokenbook:allow LIFE002 until=2027-01-31 owner=identity -- batch jobs run all night
var commentMark = regexp.MustCompile(`(?:^|\s)#\s*tokenbook:allow(?:\s+(.*))?$`)

// applySuppressions marks the findings that the policy silences, and adds what is wrong with the suppressions: one that
// names no rule, gives no reason, has expired, says neither who answers for it nor until when, or silences nothing.
func applySuppressions(p *specs.Policy, findings diag.List, day specs.Date) diag.List {
	var faults diag.List
	all := append(listed(p), comments(p, &faults)...)
	for i := range all {
		faults = append(faults, all[i].faults(day)...)
	}
	for i := range findings {
		f := &findings[i]
		for j := range all {
			if s := &all[j]; f.Allowed == nil && s.silences(f) {
				f.Allowed, s.used = &s.allowed, true
			}
		}
	}
	for i := range all {
		if s := &all[i]; !s.used && !s.dead {
			faults.Add(suppressRule, diag.Warning, s.allowed.At, "", "%s silences nothing here: the finding is gone, or stands elsewhere; remove the suppression", s.rule)
		}
	}
	findings = append(findings, faults...)
	findings.Sort()
	return findings
}

// listed are the entries of the section `suppressions`.
func listed(p *specs.Policy) []suppression {
	var out []suppression
	for i := range p.Suppressions.Items {
		s := &p.Suppressions.Items[i]
		one := suppression{rule: s.Rule.V, setting: string(s.Setting.V), allowed: diag.Allowance{At: s.At, Reason: oneLine(string(s.Reason.V)), Owner: s.Owner.V}}
		if s.Until.IsSet() {
			one.until, one.allowed.Until = s.Until.V, s.Until.V.String()
		}
		out = append(out, one)
	}
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// comments are the comments that silence findings: beside a value for that line, alone on a line for the next one.
func comments(p *specs.Policy, faults *diag.List) []suppression {
	var out []suppression
	for _, file := range p.Source.Files {
		if !strings.Contains(file.Text, "tokenbook:allow") {
			continue
		}
		lines := strings.Split(file.Text, "\n")
		for i, line := range lines {
			line = strings.TrimRight(line, "\r")
			found := commentMark.FindStringSubmatchIndex(line)
			if found == nil {
				continue
			}
			start := found[0] + strings.Index(line[found[0]:], "#")
			at := diag.Span{File: file.Name, Start: diag.Position{Line: i + 1, Column: len([]rune(line[:start])) + 1}, End: diag.Position{Line: i + 1, Column: len([]rune(line)) + 1}}
			text := ""
			if found[2] >= 0 {
				text = line[found[2]:]
			}
			s, fault := comment(text)
			if fault != "" {
				faults.Add(suppressRule, diag.Error, at, "", "the comment %s; write # tokenbook:allow RULE until=2027-01-31 owner=NAME -- reason", fault)
				continue
			}
			s.file, s.line, s.allowed.At = file.Name, i+1, at
			if strings.TrimSpace(line[:start]) == "" {
				s.line = nextLine(lines, i)
			}
			out = append(out, s)
		}
	}
	return out
}

// nextLine is the number of the next line that is neither empty nor a comment.
func nextLine(lines []string, i int) int {
	for j := i + 1; j < len(lines); j++ {
		if t := strings.TrimSpace(lines[j]); t != "" && !strings.HasPrefix(t, "#") {
			return j + 1
		}
	}
	return i + 1
}

// comment reads what follows the mark: RULE until=DATE owner=NAME -- reason.
func comment(text string) (s suppression, fault string) {
	head, reason, _ := strings.Cut(text, "--")
	s.allowed.Reason = oneLine(reason)
	for i, word := range strings.Fields(head) {
		key, value, pair := strings.Cut(word, "=")
		switch {
		case i == 0 && !pair:
			s.rule = word
		case key == "until":
			date, err := specs.ParseDate(value)
			if err != nil {
				return s, fmt.Sprintf("has the end %s, which is no day", diag.Quote(value))
			}
			s.until, s.allowed.Until = date, date.String()
		case key == "owner" && value != "":
			s.allowed.Owner = value
		default:
			return s, fmt.Sprintf("has %s, which says nothing here", diag.Quote(word))
		}
	}
	if s.rule == "" {
		return s, "names no rule"
	}
	return s, ""
}

// faults are what is wrong with a suppression. With any that is an error it is not applied.
func (s *suppression) faults(day specs.Date) diag.List {
	var out diag.List
	_, isRule := RuleByID(s.rule)
	if _, isCheck := CheckByID(s.rule); !isRule && !isCheck {
		hint := ""
		known := RuleIDs()
		for _, c := range checks {
			known = append(known, strings.ToUpper(c.ID))
		}
		if near := diag.Nearest(strings.ToUpper(s.rule), known); len(near) > 0 {
			hint = "; did you mean " + diag.OneOf(near) + "?"
		}
		out.Add(suppressRule, diag.Error, s.allowed.At, "", "there is no rule %s%s", diag.Quote(s.rule), hint)
	}
	if s.allowed.Reason == "" {
		out.Add(suppressRule, diag.Error, s.allowed.At, "", "the suppression of %s gives no reason; say why the finding may stay", s.rule)
	}
	if !s.until.IsZero() && !day.IsZero() && !day.Before(s.until.Time) {
		out.Add(suppressRule, diag.Error, s.allowed.At, "", "the suppression of %s ended on %s; mend the finding, or agree on a new end", s.rule, s.until)
	}
	s.dead = len(out) > 0
	if lacks, add := s.lacks(); lacks != "" && !s.dead {
		out.Add(suppressRule, diag.Warning, s.allowed.At, "", "the suppression of %s has no %s, so that %s; add %s", s.rule, lacks, s.without(), add)
	}
	return out
}

// lacks names what a suppression does not say of who answers for it and until when, and how it is written.
func (s *suppression) lacks() (what, add string) {
	var names, words []string
	for _, one := range []struct {
		lacking      bool
		name         string
		inText, word string
	}{
		{s.allowed.Owner == "", "owner", "owner=NAME", "owner: NAME"},
		{s.until.IsZero(), "end", "until=DATE", "until: DATE"},
	} {
		if !one.lacking {
			continue
		}
		names = append(names, one.name)
		if s.line > 0 {
			words = append(words, one.inText)
		} else {
			words = append(words, one.word)
		}
	}
	return strings.Join(names, " and no "), strings.Join(words, " and ")
}

// without says what comes of what is lacking.
func (s *suppression) without() string {
	switch {
	case s.allowed.Owner != "":
		return "it hides the finding for good"
	case !s.until.IsZero():
		return "nobody is asked when it ends"
	}
	return "it hides the finding for good and nobody answers for it"
}

// silences reports whether a finding is what the suppression speaks of.
func (s *suppression) silences(f *diag.Finding) bool {
	if s.dead || f.Rule == suppressRule || !strings.EqualFold(s.rule, f.Rule) {
		return false
	}
	if s.line > 0 {
		return f.At.File == s.file && f.At.Start.Line == s.line
	}
	return covers(s.setting, f.Setting)
}

// covers reports whether a setting is the one that a pattern names, or lies inside it. A star stands for one name.
func covers(pattern, setting string) bool {
	if pattern == "" || pattern == setting || strings.HasPrefix(setting, pattern+".") {
		return true
	}
	if !strings.Contains(pattern, "*") {
		return false
	}
	want, have := strings.Split(pattern, "."), strings.Split(setting, ".")
	return len(have) >= len(want) && slices.EqualFunc(want, have[:len(want)], func(w, h string) bool { return w == "*" || w == h })
}
