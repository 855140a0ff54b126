package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/lint"
	"github.com/tokenbook/tokenbook/internal/output"
	"github.com/tokenbook/tokenbook/specs"
)

// policyFlags are the flags of every command that reads a policy.
type policyFlags struct{ root, at string }

func (f *policyFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.root, "root", "", "`folder` that extends and include may reach (default: the policy's own)")
	c.Flags().StringVar(&f.at, "at", "", "the day to answer for, such as 2027-01-01 (default: the day on which the policy takes effect)")
}

func (f *policyFlags) read(args []string) (*input, error) {
	path, date, err := f.asked(args)
	if err != nil {
		return nil, err
	}
	in, err := read(path, f.root, date)
	return in, named(args, err)
}

// locate finds the policy without reading it.
func (f *policyFlags) locate(args []string) (*input, specs.Date, error) {
	path, date, err := f.asked(args)
	if err != nil {
		return nil, date, err
	}
	in, err := locate(path, f.root)
	return in, date, named(args, err)
}

// named says what to do where no policy was named and there is none.
func named(args []string, err error) error {
	if len(args) == 0 && errors.Is(err, os.ErrNotExist) {
		return noPolicy{}
	}
	return err
}

// asked is the policy and the day that a command line names.
func (f *policyFlags) asked(args []string) (path string, date specs.Date, err error) {
	path = defaultPolicy
	if len(args) > 0 {
		path = args[0]
	}
	if f.at != "" {
		if date, err = specs.ParseDate(f.at); err != nil {
			return "", date, usageError{fmt.Errorf("--at: %w", err)}
		}
	}
	return path, date, nil
}

// noPolicy is said where none was named and none is there.
type noPolicy struct{}

func (noPolicy) Error() string {
	return "there is no " + defaultPolicy + " here; name a policy, or write one with tokenbook init"
}

// Is makes it one of the errors about files that do not exist.
func (noPolicy) Is(target error) bool { return target == os.ErrNotExist }

func checkCommand(world World) *cobra.Command {
	c := checking{world: world}
	failOn := diag.Error.String()
	var formats []string
	command := &cobra.Command{
		Use:   "check [POLICY]",
		Short: "Say everything that is wrong with a policy",
		Long: `Check reads a policy and everything that it extends and includes, and says everything that is wrong with its text in one
pass. A policy without errors is then judged by the standards that it claims. Check writes nothing but the files that flags name.

A finding that has to stay is silenced in the section suppressions, or by a comment beside the value or alone on the line
before it:

  lifetime: 8h  # tokenbook:allow LIFE002 until=2027-01-31 owner=identity -- batch jobs run all night

Suppressions end by today's date, whatever --at says.

The exit status is 1 where findings of the severity --fail-on are left, those that are silenced or in the baseline apart.
With --fix they are those that remain after the fixes, with --fix --diff those that would remain.`,
		Example: `  tokenbook check examples/acme/policy.yaml
  tokenbook check -f text -f sarif=out.sarif --fail-on warning
  tokenbook check --baseline known.json --update-baseline
  tokenbook check --fix --diff`,
		Args: args(0, 1),
		RunE: func(_ *cobra.Command, args []string) (err error) {
			if c.failOn, err = severityFlag("--fail-on", failOn); err != nil {
				return err
			}
			if c.outputs, err = outputsOf(formats); err != nil {
				return err
			}
			switch {
			case c.diff && !c.fix:
				return usageError{fmt.Errorf("--diff shows what --fix would do; write both")}
			case c.diff && c.update:
				return usageError{fmt.Errorf("--diff writes nothing; leave --update-baseline out")}
			case c.diff && len(formats) > 0:
				return usageError{fmt.Errorf("--diff shows the difference in place of the findings; leave --format out")}
			}
			if c.most < 0 {
				return usageError{fmt.Errorf("--max: %d is no number of findings; write 0 for all", c.most)}
			}
			if c.update && c.baseline == "" {
				return usageError{fmt.Errorf("--update-baseline needs --baseline FILE, the file to update")}
			}
			return c.run(args)
		},
	}
	c.policy.add(command)
	command.Flags().StringArrayVarP(&formats, "format", "f", nil, "how findings are written: "+diag.OneOf(diag.FormatNames())+"; with =FILE into a file (repeatable)")
	command.Flags().StringVar(&failOn, "fail-on", failOn, "the severity from which the exit status is 1: info, warning or error")
	command.Flags().IntVar(&c.most, "max", mostPrinted, "how many findings are printed as text, 0 for all; all are counted")
	command.Flags().StringVar(&c.baseline, "baseline", "", "a file of known findings, which are shown apart and do not count")
	command.Flags().BoolVar(&c.update, "update-baseline", false, "put the findings into the baseline; those that it knows keep their day")
	command.Flags().BoolVar(&c.fix, "fix", false, "change the policy where a finding has one right answer; comments and layout stay")
	command.Flags().BoolVar(&c.diff, "diff", false, "with --fix: write nothing, show what would change in place of the findings")
	return command
}

