// These tests keep the promise of the one lookup: which value holds for a selection follows from conditions and from
// `beats`, never from the order of the text, and the chain says how it came about.
package specs

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/diag"
)

const fleet = `issuers: {main: https://id.example}
environments: {production: main, staging: main}
clients:
  spa: {type: public, platform: browser}
  app: {type: public, platform: mobile}
  job: {type: confidential, platform: server}
scopes: {orders.read: Reads orders}
`

// policyOf is a policy with fleet and the given settings, in which Link found nothing, for a day.
func policyOf(t testing.TB, settings, day string) *Policy {
	t.Helper()
	text := head + fleet + settings
	source := loaded(t, map[string]string{"policy.yaml": text})
	doc, findings := Parse(source)
	findings = append(findings, Link(doc, source)...)
	if findings.Count(diag.Error) > 0 {
		t.Fatalf("unexpected findings: %v\n%s", findings, numbered(text))
	}
	var date Date
	if day != "" {
		var err error
		if date, err = ParseDate(day); err != nil {
			t.Fatal(err)
		}
	}
	return Resolve(doc, source, date)
}

// chainText is a chain as text: line and what stands there.
func chainText(c Chain) string {
	var parts []string
	for _, step := range c {
		parts = append(parts, fmt.Sprintf("%d %s", step.At.Start.Line, step.Text()))
	}
	return strings.Join(parts, " → ")
}

func selectionOf(text string) Selection {
	sel := Selection{}
	for _, pair := range strings.Fields(text) {
		axis, value, _ := strings.Cut(pair, "=")
		sel[axis] = value
	}
	return sel
}

func TestEffectiveText(t *testing.T) {
	const decided = `tokens:
  access:
    type: access_token
    lifetime: {ttl: 10m, idle: 5m}
    revocable: true
    variants:
      - {when: {client_type: public}, lifetime.idle: 3m}
      - {when: {client: spa}, lifetime.ttl: 4m, because: more exposed}
      - {when: {client: app}, lifetime: 8m}
      - {id: slow, when: {environment: staging}, lifetime.ttl: 1h, lifetime.idle: 1h}
      - {when: {client_type: public, environment: staging}, lifetime.idle: 2h}
      - {when: {client: spa, environment: staging}, lifetime.ttl: 2h}
      - {when: {client: app, environment: staging}, lifetime: 9m}
      - {when: {client: job, date: {from: 2027-01-01}}, lifetime: 1m, beats: slow}
      - {when: {client: job}, revocable: none}
      - {when: {client: job}, claims.sub.why: to log}
`
	tests := []struct{ path, sel, text, chain string }{
		{"tokens.access.lifetime", "", "{ttl: 10m, idle: 5m}", "13 {ttl: 10m, idle: 5m}"},
		{"tokens.access.lifetime.ttl", "client=spa", "4m", "13 10m → 17 4m"},
		{"tokens.access.lifetime", "client=spa", "{ttl: 4m, idle: 3m}", "13 {ttl: 10m, idle: 5m} → 16 3m → 17 4m"},
		{"tokens.access.lifetime", "client=app", "8m", "13 {ttl: 10m, idle: 5m} → 16 3m → 18 8m"},
		{"tokens.access.lifetime.idle", "client=app", "", "13 5m → 16 3m → 18 8m"},
		{"tokens.access.lifetime", "environment=staging", "{ttl: 1h, idle: 1h}", "13 {ttl: 10m, idle: 5m} → 19 1h → 19 1h"},
		{"tokens.access.lifetime", "environment=staging client=spa", "{ttl: 2h, idle: 2h}", ""},
		{"tokens.access.lifetime", "environment=staging client=app", "9m", ""},
		{"tokens.access.lifetime", "environment=staging client=job", "{ttl: 1h, idle: 1h}", ""},
		{"tokens.access.lifetime", "environment=staging client=job date=2027-01-01", "1m", ""},
		{"tokens.access.lifetime", "client=job date=2026-12-31", "{ttl: 10m, idle: 5m}", "13 {ttl: 10m, idle: 5m}"},
		{"tokens.access.lifetime", "client=job date=2027-01-01", "1m", "13 {ttl: 10m, idle: 5m} → 23 1m"},
		{"tokens.access.revocable", "client=job", "none", "14 true → 24 none"},
		{"tokens.access.revocable", "", "true", "14 true"},
		{"tokens.access.claims.sub.why", "client=job", "to log", "25 to log"},
		{"tokens.access.claims", "client=job", "{sub: to log}", "25 to log"},
		{"tokens.access.claims", "", "", ""},
		{"tokens.access", "client=spa", "", ""},
	}
	p := policyOf(t, decided, "")
	for _, test := range tests {
		text, chain, ok := p.EffectiveText(test.path, selectionOf(test.sel))
		if !ok && test.text != "" {
			t.Errorf("%s for %s: there is no such setting", test.path, test.sel)
		}
		if test.path != "tokens.access" && text != test.text {
			t.Errorf("%s for %s is %s, want %s; chain %s", test.path, test.sel, text, test.text, chainText(chain))
		}
		if test.chain != "" && chainText(chain) != test.chain {
			t.Errorf("%s for %s: the chain is %s, want %s", test.path, test.sel, chainText(chain), test.chain)
		}
	}
}

