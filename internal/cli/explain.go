package cli

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/lint"
	"github.com/tokenbook/tokenbook/specs"
)

// axisFlags are the choices that a lookup can be narrowed by, as flags.
var axisFlags = []struct{ flag, axis, usage string }{
	{"client", specs.AxisClient, "a client"},
	{"env", specs.AxisEnvironment, "an environment"},
	{"tenant", specs.AxisTenant, "a tenant"},
	{"edition", specs.AxisEdition, "an edition"},
	{"grant", specs.AxisGrant, "a grant type"},
	{"scope", specs.AxisScope, "a scope"},
	{"acr", specs.AxisACR, "an authentication context class"},
	{"resource", specs.AxisResource, "a resource server"},
}

func explainCommand(world World) *cobra.Command {
	var policy policyFlags
	var file string
	choices := make([]string, len(axisFlags))
	var own []string
	c := &cobra.Command{
		Use:   "explain SETTING|RULE|exposure [TRIGGER]|keys|races|error [CODE]",
		Short: "Say what a setting or a rule means, which value holds, and how that came about",
		Long: `Explain shows what the format says of a setting and, where there is a policy, the value that holds and every place that
led to it: the setting itself, then each variant that applies, the most specific last. Of a rule it shows why it is there,
where it comes from, and a policy that breaks it beside one that does not; of one of the format's own checks, such as
reference, what it is there for.

Four words show what follows from the whole policy: exposure is how long a token is still accepted after each trigger (or one), keys
whether the rotation of keys can refuse a good token, races whether refreshing can sign somebody out without cause, and error CODE
which states of which tokens lead to an error, and what a client then does; error alone lists the errors.

A star in a path stands for any name: tokens.*.lifetime lists the lifetime of each token.`,
		Example: "  tokenbook explain tokens.access.lifetime --client spa --env staging\n  tokenbook explain tokens.refresh.rotation -p examples/acme/policy.yaml\n  tokenbook explain LIFE002\n  tokenbook explain exposure logout\n  tokenbook explain error invalid_grant",
		Args:    args(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			view, isView := factViews[args[0]] // a zero view takes no further argument
			if len(args) > 1 && !isView || isView && (len(args)-1 < view.least || len(args)-1 > view.most) {
				return usageError{fmt.Errorf("explain %s takes %s, not %d; write %s", args[0], argumentCount(view.least, view.most), len(args)-1, c.UseLine())}
			}
			x := explanation{world: world, path: args[0], selection: specs.Selection{}}
			if err := x.choose(c, choices, own); err != nil {
				return err
			}
			if isView && len(x.selection) > 0 {
				return usageError{fmt.Errorf("%s %s speaks of the whole policy; leave %s out", c.CommandPath(), args[0], x.chosen[0])}
			}
			if text, ok := explainRule(world, args[0]); ok && !isView {
				if len(x.selection) > 0 {
					return usageError{fmt.Errorf("a rule is the same for all; leave %s out", x.chosen[0])}
				}
				_, err := fmt.Fprint(world.Stdout, text)
				return err
			}
			if fault := ruleFault(args[0]); fault != nil && !isView {
				return fault
			}
			given := c.Flags().Changed("policy")
			var named []string
			if given {
				named = []string{file}
			}
			in, err := policy.read(named)
			switch {
			case err != nil && !given && !isView && len(x.selection) == 0 && errors.Is(err, os.ErrNotExist):
				return x.format()
			case err != nil:
				return err
			case in.policy == nil:
				if err := report(world, world.Stderr, in); err != nil {
					return err
				}
				return in.failed()
			}
			if isView {
				return view.show(&factPage{world: world, style: world.style(world.Stdout), in: in, facts: analysis.Analyse(in.policy)}, args[1:])
			}
			return x.value(in)
		},
	}
	policy.add(c)
	c.Flags().StringVarP(&file, "policy", "p", "", "the policy (default: policy.yaml, where there is one)")
	for i, a := range axisFlags {
		c.Flags().StringVar(&choices[i], a.flag, "", "narrow the lookup to "+a.usage)
	}
	c.Flags().StringArrayVar(&own, "axis", nil, "narrow the lookup on an axis of the policy's own: axis=value (repeatable)")
	return c
}

