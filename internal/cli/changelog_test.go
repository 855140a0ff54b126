// Keeps the promise that changelog finds the versions of a policy in git wherever it stands and stood, and says where it
// found none.
package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/cli"
)

// changelog runs the program in a folder of the repository.
func (r gitRepository) changelog(folder string, args ...string) (stdout, stderr string, code int) {
	r.t.Helper()
	r.t.Chdir(filepath.Join(r.dir, folder))
	var out, errs strings.Builder
	code = cli.Run(append([]string{"changelog"}, args...), world(&out, &errs))
	return out.String(), errs.String(), code
}

func TestChangelogFromGit(t *testing.T) {
	r := newRepository(t)
	for _, one := range []struct{ version, life string }{{"1.0.0", "20m"}, {"1.0.0", "10m"}, {"1.1.0", "5m"}} {
		r.write("policies/policy.yaml", policyText(one.version, one.life))
		r.write("policies/tokens.yaml", tokensText(one.life))
		r.commit(one.version)
	}
	r.write("policies/policy.yaml", policyText("1.2.0", "1m"))
	r.write("policies/tokens.yaml", tokensText("1m"))
	run := func(args ...string) (string, string, int) {
		t.Chdir(filepath.Join(r.dir, "policies"))
		var out, errs strings.Builder
		code := cli.Run(append([]string{"changelog"}, args...), world(&out, &errs))
		return out.String(), errs.String(), code
	}
	if out, said, code := run(); code != 0 || !strings.Contains(out, "3 versions") {
		t.Fatalf("exit %d\n%s%s", code, out, said)
	}
	data, err := os.ReadFile(filepath.Join(r.dir, "policies", "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"## [1.2.0]", "`tokens.access.lifetime`: `5m` → `1m`", "## [1.1.0] - 20", "`tokens.access.lifetime`: `10m` → `5m`", "## [1.0.0] - 20"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%q is missing in\n%s", want, data)
		}
	}
	if first := "## [1.0.0]"; !strings.Contains(string(data)[strings.Index(string(data), first):], "Values that changed under this version number\n\n- `tokens.access.lifetime`: `20m` → `10m`") {
		t.Errorf("what changed within the oldest version is lost:\n%s", data)
	}
	if out, said, code := run("--check"); code != 0 || !strings.Contains(out, "current") {
		t.Errorf("exit %d right after it was written\n%s%s", code, out, said)
	}
	r.write("policies/tokens.yaml", tokensText("2m"))
	if out, said, code := run("--check"); code != 1 || !strings.Contains(said, "run tokenbook changelog") {
		t.Errorf("exit %d for a stale file\n%s%s", code, out, said)
	}
	if out, _, code := run("-o", "-", "--no-git"); code != 0 || strings.Contains(out, "## [1.1.0]") || !strings.Contains(out, "## [1.2.0]") {
		t.Errorf("exit %d without git\n%s", code, out)
	}
}

func TestChangelogWhereverThePolicyStands(t *testing.T) {
	for _, folder := range []string{".", "policies", "odd [a-z]* :(top) dir", ":/x"} {
		t.Run(folder, func(t *testing.T) {
			r := newRepository(t)
			at := func(name string) string { return folder + "/" + name }
			for _, one := range []struct{ version, life string }{{"1.0.0", "10m"}, {"1.1.0", "5m"}} {
				r.write(at("policy.yaml"), policyText(one.version, one.life))
				r.write(at("tokens.yaml"), tokensText(one.life))
				r.commit(one.version)
			}
			out, said, code := r.changelog(folder, "-o", "-")
			if code != 0 || !strings.Contains(out, "`tokens.access.lifetime`: `10m` → `5m`") || !strings.Contains(out, "## [1.0.0] - 20") {
				t.Errorf("exit %d\n%s%s", code, out, said)
			}
			if strings.Contains(out, "No value differs") || strings.Contains(said, "no earlier version") {
				t.Errorf("an earlier version is there:\n%s%s", out, said)
			}
		})
	}
}

func TestChangelogOfAPolicyThatMoved(t *testing.T) {
	r := newRepository(t)
	r.write("old [place]/policy.yaml", policyText("1.0.0", "20m"))
	r.write("old [place]/tokens.yaml", tokensText("20m"))
	r.commit("1.0.0")
	r.write("old [place]/policy.yaml", policyText("1.1.0", "10m"))
	r.write("old [place]/tokens.yaml", tokensText("10m"))
	r.commit("1.1.0")
	r.git("mv", "old [place]", "new")
	r.commit("moved")
	r.git("mv", "new/policy.yaml", "new/main.yaml")
	r.commit("named anew")
	r.write("new/main.yaml", policyText("1.2.0", "5m"))
	r.write("new/tokens.yaml", tokensText("5m"))
	out, said, code := r.changelog("new", "main.yaml", "-o", "-")
	for _, want := range []string{"`10m` → `5m`", "`20m` → `10m`", "## [1.0.0] - 20"} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("exit %d, %q is missing in\n%s%s", code, want, out, said)
		}
	}
}

func TestChangelogWithoutEarlierVersions(t *testing.T) {
	r := newRepository(t)
	r.write("policy.yaml", policyText("1.0.0", "20m"))
	r.write("tokens.yaml", tokensText("20m"))
	for _, when := range []string{"before the first commit", "after it"} {
		out, said, code := r.changelog(".", "-o", "-")
		if code != 0 || strings.Contains(out, "No value differs") || !strings.Contains(out, "No earlier version was found in git") {
			t.Errorf("%s: exit %d\n%s%s", when, code, out, said)
		}
		if when == "after it" && said != "no earlier version was found in git\n" {
			t.Errorf("%s: %q", when, said)
		}
		if when != "after it" {
			r.commit("1.0.0")
		}
	}
	r.write("tokens.yaml", tokensText("5m"))
	if out, said, _ := r.changelog(".", "-o", "-"); !strings.Contains(out, "`20m` → `5m`") {
		t.Errorf("a change under the only version is lost:\n%s%s", out, said)
	}
}

func TestChangelogFillsInTheValuesOfTheVersion(t *testing.T) {
	r := newRepository(t)
	notes := "changes: [{version: 1.0.0, date: 2026-10-01, kind: added, title: Access, text: \"They live {{ tokens.access.lifetime }}.\"}]\n"
	for _, one := range []struct{ version, life string }{{"1.0.0", "10m"}, {"1.1.0", "5m"}} {
		r.write("policy.yaml", policyText(one.version, one.life)+notes)
		r.write("tokens.yaml", tokensText(one.life))
		r.commit(one.version)
	}
	if out, said, _ := r.changelog(".", "-o", "-"); !strings.Contains(out, "They live 10m.") {
		t.Errorf("history was rewritten:\n%s%s", out, said)
	}
	if out, _, _ := r.changelog(".", "-o", "-", "--no-git"); !strings.Contains(out, "They live 5m.") {
		t.Errorf("without git it is as the policy is now:\n%s", out)
	}
}
