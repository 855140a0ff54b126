//go:build !unix

package cli_test

import "testing"

// makePipe ends the test: there are no named pipes in this system's file system.
func makePipe(t *testing.T, _ string) {
	t.Helper()
	t.Fatal("this test is written for systems with named pipes")
}
