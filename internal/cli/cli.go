// Package cli is the command line: one file per command. Only this package prints, reads the environment and the
// clock, and decides the exit status.
//
//	cli.go       the root command, exit statuses, what a command may use
//	pipeline.go  the line from a policy's path to its files
//	versions.go  older versions of a policy beside the newest
//	revision.go  policies as they were: git.go calls git, git_files.go are the files of a commit
//	review.go     the checklist, sign-offs, and what changed since
//	build.go check.go diff.go explain.go export.go init.go plan.go serve.go rules.go schema.go version.go  one command each
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/tokenbook/tokenbook/internal/diag"
)

// The exit statuses.
const (
	exitFine        = 0
	exitFindings    = 1 // findings at or above --fail-on, or stale output under --check
	exitUsage       = 2 // the command line is not understood
	exitEnvironment = 3 // input that cannot be read, output that cannot be written
)

// World is what a command may use of the outside.
type World struct {
	Stdout, Stderr io.Writer
	// Stdin is standard input; nil for none.
	Stdin  io.Reader
	Getenv func(string) string
	Now    func() time.Time
	// Terminal reports whether a stream is a terminal.
	Terminal func(io.Writer) bool
}

// System is the real outside.
func System() World {
	return World{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Now: time.Now, Terminal: func(w io.Writer) bool {
		f, ok := w.(*os.File)
		return ok && term.IsTerminal(int(f.Fd()))
	}}
}

// style is how a stream is coloured: on terminals only, and never under NO_COLOR.
func (w World) style(stream io.Writer) diag.Style {
	forced := w.Getenv("CLICOLOR_FORCE") != "" && w.Getenv("CLICOLOR_FORCE") != "0"
	if w.Getenv("NO_COLOR") != "" || !forced && (!w.Terminal(stream) || w.Getenv("TERM") == "dumb") {
		return diag.Style{}
	}
	return diag.ANSI
}

// status is an error that says nothing more than how the program ends.
type status int

func (s status) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// usageError is a command line that is not understood.
type usageError struct{ error }

// Run carries out one command line and returns the exit status.
func Run(args []string, world World) int {
	printed := &checkedWriter{Writer: world.Stdout}
	world.Stdout, world.Terminal = printed, func(terminal func(io.Writer) bool) func(io.Writer) bool {
		return func(w io.Writer) bool {
			if w == io.Writer(printed) {
				w = printed.Writer
			}
			return terminal(w)
		}
	}(world.Terminal)
	root := rootCommand(world)
	root.SetArgs(args)
	err := root.Execute()
	if err == nil {
		err = printed.err // a result that did not arrive is none
	}
	var end status
	var usage usageError
	switch {
	case err == nil:
		return exitFine
	case errors.As(err, &end):
		return int(end)
	case errors.As(err, &usage):
		fmt.Fprintf(world.Stderr, "tokenbook: %v\n", err)
		return exitUsage
	}
	fmt.Fprintf(world.Stderr, "tokenbook: %v\n", err)
	return exitEnvironment
}

// checkedWriter remembers the first error, so that not every line has to be asked for its own.
type checkedWriter struct {
	io.Writer
	err error
}

// Write writes until the first error.
func (w *checkedWriter) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	n, err := w.Writer.Write(p)
	w.err = err
	return n, err
}

// goNoise is what package strconv puts into the messages of flags.
var goNoise = regexp.MustCompile(`strconv\.\w+: parsing "(?:[^"\\]|\\.)*": `)

func rootCommand(world World) *cobra.Command {
	root := &cobra.Command{
		Use:   "tokenbook",
		Short: "One YAML token policy in; a docs site, API contracts, diagrams, a checklist and constants out",
		Long: `Tokenbook turns one YAML token policy into a docs site, OpenAPI contracts, sequence diagrams, a reviewer's
checklist and constants that services import. It reads nothing from the network and sends nothing.

Exit status: 0 fine, 1 findings or stale output, 2 usage, 3 input that cannot be read or output that cannot be written.`,
		Version:       Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          args(0, 0),
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetOut(world.Stdout) // before the completion command is made, which keeps it
	root.SetErr(world.Stderr)
	root.SetVersionTemplate(versionText())
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%s; see %s --help", goNoise.ReplaceAllString(err.Error(), ""), c.CommandPath())}
	})
	root.AddCommand(initCommand(world), checkCommand(world), buildCommand(world), serveCommand(world), explainCommand(world), exportCommand(world), rulesCommand(world), diffCommand(world), planCommand(world), changelogCommand(world), reviewCommand(world), fmtCommand(world), schemaCommand(world), templatesCommand(world), versionCommand(world))
	strictCompletion(root)
	strictHelp(root)
	return root
}

// argumentCount says how many arguments a command takes.
func argumentCount(least, most int) string {
	switch {
	case most == 0:
		return "no argument"
	case least == most:
		return counted(most, "argument", "arguments")
	case least == 0:
		return "at most " + counted(most, "argument", "arguments")
	}
	return fmt.Sprintf("%d to %s", least, counted(most, "argument", "arguments"))
}

// args accepts a number of arguments and says what is wrong with any other number.
func args(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, got []string) error {
		switch {
		case !c.HasParent() && len(got) > 0:
			return noCommand(c, got[0])
		case len(got) < least, len(got) > most:
			return usageError{fmt.Errorf("%s takes %s, not %d; write %s", c.Name(), argumentCount(least, most), len(got), c.UseLine())}
		}
		return nil
	}
}

// noCommand says that there is no command of a name.
func noCommand(root *cobra.Command, name string) error {
	known := commandNames(root)
	hint := "there are " + strings.Join(known, ", ")
	if near := diag.Nearest(name, known); len(known) == 0 {
		hint = root.Name() + " has none of its own"
	} else if len(near) > 0 {
		hint = "did you mean " + diag.OneOf(near) + "?"
	}
	return usageError{fmt.Errorf("there is no command %s; %s", diag.Quote(name), hint)}
}

func commandNames(c *cobra.Command) []string {
	var out []string
	for _, sub := range c.Commands() {
		out = append(out, sub.Name())
	}
	slices.Sort(out)
	return out
}

// strictCompletion makes the completion command, which Cobra adds, refuse what is no shell.
func strictCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() != "completion" {
			continue
		}
		c.Args = cobra.ArbitraryArgs
		c.RunE = func(c *cobra.Command, words []string) error {
			shells := diag.OneOf(commandNames(c))
			if len(words) == 0 {
				return usageError{fmt.Errorf("completion takes the name of a shell: %s", shells)}
			}
			return usageError{fmt.Errorf("there is no completion for %s; write %s", diag.Quote(words[0]), shells)}
		}
		for _, shell := range c.Commands() {
			shell.Args = args(0, 0)
		}
	}
}

// strictHelp makes the help command, which Cobra adds, refuse what is no command.
func strictHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() {
		if c.Name() != "help" {
			continue
		}
		c.Run = nil
		c.RunE = func(_ *cobra.Command, words []string) error {
			at := root
			for _, word := range words {
				i := slices.IndexFunc(at.Commands(), func(sub *cobra.Command) bool { return sub.Name() == word })
				if i < 0 {
					return noCommand(at, word)
				}
				at = at.Commands()[i]
			}
			at.InitDefaultHelpFlag()
			return at.Help()
		}
	}
}
