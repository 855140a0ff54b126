package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
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
		Use:   "explain SETTING|RULE|exposure [TRIGGER]|keys|races|error CODE",
		Short: "Say what a setting or a rule means, which value holds, and how that came about",
		Long: `Explain shows what the format says of a setting and, where there is a policy, the value that holds and every place that
led to it: the setting itself, then each variant that applies, the most specific last. Of a rule it shows why it is there,
where it comes from, and a policy that breaks it beside one that does not.

Four words show what follows from the whole policy: exposure is how long a token is still accepted after each trigger (or one), keys
whether the rotation of keys can refuse a good token, races whether refreshing can sign somebody out without cause, and error CODE
which states of which tokens lead to an error, and what a client then does.`,
		Example: "  tokenbook explain tokens.access.lifetime --client spa --env staging\n  tokenbook explain tokens.refresh.rotation -p examples/acme/policy.yaml\n  tokenbook explain LIFE002\n  tokenbook explain exposure logout\n  tokenbook explain error invalid_grant",
		Args:    args(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			view, isView := factViews[args[0]]
			if len(args) > 1 && !isView || isView && (len(args)-1 < view.least || len(args)-1 > view.most) {
				return usageError{fmt.Errorf("%s takes another number of arguments; write %s", c.CommandPath(), c.UseLine())}
			}
			if text, ok := explainRule(world, args[0]); ok && !isView {
				_, err := fmt.Fprint(world.Stdout, text)
				return err
			}
			x := explanation{world: world, path: args[0], selection: specs.Selection{}}
			for i, a := range axisFlags {
				if choices[i] != "" {
					x.selection[a.axis] = choices[i]
				}
			}
			for _, pair := range own {
				axis, value, ok := strings.Cut(pair, "=")
				if !ok {
					return usageError{fmt.Errorf("--axis: %q is not axis=value", pair)}
				}
				x.selection[axis] = value
			}
			path, given := file, file != ""
			if !given {
				path = defaultPolicy
			}
			in, err := policy.read([]string{path})
			switch {
			case err != nil && !given && !isView && errors.Is(err, os.ErrNotExist):
				return x.format()
			case err != nil:
				return err
			case in.policy == nil:
				if err := report(world, world.Stderr, in, mostPrinted); err != nil {
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
}

// format explains a setting where there is no policy to look it up in.
func (x *explanation) format() error {
	doc, ok := specs.Describe(x.path)
	if !ok {
		return usageError{fmt.Errorf("%q is not a setting of the format; a path begins with %s", x.path, diag.OneOf(specs.TopLevel()))}
	}
	x.describe(doc)
	fmt.Fprintln(x.world.Stdout, "\nThere is no policy.yaml here; name one with --policy to see which value holds.")
	return nil
}

// value explains a setting of a policy.
func (x *explanation) value(in *input) error {
	w, s := x.world.Stdout, x.world.style(x.world.Stdout)
	if fault := in.policy.PathFault(x.path); fault != "" {
		fmt.Fprintf(x.world.Stderr, "tokenbook: %q is not a setting of this policy: %s\n", x.path, fault)
		return status(exitUsage)
	}
	if fault := x.unknownChoice(in.policy); fault != nil {
		return fault
	}
	fmt.Fprintf(w, "%s%s%s", s.Bold, x.path, s.Reset)
	if len(x.selection) > 0 {
		fmt.Fprintf(w, " for %s", analysis.SelectionText(x.selection))
	}
	if !in.policy.Date.IsZero() {
		fmt.Fprintf(w, " on %s", in.policy.Date)
	}
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
	if doc, ok := specs.Describe(x.path); ok {
		fmt.Fprintln(w)
		x.describe(doc)
	}
	return nil
}

func (x *explanation) unknownChoice(p *specs.Policy) error {
	for axis, value := range x.selection {
		known, closed := p.Domain(axis)
		if closed && !slices.Contains(known, value) {
			return usageError{fmt.Errorf("the policy has no %s %q; there are %s", axis, value, strings.Join(known, ", "))}
		}
	}
	return nil
}

func (x *explanation) steps(in *input, chain specs.Chain) {
	t := tabwriter.NewWriter(x.world.Stdout, 0, 4, 2, ' ', 0)
	for i, step := range chain {
		at := step.At
		at.File = in.name(at.File)
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
		fmt.Fprintf(t, "  %s %s\t%s\t%s\n", mark, at, escape.Terminal(step.Text()), escape.Terminal(note))
	}
	if err := t.Flush(); err != nil {
		return
	}
}

// others shows what holds elsewhere, where the setting has variants that the selection does not decide.
func (x *explanation) others(in *input) {
	here, _, _ := in.policy.EffectiveText(x.path, x.selection)
	t := tabwriter.NewWriter(x.world.Stdout, 0, 4, 2, ' ', 0)
	shown := map[string]bool{}
	for _, sel := range analysis.Selections(in.policy, x.path) {
		text, _, ok := in.policy.EffectiveText(x.path, sel)
		name := analysis.SelectionText(sel)
		if !ok || text == here || name == "" || shown[name] {
			continue
		}
		if len(shown) == 0 {
			fmt.Fprintln(x.world.Stdout, "\nElsewhere:")
		}
		shown[name] = true
		fmt.Fprintf(t, "    %s\t%s\n", name, escape.Terminal(text))
	}
	if err := t.Flush(); err != nil {
		return
	}
}

// describe prints what the format says of a setting.
func (x *explanation) describe(doc specs.SettingDoc) {
	fmt.Fprintln(x.world.Stdout, doc.Text())
}
