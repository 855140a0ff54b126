// The promise: what was not generated is never touched, and what must not be replaced
// is refused before anything is written, with words that say where and what to do.
package output

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func symlink(t testing.TB, to, at string) {
	t.Helper()
	if err := os.Symlink(to, at); err != nil {
		t.Fatal(err)
	}
}

// refusals are folders that no build may touch. Each is made under root; the build
// goes to root/out unless dir says otherwise.
var refusals = []struct {
	name  string
	dir   string
	opt   Options
	make  func(t testing.TB, root string)
	words []string
}{
	{name: "no folder given", dir: "-", make: func(testing.TB, string) {}, words: []string{"no output folder is given"}},
	{name: "foreign file", make: func(t testing.TB, root string) {
		oldTree(t, root+"/out")
		put(t, root, map[string]string{"out/notes.txt": "mine", "out/site/deep/er/x": "mine"})
	}, words: []string{"2 files that were not generated", "notes.txt", "site/deep/er/x", "move them away or choose another"}},
	{name: "foreign file, forced", opt: Options{Force: true}, make: func(t testing.TB, root string) {
		oldTree(t, root+"/out")
		put(t, root, map[string]string{"out/notes.txt": "mine"})
	}, words: []string{"1 file that was not generated", "notes.txt"}},
	{name: "many foreign files", make: func(t testing.TB, root string) {
		for i := range 25 {
			put(t, root, map[string]string{fmt.Sprintf("out/%02d", i): "mine"})
		}
	}, words: []string{"25 files that were not generated", "\n  00\n", "\n  09\n  … and 15 more", "without a manifest.json", "can be deleted and built again"}},
	{name: "the same bytes without a manifest", make: func(t testing.TB, root string) {
		put(t, root, map[string]string{"out/draw": "a file\n"})
	}, words: []string{"draw", "without a manifest.json"}},
	{name: "hidden files of git", make: func(t testing.TB, root string) {
		oldTree(t, root+"/out")
		put(t, root, map[string]string{"out/.git/HEAD": "ref", "out/.gitignore": "*", "out/.nojekyll": ""})
	}, words: []string{".git/HEAD", ".gitignore", ".nojekyll", "build elsewhere and copy"}},
	{name: "a kept folder", opt: Options{Keep: []string{".git"}}, make: func(t testing.TB, root string) {
		put(t, root, map[string]string{"out/.git/HEAD": "ref"})
	}, words: []string{".git/HEAD"}},
	{name: "kept file in the way of a file", opt: Options{Keep: []string{"draw"}}, make: func(t testing.TB, root string) {
		put(t, root, map[string]string{"out/draw": "mine"})
	}, words: []string{"out/draw: it is to be kept"}},
	{name: "kept file in the way of a folder", opt: Options{Keep: []string{"site"}}, make: func(t testing.TB, root string) {
		put(t, root, map[string]string{"out/site": "mine"})
	}, words: []string{"out/site: it is to be kept"}},
	{name: "kept file under a file", opt: Options{Keep: []string{"Draw/x"}}, make: func(t testing.TB, root string) {
		put(t, root, map[string]string{"out/Draw/x": "mine"})
	}, words: []string{"out/Draw/x: it is to be kept"}},
	{name: "symbolic link in the folder", opt: Options{Force: true, Keep: []string{"link"}}, make: func(t testing.TB, root string) {
		put(t, root, map[string]string{"elsewhere/precious": "mine"})
		oldTree(t, root+"/out")
		symlink(t, "../elsewhere", root+"/out/link")
	}, words: []string{"link"}},
	{name: "symbolic link for a generated file", opt: Options{Force: true}, make: func(t testing.TB, root string) {
		put(t, root, map[string]string{"precious": "<h1>tokens</h1>\n"})
		oldTree(t, root+"/out")
		if err := os.Remove(root + "/out/site/index.html"); err != nil {
			t.Fatal(err)
		}
		symlink(t, "../../precious", root+"/out/site/index.html")
	}, words: []string{"site/index.html"}},
	{name: "symbolic link for a folder", opt: Options{Force: true}, make: func(t testing.TB, root string) {
		oldTree(t, root+"/out")
		if err := os.Rename(root+"/out/site", root+"/elsewhere"); err != nil {
			t.Fatal(err)
		}
		symlink(t, "../elsewhere", root+"/out/site")
	}, words: []string{"1 file that was not generated", "site"}},
	{name: "symbolic link for the manifest", make: func(t testing.TB, root string) {
		oldTree(t, root+"/out")
		if err := os.Rename(root+"/out/manifest.json", root+"/m"); err != nil {
			t.Fatal(err)
		}
		symlink(t, "../m", root+"/out/manifest.json")
	}, words: []string{"manifest.json", "not generated"}},
	{name: "folder for a generated file", make: func(t testing.TB, root string) {
		oldTree(t, root+"/out")
		if err := os.Remove(root + "/out/api"); err != nil {
			t.Fatal(err)
		}
		put(t, root, map[string]string{"out/api/mine": "mine"})
	}, words: []string{"api/mine"}},
	{name: "edited file", make: func(t testing.TB, root string) {
		oldTree(t, root+"/out")
		put(t, root, map[string]string{"out/site/refresh.html": "better words"})
	}, words: []string{"1 generated file was changed since the last build", "site/refresh.html", "carry the changes over", "forced build throws them away"}},
	{name: "edited file that would be removed", make: func(t testing.TB, root string) {
		oldTree(t, root+"/out")
		put(t, root, map[string]string{"out/site/gone.html": "better words"})
	}, words: []string{"site/gone.html"}},
	{name: "conflict in the manifest", make: func(t testing.TB, root string) {
		put(t, root, map[string]string{"out/manifest.json": "<<<<<<< HEAD\n{}\n", "out/x": "mine"})
	}, words: []string{"out/manifest.json: this is not a manifest of a build", "restore the file"}},
	{name: "manifest of another program", make: func(t testing.TB, root string) {
		put(t, root, map[string]string{"out/manifest.json": `{"name": "my app", "start_url": "/"}`})
	}, words: []string{"out/manifest.json: this is not a manifest of a build"}},
	{name: "manifest that lists files outside", make: func(t testing.TB, root string) {
		put(t, root, map[string]string{"precious": "mine", "out/manifest.json": `{"format":1,"tool":"","date":"","policy":{},"files":[{"path":"../precious","sha256":"","size":4}]}`})
	}, words: []string{`out/manifest.json`, `".."`}},
	{name: "the folder is a link", make: func(t testing.TB, root string) {
		oldTree(t, root+"/real")
		symlink(t, "real", root+"/out")
	}, words: []string{"out: this is a symbolic link", "name the folder that it leads to"}},
	{name: "the folder is a link, with a slash", dir: "out/", make: func(t testing.TB, root string) {
		oldTree(t, root+"/real")
		symlink(t, "real", root+"/out")
	}, words: []string{"this is a symbolic link"}},
	{name: "the folder is a dangling link", make: func(t testing.TB, root string) {
		symlink(t, "nowhere", root+"/out")
	}, words: []string{"this is a symbolic link"}},
	{name: "the folder is a file", make: func(t testing.TB, root string) {
		put(t, root, map[string]string{"out": "mine"})
	}, words: []string{"out: this is not a folder", "move it away"}},
	{name: "a parent is a file", dir: "file/out", make: func(t testing.TB, root string) {
		put(t, root, map[string]string{"file": "mine"})
	}, words: []string{"a file stands where a folder should be"}},
	{name: "the folder is a root", dir: "/", make: func(testing.TB, string) {}, words: []string{"/: this is the root of a file system"}},
	{name: "the folder's name is too long", dir: strings.Repeat("n", 250), make: func(testing.TB, string) {}, words: []string{"too long by 12 bytes", "shorter name"}},
	{name: "the folder's path is too long", dir: strings.Repeat("long/", 1000) + "out", make: func(testing.TB, string) {}, words: []string{"file name too long", "shorter path"}},
	{name: "something else in the place of the stage", make: func(t testing.TB, root string) {
		put(t, root, map[string]string{".out.tokenbook-stage": "mine"})
	}, words: []string{".out.tokenbook-stage: this is not a folder", "move it away"}},
	{name: "foreign file in a stage", make: func(t testing.TB, root string) {
		oldTree(t, root+"/.out.tokenbook-stage")
		put(t, root, map[string]string{".out.tokenbook-stage/site/mine": "mine"})
	}, words: []string{".out.tokenbook-stage: an interrupted build left this folder", "site/mine", "move them away and run again"}},
	{name: "a stage that is none", make: func(t testing.TB, root string) {
		put(t, root, map[string]string{".out.tokenbook-stage/mine": "mine"})
	}, words: []string{".out.tokenbook-stage: ", "mine"}},
	{name: "foreign file in a tree moved aside", make: func(t testing.TB, root string) {
		oldTree(t, root+"/out")
		oldTree(t, root+"/.out.tokenbook-old")
		put(t, root, map[string]string{".out.tokenbook-old/mine": "mine"})
	}, words: []string{"mine", "move them away"}},
	{name: "a folder where the lock should be", make: func(t testing.TB, root string) {
		put(t, root, map[string]string{".out.tokenbook-lock/mine": "mine"})
	}, words: []string{".out.tokenbook-lock: cannot make the lock file"}},
	{name: "a link where the lock should be", make: func(t testing.TB, root string) {
		put(t, root, map[string]string{"precious": "mine"})
		symlink(t, "precious", root+"/.out.tokenbook-lock")
	}, words: []string{".out.tokenbook-lock: cannot make the lock file"}},
}