type explanation struct {
	world     World
	path      string
	selection specs.Selection
	chosen    []string // the flags that made the selection
}

// choose reads the flags that narrow the lookup.
func (x *explanation) choose(c *cobra.Command, choices, own []string) error {
	for i, a := range axisFlags {
		if c.Flags().Changed(a.flag) {
			x.selection[a.axis] = choices[i]
			x.chosen = append(x.chosen, "--"+a.flag)
		}
	}
	for _, pair := range own {
		axis, value, ok := strings.Cut(pair, "=")
		if !ok || axis == "" || value == "" {
			return usageError{fmt.Errorf("--axis: %q is not axis=value", pair)}
		}
		if have, twice := x.selection[axis]; twice {
			return usageError{fmt.Errorf("--axis: %q comes after %s=%s; a lookup takes one value of an axis", pair, axis, have)}
		}
		x.selection[axis] = value
		x.chosen = append(x.chosen, "--axis "+pair)
	}
	return nil
}

// format explains a setting where there is no policy to look it up in.
func (x *explanation) format() error {
	doc, ok := specs.Describe(x.path)
	if !ok {
		return x.unknown("the format", specs.PathFault(x.path))
	}
	x.describe(doc)
	fmt.Fprintln(x.world.Stdout, "\nThere is no policy.yaml here; name one with --policy to see which value holds.")
	return nil
}

// value explains a setting of a policy.
func (x *explanation) value(in *input) error {
	w, s := x.world.Stdout, x.world.style(x.world.Stdout)
	fault := in.policy.PathFault(x.path)
	if holder := strings.LastIndexByte(x.path, '.'); fault != "" && holder > 0 {
		if doc, ok := specs.Describe(x.path); ok && in.policy.PathFault(x.path[:holder]) == "" && specs.OfMarks(x.path[holder+1:]) {
			x.describe(doc)
			fmt.Fprintf(w, "\nIt says something of a value and is none; explain %s shows it.\n", x.path[:holder])
			return nil
		}
	}
	if fault != "" {
		return x.unknown("this policy", fault)
	}
	for _, axis := range slices.Sorted(maps.Keys(x.selection)) {
		if fault := in.policy.ChoiceFault(axis, x.selection[axis]); fault != "" {
			return usageError{errors.New(fault)}
		}
	}
	fmt.Fprintf(w, "%s%s%s", s.Bold, x.path, s.Reset)
	if len(x.selection) > 0 {
		fmt.Fprintf(w, " for %s", analysis.SelectionText(x.selection))
	}
	if !in.policy.Date.IsZero() {
		fmt.Fprintf(w, " on %s", in.policy.Date)
	}
	if strings.Contains("."+x.path+".", ".*.") {
		x.matches(in)
	} else {
		x.one(in)
	}
	if doc, ok := specs.Describe(x.path); ok {
		fmt.Fprintln(w)
		x.describe(doc)
	}
	return nil
}

// unknown says that a path is no setting; a word may have been meant for one of the subjects.
func (x *explanation) unknown(where, fault string) error {
	subjects := slices.Sorted(maps.Keys(factViews))
	for _, check := range lint.Checks() {
		subjects = append(subjects, check.ID)
	}
	if near := diag.Nearest(x.path, append(subjects, specs.TopLevel()...)); len(near) > 0 && !strings.Contains(x.path, ".") {
		return usageError{fmt.Errorf("%s is neither a setting of %s nor a subject of explain; did you mean %s?", diag.Quote(x.path), where, diag.OneOf(near))}
	}
	return usageError{fmt.Errorf("%s is not a setting of %s: %s", diag.Quote(x.path), where, fault)}
}

// one shows the value of one setting and how it came about.
func (x *explanation) one(in *input) {
	w, s := x.world.Stdout, x.world.style(x.world.Stdout)
	text, chain, ok := in.policy.EffectiveText(x.path, x.selection)
	if !ok || text == "" {
		fmt.Fprintln(w, ": not specified")
	} else {
		fmt.Fprintf(w, ": %s%s%s\n", s.Bold, escape.Terminal(text), s.Reset)
	}
	if len(chain) > 0 {
		fmt.Fprintln(w, "\nHow it came about:")
		x.steps(in, chain)
	}
	x.others(in)
}

