package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/internal/output"
	"github.com/tokenbook/tokenbook/specs"
)

// defaultChangelog is the file that is written where none is named.
const defaultChangelog = "CHANGELOG.md"

func changelogCommand(world World) *cobra.Command {
	var policy policyFlags
	var out string
	var check, noGit bool
	c := &cobra.Command{
		Use:   "changelog [POLICY]",
		Short: "Write what changed from version to version, as Keep a Changelog has it",
		Long: `Changelog writes CHANGELOG.md beside the policy: for each version what the section changes says of it, by kind and for
whom, and the values that differ from the version before. Earlier versions are read with git, each as it stood last; without a
repository there is what the policy says.

What people write in the file stays. Each version's part that the program writes stands between two comments, and only
that is replaced.`,
		Example: `  tokenbook changelog
  tokenbook changelog policy.yaml --check
  tokenbook changelog policy.yaml -o -`,
		Args: args(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			in, err := policy.read(args)
			if err != nil {
				return err
			}
			if in.policy == nil {
				if err := report(world, world.Stderr, in); err != nil {
					return err
				}
				return in.failed()
			}
			releases, notes, err := releasesOf(in, policy.root, noGit)
			if err != nil {
				return err
			}
			for _, note := range notes {
				fmt.Fprintln(world.Stderr, note)
			}
			file := out
			if file == "" {
				file = filepath.Join(in.root, filepath.Dir(filepath.FromSlash(in.entry)), defaultChangelog)
			}
			have, err := readBounded(file)
			if file != "-" && err != nil && !errors.Is(err, os.ErrNotExist) {
				return fmt.Errorf("%s cannot be read: %w", file, unwrapPath(err))
			}
			text := []byte(diff.Changelog(string(have), in.policy, releases))
			switch {
			case file == "-":
				_, err = world.Stdout.Write(text)
				return err
			case bytes.Equal(text, have):
				fmt.Fprintf(world.Stdout, "%s: current\n", shownPath(file))
				return nil
			case check:
				fmt.Fprintf(world.Stderr, "%s differs from what the policy and its history say; run tokenbook changelog\n", shownPath(file))
				return status(exitFindings)
			}
			if err := output.WriteFile(file, text); err != nil {
				return err
			}
			fmt.Fprintf(world.Stdout, "%s: %s\n", shownPath(file), counted(len(releases), "version", "versions"))
			return nil
		},
	}
	policy.add(c)
	c.Flags().StringVarP(&out, "output", "o", "", "the `file` to write, - for standard output (default: CHANGELOG.md beside the policy)")
	c.Flags().BoolVar(&check, "check", false, "write nothing; end with 1 where the file is not current")
	c.Flags().BoolVar(&noGit, "no-git", false, "leave earlier versions out of account that only git has")
	return c
}

// maxCommits bounds how far back versions are looked for.
const maxCommits = 1000

// edition is a version of the policy as it stood last.
type edition struct {
	policy *specs.Policy
	date   string
}

// releasesOf are the versions of a policy, the newest first: those that git has and those that only `changes` speaks of.
func releasesOf(in *input, root string, noGit bool) (releases []diff.Release, notes []string, err error) {
	editions := []edition{{policy: in.policy}}
	if !noGit {
		older, said, err := editionsOf(in, root)
		if err != nil {
			return nil, nil, err
		}
		editions, notes = append(editions, older...), said
	}
	for i, e := range editions {
		r := diff.Release{Version: e.policy.Policy.Version.V, Date: dateOf(in.policy, &e)}
		if i+1 < len(editions) {
			o, err := withNames(editions[i+1].policy, e.policy)
			if err != nil {
				return nil, nil, err
			}
			r.Diff = diff.Compare(editions[i+1].policy, e.policy, o)
		}
		releases = append(releases, r)
	}
	known := map[specs.Version]bool{}
	for _, r := range releases {
		known[r.Version] = true
	}
	for i := range in.policy.Changes.Items {
		if v := in.policy.Changes.Items[i].Version; v.IsSet() && !known[v.V] {
			known[v.V] = true
			releases = append(releases, diff.Release{Version: v.V, Date: dateOf(in.policy, &edition{policy: in.policy}, v.V)})
		}
	}
	return releases, notes, nil
}

// dateOf is the day of a version: the one that `changes` gives, else that on which it took effect, else that of its commit.
func dateOf(p *specs.Policy, e *edition, only ...specs.Version) string {
	version := e.policy.Policy.Version.V
	if len(only) > 0 {
		version = only[0]
	}
	for i := range p.Changes.Items {
		if c := &p.Changes.Items[i]; c.Version.V == version && c.Date.IsSet() {
			return c.Date.V.String()
		}
	}
	if len(only) == 0 && e.policy.Policy.Effective.IsSet() {
		return e.policy.Policy.Effective.V.String()
	}
	return e.date
}

// editionsOf reads the earlier versions of a policy from the history of its folder, the newest first.
func editionsOf(in *input, root string) ([]edition, []string, error) {
	file := filepath.Join(in.root, filepath.FromSlash(in.entry))
	repo, err := openRepository(filepath.Dir(file))
	if errors.Is(err, errNoRepository) {
		return nil, []string{"no git repository holds the policy; earlier versions are those that the section changes speaks of"}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	own, ok := repo.inside(file)
	if !ok {
		return nil, nil, nil
	}
	out, err := repo.git("log", fmt.Sprintf("--max-count=%d", maxCommits), "--format=%H %cs", "--", ":/"+path.Dir(own))
	if err != nil {
		return nil, []string{"the repository has no commit yet"}, nil //nolint:nilerr // a repository without commits is no trouble
	}
	var notes []string
	if repo.shallow() {
		notes = append(notes, "the clone is shallow, so that earlier versions may be missing; git fetch --unshallow "+repo.remote("")+" brings them")
	}
	c := comparison{root: root}
	var editions []edition
	seen := map[specs.Version]bool{in.policy.Policy.Version.V: true}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		commit, day, ok := strings.Cut(line, " ")
		if !ok {
			continue
		}
		version, ok, err := repo.versionAt(commit, own)
		if err != nil {
			return nil, nil, err
		}
		if !ok || seen[version] {
			continue
		}
		was, err := c.at(repo, commit[:12], commit, own)
		if err != nil {
			return nil, nil, err
		}
		if was.policy == nil {
			notes = append(notes, fmt.Sprintf("version %s at %s has errors and is left out", version, commit[:12]))
			continue
		}
		seen[version] = true
		editions = append(editions, edition{was.policy, day})
	}
	return editions, notes, nil
}

// versionAt is the version that a policy's own file states at a commit.
func (r *repository) versionAt(commit, name string) (specs.Version, bool, error) {
	entry, ok, err := r.entryOf(commit, name)
	if err != nil || !ok {
		return "", false, err
	}
	data, err := r.blob(entry.id)
	if err != nil {
		return "", false, err
	}
	source, _ := specs.Load(memory{"policy.yaml": string(data)}, "policy.yaml")
	if source == nil {
		return "", false, nil
	}
	doc, _ := specs.Parse(source)
	return doc.Policy.Version.V, doc.Policy.Version.IsSet(), nil
}
