package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/internal/migrate"
	"github.com/tokenbook/tokenbook/internal/output"
	"github.com/tokenbook/tokenbook/site"
	"github.com/tokenbook/tokenbook/specs"
)

// planFormat is a way to write a plan.
type planFormat struct {
	name  string
	write func(io.Writer, *migrate.Plan, migrate.Show) error
}

var planFormats = []planFormat{
	{"text", migrate.WriteText}, {"markdown", migrate.WriteMarkdown}, {"json", migrate.WriteJSON}, {"ics", writeCalendar},
	{"svg", func(w io.Writer, p *migrate.Plan, _ migrate.Show) error {
		_, err := io.WriteString(w, site.PlanPicture(p))
		return err
	}},
	{"sarif", func(w io.Writer, p *migrate.Plan, s migrate.Show) error {
		format, _ := diag.FormatByName("sarif")
		return format.Write(w, p.Report(s))
	}},
}

// writeCalendar writes a calendar; to ask for one of a plan without a day is a mistake of usage.
func writeCalendar(w io.Writer, p *migrate.Plan, s migrate.Show) error {
	err := migrate.WriteCalendar(w, p, s)
	if errors.Is(err, migrate.ErrNoEvent) {
		return usageError{err}
	}
	return err
}

// lastYear is the last one that a day of ISO 8601 can name.
const lastYear = 9999

type planning struct {
	world                               World
	policy                              policyFlags
	formats                             []string
	start                               string
	noticeClients, noticeServices, roll string
}

func planCommand(world World) *cobra.Command {
	d := planning{world: world}
	c := &cobra.Command{
		Use:   "plan OLD [NEW]",
		Short: "Say how to get from one policy to another: who acts, in which order, and when at the earliest",
		Long: `Plan compares two policies as diff does, and writes the way from the one to the other: steps with those who act, the
reason for their order, the earliest moment of each, what to look at before going on, and the way back with its cost. It changes
nothing.

Each moment is a sum of what the policies state: the longest life of a token, the tolerance for clocks, the age of a copy of the
key set, and the time that people are given. While a migration is under way both policies are followed by somebody, so that of
each figure the larger counts. Where a figure is not stated, what follows has no day, and the plan names the setting.

Days that the new policy states (policy.effective, changes, deprecations, also_accepted, policy.retirement) are held against the
plan; one that is too early is an error with the smallest repair, and the command ends with 1.

OLD and NEW are named as for diff.`,
		Example: `  tokenbook plan main: policy.yaml --start 2027-01-11
  tokenbook plan v2.9.0: -f markdown=plan.md -f ics=plan.ics -f svg=plan.svg
  tokenbook plan main: --clients 60d --services 7d --rollout 15m`,
		Args: args(1, 2),
		RunE: func(_ *cobra.Command, args []string) error { return d.run(args) },
	}
	d.policy.add(c)
	names := make([]string, len(planFormats))
	for i, f := range planFormats {
		names[i] = f.name
	}
	c.Flags().StringArrayVarP(&d.formats, "format", "f", nil, "how the plan is written: "+diag.OneOf(names)+"; with =FILE into a file (repeatable)")
	c.Flags().StringVar(&d.start, "start", "", "the `day` on which it begins, at midnight UTC (default: today)")
	c.Flags().StringVar(&d.noticeClients, "clients", "", "the `time` that client developers are given (default: lint.thresholds.notice_clients, else 30d)")
	c.Flags().StringVar(&d.noticeServices, "services", "", "the `time` that resource servers are given (default: lint.thresholds.notice_services, else 14d)")
	c.Flags().StringVar(&d.roll, "rollout", "", "the `time` until all servers of the issuer follow a change (default: 1h)")
	return c
}

