// Keeps the promise that silence is not taken for its opposite: what becomes stated is no protection taken back; that turning
// the watch for reuse off, or leaving an error out, is said to be what it is; and that telling of a change asks for nothing.
package diff

import (
	"strings"
	"testing"
)

func TestSilenceIsNoPromise(t *testing.T) {
	const base = "issuers: {main: {url: \"https://id.example.com\", endpoints: {token: /token}}}\n" +
		"clients: {app: {type: confidential, grants: client_credentials%s}}\ntokens: {access: {type: access_token, format: jwt, lifetime: 10m%s}}\n"
	text := func(client, token string) string {
		return strings.Replace(strings.Replace(base, "%s", client, 1), "%s", token, 1)
	}
	silent := small(t, text("", ""))
	for _, c := range []struct{ name, client, token, there, back string }{
		{"a protection that is not there", "", ", encrypted: false", "R R S same", "R R R same"},
		{"a protection that is there", "", ", encrypted: true", "R B R stronger", "R B S weaker"},
	} {
		stated := small(t, text(c.client, c.token))
		there, back := Compare(silent, stated, Options{}), Compare(stated, silent, Options{})
		if len(there.Changes) != 1 || len(back.Changes) != 1 {
			t.Fatalf("%s: %s\n%s", c.name, listed(there), listed(back))
		}
		if got := verdictOf(&there.Changes[0]); got != c.there {
			t.Errorf("%s is stated: %s (%s), want %s", c.name, got, there.Changes[0].Why, c.there)
		}
		if got := verdictOf(&back.Changes[0]); got != c.back {
			t.Errorf("%s is left open: %s (%s), want %s", c.name, got, back.Changes[0].Why, c.back)
		}
		if strings.Contains(there.Changes[0].Why, "no longer") {
			t.Errorf("%s: %s", c.name, there.Changes[0].Why)
		}
	}
}

func TestSaidAsWhatItIs(t *testing.T) {
	base := acme(t)
	const reuse = "on_reuse: {kill: [{of: family}], error: refresh_reused, event: oauth.token.reuse_detected, then: reauthenticate, remember_for: 30d,\n                 notify: [the customer, security operations]}"
	off := Compare(base, acme(t, edit{"tokens.yaml", reuse, "on_reuse: none"}), Options{})
	if len(off.Changes) != 1 || verdictOf(&off.Changes[0]) != "S S R weaker" || !strings.Contains(off.Changes[0].Why, "no longer acted on") {
		t.Errorf("no reaction to reuse:\n%s", listed(off))
	}
	mirror(t, off, Compare(acme(t, edit{"tokens.yaml", reuse, "on_reuse: none"}), base, Options{}))

	const own = "tokens: {access: {type: access_token, lifetime: 10m}}\nerrors: {causes: {used_up: {code: used_up, status: 410, at: resource}, other: {code: other, status: 400, at: resource}}}\n"
	gone := Compare(small(t, own), small(t, strings.Replace(own, "used_up: {code: used_up, status: 410, at: resource}, ", "", 1)), Options{})
	if len(gone.Changes) != 1 || verdictOf(&gone.Changes[0]) != "R R R same" || gone.Version.Needed != Minor {
		t.Errorf("an error left out asks for %s:\n%s", gone.Version.Needed, listed(gone))
	}

	const plain = "tokens: {access: {type: access_token, lifetime: 10m}}\n"
	told := Compare(small(t, plain), small(t, plain+"changes: [{version: 1.0.1, date: 2026-01-01, kind: fixed, title: An address, text: The page named a wrong address.}]\n"), Options{})
	if len(told.Changes) == 0 || told.Version.Needed != Patch {
		t.Errorf("telling of a change asks for %s:\n%s", told.Version.Needed, listed(told))
	}
}
