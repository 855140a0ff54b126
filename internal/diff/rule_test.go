// Keeps the promise that a rule speaks of every setting of the format, that the direction in which it protects is the
// one that floors go by, and that every rule speaks of something.
package diff

import (
	"slices"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/specs"
)

// leaves are all settings of the format that have no settings of their own, with how far a floor lets each move.
func leaves(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	var down func(path, floor string)
	down = func(path, floor string) {
		parts := strings.Split(path, ".")
		if n := len(parts); n > 12 || n > 2 && slices.Contains(parts[:n-1], parts[n-1]) && parts[n-1] != "*" && parts[n-1] != "when" && parts[n-1] != "at" {
			return // the format refers to itself here
		}
		doc, ok := specs.Describe(path)
		if !ok {
			t.Fatalf("the format describes no %s", path)
		}
		if doc.Floor != "" {
			floor = doc.Floor
		}
		if doc.Takes == "prose" { // words for readers
			return
		}
		star := ""
		if entry, ok := specs.Describe(path + ".*"); ok && entry.Path == path+".*" && !strings.HasSuffix(path, ".*") {
			star = ".*"
		}
		if len(doc.Below) == 0 {
			if strings.HasPrefix(doc.Takes, "named entries") {
				path += ".*"
			}
			out[path] = floor
			return
		}
		for _, line := range doc.Below {
			down(path+star+"."+line.Name, floor)
		}
	}
	for _, top := range specs.TopLevel() {
		if top != "variants" {
			down(top, "")
		}
	}
	return out
}

func TestEverySettingHasARule(t *testing.T) {
	all := leaves(t)
	if len(all) < 700 {
		t.Fatalf("only %d settings were found", len(all))
	}
	used := map[string]bool{}
	for path, floor := range all {
		if slices.Contains(skipped, path) {
			continue
		}
		r := ruleFor(allRules, path)
		used[r.ID] = true
		if r.ID == "unspecified" {
			t.Errorf("no rule speaks of %s", path)
		}
		if r.Other.Why == "" && !r.Words {
			t.Errorf("%s: rule %s has no word for a change without order", path, r.ID)
		}
		if floor != "" && r.Neutral && !strings.Contains(path, "reported") && !strings.Contains(path, "reset_at_most") && !strings.Contains(path, "settings.") && !strings.Contains(path, "retention") && !strings.Contains(path, "grace.lifetime") {
			t.Errorf("%s: a floor can hold it (%s), but rule %s is neutral", path, floor, r.ID)
		}
	}
	seen := map[string]bool{}
	for _, r := range allRules {
		if seen[r.ID] {
			t.Errorf("two rules are called %s", r.ID)
		}
		seen[r.ID] = true
		entry := func(of string) bool { // it speaks of entries, of a list's first value or of notes
			doc, ok := specs.Describe(strings.TrimSuffix(of, ".first"))
			return ok && len(doc.Below) > 0
		}
		if !used[r.ID] && !slices.ContainsFunc(r.Of, entry) && !slices.Contains([]string{"force", "unspecified", "signing-algorithm"}, r.ID) {
			t.Errorf("rule %s speaks of nothing in the format: %v", r.ID, r.Of)
		}
		for _, e := range []Effect{r.More, r.Less, r.Other} {
			if e.Why != "" && !strings.HasSuffix(e.Why, ".") {
				t.Errorf("rule %s: %q is no sentence", r.ID, e.Why)
			}
		}
	}
}

// floorsAgree are the words of the format for each direction, and the way that protects.
var floorsAgree = map[string]Direction{
	"may only become shorter or smaller": Less, "may only lose entries": Less,
	"may only become longer or larger": More, "may only gain entries": More, "may only become stronger, in the order of its words": More,
}

// against are the settings whose floor belongs to a structure that stands elsewhere too, where it protects the other way.
var against = []string{"revocation.denylist.entry_lifetime", "revocation.remember_for", "retention", "grace.lifetime", "ends_with", "reported", "settings.", "reset_at_most_every", "set_by",
	"unset", "expire", "range.min"}

func TestProtectionGoesByFloors(t *testing.T) {
	for path, floor := range leaves(t) {
		want, ok := floorsAgree[floor]
		if !ok || slices.ContainsFunc(against, func(s string) bool { return strings.Contains(path, s) }) {
			continue
		}
		r := ruleFor(allRules, path)
		if r.Safer != Other && r.Safer != want {
			t.Errorf("%s: the format says that it %s, rule %s says that direction %d protects", path, floor, r.ID, r.Safer)
		}
	}
}
