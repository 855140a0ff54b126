package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/output"
	"github.com/tokenbook/tokenbook/internal/review"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

// reviewFormat is one way to write the checklist.
type reviewFormat struct {
	name  string
	write func(review.Paper) ([]byte, error)
}

// reviewFormats are the ways to write the checklist, the first one where nobody asks.
var reviewFormats = []reviewFormat{
	{"text", plainly(review.Text)},
	{"markdown", plainly(review.Markdown)},
	{"issue", plainly(review.Issue)},
	{"csv", plainly(review.CSV)},
	{"json", review.JSON},
}

func plainly(write func(review.Paper) []byte) func(review.Paper) ([]byte, error) {
	return func(p review.Paper) ([]byte, error) { return write(p), nil }
}

func reviewCommand(world World) *cobra.Command {
	var policy policyFlags
	format, audience, section, status := reviewFormats[0].name, "", "", ""
	c := &cobra.Command{
		Use:   "review [POLICY]",
		Short: "Show the reviewer's checklist, and keep the answers of people",
		Long: `Review shows what has to be asked of a policy, with the answers that the program can give: each item passes, fails, is
waived with a reason, or needs a person. Nothing is written.

The answers of people are kept in a file beside the policy (policy.reviews.yaml beside policy.yaml), with the values that
each rests on: tokenbook review sign. When one of these values changes, the item is open again, and no other.

The format issue is a body for an issue or a pull request: what fails and what waits for a person, as tasks.`,
		Example: `  tokenbook review examples/acme/policy.yaml --audience privacy
  tokenbook review --status "needs a person" --format issue
  tokenbook review sign LIF-2 --by "Ana Ruiz" --note "read each against the threat model of May"
  tokenbook review since --by "Ana Ruiz"`,
		Args: args(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			filter, err := reviewFilter(audience, section, status)
			if err != nil {
				return err
			}
			at := slices.IndexFunc(reviewFormats, func(f reviewFormat) bool { return f.name == format })
			if at < 0 {
				return usageError{fmt.Errorf("--format: %q is not a format; write %s", format, diag.OneOf(reviewFormatNames()))}
			}
			r, err := readForReview(world, &policy, args)
			if err != nil {
				return err
			}
			paper := review.PaperOf(r.book, r.items)
			paper.Items = filter.Of(r.items)
			data, err := reviewFormats[at].write(paper)
			if err == nil {
				_, err = world.Stdout.Write(data)
			}
			return err
		},
	}
	policy.add(c)
	c.Flags().StringVarP(&format, "format", "f", format, "how the checklist is written: "+diag.OneOf(reviewFormatNames()))
	c.Flags().StringVar(&audience, "audience", "", "only what these people have to answer or know: "+diag.OneOf(audienceNames()))
	c.Flags().StringVar(&section, "section", "", "only one section, by its title or the letters of its items, such as LIF")
	c.Flags().StringVar(&status, "status", "", "only items that stand so: "+diag.OneOf(statusNames()))
	c.AddCommand(signCommand(world), sinceCommand(world))
	return c
}

func reviewFormatNames() []string {
	out := make([]string, len(reviewFormats))
	for i, f := range reviewFormats {
		out[i] = f.name
	}
	return out
}

func audienceNames() []string {
	var out []string
	for _, a := range standard.Audiences() {
		out = append(out, string(a))
	}
	return out
}

func statusNames() []string {
	var out []string
	for _, s := range review.Statuses() {
		out = append(out, string(s))
	}
	return out
}

// reviewFilter reads the flags that choose a part of the checklist.
func reviewFilter(audience, section, status string) (review.Filter, error) {
	word := strings.NewReplacer(" ", "_", "-", "_").Replace(audience)
	f := review.Filter{Audience: standard.Audience(word), Status: review.Status(status)}
	if audience != "" && !slices.Contains(audienceNames(), word) {
		return f, usageError{fmt.Errorf("--audience: there are %s, not %q", diag.OneOf(audienceNames()), audience)}
	}
	if status == "person" || status == "open" {
		f.Status = review.Person
	}
	if status != "" && !slices.Contains(review.Statuses(), f.Status) {
		return f, usageError{fmt.Errorf("--status: items stand at %s, not at %q", diag.OneOf(statusNames()), status)}
	}
	if section != "" {
		title, ok := review.SectionNamed(section)
		if !ok {
			return f, usageError{fmt.Errorf("--section: there is no section %q; there are %s", section, strings.Join(review.Sections(), ", "))}
		}
		f.Section = title
	}
	return f, nil
}

