// The promise: whichever call of a build fails or is the last one before a kill, the
// folder holds the old tree or the new one, and the next build succeeds and leaves no
// rubbish. It is tried for every call, on file systems with and without exchange and
// hard links.
package output

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// start is a folder before the build.
type start struct {
	name string
	make func(t testing.TB, dir string)
	old  listing
	kept map[string]string
}

func starts(t testing.TB) []start {
	return []start{
		{"no folder", func(testing.TB, string) {}, nil, nil},
		{"empty folder", func(t testing.TB, dir string) {
			if err := os.Mkdir(dir, 0o777); err != nil {
				t.Fatal(err)
			}
		}, listing{}, nil},
		{"built before", oldTree, listingOf(t, oldFiles(), keeping, keptFiles()), keptFiles()},
	}
}

type disk struct {
	name               string
	noExchange, noLink bool
}

var disks = []disk{{"exchange", false, false}, {"two renames", true, false}, {"two renames, no links", true, true}}

func TestEveryCallGoesWrong(t *testing.T) {
	tries := 0
	for _, s := range starts(t) {
		for _, d := range disks {
			t.Run(s.name+", "+d.name, func(t *testing.T) {
				root := quickDir(t)
				calls := countCalls(t, filepath.Join(root, "count", "out"), s, d)
				for n := 1; n <= calls; n++ {
					for _, f := range []faulty{
						{fate: fails, cause: syscall.EIO}, {fate: fails, cause: syscall.ENOSPC},
						{fate: full}, {fate: killed},
					} {
						f.at, f.noSync, f.noExchange, f.noLink = n, true, d.noExchange, d.noLink
						dir := filepath.Join(root, fmt.Sprint(n, f.fate, f.cause), "out")
						goWrong(t, dir, s, &f)
						tries++
					}
				}
			})
		}
	}
	t.Logf("%d builds went wrong", tries)
}

// countCalls says how many calls a build takes that goes well.
func countCalls(t testing.TB, dir string, s start, d disk) int {
	t.Helper()
	mkParent(t, dir)
	s.make(t, dir)
	f := &faulty{noSync: true, noExchange: d.noExchange, noLink: d.noLink}
	if _, err := write(f, dir, newFiles(), keeping); err != nil {
		t.Fatal(err)
	}
	return f.calls
}

func mkParent(t testing.TB, dir string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(dir), 0o777); err != nil {
		t.Fatal(err)
	}
}

// goWrong runs one build that fails and looks at what it left; then one that does not.
func goWrong(t *testing.T, dir string, s start, f *faulty) {
	t.Helper()
	mkParent(t, dir)
	s.make(t, dir)
	want := listingOf(t, newFiles(), keeping, s.kept)

	report, err := write(f, dir, newFiles(), keeping)
	what := fmt.Sprintf("%s %v at %s: ", f.fate, f.cause, f.last)
	if err := f.bury(beside(dir, "lock")); err != nil {
		t.Fatal(what, err)
	}
	if f.fate != killed {
		checkError(t, what, err)
	}
	got := read(t, dir)
	switch {
	case err == nil && !cmp.Equal(got, want):
		t.Fatalf("%sno error, but the folder is not as wanted (-want +got):\n%s", what, cmp.Diff(want, got))
	case cmp.Equal(got, want), sameTree(got, s.old):
	case f.fate == killed && f.noExchange && got == nil && sameTree(read(t, beside(dir, "old")), s.old):
		// Between two renames; the old tree is whole under its other name.
	default:
		t.Fatalf("%sneither old nor new (-old +got):\n%s", what, cmp.Diff(s.old, got))
	}
	if err == nil && report.Leftover != "" && len(besides(t, dir)) == 0 {
		t.Fatalf("%sthe report names %s, which is not there", what, report.Leftover)
	}

	if _, err := write(&faulty{noSync: true}, dir, newFiles(), keeping); err != nil {
		t.Fatalf("%sthe next build fails: %v", what, err)
	}
	if diff := cmp.Diff(want, read(t, dir)); diff != "" {
		t.Fatalf("%sthe next build does not give what is wanted (-want +got):\n%s", what, diff)
	}
	alone(t, dir)
}

// sameTree tells a folder that does not exist from an empty one.
func sameTree(a, b listing) bool { return (a == nil) == (b == nil) && cmp.Equal(a, b) }

