// Keeps the promise that every requirement is asked exactly once, that each item stands where the policy puts it, with a
// reason, and that what only people can say is a question.
package review

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/standard"
)

const head = `tokenbook: v1
policy: {id: p, title: P, version: 1.0.0}
`

// itemsOf is the checklist of a policy by the names of its items.
func itemsOf(t *testing.T, text string, findings ...diag.Finding) map[string]Item {
	t.Helper()
	b := bookOf(t, fstest.MapFS{"policy.yaml": {Data: []byte(head + text)}}, "")
	b.Findings = append(b.Findings, findings...)
	out := map[string]Item{}
	for _, item := range Checklist(b) {
		if _, twice := out[item.ID]; twice {
			t.Errorf("two items are called %s", item.ID)
		}
		out[item.ID] = item
	}
	return out
}

func TestStatuses(t *testing.T) {
	tests := []struct {
		name, text, item string
		status           Status
		why              string // a part of the reason
	}{
		{"what every entry states passes", "tokens: {access: {type: access_token, lifetime: 10m}}\n", "LIF-1", Pass, "stated in 1 setting"},
		{"an entry that leaves it out fails", "tokens: {access: {type: access_token, lifetime: 10m}, other: {type: api_key}}\n", "LIF-1", Fail, "not stated: tokens.other.lifetime"},
		{"a value that only variants state is stated", "clients: {spa: {type: public}}\ntokens:\n  access: {type: access_token, variants: [{when: {client: spa}, lifetime: 5m}]}\n", "LIF-1", Pass, ""},
		{"undecided fails", "tokens: {access: {type: access_token, lifetime: undecided}}\n", "LIF-1", Fail, "left undecided: tokens.access.lifetime"},
		{"silence is for a person", "tokens: {access: {type: access_token}}\n", "LIF-unstated", Person, "nothing is stated"},
		{"silence fails who claims to be complete", "profiles: complete\ntokens: {access: {type: access_token}}\n", "LIF-unstated", Fail, "claims to be complete"},
		{"what cannot arise passes", "tokens: {access: {type: access_token, lifetime: 10m}}\n", "ROT-1", Pass, "no token of this policy is renewed"},
		{"none is an answer", "tokens: {access: {type: access_token, lifetime: 10m, cross_device: none}}\n", "BND-3", Person, "stated in 1 setting"},
		{"an attack without an answer is for a person", "tokens: {access: {type: access_token}}\n", "THR-open", Person, "no setting and no text"},
		{"and fails who claims the standard", "profiles: oauth-bcp\ntokens: {access: {type: access_token}}\n", "THR-open", Fail, "finding"},
		{"a profile is kept or not", "profiles: oauth-bcp\ntokens: {access: {type: access_token}}\n", "STD-oauth-bcp", Fail, "finding"},
		{"a playbook is for a person", "tokens: {access: {type: access_token}}\nincidents: {playbooks: {theft: {for: token_compromise, steps: [Revoke it]}}}\n", "INC-theft", Person, ""},
		{"an exception is waived", "tokens: {access: {type: access_token, lifetime: 2h}}\nexceptions: {long: {at: tokens.access.lifetime, reason: Batch, owner: a, approver: boss, expires: 2099-01-01}}\n", "EXC-long", Waived, "accepted by boss until 2099-01-01"},
		{"a risk that nobody accepted is for a person", "tokens: {access: {type: access_token}}\n", "TYP-1", Person, ""},
		{"a silenced finding is waived", "tokens: {access: {type: access_token, lifetime: 25h}}\nsuppressions: [{rule: LIFE002, reason: Batch jobs, owner: a, until: 2099-01-01}]\n", "SUP-LIFE002", Waived, "accepted by a until 2099-01-01"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			item, ok := itemsOf(t, c.text)[c.item]
			if !ok {
				t.Fatalf("there is no item %s", c.item)
			}
			if item.Status != c.status || !strings.Contains(item.Why, c.why) {
				t.Errorf("%s stands at %q (%s)", c.item, item.Status, item.Why)
			}
		})
	}
}

func TestFindingsDecide(t *testing.T) {
	const text = "tokens: {access: {type: access_token, lifetime: 10m}}\n"
	about := diag.Finding{Rule: "LIFE001", Severity: diag.Warning, Setting: "tokens.access.lifetime.ttl.default", Message: "too long"}
	if item := itemsOf(t, text, about)["LIF-1"]; item.Status != Fail || len(item.Findings) != 1 {
		t.Errorf("a finding at a setting of it: %+v", item)
	}
	noted := about
	noted.Severity = diag.Info
	if item := itemsOf(t, text, noted)["LIF-1"]; item.Status != Pass || len(item.Findings) != 1 {
		t.Errorf("what is only worth knowing is shown and fails nothing: %+v", item)
	}
	silenced := about
	silenced.Allowed = &diag.Allowance{Reason: "because"}
	if item := itemsOf(t, text, silenced)["LIF-1"]; item.Status != Pass {
		t.Errorf("a silenced finding has an item of its own: %+v", item)
	}
	if item := itemsOf(t, text, about)["TYP-1"]; item.Status != Person || len(item.Findings) != 0 {
		t.Errorf("a finding elsewhere changes nothing: %+v", item)
	}
}

