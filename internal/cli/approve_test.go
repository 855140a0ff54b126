// Keeps the promise that approvals and exported answers reach their files whole, and that what would not count never does.
package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/cli"
)

func TestApproveWritesWhatCounts(t *testing.T) {
	r := newRepository(t)
	r.write("policy.yaml", policyText("1.0.0", "5m"))
	r.write("tokens.yaml", tokensText("5m"))
	r.commit("first")
	r.write("tokens.yaml", tokensText("10m"))
	out, _, _ := r.diff(".", "", "HEAD:", "policy.yaml", "-f", "json")
	var written struct {
		Changes []struct{ Fingerprint string }
	}
	if err := json.Unmarshal([]byte(out), &written); err != nil || len(written.Changes) != 1 {
		t.Fatalf("%v in\n%s", err, out)
	}
	mark := written.Changes[0].Fingerprint
	file := filepath.Join(r.dir, "approvals.json")
	for _, c := range []struct{ args, want string }{
		{"--by lead --until 2027-01-31", "--by, --until and --note belong to --approve"},
		{"--approve " + mark + " --by lead --until 2027-01-31", "--approvals FILE"},
		{"--approve " + mark + " --approvals approvals.json --until 2027-01-31", "--by"},
		{"--approve " + mark + " --approvals approvals.json --by lead", "--until"},
		{"--approve " + mark + " --approvals approvals.json --by lead --until 2027-01-31 -f json", "only writes the approval"},
		{"--approve " + mark + " --approvals approvals.json --by intern --until 2027-01-31", `"intern" is not among`},
		{"--approve " + mark + " --approvals approvals.json --by lead --until 2026-10-01", "would not count"},
		{"--approve " + mark + " --approvals approvals.json --by lead --until 2036-10-01", "may last 366 days"},
		{"--approve ffff --approvals approvals.json --by lead --until 2027-01-31", "can be for are " + mark},
	} {
		_, said, code := r.diff(".", "", append([]string{"HEAD:", "policy.yaml"}, strings.Fields(c.args)...)...)
		if code != 2 || !strings.Contains(said, c.want) {
			t.Errorf("%s: exit %d\n%s", c.args, code, said)
		}
		if _, err := os.Stat(file); err == nil {
			t.Fatalf("%s wrote a file", c.args)
		}
	}
	out, said, code := r.diff(".", "", "HEAD:", "policy.yaml", "--approvals", "approvals.json", "--approve", mark, "--by", "lead", "--until", "2027-01-31", "--note", "agreed on Monday")
	if code != 0 || !strings.Contains(out, mark+" (tokens.access.lifetime) approved by lead until 2027-01-31\nkept in approvals.json") {
		t.Fatalf("exit %d\n%s%s", code, out, said)
	}
	if out, said, code := r.diff(".", "", "HEAD:", "policy.yaml", "--approvals", "approvals.json", "--fail-on", "weaker"); code != 0 || !strings.Contains(out, "approved by lead until 2027-01-31") {
		t.Errorf("exit %d\n%s%s", code, out, said)
	}
	// A file that is something else stays as it is.
	r.write("approvals.json", "notes of mine\n")
	if _, said, code := r.diff(".", "", "HEAD:", "policy.yaml", "--approvals", "approvals.json", "--approve", mark, "--by", "lead", "--until", "2027-01-31"); code == 0 || !strings.Contains(said, "is no approvals file") {
		t.Errorf("exit %d: %s", code, said)
	}
	if data, err := os.ReadFile(file); err != nil || string(data) != "notes of mine\n" {
		t.Errorf("%q %v", data, err)
	}
}

