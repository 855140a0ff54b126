// Keeps the promise that no rule panics on a policy that is one, however oddly its parts are put together, and that what
// rules say has a place and is the same each time.
package lint

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/internal/analysis"
	"github.com/tokenbook/tokenbook/internal/diag"
)

// maxLayers is how many examples are laid over one another.
const maxLayers = 6

// FuzzRules lays bad and good examples of rules over one another, as the bytes say, and cuts, repeats or changes lines of
// the last; what is still a policy is judged by all rules.
func FuzzRules(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 4, 5, 6})
	for i := range All() {
		f.Add([]byte{byte(i), byte(i * 7), byte(i * 13), byte(i * 31)})
	}
	f.Fuzz(func(t *testing.T, pick []byte) {
		fsys, entry := layered(pick)
		p, _ := read(fsys, entry)
		if p == nil {
			return
		}
		facts := analysis.Analyse(p)
		found := Run(p, facts, nil, Options{Today: today})
		lines := map[string]int{}
		for name, file := range fsys {
			lines[name] = strings.Count(string(file.Data), "\n") + 1
		}
		for _, one := range found {
			if n, ok := lines[one.At.File]; !ok || one.At.Start.Line < 1 || one.At.Start.Line > n {
				t.Errorf("%s: the place %s is not in the policy", one.Rule, one.At)
			}
			if one.Message == "" || strings.Contains(one.Message, "%!") || strings.ContainsRune(one.Message, '\n') {
				t.Errorf("%s: the message is %q", one.Rule, one.Message)
			}
		}
		if diff := cmp.Diff(found, Run(p, facts, nil, Options{Today: today}), cmp.AllowUnexported(diag.Finding{})); diff != "" {
			t.Errorf("judged twice, the findings differ:\n%s", diff)
		}
	})
}

// layered are policies that extend one another: two bytes choose each layer, the first its rule and example, the second what
// becomes of its lines.
func layered(pick []byte) (fsys fstest.MapFS, entry string) {
	fsys = fstest.MapFS{"minimal.yaml": {Data: []byte(Minimal)}}
	entry = "minimal.yaml"
	for n := 0; n < maxLayers && len(pick) >= 2; n++ {
		r := rules[int(pick[0])%len(rules)]
		snippet := r.Bad
		if pick[1]&1 == 1 {
			snippet = r.Good
		}
		kept := strings.SplitAfter(snippet, "\n")
		if i := int(pick[1] >> 1); i > 0 && i < len(kept) { // a line gone
			kept = append(kept[:i:i], kept[i+1:]...)
		}
		name := fmt.Sprintf("layer%d.yaml", n)
		fsys[name] = &fstest.MapFile{Data: []byte("tokenbook: v1\nextends: " + entry + "\n" + strings.Join(kept, ""))}
		entry, pick = name, pick[2:]
	}
	return fsys, entry
}
