// Keeps the promise that the rules about claims tell silence, none and undecided apart, follow variants, and leave alone
// what the standards leave open.
package lint

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// clmCase is a policy laid over the minimal one, and what a rule says of it: severity and setting, with the choice where
// the finding holds for some only.
type clmCase struct {
	name   string
	rule   *Rule
	policy string
	want   []string
}

func runClmCases(t *testing.T, cases []clmCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.rule.ID+" "+c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, findingsClm(t, c.rule, c.policy)); d != "" {
				t.Errorf("findings differ (-want +got):\n%s", d)
			}
		})
	}
}

var forChoice = regexp.MustCompile(` \(for [^()]*\)$`)

// findingsClm is what one rule says of a policy.
func findingsClm(t *testing.T, r *Rule, policy string) []string {
	t.Helper()
	src, findings := specs.Load(fstest.MapFS{
		"minimal.yaml": {Data: []byte(Minimal)},
		"policy.yaml":  {Data: []byte("tokenbook: v1\nextends: minimal.yaml\n" + policy)},
	}, "policy.yaml")
	if src == nil {
		t.Fatal(findings)
	}
	doc, parsed := specs.Parse(src)
	all := append(append(findings, parsed...), specs.Link(doc, src)...)
	if all.Count(diag.Warning) > 0 {
		t.Fatalf("the policy is not one: %v\n%s", all, policy)
	}
	p := specs.Resolve(doc, src, specs.Date{})
	var out []string
	for _, f := range run(p, analysis.Analyse(p), Options{Today: today}, []*Rule{r}) {
		if f.Rule == "lint" {
			continue // the run knows one rule alone
		}
		out = append(out, f.Severity.String()+" "+f.Setting+forChoice.FindString(f.Message))
	}
	slices.Sort(out)
	return out
}

const (
	sevenClaims = "iss: a, sub: a, exp: a, aud: a, client_id: a, iat: a, jti: a"
	fiveClaims  = "iss: a, sub: a, exp: a, aud: a, iat: a"
)

