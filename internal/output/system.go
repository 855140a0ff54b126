package output

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

// system is every call by which this package touches the file system. The tests
// put a counter in front of it that makes the n-th call fail, or all from the n-th
// on, which is what a kill looks like from the disk.
type system interface {
	Lstat(path string) (fs.FileInfo, error)
	ReadDir(path string) ([]fs.DirEntry, error)
	ReadFile(path string) ([]byte, error)
	Writable(dir string) error // whether entries of dir may be made and removed
	Mkdir(path string) error
	Create(path string) (handle, error) // fails if anything stands at path
	Chmod(path string, mode fs.FileMode) error
	Chtimes(path string, modified time.Time) error
	Link(from, to string) error
	Rename(from, to string) error
	Exchange(a, b string) error // errNoExchange where that is impossible
	Remove(path string) error   // a file or an empty folder
	SyncDir(path string) error
	TryLock(path string) (unlock func() error, err error) // *heldError if another process has it
}

// handle is a file being written.
type handle interface {
	Write(data []byte) (int, error)
	Sync() error
	Close() error
}

// errNoExchange says that two folders cannot change names in one step here.
var errNoExchange = errors.New("two folders cannot be exchanged on this file system")

// heldError says that another process has the lock; holder is the text it left in
// the lock file, its process number.
type heldError struct{ holder string }

func (e *heldError) Error() string { return "locked by process " + e.holder }

// operating is the real system.
type operating struct{}

func (operating) Lstat(path string) (fs.FileInfo, error)     { return os.Lstat(path) }
func (operating) ReadDir(path string) ([]fs.DirEntry, error) { return os.ReadDir(path) }
func (operating) ReadFile(path string) ([]byte, error)       { return os.ReadFile(path) }
func (operating) Writable(dir string) error                  { return writable(dir) }
func (operating) Mkdir(path string) error                    { return os.Mkdir(path, 0o777) }
func (operating) Chmod(path string, mode fs.FileMode) error  { return os.Chmod(path, mode) }
func (operating) Link(from, to string) error                 { return os.Link(from, to) }
func (operating) Rename(from, to string) error               { return rename(from, to) }
func (operating) Exchange(a, b string) error                 { return exchange(a, b) }
func (operating) Remove(path string) error                   { return os.Remove(path) }
func (operating) SyncDir(path string) error                  { return syncDir(path) }
func (operating) TryLock(path string) (func() error, error)  { return tryLock(path) }

func (operating) Create(path string) (handle, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

func (operating) Chtimes(path string, modified time.Time) error {
	// A zero time leaves the time of the last access as it is.
	return os.Chtimes(path, time.Time{}, modified)
}
