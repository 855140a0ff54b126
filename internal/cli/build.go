package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/output"
	"github.com/tokenbook/tokenbook/site"
)

// lockWait is how long a build waits for another one into the same folder.
const lockWait = 30 * time.Second

func buildCommand(world World) *cobra.Command {
	var policy policyFlags
	var out, failOn, templatesDir, flavor, openAPI string
	var versions []string
	var check, force, quiet, paper bool
	c := &cobra.Command{
		Use:   "build [POLICY]",
		Short: "Write the docs site, contracts, diagrams, constants and checklist of a policy",
		Long: `Build writes everything that follows from a policy into a folder, all of it or nothing. It replaces only what an
earlier build wrote; any other file in the folder makes it stop and say so.

With --versions the site holds older versions of the policy beside the newest, each whole, below site/v/. Their pages
say that they were superseded, and every page leads to itself in the other versions. An older version answers for the
day from which it held, and only its errors keep a site from being built. Contracts, constants and what else is no page
are those of the newest version.

Contracts are written in OpenAPI 3.1. With --openapi 3.0 they are written in 3.0.3 too, as <issuer>.oas30.yaml beside
them, for generators and gateways that know no newer version. It has no word for mutual TLS as a security scheme and
knows no alternatives in forms: there one request holds the parameters of all grants.

With --docs-flavor the pages are written as Markdown too, below docs/, for a documentation site that a team has
already; of the newest version only, since such sites keep versions in their own way.

With --print the site has one page more, print.html: the whole policy as one document with a cover and contents, to print,
to save as PDF or to hand to an auditor.`,
		Example: `  tokenbook build examples/acme/policy.yaml
  tokenbook build --check
  tokenbook build policy.yaml --versions old/policy-2.9.yaml --versions old/policy-2.8.yaml
  tokenbook build policy.yaml --docs-flavor docusaurus
  tokenbook build policy.yaml --openapi 3.0
  tokenbook build policy.yaml --print`,
		Args: args(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			var level diag.Severity
			if failOn != "" {
				var err error
				if level, err = severityFlag("--fail-on", failOn); err != nil {
					return err
				}
			}
			if err := flavorFlag(flavor); err != nil {
				return err
			}
			if !slices.Contains(openAPIVersions, openAPI) {
				return usageError{fmt.Errorf("--openapi takes %s, not %q", diag.OneOf(openAPIVersions), openAPI)}
			}
			in, err := policy.read(args)
			if err != nil {
				return err
			}
			var judged *book.Book
			if in.policy != nil {
				tuneCollector(world, in.source.Size())
				judged = book.New(in.policy, in.findings)
				judged.Reviews = in.reviews
				in.findings = judged.Findings
			}
			if judged == nil || failOn != "" && in.findings.Count(level) > 0 {
				if err := report(world, world.Stderr, in); err != nil {
					return err
				}
				fmt.Fprintln(world.Stderr, "nothing was written")
				return in.failed()
			}
			if in.findings.Count(diag.Warning) > 0 && !quiet {
				fmt.Fprintf(world.Stderr, "%s: %s; tokenbook check says which\n", in.name(in.entry), diag.Summary(in.findings))
			}
			others, broken, err := readOlder(in, policy.root, versions)
			if err != nil {
				return err
			}
			if broken != nil {
				if err := report(world, world.Stderr, broken); err != nil {
					return err
				}
				fmt.Fprintln(world.Stderr, "nothing was written")
				return broken.failed()
			}
			dir := out
			if dir == "" {
				dir = filepath.Join(in.root, filepath.Dir(filepath.FromSlash(in.entry)), "out")
			}
			look := looks{logo: in.logo, flavor: flavor, print: paper, openAPI30: openAPI == "3.0"}
			if len(versions) > 0 {
				look.side = site.Newest
			}
			if templatesDir != "" {
				if look.templates, err = ownTemplates(templatesDir); err != nil {
					return err
				}
			}
			older, protect, size := others.numbers(), protected(in), in.source.Size()
			for _, o := range others.inputs {
				protect = append(protect, protected(o)...)
				size += o.source.Size()
			}
			tuneCollector(world, size) // the files of every version stay until they are written
			files, err := generate(judged, look, progress(world))
			if err != nil {
				return err
			}
			if len(versions) > 0 {
				if files, err = others.join(files, look, progress(world)); err != nil {
					return err
				}
			}
			b := building{world: world, in: in, dir: dir, files: outputFiles(files), quiet: quiet}
			b.options = output.Options{
				Tool: "tokenbook " + Version, Date: in.policy.Date.String(), Force: force, Wait: lockWait,
				Policy: []output.Field{
					{Name: "id", Value: string(in.policy.Policy.ID.V)},
					{Name: "version", Value: string(in.policy.Policy.Version.V)},
					{Name: "hash", Value: in.policy.Hash()},
				},
				Protect: protect,
			}
			if older != "" {
				b.options.Policy = append(b.options.Policy, output.Field{Name: "older_versions", Value: older})
			}
			if in.policy.Date.IsZero() {
				b.options.Date = ""
			}
			if check {
				return b.check()
			}
			return b.write()
		},
	}
	policy.add(c)
	c.Flags().StringVarP(&out, "out", "o", "", "folder to write (default: out beside the policy)")
	c.Flags().StringVar(&failOn, "fail-on", "", "write nothing if there are findings of this severity: info, warning or error (default: findings do not keep a policy from being built)")
	c.Flags().StringVar(&templatesDir, "templates", "", "`folder` with templates of your own, laid over Tokenbook's (see tokenbook templates)")
	c.Flags().StringArrayVar(&versions, "versions", nil, "`policy` of an older version that the site holds too; may be given again")
	c.Flags().StringVar(&flavor, "docs-flavor", "", "write the pages as Markdown for a documentation site too, below docs/: "+strings.Join(site.Flavors(), ", "))
	c.Flags().BoolVar(&paper, "print", false, "write the whole policy as one document too, site/print.html")
	c.Flags().StringVar(&openAPI, "openapi", openAPIVersions[0], "`version` of the contracts: 3.1, or 3.0 for both")
	c.Flags().BoolVar(&check, "check", false, "write nothing; say what differs from what a build would write")
	c.Flags().BoolVar(&force, "force", false, "replace generated files that were edited by hand")
	c.Flags().BoolVarP(&quiet, "quiet", "q", false, "print nothing but errors")
	return c
}

