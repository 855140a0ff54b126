// Keeps the promises that a reader is shown each change once, the gravest first, that the same change of several things is
// one row, and that a comment in Markdown never grows longer than a forge takes.
package diff

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestGroups(t *testing.T) {
	base := acme(t)
	d := Compare(base, acme(t,
		edit{"tokens.yaml", "lifetime: 10m\n    rationale: >-\n      Checkout", "lifetime: 30m\n    rationale: >-\n      Checkout"}, // weaker, safe for programs
		edit{"policy.yaml", "algorithms: ES256\n        per", "algorithms: [ES256, RS256]\n        per"},                            // of three issuers
		edit{"errors.yaml", "status: 403", "status: 401"},                                                                           // breaking
		edit{"tokens.yaml", "title: Refresh token", "title: Renewal token"},                                                         // words
		edit{"policy.yaml", "every: 90d\n    last", "every: 180d\n    last"},                                                        // safe
		edit{"clients.yaml", "sign_in: 10m", "sign_in: 5m"},                                                                         // risky
	), Options{})
	var got []string
	shown := 0
	for _, g := range d.Groups() {
		for _, e := range g.Entries {
			got = append(got, g.ID+" "+e.Shown()+": "+e.First.Verdict())
			shown += len(e.All)
			if len(e.Fingerprints()) != len(e.All) {
				t.Errorf("%s has fingerprints %v", e.Shown(), e.Fingerprints())
			}
		}
	}
	want := []string{
		"breaking errors.causes.scope_missing.status: breaking for client developers and resource servers; risky for operators",
		"weaker issuers.{development, production, staging}.keys.signing.algorithms[RS256]: risky for resource servers and operators; weaker protection",
		"weaker tokens.access.lifetime: weaker protection",
		"risky timers.sign_in: risky for client developers and operators; stronger protection",
		"safe policy.review.every: safe",
		"words tokens.refresh.title: safe",
	}
	if !slices.Equal(got, want) || shown != len(d.Changes) {
		t.Errorf("%d of %d changes are shown:\n%s\nwant\n%s", shown, len(d.Changes), strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	var text, markdown bytes.Buffer
	if err := WriteText(&text, d, Show{}); err != nil {
		t.Fatal(err)
	}
	if err := WriteMarkdown(&markdown, d, Show{}); err != nil {
		t.Fatal(err)
	}
	for i := range d.Changes {
		c := &d.Changes[i]
		if !c.Words && strings.Count(text.String(), c.Fingerprint) != 1 {
			t.Errorf("%s is shown %d times", c.Shown, strings.Count(text.String(), c.Fingerprint))
		}
		if (c.Impact() > Safe || c.Security == Weaker) && strings.Count(markdown.String(), c.Fingerprint) != 1 {
			t.Errorf("%s has its fingerprint %d times in Markdown", c.Shown, strings.Count(markdown.String(), c.Fingerprint))
		}
	}
}

func TestMarkdownHasALimit(t *testing.T) {
	policy := func(life string) string {
		var b strings.Builder
		b.WriteString(shop + "tokens:\n")
		for i := range 400 {
			fmt.Fprintf(&b, "  token_%d: {type: access_token, lifetime: %s, title: %q, audiences: [\"https://%s.example\"]}\n", i, life, "Token of "+life, strings.Repeat("x", 50))
		}
		return b.String()
	}
	d := Compare(small(t, policy("10m")), small(t, policy("20m")), Options{})
	for i := range 3000 {
		d.Outputs = append(d.Outputs, Output{fmt.Sprintf("kind %d", i), strings.Repeat("[", 60), Added})
	}
	// Changes of one setting in many entries would be one row.
	for i := range d.Changes {
		d.Changes[i].Why = fmt.Sprintf("Reason %d. %s", i, strings.Repeat("*", 60))
	}
	d.Changes[5].Clients = Breaking
	var b bytes.Buffer
	if err := WriteMarkdown(&b, d, Show{Old: strings.Repeat("<", 70_000), New: "x"}); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	if len(text) > MarkdownLimit || len(text) < MarkdownLimit/2 {
		t.Errorf("%d bytes", len(text))
	}
	if !strings.Contains(text, "### Breaking\n") || !strings.Contains(text, "more changes are left out here for their length") {
		t.Error("the gravest is missing, or what was left out is not counted")
	}
	if strings.Count(text, "<details>") != strings.Count(text, "</details>") {
		t.Error("something folded is left open")
	}
}
