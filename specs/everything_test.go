// This test keeps the promise that no setting of the format exists on paper only: each is used by an example or by
// testdata/everything, a policy that says what the examples do not.
package specs

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// usable lists every setting of every structure of the format, notes included, by the first path that leads to it.
func usable() (paths map[*fieldInfo]string, order []*fieldInfo) {
	paths = map[*fieldInfo]string{}
	seen := map[reflect.Type]bool{}
	type open struct {
		info *typeInfo
		path string
	}
	queue := []open{{infoOf(reflect.TypeFor[Document]()), ""}, {noteInfo, "(note)"}}
	for ; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if seen[at.info.typ] {
			continue
		}
		seen[at.info.typ] = true
		for i := range at.info.fields {
			f := &at.info.fields[i]
			paths[f] = join(at.path, f.name)
			order = append(order, f)
			inner, path := f.info(), paths[f]
			for inner.kind == mapType || inner.kind == listType {
				inner, path = inner.member(), join(path, "*")
			}
			if inner.kind == structType {
				queue = append(queue, open{inner, path})
			}
		}
	}
	return paths, order
}

// loadFolder loads a policy of a folder of this repository. Findings that are errors are faults of the test's data.
func loadFolder(t *testing.T, folder string) *Document {
	t.Helper()
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	source, findings := Load(root.FS(), "policy.yaml")
	if len(findings) > 0 {
		t.Fatalf("%s: %v", folder, findings)
	}
	doc, findings := Parse(source)
	if len(findings) > 0 {
		t.Fatalf("%s: %v", folder, findings)
	}
	if findings := Link(doc, source); len(findings) > 0 {
		t.Fatalf("%s: %v", folder, findings)
	}
	return doc
}

func TestEverySettingIsUsedSomewhere(t *testing.T) {
	folders, err := filepath.Glob("../examples/*/policy.yaml")
	if err != nil || len(folders) < 3 {
		t.Fatalf("%d examples: %v", len(folders), err)
	}
	used := map[*fieldInfo]bool{}
	for _, file := range append(folders, "testdata/everything/policy.yaml") {
		loadFolder(t, filepath.Dir(file)).Visit(func(s *Setting) {
			if s.field != nil && s.Mark.Stated() {
				used[s.field] = true
			}
		})
	}
	paths, order := usable()
	if len(order) < 700 {
		t.Fatalf("only %d settings found; the walk is broken", len(order))
	}
	for _, f := range order {
		if !used[f] {
			t.Errorf("no policy uses %s (a setting that takes %s)", paths[f], takes(f.info()))
		}
	}
}
