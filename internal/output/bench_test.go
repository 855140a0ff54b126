// These benchmarks say what a build costs on the disk: 300 files in 20 folders, 4 KB
// each, written for the first time, not changed, and with one changed.
package output

import (
	"bytes"
	"fmt"
	"path/filepath"
	"testing"
)

// pages makes n files whose bytes depend on salt in the files that changed names.
func pages(n int, changed func(i int) bool, salt string) []File {
	files := make([]File, n)
	for i := range files {
		body := bytes.Repeat([]byte(fmt.Sprintf("page %04d line\n", i)), 270)
		if changed(i) {
			body = append(body, salt...)
		}
		files[i] = File{Path: fmt.Sprintf("site/part-%02d/page-%04d.html", i%20, i), Data: body}
	}
	return files
}

func none(int) bool    { return false }
func first(i int) bool { return i == 0 }

func mustWrite(b *testing.B, dir string, files []File, written int) {
	b.Helper()
	r, err := Write(dir, files, Options{})
	if err != nil {
		b.Fatal(err)
	}
	if len(r.Written) != written {
		b.Fatalf("wrote %d files, want %d", len(r.Written), written)
	}
}

func BenchmarkWrite300Cold(b *testing.B) {
	root, files := b.TempDir(), pages(300, none, "")
	for i := 0; b.Loop(); i++ {
		mustWrite(b, filepath.Join(root, fmt.Sprint("out", i)), files, 301)
	}
}

func BenchmarkWrite300Unchanged(b *testing.B) {
	dir, files := filepath.Join(b.TempDir(), "out"), pages(300, none, "")
	mustWrite(b, dir, files, 301)
	for b.Loop() {
		mustWrite(b, dir, files, 0)
	}
}

func BenchmarkWrite300OneChanged(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "out")
	mustWrite(b, dir, pages(300, first, "start"), 301)
	for i := 0; b.Loop(); i++ {
		mustWrite(b, dir, pages(300, first, fmt.Sprint(i)), 2)
	}
}