// openAPIVersions are the values of --openapi, the default first.
var openAPIVersions = []string{"3.1", "3.0"}

// flavorFlag checks the value of --docs-flavor.
func flavorFlag(value string) error {
	known := site.Flavors()
	if value == "" || slices.Contains(known, value) {
		return nil
	}
	return usageError{fmt.Errorf("--docs-flavor takes %s, not %q", diag.OneOf(known), value)}
}

// A build keeps most of what it makes until it is written, so that collecting garbage early finds little. The collector
// begins when the heap has collectorLimit bytes and collectorShare more for each byte of the policy: what is made grows
// with what was read.
const (
	collectorLimit = 96 << 20
	collectorShare = 50
)

// tuneCollector sets the pace of the collector, unless the environment does. size is the policy's, in bytes.
func tuneCollector(world World, size int) {
	if world.Getenv("GOGC") == "" && world.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(-1)
		debug.SetMemoryLimit(collectorLimit + collectorShare*int64(size))
	}
}

// building is one run of build after the files are made.
type building struct {
	world   World
	in      *input
	dir     string
	files   []output.File
	options output.Options
	quiet   bool
}

func (b *building) write() error {
	b.options.Progress = func(line string) { fmt.Fprintln(b.world.Stderr, line) }
	done, err := output.Write(b.dir, b.files, b.options)
	if err != nil {
		return err
	}
	if b.quiet {
		return nil
	}
	changed := len(done.Written)
	fmt.Fprintf(b.world.Stdout, "%s: %d files, %d written, %d unchanged, %d removed\n", shownPath(b.dir), changed+len(done.Unchanged), changed, len(done.Unchanged), len(done.Removed))
	fmt.Fprintf(b.world.Stdout, "open %s\n", filepath.Join(shownPath(b.dir), "site", "index.html"))
	return nil
}

func (b *building) check() error {
	differences, err := output.Check(b.dir, b.files, b.options)
	if err != nil {
		return err
	}
	if len(differences) == 0 {
		if !b.quiet {
			fmt.Fprintf(b.world.Stdout, "%s: current\n", shownPath(b.dir))
		}
		return nil
	}
	for _, d := range differences {
		fmt.Fprintf(b.world.Stdout, "%s: %s\n", filepath.Join(shownPath(b.dir), filepath.FromSlash(d.Path)), d.Kind)
	}
	fmt.Fprintf(b.world.Stderr, "%d files differ from what the policy says; run tokenbook build\n", len(differences))
	return status(exitFindings)
}

// protected are the places that a build must never replace.
func protected(in *input) []string {
	var out []string
	for _, f := range in.source.Files {
		out = append(out, filepath.Join(in.root, filepath.FromSlash(f.Name)))
	}
	if in.reviews != "" {
		out = append(out, filepath.Join(in.root, filepath.FromSlash(in.reviewsFile())))
	}
	if home, err := os.UserHomeDir(); err == nil {
		out = append(out, home)
	}
	if here, err := os.Getwd(); err == nil {
		out = append(out, here)
	}
	return out
}

func outputFiles(files []generator.File) []output.File {
	out := make([]output.File, len(files))
	for i, f := range files {
		out[i] = output.File(f)
	}
	return out
}

// progress tells what is being made, on a terminal only.
func progress(world World) func(string) {
	if !world.Terminal(world.Stderr) {
		return func(string) {}
	}
	return func(step string) { fmt.Fprintf(world.Stderr, "\r\x1b[K%s…\r", step) }
}

// shownPath is a path as short as a reader can use it.
func shownPath(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(here, full); err == nil && len(rel) < len(full) {
		return rel
	}
	return full
}

// unwrapPath is a file error without the path, which messages name already.
func unwrapPath(err error) error {
	if p, ok := err.(*os.PathError); ok { //nolint:errorlint // os.Stat returns the error itself
		return p.Err
	}
	return err
}
