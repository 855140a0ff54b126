// Keeps the promises to users: each script in testdata/script runs the real program as a newcomer would.
package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	commands := map[string]func(){"tokenbook": main}
	addSealed(commands)
	testscript.Main(m, commands)
}

func TestScripts(t *testing.T) {
	examples, err := filepath.Abs(filepath.Join("..", "..", "examples"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("TOKENBOOK_UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("EXAMPLES", examples)
			env.Setenv("CI", "true")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			// status CODE COMMAND...: the program ends with that exit status.
			"status": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) < 1 {
					ts.Fatalf("usage: status CODE [ARG...]")
				}
				err := ts.Exec("tokenbook", args[1:]...)
				got := "0"
				if err != nil {
					got = strings.TrimPrefix(err.Error(), "exit status ")
				}
				if got != args[0] {
					ts.Fatalf("tokenbook %s ended with %s, want %s", strings.Join(args[1:], " "), got, args[0])
				}
			},
		},
	})
}
