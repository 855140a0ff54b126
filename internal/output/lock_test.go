// The promise: two builds of one folder never mix. The second waits as long as it may
// and then says which process is at work; a killed process holds nothing up; and
// whoever reads the folder meanwhile finds one whole tree.
package output

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSecondBuildWaits(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	oldTree(t, dir)
	before := read(t, dir)
	c := begin(t, true, "hold", dir)

	var told []string
	opt := keeping
	opt.Wait = 3 * step
	opt.Progress = func(line string) { told = append(told, line) }
	began := time.Now()
	_, err := Write(dir, newFiles(), opt)
	checkError(t, "", err)
	want := fmt.Sprintf("%s: process %d is writing to it; run again when it has ended", dir, c.Process.Pid)
	if err == nil || err.Error() != want {
		t.Fatalf("got  %v\nwant %s", err, want)
	}
	if waited := time.Since(began); waited < opt.Wait {
		t.Errorf("waited %v, not %v", waited, opt.Wait)
	}
	if want := fmt.Sprintf("waiting for process %d, which is writing to %s", c.Process.Pid, dir); len(told) != 1 || told[0] != want {
		t.Errorf("told %q, want %q", told, want)
	}
	if diff := cmp.Diff(before, read(t, dir)); diff != "" {
		t.Fatalf("something changed (-before +after):\n%s", diff)
	}

	// The holder is killed while another build waits for it.
	opt.Wait = time.Minute
	opt.Progress = func(string) {
		if err := c.Process.Kill(); err != nil {
			t.Error(err)
		}
	}
	if _, err := Write(dir, newFiles(), opt); err != nil {
		t.Fatal(err)
	}
	if !c.endKilled(t) {
		t.Fatal("the holder was not killed")
	}
	if diff := cmp.Diff(listingOf(t, newFiles(), keeping, keptFiles()), read(t, dir)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	alone(t, dir)
}

func TestLockFileOfTheDead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	oldTree(t, dir)
	put(t, filepath.Dir(dir), map[string]string{".out.tokenbook-lock": "1\n"})
	before, err := os.Lstat(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Write(dir, oldFiles(), keeping); err != nil {
		t.Fatal(err)
	}
	alone(t, dir)
	// Taking the lock is no reason to replace a folder that is as wanted.
	if after, err := os.Lstat(dir); err != nil || !os.SameFile(before, after) {
		t.Errorf("the folder was replaced (%v)", err)
	}
}

// The lock file comes and goes; still no two ever have the lock.
func TestLockExcludes(t *testing.T) {
	path := filepath.Join(quickDir(t), "lock")
	var inside, taken atomic.Int32
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 4000 {
				unlock, err := tryLock(path)
				var held *heldError
				if errors.As(err, &held) {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				if n := inside.Add(1); n != 1 {
					t.Errorf("%d have the lock", n)
				}
				taken.Add(1)
				inside.Add(-1)
				if err := unlock(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	if taken.Load() == 0 {
		t.Error("nobody ever had the lock")
	}
	alone(t, path)
}

func TestTwoBuildersAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	if _, err := Write(dir, oldFiles(), keeping); err != nil {
		t.Fatal(err)
	}
	const turns = "12"
	ended := make(chan string)
	for _, which := range []string{"old", "new"} {
		c := begin(t, false, "turns", dir, which, turns)
		go func() { ended <- c.end() }()
	}
	whole := 0
	for waiting := 2; waiting > 0; {
		select {
		case complaint := <-ended:
			if complaint != "" {
				t.Error(complaint)
			}
			waiting--
		default:
			if readWhole(t, dir) {
				whole++
			}
			time.Sleep(time.Millisecond)
		}
	}
	got := read(t, dir)
	if !cmp.Equal(got, listingOf(t, oldFiles(), keeping, nil)) && !cmp.Equal(got, listingOf(t, newFiles(), keeping, nil)) {
		t.Fatalf("a mixture: %v", got)
	}
	alone(t, dir)
	t.Logf("two processes made %s builds each; %d times the folder was read in between", turns, whole)
	if whole == 0 {
		t.Error("the folder was never read")
	}
}

// readWhole reads the folder that the name stands for now. It is false if that folder
// was thrown away meanwhile.
func readWhole(t *testing.T, dir string) bool {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Errorf("the folder is not there: %v", err)
		return false
	}
	defer root.Close()
	data, err := root.ReadFile(ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return false
	}
	var m struct{ Files []Entry }
	if err := json.Unmarshal(data, &m); err != nil {
		t.Errorf("half a manifest: %v %q", err, data)
		return false
	}
	for _, e := range m.Files {
		data, err := root.ReadFile(e.Path)
		if errors.Is(err, fs.ErrNotExist) {
			return false
		}
		if err != nil || digest(data) != e.SHA256 {
			t.Errorf("a mixture: %s is %q (%v)", e.Path, data, err)
		}
	}
	return true
}

// The process number in a lock file is only for people; whatever stands there is
// cut short.
func TestHolder(t *testing.T) {
	for text, want := range map[string]string{"": "", "42\n": "42", strings.Repeat("9", 100): strings.Repeat("9", 20)} {
		if got := holder(strings.NewReader(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
