package cli

import (
	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/specs"
)

func schemaCommand(world World) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of a policy, for editors",
		Long: `Schema prints the JSON Schema (2020-12) of the policy format. Save it beside a policy and name it in the policy's first
line, and an editor with a YAML language server completes and checks while you write:

  # yaml-language-server: $schema=tokenbook.schema.json`,
		Args: args(0, 0),
		RunE: func(*cobra.Command, []string) error {
			_, err := world.Stdout.Write(specs.Schema())
			return err
		},
	}
}
