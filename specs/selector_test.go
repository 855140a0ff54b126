// These tests keep the promise on which precedence rests: that one condition implies another, or has something in
// common with it, is decided by what the conditions mean. A table shows the cases that matter to authors; ten thousand
// random pairs are held against trying out every selection.
package specs

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// condOf reads a condition as an author writes it.
func condOf(t testing.TB, text string, dom *domains) condition {
	t.Helper()
	var findings diag.List
	n := parseYAML("policy.yaml", []byte(text), &findings)
	var s Selector
	decodeInto(&decoder{findings: &findings}, "when", n, &s)
	if len(findings) > 0 {
		t.Fatalf("%s: %v", text, findings)
	}
	return s.condition(dom)
}

func testDomains(t testing.TB) *domains {
	t.Helper()
	doc, findings := read(head + `tokens: {access: {type: access_token}}
clients:
  spa: {type: public, platform: browser, axes: {line: web}}
  app: {type: public, platform: mobile, axes: {line: native}}
  job: {type: confidential, platform: server, axes: {line: back}}
environments: {production: main, staging: main}
issuers: {main: https://id.example}
axes: {line: {of: client, values: [web, native, back]}, mood: {of: session, values: [calm, tense]}}
`)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	dom := domainsOf(doc)
	return &dom
}

func TestImplication(t *testing.T) {
	dom := testDomains(t)
	tests := []struct {
		a, b                string
		aImpliesB, bImplies bool
		common              bool
	}{
		{"{client: spa}", "{client: spa}", true, true, true},
		{"{client: spa}", "{client: job}", false, false, false},
		{"{client: spa, environment: staging}", "{client: spa}", true, false, true},
		{"{client: spa}", "{environment: staging}", false, false, true},
		{"{client: spa}", "{client: [spa, app]}", true, false, true},
		{"{client: [spa, job]}", "{client: [spa, app]}", false, false, true},
		{"{client: spa}", "{client_type: public}", true, false, true},
		{"{client: job}", "{client_type: public}", false, false, false},
		{"{client: [spa, app]}", "{client_type: public}", true, true, true},
		{"{platform: browser}", "{client_type: public}", true, false, true},
		{"{platform: browser}", "{client: spa}", true, true, true},
		{"{client_type: public, platform: mobile}", "{client: app}", true, true, true},
		{"{client_type: confidential, platform: browser}", "{client: spa}", true, false, false}, // it can never hold
		{"{line: web}", "{client: spa}", true, true, true},
		{"{line: [web, native]}", "{client_type: public}", true, true, true},
		{"{client: {not: job}}", "{client_type: public}", true, true, true},
		{"{client: {not: [spa, app]}}", "{client: job}", true, true, true},
		{"{environment: {not: production}}", "{environment: staging}", true, true, true},
		{"{user: {not: alice}}", "{user: {not: [alice, bob]}}", false, true, true},
		{"{user: alice}", "{user: {not: bob}}", true, false, true},
		{"{user: alice}", "{user: {not: alice}}", false, false, false},
		{"{user: {not: alice}}", "{user: {not: bob}}", false, false, true},
		{"{mood: calm}", "{mood: {not: tense}}", true, true, true},
		{"{date: {from: 2026-01-01}}", "{date: {from: 2025-01-01}}", true, false, true},
		{"{date: {from: 2026-01-01, until: 2026-02-01}}", "{date: {from: 2026-01-01}}", true, false, true},
		{"{date: {until: 2026-01-01}}", "{date: {from: 2026-01-01}}", false, false, false},
		{"{date: {until: 2026-01-02}}", "{date: {from: 2026-01-01}}", false, false, true},
		{"{date: {from: 2026-01-01}, client: spa}", "{date: {from: 2026-01-01}}", true, false, true},
	}
	for _, test := range tests {
		a, b := condOf(t, test.a, dom), condOf(t, test.b, dom)
		if got := a.implies(b); got != test.aImpliesB {
			t.Errorf("%s implies %s: %v", test.a, test.b, got)
		}
		if got := b.implies(a); got != test.bImplies {
			t.Errorf("%s implies %s: %v", test.b, test.a, got)
		}
		if got := !a.intersect(b).empty(); got != test.common {
			t.Errorf("%s and %s have something in common: %v", test.a, test.b, got)
		}
		if x, y := a.intersect(b).String(), b.intersect(a).String(); x != y {
			t.Errorf("%s and %s: the intersection is %s one way and %s the other", test.a, test.b, x, y)
		}
	}
}

// small are domains that can be tried out: two closed axes, an open one of which three values are tried (the last is
// never named, so it stands for all others), and days.
var (
	smallClosed = map[string][]string{"a": {"a1", "a2", "a3"}, "b": {"b1", "b2"}}
	smallOpen   = map[string][]string{"u": {"u1", "u2", "other"}}
	smallDays   = []string{"2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"}
)

