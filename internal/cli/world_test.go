package cli_test

import (
	"io"
	"time"

	"github.com/tokenbook/tokenbook/internal/cli"
)

// world is an outside without terminal, environment or real clock.
func world(stdout, stderr io.Writer) cli.World {
	return cli.World{
		Stdout: stdout, Stderr: stderr,
		Getenv:   func(string) string { return "" },
		Now:      func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) },
		Terminal: func(io.Writer) bool { return false },
	}
}
