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
	"github.com/tokenbook/tokenbook/internal/output"
	"github.com/tokenbook/tokenbook/site"
	"github.com/tokenbook/tokenbook/specs"
)

// diffFormat is a way to write a diff.
type diffFormat struct {
	name  string
	write func(io.Writer, *diff.Diff, diff.Show) error
}

var diffFormats = []diffFormat{
	{"text", diff.WriteText}, {"markdown", diff.WriteMarkdown}, {"json", diff.WriteJSON}, {"html", site.WriteCompare},
	{"sarif", func(w io.Writer, d *diff.Diff, s diff.Show) error {
		format, _ := diag.FormatByName("sarif")
		return format.Write(w, d.Report(s))
	}},
}

// failure is something that --fail-on can name.
type failure struct {
	name  string
	fails func(*diff.Change) bool
}

var failures = []failure{
	{"breaking", func(c *diff.Change) bool { return c.Impact() == diff.Breaking }},
	{"risky", func(c *diff.Change) bool { return c.Impact() >= diff.Risky }},
	{"weaker", func(c *diff.Change) bool { return c.Security == diff.Weaker }},
}

// failVersion is the word of --fail-on for a version number that is too low.
const failVersion = "version"

type diffing struct {
	world     World
	policy    policyFlags
	formats   []string
	failOn    []string
	gate      bool // --fail-on was written, be it empty
	approvals string
	approve   []string
	approval  diff.Approval
	outputs   bool
}

func diffCommand(world World) *cobra.Command {
	d := diffing{world: world}
	c := &cobra.Command{
		Use:   "diff OLD [NEW]",
		Short: "Say what a change of a policy means: what breaks, for whom, and whether tokens get safer",
		Long: `Diff compares two policies by what holds in them, for every client, environment and day that they tell apart. Moving a
value into a variant changes nothing; a setting that another one refers to changes both.

Each change has a verdict for client developers, resource servers and operators (breaking, risky or safe) and one for the
protection of tokens (weaker, same or stronger), with the reason, and a fingerprint that stays the same wherever the setting stands.

OLD and NEW are files, folders, - for standard input, or files of a git revision: REF:policy.yaml. OLD may leave the file out
(REF: or merge-base:REF); it is that of NEW then, followed through renames. NEW is policy.yaml where it is left out.
Revisions are read with git, without touching the work tree; nothing is fetched.

The format html is one page with both values of each change side by side, for a browser and without script. The text
says for whom a change holds in few words; json has every choice.

With --approvals FILE the changes that somebody agreed to do not count for --fail-on. An approval names the fingerprint, an
approver from policy.review.approvers of the old policy, and its end:

  {"approvals_format": 1, "approvals": [{"fingerprint": "0f5c…", "approver": "identity lead", "expires": "2027-01-31"}]}

With --approve the approvals of these changes are added to that file, and nothing else is shown. What would not count is refused.`,
		Example: `  tokenbook diff main: policy.yaml
  tokenbook diff merge-base:origin/main -f markdown=comment.md --fail-on breaking,weaker
  tokenbook diff main: --approvals approvals.json --approve 6331584fc6d626dd --by "identity lead" --until 2027-01-31
  tokenbook diff v2.9.0:policies/policy.yaml v3.0.0:policies/policy.yaml`,
		Args: args(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			d.gate = c.Flags().Changed("fail-on")
			return d.run(args)
		},
	}
	d.policy.add(c)
	names := make([]string, len(diffFormats))
	for i, f := range diffFormats {
		names[i] = f.name
	}
	c.Flags().StringArrayVarP(&d.formats, "format", "f", nil, "how the diff is written: "+diag.OneOf(names)+"; with =FILE into a file (repeatable)")
	c.Flags().StringSliceVar(&d.failOn, "fail-on", nil, "end with 1 where a change is breaking, risky or weaker, or the version is too low: breaking, risky, weaker, version (repeatable)")
	c.Flags().StringVar(&d.approvals, "approvals", "", "a `file` of changes that somebody agreed to")
	c.Flags().StringSliceVar(&d.approve, "approve", nil, "add an approval of the change with this `fingerprint` to that file (repeatable)")
	c.Flags().StringVar(&d.approval.Approver, "by", "", "who approves: one of policy.review.approvers of the old policy")
	c.Flags().StringVar(&d.approval.Expires, "until", "", "the first `day` on which the approval no longer holds")
	c.Flags().StringVar(&d.approval.Reason, "note", "", "why it is approved")
	c.Flags().BoolVar(&d.outputs, "outputs", false, "also build both and say which files, constants, endpoints and pages differ")
	return c
}

// diffOutput is one format and where it goes; no file is standard output.
type diffOutput struct {
	diffFormat
	file string
}

