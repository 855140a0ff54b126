// Keeps the promises of plans: each typical migration has its own steps in the order that refuses nobody, what no recipe
// knows is ordered by what diff says of it, and every change of two policies is in exactly one place of the plan.
package migrate

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/specs"
)

const issuers = "issuers: {main: {url: https://id.example.com, endpoints: {token: /token, jwks: /jwks}, keys: {signing: {algorithms: ES256, rotate_every: 90d, publish_ahead: 7d, keep_after: 1d, jwks_max_age: 10m}}}}\n" +
	"validation: {mode: local, clock_skew: 30s, jwks: {cache: 10m}}\n"

// migrations are typical changes, each with the kind of plan and the steps, those who act first.
var migrations = []struct {
	name, was, is string
	kind          string
	steps         []string // id:actor
	end           string   // of the plan, as a duration; empty where it has no day
}{
	{"signing algorithm", issuers + "tokens: {access: {type: access_token, format: jwt, keys: signing, lifetime: 10m}}\n",
		strings.Replace(issuers, "ES256", "EdDSA", 1) + "tokens: {access: {type: access_token, format: jwt, keys: signing, lifetime: 10m}}\n",
		"signing-algorithm", []string{"accept:resource servers", "publish:operators", "sign:operators", "withdraw:operators", "delete:operators", "gone:resource servers"}, "22d3h10m"},
	{"signing algorithm of ID tokens, with delete_after", strings.Replace(issuers, "keep_after: 1d", "keep_after: 1d, delete_after: 2h", 1) + "tokens: {id: {type: id_token, format: jwt, keys: signing, lifetime: 10m}}\n",
		strings.NewReplacer("ES256", "EdDSA", "keep_after: 1d", "keep_after: 1d, delete_after: 2h").Replace(issuers) + "tokens: {id: {type: id_token, format: jwt, keys: signing, lifetime: 10m}}\n",
		"signing-algorithm", []string{"accept:resource servers", "accept-clients:client developers", "publish:operators", "sign:operators", "delete:operators", "withdraw:operators", "gone:resource servers"}, "38d3h10m"},
	{"one more algorithm", issuers + "tokens: {access: {type: access_token}}\n", strings.Replace(issuers, "ES256", "[ES256, EdDSA]", 1) + "tokens: {access: {type: access_token}}\n",
		"signing-algorithm", []string{"accept:resource servers", "publish:operators"}, "14d1h"},
	{"key rotation", issuers + "tokens: {access: {type: access_token}}\n", strings.Replace(issuers, "90d", "30d", 1) + "tokens: {access: {type: access_token}}\n",
		"key-rotation", []string{"lengthen:operators", "fetch:resource servers", "rely:operators"}, "14d2h10m"},
	{"rotation on", "tokens: {refresh: {type: refresh_token, lifetime: {idle: 14d, absolute: 30d}, rotation: none}}\n",
		"tokens: {refresh: {type: refresh_token, lifetime: {idle: 14d, absolute: 30d}, rotation: {mode: on_use, previous: 30s, on_reuse: {kill: [{of: family}]}}}}\n",
		"refresh-rotation", []string{"tolerate:operators", "adopt:client developers", "enforce:operators", "react:operators", "hold:operators"}, "44d2h"},
	{"rotation off", "tokens: {refresh: {type: refresh_token, lifetime: 30d, rotation: on_use}}\n", "tokens: {refresh: {type: refresh_token, lifetime: 30d, rotation: none}}\n",
		"refresh-rotation", []string{"forgive:operators", "stop:operators"}, "2h"},
	{"binding on", issuers + "tokens: {access: {type: access_token, lifetime: 10m}}\n", issuers + "tokens: {access: {type: access_token, lifetime: 10m, binding: [{to: dpop}]}}\n",
		"sender-binding", []string{"accept:resource servers", "offer:operators", "prove:client developers", "require:operators", "refuse:resource servers"}, "44d2h10m30s"},
	{"binding off", issuers + "tokens: {access: {type: access_token, lifetime: 10m, binding: [{to: mtls}]}}\n", issuers + "tokens: {access: {type: access_token, lifetime: 10m}}\n",
		"sender-binding", []string{"accept:resource servers", "unbind:operators", "refuse:resource servers"}, "14d1h10m30s"},
	{"issuer address", issuers + "tokens: {access: {type: access_token, lifetime: 10m}}\n", strings.Replace(issuers, "https://id.", "https://login.", 1) + "tokens: {access: {type: access_token, lifetime: 10m}}\n",
		"issuer-address", []string{"serve:operators", "accept:resource servers", "accept-clients:client developers", "switch:operators", "drop:resource servers"}, "30d2h10m30s"},
	{"audience", issuers + "tokens: {access: {type: access_token, lifetime: 10m, audiences: https://a.example}}\n", issuers + "tokens: {access: {type: access_token, lifetime: 10m, audiences: https://b.example}}\n",
		"audience", []string{"accept:resource servers", "issue:operators", "drop:resource servers"}, "14d1h10m30s"},
	{"local to introspection", "validation: {mode: local, clock_skew: 30s, introspection: {cache: 15s}, gateway_cache: 1m}\ntokens: {access: {type: access_token, lifetime: 10m}}\n",
		"validation: {mode: introspection, clock_skew: 30s, introspection: {cache: 15s}, gateway_cache: 1m}\ntokens: {access: {type: access_token, lifetime: 10m}}\n",
		"validation-mode", []string{"prepare:operators", "switch:resource servers", "hold:operators"}, "14d1h1m15s"},
	{"introspection to local", "validation: {mode: introspection, clock_skew: 30s}\ntokens: {access: {type: access_token, lifetime: 10m}}\n",
		"validation: {mode: local, clock_skew: 30s}\ntokens: {access: {type: access_token, lifetime: 10m}}\n",
		"validation-mode", []string{"prepare:operators", "switch:resource servers", "hold:operators"}, "14d1h10m30s"},
	{"shorter life", issuers + "tokens: {access: {type: access_token, lifetime: 1h}}\n", issuers + "tokens: {access: {type: access_token, lifetime: 10m}}\n",
		"lifetime", []string{"adapt:client developers", "shorten:operators", "hold:operators"}, "30d2h30s"},
	{"longer life", issuers + "tokens: {access: {type: access_token, lifetime: 10m}}\n", issuers + "tokens: {access: {type: access_token, lifetime: 1h}}\n",
		"lifetime", []string{"remember:operators", "lengthen:operators"}, "2h"},
	{"claim added", issuers + "tokens: {access: {type: access_token, lifetime: 10m, claims: {sub: Who}}}\n", issuers + "tokens: {access: {type: access_token, lifetime: 10m, claims: {sub: Who, acr: How}}}\n",
		"claims", []string{"allow:resource servers", "issue:operators", "rely:resource servers"}, "14d1h10m30s"},
	{"claim removed", issuers + "tokens: {access: {type: access_token, lifetime: 10m, claims: {sub: Who, acr: How}}}\n", issuers + "tokens: {access: {type: access_token, lifetime: 10m, claims: {sub: Who}}}\n",
		"claims", []string{"leave:resource servers", "drop:operators"}, "14d1h"},
	{"claim renamed", issuers + "tokens: {access: {type: access_token, lifetime: 10m, claims: {sub: Who, acr: How}}}\n", issuers + "tokens: {access: {type: access_token, lifetime: 10m, claims: {sub: Who, level: How}}}\n",
		"claims", []string{"allow:resource servers", "issue:operators", "rely:resource servers", "drop:operators"}, "28d2h10m30s"},
	{"error code", "errors: {causes: {gone: {code: invalid_token, status: 401, at: resource}}}\ntokens: {access: {type: access_token}}\n",
		"errors: {causes: {gone: {code: token_gone, status: 401, at: resource}}}\ntokens: {access: {type: access_token}}\n",
		"error-codes", []string{"understand:client developers", "answer:resource servers", "forget:client developers"}, "44d"},
	{"scope removed", issuers + "scopes: {a: A, b: B}\nclients: {app: {type: confidential, scopes: [a, b]}}\ntokens: {access: {type: access_token, lifetime: 10m}}\n",
		issuers + "scopes: {a: A, b: B}\nclients: {app: {type: confidential, scopes: [a]}}\ntokens: {access: {type: access_token, lifetime: 10m}}\n",
		"scopes", []string{"ask:client developers", "stop:operators", "close:resource servers"}, "30d1h10m30s"},
	{"scope replaced", issuers + "scopes: {a: A, b: B}\nclients: {app: {type: confidential, scopes: [a]}}\ntokens: {access: {type: access_token, lifetime: 10m}}\n",
		issuers + "scopes: {a: A, b: B}\nclients: {app: {type: confidential, scopes: [b]}}\ntokens: {access: {type: access_token, lifetime: 10m}}\n",
		"scopes", []string{"know:resource servers", "issue:operators", "ask:client developers", "stop:operators", "close:resource servers"}, "44d2h10m30s"},
	{"grant removed", issuers + "clients: {app: {type: confidential, grants: [authorization_code, password]}}\ntokens: {access: {type: access_token, lifetime: 10m}}\n",
		issuers + "clients: {app: {type: confidential, grants: [authorization_code]}}\ntokens: {access: {type: access_token, lifetime: 10m}}\n",
		"grants", []string{"move:client developers", "refuse:operators", "ended:operators"}, "30d1h10m30s"},
	{"client authentication", "clients: {app: {type: confidential, auth: client_secret_basic}}\ntokens: {access: {type: access_token}}\n", "clients: {app: {type: confidential, auth: private_key_jwt}}\ntokens: {access: {type: access_token}}\n",
		"client-authentication", []string{"offer:operators", "move:client developers", "refuse:operators"}, "30d2h"},
	{"opaque to JWT", issuers + "tokens: {access: {type: access_token, lifetime: 10m, format: opaque}}\n", issuers + "tokens: {access: {type: access_token, lifetime: 10m, format: jwt}}\n",
		"token-format", []string{"accept:resource servers", "issue:operators", "drop:resource servers"}, "14d1h10m30s"},
	{"JWT to opaque", issuers + "tokens: {access: {type: access_token, lifetime: 10m, format: jwt}}\n", issuers + "tokens: {access: {type: access_token, lifetime: 10m, format: opaque}}\n",
		"token-format", []string{"accept:resource servers", "issue:operators", "drop:resource servers"}, "14d1h10m30s"},
	{"endpoint moves", issuers + "tokens: {access: {type: access_token}}\n", strings.Replace(issuers, "/token", "/oauth2/token", 1) + "tokens: {access: {type: access_token}}\n",
		"endpoint-address", []string{"serve:operators", "move:client developers", "move-services:resource servers", "close:operators"}, "30d2h10m"},
	{"anything else", "clients: {app: {type: confidential, pkce: optional}}\ntokens: {access: {type: access_token}}\n", "clients: {app: {type: confidential, pkce: required}}\ntokens: {access: {type: access_token}}\n",
		"other", []string{"clients:client developers", "switch:operators"}, "30d1h"},
	{"reuse goes unnoticed", "tokens: {refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, on_reuse: {kill: [{of: family}]}}}}\n",
		"tokens: {refresh: {type: refresh_token, lifetime: 30d, rotation: {mode: on_use, on_reuse: none}}}\n",
		"less-protection", []string{"end:operators"}, "1h"},
	{"a life that nobody states", issuers + "tokens: {access: {type: access_token, audiences: https://a.example}}\n", issuers + "tokens: {access: {type: access_token, audiences: https://b.example}}\n",
		"audience", []string{"accept:resource servers", "issue:operators", "drop:resource servers"}, ""},
	{"a life without an end", issuers + "tokens: {access: {type: access_token, lifetime: never, audiences: https://a.example}}\n",
		issuers + "tokens: {access: {type: access_token, lifetime: never, audiences: https://b.example}}\n",
		"audience", []string{"accept:resource servers", "issue:operators", "drop:resource servers"}, ""},
}

