// Keeps the promise that build --versions makes one site whose every link leads somewhere, that --check and a second
// build find it current, and that policies which do not go together are refused by name before anything is written.
package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/cli"
	"github.com/tokenbook/tokenbook/site"
)

// commanded carries out one command line.
func commanded(args ...string) (code int, stdout, stderr string) {
	var out, err strings.Builder
	code = cli.Run(args, world(&out, &err))
	return code, out.String(), err.String()
}

// policies writes a policy for each version and gives back their paths.
func policies(t *testing.T, versions ...string) []string {
	t.Helper()
	dir := t.TempDir()
	var out []string
	for _, v := range versions {
		path := filepath.Join(dir, v+".yaml")
		text := "tokenbook: v1\npolicy: {id: p, title: P, version: " + v + "}\ntokens: {access: {type: access_token}, only_" + strings.ReplaceAll(v, ".", "_") + ": {type: api_key}}\n"
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		out = append(out, path)
	}
	return out
}

func TestVersions(t *testing.T) {
	p := policies(t, "2.10.0", "2.9.0", "1.0.0")
	out := filepath.Join(t.TempDir(), "out")
	line := []string{"build", p[0], "--versions", p[2], "--versions", p[1], "-o", out}
	if code, _, stderr := commanded(line...); code != 0 || stderr != "" {
		t.Fatalf("build ended with %d: %s", code, stderr)
	}
	first := tree(t, out)
	var files []generator.File
	for name, data := range first {
		files = append(files, generator.File{Path: filepath.ToSlash(name), Data: data})
	}
	generator.SortFiles(files)
	for _, fault := range site.CheckLinks(files) {
		t.Error(fault)
	}
	for _, want := range []string{"site/index.html", "site/v/2.9.0/index.html", "site/v/1.0.0/tokens/only_1_0_0.html", "site/v/1.0.0/assets/search-index.js", "policy.json"} {
		if first[want] == nil {
			t.Errorf("%s is not written", want)
		}
	}
	for _, f := range files {
		if strings.HasPrefix(f.Path, "site/v/2.10.0") || !strings.HasPrefix(f.Path, "site/") && f.Path != "manifest.json" && bytes.Contains(f.Data, []byte("only_2_9_0")) {
			t.Errorf("%s has no business there", f.Path)
		}
	}
	if !bytes.Contains(first["manifest.json"], []byte(`"older_versions": "2.9.0 1.0.0"`)) {
		t.Error("the manifest does not name the older versions")
	}
	if code, stdout, stderr := commanded(append(line, "--check")...); code != 0 || !strings.Contains(stdout, "current") {
		t.Errorf("--check ended with %d: %s%s", code, stdout, stderr)
	}
	other := filepath.Join(t.TempDir(), "out")
	if code, _, stderr := commanded("build", p[0], "--versions", p[1], "--versions", p[2], "-o", other); code != 0 {
		t.Fatal(stderr)
	}
	if d := cmp.Diff(first, tree(t, other)); d != "" {
		t.Errorf("the order of the flags makes a difference:\n%s", d)
	}
	// Without the flag the older versions go.
	if code, stdout, _ := commanded("build", p[0], "-o", out, "--check"); code != 1 || !strings.Contains(stdout, filepath.FromSlash("site/v/2.9.0/index.html")) {
		t.Errorf("--check of one version ended with %d", code)
	}
	if code, _, stderr := commanded("build", p[0], "-o", out); code != 0 {
		t.Fatal(stderr)
	}
	if left := tree(t, out); left["site/v/2.9.0/index.html"] != nil || bytes.Contains(left["site/index.html"], []byte("versions")) {
		t.Error("older versions are left")
	}
}

