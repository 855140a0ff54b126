package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/output"
	"github.com/tokenbook/tokenbook/specs"
	"github.com/tokenbook/tokenbook/templates"
)

const schemaFile = "tokenbook.schema.json"

func initCommand(world World) *cobra.Command {
	starter := "minimal"
	var list bool
	var host string
	c := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Write a policy to start from",
		Long: `Init writes policy.yaml, ready to build, and the JSON Schema that editors check it with. Neither replaces a file that is there.

With --ci it also writes the pipeline that checks the policy at GitHub or GitLab, at the top of the repository that the
folder is in; where a policy is there already, it writes the pipeline alone.`,
		Example: `  tokenbook init tokens --starter spa-bff
  tokenbook init --ci github`,
		Args: args(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			known := templates.Starters()
			if list {
				for _, s := range known {
					fmt.Fprintf(world.Stdout, "%-20s %s\n", s.Name, s.About)
				}
				return nil
			}
			if len(args) > 0 && args[0] == "" {
				return usageError{errors.New("the name of the folder is empty")}
			}
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			pipeline, err := pipelineFor(host, dir)
			if err != nil {
				return err
			}
			if pipeline != nil && pipeline.hasPolicy {
				return pipeline.write(world)
			}
			var names []string
			for _, s := range known {
				if s.Name == starter {
					if err := writeStarter(world, dir, s); err != nil || pipeline == nil {
						return err
					}
					return pipeline.write(world)
				}
				names = append(names, s.Name)
			}
			hint := "there are " + strings.Join(names, ", ")
			if near := diag.Nearest(starter, names); len(near) > 0 {
				hint = "did you mean " + diag.OneOf(near) + "?"
			}
			return usageError{fmt.Errorf("--starter: there is no starter %q; %s", starter, hint)}
		},
	}
	c.Flags().StringVar(&starter, "starter", starter, "which policy to start from; --list shows them")
	c.Flags().BoolVar(&list, "list", false, "list the starters")
	c.Flags().StringVar(&host, "ci", "", "write the pipeline that checks the policy too: "+diag.OneOf(pipelineNames()))
	return c
}

func writeStarter(world World, dir string, s templates.Starter) error {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return fmt.Errorf("%s is a file; init takes a folder, and writes %s into it", dir, defaultPolicy)
	}
	policy := filepath.Join(dir, defaultPolicy)
	if _, err := os.Lstat(policy); err == nil {
		return fmt.Errorf("%s exists already; nothing was written", policy)
	} else if !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s cannot be looked at: %w", policy, unwrapPath(err))
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("%s cannot be made: %w", dir, unwrapPath(err))
	}
	schema := filepath.Join(dir, schemaFile)
	if _, err := os.Lstat(schema); errors.Is(err, os.ErrNotExist) {
		if err := output.WriteFile(schema, specs.Schema()); err != nil {
			return err
		}
	}
	if err := output.WriteFile(policy, s.Text); err != nil {
		return err
	}
	fmt.Fprintf(world.Stdout, "wrote %s (%s)\nnext: tokenbook build %s\n", policy, s.Name, policy)
	return nil
}
