// Keeps the promise that bad input of any kind gets a clear finding or error: never a panic, a hang, or an output that is
// half written. docs/trust.md says what it costs.
package cli_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/tokenbook/tokenbook/internal/cli"
	"github.com/tokenbook/tokenbook/specs"
)

// hang is how long one case may take before it counts as a hang. It says nothing about speed.
const hang = time.Minute

const goodHead = "tokenbook: v1\npolicy: {id: p, title: P, version: 1.0.0}\ntokens: {access: {type: access_token}}\n"

func utf16Text(s string, order binary.ByteOrder, mark bool) []byte {
	var out bytes.Buffer
	units := utf16.Encode([]rune(s))
	if mark {
		units = append([]uint16{0xfeff}, units...)
	}
	for _, u := range units {
		if err := binary.Write(&out, order, u); err != nil {
			panic(err)
		}
	}
	return out.Bytes()
}

// laughs is a document in which each line stands for ten of the line before.
func laughs(lines int) string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < lines; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	return b.String()
}

func keys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  k%d: word\n", i)
	}
	return b.String()
}

// badTexts are texts that are no policy, each with what must be said of it and the exit status.
var badTexts = []struct {
	name string
	text []byte
	want string
	code int
}{
	{"no bytes", nil, "is empty", 1},
	{"blanks", []byte(" \n\n  \n"), "is empty", 1},
	{"a comment alone", []byte("# nothing\n"), "is empty", 1},
	{"a mark of the byte order alone", []byte("\ufeff"), "is empty", 1},
	{"50 MB of one letter", bytes.Repeat([]byte("a"), 50<<20), strconv.Itoa(specs.MaxFileBytes), 1},
	{"50 MB of lines", bytes.Repeat([]byte("a: b\n"), 10<<20), strconv.Itoa(specs.MaxFileBytes), 1},
	{"50 MB of brackets", bytes.Repeat([]byte("["), 50<<20), strconv.Itoa(specs.MaxFileBytes), 1},
	{"NUL in a value", []byte(goodHead + "site: \"a\x00b\"\n"), "NUL", 1},
	{"NUL bytes alone", bytes.Repeat([]byte{0}, 1000), "save it as UTF-8", 1},
	{"another control character", []byte(goodHead + "site: a\x07b\n"), "control character", 1},
	{"bytes that are no UTF-8", []byte(goodHead + "site: \"\xff\xfe\xfd\"\n"), "UTF-8", 1},
	{"a cut character", []byte(goodHead + "# \xe2\x82"), "UTF-8", 1},
	{"UTF-16 LE with a mark", utf16Text(goodHead, binary.LittleEndian, true), "UTF-16", 1},
	{"UTF-16 BE with a mark", utf16Text(goodHead, binary.BigEndian, true), "UTF-16", 1},
	{"UTF-16 LE without a mark", utf16Text(goodHead, binary.LittleEndian, false), "UTF-16", 1},
	{"UTF-16 BE without a mark", utf16Text(goodHead, binary.BigEndian, false), "UTF-16", 1},
	{"tabs", []byte("tokenbook: v1\npolicy:\n\tid: p\n"), "tab", 1},
	{"flow nested 100,000 deep", []byte(goodHead + "site: " + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)), strconv.Itoa(specs.MaxDepth), 1},
	{"mappings nested 100,000 deep", []byte(goodHead + "site: " + strings.Repeat("{a: ", 100_000) + strings.Repeat("}", 100_000)), strconv.Itoa(specs.MaxDepth), 1},
	{"blocks nested 1,000 deep", []byte(goodHead + "site:\n" + func() string {
		var b strings.Builder
		for i := range 1000 {
			b.WriteString(strings.Repeat(" ", i+1) + "a:\n")
		}
		return b.String()
	}()), strconv.Itoa(specs.MaxDepth), 1},
	{"lists nested on one line", []byte(goodHead + "site: \n  " + strings.Repeat("- ", 10_000) + "a"), strconv.Itoa(specs.MaxDepth), 1},
	{"open brackets alone", []byte(strings.Repeat("[", 10_000)), "not YAML", 1},
	{"an alias bomb", []byte(goodHead + "glossary:\n  " + strings.ReplaceAll(strings.TrimSpace(laughs(9)), "\n", "\n  ") + "\n"), strconv.Itoa(specs.MaxNodes), 1},
	{"an alias of itself", []byte(goodHead + "site: &a [*a]\n"), "alias", 1},
	{"aliases of each other", []byte(goodHead + "glossary: {a: &a {b: &b {c: *a}}, d: *b}\n"), "alias", 1},
	{"a merge of itself", []byte(goodHead + "glossary: &g\n  <<: *g\n"), "itself", 1},
	{"an alias that nothing bears", []byte(goodHead + "site: *nobody\n"), "nobody", 1},
	{"100,000 keys", []byte(goodHead + "glossary:\n" + keys(100_000)), "MaxEntries", 1},
	{"300,000 keys", []byte(goodHead + "glossary:\n" + keys(300_000)), strconv.Itoa(specs.MaxFileBytes), 1},
	{"100,000 unknown keys", []byte(goodHead + strings.ReplaceAll(keys(100_000), "  k", "k")), "no setting", 1},
	{"100,000 equal keys", []byte(goodHead + "glossary:\n" + strings.Repeat("  k: word\n", 100_000)), "twice", 1},
	{"a scalar of 1 MB", []byte(goodHead + "site: \"" + strings.Repeat("a", 1<<20) + "\"\n"), strconv.Itoa(specs.MaxScalarBytes), 1},
	{"a block of 1 MB", []byte(goodHead + "glossary:\n  a: |\n" + strings.Repeat("    "+strings.Repeat("word ", 20)+"\n", 10_000)), strconv.Itoa(specs.MaxScalarBytes), 1},
	{"a key of 1 MB", []byte(goodHead + "\"" + strings.Repeat("a", 1<<20) + "\": 1\n"), "not YAML", 1},
	{"a line of 1 MB", []byte(goodHead + "# " + strings.Repeat("a", 1<<20)), "", 0},
	{"several documents", []byte(goodHead + "---\n" + goodHead), "document", 1},
	{"an empty second document", []byte(goodHead + "---\n"), "document", 1},
	{"{{},<<}", []byte("{{},<<}"), "", 1},
	{"a mapping as a key", []byte(goodHead + "{a: b}: c\n"), "key", 1},
	{"a merge of a word", []byte(goodHead + "glossary: {<<: word}\n"), "<<", 1},
	{"a list", []byte("- a\n- b\n"), "mapping", 1},
	{"a word", []byte("policy\n"), "mapping", 1},
	{"a number beyond all", []byte(goodHead + "limits: {a: 1e999999}\n"), "1e999999", 1},
	{"a number of 10,000 digits", []byte(goodHead + "limits: {a: " + strings.Repeat("9", 10_000) + "}\n"), "limits.a", 1},
	{"no number", []byte(goodHead + "limits: {a: .nan, b: -.inf}\n"), "limits.a", 1},
	{"a duration beyond all", []byte(goodHead + "timers: {a: 99999999999999999999h}\n"), "timers.a", 1},
	{"a date that is none", []byte("tokenbook: v1\npolicy: {id: p, title: P, version: 1.0.0, effective: 2026-13-45}\n"), "2026-13-45", 1},
	{"a date far away", []byte("tokenbook: v1\npolicy: {id: p, title: P, version: 1.0.0, effective: 999999-01-01}\n"), "999999-01-01", 1},
	{"another format", []byte("openapi: 3.1.0\ninfo: {title: x}\n"), "tokenbook", 1},
	{"a tag", []byte(goodHead + "site: !!python/object:os.system ls\n"), "tag", 1},
	{"JSON cut short", []byte(`{"tokenbook": "v1", "policy": {`), "", 1},
	{"HTML", []byte("<!doctype html><html><body>no</body></html>"), "", 1},
	{"an archive", []byte("PK\x03\x04\x14\x00\x00\x00\x08\x00"), "", 1},
	{"itself included", []byte(goodHead + "include: policy.yaml\n"), "include", 1},
	{"itself extended", []byte(goodHead + "extends: policy.yaml\n"), "extends", 1},
	{"10,000 includes that are not there", []byte(goodHead + "include: [" + strings.TrimSuffix(strings.Repeat("x.yaml, ", 10_000), ", ") + "]\n"), "x.yaml", 1},
	{"an address as a base", []byte(goodHead + "extends: https://elsewhere.example/policy.yaml\n"), "https", 1},
	{"a base above", []byte(goodHead + "extends: ../../../../etc/passwd\n"), "extends", 1},
}