func TestRulesAboutClaims(t *testing.T) {
	runClmCases(t, []clmCase{
		{"silence is no fault where nothing is claimed", accessTokenLacksClaim, "", nil},
		{"silence is one where a profile asks", accessTokenLacksClaim, "profiles: oauth-bcp\n", []string{"error tokens.access.claims"}},
		{"none is a statement", accessTokenLacksClaim, "tokens: {access: {type: access_token, claims: none}}\n", []string{"error tokens.access.claims"}},
		{"undecided is not", accessTokenLacksClaim, "profiles: oauth-bcp\ntokens: {access: {type: access_token, claims: undecided}}\n", nil},
		{"opaque tokens carry none", accessTokenLacksClaim, "profiles: oauth-bcp\ntokens: {access: {type: access_token, format: opaque, claims: {iss: a}}}\n", nil},
		{"a token of another type is not of the profile", accessTokenLacksClaim,
			"profiles: oauth-bcp\ntokens: {access: {type: access_token, header: {typ: JWT}, claims: {iss: a}}}\n", nil},
		{"the type is compared in any case, with or without its tree", accessTokenLacksClaim,
			"profiles: oauth-bcp\ntokens: {access: {type: access_token, header: {typ: application/AT+JWT}, claims: {iss: a}}}\n", []string{"error tokens.access.claims"}},
		{"sometimes is not always", accessTokenLacksClaim,
			"tokens: {access: {type: access_token, claims: {" + fiveClaims + ", client_id: a, jti: {present: maybe}}}}\n", []string{"error tokens.access.claims.jti.present"}},
		{"scopes want the claim scope", accessTokenLacksClaim,
			"scopes: {read: Read}\ntokens: {access: {type: access_token, scopes: read, claims: {" + sevenClaims + "}}}\n", []string{"warning tokens.access.claims"}},
		{"a fault in one environment is named", accessTokenLacksClaim,
			"environments: {live: main, staging: main}\ntokens:\n  access:\n    type: access_token\n    claims: {" + sevenClaims + "}\n" +
				"    variants: [{when: {environment: staging}, claims: {" + fiveClaims + ", client_id: a}}]\n",
			[]string{"error tokens.access.claims (for environment=staging)"}},

		{"an operation with max_age wants auth_time", idTokenLacksClaim,
			"operations: {pay: {max_age: 5m}}\ntokens: {id: {type: id_token, claims: {" + fiveClaims + "}}}\n", []string{"error tokens.id.claims"}},
		{"which may come sometimes", idTokenLacksClaim,
			"operations: {pay: {max_age: 5m}}\ntokens: {id: {type: id_token, claims: {" + fiveClaims + ", auth_time: {present: maybe}}}}\n", nil},
		{"but under NIST always, with identifier and level", idTokenLacksClaim,
			"profiles: nist-aal1\ntokens: {id: {type: id_token, claims: {" + fiveClaims + ", auth_time: {present: maybe}}}}\n",
			[]string{"error tokens.id.claims", "error tokens.id.claims.auth_time.present"}},
		{"a nonce comes back", idTokenLacksClaim,
			"tokens: {id: {type: id_token, claims: {" + fiveClaims + ", nonce: {present: never}}}}\n", []string{"error tokens.id.claims.nonce.present"}},

		{"several audiences need a key", audienceTooBroad,
			"tokens: {access: {type: access_token, audiences: [a, b]}}\n", []string{"warning tokens.access.audiences"}},
		{"with one they may be several", audienceTooBroad,
			"tokens: {access: {type: access_token, audiences: [a, b], binding: {to: mtls}}}\n", nil},
		{"an optional key is none", audienceTooBroad,
			"tokens: {access: {type: access_token, audiences: [a, b], binding: {to: mtls, optional: true}}}\n", []string{"warning tokens.access.audiences"}},
		{"a star among others", audienceTooBroad, "tokens: {access: {type: access_token, audiences: [a, \"*\"]}}\n", []string{"error tokens.access.audiences.1"}},
		{"ID token and access token", audienceTooBroad,
			"tokens: {access: {type: access_token, audiences: shop}, id: {type: id_token, audiences: shop}}\n", []string{"error tokens.access.audiences.0"}},
		{"two servers with one name, in one environment", audienceTooBroad,
			"environments: {live: main, staging: main}\nresource_servers:\n  orders:\n    audience: https://orders.example.com\n" +
				"    variants: [{when: {environment: staging}, audience: \"https://api.example.com\"}]\n",
			[]string{"error resource_servers.orders.audience (for environment=staging)"}},
		{"silent, opaque", audienceTooBroad, "profiles: oauth-bcp\ntokens: {api2: {type: access_token, format: opaque, lifetime: 10m}}\n", []string{"warning tokens.api2.audiences"}},

		{"a certificate is a SHOULD", claimsContradicted,
			"tokens: {access: {type: access_token, binding: {to: mtls}, claims: {" + sevenClaims + "}}}\n", []string{"warning tokens.access.claims"}},
		{"cnf of another binding", claimsContradicted,
			"tokens: {access: {type: access_token, binding: {to: dpop}, claims: {" + sevenClaims + ", cnf: {members: {\"x5t#S256\": a}}}}}\n",
			[]string{"error tokens.access.claims.cnf.members"}},
		{"cnf without members is left open", claimsContradicted,
			"tokens: {access: {type: access_token, binding: {to: dpop}, claims: {" + sevenClaims + ", cnf: a}}}\n", nil},
		{"cnf sometimes, key always", claimsContradicted,
			"tokens: {access: {type: access_token, binding: {to: dpop}, claims: {" + sevenClaims + ", cnf: {present: maybe, members: {jkt: a}}}}}\n",
			[]string{"error tokens.access.claims.cnf.present"}},
		{"cnf sometimes, key sometimes", claimsContradicted,
			"tokens: {access: {type: access_token, binding: {to: dpop, optional: true}, claims: {" + sevenClaims + ", cnf: {present: maybe, members: {jkt: a}}}}}\n", nil},
		{"an operation that no token can meet", claimsContradicted,
			"operations: {pay: {max_age: 5m, resource: api}}\ntokens: {access: {type: access_token, claims: {" + sevenClaims + "}}}\n", []string{"error operations.pay.max_age"}},
		{"an operation where claims are not stated", claimsContradicted, "operations: {pay: {max_age: 5m, resource: api}}\n", nil},
		{"a service expects what no token has", claimsContradicted,
			"resource_servers: {api: {audience: \"https://api.example.com\", receives: [iss, active, tenant]}}\ntokens: {access: {type: access_token, claims: {" + sevenClaims + "}}}\n",
			[]string{"warning resource_servers.api.receives.2"}},

		{"subject alone", reassignableAccountKey, "issuers: {main: {federation: {provider: x, user_key: sub}}}\n", []string{"warning issuers.main.federation.user_key"}},
		{"a further claim beside both", reassignableAccountKey, "issuers: {main: {federation: {provider: x, user_key: [iss, sub, email]}}}\n", nil},
		{"a pair of the provider's own", reassignableAccountKey, "issuers: {main: {federation: {provider: x, user_key: [tid, oid]}}}\n", nil},
		{"silence under a profile", reassignableAccountKey, "profiles: asvs-l2\nissuers: {main: {federation: x}}\n", []string{"error issuers.main.federation.user_key"}},
		{"silence without one", reassignableAccountKey, "issuers: {main: {federation: x}}\n", nil},
	})
}

func TestAddedClaimsAreOffered(t *testing.T) {
	found := of("CLM001", judgeOne(t, accessTokenLacksClaim, "tokens: {access: {type: access_token, claims: {"+fiveClaims+"}}}\n"))
	if len(found) != 1 || found[0].Fix == nil {
		t.Fatalf("%v", found)
	}
	var paths []string
	for _, c := range found[0].Fix.Changes {
		paths = append(paths, c.Path)
	}
	if got, want := strings.Join(paths, " "), "tokens.access.claims.client_id tokens.access.claims.jti"; got != want {
		t.Errorf("adds %s, want %s", got, want)
	}
}

// judgeOne is what one rule finds, in full.
func judgeOne(t *testing.T, r *Rule, policy string) diag.List {
	t.Helper()
	src, _ := specs.Load(fstest.MapFS{
		"minimal.yaml": {Data: []byte(Minimal)},
		"policy.yaml":  {Data: []byte("tokenbook: v1\nextends: minimal.yaml\n" + policy)},
	}, "policy.yaml")
	doc, _ := specs.Parse(src)
	p := specs.Resolve(doc, src, specs.Date{})
	return run(p, analysis.Analyse(p), Options{Today: today}, []*Rule{r})
}
