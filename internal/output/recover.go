package output

import (
	"bytes"
	"errors"
	"io/fs"
	"path/filepath"
)

// recover cleans up what a killed run left. Nothing is removed that a build did not
// write: what a stage may hold is told by the manifest in it, which is there before
// any other file and until after the last. It holds the lock.
func (w *writer) recover() error {
	kept, err := w.present(w.old)
	if err != nil {
		return err
	}
	inPlace, err := w.present(w.dir)
	if err != nil {
		return err
	}
	if kept && !inPlace {
		w.note("bringing back " + w.dir + ", which an interrupted build had moved aside")
		if err := w.sys.Rename(w.old, w.dir); err != nil {
			return fault(w.dir, "bring the old folder back from "+w.old, err)
		}
		kept = false
	}
	if err := w.clearStage(); err != nil {
		return err
	}
	if !kept {
		return nil
	}
	if err := w.sys.Rename(w.old, w.stage); err != nil {
		return fault(w.old, "move the old folder aside", err)
	}
	return w.clearStage()
}

// discard removes the stage after a failure. The failure is what the caller hears of;
// if the stage cannot be removed either, the next run will.
func (w *writer) discard() { _ = w.clearStage() }

func (w *writer) present(path string) (bool, error) {
	_, err := w.sys.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fault(path, "look at the folder", err)
	}
	return true, nil
}

// clearStage removes a stage: a new tree that was not finished, or an old tree that
// was not removed to the end.
func (w *writer) clearStage() error {
	t, err := scan(w.sys, w.stage)
	if err != nil || len(t.files)+len(t.dirs) == 0 {
		return err
	}
	if !t.exists() {
		return &Error{Path: w.stage, Problem: "this is not a folder, and the build needs the name", Advice: "move it away and run again"}
	}
	foreign, err := w.foreignInStage(t)
	if err != nil {
		return err
	}
	if len(foreign) > 0 {
		return &Error{Path: w.stage,
			Problem: "an interrupted build left this folder, and it holds " + count(len(foreign), "file that was", "files that were") +
				" not generated:" + list(foreign) + "\n",
			Advice: "move them away and run again"}
	}
	return removeListed(w.sys, w.stage, t)
}

// foreignInStage lists what no build can have put there.
func (w *writer) foreignInStage(t tree) ([]string, error) {
	listed := map[string]bool{ManifestName: true}
	others := len(t.files)
	if info, ok := t.files[ManifestName]; ok && info.Mode().IsRegular() {
		others--
		// The first thing a build writes is the manifest; alone, it may be half of one.
		m, err := previous(w.sys, w.stage)
		if err != nil && others > 0 {
			return nil, err
		}
		if m != nil {
			for _, e := range m.Files {
				listed[e.Path] = true
			}
		}
	}
	var foreign []string
	for _, rel := range t.names() {
		if t.files[rel].Mode().IsRegular() && (listed[rel] || w.alsoInPlace(rel)) {
			continue
		}
		foreign = append(foreign, rel)
	}
	return foreign, nil
}

// alsoInPlace reports whether removing a file from the stage loses nothing, because
// the output folder has the same at the same path. That is so for files that are
// kept: the stage has a link to it, or a copy that may not be finished.
func (w *writer) alsoInPlace(rel string) bool {
	copied, err := w.sys.ReadFile(filepath.Join(w.stage, filepath.FromSlash(rel)))
	if err != nil {
		return false
	}
	original, err := w.sys.ReadFile(w.path(rel))
	return err == nil && bytes.HasPrefix(original, copied)
}
