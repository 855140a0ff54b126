package generator

// Promise: a change in a policy changes the diagrams and the parts of contracts that show it, and no others. The table in
// effects_table_test.go says for each of some changes in the largest example what has to change, each judged by hand.

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/tokenbook/tokenbook/internal/book"
	"github.com/tokenbook/tokenbook/internal/flow"
	"github.com/tokenbook/tokenbook/specs"
	"gopkg.in/yaml.v3"
)

// effect is one change in a file of examples/acme, and what follows from it.
type effect struct {
	name     string
	why      string // what may surprise
	edits    []edit
	diagrams []string // without .d2 and .mmd
	// parts are those of the contracts: operation and status, or kind and name of a component. Those of the document for
	// services begin with "services:", claim schemas and events with the folder of their file.
	parts []string
}

// edit is a text that stands once in a file, and what stands there instead.
type edit struct{ file, from, to string }

// acmeFiles are the policy's files; a change puts another text in the place of one.
func acmeFiles(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	root := filepath.Join("..", "examples", "acme")
	names, err := filepath.Glob(filepath.Join(root, "*.*"))
	if err != nil || len(names) == 0 {
		t.Fatal("no files", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(name)] = &fstest.MapFile{Data: data}
	}
	return out
}

func acmeBook(t *testing.T, files fs.FS) *book.Book {
	t.Helper()
	source, findings := specs.Load(files, "policy.yaml")
	return bookOf(t, source, findings)
}

// output is what diagrams and contracts say: the texts of diagrams, and every value of a contract by its path.
type output struct {
	d2, mermaid map[string]string
	values      map[string]string
	responses   map[string]bool // those that there are
}

func outputOf(t *testing.T, b *book.Book) output {
	t.Helper()
	out := output{map[string]string{}, map[string]string{}, map[string]string{}, map[string]bool{}}
	for _, f := range flow.Flows(b) {
		out.d2[f.ID], out.mermaid[f.ID] = f.Model.D2(), f.Model.Mermaid()
	}
	for _, e := range []Emitter{openAPI, claims, events} {
		files, err := e.Emit(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			var doc any
			if err := yaml.Unmarshal(f.Data, &doc); err != nil {
				t.Fatal(err)
			}
			out.collect(doc, f.Path)
		}
	}
	return out
}

// collect keeps every plain value under its path; members are parted by a character that no text has.
func (o *output) collect(v any, path string) {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 {
			o.values[path] = "{}"
		}
		for key, inner := range v {
			o.collect(inner, path+"\x1f"+key)
		}
	case []any:
		if len(v) == 0 {
			o.values[path] = "[]"
		}
		for i, inner := range v {
			o.collect(inner, fmt.Sprintf("%s\x1f%d", path, i))
		}
	default:
		o.values[path] = fmt.Sprint(v)
	}
	if whole := responseOf(path); whole != "" {
		o.responses[whole] = true
	}
}

// responseOf is the response of an operation in which a path lies; empty for all other paths.
func responseOf(path string) string {
	keys := strings.Split(path, "\x1f")
	if len(keys) < 6 || keys[1] != "paths" || keys[4] != "responses" {
		return ""
	}
	prefix := ""
	if strings.Contains(keys[0], "resource-server") {
		prefix = "services: "
	}
	return prefix + strings.ToUpper(keys[3]) + " " + keys[2] + " " + keys[5]
}

// effectPart is the part of a contract to which a path belongs; empty for the digest of the policy, which always changes.
func effectPart(path string) string {
	keys := strings.Split(path, "\x1f")
	file, keys := keys[0], keys[1:]
	folder, _, _ := strings.Cut(file, "/")
	if keys[0] == "info" || strings.HasPrefix(keys[0], "x-tokenbook-policy") {
		return ""
	}
	if folder != "openapi" {
		return file
	}
	prefix := ""
	if strings.Contains(file, "resource-server") {
		prefix = "services: "
	}
	at := func(i int) string {
		if i < len(keys) {
			return keys[i]
		}
		return ""
	}
	where := func(keys []string) string { // below a request or a response
		if i := slices.Index(keys, "examples"); i >= 0 && i+1 < len(keys) {
			return " example " + ofEnvironment.ReplaceAllString(keys[i+1], "")
		}
		if len(keys) > 1 && keys[0] == "headers" {
			return " header " + keys[1]
		}
		return " " + keys[0]
	}
	switch {
	case keys[0] == "paths" && at(3) == "responses" && len(keys) > 5:
		return prefix + strings.ToUpper(keys[2]) + " " + keys[1] + " " + keys[4] + where(keys[5:])
	case keys[0] == "paths" && at(3) == "requestBody":
		return prefix + strings.ToUpper(keys[2]) + " " + keys[1] + " request" + where(keys[4:])
	case keys[0] == "paths":
		return prefix + strings.ToUpper(keys[2]) + " " + keys[1] + " " + at(3)
	case keys[0] == "components" && keys[1] == "responses" && len(keys) > 3:
		return prefix + keys[1] + " " + keys[2] + where(keys[3:])
	case keys[0] == "components":
		return prefix + keys[1] + " " + at(2)
	}
	return prefix + keys[0]
}

