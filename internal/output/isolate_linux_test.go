// The promise: on a disk that is really full, and on a folder that is a mount point
// and so cannot be renamed, a build fails with advice and the old tree is unharmed.
// Both need a mount, which a child process makes in a mount namespace of its own, so
// that it vanishes with the child. Where the system forbids that, the full disk is
// played by fault injection, and the log says so.
package output

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// isolate gives a child that mounts its own namespaces; root needs no user namespace.
func isolate(c *exec.Cmd, work string) {
	if !strings.HasPrefix(work, "mount") {
		return
	}
	c.SysProcAttr = &syscall.SysProcAttr{Unshareflags: unix.CLONE_NEWNS}
	if os.Getuid() != 0 {
		c.SysProcAttr.Cloneflags = unix.CLONE_NEWUSER
		c.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		c.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
}

// systemWork is what children do that need a mount or another user.
func systemWork(work, dir string) error {
	switch work {
	case "mount nothing":
		return unix.Mount("none", dir, "tmpfs", 0, "size=4k")
	case "mount small":
		return onSmallDisk(dir)
	case "mount over":
		return overMountPoint(dir)
	case "nobody":
		return asNobody(dir)
	}
	return fmt.Errorf("no such work: %s", work)
}

func big(n int) []File {
	var files []File
	for i := range n {
		files = append(files, File{fmt.Sprintf("big/%d", i), bytes.Repeat([]byte("0123456789abcdef"), 4096)})
	}
	return files
}

// failsWith makes sure that a build fails, says what it should, and changed nothing.
func failsWith(dir string, files []File, cause error, words string) error {
	before, err := os.ReadFile(filepath.Join(dir, ManifestName))
	if err != nil {
		return err
	}
	_, err = Write(dir, files, Options{})
	if !errors.Is(err, cause) || !strings.Contains(err.Error(), words) {
		return fmt.Errorf("the error is %w; want %w with %q", err, cause, words)
	}
	after, err := os.ReadFile(filepath.Join(dir, ManifestName))
	if err != nil || !bytes.Equal(before, after) {
		return fmt.Errorf("the manifest changed: %w", err)
	}
	diffs, err := Check(dir, oldFiles(), Options{})
	if err != nil || len(diffs) > 0 {
		return fmt.Errorf("the old tree is harmed: %v %w", diffs, err)
	}
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil || len(entries) != 1 {
		return fmt.Errorf("left beside the folder: %v %w", entries, err)
	}
	return nil
}

func onSmallDisk(mnt string) error {
	if err := unix.Mount("none", mnt, "tmpfs", 0, "size=1m"); err != nil {
		return err
	}
	dir := filepath.Join(mnt, "out")
	if _, err := Write(dir, oldFiles(), Options{}); err != nil {
		return err
	}
	if err := failsWith(dir, big(40), unix.ENOSPC, "free some space"); err != nil {
		return err
	}
	// What fits is still written.
	_, err := Write(dir, big(4), Options{})
	return err
}

func overMountPoint(mnt string) error {
	if err := unix.Mount("none", mnt, "tmpfs", 0, "size=1m"); err != nil {
		return err
	}
	dir := filepath.Join(mnt, "out")
	if _, err := Write(dir, oldFiles(), Options{}); err != nil {
		return err
	}
	if err := unix.Mount(dir, dir, "", unix.MS_BIND, ""); err != nil {
		return err
	}
	return failsWith(dir, newFiles(), unix.EBUSY, "mount point")
}

// mounts reports whether children can mount here.
func mounts(t *testing.T) bool {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self)
	c.Env = append(os.Environ(), childVariable+"=mount nothing\n"+t.TempDir())
	isolate(c, "mount nothing")
	out, err := c.CombinedOutput()
	if err != nil {
		t.Logf("NO MOUNTS HERE: %v %s", err, out)
	}
	return err == nil
}

func TestFullDisk(t *testing.T) {
	if mounts(t) {
		if complaint := begin(t, false, "mount small", t.TempDir()).end(); complaint != "" {
			t.Fatal(complaint)
		}
		t.Log("FULL DISK: tried on a real file system of 1 MB")
		return
	}
	t.Log("FULL DISK: no mount is allowed here, so it is played by fault injection")
	for at := 1; at < 60; at += 3 {
		dir := filepath.Join(t.TempDir(), "out")
		oldTree(t, dir)
		before := read(t, dir)
		_, err := write(&faulty{fate: full, at: at, noSync: true}, dir, newFiles(), keeping)
		if err == nil {
			continue // the build was through by then
		}
		checkError(t, "full disk: ", err)
		if diff := cmp.Diff(before, read(t, dir)); diff != "" {
			t.Fatalf("full from call %d on (-before +after):\n%s", at, diff)
		}
		alone(t, dir)
	}
}

