package cli

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// policyFlags are the flags of every command that reads a policy.
type policyFlags struct{ root, at string }

func (f *policyFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.root, "root", "", "folder that `extends` and `include` may reach (default: the policy's own)")
	c.Flags().StringVar(&f.at, "at", "", "the day to answer for, such as 2027-01-01 (default: the day on which the policy takes effect)")
}

func (f *policyFlags) read(args []string) (*input, error) {
	path := defaultPolicy
	if len(args) > 0 {
		path = args[0]
	}
	var date specs.Date
	if f.at != "" {
		var err error
		if date, err = specs.ParseDate(f.at); err != nil {
			return nil, usageError{fmt.Errorf("--at: %w", err)}
		}
	}
	return read(path, f.root, date)
}

const (
	formatText = "text"
	formatJSON = "json"
)

func checkCommand(world World) *cobra.Command {
	var policy policyFlags
	format, failOn, most := formatText, diag.Error.String(), 0
	c := &cobra.Command{
		Use:   "check [POLICY]",
		Short: "Say everything that is wrong with a policy",
		Long:  "Check reads a policy and everything that it extends and includes, and says everything that is wrong with it in one pass. Nothing is written.",
		Args:  args(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			level, ok := diag.ParseSeverity(failOn)
			if !ok {
				return usageError{fmt.Errorf("--fail-on: %q is not a severity; write info, warning or error", failOn)}
			}
			if !slices.Contains([]string{formatText, formatJSON}, format) {
				return usageError{fmt.Errorf("--format: %q is not a format; write text or json", format)}
			}
			in, err := policy.read(args)
			if err != nil {
				return err
			}
			if format == formatJSON {
				err = diag.WriteJSON(world.Stdout, in.findings, in.name)
			} else {
				err = report(world, world.Stdout, in, most)
			}
			switch {
			case err != nil:
				return err
			case in.source == nil:
				return status(exitEnvironment)
			case in.findings.Count(level) > 0:
				return status(exitFindings)
			}
			return nil
		},
	}
	policy.add(c)
	c.Flags().StringVarP(&format, "format", "f", format, "how findings are written: text or json")
	c.Flags().StringVar(&failOn, "fail-on", failOn, "the severity from which the exit status is 1: info, warning or error")
	c.Flags().IntVar(&most, "max", most, "how many findings are printed (default: all); all are counted")
	return c
}

// report writes the findings of a policy for people.
func report(world World, w io.Writer, in *input, most int) error {
	if len(in.findings) == 0 {
		_, err := fmt.Fprintf(w, "%s: no findings\n", in.name(in.entry))
		return err
	}
	return diag.WriteText(w, in.findings, diag.TextOptions{Style: world.style(w), Source: in.text, Name: in.name, Max: most})
}
