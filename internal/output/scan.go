package output

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
)

// tree is what a folder holds, by path with slashes. A folder that does not exist
// is a tree without entries.
type tree struct {
	files map[string]fs.FileInfo // everything that is no folder, links and devices too
	dirs  map[string]fs.FileInfo // the folder itself is "."
}

func (t tree) exists() bool { return len(t.dirs) > 0 }

// names lists the files, sorted.
func (t tree) names() []string { return slices.Sorted(maps.Keys(t.files)) }

// folders lists the folders, each before what it holds.
func (t tree) folders() []string { return slices.Sorted(maps.Keys(t.dirs)) }

// same reports whether nothing was added, removed or rewritten between two scans.
// Empty folders do not count, as there is nothing in them to lose.
func (t tree) same(later tree) bool {
	return maps.EqualFunc(t.files, later.files, func(a, b fs.FileInfo) bool {
		return a.Mode() == b.Mode() && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
	})
}

// scan lists what is under root, without following links.
func scan(sys system, root string) (tree, error) {
	t := tree{files: map[string]fs.FileInfo{}, dirs: map[string]fs.FileInfo{}}
	info, err := sys.Lstat(root)
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err != nil {
		return t, fault(root, "look at the folder", err)
	}
	if !info.IsDir() {
		t.files["."] = info
		return t, nil
	}
	t.dirs["."] = info
	todo := []string{"."}
	for len(todo) > 0 {
		dir := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		at := filepath.Join(root, filepath.FromSlash(dir))
		entries, err := sys.ReadDir(at)
		if err != nil {
			return t, fault(at, "list the folder", err)
		}
		for _, e := range entries {
			rel := path.Join(dir, e.Name())
			info, err := e.Info()
			if err != nil {
				return t, fault(filepath.Join(at, e.Name()), "look at the file", err)
			}
			if info.IsDir() {
				t.dirs[rel] = info
				todo = append(todo, rel)
			} else {
				t.files[rel] = info
			}
		}
	}
	return t, nil
}
