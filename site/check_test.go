// Promise: CheckLinks finds links that lead nowhere and things that a page would load from elsewhere, and nothing else.
package site_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tokenbook/tokenbook/generator"
	"github.com/tokenbook/tokenbook/site"
)

func TestCheckLinks(t *testing.T) {
	page := func(path, body string) generator.File { return generator.File{Path: path, Data: []byte(body)} }
	other := page("site/a/b.html", `<h2 id="here">x</h2><a href="../index.html">up</a>`)
	for _, tt := range []struct {
		name, body string
		want       []string
	}{
		{"fine", `<p id="x"><a href="#x">x</a><a href="a/b.html#here">y</a><a href="https://e.example/z">z</a><a href="mailto:a@e.example">m</a>`, nil},
		{"no file", `<a href="gone.html">x</a>`, []string{`site/index.html: a href "gone.html": there is no such file`}},
		{"no anchor", `<a href="a/b.html#there">x</a>`, []string{`site/index.html: a href "a/b.html#there": the page has no such anchor`}},
		{"no anchor here", `<a href="#there">x</a>`, []string{`site/index.html: a href "#there": the page has no such anchor`}},
		{"absolute", `<a href="/a/b.html">x</a>`, []string{`site/index.html: a href "/a/b.html": it is not relative`}},
		{"script from elsewhere", `<script src="https://e.example/x.js"></script>`, []string{`site/index.html: script src "https://e.example/x.js": the page would load it from elsewhere`}},
		{"the page that stands for it", `<link rel="canonical" href="https://e.example/x.html">`, nil},
		{"style from elsewhere", `<link href="//e.example/x.css">`, []string{`site/index.html: link href "//e.example/x.css": the page would load it from elsewhere`}},
		{"its own address", `<link rel="canonical" href="https://e.example/x.html">`, nil},
		{"picture from elsewhere", `<img src="data:image/png;base64,x">`, []string{`site/index.html: img src "data:image/png;base64,x": the page would load it from elsewhere`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, site.CheckLinks([]generator.File{page("site/index.html", tt.body), other})); diff != "" {
				t.Error(diff)
			}
		})
	}
}
