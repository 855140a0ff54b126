package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/specs"
)

// compared is one of the policies that a comparison reads: a file, what standard input holds, or a file of a revision.
type compared struct {
	*input
	shown string // as readers are told
	// absent is true where the revision has no such file: there was no policy then.
	absent bool
}

// comparison reads two policies.
type comparison struct {
	stdin io.Reader // nil for none
	root  string
	date  specs.Date
	notes []string // for standard error
}

// mergeBasePrefix stands before a revision whose last common commit with the new policy's is meant.
const mergeBasePrefix = "merge-base:"

// read reads both. The new one first, since the old one may be named by its revision alone.
func (c *comparison) read(oldArg, newArg string) (was, is *compared, err error) {
	if oldArg == "-" && newArg == "-" {
		return nil, nil, usageError{errors.New("only one of the two policies can come from standard input")}
	}
	if is, err = c.one(newArg); err != nil {
		return nil, nil, err
	}
	if is.absent {
		return nil, nil, fmt.Errorf("%s is not there", is.shown)
	}
	if was, err = c.before(oldArg, newArg, is); err != nil {
		return nil, nil, err
	}
	return was, is, nil
}

// one reads a policy that is named in full.
func (c *comparison) one(arg string) (*compared, error) {
	if arg == "-" {
		if c.stdin == nil {
			return nil, errors.New("there is no standard input")
		}
		data, err := io.ReadAll(io.LimitReader(c.stdin, specs.MaxFileBytes+1))
		if err != nil {
			return nil, fmt.Errorf("standard input cannot be read: %w", err)
		}
		in := &input{entry: "standard-input.yaml"}
		in.load(memory{in.entry: string(data)}, c.date)
		return &compared{input: in, shown: "standard input"}, nil
	}
	if rev, file, ok := c.revision(arg); ok {
		repo, err := openRepository(".")
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", arg, err)
		}
		commit, err := repo.commit(rev)
		if err != nil {
			return nil, err
		}
		if file == "" {
			return nil, usageError{fmt.Errorf("%s names no file; write %s:%s", diag.Quote(arg), rev, defaultPolicy)}
		}
		name, ok, err := repo.policyAt(commit, file)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, fmt.Errorf("%s has no %s%s", rev, file, others(repo.alike(commit, file)))
		}
		return c.at(repo, rev, commit, name)
	}
	in, err := read(arg, c.root, c.date)
	if err != nil {
		return nil, err
	}
	return &compared{input: in, shown: arg}, nil
}

// before reads the old policy, which may be named by a revision alone: then it is the file of the new one.
func (c *comparison) before(arg, newArg string, is *compared) (*compared, error) {
	rev, file, named := c.revision(arg)
	base, merge := strings.CutPrefix(arg, mergeBasePrefix)
	if !named && !merge {
		was, err := c.one(arg)
		if errors.Is(err, os.ErrNotExist) {
			if repo, open := openRepository("."); open == nil {
				if _, bad := repo.commit(arg); bad == nil {
					return nil, usageError{fmt.Errorf("%s is a revision; write %s:%s, or %s%s for where it forked", diag.Quote(arg), arg, defaultPolicy, mergeBasePrefix, arg)}
				}
			}
		}
		return was, err
	}
	newRev, newFile, newNamed := c.revision(newArg)
	if merge {
		if rev, file, _ = strings.Cut(base, ":"); rev == "" {
			return nil, usageError{fmt.Errorf("%s names no revision; write %smain", diag.Quote(arg), mergeBasePrefix)}
		}
	}
	dir := "."
	if _, err := openRepository(dir); err != nil && !newNamed && newArg != "-" {
		dir = is.root
	}
	repo, err := openRepository(dir)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", arg, err)
	}
	since := "HEAD"
	if newNamed {
		since = newRev
	}
	var commit string
	shown := rev
	if merge {
		shown = "merge-base(" + since + ", " + rev + ")"
		commit, err = repo.mergeBase(since, rev)
	} else {
		commit, err = repo.commit(rev)
	}
	if err != nil {
		return nil, err
	}
	own := newFile // the path of the new policy in the repository
	switch {
	case newNamed:
		if name, ok, err := repo.policyAt(since, newFile); err == nil && ok {
			own = name
		}
	case newArg != "-":
		own, _ = repo.inside(filepath.Join(is.root, filepath.FromSlash(is.entry)))
	}
	wanted := file
	if wanted == "" {
		if wanted = own; wanted == "" {
			return nil, usageError{fmt.Errorf("%s names no file, and the new policy is not in the repository; write %s:%s", diag.Quote(arg), rev, defaultPolicy)}
		}
	}
	name, ok, err := repo.policyAt(commit, wanted)
	if err != nil {
		return nil, err
	}
	if ok {
		return c.at(repo, shown, commit, name)
	}
	isOwn := own != "" && (wanted == own || path.Join(repo.prefix, wanted) == own)
	if !isOwn {
		return nil, fmt.Errorf("%s has no %s%s", shown, wanted, others(repo.alike(commit, wanted)))
	}
	if was := repo.formerly(commit, since, own); was != "" {
		c.notes = append(c.notes, fmt.Sprintf("%s was %s at %s", own, was, shown))
		return c.at(repo, shown, commit, was)
	}
	c.notes = append(c.notes, fmt.Sprintf("%s has no %s, so everything is new%s", shown, own, others(repo.alike(commit, own))))
	return &compared{absent: true, shown: shown + ":" + own}, nil
}

