// The test binary runs itself again as a child process that builds, waits or dies.
// The promise kept here is that a child which cannot do its work fails loudly and is
// never taken for one that was killed.
package output

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// childVariable holds the work of a child process: its name, then its arguments.
const childVariable = "TOKENBOOK_OUTPUT_TEST_CHILD"

func TestMain(m *testing.M) {
	if work, ok := os.LookupEnv(childVariable); ok {
		if err := childWork(strings.Split(work, "\n")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// generation gives the files of one of the two builds that children take turns at.
func generation(which string) []File {
	if which == "old" {
		return oldFiles()
	}
	return newFiles()
}

func childWork(args []string) error {
	work, dir, args := args[0], args[1], args[2:]
	switch work {
	case "build": // which, "exchange" or "renames", number of the call to die at
		at, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		fmt.Println("ready")
		_, err = write(&faulty{at: at, fate: suicide, noExchange: args[1] == "renames"}, dir, generation(args[0]), keeping)
		return err
	case "turns": // which, how often
		n, err := strconv.Atoi(args[1])
		if err != nil {
			return err
		}
		opt := keeping
		opt.Wait = time.Minute
		for i := range n {
			// Every second build is the other one, so that there is always something to do.
			which := args[0]
			if i%2 == 1 {
				which = map[string]string{"old": "new", "new": "old"}[which]
			}
			if _, err := Write(dir, generation(which), opt); err != nil {
				return err
			}
		}
		return nil
	case "hold":
		if _, err := (operating{}).TryLock(beside(dir, "lock")); err != nil {
			return err
		}
		fmt.Println("ready")
		_, err := io.Copy(io.Discard, os.Stdin)
		return err
	}
	return systemWork(work, dir)
}

// child is a process at work.
type child struct {
	*exec.Cmd
	stdin  io.Closer
	stderr *strings.Builder
}

// begin starts a child; if it says that it is ready, begin waits for that.
func begin(t testing.TB, ready bool, work ...string) *child {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := &child{Cmd: exec.Command(self), stderr: &strings.Builder{}}
	// The race detector would hold every child up for a second at its end.
	c.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0", childVariable+"="+strings.Join(work, "\n"))
	c.Stderr = c.stderr
	if c.stdin, err = c.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	isolate(c.Cmd, work[0])
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if ready {
		if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "ready\n" {
			t.Fatalf("the child said %q (%v): %s", line, err, c.end())
		}
	}
	return c
}

// end waits for a child that ends by itself and gives its complaint.
func (c *child) end() string {
	if err := c.Wait(); err != nil {
		return err.Error() + " " + c.stderr.String()
	}
	return ""
}

// endKilled waits for a child and reports whether it was killed; a child that failed
// by itself fails the test.
func (c *child) endKilled(t testing.TB) bool {
	t.Helper()
	err := c.Wait()
	if err == nil {
		return false
	}
	if c.stderr.Len() > 0 || c.ProcessState.Exited() && c.ProcessState.ExitCode() == 99 {
		t.Fatalf("the child failed: %v %s", err, c.stderr)
	}
	return true
}