// matches shows the value of each setting that a path with stars names.
func (x *explanation) matches(in *input) {
	w := x.world.Stdout
	places := in.policy.Places(x.path)
	if len(places) == 0 {
		fmt.Fprintln(w, ": the policy has nothing of this name")
		return
	}
	fmt.Fprintf(w, ": %s\n", counted(len(places), "setting", "settings"))
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, place := range places {
		text, chain, ok := in.policy.EffectiveText(place.Path, x.selection)
		at := ""
		if len(chain) > 0 {
			at = placed(in, chain[len(chain)-1].At)
		}
		if !ok || text == "" {
			text = "not specified"
		}
		if axes := undecided(in.policy, place.Path, x.selection); axes != "" {
			text += " (differs by " + axes + ")"
		}
		fmt.Fprintf(t, "    %s\t%s\t%s\n", place.Path, escape.Terminal(shortened(text)), at)
	}
	if err := t.Flush(); err != nil {
		return
	}
}

// undecided names the axes on which the variants of a setting differ and that a selection does not decide.
func undecided(p *specs.Policy, path string, sel specs.Selection) string {
	axes := p.AxisValues(path)
	maps.DeleteFunc(axes, func(axis string, _ []string) bool { _, decided := sel[axis]; return decided })
	return strings.Join(slices.Sorted(maps.Keys(axes)), ", ")
}

// placed is how a reader finds a place.
func placed(in *input, at diag.Span) string {
	at.File = in.name(at.File)
	return at.String()
}

// shortened is a text that fits into a column.
func shortened(text string) string {
	const most = 90
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

func (x *explanation) steps(in *input, chain specs.Chain) {
	t := tabwriter.NewWriter(x.world.Stdout, 0, 4, 2, ' ', 0)
	for i, step := range chain {
		note := "as written"
		if step.Variant != nil {
			note = "when " + step.Variant.When.Text()
		}
		if step.Because != "" {
			note += ": " + strings.Join(strings.Fields(string(step.Because)), " ")
		}
		mark := " "
		if i == len(chain)-1 {
			mark = "→"
		}
		fmt.Fprintf(t, "  %s %s\t%s\t%s\n", mark, placed(in, step.At), escape.Terminal(shortened(step.Text())), escape.Terminal(note))
	}
	if err := t.Flush(); err != nil {
		return
	}
}

// others shows what holds elsewhere, where the setting has variants that the selection does not decide. Of a part of the
// policy it names the settings in it that have any.
func (x *explanation) others(in *input) {
	w := x.world.Stdout
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	line := func(head string, shown *int, name, text string) {
		if *shown == 0 {
			fmt.Fprintln(w, head)
		}
		*shown++
		fmt.Fprintf(t, "    %s\t%s\n", escape.Terminal(name), escape.Terminal(shortened(text)))
	}
	shown := 0
	for _, path := range in.policy.VariedPaths() {
		if axes := undecided(in.policy, path, x.selection); strings.HasPrefix(path, x.path+".") && axes != "" {
			line("\nWhat differs in it:", &shown, path, "by "+axes)
		}
	}
	if shown == 0 {
		here, _, _ := in.policy.EffectiveText(x.path, x.selection)
		groups, ok := analysis.Groups(in.policy, x.path, x.selection)
		if !ok {
			fmt.Fprintf(w, "\nElsewhere it differs by %s, in more ways than can be shown; narrow the lookup.\n", undecided(in.policy, x.path, x.selection))
		}
		for _, g := range groups {
			if g.Text != here && g.When != "" {
				line("\nElsewhere:", &shown, g.When, cmp.Or(g.Text, "not specified"))
			}
		}
	}
	if err := t.Flush(); err != nil {
		return
	}
}

// describe prints what the format says of a setting.
func (x *explanation) describe(doc specs.SettingDoc) {
	fmt.Fprintln(x.world.Stdout, doc.Text())
}