func TestVersionsThatDoNotGoTogether(t *testing.T) {
	p := policies(t, "2.0.0", "1.0.0", "3.0.0")
	dir := filepath.Dir(p[0])
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	same := file("same.yaml", "tokenbook: v1\npolicy: {id: p, title: P, version: 1.0.0}\ntokens: {access: {type: access_token}}\n")
	foreign := file("foreign.yaml", "tokenbook: v1\npolicy: {id: q, title: Q, version: 1.0.0}\ntokens: {access: {type: access_token}}\n")
	long := file("long.yaml", "tokenbook: v1\npolicy: {id: p, title: P, version: 0."+strings.Repeat("9", 100)+".0}\ntokens: {access: {type: access_token}}\n")
	up := file("up.yaml", "tokenbook: v1\npolicy: {id: p, title: P, version: ../../1.0.0}\n")
	markup := file("markup.yaml", "tokenbook: v1\npolicy: {id: p, title: P, version: \"<b>\\n{{x\"}\n")
	for _, tt := range []struct {
		name  string
		args  []string
		code  int
		words []string
	}{
		{"one version twice", []string{p[1], same}, 2, []string{p[1], same, "are both version 1.0.0"}},
		{"one file twice", []string{p[1], p[1]}, 2, []string{p[1], "are both version 1.0.0"}},
		{"the newest again", []string{p[0]}, 2, []string{p[0], "are both version 2.0.0"}},
		{"a newer one", []string{p[2]}, 2, []string{p[2], "3.0.0", p[0], "2.0.0", "POLICY has to be the newest"}},
		{"another policy", []string{foreign}, 2, []string{foreign, `"q"`, p[0], `"p"`}},
		{"no name of a folder", []string{long}, 2, []string{long, "104 characters"}},
		{"a way out of the folder", []string{up}, 1, []string{up, "version", "nothing was written"}},
		{"markup", []string{markup}, 1, []string{markup, "version", "nothing was written"}},
		{"no such file", []string{filepath.Join(dir, "gone.yaml")}, 3, []string{"gone.yaml"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			line := []string{"build", p[0], "-o", out}
			for _, a := range tt.args {
				line = append(line, "--versions", a)
			}
			code, stdout, stderr := commanded(line...)
			if code != tt.code {
				t.Errorf("ended with %d, want %d: %s%s", code, tt.code, stdout, stderr)
			}
			for _, want := range tt.words {
				if !strings.Contains(stderr, want) {
					t.Errorf("does not say %q: %s", want, stderr)
				}
			}
			if _, err := os.Stat(out); !os.IsNotExist(err) {
				t.Errorf("something was written: %v", err)
			}
		})
	}
}

// A folder that holds the policy of an older version is never replaced.
func TestVersionsAreProtected(t *testing.T) {
	p := policies(t, "2.0.0")
	old := policies(t, "1.0.0")[0]
	if code, _, stderr := commanded("build", p[0], "--versions", old, "-o", filepath.Dir(old)); code == 0 || stderr == "" {
		t.Errorf("the folder of %s was taken: %d", old, code)
	}
	if _, err := os.Stat(old); err != nil {
		t.Error(err)
	}
}

func TestDocsFlavorFlag(t *testing.T) {
	p := policies(t, "2.0.0", "1.0.0")
	out := filepath.Join(t.TempDir(), "out")
	if code, _, stderr := commanded("build", p[0], "-o", out, "--docs-flavor", "jekyll"); code != 2 || !strings.Contains(stderr, "docusaurus, hugo or mkdocs") {
		t.Errorf("an unknown flavour ended with %d: %s", code, stderr)
	}
	for flavor, want := range map[string]string{"docusaurus": "docs/index.md", "hugo": "docs/_index.md", "mkdocs": "docs/mkdocs-nav.yml"} {
		if code, _, stderr := commanded("build", p[0], "--versions", p[1], "-o", out, "--docs-flavor", flavor); code != 0 {
			t.Fatal(stderr)
		}
		files := tree(t, out)
		if files[want] == nil || len(files["site/v/1.0.0/index.html"]) == 0 {
			t.Errorf("%s: %s is not written", flavor, want)
		}
		for name, data := range files {
			if strings.HasPrefix(name, "docs/") && bytes.Contains(data, []byte("only_1_0_0")) {
				t.Errorf("%s: %s is of the older version", flavor, name)
			}
		}
	}
	if code, _, stderr := commanded("build", p[0], "-o", out); code != 0 {
		t.Fatal(stderr)
	}
	for name := range tree(t, out) {
		if strings.HasPrefix(name, "docs/") {
			t.Errorf("%s is left", name)
		}
	}
}
