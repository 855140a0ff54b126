// Keeps the promise that docs/migration.md and its picture show what the program says of acme, and that tokenbook plan
// writes every form, ends with 1 for a day that cannot work and refuses what it does not understand.
package cli_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// acmeBut writes acme with changes to its text into a folder of its own: file, old text, new text, and so on.
func acmeBut(t *testing.T, edits ...string) string {
	t.Helper()
	from, to := filepath.Join("..", "..", "examples", "acme"), t.TempDir()
	files, err := filepath.Glob(filepath.Join(from, "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatal("acme has no files")
	}
	for _, name := range append(files, filepath.Join(from, "logo.svg")) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(edits); i += 3 {
			if edits[i] != filepath.Base(name) {
				continue
			}
			if !bytes.Contains(data, []byte(edits[i+1])) {
				t.Fatalf("%s does not hold %q", edits[i], edits[i+1])
			}
			data = bytes.Replace(data, []byte(edits[i+1]), []byte(edits[i+2]), 1)
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(name)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(to, "policy.yaml")
}

// The changes that docs/migration.md shows.
var (
	newAlgorithm = []string{"policy.yaml", "algorithms: ES256", "algorithms: EdDSA", "services.yaml", "  algorithms: ES256\n  trust", "  algorithms: EdDSA\n  trust"}
	noRotation   = []string{"tokens.yaml", "rotation:\n      mode: on_use\n      previous: {lifetime: 10s, generations: 1, answers: same_response}\n", "rotation:\n      mode: none\n      previous: {lifetime: unchanged, generations: 1, answers: same_response}\n"}
)

func TestMigrationDocument(t *testing.T) {
	acme := acmeBut(t)
	for _, c := range []struct{ mark, old, new string }{
		{"signing-algorithm", acme, acmeBut(t, newAlgorithm...)},
		{"refresh-rotation", acmeBut(t, noRotation...), acme},
	} {
		code, stdout, stderr := commanded("plan", c.old, c.new, "--start", "2027-01-11")
		if code != 0 {
			t.Fatalf("%s: %d\n%s%s", c.mark, code, stdout, stderr)
		}
		shown := strings.NewReplacer(c.old, "old/policy.yaml", c.new, "policy.yaml", filepath.Dir(c.old)+"/", "old/", filepath.Dir(c.new)+"/", "").Replace(stdout)
		keep(t, filepath.Join("..", "..", "docs", "migration.md"), func(have string) string {
			begin, end := "<!-- plan: "+c.mark+" -->\n", "<!-- end of plan -->"
			head, rest, ok := strings.Cut(have, begin)
			_, tail, closed := strings.Cut(rest, end)
			if !ok || !closed {
				t.Fatalf("docs/migration.md has no place for %s", c.mark)
			}
			return head + begin + "\n```text\n" + shown + "```\n\n" + end + tail
		})
	}
	_, svg, _ := commanded("plan", acme, acmeBut(t, newAlgorithm...), "--start", "2027-01-11", "-f", "svg")
	keep(t, filepath.Join("..", "..", "docs", "migration.svg"), func(string) string { return svg })
}

// keep holds a file to what it should be, or writes it under TOKENBOOK_UPDATE.
func keep(t *testing.T, name string, want func(have string) string) {
	t.Helper()
	have, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	text := want(string(have))
	if text == string(have) {
		return
	}
	if os.Getenv("TOKENBOOK_UPDATE") == "" {
		t.Errorf("%s is not what the program says; run with TOKENBOOK_UPDATE=1", name)
		return
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestPlanWritesEveryForm(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	code, stdout, stderr := commanded("plan", acmeBut(t), acmeBut(t, newAlgorithm...), "--start", "2027-01-11", "-f", "json="+file("plan.json"), "-f", "ics="+file("plan.ics"),
		"-f", "svg="+file("plan.svg"), "-f", "markdown="+file("plan.md"), "-f", "sarif="+file("plan.sarif"), "-f", "text")
	if code != 0 || !strings.Contains(stdout, "Sign with EdDSA instead of ES256") {
		t.Fatalf("%d\n%s%s", code, stdout, stderr)
	}
	read := func(name string) []byte {
		data, err := os.ReadFile(file(name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	var plan struct {
		Start      string `json:"start"`
		End        string `json:"end"`
		Migrations []struct {
			Kind  string `json:"kind"`
			Steps []struct {
				ID        string `json:"id"`
				NotBefore string `json:"not_before"`
			} `json:"steps"`
		} `json:"migrations"`
	}
	if err := json.Unmarshal(read("plan.json"), &plan); err != nil || plan.Start != "2027-01-11" || len(plan.Migrations) != 1 || plan.Migrations[0].Kind != "signing-algorithm" ||
		len(plan.Migrations[0].Steps) != 7 || plan.Migrations[0].Steps[0].NotBefore != "2027-01-11T00:00:00Z" {
		t.Errorf("JSON: %v %+v", err, plan)
	}
	if !bytes.HasPrefix(read("plan.ics"), []byte("BEGIN:VCALENDAR\r\n")) || !bytes.HasPrefix(read("plan.md"), []byte("## Migration plan\n")) || !json.Valid(read("plan.sarif")) {
		t.Error("a form does not begin as it should")
	}
	for d := xml.NewDecoder(bytes.NewReader(read("plan.svg"))); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestPlanStatus(t *testing.T) {
	acme := acmeBut(t)
	early := acmeBut(t, append([]string{"policy.yaml", "effective: 2026-10-01", "effective: 2027-02-01"}, newAlgorithm...)...)
	for _, c := range []struct {
		args       []string
		code       int
		out, wrong string
	}{
		{[]string{"plan", acme, acme}, 0, "nobody has to act", ""},
		{[]string{"plan", acme, early, "--start", "2027-01-11"}, 1, "policy.effective: 2027-02-01 is too early for \"Sign with EdDSA instead of ES256\": not before 2027-02-25, or 24 days more", "1 day cannot work"},
		{[]string{"plan", acme, early, "--start", "2026-12-01", "--clients", "1d", "--services", "1d"}, 0, "from 2026-12-01", ""},
		{[]string{"plan", acme, acme, "--start", "tomorrow"}, 2, "", "--start"},
		{[]string{"plan", acme, acme, "--clients", "30"}, 2, "", "--clients"},
		{[]string{"plan", acme, acme, "-f", "word"}, 2, "", "text, markdown, json, ics, svg or sarif"},
		{[]string{"plan", acme, acme, "-f", "json", "-f", "ics"}, 2, "", "cannot both be printed"},
		{[]string{"plan", acme, filepath.Join(t.TempDir(), "none.yaml")}, 3, "", "none.yaml"},
	} {
		code, stdout, stderr := commanded(c.args...)
		if code != c.code || !strings.Contains(stdout, c.out) || !strings.Contains(stderr, c.wrong) {
			t.Errorf("%v: %d\n%s%s", c.args[1:], code, stdout, stderr)
		}
	}
	// Without --start the plan begins today, which only the command line knows.
	if _, stdout, _ := commanded("plan", acme, acmeBut(t, newAlgorithm...)); !strings.Contains(stdout, "from 2026-11-20 to ") {
		t.Errorf("it does not begin today: %s", stdout)
	}
}
