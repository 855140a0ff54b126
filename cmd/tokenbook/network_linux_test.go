//go:build linux && (amd64 || arm64)

// Keeps the promise that nothing leaves the machine: the program runs with a filter of the kernel that ends any process
// which opens an Internet socket.
package main

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// addSealed adds the program behind the filter, and a control that dials.
func addSealed(commands map[string]func()) {
	commands["sealed-tokenbook"] = func() { seal(); main() }
	commands["sealed-dialler"] = func() {
		seal()
		conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(context.Background(), "tcp", "127.0.0.1:9")
		if err == nil {
			panic(conn.RemoteAddr()) // nobody listens there
		}
	}
	commands["sealed-resolver"] = func() {
		seal()
		if addresses, err := net.DefaultResolver.LookupHost(context.Background(), "tokenbook.invalid"); err == nil {
			panic(addresses) // the name does not exist
		}
	}
}

// seal installs the filter on every thread: socket() for IPv4 or IPv6 ends the process with SIGSYS.
func seal() {
	runtime.LockOSThread()
	const numberAt, firstArgumentAt = 0, 16 // offsets in struct seccomp_data
	load := func(at uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}
	}
	equal := func(k uint32, yes, no uint8) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: k, Jt: yes, Jf: no}
	}
	end := func(k uint32) unix.SockFilter { return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: k} }
	program := []unix.SockFilter{
		load(numberAt),
		equal(unix.SYS_SOCKET, 0, 3),
		load(firstArgumentAt),
		equal(unix.AF_INET, 2, 0),
		equal(unix.AF_INET6, 1, 0),
		end(unix.SECCOMP_RET_ALLOW),
		end(unix.SECCOMP_RET_KILL_PROCESS),
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		panic(err)
	}
	filter := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	if _, _, errno := unix.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&filter))); errno != 0 {
		panic(errno)
	}
	runtime.KeepAlive(program)
}

// trapped reports whether a sealed command was ended by the filter.
func trapped(t *testing.T, name string, args ...string) (bool, string) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, args...).CombinedOutput() //nolint:noctx // it ends by itself
	exit, ok := err.(*exec.ExitError)                        //nolint:errorlint // Command returns the error itself
	if err != nil && !ok {
		t.Fatal(err)
	}
	if !ok {
		return false, string(out)
	}
	state, ok := exit.Sys().(syscall.WaitStatus)
	return ok && state.Signaled() && state.Signal() == syscall.SIGSYS, string(out)
}

func TestNothingLeavesTheMachine(t *testing.T) {
	for _, control := range []string{"sealed-dialler", "sealed-resolver"} {
		if caught, out := trapped(t, control); !caught {
			t.Fatalf("the filter lets %s through, so the rest of this test would prove nothing: %s", control, out)
		}
	}
	acme := filepath.Join("..", "..", "examples", "acme", "policy.yaml")
	dir := t.TempDir()
	for _, args := range [][]string{
		{"check", acme},
		{"fmt", acme, "--diff"},
		{"build", acme, "-o", filepath.Join(dir, "out")},
		{"build", acme, "-o", filepath.Join(dir, "out"), "--check"},
		{"explain", "tokens.access.lifetime", "-p", acme},
		{"init", filepath.Join(dir, "new")},
		{"review", acme, "-f", "issue"},
		{"rules"},
		{"schema"},
		{"version"},
	} {
		caught, out := trapped(t, "sealed-tokenbook", args...)
		if caught {
			t.Errorf("tokenbook %s opens an Internet socket", strings.Join(args, " "))
		}
		if strings.Contains(out, "panic") {
			t.Errorf("tokenbook %s: %s", strings.Join(args, " "), out)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "out", "site", "index.html")); err != nil {
		t.Errorf("the sealed build wrote no site: %v", err)
	}
}
