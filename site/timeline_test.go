// Promise: the timeline of a key shows in a picture and in words the same numbered moments in their true order, marks
// what must not be with a sign beside its colour, says which bounds hold and how the others are mended, and there is no
// such page where nothing is stated of a key's life.
package site_test

import (
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/site"
)

func TestKeyTimeline(t *testing.T) {
	files := build(t, policy(t, troubled), site.Inputs{})
	twin, page := file(t, files, "key-timeline.md"), file(t, files, "key-timeline.html")
	before := 0
	for _, moment := range []string{
		"| 1 It enters the key set | 1 hour before the first signature |",
		"| 2 It signs for the first time | – |",
		"| 3 Every verifier knows it | 3 hours after the first signature |",
		"| 4 It signs for the last time | 90 days after the first signature |",
		"| 5 It leaves the key set | 30 minutes after the last signature |",
		"| 6 The last token that it signed has ended | 1 hour 1 minute after the last signature |",
		"| 7 The last verifier forgets it | 4 hours 30 minutes after the last signature |",
	} {
		at := strings.Index(twin, moment)
		if at < before {
			t.Errorf("%q is missing or out of order:\n%s", moment, twin)
		}
		before = at
	}
	wants(t, twin, "key-timeline.md",
		"**Published early enough** does not hold", "`issuers.main.keys.signing.publish_ahead`: write at least 4h",
		"**Kept long enough** does not hold", "`issuers.main.keys.signing.keep_after`: write at least 1h1m",
		"## Quiet of main", "| There is | not specified |", "`issuers.main.keys.quiet.publish_ahead`")
	wants(t, page, "key-timeline.html",
		`<svg class="chart-w"`, `<svg class="chart-n"`, "The life of the key signing of main",
		"3. Every verifier knows it: 3 hours after the first signature; 4. It signs for the last time", `class="bar bar-wrong"`, ">!</text>", `class="bar-open"`)
	for _, f := range build(t, load(t, "minimal"), site.Inputs{}) {
		if f.Path == site.Folder+"key-timeline.html" {
			t.Error("a policy that states nothing of the life of its key has a timeline")
		}
	}
}
