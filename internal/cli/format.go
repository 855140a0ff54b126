package cli

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/edit"
	"github.com/tokenbook/tokenbook/internal/output"
	"github.com/tokenbook/tokenbook/specs"
)

// layout is one run of fmt.
type layout struct {
	world       World
	check, diff bool
	root        string
	done        map[string]bool // files by their full path
	changed     []laidOut
}

// laidOut is a file whose layout changes.
type laidOut struct{ path, name, before, after string }

func fmtCommand(world World) *cobra.Command {
	f := &layout{world: world, done: map[string]bool{}}
	c := &cobra.Command{
		Use:   "fmt [FILE]...",
		Short: "Lay out a policy so that differences stay small",
		Long: `Fmt lays out policies and the files that they include: two spaces a level, lists indented below their key, none within
braces and one after commas, one before a comment, none at the ends of lines, at most one empty line in a row. What a
policy says, its order, its comments, its line breaks and its quoting stay as they are, and so do columns of values and
of comments.

Without a name it takes policy.yaml. With --check it lists the files that would change and ends with status 1; with --diff
it prints the difference. Both write nothing.`,
		Example: "  tokenbook fmt --check policy.yaml",
		Args:    cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, files []string) error {
			if len(files) == 0 {
				files = []string{defaultPolicy}
			}
			for _, file := range files {
				if err := f.read(file); err != nil {
					return err
				}
			}
			return f.finish()
		},
	}
	c.Flags().BoolVar(&f.check, "check", false, "list what would change, and write nothing")
	c.Flags().BoolVar(&f.diff, "diff", false, "print what would change, and write nothing")
	c.Flags().StringVar(&f.root, "root", "", "`folder` that extends and include may reach (default: the policy's own)")
	return c
}

// read lays out a file and those that it includes.
func (f *layout) read(file string) error {
	in, err := read(file, f.root, specs.Date{})
	if err != nil {
		return err
	}
	unreadable := slices.DeleteFunc(slices.Clone(in.findings), func(d diag.Finding) bool {
		return in.source != nil && d.Rule != "syntax" && d.Rule != "limit" && d.Rule != "file"
	})
	if in.source == nil || unreadable.Count(diag.Error) > 0 {
		return f.stop(in, unreadable)
	}
	own := path.Dir(in.entry)
	for _, part := range in.source.Files {
		if own != "." && !strings.HasPrefix(part.Name, own+"/") {
			continue // a base that lies elsewhere belongs to somebody else
		}
		full := filepath.Join(in.root, filepath.FromSlash(part.Name))
		if f.done[full] {
			continue
		}
		f.done[full] = true
		after, err := edit.Format(part.Text)
		if err != nil {
			return f.refuse(in, part.Name, err)
		}
		if len(after) > specs.MaxFileBytes {
			return f.refuse(in, part.Name, fmt.Errorf("formatted, the file would have more than %d bytes (MaxFileBytes); split it and `include` the parts", specs.MaxFileBytes))
		}
		if after == part.Text {
			continue
		}
		f.changed = append(f.changed, laidOut{full, in.name(part.Name), part.Text, after})
		if f.diff {
			name := in.name(part.Name)
			if _, err := f.world.Stdout.Write(diff.Diff(name, []byte(in.source.Masked(part.Text)), name+" (formatted)", []byte(in.source.Masked(after)))); err != nil {
				return err
			}
		}
	}
	return nil
}

// refuse says where and why a file cannot be laid out.
func (f *layout) refuse(in *input, file string, err error) error {
	at, reason := diag.Span{File: file}, err.Error()
	var why *edit.Unformatted
	if errors.As(err, &why) {
		reason = why.Reason
		if why.At.Line > 0 {
			at.Start, at.End = why.At, diag.Position{Line: why.At.Line, Column: why.At.Column + 1}
		}
	}
	return f.stop(in, diag.List{{Rule: "syntax", Severity: diag.Error, At: at, Message: reason}})
}

// stop says what stands in the way. No file was written so far, and none will be.
func (f *layout) stop(in *input, findings diag.List) error {
	in.findings = findings
	if err := report(f.world, f.world.Stderr, in); err != nil {
		return err
	}
	fmt.Fprintln(f.world.Stderr, "nothing was written")
	return in.failed()
}

// finish writes the files, once all of them could be laid out, or lists them.
func (f *layout) finish() error {
	for _, c := range f.changed {
		switch {
		case f.check:
			fmt.Fprintln(f.world.Stdout, c.name)
		case !f.diff:
			if err := output.WriteFile(c.path, []byte(c.after)); err != nil {
				return err
			}
		}
	}
	verb := "formatted"
	if f.check || f.diff {
		verb = "would be formatted"
	}
	fmt.Fprintf(f.world.Stderr, "%s of %d %s\n", counted(len(f.changed), "file", "files"), len(f.done), verb)
	if f.check && len(f.changed) > 0 {
		return status(exitFindings)
	}
	return nil
}
