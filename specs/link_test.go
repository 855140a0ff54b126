// These tests keep the promise of Link: whatever can be wrong between the settings of a policy is found, with the
// place, what was written, and what is meant or missing. testdata/link.txt holds the whole messages.
package specs

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// linkFaults are the findings of Link, one a line, without the name of the file.
func linkFaults(t *testing.T, text string) string {
	t.Helper()
	source := loaded(t, map[string]string{"policy.yaml": text})
	doc, findings := Parse(source)
	if len(findings) > 0 {
		t.Fatalf("%v\n%s", findings, numbered(text))
	}
	var lines []string
	for _, f := range Link(doc, source) {
		lines = append(lines, strings.TrimPrefix(f.String(), "policy.yaml:"))
	}
	return strings.Join(lines, "\n")
}

// ownFlow is a flow of two actors.
func ownFlow(steps string) string {
	return "flows: {f: {title: F, actors: {a: A, b: B}, steps: [" + steps + "]}}\n"
}

func TestLink(t *testing.T) {
	token := func(setting string) string {
		return head + fleet + "tokens: {access: {type: access_token, " + setting + "}}\n"
	}
	tests := []struct{ name, text string }{
		{"nothing wrong", token("lifetime: 10m")},
		{"a name that is near another", token("scopes: order.read")},
		{"a name like no other", token("limits: many")},
		{"a name with many others", token("issued: [{grant: refresh_token, to: web}]")},
		{"an error of the standard", head + fleet + "errors: {adopt: token}\ntokens: {access: {type: access_token, rotation: {on_reuse: {kill: family, error: invalid_grant}}}}\n"},
		{"an error that is not adopted", token("rotation: {on_reuse: {kill: family, error: invalid_grant}}")},
		{"a key of a map", token("renewal: [{by: exchange, yields: {acess: always}}]")},
		{"a word among the keys", token("title: x") + "revocation: {mechanisms: {any: expiry, acces: expiry}}\n"},
		{"a setting path", token("title: x") + "questions: [{at: tokens.access.lifetimes, text: How long}]\n"},
		{"a path through a missing entry", token("title: x") + "questions: [{at: tokens.acess.lifetime, text: How long}]\n"},
		{"a path below a value", token("title: x") + "questions: [{at: tokens.access.title.first, text: How long}]\n"},
		{"a path into a list", token("issued: [refresh_token]") + "questions: [{at: tokens.access.issued.first, text: How long}, {at: tokens.access.issued.0.grant, text: Why}, {at: tokens.*.title, text: Which}]\n"},
		{"a path to an item that is not there", token("issued: [refresh_token]") + "questions: [{at: tokens.access.issued.1, text: Why}]\n"},
		{"an axis", token("variants: [{when: {cliend: spa}, lifetime: 5m}]")},
		{"a value of an axis", token("variants: [{when: {client: spaa}, lifetime: 5m}]")},
		{"a value of an axis that has none", token("variants: [{when: {tenant: acme}, lifetime: 5m}]")},
		{"a value where days belong", token("variants: [{when: {date: tomorrow}, lifetime: 5m}]")},
		{"days where a value belongs", token("variants: [{when: {client: {from: 2026-01-01}}, lifetime: 5m}]")},
		{"any user", token("variants: [{when: {user: alice}, lifetime: 5m}]")},
		{"a grant of one's own", token("variants: [{when: {grant: magic_link}, lifetime: 5m}]")},
		{"an axis of one's own", token("variants: [{when: {mood: calm}, lifetime: 5m}, {when: {mood: clam}, lifetime: 6m}]") + "axes: {mood: {of: session, values: [calm, tense]}}\n"},
		{"a condition that never holds", token("variants: [{when: {client: job, client_type: public}, lifetime: 5m}]")},
		{"two variants with one id", token("variants: [{id: a, when: {user: x}, lifetime: 5m}, {id: a, when: {user: y}, lifetime: 5m}]")},
		{"beating nobody", token("variants: [{when: {user: x}, lifetime: 5m, beats: other}]")},
		{"a flow", token("title: x") + ownFlow("{from: a, to: b, says: hello}, {either: [{when: it rains, steps: [{from: b, says: waits}]}]}")},
		{"a flow with an actor nobody knows", token("title: x") + ownFlow("{from: a, to: bb, says: hello}")},
		{"a flow with a step that says nothing", token("title: x") + ownFlow("{from: a, to: b}")},
		{"a flow with a step that is two", token("title: x") + ownFlow("{from: a, says: x, either: [{when: y, steps: [{from: a, says: z}]}]}")},
		{"an overlap", token("variants: [{when: {client: spa}, lifetime: 5m}, {when: {environment: staging}, lifetime: 6m}]")},
		{"names that become one", head + fleet + "tokens: {my-token: {type: access_token}, my_token: {type: access_token}}\n"},
		{"scopes that become one", token("title: x") + "resource_servers: {a-b: https://a.example, a_b: https://b.example}\n"},
		{"parents in a circle", token("title: x") + "sessions: {a: {lifetime: 1h, parent: b}, b: {lifetime: 1h, parent: c}, c: {lifetime: 1h, parent: a}}\n"},
		{"its own parent", token("title: x") + "sessions: {a: {lifetime: 1h, parent: a}}\n"},
		{"a reference in prose", token(`lifetime: 10m, rationale: "Ends after {{ tokens.access.lifetime }}."`)},
		{"a reference to nothing", token(`rationale: "Ends after {{ tokens.access.lifetim }}."`)},
		{"a reference to silence", token(`rationale: "Ends after {{ tokens.access.lifetime }}."`)},
		{"a reference to a missing entry", token(`rationale: "Ends after {{ tokens.refresh.lifetime }}."`)},
		{"a length of time in prose", token("lifetime: 10m, rationale: Ends after 15 minutes.")},
		{"a length of time that is a setting", token("lifetime: 10m, rationale: Ends after 10 minutes.")},
		{"a number in prose", token("lifetime: 10m, rationale: 'At most 4096 bytes, 3 times, in 2026.'")},
		{"a shortest above a longest", token("lifetime: {ttl: {min: 1h, max: 30m}}")},
		{"a default above a longest", token("lifetime: {ttl: {default: 1h, max: 30m}}")},
		{"a default below a shortest", token("lifetime: {ttl: {default: 1m, min: 30m}}")},
		{"random the wrong way", token("lifetime: {random: [2h, 1h]}")},
		{"random of one", token("lifetime: {random: 1h}")},
		{"a share of nothing", token("lifetime: {ttl: {times: 50%}}")},
	}
	var out strings.Builder
	for _, test := range tests {
		out.WriteString(test.name + "\n")
		for _, line := range strings.Split(linkFaults(t, test.text), "\n") {
			out.WriteString(strings.TrimRight("  "+line, " ") + "\n")
		}
	}
	const name = "testdata/link.txt"
	if update() {
		golden(t, name, []byte(out.String()))
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(out.String(), "\n")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestLinkFindsOnlyFaults keeps the cases above that are right from turning into findings unnoticed.
func TestLinkFindsOnlyFaults(t *testing.T) {
	for _, text := range []string{headTokens, head + fleet + "tokens: {access: {type: access_token, lifetime: 10m, rationale: 'Ends after {{ tokens.access.lifetime }}, 10 minutes.'}}\n"} {
		if got := linkFaults(t, text); got != "" {
			t.Errorf("%s in\n%s", got, numbered(text))
		}
	}
}