// largeProse are policies that are good and make work for the renderer of prose.
var largeProse = map[string]string{
	"a table of 2,000 rows":    "| a | b |\n| --- | --- |\n" + strings.Repeat("| word | word |\n", 2000),
	"brackets":                 strings.Repeat("[", 30_000),
	"links in links":           strings.Repeat("[a](", 12_000),
	"backticks":                strings.Repeat("`a ``b ", 8_000),
	"emphasis":                 strings.Repeat("*a _b ", 10_000),
	"quotations in quotations": strings.Repeat("> ", 15_000) + "a",
	"lists in lists":           strings.Repeat("- ", 15_000) + "a",
	"references":               strings.Repeat("{{ policy.title }} ", 3_000),
	"open references":          strings.Repeat("{{ ", 20_000),
	"entities":                 strings.Repeat("&amp;&#x41;", 5_000),
	"tags":                     strings.Repeat("<a href='x'>", 5_000),
	"autolinks":                strings.Repeat("<https://a.example/b> ", 2_500),
	"footnotes":                strings.Repeat("[^1]: a\n", 7_000),
	"ordinary words":           strings.Repeat("word ", 13_000),
}

// run carries out a command and fails where it hangs.
func run(t *testing.T, args ...string) (code int, said string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	done := make(chan int, 1)
	go func() { done <- cli.Run(args, world(&stdout, &stderr)) }()
	select {
	case code = <-done:
	case <-time.After(hang):
		t.Fatalf("tokenbook %s hangs", strings.Join(args, " "))
	}
	return code, stdout.String() + stderr.String()
}

