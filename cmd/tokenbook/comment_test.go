//go:build unix

// Keeps the promise that a pull request has one comment which says what it changes: written anew and not again, none where
// nothing changes, never somebody else's, and no failure where the right to comment is missing.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// remark is a comment or a note of a forge.
type remark struct {
	ID   int    `json:"id"`
	Body string `json:"body"`
	User struct {
		Type string `json:"type"`
	} `json:"user"`
	Author struct {
		ID int `json:"id"`
	} `json:"author"`
}

// forge is what the steps ask GitHub and GitLab.
type forge struct {
	*httptest.Server
	remarks []remark
	asked   []string // what was asked, but for reading
	refuses bool
}

const (
	forgeToken = `s3cret"$(touch pwned)`
	myself     = 7
)

func newForge(t *testing.T) *forge {
	f := &forge{}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+forgeToken && r.Header.Get("PRIVATE-TOKEN") != forgeToken {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		number := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		switch {
		case r.URL.Path == "/user":
			fmt.Fprintf(w, `{"id": %d}`, myself)
		case r.Method == http.MethodGet:
			page, _ := strconv.Atoi(r.URL.Query().Get("page"))
			from := min(len(f.remarks), (page-1)*100)
			_ = json.NewEncoder(w).Encode(append([]remark{}, f.remarks[from:min(len(f.remarks), from+100)]...))
		case f.refuses:
			http.Error(w, "Resource not accessible by integration", http.StatusForbidden)
		default:
			f.asked = append(f.asked, r.Method+" "+r.URL.Path)
			data, _ := io.ReadAll(r.Body)
			one := remark{ID: len(f.remarks) + 1}
			if err := json.Unmarshal(data, &one); err != nil || len(one.Body) > 65_536 {
				http.Error(w, "body", http.StatusUnprocessableEntity)
				return
			}
			one.User.Type, one.Author.ID = "Bot", myself
			if id, err := strconv.Atoi(number); err == nil {
				one.ID = id
				f.remarks[id-1] = one
			} else {
				f.remarks = append(f.remarks, one)
			}
			w.WriteHeader(http.StatusCreated)
			fmt.Fprint(w, "{}")
		}
	}))
	t.Cleanup(f.Close)
	return f
}

