package output

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// fileWait is how long WriteFile waits for another process that writes the same file.
const fileWait = 5 * time.Second

// WriteFile makes the file at path hold data: all of it or, whatever goes wrong, what
// it held before. An existing file keeps its mode and is not touched if it holds data
// already; a symbolic link is followed; a pipe or device is written to as it is. The
// folder must exist. Other hard links to the file keep the old bytes. Errors are of
// type *Error.
func WriteFile(path string, data []byte) error { return writeFile(operating{}, path, data) }

func writeFile(sys system, path string, data []byte) error {
	path, err := named(path)
	if err != nil {
		return err
	}
	was, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(path)); errors.Is(err, fs.ErrNotExist) {
			return &Error{Path: path, Problem: "the folder " + filepath.Dir(path) + " does not exist", Advice: "make it, or name another"}
		}
		if _, err := os.Lstat(path); err == nil {
			return &Error{Path: path, Problem: "this is a symbolic link that leads nowhere", Advice: "remove the link or name another file"}
		}
		was = nil
	case err != nil:
		return fault(path, "look at the file", err)
	case was.IsDir():
		return &Error{Path: path, Problem: "this is a folder", Advice: "name a file in it"}
	case !was.Mode().IsRegular():
		return writeThrough(path, data)
	default:
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return fault(path, "follow the link", err)
		}
		if holds(sys, path, data) {
			return nil
		}
	}
	return replaceFile(sys, path, data, was)
}

// holds reports that the file has these bytes and no killed run left anything beside
// it that would have to be cleaned up.
func holds(sys system, path string, data []byte) bool {
	for _, what := range []string{"lock", "temp"} {
		if _, err := sys.Lstat(beside(path, what)); !errors.Is(err, fs.ErrNotExist) {
			return false
		}
	}
	now, err := sys.ReadFile(path)
	return err == nil && bytes.Equal(now, data)
}

// replaceFile writes a file beside path and renames it to path.
func replaceFile(sys system, path string, data []byte, was fs.FileInfo) error {
	if n := len(filepath.Base(beside(path, "temp"))); n > maxName {
		return &Error{Path: path, Problem: "the name is too long", Advice: "choose a shorter one"}
	}
	unlock, err := acquire(sys, path, beside(path, "lock"), fileWait, func(string) {})
	if err != nil {
		return err
	}
	// A lock file that cannot be removed locks nothing, and the next run removes it.
	defer func() { _ = unlock() }()

	temp := beside(path, "temp")
	if err := sys.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault(temp, "remove what an interrupted run left", err)
	}
	err = writeNew(sys, temp, data)
	if err == nil && was != nil {
		err = sys.Chmod(temp, was.Mode().Perm())
	}
	if err == nil {
		err = sys.Rename(temp, path)
	}
	if err != nil {
		// If it cannot be removed either, the next run will.
		_ = sys.Remove(temp)
		return fault(path, "write the file", err)
	}
	if err := sys.SyncDir(filepath.Dir(path)); err != nil {
		return fault(path, "make the file durable (it is complete and in place)", err)
	}
	return nil
}

// writeThrough writes to something that is no file, such as /dev/stdout: there is
// nothing to keep whole.
func writeThrough(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fault(path, "open it", err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return fault(path, "write to it", err)
	}
	return nil
}
