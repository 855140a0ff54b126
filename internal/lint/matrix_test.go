// Keeps the promise that docs/profiles.md says what each profile makes of a value: it is made by judging a policy for each
// value under each profile alone.
package lint

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// choice is a setting and values that profiles judge differently.
type choice struct {
	title, setting string
	policy         string // laid over the minimal policy; %s is the value
	values         []string
}

// matrix is where the profiles differ; figures stand on both sides of each bound.
var matrix = []choice{
	{"Life of a bearer access token", "tokens.access.lifetime", "tokens: {access: {type: access_token, lifetime: %s}}", []string{"5m", "10m", "1h", "61m", "24h"}},
	{"Life of an authorization code", "tokens.code.lifetime", "tokens: {code: {type: authorization_code, lifetime: %s}}", []string{"30s", "60s", "61s", "10m", "11m"}},
	{"Life of a request_uri", "tokens.par.lifetime", "tokens: {par: {type: request_uri, lifetime: %s}}", []string{"90s", "599s", "10m", "1h"}},
	{"End of a session, used or not (assurance aal1)", "sessions.sso.lifetime", "sessions: {sso: {assurance: aal1, lifetime: {absolute: %s}}}", []string{"12h", "24h", "30d", "31d"}},
	{"End of a session, used or not (assurance aal2)", "sessions.sso.lifetime", "sessions: {sso: {assurance: aal2, lifetime: {absolute: %s, idle: 15m}}}", []string{"12h", "24h", "25h", "30d"}},
	{"End of a session, used or not (assurance aal3)", "sessions.sso.lifetime", "sessions: {sso: {assurance: aal3, lifetime: {absolute: %s, idle: 15m}}}", []string{"12h", "13h", "24h"}},
	{"End of an unused session (assurance aal2)", "sessions.sso.lifetime", "sessions: {sso: {assurance: aal2, lifetime: {absolute: 12h, idle: %s}}}", []string{"15m", "1h", "61m"}},
	{"End of an unused session (assurance aal3)", "sessions.sso.lifetime", "sessions: {sso: {assurance: aal3, lifetime: {absolute: 12h, idle: %s}}}", []string{"15m", "16m", "1h"}},
	{"Clock tolerance of verifiers", "validation.clock_skew", "validation: {checks: [signature, typ, issuer, audience, expiry], clock_skew: %s}", []string{"10s", "60s", "61s", "5m", "15m"}},
	{"Algorithm that signs tokens", "issuers.main.keys.signing", "issuers: {main: {keys: {signing: {algorithms: %s}}}}", []string{"ES256", "EdDSA", "PS256", "RS256", "HS256"}},
	{"Bits of an RSA key", "issuers.main.keys.signing", "issuers: {main: {keys: {signing: {algorithms: PS256, bits: %s}}}}", []string{"1024", "2048", "3072"}},
	{"Refresh tokens of a public client, not bound to a key", "tokens.refresh", "clients: {app: {type: public, platform: mobile, grants: [authorization_code, refresh_token]}}\ntokens: {refresh: {type: refresh_token, lifetime: {idle: 14d, absolute: 30d}, rotation: %s}}",
		[]string{"none", "{mode: on_use, on_reuse: family}"}},
	{"Idle limit of refresh tokens", "tokens.refresh.lifetime", "tokens: {refresh: {type: refresh_token, lifetime: {absolute: 90d, idle: %s}}}", []string{"none", "14d"}},
	{"End of refresh tokens, used or not", "tokens.refresh.lifetime", "tokens: {refresh: {type: refresh_token, lifetime: {absolute: %s, idle: 14d}}}", []string{"none", "30d", "365d"}},
	{"How a confidential client proves who it is", "clients.worker.auth", "clients: {worker: {type: confidential, platform: server, grants: client_credentials, auth: %s}}",
		[]string{"none", "client_secret_post", "client_secret_basic", "client_secret_jwt", "private_key_jwt", "tls_client_auth"}},
	{"Grants of an app in the browser", "clients.app.grants", "clients: {app: {type: public, platform: browser, grants: %s}}", []string{"authorization_code", "implicit", "password"}},
	{"PKCE", "clients.app.pkce", "clients: {app: {type: public, platform: mobile, grants: authorization_code, pkce: %s}}", []string{"forbidden", "optional", "required"}},
	{"Where a browser keeps a refresh token", "clients.app.storage", "clients: {app: {type: public, platform: browser, grants: [authorization_code, refresh_token], storage: {refresh: %s}}}\ntokens: {refresh: {type: refresh_token, lifetime: {idle: 14d, absolute: 30d}}}",
		[]string{"memory", "session_storage", "local_storage", "http_only_cookie"}},
	{"What an access token is bound to", "tokens.access.binding", "tokens: {access: {type: access_token, binding: %s}}", []string{"none", "dpop", "mtls"}},
	{"Versions of TLS", "issuers.main.tls", "issuers: {main: {tls: %s}}", []string{`"1.1"`, `"1.2"`, `"1.3"`}},
}

