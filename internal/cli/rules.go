package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/lint"
	"github.com/tokenbook/tokenbook/internal/standard"
	"github.com/tokenbook/tokenbook/specs"
)

func rulesCommand(world World) *cobra.Command {
	var profile string
	c := &cobra.Command{
		Use:   "rules",
		Short: "List the rules that policies are judged by",
		Long: `Rules lists every rule with how grave it is and who asks for it. tokenbook explain RULE says why it is there, where it
comes from, and what to write instead.`,
		Example: "  tokenbook rules --profile fapi2",
		Args:    args(0, 0),
		RunE: func(_ *cobra.Command, _ []string) error {
			if err := knownProfile(profile); err != nil {
				return err
			}
			t := tabwriter.NewWriter(world.Stdout, 0, 4, 2, ' ', 0)
			for _, r := range lint.All() {
				severity, asked := r.Worst(), r.Asked()
				if profile != "" {
					s, ok := r.SeverityUnder(lint.Profile(profile))
					if !ok {
						continue
					}
					severity, asked = s, ""
				}
				fix := ""
				if r.Repair != "" {
					fix = "fix"
				}
				fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", r.ID, severity, fix, r.Title, asked)
			}
			return t.Flush()
		},
	}
	c.Flags().StringVar(&profile, "profile", "", "only the rules that a profile asks for, such as oauth-bcp")
	return c
}

// knownProfile refuses a name that no profile has; the empty name stands for all.
func knownProfile(name string) error {
	var known []string
	for _, p := range standard.Profiles() {
		if p.Key == name {
			return nil
		}
		known = append(known, p.Key)
	}
	if name == "" {
		return nil
	}
	hint := ""
	if near := diag.Nearest(name, known); len(near) > 0 {
		hint = "; did you mean " + diag.OneOf(near) + "?"
	}
	return usageError{fmt.Errorf("--profile: there is no profile %q%s; there are %s", name, hint, strings.Join(known, ", "))}
}

// explainRule is the text of a rule, or of one of the format's own checks; ok is false where the word is the name of
// neither, and where it is a setting that shares the name of a check.
func explainRule(world World, word string) (text string, ok bool) {
	style := world.style(world.Stdout)
	if rule, ok := lint.RuleByID(word); ok {
		return rule.Text(style), true
	}
	if check, ok := lint.CheckByID(word); ok && !slices.Contains(specs.TopLevel(), word) {
		return fmt.Sprintf("%s%s: %s%s\n\n%s\n\nA check of the format: it holds for every policy.\n", style.Bold, check.ID, check.Title, style.Reset, check.Why), true
	}
	return "", false
}

// ruleNamed is how rules are named; no setting of the format is.
var ruleNamed = regexp.MustCompile(`^[A-Za-z]+[0-9]+$`)

// ruleFault is what to say of a word that is formed like a rule's name and is none; nil for any other word.
func ruleFault(word string) error {
	if !ruleNamed.MatchString(word) {
		return nil
	}
	hint := ""
	if near := diag.Nearest(strings.ToUpper(word), lint.RuleIDs()); len(near) > 0 {
		hint = "did you mean " + diag.OneOf(near) + "? "
	}
	return usageError{fmt.Errorf("there is no rule %s; %stokenbook rules lists them", diag.Quote(word), hint)}
}
