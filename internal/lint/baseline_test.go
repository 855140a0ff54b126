// Keeps the promise that a baseline is merged and never overwritten: what it knows keeps its day, what is gone goes, and
// what belongs to other files stays.
package lint

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

func day(t *testing.T, s string) specs.Date {
	t.Helper()
	d, err := specs.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func finding(rule, file, setting, message string, line int) diag.Finding {
	return diag.Finding{Rule: rule, Severity: diag.Error, Setting: setting, Message: message,
		At: diag.Span{File: file, Start: diag.Position{Line: line, Column: 1}}}
}

func TestBaselineMerges(t *testing.T) {
	a := finding("LIFE002", "a.yaml", "tokens.access.lifetime", "8h is longer than 1h", 9)
	b := finding("FLOW001", "a.yaml", "clients.shop.grants.1", "the password grant", 5)
	other := finding("LIFE002", "b.yaml", "tokens.access.lifetime", "8h is longer than 1h", 2)

	first, added, gone := new(Baseline).Merge(&diag.Report{Findings: diag.List{a, b}}, []string{"a.yaml"}, day(t, "2026-01-01"))
	if added != 2 || gone != 0 {
		t.Fatalf("added %d, gone %d", added, gone)
	}
	first, _, _ = first.Merge(&diag.Report{Findings: diag.List{other}}, []string{"b.yaml"}, day(t, "2026-02-01"))
	if len(first.Findings) != 3 {
		t.Fatalf("another policy's findings must stay: %+v", first.Findings)
	}

	a.At.Start.Line, a.Message = 30, "9h is longer than 1h" // moved, and another figure: still the same
	c := finding("ROT001", "a.yaml", "tokens.refresh.rotation", "no rotation", 12)
	second, added, gone := first.Merge(&diag.Report{Findings: diag.List{a, c}}, []string{"a.yaml"}, day(t, "2026-03-01"))
	if added != 1 || gone != 1 {
		t.Errorf("added %d, gone %d; want 1 and 1", added, gone)
	}
	since := map[string]string{}
	for _, f := range second.Findings {
		since[f.Rule+" "+f.File] = f.Since
	}
	want := map[string]string{"LIFE002 a.yaml": "2026-01-01", "ROT001 a.yaml": "2026-03-01", "LIFE002 b.yaml": "2026-02-01"}
	if diff := cmp.Diff(want, since); diff != "" {
		t.Error(diff)
	}

	data, err := second.JSON()
	if err != nil {
		t.Fatal(err)
	}
	read, err := ReadBaseline(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(second, read); diff != "" {
		t.Error(diff)
	}

	report := &diag.Report{Findings: diag.List{a, b}}
	if oldest := read.Mark(report); oldest != "2026-01-01" || !report.Findings[0].Known || report.Findings[1].Known {
		t.Errorf("oldest %q, known %v %v; only the first is known", oldest, report.Findings[0].Known, report.Findings[1].Known)
	}
	if report.Findings.Count(diag.Info) != 1 {
		t.Error("what is known counts")
	}
}

func TestBaselineRefusesWhatIsNone(t *testing.T) {
	for _, text := range []string{"", "{", "[]", "{}", `{"tokenbook_baseline": 2, "findings": []}`, `{"tokenbook_baseline": 1, "findings": [{"since": "soon"}]}`,
		`{"tokenbook_baseline": 1, "findings": [], "more": 1}`, `{"tokenbook_baseline": 1, "findings": []} {}`} {
		if _, err := ReadBaseline([]byte(text)); err == nil {
			t.Errorf("%s: taken for a baseline", text)
		}
	}
}
