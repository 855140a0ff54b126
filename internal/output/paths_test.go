// The promise: a path that one of Linux, macOS and Windows could not hold, or that
// would leave the folder, is refused everywhere, before anything is written.
package output

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPaths(t *testing.T) {
	good := [][]string{
		{"a", "b/c", "b/d.e", "b/f/g"},
		{".nojekyll", "..a", "a..b", "-x", "a b", "~", "#1 (2).md"},
		{"console", "auxiliary.md", "com", "com10", "lpt/x", "null.txt", "my.con"},
		{strings.Repeat("n", maxName)},
		{strings.Repeat("n", 255) + "/" + strings.Repeat("n", 255)},
		{"gitignore/.gitignore"},
	}
	for _, paths := range good {
		if err := CheckPaths(filesAt(paths)); err != nil {
			t.Errorf("%q: %v", paths, err)
		}
	}

	bad := []struct {
		paths []string
		words string
	}{
		{[]string{""}, "empty"},
		{[]string{"/etc/passwd"}, "relative"},
		{[]string{"../x"}, `".."`},
		{[]string{"a/../x"}, `".."`},
		{[]string{".."}, `".."`},
		{[]string{"./x"}, `"."`},
		{[]string{"a//b"}, "part of the path is empty"},
		{[]string{"a/"}, "part of the path is empty"},
		{[]string{`a\b`}, "backslash"},
		{[]string{`\\server\share`}, "backslash"},
		{[]string{"C:/x"}, `":"`},
		{[]string{"file.txt:stream"}, `":"`},
		{[]string{"a\x00b"}, "printable ASCII"},
		{[]string{"a\nb"}, "printable ASCII"},
		{[]string{"caf\u00e9"}, "printable ASCII"},
		{[]string{"x\u202e"}, "printable ASCII"},
		{[]string{"\xff"}, "printable ASCII"},
		{[]string{"a?"}, `"?"`},
		{[]string{"a*b"}, `"*"`},
		{[]string{"a<b"}, `"<"`},
		{[]string{"a|b"}, `"|"`},
		{[]string{`a"b`}, "Windows does not allow"},
		{[]string{"con"}, "device"},
		{[]string{"site/NUL"}, "device"},
		{[]string{"Aux.html"}, "device"},
		{[]string{"aux.tar.gz/x"}, "device"},
		{[]string{"prn .txt"}, "device"},
		{[]string{"COM1"}, "device"},
		{[]string{"com0.md"}, "device"},
		{[]string{"lpt9"}, "device"},
		{[]string{"conin$"}, "device"},
		{[]string{"a."}, "dot or a space"},
		{[]string{"a /b"}, "dot or a space"},
		{[]string{"..."}, "dot or a space"},
		{[]string{".git/hooks/post-checkout"}, ".git"},
		{[]string{"site/.GIT"}, ".git"},
		{[]string{strings.Repeat("n", 256)}, "256 bytes"},
		{[]string{strings.Repeat("n/", 256) + "n"}, "513 bytes"},
		{[]string{"a", "b", "a"}, "twice"},
		{[]string{"Readme.md", "readme.md"}, `differs from "Readme.md" only in`},
		{[]string{"Site/a", "site/b"}, `"Site" differ only in`},
		{[]string{"a", "a/b"}, `"a" is a file`},
		{[]string{"a/b", "a"}, `"a" is a folder`},
		{[]string{"a/b/c", "A/b"}, `its folder and "a" differ`},
		{[]string{"a/b/c", "A"}, `"a" is a folder`},
		{[]string{"A", "a/b"}, `"A" is a file`},
	}
	for _, c := range bad {
		err := CheckPaths(filesAt(c.paths))
		var at *PathError
		if !errors.As(err, &at) || at.Path != c.paths[len(c.paths)-1] || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%q: %v; want %q", c.paths, err, c.words)
		}
	}
	bad = append(bad, []struct {
		paths []string
		words string
	}{
		{[]string{"manifest.json"}, "twice"},
		{[]string{"Manifest.JSON"}, "only in upper and lower case"},
		{[]string{"manifest.json/x"}, "is a folder"},
	}...)
	for _, c := range bad {
		dir := filepath.Join(t.TempDir(), "out")
		if _, err := Write(dir, filesAt(c.paths), Options{}); err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("Write %q: %v; want %q", c.paths, err, c.words)
		}
		if _, err := Check(dir, filesAt(c.paths), Options{}); err == nil {
			t.Errorf("Check %q: no error", c.paths)
		}
		if _, err := os.Lstat(dir); err == nil {
			t.Errorf("Write %q wrote something", c.paths)
		}
		alone(t, dir)
	}
}

func filesAt(paths []string) []File {
	var files []File
	for _, p := range paths {
		files = append(files, File{Path: p})
	}
	return files
}

// Whatever passes is written and is found again under the same names.
func FuzzPaths(f *testing.F) {
	f.Add("a/b", "a/c")
	f.Add("con", "../x")
	f.Add("A", "a/b")
	f.Add("x\x00", "a//b")
	f.Fuzz(func(t *testing.T, one, two string) {
		files := []File{{one, []byte("1")}, {two, []byte("2")}}
		dir := filepath.Join(quickDir(t), "out")
		_, err := write(&faulty{noSync: true}, dir, files, Options{})
		if err != nil {
			if got := read(t, dir); got != nil {
				t.Fatalf("refused (%v), but wrote %v", err, got)
			}
			return
		}
		got := read(t, dir)
		if got[one] != "1" || got[two] != "2" {
			t.Fatalf("wrote %q and %q, found %q", one, two, got)
		}
		alone(t, dir)
	})
}
