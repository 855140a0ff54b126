// This file keeps the promise of the D2 text: D2 takes it, `d2 fmt` leaves it
// alone, ids are never text from a policy, and every label, however hostile,
// reads back exactly as we broke it into lines.
package draw

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"oss.terrastruct.com/d2/d2ast"
	"oss.terrastruct.com/d2/d2compiler"
	"oss.terrastruct.com/d2/d2format"
	"oss.terrastruct.com/d2/d2parser"
)

func TestD2Text(t *testing.T) {
	for _, m := range []Model{refreshSequence(), codeSequence(), familyMachine(), accessMachine()} {
		checkD2(t, m)
	}
	for _, text := range hostile {
		for _, m := range around(text) {
			checkD2(t, m)
		}
	}
}

// checkD2 parses, formats and compiles the D2 text of a model and compares the
// labels in it with those of the model.
func checkD2(t *testing.T, m Model) {
	t.Helper()
	text := m.D2()
	ast, err := d2parser.Parse("x.d2", strings.NewReader(text), nil)
	if err != nil {
		t.Fatalf("D2 does not take %q: %v", text, err)
	}
	if diff := cmp.Diff(text, d2format.Format(ast)); diff != "" {
		t.Errorf("d2 fmt changes the text: %s", diff)
	}
	if _, _, err := d2compiler.Compile("x.d2", strings.NewReader(text), &d2compiler.CompileOptions{FS: noFiles{}}); err != nil {
		t.Fatalf("D2 does not compile %q: %v", text, err)
	}
	if diff := cmp.Diff(modelLabels(m), astLabels(t, ast)); diff != "" {
		t.Errorf("labels differ: %s", diff)
	}
}

// modelLabels are the labels that the D2 text of a model must have, in order.
func modelLabels(m Model) []string {
	var out []string
	add := func(s string, width int) { out = append(out, strings.Join(wrapped(s, width), "\n")) }
	switch v := m.(type) {
	case *Sequence:
		for _, a := range v.lanes() {
			add(a.Label, actorWidth)
		}
		var walk func([]Step, int)
		walk = func(steps []Step, depth int) {
			for _, step := range steps {
				switch s := step.(type) {
				case Message:
					add(s.Label, messageWidth)
				case Note:
					add(s.Label, noteWidth)
				case Group:
					for i, b := range s.Branches {
						if n, ok := b.Steps[0].(Note); ok && depth > 0 {
							add(joined(s.caption(i), n.Label), noteWidth)
							continue
						}
						add(s.caption(i), groupWidth)
						walk(b.Steps, depth+1)
					}
				}
			}
		}
		walk(v.Steps, 0)
	case *Machine:
		for _, s := range v.states() {
			add(s.Label, stateWidth)
		}
		for _, e := range v.Edges {
			add(e.Label, eventWidth)
		}
	}
	return out
}

// astLabels are the labels in a D2 text, in order; on the way it looks at ids.
func astLabels(t *testing.T, m *d2ast.Map) []string {
	t.Helper()
	ids := regexp.MustCompile(`^n[0-9]+$`)
	var out []string
	for _, node := range m.Nodes {
		key := node.MapKey
		if key == nil {
			continue
		}
		if key.Key != nil && slices.Contains([]string{"classes", "shape", "class"}, key.Key.Path[0].Unbox().ScalarString()) {
			continue
		}
		paths := []*d2ast.KeyPath{key.Key}
		for _, e := range key.Edges {
			paths = append(paths, e.Src, e.Dst)
		}
		for _, p := range paths {
			if p == nil {
				continue
			}
			for _, part := range p.Path {
				if !ids.MatchString(part.Unbox().ScalarString()) {
					t.Errorf("id %q", part.Unbox().ScalarString())
				}
			}
		}
		switch {
		case key.Primary.Unbox() != nil:
			out = append(out, key.Primary.Unbox().ScalarString())
		case key.Value.ScalarBox().Unbox() != nil:
			out = append(out, key.Value.ScalarBox().Unbox().ScalarString())
		}
		if key.Value.Map != nil && key.Edges == nil {
			out = append(out, astLabels(t, key.Value.Map)...)
		}
	}
	return out
}

// TestNoImports: D2 text could import any file; ours may not even if somebody
// should ever get an import into it.
func TestNoImports(t *testing.T) {
	text := "n1: {...@\"/etc/hostname\"}\n"
	_, err := NewRenderer(nil).shapes(text, nil)
	if err == nil || !strings.Contains(err.Error(), "diagrams import no files") {
		t.Fatalf("an import gives %v", err)
	}
}

func FuzzD2(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, m := range around(s) {
			checkD2(t, m)
		}
	})
}

// ExampleSequence_D2 shows what the text looks like.
func ExampleSequence_D2() {
	fmt.Print(codeSequence().D2())
	// Output:
	// # Using an access token
	// classes: {
	//   reply: {
	//     style.stroke-dash: 4
	//   }
	// }
	// shape: sequence_diagram
	// n1: "Client"
	// n2: "Resource server"
	// n1 -> n2: "GET /resource"
	// n2 -> n2: "validate"
	// n2 -> n1: "200" {class: reply}
}
