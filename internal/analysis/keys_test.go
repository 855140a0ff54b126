// Keeps the promise that each inequality of a key's life holds at exact equality and fails one second below, and that
// what cannot be judged says what is missing.
package analysis

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/specs"
)

// keyed policy: an issuer with one key set, and a token that it signs.
func keyPolicy(t *testing.T, keys, rest string) *specs.Policy {
	t.Helper()
	return policyOf(t, strings.Replace(head, `issuers: {main: "https://id.example"}`, `issuers: {main: {url: "https://id.example", keys: {signing: `+keys+`}}}`, 1)+
		"tokens: {access: {type: access_token, format: jwt, lifetime: 10m, keys: signing}}\n"+rest)
}

func conditionOf(p *specs.Policy, id string) (KeyCondition, bool) {
	for _, k := range Analyse(p).Keys {
		for _, c := range k.Conditions {
			if c.ID == id {
				return c, true
			}
		}
	}
	return KeyCondition{}, false
}

func TestKeyBoundsFlipAtOneSecond(t *testing.T) {
	for _, c := range []struct{ name, id, keys, rest, at, below, repair string }{
		{"the copy of a verifier", "publish", "{algorithms: ES256, publish_ahead: %s}", "validation: {jwks: {cache: 1h}}", "1h", "59m59s",
			"issuers.main.keys.signing.publish_ahead: write at least 1h"},
		{"the cache of the response", "publish", "{algorithms: ES256, publish_ahead: %s, jwks_max_age: 2h}", "validation: {jwks: {cache: 1h}}", "2h", "1h59m59s",
			"issuers.main.keys.signing.publish_ahead: write at least 2h"},
		{"a fetch for an unknown key", "publish", "{algorithms: ES256, publish_ahead: %s, jwks_max_age: 1m}",
			"validation: {jwks: {cache: 1h, refetch_on_unknown_kid: true, at_most_every: 5m, negative_cache: 2m}}", "5m", "4m59s",
			"issuers.main.keys.signing.publish_ahead: write at least 5m"},
		{"an unknown key that stays unknown", "publish", "{algorithms: ES256, publish_ahead: %s, jwks_max_age: 1m}",
			"validation: {jwks: {cache: 1h, refetch_on_unknown_kid: true, at_most_every: 30s, negative_cache: 7m}}", "7m", "6m59s",
			"issuers.main.keys.signing.publish_ahead: write at least 7m"},
		{"a fetch that is held up longer than a copy lives", "publish", "{algorithms: ES256, publish_ahead: %s, jwks_max_age: 1m}",
			"validation: {jwks: {cache: 10m, refetch_on_unknown_kid: true, at_most_every: 1h, negative_cache: 1m}}", "10m", "9m59s",
			"issuers.main.keys.signing.publish_ahead: write at least 10m"},
		{"the longest life and the skew", "keep", "{algorithms: ES256, keep_after: %s}", "validation: {clock_skew: 60s}", "11m", "10m59s",
			"issuers.main.keys.signing.keep_after: write at least 11m"},
		{"a private key past its use", "delete", "{algorithms: ES256, keep_after: %s, delete_after: 1h}", "", "1h", "59m59s",
			"issuers.main.keys.signing.delete_after: write at most 59m59s"},
		{"an exposed key", "withdraw", "{algorithms: ES256, emergency: %s}", "validation: {jwks: {cache: 10m}}", "10m", "9m59s",
			"validation.jwks.cache: write at most 9m59s"},
		{"an exposed key while no set can be fetched", "withdraw", "{algorithms: ES256, emergency: %s}",
			"validation: {jwks: {cache: 10m}, unavailable: {jwks: {then: use_cache, cache_at_most: 1h}}}", "1h", "59m59s",
			"validation.unavailable.jwks.cache_at_most: write at most 59m59s"},
		{"an exposed key on the denylist", "withdraw", "{algorithms: ES256, emergency: %s}",
			"validation: {jwks: {cache: 10m}}\nrevocation: {denylist: {key: [jti, kid], poll: 10s}, propagation: {denylist: 15s}}", "25s", "24s",
			"revocation.propagation.denylist: write at most 24s"},
	} {
		t.Run(c.name, func(t *testing.T) {
			at, ok := conditionOf(keyPolicy(t, fmt.Sprintf(c.keys, c.at), c.rest), c.id)
			if !ok || at.Verdict != KeyHolds || at.Repair != "" {
				t.Errorf("at %s: got %v %s %q, want it to hold", c.at, at.Verdict, at.Formula, at.Repair)
			}
			below, _ := conditionOf(keyPolicy(t, fmt.Sprintf(c.keys, c.below), c.rest), c.id)
			if below.Verdict != KeyFails || below.Repair != c.repair {
				t.Errorf("at %s: got %v %s %q, want it to fail with %q", c.below, below.Verdict, below.Formula, below.Repair, c.repair)
			}
		})
	}
}

