// Keeps the promise that a policy which is large and good is built, whole: many clients, tokens, environments, errors and
// variants, and a megabyte of prose. Work that grew with the square of them would show as a hang.
package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// mostAllocated bounds what one build may allocate, in bytes, all garbage counted: generous, and far below what the
// square of the entries would take.
const mostAllocated = 2 << 30

func many(n int, pattern string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, pattern, i)
	}
	return b.String()
}

func TestCrowdedPolicies(t *testing.T) {
	const head = "tokenbook: v1\npolicy: {id: p, title: P, version: 1.0.0}\nissuers: {main: {url: https://id.example.com, endpoints: {token: /token}}}\n"
	const access = "tokens:\n  access: {type: access_token, lifetime: 10m, issued: client_credentials}\n"
	const client = "  c%d: {type: confidential, grants: client_credentials, auth: private_key_jwt}\n"
	for _, c := range []struct {
		name, text string
		pages      int // at the least
	}{
		{"clients", head + access + "clients:\n" + many(500, client), 500},
		{"tokens", head + "clients:\n" + many(3, client) + "tokens:\n" + many(120, "  t%d: {type: access_token, lifetime: 10m, issued: client_credentials}\n"), 120},
		{"clients in environments", head + access + "clients:\n" + many(120, client) + "environments:\n" + many(10, "  e%d: {issuer: main}\n"), 120},
		{"environments", head + access + "environments:\n" + many(800, "  e%d: {issuer: main}\n"), 1},
		{"errors", head + access + "errors:\n  causes:\n" + many(400, "    e%d: {code: e%[1]d, status: 400, at: token, meaning: Wrong}\n"), 400},
		{"variants", head + "tokens:\n  access:\n    type: access_token\n    lifetime: 10m\n    variants:\n" + many(400, "    - {when: {user: u%d}, lifetime: %[1]dm}\n"), 1},
		{"words", head + access + "glossary:\n" + many(1900, "  k%d: word\n"), 1},
		{"prose", head + access + "glossary:\n" + many(17, "  k%d: \""+strings.Repeat("[a](https://e.example) *x* ", 2200)+"\"\n"), 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			policy, out := filepath.Join(dir, "policy.yaml"), filepath.Join(dir, "out")
			if err := os.WriteFile(policy, []byte(c.text), 0o644); err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if code, said := run(t, "build", policy, "-o", out); code != 0 {
				t.Fatalf("ended with %d: %.500s", code, said)
			}
			runtime.ReadMemStats(&after)
			if spent := after.TotalAlloc - before.TotalAlloc; spent > mostAllocated {
				t.Errorf("allocated %d MB", spent>>20)
			} else {
				t.Logf("allocated %d MB", spent>>20)
			}
			pages := 0
			for name, data := range tree(t, out) {
				if strings.HasSuffix(name, ".html") {
					pages++
					if !strings.HasSuffix(strings.TrimSpace(string(data)), "</html>") {
						t.Errorf("%s is cut short", name)
					}
				}
			}
			if pages < c.pages {
				t.Errorf("%d pages", pages)
			}
		})
	}
}

// A baseline is a file like any other: nobody waits for a pipe, and nothing endless is read.
func TestBadBaselines(t *testing.T) {
	dir := t.TempDir()
	policy := filepath.Join(dir, "policy.yaml")
	if err := os.WriteFile(policy, []byte(goodHead), 0o644); err != nil {
		t.Fatal(err)
	}
	makePipe(t, filepath.Join(dir, "pipe"))
	if err := os.WriteFile(filepath.Join(dir, "large"), make([]byte, 17<<20), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"pipe": "not an ordinary file", "/dev/zero": "not an ordinary file", ".": "it is a folder", "large": "16777216", "policy.yaml": "not a baseline"} {
		path := name
		if !filepath.IsAbs(name) {
			path = filepath.Join(dir, name)
		}
		if code, said := run(t, "check", policy, "--baseline", path); code != 3 || !strings.Contains(said, want) {
			t.Errorf("%s: ended with %d, must say %q, says %.300s", name, code, want, said)
		}
	}
}
