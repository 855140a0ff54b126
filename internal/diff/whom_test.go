// Keeps the promise that the few words which say for whom a change holds mean exactly the choices for which it does, and
// that they are few.
package diff

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/specs"
)

// holds reports whether a choice of one value on each axis is in some sets.
func holds(sets []Choice, at map[string]string) bool {
	return slices.ContainsFunc(sets, func(c Choice) bool {
		return !slices.ContainsFunc(c, func(a AxisValues) bool { return !slices.Contains(a.Values, at[a.Axis]) })
	})
}

func TestWhomMeansTheChoices(t *testing.T) {
	random := rand.New(rand.NewPCG(seed, 1))
	excepted := 0
	for round := range 1500 {
		var axes []AxisValues
		total := 1
		for i := range 1 + random.IntN(4) {
			a := AxisValues{Axis: fmt.Sprintf("axis%d", i)}
			for v := range 1 + random.IntN(5) {
				a.Values = append(a.Values, fmt.Sprintf("v%d", v))
			}
			axes, total = append(axes, a), total*len(a.Values)
		}
		var cells []map[string]string
		for n := range total {
			at := map[string]string{}
			for i, rest := len(axes)-1, n; i >= 0; i-- {
				at[axes[i].Axis] = axes[i].Values[rest%len(axes[i].Values)]
				rest /= len(axes[i].Values)
			}
			cells = append(cells, at)
		}
		// Policies lay few boxes over one another; noise alone would have no short words.
		in := make([]bool, total)
		for range 1 + random.IntN(4) {
			var c Choice
			for _, a := range axes {
				if random.IntN(2) == 0 {
					c = append(c, AxisValues{Axis: a.Axis, Values: a.Values[random.IntN(len(a.Values)):]})
				}
			}
			flip := random.IntN(3) > 0
			for n := range in {
				if holds([]Choice{c}, cells[n]) {
					in[n] = flip
				}
			}
		}
		var some []int
		var chosen []specs.Selection
		for n, ok := range in {
			if ok {
				some, chosen = append(some, n), append(chosen, cells[n])
			}
		}
		if len(some) == 0 {
			continue
		}
		choices := boxes(axes, make([]specs.Selection, total), chosen)
		w := whom(axes, choices, some)
		if len(w.For) > 0 && len(w.Except) > 0 {
			t.Fatalf("round %d says both", round)
		}
		if len(w.Except) > 0 {
			excepted++
		}
		for n, at := range cells {
			said := holds(w.For, at)
			if len(w.For) == 0 {
				said = !holds(w.Except, at)
			}
			if said != in[n] || len(choices) > 0 && holds(choices, at) != in[n] {
				t.Fatalf("round %d: %v is %v, but %q says otherwise (%s)", round, at, in[n], w.Text(), ChoicesText(choices))
			}
		}
		if len(w.For) > len(choices) {
			t.Errorf("round %d: %q has more sets than %q", round, w.Text(), ChoicesText(choices))
		}
	}
	if excepted < 20 {
		t.Errorf("only %d say whom a change leaves out; nothing was tried", excepted)
	}
}

func TestFewWords(t *testing.T) {
	base := acme(t)
	for _, c := range []struct {
		edit
		want string
	}{
		{verdictCases[1].edit, "all but: scope payments.write; client worker; environment development, before 2027-03-31; client mobile, app generation v4, before 2027-01-15"},
		{edit{"tokens.yaml", "previous: {lifetime: 10s, generations: 1", "previous: {lifetime: 60s, generations: 1"}, "every client but partner"},
		{edit{"tokens.yaml", "absolute: {of: 30d, from: authorization, was: 90d}", "absolute: {of: 90d, from: authorization, was: 90d}"}, "client mobile"},
		{edit{"tokens.yaml", "lifetime: 15m", "lifetime: 12m"}, "client mobile, app generation v4, every scope but payments.write, environment production or staging, before 2027-01-15"},
	} {
		d := Compare(base, acme(t, c.edit), Options{})
		if len(d.Changes) == 0 || d.Changes[0].Whom.Text() != c.want {
			t.Errorf("got\n%s\nwant %s", listed(d), c.want)
			for i := range d.Changes {
				t.Logf("%s: %q", d.Changes[i].Shown, d.Changes[i].Whom.Text())
			}
		}
	}
}

func TestClasses(t *testing.T) {
	text := func(variant string) string {
		return `
clients:
  shop: {type: confidential, platform: server, grants: [authorization_code]}
  phone: {type: public, platform: mobile, grants: [authorization_code]}
  tablet: {type: public, platform: mobile, grants: [authorization_code]}
  watch: {type: public, platform: mobile, grants: [authorization_code]}
  kiosk: {type: public, platform: browser, grants: [authorization_code]}
tokens: {access: {type: access_token, lifetime: 10m, issued: [{grant: authorization_code, to: [shop, phone, tablet, watch, kiosk]}], ` + variant + `}}
`
	}
	base := small(t, text("title: A"))
	for _, c := range []struct{ when, want string }{
		{"{client: [phone, tablet, watch]}", "every mobile client"},
		{"{client_type: public}", "every public client"},
		{"{client: [phone, tablet]}", "client phone or tablet"},
		{"{client: [shop, phone, tablet, watch]}", "every client but kiosk"},
	} {
		d := Compare(base, small(t, text("title: A, variants: [{when: "+c.when+", lifetime: 5m}]")), Options{})
		if len(d.Changes) != 1 || d.Changes[0].Whom.Text() != c.want {
			t.Errorf("%s: %q, want %q", c.when, d.Changes[0].Whom.Text(), c.want)
		}
	}
}

func TestTextIsCapped(t *testing.T) {
	var sets []Choice
	var values []string
	for i := range 17 {
		values = append(values, fmt.Sprintf("c%d", i))
		sets = append(sets, Choice{{Axis: "tenant", Values: []string{values[i]}}})
	}
	if got := (Whom{For: sets}).Text(); !strings.HasSuffix(got, "; and 12 more (--format json has all)") {
		t.Error(got)
	}
	if got := (Choice{{Axis: "tenant", Values: values}}).short(); got != "tenant c0, c1, c2, c3, c4, c5 or 11 more" {
		t.Error(got)
	}
}