// reviewed is a policy with its checklist.
type reviewed struct {
	in    *input
	book  *book.Book
	items []review.Item
}

// readForReview makes the checklist of a policy as of today. The error is a status where the policy has errors, which
// are then printed.
func readForReview(world World, policy *policyFlags, args []string) (*reviewed, error) {
	tuneCollector(world, 0)
	in, err := policy.read(args)
	if err != nil {
		return nil, err
	}
	if in.policy == nil {
		if err := report(world, world.Stderr, in); err != nil {
			return nil, err
		}
		return nil, in.failed()
	}
	in.judge(world.today())
	b := &book.Book{Policy: in.policy, Facts: analysis.Analyse(in.policy), Findings: in.findings, Reviews: in.reviews, Today: world.today()}
	return &reviewed{in, b, review.Checklist(b)}, nil
}

// today is the day of the clock, in UTC.
func (w World) today() specs.Date {
	return specs.Date{Time: w.Now().UTC().Truncate(24 * time.Hour)}
}

// policyArgument are the arguments of a command whose policy is a flag.
func policyArgument(file string) []string {
	if file == "" {
		return nil
	}
	return []string{file}
}

func signCommand(world World) *cobra.Command {
	var policy policyFlags
	var file, by, note, from string
	c := &cobra.Command{
		Use:   "sign [ITEM...]",
		Short: "Answer an item of the checklist with yes, and keep the answer",
		Long: `Sign keeps that somebody answered items of the checklist: who, on which day, what they found, and the values that the
answer rests on. It adds to the file of sign-offs beside the policy and changes nothing that is in it. An item that the
program decides cannot be signed.

With --from it signs what was answered with yes on the page of the checklist and exported there. An answer that was given for
values which have changed since is refused, and nothing is signed then.`,
		Example: `  tokenbook review sign CLI-3 --by "Ana Ruiz" --note "looked into 4.2.0 on both platforms" -p examples/acme/policy.yaml
  tokenbook review sign --from acme-answers.json --by "Ana Ruiz"`,
		Args: cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, ids []string) error {
			switch {
			case from != "" && len(ids) > 0:
				return usageError{errors.New("--from: the file names the items; sign others by a call of their own")}
			case len(ids) == 0 && from == "":
				return usageError{errors.New("sign takes the names of items, such as LIF-2; tokenbook review lists them")}
			case strings.TrimSpace(by) == "":
				return usageError{errors.New("--by: say who signs")}
			case strings.TrimSpace(note) == "" && from == "":
				return usageError{errors.New("--note: say what was looked at, and what came of it")}
			}
			r, err := readForReview(world, &policy, policyArgument(file))
			if err != nil {
				return err
			}
			if from != "" {
				return r.signFrom(world, from, by, note)
			}
			return r.sign(world, ids, by, note)
		},
	}
	policy.add(c)
	c.Flags().StringVarP(&file, "policy", "p", "", "the policy (default: policy.yaml, where there is one)")
	c.Flags().StringVar(&by, "by", "", "who signs")
	c.Flags().StringVar(&note, "note", "", "what was looked at, and what came of it")
	c.Flags().StringVar(&from, "from", "", "sign what was answered on the page of the checklist: a `file` that was exported there")
	return c
}

