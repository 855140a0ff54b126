// The promise: a folder holds exactly what was generated, what did not change is not
// touched, and nothing ever writes into a file in place.
package output

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWrite(t *testing.T) {
	for _, d := range disks {
		t.Run(d.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "not", "yet", "out")
			sys := &faulty{noExchange: d.noExchange, noLink: d.noLink}
			steps := []struct {
				name  string
				files []File
				opt   Options
				want  Report
			}{
				{"first", oldFiles(), keeping, Report{
					Written: []string{"api", "code/go/tokens.go", "draw/flow.svg", "manifest.json", "site/gone.html", "site/index.html", "site/refresh.html"},
				}},
				{"again", oldFiles(), keeping, Report{
					Unchanged: []string{"api", "code/go/tokens.go", "draw/flow.svg", "manifest.json", "site/gone.html", "site/index.html", "site/refresh.html"},
				}},
				{"changed", newFiles(), keeping, Report{
					Written:   []string{"api/main.yaml", "draw", "empty", "manifest.json", "site/come.html", "site/refresh.html"},
					Unchanged: []string{"code/go/tokens.go", "site/index.html"},
					Removed:   []string{"api", "draw/flow.svg", "site/gone.html"},
				}},
				{"other tool", newFiles(), Options{Tool: "tokenbook next"}, Report{
					Written:   []string{"manifest.json"},
					Unchanged: []string{"api/main.yaml", "code/go/tokens.go", "draw", "empty", "site/come.html", "site/index.html", "site/refresh.html"},
				}},
				{"nothing", nil, keeping, Report{
					Written: []string{"manifest.json"},
					Removed: []string{"api/main.yaml", "code/go/tokens.go", "draw", "empty", "site/come.html", "site/index.html", "site/refresh.html"},
				}},
			}
			for _, s := range steps {
				got, err := write(sys, dir, s.files, s.opt)
				if err != nil {
					t.Fatalf("%s: %v", s.name, err)
				}
				if diff := cmp.Diff(s.want, got); diff != "" {
					t.Errorf("%s: report (-want +got):\n%s", s.name, diff)
				}
				if diff := cmp.Diff(listingOf(t, s.files, s.opt, nil), read(t, dir)); diff != "" {
					t.Errorf("%s: folder (-want +got):\n%s", s.name, diff)
				}
				alone(t, dir)
			}
		})
	}
}

// times lists the modification times of all that is under dir, dir among it.
func times(t *testing.T, dir string) map[string]time.Time {
	t.Helper()
	m := map[string]time.Time{}
	for path := range read(t, dir) {
		info, err := os.Lstat(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		m[path] = info.ModTime()
	}
	info, err := os.Lstat(dir)
	if err != nil {
		t.Fatal(err)
	}
	m["."] = info.ModTime()
	return m
}

func TestNothingChangedTouchesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	oldTree(t, dir)
	past := time.Date(2020, 1, 2, 3, 4, 5, 6000, time.UTC)
	for path := range times(t, filepath.Dir(dir)) {
		if err := os.Chtimes(filepath.Join(filepath.Dir(dir), path), past, past); err != nil {
			t.Fatal(err)
		}
	}
	before := times(t, filepath.Dir(dir))
	sys := &faulty{after: func(call string) { t.Errorf("a build without changes made the call %s", call) }}
	report, err := write(sys, dir, oldFiles(), keeping)
	if err != nil || len(report.Written)+len(report.Removed) > 0 {
		t.Fatal(report.text(), err)
	}
	if diff := cmp.Diff(before, times(t, filepath.Dir(dir))); diff != "" {
		t.Fatalf("times (-before +after):\n%s", diff)
	}
}

func TestUnchangedFilesStay(t *testing.T) {
	for _, d := range disks {
		t.Run(d.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out")
			oldTree(t, dir)
			past := time.Date(2020, 1, 2, 3, 4, 5, 6000, time.UTC)
			same, kept := filepath.Join(dir, "site", "index.html"), filepath.Join(dir, "site", "CNAME")
			if err := os.Chtimes(same, past, past); err != nil {
				t.Fatal(err)
			}
			// A second name for each file shows whether it was written in place.
			aside := t.TempDir()
			for _, name := range []string{"index.html", "refresh.html", "gone.html", "CNAME"} {
				if err := os.Link(filepath.Join(dir, "site", name), filepath.Join(aside, name)); err != nil {
					t.Fatal(err)
				}
			}
			before := read(t, aside)
			if _, err := write(&faulty{noExchange: d.noExchange, noLink: d.noLink}, dir, newFiles(), keeping); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, read(t, aside)); diff != "" {
				t.Errorf("an old file was written in place (-before +after):\n%s", diff)
			}
			if got := times(t, dir)["site/index.html"]; !got.Equal(past) {
				t.Errorf("the time of an unchanged file is now %v", got)
			}
			for path, name := range map[string]string{same: "index.html", kept: "CNAME"} {
				if linked := sameFile(t, path, filepath.Join(aside, name)); linked == d.noLink {
					t.Errorf("%s: the same file as before: %v, and links are refused: %v", name, linked, d.noLink)
				}
			}
		})
	}
}

