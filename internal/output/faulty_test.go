// A file system that breaks on purpose: the n-th call fails, or the disk is full from
// the n-th call on, or nothing happens any more from the n-th call on, as after a
// kill. It keeps the promise that every call of a build has been seen to go wrong.
package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// fate is what happens at the chosen call.
type fate int

const (
	lives   fate = iota
	fails        // this call fails with cause, the next ones work
	full         // from this call on, everything that needs space fails with ENOSPC
	killed       // from this call on, nothing happens
	suicide      // the process kills itself
)

func (f fate) String() string {
	return [...]string{"lives", "fails", "full", "killed", "suicide"}[f]
}

var errKilled = errors.New("the process is dead")

// faulty is the real system until call number at.
type faulty struct {
	operating
	at     int
	fate   fate
	cause  error
	noSync bool // skip the real fsync, to be quick; it is counted all the same

	noExchange, noLink bool

	trace func(call string) // told before each call; may be nil
	calls int
	last  string            // the call at which fate struck
	locks []func() error    // of the dead
	after func(call string) // told after each call that changes something; may be nil
}

// strike counts one call and says whether it goes wrong.
func (f *faulty) strike(call string, needsSpace bool) error {
	f.calls++
	if f.trace != nil {
		f.trace(call)
	}
	if f.at == 0 || f.calls < f.at {
		return nil
	}
	if f.calls == f.at {
		f.last = fmt.Sprintf("%s (call %d)", call, f.calls)
	}
	switch {
	case f.fate == killed:
		return errKilled
	case f.fate == full && needsSpace:
		return syscall.ENOSPC
	case f.fate == fails && f.calls == f.at:
		return f.cause
	case f.fate == suicide && f.calls == f.at:
		die()
	}
	return nil
}

// die ends this process as kill -9 does.
func die() {
	p, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = p.Kill()
	}
	if err != nil {
		os.Exit(99)
	}
	select {} // the signal is on its way
}

// bury does what the kernel does for a dead process: its locks are dropped, its lock
// files stay.
func (f *faulty) bury(lock string) error {
	for _, unlock := range f.locks {
		if err := unlock(); err != nil {
			return err
		}
		if err := os.WriteFile(lock, []byte("99999\n"), 0o666); err != nil {
			return err
		}
	}
	f.locks = nil
	return nil
}

func (f *faulty) done(call string, err error) error {
	if f.after != nil && err == nil {
		f.after(call)
	}
	return err
}

func (f *faulty) Lstat(path string) (fs.FileInfo, error) {
	if err := f.strike("Lstat "+path, false); err != nil {
		return nil, err
	}
	return f.operating.Lstat(path)
}

func (f *faulty) ReadDir(path string) ([]fs.DirEntry, error) {
	if err := f.strike("ReadDir "+path, false); err != nil {
		return nil, err
	}
	return f.operating.ReadDir(path)
}

func (f *faulty) ReadFile(path string) ([]byte, error) {
	if err := f.strike("ReadFile "+path, false); err != nil {
		return nil, err
	}
	return f.operating.ReadFile(path)
}

func (f *faulty) Writable(path string) error {
	if err := f.strike("Writable "+path, false); err != nil {
		return err
	}
	return f.operating.Writable(path)
}

func (f *faulty) Mkdir(path string) error {
	if err := f.strike("Mkdir "+path, true); err != nil {
		return err
	}
	return f.done("Mkdir", f.operating.Mkdir(path))
}

func (f *faulty) Chmod(path string, mode fs.FileMode) error {
	if err := f.strike("Chmod "+path, false); err != nil {
		return err
	}
	return f.done("Chmod", f.operating.Chmod(path, mode))
}

func (f *faulty) Chtimes(path string, modified time.Time) error {
	if err := f.strike("Chtimes "+path, false); err != nil {
		return err
	}
	return f.done("Chtimes", f.operating.Chtimes(path, modified))
}

func (f *faulty) Link(from, to string) error {
	if err := f.strike("Link "+to, true); err != nil {
		return err
	}
	if f.noLink {
		return syscall.EPERM
	}
	return f.done("Link", f.operating.Link(from, to))
}

func (f *faulty) Rename(from, to string) error {
	if err := f.strike("Rename "+from+" "+to, false); err != nil {
		return err
	}
	return f.done("Rename", f.operating.Rename(from, to))
}

func (f *faulty) Exchange(a, b string) error {
	if err := f.strike("Exchange "+a+" "+b, false); err != nil {
		return err
	}
	if f.noExchange {
		return errNoExchange
	}
	return f.done("Exchange", f.operating.Exchange(a, b))
}

func (f *faulty) Remove(path string) error {
	if err := f.strike("Remove "+path, false); err != nil {
		return err
	}
	return f.done("Remove", f.operating.Remove(path))
}

func (f *faulty) SyncDir(path string) error {
	if err := f.strike("SyncDir "+path, false); err != nil {
		return err
	}
	if f.noSync {
		return nil
	}
	return f.operating.SyncDir(path)
}

func (f *faulty) TryLock(path string) (func() error, error) {
	if err := f.strike("TryLock "+path, true); err != nil {
		return nil, err
	}
	unlock, err := f.operating.TryLock(path)
	if err != nil {
		return nil, err
	}
	return func() error {
		if err := f.strike("Unlock "+path, false); err != nil {
			f.locks = append(f.locks, unlock)
			return err
		}
		return unlock()
	}, nil
}

func (f *faulty) Create(path string) (handle, error) {
	if err := f.strike("Create "+path, true); err != nil {
		return nil, err
	}
	h, err := f.operating.Create(path)
	if err != nil {
		return nil, err
	}
	return &faultyHandle{h, f, path}, f.done("Create", nil)
}

type faultyHandle struct {
	handle
	sys  *faulty
	path string
}

// Write leaves half of the data behind when it goes wrong.
func (h *faultyHandle) Write(data []byte) (int, error) {
	before := len(data) / 2
	if _, err := h.handle.Write(data[:before]); err != nil {
		return 0, err
	}
	if err := h.sys.strike("Write "+h.path, true); err != nil {
		return before, err
	}
	n, err := h.handle.Write(data[before:])
	return before + n, h.sys.done("Write", err)
}

func (h *faultyHandle) Sync() error {
	if err := h.sys.strike("Sync "+h.path, true); err != nil {
		return err
	}
	if h.sys.noSync {
		return nil
	}
	return h.handle.Sync()
}

// Close always closes, as a dead process has no open files either.
func (h *faultyHandle) Close() error {
	err := h.handle.Close()
	if struck := h.sys.strike("Close "+h.path, true); struck != nil {
		return struck
	}
	return err
}
