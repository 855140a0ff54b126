// Keeps the promise that findings are written in one order, each with its place and line, that text of a policy cannot
// move the cursor, and that slips of the finger are recognised.
package diag

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func at(line, column, end int) Span {
	return Span{File: "p.yaml", Start: Position{line, column}, End: Position{line, end}}
}

func TestWriteText(t *testing.T) {
	source := "tokens:\n  access: {lifetime: 5 minutes}\n\tx: \x1b[31m\n" + strings.Repeat("a", 300) + " here\n"
	var l List
	l.Add("format", Error, at(2, 22, 31), "tokens.access.lifetime", "%q is not a duration", "5 minutes")
	l.Add("unknown-key", Warning, at(3, 2, 3), "", "no \x1b[2J such key").Related = []Related{{At: at(1, 1, 2), Message: "there"}}
	l.Add("format", Info, at(4, 302, 306), "", "far to the right")
	l.Add("file", Error, Span{File: "q.yaml"}, "", "cannot be read")
	l.Add("format", Error, at(2, 22, 31), "tokens.access.lifetime", "%q is not a duration", "5 minutes")
	l.Sort()
	var b strings.Builder
	err := WriteText(&b, l, TextOptions{
		Source: func(file string) (string, bool) { return source, file == "p.yaml" },
		Name:   func(file string) string { return "dir/" + file },
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `dir/p.yaml:2:22: error: "5 minutes" is not a duration [format]
   2 |   access: {lifetime: 5 minutes}
     |                      ^^^^^^^^^
dir/p.yaml:3:2: warning: no ␛[2J such key [unknown-key]
   3 |  x: ␛[31m
     |  ^
    dir/p.yaml:1:1: there
dir/p.yaml:4:302: info: far to the right [format]
   4 | …` + strings.Repeat("a", 58) + ` here
     | ` + strings.Repeat(" ", 60) + `^^^^
dir/q.yaml: error: cannot be read [file]
2 errors, 1 warning, 1 info
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
	b.Reset()
	if err := WriteText(&b, l, TextOptions{Max: 1}); err != nil || !strings.Contains(b.String(), "and 3 more") || !strings.Contains(b.String(), "2 errors, 1 warning") {
		t.Errorf("a cut list must say so and count all: %v\n%s", err, b.String())
	}
}

func TestWriteJSONCountsWhatTextCounts(t *testing.T) {
	var l List
	l.Add("a", Error, at(1, 1, 2), "x", "one")
	l.Add("b", Info, at(2, 1, 2), "", "two")
	var b strings.Builder
	if err := writeJSON(&b, &Report{Findings: l}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Findings []struct{ Rule, Severity, Setting, Message string }
		Errors   int
		Warnings int
		Info     int
	}
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Findings) != 2 || got.Errors != 1 || got.Warnings != 0 || got.Info != 1 || got.Findings[0].Setting != "x" {
		t.Errorf("got %+v", got)
	}
}

func TestNearest(t *testing.T) {
	known := []string{"lifetime", "rotation", "renewal", "idle", "ttl"}
	for _, c := range []struct {
		written string
		want    []string
	}{
		{"lifetme", []string{"lifetime"}},
		{"lfietime", []string{"lifetime"}},
		{"ilde", []string{"idle"}},
		{"rota", []string{"rotation"}},
		{"quite_another", nil},
		{"", nil},
	} {
		if diff := cmp.Diff(c.want, Nearest(c.written, known)); diff != "" {
			t.Errorf("%q: %s", c.written, diff)
		}
	}
}
