package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/output"
	"github.com/tokenbook/tokenbook/site"
)

// ownTemplatesDir is the folder into which templates are copied where nobody names another.
const ownTemplatesDir = "templates"

// ownTemplates opens a team's folder of templates, and says what is wrong with it.
func ownTemplates(dir string) (fs.FS, error) {
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return nil, fmt.Errorf("--templates: %s cannot be read: %w", dir, unwrapPath(err))
	case !info.IsDir():
		return nil, usageError{fmt.Errorf("--templates: %s is no folder", dir)}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("--templates: %s cannot be opened: %w", dir, unwrapPath(err))
	}
	if err := site.CheckTemplates(root.FS()); err != nil {
		return nil, fmt.Errorf("--templates %s: %w", dir, err)
	}
	return root.FS(), nil
}

func templatesCommand(world World) *cobra.Command {
	c := &cobra.Command{
		Use:   "templates",
		Short: "List the templates of the site, or copy one to change it",
		Long: `A template makes a page, or the frame around all pages. Copy the one that should be different, change it, and name its
folder: tokenbook build --templates templates. What is not in the folder stays as it is; theme/own.css is laid over the other
style sheets, and pages/NN-own-NAME.md.tmpl is a page more. Whatever a template prints is escaped.`,
		Example: `  tokenbook templates list
  tokenbook templates copy pages/01-index.md.tmpl`,
		Args: args(0, 0),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(templatesListCommand(world), templatesCopyCommand(world))
	return c
}

func templatesListCommand(world World) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the templates, with what each makes",
		Args:  args(0, 0),
		RunE: func(*cobra.Command, []string) error {
			all, err := site.Templates()
			if err != nil {
				return err
			}
			t := tabwriter.NewWriter(world.Stdout, 0, 0, 2, ' ', 0)
			for _, one := range all {
				fmt.Fprintf(t, "%s\t%s\n", one.Name, escape.Terminal(one.About))
			}
			return t.Flush()
		},
	}
}

func templatesCopyCommand(world World) *cobra.Command {
	dir := ownTemplatesDir
	c := &cobra.Command{
		Use:   "copy NAME ...",
		Short: "Copy templates into a folder of your own",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, names []string) error {
			all, err := site.Templates()
			if err != nil {
				return err
			}
			known := make([]string, len(all))
			texts := map[string][]byte{}
			for i, one := range all {
				known[i] = one.Name
				texts[one.Name] = one.Text
			}
			for _, name := range names {
				if _, ok := texts[name]; !ok {
					hint := "tokenbook templates list says which there are"
					if near := diag.Nearest(name, known); len(near) > 0 {
						hint = "did you mean " + diag.OneOf(near) + "?"
					}
					return usageError{fmt.Errorf("there is no template %s; %s", diag.Quote(name), hint)}
				}
				if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name))); err == nil {
					return fmt.Errorf("%s is there already; remove it to copy it anew", filepath.Join(dir, filepath.FromSlash(name)))
				}
			}
			for _, name := range names {
				to := filepath.Join(dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
					return fmt.Errorf("%s cannot be made: %w", filepath.Dir(to), unwrapPath(err))
				}
				if err := output.WriteFile(to, texts[name]); err != nil {
					return err
				}
				fmt.Fprintln(world.Stdout, to)
			}
			return nil
		},
	}
	c.Flags().StringVarP(&dir, "to", "t", dir, "`folder` to copy into")
	return c
}