func TestMigrations(t *testing.T) {
	for _, c := range migrations {
		t.Run(c.name, func(t *testing.T) {
			p := planned(t, small(t, c.was), small(t, c.is), Options{})
			m := only(t, p, c.kind)
			var steps []string
			for i := range m.Steps {
				steps = append(steps, m.Steps[i].ID+":"+m.Steps[i].Who.String())
			}
			if diff := cmp.Diff(c.steps, steps); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
			end, known := p.End()
			if got := end.String(); known && got != c.end || known != (c.end != "") {
				t.Errorf("it ends after %s (known: %v), want %q", got, known, c.end)
			}
			whole(t, p)
		})
	}
}

// whole holds a plan to what every plan promises.
func whole(t *testing.T, p *Plan) {
	t.Helper()
	for i := range p.Migrations {
		m := &p.Migrations[i]
		if m.Title == "" || strings.Contains(m.Title, "  ") || strings.HasSuffix(m.Title, " ") {
			t.Errorf("title %q", m.Title)
		}
		seen := map[string]bool{}
		stage := -1
		for j := range m.Steps {
			s := &m.Steps[j]
			if seen[s.ID] {
				t.Errorf("%s: two steps %s", m.Title, s.ID)
			}
			seen[s.ID] = true
			if s.Do == "" || s.Why == "" || s.Cost == "" || !strings.HasSuffix(s.Do, ".") || strings.Contains(s.Do, "  ") {
				t.Errorf("%s: step %s says too little: %+v", m.Title, s.ID, s)
			}
			for k := range s.Waits {
				if s.Waits[k].After >= j {
					t.Errorf("%s: step %s waits for itself or a later one", m.Title, s.ID)
				}
				if after := s.Waits[k].After; after != Start && s.Begin < m.Steps[after].End+s.Waits[k].Length() {
					t.Errorf("%s: step %s begins before its wait is over", m.Title, s.ID)
				}
			}
			if s.Stage != "" {
				at := slices.Index(specs.StageStates(), s.Stage)
				if at < stage {
					t.Errorf("%s: step %s is milder than the one before", m.Title, s.ID)
				}
				stage = at
			}
		}
	}
}

