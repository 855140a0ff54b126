// Keeps the promise that explain answers what it was asked, and says what there is instead where it was asked for
// something that is not there.
package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const explained = `tokenbook: v1
policy: {id: shop, title: Shop, version: 1.0.0}
issuers: {main: "https://id.example"}
environments: {production: main, staging: main}
axes: {tier: {of: session, values: [free, paid]}}
clients: {app: {type: public}, job: {type: confidential}, web: {type: confidential}}
tokens:
  access:
    type: access_token
    lifetime: 10m
    issued: [authorization_code, refresh_token]
    variants:
      - {when: {environment: staging}, lifetime: 1h}
      - {when: {environment: production, client: [app, web]}, lifetime: 5m}
  refresh: {type: refresh_token, lifetime: 30d}
errors:
  causes:
    spent: {code: invalid_grant, at: token}
`

// differing has a grace in one environment alone.
const differing = `tokenbook: v1
policy: {id: shop, title: Shop, version: 1.0.0}
issuers: {main: "https://id.example"}
environments: {dev: main, live: main, test: main}
tokens:
  refresh:
    type: refresh_token
    lifetime: 30d
    rotation: {mode: on_use, shape: chain, previous: none, on_reuse: family}
    variants: [{when: {environment: live}, rotation.previous: {lifetime: 1m, answers: same_response}}]
client_strategy: {request_timeout: 5s, retry: {attempts: 3, base: 1s}, coordination: web_locks, replace: atomic_before_use}
`