func sameFile(t *testing.T, a, b string) bool {
	t.Helper()
	one, err := os.Lstat(a)
	if err != nil {
		t.Fatal(err)
	}
	two, err := os.Lstat(b)
	if err != nil {
		t.Fatal(err)
	}
	return os.SameFile(one, two)
}

// Modes that somebody gave to the folder or to a file outlive a build.
func TestModesStay(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Log("Windows has no such modes; there is nothing to keep")
		return
	}
	dir := filepath.Join(t.TempDir(), "out")
	oldTree(t, dir)
	want := map[string]os.FileMode{".": os.ModeDir | os.ModeSetgid | 0o770, "site": os.ModeDir | 0o700, "site/refresh.html": 0o600, "site/index.html": 0o640}
	for path, mode := range want {
		if err := os.Chmod(filepath.Join(dir, path), mode); err != nil {
			t.Fatal(err)
		}
	}
	for _, noLink := range []bool{false, true} {
		for _, files := range [][]File{newFiles(), oldFiles()} {
			if _, err := write(&faulty{noLink: noLink}, dir, files, keeping); err != nil {
				t.Fatal(err)
			}
			for path, mode := range want {
				info, err := os.Lstat(filepath.Join(dir, path))
				if err != nil || info.Mode() != mode {
					t.Errorf("%s: mode %v, want %v (%v)", path, info.Mode(), mode, err)
				}
			}
		}
	}
}

// A generated file that somebody deleted comes back; one whose line ends git changed
// is not taken for edited.
func TestRepair(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	oldTree(t, dir)
	if err := os.Remove(filepath.Join(dir, "site", "index.html")); err != nil {
		t.Fatal(err)
	}
	put(t, dir, map[string]string{"site/refresh.html": "<p>14 days</p>\r\n", "site/gone.html": "gone\r\n"})
	report, err := Write(dir, oldFiles(), keeping)
	want := Report{
		Written:   []string{"site/gone.html", "site/index.html", "site/refresh.html"},
		Unchanged: []string{"api", "code/go/tokens.go", "draw/flow.svg", "manifest.json"},
	}
	if diff := cmp.Diff(want, report); err != nil || diff != "" {
		t.Fatalf("%v (-want +got):\n%s", err, diff)
	}
	if diff := cmp.Diff(listingOf(t, oldFiles(), keeping, keptFiles()), read(t, dir)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

// A relative folder, "." and ".." name the same places as their full paths do.
func TestRelativeFolders(t *testing.T) {
	root := t.TempDir()
	t.Chdir(root)
	for _, dir := range []string{"out", "./out/", "a/../out", "deep/out"} {
		if _, err := Write(dir, newFiles(), keeping); err != nil {
			t.Fatalf("%s: %v", dir, err)
		}
	}
	t.Chdir(filepath.Join(root, "out"))
	if _, err := Write(".", oldFiles(), keeping); err != nil {
		t.Fatal(err)
	}
	want := listingOf(t, oldFiles(), keeping, nil)
	if diff := cmp.Diff(want, read(t, filepath.Join(root, "out"))); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	if got := strings.Join(besides(t, filepath.Join(root, "out")), " "); got != "deep" {
		t.Fatalf("beside the folder: %s", got)
	}
}

func TestProgressTellsOfRecovery(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	oldTree(t, dir)
	if err := os.Rename(dir, beside(dir, "old")); err != nil {
		t.Fatal(err)
	}
	var told []string
	opt := keeping
	opt.Progress = func(line string) { told = append(told, line) }
	report, err := Write(dir, oldFiles(), opt)
	if err != nil || len(report.Written) > 0 {
		t.Fatal(report.text(), err)
	}
	if want := "bringing back " + dir + ", which an interrupted build had moved aside"; len(told) != 1 || told[0] != want {
		t.Fatalf("told %q, want %q", told, want)
	}
	alone(t, dir)
}