// options are what the flags say, with today for a start that is not given.
func (d *planning) options() (migrate.Options, error) {
	o := migrate.Options{Start: specs.Date{Time: d.world.Now().UTC().Truncate(24 * time.Hour)}}
	if d.start != "" {
		var err error
		if o.Start, err = specs.ParseDate(d.start); err != nil {
			return o, usageError{fmt.Errorf("--start: %w", err)}
		}
	}
	for _, f := range []struct {
		flag, text string
		to         **specs.Duration
	}{{"clients", d.noticeClients, &o.Clients}, {"services", d.noticeServices, &o.Services}, {"rollout", d.roll, &o.Rollout}} {
		if f.text == "" {
			continue
		}
		length, err := specs.ParseDuration(f.text)
		if err != nil {
			return o, usageError{fmt.Errorf("--%s: %q %w", f.flag, f.text, err)}
		}
		*f.to = &length
	}
	return o, nil
}

// planOutput is one format and where it goes; no file is standard output.
type planOutput struct {
	planFormat
	file string
}

func (d *planning) outputs() ([]planOutput, error) {
	flags := d.formats
	if len(flags) == 0 {
		flags = []string{"text"}
	}
	var out []planOutput
	printed := ""
	for _, flag := range flags {
		name, file, toFile := strings.Cut(flag, "=")
		i := slices.IndexFunc(planFormats, func(f planFormat) bool { return f.name == name })
		switch {
		case i < 0:
			return nil, usageError{fmt.Errorf("--format: %q is not a format; write text, markdown, json, ics, svg or sarif", name)}
		case toFile && file == "":
			return nil, usageError{fmt.Errorf("--format: %q names no file; write %s=FILE", flag, name)}
		case !toFile && printed != "":
			return nil, usageError{fmt.Errorf("--format: %s and %s cannot both be printed; write one into a file: %s=FILE", printed, name, name)}
		case !toFile:
			printed = name
		}
		out = append(out, planOutput{planFormats[i], file})
	}
	return out, nil
}

func (d *planning) run(args []string) error {
	outputs, err := d.outputs()
	if err != nil {
		return err
	}
	options, err := d.options()
	if err != nil {
		return err
	}
	path, date, err := d.policy.asked(nil)
	if err != nil {
		return err
	}
	newArg := path
	if len(args) > 1 {
		newArg = args[1]
	}
	c := comparison{stdin: d.world.Stdin, root: d.policy.root, date: date}
	was, is, err := c.read(args[0], newArg)
	if err != nil {
		return named(args[1:], err)
	}
	for _, note := range c.notes {
		fmt.Fprintln(d.world.Stderr, note)
	}
	for _, side := range []*compared{was, is} {
		if !side.absent && side.policy == nil {
			if err := report(d.world, d.world.Stderr, side.input); err != nil {
				return err
			}
			fmt.Fprintf(d.world.Stderr, "%s has errors, so that nothing can be planned\n", side.shown)
			return side.failed()
		}
	}
	if was.absent {
		return errors.New("there was no policy before, so that there is nothing to migrate from")
	}
	plan := migrate.New(diff.Compare(was.policy, is.policy, diff.Options{At: date}), options)
	if end, _ := plan.End(); plan.Moment(end+specs.Day).Year() > lastYear {
		return usageError{fmt.Errorf("--start: %s is too late: the plan reaches beyond the year %d, and days have four digits for the year", options.Start, lastYear)}
	}
	show := migrate.Show{Old: was.shown, New: is.shown, OldName: was.name, NewName: is.name, Version: Version}
	for _, out := range outputs {
		show.Style = d.world.style(d.world.Stdout)
		if out.file == "" {
			if err := out.write(d.world.Stdout, plan, show); err != nil {
				return err
			}
			continue
		}
		show.Style = diag.Style{}
		var b bytes.Buffer
		if err := out.write(&b, plan, show); err != nil {
			return err
		}
		if err := output.WriteFile(out.file, b.Bytes()); err != nil {
			return err
		}
	}
	if n := plan.Findings.Count(diag.Error); n > 0 {
		fmt.Fprintf(d.world.Stderr, "%s cannot work\n", counted(n, "day", "days"))
		return status(exitFindings)
	}
	return nil
}
