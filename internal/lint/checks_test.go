// Keeps the promise that whatever name stands behind a finding can be explained: each check in the source of the format has
// its words, and no words are left over.
package lint

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEveryCheckHasWords(t *testing.T) {
	// How the source names checks: as an argument, as a constant, in a finding that is written out.
	uses := regexp.MustCompile(`(?:\b[Aa]dd\(|Rule = |Rule: )"([a-z-]+)"`)
	used := map[string]bool{}
	for _, pattern := range []string{"*.go", "../../specs/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") || strings.Contains(file, "enums") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range uses.FindAllStringSubmatch(string(text), -1) {
				used[m[1]] = true
			}
		}
	}
	told := map[string]bool{}
	for _, c := range Checks() {
		told[c.ID] = true
		if c.Title == "" || !strings.HasSuffix(c.Why, ".") {
			t.Errorf("%s says too little of itself", c.ID)
		}
	}
	if diff := cmp.Diff(used, told); diff != "" {
		t.Errorf("used (-) and told (+) differ:\n%s", diff)
	}
}
