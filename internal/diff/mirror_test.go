// Keeps the promises that a policy does not differ from itself, that what nobody can notice is no change, and that a diff
// read backwards is the diff of the way back. TOKENBOOK_PAIRS says how many random pairs are compared.
package diff

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/specs"
)

const (
	pairsEnv = "TOKENBOOK_PAIRS"
	fewPairs = 21
	seed     = 20261121
)

// pool are policies made from acme by a few of the changes of the verdict table each, and the changes that made them.
func pool(t *testing.T, n int) (policies []*specs.Policy, made []string) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, uint64(n)))
	base := acmeText(t)
	for len(policies) < n {
		files := fstest.MapFS{}
		for name, f := range base {
			files[name] = f
		}
		var names []string
		for range random.IntN(6) {
			c := verdictCases[random.IntN(len(verdictCases))]
			text := string(files[c.file].Data)
			if changed := strings.Replace(text, c.old, c.new, 1); changed != text {
				files[c.file] = &fstest.MapFile{Data: []byte(changed)}
				names = append(names, c.setting)
			}
		}
		if p, _ := load(files); p != nil { // two changes can contradict each other
			policies, made = append(policies, p), append(made, strings.Join(names, ", "))
		}
	}
	return policies, made
}

func TestRandomPairs(t *testing.T) {
	pairs := fewPairs
	if text := os.Getenv(pairsEnv); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			t.Fatalf("%s=%s is no number of pairs", pairsEnv, text)
		}
		pairs = n
	}
	size := 2
	for size*(size-1)/2 < pairs {
		size++
	}
	policies, made := pool(t, size)
	for i, p := range policies {
		if d := Compare(p, p, Options{}); len(d.Changes) > 0 {
			t.Fatalf("acme with %s differs from itself:\n%s", made[i], listed(d))
		}
	}
	differing, done := 0, 0
	for i := range policies {
		for j := range i {
			if done++; done > pairs {
				break
			}
			there := Compare(policies[i], policies[j], Options{})
			mirror(t, there, Compare(policies[j], policies[i], Options{}))
			if len(there.Changes) > 0 {
				differing++
			}
			if t.Failed() {
				t.Fatalf("acme with %s, and with %s", made[i], made[j])
			}
		}
	}
	if differing*2 < min(done, pairs) {
		t.Errorf("only %d of %d pairs differ; the pool says little", differing, min(done, pairs))
	}
}

const shop = `
clients:
  web: {type: confidential, platform: server, grants: [authorization_code]}
  app: {type: public, platform: mobile, grants: [authorization_code]}
issuers: {main: {url: "https://id.example", endpoints: {token: /token}}}
environments: {prod: {issuer: main}, test: {issuer: main}}
sessions: {web: {lifetime: {idle: 1h, absolute: 12h}}}
`

func TestSameForEverybody(t *testing.T) {
	token := func(body string) string {
		return shop + "tokens:\n  access:\n    type: access_token\n    issued: [{grant: authorization_code, to: [web, app]}]\n" + body
	}
	for _, c := range []struct{ name, a, b string }{
		{"a value moved into a variant for all", token("    lifetime: 10m\n"), token("    lifetime: 5m\n    variants: [{when: {client: [web, app]}, lifetime: 10m}]\n")},
		{"a variant that says what holds anyway", token("    lifetime: 10m\n"), token("    lifetime: 10m\n    variants: [{when: {client: app}, lifetime: 10m}]\n")},
		{"a variant for a client that gets no such token", token("    lifetime: 10m\n    variants: [{when: {client: app}, lifetime: 5m}]\n"),
			token("    lifetime: 10m\n    variants: [{when: {client_type: public}, lifetime: 5m}]\n")},
		{"a reference to what was written", token("    lifetime: {idle: 1h}\n"), token("    lifetime: {idle: {ref: sessions.web.lifetime.idle}}\n")},
		{"another unit", token("    lifetime: 10m\n"), token("    lifetime: 600s\n")},
		{"another order of names", token("    lifetime: 10m\n    scopes: none\n"), token("    scopes: none\n    lifetime: 10m\n")},
		{"a reason", token("    lifetime: 10m\n"), token("    lifetime: {is: 10m, because: it is enough}\n")},
		{"short and long form", token("    lifetime: 10m\n"), token("    lifetime: {ttl: {default: 10m}}\n")},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := Compare(small(t, c.a), small(t, c.b), Options{}); len(d.Changes) > 0 {
				t.Errorf("nobody gets anything else, but:\n%s", listed(d))
			}
		})
	}
}

