// Keeps the promise that an approvals file is written so that what is in it counts, and that nothing which would not count
// gets into it.
package diff

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/specs"
)

func day(t *testing.T, text string) specs.Date {
	t.Helper()
	d, err := specs.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// approvable is acme with a change that weakens and one that does nothing.
func approvable(t *testing.T) (d *Diff, weaker, safe string) {
	t.Helper()
	d = Compare(acme(t), acme(t, verdictCases[1].edit, edit{"policy.yaml", "every: 90d\n    last", "every: 180d\n    last"}), Options{})
	for i := range d.Changes {
		if d.Changes[i].Security == Weaker {
			weaker = d.Changes[i].Fingerprint
		} else {
			safe = d.Changes[i].Fingerprint
		}
	}
	return d, weaker, safe
}

func TestApprove(t *testing.T) {
	d, weaker, _ := approvable(t)
	today := day(t, "2026-11-21")
	by := Approval{Approver: "identity lead", Expires: "2027-01-31", Reason: "<until> the new app is out & about"}
	first, done, err := Approve(nil, d, []string{weaker, weaker}, by, today)
	if err != nil || len(done) != 1 || done[0].Shown != "tokens.access.lifetime" {
		t.Fatalf("%v %v", done, err)
	}
	// It counts, and says what it is for.
	file, err := ReadApprovals(first)
	if err != nil || len(file.Approvals) != 1 || file.Approvals[0].Change != "tokens.access.lifetime" || file.Approvals[0].Reason != by.Reason {
		t.Fatalf("%+v %v", file, err)
	}
	if faults := file.Apply(d, today); len(faults) > 0 || len(d.Unapproved(func(c *Change) bool { return c.Security == Weaker })) > 0 {
		t.Errorf("what was written does not count: %v", faults)
	}
	// Another approver stands beside it; the same one again replaces what they said.
	by.Approver = "platform security"
	second, _, err := Approve(first, d, []string{weaker}, by, today)
	if err != nil {
		t.Fatal(err)
	}
	by.Expires = "2027-02-28"
	third, _, err := Approve(second, d, []string{weaker}, by, today)
	if err != nil {
		t.Fatal(err)
	}
	file, err = ReadApprovals(third)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range file.Approvals {
		got = append(got, a.Approver+" "+a.Expires)
	}
	if want := []string{"identity lead 2027-01-31", "platform security 2027-02-28"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	again, _, err := Approve(third, d, []string{weaker}, by, today)
	if err != nil || string(again) != string(third) {
		t.Errorf("the same approval twice changes the file: %v", err)
	}
	// Whatever the order in which approvals were given, the file is the same.
	other, err := json.Marshal(Approvals{Format: 1, Approvals: []Approval{{Fingerprint: "0000000000000000", Approver: "x", Expires: "2027-01-01"}}})
	if err != nil {
		t.Fatal(err)
	}
	mixed, _, err := Approve(other, d, []string{weaker}, by, today)
	if err != nil || strings.Index(string(mixed), "0000000000000000") > strings.Index(string(mixed), weaker) {
		t.Errorf("not in the order of fingerprints: %s %v", mixed, err)
	}
}

func TestApprovalsThatWouldNotCount(t *testing.T) {
	d, weaker, safe := approvable(t)
	nobody := Compare(small(t, "tokens: {access: {type: access_token, lifetime: 5m}}\n"), small(t, "tokens: {access: {type: access_token, lifetime: 10m}}\n"), Options{})
	for _, c := range []struct {
		name, print, by, until, text, want string
		d                                  *Diff
	}{
		{name: "a stranger", by: "intern", want: `"intern" is not among policy.review.approvers (identity lead`},
		{name: "nobody", by: " ", want: "is not among policy.review.approvers"},
		{name: "a policy without approvers", d: nobody, want: "names nobody under policy.review.approvers"},
		{name: "an end that is over", until: "2026-11-20", want: "would not count on 2026-11-21"},
		{name: "an end today", until: "2026-11-21", want: "would not count on 2026-11-21"},
		{name: "an end too far away", until: "2027-11-23", want: "may last 366 days, until 2027-11-22"},
		{name: "no day", until: "soon", want: "the end of the approval"},
		{name: "an unknown change", print: "ffffffffffffffff", want: "those that an approval can be for are " + weaker},
		{name: "a safe change", print: safe, want: "needs no approval"},
		{name: "a file that is none", text: "{}", want: "has approvals_format 0"},
		{name: "a broken file", text: "{", want: "is no approvals file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			by := Approval{Approver: "identity lead", Expires: "2027-01-31"}
			chosen, of := weaker, d
			if c.by != "" {
				by.Approver = c.by
			}
			if c.until != "" {
				by.Expires = c.until
			}
			if c.print != "" {
				chosen = c.print
			}
			if c.d != nil {
				of = c.d
			}
			out, _, err := Approve([]byte(c.text), of, []string{chosen}, by, day(t, "2026-11-21"))
			if err == nil || out != nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}
