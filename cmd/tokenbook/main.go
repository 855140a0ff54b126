// Command tokenbook turns one YAML token policy into a docs site, API contracts, diagrams, a reviewer's checklist and
// constants for code.
package main

import (
	"os"

	"github.com/tokenbook/tokenbook/internal/cli"
)

func main() {
	os.Exit(cli.Run(os.Args[1:], cli.System()))
}