// checkError makes sure that an error says where and what to do.
func checkError(t testing.TB, what string, err error) {
	t.Helper()
	if err == nil {
		return
	}
	var e *Error
	if !errors.As(err, &e) || e.Path == "" || e.Problem == "" || e.Advice == "" {
		t.Fatalf("%sthe error does not say where, what and what to do: %#v", what, err)
	}
}

// Against a loss of power a tree must be on the disk before it gets its name, and have
// its name on the disk before the old tree goes; and the manifest must be there before
// all that it lists.
func TestDurableInOrder(t *testing.T) {
	for _, d := range disks {
		t.Run(d.name, func(t *testing.T) {
			dir := filepath.Join(quickDir(t), "out")
			oldTree(t, dir)
			stage := beside(dir, "stage")
			manifest := filepath.Join(stage, ManifestName)
			unsynced, listed, swapped, named := map[string]bool{}, false, false, false
			sys := &faulty{noSync: true, noExchange: d.noExchange, noLink: d.noLink}
			sys.trace = func(call string) {
				verb, path, _ := strings.Cut(call, " ")
				if to, ok := strings.CutPrefix(path, dir+" "); verb == "Rename" && ok {
					path = to
				}
				switch verb {
				case "Create", "Link", "Mkdir":
					if path != manifest && path != stage && !listed {
						t.Errorf("%s before the manifest is on the disk", call)
					}
					if verb != "Link" {
						unsynced[path] = true
					}
					unsynced[filepath.Dir(path)] = true
				case "Sync":
					delete(unsynced, path)
				case "SyncDir":
					delete(unsynced, path)
					listed = listed || path == stage && !unsynced[manifest]
					named = named || swapped && path == filepath.Dir(dir)
				case "Exchange", "Rename":
					delete(unsynced, filepath.Dir(dir))
					if len(unsynced) > 0 {
						t.Errorf("%s before these are on the disk: %v", call, unsynced)
					}
					swapped = true
				case "Remove":
					if !named {
						t.Errorf("%s before the new name is on the disk", call)
					}
				}
			}
			if _, err := write(sys, dir, newFiles(), keeping); err != nil {
				t.Fatal(err)
			}
			if !named {
				t.Error("the new name was never made durable")
			}
		})
	}
}

// Folders above the output folder that a failed build made go again.
func TestFailedBuildLeavesNoParents(t *testing.T) {
	root := quickDir(t)
	dir := filepath.Join(root, "not", "yet", "out")
	count := &faulty{noSync: true}
	if _, err := write(count, filepath.Join(quickDir(t), "not", "yet", "out"), newFiles(), keeping); err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= count.calls; n++ {
		sys := &faulty{noSync: true, at: n, fate: full}
		if _, err := write(sys, dir, newFiles(), keeping); err == nil {
			if err := os.RemoveAll(filepath.Join(root, "not")); err != nil {
				t.Fatal(err)
			}
			continue // from here on nothing needs space any more
		}
		if rest := read(t, root); len(rest) > 0 {
			t.Fatalf("full at %s: left %v", sys.last, rest)
		}
	}
}

// A build that cleans up after a killed one can be killed as well.
func TestKilledWhileRecovering(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, d := range disks {
		t.Run(d.name, func(t *testing.T) {
			root := quickDir(t)
			s := starts(t)[2]
			calls := countCalls(t, filepath.Join(root, "count", "out"), s, d)
			want := listingOf(t, newFiles(), keeping, s.kept)
			for n := 1; n <= calls; n++ {
				dir := filepath.Join(root, fmt.Sprint(n), "out")
				mkParent(t, dir)
				s.make(t, dir)
				at := n
				for range 4 {
					f := &faulty{fate: killed, at: at, noSync: true, noExchange: d.noExchange, noLink: d.noLink}
					_, err := write(f, dir, newFiles(), keeping)
					if berr := f.bury(beside(dir, "lock")); berr != nil {
						t.Fatal(berr)
					}
					got := read(t, dir)
					between := d.noExchange && got == nil && cmp.Equal(read(t, beside(dir, "old")), s.old)
					if !cmp.Equal(got, want) && !cmp.Equal(got, s.old) && !between {
						t.Fatalf("killed at %s after a kill at call %d: neither old nor new (-old +got):\n%s", f.last, n, cmp.Diff(s.old, got))
					}
					if err == nil {
						break
					}
					at = 1 + random.IntN(calls)
				}
				if _, err := write(&faulty{noSync: true}, dir, newFiles(), keeping); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, read(t, dir)); diff != "" {
					t.Fatalf("after kills from call %d on (-want +got):\n%s", n, diff)
				}
				alone(t, dir)
			}
		})
	}
}