func TestProfilesDocument(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "profiles.md")
	want := profilesDocument(t)
	if os.Getenv("TOKENBOOK_UPDATE") != "" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(have), want); diff != "" {
		t.Errorf("docs/profiles.md is not current; TOKENBOOK_UPDATE=1 go test ./internal/lint refreshes it:\n%s", diff)
	}
}

func profilesDocument(t *testing.T) string {
	b := &strings.Builder{}
	b.WriteString("# What each profile makes of a value\n\n<!-- Made by a test, which judges a policy for each value under each profile; do not edit. -->\n\n" +
		"Each cell is the gravest finding at the setting when a policy claims that profile alone: E error, W warning, I info, with\n" +
		"its [rules](rules.md); empty where the profile has nothing to say against the value.\n")
	for _, q := range matrix {
		fmt.Fprintf(b, "\n## %s\n\n`%s`\n\n", q.title, q.setting)
		header(b, "value")
		for _, value := range q.values {
			row(t, b, value, fmt.Sprintf(q.policy, value)+"\n", q.setting)
		}
	}
	return b.String()
}

func header(b *strings.Builder, columns ...string) {
	b.WriteString("| " + strings.Join(columns, " | ") + " |")
	for _, p := range judging() {
		b.WriteString(" " + p.Short + " |")
	}
	b.WriteString("\n|" + strings.Repeat(" --- |", len(columns)+len(judging())) + "\n")
}

type column struct {
	Profile Profile
	Short   string
}

// judging are the profiles that judge values: all but complete.
func judging() []column {
	var out []column
	for _, p := range profileOrder {
		if p.Profile != Complete {
			out = append(out, column(p))
		}
	}
	return out
}

// row is what each profile makes of a value. What a policy leaves out beside the value is no part of it.
func row(t *testing.T, b *strings.Builder, value, snippet, setting string) {
	t.Helper()
	b.WriteString("| " + escape.MarkdownCode(value) + " |")
	p := resolve(t, fstest.MapFS{
		"minimal.yaml": {Data: []byte(Minimal)},
		"policy.yaml":  {Data: []byte("tokenbook: v1\nextends: minimal.yaml\n" + snippet)},
	}, "policy.yaml")
	facts := analysis.Analyse(p)
	for _, column := range judging() {
		claim := specs.Values[specs.ProfileID]{Items: []specs.Value[specs.ProfileID]{{Mark: specs.Mark{State: specs.Set}, V: specs.ProfileID(column.Profile)}}}
		j := &judgement{Policy: p, facts: facts, today: today, claimed: claims{policy: profilesOf(claim)}}
		worst, ids := diag.Info, []string(nil)
		for _, r := range All() {
			pass := &Pass{judgement: j, rule: r}
			r.Check(pass)
			for _, f := range pass.merged() {
				if f.Setting != setting && !strings.HasPrefix(f.Setting, setting+".") || strings.Contains(f.Message, ": not stated;") {
					continue
				}
				worst = max(worst, f.Severity)
				if !slices.Contains(ids, f.Rule) {
					ids = append(ids, f.Rule)
				}
			}
		}
		cell := ""
		if len(ids) > 0 {
			cell = []string{"I", "W", "E"}[worst] + " " + strings.Join(ids, " ")
		}
		b.WriteString(" " + cell + " |")
	}
	b.WriteByte('\n')
}
