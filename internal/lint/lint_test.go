// Keeps the promise that each rule speaks where its own bad example has the fault, keeps silent on its good one, and
// that its fix ends the finding; and that what rules say of themselves is complete.
package lint

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/edit"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// today is the day of all runs here.
var today = func() specs.Date {
	d, err := specs.ParseDate("2026-11-01")
	if err != nil {
		panic(err)
	}
	return d
}()

// files are a policy that lays a snippet over the minimal one, claiming what the snippet claims, else the first
// profile that asks for the rule.
func files(r *Rule, snippet string) fstest.MapFS {
	head := "tokenbook: v1\nextends: minimal.yaml\n"
	if !regexp.MustCompile(`(?m)^profiles:`).MatchString(snippet) && len(r.In) > 0 {
		head += "profiles: " + string(r.In[0].Profile) + "\n"
	}
	return fstest.MapFS{
		"minimal.yaml": {Data: []byte(Minimal)},
		"policy.yaml":  {Data: []byte(head + snippet)},
	}
}

// judge runs all rules on a policy.
func judge(t *testing.T, fsys fstest.MapFS) diag.List {
	t.Helper()
	src, findings := specs.Load(fsys, "policy.yaml")
	if src == nil {
		t.Fatal(findings)
	}
	doc, parsed := specs.Parse(src)
	all := append(append(findings, parsed...), specs.Link(doc, src)...)
	if all.Count(diag.Warning) > 0 {
		t.Fatalf("the policy is not one: %v\n%s", all, fsys["policy.yaml"].Data)
	}
	p := specs.Resolve(doc, src, specs.Date{})
	return Run(p, analysis.Analyse(p), nil, Options{Today: today})
}

func of(rule string, l diag.List) diag.List {
	return slices.DeleteFunc(slices.Clone(l), func(f diag.Finding) bool { return f.Rule != rule })
}

func TestRulesFireOnBadAndKeepSilentOnGood(t *testing.T) {
	for _, r := range All() {
		t.Run(r.ID, func(t *testing.T) {
			bad := files(r, r.Bad)
			found := of(r.ID, judge(t, bad))
			at := slices.IndexFunc(found, func(f diag.Finding) bool { return f.Setting == r.At })
			if at < 0 {
				t.Fatalf("says nothing at %s of its bad example; it says %v", r.At, found)
			}
			f := found[at]
			if f.At.IsZero() || f.At.Start.Line == 0 || f.At.File != "policy.yaml" {
				t.Errorf("the finding stands at %q, not in the bad example", f.At)
			}
			if !strings.HasPrefix(f.Message, r.At+": ") {
				t.Errorf("the message does not begin with the setting: %s", f.Message)
			}
			for _, f := range of(r.ID, judge(t, files(r, r.Good))) {
				if f.Setting == r.At || len(r.In) == 0 || r.In[0].Profile != Complete { // no example is complete
					t.Errorf("speaks of its good example: %v", f)
				}
			}
			if (r.Repair != "") != (f.Fix != nil) {
				t.Errorf("the rule says of its fix %q, the finding has %+v", r.Repair, f.Fix)
			}
			if f.Fix == nil {
				return
			}
			text, refused := edit.Apply(string(bad["policy.yaml"].Data), f.Fix.Changes, func(path string) string {
				doc, _ := specs.Describe(path)
				return doc.Short
			})
			if len(refused) > 0 {
				t.Fatalf("the fix %q cannot be made: %v", f.Fix.Title, refused)
			}
			bad["policy.yaml"].Data = []byte(text)
			for _, left := range of(r.ID, judge(t, bad)) {
				if left.Setting == r.At {
					t.Errorf("the fix %q does not end its finding: %s\n%s", f.Fix.Title, left, text)
				}
			}
		})
	}
}

func TestRulesAreSilentOnTheMinimalPolicyThatClaimsNothing(t *testing.T) {
	if found := judge(t, fstest.MapFS{"policy.yaml": {Data: []byte(Minimal)}}); len(found) > 0 {
		t.Errorf("%v", found)
	}
}

var ruleID = regexp.MustCompile(`^[A-Z]+[0-9]{3}$`)

func TestRulesSayAllOfThemselves(t *testing.T) {
	seen := map[string]bool{}
	houses := map[string]bool{}
	for _, r := range All() {
		if !ruleID.MatchString(r.ID) || seen[r.ID] {
			t.Errorf("%s: not an ID, or twice", r.ID)
		}
		seen[r.ID] = true
		if !slices.ContainsFunc(Families, func(f struct{ Prefix, Title string }) bool { return f.Prefix == r.Family() }) {
			t.Errorf("%s belongs to no family", r.ID)
		}
		if r.Title == "" || r.Why == "" || r.Bad == "" || r.Good == "" || r.At == "" || r.Check == nil {
			t.Errorf("%s leaves something out", r.ID)
		}
		if strings.HasSuffix(r.Title, ".") || !strings.HasSuffix(r.Why, ".") {
			t.Errorf("%s: a title is no sentence, the reason is one", r.ID)
		}
		for _, c := range r.Cites {
			if _, ok := standard.DocumentByKey(c.Document); !ok {
				t.Errorf("%s cites %q, which the table of documents does not have", r.ID, c.Document)
			}
		}
		for _, a := range r.In {
			if _, ok := standard.ProfileByKey(string(a.Profile)); !ok {
				t.Errorf("%s: %q is no profile", r.ID, a.Profile)
			}
		}
		for _, h := range r.House {
			if houses[h.Name] {
				t.Errorf("%s: the figure %s is there twice", r.ID, h.Name)
			}
			houses[h.Name] = true
		}
	}
}
