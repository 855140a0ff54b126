// This file keeps the promise of the fonts: real WOFF files of a fair size with
// the characters that sites use, the same bytes every time, no font twice.
package draw

import (
	"bytes"
	"encoding/base64"
	"strings"
	"sync"
	"testing"
)

func TestFont(t *testing.T) {
	for _, w := range []Weight{Regular, Bold} {
		a, err := Font(w)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Font(w)
		if err != nil || !bytes.Equal(a, b) {
			t.Errorf("weight %d is not the same twice: %v", w, err)
		}
		if !bytes.HasPrefix(a, []byte("wOFF")) || len(a) < 8_000 || len(a) > 40_000 {
			t.Errorf("weight %d has %d bytes and starts with %.4q", w, len(a), a)
		}
		if !strings.Contains(FontCSS(), base64.StdEncoding.EncodeToString(a)) {
			t.Errorf("weight %d is not the one in FontCSS", w)
		}
	}
	if _, err := Font(500); err == nil {
		t.Error("a weight that does not exist has a font")
	}
	if !strings.Contains(FontNotice, "SIL Open Font License") || !strings.Contains(FontNotice, "Copyright") {
		t.Error("the notice lacks the licence")
	}
}

func TestFontCSS(t *testing.T) {
	css := FontCSS()
	if css != FontCSS() || strings.Count(css, "@font-face") != 2 || strings.Count(css, `"`+FontFamily+`"`) != 2 {
		t.Errorf("rules %.80s", css)
	}
	for _, weight := range []string{"font-weight:400", "font-weight:700"} {
		if strings.Count(css, weight) != 1 {
			t.Errorf("%s is not there once", weight)
		}
	}
	if strings.Contains(css, "http") || strings.ContainsAny(css, "<>&") {
		t.Error("the rules load something or are not plain in XML")
	}
}

func TestCharset(t *testing.T) {
	for text, want := range map[string]string{
		"":              plainCharset(),
		"plain — text…": plainCharset(),
		"Größe":         siteCharset(),
		"жук жук":       " жку",
	} {
		if got := charset(text); got != want {
			t.Errorf("charset(%q) = %q", text, got)
		}
	}
	for _, set := range []string{plainCharset(), siteCharset()} {
		seen := map[rune]bool{}
		for _, r := range set {
			if seen[r] || hidden(r) {
				t.Errorf("%q is there twice or hidden", r)
			}
			seen[r] = true
		}
	}
	for _, r := range "ÀÿÖ¿§–—’“”…€→≤" {
		if !strings.ContainsRune(siteCharset(), r) {
			t.Errorf("a site has no %c", r)
		}
	}
}

// TestFontMemo: one memo serves several goroutines and does not grow for ever.
func TestFontMemo(t *testing.T) {
	memo := new(fontMemo)
	var group sync.WaitGroup
	rules := make([]string, 4)
	for i := range rules {
		group.Go(func() { rules[i] = memo.rules("abc", "") })
	}
	group.Wait()
	for _, r := range rules {
		if r != rules[0] || strings.Count(r, "@font-face") != 1 {
			t.Errorf("rules %.60q", r)
		}
	}
	if len(memo.made) != 1 {
		t.Errorf("%d fonts for one set of characters", len(memo.made))
	}
	for i := range rune(subsetLimit + 8) {
		memo.subset(weights[0].style, string('a'+i))
	}
	if len(memo.made) > subsetLimit {
		t.Errorf("the memo holds %d fonts", len(memo.made))
	}
}
