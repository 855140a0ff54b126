package output

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// exchange makes two folders change names in one step, which APFS can and HFS+,
// exFAT and most network file systems cannot.
func exchange(a, b string) error {
	err := unix.RenamexNp(a, b, unix.RENAME_SWAP)
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
