//go:build unix

// Keeps the promise of docs/pipelines.md that git, set up as it says, names the setting of each hunk and merges sign-offs.
package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/cli"
	"github.com/tokenbook/tokenbook/internal/review"
	"github.com/tokenbook/tokenbook/templates"
)

func TestRecipesForGit(t *testing.T) {
	text := string(read(t, repository+"/docs/pipelines.md"))
	fence := func(language, with string) string {
		for _, m := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], with) {
				return m[1]
			}
		}
		t.Fatalf("docs/pipelines.md has no fence of %s with %s", language, with)
		return ""
	}
	h := newHost(t, os.Getenv("PATH"))
	h.env["GIT_CONFIG_GLOBAL"], h.env["GIT_CONFIG_SYSTEM"] = os.DevNull, os.DevNull
	for _, name := range []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"} {
		delete(h.env, name)
	}
	git := func(script string) string {
		t.Helper()
		out, ok := h.shell(script, nil)
		if !ok {
			t.Fatalf("%s: %s", script, out)
		}
		return out
	}
	if _, err := exec.LookPath("git"); err != nil {
		t.Fatal(err)
	}
	git("git init -q -b main && git config user.name a && git config user.email a@shop.example")
	git(fence("sh", "xfuncname"))
	h.write(".gitattributes", fence("text", "diff=tokenbook"))
	for line := range strings.Lines(string(templates.GitAttributes)) { // what init writes says the same
		config, isConfig := strings.CutPrefix(line, "#   ")
		switch {
		case isConfig && !strings.Contains(fence("sh", "xfuncname"), config):
			t.Errorf("init writes another command: %s", config)
		case !strings.HasPrefix(line, "#") && !strings.Contains(strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(line)[1:], " ")):
			t.Errorf("init writes another attribute: %s", line)
		}
	}

	policy := soundPolicy + `  refresh:
    type: refresh_token
    lifetime: 1d
    rationale: People come back.
    rotation:
      mode: on_use
      previous: {lifetime: 10s}
    stored_as: hashed
`
	h.write("policies/shop.yaml", policy)
	git("git add . && git commit -qm one")
	h.write("policies/shop.yaml", strings.Replace(policy, "hashed", "encrypted", 1))
	if diff := git("git diff"); !regexp.MustCompile(`(?m)^@@ .* @@ +refresh:`).MatchString(diff) {
		t.Errorf("the hunk does not say where it is:\n%s", diff)
	}
	git("git checkout -q .")

	sign := func(item, by string) {
		t.Helper()
		var out, errs strings.Builder
		world := cli.System()
		world.Stdout, world.Stderr = &out, &errs
		if code := cli.Run([]string{"review", "sign", item, "-p", h.work + "/policies/shop.yaml", "--by", by, "--note", "looked at it"}, world); code != 0 {
			t.Fatal(errs.String())
		}
		git("git add . && git commit -qm " + by)
	}
	sign("TYP-1", "Zoe")
	git("git checkout -qb ana")
	sign("LIF-2", "Ana")
	git("git checkout -q main")
	sign("ROT-unstated", "Ben")
	git("git merge -q -m merged ana")
	signed, err := review.ReadSignOffs(string(read(t, h.work+"/policies/shop.reviews.yaml")))
	if err != nil || strings.Join(review.Signers(signed), " ") != "Zoe Ben Ana" {
		t.Errorf("%v, %v", review.Signers(signed), err)
	}
}
