// Keeps the promise that answers from the page become sign-offs only for the values that the page showed, all of them or
// none.
package review

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func listOf(items map[string]Item) []Item {
	var out []Item
	for _, id := range []string{"LIF-1", "LIF-2", "TYP-1"} {
		out = append(out, items[id])
	}
	return out
}

func answers(t *testing.T, of map[string]map[string]string) *Answers {
	t.Helper()
	data, err := json.Marshal(map[string]any{"tokenbook_answers": 1, "policy": "p", "answers": of})
	if err != nil {
		t.Fatal(err)
	}
	a, err := ReadAnswers(data)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func yes(item Item, note string) map[string]string {
	return map[string]string{"answer": "yes", "note": note, "fingerprint": item.Fingerprint()}
}

func TestSignAnswers(t *testing.T) {
	items := bookWith(t, small, "")
	ana := SignOff{By: "Ana", On: "2026-10-05", Version: "1.0.0"}
	a := answers(t, map[string]map[string]string{
		"TYP-1": yes(items["TYP-1"], "read"),
		"LIF-2": yes(items["LIF-2"], " "),
		"X-1":   {"answer": "no", "note": "who?", "fingerprint": "0"},
	})
	text, taken, err := SignAnswers("", listOf(items), a, ana, "all of May")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Taken{Signed: []string{"LIF-2", "TYP-1"}, No: []Answer{{"X-1", "no", "who?", "0"}}}, taken); diff != "" {
		t.Error(diff)
	}
	signed, err := ReadSignOffs(text)
	if err != nil || len(signed) != 2 || signed[0].Note != "all of May" || signed[1].Note != "read" || signed[1].By != "Ana" {
		t.Fatalf("%+v %v", signed, err)
	}

	// The same file again adds nothing; another person's does.
	items = bookWith(t, small, text)
	again, taken, err := SignAnswers(text, listOf(items), a, ana, "all of May")
	if err != nil || again != text || len(taken.Signed) != 0 || len(taken.Before) != 2 {
		t.Errorf("%+v %v", taken, err)
	}
	ana.By = "Ben"
	if _, taken, err = SignAnswers(text, listOf(items), a, ana, "me too"); err != nil || len(taken.Signed) != 2 {
		t.Errorf("%+v %v", taken, err)
	}
}

func TestAnswersThatAreRefused(t *testing.T) {
	items := bookWith(t, small, "")
	changed := bookWith(t, strings.Replace(small, "10m", "11m", 1), "")
	for _, c := range []struct {
		name string
		of   map[string]map[string]string
		want string
	}{
		{"older values", map[string]map[string]string{"LIF-2": yes(items["LIF-2"], "x"), "TYP-1": yes(items["TYP-1"], "x")}, "answered for older values: LIF-2. What they rest on has changed"},
		{"no fingerprint", map[string]map[string]string{"TYP-1": {"answer": "yes", "note": "x"}}, "answered for older values: TYP-1"},
		{"no such item", map[string]map[string]string{"ZZZ-1": {"answer": "yes", "note": "x"}}, "no item ZZZ-1"},
		{"no note", map[string]map[string]string{"TYP-1": yes(changed["TYP-1"], "")}, "answered without a note: TYP-1"},
		{"what the program decides", map[string]map[string]string{"LIF-1": {"answer": "yes", "note": "x"}}, "needs no person"},
		{"too long a note", map[string]map[string]string{"TYP-1": yes(changed["TYP-1"], strings.Repeat("x", maxNote+1))}, "a note 2000"},
	} {
		text, taken, err := SignAnswers("", listOf(changed), answers(t, c.of), SignOff{By: "Ana", On: "2026-10-05"}, "")
		if err == nil || text != "" || len(taken.Signed) > 0 || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestFilesThatAreNoAnswers(t *testing.T) {
	var many strings.Builder
	for i := range maxAnswers + 1 {
		fmt.Fprintf(&many, `,"A-%d":{"answer":"yes"}`, i)
	}
	for _, c := range []struct{ data, want string }{
		{"", "is no file of answers"},
		{"[]", "is no file of answers"},
		{`{"tokenbook_answers": 2}`, "has tokenbook_answers 2"},
		{`{"tokenbook_answers": 1, "signed": []}`, "unknown field"},
		{`{"tokenbook_answers": 1} {}`, "something follows"},
		{`{"tokenbook_answers": 1, "answers": {"A-1": {"answer": "maybe"}}}`, "neither yes nor no"},
		{`{"tokenbook_answers": 1, "answers": {` + many.String()[1:] + `}}`, "2000 are the most"},
	} {
		if _, err := ReadAnswers([]byte(c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.60s: %v, want %s", c.data, err, c.want)
		}
	}
}
