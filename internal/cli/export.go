package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/output"
)

func exportCommand(world World) *cobra.Command {
	var policy policyFlags
	e := exported{world: world}
	var list bool
	c := &cobra.Command{
		Use:   "export --lang LANGUAGE [POLICY]",
		Short: "Write the constants and decisions of a policy as one file of code or data",
		Long: `Export writes what services import from a policy: one file in one language or data format. It is for files that are
committed beside the code that uses them; build writes all of them at once, below out/code/.

With --test it writes the test that runs the boundary cases of the policy through the exported functions; the cases are
the file that --lang vectors writes. With --check it writes nothing: it prints how the file differs from what the policy
says now, and ends with status 1 if it does. Go's own tools run it from a comment:

  //go:generate tokenbook export --lang go --package policy -o policy.go ../policy.yaml`,
		Example: `  tokenbook export --lang go --package policy -o policy.go policy.yaml
  tokenbook export --lang typescript --stdout policy.yaml
  tokenbook export --lang python -o policy.py --check policy.yaml
  tokenbook export --lang go --package policy --test --vectors testdata/vectors.json -o policy_test.go policy.yaml
  tokenbook export --list`,
		Args: args(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			if list {
				return e.list()
			}
			if err := e.sound(); err != nil {
				return err
			}
			in, err := policy.read(args)
			if err != nil {
				return err
			}
			if in.policy == nil {
				if err := report(world, world.Stderr, in); err != nil {
					return err
				}
				fmt.Fprintln(world.Stderr, "nothing was written")
				return in.failed()
			}
			data, err := generator.ExportFile(book.New(in.policy, in.findings), e.lang, e.options)
			if err != nil {
				return err
			}
			return e.deliver(data)
		},
	}
	policy.add(c)
	c.Flags().StringVar(&e.lang, "lang", "", "`language` or data format: "+strings.Join(generator.Languages(), ", "))
	c.Flags().StringVar(&e.options.Package, "package", "", "`name` of the package or module (default: made from the policy's id)")
	c.Flags().BoolVar(&e.options.Test, "test", false, "write the test that runs the vectors")
	c.Flags().StringVar(&e.options.Vectors, "vectors", "vectors.json", "`file` that the test reads, seen from the folder in which tests run")
	c.Flags().StringVarP(&e.file, "out", "o", "", "`file` to write")
	c.Flags().BoolVar(&e.stdout, "stdout", false, "print instead of writing a file")
	c.Flags().BoolVar(&e.check, "check", false, "write nothing; print how the file differs from what would be written")
	c.Flags().BoolVar(&list, "list", false, "list the languages and data formats")
	return c
}

// exported is one run of export.
type exported struct {
	world         World
	lang, file    string
	options       generator.ExportOptions
	stdout, check bool
}

// sound refuses a command line that does not say what to write or where.
func (e *exported) sound() error {
	i := generator.FindLanguage(e.lang)
	switch {
	case e.lang == "":
		return usageError{fmt.Errorf("--lang is needed: %s", strings.Join(generator.Languages(), ", "))}
	case i == nil:
		return usageError{fmt.Errorf("--lang takes %s, not %q", strings.Join(generator.Languages(), ", "), e.lang)}
	case e.options.Test && !i.HasTest:
		return usageError{fmt.Errorf("there is no test in %s: it has no functions to run", e.lang)}
	case e.check && e.stdout:
		return usageError{errors.New("--check compares a file, and --stdout writes none; give one of the two")}
	case e.check && e.file == "":
		return usageError{errors.New("--check needs -o with the file to compare")}
	case (e.file == "") == !e.stdout:
		return usageError{errors.New("say where to write: -o FILE or --stdout")}
	}
	return nil
}

// list prints what can be written.
func (e *exported) list() error {
	for _, l := range generator.LanguageList() {
		fmt.Fprintf(e.world.Stdout, "%-12s %-38s %s\n", l.Name, l.File, l.About)
	}
	return nil
}

// deliver writes, prints or compares.
func (e *exported) deliver(data []byte) error {
	if e.stdout {
		_, err := e.world.Stdout.Write(data)
		return err
	}
	if !e.check {
		return output.WriteFile(e.file, data)
	}
	have, err := os.ReadFile(e.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		fmt.Fprintf(e.world.Stdout, "%s: missing\n", e.file)
		return status(exitFindings)
	case err != nil:
		return fmt.Errorf("%s cannot be read: %w", e.file, unwrapPath(err))
	case bytes.Equal(have, data):
		return nil
	}
	if _, err := e.world.Stdout.Write(diff.Diff(e.file, have, e.file+" (as the policy says)", data)); err != nil {
		return err
	}
	fmt.Fprintf(e.world.Stderr, "%s differs from what the policy says; run the same command without --check\n", e.file)
	return status(exitFindings)
}