func TestKeyConditionsThatCannotBeJudged(t *testing.T) {
	for _, c := range []struct{ name, id, keys, rest, want string }{
		{"nothing stated", "publish", "{algorithms: ES256}", "", "issuers.main.keys.signing.publish_ahead validation.jwks.cache"},
		{"no cache", "publish", "{algorithms: ES256, publish_ahead: 1d}", "", "validation.jwks.cache"},
		{"no skew", "keep", "{algorithms: ES256, keep_after: 1d}", "", "validation.clock_skew.tolerance"},
		{"an advised time is none", "keep", "{algorithms: ES256, keep_after: {is: 1d, force: advised}}", "validation: {clock_skew: 1m}", "issuers.main.keys.signing.keep_after"},
		{"an outage of unknown length", "withdraw", "{algorithms: ES256, emergency: 1h}", "validation: {jwks: {cache: 1m}, unavailable: {jwks: use_cache}}",
			"validation.unavailable.jwks.cache_at_most"},
	} {
		got, ok := conditionOf(keyPolicy(t, c.keys, c.rest), c.id)
		if missing := strings.Join(got.Missing, " "); !ok || got.Verdict != KeyUnknown || missing != c.want {
			t.Errorf("%s: got %v %q, want unknown without %q", c.name, got.Verdict, missing, c.want)
		}
	}
	for _, c := range []struct{ name, id, keys string }{
		{"a key that never changes needs no notice", "publish", "{algorithms: ES256, rotate_every: none}"},
		{"nothing promised for an exposed key", "withdraw", "{algorithms: ES256}"},
		{"an encryption key signs nothing", "keep", "{algorithms: ES256, use: encrypt}"},
	} {
		if got, ok := conditionOf(keyPolicy(t, c.keys, ""), c.id); ok {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestKeysOutliveEveryTokenThatTheySign(t *testing.T) {
	p := policyOf(t, strings.Replace(head, `issuers: {main: "https://id.example"}`, `issuers: {main: {url: "https://id.example", keys: {signing: {algorithms: ES256, keep_after: 30m}, other: {algorithms: ES256}}}}`, 1)+`
tokens:
  access:
    type: access_token
    keys: signing
    lifetime: 10m
    variants:
      - {when: {client: worker, environment: staging}, lifetime: 45m}
  id: {type: id_token, keys: signing, lifetime: 20m}
  alien: {type: access_token, keys: other, lifetime: 9h}
validation: {clock_skew: 1m}
`)
	var got []string
	for _, k := range Analyse(p).Keys {
		for _, c := range k.Conditions {
			if c.ID == "keep" {
				got = append(got, strings.Join(k.Environments, " ")+": "+k.Set+" "+c.Formula+" "+string(c.Verdict))
			}
		}
	}
	want := []string{
		"production: signing 20m longest life of id + 1m clock tolerance holds",
		"staging: signing 45m longest life of access + 1m clock tolerance fails",
		": other 9h longest life of alien + 1m clock tolerance unknown",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTokenWithoutEndNeedsAKeyWithoutEnd(t *testing.T) {
	p := policyOf(t, strings.Replace(head, `issuers: {main: "https://id.example"}`, `issuers: {main: {url: "https://id.example", keys: {signing: {algorithms: ES256, keep_after: 365d}}}}`, 1)+
		"tokens: {access: {type: access_token, keys: signing, lifetime: never}}\nvalidation: {clock_skew: 1m}\n")
	c, _ := conditionOf(p, "keep")
	if c.Verdict != KeyFails || !strings.Contains(c.Repair, "no time is enough") {
		t.Errorf("got %v %q", c.Verdict, c.Repair)
	}
}
