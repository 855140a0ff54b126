package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

func schemaCommand(world World) *cobra.Command {
	return &cobra.Command{
		Use:   "schema [policy | findings]",
		Short: "Print the JSON Schema of a policy, for editors, or of findings",
		Long: `Schema prints the JSON Schema (2020-12) of the policy format. Save it beside a policy and name it in the policy's first
line, and an editor with a YAML language server completes and checks while you write:

  # yaml-language-server: $schema=tokenbook.schema.json

tokenbook schema findings prints the schema of what check -f json writes.`,
		Args:      args(0, 1),
		ValidArgs: []string{"policy", "findings"},
		RunE: func(_ *cobra.Command, words []string) error {
			schema := specs.Schema()
			switch {
			case len(words) == 0 || words[0] == "policy":
			case words[0] == "findings":
				schema = diag.JSONSchema
			default:
				return usageError{fmt.Errorf("there is no schema of %q; write policy or findings", words[0])}
			}
			_, err := world.Stdout.Write(schema)
			return err
		},
	}
}
