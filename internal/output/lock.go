package output

import (
	"errors"
	"io"
	"strings"
	"time"
)

// step is how often a waiting build asks for the lock.
const step = 20 * time.Millisecond

// acquire takes the lock of the output at path, waiting up to wait while another
// process has it. It counts its pauses instead of looking at a clock.
func acquire(sys system, path, lock string, wait time.Duration, note func(string)) (unlock func() error, err error) {
	for waited := time.Duration(0); ; waited += step {
		unlock, err := sys.TryLock(lock)
		if err == nil {
			return unlock, nil
		}
		var held *heldError
		if !errors.As(err, &held) {
			return nil, fault(lock, "make the lock file", err)
		}
		who := "another process"
		if held.holder != "" {
			who = "process " + held.holder
		}
		if waited >= wait {
			return nil, &Error{Path: path, Problem: who + " is writing to it",
				Advice: "run again when it has ended", Err: err}
		}
		if waited == 0 {
			note("waiting for " + who + ", which is writing to " + path)
		}
		time.Sleep(min(step, wait-waited))
	}
}

// holder reads the process number from a lock file.
func holder(f io.Reader) string {
	text, err := io.ReadAll(io.LimitReader(f, 20))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}
