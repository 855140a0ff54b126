package output

import (
	"io/fs"
	"path"
	"path/filepath"
	"slices"
)

// build makes the complete new tree in the stage. The manifest is written first and
// made durable before anything else, so that every later file in a stage that a
// killed run left is known to be ours.
func (w *writer) build(have holding, p plan) error {
	at := func(rel string) string { return filepath.Join(w.stage, filepath.FromSlash(rel)) }
	if err := w.mkdir(w.stage, have.dirs["."]); err != nil {
		return err
	}
	linked := map[string]bool{}
	for _, rel := range append(slices.Clone(p.report.Unchanged), p.kept...) {
		linked[rel] = true
	}
	if err := w.create(at(ManifestName), w.want.manifest, have.files[ManifestName]); err != nil {
		return err
	}
	if err := w.sys.SyncDir(w.stage); err != nil {
		return fault(w.stage, "make the folder durable", err)
	}

	dirs := w.stageDirs(p.kept)
	for _, rel := range dirs[1:] {
		if err := w.mkdir(at(rel), have.dirs[rel]); err != nil {
			return err
		}
	}
	for _, f := range w.want.files {
		var err error
		if linked[f.Path] {
			err = w.link(f.Path, at(f.Path), have.files[f.Path])
		} else {
			err = w.create(at(f.Path), f.Data, have.files[f.Path])
		}
		if err != nil {
			return err
		}
	}
	for _, rel := range p.kept {
		if err := w.link(rel, at(rel), have.files[rel]); err != nil {
			return err
		}
	}
	for _, rel := range dirs {
		if err := w.sys.SyncDir(at(rel)); err != nil {
			return fault(at(rel), "make the folder durable", err)
		}
	}
	return nil
}

// stageDirs lists the folders of the new tree, each before what it holds; the first
// is ".".
func (w *writer) stageDirs(kept []string) []string {
	seen := map[string]bool{".": true}
	var dirs []string
	for _, rel := range append(w.want.paths(), kept...) {
		for dir := path.Dir(rel); !seen[dir]; dir = path.Dir(dir) {
			seen[dir] = true
			dirs = append(dirs, dir)
		}
	}
	slices.Sort(dirs)
	return append([]string{"."}, dirs...)
}

// mkdir makes a folder with the mode that the folder it replaces has, if there is one.
func (w *writer) mkdir(path string, was fs.FileInfo) error {
	if err := w.sys.Mkdir(path); err != nil {
		return fault(path, "make the folder", err)
	}
	return w.likeBefore(path, was)
}

// create writes a new file and makes it durable.
func (w *writer) create(path string, data []byte, was fs.FileInfo) error {
	if err := writeNew(w.sys, path, data); err != nil {
		return fault(path, "write the file", err)
	}
	return w.likeBefore(path, was)
}

// likeBefore gives path the mode of what it replaces.
func (w *writer) likeBefore(path string, was fs.FileInfo) error {
	if was == nil {
		return nil
	}
	const kept = fs.ModePerm | fs.ModeSetgid | fs.ModeSticky
	now, err := w.sys.Lstat(path)
	if err == nil && now.Mode()&kept != was.Mode()&kept {
		err = w.sys.Chmod(path, was.Mode()&kept)
	}
	if err != nil {
		return fault(path, "set the mode", err)
	}
	return nil
}

// link makes the file also appear in the new tree: as a hard link, which keeps
// everything, or as a copy of the same time and mode where the file system or its
// rules refuse links.
func (w *writer) link(rel, to string, was fs.FileInfo) error {
	from := w.path(rel)
	if w.sys.Link(from, to) == nil {
		return nil
	}
	data, err := w.sys.ReadFile(from)
	if err != nil {
		return fault(from, "read the file", err)
	}
	if err := w.create(to, data, was); err != nil {
		return err
	}
	if err := w.sys.Chtimes(to, was.ModTime()); err != nil {
		return fault(to, "set the time", err)
	}
	return nil
}

// writeNew writes a file that must not exist yet and makes its bytes durable.
func writeNew(sys system, path string, data []byte) error {
	f, err := sys.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}
