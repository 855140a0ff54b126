// Promise: the page of refresh races shows the shortest way to each race in numbered steps, what makes it possible and
// where, and a scenario that the format accepts; who holds safe tokens reads how much was searched.
package site_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/site"
	"github.com/tokenbook/tokenbook/specs"
)

func TestRacesPage(t *testing.T) {
	pictures := site.Inputs{Diagrams: []site.Diagram{
		{ID: "other", Title: "Another", Kind: "refresh", Description: "Not a race."},
		{ID: "r1", Title: "First", Kind: "race", Description: "Two callers, drawn."},
		{ID: "r2", Title: "Second", Kind: "race", Description: "A lost answer, drawn."},
	}}
	twin := file(t, build(t, policy(t, troubled), pictures), "refresh-races.md")
	wants(t, twin, "refresh-races.md",
		"| signs users out | signs users out | safe |",
		"1. **Caller 1** sends refresh token 1\n2. **Server** rotates: answers with token 2, and token 1 is superseded\n3. **Caller 2** sends refresh token 1\n4. **Server** sees",
		"So the family ends, and every caller is signed out.",
		"`client_strategy.coordination`: none (policy.yaml&#58;23)")
	first, second := strings.Index(twin, "Two callers, drawn."), strings.Index(twin, "A lost answer, drawn.")
	if heading := strings.Index(twin, "### A lost answer"); first < 0 || first > heading || second < heading {
		t.Errorf("the pictures stand at %d and %d, the second race at %d", first, second, heading)
	}
	safe := file(t, build(t, load(t, "acme"), site.Inputs{}), "refresh-races.md")
	wants(t, safe, "refresh-races.md of acme", "No order of events ends a session: all ", "| safe | safe | safe | safe |")
}

// The scenario of a race, put into the policy, is a scenario.
func TestRaceScenariosAreScenarios(t *testing.T) {
	twin := file(t, build(t, policy(t, troubled), site.Inputs{}), "refresh-races.md")
	n := 0
	for _, part := range strings.Split(twin, "```yaml\n")[1:] {
		n++
		text, _, _ := strings.Cut(part, "```")
		source, findings := specs.Load(fstest.MapFS{"policy.yaml": {Data: []byte(troubled + text)}}, "policy.yaml")
		doc, more := specs.Parse(source)
		findings = append(append(findings, more...), specs.Link(doc, source)...)
		for _, f := range findings {
			if f.Severity == diag.Error {
				t.Errorf("%s\n%s", f, text)
			}
		}
		if doc.Scenarios.Len() != 1 || len(doc.Scenarios.Entries[0].V.Steps.Items) < 2 {
			t.Errorf("no scenario with steps:\n%s", text)
		}
	}
	if n != 2 {
		t.Errorf("%d scenarios for two races", n)
	}
}
