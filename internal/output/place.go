package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// place is where the output folder is, and the names beside it that a run uses.
type place struct {
	dir    string // as the caller wrote it, cleaned
	parent string
	lock   string // present while a build is at work
	stage  string // the tree being built, or the tree being thrown away
	old    string // the complete old tree, between two renames
}

// path gives the place of a file of the output.
func (p place) path(rel string) string { return filepath.Join(p.dir, filepath.FromSlash(rel)) }

// beside gives the name of an entry next to path that belongs to this package.
func beside(path, what string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".tokenbook-"+what)
}

// locate finds the places for an output folder and refuses folders that must not be
// replaced: a root, a symbolic link, anything that is no folder, and a folder that
// holds one of protect.
func locate(sys system, dir string, protect []string) (place, error) {
	if dir == "" {
		return place{}, &Error{Path: `""`, Problem: "no output folder is given", Advice: "name one, such as out"}
	}
	dir, err := named(dir)
	if err != nil {
		return place{}, err
	}
	p := place{
		dir: dir, parent: filepath.Dir(dir),
		lock: beside(dir, "lock"), stage: beside(dir, "stage"), old: beside(dir, "old"),
	}
	if p.parent == dir {
		return place{}, &Error{Path: dir, Problem: "this is the root of a file system", Advice: "choose a folder that holds nothing else"}
	}
	if n := len(filepath.Base(p.stage)); n > maxName {
		return place{}, &Error{Path: dir, Problem: fmt.Sprintf("the name is too long by %d bytes", n-maxName),
			Advice: "choose a shorter name for the folder"}
	}
	info, err := sys.Lstat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return p, nil
	case err != nil:
		return place{}, fault(dir, "look at the output folder", err)
	case info.Mode()&fs.ModeSymlink != 0:
		return place{}, &Error{Path: dir, Problem: "this is a symbolic link; an output folder is replaced as a whole, and the link would be lost",
			Advice: "name the folder that it leads to"}
	case !info.IsDir():
		return place{}, &Error{Path: dir, Problem: "this is not a folder", Advice: "move it away or choose another output folder"}
	}
	for _, path := range protect {
		in, err := inside(dir, path)
		if err != nil {
			return place{}, fault(path, "look at the path", err)
		}
		if in {
			return place{}, &Error{Path: dir, Problem: "an output folder is replaced as a whole, and " + path + " lies in it",
				Advice: "choose a folder that holds nothing else"}
		}
	}
	return p, nil
}

// named cleans a path, and makes it absolute if its last part is no name ("." or
// ".."), since the places beside a folder are made from its name.
func named(path string) (string, error) {
	path = filepath.Clean(path)
	if base := filepath.Base(path); base != "." && base != ".." {
		return path, nil
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return "", fault(path, "find the working folder", err)
	}
	return full, nil
}

// inside reports whether path is dir or lies in it. It compares the folders
// themselves, not their names, so letter case, symbolic links and mounts do not
// matter. A path that does not exist lies where its nearest existing parent does.
func inside(dir, path string) (bool, error) {
	outer, err := os.Stat(dir)
	if err != nil {
		return false, err
	}
	path, err = filepath.Abs(path)
	if err != nil {
		return false, err
	}
	if full, err := filepath.EvalSymlinks(path); err == nil {
		path = full
	}
	for {
		if info, err := os.Stat(path); err == nil && os.SameFile(outer, info) {
			return true, nil
		}
		up := filepath.Dir(path)
		if up == path {
			return false, nil
		}
		path = up
	}
}

// makeParents makes the folders above the output folder. undo removes those that
// it made, if nothing came to lie in them.
func (w *writer) makeParents() (undo func(), err error) {
	var missing []string
	for path := w.parent; ; path = filepath.Dir(path) {
		info, err := w.sys.Lstat(path)
		if err == nil && info.Mode().IsRegular() {
			return nil, &Error{Path: path, Problem: "this is a file where a folder should be", Advice: "move it away or choose another output folder"}
		}
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, fault(path, "look at the folder", err)
		}
		missing = append(missing, path)
	}
	var made []string
	undo = func() {
		for i := len(made) - 1; i >= 0; i-- {
			// A folder that is not empty is somebody's, and stays.
			_ = w.sys.Remove(made[i])
		}
	}
	for i := len(missing) - 1; i >= 0; i-- {
		err := w.sys.Mkdir(missing[i])
		if err != nil && !errors.Is(err, fs.ErrExist) {
			undo()
			return nil, fault(missing[i], "make the folder", err)
		}
		if err == nil {
			made = append(made, missing[i])
		}
	}
	return undo, nil
}

// checkWritable asks beforehand for every permission that the swap and the removal
// of the old tree will need, so that neither stops half-way.
func (w *writer) checkWritable(have holding) error {
	for _, rel := range have.folders() {
		if err := w.sys.Writable(w.path(rel)); err != nil {
			return fault(w.path(rel), "write to the folder", err)
		}
	}
	return nil
}

// litter reports whether a file is one that a desktop drops into folders it shows.
func litter(rel string) bool {
	switch strings.ToLower(rel[strings.LastIndexByte(rel, '/')+1:]) {
	case ".ds_store", "thumbs.db", "desktop.ini":
		return true
	}
	return false
}
