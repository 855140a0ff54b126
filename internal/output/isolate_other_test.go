//go:build !linux

// Elsewhere than on Linux there are no private mounts, so the children that need one
// do not exist; asking for one fails.
package output

import (
	"fmt"
	"os/exec"
)

func isolate(*exec.Cmd, string) {}

func systemWork(work, _ string) error { return fmt.Errorf("no such work: %s", work) }
