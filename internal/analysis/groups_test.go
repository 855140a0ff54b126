// Keeps the promise that values are grouped without losing a choice: each combination stands in exactly one group, with
// its value.
package analysis

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/specs"
)

func TestGroups(t *testing.T) {
	const head = `tokenbook: v1
policy: {id: p, title: P, version: 1.0.0}
issuers: {main: "https://id.example"}
environments: {dev: main, live: main, test: main}
clients: {a: {type: public}, b: {type: public}, c: {type: public}, d: {type: public}}
tokens:
  access:
    type: access_token
    lifetime: 10m
    variants:
`
	for _, c := range []struct {
		name, variants string
		fixed          specs.Selection
		want           []Group
	}{
		{"one axis", "      - {when: {environment: dev}, lifetime: 1h}\n", nil,
			[]Group{{"environment=dev", "1h"}, {"environment=live,test", "10m"}}},
		{"all but one", "      - {when: {client: [a, b, c]}, lifetime: 1h}\n", nil,
			[]Group{{"client=not d", "1h"}, {"client=d", "10m"}}},
		{"two axes, of which one makes no difference", "      - {when: {client: a}, lifetime: 1h}\n      - {when: {client: a, environment: dev}, lifetime: 1h, because: tests}\n", nil,
			[]Group{{"client=a", "1h"}, {"client=not a", "10m"}}},
		{"two axes", "      - {when: {client: a, environment: dev}, lifetime: 1h}\n", nil,
			[]Group{{"client=a environment=dev", "1h"}, {"environment=live,test", "10m"}, {"client=not a environment=dev", "10m"}}},
		{"one decided", "      - {when: {client: a, environment: dev}, lifetime: 1h}\n", specs.Selection{"client": "a"},
			[]Group{{"environment=dev", "1h"}, {"environment=live,test", "10m"}}},
		{"days", "      - {when: {date: {from: 2027-01-01, until: 2027-02-01}}, lifetime: 1h}\n", nil,
			[]Group{{"date=until 2027-01-01,from 2027-02-01", "10m"}, {"date=from 2027-01-01 until 2027-02-01", "1h"}}},
		{"an open axis", "      - {when: {user: admin}, lifetime: 1m}\n", nil,
			[]Group{{"user=any other", "10m"}, {"user=admin", "1m"}}},
		{"all decided", "      - {when: {client: a}, lifetime: 1h}\n", specs.Selection{"client": "b"}, []Group{{"", "10m"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			source, _ := specs.Load(fstest.MapFS{"p.yaml": {Data: []byte(head + c.variants)}}, "p.yaml")
			doc, parsed := specs.Parse(source)
			if found := append(parsed, specs.Link(doc, source)...); len(found) > 0 {
				t.Fatal(found)
			}
			got, ok := Groups(specs.Resolve(doc, source, specs.Date{}), "tokens.access.lifetime", c.fixed)
			if diff := cmp.Diff(c.want, got); !ok || diff != "" {
				t.Error(ok, diff)
			}
		})
	}
}
