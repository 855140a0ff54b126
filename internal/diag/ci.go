package diag

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/tokenbook/tokenbook/internal/escape"
)

var githubCommands = [...]string{"notice", "warning", "error"}

// writeGitHub writes workflow commands, which GitHub Actions shows beside the lines of a change. What is silenced or
// known is counted and not shown.
func writeGitHub(w io.Writer, r *Report) error {
	b := &strings.Builder{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if !f.Counts() {
			continue
		}
		at := r.name(f.At)
		fmt.Fprintf(b, "::%s file=%s", githubCommands[f.Severity], escape.GitHubProperty(at.File))
		if at.Start.Line > 0 {
			fmt.Fprintf(b, ",line=%d,endLine=%d,col=%d", at.Start.Line, max(at.Start.Line, at.End.Line), at.Start.Column)
			if at.End.Line == at.Start.Line {
				fmt.Fprintf(b, ",endColumn=%d", at.End.Column)
			}
		}
		fmt.Fprintf(b, ",title=%s::%s\n", escape.GitHubProperty(f.Rule+": "+r.rule(f.Rule).Title), escape.GitHubData(f.Message+basisText(f)))
	}
	fmt.Fprintln(b, escape.GitHubData(r.Entry+": "+Summary(r.Findings)))
	_, err := io.WriteString(w, b.String())
	return err
}

func basisText(f *Finding) string {
	if f.Basis == "" {
		return ""
	}
	return " (" + f.Basis + ")"
}

// WriteGitHubSummary writes the step summary of GitHub Actions: a count and a table, in Markdown.
func WriteGitHubSummary(w io.Writer, r *Report) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "### Tokenbook: %s\n\n%s\n", escape.MarkdownText(r.Entry), escape.MarkdownText(Summary(r.Findings)))
	head := false
	for i := range r.Findings {
		f := &r.Findings[i]
		if !f.Counts() {
			continue
		}
		if !head {
			b.WriteString("\n| severity | place | rule | finding |\n| --- | --- | --- | --- |\n")
			head = true
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", f.Severity, escape.MarkdownCodeCell(r.name(f.At).String()), escape.MarkdownText(f.Rule), escape.MarkdownText(f.Message+basisText(f)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// The parts of JUnit's XML that are common to its readers: the schema of Jenkins takes no more.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		Skipped *string       `xml:"skipped,omitempty"`
		Failure *junitFailure `xml:"failure,omitempty"`
		Out     string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes each finding as a failed test, what is silenced or known as a skipped one; a policy without findings
// is one test that passed. Readers of reports fail a build for any failure, and know no milder kind: so what is info is a
// test that passed, with the finding as its output. The text is that of the format for people.
func writeJUnit(w io.Writer, r *Report) error {
	suite := junitSuite{Name: r.Entry}
	for i := range r.Findings {
		f := &r.Findings[i]
		at := r.name(f.At)
		c := junitCase{Name: clean(f.Rule + " " + at.String()), Class: clean(at.File)}
		named := *f
		named.At = at
		text := clean(named.String() + basisText(f))
		switch {
		case !f.Counts():
			suite.Skipped++
			why := clean(whySkipped(f))
			c.Skipped = &why
		case f.Severity == Info:
			c.Out = text
		default:
			suite.Failures++
			c.Failure = &junitFailure{Message: clean(f.Message), Type: f.Severity.String(), Text: text}
		}
		suite.Cases = append(suite.Cases, c)
	}
	if len(suite.Cases) == 0 {
		suite.Cases = []junitCase{{Name: "no findings", Class: "tokenbook"}}
	}
	suite.Tests = len(suite.Cases)
	out := junitSuites{Name: "tokenbook", Tests: suite.Tests, Failures: suite.Failures, Suites: []junitSuite{suite}}
	data, err := xml.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(data)+"\n")
	return err
}

// clean leaves out what could move a cursor or hide text in a viewer of reports.
func clean(s string) string { return escape.Terminal(s) }

func whySkipped(f *Finding) string {
	if f.Allowed != nil {
		return "silenced: " + f.Allowed.Reason
	}
	return "in the baseline"
}

var gitlabSeverities = [...]string{"info", "minor", "major"}

type gitlabIssue struct {
	Description string `json:"description"`
	CheckName   string `json:"check_name"`
	Fingerprint string `json:"fingerprint"`
	Severity    string `json:"severity"`
	Location    struct {
		Path  string `json:"path"`
		Lines struct {
			Begin int `json:"begin"`
		} `json:"lines"`
	} `json:"location"`
}

// writeGitLab writes the code quality report of GitLab. What is silenced or known is left out: the report knows no way to
// say so.
func writeGitLab(w io.Writer, r *Report) error {
	out := []gitlabIssue{}
	prints := r.Fingerprints()
	for i := range r.Findings {
		f := &r.Findings[i]
		if !f.Counts() {
			continue
		}
		at := r.name(f.At)
		issue := gitlabIssue{Description: f.Message + basisText(f), CheckName: f.Rule, Fingerprint: prints[i], Severity: gitlabSeverities[f.Severity]}
		issue.Location.Path, issue.Location.Lines.Begin = at.File, max(1, at.Start.Line)
		out = append(out, issue)
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}