// TestSaid fills references in as they are for a selection, and leaves alone what refers to nothing that has a value.
func TestSaid(t *testing.T) {
	p := policyOf(t, `tokens:
  access:
    type: access_token
    lifetime: 10m
    variants:
      - {when: {client: spa}, lifetime: 4m}
`, "")
	const text = "Ends after {{ tokens.access.lifetime }}; {{ tokens.nowhere }} and {{ tokens.access.revocable }}."
	for client, want := range map[string]string{
		"":    "Ends after 10m; {{ tokens.nowhere }} and {{ tokens.access.revocable }}.",
		"spa": "Ends after 4m; {{ tokens.nowhere }} and {{ tokens.access.revocable }}.",
	} {
		sel := Selection{}
		if client != "" {
			sel["client"] = client
		}
		if got := p.Said(text, sel); got != want {
			t.Errorf("for %q: %s, want %s", client, got, want)
		}
	}
}

// TestOrderOfTextDoesNotMatter writes the same variants in two orders.
func TestOrderOfTextDoesNotMatter(t *testing.T) {
	lines := []string{
		"      - {when: {client_type: public}, lifetime: 9m}",
		"      - {when: {client: spa}, lifetime: 8m}",
		"      - {when: {environment: staging}, lifetime: 7m}",
		"      - {when: {client_type: public, environment: staging}, lifetime: 6m}",
		"      - {when: {client: spa, environment: staging}, lifetime: 5m}",
	}
	begin := "tokens:\n  access:\n    type: access_token\n    lifetime: 10m\n    variants:\n"
	forward, backward := begin, begin
	for i := range lines {
		forward += lines[i] + "\n"
		backward += lines[len(lines)-1-i] + "\n"
	}
	p, q := policyOf(t, forward, ""), policyOf(t, backward, "")
	for _, client := range []string{"spa", "app", "job"} {
		for _, env := range []string{"production", "staging"} {
			sel := Selection{"client": client, "environment": env}
			a, _, _ := p.EffectiveText("tokens.access.lifetime", sel)
			b, _, _ := q.EffectiveText("tokens.access.lifetime", sel)
			if a != b {
				t.Errorf("%v: %s forward and %s backward", sel, a, b)
			}
		}
	}
}

func TestDateOfThePolicy(t *testing.T) {
	settings := `tokens:
  access: {type: access_token, lifetime: 10m, variants: [{when: {date: {from: 2027-01-01, until: 2027-02-01}}, lifetime: 5m}]}
`
	for day, want := range map[string]string{"": "10m", "2026-12-31": "10m", "2027-01-01": "5m", "2027-01-31": "5m", "2027-02-01": "10m"} {
		if got, _, _ := policyOf(t, settings, day).EffectiveText("tokens.access.lifetime", nil); got != want {
			t.Errorf("on %q it is %s, want %s", day, got, want)
		}
	}
}

func TestEffectiveIsTyped(t *testing.T) {
	p := policyOf(t, "tokens:\n  access: {type: access_token, lifetime: {ttl: 10m}, variants: [{when: {client: spa}, lifetime.ttl: 5m}]}\n", "")
	life, chain, ok := Effective[Lifetime](p, "tokens.access.lifetime", Selection{"client": "spa"})
	if !ok || life.TTL.Fixed.V.String() != "5m" || len(chain) != 2 {
		t.Errorf("%v %v %v", life.TTL.Fixed.V, chain, ok)
	}
	if stored := p.Tokens.Get("access").Lifetime.TTL.Fixed.V.String(); stored != "10m" {
		t.Errorf("the lookup changed the policy to %s", stored)
	}
	scope, _, ok := Effective[Scope](p, "scopes.orders.read", nil)
	if !ok || scope.Description.V != "Reads orders" {
		t.Errorf("a name with dots is not found: %v %v", scope, ok)
	}
	if _, _, ok := Effective[Lifetime](p, "tokens.refresh.lifetime", nil); ok {
		t.Error("a setting of a token that is not there is found")
	}
	if _, _, ok := Effective[Duration](p, "tokens.access.lifetime", nil); ok {
		t.Error("a lifetime is given as a duration")
	}
}

