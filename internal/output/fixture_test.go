// What the tests of this package share: two generations of one output folder, a way
// to see exactly what a folder holds, and the child processes that get killed. The
// promise kept here is that a comparison sees everything: every byte and folder.
package output

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// oldFiles and newFiles differ in every way in which two builds can differ: files
// that stay, change, come, go, and swap a file for a folder and the other way round.
func oldFiles() []File {
	return []File{
		{"site/index.html", []byte("<h1>tokens</h1>\n")},
		{"site/refresh.html", []byte("<p>14 days</p>\n")},
		{"site/gone.html", []byte("gone\n")},
		{"code/go/tokens.go", []byte("package tokens\n")},
		{"api", []byte("a file\n")},
		{"draw/flow.svg", []byte("<svg/>\n")},
	}
}

func newFiles() []File {
	return []File{
		{"site/index.html", []byte("<h1>tokens</h1>\n")},
		{"site/refresh.html", []byte("<p>30 days, which is longer than before</p>\n")},
		{"site/come.html", []byte("come\n")},
		{"code/go/tokens.go", []byte("package tokens\n")},
		{"api/main.yaml", []byte("openapi: 3.1.0\n")},
		{"draw", []byte("a file\n")},
		{"empty", nil},
	}
}

// keptFiles lie in the folder without being generated.
func keptFiles() map[string]string {
	return map[string]string{"site/CNAME": "tokens.example\n", "site/.DS_Store": "\x00litter"}
}

var keeping = Options{Tool: "tokenbook test", Keep: []string{"site/CNAME"}}

// listing is everything a folder holds: the bytes by path, and "folder" for a folder.
type listing map[string]string

// listingOf is what a build of files must leave.
func listingOf(t testing.TB, files []File, opt Options, kept map[string]string) listing {
	t.Helper()
	want, err := newTarget(files, opt)
	if err != nil {
		t.Fatal(err)
	}
	l := listing{}
	put := func(path, data string) {
		l[path] = data
		for i, c := range path {
			if c == '/' {
				l[path[:i]+"/"] = "folder"
			}
		}
	}
	put(ManifestName, string(want.manifest))
	for _, f := range files {
		put(f.Path, string(f.Data))
	}
	for path, data := range kept {
		put(path, data)
	}
	return l
}

// read lists a folder; nil if there is none.
func read(t testing.TB, dir string) listing {
	t.Helper()
	if _, err := os.Lstat(dir); os.IsNotExist(err) {
		return nil
	}
	l := listing{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			l[rel+"/"] = "folder"
			return nil
		}
		if d.Type()&fs.ModeSymlink != 0 {
			to, err := os.Readlink(path)
			l[rel] = "link to " + to
			return err
		}
		data, err := os.ReadFile(path)
		l[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// oldTree makes a folder that holds oldFiles and the kept files.
func oldTree(t testing.TB, dir string) {
	t.Helper()
	if _, err := write(&faulty{noSync: true}, dir, oldFiles(), keeping); err != nil {
		t.Fatal(err)
	}
	put(t, dir, keptFiles())
}

// quickDir is a temporary folder in memory where the system has one, for tests that
// build thousands of times and do not ask anything of a disk.
func quickDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "output-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// put writes files as somebody else would.
func put(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for path, data := range files {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// alone fails if the folder above dir holds anything else than dir.
func alone(t testing.TB, dir string) {
	t.Helper()
	if rest := besides(t, dir); len(rest) > 0 {
		t.Fatalf("left beside the folder: %s", strings.Join(rest, ", "))
	}
}

func besides(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	var rest []string
	for _, e := range entries {
		if e.Name() != filepath.Base(dir) {
			rest = append(rest, e.Name())
		}
	}
	return rest
}

// text writes what a report says, for comparing.
func (r Report) text() string {
	return fmt.Sprintf("written %v unchanged %v removed %v leftover %q", r.Written, r.Unchanged, r.Removed, r.Leftover)
}