// mostPrinted is how many findings are printed as text where nobody asks for more.
const mostPrinted = 200

// severityFlag reads a severity from a flag.
func severityFlag(flag, word string) (diag.Severity, error) {
	level, ok := diag.ParseSeverity(word)
	if !ok {
		return 0, usageError{fmt.Errorf("%s: %q is not a severity; write info, warning or error", flag, word)}
	}
	return level, nil
}

// checkOutput is one format and where it goes; no file is standard output.
type checkOutput struct {
	format diag.Format
	file   string
}

// outputsOf reads the flags --format: text, or sarif=out.sarif.
func outputsOf(flags []string) ([]checkOutput, error) {
	if len(flags) == 0 {
		flags = []string{diag.Formats[0].Name}
	}
	var out []checkOutput
	printed := ""
	for _, flag := range flags {
		name, file, toFile := strings.Cut(flag, "=")
		format, ok := diag.FormatByName(name)
		switch {
		case !ok:
			hint := ""
			if near := diag.Nearest(name, diag.FormatNames()); len(near) > 0 {
				hint = "; did you mean " + diag.OneOf(near) + "?"
			}
			return nil, usageError{fmt.Errorf("--format: %q is not a format%s; write %s", name, hint, diag.OneOf(diag.FormatNames()))}
		case toFile && file == "":
			return nil, usageError{fmt.Errorf("--format: %q names no file; write %s=FILE", flag, name)}
		case !toFile && printed != "":
			return nil, usageError{fmt.Errorf("--format: %s and %s cannot both be printed; write one into a file: %s=FILE", printed, name, name)}
		case !toFile:
			printed = name
		}
		out = append(out, checkOutput{format, file})
	}
	return out, nil
}

// checking is one run of check.
type checking struct {
	world    World
	policy   policyFlags
	failOn   diag.Severity
	outputs  []checkOutput
	most     int
	baseline string
	update   bool
	fix      bool
	diff     bool
}

func (c *checking) run(args []string) error {
	tuneCollector(c.world, 0)
	in, err := c.policy.read(args)
	if err != nil {
		return err
	}
	if err := c.sparesInput(in); err != nil {
		return err
	}
	tuneCollector(c.world, in.size())
	today := specs.Date{Time: c.world.Now().UTC().Truncate(24 * time.Hour)}
	in.judge(today)
	if c.fix && in.policy != nil {
		if in, err = c.fixed(in, today); err != nil {
			return err
		}
	}
	r := c.report(in)
	if c.baseline != "" {
		if err := c.applyBaseline(in, r, today); err != nil {
			return err
		}
	}
	if c.diff && in.policy != nil { // the difference stands in place of the findings
		fmt.Fprintf(c.world.Stderr, "%s would be left with %s\n", r.Entry, diag.Summary(in.findings))
	} else if err := c.write(r); err != nil {
		return err
	}
	if in.source != nil && in.policy == nil {
		fmt.Fprintln(c.world.Stderr, "the rules were not asked: they judge a policy once it can be read without errors")
	}
	switch {
	case in.source == nil:
		return in.failed()
	case in.findings.Count(c.failOn) > 0:
		return status(exitFindings)
	}
	return nil
}

// sparesInput refuses to write findings or a baseline over a file of the policy.
func (c *checking) sparesInput(in *input) error {
	if in.source == nil {
		return nil
	}
	var named []string
	if c.update {
		named = append(named, c.baseline)
	}
	for _, o := range c.outputs {
		named = append(named, o.file)
	}
	for _, name := range named {
		there, err := os.Stat(name)
		if name == "" || err != nil {
			continue // nothing is there to be lost
		}
		for _, f := range in.source.Files {
			if own, err := os.Stat(filepath.Join(in.root, filepath.FromSlash(f.Name))); err == nil && os.SameFile(own, there) {
				return usageError{fmt.Errorf("%s is a file of the policy and would be written over; name another", name)}
			}
		}
	}
	return nil
}

// report is what the writers of findings are given.
func (c *checking) report(in *input) *diag.Report {
	return &diag.Report{
		Findings: in.findings, Name: in.name, Source: in.text, Rule: ruleText, Edits: in.edits, Version: Version, Entry: in.name(in.entry), Max: c.most,
	}
}