func (d *diffing) outputsOf() ([]diffOutput, error) {
	flags := d.formats
	if len(flags) == 0 {
		flags = []string{"text"}
	}
	var out []diffOutput
	printed := ""
	for _, flag := range flags {
		name, file, toFile := strings.Cut(flag, "=")
		i := slices.IndexFunc(diffFormats, func(f diffFormat) bool { return f.name == name })
		switch {
		case i < 0:
			return nil, usageError{fmt.Errorf("--format: %q is not a format; write text, markdown, json, html or sarif", name)}
		case toFile && file == "":
			return nil, usageError{fmt.Errorf("--format: %q names no file; write %s=FILE", flag, name)}
		case !toFile && printed != "":
			return nil, usageError{fmt.Errorf("--format: %s and %s cannot both be printed; write one into a file: %s=FILE", printed, name, name)}
		case !toFile:
			printed = name
		}
		out = append(out, diffOutput{diffFormats[i], file})
	}
	return out, nil
}

// errNothingToFailOn is said of an empty --fail-on, which a variable that is not set leaves: a gate that was asked for must
// not be open without a word.
var errNothingToFailOn = usageError{errors.New("--fail-on: it is empty, so that nothing would fail; write breaking, risky, weaker or version, or leave --fail-on out")}

func (d *diffing) run(args []string) error {
	if d.gate && len(d.failOn) == 0 {
		return errNothingToFailOn
	}
	outputs, err := d.outputsOf()
	if err != nil {
		return err
	}
	for i, word := range d.failOn {
		word = strings.TrimSpace(word)
		d.failOn[i] = word
		if word == "" {
			return errNothingToFailOn
		}
		if word != failVersion && !slices.ContainsFunc(failures, func(f failure) bool { return f.name == word }) {
			return usageError{fmt.Errorf("--fail-on: %q is nothing that a diff can fail on; write breaking, risky, weaker or version", word)}
		}
	}
	if err := d.approvalAsked(); err != nil {
		return err
	}
	newArg := ""
	if len(args) > 1 {
		newArg = args[1]
	}
	path, date, err := d.policy.asked(nil)
	if err != nil {
		return err
	}
	if newArg == "" {
		newArg = path
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
			fmt.Fprintf(d.world.Stderr, "%s has errors, so that nothing can be compared\n", side.shown)
			return side.failed()
		}
	}
	show := diff.Show{Old: was.shown, New: is.shown, NewName: is.name, Version: Version}
	var old *specs.Policy
	if !was.absent {
		old, show.OldName = was.policy, was.name
	}
	o, err := withNames(old, is.policy)
	if err != nil {
		return err
	}
	o.At = date
	result := diff.Compare(old, is.policy, o)
	if len(d.approve) > 0 {
		return d.writeApprovals(result)
	}
	if d.outputs && old != nil {
		if result.Outputs, err = outputsThatDiffer(was.input, is.input); err != nil {
			return err
		}
	}
	if err := d.applyApprovals(result); err != nil {
		return err
	}
	for _, out := range outputs {
		show.Style = d.world.style(d.world.Stdout)
		if out.file == "" {
			if err := out.write(d.world.Stdout, result, show); err != nil {
				return err
			}
			continue
		}
		show.Style = diag.Style{}
		var b bytes.Buffer
		if err := out.write(&b, result, show); err != nil {
			return err
		}
		if err := output.WriteFile(out.file, b.Bytes()); err != nil {
			return err
		}
	}
	return d.verdict(result)
}

// applyApprovals marks what the approvals file holds.
func (d *diffing) applyApprovals(result *diff.Diff) error {
	if d.approvals == "" {
		return nil
	}
	data, err := readBounded(d.approvals)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", d.approvals, unwrapPath(err))
	}
	approvals, err := diff.ReadApprovals(data)
	if err != nil {
		return fmt.Errorf("%s %w", d.approvals, err)
	}
	today := specs.Date{Time: d.world.Now().UTC().Truncate(24 * time.Hour)}
	for _, fault := range approvals.Apply(result, today) {
		fmt.Fprintf(d.world.Stderr, "%s: %s\n", d.approvals, fault)
	}
	return nil
}

// verdict is the exit status that --fail-on asks for, with what leads to it on standard error.
func (d *diffing) verdict(result *diff.Diff) error {
	failed := false
	for _, word := range d.failOn {
		if word == failVersion {
			if !result.Version.Enough {
				fmt.Fprintln(d.world.Stderr, result.Versions())
				failed = true
			}
			continue
		}
		for _, f := range failures {
			if f.name != word {
				continue
			}
			if left := result.Unapproved(f.fails); len(left) > 0 {
				fmt.Fprintf(d.world.Stderr, "%s and not approved: %s\n", word, counted(len(left), "change", "changes"))
				failed = true
			}
		}
	}
	if failed {
		return status(exitFindings)
	}
	return nil
}
