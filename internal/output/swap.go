package output

import (
	"errors"
	"path/filepath"
	"slices"
)

// swap puts the stage in the place of the output folder. swapped says whether the
// new tree is in place, which it can be in spite of an error; otherwise the old one
// is. The old tree then lies in the stage.
//
// Between the comparison and the swap somebody may have put a file into the folder.
// So the old tree is scanned once more when nobody reaches it by its name any longer,
// and the swap is taken back if anything is not as it was.
func (w *writer) swap(have holding) (swapped bool, err error) {
	if !have.exists() {
		if err := w.sys.Rename(w.stage, w.dir); err != nil {
			return false, fault(w.dir, "put the new folder in place", err)
		}
		return true, w.syncParent()
	}
	err = w.sys.Exchange(w.stage, w.dir)
	if errors.Is(err, errNoExchange) {
		return w.swapByRenames(have)
	}
	if err != nil {
		return false, fault(w.dir, "replace the folder", err)
	}
	if err := w.unchanged(w.stage, have); err != nil {
		if back := w.sys.Exchange(w.stage, w.dir); back != nil {
			return true, fault(w.dir, "bring the old folder back from "+w.stage, back)
		}
		return false, err
	}
	return true, w.syncParent()
}

// swapByRenames replaces the folder in two steps. The names are the journal: as long
// as old exists and the folder does not, old is complete and belongs back; when both
// exist, the new tree is in place and old is rubbish.
func (w *writer) swapByRenames(have holding) (swapped bool, err error) {
	if err := w.sys.Rename(w.dir, w.old); err != nil {
		return false, fault(w.dir, "replace the folder", err)
	}
	err = w.unchanged(w.old, have)
	if err == nil {
		if err = w.sys.Rename(w.stage, w.dir); err != nil {
			err = fault(w.dir, "put the new folder in place", err)
		}
	}
	if err != nil {
		if back := w.sys.Rename(w.old, w.dir); back != nil {
			return false, fault(w.dir, "bring the old folder back from "+w.old, back)
		}
		return false, err
	}
	if err := w.sys.Rename(w.old, w.stage); err != nil {
		return true, fault(w.old, "move the old folder aside", err)
	}
	return true, w.syncParent()
}

// unchanged makes sure that the old tree, now at root, is what the plan was made for.
func (w *writer) unchanged(root string, have holding) error {
	now, err := scan(w.sys, root)
	if err != nil {
		return err
	}
	if !have.same(now) {
		return &Error{Path: w.dir, Problem: "something else changed files in it during the build",
			Advice: "nothing was lost and nothing was written; run again"}
	}
	return nil
}

func (w *writer) syncParent() error {
	if err := w.sys.SyncDir(w.parent); err != nil {
		return fault(w.parent, "make the new folder durable (it is complete and in place)", err)
	}
	return nil
}

// removeOld removes the old tree from the stage, file by file as it was scanned, so
// that nothing else can be removed with it. The manifest goes last: it is what the
// next run knows the rest by, should this one be killed. The result is the place of
// what could not be removed, or nothing.
func (w *writer) removeOld(have holding) (leftover string) {
	if !have.exists() {
		return ""
	}
	if err := removeListed(w.sys, w.stage, have.tree); err != nil {
		w.note("the old output could not be removed, the next build will try again: " + err.Error())
		return w.stage
	}
	return ""
}

// removeListed removes what a scan found under root, and root.
func removeListed(sys system, root string, t tree) error {
	files := slices.DeleteFunc(t.names(), func(rel string) bool { return rel == ManifestName })
	dirs := t.folders()
	slices.Reverse(dirs)
	if _, ok := t.files[ManifestName]; ok {
		files = append(files, ManifestName)
	}
	for _, rel := range append(files, dirs...) {
		path := filepath.Join(root, filepath.FromSlash(rel))
		if err := sys.Remove(path); err != nil {
			return fault(path, "remove the old file", err)
		}
	}
	return nil
}
