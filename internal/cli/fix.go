package cli

import (
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/edit"
	"github.com/tokenbook/tokenbook/internal/output"
	"github.com/tokenbook/tokenbook/specs"
)

// maxFixes bounds how many fixes one run makes, so that two that undo each other come to an end.
const maxFixes = 200

// fixed carries out the fixes of the findings that count, one after the other, and judges the policy after each. A fix
// that does not end its finding, or brings another one, is left out. With --diff nothing is written.
func (c *checking) fixed(in *input, today specs.Date) (*input, error) {
	before := in.texts()
	done, tried := 0, map[string]bool{}
	for range maxFixes {
		next, again := c.nextFix(in, today, tried)
		if next != nil {
			in, done = next, done+1
		}
		if !again {
			break
		}
	}
	files := 0
	after := in.texts()
	for _, f := range in.source.Files {
		if before[f.Name] == after[f.Name] {
			continue
		}
		files++
		if c.diff {
			name := in.name(f.Name)
			if _, err := c.world.Stdout.Write(diff.Diff(name, []byte(before[f.Name]), name+" (fixed)", []byte(after[f.Name]))); err != nil {
				return nil, err
			}
			continue
		}
		if err := output.WriteFile(filepath.Join(in.root, filepath.FromSlash(f.Name)), []byte(after[f.Name])); err != nil {
			return nil, err
		}
	}
	verb := "made"
	if c.diff {
		verb = "would be made"
	}
	fmt.Fprintf(c.world.Stderr, "%s %s in %s\n", counted(done, "fix", "fixes"), verb, counted(files, "file", "files"))
	left := 0
	for i := range in.findings {
		if f := &in.findings[i]; f.Fix != nil && f.Counts() {
			left++
		}
	}
	if left > 0 {
		fmt.Fprintf(c.world.Stderr, "%s left out, for they would bring other findings or cannot be made in this layout\n", counted(left, "fix", "fixes"))
	}
	return in, nil
}

// counted is a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// nextFix makes the first fix that was not tried. again is false where there is none left.
func (c *checking) nextFix(in *input, today specs.Date, tried map[string]bool) (next *input, again bool) {
	prints := c.report(in).Fingerprints()
	for i := range in.findings {
		f := &in.findings[i]
		if f.Fix == nil || !f.Counts() || tried[prints[i]] {
			continue
		}
		tried[prints[i]] = true
		return in.with(f, today), true
	}
	return nil, false
}

// texts are the texts of all files by name.
func (in *input) texts() map[string]string {
	out := map[string]string{}
	for _, f := range in.source.Files {
		out[f.Name] = f.Text
	}
	return out
}

// with is the policy with a finding's fix made; nil where that cannot be done, or makes it worse.
func (in *input) with(f *diag.Finding, today specs.Date) *input {
	files := in.texts()
	for name, text := range in.edited(f) {
		files[name] = text
	}
	next := &input{root: in.root, entry: in.entry, shown: in.shown}
	next.load(memory(files), in.policy.Date)
	if next.policy == nil {
		return nil
	}
	next.judge(today)
	if next.findings.Count(diag.Info) >= in.findings.Count(diag.Info) {
		return nil
	}
	known := map[string]int{}
	for _, name := range (&diag.Report{Findings: in.findings}).Fingerprints() {
		known[name]++
	}
	for i, name := range (&diag.Report{Findings: next.findings}).Fingerprints() {
		if known[name]--; known[name] < 0 && next.findings[i].Counts() && next.findings[i].Severity >= f.Severity {
			return nil // one fault for another
		}
	}
	return next
}

// edited are the files that a finding's fix changes, as they would be; none where it cannot be made.
func (in *input) edited(f *diag.Finding) map[string]string {
	byFile := map[string][]diag.Change{}
	for _, c := range f.Fix.Changes {
		name := c.At.File
		if name == "" {
			name = f.At.File
		}
		byFile[name] = append(byFile[name], c)
	}
	out := map[string]string{}
	for _, file := range in.source.Files {
		changes := byFile[file.Name]
		if len(changes) == 0 {
			continue
		}
		text, refused := edit.Apply(file.Text, changes, func(path string) string {
			doc, ok := specs.Describe(path)
			if !ok {
				return ""
			}
			return doc.Short
		})
		if len(refused) > 0 {
			return nil
		}
		out[file.Name] = text
	}
	return out
}

// edits are the places that a finding's fix would change, for formats that offer them: the part of each file between
// what stays at its beginning and what stays at its end.
func (in *input) edits(f *diag.Finding) []diag.Edit {
	var out []diag.Edit
	before := in.texts()
	for _, file := range in.source.Files {
		after, ok := in.edited(f)[file.Name]
		if !ok || after == before[file.Name] {
			continue
		}
		old, now := []rune(before[file.Name]), []rune(after)
		from := 0
		for from < len(old) && from < len(now) && old[from] == now[from] {
			from++
		}
		end, stop := len(old), len(now)
		for end > from && stop > from && old[end-1] == now[stop-1] {
			end, stop = end-1, stop-1
		}
		out = append(out, diag.Edit{At: diag.Span{File: file.Name, Start: positionOf(old, from), End: positionOf(old, end)}, Text: string(now[from:stop])})
	}
	return out
}

// positionOf is the line and column of a character.
func positionOf(text []rune, i int) diag.Position {
	p := diag.Position{Line: 1, Column: 1}
	for _, c := range text[:i] {
		p.Column++
		if c == '\n' {
			p.Line, p.Column = p.Line+1, 1
		}
	}
	return p
}

// memory is a file system of texts.
type memory map[string]string

// Open opens one of the texts.
func (m memory) Open(name string) (fs.File, error) {
	text, ok := m[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &memoryFile{name: name, rest: text, size: int64(len(text))}, nil
}

type memoryFile struct {
	name, rest string
	size       int64
}

func (f *memoryFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *memoryFile) Close() error               { return nil }
func (f *memoryFile) Read(p []byte) (int, error) {
	if f.rest == "" {
		return 0, io.EOF
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}
func (f *memoryFile) Name() string       { return f.name }
func (f *memoryFile) Size() int64        { return f.size }
func (f *memoryFile) Mode() fs.FileMode  { return 0o444 }
func (f *memoryFile) ModTime() time.Time { return time.Time{} }
func (f *memoryFile) IsDir() bool        { return false }
func (f *memoryFile) Sys() any           { return nil }