// sign adds sign-offs of all named items to the file, or of none.
func (r *reviewed) sign(world World, ids []string, by, note string) error {
	name := filepath.Join(r.in.root, filepath.FromSlash(r.in.reviewsFile()))
	if fault := r.unreadable(); fault != nil {
		return fault
	}
	text := r.in.reviews
	for i, id := range ids {
		if slices.ContainsFunc(ids[:i], func(other string) bool { return strings.EqualFold(other, id) }) {
			return usageError{fmt.Errorf("%s is named twice", diag.Quote(id))}
		}
		item, err := r.item(id)
		if err != nil {
			return err
		}
		sign := review.SignOff{By: by, Note: note, On: world.today().String(), Version: string(r.book.Policy.Policy.Version.V)}
		if text, err = review.Sign(text, item, sign); err != nil {
			return usageError{fmt.Errorf("nothing was signed: %w", err)}
		}
	}
	if err := output.WriteFile(name, []byte(text)); err != nil {
		return err
	}
	for _, id := range ids {
		item, _ := r.item(id)
		fmt.Fprintf(world.Stdout, "%s signed; it rests on %s\n", item.ID, counted(len(item.Rests), "value", "values"))
	}
	fmt.Fprintf(world.Stdout, "kept in %s\n", shownPath(name))
	return nil
}

// unreadable is what keeps the file of sign-offs from being read, or nil.
func (r *reviewed) unreadable() error {
	for _, f := range r.in.findings {
		if r.in.reviews == "" && f.Rule == "file" && f.At.File == r.in.reviewsFile() {
			return fmt.Errorf("%s: %s", r.in.name(f.At.String()), f.Message)
		}
	}
	return nil
}

// item finds an item by its name, in any case.
func (r *reviewed) item(id string) (*review.Item, error) {
	var names []string
	for i := range r.items {
		if strings.EqualFold(r.items[i].ID, id) {
			return &r.items[i], nil
		}
		names = append(names, r.items[i].ID)
	}
	hint := "tokenbook review lists them"
	if near := diag.Nearest(strings.ToUpper(id), names); len(near) > 0 {
		hint = "did you mean " + diag.OneOf(near) + "?"
	}
	return nil, usageError{fmt.Errorf("the checklist has no item %s; %s", diag.Quote(id), hint)}
}

func sinceCommand(world World) *cobra.Command {
	var policy policyFlags
	var file, by string
	c := &cobra.Command{
		Use:   "since",
		Short: "Show what changed since somebody last signed",
		Long: `Since shows which items somebody signed that are open again, with each value that changed under their answer, and which
others wait for a person. Without --by it takes the only one who signed.`,
		Example: `  tokenbook review since --by "Ana Ruiz" -p examples/acme/policy.yaml`,
		Args:    args(0, 0),
		RunE: func(_ *cobra.Command, _ []string) error {
			r, err := readForReview(world, &policy, policyArgument(file))
			if err != nil {
				return err
			}
			if fault := r.unreadable(); fault != nil {
				return fault
			}
			signed, err := review.ReadSignOffs(r.in.reviews)
			if err != nil {
				return err
			}
			signed, _ = review.ByDay(signed, r.book.Today)
			signers := review.Signers(signed)
			switch {
			case len(signers) == 0:
				fmt.Fprintf(world.Stdout, "nobody has signed yet; %s for a person, and tokenbook review --status person lists what is open\n", counted(review.Count(r.items, review.Person), "item waits", "items wait"))
				return nil
			case by == "" && len(signers) > 1:
				asked := make([]string, len(signers))
				for i, s := range signers {
					asked[i] = "--by " + escape.Shell(s)
				}
				return usageError{fmt.Errorf("several have signed; write %s", diag.OneOf(asked))}
			case by == "":
				by = signers[0]
			}
			news, ok := review.Since(r.items, signed, strings.TrimSpace(by))
			if !ok {
				return usageError{fmt.Errorf("--by: %s has signed nothing; those who did are %s", diag.Quote(by), strings.Join(signers, ", "))}
			}
			_, err = world.Stdout.Write(review.NewsText(news))
			return err
		},
	}
	policy.add(c)
	c.Flags().StringVarP(&file, "policy", "p", "", "the policy (default: policy.yaml, where there is one)")
	c.Flags().StringVar(&by, "by", "", "who wants to know")
	return c
}