func TestOverlaps(t *testing.T) {
	begin := "tokens:\n  access:\n    type: access_token\n    lifetime: 10m\n    variants:\n"
	tests := []struct {
		name     string
		variants []string
		want     []string
	}{
		{"different values", []string{"{when: {client: spa}, lifetime: 5m}", "{when: {environment: staging}, lifetime: 6m}"}, []string{"tokens.access.lifetime {client: spa, environment: staging}"}},
		{"equal values", []string{"{when: {client: spa}, lifetime: 5m}", "{when: {environment: staging}, lifetime: 5m}"}, nil},
		{"settled by a third", []string{"{when: {client: spa}, lifetime: 5m}", "{when: {environment: staging}, lifetime: 6m}", "{when: {client: spa, environment: staging}, lifetime: 7m}"}, nil},
		{"settled by beats", []string{"{id: a, when: {client: spa}, lifetime: 5m}", "{when: {environment: staging}, lifetime: 6m, beats: a}"}, nil},
		{"the first beats the second", []string{"{when: {client: spa}, lifetime: 5m, beats: b}", "{id: b, when: {environment: staging}, lifetime: 6m}"}, nil},
		{"apart", []string{"{when: {client: spa}, lifetime: 5m}", "{when: {client: job}, lifetime: 6m}"}, nil},
		{"implied through the client's type", []string{"{when: {client: spa}, lifetime: 5m}", "{when: {client_type: public}, lifetime: 6m}"}, nil},
		{"days apart", []string{"{when: {date: {until: 2027-01-01}}, lifetime: 5m}", "{when: {date: {from: 2027-01-01}}, lifetime: 6m}"}, nil},
		{"days in common", []string{"{when: {date: {until: 2027-01-02}}, lifetime: 5m}", "{when: {date: {from: 2027-01-01}}, lifetime: 6m}"}, []string{"tokens.access.lifetime {date: {from: 2027-01-01, until: 2027-01-02}}"}},
		{"a leaf and the whole", []string{"{when: {client: spa}, lifetime.ttl: 5m}", "{when: {environment: staging}, lifetime: 6m}"}, []string{"tokens.access.lifetime.ttl {client: spa, environment: staging}"}},
		{"different leaves", []string{"{when: {client: spa}, lifetime.ttl: 5m}", "{when: {environment: staging}, lifetime.idle: 6m}"}, nil},
		{"the same condition twice", []string{"{when: {client: spa}, lifetime: 5m}", "{when: {client: spa}, lifetime: 6m}"}, []string{"tokens.access.lifetime {client: spa}"}},
		{"a third that decides only a leaf", []string{"{when: {client: spa}, lifetime: 5m}", "{when: {environment: staging}, lifetime: 6m}", "{when: {client: spa, environment: staging}, lifetime.ttl: 7m}"}, []string{"tokens.access.lifetime {client: spa, environment: staging}"}},
		{"an id that is not beaten here", []string{"{id: a, when: {client: spa}, lifetime: 5m}", "{id: b, when: {environment: staging}, lifetime: 6m, beats: c}", "{id: c, when: {client: job}, lifetime: 6m}"}, []string{"tokens.access.lifetime {client: spa, environment: staging}"}},
	}
	for _, test := range tests {
		settings := begin
		for _, v := range test.variants {
			settings += "      - " + v + "\n"
		}
		doc := must(t, head+fleet+settings)
		p := Resolve(doc, nil, Date{})
		var got []string
		for _, o := range p.Overlaps() {
			got = append(got, o.Path+" "+o.Both)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s:\n%s", test.name, diff)
		}
	}
}

func TestVariedPathsAndAxisValues(t *testing.T) {
	p := policyOf(t, `tokens:
  access:
    type: access_token
    lifetime: 10m
    variants:
      - {when: {client: spa}, lifetime.ttl: 5m}
      - {when: {client: spa, user: alice, date: {from: 2027-01-01, until: 2027-02-01}}, lifetime.ttl: 4m}
`, "")
	if diff := cmp.Diff([]string{"tokens.access.lifetime.ttl"}, p.VariedPaths()); diff != "" {
		t.Error(diff)
	}
	want := map[string][]string{"client": {"app", "job", "spa"}, "user": {"", "alice"}, "date": {"2026-12-31", "2027-01-01", "2027-02-01"}}
	if diff := cmp.Diff(want, p.AxisValues("tokens.access.lifetime")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"client", "date", "user"}, p.Axes()); diff != "" {
		t.Error(diff)
	}
	if got := p.AxisValues("tokens.access.title"); len(got) != 0 {
		t.Errorf("axes for a setting that does not vary: %v", got)
	}
}
