package serve

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"

	"github.com/tokenbook/tokenbook/specs"
)

// folder is the folder of a policy, opened for one look: a folder that was replaced by another of the same name is
// seen as it is now. Where there is none, it holds nothing.
type folder struct {
	root *os.Root
	fs.FS
}

func openFolder(path string) folder {
	root, err := os.OpenRoot(path)
	if err != nil {
		return folder{FS: nothing{}}
	}
	return folder{root, root.FS()}
}

func (f folder) close() {
	if f.root != nil {
		f.root.Close()
	}
}

// Stat implements fs.StatFS, which an embedded fs.FS hides.
func (f folder) Stat(name string) (fs.FileInfo, error) { return fs.Stat(f.FS, name) }

// nothing is a folder without files.
type nothing struct{}

func (nothing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// record is a file as it was found.
type record struct {
	info fs.FileInfo // nil where there was none
	read bool        // it was opened, or an attempt failed
	sum  string      // of the bytes that were read; empty where none could be
}

// reading is what a build has looked for, by name: also what was not there.
type reading struct {
	mu    sync.Mutex
	files map[string]record
}

// recorder hands out files and keeps record of them. What is recorded is what the build was given, so that no change
// can slip in between a build and the first look after it.
type recorder struct {
	fsys    fs.StatFS
	reading *reading
}

func (r *recorder) note(name string, what record) {
	r.reading.mu.Lock()
	defer r.reading.mu.Unlock()
	if what.info == nil { // what cannot be opened may still be there
		what.info = r.reading.files[name].info
	}
	r.reading.files[name] = what
}

// Stat implements fs.StatFS.
func (r *recorder) Stat(name string) (fs.FileInfo, error) {
	info, err := r.fsys.Stat(name)
	if err != nil {
		info = nil
	}
	r.note(name, record{info: info})
	return info, err
}

// Open implements fs.FS.
func (r *recorder) Open(name string) (fs.File, error) {
	f, err := r.fsys.Open(name)
	if err != nil {
		r.note(name, record{read: true})
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	r.note(name, record{info: info, read: true})
	return &recordedFile{File: f, name: name, info: info, recorder: r, sum: sha256.New()}, nil
}

// recordedFile makes the digest of what is read.
type recordedFile struct {
	fs.File
	name     string
	info     fs.FileInfo
	recorder *recorder
	sum      hash.Hash
}

func (f *recordedFile) Read(b []byte) (int, error) {
	n, err := f.File.Read(b)
	f.sum.Write(b[:n])
	return n, err
}

// Close implements fs.File.
func (f *recordedFile) Close() error {
	f.recorder.note(f.name, record{f.info, true, string(f.sum.Sum(nil))})
	return f.File.Close()
}

// differs reports whether a file is other than it was. A file whose time or size changed but not its bytes is the same,
// and is known so from then on. carefully reads every file: two changes can fall into one tick of a file system's clock.
func (r *reading) differs(fsys fs.StatFS, carefully bool) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for name, was := range r.files {
		info, err := fsys.Stat(name)
		switch {
		case err != nil && was.info == nil:
			continue
		case err != nil || was.info == nil || info.Mode().Type() != was.info.Mode().Type():
			return true
		case !info.Mode().IsRegular():
			continue
		case (!carefully || !was.read) && sameTimes(was.info, info):
			continue
		case !was.read || sumOf(fsys, name) != was.sum:
			return true
		}
		r.files[name] = record{info, true, was.sum}
	}
	return false
}

func sameTimes(a, b fs.FileInfo) bool {
	return a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) && os.SameFile(a, b)
}

// sum is a digest of all files as they are now. gone is true where one is missing or empty that was not.
func (r *reading) sum(fsys fs.StatFS) (sum string, gone bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(r.files)) {
		was := r.files[name].info
		info, err := fsys.Stat(name)
		there := was != nil && was.Mode().IsRegular() && was.Size() > 0
		if err != nil {
			gone = gone || there
			fmt.Fprintf(all, "%q none\n", name)
			continue
		}
		gone = gone || there && info.Size() == 0
		one := ""
		if info.Mode().IsRegular() {
			one = sumOf(fsys, name)
		}
		fmt.Fprintf(all, "%q %s %x\n", name, info.Mode().Type(), one)
	}
	return string(all.Sum(nil)), gone
}

// sumOf is the digest of a file, up to the size that a policy's file may have; empty where it cannot be read.
func sumOf(fsys fs.FS, name string) string {
	f, err := fsys.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, io.LimitReader(f, specs.MaxFileBytes+1)); err != nil {
		return ""
	}
	return string(sum.Sum(nil))
}
