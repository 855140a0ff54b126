package standard

// These tests keep the promise that every requirement has its stable ID, a short
// title, and a question that a reviewer can answer.

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRequirementIDs(t *testing.T) {
	counts := []struct {
		prefix string
		n      int
	}{
		{"TYP", 10}, {"LIF", 9}, {"ROT", 8}, {"BND", 6}, {"REV", 7}, {"VAL", 5}, {"ERR", 6}, {"CLI", 7},
		{"OBS", 6}, {"PRV", 5}, {"ENV", 8}, {"TST", 6}, {"INC", 2}, {"GOV", 6}, {"ART", 6},
	}
	var want, got []string
	for _, c := range counts {
		for i := range c.n {
			want = append(want, fmt.Sprintf("%s-%d", c.prefix, i+1))
		}
	}
	for _, r := range Requirements() {
		got = append(got, r.ID)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("IDs (-want +got):\n%s", diff)
	}
	if len(counts) != len(Sections()) {
		t.Errorf("%d sections, want %d", len(Sections()), len(counts))
	}
}

func TestRequirementTexts(t *testing.T) {
	outputs := []Output{OutputSite, OutputAPI, OutputDiagrams, OutputCode, OutputChecklist, OutputTests, OutputObservation, OutputChangelog}
	for _, r := range Requirements() {
		if words := len(strings.Fields(r.Title)); words < 3 || words > 8 {
			t.Errorf("%s: title %q has %d words", r.ID, r.Title, words)
		}
		if !strings.HasSuffix(r.Question, "?") || strings.Count(r.Question, "?") != 1 {
			t.Errorf("%s: %q is not one question", r.ID, r.Question)
		}
		if len(r.Audience) == 0 || len(r.ShowsIn) == 0 {
			t.Errorf("%s: nobody needs it, or it shows nowhere", r.ID)
		}
		for _, a := range r.Audience {
			if !slices.Contains(Audiences(), a) {
				t.Errorf("%s: audience %q", r.ID, a)
			}
		}
		for _, o := range r.ShowsIn {
			if !slices.Contains(outputs, o) {
				t.Errorf("%s: output %q", r.ID, o)
			}
		}
		if r.Section().Title == "" {
			t.Errorf("%s belongs to no section", r.ID)
		}
	}
}

func TestRequirementLookup(t *testing.T) {
	r, ok := RequirementByID("LIF-1")
	if !ok || r.Section().Title != "Lifetimes" {
		t.Errorf("LIF-1 = %+v, found %v", r, ok)
	}
	for _, id := range []string{"LIF-0", "LIF-10", "lif-1", ""} {
		if _, ok := RequirementByID(id); ok {
			t.Errorf("%q is no requirement", id)
		}
	}
	if s := (Requirement{ID: "ZZZ-1"}).Section(); s != (Section{}) {
		t.Errorf("section of an unknown prefix = %+v", s)
	}
}

func TestEveryAudienceAndOutputIsServed(t *testing.T) {
	audiences, outputs := map[Audience]int{}, map[Output]int{}
	for _, r := range Requirements() {
		for _, a := range r.Audience {
			audiences[a]++
		}
		for _, o := range r.ShowsIn {
			outputs[o]++
		}
	}
	for _, a := range Audiences() {
		if audiences[a] < 5 {
			t.Errorf("audience %s has %d questions only", a, audiences[a])
		}
	}
	if len(outputs) != 8 {
		t.Errorf("%d outputs are used, want 8", len(outputs))
	}
}
