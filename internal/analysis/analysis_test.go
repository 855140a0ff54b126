// Keeps the promise that amounts of time are worked out as an author would by hand, and that effective values are
// enumerated over just the choices that variants tell apart.
package analysis

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

const head = `tokenbook: v1
policy: {id: p, title: P, version: 1.0.0, effective: 2026-10-01}
issuers: {main: "https://id.example"}
environments: {production: main, staging: main}
clients:
  spa: {type: public, grants: authorization_code}
  worker: {type: confidential, grants: client_credentials}
`

// policy resolves a policy made of the head and what is given.
func policy(t *testing.T, rest string) *specs.Policy {
	t.Helper()
	return policyOf(t, head+rest)
}

// policyOf resolves a whole text.
func policyOf(t *testing.T, text string) *specs.Policy {
	t.Helper()
	src, findings := specs.Load(fstest.MapFS{"policy.yaml": {Data: []byte(text)}}, "policy.yaml")
	if src == nil {
		t.Fatal(findings)
	}
	doc, parsed := specs.Parse(src)
	all := append(append(findings, parsed...), specs.Link(doc, src)...)
	if all.Count(diag.Error) > 0 {
		t.Fatal(all)
	}
	return specs.Resolve(doc, src, specs.Date{})
}

func TestAmountRange(t *testing.T) {
	const knobs = `
settings:
  life: {default: {random: [60m, 90m], mean: 70m}, range: {min: 10m, max: 1d}}
  open: {default: 15m}
  unset: {unset: tokens.other.lifetime.ttl, range: {max: 8h}}
timers: {base: 20m}
`
	for _, c := range []struct{ lifetime, want string }{
		{"10m", "10m 10m 10m guaranteed"},
		{"never", "never never never guaranteed"},
		{"{ttl: {default: 1h, min: 10m, max: 2h}}", "10m 1h 2h guaranteed"},
		{"{ttl: {max: 1h}}", "0s 1h 1h guaranteed"},
		{"{random: [60m, 90m]}", "1h 1h15m 1h30m guaranteed"},
		{"{random: [60m, 90m], slack: 2m}", "1h 1h15m 1h32m guaranteed"},
		{"{setting: life}", "10m 1h10m 1d guaranteed"},
		{"{setting: open}", "15m 15m 15m"},
		{"{setting: unset}", "30m 30m 8h guaranteed"},
		{"{ref: tokens.other.lifetime}", "30m 30m 30m guaranteed"},
		{"{min_of: [2h, {ref: tokens.other.lifetime}, never]}", "30m 30m 30m guaranteed"},
		{"{max_of: [2h, {ref: tokens.other.lifetime}]}", "2h 2h 2h guaranteed"},
		{"{max_of: [2h, never]}", "never never never guaranteed"},
		{"{sum: [1h, {part_of: tokens.other.lifetime.ttl, times: 50%}]}", "1h15m 1h15m 1h15m guaranteed"},
		{"{is: 1h, force: observed}", "1h 1h 1h guaranteed"}, // the note stands at the lifetime, not at the amount
		{"{ttl: {default: 1h, force: advised}}", "1h 1h 1h"},
		{"{ttl: 8h, absolute: 2h}", "2h 2h 2h guaranteed"},
		{"{idle: 1h, absolute: {of: 12h, from: login}}", "12h 12h 12h guaranteed"},
		{"{idle: 1h}", "unknown"},
		{"undecided", "unknown"},
	} {
		p := policy(t, knobs+"tokens:\n  other: {type: access_token, lifetime: 30m}\n  access: {type: access_token, lifetime: "+c.lifetime+"}\n")
		l, _, _ := specs.Effective[specs.Lifetime](p, "tokens.access.lifetime", nil)
		got := "unknown"
		if r, ok := LongestLife(p, &l, nil, 20); ok {
			got = r.Min.String() + " " + r.Default.String() + " " + r.Max.String()
			if r.Guaranteed {
				got += " guaranteed"
			}
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.lifetime, got, c.want)
		}
	}
}

func TestValuesCoverWhatVariantsTellApart(t *testing.T) {
	p := policy(t, `
tokens:
  access:
    type: access_token
    lifetime: 10m
    variants:
      - {when: {client: worker}, lifetime: 5m}
      - {when: {client: spa, date: {from: 2027-01-01}}, lifetime: 8m}
  refresh: {type: refresh_token, lifetime: 30d}
`)
	got := map[string]string{}
	for _, v := range Analyse(p).Values {
		got[v.Path+" "+SelectionText(v.Selection)] = v.Text
	}
	want := map[string]string{
		"tokens.access.lifetime client=spa date=2026-12-31":    "10m",
		"tokens.access.lifetime client=spa date=2027-01-01":    "8m",
		"tokens.access.lifetime client=worker date=2026-12-31": "5m",
		"tokens.access.lifetime client=worker date=2027-01-01": "5m",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLivesNameClientsThatGetTheToken(t *testing.T) {
	p := policy(t, `
tokens:
  access:
    type: access_token
    lifetime: 10m
    issued: [{grant: client_credentials}]
    variants: [{when: {environment: staging}, lifetime: 1h}]
`)
	var got []string
	for _, l := range Analyse(p).Lives {
		r, _ := LongestLife(p, &l.Lifetime, nil, 20)
		got = append(got, strings.Join([]string{l.Token, l.Client, l.Environment, r.Default.String()}, "/"))
	}
	want := []string{"access///10m", "access/worker//10m", "access//production/10m", "access/worker/production/10m", "access//staging/1h", "access/worker/staging/1h"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// resolveUnlinked resolves a text whose variants may dispute, which Link would refuse.
func resolveUnlinked(t *testing.T, text string) *specs.Policy {
	t.Helper()
	src, findings := specs.Load(fstest.MapFS{"policy.yaml": {Data: []byte(text)}}, "policy.yaml")
	if src == nil {
		t.Fatal(findings)
	}
	doc, parsed := specs.Parse(src)
	if all := append(findings, parsed...); all.Count(diag.Error) > 0 {
		t.Fatal(all[0])
	}
	return specs.Resolve(doc, src, specs.Date{})
}
