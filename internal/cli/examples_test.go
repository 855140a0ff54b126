// Keeps the promise that what is committed beside an example is exactly what the program writes, compared both ways:
// the whole of it as out/ where the example is small, else the files that people read and a list of digests as golden/,
// so that a build into out/ finds the place free. TOKENBOOK_UPDATE=1 refreshes it.
package cli_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tokenbook/tokenbook/internal/cli"
)

const (
	examples    = "../../examples"
	updateEnv   = "TOKENBOOK_UPDATE"
	digestsName = "digests.txt"
)

// whole are the examples whose every generated file is committed; of the others the files that people read are, and
// one list of digests for the rest.
var whole = []string{"minimal"}

// readable reports whether a generated file is committed for every example.
func readable(name string) bool {
	for _, dir := range []string{"openapi/", "asyncapi/", "schemas/", "code/vectors", "code/go/", "code/java/", "code/python/", "code/typescript/", "review/"} {
		if strings.HasPrefix(name, dir) {
			return true
		}
	}
	return name == "policy.json" || strings.HasSuffix(name, ".d2")
}

func TestExamples(t *testing.T) {
	entries, err := filepath.Glob(filepath.Join(examples, "*", "policy.yaml"))
	if err != nil || len(entries) == 0 {
		t.Fatalf("no examples found: %v", err)
	}
	for _, entry := range entries {
		name := filepath.Base(filepath.Dir(entry))
		t.Run(name, func(t *testing.T) {
			got := build(t, entry)
			light(t, got)
			leads(t, got)
			if name == "acme" {
				guides(t, got)
			}
			golden := filepath.Join(filepath.Dir(entry), "out")
			if !slices.Contains(whole, name) {
				got, golden = withDigests(got), filepath.Join(filepath.Dir(entry), "golden")
			}
			if os.Getenv(updateEnv) != "" {
				replace(t, golden, got)
			}
			compare(t, golden, got)
		})
	}
}

// The most that pages may weigh. A page that outgrows it is several pages.
const (
	heaviestPage  = 100_000
	heaviestTheme = 100_000 // styles with the fonts of diagrams, and scripts, without the search index
	heaviestExtra = 12_000  // what the page of the checklist alone loads beside that
)

// light holds the site to what a phone on a train can load.
func light(t *testing.T, files map[string][]byte) {
	t.Helper()
	theme, extra := 0, 0
	for name, data := range files {
		switch ext := filepath.Ext(name); {
		case ext == ".html" && len(data) > heaviestPage:
			t.Errorf("%s has %d bytes; the limit is %d", name, len(data), heaviestPage)
		case strings.HasPrefix(filepath.Base(name), "checklist.") && (ext == ".css" || ext == ".js"):
			extra += len(data)
		case (ext == ".css" || ext == ".js") && !strings.HasSuffix(name, "search-index.js"):
			theme += len(data)
		}
	}
	if extra == 0 || extra > heaviestExtra {
		t.Errorf("style and script of the checklist have %d bytes; the limit is %d", extra, heaviestExtra)
	}
	if theme > heaviestTheme {
		t.Errorf("styles and scripts have %d bytes together; the limit is %d", theme, heaviestTheme)
	}
}

// leads holds the checklist to pages that are there: its files cannot know which ones a policy has.
func leads(t *testing.T, files map[string][]byte) {
	t.Helper()
	var list struct {
		Items []struct {
			ID    string
			Pages []string
		}
	}
	if err := json.Unmarshal(files["review/checklist.json"], &list); err != nil {
		t.Fatal(err)
	}
	led := 0
	for _, item := range list.Items {
		for _, page := range item.Pages {
			led++
			name := page[strings.LastIndexByte(page, '/')+1:]
			if name == "index.html" && !strings.HasSuffix(page, "tokens/index.html") && !strings.HasSuffix(page, "site/index.html") {
				folder := strings.TrimSuffix(page, "/index.html")
				name = folder[strings.LastIndexByte(folder, '/')+1:] + "/index.html"
			}
			if files["site/"+name] == nil {
				t.Errorf("%s leads to %s, which is not there", item.ID, page)
			}
		}
	}
	if led == 0 {
		t.Error("no item leads to a page")
	}
}

// workedExamples are the blocks of code on acme's pages that are programs of their own below examples/consumers/guides,
// where tests run them: a page, a language, which block of it, and the file.
var workedExamples = []struct {
	page, language string
	block          int
	file           string
}{
	{"worker", "go", 0, "worker/tokens.go"},
	{"cli", "python", 0, "cli/tokens.py"},
	{"partner", "java", 0, "partner/Tokens.java"},
	{"web_shop", "ts", 0, "web_shop/page.ts"},
	{"web_shop", "ts", 1, "web_shop/backend.ts"},
}

// guides holds what people read on the pages of clients to programs that are compiled and run.
func guides(t *testing.T, files map[string][]byte) {
	t.Helper()
	for _, e := range workedExamples {
		blocks := strings.Split(string(files["site/clients/"+e.page+".md"]), "\n```"+e.language+"\n")[1:]
		if e.block >= len(blocks) {
			t.Errorf("the page of %s has %d blocks of %s", e.page, len(blocks), e.language)
			continue
		}
		code, _, _ := strings.Cut(blocks[e.block], "\n```\n")
		path := filepath.Join(examples, "consumers", "guides", filepath.FromSlash(e.file))
		if os.Getenv(updateEnv) != "" {
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(code+"\n"), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
		if have, err := os.ReadFile(path); err != nil || string(have) != code+"\n" {
			t.Errorf("%s is not what the page of %s shows (%v); %s=1 go test ./internal/cli refreshes it", path, e.page, err, updateEnv)
		}
	}
}

// build runs the program on a policy and returns what it wrote.
func build(t *testing.T, policy string) map[string][]byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	var stdout, stderr strings.Builder
	if code := cli.Run([]string{"build", policy, "-o", out}, world(&stdout, &stderr)); code != 0 {
		t.Fatalf("build ended with %d:\n%s%s", code, stdout.String(), stderr.String())
	}
	if said := stderr.String(); said != "" && !strings.HasSuffix(said, "; tokenbook check says which\n") {
		t.Errorf("an example must build without a word on stderr but the count of its findings, got:\n%s", said)
	}
	return tree(t, out)
}

func tree(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(rel)], err = os.ReadFile(name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// withDigests keeps the readable files and lists the others by their SHA-256.
func withDigests(files map[string][]byte) map[string][]byte {
	out := map[string][]byte{}
	var list strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if readable(name) {
			out[name] = files[name]
			continue
		}
		sum := sha256.Sum256(files[name])
		fmt.Fprintf(&list, "%s  %s\n", hex.EncodeToString(sum[:]), name)
	}
	out[digestsName] = []byte(list.String())
	return out
}

func replace(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func compare(t *testing.T, dir string, got map[string][]byte) {
	t.Helper()
	want := tree(t, dir)
	for _, name := range slices.Sorted(maps.Keys(got)) {
		switch old, ok := want[name]; {
		case !ok:
			t.Errorf("%s is written but not committed; %s=1 go test ./internal/cli refreshes the examples", name, updateEnv)
		case string(old) != string(got[name]):
			t.Errorf("%s differs from what is committed at byte %d; %s=1 go test ./internal/cli refreshes the examples", name, firstDifference(old, got[name]), updateEnv)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if _, ok := got[name]; !ok {
			t.Errorf("%s is committed but no longer written", name)
		}
	}
}

func firstDifference(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}