// repositoryWith makes a repository whose first commit has one policy, and its work tree another. It returns the commit.
func (h *host) repositoryWith(name, was, is string) string {
	h.t.Helper()
	git := func(args ...string) string {
		c := exec.CommandContext(h.t.Context(), "git", append([]string{"-c", "user.name=T", "-c", "user.email=t@example.com"}, args...)...)
		c.Dir = h.work
		out, err := c.CombinedOutput()
		if err != nil {
			h.t.Fatalf("git %v: %v\n%s", args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	git("init", "-q", "-b", "main")
	h.write(name, was)
	git("add", "-A")
	git("commit", "-q", "-m", "first")
	base := git("rev-parse", "HEAD")
	h.write(name, is)
	return base
}

// withForge is set where git, curl and jq are here, which the steps call and Go's own tests do without: by
// test/checks/pipelines, which installs them.
var withForge = os.Getenv("TOKENBOOK_WITH_FORGE") != ""

const longer = "25m"

func changedPolicy() string { return strings.Replace(soundPolicy, "10m", longer, 1) }

func comments(t *testing.T, a *action, path string) {
	pull := func(h *host, f *forge, base string, given map[string]string) ran {
		h.env["GITHUB_API_URL"], h.env["GITHUB_REPOSITORY"] = f.URL, "shop/policy"
		h.github = map[string]string{"event_name": "pull_request", "event.pull_request.base.sha": base, "event.pull_request.number": "12", "token": forgeToken}
		inputs := map[string]string{"site": "false", "review": "false"}
		for name, value := range given {
			inputs[name] = value
		}
		return h.run(a, inputs)
	}
	t.Run("one comment, written anew", func(t *testing.T) {
		h, f := newHost(t, path), newForge(t)
		base := h.repositoryWith("policy.yaml", soundPolicy, changedPolicy())
		// Others may have begun with the same words.
		for range 104 {
			f.remarks = append(f.remarks, remark{ID: len(f.remarks) + 1, Body: "Looks good."})
		}
		first := pull(h, f, base, nil)
		if len(first.failed) > 0 || !slices.Equal(f.asked, []string{"POST /repos/shop/policy/issues/12/comments"}) || len(f.remarks) != 105 {
			t.Fatalf("%v %+v", f.asked, first)
		}
		body := f.remarks[104].Body
		if !strings.HasPrefix(body, "<!-- tokenbook-diff ") || !strings.Contains(body, "`10m` → `"+longer+"`") || !strings.Contains(first.summary, "Weaker protection") {
			t.Errorf("%s\n%s", body, first.summary)
		}
		marker, _, _ := strings.Cut(body, "\n")
		f.remarks[0].Body = marker + " by a person"
		f.remarks[0].User.Type = "User"
		f.asked = nil
		h.write("policy.yaml", strings.Replace(soundPolicy, "10m", "30m", 1))
		if again := pull(h, f, base, nil); len(again.failed) > 0 || !slices.Equal(f.asked, []string{"PATCH /repos/shop/policy/issues/comments/105"}) || !strings.Contains(f.remarks[104].Body, "`30m`") {
			t.Errorf("%v %+v", f.asked, again)
		}
		// What is taken back is said there too.
		h.write("policy.yaml", soundPolicy)
		if back := pull(h, f, base, nil); len(back.failed) > 0 || !strings.Contains(f.remarks[104].Body, "no value differs") || f.remarks[0].Body != marker+" by a person" {
			t.Errorf("%+v", back)
		}
		if _, err := os.Stat(filepath.Join(h.temp, "tokenbook", "header")); err == nil {
			t.Error("the token is left in a file")
		}
		if _, err := os.Stat(filepath.Join(h.work, "pwned")); err == nil {
			t.Error("the token was run")
		}
	})
	t.Run("nothing changes, nothing is said", func(t *testing.T) {
		h, f := newHost(t, path), newForge(t)
		base := h.repositoryWith("policies/a b.yaml", soundPolicy, "# laid out\n"+soundPolicy)
		if r := pull(h, f, base, map[string]string{"policy": "policies/a b.yaml"}); len(r.failed) > 0 || len(f.asked) > 0 {
			t.Errorf("%v %+v", f.asked, r)
		}
	})
	t.Run("no right to comment", func(t *testing.T) {
		h, f := newHost(t, path), newForge(t)
		f.refuses = true
		base := h.repositoryWith("policy.yaml", soundPolicy, changedPolicy())
		if r := pull(h, f, base, nil); len(r.failed) > 0 || !strings.Contains(r.output[commentStep], "::warning::The comment could not be written") || !strings.Contains(r.summary, longer) {
			t.Errorf("%+v", r)
		}
	})
	t.Run("a comment is only on pull requests", func(t *testing.T) {
		h, f := newHost(t, path), newForge(t)
		h.repositoryWith("policy.yaml", soundPolicy, changedPolicy())
		h.env["GITHUB_API_URL"] = f.URL
		h.github = map[string]string{"event_name": "push"}
		r := h.run(a, map[string]string{"site": "false", "fail-on-diff": "weaker"})
		if _, did := r.output[diffStep]; did || len(r.failed) > 0 || len(f.asked) > 0 {
			t.Errorf("%+v", r)
		}
	})
	t.Run("what nobody agreed to", func(t *testing.T) {
		h, f := newHost(t, path), newForge(t)
		withApprover := func(s string) string {
			return strings.Replace(s, "version: 1.0.0", "version: 1.0.0, review: {every: 90d, approvers: [lead]}", 1)
		}
		base := h.repositoryWith("policy.yaml", withApprover(soundPolicy), withApprover(changedPolicy()))
		given := map[string]string{"fail-on-diff": "breaking,weaker", "approvals": "approvals.json"}
		if r := pull(h, f, base, given); !slices.Equal(r.failed, []string{stopStep}) || !strings.Contains(r.output[stopStep], "weaker and not approved: 1 change") || len(f.remarks) != 1 {
			t.Fatalf("%+v", r)
		}
		data, err := os.ReadFile(filepath.Join(h.temp, "tokenbook", "diff.json"))
		if err != nil {
			t.Fatal(err)
		}
		var made struct {
			Changes []struct{ Fingerprint string }
		}
		if err := json.Unmarshal(data, &made); err != nil || len(made.Changes) != 1 {
			t.Fatalf("%v: %s", err, data)
		}
		// The end is far away from every day on which this test may run, but within the bound of an approval of today.
		said, ok := h.shell("tokenbook diff HEAD: policy.yaml --approvals approvals.json --approve "+made.Changes[0].Fingerprint+" --by lead --until \"$(date -u -d '+90 days' +%F)\"", nil)
		if !ok {
			t.Fatal(said)
		}
		if r := pull(h, f, base, given); len(r.failed) > 0 || !strings.Contains(f.remarks[0].Body, "approved by lead") {
			t.Errorf("%+v\n%s", r, f.remarks[0].Body)
		}
	})
	t.Run("a shallow clone", func(t *testing.T) {
		far, f := newHost(t, path), newForge(t)
		base := far.repositoryWith("policy.yaml", soundPolicy, changedPolicy())
		if said, ok := far.shell("git -c user.name=T -c user.email=t@example.com commit -qam second && git config uploadpack.allowAnySHA1InWant true", nil); !ok {
			t.Fatal(said)
		}
		near := newHost(t, path)
		near.env["GIT_CONFIG_COUNT"], near.env["GIT_CONFIG_KEY_0"], near.env["GIT_CONFIG_VALUE_0"] = "1", "protocol.file.allow", "always"
		if said, ok := near.shell("git clone -q --depth=1 file://"+far.work+" .", nil); !ok {
			t.Fatal(said)
		}
		if r := pull(near, f, base, nil); len(r.failed) > 0 || len(f.remarks) != 1 || !strings.Contains(f.remarks[0].Body, longer) {
			t.Errorf("%+v", r)
		}
	})
}

// notes runs the job of GitLab that says what a merge request changes.
func notes(t *testing.T, path string, run func(h *host, name string, given map[string]string) (string, bool, bool)) {
	h, f := newHost(t, path), newForge(t)
	base := h.repositoryWith("policy.yaml", soundPolicy, changedPolicy())
	given := map[string]string{"CI_MERGE_REQUEST_IID": "3", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "CI_API_V4_URL": f.URL, "CI_PROJECT_ID": "9", "TOKENBOOK_TOKEN": forgeToken}
	const job = "tokenbook-diff"
	if said, ok, _ := run(h, job, given); !ok || !slices.Equal(f.asked, []string{"POST /projects/9/merge_requests/3/notes"}) || !strings.Contains(f.remarks[0].Body, "`10m` → `"+longer+"`") {
		t.Fatalf("%v\n%s", f.asked, said)
	}
	foreign := f.remarks[0]
	foreign.ID, foreign.Author.ID = 2, myself+1
	f.remarks, f.asked = append(f.remarks, foreign), nil
	slices.Reverse(f.remarks) // GitLab lists the newest first
	f.remarks[0].ID, f.remarks[1].ID = 1, 2
	h.write("policy.yaml", strings.Replace(soundPolicy, "10m", "30m", 1))
	if said, ok, _ := run(h, job, given); !ok || !slices.Equal(f.asked, []string{"PUT /projects/9/merge_requests/3/notes/2"}) || !strings.Contains(f.remarks[1].Body, "`30m`") {
		t.Errorf("%v\n%s", f.asked, said)
	}
	f.refuses = true
	if said, ok, _ := run(h, job, given); !ok || !strings.Contains(said, "The note could not be written") {
		t.Errorf("without the right: %v\n%s", ok, said)
	}
	given["TOKENBOOK_FAIL_ON_DIFF"], given["TOKENBOOK_TOKEN"] = "weaker", ""
	if said, ok, _ := run(h, job, given); ok || !strings.Contains(said, "weaker and not approved: 1 change") {
		t.Errorf("weaker: %v\n%s", ok, said)
	}
	for _, name := range []string{"tokenbook-diff.html", "tokenbook-diff.md", "tokenbook-diff.json"} {
		if _, err := os.Stat(filepath.Join(h.work, name)); err != nil {
			t.Errorf("no %s", name)
		}
	}
}
