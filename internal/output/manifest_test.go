// The promise: the manifest has the same bytes for the same content, and nothing but
// a manifest of this program is ever taken for one.
package output

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var manifestOptions = Options{
	Tool: "tokenbook 1.2.3", Date: "2026-10-01",
	Policy: []Field{{"id", "acme"}, {"version", "3.2.0"}, {"title", "A \"big\" <b> & more\u2028"}, {"hash", "00ff"}},
}

const manifestText = `{
  "format": 1,
  "tool": "tokenbook 1.2.3",
  "date": "2026-10-01",
  "policy": {
    "id": "acme",
    "version": "3.2.0",
    "title": "A \"big\" <b> & more\u2028",
    "hash": "00ff"
  },
  "files": [
    {"path": "a/b.txt", "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", "size": 3},
    {"path": "z", "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "size": 0}
  ]
}
`

func TestManifest(t *testing.T) {
	for _, files := range [][]File{
		{{"a/b.txt", []byte("foo")}, {"z", nil}},
		{{"z", nil}, {"a/b.txt", []byte("foo")}},
	} {
		dir := filepath.Join(t.TempDir(), "out")
		if _, err := Write(dir, files, manifestOptions); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(manifestText, read(t, dir)[ManifestName]); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		got, err := ReadManifest(dir)
		if err != nil {
			t.Fatal(err)
		}
		want := &Manifest{
			Format: 1, Tool: manifestOptions.Tool, Date: manifestOptions.Date, Policy: manifestOptions.Policy,
			Files: []Entry{{"a/b.txt", digest([]byte("foo")), 3}, {"z", digest(nil), 0}},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
}

func TestReadManifestErrors(t *testing.T) {
	dir := t.TempDir()
	if _, err := ReadManifest(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no manifest: %v", err)
	}
	file := func(path string) string {
		return `{"format":1,"tool":"","date":"","policy":{},"files":[{"path":"` + path + `","sha256":"","size":0}]}`
	}
	bad := map[string]string{
		"":                                "EOF",
		"{}":                              "format is 0",
		`{"format": 2}`:                   "format is 2; this program knows format 1",
		`{"format": "1"}`:                 "format",
		manifestText + "x":                "more text",
		manifestText + manifestText:       "more text",
		"<<<<<<< HEAD\n" + manifestText:   "invalid character",
		`{"format":1,"start_url":"/"}`:    "unknown field",
		`{"format":1,"policy":["id"]}`:    "policy is not an object",
		`{"format":1,"policy":null}`:      "policy is not an object",
		`{"format":1,"policy":{"id":1}}`:  "number",
		`{"format":1,"files":[1]}`:        "number",
		file("../../etc/passwd"):          `".."`,
		file("/etc/passwd"):               "relative",
		file(`..\\x`):                     "backslash",
		file(""):                          "empty",
		file(`a\u0000b`):                  "printable",
		file("manifest.json"):             "lists itself",
		file("MANIFEST.json"):             "lists itself",
		strings.Repeat(`{"policy":`, 1e5): "",
		strings.Replace(manifestText, `"z"`, `"a/b.txt"`, 1): "twice",
		strings.Replace(manifestText, `"z"`, `"a"`, 1):       "folder",
	}
	for text, words := range bad {
		put(t, dir, map[string]string{ManifestName: text})
		_, err := ReadManifest(dir)
		checkError(t, "", err)
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%.80q: %v; want %q", text, err, words)
		}
	}
}

// A manifest that can be read is written again with the same bytes and the same
// meaning, and lists nothing outside of its folder.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(manifestText))
	f.Add([]byte(`{"format":1,"policy":{"a":"b","a":"c"},"files":[{"path":"../x"}]}`))
	f.Add([]byte("<<<<<<<"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parseManifest(data)
		if err != nil {
			return
		}
		for _, e := range m.Files {
			if !filepath.IsLocal(filepath.FromSlash(e.Path)) {
				t.Fatalf("lists %q", e.Path)
			}
		}
		again, err := parseManifest(m.bytes())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(m.bytes(), again.bytes()); diff != "" {
			t.Fatalf("(-first +second):\n%s", diff)
		}
	})
}
