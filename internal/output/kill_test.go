// The promise: a build that is killed (SIGKILL) at any moment leaves the old tree or
// the new one, and the next build cleans up. At least 500 child processes are killed
// at random moments, and further ones kill themselves at each call in turn.
package output

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// randomKills says how many builds are killed at random moments, and where. Most are
// in memory, which is quick, and some on the disk. There are 500, and with -short 50.
var randomKills = []struct {
	mode   string
	where  string
	kills  int
	folder func(testing.TB) string
}{
	{"exchange", "memory", 200, quickDir},
	{"renames", "memory", 200, quickDir},
	{"exchange", "disk", 60, testing.TB.TempDir},
	{"renames", "disk", 40, testing.TB.TempDir},
}

// victim is a folder whose builds get killed, one after the other.
type victim struct {
	dir   string
	trees map[string]listing // "old" and "new"
	mode  string             // "exchange" or "renames"

	kills, mess, between int
}

func newVictim(t testing.TB, root, mode string) *victim {
	t.Helper()
	v := &victim{dir: filepath.Join(root, "out"), mode: mode, trees: map[string]listing{
		"old": listingOf(t, oldFiles(), keeping, keptFiles()),
		"new": listingOf(t, newFiles(), keeping, keptFiles()),
	}}
	oldTree(t, v.dir)
	return v
}

// holds says which tree is there, after a kill. In the mode with two renames the
// folder can be missing, and then the old tree lies whole beside it.
func (v *victim) holds(t testing.TB) string {
	t.Helper()
	got := read(t, v.dir)
	if got == nil && v.mode == "renames" {
		v.between++
		got = read(t, beside(v.dir, "old"))
	}
	for which, tree := range v.trees {
		if cmp.Equal(got, tree) {
			return which
		}
	}
	t.Fatalf("after kill %d: neither old nor new (-old +got):\n%s", v.kills, cmp.Diff(v.trees["old"], got))
	return ""
}

// settle makes a whole build after a kill and looks for rubbish.
func (v *victim) settle(t testing.TB, which string) {
	t.Helper()
	if _, err := Write(v.dir, generation(which), keeping); err != nil {
		t.Fatalf("after kill %d: the next build fails: %v", v.kills, err)
	}
	if diff := cmp.Diff(v.trees[which], read(t, v.dir)); diff != "" {
		t.Fatalf("after kill %d: the next build does not give what is wanted (-want +got):\n%s", v.kills, diff)
	}
	alone(t, v.dir)
}

func other(which string) string {
	if which == "old" {
		return "new"
	}
	return "old"
}

func TestKilledAtRandomMoments(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	total, mess := 0, 0
	for _, r := range randomKills {
		t.Run(r.mode+" "+r.where, func(t *testing.T) {
			v := newVictim(t, r.folder(t), r.mode)
			if testing.Short() {
				r.kills /= 10
			}
			now := "old"
			span := 5 * time.Millisecond // kills come within this time; it adapts to the machine
			for v.kills < r.kills {
				c := begin(t, true, "build", v.dir, other(now), r.mode, "0")
				time.Sleep(time.Duration(random.Int64N(int64(span))))
				// It may have ended by itself in this moment; then it does not count.
				_ = c.Process.Kill()
				if c.endKilled(t) {
					v.kills++
					span += span / 20
				} else {
					span -= span / 10
				}
				now = v.holds(t)
				if len(besides(t, v.dir)) > 0 {
					v.mess++
				}
				// Every second time the next victim has to clean up, and is killed at it.
				if random.IntN(2) == 0 {
					now = other(now)
					v.settle(t, now)
				}
			}
			v.settle(t, "old")
			total += v.kills
			mess += v.mess
			t.Logf("%d builds killed, %d of them left something to clean up, %d between two renames", v.kills, v.mess, v.between)
		})
	}
	t.Logf("%d builds killed at random moments", total)
	if mess < total/10 {
		t.Errorf("only %d of %d kills came while a build was at work", mess, total)
	}
}

// Here the moments are chosen: each call of a build in turn is the last one.
func TestKilledAtEachCall(t *testing.T) {
	stride := 1
	if testing.Short() {
		stride = 9
	}
	for _, mode := range []string{"exchange", "renames"} {
		t.Run(mode, func(t *testing.T) {
			v := newVictim(t, quickDir(t), mode)
			f := &faulty{noExchange: mode == "renames"}
			if _, err := write(f, v.dir, newFiles(), keeping); err != nil {
				t.Fatal(err)
			}
			for n := 1; n <= f.calls; n += stride {
				v.settle(t, "old")
				c := begin(t, true, "build", v.dir, "new", mode, fmt.Sprint(n))
				if !c.endKilled(t) {
					t.Fatalf("the build ended before call %d of %d", n, f.calls)
				}
				v.kills++
				v.holds(t)
			}
			v.settle(t, "new")
			t.Logf("%d builds killed, one at each %d. of %d calls", v.kills, stride, f.calls)
		})
	}
}
