// Keeps the promise about names that docs/publishing.md makes: where a name that services import goes, or becomes another
// thing, diff asks for a new major version; where one comes, for a new minor version at least; and other figures under the
// same names ask for neither on account of names.
package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/cli"
)

const namesPolicy = `tokenbook: v1
policy: {id: names, title: Names, version: 1.0.0}
issuers: {main: {url: "https://id.example.com", endpoints: {token: /token, jwks: /jwks}, keys: {signing: {use: sign, algorithms: [ES256, RS256]}}}}
environments: {live: {issuer: main, purpose: production}, staging: {issuer: main, purpose: staging}}
scopes: {read: {description: Reads}, write: {description: Writes}}
acr_values: {two: {description: Two factors, value: "urn:two"}, one: {description: One factor, value: "urn:one"}}
clients: {app: {type: confidential, platform: server, grants: [client_credentials], scopes: [read, write]}, job: {type: confidential, platform: server, grants: [client_credentials]}}
resource_servers: {api: {audience: "https://api.example.com", accepts: access}}
tokens:
  access: {type: access_token, format: jwt, lifetime: 10m, claims: {iss: always, tenant: maybe}, issued: [{grant: client_credentials, to: [app, job]}]}
  other: {type: access_token, lifetime: 5m, issued: [{grant: client_credentials, to: app}]}
validation: {clock_skew: {tolerance: 30s, future: 5s}, jwks: {cache: 10m, at_most_every: 30s}}
client_strategy: {refresh_at: {remaining: 20%, at_least: 60s}, retry: {attempts: 3, backoff: exponential, base: 500ms, cap: 10s, jitter: full}, single_flight: true}
revocation: {objective: 2m, triggers: {logout: {kill: {of: token}}}}
limits: {requests: {max: 10, per: 1m, key: client, then: refuse}}
observability: {logs: {redact: [access_token, refresh_token]}}
errors: [token, resource]
`

func TestNamesAndVersions(t *testing.T) {
	for _, tc := range []struct{ what, old, new, needs string }{
		{"a redacted field goes", "[access_token, refresh_token]", "[access_token]", "major"},
		{"a cache time goes", "cache: 10m, ", "", "major"},
		{"a tolerance goes", ", future: 5s", "", "major"},
		{"an algorithm goes", "[ES256, RS256]", "[ES256]", "major"},
		{"an authentication context goes", `, one: {description: One factor, value: "urn:one"}`, "", "major"},
		{"a trigger gets another name", "{logout: {", "{sign_out: {", "major"},
		{"a limit gets another name", "{requests: {", "{calls: {", "major"},
		{"an endpoint goes", ", jwks: /jwks", "", "major"},
		{"errors go", "errors: [token, resource]\n", "errors: [token]\n", "major"},
		{"waiting is left open", "backoff: exponential, ", "", "major"},
		{"a share becomes a time", "remaining: 20%", "remaining: 2m", "major"},
		{"a token goes", "  other: {type: access_token, lifetime: 5m, issued: [{grant: client_credentials, to: app}]}\n", "", "major"},
		{"an environment goes", ", staging: {issuer: main, purpose: staging}", "", "major"},
		{"a redacted field comes first", "[access_token, refresh_token]", "[id_token, access_token, refresh_token]", "minor"},
		{"a scope comes first", "scopes: {read: {", "scopes: {admin: {description: Rules}, read: {", "minor"},
		{"a cache time comes", "cache: 10m, ", "cache: 10m, negative_cache: 1m, ", "minor"},
		{"the same in another order", "[access_token, refresh_token]", "[refresh_token, access_token]", "none"},
		{"a title", "title: Names", "title: All names", "patch"},
	} {
		t.Run(tc.what, func(t *testing.T) {
			text := strings.Replace(namesPolicy, tc.old, tc.new, 1)
			if text == namesPolicy {
				t.Fatalf("nothing is changed by %q", tc.old)
			}
			dir := t.TempDir()
			was, is := filepath.Join(dir, "old", "policy.yaml"), filepath.Join(dir, "new", "policy.yaml")
			for path, text := range map[string]string{was: namesPolicy, is: text} {
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var stdout, stderr strings.Builder
			if code := cli.Run([]string{"diff", "-f", "json", was, is}, world(&stdout, &stderr)); code != 0 {
				t.Fatalf("diff ended with %d:\n%s", code, stderr.String())
			}
			var got struct {
				Version struct{ Needed, Because string }
			}
			if err := json.Unmarshal([]byte(stdout.String()), &got); err != nil {
				t.Fatal(err)
			}
			if got.Version.Needed != tc.needs {
				t.Errorf("diff asks for %s (%s), want %s", got.Version.Needed, got.Version.Because, tc.needs)
			}
		})
	}
}
