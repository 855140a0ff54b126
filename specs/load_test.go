// These tests keep the promises of reading files: what extends, includes and replaces what, with the places kept; and
// nothing outside the policy's folder is ever read.
package specs

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestExtends(t *testing.T) {
	source := loaded(t, map[string]string{
		"base.yaml": head + `tokens:
  access: {type: access_token, title: Base, lifetime: {ttl: 10m, idle: 5m}, variants: [{id: a, when: {user: x}, lifetime: 1m}, {id: b, when: {user: y}, lifetime: 2m}]}
  refresh: {type: refresh_token}
profiles: [oauth-bcp, browser]
`,
		"policy.yaml": `tokenbook: v1
extends: base.yaml
policy: {title: Mine}
tokens:
  access: {lifetime: {ttl: 5m}, variants: [{id: b, when: {user: y}, lifetime: 3m}, {id: c, when: {user: z}, lifetime: 4m}]}
  api: {type: api_key}
profiles: asvs-l1
`,
	})
	doc, findings := Parse(source)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	access := doc.Tokens.Get("access")
	var variants []string
	for i := range access.Variants {
		v := &access.Variants[i]
		variants = append(variants, v.ID.V+"="+textOf(v.Sets[0].V)+"@"+v.At.File)
	}
	got := []string{
		doc.Policy.Title.V, string(doc.Policy.ID.V), doc.Policy.Title.At.File, doc.Policy.ID.At.File, fmt.Sprint(doc.Policy.Title.Via),
		access.Title.V, textOf(reflectOf(&access.Lifetime)), fmt.Sprint(access.Lifetime.Via), fmt.Sprint(variants),
		strings.Join(doc.Tokens.IDs(), " "), fmt.Sprint(Plain(doc.Profiles)),
	}
	want := []string{
		"Mine", "test", "policy.yaml", "base.yaml", "[base.yaml:2:27]",
		"Base", "5m", "[base.yaml:4:55]", "[a=1m@base.yaml b=3m@policy.yaml c=4m@policy.yaml]",
		"access refresh api", "[asvs-l1]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestExtendsMergesShortAndLongForms keeps a base's setting where one of the two files writes its section short.
func TestExtendsMergesShortAndLongForms(t *testing.T) {
	source := loaded(t, map[string]string{
		"base.yaml":   headTokens + "resource_servers: {api: https://api.example, web: {audience: https://web.example, title: Web}, cli: {is: https://cli.example, because: why}}\nsessions: {sso: {idle: 1h}}\n",
		"policy.yaml": "tokenbook: v1\nextends: base.yaml\nresource_servers: {api: {title: API}, web: https://new.example, cli: {title: CLI}}\nsessions: {sso: {title: Single sign-on}}\n",
	})
	doc, findings := Parse(source)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	servers, sso := &doc.ResourceServers, doc.Sessions.Get("sso")
	got := []string{servers.Get("api").Title.V, servers.Get("api").Audience.V, servers.Get("web").Title.V, servers.Get("web").Audience.V,
		servers.Get("cli").Title.V, servers.Get("cli").Audience.V, string(servers.Get("cli").Because()), sso.Title.V, textOf(reflectOf(&sso.Lifetime))}
	want := []string{"API", "https://api.example", "Web", "https://new.example", "CLI", "https://cli.example", "why", "Single sign-on", "{idle: 1h}"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestExtendsOverSeveralSteps(t *testing.T) {
	source := loaded(t, map[string]string{
		"org/root.yaml":   headTokens + "revocation: {objective: 1h, denylist: {store: redis}}\n",
		"org/base.yaml":   "tokenbook: v1\nextends: root.yaml\nrevocation: {objective: 30m}\n",
		"policy.yaml":     "tokenbook: v1\nextends: org/base.yaml\ninclude: parts/more.yaml\nrevocation: {objective: 5m}\n",
		"parts/more.yaml": "sessions: {sso: 1h}\n",
	})
	doc, findings := Parse(source)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	var files []string
	for _, f := range source.Files {
		files = append(files, f.Name)
	}
	got := []string{doc.Revocation.Objective.V.String(), fmt.Sprint(doc.Revocation.Objective.Via), doc.Revocation.Denylist.Store.V,
		doc.Sessions.Get("sso").Lifetime.At.File, strings.Join(files, " ")}
	want := []string{"5m", "[org/base.yaml:3:25 org/root.yaml:4:25]", "redis", "parts/more.yaml", "policy.yaml parts/more.yaml org/base.yaml org/root.yaml"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestInclude(t *testing.T) {
	source := loaded(t, map[string]string{
		"policy.yaml":       headTokens + "include: [clients.yaml, parts/tokens.yaml]\nchanges: [First]\n",
		"clients.yaml":      "tokenbook: v1\nclients: {spa: {type: public}}\nchanges: [Second]\n",
		"parts/tokens.yaml": "include: deeper.yaml\ntokens: {refresh: {type: refresh_token}}\n",
		"parts/deeper.yaml": "tokens: {refresh: {lifetime: 14d}}\n",
	})
	doc, findings := Parse(source)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	got := []string{strings.Join(doc.Tokens.IDs(), " "), strings.Join(doc.Clients.IDs(), " "), textOf(reflectOf(&doc.Tokens.Get("refresh").Lifetime)),
		doc.Changes.Items[0].Title.V + doc.Changes.Items[1].Title.V}
	if diff := cmp.Diff([]string{"access refresh", "spa", "14d", "FirstSecond"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestLoadFaults(t *testing.T) {
	many := map[string]string{"policy.yaml": headTokens + "include: ["}
	for i := range MaxFiles + 1 {
		many[fmt.Sprintf("p%d.yaml", i)] = fmt.Sprintf("timers: {t%d: 1m}\n", i)
		many["policy.yaml"] += fmt.Sprintf("p%d.yaml, ", i)
	}
	many["policy.yaml"] += "]\n"
	deep := map[string]string{"policy.yaml": "tokenbook: v1\nextends: b0.yaml\n"}
	for i := range MaxExtends + 2 {
		deep[fmt.Sprintf("b%d.yaml", i)] = fmt.Sprintf("tokenbook: v1\nextends: b%d.yaml\n", i+1)
	}
	one := func(line string) map[string]string {
		return map[string]string{"policy.yaml": "tokenbook: v1\n" + line + "\n", "sub/a.yaml": "tokenbook: v1\n"}
	}
	tests := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"a parent", one("extends: ../base.yaml"), `policy.yaml:2:10: error: extends: "../base.yaml" leads out of the policy's folder; give --root a folder that holds both [file]`},
		{"a hidden parent", one("extends: sub/../../base.yaml"), `policy.yaml:2:10: error: extends: "sub/../../base.yaml" leads out of the policy's folder; give --root a folder that holds both [file]`},
		{"an absolute path", one("extends: /etc/passwd"), `policy.yaml:2:10: error: extends: "/etc/passwd" is not a relative path with slashes; write it relative to this file, such as ../base.yaml [file]`},
		{"a Windows path", one(`extends: sub\a.yaml`), `policy.yaml:2:10: error: extends: "sub\\a.yaml" is not a relative path with slashes; write it relative to this file, such as ../base.yaml [file]`},
		{"a drive", one(`extends: C:/a.yaml`), `policy.yaml:2:10: error: extends: "C:/a.yaml" is not a relative path with slashes; write it relative to this file, such as ../base.yaml [file]`},
		{"an address", one("include: [https://policies.example/base.yaml]"), `policy.yaml:2:11: error: include: "https://policies.example/base.yaml" is an address; nothing is fetched. Keep a copy beside the policy and name its path [file]`},
		{"a folder", one("extends: sub"), `policy.yaml:2:10: error: "sub" is a folder; name the policy file in it [file]`},
		{"itself", one("extends: ./policy.yaml"), `policy.yaml:2:10: error: extends: "policy.yaml" leads back to itself: policy.yaml → policy.yaml [file]`},
		{"itself, included", one("include: policy.yaml"), `policy.yaml:2:10: error: include: "policy.yaml" leads back to itself: policy.yaml → policy.yaml [file]`},
		{"a missing file", one("include: gone.yaml"), `policy.yaml:2:10: error: "gone.yaml" cannot be read: there is no such file [file]`},
		{"a missing base", one("extends: gone.yaml"), `policy.yaml:2:10: error: "gone.yaml" cannot be read: there is no such file [file]`},
		{"a circle", map[string]string{"policy.yaml": "tokenbook: v1\nextends: a.yaml\n", "a.yaml": "tokenbook: v1\nextends: policy.yaml\n"},
			`a.yaml:2:10: error: extends: "policy.yaml" leads back to itself: policy.yaml → a.yaml → policy.yaml [file]`},
		{"a circle of parts", map[string]string{"policy.yaml": "include: a.yaml\n", "a.yaml": "include: b.yaml\n", "b.yaml": "include: a.yaml\n"},
			`b.yaml:1:10: error: include: "a.yaml" leads back to itself: policy.yaml → a.yaml → b.yaml → a.yaml [file]`},
		{"a part with a base", map[string]string{"policy.yaml": "include: a.yaml\n", "a.yaml": "extends: b.yaml\n"},
			"a.yaml:1:10: error: an included file cannot extend another policy; write `extends` in the file that includes this one [file]"},
		{"a setting twice", map[string]string{"policy.yaml": "include: a.yaml\nrevocation: {objective: 5m}\n", "a.yaml": "revocation: {objective: 5m}\n"},
			"a.yaml:1:14: error: revocation.objective is written here and at policy.yaml:2:14; keep one [duplicate]"},
		{"not a mapping", map[string]string{"policy.yaml": "- a\n"}, `policy.yaml:1:1: error: a policy is a mapping that begins with "tokenbook: v1"; this is a list [format]`},
		{"text", map[string]string{"policy.yaml": "hello\n"}, `policy.yaml:1:1: error: a policy is a mapping that begins with "tokenbook: v1"; this is "hello" [format]`},
		{"empty", map[string]string{"policy.yaml": ""}, `policy.yaml: error: the file is empty; a policy begins with "tokenbook: v1" [syntax]`},
		{"no file", map[string]string{}, `policy.yaml: error: "policy.yaml" cannot be read: there is no such file [file]`},
		{"too many files", many, "policy.yaml:4:991: error: the policy is spread over more than 100 files (MaxFiles); put several into one [file]"},
		{"too many bases", deep, "b9.yaml:2:10: error: more than 10 policies extend one another (MaxExtends) [file]"},
	}
	for _, test := range tests {
		_, findings := Load(inMemory(test.files), "policy.yaml")
		var lines []string
		for _, f := range findings {
			lines = append(lines, f.String())
		}
		if got := strings.Join(lines, "\n"); got != test.want && !strings.HasPrefix(got, test.want+"\n") {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

func TestLoadStaysInsideItsFolder(t *testing.T) {
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret.yaml"), []byte("policy: {title: Secret}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.Symlink(filepath.Join(outside, "secret.yaml"), filepath.Join(folder, "link.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(folder, "away")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "inside.yaml"), []byte("timers: {login: 5m}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("inside.yaml", filepath.Join(folder, "good.yaml")); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for name, refused := range map[string]bool{"link.yaml": true, "away/secret.yaml": true, "good.yaml": false} {
		if err := os.WriteFile(filepath.Join(folder, "policy.yaml"), []byte(headTokens+"include: "+name+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		source, findings := Load(root.FS(), "policy.yaml")
		if (len(findings) > 0) != refused {
			t.Errorf("%s: %v", name, findings)
		}
		for _, f := range source.Files {
			if strings.Contains(f.Text, "Secret") {
				t.Errorf("%s was read", name)
			}
		}
	}
}

func TestLoadReadsOnlyOrdinaryFiles(t *testing.T) {
	fsys := fstest.MapFS{"policy.yaml": &fstest.MapFile{Data: []byte(headTokens), Mode: os.ModeNamedPipe}}
	source, findings := Load(fsys, "policy.yaml")
	if source != nil || len(findings) != 1 || !strings.Contains(findings[0].Message, "is not an ordinary file") {
		t.Errorf("%v, %v", source, findings)
	}
}

func TestByteOrderMarkAndLineEnds(t *testing.T) {
	doc := must(t, headTokens)
	source := loaded(t, map[string]string{"policy.yaml": "\ufeff" + strings.ReplaceAll(headTokens, "\n", "\r\n")})
	other, findings := Parse(source)
	if len(findings) > 0 || string(other.JSON()) != string(doc.JSON()) {
		t.Errorf("%v\n%s\n%s", findings, other.JSON(), doc.JSON())
	}
}
