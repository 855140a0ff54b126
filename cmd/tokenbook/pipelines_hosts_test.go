//go:build unix

// Keeps the promise that the template for GitLab and the hooks of pre-commit do what they say: each is run as its host's
// shell would run it.
package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// job is one job of GitLab.
type job struct {
	Extends   string
	Script    []string
	Before    []string `yaml:"before_script"`
	Rules     []struct{ If string }
	Artifacts struct {
		Paths   []string
		Reports map[string]string
	}
}

// gitlab runs each job of the template: its lines one after the other in one shell.
func gitlab(t *testing.T, path string) {
	text := read(t, repository+"/templates/ci/gitlab.yml")
	var file struct{ Variables map[string]string }
	readYAML(t, text, &file)
	jobs := map[string]job{}
	var all map[string]yaml.Node
	readYAML(t, text, &all)
	for name, node := range all {
		if name != "variables" {
			var j job
			if err := node.Decode(&j); err != nil {
				t.Fatal(err)
			}
			jobs[name] = j
		}
	}
	run := func(h *host, name string, given map[string]string) (string, bool, bool) {
		j := jobs[name]
		env := maps.Clone(file.Variables)
		env["CI_PROJECT_DIR"] = h.work
		maps.Copy(env, given)
		for _, r := range j.Rules {
			if env[strings.TrimPrefix(r.If, "$")] == "" {
				return "", true, false
			}
		}
		said, ok := h.shell("set -eo pipefail\n"+strings.Join(append(slices.Clone(jobs[j.Extends].Before), j.Script...), "\n"), env)
		return said, ok, true
	}
	h := newHost(t, path)
	h.write("policy.yaml", soundPolicy)
	for name, j := range jobs {
		if strings.HasPrefix(name, ".") {
			continue
		}
		said, ok, ran := run(h, name, nil)
		asked := len(j.Rules) == 0
		if !ok || ran != asked {
			t.Errorf("%s: %v %v\n%s", name, ok, ran, said)
		}
		if !asked {
			continue
		}
		for _, file := range append(slices.Collect(maps.Values(j.Artifacts.Reports)), j.Artifacts.Paths...) {
			if _, err := os.Stat(filepath.Join(h.work, file)); err != nil {
				t.Errorf("%s leaves no %s", name, file)
			}
		}
	}
	if withForge {
		t.Run("notes", func(t *testing.T) { notes(t, path, run) })
	}
	if said, ok, ran := run(h, "tokenbook-outputs", map[string]string{"TOKENBOOK_OUT": "out"}); ok || !ran {
		t.Errorf("generated files that are not there: %s", said)
	}
	bad := newHost(t, path)
	bad.write("a b.yaml", strings.Replace(soundPolicy, "10m", "never", 1))
	said, ok, _ := run(bad, "tokenbook-check", map[string]string{"TOKENBOOK_POLICY": "a b.yaml"})
	if ok || !strings.Contains(said, "LIFE001") || !strings.Contains(string(read(t, filepath.Join(bad.work, "gl-code-quality-report.json"))), "a b.yaml") {
		t.Errorf("findings: %v %s", ok, said)
	}
}

// preCommit runs each hook as pre-commit does: its entry, then the files where it wants them.
func preCommit(t *testing.T, path string) {
	var hooks []struct {
		ID, Name, Entry, Language string
		Pass                      *bool `yaml:"pass_filenames"`
	}
	readYAML(t, read(t, repository+"/.pre-commit-hooks.yaml"), &hooks)
	if len(hooks) != 3 {
		t.Fatalf("%d hooks", len(hooks))
	}
	h := newHost(t, path)
	h.write("policy.yaml", soundPolicy)
	if said, ok := h.shell("tokenbook build -q", nil); !ok {
		t.Fatal(said)
	}
	for _, hook := range hooks {
		line := hook.Entry
		if hook.Pass == nil || *hook.Pass {
			line += " policy.yaml"
		}
		if said, ok := h.shell(line, nil); !ok || hook.Language != "golang" || hook.Name == "" {
			t.Errorf("%s: %s", hook.ID, said)
		}
	}
	h.write("policy.yaml", strings.Replace(soundPolicy, "10m", "never", 1))
	for _, hook := range hooks {
		if hook.ID == "tokenbook-fmt" {
			continue
		}
		if said, ok := h.shell(hook.Entry, nil); ok {
			t.Errorf("%s sees nothing: %s", hook.ID, said)
		}
	}
}
