// These tests keep the promise of docs/expressiveness.md: each demand of the published policies stands there once, its
// snippet is a policy that the program accepts and that states something, and the hardest mean what the page says.
package specs

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const (
	demandCount     = 86
	fewestSnippets  = 75 // the others may be left to prose, with the reason
	longestSnippets = 16 // lines; an idea that takes more is no answer
)

// demand is one numbered heading of the pages with the snippet below it.
type demand struct {
	number         int
	title, snippet string
	prose          string // what stands beside the snippet
}

var demandHeading = regexp.MustCompile(`^### ([0-9]+)\. (.+)$`)

// readDemands reads the pages: the policy that every snippet extends, and the demands.
func readDemands(t *testing.T) (base string, demands []demand) {
	t.Helper()
	for _, name := range []string{"../docs/expressiveness.md", "../docs/expressiveness-servers.md"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var cur *demand
		fence := ""
		for i, line := range strings.Split(string(data), "\n") {
			where := fmt.Sprintf("%s:%d", name, i+1)
			switch {
			case fence != "" && line == "```":
				fence = ""
			case fence == "base":
				base += line + "\n"
			case fence != "":
				cur.snippet += line + "\n"
			case line == "```yaml base" && base == "":
				fence = "base"
			case line == "```yaml" && cur != nil && cur.snippet == "":
				fence = "yaml"
			case strings.HasPrefix(line, "```"):
				t.Fatalf("%s: a block that belongs to no demand, or the second of one", where)
			case strings.HasPrefix(line, "### "):
				m := demandHeading.FindStringSubmatch(line)
				if m == nil {
					t.Fatalf("%s: %q is not the heading of a demand", where, line)
				}
				n, err := strconv.Atoi(m[1])
				if err != nil {
					t.Fatal(err)
				}
				demands = append(demands, demand{number: n, title: m[2]})
				cur = &demands[len(demands)-1]
			case strings.HasPrefix(line, "## "):
				cur = nil
			case cur != nil:
				cur.prose += line
			}
		}
		if fence != "" {
			t.Fatalf("%s: a block is not closed", name)
		}
	}
	if base == "" {
		t.Fatal("the page has no policy that the snippets extend")
	}
	return base, demands
}

// extending loads a snippet as a policy that extends the base. Any finding is a fault, a warning too.
func extending(base, snippet string) (*Policy, error) {
	files := fstest.MapFS{
		"base.yaml":   {Data: []byte(base)},
		"policy.yaml": {Data: []byte("extends: base.yaml\n" + snippet)},
	}
	source, findings := Load(files, "policy.yaml")
	if len(findings) > 0 {
		return nil, fmt.Errorf("%v", findings)
	}
	doc, findings := Parse(source)
	if len(findings) > 0 {
		return nil, fmt.Errorf("%v", findings)
	}
	if findings := Link(doc, source); len(findings) > 0 {
		return nil, fmt.Errorf("%v", findings)
	}
	return Resolve(doc, source, Date{}), nil
}

func TestEveryDemandStandsOnThePagesOnce(t *testing.T) {
	_, demands := readDemands(t)
	seen := map[int]string{}
	snippets, last := 0, 0
	for _, d := range demands {
		if other, twice := seen[d.number]; twice {
			t.Errorf("demand %d stands twice: %q and %q", d.number, other, d.title)
		}
		if d.number < last {
			t.Errorf("demand %d stands after %d", d.number, last)
		}
		seen[d.number], last = d.title, d.number
		switch {
		case d.snippet != "":
			snippets++
		case d.prose == "":
			t.Errorf("demand %d has neither a snippet nor a reason why it is left to prose", d.number)
		}
		if n := strings.Count(d.snippet, "\n"); n > longestSnippets {
			t.Errorf("demand %d takes %d lines; more than %d are no answer", d.number, n, longestSnippets)
		}
		if !strings.HasSuffix(d.title, ")") {
			t.Errorf("demand %d does not name the systems that it comes from: %q", d.number, d.title)
		}
	}
	for n := 1; n <= demandCount; n++ {
		if _, ok := seen[n]; !ok {
			t.Errorf("demand %d is missing", n)
		}
	}
	if len(seen) > demandCount {
		t.Errorf("%d demands, and only %d are known", len(seen), demandCount)
	}
	if snippets < fewestSnippets {
		t.Errorf("only %d demands have a snippet; at least %d should", snippets, fewestSnippets)
	}
}

