// Reads policies for the tests of this package: acme with changes to its text, and small ones written in the test.
package migrate

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/diff"
	"github.com/tokenbook/tokenbook/specs"
)

// edit is a change of one file's text, at its first place.
type edit struct{ file, old, new string }

// acme is the example with changes to its text.
func acme(t testing.TB, edits ...edit) *specs.Policy {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("..", "..", "examples", "acme", "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatalf("acme has no files: %v", err)
	}
	files := fstest.MapFS{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = &fstest.MapFile{Data: data}
	}
	for _, e := range edits {
		text := string(files[e.file].Data)
		if !strings.Contains(text, e.old) {
			t.Fatalf("%s does not hold %q", e.file, e.old)
		}
		files[e.file] = &fstest.MapFile{Data: []byte(strings.Replace(text, e.old, e.new, 1))}
	}
	return load(t, files)
}

// small is a policy written in the test, after the lines that every policy needs.
func small(t testing.TB, text string) *specs.Policy {
	t.Helper()
	return load(t, fstest.MapFS{"policy.yaml": {Data: []byte("tokenbook: v1\npolicy: {id: small, title: Small, version: 1.0.0}\n" + text)}})
}

func load(t testing.TB, files fstest.MapFS) *specs.Policy {
	t.Helper()
	source, findings := specs.Load(files, "policy.yaml")
	if source == nil {
		t.Fatal(findings)
	}
	doc, parsed := specs.Parse(source)
	findings = append(findings, parsed...)
	findings = append(findings, specs.Link(doc, source)...)
	if findings.Count(diag.Error) > 0 {
		t.Fatalf("no policy:\n%v", findings)
	}
	return specs.Resolve(doc, source, specs.Date{})
}

// start is the day on which plans of tests begin.
func start(t testing.TB) specs.Date {
	t.Helper()
	day, err := specs.ParseDate("2027-01-11")
	if err != nil {
		t.Fatal(err)
	}
	return day
}

// planned is the plan from one policy to another.
func planned(t testing.TB, was, is *specs.Policy, o Options) *Plan {
	t.Helper()
	o.Start = start(t)
	return New(diff.Compare(was, is, diff.Options{}), o)
}

// only is the one migration of a kind.
func only(t testing.TB, p *Plan, kind string) *Migration {
	t.Helper()
	at := slices.IndexFunc(p.Migrations, func(m Migration) bool { return m.Kind == kind })
	if at < 0 {
		t.Fatalf("no migration %s in %v", kind, kinds(p))
	}
	return &p.Migrations[at]
}

func kinds(p *Plan) []string {
	var out []string
	for i := range p.Migrations {
		out = append(out, p.Migrations[i].Kind)
	}
	return out
}

// seconds is a length of time for options.
func seconds(n int) *specs.Duration {
	d := specs.Duration(n) * second
	return &d
}

const second = specs.Duration(1e9)
