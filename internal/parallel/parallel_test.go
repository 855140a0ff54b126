// Keeps the promise that all tasks are run, each once, and that a panic in one of them reaches the caller.
package parallel

import (
	"errors"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
)

func processors(t *testing.T, n int) {
	t.Helper()
	before := runtime.GOMAXPROCS(n)
	t.Cleanup(func() { runtime.GOMAXPROCS(before) })
}

func TestDoRunsEachOnce(t *testing.T) {
	for _, n := range []int{1, 2, 4} {
		processors(t, n)
		counts := make([]atomic.Int64, 100)
		tasks := make([]func(), len(counts))
		for i := range tasks {
			tasks[i] = func() { counts[i].Add(1) }
		}
		Do(tasks...)
		for i := range counts {
			if got := counts[i].Load(); got != 1 {
				t.Errorf("with %d processors task %d ran %d times", n, i, got)
			}
		}
	}
	Do() // nothing to do ends too
}

func TestStripesCoverAll(t *testing.T) {
	processors(t, 3)
	for _, n := range []int{0, 1, 2, 3, 10} {
		counts := make([]atomic.Int64, n)
		Stripes(n, func(part, of int) {
			for i := part; i < n; i += of {
				counts[i].Add(1)
			}
		})
		for i := range counts {
			if got := counts[i].Load(); got != 1 {
				t.Errorf("of %d pieces, %d was done %d times", n, i, got)
			}
		}
	}
}

func TestPanicReachesTheCaller(t *testing.T) {
	processors(t, 2)
	var others atomic.Int64
	defer func() {
		err, ok := recover().(error)
		var f *failure
		if !ok || !errors.As(err, &f) || !strings.Contains(err.Error(), "no such clause") || !strings.Contains(err.Error(), "parallel_test.go") {
			t.Fatalf("got %v, want the panic of the task with its place", err)
		}
		if others.Load() != 2 {
			t.Errorf("%d of 2 other tasks ran", others.Load())
		}
	}()
	Do(func() { others.Add(1) }, func() { panic("no such clause") }, func() { others.Add(1) })
	t.Fatal("the panic was swallowed")
}