func TestEverySnippetIsAPolicy(t *testing.T) {
	base, demands := readDemands(t)
	plain, err := extending(base, "")
	if err != nil {
		t.Fatalf("the policy that the snippets extend: %v", err)
	}
	for _, d := range demands {
		if d.snippet == "" {
			continue
		}
		p, err := extending(base, d.snippet)
		if err != nil {
			t.Errorf("demand %d (%s): %v", d.number, d.title, err)
			continue
		}
		if bytes.Equal(p.JSON(), plain.JSON()) {
			t.Errorf("demand %d (%s): the snippet states nothing that the policy below it does not", d.number, d.title)
		}
	}
}

// A snippet that is wrong must be refused; otherwise the test above would prove nothing.
func TestAWrongSnippetIsRefused(t *testing.T) {
	base, _ := readDemands(t)
	for name, snippet := range map[string]string{
		"unknown setting":    "tokens: {access: {lifespan: 10m}}\n",
		"wrong word":         "tokens: {access: {type: acces_token}}\n",
		"no such token":      "limits: {live: {max: 10, tokens: nobody}}\n",
		"no such axis":       "tokens: {access: {variants: [{when: {moon: full}, lifetime: 5m}]}}\n",
		"undecided order":    "tokens: {access: {variants: [{when: {client: spa}, lifetime: 5m}, {when: {grant: implicit}, lifetime: 6m}]}}\n",
		"no unit":            "tokens: {access: {lifetime: 600}}\n",
		"nothing":            "tokens:\n",
		"a warning in prose": "tokens: {access: {rationale: It ends after 77 minutes.}}\n",
	} {
		if _, err := extending(base, snippet); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// What the hardest demands come to, looked up as every output does it.
func TestTheHardestDemandsMeanWhatThePageSays(t *testing.T) {
	base, demands := readDemands(t)
	snippets := map[int]string{}
	for _, d := range demands {
		snippets[d.number] = d.snippet
	}
	for _, c := range []struct {
		demand int
		path   string
		sel    Selection
		want   string
	}{
		{2, "tokens.access.lifetime", nil, "{min_of: [{setting: asked_for}, {setting: role_max}]}"},
		{2, "tokens.access.lifetime", Selection{"role_chaining": "chained"}, "{min_of: [{setting: asked_for}, {setting: role_max}, 1h]}"},
		{2, "tokens.partner.lifetime", nil, "{ttl: 60d, ends_with: tokens.refresh}"},
		{10, "tokens.pod.lifetime", nil, "{ttl: 1h, ends_with: [the pod is deleted, the service account is deleted]}"},
		{18, "tokens.refresh.lifetime", nil, "none"},
		{18, "tokens.refresh.lifetime", Selection{"scope": "offline_access"}, "until_revoked"},
		{18, "tokens.refresh.lifetime", Selection{"scope": "offline_access", "publishing": "testing"}, "7d"},
		{32, "tokens.in_both.rotation.previous", nil, "{ttl: 30s, uses: 3}"},
		{32, "tokens.until_used_capped.rotation.previous.lifetime", nil, "{ttl: 30d, ends_with: successor.first_use}"},
		{35, "tokens.okta.rotation.on_reuse.kill", nil, "[{of: family, issued: latest}, {of: session, tokens: access, issued: since_authentication}]"},
		{35, "tokens.entra.rotation.on_reuse", nil, "none"},
		{44, "revocation.triggers.account_disabled.cells.access.within", nil, "15m"},
		{44, "revocation.triggers.password_changed.cells.access", nil, "unspecified"},
		{44, "revocation.triggers.password_expired.cells", nil, "{password_refresh: lives, other_refresh: lives}"},
		{76, "tokens.access.lifetime.ttl", Selection{"app_created": "2026-10-31", "distribution": "custom", "date": "2027-03-31"}, "until_revoked"},
		{76, "tokens.access.lifetime.ttl", Selection{"app_created": "2026-10-31", "distribution": "custom", "date": "2027-04-01"}, "1h"},
		{76, "tokens.access.lifetime.ttl", Selection{"app_created": "2026-11-01", "distribution": "public"}, "1h"},
		{76, "tokens.access.lifetime.ttl", Selection{"app_created": "2026-11-01", "distribution": "merchant"}, "until_revoked"},
		{77, "tokens.access.lifetime", Selection{"client": "app"}, "{setting: access_life}"},
		{77, "tokens.access.lifetime", Selection{"client": "spa"}, "10m"},
		{77, "tokens.access.lifetime", Selection{"client": "spa", "grant": "authorization_code"}, "20m"},
		{77, "tokens.access.lifetime", Selection{"client": "spa", "grant": "implicit"}, "5m"},
		{79, "tokens.access.lifetime", Selection{"session_kind": "continuous"}, "{random: [20h, 1d4h]}"},
		{79, "tokens.access.lifetime", Selection{"session_kind": "ordinary"}, "{setting: access_life}"},
		{79, "tokens.access.lifetime", Selection{"session_kind": "ordinary", "account": "personal"}, "1h"},
		{80, "revocation.triggers.found_in_public.kill", Selection{"edition": "server"}, "none"},
		{80, "sessions.sso.cookie", Selection{"environment": "sandbox"}, "{name: dev-session, secure: true}"},
		{81, "tokens.access.lifetime.ttl", nil, "{min: 5m, max: 1h}"},
		{82, "tokens.refresh.lifetime.ttl.max", nil, "90d"},
		{85, "tokens.silent.rotation.previous", nil, ""},
		{85, "tokens.stated_none.rotation.previous", nil, "none"},
		{85, "tokens.open.rotation.previous", nil, "undecided"},
		{85, "tokens.given.rotation.previous", nil, "10s"},
	} {
		p, err := extending(base, snippets[c.demand])
		if err != nil {
			t.Errorf("demand %d: %v", c.demand, err)
			continue
		}
		got, _, ok := p.EffectiveText(c.path, c.sel)
		if !ok || got != c.want {
			t.Errorf("demand %d: %s for %v is %q, want %q", c.demand, c.path, c.sel, got, c.want)
		}
	}
}

// The policy of a real product, looked up in its editions: what GitHub publishes, and what it leaves open.
func TestTheGitHubExampleSaysWhatIsPublished(t *testing.T) {
	p := Resolve(loadFolder(t, "../examples/github"), nil, Date{})
	for _, c := range []struct {
		path string
		sel  Selection
		want string
	}{
		{"tokens.user_access.lifetime.ttl.default", nil, "8h"},
		{"tokens.user_access.lifetime", Selection{"expiry": "lasting"}, "until_revoked"},
		{"tokens.refresh.lifetime.ttl.default", nil, "183d"},
		{"tokens.refresh.rotation.previous", nil, ""},
		{"tokens.refresh.rotation.on_reuse", nil, ""},
		{"tokens.installation.lifetime", nil, ""},
		{"tokens.app_jwt.lifetime.ttl.max", nil, "10m"},
		{"tokens.pat_classic.lifetime.idle.default", Selection{"edition": "fpt"}, "365d"},
		{"tokens.pat_classic.lifetime.idle", Selection{"edition": "ghes"}, "none"},
		{"revocation.triggers.pushed_to_public.kill.0.of", Selection{"edition": "ghec"}, "token"},
		{"revocation.triggers.pushed_to_public.kill", Selection{"edition": "ghes"}, "none"},
		{"revocation.reporters.credentials.authenticated", Selection{"edition": "fpt"}, "forbidden"},
		{"revocation.reporters.credentials.authenticated", Selection{"edition": "ghes"}, "required"},
		{"revocation.reporters.credentials.accepts", Selection{"edition": "fpt", "date": "2026-03-25"}, "[pat_classic, pat_fine_grained]"},
		{"revocation.reporters.credentials.accepts", Selection{"edition": "fpt"}, "[pat_classic, pat_fine_grained, oauth_app, user_access, refresh]"},
		{"revocation.reporters.credentials.accepts", Selection{"edition": "ghes"}, "[pat_classic, pat_fine_grained]"},
		{"issuers.github.responses.token.fields.expires_in.present", nil, "always"},
		{"issuers.github.responses.token.fields.expires_in.present", Selection{"expiry": "lasting"}, "never"},
		{"limits.live_tokens.then", nil, "evict_oldest"},
		{"limits.creations.then", nil, ""},
		{"errors.causes.bad_verification_code.status", nil, ""},
	} {
		got, _, ok := p.EffectiveText(c.path, c.sel)
		if !ok || got != c.want {
			t.Errorf("%s for %v is %q, want %q", c.path, c.sel, got, c.want)
		}
	}
}
