// This file keeps the promise of the text alternative: all that a picture
// says, in order, with nothing cut and nothing that is not text.
package draw

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

func TestSequenceText(t *testing.T) {
	s := &Sequence{
		ID: "x", Title: "t",
		Actors: []Actor{{ID: "a", Label: "App", Kind: Client}, {ID: "s", Label: "Server", Kind: Server}, {ID: "u", Label: "User", Kind: Person}, {ID: "d", Label: "Store", Kind: Store}, {ID: "p", Label: "Party"}},
		Steps: []Step{
			Message{From: "a", To: "s", Label: "asks"},
			Message{From: "s", To: "s", Label: "thinks"},
			Message{From: "s", To: "a", Label: "yes", Reply: true},
			Note{Over: "a", Label: "glad"},
			Message{From: "a", To: "s"},
			Group{Kind: Alt, Label: "outcome", Branches: []Branch{
				{Label: "good", Steps: []Step{Message{From: "s", To: "a", Label: "200", Reply: true}}},
				{Label: "bad", Failed: true, Steps: []Step{
					Note{Over: "s", Label: "alarm", Failed: true},
					Group{Kind: Loop, Branches: []Branch{{Label: "until it works", Steps: []Step{Message{From: "s", To: "a", Label: "500", Reply: true, Failed: true}}}}},
				}},
				{Steps: []Step{Note{Over: "s", Label: "n"}}},
			}},
			Group{Kind: Opt, Branches: []Branch{{Steps: []Step{Note{Over: "s", Label: "m"}}}}},
			Group{Branches: []Branch{{Steps: []Step{Note{Over: "s", Label: "k"}}}}},
		},
	}
	want := []Line{
		{0, "Taking part: App (client)"}, {0, "Taking part: Server (server)"}, {0, "Taking part: User (person)"}, {0, "Taking part: Store (store)"}, {0, "Taking part: Party"},
		{0, "App to Server: asks"},
		{0, "Server, by itself: thinks"},
		{0, "Server answers App: yes"},
		{0, "Note on App: glad"},
		{0, "App to Server"},
		{0, "Outcome: if good:"}, {1, "Server answers App: 200"},
		{0, "Else, if bad (failure):"}, {1, "Note on Server (failure): alarm"},
		{1, "Repeat: until it works:"}, {2, "Server answers App (failure): 500"},
		{0, "Else:"}, {1, "Note on Server: n"},
		{0, "Perhaps:"}, {1, "Note on Server: m"},
		{0, "Together:"}, {1, "Note on Server: k"},
	}
	if diff := cmp.Diff(want, s.Text()); diff != "" {
		t.Error(diff)
	}
}

func TestMachineText(t *testing.T) {
	want := []Line{
		{0, "Active (start)"}, {1, "stays Active: used"}, {1, "to Suspended: account locked"}, {1, "to Expired: 5 minutes"}, {1, "to Revoked (failure): stolen"},
		{0, "Suspended"}, {1, "to Active: unlocked"},
		{0, "Expired (end)"},
		{0, "Revoked (danger)"},
	}
	if diff := cmp.Diff(want, accessMachine().Text()); diff != "" {
		t.Error(diff)
	}
}

// TestTextKeepsAll: a label of any length is whole, on one line, and visible.
func TestTextKeepsAll(t *testing.T) {
	long := strings.Repeat("0123456789", 1000)
	for _, text := range append([]string{long}, hostile...) {
		for _, m := range around(text) {
			found := false
			for _, line := range m.Text() {
				found = found || strings.Contains(line.Text, clean(text))
				if strings.ContainsFunc(line.Text, func(r rune) bool { return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) }) {
					t.Errorf("line %q has characters that do not show", line.Text)
				}
			}
			if !found {
				t.Errorf("%.40q is in no line of %T", text, m)
			}
		}
	}
}

// ExampleSequence_Text prints the lines as a nested list.
func ExampleSequence_Text() {
	for _, line := range codeSequence().Text() {
		fmt.Printf("%s- %s\n", strings.Repeat("  ", line.Depth), line.Text)
	}
	// Output:
	// - Taking part: Client
	// - Taking part: Resource server
	// - Client to Resource server: GET /resource
	// - Resource server, by itself: validate
	// - Resource server answers Client: 200
}
