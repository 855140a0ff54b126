// Package parallel runs independent pieces of one computation side by side. The result must not depend on the order
// in which they end: each task writes to a place of its own, and the caller reads them in their order.
package parallel

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// Do runs tasks on as many processors as there are and returns when all have ended. A task that panics makes Do panic
// once the others have ended, with the place where it happened: whoever guards the caller guards the tasks too.
func Do(tasks ...func()) {
	workers := min(len(tasks), runtime.GOMAXPROCS(0))
	if workers < 2 {
		for _, task := range tasks {
			task()
		}
		return
	}
	var next atomic.Int64
	var failed atomic.Pointer[failure]
	guarded := func() {
		defer func() {
			if p := recover(); p != nil {
				failed.CompareAndSwap(nil, &failure{p, debug.Stack()})
			}
		}()
		for {
			i := int(next.Add(1)) - 1
			if i >= len(tasks) {
				return
			}
			tasks[i]()
		}
	}
	var group sync.WaitGroup
	for range workers - 1 {
		group.Go(guarded)
	}
	guarded() // the caller works too
	group.Wait()
	if f := failed.Load(); f != nil {
		panic(f)
	}
}

// failure is the panic of a task, with the stack of the goroutine that it happened on.
type failure struct {
	value any
	stack []byte
}

// Error says what happened and where.
func (f *failure) Error() string { return fmt.Sprintf("%v\n\n%s", f.value, f.stack) }

// Stripes splits n pieces of work into one part for each processor; part k has the pieces k, k+of, k+2·of, …, so that
// dear neighbours do not fall into one part. f is called once for each part, side by side.
func Stripes(n int, f func(part, of int)) {
	of := max(1, min(n, runtime.GOMAXPROCS(0)))
	tasks := make([]func(), of)
	for k := range of {
		tasks[k] = func() { f(k, of) }
	}
	Do(tasks...)
}