// ofEnvironment is the end of the names of samples that each environment's contract has.
var ofEnvironment = regexp.MustCompile(`_(development|staging|production)$`)

// differing are the keys whose values differ.
func differing(a, b map[string]string) []string {
	var out []string
	for key, v := range a {
		if w, ok := b[key]; !ok || v != w {
			out = append(out, key)
		}
	}
	for key := range b {
		if _, ok := a[key]; !ok {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

func TestChangesShowWhereTheyBelong(t *testing.T) {
	files := acmeFiles(t)
	before := outputOf(t, acmeBook(t, files))
	for _, e := range effects {
		t.Run(e.name, func(t *testing.T) {
			changed := maps.Clone(files)
			for _, one := range e.edits {
				text := string(changed[one.file].Data)
				if n := strings.Count(text, one.from); n != 1 {
					t.Fatalf("%q stands %d times in %s", one.from, n, one.file)
				}
				changed[one.file] = &fstest.MapFile{Data: []byte(strings.Replace(text, one.from, one.to, 1))}
			}
			after := outputOf(t, acmeBook(t, changed))
			diagrams := differing(before.d2, after.d2)
			if d := cmp.Diff(diagrams, differing(before.mermaid, after.mermaid)); d != "" {
				t.Errorf("D2 and Mermaid show different changes: %s", d)
			}
			parts := []string{}
			for _, path := range differing(before.values, after.values) {
				if whole := responseOf(path); whole != "" && before.responses[whole] != after.responses[whole] {
					parts = append(parts, whole)
				} else if part := effectPart(path); part != "" && !isPlace(before.values[path], after.values[path]) {
					parts = append(parts, part)
				}
			}
			slices.Sort(parts)
			parts = slices.Compact(parts)
			if d := cmp.Diff(e.diagrams, diagrams, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("diagrams (-want +got): %s", d)
			}
			if d := cmp.Diff(e.parts, parts, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("parts of contracts (-want +got): %s", d)
			}
		})
	}
}

// isPlace reports whether two values are places in the policy; what stands behind a change in its line moves.
func isPlace(a, b string) bool { return effectPlace.MatchString(a) && effectPlace.MatchString(b) }

var effectPlace = regexp.MustCompile(`^[a-z_]+\.yaml:[0-9]+:[0-9]+$`)

// TestEffectsPage holds docs/effects.md to the table; TOKENBOOK_UPDATE=1 writes it.
func TestEffectsPage(t *testing.T) {
	var b strings.Builder
	b.WriteString("# What a change shows\n\n" +
		"Changes in the policy of [acme](../examples/acme/policy.yaml), one at a time, with every diagram and every part of its contracts that\n" +
		"differs afterwards, in any environment. Nothing else differs, but for the digest of the policy and for places behind an edit;\n" +
		"`TestChangesShowWhereTheyBelong` in `generator` builds each of them. Refresh this page with `TOKENBOOK_UPDATE=1 go test ./generator`.\n\n" +
		"| change | diagrams (`.d2`, `.mmd`, `.svg`) | parts of contracts |\n|---|---|---|\n")
	list := func(names []string) string {
		if len(names) == 0 {
			return "none"
		}
		return "`" + strings.Join(names, "`, `") + "`"
	}
	for _, e := range effects {
		text := "**" + e.name + "**"
		for _, one := range e.edits {
			from, to := strings.Fields(one.from), strings.Fields(one.to)
			what := "`" + strings.Join(from, " ") + "` → `" + strings.Join(to, " ") + "`"
			if one.to == "" {
				what = "without `" + strings.Join(from, " ") + "`"
			}
			text += "<br>" + one.file + ": " + what
		}
		if e.why != "" {
			text += "<br>" + e.why
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", text, list(e.diagrams), list(e.parts))
	}
	path := filepath.Join("..", "docs", "effects.md")
	if os.Getenv("TOKENBOOK_UPDATE") != "" {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(b.String(), string(have)); d != "" {
		t.Errorf("docs/effects.md is not current; TOKENBOOK_UPDATE=1 go test ./generator refreshes it:\n%s", d)
	}
}
