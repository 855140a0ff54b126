package output

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
)

// Error is trouble with the output folder: where, what, and what to do about it.
type Error struct {
	Path    string // as the caller wrote the folder, so that it can be pasted
	Problem string
	Advice  string
	Err     error // the system's error, if one is the cause
}

func (e *Error) Error() string {
	between := "; "
	if e.Advice == "" || strings.HasSuffix(e.Problem, "\n") {
		between = "" // the advice stands below a list
	}
	return e.Path + ": " + e.Problem + between + e.Advice
}

// Unwrap gives the system's error, for errors.Is.
func (e *Error) Unwrap() error { return e.Err }

// fault turns a system's error into one that says what to do. doing reads on from
// "cannot", such as "write the file".
func fault(path, doing string, err error) *Error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	problem := "cannot " + doing + ": " + reason(err)
	var advice string
	switch {
	case diskFull(err):
		advice = "free some space and run again; what was there before is unharmed"
	case errors.Is(err, syscall.EROFS):
		advice = "the file system is read-only; choose another folder"
	case errors.Is(err, fs.ErrPermission):
		advice = "give yourself write permission, or choose another folder"
	case errors.Is(err, syscall.ENAMETOOLONG):
		advice = "choose a folder with a shorter path"
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.EISDIR):
		advice = "a file stands where a folder should be, or the other way round; move it away or choose another folder"
	case errors.Is(err, syscall.EXDEV), errors.Is(err, syscall.EBUSY):
		advice = "the folder cannot be renamed because it is a mount point or belongs to a layer of a container image; " +
			"choose a folder inside it, or delete it first"
	case inUse(err):
		advice = "another program holds a file in the folder open; close it and run again"
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrExist), errors.Is(err, syscall.ENOTEMPTY):
		advice = "the folder was changed by something else at the same time; run again"
	default:
		advice = "what was there before is unharmed; check the disk and run again"
	}
	return &Error{Path: path, Problem: problem, Advice: advice, Err: err}
}

// reason is the system's words without the path, which Error has already.
func reason(err error) string {
	var onPath *fs.PathError
	if errors.As(err, &onPath) {
		return onPath.Err.Error()
	}
	var no syscall.Errno
	if errors.As(err, &no) {
		return no.Error()
	}
	return err.Error()
}

// listed is how many paths an error names before it only counts.
const listed = 10

// list writes paths for an error, one per line, the first ten and a count.
func list(paths []string) string {
	var b strings.Builder
	for i, p := range paths {
		if i == listed {
			fmt.Fprintf(&b, "\n  … and %d more", len(paths)-listed)
			break
		}
		b.WriteString("\n  " + p)
	}
	return b.String()
}

// count writes a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
