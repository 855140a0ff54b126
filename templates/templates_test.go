// Promise: every page says which value it is given and what it is for, and the theme loads nothing from elsewhere.
package templates

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

func TestPagesSayWhatTheyAre(t *testing.T) {
	names, err := fs.Glob(Pages, "pages/*.md.tmpl")
	if err != nil || len(names) < 20 {
		t.Fatalf("%d pages, %v", len(names), err)
	}
	form := regexp.MustCompile(`^\{\{- /\* Given a View[^\n]*\. \*/ -\}\}\n\{\{- /\*\nnav: .+\ngroup: .+\nabout: .+\.\n(?:[a-z]+: .+\n)*\*/ -\}\}\n`)
	name := regexp.MustCompile(`^pages/[0-9]{2,3}-[a-z-]+\.md\.tmpl$`)
	for _, n := range names {
		data, err := Pages.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		if !name.MatchString(n) || !form.Match(data) {
			t.Errorf("%s does not begin with what it is given and its head:\n%.200s", n, data)
		}
		for _, raw := range []string{"<", "http://", "https://"} {
			if strings.Contains(string(data), raw) {
				t.Errorf("%s holds %q: pages are Markdown, and addresses come from tables", n, raw)
			}
		}
	}
}

func TestThemeLoadsNothingFromElsewhere(t *testing.T) {
	outside := regexp.MustCompile(`https?://[^\s"'<>)]+`)
	allowed := map[string]bool{"http://www.w3.org/2000/svg": true}
	err := fs.WalkDir(Theme, "theme", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path, "theme/vendor/") {
			return err
		}
		data, err := Theme.ReadFile(path)
		for _, address := range outside.FindAllString(string(data), -1) {
			if !allowed[address] {
				t.Errorf("%s names %s", path, address)
			}
		}
		for _, banned := range []string{"@import", "innerHTML", "eval(", "document.write", "style=", "onclick"} {
			if strings.Contains(string(data), banned) {
				t.Errorf("%s holds %s", path, banned)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