func TestChoices(t *testing.T) {
	token := func(body string) *specs.Policy {
		return small(t, shop+"tokens:\n  access:\n    type: access_token\n    issued: [{grant: authorization_code, to: [web, app]}]\n    lifetime: 10m\n"+body)
	}
	plain := token("")
	for _, c := range []struct {
		name string
		b    *specs.Policy
		want []string
	}{
		{"one client", token("    variants: [{when: {client: app}, lifetime: 5m}]\n"), []string{"changed tokens.access.lifetime [client app] 10m → 5m"}},
		{"one client in one environment", token("    variants: [{when: {client: app, environment: test}, lifetime: 5m}]\n"),
			[]string{"changed tokens.access.lifetime [client app, environment test] 10m → 5m"}},
		{"from a day on", token("    variants: [{when: {date: {from: 2027-01-01}}, lifetime: 5m}]\n"), []string{"changed tokens.access.lifetime [date from 2027-01-01] 10m → 5m"}},
		{"for a while", token("    variants: [{when: {date: {from: 2027-01-01, until: 2027-02-01}}, lifetime: 5m}]\n"),
			[]string{"changed tokens.access.lifetime [date from 2027-01-01 until before 2027-02-01] 10m → 5m"}},
		{"a corner is left out", token("    variants: [{when: {client: app}, lifetime: 5m}, {when: {environment: test, client: web}, lifetime: 5m}]\n"),
			[]string{"changed tokens.access.lifetime [client app; or client web, environment test] 10m → 5m"}},
		{"a user that only one policy names", token("    variants: [{when: {user: auditor}, lifetime: 1m}]\n"), []string{"changed tokens.access.lifetime [user auditor] 10m → 1m"}},
		{"everybody", token("    title: Access\n    variants: [{when: {environment: [prod, test]}, lifetime: 5m}]\n"),
			[]string{"changed tokens.access.lifetime [] 10m → 5m", "stated tokens.access.title [] nothing → Access"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			d := Compare(plain, c.b, Options{})
			for i := range d.Changes {
				one := &d.Changes[i]
				old := one.Old.Text
				if old == "" {
					old = "nothing"
				}
				got = append(got, fmt.Sprintf("%s %s [%s] %s → %s", one.Kind, one.Shown, ChoicesText(one.Choices), old, one.New.Text))
			}
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			mirror(t, d, Compare(c.b, plain, Options{}))
		})
	}
}

func TestReferencesChangeWithTheirTarget(t *testing.T) {
	text := shop + "tokens: {access: {type: access_token, lifetime: {idle: {ref: sessions.web.lifetime.idle}}}}\n"
	d := Compare(small(t, text), small(t, strings.Replace(text, "idle: 1h", "idle: 30m", 1)), Options{})
	var got []string
	for i := range d.Changes {
		got = append(got, d.Changes[i].Shown)
	}
	if want := []string{"sessions.web.lifetime.idle", "tokens.access.lifetime.idle"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestVariantsWithinLists(t *testing.T) {
	text := shop + "tokens: {access: {type: access_token, issued: [{grant: authorization_code, to: [web, app]}], renewal: [{by: mint, until: before_expiry}]}}\n"
	plain := small(t, text)
	varied := small(t, strings.Replace(text, "until: before_expiry", "until: before_expiry, variants: [{when: {client: app}, until: after_expiry}]", 1))
	d := Compare(plain, varied, Options{})
	if len(d.Changes) != 1 || d.Changes[0].Shown != "tokens.access.renewal.mint.until" || ChoicesText(d.Changes[0].Choices) != "client app" {
		t.Errorf("got\n%s", listed(d))
	}
	mirror(t, d, Compare(varied, plain, Options{}))
}