func TestMountPoint(t *testing.T) {
	if mounts(t) {
		if complaint := begin(t, false, "mount over", t.TempDir()).end(); complaint != "" {
			t.Fatal(complaint)
		}
		t.Log("MOUNT POINT: tried on a real one")
		return
	}
	t.Log("MOUNT POINT: no mount is allowed here, so it is played by fault injection")
	dir := filepath.Join(t.TempDir(), "out")
	oldTree(t, dir)
	f := &faulty{noSync: true}
	if _, err := write(f, dir, newFiles(), keeping); err != nil {
		t.Fatal(err)
	}
	for at := 1; at <= f.calls; at++ {
		g := &faulty{noSync: true, fate: fails, at: at, cause: syscall.EBUSY}
		_, err := write(g, dir, oldFiles(), keeping)
		if strings.HasPrefix(g.last, "Exchange ") && (err == nil || !strings.Contains(err.Error(), "mount point")) {
			t.Fatalf("the error is %v", err)
		}
		if _, err := write(&faulty{noSync: true}, dir, newFiles(), keeping); err != nil {
			t.Fatal(err)
		}
	}
}

// asNobody builds where it has no right to.
func asNobody(root string) error {
	if os.Getuid() == 0 {
		if err := syscall.Setuid(65534); err != nil {
			return err
		}
	}
	cases := []struct{ dir, words string }{
		{"closed/out", "closed/.out.tokenbook-lock: cannot make the lock file: permission denied; give yourself write permission"},
		{"closed/new/out", "closed/new: cannot make the folder: permission denied; give yourself write permission"},
		{"others/out", "others/out: cannot write to the folder: permission denied; give yourself write permission"},
		{"deep/out", "deep/out/site: cannot write to the folder: permission denied; give yourself write permission"},
	}
	for _, c := range cases {
		_, err := Write(filepath.Join(root, c.dir), newFiles(), Options{})
		if !errors.Is(err, os.ErrPermission) || !strings.HasPrefix(err.Error(), filepath.Join(root, c.words)) {
			return fmt.Errorf("%s: the error is %w; want %q", c.dir, err, c.words)
		}
	}
	if err := WriteFile(filepath.Join(root, "closed", "x"), nil); !errors.Is(err, os.ErrPermission) {
		return fmt.Errorf("WriteFile: the error is %w", err)
	}
	// Nothing has to be written here, so no permission is missed.
	_, err := Write(filepath.Join(root, "closed", "same"), oldFiles(), Options{})
	return err
}

// Whoever makes a folder read-only means it, even for root.
func TestReadOnlyFolder(t *testing.T) {
	for _, rel := range []string{".", "site"} {
		dir := filepath.Join(t.TempDir(), "out")
		oldTree(t, dir)
		path := filepath.Join(dir, rel)
		if err := os.Chmod(path, 0o555); err != nil {
			t.Fatal(err)
		}
		before := read(t, filepath.Dir(dir))
		_, err := Write(dir, newFiles(), keeping)
		if want := path + ": cannot write to the folder: permission denied; "; err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("the error is %v; want %q", err, want)
		}
		if diff := cmp.Diff(before, read(t, filepath.Dir(dir))); diff != "" {
			t.Errorf("something changed (-before +after):\n%s", diff)
		}
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNoPermission(t *testing.T) {
	root := t.TempDir()
	// The folders above belong to this user; another one must be able to come here.
	for dir := root; dir != filepath.Dir(os.TempDir()) && dir != os.TempDir(); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{"closed/out", "others/out", "deep/out", "closed/same"} {
		path := filepath.Join(root, dir)
		mkParent(t, path)
		if _, err := Write(path, oldFiles(), Options{}); err != nil {
			t.Fatal(err)
		}
	}
	before := read(t, root)
	// others: the place is writable by all, the output folder only by root.
	closed := os.FileMode(0o755)
	if os.Getuid() != 0 {
		closed = 0o555
	}
	for dir, mode := range map[string]os.FileMode{
		"closed": 0o555, "others": 0o777, "others/out": closed, "deep": 0o777, "deep/out": 0o777, "deep/out/code": 0o777, "deep/out/code/go": 0o777, "deep/out/draw": 0o777, "deep/out/site": closed,
	} {
		path := filepath.Join(root, dir)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := os.Chmod(path, 0o755); err != nil {
				t.Error(err)
			}
		})
	}
	if complaint := begin(t, false, "nobody", root).end(); complaint != "" {
		t.Fatal(complaint)
	}
	if diff := cmp.Diff(before, read(t, root)); diff != "" {
		t.Fatalf("something changed (-before +after):\n%s", diff)
	}
}
