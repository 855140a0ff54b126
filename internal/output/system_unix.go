//go:build unix

package output

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// writable asks for the mode bits too: they do not bind root, but whoever made a
// folder read-only meant it.
func writable(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o222 == 0 {
		return &fs.PathError{Op: "access", Path: dir, Err: unix.EACCES}
	}
	if err := unix.Access(dir, unix.W_OK|unix.X_OK); err != nil {
		return &fs.PathError{Op: "access", Path: dir, Err: err}
	}
	return nil
}

func rename(from, to string) error { return os.Rename(from, to) }

// syncDir makes the entries of a folder durable. Some file systems have nothing to
// sync for a folder and say so.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP) {
		err = nil
	}
	return errors.Join(err, d.Close())
}

// tryLock takes an advisory lock that the kernel drops when the process ends, however
// it ends. The file is removed before the lock is dropped; so whoever gets a lock
// must look whether the file that it locked is still the one at the path. If it never
// is, others come and go all the time, which is the same as held.
func tryLock(path string) (func() error, error) {
	for range 100 {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|unix.O_NOFOLLOW, 0o666)
		if err != nil {
			return nil, err
		}
		if err := flock(f); err != nil {
			if errors.Is(err, unix.EWOULDBLOCK) {
				err = &heldError{holder(f)}
			} else {
				err = &fs.PathError{Op: "lock", Path: path, Err: err}
			}
			return nil, errors.Join(err, f.Close())
		}
		mine, err := f.Stat()
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if now, err := os.Lstat(path); err != nil || !os.SameFile(mine, now) {
			if err := f.Close(); err != nil {
				return nil, err
			}
			continue
		}
		// The number only helps people; a full disk is found out by the real files.
		if f.Truncate(0) == nil {
			_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
		}
		return func() error { return errors.Join(os.Remove(path), f.Close()) }, nil
	}
	return nil, &heldError{}
}

func flock(f *os.File) error {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

func diskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// inUse is for systems on which an open file cannot be renamed or removed.
func inUse(error) bool { return false }
