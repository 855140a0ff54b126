package output

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// exchange makes two folders change names in one step. Kernels and file systems
// that cannot say so in several ways; old container sandboxes say EPERM, and where
// that means a real lack of permission, the plain renames will find the same.
func exchange(a, b string) error {
	err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
	for _, no := range []error{unix.ENOSYS, unix.EINVAL, unix.ENOTSUP, unix.EPERM} {
		if errors.Is(err, no) {
			return errNoExchange
		}
	}
	if err != nil {
		return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
	}
	return nil
}