// ruleText is what a rule says of itself, for the machine formats.
func ruleText(id string) (diag.RuleText, bool) {
	if check, ok := lint.CheckByID(id); ok {
		return diag.RuleText{ID: check.ID, Title: check.Title, Why: check.Why, Severity: diag.Error}, true
	}
	rule, ok := lint.RuleByID(id)
	if !ok {
		return diag.RuleText{}, false
	}
	t := diag.RuleText{ID: rule.ID, Title: rule.Title, Why: rule.Why, Help: ruleHelp(rule), Severity: rule.Worst()}
	for _, cite := range rule.Cites {
		t.Clauses = append(t.Clauses, cite.String())
	}
	return t, true
}

// ruleHelp is the address of a rule's text.
func ruleHelp(r *lint.Rule) string {
	return "https://github.com/tokenbook/tokenbook/blob/main/docs/rules.md#" + strings.ToLower(r.ID)
}

// maxBesidesBytes is the size of a file that a check reads beside the policy: a baseline, a step summary.
const maxBesidesBytes = 16 << 20

// readBounded reads a file that is one: nobody waits for a pipe, and a device is not read to its end.
func readBounded(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("it is a folder")
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("not an ordinary file (%s)", info.Mode().Type())
	case info.Size() > maxBesidesBytes:
		return nil, fmt.Errorf("%d bytes are more than %d (maxBesidesBytes)", info.Size(), maxBesidesBytes)
	}
	return os.ReadFile(path)
}

// applyBaseline marks what the baseline knows; with --update-baseline it first takes in what is new.
func (c *checking) applyBaseline(in *input, r *diag.Report, today specs.Date) error {
	known := &lint.Baseline{}
	data, err := readBounded(c.baseline)
	switch {
	case errors.Is(err, os.ErrNotExist) && c.update:
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("%s cannot be read: %w; add --update-baseline to begin it with what is found now", c.baseline, unwrapPath(err))
	case err != nil:
		return fmt.Errorf("%s cannot be read: %w", c.baseline, unwrapPath(err))
	default:
		if known, err = lint.ReadBaseline(data); err != nil {
			return fmt.Errorf("%s %w", c.baseline, err)
		}
	}
	if c.update && in.policy != nil {
		var files []string
		for _, f := range in.source.Files {
			files = append(files, in.name(f.Name))
		}
		merged, added, gone := known.Merge(r, files, today)
		data, err := merged.JSON()
		if err != nil {
			return err
		}
		if err := output.WriteFile(c.baseline, data); err != nil {
			return err
		}
		fmt.Fprintf(c.world.Stderr, "%s: %d added, %d gone, %d in all\n", c.baseline, added, gone, len(merged.Findings))
		known = merged
	}
	if oldest := known.Mark(r); oldest != "" {
		since, err := specs.ParseDate(oldest)
		if err != nil {
			return err
		}
		if days := int(today.Sub(since.Time).Hours() / 24); days > 0 {
			fmt.Fprintf(c.world.Stderr, "%s: the oldest known finding has been open for %d days, since %s\n", c.baseline, days, oldest)
		}
	}
	return nil
}

// write writes the report in each format that was asked for.
func (c *checking) write(r *diag.Report) error {
	for _, out := range c.outputs {
		if out.file == "" {
			r.Style = c.world.style(c.world.Stdout)
			if err := out.format.Write(c.world.Stdout, r); err != nil {
				return err
			}
		} else {
			var b bytes.Buffer
			r.Style = diag.Style{}
			if err := out.format.Write(&b, r); err != nil {
				return err
			}
			if err := output.WriteFile(out.file, b.Bytes()); err != nil {
				return err
			}
		}
		if summary := c.world.Getenv("GITHUB_STEP_SUMMARY"); out.format.Name == "github" && summary != "" {
			if err := appendSummary(summary, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// appendSummary adds to the step summary of GitHub Actions, a file that the steps of a job share.
func appendSummary(path string, r *diag.Report) error {
	var b bytes.Buffer
	if err := diag.WriteGitHubSummary(&b, r); err != nil {
		return err
	}
	have, err := readBounded(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("the step summary %s cannot be read: %w", path, unwrapPath(err))
	}
	return output.WriteFile(path, append(have, b.Bytes()...))
}

// report writes the findings of a policy for people.
func report(world World, w io.Writer, in *input) error {
	return diag.WriteText(w, in.findings, diag.TextOptions{Style: world.style(w), Source: in.text, Name: in.name, Max: mostPrinted, Entry: in.name(in.entry)})
}