func TestExplain(t *testing.T) {
	dir := t.TempDir()
	policy, bare, none := filepath.Join(dir, "policy.yaml"), filepath.Join(dir, "bare.yaml"), filepath.Join(dir, "none.yaml")
	environments := filepath.Join(dir, "environments.yaml")
	for path, text := range map[string]string{policy: explained, bare: goodHead, environments: differing} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name, policy string
		args         []string
		code         int
		says         []string // in this order
	}{
		{"a rule that is not there", policy, []string{"LIFE999"}, 2, []string{`there is no rule "LIFE999"; did you mean LIFE009? tokenbook rules lists them`}},
		{"a rule in small letters that is not there", policy, []string{"life02"}, 2, []string{`there is no rule "life02"`, "tokenbook rules lists them"}},
		{"a rule for a client", policy, []string{"LIFE002", "--client", "app"}, 2, []string{"a rule is the same for all; leave --client out"}},
		{"a setting", policy, []string{"tokens.access.lifetime"}, 0, []string{"tokens.access.lifetime: 10m\n", "How it came about:\n", "Elsewhere:\n",
			"    client=app,web environment=production  5m\n", "    environment=staging                    1h\n", "takes "}},
		{"a setting, narrowed", policy, []string{"tokens.access.lifetime", "--client", "app"}, 0, []string{"for client=app: 10m\n", "    environment=production  5m\n", "    environment=staging     1h\n"}},
		{"a setting, decided", policy, []string{"tokens.access.lifetime", "--client", "job", "--env", "staging"}, 0, []string{"client=job environment=staging: 1h\n", "when {environment: staging}\n\ntokens.*.lifetime\n"}},
		{"a part of the policy", policy, []string{"tokens.access"}, 0, []string{"What differs in it:\n    tokens.access.lifetime  by client, environment\n"}},
		{"a star", policy, []string{"tokens.*.lifetime"}, 0, []string{"tokens.*.lifetime: 2 settings\n", "    tokens.access.lifetime   10m (differs by client, environment)  ", ":10:15\n",
			"    tokens.refresh.lifetime  30d   ", ":15:44\n", "How long it lives."}},
		{"a star, decided", policy, []string{"tokens.*.lifetime", "--env", "staging", "--client", "job"}, 0, []string{"    tokens.access.lifetime   1h   ", ":13:40\n"}},
		{"a star in a list", policy, []string{"tokens.access.issued.*.grant"}, 0, []string{"tokens.access.issued.0.grant  authorization_code", "tokens.access.issued.1.grant  refresh_token"}},
		{"a star for nothing", policy, []string{"sessions.*.lifetime"}, 0, []string{"the policy has nothing of this name"}},
		{"an environment", policy, []string{"tokens.access.lifetime", "--env", "prod"}, 2, []string{`there is no environment "prod"; did you mean production? There are production, staging`}},
		{"an environment like none", policy, []string{"tokens.access.lifetime", "--env", "qa"}, 2, []string{`there is no environment "qa"; there are production, staging`}},
		{"an environment of a star", policy, []string{"tokens.*.lifetime", "--env", "prod"}, 2, []string{`there is no environment "prod"`}},
		{"an environment where there are none", bare, []string{"tokens.access.lifetime", "--env", "prod"}, 2, []string{`there is no environment "prod", for the policy declares nothing under ` + "`environments`"}},
		{"a client", policy, []string{"tokens.access.lifetime", "--client", "ap"}, 2, []string{`there is no client "ap"; did you mean app? There are app, job, web`}},
		{"a tenant", policy, []string{"tokens.access.lifetime", "--tenant", "a"}, 2, []string{"declares nothing under `tenants`"}},
		{"a resource", policy, []string{"tokens.access.lifetime", "--resource", "a"}, 2, []string{"declares nothing under `resource_servers`"}},
		{"no value", policy, []string{"tokens.access.lifetime", "--client", ""}, 2, []string{`there is no client ""`}},
		{"a grant of one's own", policy, []string{"tokens.access.lifetime", "--grant", "magic_link"}, 0, []string{"for grant=magic_link: 10m\n"}},
		{"an axis of one's own", policy, []string{"tokens.access.lifetime", "--axis", "tier=paid"}, 0, []string{"for tier=paid: 10m\n"}},
		{"its value", policy, []string{"tokens.access.lifetime", "--axis", "tier=pad"}, 2, []string{`there is no tier "pad"; did you mean paid? There are free, paid`}},
		{"another axis", policy, []string{"tokens.access.lifetime", "--axis", "teir=paid"}, 2, []string{`there is no axis "teir"; did you mean tier? The axes are environment, `}},
		{"a day", policy, []string{"tokens.access.lifetime", "--axis", "date=soon"}, 2, []string{`the axis date takes a day: "soon"`}},
		{"an axis twice", policy, []string{"tokens.access.lifetime", "--client", "app", "--axis", "client=job"}, 2, []string{`"client=job" comes after client=app`}},
		{"a choice without a policy", none, []string{"tokens.access.lifetime", "--client", "app"}, 3, []string{"none.yaml cannot be read"}},
		{"a variant", policy, []string{"tokens.access.variants"}, 0, []string{"a list of variants", "explain tokens.access shows it"}},
		{"a reason", policy, []string{"tokens.access.lifetime.because"}, 0, []string{"explain tokens.access.lifetime shows it"}},
		{"an item that is not there", policy, []string{"tokens.access.issued.2"}, 2, []string{"tokens.access.issued has no entry 2; the first is 0, the last 1"}},
		{"an entry that is not there", policy, []string{"tokens.id"}, 2, []string{`tokens has no entry "id"; it has access, refresh`}},
		{"a check of the format", policy, []string{"reference"}, 0, []string{"reference: a name or a path that names nothing\n", "A check of the format: it holds for every policy.\n"}},
		{"a check like none", policy, []string{"unknown-kye"}, 2, []string{"did you mean unknown-key?"}},
		{"a setting that shares its name with a check", policy, []string{"floor"}, 0, []string{"a list of paths of settings"}},
		{"a subject", policy, []string{"exposre"}, 2, []string{"did you mean exposure?"}},
		{"a subject for a client", policy, []string{"exposure", "--client", "app"}, 2, []string{"explain exposure speaks of the whole policy; leave --client out"}},
		{"a subject and more", policy, []string{"keys", "all"}, 2, []string{"explain keys takes no argument, not 1"}},
		{"races by environment", environments, []string{"races"}, 0, []string{"refresh, in dev, test  ", "found: a response is lost", "refresh, in live  ", "none: all "}},
		{"errors", policy, []string{"error"}, 0, []string{"spent  invalid_grant  ", ":18:12\n"}},
		{"errors where there are none", bare, []string{"error"}, 0, []string{"The policy states none and adopts none of the standards."}},
		{"an error like none", policy, []string{"error", "nope"}, 2, []string{`there is no error "nope"; tokenbook explain error lists those of the policy`}},
		{"an error of the policy", policy, []string{"error", "spnt"}, 2, []string{`did you mean spent?`, "lists those of the policy"}},
		{"an error of the standards", bare, []string{"error", "invalid_grnt"}, 2, []string{"did you mean invalid_grant"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, said := run(t, append([]string{"explain", "-p", c.policy}, c.args...)...)
			if code != c.code {
				t.Errorf("ended with %d, want %d: %s", code, c.code, said)
			}
			rest := said
			for _, want := range c.says {
				_, after, ok := strings.Cut(rest, want)
				if !ok {
					t.Fatalf("%q is not there, or not in its place:\n%s", want, said)
				}
				rest = after
			}
		})
	}
}

// Without a policy the format alone is explained.
func TestExplainFormat(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, c := range []struct {
		path string
		code int
		says string
	}{
		{"tokens.*.lifetime", 0, "How long it lives."},
		{"tokens.access.lifetime", 0, "There is no policy.yaml here"},
		{"tokens.access.variants", 0, "a list of variants"},
		{"toknes.access", 2, `"toknes.access" is not a setting of the format: the policy has no setting "toknes"; did you mean tokens?`},
		{"tokens.access.lifetme", 2, "did you mean lifetime?"},
		{"tokens.access.issued.first", 2, "its entries have numbers"},
		{"", 2, `"" is not a setting of the format`},
		{"races", 3, "there is no policy.yaml here; name a policy, or write one with tokenbook init"},
	} {
		if code, said := run(t, "explain", c.path); code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("explain %s ended with %d, want %d; must say %q, says %s", c.path, code, c.code, c.says, said)
		}
	}
}
