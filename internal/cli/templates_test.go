// Keeps the promise that a team can replace any template of the site, and is told of what nothing reads.
package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestTemplatesAreListedCopiedAndUsed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "own")
	code, list := run(t, "templates", "list")
	if code != 0 || !strings.Contains(list, "pages/01-index.md.tmpl") || !strings.Contains(list, "theme/shell.html") {
		t.Fatalf("list: %d\n%s", code, list)
	}
	for line := range strings.Lines(list) {
		name, _, _ := strings.Cut(line, " ")
		if code, stderr := run(t, "templates", "copy", name, "--to", dir); code != 0 {
			t.Fatalf("copy %s: %d %s", name, code, stderr)
		}
	}
	policy := filepath.Join(examples, "minimal", "policy.yaml")
	stock := build(t, policy)
	out := filepath.Join(t.TempDir(), "out")
	if code, stderr := run(t, "build", policy, "-o", out, "--templates", dir); code != 0 {
		t.Fatalf("build with copies: %d %s", code, stderr)
	}
	compareTrees(t, stock, tree(t, out))

	index := filepath.Join(dir, "pages", "01-index.md.tmpl")
	text, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	write(t, index, string(text)+"\nOur own last words: {{ .Doc.Policy.Title.V }}\n")
	write(t, filepath.Join(dir, "theme", "own.css"), "body { letter-spacing: 0 }\n")
	write(t, filepath.Join(dir, "pages", "85-own-page.md.tmpl"), "{{- /* Given a View: the whole policy. */ -}}\n{{- /*\nnav: Ours\ngroup: Reference\nabout: A page of our own.\n*/ -}}\n# Ours\n\nText.\n")
	if code, stderr := run(t, "build", policy, "-o", out, "--templates", dir); code != 0 {
		t.Fatalf("build with changes: %d %s", code, stderr)
	}
	files := tree(t, out)
	for name, want := range map[string]string{
		"site/index.html": "Our own last words: ", "site/own-page.html": "<h1 id=\"ours\">Ours", "site/assets/own.css": "letter-spacing", "site/keys.html": "assets/own.css",
	} {
		if !strings.Contains(string(files[name]), want) {
			t.Errorf("%s lacks %q", name, want)
		}
	}
}

func compareTrees(t *testing.T, want, got map[string][]byte) {
	t.Helper()
	for name, data := range want {
		if string(got[name]) != string(data) {
			t.Errorf("%s differs", name)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
}

func TestTemplatesFaults(t *testing.T) {
	policy := filepath.Join(examples, "minimal", "policy.yaml")
	for name, test := range map[string]struct{ file, text, want string }{
		"a slip in a name":    {"pages/01-indx.md.tmpl", "x", "did you mean pages/01-index.md.tmpl"},
		"nothing reads it":    {"notes.txt", "x", "notes.txt is read by nothing"},
		"no template":         {"pages/01-index.md.tmpl", "{{ if }}", "01-index"},
		"no head":             {"pages/01-index.md.tmpl", "# Hello", "no head"},
		"no such slot":        {"theme/shell.html", "<p>[[foot-note]]</p>", `no slot "foot-note"`},
		"an unknown function": {"pages/01-index.md.tmpl", "{{ launch }}", "launch"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, out := t.TempDir(), filepath.Join(t.TempDir(), "out")
			write(t, filepath.Join(dir, filepath.FromSlash(test.file)), test.text)
			code, stderr := run(t, "build", policy, "-o", out, "--templates", dir)
			if code == 0 || !strings.Contains(stderr, test.want) {
				t.Errorf("ended with %d, said %q; want %q", code, stderr, test.want)
			}
			if _, err := os.Stat(out); err == nil {
				t.Error("something was written all the same")
			}
		})
	}
	if code, stderr := run(t, "templates", "copy", "pages/01-indx.md.tmpl"); code != 2 || !strings.Contains(stderr, "did you mean") {
		t.Errorf("copy of what is not there: %d %s", code, stderr)
	}
	dir := t.TempDir()
	run(t, "templates", "copy", "theme/site.css", "--to", dir)
	if code, stderr := run(t, "templates", "copy", "theme/site.css", "--to", dir); code == 0 || !strings.Contains(stderr, "is there already") {
		t.Errorf("a second copy: %d %s", code, stderr)
	}
}

func TestLogo(t *testing.T) {
	minimal, err := os.ReadFile(filepath.Join(examples, "minimal", "policy.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ look, want string }{
		"good":       {"{logo: l.svg}", ""},
		"missing":    {"{logo: m.svg}", "cannot be read"},
		"no picture": {"{logo: l.txt}", "neither SVG nor PNG"},
		"outside":    {"{logo: ../l.svg}", "leads out of the policy's folder"},
		"too large":  {"{logo: big.png}", "100000 are the most"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "l.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
			write(t, filepath.Join(dir, "l.txt"), "x")
			write(t, filepath.Join(dir, "big.png"), strings.Repeat("x", 100_001))
			policy := filepath.Join(dir, "policy.yaml")
			write(t, policy, string(minimal)+"\nsite: {look: "+test.look+"}\n")
			_, said := run(t, "check", policy)
			if test.want != "" && !strings.Contains(said, test.want) || test.want == "" && strings.Contains(said, "logo") {
				t.Errorf("check says %s", said)
			}
			out := filepath.Join(dir, "out")
			if code, stderr := run(t, "build", "-q", policy, "-o", out); code != 0 {
				t.Fatalf("build: %d %s", code, stderr)
			}
			index := string(tree(t, out)["site/index.html"])
			if shown := strings.Contains(index, `src="assets/logo.svg"`); shown != (test.want == "") {
				t.Errorf("the logo is shown: %t", shown)
			}
		})
	}
}
