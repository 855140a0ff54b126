//go:build unix

// Keeps the promise that the Action of GitHub does what it says: each step is run here as its host would run it.
package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/tokenbook/tokenbook/internal/cli"
	"github.com/tokenbook/tokenbook/templates"
)

const repository = "../.."

// step is one step of an action.
type step struct {
	Name, If, Shell, Run, Uses, ID string
	Env                            map[string]string
	With                           map[string]string
}

// action is what the file of an action says.
type action struct {
	Inputs map[string]struct{ Description, Default string }
	Runs   struct{ Steps []step }
}

func readYAML(t *testing.T, data []byte, into any) {
	t.Helper()
	if err := yaml.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// host is a machine that runs steps.
type host struct {
	t    *testing.T
	work string // the checkout
	temp string
	env  map[string]string
	// github is what ${{ github.… }} stands for.
	github map[string]string
}

func newHost(t *testing.T, path string) *host {
	t.Helper()
	h := &host{t: t, work: t.TempDir(), temp: t.TempDir(), env: map[string]string{}}
	for _, pair := range os.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		h.env[name] = value
	}
	h.env["PATH"] = path
	return h
}

func (h *host) write(name, text string) {
	h.t.Helper()
	full := filepath.Join(h.work, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		h.t.Fatal(err)
	}
}

// shell runs a script as runners do for `shell: bash`.
func (h *host) shell(script string, more map[string]string) (output string, ok bool) {
	h.t.Helper()
	file := filepath.Join(h.temp, "step.sh")
	if err := os.WriteFile(file, []byte(script), 0o644); err != nil {
		h.t.Fatal(err)
	}
	c := exec.CommandContext(h.t.Context(), "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", file)
	c.Dir = h.work
	env := maps.Clone(h.env)
	maps.Copy(env, more)
	for _, name := range slices.Sorted(maps.Keys(env)) {
		c.Env = append(c.Env, name+"="+env[name])
	}
	out, err := c.CombinedOutput()
	return string(out), err == nil
}

var (
	wholeInput = regexp.MustCompile(`^\$\{\{ inputs\.([a-z-]+) \}\}$`)
	ofGitHub   = regexp.MustCompile(`^\$\{\{ github\.([a-z_.]+) \}\}$`)
)

// holds is whether a step runs. It knows the few forms that the action uses, and no others.
func (h *host) holds(condition string, inputs map[string]string, failed bool) bool {
	t := h.t
	t.Helper()
	if condition == "" {
		return !failed
	}
	body, ok := strings.CutPrefix(strings.TrimSuffix(condition, " }}"), "${{ ")
	if !ok {
		t.Fatalf("a condition of another form: %s", condition)
	}
	always := false
	term := regexp.MustCompile(`^(inputs|github)\.([a-z_-]+) (==|!=) '([^']*)'$`)
	for part := range strings.SplitSeq(body, " && ") {
		if part == "!cancelled()" {
			always = true
			continue
		}
		m := term.FindStringSubmatch(part)
		if m == nil {
			t.Fatalf("a condition of another form: %s", condition)
		}
		value := inputs[m[2]]
		if m[1] == "github" {
			value = h.github[m[2]]
		}
		if (value == m[4]) != (m[3] == "==") {
			return false
		}
	}
	return always || !failed
}

// ran is what became of the steps of an action, by name.
type ran struct {
	output  map[string]string
	failed  []string
	summary string
	results string
}

// run runs the steps of the action that are scripts, but for the one that builds the program.
func (h *host) run(a *action, given map[string]string) ran {
	h.t.Helper()
	inputs := map[string]string{}
	for name, input := range a.Inputs {
		inputs[name] = input.Default
		if m := ofGitHub.FindStringSubmatch(input.Default); m != nil {
			inputs[name] = h.github[m[1]]
		}
	}
	maps.Copy(inputs, given)
	summary, results := filepath.Join(h.temp, "summary"), filepath.Join(h.temp, "output")
	out := ran{output: map[string]string{}}
	for _, s := range a.Runs.Steps {
		if s.Run == "" || s.Name == buildStep || !h.holds(s.If, inputs, len(out.failed) > 0) {
			continue
		}
		env := map[string]string{"GITHUB_STEP_SUMMARY": summary, "GITHUB_OUTPUT": results, "RUNNER_TEMP": h.temp}
		for name, value := range s.Env {
			if m := ofGitHub.FindStringSubmatch(value); m != nil {
				said, known := h.github[m[1]]
				if !known {
					h.t.Fatalf("%s: github.%s is not known here", s.Name, m[1])
				}
				env[name] = said
				continue
			}
			m := wholeInput.FindStringSubmatch(value)
			if m == nil {
				h.t.Fatalf("%s: %s is no input", s.Name, value)
			}
			if _, known := a.Inputs[m[1]]; !known {
				h.t.Fatalf("%s: there is no input %s", s.Name, m[1])
			}
			env[name] = inputs[m[1]]
		}
		said, ok := h.shell(s.Run, env)
		out.output[s.Name] = said
		if !ok {
			out.failed = append(out.failed, s.Name)
		}
	}
	if data, err := os.ReadFile(summary); err == nil {
		out.summary = string(data)
	}
	if data, err := os.ReadFile(results); err == nil {
		out.results = string(data)
	}
	return out
}

// The names of the steps.
const (
	buildStep  = "Build Tokenbook"
	checkStep  = "Check the policy"
	reviewStep = "Show what reviewers have to answer"
	staleStep  = "Hold the generated files against the policy"
	siteStep   = "Build the docs site"

	diffStep    = "Compare with the target branch"
	commentStep = "Comment on the pull request"
	stopStep    = "Stop what nobody agreed to"
)

