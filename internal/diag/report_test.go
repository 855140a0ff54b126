// Keeps the promise that every format counts the same findings and is well-formed, whatever the texts say.
package diag

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/tokenbook/tokenbook/internal/escape/hostile"
)

// counts are how many findings bear on the exit status, are silenced, are known, as a format tells them; -1 where it
// does not.
type counts struct{ open, silenced, known int }

func countsOf(t *testing.T, format, out string) counts {
	t.Helper()
	number := func(pattern string) int {
		return len(regexp.MustCompile(pattern).FindAllString(out, -1))
	}
	decode := func(v any) {
		if err := json.Unmarshal([]byte(out), v); err != nil {
			t.Fatalf("%s: %v\n%s", format, err, out)
		}
	}
	switch format {
	case "text":
		return counts{number(`(?m)\[(A001|B001)\]$`), number(`(?m)\[B002\]$`), number(`1 known`)}
	case "json":
		obeysSchema(t, out)
		var j struct{ Errors, Warnings, Info, Silenced, Known int }
		decode(&j)
		return counts{j.Errors + j.Warnings + j.Info, j.Silenced, j.Known}
	case "sarif":
		var s struct {
			Runs []struct {
				Results []struct {
					BaselineState string
					Suppressions  []any
				}
			}
		}
		decode(&s)
		var c counts
		for _, r := range s.Runs[0].Results {
			switch {
			case len(r.Suppressions) > 0:
				c.silenced++
			case r.BaselineState == "unchanged":
				c.known++
			default:
				c.open++
			}
		}
		return c
	case "github":
		return counts{number(`(?m)^::(error|warning|notice) `), -1, -1}
	case "junit":
		var j struct {
			Suite struct {
				Failures int `xml:"failures,attr"`
				Skipped  int `xml:"skipped,attr"`
			} `xml:"testsuite"`
		}
		if err := xml.Unmarshal([]byte(out), &j); err != nil {
			t.Fatalf("%s: %v\n%s", format, err, out)
		}
		return counts{j.Suite.Failures + number(`<system-out>`), j.Suite.Skipped - number(`in the baseline`), number(`in the baseline`)}
	case "gitlab":
		var issues []any
		decode(&issues)
		return counts{len(issues), -1, -1}
	}
	t.Fatalf("no count for the format %s", format)
	return counts{}
}

// obeysSchema compares what was written with the schema that readers are given.
func obeysSchema(t *testing.T, out string) {
	t.Helper()
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(JSONSchema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("findings.schema.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("findings.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	written, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(written); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestFormatsCountTheSame(t *testing.T) {
	for _, h := range hostile.Texts() {
		l := List{
			{Rule: "A001", Severity: Error, At: at(1, 1, 2), Setting: "x", Message: "one: " + h.Text, Basis: "RFC 1",
				Related: []Related{{At: at(2, 1, 2), Message: h.Text}}, Fix: &Fix{Title: h.Text}},
			{Rule: "A001", Severity: Error, At: at(1, 1, 2), Setting: "x", Message: "one: " + h.Text, Basis: "RFC 1"},
			{Rule: "B001", Severity: Warning, At: Span{File: h.Text}, Message: "two"},
			{Rule: "B002", Severity: Info, At: at(2, 1, 2), Message: "three", Allowed: &Allowance{Reason: h.Text, Owner: h.Text, Until: "2027-01-31"}},
			{Rule: "B003", Severity: Error, At: at(2, 1, 2), Message: "four", Known: true},
			{Rule: "B001", Severity: Info, At: at(3, 1, 2), Message: "five: " + h.Text},
		}
		r := &Report{Findings: l, Entry: "p.yaml", Version: "1.0.0", Source: func(string) (string, bool) { return "", false },
			Edits: func(*Finding) []Edit { return []Edit{{at(1, 1, 2), h.Text}} }}
		for _, f := range Formats {
			var b bytes.Buffer
			if err := f.Write(&b, r); err != nil {
				t.Fatalf("%s, %s: %v", f.Name, h.Name, err)
			}
			got := countsOf(t, f.Name, b.String())
			if got.open != 4 || got.silenced > 1 || got.silenced == 0 || got.known > 1 || got.known == 0 {
				t.Errorf("%s, %s: counts %+v, want 4 open, 1 silenced, 1 known\n%s", f.Name, h.Name, got, b.String())
			}
		}
	}
}

// Readers of JUnit reports fail a build for any failure; what is info must not, and is still to be read.
func TestJUnit(t *testing.T) {
	r := &Report{Entry: "shop/p.yaml", Name: func(file string) string { return "shop/" + file }, Findings: List{
		{Rule: "A001", Severity: Error, At: at(1, 1, 2), Message: "one", Basis: "RFC 1"},
		{Rule: "A002", Severity: Warning, At: at(2, 1, 2), Message: "two"},
		{Rule: "A003", Severity: Info, At: at(3, 1, 2), Message: "three"},
		{Rule: "A004", Severity: Error, At: at(4, 1, 2), Message: "four", Allowed: &Allowance{Reason: "why"}},
	}}
	var b bytes.Buffer
	if err := writeJUnit(&b, r); err != nil {
		t.Fatal(err)
	}
	want := xml.Header + `<testsuites name="tokenbook" tests="4" failures="2">
  <testsuite name="shop/p.yaml" tests="4" failures="2" errors="0" skipped="1">
    <testcase name="A001 shop/p.yaml:1:1" classname="shop/p.yaml">
      <failure message="one" type="error">shop/p.yaml:1:1: error: one [A001] (RFC 1)</failure>
    </testcase>
    <testcase name="A002 shop/p.yaml:2:1" classname="shop/p.yaml">
      <failure message="two" type="warning">shop/p.yaml:2:1: warning: two [A002]</failure>
    </testcase>
    <testcase name="A003 shop/p.yaml:3:1" classname="shop/p.yaml">
      <system-out>shop/p.yaml:3:1: info: three [A003]</system-out>
    </testcase>
    <testcase name="A004 shop/p.yaml:4:1" classname="shop/p.yaml">
      <skipped>silenced: why</skipped>
    </testcase>
  </testsuite>
</testsuites>
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestFingerprintsSurviveMovesAndFigures(t *testing.T) {
	a := &Report{Findings: List{{Rule: "A001", At: at(1, 1, 2), Setting: "x", Message: "8h is long"}, {Rule: "A001", At: at(5, 1, 2), Setting: "x", Message: "9h is long"}}}
	b := &Report{Findings: List{{Rule: "A001", At: at(7, 1, 2), Setting: "x", Message: "12h is long"}, {Rule: "A001", At: at(9, 1, 2), Setting: "y", Message: "9h is long"}}}
	x, y := a.Fingerprints(), b.Fingerprints()
	if x[0] != y[0] || x[0] == x[1] || x[1] == y[1] {
		t.Errorf("%v %v", x, y)
	}
}