func TestBadTexts(t *testing.T) {
	for _, c := range badTexts {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			policy := filepath.Join(dir, "policy.yaml")
			if err := os.WriteFile(policy, c.text, 0o644); err != nil {
				t.Fatal(err)
			}
			started := time.Now()
			code, said := run(t, "check", policy, "--max", "20")
			t.Logf("check: %.2f s, exit status %d, %.160q", time.Since(started).Seconds(), code, said)
			if code != c.code || !strings.Contains(said, c.want) {
				t.Errorf("ended with %d, want %d; must say %q, says %.1000s", code, c.code, c.want, said)
			}
			if len(said) > 100_000 {
				t.Errorf("says %d bytes of it", len(said))
			}
			if c.code == 0 {
				return
			}
			for _, args := range [][]string{{"build", policy}, {"explain", "tokens.access", "-p", policy}} {
				if code, _ := run(t, args...); code == 0 {
					t.Errorf("tokenbook %s ended with 0", strings.Join(args, " "))
				}
			}
			left, err := os.ReadDir(dir)
			if err != nil || len(left) != 1 {
				t.Errorf("something was written: %v %v", left, err)
			}
			// What can be read is formatted, although it is no good policy, and is as bad as before; anything else is left.
			if formatting, _ := run(t, "fmt", policy); formatting == 0 {
				if again, said := run(t, "fmt", policy, "--check"); again != 0 {
					t.Errorf("formatted, it is not formatted: %s", said)
				}
				if code, said := run(t, "check", policy, "--max", "20"); code != c.code || !strings.Contains(said, c.want) {
					t.Errorf("formatted, it ended with %d, want %d; must say %q, says %.1000s", code, c.code, c.want, said)
				}
			} else if now, err := os.ReadFile(policy); err != nil || !bytes.Equal(now, c.text) {
				t.Errorf("fmt ended with %d and changed the file (%v)", formatting, err)
			}
		})
	}
}