func TestRefusals(t *testing.T) {
	for _, r := range refusals {
		t.Run(r.name, func(t *testing.T) {
			root := t.TempDir()
			r.make(t, root)
			dir := root + "/out"
			switch {
			case r.dir == "-":
				dir = ""
			case r.dir == "/":
				dir = filepath.VolumeName(root) + "/"
			case r.dir != "":
				dir = root + "/" + r.dir
			}
			before := read(t, root)
			opt := r.opt
			opt.Keep = append([]string{"site/CNAME"}, opt.Keep...)
			_, err := Write(dir, newFiles(), opt)
			if err == nil {
				t.Fatal("the build was not refused")
			}
			checkError(t, "", err)
			for _, words := range r.words {
				if !strings.Contains(filepath.ToSlash(err.Error()), words) {
					t.Errorf("the error does not say %q:\n%v", words, err)
				}
			}
			// A tree moved aside may have been moved on to the stage, which is as good a place.
			after := read(t, root)
			if diff := cmp.Diff(moved(before), moved(after)); diff != "" {
				t.Errorf("something changed (-before +after):\n%s", diff)
			}
		})
	}
}

func moved(l listing) listing {
	m := listing{}
	for path, data := range l {
		m[strings.Replace(path, ".tokenbook-old", ".tokenbook-stage", 1)] = data
	}
	return m
}

