package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/specs"
)

// repository is a git repository that is read by calling git. Nothing in it is changed, no work tree is touched and
// nothing is fetched: what is not there is said, with the command that brings it.
type repository struct {
	dir    string // where git is called
	top    string // the work tree; empty for a bare repository
	prefix string // dir below top, with a slash at its end, or empty
}

// errNoRepository is said of a folder that no repository holds.
var errNoRepository = errors.New("no git repository holds it")

// openRepository finds the repository of a folder.
func openRepository(dir string) (*repository, error) {
	r := &repository{dir: dir}
	prefix, err := r.git("rev-parse", "--show-prefix")
	if err != nil {
		if missing := (&exec.Error{}); errors.As(err, &missing) {
			return nil, errors.New("git is not installed, and a revision can only be read with it; name a file")
		}
		return nil, fmt.Errorf("%s: %w (%w)", dir, errNoRepository, err)
	}
	r.prefix = strings.TrimSuffix(string(prefix), "\n")
	if top, err := r.git("rev-parse", "--show-toplevel"); err == nil {
		r.top = strings.TrimSuffix(string(top), "\n")
	}
	return r, nil
}

// command is a call of git that reads: no locks, no questions, no fetching in the background, plain names, and
// paths that mean what they say whatever signs are in them.
func (r *repository) command(args ...string) *exec.Cmd {
	c := exec.Command("git", append([]string{"-c", "core.quotepath=off", "-c", "core.fsmonitor=false", "--literal-pathspecs"}, args...)...)
	c.Dir = r.dir
	c.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_PAGER=cat", "LC_ALL=C")
	return c
}

func (r *repository) git(args ...string) ([]byte, error) {
	c := r.command(args...)
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Run(); err != nil {
		if said, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n"); said != "" {
			return nil, fmt.Errorf("git: %s", escape.Terminal(strings.TrimPrefix(said, "fatal: ")))
		}
		return nil, err
	}
	return stdout.Bytes(), nil
}

// line is the first line that a call of git prints.
func (r *repository) line(args ...string) (string, error) {
	out, err := r.git(args...)
	first, _, _ := strings.Cut(string(out), "\n")
	return first, err
}

// commit is the commit that a revision names: a branch, a tag of either kind, an id.
func (r *repository) commit(rev string) (string, error) {
	if rev == "" || strings.HasPrefix(rev, "-") {
		return "", usageError{fmt.Errorf("%s is no revision; a revision does not begin with a hyphen", diag.Quote(rev))}
	}
	id, err := r.line("rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err == nil && id != "" {
		return id, nil
	}
	names, err := r.git("for-each-ref", "--format=%(refname:short)")
	if err != nil {
		return "", err
	}
	hint := ""
	if near := diag.Nearest(rev, strings.Fields(string(names))); len(near) > 0 {
		hint = "; did you mean " + diag.OneOf(near) + "?"
	} else if fetch := r.fetch(rev); fetch != "" {
		hint = "; fetch it with: " + fetch
	}
	if r.shallow() && !strings.Contains(hint, "fetch it") {
		hint = "; the clone is shallow, and this brings it: " + r.fetch(rev)
	}
	return "", fmt.Errorf("there is no revision %s in the repository%s", diag.Quote(rev), hint)
}

// mergeBase is the newest commit that two revisions share.
func (r *repository) mergeBase(a, b string) (string, error) {
	one, err := r.commit(a)
	if err != nil {
		return "", err
	}
	other, err := r.commit(b)
	if err != nil {
		return "", err
	}
	id, err := r.line("merge-base", one, other)
	if err == nil && id != "" {
		return id, nil
	}
	if r.shallow() {
		return "", fmt.Errorf("the clone is shallow and does not reach the commit that %s and %s share; fetch the rest with: git fetch --unshallow %s", diag.Quote(a), diag.Quote(b), escape.Shell(r.remote(b)))
	}
	return "", fmt.Errorf("%s and %s share no commit; name another revision", diag.Quote(a), diag.Quote(b))
}

func (r *repository) shallow() bool {
	word, err := r.line("rev-parse", "--is-shallow-repository")
	return err == nil && word == "true"
}

// remote is the remote that a revision is likely to come from; origin where nothing tells.
func (r *repository) remote(rev string) string {
	out, err := r.git("remote")
	names := strings.Fields(string(out))
	if err != nil || len(names) == 0 {
		return "origin"
	}
	if first, _, found := strings.Cut(rev, "/"); found && slices.Contains(names, first) {
		return first
	}
	if slices.Contains(names, "origin") {
		return "origin"
	}
	return names[0]
}