const soundPolicy = `tokenbook: v1
policy: {id: shop, title: Shop, version: 1.0.0}
tokens:
  access: {type: access_token, lifetime: 10m, audiences: https://api.shop.example}
`

// built runs the step that builds the program and returns the PATH with it.
func built(t *testing.T, a *action) string {
	t.Helper()
	h := newHost(t, os.Getenv("PATH"))
	here, err := filepath.Abs(filepath.Join(repository, ".github", "actions", "tokenbook"))
	if err != nil {
		t.Fatal(err)
	}
	paths := filepath.Join(h.temp, "path")
	for _, s := range a.Runs.Steps {
		if s.Name != buildStep {
			continue
		}
		if said, ok := h.shell(s.Run, map[string]string{"GITHUB_ACTION_PATH": here, "GITHUB_PATH": paths, "RUNNER_TEMP": h.temp}); !ok {
			t.Fatal(said)
		}
		return strings.TrimSpace(string(read(t, paths))) + string(os.PathListSeparator) + os.Getenv("PATH")
	}
	t.Fatal("no step builds the program")
	return ""
}

func TestAction(t *testing.T) {
	var a action
	readYAML(t, read(t, repository+"/.github/actions/tokenbook/action.yml"), &a)
	for _, s := range a.Runs.Steps {
		if strings.Contains(s.Run, "${{") {
			t.Errorf("%s: text of a caller would be run", s.Name)
		}
		if s.Run != "" && s.Shell != "bash" {
			t.Errorf("%s: a script needs its shell", s.Name)
		}
	}
	path := built(t, &a)

	t.Run("a sound policy", func(t *testing.T) {
		h := newHost(t, path)
		h.write("policy.yaml", soundPolicy)
		r := h.run(&a, nil)
		if len(r.failed) > 0 || !strings.Contains(r.summary, "# Review of Shop 1.0.0") {
			t.Errorf("%+v", r)
		}
		folder := strings.TrimSpace(strings.TrimPrefix(r.results, "folder="))
		if _, err := os.Stat(filepath.Join(folder, "index.html")); err != nil {
			t.Error(err)
		}
		if _, ran := r.output[staleStep]; ran {
			t.Error("no folder of generated files was named")
		}
	})
	t.Run("a finding is an annotation, and the summary is there all the same", func(t *testing.T) {
		h := newHost(t, path)
		h.write("policies/shop.yaml", strings.Replace(soundPolicy, "10m", "never", 1))
		r := h.run(&a, map[string]string{"policy": "policies/shop.yaml"})
		if !slices.Equal(r.failed, []string{checkStep}) || !strings.Contains(r.output[checkStep], "::error file=policies/shop.yaml,line=4,") || !strings.Contains(r.summary, "- [ ] **LIF-1**") {
			t.Errorf("%+v", r)
		}
		if _, ran := r.output[siteStep]; ran {
			t.Error("a site was built of what failed")
		}
	})
	t.Run("a warning fails who asks for it", func(t *testing.T) {
		h := newHost(t, path)
		h.write("policy.yaml", strings.Replace(soundPolicy, "10m", "25h", 1))
		if r := h.run(&a, nil); len(r.failed) > 0 {
			t.Errorf("%+v", r)
		}
		if r := h.run(&a, map[string]string{"fail-on": "warning"}); !slices.Equal(r.failed, []string{checkStep}) {
			t.Errorf("%+v", r)
		}
	})
	t.Run("generated files", func(t *testing.T) {
		h := newHost(t, path)
		h.write("policy.yaml", soundPolicy)
		if said, ok := h.shell("tokenbook build -q policy.yaml -o 'kept files'", nil); !ok {
			t.Fatal(said)
		}
		given := map[string]string{"out": "kept files", "site": "false", "review": "false"}
		if r := h.run(&a, given); len(r.failed) > 0 || strings.Contains(r.summary, "# Review") || r.results != "" {
			t.Errorf("%+v", r)
		}
		h.write("policy.yaml", strings.Replace(soundPolicy, "10m", "9m", 1))
		if r := h.run(&a, given); !slices.Equal(r.failed, []string{staleStep}) || !strings.Contains(r.output[staleStep], "kept files/policy.json") {
			t.Errorf("%+v", r)
		}
	})
	t.Run("names that a shell would run", func(t *testing.T) {
		for _, name := range []string{"a b.yaml", "$(touch pwned).yaml", "`touch pwned`.yaml", "'; touch pwned; '.yaml", "-o.yaml", `"quoted".yaml`} {
			h := newHost(t, path)
			h.write(name, soundPolicy)
			if r := h.run(&a, map[string]string{"policy": name}); len(r.failed) > 0 {
				t.Errorf("%q: %+v", name, r)
			}
			if _, err := os.Stat(filepath.Join(h.work, "pwned")); err == nil {
				t.Errorf("%q was run", name)
			}
		}
	})
	t.Run("no policy", func(t *testing.T) {
		h := newHost(t, path)
		if r := h.run(&a, nil); !slices.Equal(r.failed, []string{checkStep, reviewStep}) {
			t.Errorf("%+v", r)
		}
	})
	if withForge {
		t.Run("comments", func(t *testing.T) { comments(t, &a, path) })
	}
	t.Run("GitLab", func(t *testing.T) { gitlab(t, path) })
	t.Run("pre-commit", func(t *testing.T) { preCommit(t, path) })
}

func TestPipelinesNameThisVersion(t *testing.T) {
	for _, p := range templates.Pipelines() {
		if !strings.Contains(p.Text, "v"+cli.Version) || strings.Count(p.Text, templates.PipelinePolicy) != 1 {
			t.Errorf("%s names another version, or its policy in another way", p.Name)
		}
		var whole map[string]any
		readYAML(t, []byte(p.Text), &whole)
	}
}