func TestEveryRequirementIsAskedOnce(t *testing.T) {
	asked := map[string]int{}
	for _, q := range questions {
		for _, id := range q.covers {
			asked[id]++
		}
		if len(q.covers) > 1 && q.says == "" && q.ask == "" {
			t.Errorf("%s covers several requirements and has no question", q.covers[0])
		}
		if q.ask != "" && !strings.HasSuffix(q.ask, "?") {
			t.Errorf("%s asks a person without a question mark", q.covers[0])
		}
	}
	for _, r := range standard.Requirements() {
		want := 1
		if r.Section().Prefix == "ART" {
			want = 0
		}
		if asked[r.ID] != want {
			t.Errorf("%s is covered by %d questions, not %d", r.ID, asked[r.ID], want)
		}
	}
	for name, policy := range map[string]*book.Book{"acme": bookOf(t, acme(t), ""), "the smallest": bookOf(t, fstest.MapFS{"policy.yaml": {Data: []byte(head + "tokens: {access: {type: access_token}}\n")}}, "")} {
		var covered []string
		for _, item := range Checklist(policy) {
			covered = append(covered, item.Covers...)
		}
		slices.Sort(covered)
		var all []string
		for id := range asked {
			all = append(all, id)
		}
		slices.Sort(all)
		if diff := cmp.Diff(all, covered); diff != "" {
			t.Errorf("%s: -requirements +covered:\n%s", name, diff)
		}
	}
}

// The words of an item are for people: each says what decided it, and whom it asks.
func TestItemsCanBeUsed(t *testing.T) {
	items := Checklist(bookOf(t, acme(t), ""))
	human := 0
	for _, i := range items {
		if strings.TrimSpace(i.Why) == "" || strings.TrimSpace(i.Question) == "" || len(i.Audience) == 0 || strings.ContainsAny(i.ID, ". ") {
			t.Errorf("%s has no reason, question or audience, or a name that cannot be a key: %+v", i.ID, i)
		}
		if (len(i.Rests) > 0) != (i.Status == Person) {
			t.Errorf("%s (%s) rests on %d values", i.ID, i.Status, len(i.Rests))
		}
		if len(i.Evidence) > MaxEvidence {
			t.Errorf("%s shows %d settings", i.ID, len(i.Evidence))
		}
		for _, e := range i.Evidence {
			if strings.Contains(e.Value, "{{") {
				t.Errorf("%s shows %s as it is written, not with the value that it refers to: %s", i.ID, e.Path, e.Value)
			}
		}
		if i.Status == Person {
			human++
			if len([]rune(i.Question)) > 200 {
				t.Errorf("%s asks in %d characters; a question is shorter", i.ID, len(i.Question))
			}
		}
	}
	if human > 30 || len(items) > 75 {
		t.Errorf("%d items, %d of them for people: nobody goes through so many", len(items), human)
	}
	for _, a := range standard.Audiences() {
		if part := (Filter{Audience: a}).Of(items); len(part) == 0 || len(part) == len(items) {
			t.Errorf("%s has %d of %d items", a, len(part), len(items))
		}
	}
}

func TestScores(t *testing.T) {
	items := Checklist(bookOf(t, acme(t), ""))
	for _, s := range Scores(items) {
		if s.Of-s.Done != len(s.Reasons) || s.Done > s.Of {
			t.Errorf("%+v: every item that is missing has its reason", s)
		}
		if (s.Percent() == 100) != (s.Done == s.Of) {
			t.Errorf("%+v: %d%%", s, s.Percent())
		}
	}
}

func TestCrossReferences(t *testing.T) {
	life := itemsOf(t, "tokens: {access: {type: access_token, lifetime: 10m}}\n")["LIF-1"]
	for _, c := range CrossReferences() {
		text := c.Clauses(&life)
		if text == "" {
			t.Errorf("no clause of %s for lifetimes", c.Title)
		}
		for _, other := range []string{"ASVS", "SP 800", "FAPI"} {
			if c.Key == "other" && strings.Contains(text, other) {
				t.Errorf("%s stands among the others too: %s", other, text)
			}
		}
	}
	if compareNumbers("4.9", "4.10") >= 0 || compareNumbers("4", "4.1") >= 0 || compareNumbers("4.1", "4.1") != 0 {
		t.Error("sections are not in the order of a table of contents")
	}
}

func TestNamesThatDifferOnlyInSigns(t *testing.T) {
	items := itemsOf(t, "tokens: {access: {type: access_token}}\nincidents: {playbooks: {unstated: {title: mine, steps: [a]}}}\n")
	if items["INC-unstated"].Title == "Playbook: mine" || items["INC-unstated-2"].Title != "Playbook: mine" {
		t.Errorf("%q, %q", items["INC-unstated"].Title, items["INC-unstated-2"].Title)
	}
}

func TestWorstExposure(t *testing.T) {
	j := newJudge(bookOf(t, acme(t), ""))
	if text := worstExposure(j); !strings.Contains(text, "The longest is ") {
		t.Errorf("no figure: %q", text)
	}
	if text := worstExposure(newJudge(bookOf(t, fstest.MapFS{"policy.yaml": {Data: []byte(head + "tokens: {access: {type: access_token}}\n")}}, ""))); text != "" {
		t.Errorf("a policy without occasions has no worst one: %q", text)
	}
}
