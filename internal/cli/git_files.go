package cli

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"
	"time"
)

// treeEntry is one file of a commit.
type treeEntry struct{ mode, id string }

// The modes of git that are no ordinary files.
const (
	modeLink      = "120000"
	modeSubmodule = "160000"
	modeFolder    = "040000"
)

// parseEntry reads a line of git ls-tree: mode, kind, id, a tab, the path.
func parseEntry(line string) (entry treeEntry, name string, ok bool) {
	facts, name, ok := strings.Cut(line, "\t")
	parts := strings.Fields(facts)
	if !ok || len(parts) != 3 {
		return treeEntry{}, "", false
	}
	return treeEntry{parts[0], parts[2]}, name, true
}

// revisionFiles are the files of a commit below a folder, so that a policy is read as it was with all that it includes.
type revisionFiles struct {
	repo    *repository
	entries map[string]treeEntry // by path below the folder
	mutex   sync.Mutex
	read    map[string][]byte
}

// filesOf lists the files of a commit below a folder; "" or "." is the top.
func (r *repository) filesOf(commit, folder string) (*revisionFiles, error) {
	args := []string{"ls-tree", "-r", "-z", "--full-tree", commit}
	if folder = strings.Trim(path.Clean(folder), "/"); folder != "." && folder != "" {
		args = append(args, "--", folder+"/")
		folder += "/"
	} else {
		folder = ""
	}
	out, err := r.git(args...)
	if err != nil {
		return nil, err
	}
	f := &revisionFiles{repo: r, entries: map[string]treeEntry{}, read: map[string][]byte{}}
	for _, line := range strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		if entry, name, ok := parseEntry(line); ok {
			f.entries[strings.TrimPrefix(name, folder)] = entry
		}
	}
	return f, nil
}

var errLeadsOut = errors.New("path escapes from parent") // the words of os.Root

// maxLinks bounds how many symbolic links lead to a file.
const maxLinks = 40

// resolve follows the symbolic links on the way to a file, all of which have to stay below the folder.
func (f *revisionFiles) resolve(name string) (string, error) {
	for range maxLinks {
		link := ""
		for at := name; at != "."; at = path.Dir(at) {
			if f.entries[at].mode == modeLink {
				link = at
			}
		}
		if link == "" {
			return name, nil
		}
		target, err := f.content(f.entries[link].id)
		if err != nil {
			return "", err
		}
		to := path.Join(path.Dir(link), string(target))
		if path.IsAbs(string(target)) || !fs.ValidPath(to) {
			return "", errLeadsOut
		}
		name = path.Join(to, strings.TrimPrefix(name, link))
	}
	return "", errors.New("too many symbolic links")
}

func (f *revisionFiles) content(id string) ([]byte, error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if data, ok := f.read[id]; ok {
		return data, nil
	}
	data, err := f.repo.blob(id)
	if err == nil {
		f.read[id] = data
	}
	return data, err
}

// Open opens a file of the commit.
func (f *revisionFiles) Open(name string) (fs.File, error) {
	fail := func(err error) (fs.File, error) { return nil, &fs.PathError{Op: "open", Path: name, Err: err} }
	if !fs.ValidPath(name) {
		return fail(fs.ErrInvalid)
	}
	target, err := f.resolve(name)
	if err != nil {
		return fail(err)
	}
	entry, ok := f.entries[target]
	switch {
	case !ok:
		for other := range f.entries {
			if strings.HasPrefix(other, target+"/") {
				return &memoryFolder{name: path.Base(name)}, nil
			}
		}
		return fail(fs.ErrNotExist)
	case entry.mode == modeSubmodule:
		return fail(errors.New("it is a submodule, whose files another repository holds"))
	}
	data, err := f.content(entry.id)
	if err != nil {
		return fail(err)
	}
	return &memoryFile{name: path.Base(name), rest: string(data), size: int64(len(data))}, nil
}

// memoryFolder is a folder of a commit; it is only told from a file.
type memoryFolder struct{ name string }

func (f *memoryFolder) Stat() (fs.FileInfo, error) { return f, nil }
func (f *memoryFolder) Close() error               { return nil }
func (f *memoryFolder) Read([]byte) (int, error)   { return 0, io.EOF }
func (f *memoryFolder) Name() string               { return f.name }
func (f *memoryFolder) Size() int64                { return 0 }
func (f *memoryFolder) Mode() fs.FileMode          { return fs.ModeDir | 0o555 }
func (f *memoryFolder) ModTime() time.Time         { return time.Time{} }
func (f *memoryFolder) IsDir() bool                { return true }
func (f *memoryFolder) Sys() any                   { return nil }