func TestSinceTellsWhoToName(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("policy.yaml", []byte("tokenbook: v1\npolicy: {id: p, title: P, version: 1.0.0}\ntokens: {access: {type: access_token, lifetime: 10m, rationale: It is short.}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) (string, string, int) {
		var out, errs strings.Builder
		code := cli.Run(args, world(&out, &errs))
		return out.String(), errs.String(), code
	}
	if out, said, code := run("review", "since"); code != 0 || !strings.HasPrefix(out, "nobody has signed yet; ") {
		t.Errorf("nobody: exit %d\n%s%s", code, out, said)
	}
	for _, by := range []string{"Eve", "Bob Lee"} {
		if _, said, code := run("review", "sign", "LIF-2", "--by", by, "--note", "read it"); code != 0 {
			t.Fatal(said)
		}
	}
	if _, said, code := run("review", "since"); code != 2 || !strings.Contains(said, "several have signed; write --by Eve or --by 'Bob Lee'") {
		t.Errorf("several: exit %d\n%s", code, said)
	}

	data, err := os.ReadFile("policy.reviews.yaml")
	if err != nil {
		t.Fatal(err)
	}
	ahead := strings.ReplaceAll(string(data), "on: 2026-11-20", "on: 2026-11-21") // a day after the clock of the tests
	if err := os.WriteFile("policy.reviews.yaml", []byte(ahead), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, _, _ := run("review", "--section", "LIF"); strings.Contains(out, "signed by") {
		t.Errorf("a sign-off of tomorrow counts:\n%s", out)
	}
	if out, said, _ := run("check", "policy.yaml"); !strings.Contains(out+said, "LIF-2 is signed by Eve on 2026-11-21, which is still to come") {
		t.Errorf("check is silent about it:\n%s%s", out, said)
	}
	if _, said, code := run("review", "sign", "LIF-2", "--by", "Ana", "--note", "read it"); code != 0 {
		t.Errorf("it keeps others from signing:\n%s", said)
	}
}

func TestAnEmptyGateIsRefused(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, life := range map[string]string{"old.yaml": "10m", "new.yaml": "20m"} {
		if err := os.WriteFile(name, []byte("tokenbook: v1\npolicy: {id: p, title: P, version: 1.0.0}\ntokens: {access: {type: access_token, lifetime: "+life+"}}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		value, want string
		code        int
	}{
		{"", "--fail-on: it is empty", 2}, {" ", "--fail-on: it is empty", 2}, {"breaking,", "--fail-on: it is empty", 2},
		{"breaking, weaker", "weaker", 1}, {"loud", "is nothing that a diff can fail on", 2},
	} {
		var out, errs strings.Builder
		if code := cli.Run([]string{"diff", "old.yaml", "new.yaml", "--fail-on", c.value}, world(&out, &errs)); code != c.code || !strings.Contains(errs.String(), c.want) {
			t.Errorf("--fail-on %q: exit %d\n%s", c.value, code, errs.String())
		}
	}
}

func TestASecondPipelineSaysNothingOfWhatIsThere(t *testing.T) {
	t.Chdir(t.TempDir())
	run := func(host string) string {
		var out, errs strings.Builder
		if code := cli.Run([]string{"init", "tokens", "--ci", host}, world(&out, &errs)); code != 0 {
			t.Fatalf("exit %d\n%s", code, errs.String())
		}
		return out.String()
	}
	run("github")
	if out := run("gitlab"); strings.Contains(out, ".gitattributes") {
		t.Errorf("the program wrote these lines:\n%s", out)
	}
}

func TestSignFromAnswers(t *testing.T) {
	t.Chdir(t.TempDir())
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	policy := func(life string) string {
		return "tokenbook: v1\npolicy: {id: p, title: P, version: 1.0.0}\ntokens: {access: {type: access_token, lifetime: " + life + ", rationale: It is short.}}\n"
	}
	run := func(args ...string) (string, string, int) {
		var out, errs strings.Builder
		code := cli.Run(append([]string{"review"}, args...), world(&out, &errs))
		return out.String(), errs.String(), code
	}
	write("policy.yaml", policy("10m"))
	out, said, code := run("-f", "json")
	var paper struct {
		Items []struct{ ID, Fingerprint string }
	}
	if err := json.Unmarshal([]byte(out), &paper); err != nil || code != 0 {
		t.Fatal(err, said)
	}
	var given []string
	for _, i := range paper.Items {
		if i.ID == "LIF-2" || i.ID == "TYP-1" {
			given = append(given, fmt.Sprintf(`%q: {"answer": "yes", "note": "read it", "fingerprint": %q}`, i.ID, i.Fingerprint))
		}
	}
	answers := func(policy string) string {
		return `{"tokenbook_answers": 1, "policy": "` + policy + `", "answers": {` + strings.Join(append(given, `"CLI-1": {"answer": "no", "note": "not yet", "fingerprint": ""}`), ", ") + `}}`
	}
	for _, c := range []struct {
		name, life, policy string
		args               []string
		want               string
	}{
		{"older values", "11m", "p", []string{"--by", "Ana"}, "nothing was signed: answered for older values: LIF-2. What they rest on has changed"},
		{"another policy", "10m", "q", []string{"--by", "Ana"}, `answers about the policy "q", and this is p`},
		{"nobody", "10m", "p", nil, "--by"},
		{"items too", "10m", "p", []string{"LIF-2", "--by", "Ana"}, "the file names the items"},
	} {
		write("policy.yaml", policy(c.life))
		write("answers.json", answers(c.policy))
		if _, said, code := run(append([]string{"sign", "--from", "answers.json"}, c.args...)...); code != 2 || !strings.Contains(said, c.want) {
			t.Errorf("%s: exit %d\n%s", c.name, code, said)
		}
		if _, err := os.Stat("policy.reviews.yaml"); err == nil {
			t.Fatalf("%s: something was signed", c.name)
		}
	}
	write("policy.yaml", policy("10m"))
	write("answers.json", answers("p"))
	out, said, code = run("sign", "--from", "answers.json", "--by", "Ana Ruiz")
	if code != 0 || out != "CLI-1 is answered with no, and stays open\n2 items signed: LIF-2, TYP-1\nkept in policy.reviews.yaml\n" {
		t.Errorf("exit %d\n%s%s", code, out, said)
	}
	if out, _, _ := run("--section", "LIF"); !strings.Contains(out, "signed by Ana Ruiz") {
		t.Errorf("not signed:\n%s", out)
	}
	if out, _, code := run("sign", "--from", "answers.json", "--by", "Ana Ruiz"); code != 0 || !strings.Contains(out, "LIF-2 was signed before") || !strings.Contains(out, "nothing to sign") {
		t.Errorf("again: exit %d\n%s", code, out)
	}
}