// TestNothingIsLost: every change is in one migration, or at once, or of words.
func TestNothingIsLost(t *testing.T) {
	was, is := acme(t), acme(t,
		edit{"policy.yaml", "algorithms: ES256", "algorithms: EdDSA"}, edit{"tokens.yaml", "remember_for: 30d", "remember_for: 1d"},
		edit{"services.yaml", "mode: introspection", "mode: local"}, edit{"tokens.yaml", "title: Refresh token", "title: Renewal token"},
		edit{"clients.yaml", "consent: once", "consent: always"}, edit{"errors.yaml", "status: 403", "status: 401"})
	for _, pair := range [][2]*specs.Policy{{was, is}, {is, was}} {
		d := diff.Compare(pair[0], pair[1], diff.Options{})
		p := New(d, Options{Start: start(t)})
		n := map[string]int{}
		for i := range p.Migrations {
			for _, c := range p.Migrations[i].Changes {
				n[c.Fingerprint]++
			}
		}
		for _, c := range p.AtOnce {
			n[c.Fingerprint]++
		}
		words := 0
		for i := range d.Changes {
			c := &d.Changes[i]
			if n[c.Fingerprint] == 0 && (c.Words || c.Rule == "governance") {
				words++
			} else if n[c.Fingerprint] != 1 {
				t.Errorf("%s is %d times in the plan", c.Shown, n[c.Fingerprint])
			}
		}
		if words != p.Words || words == 0 {
			t.Errorf("%d changes of words, %d counted", words, p.Words)
		}
		whole(t, p)
	}
}

