// The promise: WriteFile leaves the old bytes or the new ones, never some of each, and
// no rubbish; it keeps modes and follows links.
package output

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWriteFile(t *testing.T) {
	root := t.TempDir()
	put(t, root, map[string]string{"policy.yaml": "old", "deep/target": "old"})
	symlink(t, "deep/target", filepath.Join(root, "link"))
	if err := os.Chmod(filepath.Join(root, "policy.yaml"), 0o640); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"policy.yaml", "link", "fresh"} {
		if err := WriteFile(filepath.Join(root, name), []byte("new "+name)); err != nil {
			t.Fatal(err)
		}
	}
	want := listing{"policy.yaml": "new policy.yaml", "link": "link to deep/target", "deep/": "folder", "deep/target": "new link", "fresh": "new fresh"}
	if diff := cmp.Diff(want, read(t, root)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	info, err := os.Lstat(filepath.Join(root, "policy.yaml"))
	if err != nil || runtime.GOOS != "windows" && info.Mode() != 0o640 {
		t.Fatalf("mode %v, want 0640 (%v)", info.Mode(), err)
	}
}

func TestWriteFileUnchanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x")
	put(t, filepath.Dir(path), map[string]string{"x": "same"})
	past := time.Date(2020, 1, 2, 3, 4, 5, 6000, time.UTC)
	if err := os.Chtimes(path, past, past); err != nil {
		t.Fatal(err)
	}
	sys := &faulty{after: func(call string) { t.Errorf("the call %s was made for nothing", call) }}
	if err := writeFile(sys, path, []byte("same")); err != nil {
		t.Fatal(err)
	}
	// What a killed run left is cleaned up all the same.
	put(t, filepath.Dir(path), map[string]string{".x.tokenbook-temp": "sa", ".x.tokenbook-lock": "1"})
	if err := WriteFile(path, []byte("same")); err != nil {
		t.Fatal(err)
	}
	alone(t, path)
}

func TestWriteFileGoesWrong(t *testing.T) {
	root := quickDir(t)
	path := filepath.Join(root, "x")
	count := &faulty{noSync: true}
	put(t, root, map[string]string{"x": "the old text"})
	if err := writeFile(count, path, []byte("the new text")); err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= count.calls; n++ {
		for _, f := range []*faulty{{fate: killed}, {fate: full}, {fate: fails, cause: syscall.EIO}} {
			put(t, root, map[string]string{"x": "the old text"})
			f.at, f.noSync = n, true
			err := writeFile(f, path, []byte("the new text"))
			if err := f.bury(beside(path, "lock")); err != nil {
				t.Fatal(err)
			}
			if f.fate != killed {
				checkError(t, f.last, err)
			}
			got, rerr := os.ReadFile(path)
			if rerr != nil || string(got) != "the new text" && (string(got) != "the old text" || err == nil) {
				t.Fatalf("%v at %s: the file holds %q (%v, %v)", f.fate, f.last, got, err, rerr)
			}
			if err := WriteFile(path, []byte("the new text")); err != nil {
				t.Fatal(err)
			}
			alone(t, path)
		}
	}
}

func TestWriteFileErrors(t *testing.T) {
	root := t.TempDir()
	put(t, root, map[string]string{"file": "", "folder/x": ""})
	symlink(t, "nowhere", filepath.Join(root, "dangling"))
	before := read(t, root)
	for name, words := range map[string]string{
		"folder":                 "this is a folder; name a file in it",
		"dangling":               "leads nowhere",
		"file/x":                 "a file stands where a folder should be",
		"none/x":                 "none",
		strings.Repeat("n", 250): "the name is too long; choose a shorter one",
	} {
		err := WriteFile(filepath.Join(root, name), []byte("x"))
		checkError(t, name, err)
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v; want %q", name, err, words)
		}
	}
	if diff := cmp.Diff(before, read(t, root)); diff != "" {
		t.Fatalf("something changed (-before +after):\n%s", diff)
	}
}

// A device is written to and not replaced by a file.
func TestWriteFileToDevice(t *testing.T) {
	before, err := os.Lstat(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(os.DevNull, []byte("x")); err != nil {
		t.Fatal(err)
	}
	after, err := os.Lstat(os.DevNull)
	if err != nil || after.Mode() != before.Mode() {
		t.Fatalf("%s is now %v, was %v (%v)", os.DevNull, after.Mode(), before.Mode(), err)
	}
}