func TestLargeProse(t *testing.T) {
	for name, text := range largeProse {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			policy := filepath.Join(dir, "policy.yaml")
			var quoted strings.Builder
			for line := range strings.Lines(text + "\n") {
				quoted.WriteString("    " + line)
			}
			if err := os.WriteFile(policy, []byte(goodHead+"glossary:\n  word: |\n"+quoted.String()), 0o644); err != nil {
				t.Fatal(err)
			}
			started := time.Now()
			code, said := run(t, "build", policy, "-o", filepath.Join(dir, "out"))
			t.Logf("build: %.2f s, exit status %d, %.160q", time.Since(started).Seconds(), code, said)
			switch _, err := os.Stat(filepath.Join(dir, "out")); {
			case code == 0 && err != nil:
				t.Errorf("ended with 0 and wrote nothing: %v", err)
			case code != 0 && err == nil:
				t.Errorf("ended with %d and wrote something: %s", code, said)
			case code != 0 && !strings.Contains(said, "glossary.word"):
				t.Errorf("does not say where: %.500s", said)
			}
		})
	}
}

// Things that are no files, or cannot be read: a clear error, exit status 3, and no waiting for a pipe.
func TestBadFiles(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string, mode os.FileMode) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	put("includes-pipe.yaml", goodHead+"include: pipe\n", 0o644)
	put("includes-folder.yaml", goodHead+"include: folder\n", 0o644)
	put("includes-device.yaml", goodHead+"include: device\n", 0o644)
	put("includes-loop.yaml", goodHead+"include: loop\n", 0o644)
	put("includes-outside.yaml", goodHead+"include: outside\n", 0o644)
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	makePipe(t, filepath.Join(dir, "pipe"))
	for link, target := range map[string]string{"loop": "loop", "outside": "/etc/hostname", "device": "/dev/zero"} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name, want string
		code       int
	}{
		{"missing.yaml", "no such file", 3},
		{"folder", "is a folder without policy.yaml; name the policy file", 3},
		{"pipe", "not an ordinary file", 3},
		{"loop", "cannot be read", 3},
		{"device", "cannot be read", 3},
		{"outside", "leads out of the folder that the policy may reach (--root names a wider one)", 3},
		{"includes-pipe.yaml", "not an ordinary file", 1},
		{"includes-folder.yaml", "folder", 1},
		{"includes-device.yaml", "device", 1},
		{"includes-loop.yaml", "loop", 1},
		{"includes-outside.yaml", "outside", 1},
		{strings.Repeat("n", 5000) + ".yaml", "too long", 3},
	} {
		for _, command := range [][]string{{"check"}, {"build"}, {"fmt"}} {
			code, said := run(t, append(command, filepath.Join(dir, c.name))...)
			if code != c.code || !strings.Contains(said, c.want) {
				t.Errorf("%s %.40s ended with %d, want %d; must say %q, says %.500s", command[0], c.name, code, c.code, c.want, said)
			}
		}
	}
}

// A file near the limit that formatting would make larger than the limit is left alone, so that it can still be read.
func TestFormattedTooLarge(t *testing.T) {
	policy := filepath.Join(t.TempDir(), "policy.yaml")
	const deep, many = 55, 55_000
	var b strings.Builder
	b.WriteString(goodHead)
	for i := range deep {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	for range many {
		b.WriteString(strings.Repeat(" ", deep) + "- word\n")
	}
	text := b.String()
	if len(text) > specs.MaxFileBytes {
		t.Fatalf("%d bytes are too many to begin with", len(text))
	}
	if err := os.WriteFile(policy, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	code, said := run(t, "fmt", policy)
	if now, err := os.ReadFile(policy); code != 1 || !strings.Contains(said, "MaxFileBytes") || err != nil || string(now) != text {
		t.Errorf("ended with %d, says %.500s (%v)", code, said, err)
	}
}
