// The promise: Check names every difference that a build would set right or refuse,
// and changes nothing.
package output

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheck(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "out")
	got, err := Check(dir, oldFiles(), keeping)
	want := []Difference{
		{"api", Missing}, {"code/go/tokens.go", Missing}, {"draw/flow.svg", Missing}, {"manifest.json", Missing},
		{"site/gone.html", Missing}, {"site/index.html", Missing}, {"site/refresh.html", Missing},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Fatalf("no folder: %v (-want +got):\n%s", err, diff)
	}

	oldTree(t, dir)
	if got, err := Check(dir, oldFiles(), keeping); err != nil || len(got) > 0 {
		t.Fatalf("nothing changed: %v %v", got, err)
	}

	put(t, dir, map[string]string{
		"site/index.html": "edited", "code/go/tokens.go": "package tokens\r\n", "mine": "mine", "site/.DS_Store": "other litter",
	})
	before := read(t, root)
	got, err = Check(dir, newFiles(), keeping)
	want = []Difference{
		{"api", Extra}, {"api/main.yaml", Missing}, {"code/go/tokens.go", LineEnds}, {"draw", Missing}, {"draw/flow.svg", Extra},
		{"empty", Missing}, {"manifest.json", Changed}, {"mine", Foreign}, {"site/come.html", Missing},
		{"site/gone.html", Extra}, {"site/index.html", Edited}, {"site/refresh.html", Changed},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Fatalf("%v (-want +got):\n%s", err, diff)
	}
	if diff := cmp.Diff(before, read(t, root)); diff != "" {
		t.Fatalf("something changed (-before +after):\n%s", diff)
	}
}

// What Write refuses with the place at fault, Check refuses as well.
func TestCheckErrors(t *testing.T) {
	root := t.TempDir()
	oldTree(t, filepath.Join(root, "real"))
	symlink(t, "real", filepath.Join(root, "link"))
	put(t, root, map[string]string{"file": "", "broken/manifest.json": "<<<<<<<"})
	for _, dir := range []string{"link", "file", "file/out", "broken"} {
		_, err := Check(filepath.Join(root, dir), oldFiles(), keeping)
		checkError(t, dir, err)
		if err == nil {
			t.Errorf("%s: no error", dir)
		}
	}
	opt := keeping
	opt.Protect = []string{root}
	if _, err := Check(root, oldFiles(), opt); err == nil {
		t.Error("a protected folder: no error")
	}
	if _, err := os.Lstat(filepath.Join(root, "out")); err == nil {
		t.Error("a folder was made")
	}
}
