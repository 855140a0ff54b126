package output

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/windows"
)

// writable has nothing to ask: the read-only mark of a Windows folder does not
// protect what is in it, and access lists are only known by trying.
func writable(string) error { return nil }

// rename tries again for a moment: virus scanners and indexers open new files for an
// instant, and a folder with an open file in it cannot be renamed.
func rename(from, to string) error {
	const tries, pause = 10, 50 * time.Millisecond
	for n := 1; ; n++ {
		err := os.Rename(from, to)
		if err == nil || n == tries || !(inUse(err) || errors.Is(err, windows.ERROR_ACCESS_DENIED)) {
			return err
		}
		time.Sleep(pause)
	}
}

// syncDir has nothing to do: folders cannot be flushed on Windows.
func syncDir(string) error { return nil }

// lockAt is where the lock lies in the file, far behind the text. Windows locks
// bar others from reading what is locked, and the text is meant to be read.
const lockAt = 0x7fffffff

// tryLock takes a lock that the system drops when the process ends, however it ends.
// The file is opened so that nobody can remove it while anybody has it open; so a
// file that was locked is always the one at the path.
func tryLock(path string) (func() error, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	h, err := windows.CreateFile(name, windows.GENERIC_READ|windows.GENERIC_WRITE,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE, nil, windows.OPEN_ALWAYS, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	f := os.NewFile(uintptr(h), path)
	err = windows.LockFileEx(h, windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0,
		&windows.Overlapped{OffsetHigh: lockAt})
	if err != nil {
		if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
			err = &heldError{holder(f)}
		} else {
			err = &fs.PathError{Op: "lock", Path: path, Err: err}
		}
		return nil, errors.Join(err, f.Close())
	}
	// The number only helps people; a full disk is found out by the real files.
	if f.Truncate(0) == nil {
		_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	return func() error {
		if err := f.Close(); err != nil {
			return err
		}
		// Whoever opened it meanwhile keeps it, and will remove it.
		if err := os.Remove(path); err != nil && !inUse(err) {
			return err
		}
		return nil
	}, nil
}

func diskFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

// inUse reports that another process has the file, or a file in the folder, open.
func inUse(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION)
}