var (
	fullID    = regexp.MustCompile(`^[0-9a-f]{40}([0-9a-f]{24})?$`)
	looksTag  = regexp.MustCompile(`^v?[0-9]+(\.[0-9]+)*([-+].*)?$`)
	ancestors = regexp.MustCompile(`[\^~@{}:]`)
)

// fetch is the command that brings a revision; empty where there is nowhere to fetch from.
func (r *repository) fetch(rev string) string {
	if out, err := r.git("remote"); err != nil || strings.TrimSpace(string(out)) == "" {
		return ""
	}
	remote := r.remote(rev)
	command := "git fetch "
	switch shallow := r.shallow(); {
	case shallow && (ancestors.MatchString(rev) || rev == "HEAD"):
		return command + "--unshallow " + escape.Shell(remote)
	case shallow:
		command += "--depth=1 "
	}
	command += escape.Shell(remote) + " "
	name := strings.TrimPrefix(rev, remote+"/")
	switch {
	case fullID.MatchString(rev):
		return command + rev
	case looksTag.MatchString(rev):
		return command + "tag " + escape.Shell(rev)
	}
	return command + escape.Shell(name+":refs/remotes/"+remote+"/"+name)
}

// entryOf is what a commit has at a path: its mode and id. ok is false where there is nothing.
func (r *repository) entryOf(commit, name string) (entry treeEntry, ok bool, err error) {
	out, err := r.git("ls-tree", "-z", "--full-tree", commit, "--", name)
	if err != nil || len(out) == 0 {
		return treeEntry{}, false, err
	}
	entry, found, ok := parseEntry(strings.TrimSuffix(string(out), "\x00"))
	return entry, ok && found == name, nil
}

// formerly is the path that a file had at a commit, going by the renames since; empty where none leads there.
func (r *repository) formerly(commit, since, name string) string {
	c := r.command("log", "--follow", "--find-renames", "--diff-filter=R", "--name-status", "-z", "--format=", commit+".."+since, "--", name)
	if r.top != "" {
		c.Dir = r.top
	}
	out, err := c.Output()
	if err != nil {
		return ""
	}
	was := ""
	parts := strings.Split(strings.Trim(string(out), "\x00\n"), "\x00")
	for i := 0; i+2 < len(parts); i++ {
		if strings.HasPrefix(strings.TrimSpace(parts[i]), "R") {
			was, i = parts[i+1], i+2
		}
	}
	if was == "" {
		return ""
	}
	if _, ok, err := r.entryOf(commit, was); err != nil || !ok {
		return ""
	}
	return was
}

// alike are files of a commit with the name of a policy, for a message.
func (r *repository) alike(commit, name string) []string {
	out, err := r.git("ls-tree", "-r", "-z", "--full-tree", "--name-only", commit)
	if err != nil {
		return nil
	}
	var found []string
	for _, other := range strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		if path.Base(other) == path.Base(name) && other != name {
			found = append(found, other)
		}
	}
	return found[:min(3, len(found))]
}

// inside is a file of the work tree as a path from the top of the repository.
func (r *repository) inside(file string) (string, bool) {
	if r.top == "" {
		return "", false
	}
	full, err := filepath.EvalSymlinks(filepath.Dir(file))
	if err != nil {
		return "", false
	}
	top, err := filepath.EvalSymlinks(r.top)
	if err != nil {
		return "", false
	}
	rel, err := filepath.Rel(top, filepath.Join(full, filepath.Base(file)))
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// blob is the content of a file, up to a byte more than any file of a policy may have.
func (r *repository) blob(id string) ([]byte, error) {
	c := r.command("cat-file", "blob", id) // plain: no filter or converter of the user's runs
	var stderr bytes.Buffer
	c.Stderr = &stderr
	pipe, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(pipe, specs.MaxFileBytes+1))
	if len(data) > specs.MaxFileBytes {
		_ = c.Process.Kill()
		_ = c.Wait()
		return data, nil
	}
	if wait := c.Wait(); err == nil && wait != nil {
		said, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n")
		return nil, fmt.Errorf("git cannot read it (%s); where the clone is partial, git cat-file -p %s brings it", escape.Terminal(said), id)
	}
	return data, err
}