func randomCondition(r *rand.Rand) *Selector {
	s := &Selector{Mark: Mark{State: Set}}
	set := Mark{State: Set}
	for _, axis := range []string{"a", "b", "u"} {
		if r.IntN(2) == 0 {
			continue
		}
		all := append(append([]string(nil), smallClosed[axis]...), smallOpen[axis]...)
		if axis == "u" {
			all = all[:2]
		}
		term := SelectorTerm{Axis: axis, Not: r.IntN(3) == 0, Values: Values[string]{Mark: set}}
		for _, v := range all {
			if r.IntN(2) == 0 {
				term.Values.Items = append(term.Values.Items, Value[string]{Mark: set, V: v})
			}
		}
		if len(term.Values.Items) > 0 {
			s.Terms = append(s.Terms, term)
		}
	}
	if r.IntN(3) == 0 {
		day := func(i int) Value[Date] {
			d, err := ParseDate(smallDays[i])
			if err != nil {
				panic(err) // a constant of this file
			}
			return Value[Date]{Mark: set, V: d}
		}
		term := SelectorTerm{Axis: AxisDate}
		from, until := r.IntN(4), r.IntN(4)
		if r.IntN(3) > 0 {
			term.From = day(from)
		}
		if r.IntN(3) > 0 || !term.From.IsSet() {
			term.Until = day(until)
		}
		s.Terms = append(s.Terms, term)
	}
	return s
}

// everySelection picks one value, or none, on every axis in every way.
func everySelection() []Selection {
	out := []Selection{{}}
	for axis, values := range map[string][]string{"a": smallClosed["a"], "b": smallClosed["b"], "u": smallOpen["u"],
		AxisDate: append([]string{"2025-12-31"}, smallDays...)} {
		more := out
		for _, sel := range out {
			for _, v := range values {
				more = append(more, sel.With(axis, v))
			}
		}
		out = more
	}
	return out
}

func TestImplicationMeansWhatItSays(t *testing.T) {
	dom := &domains{closed: smallClosed, derived: map[string]map[string][]string{}}
	all := everySelection()
	r := rand.New(rand.NewPCG(20261001, 7))
	counts := map[string]int{}
	for range 10_000 {
		x, y := randomCondition(r), randomCondition(r)
		a, b := x.condition(dom), y.condition(dom)
		implies, common, some := true, false, false
		both := a.intersect(b)
		for _, sel := range all {
			inA, inB := a.matches(sel), b.matches(sel)
			if inA != meets(x, sel) {
				t.Fatalf("%s matches %v: %v", x.Text(), sel, inA)
			}
			implies = implies && (!inA || inB)
			common = common || inA && inB
			some = some || inA
			if both.matches(sel) != (inA && inB) {
				t.Fatalf("%s and %s: the intersection %s matches %v: %v", a, b, both, sel, both.matches(sel))
			}
		}
		if a.implies(b) != implies {
			t.Fatalf("%s implies %s: %v, but trying out says %v", a, b, a.implies(b), implies)
		}
		if both.empty() == common || a.empty() == some {
			t.Fatalf("%s and %s: empty is %v and %v, but trying out says %v and %v", a, b, both.empty(), a.empty(), !common, !some)
		}
		counts[fmt.Sprint(implies, common)]++
	}
	for _, kind := range []string{"true true", "false true", "false false", "true false"} {
		if counts[kind] < 20 {
			t.Errorf("only %d pairs of the kind %s: %v", counts[kind], kind, counts)
		}
	}
}

// meets is what a condition says, term by term, without any of the machinery.
func meets(s *Selector, sel Selection) bool {
	for i := range s.Terms {
		t := &s.Terms[i]
		v, ok := sel[t.Axis]
		if !ok {
			return false
		}
		if t.isRange() {
			ok = (!t.From.IsSet() || v >= t.From.V.String()) && (!t.Until.IsSet() || v < t.Until.V.String())
		} else {
			ok = Has(t.Values, v) != t.Not
		}
		if !ok {
			return false
		}
	}
	return true
}

func TestOpenSelectionsAreNotMet(t *testing.T) {
	dom := testDomains(t)
	c := condOf(t, "{client: spa, environment: {not: production}}", dom)
	for sel, want := range map[*Selection]bool{
		{"client": "spa"}:                              false,
		{"environment": "staging"}:                     false,
		{"client": "spa", "environment": "staging"}:    true,
		{"client": "spa", "environment": "production"}: false,
	} {
		if got := c.matches(*sel); got != want {
			t.Errorf("%v: %v", *sel, got)
		}
	}
}

func TestConditionsAreWrittenAsRead(t *testing.T) {
	dom := &domains{closed: map[string][]string{}, derived: map[string]map[string][]string{}}
	for _, text := range []string{
		"{client: spa}", "{client: [app, spa]}", "{client: {not: spa}}", "{client: {not: [app, spa]}}", "{date: {from: 2026-01-01}}",
		"{date: {from: 2026-01-01, until: 2026-02-01}}", "{client: spa, environment: staging}",
	} {
		if got := condOf(t, text, dom).String(); got != text {
			t.Errorf("%s is written %s", text, got)
		}
	}
}

func TestWithDoesNotChangeTheSelection(t *testing.T) {
	s := Selection{"client": "spa"}
	if got := s.With("environment", "staging"); len(s) != 1 || got["client"] != "spa" || got["environment"] != "staging" {
		t.Errorf("%v, %v", s, got)
	}
}
