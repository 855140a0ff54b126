// Keeps the promise that diff reads any revision of a policy with git as it was, with the files that it includes, without
// touching the work tree, and that what cannot be read is said with what to do.
package cli_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/cli"
)

// gitRepository is a repository in a new folder.
type gitRepository struct {
	t   *testing.T
	dir string
}

func newRepository(t *testing.T) gitRepository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("NOT RUN: git is not here, and revisions are read with it")
	}
	for _, name := range []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"} { // of a hook that runs the tests
		t.Setenv(name, "")
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GIT_CONFIG_GLOBAL", filepath.Join(t.TempDir(), "none"))
	r := gitRepository{t, t.TempDir()}
	r.git("init", "-q", "-b", "main")
	return r
}

func (r gitRepository) git(args ...string) string {
	r.t.Helper()
	c := exec.Command("git", append([]string{"-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "protocol.file.allow=always"}, args...)...)
	c.Dir = r.dir
	out, err := c.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r gitRepository) write(name, text string) {
	r.t.Helper()
	full := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

func (r gitRepository) commit(message string) {
	r.t.Helper()
	r.git("add", "-A")
	r.git("commit", "-q", "-m", message)
}

// diff runs the program in a folder of the repository.
func (r gitRepository) diff(folder, stdin string, args ...string) (stdout, stderr string, code int) {
	r.t.Helper()
	r.t.Chdir(filepath.Join(r.dir, folder))
	var out, errs strings.Builder
	w := world(&out, &errs)
	w.Stdin = strings.NewReader(stdin)
	code = cli.Run(append([]string{"diff"}, args...), w)
	return out.String(), errs.String(), code
}

func policyText(version, life string) string {
	return "tokenbook: v1\ninclude: tokens.yaml\npolicy: {id: p, title: P, version: " + version + ", review: {every: 90d, approvers: [lead]}}\n" +
		"issuers: {main: {url: \"https://id.example\", endpoints: {token: /token}}}\n# " + life + "\n"
}

func tokensText(life string) string {
	return "tokens: {access: {type: access_token, lifetime: " + life + "}}\n"
}

func TestDiffOfRevisions(t *testing.T) {
	r := newRepository(t)
	r.write("README", "first\n")
	r.commit("before the policy")
	r.git("tag", "empty")
	r.write("old place/pölicy dir/policy.yaml", policyText("1.0.0", "10m"))
	r.write("old place/pölicy dir/tokens.yaml", tokensText("10m"))
	r.commit("the policy")
	r.git("tag", "-a", "v1.0.0", "-m", "annotated")
	r.git("mv", "old place/pölicy dir", "policies")
	r.commit("moved")
	r.git("checkout", "-q", "-b", "feature")
	r.write("policies/tokens.yaml", tokensText("5m"))
	r.write("policies/policy.yaml", policyText("1.1.0", "5m"))
	r.commit("shorter")
	r.git("checkout", "-q", "main")
	r.write("policies/tokens.yaml", tokensText("20m"))
	r.commit("longer on main")
	r.git("checkout", "-q", "--detach", "feature")
	r.git("worktree", "add", "-q", filepath.Join(r.dir, "tree"), "main")
	status := r.git("status", "--porcelain")

	changed := func(old, next string) string { return "tokens.access.lifetime: " + old + " → " + next }
	for _, c := range []struct {
		name, folder, stdin string
		args                []string
		want, said          string
		code                int
	}{
		{name: "a branch and the file beside it", args: []string{"main:policies/policy.yaml", "policies/policy.yaml"}, want: changed("20m", "5m")},
		{name: "the file is that of the new policy", args: []string{"main:", "policies"}, want: changed("20m", "5m")},
		{name: "a folder of a revision", args: []string{"main:policies", "policies"}, want: changed("20m", "5m")},
		{name: "from within the folder", folder: "policies", args: []string{"main:policy.yaml"}, want: changed("20m", "5m")},
		{name: "two revisions", args: []string{"main:policies/policy.yaml", "feature:policies/policy.yaml"}, want: changed("20m", "5m")},
		{name: "an annotated tag, and a file that was renamed since", args: []string{"v1.0.0:", "policies"}, want: changed("10m", "5m"),
			said: "policies/policy.yaml was old place/pölicy dir/policy.yaml at v1.0.0"},
		{name: "a path with spaces and letters beyond ASCII", args: []string{"v1.0.0:old place/pölicy dir/policy.yaml", "policies"}, want: changed("10m", "5m")},
		{name: "where the branch forked", args: []string{"merge-base:main", "policies"}, want: changed("10m", "5m")},
		{name: "where another branch forked", args: []string{"merge-base:main", "feature:policies/policy.yaml"}, want: changed("10m", "5m")},
		{name: "a work tree of its own", folder: "tree/policies", args: []string{"feature:policies/policy.yaml", "policy.yaml"}, want: changed("5m", "20m")},
		{name: "no policy yet", args: []string{"empty:", "policies"}, want: "everything is new", said: "empty has no policies/policy.yaml, so everything is new"},
		{name: "standard input", stdin: strings.Replace(policyText("1.1.0", ""), "include: tokens.yaml", strings.TrimSpace(tokensText("7m")), 1),
			args: []string{"main:policies/policy.yaml", "-"}, want: changed("20m", "7m")},
		{name: "a revision that does not exist", args: []string{"mian:policies/policy.yaml", "policies"}, said: `there is no revision "mian"`, code: 3},
		{name: "with the name that was meant", args: []string{"featur:policies/policy.yaml", "policies"}, said: "did you mean feature?", code: 3},
		{name: "a file that does not exist", args: []string{"main:policy.yaml", "policies"}, said: "main has no policy.yaml; there is policies/policy.yaml", code: 3},
		{name: "a revision in place of a file", args: []string{"main", "policies"}, said: "main\" is a revision; write main:policy.yaml, or merge-base:main", code: 2},
		{name: "an option in disguise", args: []string{"--", "--output=x:policy.yaml", "policies"}, said: "is no revision", code: 2},
		{name: "out of the repository", args: []string{"main:../policy.yaml", "policies"}, said: "leads out of the repository", code: 2},
		{name: "both from standard input", args: []string{"-", "-"}, said: "only one", code: 2},
		{name: "it fails on weaker tokens", args: []string{"feature:policies/policy.yaml", "main:policies/policy.yaml", "--fail-on", "weaker"},
			want: changed("5m", "20m"), said: "weaker and not approved: 1 change", code: 1},
		{name: "it fails on a version that is too low", args: []string{"main:policies/policy.yaml", "policies", "--fail-on", "version,breaking"}, want: "at least 1.1.0 (minor) is needed"},
		{name: "and it is", args: []string{"feature:policies/policy.yaml", "main:policies/policy.yaml", "--fail-on", "version"}, want: "1.0.0 is written",
			said: "1.0.0 is written; at least 1.2.0 (minor) is needed", code: 1},
		{name: "nothing to fail on", args: []string{"main:", "policies", "--fail-on", "worse"}, said: `"worse" is nothing that a diff can fail on`, code: 2},
		{name: "what is made of it", args: []string{"main:", "policies", "--outputs"}, want: "constant: changed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := gitRepository{t, r.dir}
			out, said, code := r.diff(c.folder, c.stdin, c.args...)
			if code != c.code || !strings.Contains(out, c.want) || !strings.Contains(said, c.said) {
				t.Errorf("exit %d, want %d\nwant %q, said %q\n--- stdout\n%s--- stderr\n%s", code, c.code, c.want, c.said, out, said)
			}
		})
	}
	if now := r.git("status", "--porcelain"); now != status {
		t.Errorf("the work tree was touched:\n%s", now)
	}
}

func TestDiffInShallowClones(t *testing.T) {
	far := newRepository(t)
	for _, life := range []string{"10m", "3m", "5m", "1m"} {
		far.write("policy.yaml", policyText("1.0.0", life))
		far.write("tokens.yaml", tokensText(life))
		far.commit(life)
		if life == "5m" {
			far.git("tag", "v5.0.0")
		}
	}
	far.git("branch", "old", "HEAD~3")
	near := gitRepository{t, filepath.Join(t.TempDir(), "clone")}
	far.git("clone", "-q", "--depth=1", "--no-tags", "file://"+far.dir, near.dir)
	for _, c := range []struct{ old, command string }{
		{"v5.0.0:policy.yaml", "git fetch --depth=1 origin tag v5.0.0"},
		{"origin/old:policy.yaml", "git fetch --depth=1 origin old:refs/remotes/origin/old"},
		{far.git("rev-parse", "HEAD~2") + ":policy.yaml", "git fetch --depth=1 origin " + far.git("rev-parse", "HEAD~2")},
		{"HEAD~2:policy.yaml", "git fetch --unshallow origin"},
	} {
		near := gitRepository{t, near.dir}
		out, said, code := near.diff(".", "", c.old, "policy.yaml")
		if code != 3 || !strings.Contains(said, c.command+"\n") {
			t.Errorf("%s: exit %d, want the command %q\n%s%s", c.old, code, c.command, out, said)
			continue
		}
		near.git(strings.Fields(c.command)[1:]...) // it does what it says
		if out, said, code := near.diff(".", "", c.old, "policy.yaml"); code != 0 || !strings.Contains(out, "→ 1m") {
			t.Errorf("%s after %q: exit %d\n%s%s", c.old, c.command, code, out, said)
		}
	}
}

func TestApprovals(t *testing.T) {
	r := newRepository(t)
	r.write("policy.yaml", policyText("1.0.0", "5m"))
	r.write("tokens.yaml", tokensText("5m"))
	r.commit("first")
	r.write("tokens.yaml", tokensText("10m"))
	out, _, _ := r.diff(".", "", "HEAD:", "policy.yaml", "-f", "json")
	var written struct {
		Changes []struct{ Fingerprint, Security string }
	}
	if err := json.Unmarshal([]byte(out), &written); err != nil || len(written.Changes) != 1 || written.Changes[0].Security != "weaker" {
		t.Fatalf("%v in\n%s", err, out)
	}
	mark := written.Changes[0].Fingerprint
	approval := func(fingerprint, approver, expires string) string {
		return `{"approvals_format": 1, "approvals": [{"fingerprint": "` + fingerprint + `", "approver": "` + approver + `", "expires": "` + expires + `"}]}`
	}
	for _, c := range []struct {
		name, file, said string
		code             int
	}{
		{"approved", approval(mark, "lead", "2027-01-01"), "", 0},
		{"over", approval(mark, "lead", "2026-11-20"), "it ended on 2026-11-20", 1},
		{"by somebody else", approval(mark, "intern", "2027-01-01"), `"intern" is not among policy.review.approvers (lead)`, 1},
		{"by nobody", approval(mark, "", "2027-01-01"), "names no approver", 1},
		{"without an end", approval(mark, "lead", ""), "does not count", 1},
		{"another change", approval("0123456789abcdef", "lead", "2027-01-01"), "", 1},
		{"no approvals file", `{"approvals": []}`, "approvals_format", 3},
		{"no JSON", `approvals`, "is no approvals file", 3},
	} {
		r.write("approvals.json", c.file)
		r := gitRepository{t, r.dir}
		if out, said, code := r.diff(".", "", "HEAD:", "policy.yaml", "--approvals", "approvals.json", "--fail-on", "weaker"); code != c.code || !strings.Contains(said, c.said) {
			t.Errorf("%s: exit %d, want %d and %q\n%s%s", c.name, code, c.code, c.said, out, said)
		}
	}
}