func others(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "; there is " + diag.OneOf(names)
}

// revision splits REF:path. A file with such a name is a file.
func (c *comparison) revision(arg string) (rev, file string, ok bool) {
	if strings.HasPrefix(arg, mergeBasePrefix) {
		return "", "", false
	}
	rev, file, ok = strings.Cut(arg, ":")
	if !ok || rev == "" || filepath.VolumeName(arg) != "" {
		return "", "", false
	}
	if _, err := os.Stat(arg); err == nil {
		return "", "", false
	}
	return rev, file, true
}

// policyAt finds a policy file in a commit: by its path from the top, or from where the program was called. A folder
// stands for the policy in it.
func (r *repository) policyAt(commit, file string) (string, bool, error) {
	tries := []string{path.Clean(file)}
	if r.prefix != "" {
		tries = append(tries, path.Join(r.prefix, file))
		if strings.HasPrefix(file, "./") || strings.HasPrefix(file, "../") {
			tries = tries[1:]
		}
	}
	for _, name := range tries {
		if strings.HasPrefix(name, "../") || path.IsAbs(name) {
			return "", false, usageError{fmt.Errorf("%s leads out of the repository", diag.Quote(file))}
		}
		if name == "." {
			name = ""
		}
		entry, ok, err := treeEntry{}, true, error(nil)
		if name != "" {
			entry, ok, err = r.entryOf(commit, name)
		}
		if err != nil {
			return "", false, err
		}
		if ok && (name == "" || entry.mode == modeFolder) {
			name = path.Join(name, defaultPolicy)
			if _, ok, err = r.entryOf(commit, name); err != nil {
				return "", false, err
			}
		}
		if ok {
			return name, true, nil
		}
	}
	return "", false, nil
}

// at reads the policy of a commit with all that it includes. Its boundary is its folder, or the one that --root names.
func (c *comparison) at(repo *repository, shown, commit, name string) (*compared, error) {
	folder := path.Dir(name)
	if c.root != "" {
		full, err := filepath.Abs(c.root)
		if err != nil {
			return nil, err
		}
		inside, ok := repo.inside(full)
		if !ok || inside != "." && !strings.HasPrefix(name, inside+"/") {
			return nil, usageError{fmt.Errorf("--root %s does not hold %s", c.root, name)}
		}
		folder = inside
	}
	files, err := repo.filesOf(commit, folder)
	if err != nil {
		return nil, err
	}
	in := &input{entry: name, shown: shown + ":"}
	if folder != "." {
		in.entry, in.shown = strings.TrimPrefix(name, folder+"/"), shown+":"+folder+"/"
	}
	in.load(files, c.date)
	return &compared{input: in, shown: shown + ":" + name}, nil
}
