// Keeps the promise that each repair of a broken promise is enough: the setting written as it says, the promise holds.
package analysis

import (
	"strings"
	"testing"
)

func TestEachRepairIsEnough(t *testing.T) {
	const text = `
resource_servers: {orders: {audience: o, accepts: access, mode: local}}
tokens: {access: {type: access_token, format: jwt, lifetime: 1h}}
validation: {clock_skew: 60s, gateway_cache: 5s}
revocation: {objective: 5m, mechanisms: {access: denylist}, denylist: {poll: 2m}, propagation: {denylist: 4m}, triggers: {logout: {kill: session}}}
`
	// How each setting stands in the text.
	written := map[string]string{"revocation.denylist.poll": "poll: 2m", "revocation.propagation.denylist": "propagation: {denylist: 4m",
		"tokens.access.lifetime": "lifetime: 1h", "revocation.objective": "objective: 5m"}
	e := Analyse(policy(t, text)).Exposures[0]
	if e.Verdict != ExposureMissed || len(e.Repairs) != len(written) {
		t.Fatalf("%s, with %d repairs: %v", e.Verdict, len(e.Repairs), e.Repairs)
	}
	for _, c := range e.Repairs {
		old, ok := written[c.Path]
		if !ok {
			t.Errorf("a repair of %s", c.Path)
			continue
		}
		amount := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(c.Text, "write at most "), "promise "), ", which is what holds")
		mended := strings.Replace(text, old, old[:strings.LastIndex(old, " ")+1]+amount, 1)
		if got := Analyse(policy(t, mended)).Exposures[0]; got.Verdict != ExposureMet {
			t.Errorf("%s: %s: then it is %s, %s", c.Path, c.Text, got.Bound, got.Verdict)
		}
	}
}

func TestWhoHasNoWayIsToldOfOne(t *testing.T) {
	e := Analyse(policy(t, `
resource_servers: {orders: {audience: o, accepts: access, mode: local}}
tokens: {access: {type: access_token, format: jwt, lifetime: never}}
validation: {clock_skew: 60s}
revocation: {objective: 5m, mechanisms: {access: expiry}, triggers: {logout: {kill: session}}}
`)).Exposures[0]
	var got []string
	for _, c := range e.Repairs {
		got = append(got, c.Path+": "+c.Text)
	}
	want := "tokens.access.lifetime: write at most 4m; revocation.mechanisms.access: name a way that reaches services within 5m, such as denylist"
	if text := strings.Join(got, "; "); text != want {
		t.Errorf("got %s", text)
	}
}