// TestRecipesKnowTheirRules: a rule of package diff that is renamed would be a recipe that never fits.
func TestRecipesKnowTheirRules(t *testing.T) {
	known := map[string]bool{}
	for _, r := range diff.Rules() {
		known[r.ID] = true
	}
	for _, r := range recipes {
		for _, id := range slices.Concat(r.rules, r.also) {
			if !known[id] {
				t.Errorf("%s: package diff has no rule %s", r.kind, id)
			}
		}
	}
}

// TestNoChangeNoPlan: a policy and itself have nothing to do.
func TestNoChangeNoPlan(t *testing.T) {
	p := planned(t, acme(t), acme(t), Options{})
	if len(p.Migrations)+len(p.AtOnce)+p.Words+len(p.Findings) > 0 || p.Summary() != "nobody has to act" {
		t.Errorf("%s: %v", p.Summary(), kinds(p))
	}
}

// TestWhenTheOldKeyIsDeleted: those who hold it delete it, as long after the last signature as the policy says; where it says
// nothing, after the key has left the key set.
func TestWhenTheOldKeyIsDeleted(t *testing.T) {
	for held, want := range map[string]string{"": "22d3h", ", delete_after: 2h": "21d4h"} {
		was := strings.Replace(issuers, "keep_after: 1d", "keep_after: 1d"+held, 1) + "tokens: {access: {type: access_token, format: jwt, keys: signing, lifetime: 10m}}\n"
		m := only(t, planned(t, small(t, was), small(t, strings.Replace(was, "ES256", "EdDSA", 1)), Options{}), "signing-algorithm")
		for i := range m.Steps {
			s := &m.Steps[i]
			if names := strings.Contains(s.Do, "private half"); names != (s.ID == "delete") {
				t.Errorf("step %s speaks of the private half: %v", s.ID, names)
			}
			if s.ID == "delete" && (s.Who != Operators || s.Begin.String() != want) {
				t.Errorf("with %q, %s delete it after %s, want %s", held, s.Who, s.Begin, want)
			}
		}
		if from, _, ok := m.Window(); !ok || from.String() != "21d1h" {
			t.Errorf("old and new both work from %s on, want 21d1h: the new key signs then", from)
		}
	}
}
