package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
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
repository there is what the policy says. What the section changes says of a version is filled in with that version's own
values where git has them. A version whose day is still to come is headed (planned), until that day.

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
			text := []byte(diff.Changelog(string(have), in.policy, releases, world.today()))
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
	first  *specs.Policy // as it stood in its first commit; only of the oldest version, which is compared with nothing else
}

// releasesOf are the versions of a policy, the newest first: those that git has and those that only `changes` speaks of.
func releasesOf(in *input, root string, noGit bool) (releases []diff.Release, notes []string, err error) {
	editions := []edition{{policy: in.policy}}
	if !noGit {
		if editions, notes, err = editionsOf(in, root); err != nil {
			return nil, nil, err
		}
	}
	for i, e := range editions {
		r := diff.Release{Version: e.policy.Policy.Version.V, Date: dateOf(in.policy, &e), Policy: e.policy}
		before := e.first
		if i+1 < len(editions) {
			before = editions[i+1].policy
		} else {
			r.Within = before != nil
		}
		if before != nil {
			o, err := withNames(before, e.policy)
			if err != nil {
				return nil, nil, err
			}
			r.Diff = diff.Compare(before, e.policy, o)
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

// editionsOf reads the versions of a policy, the newest first: that of the work tree, and those in the history of the
// folders that its file has stood in.
func editionsOf(in *input, root string) ([]edition, []string, error) {
	editions := []edition{{policy: in.policy}}
	file := filepath.Join(in.root, filepath.FromSlash(in.entry))
	repo, err := openRepository(filepath.Dir(file))
	if errors.Is(err, errNoRepository) {
		return editions, []string{"no git repository holds the policy; earlier versions are those that the section changes speaks of"}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	own, ok := repo.inside(file)
	if !ok {
		return editions, []string{"the policy is outside the work tree of git, so that no earlier version was found"}, nil
	}
	names := repo.namesOf(own)
	commits, err := repo.commitsOf(names)
	if err != nil {
		return editions, []string{"the repository has no commit yet"}, nil //nolint:nilerr // a repository without commits is no trouble
	}
	var notes []string
	if repo.shallow() {
		notes = append(notes, "the clone is shallow, so that earlier versions may be missing; git fetch --unshallow "+repo.remote("")+" brings them")
	}
	c := comparison{root: root}
	seen := map[specs.Version]bool{in.policy.Policy.Version.V: true}
	var first func() (*compared, error) // reads the oldest version as it stood in its first commit
	for _, commit := range commits {
		name, version, ok, err := repo.versionAt(commit.id, names)
		if err != nil {
			return nil, nil, err
		}
		oldest := &editions[len(editions)-1]
		read := func() (*compared, error) { return c.at(repo, commit.id[:12], commit.id, name) }
		if ok && version == oldest.policy.Policy.Version.V {
			first = read
		}
		if !ok || seen[version] {
			continue
		}
		was, err := read()
		if err != nil {
			return nil, nil, err
		}
		if was.policy == nil {
			notes = append(notes, fmt.Sprintf("version %s at %s has errors and is left out", version, commit.id[:12]))
			continue
		}
		seen[version] = true
		editions = append(editions, edition{policy: was.policy, date: commit.day})
		first = read
	}
	if len(editions) == 1 {
		notes = append(notes, "no earlier version was found in git")
	}
	if first != nil {
		was, err := first()
		if err != nil {
			return nil, nil, err
		}
		editions[len(editions)-1].first = was.policy // nil where it had errors then
	}
	return editions, notes, nil
}

// dated is a commit with its day, as YYYY-MM-DD.
type dated struct{ id, day string }

// namesOf are the paths that a file has had, the newest first, going by its renames.
func (r *repository) namesOf(own string) []string {
	names := []string{own}
	out, err := r.logOf("--follow", "--find-renames", "--diff-filter=R", "--name-status", "-z", "--format=", "--", own)
	if err != nil { // without commits it has had no other name
		return names
	}
	parts := strings.Split(strings.Trim(string(out), "\x00\n"), "\x00")
	for i := 0; i+2 < len(parts); i++ {
		if strings.HasPrefix(strings.TrimSpace(parts[i]), "R") {
			if was := parts[i+1]; !slices.Contains(names, was) {
				names = append(names, was)
			}
			i += 2
		}
	}
	return names
}

// commitsOf are the commits that changed something in the folders of files, the newest first.
func (r *repository) commitsOf(names []string) ([]dated, error) {
	args := []string{"--format=%H %cs", "--"}
	for _, name := range names {
		args = append(args, path.Dir(name))
	}
	out, err := r.logOf(args...)
	if err != nil {
		return nil, err
	}
	var commits []dated
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		if id, day, ok := strings.Cut(line, " "); ok {
			commits = append(commits, dated{id, day})
		}
	}
	return commits, nil
}

// logOf calls git log from the top, to which the paths belong.
func (r *repository) logOf(args ...string) ([]byte, error) {
	top := *r
	top.dir = r.top
	return top.git(append([]string{"log", fmt.Sprintf("--max-count=%d", maxCommits)}, args...)...)
}

// versionAt is the version that a policy's own file states at a commit, where it had the first of the names that is there.
func (r *repository) versionAt(commit string, names []string) (name string, version specs.Version, ok bool, err error) {
	var entry treeEntry
	for _, name = range names {
		if entry, ok, err = r.entryOf(commit, name); err != nil || ok {
			break
		}
	}
	if err != nil || !ok {
		return "", "", false, err
	}
	data, err := r.blob(entry.id)
	if err != nil {
		return "", "", false, err
	}
	source, _ := specs.Load(memory{"policy.yaml": string(data)}, "policy.yaml")
	if source == nil {
		return "", "", false, nil
	}
	doc, _ := specs.Parse(source)
	return name, doc.Policy.Version.V, doc.Policy.Version.IsSet(), nil
}