// Edited files are replaced and removed if that is asked for; kept files stay.
func TestForce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	oldTree(t, dir)
	put(t, dir, map[string]string{"site/refresh.html": "better words", "site/gone.html": "better words"})
	opt := keeping
	opt.Force = true
	if _, err := Write(dir, newFiles(), opt); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(listingOf(t, newFiles(), keeping, keptFiles()), read(t, dir)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

// A folder that holds the policy, the home folder or the working folder is refused,
// by whatever name it goes.
func TestProtect(t *testing.T) {
	root := t.TempDir()
	put(t, root, map[string]string{"home/me/policy.yaml": "tokenbook: v1\n"})
	symlink(t, "home/me", root+"/shortcut")
	symlink(t, "home/me/policy.yaml", root+"/policy-link")
	cases := []struct {
		dir, protect string
		refused      bool
	}{
		{"home", "home/me/policy.yaml", true},
		{"home/me", "home/me", true},
		{"home/me", "shortcut/policy.yaml", true},
		{"home/me", "policy-link", true},
		{"home/me", "home/me/not/yet/there", true},
		{"home/me/out", "home/me/policy.yaml", false},
		{"home/m", "home/me", false},
	}
	for _, c := range cases {
		t.Run(c.dir+" "+c.protect, func(t *testing.T) {
			opt := Options{Protect: []string{filepath.Join(root, c.protect)}, Keep: []string{"policy.yaml", "me/policy.yaml"}}
			dir := filepath.Join(root, c.dir)
			before := read(t, root)
			_, err := Write(dir, newFiles(), opt)
			if refused := err != nil && strings.Contains(err.Error(), "lies in it"); refused != c.refused {
				t.Fatalf("refused %v, want %v: %v", refused, c.refused, err)
			}
			if !c.refused {
				if err := os.RemoveAll(dir); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(before, read(t, root)); diff != "" {
				t.Fatalf("something changed (-before +after):\n%s", diff)
			}
		})
	}
}

// Somebody saves a file into the folder while a build is at work. Wherever the file
// lands, it is not lost.
func TestSavedDuringBuild(t *testing.T) {
	for _, d := range disks[:2] {
		count := &faulty{noSync: true, noExchange: d.noExchange}
		changes := 0
		count.after = func(string) { changes++ }
		dir := filepath.Join(quickDir(t), "out")
		oldTree(t, dir)
		if _, err := write(count, dir, newFiles(), keeping); err != nil {
			t.Fatal(err)
		}
		for n := 1; n <= changes; n++ {
			for _, name := range []string{"mine", "site/index.html"} {
				t.Run(fmt.Sprint(d.name, n, name), func(t *testing.T) { saveDuringBuild(t, d, n, name) })
			}
		}
	}
}

// Something still works in the old tree when it is already being removed. What it
// saves is left, reported, and named by the next build.
func TestSavedIntoTheOldTree(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	oldTree(t, dir)
	saved := false
	sys := &faulty{after: func(call string) {
		if call == "Remove" && !saved {
			put(t, beside(dir, "stage"), map[string]string{"site/mine": "precious"})
			saved = true
		}
	}}
	var told []string
	opt := keeping
	opt.Progress = func(line string) { told = append(told, line) }
	report, err := write(sys, dir, newFiles(), opt)
	if err != nil || report.Leftover != beside(dir, "stage") || len(told) != 1 {
		t.Fatalf("%s %v %q", report.text(), err, told)
	}
	if diff := cmp.Diff(listingOf(t, newFiles(), keeping, keptFiles()), read(t, dir)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	mine := filepath.Join(report.Leftover, "site", "mine")
	if _, err := Write(dir, oldFiles(), keeping); err == nil || !strings.Contains(err.Error(), "site/mine") {
		t.Fatalf("the next build says %v", err)
	}
	if err := os.Rename(mine, filepath.Join(t.TempDir(), "mine")); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(dir, oldFiles(), keeping); err != nil {
		t.Fatal(err)
	}
	alone(t, dir)
}

func saveDuringBuild(t *testing.T, d disk, n int, name string) {
	root := quickDir(t)
	dir := filepath.Join(root, "out")
	oldTree(t, dir)
	// As long as the file that it replaces, so that only the time tells them apart.
	const precious = "my precious text"
	past := time.Date(2020, 1, 2, 3, 4, 5, 6000, time.UTC)
	if err := os.Chtimes(filepath.Join(dir, "site", "index.html"), past, past); err != nil {
		t.Fatal(err)
	}
	sys := &faulty{noSync: true, noExchange: d.noExchange}
	saved, dirs := false, []string{dir, beside(dir, "old"), beside(dir, "stage")}
	sys.after = func(string) {
		if n--; n != 0 {
			return
		}
		// The editor finds the folder under the name it has now, and may still have an
		// older tree open.
		for _, at := range dirs {
			if _, err := os.Lstat(filepath.Join(at, filepath.Dir(name))); err == nil && !saved {
				// As editors save: a new file under the old name.
				put(t, root, map[string]string{"saved": precious})
				if err := os.Rename(filepath.Join(root, "saved"), filepath.Join(at, name)); err != nil {
					t.Fatal(err)
				}
				saved = true
			}
		}
	}
	report, err := write(sys, dir, newFiles(), keeping)
	if err != nil {
		checkError(t, "", err)
	}
	if !saved {
		t.Fatal("there was no folder to save into")
	}
	for path, data := range read(t, root) {
		if strings.HasSuffix(path, name) && data == precious {
			return
		}
	}
	t.Fatalf("the file is gone: %s %v", report.text(), err)
}
